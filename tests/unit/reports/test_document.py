"""The document model: every block survives being written as data and read again, and sections are found by key."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from decidendi.reports.document import (
    Backing,
    Cell,
    Column,
    Document,
    Entries,
    Entry,
    Folded,
    Metadata,
    Paragraph,
    Picture,
    Section,
    Sentence,
    Table,
    TableRow,
    TextRun,
)

BACKED = Sentence(
    runs=(TextRun(text="chen", style="strong"), TextRun(text=" is blocked")),
    backing=(Backing(kind="event", statement="chen is blocked", rule="order.md:12", provision="Sec. 1", facts=(3,)),),
)
DOCUMENT = Document(
    kind="determination",
    language="en",
    title="A matter",
    metadata=Metadata(as_of=date(2021, 3, 1), subject="A matter", versions={}),
    sections=(
        Section(
            key="analysis",
            title="Analysis",
            sections=(
                Section(
                    key="part",
                    title="Blocking",
                    number="1",
                    blocks=(
                        Paragraph(sentences=(BACKED,), label="Conclusion."),
                        Entries(entries=(Entry(sentences=(BACKED,), blocks=(Paragraph(sentences=()),)),)),
                        Table(
                            caption="Facts",
                            columns=(Column(title="No."),),
                            rows=(TableRow(cells=(Cell(sentences=(BACKED,)),)),),
                        ),
                        Picture(picture="timeline", title="Tenures", alternative="None overlaps."),
                        Folded(summary=BACKED, blocks=(Paragraph(sentences=(BACKED,)),)),
                    ),
                ),
            ),
        ),
    ),
)


def test_a_document_read_again_from_its_data_is_the_same() -> None:
    assert Document.model_validate_json(DOCUMENT.model_dump_json()) == DOCUMENT


def test_a_sentence_reads_without_its_styles() -> None:
    assert BACKED.text == "chen is blocked"


def test_a_section_is_found_by_its_key_wherever_it_stands() -> None:
    found = DOCUMENT.section("part")
    assert found is not None and found.number == "1"
    assert DOCUMENT.section("duties") is None


def test_a_block_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValidationError, match="'paragraph', 'table', 'list', 'picture', 'folded'"):
        Section.model_validate({"key": "a", "title": "A", "blocks": [{"block": "video"}]})
