"""The two ownership paths on 100,000 graphs, the bounds against every world on 20,000, the rule against the kernel.

The rule is run by both engines on as many fact sets as take some ten minutes.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from decidendi.reasoning.ownership.graph import Graph
from decidendi.rules.regime import Regime
from tests.properties.ownership_worlds import complete_tables, graphs, worlds
from tests.properties.test_ownership import regimes as all_regimes
from tests.properties.test_ownership import solved
from tests.properties.test_ownership_arrays import agree, near_graphs
from tests.properties.test_ownership_arrays import regimes as array_regimes
from tests.properties.test_ownership_rule import agree as rule_and_kernel_agree
from tests.properties.test_ownership_rule import (
    fact_sets,
    fact_sets_with_sales,
    fact_sets_with_sellers_that_are_owned,
)

LONG = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=100_000, suppress_health_check=LONG)
@given(st.one_of(near_graphs(), graphs(most_owners=5)), array_regimes)
def test_arrays_and_fractions_agree(graph: Graph, regime: Regime) -> None:
    agree(replace(graph, complete=frozenset()), regime)


@settings(max_examples=20_000, suppress_health_check=LONG)
@given(st.one_of(graphs(), complete_tables()), all_regimes)
def test_blocked_means_in_every_world_and_not_blocked_means_in_none(graph: Graph, regime: Regime) -> None:
    solution = solved(graph, regime)
    possible = list(worlds(graph, regime))
    assume(possible)
    assert set(solution.must) == frozenset.intersection(*possible)
    assert set(solution.may) == frozenset.union(*possible)


@settings(max_examples=2_500, suppress_health_check=LONG)
@given(st.one_of(fact_sets(), fact_sets_with_sales(), fact_sets_with_sellers_that_are_owned()))
def test_the_rule_and_the_kernel_agree(text: str) -> None:
    rule_and_kernel_agree(text)
