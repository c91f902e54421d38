"""The reference evaluator: two least fixpoints, stratum by stratum, in plain Python.

What *must* hold needs each condition certainly; what *may* hold needs each possibly. A negated condition must hold
when its atom is not among what may hold, and may hold when its atom is not among what must. Within a stratum,
predicates are settled in the order of their dependencies; only those that depend on one another are iterated,
semi-naively (Bancilhon, 1986): a firing that uses no row of the last round is not repeated.

Rules become chains of closures over a frame of bound values and indexed rows. For each conclusion the firing is
noted, and nothing more; what explains it is built when asked.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Truth, covers
from decidendi.reasoning.chaining import EMPTY, CompiledRule, Rows, Run, compile_rule
from decidendi.reasoning.circles import Bounds, settled_trace, standing, without_circles
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.planning import components
from decidendi.reasoning.summing import SumRule
from decidendi.reasoning.trace import Derivation, Trace
from decidendi.reasoning.uses import reachable
from decidendi.rules.form import PARAMETER, Literal, Program


@dataclass(frozen=True, slots=True)
class Group:
    """Predicates that are settled together: the rules and the sums that conclude them, and what these look at."""

    heads: tuple[str, ...]
    rules: tuple[CompiledRule, ...]
    sums: tuple[SumRule, ...]
    is_recursive: bool
    uses: frozenset[str]
    asserted: frozenset[str]
    negated: frozenset[str]

    def is_moved(self, same: Container[str], opposite: Container[str]) -> bool:
        """Whether a fixpoint of the group may change, given what changed in the same fixpoint and in the other.

        What must hold rests on what must hold and, through negation, on what may; sums look at both.
        """
        if self.sums:
            return True
        return any(name in same for name in (*self.asserted, *self.heads)) or any(
            name in opposite for name in self.negated
        )


class Reference:
    """Evaluates one program. Compiled once, used for any number of matters, by any number of threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        plain = without_circles(program)
        self.groups = [
            _group_of(group, is_recursive, plain)
            for stratum in plain.strata
            for group, is_recursive in components(stratum, plain.rules)
        ]
        self._note_periods()

    def _note_periods(self) -> None:
        self._periods = tuple(dict.fromkeys(rule.in_force for rule in self.program.rules))
        numbers = {period: number for number, period in enumerate(self._periods)}
        self._period_of = [numbers[rule.in_force] for rule in self.program.rules]

    def evaluate(self, matter: Matter, *, trace: bool = True) -> Trace:
        """Both fixpoints. Without `trace`, firings are not kept."""

        def once(given: Matter, groups: list[Group] | None = None) -> Trace:
            derivations: dict[tuple[str, Row], dict[Derivation, None]] | None = {} if trace and not groups else None
            must, may = self.settled(given, derivations, groups)
            return Trace(
                matter=given,
                must={name: frozenset(rows) for name, rows in must.rows.items()},
                may={name: frozenset(rows) for name, rows in may.rows.items()},
                derivations={key: tuple(found) for key, found in (derivations or {}).items()},
            )

        return settled_trace(
            matter, self.program.looking_back, once, lambda given: once(given, self.groups_around_circles)
        )

    @cached_property
    def around_circles(self) -> frozenset[str]:
        """The predicates that the circles of the program may rest on."""
        return frozenset(reachable(without_circles(self.program), list(self.program.looking_back)))

    @cached_property
    def groups_around_circles(self) -> list[Group]:
        """The groups that settle the circles of the program."""
        return [group for group in self.groups if not self.around_circles.isdisjoint(group.heads)]

    def supposed(self, matter: Matter) -> tuple[Matter, dict[str, Bounds]]:
        """The matter with what the circles of the program negate, supposed as it stands; and that by itself."""
        back = self.program.looking_back
        if not back:
            return matter, {}
        given, found = standing(matter, back, lambda one: self.settled(one, None, self.groups_around_circles), _bounds)
        return given, {name: _bounds(found, name) for name in back}

    def settled(
        self,
        matter: Matter,
        derivations: dict[tuple[str, Row], dict[Derivation, None]] | None,
        groups: list[Group] | None = None,
    ) -> tuple[Rows, Rows]:
        """What must and what may hold, circles apart (`reasoning.circles`); firings are noted, if asked for.

        `groups` are those to settle; all of them when left out.
        """
        must, may = _given(matter)
        settle = self.settler(matter, must, may, derivations)
        # A stratum negates finished strata only, so both fixpoints may pass it one after the other.
        for group in self.groups if groups is None else groups:
            settle(group)
        return must, may

    def changed(self, program: Program) -> Reference:
        """The same for a program of which some rules are others: these stand at the same numbers, or behind the rest.

        No rule may look at what its predecessor did not look at, so that the order of the predicates stays.
        """
        old = self.program.rules
        heads = {
            rule.head.predicate
            for number, rule in enumerate(program.rules)
            if number >= len(old) or rule is not old[number]
        }
        other = copy(self)
        other.program = program
        plain = without_circles(program)
        other.groups = [
            group if heads.isdisjoint(group.heads) else _group_of(group.heads, group.is_recursive, plain)
            for group in self.groups
        ]
        other._note_periods()
        for name in ("around_circles", "groups_around_circles"):
            other.__dict__.pop(name, None)
        return other

    def settler(
        self,
        matter: Matter,
        must: Rows,
        may: Rows,
        derivations: dict[tuple[str, Row], dict[Derivation, None]] | None,
    ) -> Callable[..., None]:
        """What settles one group after the other, in what must hold and in what may, or in one of them."""
        surely = Run(must, may, Truth.HOLDS)
        possibly = Run(may, must, Truth.UNDETERMINED)
        in_force = [covers(period, matter.day) for period in self._periods]

        def settle(group: Group, *, sure: bool = True, possible: bool = True) -> None:
            sums = [(item, threshold) for item in group.sums if (threshold := item.threshold(matter)) is not None]
            for run, kept, is_wanted in ((surely, derivations, sure), (possibly, None, possible)):
                if not is_wanted:
                    continue
                rows = run.rows.rows
                enough = (run.least, Truth.HOLDS)
                active = [
                    item
                    for item in group.rules
                    if all(map(rows.get, item.needs))
                    and (item.rule.day is not None or in_force[self._period_of[item.number]] in enough)
                    and not (item.rule.only_possible and run is surely)
                ]
                if active or sums:
                    _saturate(active, sums, group.is_recursive, run, kept)

        return settle


def _bounds(found: tuple[Rows, Rows], name: str) -> Bounds:
    must, may = (frozenset(rows.rows.get(name, EMPTY)) for rows in found)
    return must, may


def _given(matter: Matter) -> tuple[Rows, Rows]:
    """The rows that both fixpoints start from."""
    must, may = Rows(), Rows()
    for predicate, rows in matter.stated.items():
        must.rows[predicate] = dict.fromkeys(rows)
        may.rows[predicate] = dict.fromkeys(rows)
    for predicate, rows in matter.possible.items():
        may.rows.setdefault(predicate, {}).update(dict.fromkeys(rows))
    return must, may


def _group_of(heads: tuple[str, ...], is_recursive: bool, program: Program) -> Group:
    rules = [(number, rule) for number, rule in enumerate(program.rules) if rule.head.predicate in heads]
    literals = [c for _, rule in rules for c in rule.body if isinstance(c, Literal)]
    uses = {c.atom.predicate for c in literals}
    if any(rule.sum is not None for _, rule in rules):
        uses.add(PARAMETER)
    return Group(
        heads,
        tuple(compile_rule(number, rule, heads if is_recursive else ()) for number, rule in rules if rule.sum is None),
        tuple(SumRule(number, rule) for number, rule in rules if rule.sum is not None),
        is_recursive,
        frozenset(uses),
        frozenset(c.atom.predicate for c in literals if not c.negated),
        frozenset(c.atom.predicate for c in literals if c.negated),
    )


def _saturate(
    group: list[CompiledRule],
    sums: list[tuple[SumRule, Share]],
    is_recursive: bool,
    run: Run,
    derivations: dict[tuple[str, Row], dict[Derivation, None]] | None,
) -> None:
    fresh: dict[str, dict[Row, None]] = {}
    rows = run.rows
    for item in group:
        run.emit = _emitter(item, rows, fresh, derivations)
        item.whole([None] * item.size, run)
    _merge(fresh, _reached(sums, run, None))
    while is_recursive and fresh:
        changed = run.delta = fresh
        fresh = {}
        for item in group:
            run.emit = _emitter(item, rows, fresh, derivations)
            for predicate, step in item.by_delta:
                if predicate in run.delta:
                    step([None] * item.size, run)
        _merge(fresh, _reached(sums, run, changed))
    if derivations is not None:
        for total, _ in sums:
            for group_row in rows.rows.get(total.head, EMPTY):
                firing = total.derivation(group_row, rows.of_group)
                derivations.setdefault((total.head, group_row), {})[firing] = None


def _merge(rows: dict[str, dict[Row, None]], more: dict[str, dict[Row, None]]) -> None:
    for predicate, found in more.items():
        rows.setdefault(predicate, {}).update(found)


def _reached(
    sums: list[tuple[SumRule, Share]], run: Run, changed: dict[str, dict[Row, None]] | None
) -> dict[str, dict[Row, None]]:
    """The groups whose sums newly reach their thresholds, among those of which more counts than before."""
    fresh: dict[str, dict[Row, None]] = {}
    sure = run.least is Truth.HOLDS
    must, may = (run.rows, run.against) if sure else (run.against, run.rows)
    for total, threshold in sums:
        source = run.rows.rows.get(total.table, EMPTY) if changed is None else changed.get(total.counted, EMPTY)
        for group_row in dict.fromkeys(map(total.group_of, source)):
            if total.reaches(group_row, threshold, must.of_group, may.of_group, sure=sure) and run.rows.add(
                total.head, group_row
            ):
                fresh.setdefault(total.head, {})[group_row] = None
    return fresh


def _emitter(
    item: CompiledRule,
    rows: Rows,
    fresh: dict[str, dict[Row, None]],
    derivations: dict[tuple[str, Row], dict[Derivation, None]] | None,
) -> Callable[[list[Any]], None]:
    predicate, head, premises, number = item.rule.head.predicate, item.head, item.premises, item.number

    def emit(frame: list[Any]) -> None:
        row = tuple([frame[value] if is_slot else value for is_slot, value in head])
        if rows.add(predicate, row):
            fresh.setdefault(predicate, {})[row] = None
        if derivations is not None:
            found = derivations.get((predicate, row))
            if found is None:
                found = derivations[predicate, row] = {}
            found[Derivation(number, tuple([frame[premise] for premise in premises]))] = None

    return emit
