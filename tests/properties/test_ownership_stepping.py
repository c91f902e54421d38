"""Steps that are taken for all entities at once are those that are taken holding by holding."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decidendi.facts.amounts import Share
from decidendi.reasoning.ownership import stepping
from decidendi.reasoning.ownership.graph import Graph, exact_share, stakes_of
from decidendi.reasoning.ownership.network import Network, network_of
from decidendi.reasoning.ownership.solving import solve_network
from decidendi.reasoning.ownership.stepping import FEWEST_ENTITIES, ByEntity, laid_by_entity
from decidendi.reasoning.ownership.tables import tables_of
from decidendi.rules.regime import Regime
from tests.legal.ownership.regimes import FIFTY_PERCENT, REGIMES
from tests.properties.ownership_worlds import graphs, shares

regimes = st.sampled_from(sorted(REGIMES)).map(REGIMES.__getitem__)
PARTIES = "ABCDEFGHWXYZ"


@st.composite
def wide_graphs(draw: st.DrawFn) -> Graph:
    """More entities and seeds than other properties need, with thirds, sixths and repaired tables among the shares."""
    share = st.one_of(shares(), st.sampled_from([Fraction(50, 3), Fraction(100, 3), Fraction(1, 7)]).map(exact_share))
    pair = st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES[:8]), share)
    held = draw(st.lists(pair, min_size=1, max_size=30, unique_by=lambda item: item[:2]))
    certain = draw(st.frozensets(st.sampled_from(PARTIES), max_size=6))
    possible = certain | draw(st.frozensets(st.sampled_from(PARTIES), max_size=3))
    return Graph(stakes_of(held), certain, possible, individuals=draw(st.frozensets(st.sampled_from("CW"), max_size=1)))


def by_entity(network: Network, most_columns: int) -> ByEntity | None:
    held = defaultdict(list)
    for owner, holdings in enumerate(network.holdings):
        for entity, low, high in holdings:
            held[entity].append((owner, low, high))
    return laid_by_entity(held, network.goals, network.barred, most_columns)


@settings(max_examples=400)
@given(st.one_of(wide_graphs(), graphs(most_owners=5)), regimes, st.sampled_from([0, 1, 2, 32]), st.integers(0, 2))
def test_steps_for_all_entities_at_once_are_those_holding_by_holding(
    graph: Graph, regime: Regime, most: int, one_in: int
) -> None:
    graph = replace(graph, complete=frozenset())
    network = network_of(graph, tables_of(graph, regime))
    laid = by_entity(network, most)
    assume(laid is not None)
    with patch.object(stepping, "_ONE_IN", one_in):  # so few that the loops take over after the first steps
        assert solve_network(replace(network, laid=laid), regime) == solve_network(network, regime)


def test_sums_that_could_leave_63_bits_are_not_taken_at_once() -> None:
    share = exact_share(Fraction(50, 10**21))
    graph = Graph(stakes_of([("X", "A", share), ("Y", "A", share)]), frozenset("XY"), frozenset("XY"))
    network = network_of(graph, tables_of(graph, FIFTY_PERCENT))
    assert by_entity(network, 32) is None


def crowded(blocked: int, *, attained: bool = True) -> Network:
    """A company with many holders, who together may have half of it, and each of whom has half of another company."""
    share, half = Share(Fraction(0), Fraction(50, FEWEST_ENTITIES), True, attained), exact_share(50)
    holders = [f"P{number}" for number in range(FEWEST_ENTITIES)]
    held = [(holder, entity, part) for holder in holders for entity, part in (("A", share), (f"C{holder}", half))]
    seeds = frozenset(holders[:blocked])
    return network_of(graph := Graph(stakes_of(held), seeds, seeds), tables_of(graph, FIFTY_PERCENT))


def test_very_many_blocked_persons_are_taken_at_once_and_few_one_by_one() -> None:
    assert crowded(10).laid is None
    for attained, step in ((True, 1), (False, -1)):
        many = crowded(FEWEST_ENTITIES, attained=attained)
        assert many.laid is not None
        assert len(many.laid.crowds) == 1
        must, may = solve_network(many, FIFTY_PERCENT)
        assert must.count(1) == FEWEST_ENTITIES
        assert (must[many.names.index("A")], may[many.names.index("A")]) == (-1, step)
