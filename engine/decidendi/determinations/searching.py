"""How near each rule comes to a conclusion: a search along its conditions that keeps the nearest assignments.

Where nothing matches, the condition fails and the search goes on without it, so that every missing condition is named
and not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from typing import Any, Final

from decidendi.determinations.misses import Miss, missed
from decidendi.facts.kinds import THINGS, thing_kind
from decidendi.facts.periods import Truth, covers
from decidendi.reasoning.matter import Row
from decidendi.reasoning.planning import plan
from decidendi.reasoning.trace import Trace
from decidendi.rules.comparisons import GENERIC_NAMES, TESTS, negation
from decidendi.rules.form import Comparison, Condition, Constant, Literal, Rule, Term, Variable

_WIDTH: Final = 12
"""Assignments of a rule that are followed to the nearest."""

Distance = tuple[int, int, int, Fraction]
"""How far from holding: conditions that fail, unknown ones (of an unnamed thing twice), less those that hold; and by
how much comparisons missed, so that of two tenures that ended too early the later one is named."""

Bindings = dict[Variable, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with what was found for it: the row that matched, if any, whether it holds, by how much it misses."""

    condition: Condition
    truth: Truth
    row: Row | None
    miss: Miss | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way in which a rule comes near to its conclusion.

    `in_force` says whether its provision is law on the day that the rule is about, `adrift` how many of its conditions
    were found of things that nothing found connects with those of the conclusion: that another dealing is prohibited
    brings this one no nearer, where nothing says that it has the other as a step.
    """

    rule: Rule
    judged: tuple[Judged, ...]
    distance: Distance
    in_force: Truth
    bindings: Bindings = field(hash=False, compare=False)
    adrift: int = 0

    @property
    def nearness(self) -> tuple[bool, int, int, int, int]:
        """What attempts of different rules are ordered by, the nearest first."""
        fails, unknown, held, _ = self.distance
        return self.in_force is Truth.FAILS, fails, self.adrift, unknown, held + self.adrift


@dataclass(frozen=True, slots=True)
class Open:
    """The attempts found in which nothing fails; `is_cut` where a rule has more of them than were followed."""

    attempts: tuple[Attempt, ...]
    is_cut: bool


class _Sorted:
    """Rows in a fixed order, found by what stands at some positions; ordered and indexed when first asked."""

    def __init__(self, rows: dict[str, frozenset[Row]]) -> None:
        self._rows = rows
        self._ordered: dict[str, list[Row]] = {}
        self._indexes: dict[tuple[str, tuple[int, ...]], dict[Row, list[Row]]] = {}

    def matching(self, predicate: str, positions: tuple[int, ...], key: Row) -> Iterable[Row]:
        rows = self._ordered.get(predicate)
        if rows is None:
            found = self._rows.get(predicate, frozenset())
            rows = self._ordered[predicate] = sorted(found, key=lambda row: tuple(map(str, row)))
        if not positions:
            return rows
        index = self._indexes.get((predicate, positions))
        if index is None:
            index = self._indexes[predicate, positions] = {}
            for row in rows:
                index.setdefault(tuple([row[position] for position in positions]), []).append(row)
        return index.get(key, ())


class Search:
    """Looks for attempts in one trace. What was found once is kept for the run, the plans of rules longer.

    `named` leaves out attempts that rest on a thing which the facts do not name.
    """

    def __init__(
        self,
        rules: tuple[Rule, ...],
        trace: Trace,
        plans: dict[str, tuple[Condition, ...]] | None = None,
        *,
        named: bool = False,
    ) -> None:
        self._trace = trace
        self._named = named
        self._may = _Sorted(trace.may)
        self._must = _Sorted(trace.must)
        self._by_head: dict[str, list[Rule]] = {}
        for rule in rules:
            if not rule.only_possible and rule.sum is None:
                self._by_head.setdefault(rule.head.predicate, []).append(rule)
        self._plans = plans if plans is not None else {}
        self._found: dict[tuple[str, Row], list[Attempt]] = {}
        self._open: dict[tuple[str, Row, int], Open] = {}

    def attempts(self, predicate: str, row: Row) -> list[Attempt]:
        """The nearest attempt of each rule that could conclude the row, nearest first."""
        known = self._found.get((predicate, row))
        if known is None:
            known = self._found[predicate, row] = self.nearest_to(predicate, row)
        return known

    def open_attempts(self, predicate: str, row: Row, widest: int) -> Open:
        """The attempts in which no condition fails, of each rule that could conclude the row.

        Args:
            predicate: what is concluded.
            row: about what.
            widest: how many assignments of a rule are followed.
        """
        known = self._open.get((predicate, row, widest))
        if known is None:
            attempts: list[Attempt] = []
            is_cut = False
            for rule, bindings in self._rules_for(predicate, row):
                beam, is_cut_here = self._beam(rule, bindings, widest, is_open=True)
                attempts += [_attempt(rule, *found) for found in beam if found[3] is not Truth.FAILS]
                is_cut |= is_cut_here
            known = self._open[predicate, row, widest] = Open(tuple(attempts), is_cut)
        return known

    def nearest_to(self, predicate: str, pattern: tuple[Any, ...]) -> list[Attempt]:
        """The nearest attempt of each rule at some row of a pattern, `None` in it standing for anything."""
        found = [self._search(rule, bindings) for rule, bindings in self._rules_for(predicate, pattern)]
        return sorted(found, key=lambda attempt: (attempt.nearness, attempt.rule.place))

    def _rules_for(self, predicate: str, pattern: tuple[Any, ...]) -> Iterator[tuple[Rule, Bindings]]:
        """The rules that could conclude a row of the pattern, with what it binds."""
        for rule in self._by_head.get(predicate, ()):
            bindings = _head(rule, pattern)
            if bindings is None:
                continue
            if rule.day is None and covers(rule.in_force, self._trace.matter.day) is Truth.FAILS:
                continue
            yield rule, bindings

    def _search(self, rule: Rule, bindings: Bindings) -> Attempt:
        """The nearest attempt of a rule."""
        beam, _ = self._beam(rule, bindings, _WIDTH)
        named = [variable for variable in bindings if _is_thing(variable)]
        attempts = [_attempt(rule, *found, adrift=_adrift(found[2], named)) for found in beam]
        return min(attempts, key=lambda attempt: (attempt.nearness, attempt.distance[3]))

    def _beam(
        self, rule: Rule, bindings: Bindings, width: int, *, is_open: bool = False
    ) -> tuple[list[tuple[Distance, Bindings, tuple[Judged, ...], Truth]], bool]:
        """The nearest assignments of a rule, nearest first, each with whether its provision is then in force.

        With `is_open`, those alone in which nothing fails. Said besides is whether the width left any out.
        """
        conditions = self._plans.get(rule.identifier)
        if conditions is None:
            conditions = self._plans[rule.identifier] = plan(rule)
        beam: list[tuple[Distance, Bindings, tuple[Judged, ...]]] = [((0, 0, 0, Fraction()), bindings, ())]
        is_cut = False
        for condition in conditions:
            following = [
                (_further(distance, item), more, (*judged, item))
                for distance, known, judged in beam
                for more, item in self._judge(condition, known)
                if not (is_open and item.truth is Truth.FAILS)
            ]
            following.sort(key=itemgetter(0))
            beam = following[:width]
            is_cut |= len(following) > width
        return [(*nearest, _law(rule, nearest[1])) for nearest in beam], is_cut

    def _judge(self, condition: Condition, known: Bindings) -> Iterator[tuple[Bindings, Judged]]:
        if isinstance(condition, Comparison):
            values = [term.value if isinstance(term, Constant) else known.get(term) for term in condition.arguments]
            truth = Truth.UNDETERMINED if None in values else TESTS[condition.name](*values)
            truth = negation(truth) if condition.negated else truth
            miss = missed(condition, values) if truth is Truth.FAILS else None
            yield known, Judged(condition, truth, None, miss)
            return
        if condition.negated:
            must = next(self._matches(self._must, condition, known), None)
            may = next(self._matches(self._may, condition, known), None)
            truth = Truth.FAILS if must is not None else Truth.UNDETERMINED if may is not None else Truth.HOLDS
            yield known, Judged(condition, truth, (must or may or (None, None))[0])
            return
        matched = False
        must_rows = self._trace.must.get(condition.atom.predicate, frozenset())
        for row, more in self._matches(self._may, condition, known):
            if self._named and not GENERIC_NAMES.isdisjoint(row):
                continue
            matched = True
            yield more, Judged(condition, Truth.HOLDS if row in must_rows else Truth.UNDETERMINED, row)
        if not matched:
            wanted = tuple(_value(term, known) for term in condition.atom.arguments)
            yield known, Judged(condition, Truth.FAILS, None if None in wanted else wanted)

    def _matches(self, rows: _Sorted, condition: Literal, known: Bindings) -> Iterator[tuple[Row, Bindings]]:
        """The rows that a condition matches, each with the bindings that it adds to."""
        arguments = condition.atom.arguments
        values = [_value(term, known) for term in arguments]
        bound = tuple(position for position, value in enumerate(values) if value is not None)
        free = [(position, term) for position, term in enumerate(arguments) if values[position] is None]
        for row in rows.matching(condition.atom.predicate, bound, tuple(values[position] for position in bound)):
            if not free:
                yield row, known
                continue
            more = dict(known)
            if all(more.setdefault(term, row[position]) == row[position] for position, term in free):  # type: ignore[arg-type]
                yield row, more


def _law(rule: Rule, known: Bindings) -> Truth:
    """Whether the provision of a rule is in force on the day that the rule is about, as far as that is known."""
    day = known.get(rule.day) if rule.day is not None else None
    return covers(rule.in_force, day) if day is not None else Truth.HOLDS


def _is_thing(term: Term) -> bool:
    return isinstance(term, Variable) and thing_kind(term.kind) in THINGS


def _adrift(judged: tuple[Judged, ...], named: list[Variable]) -> int:
    """How many conditions were found of things that those found of the `named` ones do not lead to."""
    found = [
        {term for term in item.condition.atom.arguments if _is_thing(term)}
        for item in judged
        if isinstance(item.condition, Literal) and not item.condition.negated and item.truth is not Truth.FAILS
    ]
    reached: set[Term] = set(named)
    apart = [things for things in found if things] if named else []
    while near := [things for things in apart if things & reached]:
        reached.update(*near)
        apart = [things for things in apart if not things & reached]
    return len(apart)


def _attempt(
    rule: Rule, distance: Distance, known: Bindings, judged: tuple[Judged, ...], in_force: Truth, *, adrift: int = 0
) -> Attempt:
    """An assignment as an attempt: its conditions as written, the law counted as one where it is not certain."""
    if in_force is not Truth.HOLDS:
        distance = (
            distance[0] + (in_force is Truth.FAILS),
            distance[1] + (in_force is not Truth.FAILS),
            *distance[2:],
        )
    order = {id(condition): index for index, condition in enumerate(rule.body)}
    in_order = sorted(judged, key=lambda item: order[id(item.condition)])
    return Attempt(rule, tuple(in_order), distance, in_force, known, adrift)


def _value(term: Term, known: Bindings) -> Any:
    return term.value if isinstance(term, Constant) else known.get(term)


def _head(rule: Rule, pattern: tuple[Any, ...]) -> Bindings | None:
    bindings: Bindings = {}
    for term, value in zip(rule.head.arguments, pattern, strict=True):
        if value is None:
            continue
        if isinstance(term, Constant):
            if term.value != value:
                return None
        elif bindings.setdefault(term, value) != value:
            return None
    return bindings


def _further(distance: Distance, item: Judged) -> Distance:
    fails, unknown, held, by = distance
    if item.truth is Truth.FAILS:
        return fails + 1, unknown, held, by + (item.miss.by if item.miss else 0)
    if item.truth is Truth.HOLDS:
        return fails, unknown, held - 1, by
    unnamed = item.row is not None and any(value in GENERIC_NAMES for value in item.row)
    return fails, unknown + 1 + unnamed, held, by
