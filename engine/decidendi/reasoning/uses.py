"""What rules look at: the predicates of a program, and those that some conclusions may rest on."""

from __future__ import annotations

from decidendi.rules.form import PARAMETER, Literal, Program


def used_predicates(program: Program) -> frozenset[str]:
    """The predicates that some rule looks at."""
    found = {
        condition.atom.predicate for rule in program.rules for condition in rule.body if isinstance(condition, Literal)
    }
    if any(rule.sum is not None and isinstance(rule.sum.threshold, str) for rule in program.rules):
        found.add(PARAMETER)
    return frozenset(found)


def reachable(program: Program, goals: list[str]) -> set[str]:
    """Every predicate that the conclusions about the goals may look at."""
    uses: dict[str, set[str]] = {}
    for rule in program.rules:
        found = uses.setdefault(rule.head.predicate, set())
        found.update(c.atom.predicate for c in rule.body if isinstance(c, Literal))
    seen: set[str] = set()
    queue = list(goals)
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += uses.get(name, ())
    return seen
