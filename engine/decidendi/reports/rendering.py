"""Memos as Markdown and HTML, through the templates in `reports/` or those that a user brings.

Templates run sandboxed with undefined names refused. What templates print is escaped for the format, so that a name
such as `<script>` or `{{ 7*7 }}` comes out as text. Files are written whole or not at all.
"""

from __future__ import annotations

import itertools
import os
import re
import stat
import tempfile
from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from decidendi.content import content_directory
from decidendi.refusal import Place, Refusal
from decidendi.reports.documents import DOCUMENTS, Document
from decidendi.reports.languages import ENGLISH, NotTranslated, language_named
from decidendi.reports.printing_wording import TRANSLATE
from decidendi.reports.saying import Saying
from decidendi.reports.svg import Picture
from decidendi.reports.template_errors import FAILURES, expected_by, found_by, wrong_with
from decidendi.rules.provisions import cited

FORMATS: Final = ("md", "html")
_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]{6,}|bound method ")
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")
_PATTERN: Final = re.compile(r'((?:<pattern id="|="url\(#)\w+)')
LARGEST_TEMPLATE: Final = 500_000
"""Bytes."""


def render_memo(
    memo: Document,
    form: str,
    templates: Path | None = None,
    pictures: Sequence[Picture] = (),
    language: str = ENGLISH,
) -> str:
    """The text of a memo in a format, `md` or `html`.

    Args:
        memo: what to write; the name of its model is that of its family of templates.
        form: the format.
        templates: a folder whose files take the place of those of the same name.
        pictures: what the templates may place.
        language: that of the frame; there is a catalogue for each but English.

    Raises:
        Refusal: a template or a catalogue cannot be used; it says which, where and why.
    """
    shipped = content_directory("reports")
    loaders: list[BaseLoader] = [FileSystemLoader(shipped)]
    if templates is not None:
        refuse_unusable(templates)
        loaders.insert(0, FileSystemLoader(templates))
    saying = Saying(language_named(language, templates), form)
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        optimized=False,  # a template is used once: to fold its constants costs more than it saves
        autoescape=True,  # of a memo in Markdown too: what a macro made is not escaped a second time
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=saying.shown,
    )
    saying.install(environment)
    environment.filters.update(cited=cited, drawn=_drawn(saying), embedded=_embedded)
    name = f"{memo.template}.{form}.jinja"
    try:
        text = environment.get_template(name).render({memo.template: memo, "pictures": tuple(pictures)})
    except TemplateSyntaxError as error:
        raise _refusal(Path(error.filename or name), error.lineno, error) from None
    except SyntaxError as error:  # of the Python that a template becomes
        raise Refusal.at(
            Place(str(error.filename or name)),
            "the template is nested too deeply",
            expected="at most 20 loops within one another",
            mend="put the inner ones into a macro",
        ) from None
    except FAILURES as error:
        raise _refusal(*_where(error, name), error) from None
    if templates is not None:
        refuse_unprintable(text, memo, templates / name)
    return text if form == "html" else _without_gaps(text)


def refuse_unprintable(text: str, memo: Document, file: Path) -> None:
    """Refuse a text that cannot be written, or that shows where something lay in memory: another on each run."""
    half = _HALF_CHARACTER.search(text)
    address = _ADDRESS.search(text)
    if half:
        found, mend = f"the half character U+{ord(half[0]):04X}", "remove the escape that makes it"
    elif address and not _ADDRESS.search(memo.model_dump_json()):
        found, mend = (
            "a method, or another part of what makes memos",
            f"print what `decidendi schema {memo.template}` names",
        )
    else:
        return
    raise Refusal.at(Place(str(file)), "the template prints what is no text", found=found, mend=mend)


def _drawn(saying: Saying) -> Callable[[Picture], Markup]:
    """A picture as part of a page, its patterns under names that no other picture of the page has."""
    numbers = itertools.count(1)

    def drawn(picture: Picture) -> Markup:
        number = next(numbers)
        return Markup(saying.labelled(_PATTERN.sub(rf"\1-{number}", picture.svg)))

    return drawn


def _embedded(picture: Picture) -> Markup:
    """A picture as the address of an image in Markdown, which holds the whole of it: nothing is fetched."""
    return Markup("data:image/svg+xml;base64," + b64encode(picture.svg.encode()).decode("ascii"))


def _without_gaps(text: str) -> str:
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line.rstrip())
    return "\n".join(lines).rstrip() + "\n"


def refuse_unusable(templates: Path) -> None:
    """Refuse a folder of templates that is not there, or that has one that is too large to read."""
    if not templates.is_dir():
        raise Refusal.at(
            Place(str(templates)),
            "there is no folder of templates here",
            expected="a folder with files such as `memo.md.jinja`",
            mend="name the folder that holds your templates",
        )
    for file in sorted((*templates.glob("*.jinja"), *templates.glob("*.typ"))):
        if file.stat().st_size > LARGEST_TEMPLATE:
            raise Refusal.at(
                Place(str(file)),
                "the template is too large",
                expected=f"at most {LARGEST_TEMPLATE:,} bytes",
                mend="shorten it",
            )


def _where(error: BaseException, name: str) -> tuple[Path, int]:
    """The template file and line in which an error arose."""
    trace, found = error.__traceback__, (Path(name), 0)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".jinja"):
            found = (Path(file), trace.tb_lineno)
        trace = trace.tb_next
    return found


def _refusal(file: Path, line: int, error: BaseException) -> Refusal:
    if isinstance(error, NotTranslated):
        return Refusal.at(Place(str(file), line), str(error), mend=TRANSLATE)
    return Refusal.at(
        Place(str(file), line),
        wrong_with(error),
        expected=expected_by(error, _schema_of(file)),
        found=found_by(error),
        mend="correct this line of the template",
    )


def _schema_of(file: Path) -> str:
    """What `decidendi schema` calls the model that a template sees."""
    family = file.name.partition(".")[0]
    return {"worksheet": "report-worksheet"}.get(family, family if family in DOCUMENTS else "memo")


def _mode_of(path: Path) -> int:
    """The permissions of the file that is there, or else of a new one."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_whole(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Write a file so that it is there whole, or not at all; `mode` is who may read it, as ever where left out.

    Raises:
        Refusal: the file cannot be written.
    """
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            temporary = stream.name
            stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.chmod(temporary, _mode_of(path) if mode is None else mode)  # noqa: PTH101
        os.replace(temporary, path)  # noqa: PTH105 - the one call that replaces a file at once
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise Refusal.at(
            Place(str(path)),
            "the file cannot be written",
            found=(error.strerror or "unwritable").lower(),
            mend="name a file in a folder that exists and that you may write to",
        ) from None
