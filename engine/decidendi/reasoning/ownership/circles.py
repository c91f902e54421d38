"""Entities that own each other: the integrated share, which counts what comes round, beside the verdict.

In a circle the shares that blocked persons hold come round again: 40 percent of A, of which B holds 60 percent, of
which A holds 60 percent, is an integrated share of 40 / (1 - 0.36) = 62.5 percent. The verdict does not follow it; it
is worth a caution where it comes up to the threshold.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from decidendi.reasoning.ownership.solving import Solution

LARGEST_CIRCLE: Final = 60
"""Entities in one circle beyond which the integrated share is not worked out."""


def integrated_shares(solution: Solution) -> dict[str, Fraction]:
    """For entities in circles that are not reached: the integrated share of those reached, percent, at the least."""
    owners = solution.graph.owners()
    found: dict[str, Fraction] = {}
    for circle in circles({entity: [stake.owner for stake in stakes] for entity, stakes in owners.items()}):
        if len(circle) > LARGEST_CIRCLE or all(name in solution.must for name in circle):
            continue
        names = sorted(circle)
        index = {name: number for number, name in enumerate(names)}
        rows: list[list[Fraction]] = []
        for name in names:
            row = [Fraction(int(name == other)) for other in names]
            outside = Fraction(0)
            for stake in owners[name]:
                share = stake.share.lower / 100
                if stake.owner in index and stake.owner not in solution.must:
                    row[index[stake.owner]] -= share
                elif stake.owner in solution.must:
                    outside += share
            rows.append([*row, outside])
        for name, value in zip(names, _solved(rows), strict=True):
            if name not in solution.must and value is not None:
                found[name] = value * 100
    return found


def circles(edges: dict[str, list[str]]) -> list[set[str]]:
    """The groups of two or more that reach each other (strongly connected components; Tarjan 1972), and self-owners."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[set[str]] = []
    for root, first in edges.items():
        if root in order:
            continue
        work = [(root, iter(first))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, others = work[-1]
            for other in others:
                if other not in order:
                    order[other] = low[other] = len(order)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(edges.get(other, ()))))
                    break
                if other in on_stack:
                    low[name] = min(low[name], order[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    group: set[str] = set()
                    while name not in group:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.add(member)
                    if len(group) > 1:
                        found.append(group)
    return found


def _solved(rows: list[list[Fraction]]) -> list[Fraction | None]:
    """The solution of linear equations by elimination; `None` where a circle owns all of itself."""
    size = len(rows)
    for column in range(size):
        pivot = next((row for row in range(column, size) if rows[row][column]), None)
        if pivot is None:
            return [None] * size
        rows[column], rows[pivot] = rows[pivot], rows[column]
        factor = rows[column][column]
        rows[column] = [value / factor for value in rows[column]]
        for row in range(size):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]
