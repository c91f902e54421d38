"""Readings crossed with unknowns as a section of a memo, in every format."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdfium2
import pytest

from decidendi import content_directory, load_fact_set, parse_fact_set
from decidendi.determinations.determine import Run, report, run
from decidendi.reasoning.agreement import Reasoner
from decidendi.reports.crossing import with_crossed
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.printing import render_pdf
from decidendi.reports.rendering import render_memo
from decidendi.reports.word import render_docx
from tests.command import decidendi, shipped

HYPOTHETICALS = content_directory("facts") / "hypotheticals"
NOTHING_OPEN = "No dealing is stated, and nothing is undetermined or rests on a reading."


def memo_about(done: Run) -> Memo:
    result = report(done)
    return with_crossed(memo_of(result, done.facts, done.rulebook), done, result)


def asked(file: Path) -> Run:
    return run(load_fact_set(file), shipped(), Reasoner(shipped().program, ("reference",)))


@pytest.fixture(scope="module")
def unknown_payer() -> Memo:
    return memo_about(asked(HYPOTHETICALS / "payer-unknown-status.yaml"))


def words(memo: Memo, form: str) -> str:
    if form == "docx":
        document = docx.Document(io.BytesIO(render_docx(memo)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(item.text for item in document.paragraphs), *cells])
    if form == "pdf":
        pages = pypdfium2.PdfDocument(render_pdf(memo))
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    return render_memo(memo, form).replace("**", "").replace("<strong>", "").replace("</strong>", "")


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_a_memo_says_what_it_turns_on_what_was_not_tried_and_how_each_answer_comes_out(
    unknown_payer: Memo, form: str
) -> None:
    text = words(unknown_payer, form)
    assert "Readings and unknowns together" in text
    assert "payment-1 comes out, under 96 combinations of readings and answers: no provision of this rulebook" in text
    assert "Jane Roe was a citizen of US; Jane Roe was a permanent resident of US; Jane Roe was in US; silence" in text
    assert "Not tried: 26 of 32 combinations of readings: those that depart in more than one term; 1 of 5" in text
    assert "silence about United States ties: left open" in text
    assert "Settled by: a passport or a certificate of nationality." in text
    assert "not prohibited" not in text


def test_a_row_for_each_way_to_answer_and_a_column_for_readings_that_never_differ(unknown_payer: Memo) -> None:
    assert unknown_payer.crossed is not None
    [table] = unknown_payer.crossed
    assert len(table.rows) == 2 ** len(table.unknowns) == 16
    assert [len(column.readings) for column in table.columns] == [5, 1]
    assert {row.outcomes for row in table.rows if "yes" in row.answers[:3]} == {("prohibited", "prohibited")}
    assert table.rows[-1].answers == ("no", "no", "no", "no")
    assert table.rows[-1].outcomes == ("not prohibited", "undetermined")
    assert sum(tally.count for tally in table.outcomes) == table.total


def test_what_comes_out_the_same_under_all_is_said_without_a_table() -> None:
    memo = memo_about(asked(HYPOTHETICALS / "funds-to-a-blocked-person.yaml"))
    assert memo.crossed is not None
    [table] = memo.crossed
    assert [(tally.outcome, tally.count) for tally in table.outcomes] == [("prohibited", table.total)]
    assert not table.rows
    assert "prohibited under all." in words(memo, "md")


def test_without_dealings_what_is_open_or_rests_on_a_reading_is_crossed_and_the_rest_is_counted() -> None:
    memo = memo_about(asked(content_directory("facts") / "treasury-2020-07-09.yaml"))
    assert memo.crossed is not None
    first = memo.crossed[0]
    assert first.about == "Chen Quanguo, criterion 1(a)(ii)(C)(1)"
    assert {"members", "relates to tenure"} <= set(first.turns_on)
    assert memo.further_crossed > 0
    assert f"{memo.further_crossed} more are not tabulated." in words(memo, "html")


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_where_there_is_nothing_to_cross_the_section_says_so(form: str) -> None:
    facts = parse_fact_set("title: A matter\nas of: 2021-03-01\n")
    memo = memo_about(run(facts, shipped(), Reasoner(shipped().program, ("reference",))))
    assert memo.crossed == ()
    assert NOTHING_OPEN in words(memo, form)


def test_it_is_there_where_it_is_asked_for_alone() -> None:
    facts = HYPOTHETICALS / "funds-to-a-blocked-person.yaml"
    assert "## Readings and unknowns together" in decidendi("memo", facts, "--matrix").out
    assert "Readings and unknowns together" not in decidendi("memo", facts).out
