"""Reasons hold by themselves: a support blocks alone, nothing in it can be dropped, and what settles does settle."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Graph
from decidendi.reasoning.ownership.refuting import refutation
from decidendi.reasoning.ownership.settling import settling
from decidendi.reasoning.ownership.solving import Solution, solve
from decidendi.reasoning.ownership.supporting import support
from decidendi.refusal import Refusal
from decidendi.rules.regime import Regime
from tests.legal.ownership.regimes import FIFTY_PERCENT, REGIMES
from tests.properties.ownership_worlds import complete_tables, graphs

regimes = st.sampled_from(["50 or more", "more than 50", "each alone"]).map(REGIMES.__getitem__)
any_graph = st.one_of(graphs(most_owners=5), complete_tables())


def solved(graph: Graph, regime: Regime) -> Solution:
    try:
        solution = solve(graph, regime)
    except Refusal:
        assume(False)
        raise
    assume(not any(table.overfull for table in solution.tables.values()))
    return solution


@settings(max_examples=200)
@given(graphs(most_owners=5), regimes)
def test_a_support_blocks_alone_and_nothing_in_it_can_be_dropped(graph: Graph, regime: Regime) -> None:
    solution = solved(replace(graph, complete=frozenset()), regime)
    for entity, rank in solution.must.items():
        if not rank:
            continue
        steps = support(solution, entity)
        used = tuple(stake for step in steps for stake in step.stakes)
        supported = {step.entity for step in steps}
        alone = solve(replace(graph, stakes=used, complete=frozenset()), regime)
        assert supported <= set(alone.must)
        for dropped in range(len(used)):
            fewer = (*used[:dropped], *used[dropped + 1 :])
            less = solve(replace(graph, stakes=fewer, complete=frozenset()), regime)
            assert not supported <= set(less.must)


@settings(max_examples=200)
@given(any_graph, regimes)
def test_no_proof_is_circular(graph: Graph, regime: Regime) -> None:
    solution = solved(graph, regime)
    for entity, rank in solution.must.items():
        for step in support(solution, entity):
            assert all(solution.must[stake.owner] < step.rank for stake in step.stakes)
        assert bool(rank) == bool(support(solution, entity))


@settings(max_examples=200)
@given(any_graph, regimes)
def test_what_is_not_blocked_lies_behind_a_closed_cut(graph: Graph, regime: Regime) -> None:
    solution = solved(graph, regime)
    for name in solution.names():
        if solution.status(name) is not Truth.FAILS or name not in solution.tables:
            continue
        reasons = refutation(solution, name)
        outside = {entity for entity, _ in reasons.cut} | {name}
        assert all(solution.status(entity) is Truth.FAILS for entity in outside)
        assert all(stake.owner in solution.may for stake in reasons.counted)
        assert {left.stake.owner for left in reasons.left_out} & solution.may.keys() == set()
        assert reasons.most <= regime.threshold or reasons.individual
        assert len(reasons.counted) + len(reasons.left_out) == len(solution.tables[name].stakes)


@settings(max_examples=60)
@given(any_graph, st.data())
def test_what_is_said_to_settle_a_verdict_settles_it(graph: Graph, data: st.DataObject) -> None:
    solution = solved(graph, FIFTY_PERCENT)
    open_names = [name for name in solution.names() if solution.status(name) is Truth.UNDETERMINED]
    for name in open_names[:2]:
        upstream = graph.upstream(name)
        for fact in settling(solution, name).bearing[:4]:
            for piece in fact.pieces:
                if fact.stake is None or piece.share is None:
                    continue
                part = data.draw(st.sampled_from([1, 2, 3]))
                value = piece.share.lower + (piece.share.upper - piece.share.lower) * part / 4
                pinned = replace(fact.stake, share=Share(value, value))
                try:
                    again = solve(upstream.replacing({fact.position: pinned}), FIFTY_PERCENT)
                except Refusal:
                    continue
                if not any(table.overfull for table in again.tables.values()):
                    assert again.status(name) is piece.outcome
