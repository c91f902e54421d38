"""Stratification: the order in which predicates are settled, so that a negated one is finished before it is used.

After Apt, Blair and Walker, "Towards a theory of declarative knowledge" (1988). A cycle through negation is allowed
where it looks back in time, so that what a day rests on is settled by days before it (`looking_back`); any other has no
stratification and is refused with the cycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from decidendi.facts.kinds import PredicateSchema
from decidendi.refusal import Place, Problem
from decidendi.rules.form import Literal, Rule
from decidendi.rules.looking_back import Step, steps_back
from decidendi.rules.sentences import in_words

_Edges = dict[str, list[Step]]
"""For each predicate, what its rules look at."""


@dataclass(frozen=True, slots=True)
class Strata:
    """The predicates that rules conclude, grouped by stratum, lowest first.

    `looking_back` are those whose negation closes a cycle, which is allowed since it looks back in time. What is
    negated of them is left out of the order, and is settled as `reasoning.circles` says.
    """

    groups: tuple[tuple[str, ...], ...]
    looking_back: tuple[str, ...] = ()


def stratify(
    rules: Iterable[Rule], schemas: Mapping[str, PredicateSchema] | None = None
) -> tuple[Strata, Problem | None]:
    """The strata of some rules; or the cycle that forbids them, and then there are none.

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
                edges[rule.head.predicate].append(Step(rule, condition, is_settled))
    levels = _levels(edges)
    if levels is not None:
        return Strata(_grouped(levels)), None
    looking_back = _looking_back(edges)
    if looking_back:
        levels = _levels(_without(edges, looking_back))
        assert levels is not None, "what looks back was chosen so that the rest has an order"
        return Strata(_grouped(levels), looking_back), None
    return Strata(()), _cycle(edges, schemas or {})


def _levels(edges: _Edges) -> dict[str, int] | None:
    """The stratum of each predicate, from 0; `None` where a cycle passes a negation."""
    levels = dict.fromkeys(edges, 0)
    for _ in range(len(levels) + 1):
        changed = False
        for head, steps in edges.items():
            level = max([levels[step.used] + step.is_settled for step in steps], default=0)
            if level > levels[head]:
                levels[head] = level
                changed = True
        if not changed:
            return levels
    return None


def _grouped(levels: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    strata: list[list[str]] = [[] for _ in range(max(levels.values(), default=-1) + 1)]
    for head, level in levels.items():
        strata[level].append(head)
    return tuple(tuple(group) for group in strata)


def _looking_back(edges: _Edges) -> tuple[str, ...]:
    """The fewest negated predicates without whose negation there is an order, if every cycle looks back in time."""
    circles = [circle for circle in _circles(edges) if _levels(circle) is None]
    found: list[str] = []
    for circle in circles:
        back = steps_back(circle)
        if back is None:
            return ()
        onward = {head: [step for step in steps if step not in back] for head, steps in circle.items()}
        if _levels(onward) is None:
            return ()
        negated = sorted({step.used for steps in circle.values() for step in steps if step.condition.negated})
        cuts = (cut for size in range(1, len(negated) + 1) for cut in combinations(negated, size))
        cut = next((cut for cut in cuts if _levels(_without(circle, cut)) is not None), None)
        if cut is None:
            return ()
        found += cut
    return tuple(found)


def _without(edges: _Edges, cut: tuple[str, ...]) -> _Edges:
    """The edges but for the negations of some predicates."""
    return {
        head: [step for step in steps if not (step.condition.negated and step.used in cut)]
        for head, steps in edges.items()
    }


def _circles(edges: _Edges) -> list[_Edges]:
    """The groups of predicates that rest on one another, with the edges inside each."""
    reached = {head: _reachable(edges, head) for head in edges}
    found: list[_Edges] = []
    seen: set[str] = set()
    for head in edges:
        if head in seen or head not in reached[head]:
            continue
        group = {other for other in reached[head] if head in reached[other]}
        seen |= group
        found.append({name: [step for step in edges[name] if step.used in group] for name in sorted(group)})
    return found


def _reachable(edges: _Edges, start: str) -> set[str]:
    seen: set[str] = set()
    queue = [start]
    while queue:
        for step in edges.get(queue.pop(), ()):
            if step.used not in seen:
                seen.add(step.used)
                queue.append(step.used)
    return seen


def _cycle(edges: _Edges, schemas: Mapping[str, PredicateSchema]) -> Problem:
    """The shortest cycle that passes a negation, told from the rule that negates."""
    best: tuple[list[tuple[str, Rule]], str, Rule] | None = None
    for head, steps in edges.items():
        for step in steps:
            if step.is_settled:
                path = _path(edges, step.used, head)
                if path is not None and (best is None or len(path) < len(best[0])):
                    best = (path, step.used, step.rule)
    assert best is not None, "levels diverge only where a cycle passes a negation"
    path, negated_in_rule, rule = best

    def said(name: str) -> str:
        return f"`{in_words(schemas[name]) if name in schemas else name}`"

    def where(place: Place) -> str:
        return f"(line {place.line})" if place.file == rule.place.file else f"({place})"

    told = [f"{said(rule.head.predicate)} only where it is not so that {said(negated_in_rule)} {where(rule.place)}"]
    told += [f"which rests on whether {said(name)} {where(step.place)}" for name, step in path]
    return Problem(
        rule.place,
        "cycle through negation",
        "let one of these rules rest on facts, on terms settled before, or on what was so on an earlier day",
        expected="that what is negated can be settled first",
        found=", ".join(told),
    )


def _path(edges: _Edges, start: str, goal: str) -> list[tuple[str, Rule]] | None:
    """The shortest way along dependencies from one predicate to another."""
    if start == goal:
        return []
    seen = {start}
    queue: list[tuple[str, list[tuple[str, Rule]]]] = [(start, [])]
    while queue:
        name, path = queue.pop(0)
        for step in edges.get(name, ()):
            if step.used == goal:
                return [*path, (step.used, step.rule)]
            if step.used not in seen:
                seen.add(step.used)
                queue.append((step.used, [*path, (step.used, step.rule)]))
    return None
