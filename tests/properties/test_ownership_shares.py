"""To hold more is never a way out: what a larger share changes, by the exact path and by arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Graph
from decidendi.reasoning.ownership.solving import solve
from decidendi.reasoning.ownership.tables import tables_of
from decidendi.rules.regime import Regime
from tests.legal.ownership.regimes import REGIMES
from tests.properties.ownership_worlds import graphs

regimes = st.sampled_from(sorted(REGIMES)).map(REGIMES.__getitem__)
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
    """The graph in which one holding is larger by so many percent, where its entity can still hold that."""
    stake = graph.stakes[position]
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
