"""The array path answers what the exact path answers, on every graph that it takes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.adding_arrays import add_holdings
from decidendi.reasoning.ownership.arrays import LargeSolution, can_be_solved, solve_arrays, units_of
from decidendi.reasoning.ownership.compressing import compressed_of
from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.reasoning.ownership.laying_in import MoreHoldings
from decidendi.reasoning.ownership.marks import INEXACT
from decidendi.reasoning.ownership.solving import solve
from decidendi.rules.regime import Regime
from tests.legal.ownership.regimes import FIFTY_PERCENT, REGIMES
from tests.properties.ownership_worlds import graphs

TAKEN = sorted(name for name, regime in REGIMES.items() if can_be_solved(regime))
regimes = st.sampled_from(TAKEN).map(REGIMES.__getitem__)
PARTIES = "ABCDEFXYZ"


@st.composite
def fractions(draw: st.DrawFn) -> Share:
    """A share near what makes the half: sixths, twelfths, millionths, ranges with open ends."""
    low = draw(
        st.sampled_from(
            [Fraction(50, 3), Fraction(25), Fraction(50), Fraction(100, 3), Fraction(49_999_999, 10**6), Fraction(1, 7)]
        )
    )
    if draw(st.booleans()):
        return Share(low, low)
    high = draw(st.sampled_from([low + Fraction(1, 10**7), low + 10, low + 25, Fraction(100)]))
    return Share(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def near_graphs(draw: st.DrawFn) -> Graph:
    edges = draw(
        st.lists(
            st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES[:6]), fractions()), min_size=1, max_size=14
        )
    )
    certain = frozenset(draw(st.sampled_from(["X", "XY", "A", ""])))
    return Graph(
        tuple(Stake(owner, entity, share, share) for owner, entity, share in edges),
        certain,
        certain | frozenset(draw(st.sampled_from(["", "Y", "Z"]))),
        individuals=frozenset(draw(st.sampled_from(["", "B"]))),
    )


def solved(graph: Graph, regime: Regime) -> tuple[LargeSolution, list[str]]:
    compressed, names = compressed_of(graph)
    index = {name: number for number, name in enumerate(names)}
    certain = [index[name] for name in graph.certain_seeds]
    possible = [index[name] for name in graph.possible_seeds]
    return solve_arrays(compressed, regime, certain, possible), names


def agree(graph: Graph, regime: Regime) -> None:
    same(*solved(graph, regime), graph, regime)


def same(large: LargeSolution, names: list[str], graph: Graph, regime: Regime) -> None:
    exact = solve(graph, regime)
    for number, name in enumerate(names):
        assert large.status(number) is exact.status(name), name
        assert large.share_must(number) == exact.share_must(name), name
        assert large.share_may(number) == exact.share_may(name), name
    overfull = {names[number] for number in large.graph.overfull}
    exactly = {entity for entity, table in exact.tables.items() if table.overfull}
    assert overfull <= exactly


@settings(max_examples=300)
@given(near_graphs(), regimes)
def test_arrays_and_fractions_agree_near_the_threshold(graph: Graph, regime: Regime) -> None:
    agree(graph, regime)


@settings(max_examples=200)
@given(graphs(most_owners=5), regimes)
def test_arrays_and_fractions_agree_on_ranges(graph: Graph, regime: Regime) -> None:
    agree(replace(graph, complete=frozenset()), regime)


@settings(max_examples=200)
@given(near_graphs(), regimes, st.sampled_from(["Z", "YZ", "C"]))
def test_listing_more_persons_step_by_step_is_listing_them_at_once(graph: Graph, regime: Regime, more: str) -> None:
    names = set(graph.names())
    added = frozenset(more) & names
    step_by_step, listed = solved(graph, regime)
    step_by_step.block(listed.index(name) for name in sorted(added))
    at_once = solve(
        replace(graph, certain_seeds=graph.certain_seeds | added, possible_seeds=graph.possible_seeds | added), regime
    )
    for number, name in enumerate(listed):
        assert step_by_step.status(number) is at_once.status(name)
        assert step_by_step.share_must(number) == at_once.share_must(name)
        assert step_by_step.share_may(number) == at_once.share_may(name)


@st.composite
def graphs_in_parts(draw: st.DrawFn) -> tuple[Graph, tuple[Stake, ...], tuple[Stake, ...]]:
    """A graph, and its holdings in three parts of which the first holds some."""
    graph = draw(st.one_of(near_graphs(), graphs(most_owners=5)))
    stakes = draw(st.permutations(graph.stakes))
    first = draw(st.integers(0, len(stakes)))
    second = draw(st.integers(first, len(stakes)))
    rest = tuple(stakes[first:second]), tuple(stakes[second:])
    return replace(graph, stakes=tuple(stakes[:first]), complete=frozenset()), *rest


def holdings_of(stakes: tuple[Stake, ...], names: list[str], graph: Graph) -> MoreHoldings:
    """Stakes as arrays; parties that are new get the next numbers."""
    there = len(names)
    names += sorted({name for stake in stakes for name in (stake.owner, stake.entity)} - set(names))
    units = [units_of(stake.share) for stake in stakes]
    return MoreHoldings(
        np.array([names.index(stake.owner) for stake in stakes], np.int32),
        np.array([names.index(stake.entity) for stake in stakes], np.int32),
        np.array([low for low, _, _ in units], np.int32),
        np.array([high for _, high, _ in units], np.int32),
        np.array([flag for _, _, flag in units], np.uint8),
        {place: stake.share for place, stake in enumerate(stakes) if units[place][2] & INEXACT},
        tuple(place for place, name in enumerate(names) if place >= there and name in graph.individuals),
    )


@settings(max_examples=250)
@given(graphs_in_parts(), regimes, st.sampled_from(["", "Z", "YC"]))
def test_adding_holdings_to_arrays_is_solving_afresh(
    parts: tuple[Graph, tuple[Stake, ...], tuple[Stake, ...]], regime: Regime, more: str
) -> None:
    graph, *rest = parts
    large, names = solved(graph, regime)
    for added in rest:
        add_holdings(large, holdings_of(added, names, graph))
        graph = replace(graph, stakes=(*graph.stakes, *added))
        same(large, names, graph, regime)
        listed = frozenset(more) & frozenset(names)
        large.block(names.index(name) for name in sorted(listed))
        graph = replace(graph, certain_seeds=graph.certain_seeds | listed, possible_seeds=graph.possible_seeds | listed)
        same(large, names, graph, regime)


def test_three_sixths_are_half_and_not_a_millionth_less() -> None:
    sixth, less = (Share(value, value) for value in (Fraction(50, 3), Fraction(16_666_666, 10**6)))
    for share, reached in ((sixth, True), (less, False)):
        graph = Graph(tuple(Stake(owner, "A", share, share) for owner in "XYZ"), frozenset("XYZ"), frozenset("XYZ"))
        large, names = solved(graph, FIFTY_PERCENT)
        assert (large.status(names.index("A")) is Truth.HOLDS) is reached
