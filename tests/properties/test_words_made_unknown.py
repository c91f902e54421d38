"""What a fact set states, made unknown one word, date or share at a time: no answer turns into another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

import decidendi
from decidendi.determinations.dealings import dealing_outcome
from decidendi.determinations.determine import options_of, run
from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.fact_set import FactSet
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import Period, Truth, unknown_period

LAW = decidendi.load_rulebook(decidendi.content_directory("rules"))
REASONER = decidendi.Reasoner(LAW.program, ("reference",))
FOLDERS = ("hypotheticals", "eo-13818", "lawyers")
MOST_OF_A_SLOT = 5
LONGEST = 120
"""Fact sets with more statements take too long to be asked about again for each."""

Outcomes = dict[tuple[str, ...], str]


@cache
def matters() -> dict[str, FactSet]:
    files = [file for name in FOLDERS for file in sorted((decidendi.content_directory("facts") / name).glob("*.yaml"))]
    loaded = {file.stem: decidendi.load_fact_set(file) for file in files}
    return {name: facts for name, facts in loaded.items() if len(facts.statements) <= LONGEST}


def unknown_for(value: Any) -> Any:
    """What stands for an unknown value of the same kind; nothing where it is unknown already, or of no such kind."""
    if isinstance(value, Period):
        return None if value.text == UNKNOWN else unknown_period()
    if isinstance(value, Share):
        return Share(Fraction(0), WHOLE)
    return UNKNOWN if isinstance(value, str) and value != UNKNOWN else None


def gathered() -> dict[str, list[tuple[str, int, int]]]:
    """By slot: the matter, the statement and the position where it is stated."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for name, facts in matters().items():
        for number, statement in enumerate(facts.statements):
            schema = LAW.program.schemas[statement.predicate]
            for position, slot in enumerate(schema.slots):
                known = not statement.denied and unknown_for(statement.arguments[position]) is not None
                key = f"{schema.name} {slot.name}"
                if known and slot.name != schema.subject and len(found[key]) < MOST_OF_A_SLOT:
                    found[key].append((name, number, position))
    return {key: places for key, places in found.items() if places}


SLOTS = gathered()


def _permitted_or_not(outcome: str) -> str:
    return "permitted" if outcome in ("not prohibited", "exempt", "authorized") else outcome


def outcomes(facts: FactSet) -> Outcomes:
    parties = tuple(party.name for party in facts.parties)
    done = run(facts, LAW, REASONER, options_of(facts, consider=parties))
    goals, day = done.goals, done.trace.matter.day
    found = {("dealing", item.name): _permitted_or_not(dealing_outcome(done, item.name)) for item in facts.dealings}
    for party in parties:
        found["status", party] = done.trace.truth(goals["blocked"], (party, day)).name.lower()
        for label in done.labels("criterion"):
            found["criterion", party, label] = done.trace.truth(goals["criterion"], (party, label)).name.lower()
    return found


@cache
def as_stated(name: str) -> Outcomes:
    return outcomes(matters()[name])


def made_unknown(facts: FactSet, number: int, position: int) -> FactSet:
    statement = facts.statements[number]
    unknown = unknown_for(statement.arguments[position])
    arguments = (*statement.arguments[:position], unknown, *statement.arguments[position + 1 :])
    changed = replace(statement, arguments=arguments)
    dealings = tuple(
        item.model_copy(update={"on": unknown})
        if (statement.predicate, item.name) == ("dealing_on", arguments[0])
        else item
        for item in facts.dealings
    )
    statements = (*facts.statements[:number], changed, *facts.statements[number + 1 :])
    return facts.model_copy(update={"statements": statements, "dealings": dealings})


@pytest.mark.parametrize("slot", SLOTS)
def test_what_is_stated_made_unknown_overturns_no_answer(slot: str) -> None:
    """An answer stays or becomes undetermined: none turns into another, least of all into a more permitted one.

    Of a licence, whose terms reach no further than their words, an unknown term covers nothing.
    """
    for name, number, position in SLOTS[slot]:
        facts, before = matters()[name], as_stated(name)
        allowed = [Truth.UNDETERMINED.name.lower(), *(["prohibited"] if slot.startswith("license_") else [])]
        for about, outcome in outcomes(made_unknown(facts, number, position)).items():
            assert outcome in (before[about], *allowed), (
                f"{name}: {facts.statements[number].arguments} with an unknown {slot}: {about} was {before[about]}"
            )


def test_the_slots_tried_are_those_of_dealings_parties_property_and_facts() -> None:
    kinds = {slot.replace("_", " ").split()[0] for slot in SLOTS}
    assert {"dealing", "party", "property", "license", "listing", "determination", "citizenship", "agency"} <= kinds
    assert len(SLOTS) > 60
