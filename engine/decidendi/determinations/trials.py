"""The trial of mutants: each is put before the scenarios until one of them tells it from the law.

A scenario is a fact set with expectations, or a witness. A fact set notices a mutant where an expectation that is met
under the law is not met under the mutant; a witness does where any conclusion comes out otherwise. Nothing is issued,
so that the reference evaluator is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Final

from decidendi.determinations.determine import Run, options_of, run
from decidendi.determinations.expectations import OUTCOMES, check_expectations
from decidendi.determinations.missing import Absence
from decidendi.determinations.model import Expected
from decidendi.determinations.mutants import Mutant
from decidendi.determinations.proving import Prover
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.varying import traced_matter
from decidendi.determinations.witnesses import Witness, side_of
from decidendi.facts.expectations import expectation
from decidendi.facts.fact_set import FactSet
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.changed_law import Otherwise, Settled
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from decidendi.refusal import Place
from decidendi.rules.form import EXCEPTION, PARAMETER, Atom, Literal, Program
from decidendi.rules.rulebook import Rulebook

ENGINES: Final = ("reference",)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What mutants are put before: a fact set with expectations, or a variation of one that a witness names."""

    name: str
    facts: FactSet
    witness: Witness | None = None


def scenarios_of(
    facts: Sequence[FactSet],
    witnesses: Sequence[Witness],
    rulebook: Rulebook,
    matters: Mapping[str, FactSet],
) -> tuple[Scenario, ...]:
    """The fact sets that expect something, and both sides of each witness, every matter once.

    `matters` are the fact sets that witnesses name (`by_name`).
    """
    found = [Scenario(item.file, item) for item in facts if item.expect]
    seen: set[Witness] = set()
    for item in witnesses:
        changes = (item.change,) if item.expect else dict.fromkeys((item.change, ""))
        for change in changes:
            side = replace(item, change=change, reverse=False)
            if side in seen:
                continue
            seen.add(side)
            changed = side_of(side, matters[item.matter], rulebook)
            if changed is None:
                continue
            name = f"{item.matter}{' with ' if change else ''}{change}"
            if item.expect:
                expected = expectation(item.expect, Place(name))
                found.append(Scenario(name, changed.model_copy(update={"expect": (expected,)})))
            else:
                found.append(Scenario(name, changed, side))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: the scenario that noticed it and how, or that none did of so many put before it."""

    mutant: Mutant
    killed_by: str = ""
    how: str = ""
    tried: int = 0


class Trial:
    """The law, its scenarios and what follows of each, settled when first needed.

    Args:
        rulebook: the law.
        scenarios: what mutants are put before.
    """

    def __init__(self, rulebook: Rulebook, scenarios: Sequence[Scenario]) -> None:
        self.rulebook = rulebook
        self.program = rulebook.program
        self.reasoner = Reasoner(self.program, ENGINES)
        self.reference = Reference(self.program)
        self.scenarios = tuple(scenarios)
        self._settled: dict[int, Settled] = {}
        self._runs: dict[int, Run] = {}
        self._queries: dict[int, list[tuple[Query, str]]] = {}
        self._expected: dict[int, tuple[Expected, ...]] = {}
        self._conclusions = frozenset(
            rule.head.predicate for rule in self.program.rules if not rule.head.predicate.startswith(EXCEPTION)
        )

    def changed(self, mutant: Mutant) -> Changed:
        """The law with the slip of a mutant."""
        return Changed(mutant, mutant.program(self.program), self)

    def settled(self, number: int) -> Settled:
        """What follows of a scenario under the law."""
        found = self._settled.get(number)
        if found is None:
            found = self._settled[number] = Settled(self.reference, self._matter(number))
        return found

    def _matter(self, number: int) -> Matter:
        scenario = self.scenarios[number]
        if scenario.witness is not None:
            return traced_matter(scenario.facts, self.reasoner, scenario.witness.readings)
        return self.run(number).trace.matter

    def run(self, number: int) -> Run:
        """The run of a fact set under the law."""
        found = self._runs.get(number)
        if found is None:
            facts = self.scenarios[number].facts
            found = self._runs[number] = run(facts, self.rulebook, self.reasoner, options_of(facts))
        return found

    def queries(self, number: int) -> list[tuple[Query, str]]:
        """What a fact set expects that holds under the law: a query and its outcome each."""
        found = self._queries.get(number)
        if found is None:
            facts, trace = self.scenarios[number].facts, self.settled(number).trace
            asked = [(parse_query(item.sentence, self.program, facts, item.place), item) for item in facts.expect]
            found = self._queries[number] = [
                (query, item.outcome) for query, item in asked if OUTCOMES[query.truth(trace)] == item.outcome
            ]
        return found

    def try_each(self, mutants: Sequence[Mutant]) -> Iterator[Verdict]:
        """The verdict on each mutant, in order."""
        for mutant in mutants:
            yield self.verdict(mutant)

    def verdict(self, mutant: Mutant) -> Verdict:
        """Put a mutant before the scenarios that it touches, those in which its rule fires first."""
        changed = self.changed(mutant)
        touching = changed.touching()
        pending: list[tuple[int, Otherwise]] = []
        for number in touching:
            scenario = self.scenarios[number]
            other = changed.otherwise(self.settled(number))
            if scenario.witness is not None:
                told = next(iter(sorted(other.predicates & self._conclusions)), "")
                if told:
                    return Verdict(mutant, scenario.name, f"another conclusion about `{told}`", len(touching))
            elif not other.is_same:
                how = self._expected_otherwise(number, other)
                if how:
                    return Verdict(mutant, scenario.name, how, len(touching))
                if any(_asks_for_more(item) for item in scenario.facts.expect):
                    pending.append((number, other))
        for number, other in pending:
            how = self._expected_further(number, other, changed)
            if how:
                return Verdict(mutant, self.scenarios[number].name, how, len(touching))
        return Verdict(mutant, tried=len(touching))

    def _expected_otherwise(self, number: int, other: Otherwise) -> str:
        """An expectation whose outcome is another under a mutant."""
        for query, outcome in self.queries(number):
            if query.predicate in other.predicates:
                found = OUTCOMES[other.truth(query.predicate, query.fits)]
                if found != outcome:
                    return f"`{query.predicate}` of {', '.join(str(v) for v in query.pattern if v)}: {found}"
        return ""

    def _expected_further(self, number: int, other: Otherwise, changed: Changed) -> str:
        """An expectation of provisions, duties, responses or questions that a mutant does not meet."""
        base = self._expected.get(number)
        if base is None:
            base = self._expected[number] = check_expectations(self.run(number))
        done = changed.run(self.run(number), other)
        for was, now in zip(base, check_expectations(done), strict=True):
            if was.met and not now.met:
                return f"expected {now.expected}; found {now.found}"
        return ""


class Changed:
    """The law with the slip of one mutant, compiled."""

    def __init__(self, mutant: Mutant, program: Program, trial: Trial) -> None:
        self.mutant = mutant
        self.program = program
        self._trial = trial
        self._reference = trial.reference.changed(program)
        self._reasoner: Reasoner | None = None
        self._rules = tuple(rule for _, rules in mutant.rules for rule in rules)
        self._numbers = frozenset(number for number, _ in mutant.rules)

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """What the rules look at that the mutant changes, as the law has them."""
        rules = [self._trial.program.rules[number] for number in sorted(self._numbers)[:2]]
        return tuple(dict.fromkeys(c.atom for rule in rules for c in rule.body if isinstance(c, Literal)))

    def otherwise(self, settled: Settled) -> Otherwise:
        """What follows of a matter under the mutant."""
        return settled.under(self._reference, self._given(settled.matter))

    def _given(self, matter: Matter) -> Matter:
        """The matter with the parameters of the mutant."""
        if not self.mutant.parameters:
            return matter
        old = dict(zip(self._trial.program.parameters, self.program.parameters, strict=True))
        rows = {(item.name, item.value): (new.name, new.value) for item, new in old.items()}
        given = tuple(rows.get((row[0], row[1]), row) for row in matter.stated.get(PARAMETER, ()))
        return replace(matter, stated={**matter.stated, PARAMETER: given})

    def fires(self, settled: Settled) -> bool:
        """Whether a rule that the mutant changes fires under the law."""
        return not self._numbers.isdisjoint(settled.fired)

    def touches(self, settled: Settled) -> bool:
        """Whether some rule of the mutant, or the rule that it stands for, may find all that it looks for."""
        if self.mutant.parameters or self.fires(settled):
            return True
        return any(
            all(
                settled.may_hold(condition.atom.predicate)
                for condition in rule.body
                if isinstance(condition, Literal) and not condition.negated
            )
            for rule in self._rules
        )

    def touching(self) -> list[int]:
        """The scenarios that the mutant touches: where its rule fires first, and fact sets before witnesses."""
        trial = self._trial
        found = [number for number in range(len(trial.scenarios)) if self.touches(trial.settled(number))]
        return sorted(found, key=lambda number: not self.fires(trial.settled(number)))

    def run(self, base: Run, other: Otherwise) -> Run:
        """A run under the mutant, as if it were the law."""
        if self._reasoner is None:
            self._reasoner = Reasoner(self.program, ENGINES)
        done = copy(base)
        done.rulebook = replace(base.rulebook, program=self.program)
        done.reasoner = self._reasoner
        done.trace = other.trace
        done.prover = Prover(done.rulebook, done.facts, done.trace, done.wording)
        done.absence = Absence(done.prover, plans=self._reasoner.plans)
        return done


def _asks_for_more(item: object) -> bool:
    more = ("resting_on", "not_resting_on", "open_questions", "response", "verdict", "duties")
    return any(getattr(item, name) for name in more)
