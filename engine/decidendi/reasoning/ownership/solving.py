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
from decidendi.reasoning.ownership.stepping import Standing, first_steps
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
    must, may = (
        {network.names[party]: step for party, step in enumerate(steps) if step >= 0}
        for steps in solve_network(network, regime)
    )
    return Solution(graph, regime, tables, must, may)


def solve_network(network: Network, regime: Regime) -> tuple[list[int], list[int]]:
    """The steps at which parties must and may be reached, by number; below 0 for those who are not."""
    opened = _opened(network) if regime.remainder is Remainder.UNDETERMINED else []
    if regime.together is Together.EACH_ALONE:
        return _must_alone(network), _may_alone(network, opened)
    if network.laid and not opened:
        must, may = first_steps(
            network.laid, network.goals, network.barred, network.certain_seeds, network.possible_seeds
        )
    else:
        count = len(network.names)
        must = Standing(*_seeded(count, network.certain_seeds), network.goals.copy(), [])
        may = Standing(*_seeded(count, network.possible_seeds), network.goals.copy(), network.barred.copy())
    return _must(network, must), _may(network, may, opened)


def _seeded(count: int, seeds: list[int]) -> tuple[list[int], list[int]]:
    """The steps where nobody else is reached, and the seeds in their order."""
    steps = [NOT_REACHED] * count
    for seed in seeds:
        steps[seed] = 0
    return steps, list(seeds)


def _must(network: Network, standing: Standing) -> list[int]:
    holdings, complete, missing = network.holdings, network.complete, standing.missing
    # Of complete tables: what those who are not reached may hold at most before the entity is reached.
    spare = {entity: network.total_highs[entity] - network.wholes[entity] + missing[entity] for entity in complete}
    steps, queue = standing.steps, standing.queue
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
    return steps


def _may(network: Network, standing: Standing, opened: list[int]) -> list[int]:
    holdings, wholes = network.holdings, network.wholes
    missing, barred = standing.missing, standing.barred
    steps, queue = standing.steps, standing.queue
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
    return steps


def _opened(network: Network) -> list[int]:
    """Who may have owners that nobody discloses: whoever is no individual and has no complete table."""
    return [
        party
        for party in range(len(network.names))
        if party not in network.complete and party not in network.individuals
    ]


def _must_alone(network: Network) -> list[int]:
    goals, wholes = network.goals, network.wholes
    room = {entity: network.total_highs[entity] for entity in network.complete}
    steps, queue = _seeded(len(network.names), network.certain_seeds)
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
    return steps


def _may_alone(network: Network, opened: list[int]) -> list[int]:
    goals = network.goals
    left = [whole - low for whole, low in zip(network.wholes, network.total_lows, strict=True)]
    steps, queue = _seeded(len(network.names), network.possible_seeds)
    for entity in opened:
        if left[entity] >= goals[entity] and steps[entity] < 0:
            steps[entity] = 1
            queue.append(entity)
    for owner in queue:
        for entity, (low, high) in network.held_by(owner).items():
            if min(high, left[entity] + low) >= goals[entity] and steps[entity] < 0:
                steps[entity] = steps[owner] + 1
                queue.append(entity)
    return steps
