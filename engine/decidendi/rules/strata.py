"""Stratification: the order in which predicates are settled, so that a negated one is finished before it is used.

After Apt, Blair and Walker, "Towards a theory of declarative knowledge" (1988). A cycle through negation has no
stratification and is refused with the cycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decidendi.facts.kinds import PredicateSchema
from decidendi.refusal import Place, Problem
from decidendi.rules.form import Literal, Rule
from decidendi.rules.sentences import in_words

_Edges = dict[str, list[tuple[str, bool, Rule]]]
"""For each predicate, what its rules look at: the predicate used, whether negated, and the rule."""


def stratify(
    rules: Iterable[Rule], schemas: Mapping[str, PredicateSchema] | None = None
) -> tuple[tuple[tuple[str, ...], ...], Problem | None]:
    """The predicates that the rules conclude, grouped by stratum, lowest first; or the cycle that forbids it.

    The cycle is told in the sentences of `schemas`, where these are given.
    """
    rules = tuple(rules)
    heads = {rule.head.predicate for rule in rules}
    edges: _Edges = {head: [] for head in sorted(heads)}
    for rule in rules:
        for position, condition in enumerate(rule.body):
            if isinstance(condition, Literal) and condition.atom.predicate in heads:
                # A sum takes from the whole what is not counted: its table is finished before it.
                is_settled = condition.negated or (rule.sum is not None and position != 1)
                edges[rule.head.predicate].append((condition.atom.predicate, is_settled, rule))
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
        return (), _cycle(edges, schemas or {})
    strata: list[list[str]] = [[] for _ in range(max(levels.values(), default=-1) + 1)]
    for head, level in levels.items():
        strata[level].append(head)
    return tuple(tuple(group) for group in strata), None


def _cycle(edges: _Edges, schemas: Mapping[str, PredicateSchema]) -> Problem:
    """The shortest cycle that passes a negation, told from the rule that negates."""
    best: tuple[list[tuple[str, Rule]], str, Rule] | None = None
    for head, uses in edges.items():
        for used, negated, rule in uses:
            if negated:
                path = _path(edges, used, head)
                if path is not None and (best is None or len(path) < len(best[0])):
                    best = (path, used, rule)
    assert best is not None, "levels diverge only where a cycle passes a negation"
    path, negated_in_rule, rule = best

    def said(name: str) -> str:
        return f"`{in_words(schemas[name]) if name in schemas else name}`"

    def where(place: Place) -> str:
        return f"(line {place.line})" if place.file == rule.place.file else f"({place})"

    steps = [f"{said(rule.head.predicate)} only where it is not so that {said(negated_in_rule)} {where(rule.place)}"]
    steps += [f"which rests on whether {said(name)} {where(step.place)}" for name, step in path]
    return Problem(
        rule.place,
        "cycle through negation",
        "let one of these rules rest on facts, or on terms that can be settled before",
        expected="that what is negated can be settled first",
        found=", ".join(steps),
    )


def _path(edges: _Edges, start: str, goal: str) -> list[tuple[str, Rule]] | None:
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
