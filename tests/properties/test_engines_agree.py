"""The evaluators conclude the same, firings included, under any law and on any facts.

`kept/` holds what once made them disagree, shrunk, as the text of a case (`decidendi.reasoning.cases`). `make soak`
puts new ones there by itself; of one that is found here, the failure prints the text: keep it there.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from decidendi.reasoning.cases import Case, read_case
from decidendi.reasoning.rete import rete_is_available
from tests.properties.agreement import KEPT, all_three, assert_agreed
from tests.properties.generated import cases

pytestmark = pytest.mark.skipif(not rete_is_available(), reason="durable_rules cannot be imported here")

EXAMPLES = 2_000
QUICK = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@QUICK
@given(cases())
def test_the_evaluators_agree_on_must_may_and_firings(case: Case) -> None:
    assert_agreed(case)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_the_solver_agrees_with_both_on_what_must_and_what_may_hold(case: Case) -> None:
    all_three(case)


@pytest.mark.parametrize("file", sorted(KEPT.glob("*.json")), ids=lambda file: file.stem)
def test_what_once_made_them_disagree_is_agreed_on(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    case = read_case(text)
    assert case.to_text() == text
    all_three(case)
