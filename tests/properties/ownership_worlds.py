"""Small ownership graphs, and what follows in every world that fits them, by looking at each.

Ends of shares are quarters of the whole. A world gives each share a value on a grid of 96 units, a quarter being 24,
on which every sum that a range can attain, an open end included, has a point on the right side of every threshold.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from hypothesis import strategies as st

from decidendi.facts.amounts import Share
from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.rules.regime import Regime, Remainder, Together

UNITS = 96
QUARTER = 24
GRID = sorted({QUARTER * k + d for k in range(5) for d in range(-2, 3) if 0 <= QUARTER * k + d <= UNITS})
ENTITIES = ("A", "B", "C")
OWNERS = ("X", "Y", "Z", *ENTITIES)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """A share whose ends are quarters: exact, or a range that mostly touches the half."""
    if draw(st.booleans()):
        value = Fraction(draw(st.sampled_from([25, 50, 0, 75, 100])))
        return Share(value, value)
    low, high = draw(st.sampled_from([(25, 50), (0, 50), (50, 75), (0, 25), (0, 100), (50, 100), (25, 75)]))
    return Share(Fraction(low), Fraction(high), draw(st.booleans()), draw(st.booleans()))


@st.composite
def graphs(draw: st.DrawFn, most_owners: int = 3) -> Graph:
    """A graph with up to three entities, a certain and perhaps a possible seed, individuals, complete tables."""
    stakes = []
    for entity in draw(st.sampled_from([ENTITIES[:1], ENTITIES[:2], ENTITIES])):
        for owner in draw(st.lists(st.sampled_from(OWNERS), max_size=most_owners, unique=True)):
            share = draw(shares())
            stakes.append(Stake(owner, entity, share, share))
    certain = draw(st.sampled_from([("X",), ("X", "Y"), ("A",), ()]))
    possible = {*certain, *draw(st.sampled_from([(), ("Y",)]))}
    return Graph(
        tuple(stakes),
        frozenset(certain),
        frozenset(possible),
        individuals=frozenset(draw(st.sets(st.sampled_from(["C", "Z"]), max_size=1))),
        complete=frozenset(draw(st.sets(st.sampled_from(ENTITIES), max_size=1))),
    )


def _within(share: Share, value: int) -> bool:
    low, high = share.lower * UNITS / 100, share.upper * UNITS / 100
    return (low < value or (low == value and share.lower_closed)) and (
        value < high or (value == high and share.upper_closed)
    )


def _ways(stakes: list[Stake], regime: Regime, *, complete: bool) -> set[frozenset[frozenset[str]]]:
    """For each world of one entity: the sets of owners, `?` the undisclosed ones, that would reach it."""
    owners = [*sorted({stake.owner for stake in stakes}), "?"]
    groups = [frozenset(group) for size in range(len(owners) + 1) for group in combinations(owners, size)]
    found = set()
    for values in product(*([value for value in GRID if _within(stake.share, value)] for stake in stakes)):
        if sum(values) > UNITS or (complete and sum(values) != UNITS):
            continue
        held = dict.fromkeys(owners, 0)
        for stake, value in zip(stakes, values, strict=True):
            held[stake.owner] += value
        held["?"] = UNITS - sum(values)
        found.add(frozenset(group for group in groups if _enough(held, group, regime)))
    return found


def _enough(held: dict[str, int], group: frozenset[str], regime: Regime) -> bool:
    amounts = [held[owner] for owner in group]
    amount = sum(amounts) if regime.together is Together.ADDED else max(amounts, default=0)
    percent = Fraction(amount * 100, UNITS)
    return percent > regime.threshold if regime.more_than else percent >= regime.threshold


def _least(graph: Graph, ways: dict[str, frozenset[frozenset[str]]], seeds: frozenset[str]) -> frozenset[str]:
    reached = set(seeds)
    while True:
        more = {
            entity
            for entity, groups in ways.items()
            if entity not in reached and entity not in graph.individuals and any(group <= reached for group in groups)
        }
        if not more:
            return frozenset(reached)
        reached |= more


def worlds(graph: Graph, regime: Regime) -> Iterator[frozenset[str]]:
    """Who is reached, in every world. None where the graph has no world."""
    tables = graph.owners()
    names = graph.names()
    complete = graph.complete
    ways = {
        entity: sorted(_ways(stakes, regime, complete=entity in complete), key=sorted_key)
        for entity, stakes in tables.items()
    }
    seeds = [graph.certain_seeds | set(extra) for extra in _subsets(graph.possible_seeds - graph.certain_seeds)]
    undisclosed = [frozenset({"?"}), frozenset()] if regime.remainder is Remainder.UNDETERMINED else [frozenset()]
    for choice in product(*ways.values()):
        chosen = dict(zip(ways, choice, strict=True))
        for start in seeds:
            for unknown in undisclosed:
                extra = {name for name in names if name not in tables and name not in graph.individuals}
                yield _least(graph, chosen, start | unknown | (extra if unknown else set())) - {"?"}


def sorted_key(groups: frozenset[frozenset[str]]) -> list[list[str]]:
    return sorted(sorted(group) for group in groups)


def _subsets(names: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(sorted(names), size)


@st.composite
def complete_tables(draw: st.DrawFn) -> Graph:
    """One entity whose owners are all stated, and which holds half of another."""
    ranges = st.sampled_from([(0, 50), (25, 50), (25, 75), (0, 100), (50, 75), (0, 25), (50, 50), (25, 25)])
    stakes = []
    for owner in ("X", "Y", "Z")[: draw(st.integers(2, 3))]:
        low, high = draw(ranges)
        share = Share(
            Fraction(low), Fraction(high), low == high or draw(st.booleans()), low == high or draw(st.booleans())
        )
        stakes.append(Stake(owner, "A", share, share))
    half = Share(Fraction(50), Fraction(50))
    stakes.append(Stake("A", "B", half, half))
    seeds = frozenset(draw(st.sampled_from([("X",), ("X", "Y")])))
    return Graph(tuple(stakes), seeds, seeds, complete=frozenset("A"))
