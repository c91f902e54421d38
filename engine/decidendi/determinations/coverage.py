"""How far runs over fact sets have put the law to the test: each condition, exception and reading, read off the traces.

A condition is seen *true* where its rule fires, *false* where it alone keeps the rule from firing, and *unknown* where
it is open while each other condition of the rule holds or may hold. Of an exception (a condition that something is not
the case) these mean that it was not taken, that it was taken, and that it is open. A reading is used where a rule that
depends on it fires.

Left aside are rules that only say what silence means, conditions that the engine adds or that hold of every matter,
and `unknown` for what a source either says or does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final
from typing import Literal as Word

from pydantic import computed_field

from decidendi.determinations.model import Frozen
from decidendi.determinations.reaching import (
    Bindings,
    Openness,
    bound_variables,
    can_fail,
    is_in_force,
    solutions,
    truth_of,
    unified,
)
from decidendi.facts.kinds import THINGS, thing_kind
from decidendi.facts.periods import Truth
from decidendi.reasoning.planning import plan
from decidendi.reasoning.trace import Trace
from decidendi.refusal import Place, Refusal, nearest
from decidendi.rules.form import Condition, Literal, Program, Rule, Variable
from decidendi.rules.rulebook import Rulebook

Seen = Word["true", "false", "unknown"]

_WORDS: Final[dict[Truth, Seen]] = {Truth.HOLDS: "true", Truth.FAILS: "false", Truth.UNDETERMINED: "unknown"}


@dataclass(frozen=True, slots=True)
class Watched:
    """A rule to be watched: its conditions in the order of evaluation, and by index what is to be seen of each.

    `free` gives by index what the rule concludes about and no other condition binds: a condition fails of something, so
    each thing of that kind is tried, which the facts name in one of those places (predicate and position).
    """

    number: int
    rule: Rule
    order: tuple[Condition, ...]
    bound: frozenset[Variable]
    wanted: dict[int, tuple[Truth, ...]]
    free: dict[int, dict[Variable, tuple[tuple[str, int], ...]]]


@dataclass(frozen=True, slots=True)
class Observed:
    """What runs have shown so far: the rules that fired, the readings used so, and what else conditions came out as.

    `truths` are by rule and index of the condition; that all conditions held is said by the rule having fired.
    """

    runs: int = 0
    fired: frozenset[str] = frozenset()
    truths: frozenset[tuple[str, int, Truth]] = frozenset()
    readings: frozenset[tuple[str, str]] = frozenset()


class ConditionCoverage(Frozen):
    """One condition of a rule: `wanted` is what is to be seen of it, `seen` what of that was."""

    text: str
    file: str
    line: int
    exception: bool
    wanted: tuple[Seen, ...]
    seen: tuple[Seen, ...]

    @property
    def missing(self) -> tuple[Seen, ...]:
        """What was not seen."""
        return tuple(word for word in self.wanted if word not in self.seen)


class RuleCoverage(Frozen):
    """One rule, or one alternative of it, under a provision."""

    identifier: str
    provision: str
    label: str
    text: str
    file: str
    line: int
    fired: bool
    conditions: tuple[ConditionCoverage, ...]


class ReadingCoverage(Frozen):
    """One reading of an open term."""

    of: str
    name: str
    file: str
    line: int
    used: bool


class Tally(Frozen):
    """How many of how many."""

    seen: int
    wanted: int

    @property
    def share(self) -> Fraction:
        """The share that was seen; of nothing, all."""
        return Fraction(self.seen, self.wanted) if self.wanted else Fraction(1)


class Coverage(Frozen):
    """What runs over fact sets have shown of a rulebook, or of the provisions asked about."""

    runs: int
    rules: tuple[RuleCoverage, ...]
    readings: tuple[ReadingCoverage, ...]

    def of_conditions(self, word: Seen, *, exceptions: bool | None = None) -> Tally:
        """Of the conditions (or the exceptions, or the others alone): how many were seen so, of those that can be."""
        found = [
            word in condition.seen
            for rule in self.rules
            for condition in rule.conditions
            if word in condition.wanted and exceptions in (None, condition.exception)
        ]
        return Tally(seen=sum(found), wanted=len(found))

    @computed_field  # type: ignore[prop-decorator]
    @property
    def tallies(self) -> dict[str, Tally]:
        """The figures, by what they count."""
        return {
            "rules fired": Tally(seen=sum(rule.fired for rule in self.rules), wanted=len(self.rules)),
            "conditions true": self.of_conditions("true"),
            "conditions false": self.of_conditions("false"),
            "conditions unknown": self.of_conditions("unknown"),
            "exceptions taken": self.of_conditions("false", exceptions=True),
            "exceptions not taken": self.of_conditions("true", exceptions=True),
            "readings used": Tally(seen=sum(item.used for item in self.readings), wanted=len(self.readings)),
        }

    @property
    def whole(self) -> Tally:
        """All that is to be seen: conditions true, false and unknown, and readings used."""
        names = ("conditions true", "conditions false", "conditions unknown", "readings used")
        parts = [self.tallies[name] for name in names]
        return Tally(seen=sum(part.seen for part in parts), wanted=sum(part.wanted for part in parts))


def watched(rulebook: Rulebook, under: Sequence[str] = ()) -> tuple[Watched, ...]:
    """The rules of a rulebook to be watched, or those of some provisions and what stands below these.

    Args:
        rulebook: the law.
        under: labels (`4(a)`) or identifiers (`/us/eo/13818`) of provisions; all provisions when left out.

    Raises:
        Refusal: nothing stands under one of them.
    """
    asked = provisions_under(rulebook, under)
    openness = Openness(rulebook.program)
    found = []
    for number, rule in enumerate(rulebook.program.rules):
        if not rule.only_possible and rule.provision in asked:
            wanted = {index: _wanted(item, openness) for index, item in enumerate(rule.body) if can_fail(item)}
            free = {index: _free(rule, index, rulebook.program) for index in wanted}
            found.append(Watched(number, rule, plan(rule), bound_variables(rule), wanted, free))
    return tuple(found)


def _free(rule: Rule, index: int, program: Program) -> dict[Variable, tuple[tuple[str, int], ...]]:
    """What the rule concludes about and only this condition binds, with the places where facts name such things."""
    condition = rule.body[index]
    if not isinstance(condition, Literal) or condition.negated:
        return {}
    others = [item for place, item in enumerate(rule.body) if place != index]
    bound = {v for item in others if isinstance(item, Literal) and not item.negated for v in item.atom.variables()}
    alone = [v for v in rule.head.variables() if v in condition.atom.variables() and v not in bound]
    return {
        variable: tuple(
            (name, position)
            for name, schema in program.schemas.items()
            for position, slot in enumerate(schema.slots)
            if slot.kind == variable.kind
        )
        for variable in alone
        if thing_kind(variable.kind) in THINGS
    }


def provisions_under(rulebook: Rulebook, under: Sequence[str] = ()) -> frozenset[str]:
    """The identifiers of some provisions and what stands below these; of all where none is named.

    Raises:
        Refusal: nothing stands under one of them.
    """
    for name in under:
        if not any(_is_under(item.label, item.identifier, name) for item in rulebook.provisions.values()):
            close = nearest(name, [item.label for item in rulebook.provisions.values()])
            raise Refusal.at(
                Place("--under"),
                "no provision of this rulebook stands under what is named",
                expected="a label such as `4(a)`, or the beginning of an identifier such as `/us/eo/13818`",
                found=f"`{name}`",
                mend=f"did you mean {close}" if close else "see `decidendi check --coverage` for the provisions",
            )
    return frozenset(
        item.identifier
        for item in rulebook.provisions.values()
        if not under or any(_is_under(item.label, item.identifier, name) for name in under)
    )


def _is_under(label: str, identifier: str, name: str) -> bool:
    """Whether a provision is named: by a label or the beginning of an identifier, a part with all its sections."""
    beginning = name.rstrip("/")
    return (
        label == name
        or label.startswith((f"{name}(", f"{name}."))
        or (identifier.startswith(beginning) and identifier[len(beginning) :][:1] in ("", "/", ".", "@"))
    )


def _wanted(condition: Condition, openness: Openness) -> tuple[Truth, ...]:
    if openness.can_be_open(condition):
        return Truth.HOLDS, Truth.FAILS, Truth.UNDETERMINED
    return Truth.HOLDS, Truth.FAILS


def observe(observed: Observed, trace: Trace, rules: Sequence[Watched]) -> Observed:
    """What is known after one more run, with its firings; only what has not been seen before is looked for."""
    firing = {derivation.rule for found in trace.derivations.values() for derivation in found}
    fired = [item.rule for item in rules if item.number in firing]
    truths: set[tuple[str, int, Truth]] = set()
    for item in rules:
        if not is_in_force(item.rule, trace):
            continue
        for index, wanted in item.wanted.items():
            for truth in wanted:
                key = (item.rule.identifier, index, truth)
                if truth is not Truth.HOLDS and key not in observed.truths and _is_seen(item, index, truth, trace):
                    truths.add(key)
    return Observed(
        observed.runs + 1,
        observed.fired.union(rule.identifier for rule in fired),
        observed.truths | truths,
        observed.readings.union(rule.reading for rule in fired if rule.reading is not None),
    )


def _is_seen(item: Watched, index: int, truth: Truth, trace: Trace) -> bool:
    """Whether a condition alone fails, or is open where every other holds or may hold."""
    condition = item.rule.body[index]
    least = Truth.HOLDS if truth is Truth.FAILS else Truth.UNDETERMINED
    rows = trace.must if least is Truth.HOLDS else trace.may
    others = [other for other in item.order if other is not condition]
    if any(isinstance(c, Literal) and not c.negated and not rows.get(c.atom.predicate) for c in others):
        return False
    if truth is Truth.UNDETERMINED and isinstance(condition, Literal) and not condition.negated:
        predicate, terms = condition.atom.predicate, condition.atom.arguments
        sure = trace.must.get(predicate, frozenset())
        starts = (unified(terms, row, {}) for row in trace.may.get(predicate, ()) if row not in sure)
        return any(
            any(True for _ in solutions(others, trace, start, least, item.bound))
            for start in starts
            if start is not None
        )
    return any(
        truth_of(condition, trace, bindings) is truth
        for start in _starts(item.free[index], trace)
        for bindings in solutions(others, trace, start, least, item.bound)
    )


def _starts(free: dict[Variable, tuple[tuple[str, int], ...]], trace: Trace) -> Iterator[Bindings]:
    """Every choice of named things for what is free."""
    named = [
        sorted({row[position] for name, position in places for row in trace.must.get(name, ())})
        for places in free.values()
    ]
    for values in product(*named):
        yield dict(zip(free, values, strict=True))


def coverage_of(observed: Observed, rules: Sequence[Watched], rulebook: Rulebook) -> Coverage:
    """What was seen of the rules watched, in the order of the rulebook."""
    depended_on = {item.rule.reading for item in rules}
    return Coverage(
        runs=observed.runs,
        rules=tuple(_rule_coverage(observed, item, rulebook) for item in rules),
        readings=tuple(
            ReadingCoverage(
                of=item.of,
                name=item.name,
                file=_file(item.place, rulebook),
                line=item.place.line or 0,
                used=(item.of, item.name) in observed.readings,
            )
            for item in rulebook.readings
            if (item.of, item.name) in depended_on
        ),
    )


def _rule_coverage(observed: Observed, item: Watched, rulebook: Rulebook) -> RuleCoverage:
    rule = item.rule
    fired = rule.identifier in observed.fired
    conditions = []
    for index, wanted in item.wanted.items():
        condition = rule.body[index]
        conditions.append(
            ConditionCoverage(
                text=condition.text,
                file=_file(condition.place, rulebook),
                line=condition.place.line or 0,
                exception=condition.negated,
                wanted=tuple(_WORDS[truth] for truth in wanted),
                seen=tuple(
                    _WORDS[truth]
                    for truth in wanted
                    if (fired if truth is Truth.HOLDS else (rule.identifier, index, truth) in observed.truths)
                ),
            )
        )
    return RuleCoverage(
        identifier=rule.identifier,
        provision=rule.provision,
        label=rulebook.provisions[rule.provision].label,
        text=rule.text,
        file=_file(rule.place, rulebook),
        line=rule.place.line or 0,
        fired=fired,
        conditions=tuple(conditions),
    )


def _file(place: Place, rulebook: Rulebook) -> str:
    return rulebook.names.get(place.file, place.file)
