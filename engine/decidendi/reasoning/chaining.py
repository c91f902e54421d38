"""Rules as chains of closures over a frame of bound values and indexed rows.

A rule is compiled once. Each condition becomes a step that binds what it matches and calls the next one; the last
step emits the conclusion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from decidendi.facts.periods import Truth, covers
from decidendi.reasoning.matter import Row
from decidendi.reasoning.planning import plan, positive_conditions
from decidendi.rules.comparisons import TESTS, negation
from decidendi.rules.form import Comparison, Constant, Literal, Rule, Variable

Step = Callable[[list[Any], "Run"], None]
EMPTY: tuple[Row, ...] = ()
_HOLDS: Final = Truth.HOLDS


class Rows:
    """Rows by predicate with indexes made when first needed and kept up to date."""

    __slots__ = ("indexes", "rows")

    def __init__(self) -> None:
        self.rows: dict[str, dict[Row, None]] = {}
        self.indexes: dict[str, dict[tuple[int, ...], dict[Any, list[Row]]]] = {}

    def add(self, predicate: str, row: Row) -> bool:
        """Add a row; whether it is new."""
        rows = self.rows.get(predicate)
        if rows is None:
            rows = self.rows[predicate] = {}
        elif row in rows:
            return False
        rows[row] = None
        indexes = self.indexes.get(predicate)
        if indexes:
            for positions, index in indexes.items():
                index.setdefault(tuple([row[position] for position in positions]), []).append(row)
        return True

    def index(self, predicate: str, positions: tuple[int, ...]) -> dict[Any, list[Row]]:
        """The rows of a predicate by what stands at some positions."""
        indexes = self.indexes.get(predicate)
        if indexes is None:
            indexes = self.indexes[predicate] = {}
        index = indexes.get(positions)
        if index is None:
            index = indexes[positions] = {}
            for row in self.rows.get(predicate, EMPTY):
                index.setdefault(tuple([row[position] for position in positions]), []).append(row)
        return index

    def copy(self) -> Rows:
        """The same rows; what is reset in the copy stays there."""
        copied = Rows()
        copied.rows.update(self.rows)
        copied.indexes.update(self.indexes)
        return copied

    def reset(self, predicate: str, rows: Iterable[Row]) -> None:
        """Give a predicate new rows, apart from those of a copy."""
        self.rows[predicate] = dict.fromkeys(rows)
        self.indexes.pop(predicate, None)

    def agrees(self, predicate: str, other: Rows) -> bool:
        """Whether a predicate has the same rows in both."""
        return self.rows.get(predicate, {}).keys() == other.rows.get(predicate, {}).keys()

    def of_group(self, predicate: str, group: Row) -> list[Row]:
        """The rows whose first arguments are those of a group."""
        return self.index(predicate, tuple(range(len(group)))).get(group, [])


@dataclass(slots=True)
class Run:
    """One fixpoint in progress: the rows it adds to, the rows that negation looks at, and how sure it must be."""

    rows: Rows
    against: Rows
    least: Truth
    delta: dict[str, dict[Row, None]] = field(default_factory=dict)
    emit: Callable[[list[Any]], None] = lambda frame: None


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule as closures: one chain for all rows, and one for each positive condition that may be recursive.

    `needs` are the predicates without a row of which it cannot fire.
    """

    number: int
    rule: Rule
    size: int
    head: tuple[tuple[bool, Any], ...]
    premises: tuple[int, ...]
    whole: Step
    by_delta: tuple[tuple[str, Step], ...]
    needs: tuple[str, ...]


def compile_rule(number: int, rule: Rule, together: tuple[str, ...] = ()) -> CompiledRule:
    """Compile a rule; `together` are the predicates that are settled in rounds with its conclusion."""
    slots: dict[Variable, int] = {}
    conditions = plan(rule)
    positives = [c for c in conditions if isinstance(c, Literal) and not c.negated]
    for literal in positives:
        for variable in literal.atom.variables():
            slots.setdefault(variable, len(slots))
    count = len(slots)
    premise_of = {id(literal): count + index for index, literal in enumerate(positives)}
    size = count + len(positives)
    whole = _chain(rule, conditions, slots, premise_of, None)
    by_delta = tuple(
        (literal.atom.predicate, _chain(rule, conditions, slots, premise_of, literal))
        for literal in positives
        if literal.atom.predicate in together
    )
    needs = tuple(dict.fromkeys(c.atom.predicate for c in positives if c.atom.predicate not in together))
    head = tuple(
        (True, slots[term]) if isinstance(term, Variable) else (False, term.value) for term in rule.head.arguments
    )
    premises = tuple(premise_of[id(literal)] for literal in positive_conditions(rule))
    return CompiledRule(number, rule, size, head, premises, whole, by_delta, needs)


def _chain(
    rule: Rule,
    conditions: tuple[Any, ...],
    slots: dict[Variable, int],
    premise_of: dict[int, int],
    from_delta: Literal | None,
) -> Step:
    """The closures of a rule's conditions, last first; `from_delta` is matched with the last round's rows only."""
    ordered = list(conditions)
    if from_delta is not None:  # starting from the few new rows keeps each round small
        ordered = [from_delta, *(c for c in ordered if c is not from_delta)]
    bound_before: list[set[Variable]] = []
    bound: set[Variable] = set()
    for condition in ordered:
        bound_before.append(set(bound))
        if isinstance(condition, Literal) and not condition.negated:
            bound.update(condition.atom.variables())
    step: Step = _finish
    if rule.day is not None and rule.in_force.text != "../..":
        step = _in_force(rule, slots[rule.day], step)
    for condition, known in reversed(list(zip(ordered, bound_before, strict=True))):
        if isinstance(condition, Comparison):
            step = _comparison(condition, slots, step)
        elif condition.negated:
            step = _absent(condition, slots, step)
        else:
            is_delta = condition is from_delta
            step = _present(condition, slots, known, premise_of[id(condition)], step, delta=is_delta)
    return step


def _finish(frame: list[Any], run: Run) -> None:
    run.emit(frame)


def _in_force(rule: Rule, slot: int, following: Step) -> Step:
    period = rule.in_force

    def step(frame: list[Any], run: Run) -> None:
        truth = covers(period, frame[slot])
        if truth is _HOLDS or truth is run.least:
            following(frame, run)

    return step


def _comparison(condition: Comparison, slots: dict[Variable, int], following: Step) -> Step:
    test, negated = TESTS[condition.name], condition.negated
    values = tuple(
        (True, slots[term]) if isinstance(term, Variable) else (False, term.value) for term in condition.arguments
    )

    def step(frame: list[Any], run: Run) -> None:
        truth = test(*[frame[value] if is_slot else value for is_slot, value in values])
        if negated:
            truth = negation(truth)
        if truth is _HOLDS or truth is run.least:
            following(frame, run)

    return step


def _key(
    literal: Literal, slots: dict[Variable, int], known: set[Variable] | None
) -> tuple[tuple[int, ...], tuple[tuple[bool, Any], ...]]:
    positions: list[int] = []
    values: list[tuple[bool, Any]] = []
    for position, term in enumerate(literal.atom.arguments):
        if isinstance(term, Constant):
            positions.append(position)
            values.append((False, term.value))
        elif term in (slots if known is None else known):
            positions.append(position)
            values.append((True, slots[term]))
    return tuple(positions), tuple(values)


def _absent(literal: Literal, slots: dict[Variable, int], following: Step) -> Step:
    predicate = literal.atom.predicate
    positions, values = _key(literal, slots, None)
    full = len(positions) == len(literal.atom.arguments)

    def step(frame: list[Any], run: Run) -> None:
        key = tuple([frame[value] if is_slot else value for is_slot, value in values])
        if full:
            if key in run.against.rows.get(predicate, EMPTY):
                return
        elif run.against.index(predicate, positions).get(key):
            return
        following(frame, run)

    return step


def _present(
    literal: Literal,
    slots: dict[Variable, int],
    known: set[Variable],
    premise: int,
    following: Step,
    *,
    delta: bool,
) -> Step:
    predicate, arguments = literal.atom.predicate, literal.atom.arguments
    positions, values = _key(literal, slots, known)
    outputs: list[tuple[int, int]] = []
    repeats: list[tuple[int, int]] = []
    first: dict[Variable, int] = {}
    for position, term in enumerate(arguments):
        if isinstance(term, Variable) and term not in known:
            if term in first:
                repeats.append((first[term], position))
            else:
                first[term] = position
                outputs.append((position, slots[term]))
    outs, same = tuple(outputs), tuple(repeats)
    full = len(positions) == len(arguments)

    def matched(frame: list[Any], run: Run, found: Any) -> None:
        for row in found:
            if same and any(row[one] != row[other] for one, other in same):
                continue
            for position, slot in outs:
                frame[slot] = row[position]
            frame[premise] = row
            following(frame, run)

    def from_delta(frame: list[Any], run: Run) -> None:
        rows = [
            row
            for row in run.delta.get(predicate, EMPTY)
            if all(
                row[position] == (frame[value] if is_slot else value)
                for position, (is_slot, value) in zip(positions, values, strict=True)
            )
        ]
        matched(frame, run, rows)

    def every(frame: list[Any], run: Run) -> None:
        matched(frame, run, tuple(run.rows.rows.get(predicate, EMPTY)))

    def one(frame: list[Any], run: Run) -> None:
        key = tuple([frame[value] if is_slot else value for is_slot, value in values])
        if key in run.rows.rows.get(predicate, EMPTY):
            frame[premise] = key
            following(frame, run)

    def by_index(frame: list[Any], run: Run) -> None:
        key = tuple([frame[value] if is_slot else value for is_slot, value in values])
        found = run.rows.index(predicate, positions).get(key)
        if found:
            matched(frame, run, tuple(found))

    if delta:
        return from_delta
    if full:
        return one
    return by_index if positions else every
