"""Why something does not hold: the nearest rule, and which of its conditions hold, fail or are unknown.

Read off the two sets of conclusions of the run. For each rule that could conclude the statement, the conditions are
matched one after the other, keeping the assignments that come nearest; where nothing matches, the condition
fails and the search goes on without it, so that every missing condition is named and not only the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from decidendi.determinations.model import ProofNode
from decidendi.determinations.proving import UNSPOKEN, Prover, compared, spoken
from decidendi.determinations.shortfalls import shortfall, sums_of
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import Truth, covers
from decidendi.reasoning.matter import Row
from decidendi.reasoning.planning import plan
from decidendi.reasoning.trace import Trace
from decidendi.rules.comparisons import GENERIC_NAMES, TESTS, negation
from decidendi.rules.form import Comparison, Condition, Constant, Literal, Rule, Term, Variable

_WIDTH: Final = 12
_STATES = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with what was found for it: the row that matched, if any, and how far it holds."""

    condition: Condition
    truth: Truth
    row: Row | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way in which a rule comes near to its conclusion."""

    rule: Rule
    judged: tuple[Judged, ...]
    bindings: dict[Variable, Any] = field(hash=False, compare=False)

    @property
    def distance(self) -> tuple[int, int, int]:
        """How far from holding: conditions that fail, that are unknown, and unknowns about unnamed things."""
        fails = sum(item.truth is Truth.FAILS for item in self.judged)
        unknown = [item for item in self.judged if item.truth is Truth.UNDETERMINED]
        unnamed = sum(item.row is not None and any(value in GENERIC_NAMES for value in item.row) for item in unknown)
        return fails, len(unknown) + unnamed, -sum(item.truth is Truth.HOLDS for item in self.judged)


def attempts(rules: tuple[Rule, ...], trace: Trace, predicate: str, row: Row) -> list[Attempt]:
    """The nearest attempt of each rule that could conclude the row, nearest first."""
    found: list[Attempt] = []
    for rule in rules:
        if rule.head.predicate != predicate or rule.only_possible or rule.sum is not None:
            continue
        bindings = _unify(rule.head.arguments, row, {})
        if bindings is None:
            continue
        if rule.day is None and covers(rule.in_force, trace.matter.day) is Truth.FAILS:
            continue
        best = min(_search(rule, trace, bindings), key=lambda attempt: attempt.distance, default=None)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda attempt: (attempt.distance, attempt.rule.place))


def _unify(terms: tuple[Term, ...], row: Row, bindings: dict[Variable, Any]) -> dict[Variable, Any] | None:
    result = dict(bindings)
    for term, value in zip(terms, row, strict=True):
        known = term.value if isinstance(term, Constant) else result.get(term)
        if known is None and isinstance(term, Variable):
            result[term] = value
        elif known != value:
            return None
    return result


def _search(rule: Rule, trace: Trace, bindings: dict[Variable, Any]) -> Iterator[Attempt]:
    beam: list[tuple[dict[Variable, Any], tuple[Judged, ...]]] = [(bindings, ())]
    for condition in plan(rule):
        following: list[tuple[dict[Variable, Any], tuple[Judged, ...]]] = []
        for known, judged in beam:
            for more, item in _judge(condition, trace, known):
                following.append((more, (*judged, item)))
        following.sort(key=lambda pair: Attempt(rule, pair[1], pair[0]).distance)
        beam = following[:_WIDTH]
    order = {id(condition): index for index, condition in enumerate(rule.body)}
    for known, judged in beam:
        yield Attempt(rule, tuple(sorted(judged, key=lambda item: order[id(item.condition)])), known)


def _judge(
    condition: Condition, trace: Trace, known: dict[Variable, Any]
) -> Iterator[tuple[dict[Variable, Any], Judged]]:
    if isinstance(condition, Comparison):
        values = [term.value if isinstance(term, Constant) else known.get(term) for term in condition.arguments]
        truth = Truth.UNDETERMINED if None in values else TESTS[condition.name](*values)
        yield known, Judged(condition, negation(truth) if condition.negated else truth, None)
        return
    predicate = condition.atom.predicate
    if condition.negated:
        must = _first(condition, trace.must.get(predicate, frozenset()), known)
        may = _first(condition, trace.may.get(predicate, frozenset()), known)
        truth = Truth.FAILS if must is not None else Truth.UNDETERMINED if may is not None else Truth.HOLDS
        yield known, Judged(condition, truth, must or may)
        return
    matched = False
    must_rows = trace.must.get(predicate, frozenset())
    for row in sorted(trace.may.get(predicate, frozenset()), key=lambda r: tuple(map(str, r))):
        more = _unify(condition.atom.arguments, row, known)
        if more is not None:
            matched = True
            truth = Truth.HOLDS if row in must_rows else Truth.UNDETERMINED
            yield more, Judged(condition, truth, row)
    if not matched:
        row = tuple(term.value if isinstance(term, Constant) else known.get(term) for term in condition.atom.arguments)
        yield known, Judged(condition, Truth.FAILS, None if None in row else row)


def _first(condition: Literal, rows: frozenset[Row], known: dict[Variable, Any]) -> Row | None:
    matches = [row for row in rows if _unify(condition.atom.arguments, row, known) is not None]
    return min(matches, key=lambda row: tuple(map(str, row)), default=None)


def distance_of(tree: ProofNode) -> tuple[int, int, int]:
    """How far a tree is from holding: what fails at its leaves, what is unknown, and what holds (less is nearer)."""
    if not tree.premises:
        return int(tree.state == "fails"), int(tree.state == "undetermined"), -int(tree.state == "holds")
    fails, unknown, holds = zip(*map(distance_of, tree.premises), strict=True)
    return sum(fails), sum(unknown), sum(holds)


class Absence:
    """Explains what does not hold, to a chosen depth.

    Thoroughly, a condition that nothing matches is explained too, by the rule that comes nearest to it when all of its
    own conditions are looked at: that takes time, and is for answers to a single question.
    """

    def __init__(self, prover: Prover, *, thorough: bool = False) -> None:
        self.prover = prover
        self.thorough = thorough
        self.trace = prover.trace
        self.rules = prover.rulebook.program.rules
        self.sums = sums_of(prover.rulebook.program)
        self.concluded = frozenset(rule.head.predicate for rule in self.rules if not rule.only_possible)

    def nearest(self, predicate: str, row: Row) -> Attempt | None:
        """The attempt that comes nearest to the row."""
        found = attempts(self.rules, self.trace, predicate, row)
        return found[0] if found else None

    def explain(
        self, predicate: str, row: Row, depth: int = 4, seen: frozenset[tuple[str, Row]] = frozenset()
    ) -> ProofNode:
        """The row with its state and, where it does not hold, the nearest rule with each of its conditions."""
        truth = self.trace.truth(predicate, row)
        if truth is Truth.HOLDS:
            return self.prover.proof(predicate, row)
        if predicate in self.sums and depth > 0 and (predicate, row) not in seen:
            inside = seen | {(predicate, row)}
            return shortfall(
                *self.sums[predicate],
                row,
                self.trace,
                self.prover.rulebook,
                _STATES[truth],  # type: ignore[arg-type]
                lambda name, part: self.explain(name, part, depth - 1, inside),
            )
        statement = self.prover.wording.sentence(predicate, row)
        nearest = self.nearest(predicate, row) if predicate in self.concluded and depth > 0 else None
        if nearest is None or (predicate, row) in seen:
            return ProofNode(statement=statement, state=_STATES[truth], predicate=predicate)  # type: ignore[arg-type]
        return self.attempt(nearest, statement, truth, depth, seen | {(predicate, row)})

    def explain_pattern(self, predicate: str, pattern: tuple[Any, ...], depth: int = 4) -> tuple[ProofNode, ...]:
        """Why no row of a pattern holds, `None` in it standing for anything: the nearest attempt of each rule."""
        found = [
            (best.distance, best)
            for rule in self.rules
            if rule.head.predicate == predicate and not rule.only_possible
            if (best := self._nearest_to_pattern(rule, pattern)) is not None
        ]
        found.sort(key=lambda pair: (pair[0], pair[1].rule.place))
        wording = self.prover.wording
        trees = []
        for _, best in found if self.thorough else found[:1]:
            row = tuple(
                wanted
                if wanted is not None
                else term.value
                if isinstance(term, Constant)
                else best.bindings.get(term, UNKNOWN)
                for wanted, term in zip(pattern, best.rule.head.arguments, strict=True)
            )
            trees.append(self.attempt(best, wording.sentence(predicate, row), Truth.FAILS, depth, frozenset()))
        return tuple(sorted(trees, key=distance_of)[:1])

    def _nearest_to_pattern(self, rule: Rule, pattern: tuple[Any, ...]) -> Attempt | None:
        bindings: dict[Variable, Any] = {}
        for term, value in zip(rule.head.arguments, pattern, strict=True):
            if value is None:
                continue
            if isinstance(term, Variable):
                bindings[term] = value
            elif term.value != value:
                return None
        return min(_search(rule, self.trace, bindings), key=lambda attempt: attempt.distance, default=None)

    def attempt(
        self, attempt: Attempt, statement: str, truth: Truth, depth: int, seen: frozenset[tuple[str, Row]]
    ) -> ProofNode:
        """One attempt as a tree."""
        provision = self.prover.rulebook.provisions[attempt.rule.provision]
        premises = [
            self._judged(item, attempt, depth - 1, seen)
            for item in attempt.judged
            if not (isinstance(item.condition, Literal) and item.condition.atom.predicate in UNSPOKEN)
            or item.truth is not Truth.HOLDS
        ]
        return ProofNode(
            statement=statement,
            state=_STATES[truth],  # type: ignore[arg-type]
            predicate=attempt.rule.head.predicate,
            provision=provision.label,
            identifier=provision.identifier,
            rule=self.prover.rulebook.shown(attempt.rule.place),
            reading=f"{attempt.rule.reading[1]} (of: {attempt.rule.reading[0]})" if attempt.rule.reading else "",
            premises=tuple(premise for premise in premises if premise.statement),
        )

    def _judged(self, item: Judged, attempt: Attempt, depth: int, seen: frozenset[tuple[str, Row]]) -> ProofNode:
        condition, wording = item.condition, self.prover.wording
        state = _STATES[item.truth]
        if isinstance(condition, Comparison):
            statement = compared(condition, attempt.bindings, wording)
            return ProofNode(statement=statement, state=state, predicate=condition.name)  # type: ignore[arg-type]
        predicate = condition.atom.predicate
        if condition.negated:
            statement = spoken(condition, attempt.bindings, wording)
            inner: tuple[ProofNode, ...] = ()
            if item.row is not None and depth > 0:
                inner = (self.explain(predicate, item.row, depth, seen),)
            return ProofNode(statement=statement, state=state, predicate=predicate, premises=inner)  # type: ignore[arg-type]
        if item.row is None:
            statement = wording.told(condition.text or predicate, attempt.bindings)
            if self.thorough and depth > 0 and predicate in self.concluded:
                terms = condition.atom.arguments
                wanted = tuple(t.value if isinstance(t, Constant) else attempt.bindings.get(t) for t in terms)
                for tree in self.explain_pattern(predicate, wanted, depth):
                    return tree.model_copy(update={"statement": statement})
            return ProofNode(statement=statement, state=state, predicate=predicate)  # type: ignore[arg-type]
        return self.explain(predicate, item.row, depth, seen)
