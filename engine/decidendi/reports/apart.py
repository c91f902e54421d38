"""Templates that a user brings run in a process of their own, within limits on time and memory.

A sandbox keeps a template from what it may not touch, and not from counting for ever. A process can be ended.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from decidendi.refusal import Place, Refusal
from decidendi.reports.documents import DOCUMENTS, Document
from decidendi.reports.languages import ENGLISH
from decidendi.reports.printing import PAPERS, render_pdf
from decidendi.reports.rendering import render_memo
from decidendi.reports.svg import Picture, Pixelled
from decidendi.reports.word import render_docx

SECONDS: Final = 10
"""Of computing, for a memo that takes a hundredth of a second."""

SECONDS_IN_PRINT: Final = 60
"""Of computing, for a PDF, which takes a second or two and of many matters more."""

_MEMORY: Final = 1_000_000_000
_MEMORY_IN_PRINT: Final = 4_000_000_000
"""Bytes of addresses: fonts are mapped, and the typesetter works in several threads."""

_NOWHERE: Final = {
    **dict.fromkeys(
        ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:0"
    ),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), ""),
}
"""The typesetter fetches packages, whose names a template can compute, through the proxy it is told: there is none."""

_TOO_MUCH: Final = "the templates take too long or too much memory"


def render_apart(
    memo: Document,
    form: str,
    templates: Path,
    pictures: Sequence[Picture] = (),
    seconds: int = 0,
    language: str = ENGLISH,
    fonts: Path | None = None,
    paper: str = PAPERS[0],
) -> str | bytes:
    """A memo by templates of the user's own: text, or the bytes of a Word document or a PDF.

    Args:
        memo: what to write.
        form: the format, `md`, `html`, `docx` or `pdf`.
        templates: a folder whose files take the place of those of the same name.
        pictures: what the templates may place; in Word, from `in_pixels`.
        seconds: how long the templates may compute; 0 for `SECONDS`, or in PDF `SECONDS_IN_PRINT`.
        language: that of the frame.
        fonts: of a PDF, as `render_pdf` takes them.
        paper: of a PDF, likewise.

    Raises:
        Refusal: a template cannot be used, or takes more time or memory than any memo needs.
    """
    seconds = seconds or (SECONDS_IN_PRINT if form == "pdf" else SECONDS)
    memory = _MEMORY_IN_PRINT if form == "pdf" else _MEMORY
    request = {
        "kind": memo.template,
        "memo": memo.model_dump(mode="json"),
        "form": form,
        "pictures": [picture.model_dump(mode="json") for picture in pictures],
        "templates": str(templates),
        "seconds": seconds,
        "memory": memory,
        "language": language,
        "fonts": str(fonts) if fonts else "",
        "paper": paper,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=seconds * 3,
            check=False,
            env={**os.environ, **_NOWHERE} if form == "pdf" else None,
        )
    except subprocess.TimeoutExpired:
        raise _excessive(templates, seconds, memory) from None
    if done.returncode:
        raise _excessive(templates, seconds, memory)
    answer = json.loads(done.stdout)
    if "text" in answer:
        return str(answer["text"])
    if "bytes" in answer:
        return base64.b64decode(answer["bytes"])
    raise Refusal.at(Place(answer["file"], answer["line"]), **answer["problem"])


def _excessive(templates: Path, seconds: int, memory: int) -> Refusal:
    return Refusal.at(
        Place(str(templates)),
        _TOO_MUCH,
        expected=f"a memo within {seconds} seconds and {memory // 1_000_000} MB",
        mend="look for a loop or a repetition that grows without end",
    )


def _limited(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not everywhere; the time is limited from outside as well
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _rendered(memo: Document, request: dict[str, Any]) -> dict[str, object]:
    form, templates, pictures = request["form"], Path(request["templates"]), request["pictures"]
    if form == "pdf":
        fonts = Path(request["fonts"]) if request["fonts"] else None
        placed = [Picture.model_validate(each) for each in pictures]
        printed = render_pdf(memo, placed, fonts, request["paper"], templates, request["language"])
        return {"bytes": base64.b64encode(printed).decode()}
    if form == "docx":
        # As JSON, since that is what bytes in base64 are read from.
        pixelled = [Pixelled.model_validate_json(json.dumps(each)) for each in pictures]
        return {"bytes": base64.b64encode(render_docx(memo, templates, pixelled, request["language"])).decode()}
    drawn = [Picture.model_validate(each) for each in pictures]
    return {"text": render_memo(memo, form, templates, drawn, request["language"])}


def main() -> None:
    """Render one memo: the request on the standard input, the text or the problem on the standard output."""
    request = json.load(sys.stdin)
    memo = DOCUMENTS[request["kind"]].model_validate(request["memo"], strict=False)
    _limited(request["seconds"], request["memory"])
    answer: dict[str, object]
    try:
        answer = _rendered(memo, request)
    except Refusal as refusal:
        [problem] = refusal.problems
        said = {"what": problem.what, "mend": problem.mend, "expected": problem.expected, "found": problem.found}
        answer = {"file": problem.place.file, "line": problem.place.line, "problem": said}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
