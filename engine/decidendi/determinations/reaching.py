"""How far the conditions of a rule are met in a traced run: what holds, may hold or fails, and with which values.

Conditions are solved over the rows of a trace, so that nothing is evaluated twice and nothing else decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import Truth, covers
from decidendi.facts.things import ATTRIBUTES
from decidendi.reasoning.matter import Row
from decidendi.reasoning.silence import facts_can_leave_open
from decidendi.reasoning.trace import Trace
from decidendi.rules.comparisons import TESTS, negation
from decidendi.rules.form import (
    DAY,
    DAY_ASKED,
    DENIED,
    KIND,
    POSSIBLE,
    READING,
    STATED,
    WITHDRAWN,
    Comparison,
    Condition,
    Constant,
    Literal,
    Program,
    Rule,
    Term,
    Variable,
)

Bindings = dict[Variable, Any]

_FRAME: Final = (DAY, DAY_ASKED, READING, KIND + "party")
_REQUIRED: Final = frozenset(item.predicate.name for items in ATTRIBUTES.values() for item in items if item.required)
"""What every fact set must say, so that no facts can make it fail."""


def can_fail(condition: Condition) -> bool:
    """Whether facts can make a condition fail: not what the engine adds, nor what is so of every matter."""
    if isinstance(condition, Comparison):
        return True
    return bool(condition.text) and condition.atom.predicate not in (*_FRAME, *_REQUIRED)


class Openness:
    """Which conditions and rules of a program facts can leave open: not those that rest only on what a source says."""

    def __init__(self, program: Program) -> None:
        self._concluded = {rule.head.predicate for rule in program.rules}
        self._schemas = program.schemas
        self._known: set[str] = set()
        while True:
            self.rules = tuple(rule for rule in program.rules if any(map(self.can_be_open, rule.body)))
            more = {rule.head.predicate for rule in self.rules}
            if more <= self._known:
                return
            self._known |= more

    def can_be_open(self, condition: Condition) -> bool:
        """Whether some facts leave it open whether a condition holds."""
        if isinstance(condition, Comparison):  # a list of words that has `unknown` among them leaves no word open
            return not any(isinstance(term, Constant) and term.value == UNKNOWN for term in condition.arguments)
        predicate = condition.atom.predicate
        if predicate in self._concluded:
            return predicate in self._known
        if predicate in _FRAME or predicate.startswith((STATED, DENIED, WITHDRAWN, KIND)):
            return False
        return facts_can_leave_open(condition.atom, self._schemas[predicate.removeprefix(POSSIBLE)])


def is_in_force(rule: Rule, trace: Trace) -> bool:
    """Whether the text of a rule is in force on the day of the run; one that looks at another day tests that itself."""
    return rule.day is not None or covers(rule.in_force, trace.matter.day) is Truth.HOLDS


def bound_variables(rule: Rule) -> frozenset[Variable]:
    """What the positive conditions of a rule bind."""
    positive = [item for item in rule.body if isinstance(item, Literal) and not item.negated]
    return frozenset(variable for item in positive for variable in item.atom.variables())


def solutions(
    conditions: Sequence[Condition],
    trace: Trace,
    bindings: Bindings,
    least: Truth,
    meant: frozenset[Variable] = frozenset(),
) -> Iterator[Bindings]:
    """Ways to satisfy the conditions, each at `least` so; a test of what is `meant` to be bound but is not is left."""
    if not conditions:
        yield bindings
        return
    condition, rest = conditions[0], conditions[1:]
    if isinstance(condition, Literal) and not condition.negated:
        rows = trace.must if least is Truth.HOLDS else trace.may
        for row in rows.get(condition.atom.predicate, ()):
            more = unified(condition.atom.arguments, row, bindings)
            if more is not None:
                yield from solutions(rest, trace, more, least, meant)
    elif needs(condition, bindings, meant) or truth_of(condition, trace, bindings).value >= least.value:
        yield from solutions(rest, trace, bindings, least, meant)


def needs(condition: Condition, bindings: Bindings, meant: frozenset[Variable]) -> bool:
    """Whether a condition looks at something that is meant to be bound and is not."""
    terms = condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments
    return any(isinstance(term, Variable) and term in meant and term not in bindings for term in terms)


def truth_of(condition: Condition, trace: Trace, bindings: Bindings) -> Truth:
    """Whether a condition holds with some values; what is not bound stands for anything."""
    if isinstance(condition, Comparison):
        values = [term.value if isinstance(term, Constant) else bindings.get(term) for term in condition.arguments]
        truth = TESTS[condition.name](*values)
        return negation(truth) if condition.negated else truth
    predicate, arguments = condition.atom.predicate, condition.atom.arguments
    truth = Truth.FAILS
    if any(unified(arguments, row, bindings) is not None for row in trace.may.get(predicate, ())):
        sure = any(unified(arguments, row, bindings) is not None for row in trace.must.get(predicate, ()))
        truth = Truth.HOLDS if sure else Truth.UNDETERMINED
    return negation(truth) if condition.negated else truth


def unified(terms: tuple[Term, ...], row: Row, bindings: Bindings) -> Bindings | None:
    """The bindings with what a row adds to them; `None` where the row says otherwise."""
    more = dict(bindings)
    for term, value in zip(terms, row, strict=True):
        known = term.value if isinstance(term, Constant) else more.get(term)
        if known is None and isinstance(term, Variable):
            more[term] = value
        elif known != value:
            return None
    return more
