"""Why someone is reached: the fewest holdings at each step, none of which can be dropped, from the seeds down.

At each entity, reached owners of a smaller step are taken, the largest share first, until they are enough; the last
one taken is the smallest, so without any of them the sum falls short. Steps fall along a proof, so none is circular.
A support that is smallest of all is not promised: to find it is as hard as covering sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from decidendi.reasoning.ownership.graph import Stake
from decidendi.reasoning.ownership.solving import Solution
from decidendi.reasoning.ownership.tables import Table
from decidendi.rules.regime import Together


@dataclass(frozen=True, slots=True)
class Step:
    """One entity that is reached, and by which holdings.

    Attributes:
        entity: who is reached.
        rank: the step at which it is.
        stakes: the holdings that are enough, largest first.
        amount: percent that they certainly make.
        others: where the owners are all stated, the other holdings, whose upper ends leave the rest to those above.
    """

    entity: str
    rank: int
    stakes: tuple[Stake, ...]
    amount: Fraction
    others: tuple[Stake, ...] = ()


def support(solution: Solution, entity: str) -> tuple[Step, ...]:
    """The steps by which an entity is certainly reached, first those nearest to the seeds.

    Empty where it is blocked on its own or not certainly reached.
    """
    steps: dict[str, Step] = {}
    queue = [entity]
    for name in queue:
        if name in steps or not solution.must.get(name):
            continue
        steps[name] = step = _step(solution, name)
        queue += [stake.owner for stake in step.stakes]
    return tuple(sorted(steps.values(), key=lambda step: (step.rank, step.entity)))


def _step(solution: Solution, entity: str) -> Step:
    table = solution.tables[entity]
    rank = solution.must[entity]
    able = [
        position
        for position, stake in enumerate(table.stakes)
        if solution.must.get(stake.owner, rank) < rank and table.upper[position] > 0
    ]
    able.sort(key=lambda position: (-table.lower[position], table.stakes[position].owner, position))
    if solution.regime.together is Together.EACH_ALONE:
        for owner in dict.fromkeys(table.stakes[position].owner for position in able):
            theirs = [position for position in able if table.stakes[position].owner == owner]
            if chosen := _enough(table, theirs):
                return _made(table, rank, chosen)
        return _rest(table, rank, able, alone=True)
    return _made(table, rank, chosen) if (chosen := _enough(table, able)) else _rest(table, rank, able, alone=False)


def _enough(table: Table, positions: list[int]) -> list[int]:
    amount = 0
    for count, position in enumerate(positions, start=1):
        amount += table.lower[position]
        if amount >= table.goal:
            return positions[:count]
    return []


def _made(table: Table, rank: int, chosen: list[int]) -> Step:
    amount = table.percent_at_least(sum(table.lower[position] for position in chosen))
    return Step(table.entity, rank, tuple(table.stakes[position] for position in chosen), amount)


def _rest(table: Table, rank: int, able: list[int], *, alone: bool) -> Step:
    """By what the others leave: the owners are all stated, and the others can hold no more than so much."""
    chosen = list(able)
    if not alone:
        for position in sorted(able, key=lambda position: table.upper[position]):
            fewer = [other for other in chosen if other != position]
            if fewer and _left(table, fewer) >= table.goal:
                chosen = fewer
    others = [position for position in range(len(table.stakes)) if position not in chosen]
    amount = table.percent_at_least(max(0, _left(table, chosen)))
    return Step(
        table.entity,
        rank,
        tuple(table.stakes[position] for position in chosen),
        amount,
        tuple(table.stakes[position] for position in others),
    )


def _left(table: Table, chosen: list[int]) -> int:
    kept = set(chosen)
    return table.whole - sum(high for position, high in enumerate(table.upper) if position not in kept)
