"""What a sum rests on: shares that reach the threshold, of which none can be dropped and none rests on the sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from decidendi.facts.amounts import Share
from decidendi.reasoning.matter import Row
from decidendi.reasoning.trace import Derivation
from decidendi.rules.form import Sum
from decidendi.rules.sums import must_reach, table

Cost = tuple[int, int]
CostOf = Callable[[str, Row], Cost | None]


@dataclass(frozen=True, slots=True)
class Unit:
    """One summand of a firing: the rows of the table that state its share, and the row that says that it counts."""

    shares: tuple[Row, ...]
    counted: Row


def units_of(derivation: Derivation) -> tuple[Unit, ...]:
    """The units of a firing of a sum. Rows of its table are the longest; those that say what counts lack the share."""
    longest = max(map(len, derivation.premises), default=0)
    shares: dict[Row, list[Row]] = {}
    for row in derivation.premises:
        if len(row) == longest:
            shares.setdefault(row[:-1], []).append(row)
    return tuple(Unit(tuple(shares[row]), row) for row in derivation.premises if row in shares)


def support(
    rule: Sum, threshold: Share, derivation: Derivation, table_name: str, counted_name: str, cost_of: CostOf
) -> tuple[Cost, tuple[Unit, ...]] | None:
    """The units of a firing that are proved already and reach the threshold, the best proved and largest first.

    No unit can be dropped: what the others do not need is left out. `None` where what is proved does not reach it.
    """
    longest = max(map(len, derivation.premises), default=0)
    rows = [row for row in derivation.premises if len(row) == longest]
    is_whole = any(len(row) == rule.group for row in derivation.premises)

    def reaches(units: list[Unit]) -> bool:
        summands = table(rule, rows, rows, frozenset(unit.counted for unit in units))
        return must_reach(rule, summands, threshold, is_whole=is_whole)

    costs: dict[Unit, Cost] = {}
    for unit in units_of(derivation):
        found = [cost_of(table_name, row) for row in unit.shares] + [cost_of(counted_name, unit.counted)]
        known = [cost for cost in found if cost is not None]
        if len(known) == len(found):
            costs[unit] = (max(grade for grade, _ in known), max(height for _, height in known))
    chosen: list[Unit] = []
    for unit in sorted(costs, key=lambda item: (costs[item], -_least(item), tuple(map(str, item.counted)))):
        if reaches(chosen):
            break
        chosen.append(unit)
    if not reaches(chosen):
        return None
    for unit in sorted(chosen, key=_least):
        rest = [other for other in chosen if other is not unit]
        if reaches(rest):
            chosen = rest
    worst = [costs[unit] for unit in chosen]
    cost = (max((grade for grade, _ in worst), default=-1), max((height for _, height in worst), default=0) + 1)
    return cost, tuple(chosen)


def _least(unit: Unit) -> Fraction:
    return min((row[-1].lower for row in unit.shares), default=Fraction(0))
