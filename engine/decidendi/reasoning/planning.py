"""The order in which the conditions of a rule are evaluated; both evaluators follow it."""

from __future__ import annotations

from decidendi.rules.form import Comparison, Condition, Constant, Literal, Rule, Variable


def plan(rule: Rule) -> tuple[Condition, ...]:
    """Conditions reordered: each test as soon as its variables are bound, joins on what is bound first.

    Among the positive conditions the one with most arguments already bound comes next; ties keep the order of the
    rule. Every test ends up behind what binds it, since rules are safe.
    """
    waiting = list(rule.body)
    bound: set[Variable] = set()
    binding = {variable for literal in positive_conditions(rule) for variable in literal.atom.variables()}
    ordered: list[Condition] = []
    while waiting:
        ready = next((c for c in waiting if _is_ready(c, bound, binding)), None)
        if ready is None:
            positive = [c for c in waiting if isinstance(c, Literal) and not c.negated]
            ready = max(positive, key=lambda c: (_bound_count(c, bound), -waiting.index(c)))
            bound.update(ready.atom.variables())
        waiting.remove(ready)
        ordered.append(ready)
    return tuple(ordered)


def _is_ready(condition: Condition, bound: set[Variable], binding: set[Variable]) -> bool:
    if isinstance(condition, Comparison):
        return all(term in bound for term in condition.arguments if isinstance(term, Variable))
    # A variable that some positive condition binds means one thing; only the others stand for anything at all.
    return condition.negated and all(
        term in bound or term not in binding for term in condition.atom.arguments if isinstance(term, Variable)
    )


def _bound_count(literal: Literal, bound: set[Variable]) -> int:
    return sum(isinstance(term, Constant) or term in bound for term in literal.atom.arguments)


def positive_conditions(rule: Rule) -> tuple[Literal, ...]:
    """The positive conditions of a rule, as written: premises of a derivation stand in this order."""
    return tuple(c for c in rule.body if isinstance(c, Literal) and not c.negated)
