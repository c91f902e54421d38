"""What a rule concluded in a traced run, and where it nearly missed or was left open, read off the traces.

A rule has *fired* where all its conditions hold. What it concluded there is looked for in each variation of the matter:
a condition has had a *near miss* where it alone fails, all the others hold, and the conclusion is gone; a rule has
been left *open* where each of its conditions holds or may hold, and the conclusion is undetermined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decidendi.determinations.reaching import Bindings, bound_variables, is_in_force, needs, solutions, truth_of
from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import Row
from decidendi.reasoning.planning import plan
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import Comparison, Condition, Constant, Program, Rule, Variable


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
    bound = bound_variables(rule)
    return any(
        not (isinstance(condition, Comparison) and needs(condition, bindings, bound))
        and truth_of(condition, trace, bindings) is Truth.FAILS
        for bindings in _solved(rule, others, trace, _of_head(rule, row), Truth.HOLDS, bound)
    )


def is_left_open(rule: Rule, row: Row, trace: Trace) -> bool:
    """Whether the rule may conclude something of what the row is about, and nothing settles it."""
    subject = dict(list(_of_head(rule, row).items())[:1])
    found = _solved(rule, plan(rule), trace, subject, Truth.UNDETERMINED)
    return any(
        trace.truth(rule.head.predicate, _instantiated(rule, bindings)) is Truth.UNDETERMINED for bindings in found
    )


def _solved(
    rule: Rule,
    conditions: Sequence[Condition],
    trace: Trace,
    bindings: Bindings,
    least: Truth,
    meant: frozenset[Variable] = frozenset(),
) -> Iterator[Bindings]:
    return solutions(conditions, trace, bindings, least, meant) if is_in_force(rule, trace) else iter(())


def _instantiated(rule: Rule, bindings: Bindings) -> Row:
    return tuple(term.value if isinstance(term, Constant) else bindings[term] for term in rule.head.arguments)


def _of_head(rule: Rule, row: Row) -> Bindings:
    return {term: value for term, value in zip(rule.head.arguments, row, strict=True) if isinstance(term, Variable)}
