"""Stratification: the order in which predicates are settled, so that a negated one is finished before it is used.

After Apt, Blair and Walker, "Towards a theory of declarative knowledge" (1988). A cycle through negation has no
stratification and is refused with the cycle.
"""

from __future__ import annotations

from collections.abc import Iterable

from decidendi.refusal import Problem
from decidendi.rules.form import Literal, Rule


def stratify(rules: Iterable[Rule]) -> tuple[tuple[tuple[str, ...], ...], Problem | None]:
    """The predicates that the rules conclude, grouped by stratum, lowest first; or the cycle that forbids it."""
    rules = tuple(rules)
    heads = {rule.head.predicate for rule in rules}
    edges: dict[str, list[tuple[str, bool, Rule]]] = {head: [] for head in sorted(heads)}
    for rule in rules:
        for condition in rule.body:
            if isinstance(condition, Literal) and condition.atom.predicate in heads:
                edges[rule.head.predicate].append((condition.atom.predicate, condition.negated, rule))
    levels = dict.fromkeys(edges, 0)
    for _ in range(len(levels) + 1):
        changed = False
        for head, uses in edges.items():
            level = max([levels[used] + negated for used, negated, _ in uses], default=0)
            if level > levels[head]:
                levels[head] = level
                changed = True
        if not changed:
            break
    else:
        return (), _cycle(edges)
    strata: list[list[str]] = [[] for _ in range(max(levels.values(), default=-1) + 1)]
    for head, level in levels.items():
        strata[level].append(head)
    return tuple(tuple(group) for group in strata), None


def _cycle(edges: dict[str, list[tuple[str, bool, Rule]]]) -> Problem:
    """The shortest cycle that passes a negation, told from the rule that negates."""
    best: tuple[list[tuple[str, Rule]], Rule] | None = None
    for head, uses in edges.items():
        for used, negated, rule in uses:
            if negated:
                path = _path(edges, used, head)
                if path is not None and (best is None or len(path) < len(best[0])):
                    best = (path, rule)
    assert best is not None, "levels diverge only where a cycle passes a negation"
    path, rule = best
    steps = [f"`{rule.head.predicate}` needs that `{_negated_in(rule, path, edges)}` fails (line {rule.place.line})"]
    steps += [f"which `{name}` is needed for (line {step.place.line})" for name, step in path]
    return Problem(
        rule.place,
        "cycle through negation",
        "let one of these rules rest on facts or on terms that come before",
        expected="that what is negated can be settled first",
        found=", ".join(steps),
    )


def _negated_in(rule: Rule, path: list[tuple[str, Rule]], edges: dict[str, list[tuple[str, bool, Rule]]]) -> str:
    for used, negated, origin in edges[rule.head.predicate]:
        if negated and origin is rule and _path(edges, used, rule.head.predicate) is not None:
            return used
    return path[0][0] if path else rule.head.predicate


def _path(edges: dict[str, list[tuple[str, bool, Rule]]], start: str, goal: str) -> list[tuple[str, Rule]] | None:
    """The shortest way along dependencies from one predicate to another."""
    if start == goal:
        return []
    seen = {start}
    queue: list[tuple[str, list[tuple[str, Rule]]]] = [(start, [])]
    while queue:
        name, path = queue.pop(0)
        for used, _, rule in edges.get(name, ()):
            if used == goal:
                return [*path, (used, rule)]
            if used not in seen:
                seen.add(used)
                queue.append((used, [*path, (used, rule)]))
    return None
