"""What a reader of law would send back: a wrong citation, a sentence that says too much, a link that leads nowhere."""

from __future__ import annotations

import re
from functools import cache

import pytest

from decidendi import Determinations, determine
from decidendi.content import content_directory
from decidendi.determinations.model import Determination, Ground, GroundCondition, Grounds
from decidendi.facts.loading import load_fact_set
from decidendi.reports.comparison import _few
from decidendi.reports.grounds import told_grounds
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.rendering import render_memo
from decidendi.reports.text import determinations_text
from decidendi.reports.words import applies
from tests.command import shipped

FACTS = content_directory("facts")
MATTERS = (
    "treasury-2020-07-09.yaml",
    "payment-to-chen.yaml",
    "lawyers/legal-services.yaml",
    "ownership/sixty-entities.yaml",
)


@cache
def result(name: str) -> Determinations:
    return determine(load_fact_set(FACTS / name), rulebook=shipped())


@cache
def memo(name: str) -> Memo:
    return memo_of(result(name), load_fact_set(FACTS / name), shipped())


@cache
def page(name: str) -> str:
    return render_memo(memo(name), "html")


@pytest.mark.parametrize("name", MATTERS)
def test_every_link_within_a_page_leads_to_a_place_that_is_there_once(name: str) -> None:
    places = re.findall(r'\sid="([^"]+)"', page(name))
    assert len(places) == len(set(places))
    links = re.findall(r'href="([^"]*)"', page(name))
    assert {link.removeprefix("#") for link in links} <= set(places)
    assert links, "a page has links"
    assert not re.search(r"\w</span><a ", page(name)), "a link stands apart from the word before"


def test_only_a_section_is_cited_as_one() -> None:
    said = render_memo(memo("ownership/sixty-entities.yaml"), "md")
    assert "Sec. 2014-guidance" not in said
    assert "(2014-guidance)" in said
    assert "(Sec. 583.411)" in said


def test_that_no_exception_applies_is_said_of_whom_and_when() -> None:
    said = render_memo(memo("ownership/sixty-entities.yaml"), "md")
    assert "no exception to 2014-guidance applies to Elder Brother and Northern Star Holding on 2025-02-27\n" in said
    assert "all the time concerned" not in said


LEGAL = "lawyers/legal-services.yaml"
FORMS = ("md", "html")


def words_of(text: str) -> str:
    """What is read of a page or of Markdown, without its marks."""
    return " ".join(re.sub(r"<[^>]+>|\*+|\\", " ", text).split())


@pytest.mark.parametrize("form", FORMS)
def test_a_licence_whose_conditions_are_met_is_not_told_as_leave_where_the_dealing_is_prohibited(form: str) -> None:
    [evading] = [item for part in memo(LEGAL).analysis for item in part.items if item.name == "advice-as-evasion"]
    assert (evading.outcome, [ground.state for ground in evading.authorized]) == ("prohibited", ["holds"])
    said = words_of(render_memo(memo(LEGAL), form)).replace("&#39;", "'")
    start = said.index("Application", said.index("Whether advice that is itself a way around the block is prohibited"))
    about = said[start : said.index("Conclusion", start)]
    assert "its conditions are met, and the dealing is prohibited all the same" in about
    assert ": yes" not in about
    assert [line for line in evading.grounds if ": yes" in line] == []
    assert "its conditions are met, and the dealing is prohibited all the same" in determinations_text(result(LEGAL))


@pytest.mark.parametrize(
    ("state", "outcome", "said"),
    [
        ("holds", "authorized", "yes"),
        ("holds", "exempt", "yes"),
        ("holds", "prohibited", "its conditions are met, and the dealing is prohibited all the same"),
        ("holds", "undetermined", "its conditions are met, but whether that is enough is undetermined"),
        ("holds", "not prohibited", "its conditions are met"),
        ("undetermined", "prohibited", "perhaps"),
        ("fails", "undetermined", "no"),
    ],
)
def test_whether_a_ground_applies_says_no_more_than_the_outcome(state: str, outcome: str, said: str) -> None:
    assert applies(state, outcome) == said


def test_of_the_conditions_of_a_licence_those_that_decide_are_told_first() -> None:
    states = ("met", "unknown", "failed", "met", "failed")
    conditions = tuple(
        GroundCondition.model_validate({"condition": f"it is {word}", "state": state})
        for word, state in zip(("one", "two", "three", "four", "five"), states, strict=True)
    )
    ground = Ground(ground="9", identifier="/9", title="Nine", status="checked", state="fails", conditions=conditions)
    item = memo_item("9", ground)
    [line] = told_grounds(item)
    assert line.endswith("no. Failed: it is three; it is five. Unknown: it is two. Met: it is one; it is four.")
    for form in FORMS:
        said = words_of(render_memo(memo(LEGAL), form))
        assert re.findall(r": no *\. (\w+): ", said) == ["Failed"] * 3
        assert re.findall(r": perhaps *\. (\w+): ", said) == ["Unknown"]


def memo_item(provision: str, ground: Ground) -> Determination:
    return Determination(
        kind="dealing", subject="p", title="p", provision=provision, outcome="prohibited", statement="p is prohibited",
        rests_on="", response="block", questions=(), cautions=(), readings=(), duties=(), provisions=(), citations=(),
        proof=(), grounds=Grounds(on_its_face=(), exempt=(), authorized=(ground,)),
    )  # fmt: skip


def test_a_duty_is_one_line_for_each_who_has_it_and_each_day_with_all_that_it_concerns() -> None:
    duties = [(duty.duty.split()[0], duty.subject, str(duty.due)) for duty in memo(LEGAL).duties]
    prohibited = (
        "advice that helps a transfer past the block, advice that is itself a way around the block, "
        "a will under Swiss law, entry into a settlement"
    )
    assert ("do", prohibited, "None") in duties
    assert ("report", f"A law firm in Washington ({prohibited})", "2025-05-19") in duties
    kept = [(subject, due) for word, subject, due in duties if word == "keep"]
    assert [due for _, due in kept] == ["2035-05-05", "2026-02-15"], "one line for each day"
    assert kept[0][0].count(", ") == 7 and kept[0][0].startswith(f"A law firm in Washington ({prohibited}, ")
    assert kept[1][0] == "A law firm in Washington (the same defence under the part of 2018)"
    assert len(duties) == len(set(duties)) == 4


def test_cautions_that_concern_the_same_stand_together_below_it() -> None:
    rows = memo(LEGAL).cautions
    assert len({row.subjects for row in rows}) == len(rows)
    assert max(len(row.cautions) for row in rows) == 4
    said = render_memo(memo(LEGAL), "md")
    listed = said[said.index("## Cautions") : said.index("## Readings used")]
    for row in rows:
        assert listed.count(f"- {', '.join(row.subjects)}:") == 1
        for caution in row.cautions:
            assert caution.caution in listed


def test_several_questions_are_called_so() -> None:
    for form in FORMS:
        said = words_of(render_memo(memo("payment-to-chen.yaml"), form))
        assert "What would settle it: questions 1, 2, 3 below." in said
        assert "See questions 1, 2, 3." in said
        assert "settle it: question 1 below." in words_of(render_memo(memo("ownership/sixty-entities.yaml"), form))


@pytest.mark.parametrize(
    ("count", "last"), [(0, None), (1, "line 0"), (10, "line 9"), (11, "line 10"), (12, "and 2 more")]
)
def test_of_what_one_side_alone_has_ten_lines_are_told_and_one_more_where_it_is_the_last(
    count: int, last: str | None
) -> None:
    found = _few(tuple(f"line {number}" for number in range(count)))
    assert len(found) == min(count, 11)
    assert (found[-1] if found else None) == last
    assert found[:10] == tuple(f"line {number}" for number in range(min(count, 10)))
