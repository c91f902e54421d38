"""Ownership graphs of known shapes, as arrays: power-law, chain, star, ring, dense cross-holding."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from decidendi.reasoning.ownership.arrays import Compressed
from decidendi.reasoning.ownership.laying_in import MoreHoldings
from decidendi.reasoning.ownership.laying_out import compress
from decidendi.reasoning.ownership.marks import LOWER_OPEN, MILLIONTHS, UPPER_OPEN
from decidendi.reasoning.ownership.network import Network
from decidendi.reasoning.ownership.stepping import by_entity


@dataclass
class Shape:
    """Holdings by number of party: `owners`, `entities`, both ends in millionths of a percent, open ends."""

    name: str
    count: int
    owners: Any
    entities: Any
    lows: Any
    highs: Any
    flags: Any

    @property
    def edges(self) -> int:
        return int(self.owners.size)

    def compressed(self) -> Compressed:
        return compress(self.count, self.owners, self.entities, self.lows, self.highs, self.flags, {})

    def pure_owners(self) -> Any:
        """Parties that nobody holds: persons and the like."""
        held = np.zeros(self.count, bool)
        held[self.entities] = True
        holding = np.zeros(self.count, bool)
        holding[self.owners] = True
        return np.flatnonzero(holding & ~held)


def power_law(edges: int, parties: int, seed: int = 7) -> Shape:
    """Few parties hold much and most hold little; three holdings in ten are known as ranges only."""
    random = np.random.default_rng(seed)
    # A third are persons, whom nobody holds. Owners are drawn so that the first hold most.
    persons = parties // 3
    owners = (parties * random.random(edges) ** 2.5).astype(np.int32)
    owners = ((owners.astype(np.int64) * 2_654_435_761) % parties).astype(np.int32)
    entities = (persons + random.integers(0, parties - persons, edges)).astype(np.int32)
    weight = random.random(edges).astype(np.float32) + np.float32(0.05)
    total = np.bincount(entities, weight, minlength=parties)
    shares = np.floor(weight / total[entities] * 10_000).astype(np.int32) * (MILLIONTHS // 100)
    del weight, total
    ranged = random.random(edges) < 0.3
    lows = np.where(ranged, shares // 2, shares).astype(np.int32)
    highs = np.where(ranged, np.minimum(100 * MILLIONTHS, shares + shares // 2), shares).astype(np.int32)
    flags = np.where(ranged & (lows < highs), random.integers(0, 4, edges), 0).astype(np.uint8)
    return Shape(f"power law, {edges:,}", parties, owners, entities, lows, highs, flags)


def exact(name: str, count: int, pairs: Any, share: float) -> Shape:
    pairs = np.asarray(pairs, np.int32)
    shares = np.full(len(pairs), round(share * MILLIONTHS), np.int32)
    return Shape(
        name, count, pairs[:, 0].copy(), pairs[:, 1].copy(), shares, shares.copy(), np.zeros(len(pairs), np.uint8)
    )


def chain(length: int) -> Shape:
    return exact(f"chain of {length:,}", length + 1, [(n, n + 1) for n in range(length)], 50)


def star(holders: int) -> Shape:
    return exact(f"star of {holders:,} holders", holders + 1, [(n + 1, 0) for n in range(holders)], 0.001)


def ring(length: int) -> Shape:
    pairs = [(n, (n + 1) % length) for n in range(length)] + [(length, 0)]
    return exact(f"ring of {length:,}", length + 1, pairs, 50)


def dense(size: int) -> Shape:
    pairs = [(one, other) for one in range(size) for other in range(size) if one != other]
    return exact(f"dense group, {len(pairs):,} holdings", size, pairs, 100 / size)


def network(graph: Compressed, certain: list[int], possible: list[int]) -> Network:
    """The same holdings as the lists that the pure Python path walks."""
    lower = graph.lows.astype(np.int64) * graph.marks + (graph.flags & LOWER_OPEN)
    upper = graph.highs.astype(np.int64) * graph.marks - ((graph.flags & UPPER_OPEN) >> 1)
    goal = 50 * MILLIONTHS * graph.marks
    owners = np.repeat(np.arange(graph.count), np.diff(graph.starts)).tolist()
    ends = zip(lower.tolist(), upper.tolist(), strict=True)
    targets = graph.targets.tolist()
    flat = [(entity, low, low if low == high else high) for entity, (low, high) in zip(targets, ends, strict=True)]
    goals, totals = [goal] * graph.count, graph.totals.tolist()
    barred = [total - graph.whole + goal for total in totals]
    held: dict[int, list[tuple[int, int, int]]] = {entity: [] for entity in np.unique(graph.targets).tolist()}
    for owner, (entity, low, high) in zip(owners, flat, strict=True):
        held[entity].append((owner, low, high))
    return Network(
        names=[""] * graph.count,
        holdings=[flat[start:end] for start, end in pairwise(graph.starts.tolist())],
        goals=goals,
        wholes=[graph.whole] * graph.count,
        total_lows=totals,
        total_highs=[],
        barred=barred,
        complete=frozenset(),
        individuals=frozenset(),
        certain_seeds=certain,
        possible_seeds=possible,
        laid=by_entity(held, goals, barred, len(possible)),
    )


def more_holdings(shape: Shape, number: int, seed: int = 11) -> MoreHoldings:
    """Holdings of between 5 and 60 percent in entities at random, every other one known as a range."""
    random = np.random.default_rng(seed)
    there = np.flatnonzero(np.bincount(shape.entities, minlength=shape.count))
    highs = (random.integers(500, 6_000, number) * (MILLIONTHS // 100)).astype(np.int32)
    lows = np.where(random.random(number) < 0.5, highs // 2, highs).astype(np.int32)
    return MoreHoldings(
        random.choice(shape.count, number).astype(np.int32),
        random.choice(there, number, replace=False).astype(np.int32),
        lows,
        highs,
        np.zeros(number, np.uint8),
    )


def write_parquet(shape: Shape, path: Path) -> None:
    """The table of holdings as users bring it: names as text, bounds as decimals of percent."""
    import pyarrow as arrow
    from pyarrow import compute, parquet

    schema = arrow.schema(
        [
            ("owner", arrow.string()),
            ("entity", arrow.string()),
            ("share_min", arrow.float64()),
            ("share_max", arrow.float64()),
            ("min_exclusive", arrow.string()),
            ("max_exclusive", arrow.string()),
        ]
    )
    words = arrow.array(["false", "true"])
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, shape.edges, 2_000_000):
            part = slice(start, start + 2_000_000)
            named = [
                compute.binary_join_element_wise("P", arrow.array(numbers[part]).cast(arrow.string()), "")
                for numbers in (shape.owners, shape.entities)
            ]
            opened = [
                words.take(arrow.array(((shape.flags[part] & bit) > 0).astype(np.int8)))
                for bit in (LOWER_OPEN, UPPER_OPEN)
            ]
            ends = [arrow.array(values[part] / MILLIONTHS) for values in (shape.lows, shape.highs)]
            writer.write_table(arrow.table([*named, *ends, *opened], schema=schema))
