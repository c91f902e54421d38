"""The order in which rules, and the conditions of a rule, are evaluated."""

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


def components(stratum: tuple[str, ...], rules: tuple[Rule, ...]) -> list[tuple[tuple[str, ...], bool]]:
    """The strongly connected groups of a stratum, dependencies first (Tarjan, 1972); which are recursive."""
    members = set(stratum)
    uses = {
        name: sorted(
            {
                condition.atom.predicate
                for rule in rules
                if rule.head.predicate == name
                for condition in rule.body
                if isinstance(condition, Literal) and not condition.negated and condition.atom.predicate in members
            }
        )
        for name in stratum
    }
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[tuple[tuple[str, ...], bool]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for used in uses[name]:
            if used not in order:
                visit(used)
                low[name] = min(low[name], low[used])
            elif used in stack:
                low[name] = min(low[name], order[used])
        if low[name] == order[name]:
            group: list[str] = []
            while True:
                member = stack.pop()
                group.append(member)
                if member == name:
                    break
            groups.append((tuple(sorted(group)), len(group) > 1 or name in uses[name]))

    for name in stratum:
        if name not in order:
            visit(name)
    return groups
