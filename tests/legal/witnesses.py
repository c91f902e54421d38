"""For every rule of an instrument: where it fires, where it is left open, and for each condition where it alone fails.

The witnesses are searched for among the fact sets and their variations, and kept in a file for review, so that a run
of the tests has only to look whether each of them still bears out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from decidendi.determinations.reaching import Openness, can_fail
from decidendi.determinations.varying import traced
from decidendi.determinations.witnesses import Readings, Witness, varied
from decidendi.facts.fact_set import FactSet
from decidendi.facts.loading import load_fact_set
from decidendi.facts.periods import Truth
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Row
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import WITHDRAWN, Literal, Rule
from decidendi.rules.rulebook import Rulebook
from tests.legal.reached import instances, is_left_open, nearly_misses

FIRES, OPEN, MISSES = "fires", "open", "near miss"
_REASON = re.compile(r"\Abecause:.*?\n(?=\S)", re.DOTALL)


@dataclass(frozen=True)
class Need:
    """What has to be shown of a rule: that it fires, is left open, or that one of its conditions alone fails."""

    rule: Rule
    what: str
    condition: int = -1


def needs_of(rulebook: Rulebook, instrument: str) -> list[Need]:
    """Everything that has to be shown of the rules of an instrument.

    Rules that only say what silence means are not rules of law, and nothing is asked of them. Those that look at what a
    changed matter no longer states need two matters at once, and are tested with the command that changes one.
    """
    needs: list[Need] = []
    openable = {rule.identifier for rule in Openness(rulebook.program).rules}
    for rule in rulebook.program.rules:
        compares = any(isinstance(c, Literal) and c.atom.predicate.startswith(WITHDRAWN) for c in rule.body)
        if rule.only_possible or compares or not rule.provision.startswith(instrument + "/"):
            continue
        needs.append(Need(rule, FIRES))
        if rule.identifier in openable:
            needs.append(Need(rule, OPEN))
        needs += [Need(rule, MISSES, index) for index, condition in enumerate(rule.body) if can_fail(condition)]
    return needs


def keys_of(needs: list[Need], rulebook: Rulebook) -> dict[Need, str]:
    """A name for each need that does not change with the lines of the page."""
    keys: dict[Need, str] = {}
    count: dict[str, int] = {}
    for need in needs:
        label = rulebook.provisions[need.rule.provision].label
        head = " ".join(_REASON.sub("", need.rule.text).split(" if")[0].split())
        if need.what == FIRES:
            base = f"Sec. {label}: {head}"
            count[base] = count.get(base, 0) + 1
            current = f"{base} [{count[base]}]"
            keys[need] = f"{current}: fires"
        elif need.what == OPEN:
            keys[need] = f"{current}: is left open"
        else:
            condition = need.rule.body[need.condition]
            part = "" if isinstance(condition, Literal) else " (compared)"
            key = f"{current}: fails alone: {condition.text}{part}"
            count[key] = count.get(key, 0) + 1
            keys[need] = key + (f" ({count[key]})" if count[key] > 1 else "")
    return keys


@dataclass(frozen=True)
class Ran:
    """A run, with what each rule concluded in it."""

    trace: Trace
    fired: dict[str, list[Row]]


@dataclass
class Court:
    """The matters, and the runs over them and their variations; each is run once."""

    rulebook: Rulebook
    reasoner: Reasoner
    files: list[Path]
    _runs: dict[Witness, Ran] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.matters = {file.stem: load_fact_set(file) for file in self.files}
        self._varied = cache(self._variations)

    def _variations(self, matter: str, full: bool) -> dict[str, FactSet]:
        found: dict[str, FactSet] = {}
        for change, facts in varied(self.matters[matter], self.rulebook, full=full):
            found.setdefault(change, facts)
        return found

    def changes(self, matter: str, full: bool) -> list[str]:
        """What can be changed in a matter, one change at a time."""
        return [change for change in self._varied(matter, full) if change]

    def run(self, matter: str, change: str, full: bool, readings: Readings) -> Ran | None:
        """A run over a matter with one change; nothing where there is no such change any more."""
        key = Witness(matter, change, full, readings)
        if key not in self._runs:
            facts = self._varied(matter, full).get(change) if matter in self.matters else None
            if facts is None:
                return None
            trace = traced(facts, self.reasoner, readings, firings=True)
            self._runs[key] = Ran(trace, instances(self.rulebook.program, trace))
        return self._runs[key]

    def sides(self, witness: Witness) -> tuple[Ran, Ran] | None:
        """The run in which the rule fires and the run that it is compared with."""
        plain = self.run(witness.matter, "", witness.full, witness.readings)
        changed = self.run(witness.matter, witness.change, witness.full, witness.readings)
        if plain is None or changed is None:
            return None
        return (changed, plain) if witness.reverse else (plain, changed)

    def bears_out(self, need: Need, witness: Witness) -> bool:
        """Whether a witness shows what is needed."""
        sides = self.sides(witness)
        if sides is None:
            return False
        fired, other = sides
        rows = fired.fired.get(need.rule.identifier, [])
        if need.what == FIRES:
            return bool(rows)
        if need.what == OPEN:
            return any(is_left_open(need.rule, row, other.trace) for row in rows)
        return any(nearly_misses(need.rule, need.rule.body[need.condition], row, other.trace) for row in rows)

    def search(self, needs: list[Need]) -> dict[Need, Witness]:
        """A witness for each need that has one: plain variations first, then matters stated in full, then readings."""
        found: dict[Need, Witness] = {}
        defaults: list[Readings] = [()]
        defaults += [((item.of, item.name),) for item in self.rulebook.readings if not item.is_default]
        for readings in defaults:
            for full in (False, True):
                for matter in self.matters:
                    self._search_in(matter, full, readings, needs, found)
                    self._runs.clear()
        return found

    def _search_in(
        self, matter: str, full: bool, readings: Readings, needs: list[Need], found: dict[Need, Witness]
    ) -> None:
        def waiting() -> list[Need]:
            return [need for need in needs if need not in found]

        plain = self.run(matter, "", full, readings)
        assert plain is not None
        fired = plain.fired
        for need in waiting():
            if need.what == FIRES and need.rule.identifier in fired:
                found[need] = Witness(matter, "", full, readings)
        here = [need for need in waiting() if need.rule.identifier in fired or self._has_limits(need)]
        if readings:
            chosen = {rule.head.predicate for rule in self.rulebook.program.rules if rule.reading == readings[0]}
            here = [need for need in here if need.rule.reading == readings[0] or self._uses(need.rule, chosen)]
        for change in self.changes(matter, full) if here else []:
            if all(need in found for need in here):
                break
            for need in [need for need in here if need not in found]:
                for reverse in (False, True) if need.what == MISSES else (False,):
                    witness = Witness(matter, change, full, readings, reverse)
                    if self.bears_out(need, witness):
                        found[need] = witness
                        break

    def _has_limits(self, need: Need) -> bool:
        return need.what == MISSES and any(item.negated for item in need.rule.body)

    def _uses(self, rule: Rule, predicates: set[str]) -> bool:
        return any(isinstance(item, Literal) and item.atom.predicate in predicates for item in rule.body)


def outcome(need: Need, witness: Witness, court: Court) -> str:
    """What becomes of the conclusion in a near miss or an open rule: `fails` or `undetermined`."""
    if need.what == OPEN:
        return Truth.UNDETERMINED.name.lower()
    sides = court.sides(witness)
    assert sides is not None
    fired, other = sides
    truths = {
        other.trace.truth(need.rule.head.predicate, row)
        for row in fired.fired[need.rule.identifier]
        if nearly_misses(need.rule, need.rule.body[need.condition], row, other.trace)
    }
    return min(truths, key=lambda truth: truth.value).name.lower()
