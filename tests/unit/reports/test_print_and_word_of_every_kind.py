"""In print and in Word, as in pages: no kind of memo says of a dealing or a party more than its outcome."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("typst")
pytest.importorskip("docxtpl")

import docx
import pypdfium2

from decidendi.content import content_directory
from tests.command import decidendi
from tests.unit.reports.test_outcomes_in_every_kind import CLEARING, KINDS, OPEN

FACTS = content_directory("facts")
ABROAD = FACTS / "hypotheticals" / "foreign-person-without-nexus.yaml"
UNREACHED: dict[str, tuple[object, ...]] = {
    "determination": (ABROAD,),
    "summary": (ABROAD,),
    "comparison": (ABROAD, FACTS / "payment-to-chen.yaml"),
    "portfolio": (ABROAD, FACTS / "payment-to-chen.yaml"),
}
CLEARS_NOTHING = re.compile(r"clears? no(?:thing|body)|if yes, |if no, |cells? is one combination")


def said(kind: str, arguments: tuple[object, ...], file: Path) -> str:
    """The words of a memo in one line."""
    ran = decidendi("memo", *arguments, "--kind", kind, "--no-pictures", "-o", file)
    assert ran.code == 0, ran.err
    if file.suffix == ".pdf":
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file)]
        return " ".join(" ".join(pages).replace("\u200b", "").split())
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("kind", KINDS)
def test_undetermined_clears_nothing_in_print_and_in_word(kind: str, form: str, tmp_path: Path) -> None:
    text = said(kind, KINDS[kind], tmp_path / f"memo.{form}")
    found = list(re.finditer("undetermined", text, re.IGNORECASE))
    assert found, "the matter has an undetermined dealing"
    for match in found:
        about = text[max(match.start() - 160, 0) : match.end() + 160]
        assert CLEARS_NOTHING.search(about), about
    for match in re.finditer(re.escape(OPEN), text):
        assert not CLEARING.search(text[match.end() : match.end() + 40].lower())


@pytest.mark.parametrize("form", ["md", "html", "pdf", "docx"])
@pytest.mark.parametrize("kind", UNREACHED)
def test_what_no_provision_reaches_is_nowhere_told_as_leave(kind: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"memo.{form}"
    if form in ("pdf", "docx"):
        text = said(kind, UNREACHED[kind], file)
    else:
        assert decidendi("memo", *UNREACHED[kind], "--kind", kind, "--no-pictures", "-o", file).code == 0
        text = " ".join(re.sub(r"<[^>]+>|\*", " ", file.read_text(encoding="utf-8")).split())
    assert "not prohibited" not in text
    reached = re.findall(r"reached by no provision of this rulebook|no provision of this rulebook reaches it", text)
    assert reached
    assert len(re.findall(r"no finding that it may be done", text)) >= 1
    for match in re.finditer(
        r"(?:reached by no provision of this rulebook|o provision of this rulebook reaches it)", text
    ):
        if "if no, " not in text[max(match.start() - 120, 0) : match.start()]:
            assert "no finding that it may be done" in text[match.end() : match.end() + 60]
