"""Holdings that are added to a solved graph change what solving afresh would change, to the step."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decidendi.reasoning.ownership.adding import with_holdings
from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.reasoning.ownership.solving import solve
from decidendi.refusal import Refusal
from decidendi.rules.regime import Regime
from tests.legal.ownership.regimes import REGIMES
from tests.properties.ownership_worlds import OWNERS, graphs, shares

regimes = st.sampled_from(sorted(REGIMES)).map(REGIMES.__getitem__)
PARTIES = (*OWNERS, "N", "M")
added = st.lists(
    st.tuples(st.sampled_from(PARTIES), st.sampled_from(("A", "B", "C", "N")), shares()),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item[:2],
)


@settings(max_examples=150)
@given(graphs(most_owners=5), regimes, added)
def test_adding_holdings_is_solving_afresh(graph: Graph, regime: Regime, more: list[tuple[str, str, object]]) -> None:
    there = {(stake.owner, stake.entity) for stake in graph.stakes}
    stakes = [Stake(*item, item[2]) for item in more if item[:2] not in there]
    try:
        before = solve(graph, regime)
        afresh = solve(replace(graph, stakes=(*graph.stakes, *stakes)), regime)
    except Refusal:
        assume(False)
        raise
    assert with_holdings(before, stakes) == afresh
