"""Who directly holds how much of whom on one day, each share as the range in which it lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from decidendi.facts.amounts import WHOLE, Share


@dataclass(frozen=True, slots=True)
class Stake:
    """What one owner directly holds of one entity, one instrument, on the day.

    Attributes:
        owner: the holder.
        entity: what is held.
        share: the range in which the share lies, percent. Where it is only possible that the owner holds on that day,
            the lower end is 0.
        held: the share that is held if anything is held.
        certain: whether it is certain that the owner holds on that day.
        records: indices of the records of the register that the stake is made from.
    """

    owner: str
    entity: str
    share: Share
    held: Share
    certain: bool = True
    records: tuple[int, ...] = ()


@dataclass(frozen=True)
class Graph:
    """The stakes of one day and who is blocked on their own.

    Attributes:
        stakes: at most one for each owner, entity and instrument.
        certain_seeds: who certainly is blocked on their own.
        possible_seeds: who may be, the certain ones among them.
        individuals: who is never reached through ownership.
        complete: entities whose owners are declared to be all stated, so that their shares make exactly 100.
        others: who is named besides.
    """

    stakes: tuple[Stake, ...]
    certain_seeds: frozenset[str]
    possible_seeds: frozenset[str]
    individuals: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def owners(self) -> dict[str, list[Stake]]:
        """The stakes held in each entity."""
        found: dict[str, list[Stake]] = defaultdict(list)
        for stake in self.stakes:
            found[stake.entity].append(stake)
        return found

    def names(self) -> list[str]:
        """Everyone that the graph names, sorted."""
        names = set(self.possible_seeds) | self.certain_seeds | self.others
        for stake in self.stakes:
            names.add(stake.owner)
            names.add(stake.entity)
        return sorted(names)

    def upstream(self, entity: str) -> Graph:
        """The part that can bear on an entity: its owners, their owners, and so on."""
        owners = self.owners()
        seen = {entity}
        queue = [entity]
        for name in queue:
            for stake in owners.get(name, ()):
                if stake.owner not in seen:
                    seen.add(stake.owner)
                    queue.append(stake.owner)
        return Graph(
            tuple(stake for stake in self.stakes if stake.entity in seen),
            self.certain_seeds & seen,
            self.possible_seeds & seen,
            self.individuals & seen,
            self.complete & seen,
        )

    def replacing(self, changes: Mapping[int, Stake]) -> Graph:
        """The same graph with other stakes at some positions."""
        stakes = tuple(changes.get(position, stake) for position, stake in enumerate(self.stakes))
        return replace(self, stakes=stakes)


def exact_share(percent: Fraction | int) -> Share:
    """A share that is known exactly.

    >>> str(exact_share(50))
    '50 percent'
    """
    value = Fraction(percent)
    return Share(value, value)


def stakes_of(holdings: Iterable[tuple[str, str, Share]]) -> tuple[Stake, ...]:
    """Stakes from owner, entity and share, each certain."""
    return tuple(Stake(owner, entity, share, share) for owner, entity, share in holdings)


UNKNOWN_SHARE = Share(Fraction(0), WHOLE)
