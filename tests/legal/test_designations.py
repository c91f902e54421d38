"""Real designations: the stated ground is among those derived, from conduct and not from the verdict itself."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

import decidendi
from decidendi.determinations.determine import options_of, run
from decidendi.facts.fact_set import FactSet
from tests.legal.designation_table import AGREES, DISAGREES, PAGE, ROOT, Row, cases, criteria, load, met, page, rows


@pytest.fixture(scope="module")
def law() -> tuple[decidendi.Rulebook, decidendi.Reasoner]:
    rulebook = decidendi.load_rulebook(ROOT / "rules")
    return rulebook, decidendi.Reasoner(rulebook.program)


def status(result: decidendi.Determinations, party: str) -> str:
    return next(item.outcome for item in result.determinations if item.kind == "status" and item.subject == party)


@pytest.fixture(scope="module")
def found(law) -> list[Row]:
    return rows(*law)


def determined(law, facts: FactSet, **options) -> decidendi.Determinations:
    rulebook, reasoner = law
    return decidendi.determine(facts, rulebook=rulebook, reasoner=reasoner, questions=False, **options)


def test_the_page_says_what_the_rulebook_derives(found) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(found), "run `python -m tests.legal.designation_table`"


def test_no_stated_ground_is_contradicted(found) -> None:
    assert [row.name for row in found if row.agrees == DISAGREES] == []
    assert Counter(row.agrees for row in found)[AGREES] >= 92


def test_a_ground_is_never_derived_from_its_own_determination(found) -> None:
    assert [row.name for row in found if row.alone != row.agrees] == []


def test_every_undetermined_ground_says_what_is_missing(found) -> None:
    assert all(row.why for row in found if not row.agrees.startswith("yes") and row.case.stated)


def test_a_block_ends_with_removal_and_not_with_control(law) -> None:
    facts = load("2019-12-18-latvia-ventspils-delisting")
    days = [date(2019, 12, 8), date(2019, 12, 9), date(2019, 12, 12), date(2019, 12, 17), date(2019, 12, 18)]
    outcomes = [status(determined(law, facts, as_of=day), "authority") for day in days]
    assert outcomes == ["not blocked", "blocked", "blocked", "blocked", "not blocked"]
    assert status(determined(law, facts), "lembergs") == "blocked"


def test_ownership_or_control_must_last_to_the_day(law) -> None:
    facts = load("2019-12-18-latvia-ventspils-delisting")
    assert determined(law, facts, as_of=date(2019, 12, 12)).of("authority", "1(a)(iii)(B)").outcome == "met"
    assert determined(law, facts, as_of=date(2019, 12, 19)).of("authority", "1(a)(iii)(B)").outcome != "met"


def test_a_block_under_another_programme_is_none_under_this_order(law) -> None:
    facts = load("2020-12-10-human-rights-day-kadyrov-haiti")
    day_before = determined(law, facts, as_of=date(2020, 12, 9))
    assert status(day_before, "kadyrov") == "not blocked"
    assert day_before.of("fc-akhmat", "1(a)(iii)(B)").outcome == "undetermined"
    assert status(determined(law, facts), "kadyrov") == "blocked"


def test_support_before_the_block_counts_by_one_reading_and_not_surely_by_the_other(law) -> None:
    strict = [("blocked when", "blocked at the time")]
    wife = load("2020-09-15-gambia-jammeh-nabah")
    assert determined(law, wife).of("zineb", "1(a)(iii)(A)(2)").outcome == "met"
    assert determined(law, wife, readings=strict).of("zineb", "1(a)(iii)(A)(2)").outcome == "undetermined"
    associate = load("2021-12-06-gertler-network-mukonda")
    assert determined(law, associate, readings=strict).of("mukonda", "1(a)(iii)(A)(2)").outcome == "met"


@pytest.mark.parametrize(
    ("name", "principals", "party"),
    [
        ("2020-07-31-china-xpcc", ("chen", "xpcc"), "peng"),
        ("2024-06-11-guyana-mohamed", ("enterprise",), "hadi"),
        ("2021-12-06-gertler-network-mukonda", ("gertler",), "mukonda"),
        ("2020-09-15-gambia-jammeh-nabah", ("yahya",), "zineb"),
    ],
)
def test_nobody_is_reached_through_a_person_who_is_not_blocked(law, name, principals, party) -> None:
    facts = load(name)
    kept = tuple(
        item
        for item in facts.statements
        if item.predicate not in ("determination", "listing") or item.arguments[0] not in principals
    )
    result = determined(law, facts.model_copy(update={"statements": kept, "expect": ()}), consider=(party,))
    assert [item.provision for item in result.determinations if item.subject == party and item.outcome == "met"] == []


@pytest.mark.parametrize("name", ["treasury-2020-07-09", "2020-07-31-china-xpcc", "2024-06-11-guyana-mohamed"])
def test_the_order_of_the_actions_of_a_day_does_not_matter(law, name) -> None:
    facts = load(name)
    turned = facts.model_copy(update={"statements": tuple(reversed(facts.statements))})
    assert outcomes_of(determined(law, facts)) == outcomes_of(determined(law, turned))


def outcomes_of(result: decidendi.Determinations) -> list[tuple[str, str, str]]:
    return sorted(
        (item.subject, item.provision if item.kind == "criterion" else "", item.outcome)
        for item in result.determinations
    )


def test_what_the_authority_decided_satisfies_no_criterion(law) -> None:
    rulebook, reasoner = law
    for name in dict.fromkeys(case.facts for case in cases()):
        facts = load(name)
        verdicts = tuple(item for item in facts.statements if item.predicate in ("determination", "listing"))
        bare = facts.model_copy(update={"statements": verdicts, "expect": ()})
        options = options_of(bare, consider=[party.name for party in bare.parties])
        done = run(facts, rulebook, reasoner).again(reasoner.grounder.matter(bare, options))
        assert {label for party in bare.parties for label in met(criteria(done, party.name))} <= {"1(a)(i)"}, name
