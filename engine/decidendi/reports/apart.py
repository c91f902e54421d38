"""Templates that a user brings run in a process of their own, within limits on time and memory.

A sandbox keeps a template from what it may not touch, and not from counting for ever. A process can be ended.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from decidendi.refusal import Place, Refusal
from decidendi.reports.documents import DOCUMENTS, Document
from decidendi.reports.languages import ENGLISH
from decidendi.reports.rendering import render_memo
from decidendi.reports.svg import Picture, Pixelled
from decidendi.reports.word import render_docx
from decidendi.reports.worksheet import Worksheet

SECONDS: Final = 10
"""Of computing, for a memo that takes a hundredth of a second."""

_MEMORY: Final = 1_000_000_000
_TOO_MUCH: Final = "the templates take too long or too much memory"


def render_apart(
    memo: Document,
    form: str,
    templates: Path,
    pictures: Sequence[Picture] = (),
    seconds: int = SECONDS,
    language: str = ENGLISH,
) -> str | bytes:
    """A memo by templates of the user's own: text, or the bytes of a Word document.

    Args:
        memo: what to write.
        form: the format, `md`, `html` or (but for a worksheet) `docx`.
        templates: a folder whose files take the place of those of the same name.
        pictures: what the templates may place; in Word, from `in_pixels`.
        seconds: how long the templates may compute.
        language: that of the frame.

    Raises:
        Refusal: a template cannot be used, or takes more time or memory than any memo needs.
    """
    request = {
        "kind": memo.template,
        "memo": memo.model_dump(mode="json"),
        "form": form,
        "pictures": [picture.model_dump(mode="json") for picture in pictures],
        "templates": str(templates),
        "seconds": seconds,
        "language": language,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=seconds * 3,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _excessive(templates, seconds) from None
    if done.returncode:
        raise _excessive(templates, seconds)
    answer = json.loads(done.stdout)
    if "text" in answer:
        return str(answer["text"])
    if "bytes" in answer:
        return base64.b64decode(answer["bytes"])
    raise Refusal.at(Place(answer["file"], answer["line"]), **answer["problem"])


def _excessive(templates: Path, seconds: int) -> Refusal:
    return Refusal.at(
        Place(str(templates)),
        _TOO_MUCH,
        expected=f"a memo within {seconds} seconds and {_MEMORY // 1_000_000} MB",
        mend="look for a loop or a repetition that grows without end",
    )


def _limited(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not everywhere; the time is limited from outside as well
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _rendered(memo: Document, form: str, templates: Path, pictures: list[object], language: str) -> dict[str, object]:
    if form == "docx" and not isinstance(memo, Worksheet):
        # As JSON, since that is what bytes in base64 are read from.
        pixelled = [Pixelled.model_validate_json(json.dumps(each)) for each in pictures]
        return {"bytes": base64.b64encode(render_docx(memo, templates, pixelled)).decode()}
    drawn = [Picture.model_validate(each) for each in pictures]
    return {"text": render_memo(memo, form, templates, drawn, language)}


def main() -> None:
    """Render one memo: the request on the standard input, the text or the problem on the standard output."""
    request = json.load(sys.stdin)
    memo = DOCUMENTS[request["kind"]].model_validate(request["memo"], strict=False)
    _limited(request["seconds"])
    answer: dict[str, object]
    try:
        answer = _rendered(memo, request["form"], Path(request["templates"]), request["pictures"], request["language"])
    except Refusal as refusal:
        [problem] = refusal.problems
        said = {"what": problem.what, "mend": problem.mend, "expected": problem.expected, "found": problem.found}
        answer = {"file": problem.place.file, "line": problem.place.line, "problem": said}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
