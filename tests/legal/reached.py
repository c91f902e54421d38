"""Which rules and conditions a set of traces has put to the test, read off the traces.

A rule has *fired* where all its conditions hold. What it concluded there is looked for in each variation of the matter:
a condition has had a *near miss* where it alone fails, all the others hold, and the conclusion is gone; a rule has
been left *open* where each of its conditions holds or may hold, and the conclusion is undetermined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from decidendi.facts.periods import Truth, covers
from decidendi.facts.things import ATTRIBUTES
from decidendi.reasoning.matter import Row
from decidendi.reasoning.planning import plan
from decidendi.reasoning.trace import Trace
from decidendi.rules.comparisons import TESTS, negation
from decidendi.rules.form import (
    DAY,
    DAY_ASKED,
    DENIED,
    KIND,
    READING,
    STATED,
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
_FRAME = (DAY, DAY_ASKED, READING, KIND + "party")
_REQUIRED = frozenset(item.predicate.name for items in ATTRIBUTES.values() for item in items if item.required)
"""What every fact set must say, so that no facts can make it fail."""


def can_fail(condition: Condition) -> bool:
    """Whether facts can make a condition fail: not what the engine adds, nor what is so of every matter."""
    if isinstance(condition, Comparison):
        return True
    return bool(condition.text) and condition.atom.predicate not in (*_FRAME, *_REQUIRED)


def can_be_open(program: Program) -> list[Rule]:
    """The rules that a fact set can leave open: not those that rest only on what a source says."""
    concluded = {rule.head.predicate for rule in program.rules}
    known: set[str] = set()
    while True:
        rules = [rule for rule in program.rules if any(_can_be_open(item, concluded, known) for item in rule.body)]
        more = {rule.head.predicate for rule in rules}
        if more <= known:
            return rules
        known |= more


def _can_be_open(condition: Condition, concluded: set[str], known: set[str]) -> bool:
    if isinstance(condition, Comparison):
        return True
    predicate = condition.atom.predicate
    if predicate in concluded:
        return predicate in known
    return predicate not in _FRAME and not predicate.startswith((STATED, DENIED, KIND))


def instances(program: Program, trace: Trace) -> dict[str, list[Row]]:
    """By rule, what it concluded in a traced run."""
    found: dict[str, dict[Row, None]] = {}
    for (_, row), derivations in trace.derivations.items():
        for derivation in derivations:
            found.setdefault(program.rules[derivation.rule].identifier, {})[row] = None
    return {identifier: list(rows) for identifier, rows in found.items()}


def nearly_misses(rule: Rule, condition: Condition, row: Row, trace: Trace) -> bool:
    """Whether this condition alone keeps the rule from concluding the row, which does not follow otherwise."""
    if row in trace.must.get(rule.head.predicate, ()):
        return False
    others = [other for other in plan(rule) if other is not condition]
    return any(
        not (isinstance(condition, Comparison) and _needs(condition, bindings, _bound(rule)))
        and _truth(condition, trace, bindings) is Truth.FAILS
        for bindings in _solutions(
            others, trace, _of_head(rule, row), Truth.HOLDS, _in_force(rule, trace), _bound(rule)
        )
    )


def is_left_open(rule: Rule, row: Row, trace: Trace) -> bool:
    """Whether the rule may conclude something of what the row is about, and nothing settles it."""
    subject = dict(list(_of_head(rule, row).items())[:1])
    found = _solutions(plan(rule), trace, subject, Truth.UNDETERMINED, _in_force(rule, trace))
    return any(
        trace.truth(rule.head.predicate, _instantiated(rule, bindings)) is Truth.UNDETERMINED for bindings in found
    )


def _instantiated(rule: Rule, bindings: Bindings) -> Row:
    return tuple(term.value if isinstance(term, Constant) else bindings[term] for term in rule.head.arguments)


def _of_head(rule: Rule, row: Row) -> Bindings:
    return {term: value for term, value in zip(rule.head.arguments, row, strict=True) if isinstance(term, Variable)}


def _in_force(rule: Rule, trace: Trace) -> bool:
    return rule.day is not None or covers(rule.in_force, trace.matter.day) is Truth.HOLDS


def _bound(rule: Rule) -> frozenset[Variable]:
    """What the positive conditions of a rule bind."""
    positive = [item for item in rule.body if isinstance(item, Literal) and not item.negated]
    return frozenset(variable for item in positive for variable in item.atom.variables())


def _solutions(
    conditions: Sequence[Condition],
    trace: Trace,
    bindings: Bindings,
    least: Truth,
    active: bool,
    meant: frozenset[Variable] = frozenset(),
) -> Iterator[Bindings]:
    """Ways to satisfy the conditions; a test of something `meant` to be bound that is not is left aside."""
    if not active:
        return
    if not conditions:
        yield bindings
        return
    condition, rest = conditions[0], conditions[1:]
    if isinstance(condition, Literal) and not condition.negated:
        rows = trace.must if least is Truth.HOLDS else trace.may
        for row in rows.get(condition.atom.predicate, ()):
            more = _unified(condition.atom.arguments, row, bindings)
            if more is not None:
                yield from _solutions(rest, trace, more, least, active, meant)
    elif _needs(condition, bindings, meant) or _truth(condition, trace, bindings).value >= least.value:
        yield from _solutions(rest, trace, bindings, least, active, meant)


def _needs(condition: Condition, bindings: Bindings, meant: frozenset[Variable]) -> bool:
    terms = condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments
    return any(isinstance(term, Variable) and term in meant and term not in bindings for term in terms)


def _truth(condition: Condition, trace: Trace, bindings: Bindings) -> Truth:
    if isinstance(condition, Comparison):
        values = [term.value if isinstance(term, Constant) else bindings.get(term) for term in condition.arguments]
        truth = TESTS[condition.name](*values)
        return negation(truth) if condition.negated else truth
    predicate, arguments = condition.atom.predicate, condition.atom.arguments
    truth = Truth.FAILS
    if any(_unified(arguments, row, bindings) is not None for row in trace.may.get(predicate, ())):
        sure = any(_unified(arguments, row, bindings) is not None for row in trace.must.get(predicate, ()))
        truth = Truth.HOLDS if sure else Truth.UNDETERMINED
    return negation(truth) if condition.negated else truth


def _unified(terms: tuple[Term, ...], row: tuple[Any, ...], bindings: Bindings) -> Bindings | None:
    more = dict(bindings)
    for term, value in zip(terms, row, strict=True):
        known = term.value if isinstance(term, Constant) else more.get(term)
        if known is None and isinstance(term, Variable):
            more[term] = value
        elif known != value:
            return None
    return more
