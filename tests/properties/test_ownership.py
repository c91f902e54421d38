"""Properties of the ownership test, each a sentence that a lawyer could hold us to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.reasoning.ownership.solving import Solution, solve
from decidendi.refusal import Refusal
from decidendi.rules.regime import Regime
from tests.legal.ownership.regimes import FIFTY_PERCENT, REGIMES
from tests.properties.ownership_worlds import complete_tables, graphs, shares, worlds

regimes = st.sampled_from(sorted(REGIMES)).map(REGIMES.__getitem__)


def solved(graph: Graph, regime: Regime) -> Solution:
    try:
        return solve(graph, regime)
    except Refusal:
        assume(False)
        raise


def statuses(solution: Solution) -> dict[str, Truth]:
    return {name: solution.status(name) for name in solution.names()}


@settings(max_examples=250)
@given(graphs(), regimes)
def test_blocked_means_in_every_world_and_not_blocked_means_in_none(graph: Graph, regime: Regime) -> None:
    solution = solved(graph, regime)
    possible = list(worlds(graph, regime))
    assume(possible)
    every = frozenset.intersection(*possible)
    some = frozenset.union(*possible)
    assert set(solution.must) == every
    assert set(solution.may) == some


@settings(max_examples=250)
@given(complete_tables(), regimes)
def test_owners_who_are_all_stated_make_exactly_100(graph: Graph, regime: Regime) -> None:
    solution = solved(graph, regime)
    possible = list(worlds(graph, regime))
    assume(possible)
    assert set(solution.must) == frozenset.intersection(*possible)
    assert set(solution.may) == frozenset.union(*possible)


@settings(max_examples=150)
@given(graphs(most_owners=5), regimes)
def test_who_is_certainly_blocked_may_be_blocked(graph: Graph, regime: Regime) -> None:
    solution = solved(graph, regime)
    assert set(solution.must) <= set(solution.may)


@given(graphs(most_owners=5))
def test_with_exact_shares_and_certain_seeds_nothing_is_undetermined(graph: Graph) -> None:
    stakes = tuple(
        replace(stake, share=Share(stake.share.lower, stake.share.lower), held=stake.share) for stake in graph.stakes
    )
    tables = Graph(stakes, frozenset(), frozenset()).owners().values()
    assume(all(sum(stake.share.lower for stake in table) <= 100 for table in tables))
    exact = replace(graph, stakes=stakes, possible_seeds=graph.certain_seeds, complete=frozenset())
    assert Truth.UNDETERMINED not in statuses(solve(exact, FIFTY_PERCENT)).values()


def naive(graph: Graph, regime: Regime) -> set[str]:
    """Iteration of the definition over exact shares."""
    reached = set(graph.certain_seeds)
    while True:
        more = set()
        for entity, stakes in graph.owners().items():
            amount = sum((stake.share.lower for stake in stakes if stake.owner in reached), Fraction(0))
            enough = amount > regime.threshold if regime.more_than else amount >= regime.threshold
            if enough and entity not in graph.individuals:
                more.add(entity)
        if more <= reached:
            return reached
        reached |= more


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEXYZ"), st.sampled_from("ABCDE"), st.fractions(0, 40, max_denominator=12)),
        max_size=25,
        unique_by=lambda edge: edge[:2],
    ),
    st.sampled_from(["50 or more", "more than 50", "a third"]).map(REGIMES.__getitem__),
)
def test_each_holding_is_looked_at_once_and_the_result_is_that_of_the_definition(
    edges: list[tuple[str, str, Fraction]], regime: Regime
) -> None:
    stakes = tuple(Stake(owner, entity, Share(share, share), Share(share, share)) for owner, entity, share in edges)
    graph = Graph(stakes, frozenset("X"), frozenset("X"))
    assume(all(sum(stake.share.lower for stake in held) <= 100 for held in graph.owners().values()))
    assert set(solve(graph, regime).must) == naive(graph, regime)


@given(graphs(), regimes)
def test_listing_one_more_person_unblocks_nobody(graph: Graph, regime: Regime) -> None:
    before = statuses(solved(graph, regime))
    more = replace(graph, certain_seeds=graph.certain_seeds | {"Z"}, possible_seeds=graph.possible_seeds | {"Z"})
    after = solve(more, regime)
    assert all(after.status(name) >= status for name, status in before.items())


@given(graphs(), regimes, st.data())
def test_narrowing_a_range_never_turns_blocked_into_not_blocked_or_back(
    graph: Graph, regime: Regime, data: st.DataObject
) -> None:
    assume(graph.stakes)
    position = data.draw(st.integers(0, len(graph.stakes) - 1))
    stake = graph.stakes[position]
    value = data.draw(st.sampled_from([stake.share.lower, (stake.share.lower + stake.share.upper) / 2]))
    assume(value != stake.share.lower or stake.share.lower_closed)
    wide = solved(graph, regime)
    narrow = solved(graph.replacing({position: replace(stake, share=Share(value, value))}), regime)
    assume(not any(table.overfull for table in (*wide.tables.values(), *narrow.tables.values())))
    for name in wide.names():
        if wide.status(name) is not Truth.UNDETERMINED:
            assert narrow.status(name) is wide.status(name)


@given(graphs(most_owners=5), regimes, st.data())
def test_order_and_names_do_not_matter(graph: Graph, regime: Regime, data: st.DataObject) -> None:
    before = statuses(solved(graph, regime))
    names = dict(
        zip(graph.names(), data.draw(st.permutations([f"N{n}" for n in range(len(graph.names()))])), strict=True)
    )
    stakes = [
        replace(stake, owner=names[stake.owner], entity=names[stake.entity])
        for stake in data.draw(st.permutations(graph.stakes))
    ]

    def renamed(group: frozenset[str]) -> frozenset[str]:
        return frozenset(names[name] for name in group if name in names)

    groups = (graph.certain_seeds, graph.possible_seeds, graph.individuals, graph.complete)
    other = Graph(tuple(stakes), *map(renamed, groups))
    after = solve(other, regime)
    assert {names[name]: status for name, status in before.items()} == statuses(after)


@given(graphs(most_owners=5), regimes, st.data())
def test_one_holding_in_two_instruments_is_the_same_holding(graph: Graph, regime: Regime, data: st.DataObject) -> None:
    assume(graph.stakes)
    position = data.draw(st.integers(0, len(graph.stakes) - 1))
    stake = graph.stakes[position]
    part = stake.share.lower / 3
    first = replace(stake, share=Share(part, part))
    second = replace(
        stake,
        share=Share(
            stake.share.lower - part, stake.share.upper - part, stake.share.lower_closed, stake.share.upper_closed
        ),
    )
    split = replace(graph, stakes=(*graph.stakes[:position], first, second, *graph.stakes[position + 1 :]))
    whole = solved(graph, regime)
    assume(not any(table.overfull for table in whole.tables.values()))
    assert statuses(solve(split, regime)) == statuses(whole)


@given(graphs(most_owners=5), st.sampled_from(["50 or more", "each alone"]).map(REGIMES.__getitem__))
def test_what_nobody_who_may_be_blocked_holds_has_no_bearing(graph: Graph, regime: Regime) -> None:
    solution = solved(graph, regime)
    touched = {stake.entity for stake in graph.stakes if stake.owner in solution.may}
    without = replace(graph, stakes=tuple(stake for stake in graph.stakes if stake.entity in touched))
    after = solve(without, regime)
    assert all(after.status(name) is solution.status(name) for name in solution.names())


@given(graphs(), regimes)
def test_a_circle_of_entities_blocks_nobody(graph: Graph, regime: Regime) -> None:
    before = statuses(solved(graph, regime))
    whole = Share(Fraction(60), Fraction(60))
    ring = tuple(Stake(f"ring {n}", f"ring {(n + 1) % 3}", whole, whole) for n in range(3))
    after = solve(replace(graph, stakes=(*graph.stakes, *ring)), regime)
    assert all(after.status(name) is status for name, status in before.items())
    assert not any(after.status(f"ring {n}") is Truth.HOLDS for n in range(3))


@given(shares())
def test_an_individual_is_never_blocked_through_ownership(share: Share) -> None:
    graph = Graph(
        (Stake("X", "P", share, share), Stake("P", "A", Share(Fraction(100), Fraction(100)), share)),
        frozenset("X"),
        frozenset("X"),
        individuals=frozenset("P"),
    )
    solution = solve(graph, FIFTY_PERCENT)
    assert (solution.status("P"), solution.status("A")) == (Truth.FAILS, Truth.FAILS)


def test_a_complete_table_that_cannot_make_100_is_refused() -> None:
    share = Share(Fraction(40), Fraction(40))
    graph = Graph((Stake("X", "A", share, share),), frozenset("X"), frozenset("X"), complete=frozenset("A"))
    with pytest.raises(Refusal, match="cannot make 100 percent"):
        solve(graph, FIFTY_PERCENT)
