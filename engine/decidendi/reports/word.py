"""Memos in Word: the template `memo.docx`, in `reports/` or among those that a user brings, filled in.

The same facts, rules and template give the same bytes; the day in the file is the day asked about. Needs
`decidendi[word]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from decidendi.content import content_directory
from decidendi.refusal import Place, Refusal
from decidendi.reports.model import Memo
from decidendi.reports.rendering import refuse_unusable
from decidendi.reports.svg import Pixelled
from decidendi.reports.word_package import packed, template_at

TEMPLATE: Final = "memo.docx"


def render_docx(memo: Memo, templates: Path | None = None, pictures: Sequence[Pixelled] = ()) -> bytes:
    """The memo as a Word document.

    Args:
        memo: from `memo_of`.
        templates: a folder whose `memo.docx`, where it has one, takes the place of the one that comes along.
        pictures: from `in_pixels`; what the template may place.

    Raises:
        Refusal: what writes Word is not installed, or the template cannot be used; it says which, where and why.
    """
    try:
        import_module("docxtpl")  # before its parts, so that what is missed is told by one name
        from decidendi.reports.word_document import filled
    except ImportError as error:
        raise Refusal.at(
            Place("--format"),
            "memos in Word need a package that is not installed",
            found=f"no `{error.name}`",
            mend="install `decidendi[word]`, or choose `.html`, which Word opens too",
        ) from None
    file = content_directory("reports") / TEMPLATE
    if templates is not None:
        refuse_unusable(templates)
        if (templates / TEMPLATE).exists():
            file = templates / TEMPLATE
    return packed(file, filled(file, template_at(file), memo, pictures))
