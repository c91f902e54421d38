"""Summaries: one page that says nothing but what the memo says, and that counts what it leaves out."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from decidendi import determine, parse_fact_set
from decidendi.content import content_directory
from decidendi.facts.loading import load_fact_set
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.rendering import render_memo
from decidendi.reports.summary import Summary, short, summary_of
from tests.command import decidendi, shipped

PAYMENT = content_directory("facts") / "payment-to-chen.yaml"
MANY = 60


def _many() -> str:
    """A matter of many parties and dealings, more than a page can name."""
    parties = "".join(f"  p{number}: {{individual: Person {number}}}\n" for number in range(MANY))
    dealings = "".join(
        f"  d{number}: {{kind: funds, from: bank, to: p{number}, on: 2021-02-15}}\n" for number in range(MANY)
    )
    return (
        "title: Many\nas of: 2021-03-01\nparties:\n  bank: {entity: Bank, country: DE}\n"
        f"{parties}dealings:\n{dealings}facts:\n"
        "  - determination: {party: p1, criterion: 1(a)(ii)(A), authority: Secretary of the Treasury, on: 2020-07-09}\n"
    )


@pytest.fixture(scope="module")
def payment() -> Memo:
    facts = load_fact_set(PAYMENT)
    return memo_of(determine(facts, rulebook=shipped()), facts, shipped())


@pytest.fixture(scope="module")
def many() -> Memo:
    facts = parse_fact_set(_many())
    return memo_of(determine(facts, rulebook=shipped(), questions=False), facts, shipped())


def test_every_answer_is_one_of_the_memo(payment: Memo) -> None:
    summary = summary_of(payment)
    items = {(item.kind, item.subject, item.outcome) for part in payment.analysis for item in part.items}
    summed = {(group.kind, subject, group.outcome) for group in payment.summed for subject in group.subjects}
    said = {(line.kind, subject, line.outcome) for line in summary.answers for subject in line.subjects.names}
    assert said <= items | summed
    assert {("dealing", "payment-1", "prohibited"), ("dealing", "payment-2", "undetermined")} <= said
    [forbidden] = [line for line in summary.answers if line.outcome == "prohibited"]
    assert (forbidden.provisions.names, forbidden.response, forbidden.rests_on) == (("4(a)",), "block", ("assumption",))
    assert {row.label for row in summary.law} >= {"4(a)", "1(a)(ii)"}
    assert summary.unknowns[0].settled_by == "a passport or a certificate of nationality"


def test_what_has_no_room_is_counted_and_never_graver_than_what_is_shown(many: Memo) -> None:
    summary = summary_of(many)
    shown = sum(len(line.subjects.names) + line.subjects.further for line in summary.answers if line.kind == "dealing")
    folded = sum(group.count for group in summary.folded if group.kind == "dealing")
    assert 0 < shown < MANY == shown + folded
    order = ("prohibited", "undetermined", "authorized", "exempt", "not prohibited")
    worst = min(order.index(group.outcome) for group in summary.folded if group.kind == "dealing")
    assert all(order.index(line.outcome) <= worst for line in summary.answers if line.kind == "dealing")
    for text in (render_memo(summary, "md"), render_memo(summary, "html")):
        assert f"and {folded} more" in text


def test_less_room_counts_more_and_loses_nothing(many: Memo) -> None:
    for room in (100, 40, 10):
        summary = summary_of(many, room)
        assert len(summary.cautions) + summary.further_cautions == len(many.cautions)
        assert len(summary.unknowns) + summary.further_unknowns == len(many.unknowns)
        assert len(summary.duties) + summary.further_duties == len(many.duties)


@pytest.mark.parametrize("form", ["md", "html"])
def test_an_undetermined_answer_is_never_worded_as_a_clearance(payment: Memo, form: str) -> None:
    text = render_memo(summary_of(payment), form)
    [line] = [line for line in text.splitlines() if "payment-2: undetermined" in line]
    assert "This clears nothing." in line
    [criteria] = [line for line in text.splitlines() if "whether Chen Quanguo meets" in line]
    assert "which clears nobody" in criteria


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("matter", ["payment", "many"])
def test_it_is_one_page_in_print(matter: str, paper: str, tmp_path: Path) -> None:
    (tmp_path / "many.yaml").write_text(_many(), encoding="utf-8")
    facts = PAYMENT if matter == "payment" else tmp_path / "many.yaml"
    ran = decidendi("memo", facts, "--kind", "summary", "-o", tmp_path / "page.pdf", "--paper", paper)
    assert ran.code == 0, ran.err
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    assert len(document) == 1
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert "Signed:" in text
    assert ("payment-2: undetermined. This clears nothing." if matter == "payment" else "more: see the memo") in text


def test_a_text_that_is_cut_says_so() -> None:
    assert short("word " * 100).endswith(" […]")
    assert 200 < len(short("x" * 1000)) <= 260


def test_a_summary_is_told_as_data() -> None:
    told = Summary.model_validate_json(decidendi("memo", PAYMENT, "--kind", "summary", "--format", "json").out)
    assert told.answers
