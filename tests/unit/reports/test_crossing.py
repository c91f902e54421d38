"""Readings crossed with unknowns as a section of a memo, in every format."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from decidendi import content_directory, load_fact_set, parse_fact_set
from decidendi.determinations.determine import Run, report, run
from decidendi.reasoning.agreement import Reasoner
from decidendi.reports.crossing import crossed_pictures, crossing_of, with_crossed
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
    return with_crossed(memo_of(result, done.facts, done.rulebook), crossing_of(done, result))


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


ALTERNATIVE = (
    "Readings and unknowns: payment-1. Outcomes: no provision of this rulebook reaches it in 5 of 96 cells; prohibited "
    "in 90 of 96 cells; undetermined in 1 of 96 cells. It turns on: "
)


def test_the_heat_map_is_drawn_in_html_print_and_word_with_what_it_shows_in_words(tmp_path: Path) -> None:
    matter = HYPOTHETICALS / "payer-unknown-status.yaml"
    for ending in ("html", "pdf", "docx"):
        ran = decidendi("memo", matter, "--matrix", "-o", tmp_path / f"memo.{ending}")
        assert ran.code == 0, ran.err
    page = (tmp_path / "memo.html").read_text(encoding="utf-8")
    [drawing] = [part for part in page.split("<svg")[1:] if "<title>Readings and unknowns: payment-1</title>" in part]
    assert f"<desc>{ALTERNATIVE}" in drawing
    assert drawing.count("prohibited</title>") == 90 + 1  # each cell, and what its letter means
    described = [
        object.attrib.get("descr", "")
        for object in docx.Document(tmp_path / "memo.docx").element.iter()
        if object.tag.endswith("}docPr")
    ]
    assert sum(words.startswith(ALTERNATIVE) for words in described) == 1
    with zipfile.ZipFile(tmp_path / "memo.docx") as package:
        drawings = [package.read(name).decode() for name in package.namelist() if name.endswith(".svg")]
    assert sum("<title>Readings and unknowns: payment-1</title>" in each for each in drawings) == 1
    text = " ".join(
        " ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(tmp_path / "memo.pdf")
    )
    assert "no provision of this rulebook reaches it: 5 of 96" in text  # a drawing, whose words can be found
    assert "Readings down, answers across" in text


def test_without_pictures_and_where_all_comes_out_the_same_there_is_no_heat_map(tmp_path: Path) -> None:
    asked_for = (HYPOTHETICALS / "payer-unknown-status.yaml", "--matrix", "--no-pictures")
    same = (HYPOTHETICALS / "funds-to-a-blocked-person.yaml", "--matrix")
    for number, arguments in enumerate((asked_for, same)):
        for ending in ("html", "docx", "pdf"):
            file = tmp_path / f"{number}.{ending}"
            ran = decidendi("memo", *arguments, "-o", file)
            assert ran.code == 0, ran.err
        page = (tmp_path / f"{number}.html").read_text(encoding="utf-8")
        assert "Readings and unknowns together" in page
        assert "Readings down, answers across" not in page


def test_each_heat_map_stands_with_its_own_table() -> None:
    done = asked(content_directory("facts") / "treasury-2020-07-09.yaml")
    result = report(done)
    crossing = crossing_of(done, result)
    memo = with_crossed(memo_of(result, done.facts, done.rulebook), crossing)
    drawings = crossed_pictures(crossing)
    assert memo.crossed is not None
    assert [item.picture for item in memo.crossed if item.picture] == [*range(1, len(drawings) + 1)]
    for item in memo.crossed:
        if item.picture:
            assert drawings[item.picture - 1].title == f"Readings and unknowns: {item.about}"
        else:
            assert not item.rows
    page = render_memo(memo, "html", pictures=drawings)
    for item in memo.crossed:
        if item.rows:
            drawn = page.index(f"<title>Readings and unknowns: {item.about}</title>")
            assert page.index(f"<strong>{item.about}</strong> comes out") < drawn < page.index("<table>", drawn)


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
