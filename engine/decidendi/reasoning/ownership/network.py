"""The tables of a graph as numbered lists, owner by owner, as holdings are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decidendi.reasoning.ownership.graph import Graph
from decidendi.reasoning.ownership.tables import Table


@dataclass(frozen=True, slots=True)
class Network:
    """Parties are numbered in the order of their names.

    `holdings` gives what each owner holds: the entity and both ends, scaled as in the entity's table. `goals`,
    `wholes`, `total_lows` and `total_highs` are by entity.
    """

    names: list[str]
    holdings: list[Sequence[tuple[int, int, int]]]
    goals: list[int]
    wholes: list[int]
    total_lows: list[int]
    total_highs: list[int]
    complete: frozenset[int]
    individuals: frozenset[int]
    certain_seeds: list[int]
    possible_seeds: list[int]

    def held_by(self, owner: int) -> dict[int, tuple[int, int]]:
        """What an owner holds, the instruments of one entity added: both ends by entity."""
        found: dict[int, tuple[int, int]] = {}
        for entity, low, high in self.holdings[owner]:
            lower, upper = found.get(entity, (0, 0))
            found[entity] = (lower + low, upper + high)
        return found


def network_of(graph: Graph, tables: dict[str, Table]) -> Network:
    """The numbered lists of a graph and its tables."""
    names = graph.names()
    index = {name: number for number, name in enumerate(names)}
    held: list[list[tuple[int, int, int]]] = [[] for _ in names]
    goals, wholes = [1] * len(names), [1] * len(names)
    total_lows, total_highs = [0] * len(names), [0] * len(names)
    for entity, table in tables.items():
        number = index[entity]
        goals[number], wholes[number] = table.goal, table.whole
        total_lows[number], total_highs[number] = sum(table.lower), sum(table.upper)
        for stake, low, high in zip(table.stakes, table.lower, table.upper, strict=True):
            held[index[stake.owner]].append((number, low, high))
    individuals = frozenset(index[name] for name in graph.individuals if name in index)
    for number in individuals:
        goals[number] = total_highs[number] + wholes[number] + 1  # no sum comes up to it
    return Network(
        names=names,
        holdings=list(held),
        goals=goals,
        wholes=wholes,
        total_lows=total_lows,
        total_highs=total_highs,
        complete=frozenset(index[entity] for entity, table in tables.items() if table.complete),
        individuals=individuals,
        certain_seeds=sorted(index[name] for name in graph.certain_seeds),
        possible_seeds=sorted(index[name] for name in graph.possible_seeds),
    )
