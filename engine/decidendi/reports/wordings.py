"""Every message of the frame: what templates say in `_("...")`, and the fixed words from elsewhere in the engine.

A catalogue for a language is made from `languages/memo.pot`, which `template_of` writes.
"""

from __future__ import annotations

import ast
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

from decidendi.reports.printing_wording import printed_messages
from decidendi.reports.words import WORDS

Message = str | tuple[str, str]
"""A message, or one for the singular and one for the plural."""

TRANSLATED: Final = ("memo", "summary", "designation", "comparison", "portfolio", "worksheet", "steps", "brief", "page")
"""The families of templates whose every word stands in the catalogues."""

PRINTED: Final = ("memo", "summary", "designation", "comparison", "portfolio", "worksheet", "brief", "frame")
"""Those for print whose every word does, too."""

IN_WORD: Final = ("memo", "summary", "designation", "comparison", "portfolio", "worksheet")
"""Those for Word whose every word does, too."""

DRAWN: Final = ("timeline", "proof_tree", "ownership_chart", "illustrating", "matrix_picture")
"""The modules of the engine that label pictures."""

_LABELS: Final = ("text", "filled", "counted")
"""Those methods of `Language` that say a message."""

_CALLS: Final = ("_", "gettext", "ngettext")
_SYNTAX: Final = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_MARKUP: Final = re.compile(r"<[^>]+>")
_PLACED: Final = re.compile(r"(\{[{%])(?:p|tr|tc|r) ")
"""Where a tag of docxtpl stands for its paragraph, its row or its run."""

_HEADER: Final = """\
# The fixed wording of memos. Copy this file to LANGUAGE/LC_MESSAGES/memo.po and translate each message.
# %(name)s is filled in and must stay; *so* is set in bold, and **so** in bold as a verdict.
#"""


def messages(files: Iterable[Path]) -> Iterator[tuple[str, Message]]:
    """What templates say, each message with the name of its template."""
    for file in files:
        if file.suffix == ".typ":
            for texts in printed_messages(file):
                yield file.name, (texts[0], texts[1]) if len(texts) > 1 else texts[0]
            continue
        text = in_word(file) if file.suffix == ".docx" else file.read_text(encoding="utf-8")
        for _, _, said, _ in babel_extract(io.BytesIO(text.encode()), _CALLS, (), dict(_SYNTAX)):
            found = [text for text in (said if isinstance(said, tuple) else (said,)) if text is not None]
            yield file.name, (found[0], found[1]) if len(found) > 1 else found[0]


def labels() -> Iterator[tuple[str, Message]]:
    """What pictures are labelled with, each message with the name of its module."""
    for name in DRAWN:
        file = Path(__file__).with_name(f"{name}.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _LABELS:
                texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
                found = [text for text in texts if isinstance(text, str)]
                if found:
                    yield file.name, (found[0], found[1]) if call.func.attr == "counted" else found[0]


def in_word(file: Path) -> str:
    """What a template for Word says, as a template of Jinja: the words and tags of each part that has some."""
    with zipfile.ZipFile(file) as package:
        parts = [
            package.read(name).decode()
            for name in sorted(package.namelist())
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml", name)
        ]
    return _PLACED.sub(
        r"\1 ", html.unescape(_MARKUP.sub("", "\n".join(part.replace("</w:p>", "\n") for part in parts)))
    )


def templates_of(folder: Path) -> tuple[Path, ...]:
    """The templates in a folder whose words are translated."""
    jinja = sorted(file for family in TRANSLATED for file in folder.glob(f"{family}.*.jinja"))
    printed = (folder / f"{family}.typ" for family in PRINTED)
    return (*jinja, *printed, *(folder / f"{family}.docx" for family in IN_WORD))


def template_of(folder: Path) -> str:
    """The template of catalogues, for the templates in a folder; without lines and days, which change nothing."""
    catalogue = Catalog(project="Decidendi", header_comment=_HEADER)
    for word in WORDS:
        catalogue.add(word, locations=[("words.py", 0)])
    for file, message in (*messages(templates_of(folder)), *labels()):
        catalogue.add(message, locations=[(file, 0)])
    written = io.BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False, sort_by_file=False)
    return f"{_HEADER}\n" + written.getvalue().decode()
