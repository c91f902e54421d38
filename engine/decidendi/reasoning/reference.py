"""The reference evaluator: two least fixpoints, stratum by stratum, in plain Python.

What *must* hold needs each condition certainly; what *may* hold needs each possibly. A negated condition must hold
when its atom is not among what may hold, and may hold when its atom is not among what must. Within a stratum,
predicates are settled in the order of their dependencies; only those that depend on one another are iterated,
semi-naively (Bancilhon, 1986): a firing that uses no row of the last round is not repeated.

Rules become chains of closures over a frame of bound values and indexed rows. For each conclusion the firing is
noted, and nothing more; what explains it is built when asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Truth, covers
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.planning import components, plan, positive_conditions
from decidendi.reasoning.summing import SumRule
from decidendi.reasoning.trace import Derivation, Trace
from decidendi.rules.comparisons import TESTS, negation
from decidendi.rules.form import Comparison, Constant, Literal, Program, Rule, Variable

Step = Callable[[list[Any], "_Run"], None]
_EMPTY: tuple[Row, ...] = ()


class _Rows:
    """Rows by predicate with indexes made when first needed and kept up to date."""

    __slots__ = ("indexes", "rows")

    def __init__(self) -> None:
        self.rows: dict[str, dict[Row, None]] = {}
        self.indexes: dict[str, dict[tuple[int, ...], dict[Any, list[Row]]]] = {}

    def add(self, predicate: str, row: Row) -> bool:
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
        indexes = self.indexes.get(predicate)
        if indexes is None:
            indexes = self.indexes[predicate] = {}
        index = indexes.get(positions)
        if index is None:
            index = indexes[positions] = {}
            for row in self.rows.get(predicate, _EMPTY):
                index.setdefault(tuple([row[position] for position in positions]), []).append(row)
        return index

    def of_group(self, predicate: str, group: Row) -> list[Row]:
        """The rows whose first arguments are those of a group."""
        return self.index(predicate, tuple(range(len(group)))).get(group, [])


@dataclass(slots=True)
class _Run:
    """One fixpoint in progress: the rows it adds to, the rows that negation looks at, and how sure it must be."""

    rows: _Rows
    against: _Rows
    least: Truth
    delta: dict[str, dict[Row, None]] = field(default_factory=dict)
    emit: Callable[[list[Any]], None] = lambda frame: None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule as closures: one chain for all rows, and one for each positive condition that may be recursive."""

    number: int
    rule: Rule
    size: int
    head: tuple[tuple[bool, Any], ...]
    premises: tuple[int, ...]
    whole: Step
    by_delta: tuple[tuple[str, Step], ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Predicates that are settled together: the rules and the sums that conclude them."""

    rules: tuple[_Compiled, ...]
    sums: tuple[SumRule, ...]
    is_recursive: bool


class Reference:
    """Evaluates one program. Compiled once, used for any number of matters, by any number of threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        by_head: dict[str, list[_Compiled]] = {}
        sums: dict[str, list[SumRule]] = {}
        for number, rule in enumerate(program.rules):
            if rule.sum is None:
                by_head.setdefault(rule.head.predicate, []).append(_compile(number, rule))
            else:
                sums.setdefault(rule.head.predicate, []).append(SumRule(number, rule))
        self._groups = [
            _Group(
                tuple(item for name in group for item in by_head.get(name, ())),
                tuple(item for name in group for item in sums.get(name, ())),
                is_recursive,
            )
            for stratum in program.strata
            for group, is_recursive in components(stratum, program.rules)
        ]

    def evaluate(self, matter: Matter, *, trace: bool = True) -> Trace:
        """Both fixpoints. Without `trace`, firings are not kept."""
        must, may = _Rows(), _Rows()
        for predicate, rows in matter.stated.items():
            must.rows[predicate] = dict.fromkeys(rows)
            may.rows[predicate] = dict.fromkeys(rows)
        for predicate, rows in matter.possible.items():
            may.rows.setdefault(predicate, {}).update(dict.fromkeys(rows))
        derivations: dict[tuple[str, Row], dict[Derivation, None]] = {}
        surely = _Run(must, may, Truth.HOLDS)
        possibly = _Run(may, must, Truth.UNDETERMINED)
        in_force = [covers(rule.in_force, matter.day) for rule in self.program.rules]
        # A stratum negates finished strata only, so both fixpoints may pass it one after the other.
        for group in self._groups:
            sums = [(item, threshold) for item in group.sums if (threshold := item.threshold(matter)) is not None]
            for run, kept in ((surely, derivations if trace else None), (possibly, None)):
                active = [
                    item
                    for item in group.rules
                    if (item.rule.day is not None or in_force[item.number].value >= run.least.value)
                    and not (item.rule.only_possible and run is surely)
                ]
                if active or sums:
                    _saturate(active, sums, group.is_recursive, run, kept)
        return Trace(
            matter=matter,
            must={name: frozenset(rows) for name, rows in must.rows.items()},
            may={name: frozenset(rows) for name, rows in may.rows.items()},
            derivations={key: tuple(found) for key, found in derivations.items()},
        )


def _saturate(
    group: list[_Compiled],
    sums: list[tuple[SumRule, Share]],
    is_recursive: bool,
    run: _Run,
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
            for group_row in rows.rows.get(total.head, _EMPTY):
                firing = total.derivation(group_row, rows.of_group)
                derivations.setdefault((total.head, group_row), {})[firing] = None


def _merge(rows: dict[str, dict[Row, None]], more: dict[str, dict[Row, None]]) -> None:
    for predicate, found in more.items():
        rows.setdefault(predicate, {}).update(found)


def _reached(
    sums: list[tuple[SumRule, Share]], run: _Run, changed: dict[str, dict[Row, None]] | None
) -> dict[str, dict[Row, None]]:
    """The groups whose sums newly reach their thresholds, among those of which more counts than before."""
    fresh: dict[str, dict[Row, None]] = {}
    sure = run.least is Truth.HOLDS
    must, may = (run.rows, run.against) if sure else (run.against, run.rows)
    for total, threshold in sums:
        source = run.rows.rows.get(total.table, _EMPTY) if changed is None else changed.get(total.counted, _EMPTY)
        for group_row in dict.fromkeys(map(total.group_of, source)):
            if total.reaches(group_row, threshold, must.of_group, may.of_group, sure=sure) and run.rows.add(
                total.head, group_row
            ):
                fresh.setdefault(total.head, {})[group_row] = None
    return fresh


def _emitter(
    item: _Compiled,
    rows: _Rows,
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


def _compile(number: int, rule: Rule) -> _Compiled:
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
        (literal.atom.predicate, _chain(rule, conditions, slots, premise_of, literal)) for literal in positives
    )
    head = tuple(
        (True, slots[term]) if isinstance(term, Variable) else (False, term.value) for term in rule.head.arguments
    )
    premises = tuple(premise_of[id(literal)] for literal in positive_conditions(rule))
    return _Compiled(number, rule, size, head, premises, whole, by_delta)


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


def _finish(frame: list[Any], run: _Run) -> None:
    run.emit(frame)


def _in_force(rule: Rule, slot: int, following: Step) -> Step:
    period = rule.in_force

    def step(frame: list[Any], run: _Run) -> None:
        if covers(period, frame[slot]).value >= run.least.value:
            following(frame, run)

    return step


def _comparison(condition: Comparison, slots: dict[Variable, int], following: Step) -> Step:
    test, negated = TESTS[condition.name], condition.negated
    values = tuple(
        (True, slots[term]) if isinstance(term, Variable) else (False, term.value) for term in condition.arguments
    )

    def step(frame: list[Any], run: _Run) -> None:
        truth = test(*[frame[value] if is_slot else value for is_slot, value in values])
        if negated:
            truth = negation(truth)
        if truth.value >= run.least.value:
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

    def step(frame: list[Any], run: _Run) -> None:
        key = tuple([frame[value] if is_slot else value for is_slot, value in values])
        if full:
            if key in run.against.rows.get(predicate, _EMPTY):
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

    def matched(frame: list[Any], run: _Run, found: Any) -> None:
        for row in found:
            if same and any(row[one] != row[other] for one, other in same):
                continue
            for position, slot in outs:
                frame[slot] = row[position]
            frame[premise] = row
            following(frame, run)

    def from_delta(frame: list[Any], run: _Run) -> None:
        rows = [
            row
            for row in run.delta.get(predicate, _EMPTY)
            if all(
                row[position] == (frame[value] if is_slot else value)
                for position, (is_slot, value) in zip(positions, values, strict=True)
            )
        ]
        matched(frame, run, rows)

    def every(frame: list[Any], run: _Run) -> None:
        matched(frame, run, tuple(run.rows.rows.get(predicate, _EMPTY)))

    def one(frame: list[Any], run: _Run) -> None:
        key = tuple([frame[value] if is_slot else value for is_slot, value in values])
        if key in run.rows.rows.get(predicate, _EMPTY):
            frame[premise] = key
            following(frame, run)

    def by_index(frame: list[Any], run: _Run) -> None:
        key = tuple([frame[value] if is_slot else value for is_slot, value in values])
        found = run.rows.index(predicate, positions).get(key)
        if found:
            matched(frame, run, tuple(found))

    if delta:
        return from_delta
    if full:
        return one
    return by_index if positions else every
