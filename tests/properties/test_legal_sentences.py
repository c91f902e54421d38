"""The law's own sentences, each over generated matters under the order. tests/README.md lists what each rules out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import decidendi
from decidendi.determinations.dealings import outcome_and_rows
from decidendi.determinations.determine import Run, options_of, run
from decidendi.facts.kinds import Silence
from decidendi.facts.periods import Truth
from decidendi.facts.vocabulary import FACT_CLASSES
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from tests.properties.generated_facts import (
    ADMINISTRATIVE,
    FACT_BYTES,
    PARTIES,
    RECORDS,
    Document,
    documents,
    facts_of,
    make_fact,
    renamed,
)

Outcomes = dict[tuple[str, ...], Any]
FEW = settings(max_examples=50, suppress_health_check=list(HealthCheck))
FEWER = settings(max_examples=8, suppress_health_check=list(HealthCheck))  # whole determinations, with their proofs
PERMITTED = ("not prohibited", "exempt", "authorized")
UNKNOWN_WHEN_SILENT = tuple(fact_class.record for fact_class in FACT_CLASSES if fact_class.silence is Silence.UNKNOWN)


@pytest.fixture(scope="module")
def law() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


@pytest.fixture(scope="module")
def reasoner(law: decidendi.Rulebook) -> decidendi.Reasoner:
    return decidendi.Reasoner(law.program, ("reference",))


class Asked:
    """A rulebook with one engine, asked about documents."""

    def __init__(self, law: decidendi.Rulebook, reasoner: decidendi.Reasoner) -> None:
        self.law, self.reasoner = law, reasoner

    def run(self, document: Document, **options: Any) -> Run:
        try:
            facts = facts_of(document)
        except decidendi.Refusal:
            assume(False)
        wanted = options_of(facts, consider=document["parties"], **options)
        return run(facts, self.law, self.reasoner, wanted)

    def outcomes(self, document: Document, **options: Any) -> Outcomes:
        """The outcome of each criterion, status and dealing, read off the trace."""
        done = self.run(document, **options)
        trace, goals, day = done.trace, done.goals, done.trace.matter.day
        found: Outcomes = {("dealing", "payment"): outcome_and_rows(done, next(iter(document["dealings"])))[:2]}
        for party in document["parties"]:
            found["status", party] = trace.truth(goals["blocked"], (party, day))
            for label in done.labels("criterion"):
                found["criterion", party, label] = trace.truth(goals["criterion"], (party, label))
        return found

    def dealing(self, document: Document) -> str:
        return str(self.outcomes(document)["dealing", "payment"][0])

    def determined(self, document: Document, **options: Any) -> decidendi.Determinations:
        try:
            facts = facts_of(document)
        except decidendi.Refusal:
            assume(False)
        return decidendi.determine(facts, rulebook=self.law, reasoner=self.reasoner, questions=False, **options)

    def matter(self, document: Document) -> Matter:
        return self.run(document).trace.matter


@pytest.fixture(scope="module")
def asked(law: decidendi.Rulebook, reasoner: decidendi.Reasoner) -> Asked:
    return Asked(law, reasoner)


def without(document: Document, index: int) -> Document:
    facts = document["facts"]
    return {**document, "facts": facts[:index] + facts[index + 1 :]}


def record_of(fact: Document) -> str:
    return next(name for name in fact if name != "stated")


def asserted(document: Document, records: Iterable[str]) -> list[int]:
    wanted = {*records}
    return [n for n, fact in enumerate(document["facts"]) if record_of(fact) in wanted and "stated" not in fact]


new_facts = st.binary(min_size=FACT_BYTES, max_size=FACT_BYTES)


@FEW
@given(documents(least=2))
def test_an_unknown_fact_never_permits_a_dealing(asked: Asked, document: Document) -> None:
    """What a stated fact prohibits is not permitted by keeping silent about it, where silence means unknown."""
    assume(asked.dealing(document) == "prohibited")
    for index in asserted(document, UNKNOWN_WHEN_SILENT):
        assert asked.dealing(without(document, index)) not in PERMITTED, document["facts"][index]


@FEW
@given(documents(least=2), new_facts)
def test_more_facts_against_a_person_never_unblock(asked: Asked, document: Document, data: bytes) -> None:
    before = asked.outcomes(document)
    blocked = [key for key, outcome in before.items() if key[0] == "status" and outcome is Truth.HOLDS]
    assume(blocked)
    fact = make_fact(data)
    fact.pop("stated", None)
    after = asked.outcomes({**document, "facts": [*document["facts"], fact]})
    for key in blocked:
        assert after[key] is Truth.HOLDS, fact


@FEW
@given(documents(least=2), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_written_does_not_matter(asked: Asked, document: Document, random: Any) -> None:
    def shuffled(items: Any) -> Any:
        listed = list(items.items() if isinstance(items, dict) else items)
        random.shuffle(listed)
        return dict(listed) if isinstance(items, dict) else listed

    other = {**document, "facts": shuffled(document["facts"]), "parties": shuffled(document["parties"])}
    assert asked.outcomes(other) == asked.outcomes(document)


@FEW
@given(documents(least=2), st.permutations(["z", "alpha", "m2", "Öl", "b", "q", "w", "a0", "k"]))
def test_what_parties_are_called_does_not_matter(asked: Asked, document: Document, names: list[str]) -> None:
    called = dict(zip([*PARTIES, "torture", "account", "payment"], names, strict=True))
    found = asked.outcomes(renamed(document, lambda name: called[name]))
    expected = asked.outcomes(document)
    assert found == {
        tuple(called.get(part, part) if part != "payment" else part for part in key): outcome
        for key, outcome in expected.items()
    }


@FEW
@given(documents(), st.dates(max_value=date(2017, 12, 20)))
def test_a_day_before_the_order_nothing_is_prohibited(asked: Asked, document: Document, day: Any) -> None:
    """The engine answers nothing for such a day, neither yes nor no: it refuses the question and says why."""
    facts = facts_of({**document, "facts": []})
    with pytest.raises(decidendi.Refusal, match="is not yet in force on"):
        decidendi.determine(facts, rulebook=asked.law, reasoner=asked.reasoner, as_of=day)


@FEW
@given(documents(), st.integers(0, 10**6), st.booleans())
def test_learning_what_was_open_never_overturns_an_answer(
    asked: Asked, document: Document, which: int, is_so: bool
) -> None:
    """What holds still holds and what fails still fails, negations included: only undetermined answers move."""
    matter = asked.matter(document)
    possible = [(name, row) for name, rows in matter.possible.items() for row in rows]
    assume(possible)
    name, row = possible[which % len(possible)]
    stated, open_rows = dict(matter.stated), dict(matter.possible)
    open_rows[name] = tuple(other for other in open_rows[name] if other != row)
    if is_so:
        stated[name] = (*stated.get(name, ()), row)
    evaluator = Reference(asked.law.program)
    before = evaluator.evaluate(matter, trace=False)
    after = evaluator.evaluate(replace(matter, stated=stated, possible=open_rows), trace=False)
    for predicate, rows in before.must.items():
        assert rows <= after.must.get(predicate, frozenset()), f"{name} {row} took away from {predicate}"
    for predicate, rows in after.may.items():
        assert rows <= before.may.get(predicate, frozenset()), f"{name} {row} made {predicate} possible"
    for goal in ("blocked", "prohibited", "criterion"):
        predicate = asked.law.program.goals[goal]
        for told in after.must.get(predicate, frozenset()):
            assert before.truth(predicate, told) is not Truth.FAILS


@FEW
@given(documents(least=1))
def test_denying_what_is_denied_and_stating_what_is_stated_changes_nothing(asked: Asked, document: Document) -> None:
    twice = {**document, "facts": [*document["facts"], *document["facts"]]}
    assert asked.outcomes(twice) == asked.outcomes(document)
    assert asked.matter(twice).possible == asked.matter(document).possible


@FEWER
@given(documents(least=1, most=4), st.integers(0, 20))
def test_the_readings_chosen_are_reported(asked: Asked, document: Document, which: int) -> None:
    readings = asked.law.readings
    chosen = readings[which % len(readings)]
    found = asked.determined(document, readings=[(chosen.of, chosen.name)])
    told = {item.of: item for item in found.readings}
    assert told[chosen.of].reading == chosen.name
    assert told[chosen.of].is_default == chosen.is_default
    assert told[chosen.of].because == chosen.because
    assert set(told) == {reading.of for reading in readings}, "each open term says how it was read"
    assert found.receipt.options["readings"][chosen.of] == chosen.name
    for item in found.determinations:
        for reading in item.readings:
            assert told[reading.of].reading == reading.reading, "what is used is what was chosen"


@FEW
@given(documents(least=2))
def test_nobody_is_blocked_without_determination_listing_or_ownership(asked: Asked, document: Document) -> None:
    kept = [fact for fact in document["facts"] if record_of(fact) not in ADMINISTRATIVE]
    for key, outcome in asked.outcomes({**document, "facts": kept}).items():
        if key[0] == "status":
            assert outcome is Truth.FAILS, key


@FEWER
@given(documents(least=2, most=5))
def test_who_is_blocked_is_proved_by_a_determination_a_listing_or_a_holding(asked: Asked, document: Document) -> None:
    def predicates(node: decidendi.ProofNode) -> set[str]:
        return {node.predicate}.union(*map(predicates, node.premises))

    for item in asked.determined(document).determinations:
        if item.kind == "status" and item.subject in PARTIES and item.outcome == "blocked":
            found = {name for node in item.proof for name in predicates(node)}
            assert found & {*ADMINISTRATIVE}, found
            assert item.provisions
            assert item.rests_on


@FEW
@given(documents(least=2))
def test_what_was_not_yet_known_is_not_used(asked: Asked, document: Document) -> None:
    """Facts that became known later change nothing for a question as known earlier."""
    half = len(document["facts"]) // 2
    late = [{**fact, "known from": "2021-06-01"} for fact in document["facts"][half:]]
    everything = asked.outcomes({**document, "facts": document["facts"][:half] + late}, known=date(2021, 5, 31))
    assert everything == asked.outcomes({**document, "facts": document["facts"][:half]})


@FEW
@given(documents(least=2))
def test_a_bystander_changes_nothing_for_others(asked: Asked, document: Document) -> None:
    bystander = {
        **document,
        "parties": {**document["parties"], "passer-by": {"individual": "Pat Roe"}},
        "facts": [*document["facts"], {"citizenship": {"person": "passer-by", "country": "US"}}],
    }
    after = asked.outcomes(bystander)
    assert {key: found for key, found in after.items() if key[1] != "passer-by"} == asked.outcomes(document)


@FEWER
@given(documents(least=1, most=5))
def test_every_outcome_is_one_of_its_kind_and_every_positive_one_is_proved(asked: Asked, document: Document) -> None:
    for item in asked.determined(document).determinations:
        if item.outcome in ("met", "blocked", "prohibited"):
            assert item.provisions, item
            assert all(node.state == "holds" for node in item.proof), item
        if item.outcome == "prohibited":
            assert item.response in ("block", "reject", "none", "undetermined")


SCRIPT = """
import sys, decidendi
law = decidendi.load_rulebook(decidendi.content_directory("rules"))
for name in ("treasury-2020-07-09.yaml", "hypotheticals/funds-to-a-blocked-person.yaml"):
    facts = decidendi.load_fact_set(decidendi.content_directory("facts") / name)
    sys.stdout.write(decidendi.determine(facts, rulebook=law).model_dump_json(indent=1))
"""


def test_the_same_input_gives_the_same_bytes_out() -> None:
    """Whatever the order in which the interpreter keeps sets: two processes with other hashes answer alike."""
    answers = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert len(answers[0]) > 10_000


def test_every_record_that_is_generated_loads() -> None:
    for record in RECORDS:
        slots = {slot: values[0] for slot, values in RECORDS[record].items()}
        document = {"title": "t", "as of": "2021-01-01", "facts": [{record: slots}]}
        document["parties"] = {name: {kind: name} for name, kind in PARTIES.items()}
        document["activities"] = {"torture": {"kind": "corruption"}}
        document["property"] = {"account": {"description": "an account"}}
        assert facts_of(document).facts, json.dumps(document)
