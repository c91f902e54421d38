"""By how much a condition missed: in time, in percent, in money; and which of several facts came nearest."""

from __future__ import annotations

from datetime import date

import pytest

import decidendi
from decidendi.determinations.answers import Answer, answer
from decidendi.determinations.dealings import determined_dealings
from decidendi.determinations.determine import run
from decidendi.determinations.misses import apart, missed
from decidendi.determinations.model import ProofNode
from decidendi.facts.amounts import parse_money, parse_share
from decidendi.facts.periods import parse_period
from decidendi.refusal import Place
from decidendi.reports.text import answer_text
from decidendi.rules.form import Comparison

HEAD = """title: Near misses
as of: 2021-03-01
sources:
  client: {title: Facts as put by the client, grade: assumption}
source: client
"""
TENURES = """parties:
  jane: {individual: Jane Roe}
  bureau: {government entity: The Bureau, country: CN}
activities:
  detention: {description: the detention, kind: serious human rights abuse, during: 2018-08-01/2019-02-01}
facts:
  - foreign_person: {party: jane}
  - leadership: {person: jane, entity: bureau, tenure: 2012-01-01/2014-12-31, title: Director}
  - leadership: {person: jane, entity: bureau, tenure: 2016-01-01/2018-06-01, title: Secretary}
  - conduct: {party: bureau, activity: detention, involvement: direct}
"""
OWNED = """parties:
  chen: {individual: Chen Quanguo}
  acme: {entity: Acme Ltd, country: GB}
facts:
  - listing: {party: chen, list: SDN, programme: GLOMAG, during: 2020-07-09/..}
  - holding: {owner: chen, entity: acme, share: 49, during: 2019/..}
"""


@pytest.fixture(scope="module")
def rulebook() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


def why(rulebook: decidendi.Rulebook, facts: str, conclusion: str) -> Answer:
    reasoner = decidendi.Reasoner(rulebook.program, ("reference",))
    return answer(run(decidendi.parse_fact_set(HEAD + facts, "test"), rulebook, reasoner), conclusion)


def nodes(tree: ProofNode) -> list[ProofNode]:
    return [tree, *(node for premise in tree.premises for node in nodes(premise))]


def test_a_leader_whose_tenure_ended_two_months_before_the_activity_is_told_so_of_the_nearest_tenure(
    rulebook: decidendi.Rulebook,
) -> None:
    result = why(rulebook, TENURES, 'jane meets criterion "1(a)(ii)(C)(1)"')
    assert result.state == "undetermined", "an activity that the facts do not name may relate to her tenure"
    (tree,) = result.missed
    related = next(node for node in nodes(tree) if "relates to Jane Roe's tenure" in node.statement)
    assert (related.state, related.provision) == ("fails", "1(a)(ii)(C)")
    assert [node.statement for node in related.premises if node.state == "fails"] == [
        "2016-01-01 to 2018-06-01 overlaps 2018-08-01 to 2019-02-01 (the tenure ended 2 months before)"
    ]
    assert any(node.statement.endswith("during 2016-01-01 to 2018-06-01") and node.sources for node in related.premises)
    assert not any("do not name" in node.statement for node in nodes(tree))
    assert "Of what the facts name, this comes nearest:" in answer_text(result)


def test_an_entity_held_one_percent_short_of_the_threshold_is_told_so(rulebook: decidendi.Rulebook) -> None:
    result = why(rulebook, OWNED, "acme is blocked")
    assert result.state == "fails"
    assert "add up to 49 percent, and at least 50 percent is asked (1 percent short)  [" in answer_text(result)


def test_of_a_dealing_that_nothing_reaches_what_it_states_itself_comes_nearest(rulebook: decidendi.Rulebook) -> None:
    facts = decidendi.load_fact_set(decidendi.content_directory("facts") / "ownership" / "sixty-entities.yaml")
    done = run(facts, rulebook, decidendi.Reasoner(rulebook.program, ("reference",)))
    text = answer_text(answer(done, "sugar is prohibited"))
    assert "is within the prohibition of the label  [Sec. 4(a)]" in text
    assert "has the step" not in text, "that another payment is prohibited says nothing of this one"
    assert "add up to 49.99 percent, and at least 50 percent is asked (0.01 percent short)" in text
    (sugar,) = (item for item in determined_dealings(done) if item.subject == "sugar")
    assert "is within the prohibition of 4(a)" in sugar.proof[0].statement
    assert any("(0.01 percent short)" in node.statement for node in nodes(sugar.proof[0]))


def period_miss(name: str, one: str, other: str, *, negated: bool = False) -> str:
    condition = Comparison(name, (), negated, "", Place("test"))
    found = missed(condition, (parse_period(one), parse_period(other)))
    return found.told if found else ""


@pytest.mark.parametrize(
    ("name", "one", "other", "told"),
    [
        ("overlaps", "2016/2018-06-01", "2018-08-01/2019", "ended 2 months before"),
        ("overlaps", "2016/2018-05", "2018-08/2019", "ended at least 2 months and 1 day before"),
        ("overlaps", "2019-01-01/2020", "2017/2018-01-01", "begins 1 year after"),
        ("covers", "2016-01-01/2018-06-01", "2018-06-11", "ended 10 days before"),
        ("covers", "2016-01-01/2018-06-01", "2018-01-01/2018-06-11", "ended 10 days before the end of that"),
        ("covers", "2018-06-11/..", "2018-06-01", "begins 10 days after"),
        ("began by", "2018-06-11/..", "2018-06-01", "begins 10 days after"),
        ("ended by", "2018/2018-06-11", "2018-06-01", "ends 10 days after"),
        ("ended by", "2018/..", "2018-06-01", "goes on"),
        ("ended before", "2018/2018-06-01", "2018-06-01", "ends on that very day"),
        ("on or after", "2018-06-01", "2018-06-11", "is 10 days before"),
        ("before", "2018-06-11", "2018-06-01", "is 10 days after"),
        ("overlaps", "../..", "2018", ""),
    ],
)
def test_a_time_that_missed_is_told_with_the_least_time_between(name: str, one: str, other: str, told: str) -> None:
    assert period_miss(name, one, other) == told


@pytest.mark.parametrize(
    ("name", "one", "other", "told"),
    [
        ("ended by", "2018/2018-06-01", "2018-06-11", "ended 10 days before"),
        ("began by", "2018-06-01/..", "2018-06-11", "began 10 days before"),
        ("before", "2018-06-01", "2018-06-11", "is 10 days before"),
        ("overlaps", "2018", "2018", ""),
    ],
)
def test_what_a_negated_condition_missed_by_is_told_too(name: str, one: str, other: str, told: str) -> None:
    assert period_miss(name, one, other, negated=True) == told


def test_shares_and_amounts_fall_short_by_what_is_certain_and_currencies_are_not_mixed() -> None:
    def short(name: str, one: object, other: object) -> str:
        found = missed(Comparison(name, (), False, "", Place("test")), (one, other))
        return found.told if found else ""

    assert short("share at least", parse_share("49.5"), parse_share("50")) == "is 0.5 percent short"
    assert short("share at least", parse_share("[25, 40]"), parse_share("50")) == "is at least 10 percent short"
    assert short("at least", parse_money("USD 900"), parse_money("USD 1000")) == "is USD 100 short"
    assert short("at least", parse_money("EUR 900"), parse_money("USD 1000")) == ""


def test_months_are_counted_by_the_calendar_and_never_rounded() -> None:
    assert apart(date(2018, 6, 1), date(2018, 8, 1)) == "2 months"
    assert apart(date(2018, 5, 31), date(2018, 8, 1)) == "2 months and 1 day"
    assert apart(date(2020, 2, 29), date(2021, 2, 28)) == "11 months and 30 days"
