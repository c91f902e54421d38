"""Why someone is not reached: the most that reached owners may hold, how far that is from enough, and who is left out.

Beside the sum stands the cut: the entities upstream, each of which stays below the threshold in every assignment.
Together they are closed, so nothing can reach the entity through them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from decidendi.reasoning.ownership.graph import Stake
from decidendi.reasoning.ownership.solving import Solution


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An owner whose holding does not count, and the most that reached owners may hold of that owner.

    `most` is `None` where no holding in the owner is recorded; `individual` tells that it is a natural person.
    """

    stake: Stake
    most: Fraction | None
    individual: bool


@dataclass(frozen=True, slots=True)
class Refutation:
    """Why an entity is not reached.

    Attributes:
        entity: the entity.
        counted: the holdings of owners who are or may be reached.
        most: percent that they may make at most.
        margin: percent that is missing; 0 where the threshold itself is only just not attained.
        left_out: the holdings that do not count.
        cut: upstream entities that are not reached either, with the most that reached owners may hold of each.
        individual: whether the entity is a natural person, whom ownership never reaches.
    """

    entity: str
    counted: tuple[Stake, ...]
    most: Fraction
    margin: Fraction
    left_out: tuple[LeftOut, ...]
    cut: tuple[tuple[str, Fraction], ...]
    individual: bool


def refutation(solution: Solution, entity: str) -> Refutation:
    """Why an entity that is not in `may` is not."""
    table = solution.tables.get(entity)
    stakes = table.stakes if table else ()
    most = solution.share_may(entity)
    left_out = [
        LeftOut(
            stake,
            solution.share_may(stake.owner) if stake.owner in solution.tables else None,
            stake.owner in solution.graph.individuals,
        )
        for stake in stakes
        if stake.owner not in solution.may
    ]
    return Refutation(
        entity,
        tuple(stake for stake in stakes if stake.owner in solution.may),
        most,
        max(Fraction(0), solution.regime.threshold - most),
        tuple(left_out),
        _cut(solution, entity),
        entity in solution.graph.individuals,
    )


def _cut(solution: Solution, entity: str) -> tuple[tuple[str, Fraction], ...]:
    queue = [entity]
    seen = {entity}
    for name in queue:
        table = solution.tables.get(name)
        for stake in table.stakes if table else ():
            if stake.owner not in seen and stake.owner not in solution.may and stake.owner in solution.tables:
                seen.add(stake.owner)
                queue.append(stake.owner)
    return tuple((name, solution.share_may(name)) for name in sorted(seen - {entity}))
