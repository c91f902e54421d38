"""Questions about shares that are known as a range: whether they reach what the threshold leaves to be reached."""

from __future__ import annotations

from datetime import date

import pytest

import decidendi
from decidendi.determinations.asking import OpenQuestion, matter_questions
from decidendi.determinations.determine import outcome_about, run
from decidendi.determinations.interview import Interview
from decidendi.facts.amounts import cut_share, parse_share, without_shares
from decidendi.facts.ownership import register_of
from decidendi.reasoning.agreement import Reasoner
from decidendi.reports.answered import completed
from decidendi.reports.changes_text import questions_text

MATTER = """
title: Ore from a company of which half may be a blocked person's
as of: 2025-03-03
sources: {s: {title: A made matter, grade: assumption}}
source: s
parties:
  elder: {individual: Elder}
  younger: {individual: Younger}
  acme: {entity: Acme, country: US}
  east: {entity: East, country: MT}
  mine: {entity: Mine, country: MT}
dealings:
  ore: {kind: funds, from: acme, to: mine, amount: USD 91000.00, on: 2025-02-27, in: US}
facts:
  - determination: {party: [elder, younger], criterion: 1(a)(ii)(B)(1), authority: Secretary of the Treasury,
      on: 2024-06-03}
  - foreign_person: {party: [elder, younger]}
  - holding: {owner: east, entity: mine, share: 75}
"""
ALONE = '  - holding: {owner: elder, entity: east, share: "[40, 55]"}\n'
UNKNOWN = "  - holding: {owner: elder, entity: east, share: unknown}\n"
BESIDE = """  - holding: {owner: elder, entity: east, share: "(10, 45]"}
  - holding: {owner: younger, entity: east, share: 30}
"""
BOTH = """  - holding: {owner: elder, entity: east, share: "[10, 30]"}
  - holding: {owner: younger, entity: east, share: "[10, 30]"}
"""


@pytest.fixture(scope="module")
def rulebook() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


def talk_about(rulebook: decidendi.Rulebook, text: str) -> Interview:
    return Interview(run(decidendi.parse_fact_set(text), rulebook, Reasoner(rulebook.program, ("reference",))))


def share_questions(talk: Interview) -> list[OpenQuestion]:
    return [question for question in matter_questions(talk.run).questions if "percent" in question.fact]


def dealt(talk: Interview) -> str:
    return outcome_about(talk.run, "dealing", "ore", "")


@pytest.mark.parametrize(
    ("holdings", "fact", "yes", "no"),
    [
        (ALONE, "Elder held 50 percent or more of East", "[50, 55]", "[40, 50)"),
        (BESIDE, "Elder held 20 percent or more of East", "[20, 45]", "(10, 20)"),
        (UNKNOWN, "Elder held 50 percent or more of East", "[50, 100]", "[0, 50)"),
    ],
)
def test_a_range_about_the_threshold_is_asked_about_and_either_answer_narrows_it(
    rulebook: decidendi.Rulebook, holdings: str, fact: str, yes: str, no: str
) -> None:
    talk = talk_about(rulebook, MATTER + holdings)
    [question] = share_questions(talk)
    assert (question.fact, question.provision) == (fact, "2014-guidance")
    assert (question.decides[0].subject, question.if_yes, question.if_no) == ("ore", "prohibited", "not prohibited")
    assert {decided.subject for decided in question.decides} == {"ore", "east", "mine"}
    for way, left, outcome in ((True, yes, "prohibited"), (False, no, "not prohibited")):
        answered = talk.answered(question, way)
        assert dealt(answered) == outcome
        assert not share_questions(answered)
        shares = [row[2] for row in answered.run.trace.matter.stated["holding"] if row[0] == "elder"]
        assert list(map(str, shares)) == [f"{left} percent"]
        # What is saved says the same when it is read again, to the rules and to the register of holdings.
        saved = decidendi.parse_fact_set(completed(talk.run.facts.text, answered.answers, by="me", on=date(2026, 1, 1)))
        assert dealt(Interview(talk.run.under(saved))) == outcome
        [held] = [record for record in register_of(saved).holdings if record.owner == "elder"]
        assert str(held.share) == f"{left} percent"


def test_ranges_that_decide_only_together_are_named(rulebook: decidendi.Rulebook) -> None:
    talk = talk_about(rulebook, MATTER + BOTH)
    found = matter_questions(talk.run)
    asked = {question.fact: (question.if_yes, question.if_no) for question in share_questions(talk)}
    assert asked == {
        f"{name} held 20 percent or more of East": ("undetermined", "not prohibited") for name in ("Elder", "Younger")
    }
    assert all(item.first for item in found.unsettled)
    assert "it turns on\n" not in questions_text(found)


def test_a_share_that_cannot_reach_the_threshold_or_need_not_is_not_asked_about(rulebook: decidendi.Rulebook) -> None:
    for share, outcome in (("[40, 50)", "not prohibited"), ("[50, 60]", "prohibited")):
        talk = talk_about(rulebook, MATTER + f'  - holding: {{owner: elder, entity: east, share: "{share}"}}\n')
        assert dealt(talk) == outcome
        assert not share_questions(talk)


@pytest.mark.parametrize(
    ("share", "other", "left"),
    [
        ("[40, 55]", "[40, 50)", "[50, 55]"),
        ("[40, 55]", "[0, 50]", "(50, 55]"),
        ("[40, 55]", "[50, 55]", "[40, 50)"),
        ("(40, 50]", "50", "(40, 50)"),
        ("[40, 55]", "50", "[40, 55]"),  # two ranges would be left
        ("[40, 55]", "[60, 70]", "[40, 55]"),
        ("[40, 55]", "[0, 100]", "[40, 55]"),  # nothing would be left: the facts contradict each other
        ("[40, 50)", "[50, 60]", "[40, 50)"),
    ],
)
def test_what_is_left_of_a_range_is_a_range(share: str, other: str, left: str) -> None:
    assert str(without_shares(parse_share(share), parse_share(other))) == f"{left} percent"


def test_a_range_is_cut_only_where_both_parts_hold_something() -> None:
    half = parse_share("50").lower
    assert [cut_share(parse_share(text), half) for text in ("[50, 60]", "[40, 50)", "60")] == [None, None, None]
    assert cut_share(parse_share("[40, 50]"), half, above=True) is None
    assert cut_share(parse_share("[40, 50]"), half) == (parse_share("50"), parse_share("[40, 50)"))
    assert cut_share(parse_share("[50, 60]"), half, above=True) == (parse_share("(50, 60]"), parse_share("50"))
