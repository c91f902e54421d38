"""The tables of a graph as numbered lists, owner by owner, as holdings are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decidendi.reasoning.ownership.graph import Graph
from decidendi.reasoning.ownership.stepping import ByEntity, by_entity
from decidendi.reasoning.ownership.tables import Table


@dataclass(frozen=True, slots=True)
class Network:
    """Parties are numbered in the order of their names.

    `holdings` gives what each owner holds: the entity and both ends, scaled as in the entity's table. `goals`,
    `wholes`, `total_lows`, `total_highs` and `barred` are by entity; the last is what lower ends must make for the
    others to leave enough. `laid` has the same holdings by entity, where very many parties are blocked.
    """

    names: list[str]
    holdings: list[Sequence[tuple[int, int, int]]]
    goals: list[int]
    wholes: list[int]
    total_lows: list[int]
    total_highs: list[int]
    barred: list[int]
    complete: frozenset[int]
    individuals: frozenset[int]
    certain_seeds: list[int]
    possible_seeds: list[int]
    laid: ByEntity | None = None

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
    by_number: dict[int, list[tuple[int, int, int]]] = {}
    for entity, table in tables.items():
        number = index[entity]
        by_number[number] = []
        goals[number], wholes[number] = table.goal, table.whole
        total_lows[number], total_highs[number] = sum(table.lower), sum(table.upper)
        for stake, low, high in zip(table.stakes, table.lower, table.upper, strict=True):
            owner, one = index[stake.owner], low if low == high else high  # one number takes less memory than two
            held[owner].append((number, low, one))
            by_number[number].append((owner, low, one))
    individuals = frozenset(index[name] for name in graph.individuals if name in index)
    for number in individuals:
        goals[number] = total_highs[number] + wholes[number] + 1  # no sum comes up to it
    barred = [low - whole + goal for low, whole, goal in zip(total_lows, wholes, goals, strict=True)]
    complete = frozenset(index[entity] for entity, table in tables.items() if table.complete)
    return Network(
        names=names,
        holdings=list(held),
        goals=goals,
        wholes=wholes,
        total_lows=total_lows,
        total_highs=total_highs,
        barred=barred,
        complete=complete,
        individuals=individuals,
        certain_seeds=sorted(index[name] for name in graph.certain_seeds),
        possible_seeds=sorted(index[name] for name in graph.possible_seeds),
        laid=None if complete else by_entity(by_number, goals, barred, len(graph.possible_seeds)),
    )
