"""Exemptions and licences as legal sentences, over every dealing of the lawyers' hypotheticals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

import decidendi
from decidendi.determinations.dealings import dealing_outcome
from decidendi.determinations.determine import Run, options_of, run
from decidendi.facts.fact_set import FactSet

LAWYERS = decidendi.content_directory("facts") / "lawyers"
FILES = sorted(LAWYERS.glob("*.yaml"))
PARTY_TO_PROCEEDINGS = "the client is a defendant or party in proceedings before a court or agency in the United States"
CLEARED = ("authorized", "exempt")


@pytest.fixture(scope="module")
def law():
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    return rulebook, decidendi.Reasoner(rulebook.program, engines=("reference",))


def done(facts: FactSet, law, as_of: date | None = None) -> Run:
    rulebook, reasoner = law
    return run(facts, rulebook, reasoner, options_of(facts, as_of=as_of))


def without_circumstances(facts: FactSet) -> FactSet:
    kept = tuple(item for item in facts.statements if item.predicate != "circumstance")
    return facts.model_copy(update={"statements": kept, "expect": ()})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_exemption_or_licence_whose_conditions_are_unknown_clears_nothing(file, law) -> None:
    facts = decidendi.load_fact_set(file)
    turned = {item.arguments[0] for item in facts.statements if item.predicate == "circumstance" and not item.denied}
    before, after = done(facts, law), done(without_circumstances(facts), law)
    for dealing in facts.dealings:
        if dealing.name in turned and dealing_outcome(before, dealing.name) in CLEARED:
            assert dealing_outcome(after, dealing.name) == "undetermined", dealing.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_exemption_or_licence_is_lost_when_its_conditions_fail(file, law) -> None:
    facts = decidendi.load_fact_set(file)
    failing = tuple(
        replace(item, denied=True) if item.predicate == "circumstance" else item for item in facts.statements
    )
    turned = {item.arguments[0] for item in facts.statements if item.predicate == "circumstance" and not item.denied}
    before, after = done(facts, law), done(facts.model_copy(update={"statements": failing, "expect": ()}), law)
    for dealing in facts.dealings:
        if dealing.name in turned and dealing_outcome(before, dealing.name) in CLEARED:
            assert dealing_outcome(after, dealing.name) in ("prohibited", "undetermined"), dealing.name


def test_every_instrument_says_of_each_provision_that_it_is_encoded_or_why_not(law) -> None:
    from decidendi.reports.coverage import rulebook_summary

    for instrument in rulebook_summary(law[0]).instruments:
        assert instrument.coverage
        assert all(item.encoded != bool(item.not_encoded) for item in instrument.coverage), instrument.instrument


@pytest.mark.parametrize(
    ("day", "section"),
    [
        (date(2018, 6, 28), ""),
        (date(2018, 6, 29), "583.506"),
        (date(2024, 3, 11), "583.506"),
        (date(2024, 3, 12), "583.507"),
    ],
)
def test_a_licence_has_the_number_that_its_text_had_on_the_day(law, day, section) -> None:
    text = f"""
title: A defence
as of: {day + timedelta(days=7)}
sources: {{s: {{title: The client, grade: assumption}}}}
source: s
parties:
  client: {{individual: Client}}
  firm: {{entity: Firm, country: US}}
dealings:
  defence: {{kind: services, form: legal services, from: firm, to: client, on: {day}, in: US}}
facts:
  - determination: {{party: client, criterion: 1(a)(ii)(A), authority: OFAC, on: 2017-12-21}}
  - foreign_person: {{party: client}}
  - defence is such that "{PARTY_TO_PROCEEDINGS}"
"""
    rulebook, reasoner = law
    found = decidendi.determine(decidendi.parse_fact_set(text), rulebook=rulebook, reasoner=reasoner).of("defence")
    assert found.outcome == ("authorized" if section else "prohibited")
    assert [ground.ground for ground in found.grounds.authorized if ground.state == "holds"] == [section] * bool(
        section
    )
    assert {ground.ground for ground in found.grounds.authorized} <= {section}


def test_a_payee_that_is_not_known_may_be_the_one_whom_a_licence_asks_for(law) -> None:
    rulebook, reasoner = law
    facts = decidendi.load_fact_set(LAWYERS / "blocked-accounts.yaml")
    text = (LAWYERS / "blocked-accounts.yaml").read_text(encoding="utf-8").split("expect:")[0]
    assert dealing_outcome(done(facts, law), "bank-charges") == "authorized"
    unknown = text.replace("form: bank charges, from: chen, to: bank,", "form: bank charges, from: chen, to: unknown,")
    denied = f"{unknown}  - it is not the case that bank-charges is to bank\n"
    for given, outcome in ((unknown, "undetermined"), (denied, "prohibited")):
        result = decidendi.determine(decidendi.parse_fact_set(given), rulebook=rulebook, reasoner=reasoner)
        assert result.of("bank-charges").outcome == outcome
        asked = "bank-charges is to bank" in {item.sentence for item in result.of("bank-charges").questions}
        assert asked is (outcome == "undetermined")
