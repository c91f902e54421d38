"""Who must and who may be reached: two least fixpoints over whole numbers, each holding looked at once.

*Must*: an entity is reached where, in every assignment of shares that fits the ranges, reached owners hold enough.
*May*: where they do in some. Both start from those who are blocked on their own and grow along holdings; a circle of
entities that own each other starts nothing, since a least fixpoint has no ground in itself. Both are exact: `may` is
attained by one assignment for all entities at once, `must` is what all assignments have in common, because the ranges
of one entity never depend on those of another.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction

from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Graph
from decidendi.reasoning.ownership.network import Network, network_of
from decidendi.reasoning.ownership.tables import Table, tables_of
from decidendi.rules.regime import Regime, Remainder, Together

NOT_REACHED = -1


@dataclass(frozen=True)
class Solution:
    """What follows on one day.

    `must` and `may` give, for everyone reached, the step at which they were: 0 for those blocked on their own, and
    for others one more than the owner that was counted last. Owners of a smaller step are enough to reach an entity,
    so a proof along falling steps is never circular.
    """

    graph: Graph
    regime: Regime
    tables: dict[str, Table] = field(repr=False)
    must: dict[str, int]
    may: dict[str, int]

    def status(self, name: str) -> Truth:
        """Whether someone is reached: certainly, possibly or not."""
        if name in self.must:
            return Truth.HOLDS
        return Truth.UNDETERMINED if name in self.may else Truth.FAILS

    def names(self) -> list[str]:
        """Everyone that the graph names, sorted."""
        return self.graph.names()

    def share_must(self, entity: str) -> Fraction:
        """The least, in percent, that reached owners hold of an entity in any assignment.

        Where each owner counts alone, the most that one of them holds for certain. 0 where no holding is stated.
        """
        table = self.tables.get(entity)
        return table.percent_at_least(least(table, self.must, self.regime)) if table else Fraction(0)

    def share_may(self, entity: str) -> Fraction:
        """The most, in percent, that reached owners (one of them, where each counts alone) hold in any assignment."""
        table = self.tables.get(entity)
        if table is not None:
            return table.percent_at_most(most(table, self.may, self.regime))
        return Fraction(100 if self.regime.remainder is Remainder.UNDETERMINED else 0)


def least(table: Table, reached: dict[str, int], regime: Regime) -> int:
    """The least that those reached hold of an entity, scaled."""
    if regime.together is Together.EACH_ALONE:
        owners = {stake.owner for stake in table.stakes if stake.owner in reached}
        return max((_least_of(table, {owner}) for owner in owners), default=0)
    return _least_of(table, reached.keys())


def _least_of(table: Table, owners: Collection[str]) -> int:
    held = sum(low for low, stake in zip(table.lower, table.stakes, strict=True) if stake.owner in owners)
    if not table.complete:
        return held
    others = sum(high for high, stake in zip(table.upper, table.stakes, strict=True) if stake.owner not in owners)
    return max(held, table.whole - others)


def most(table: Table, reached: dict[str, int], regime: Regime) -> int:
    """The most that those reached may hold of an entity, scaled."""
    undisclosed = regime.remainder is Remainder.UNDETERMINED and not table.complete
    if regime.together is Together.EACH_ALONE:
        owners = {stake.owner for stake in table.stakes if stake.owner in reached}
        ends = [_most_of(table, {owner}, undisclosed=False) for owner in owners]
        if undisclosed:
            ends.append(table.whole - sum(table.lower))
        return max(ends, default=0)
    return _most_of(table, reached.keys(), undisclosed=undisclosed)


def _most_of(table: Table, owners: Collection[str], *, undisclosed: bool) -> int:
    left = table.whole
    held = 0
    for low, high, stake in zip(table.lower, table.upper, table.stakes, strict=True):
        if stake.owner in owners:
            held += high
        else:
            left -= low
    return left if undisclosed else min(held, left)


def solve(graph: Graph, regime: Regime) -> Solution:
    """Decide who is reached.

    Args:
        graph: stakes and seeds of one day.
        regime: the test.

    Raises:
        Refusal: a share lies outside 0 to 100, or a table that is declared complete cannot make 100.
    """
    tables = tables_of(graph, regime)
    network = network_of(graph, tables)
    must, may = solve_network(network, regime)
    named = network.names
    return Solution(
        graph,
        regime,
        tables,
        {named[index]: step for index, step in must.items()},
        {named[index]: step for index, step in may.items()},
    )


def solve_network(network: Network, regime: Regime) -> tuple[dict[int, int], dict[int, int]]:
    """The steps at which parties must and may be reached, by number, in the order in which they were."""
    alone = regime.together is Together.EACH_ALONE
    must = _must_alone(network) if alone else _must(network)
    opened = _opened(network) if regime.remainder is Remainder.UNDETERMINED else []
    may = _may_alone(network, opened) if alone else _may(network, opened)
    return must, may


def _must(network: Network) -> dict[int, int]:
    holdings, complete = network.holdings, network.complete
    missing = network.goals.copy()
    # Of complete tables: what those who are not reached may hold at most before the entity is reached.
    spare = {entity: network.total_highs[entity] - network.wholes[entity] + missing[entity] for entity in complete}
    steps = [NOT_REACHED] * len(network.names)
    queue = list(network.certain_seeds)
    for seed in queue:
        steps[seed] = 0
    for owner in queue:
        for entity, low, _ in holdings[owner]:
            if steps[entity] < 0:
                missing[entity] = rest = missing[entity] - low
                if rest <= 0:
                    steps[entity] = steps[owner] + 1
                    queue.append(entity)
        if complete:
            for entity, _, high in holdings[owner]:
                if entity in complete:
                    spare[entity] -= high
                    if spare[entity] <= 0 and steps[entity] < 0:
                        steps[entity] = steps[owner] + 1
                        queue.append(entity)
    return {party: steps[party] for party in queue}


def _may(network: Network, opened: list[int]) -> dict[int, int]:
    holdings, wholes = network.holdings, network.wholes
    missing = network.goals.copy()
    # What those who are not reached hold at least, beyond what they could if the entity were reached.
    barred = [low - whole + goal for low, whole, goal in zip(network.total_lows, wholes, missing, strict=True)]
    steps = [NOT_REACHED] * len(network.names)
    queue = list(network.possible_seeds)
    for seed in queue:
        steps[seed] = 0
    for entity in opened:
        missing[entity] -= wholes[entity]
        if barred[entity] <= 0 and steps[entity] < 0:
            steps[entity] = 1
            queue.append(entity)
    for owner in queue:
        for entity, low, high in holdings[owner]:
            if steps[entity] < 0:
                missing[entity] = rest = missing[entity] - high
                barred[entity] = kept = barred[entity] - low
                if rest <= 0 and kept <= 0:
                    steps[entity] = steps[owner] + 1
                    queue.append(entity)
    return {party: steps[party] for party in queue}


def _opened(network: Network) -> list[int]:
    """Who may have owners that nobody discloses: whoever is no individual and has no complete table."""
    return [
        party
        for party in range(len(network.names))
        if party not in network.complete and party not in network.individuals
    ]


def _must_alone(network: Network) -> dict[int, int]:
    goals, wholes = network.goals, network.wholes
    room = {entity: network.total_highs[entity] for entity in network.complete}
    steps = [NOT_REACHED] * len(network.names)
    queue = list(network.certain_seeds)
    for seed in queue:
        steps[seed] = 0
    for owner in queue:
        for entity, (low, high) in network.held_by(owner).items():
            enough = low >= goals[entity]
            if entity in room:
                # The owners make 100: where each reached one stays below the goal, the others may not suffice.
                room[entity] -= max(0, high - (goals[entity] - 1))
                enough = enough or room[entity] < wholes[entity]
            if enough and steps[entity] < 0:
                steps[entity] = steps[owner] + 1
                queue.append(entity)
    return {party: steps[party] for party in queue}


def _may_alone(network: Network, opened: list[int]) -> dict[int, int]:
    goals = network.goals
    left = [whole - low for whole, low in zip(network.wholes, network.total_lows, strict=True)]
    steps = [NOT_REACHED] * len(network.names)
    queue = list(network.possible_seeds)
    for seed in queue:
        steps[seed] = 0
    for entity in opened:
        if left[entity] >= goals[entity] and steps[entity] < 0:
            steps[entity] = 1
            queue.append(entity)
    for owner in queue:
        for entity, (low, high) in network.held_by(owner).items():
            if min(high, left[entity] + low) >= goals[entity] and steps[entity] < 0:
                steps[entity] = steps[owner] + 1
                queue.append(entity)
    return {party: steps[party] for party in queue}
