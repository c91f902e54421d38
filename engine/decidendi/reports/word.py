"""Memos in Word: the template of their kind, such as `memo.docx`, in `reports/` or that of a user, filled in.

The same facts, rules and template give the same bytes; the day in the file is the day asked about. Needs
`decidendi[word]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from decidendi.content import content_directory
from decidendi.refusal import Place, Refusal
from decidendi.reports.documents import Document
from decidendi.reports.languages import ENGLISH, language_named
from decidendi.reports.printing import in_pixels
from decidendi.reports.rendering import refuse_unusable
from decidendi.reports.svg import Picture, Pixelled
from decidendi.reports.word_package import packed, template_at


def render_docx(
    memo: Document, templates: Path | None = None, pictures: Sequence[Pixelled] = (), language: str = ENGLISH
) -> bytes:
    """The memo as a Word document.

    Args:
        memo: what to write, by the template of its kind, such as `memo.docx`.
        templates: a folder whose file of that name, where it has one, takes the place of the one that comes along.
        pictures: from `pixelled`; what the template may place.
        language: that of the frame; there is a catalogue for each but English.

    Raises:
        Refusal: what writes Word is not installed, or the template or a catalogue cannot be used; it says why.
    """
    try:
        import_module("docxtpl")  # before its parts, so that what is missed is told by one name
        from decidendi.reports.word_document import filled
    except ImportError as error:
        raise _not_installed(error) from None
    name = f"{memo.template}.docx"
    file = content_directory("reports") / name
    if templates is not None:
        refuse_unusable(templates)
        if (templates / name).exists():
            file = templates / name
    said_in = language_named(language, templates)
    return packed(file, filled(file, template_at(file), memo, pictures, said_in))


def pixelled(pictures: Sequence[Picture]) -> tuple[Pixelled, ...]:
    """Pictures as `render_docx` takes them.

    Raises:
        Refusal: what writes Word is not installed, or what makes pixels.
    """
    try:
        import_module("docxtpl")  # before what makes pixels, since without it they serve nothing
    except ImportError as error:
        raise _not_installed(error) from None
    return in_pixels(pictures)


def _not_installed(error: ImportError) -> Refusal:
    return Refusal.at(
        Place("--format"),
        "memos in Word need a package that is not installed",
        found=f"no `{error.name}`",
        mend="install `decidendi[word]`, or choose `.html`, which Word opens too",
    )
