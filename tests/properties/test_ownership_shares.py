"""To hold more is never a way out: what a larger share changes, by the exact path and by arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Graph, exact_share, stakes_of
from decidendi.reasoning.ownership.solving import solve
from decidendi.reasoning.ownership.tables import tables_of
from decidendi.refusal import Refusal
from decidendi.rules.regime import Regime, Together
from tests.legal.ownership.regimes import EACH_ALONE, FIFTY_PERCENT, REGIMES
from tests.properties.ownership_worlds import complete_tables, graphs

regimes = st.sampled_from(sorted(REGIMES)).map(REGIMES.__getitem__)
added = st.sampled_from([name for name in sorted(REGIMES) if REGIMES[name].together is Together.ADDED])
Statuses = Callable[[Graph, Regime], Mapping[str, Truth]]
rises = st.sampled_from([Fraction(1, 7), Fraction(5), Fraction(10), Fraction(25), Fraction(50)])


def by_kernel(graph: Graph, regime: Regime) -> Mapping[str, Truth]:
    solution = solve(graph, regime)
    return {name: solution.status(name) for name in solution.names()}


def by_arrays(graph: Graph, regime: Regime) -> Mapping[str, Truth]:
    from decidendi.reasoning.ownership.arrays import can_be_solved, solve_arrays
    from decidendi.reasoning.ownership.compressing import compressed_of

    assume(can_be_solved(regime))
    compressed, names = compressed_of(graph)
    numbers = {name: number for number, name in enumerate(names)}
    certain, possible = ([numbers[name] for name in seeds] for seeds in (graph.certain_seeds, graph.possible_seeds))
    solution = solve_arrays(compressed, regime, certain, possible)
    return {name: solution.status(number) for number, name in enumerate(names)}


paths = pytest.mark.parametrize(
    "statuses",
    [
        by_kernel,
        pytest.param(by_arrays, marks=pytest.mark.skipif(find_spec("numba") is None, reason="arrays are missing")),
    ],
)


def raised(graph: Graph, position: int, rise: Fraction, regime: Regime) -> Graph:
    """The graph in which one holding is larger by so many percent, or by as many as its entity has left."""
    stake = graph.stakes[position]
    rise = min(rise, WHOLE - sum(other.share.lower for other in graph.stakes if other.entity == stake.entity))
    assume(rise > 0)
    low, high = stake.share.lower + rise, min(WHOLE, stake.share.upper + rise)
    assume(low < high or (low == high and stake.share.lower_closed and stake.share.upper_closed))
    share = Share(low, high, stake.share.lower_closed, stake.share.upper_closed)
    more = graph.replacing({position: replace(stake, share=share, held=share)})
    assume(not any(table.overfull for table in tables_of(more, regime).values()))
    return more


@paths
@settings(max_examples=100)
@given(graphs(most_owners=5), regimes, rises, st.data())
def test_raising_a_holders_share_unblocks_nobody(
    statuses: Statuses, graph: Graph, regime: Regime, rise: Fraction, data: st.DataObject
) -> None:
    graph = replace(graph, complete=frozenset())
    assume(graph.stakes)
    more = raised(graph, data.draw(st.integers(0, len(graph.stakes) - 1)), rise, regime)
    before, after = statuses(graph, regime), statuses(more, regime)
    assert {name for name in before if before[name] is Truth.HOLDS} <= {
        name for name in after if after[name] is Truth.HOLDS
    }


def lowered(before: Mapping[str, Truth], after: Mapping[str, Truth]) -> list[str]:
    return [name for name in before if after[name] < before[name]]


@paths
@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(graphs(most_owners=5), added.map(REGIMES.__getitem__), rises, st.data())
def test_where_shares_add_raising_the_share_of_who_is_blocked_lowers_nobodys_status(
    statuses: Statuses, graph: Graph, regime: Regime, rise: Fraction, data: st.DataObject
) -> None:
    graph = replace(graph, complete=frozenset())
    before = statuses(graph, regime)
    held = [place for place, stake in enumerate(graph.stakes) if before[stake.owner] is Truth.HOLDS]
    assume(held)
    more = raised(graph, data.draw(st.sampled_from(held)), rise, regime)
    assert lowered(before, statuses(more, regime)) == []


@settings(max_examples=100)
@given(st.one_of(graphs(), complete_tables()), added.map(REGIMES.__getitem__), rises, st.data())
def test_where_all_owners_are_stated_raising_the_share_of_who_is_listed_lowers_nobodys_status(
    graph: Graph, regime: Regime, rise: Fraction, data: st.DataObject
) -> None:
    held = [place for place, stake in enumerate(graph.stakes) if stake.owner in graph.certain_seeds]
    assume(held)
    position = data.draw(st.sampled_from(held))
    try:
        before = by_kernel(graph, regime)
        after = by_kernel(raised(graph, position, rise, regime), regime)
    except Refusal:  # a complete table that cannot make 100
        assume(False)
        raise
    assert lowered(before, after) == []


def test_where_each_owner_counts_alone_a_larger_share_leaves_less_for_another() -> None:
    """X 25, Z 10 and an unknown part of Y, who may be listed: Y may hold half. With X at 45, nobody can."""
    part = Share(Fraction(0), Fraction(75))
    listed = {"certain_seeds": frozenset("X"), "possible_seeds": frozenset("XY")}
    small, large = (
        Graph(stakes_of([("X", "A", exact_share(held)), ("Z", "A", exact_share(10)), ("Y", "A", part)]), **listed)
        for held in (25, 45)
    )
    assert by_kernel(small, EACH_ALONE)["A"] is Truth.UNDETERMINED
    assert by_kernel(large, EACH_ALONE)["A"] is Truth.FAILS
    assert by_kernel(large, FIFTY_PERCENT)["A"] is Truth.UNDETERMINED


def test_where_all_owners_are_stated_an_entity_that_is_held_by_its_own_subsidiary_has_less_of_a_listed_owner() -> None:
    """All of A is X's and B's, and B is A's. X's part is what B leaves; what B holds is blocked by that part alone."""
    unknown = Share(Fraction(0), WHOLE)
    small, large = (
        Graph(
            stakes_of([("X", "A", unknown), ("B", "A", share), ("A", "B", exact_share(100))]),
            frozenset("X"),
            frozenset("X"),
            complete=frozenset("A"),
        )
        for share in (Share(Fraction(0), Fraction(50)), Share(Fraction(25), Fraction(75)))
    )
    assert by_kernel(small, FIFTY_PERCENT)["B"] is Truth.HOLDS
    assert by_kernel(large, FIFTY_PERCENT)["B"] is Truth.UNDETERMINED
