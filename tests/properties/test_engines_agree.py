"""The two evaluators conclude the same, firings included, under any law and on any facts.

`kept/` holds what once made them disagree, shrunk, as the text of a case (`decidendi.reasoning.cases`). Hypothesis
shrinks a new disagreement and the failure prints its text: keep it there.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from decidendi.reasoning.cases import Case, read_case
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.rete import Rete, rete_is_available
from decidendi.reasoning.trace import same_conclusions
from tests.properties.generated import CONCLUDED, cases

pytestmark = pytest.mark.skipif(not rete_is_available(), reason="durable_rules cannot be imported here")

EXAMPLES = 2_000
QUICK = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def assert_agreed(case: Case) -> None:
    first = Reference(case.program).evaluate(case.matter)
    with Rete(case.program) as rete:
        second = rete.evaluate(case.matter)
        bare = rete.evaluate(case.matter, trace=False)
    assert first.must == second.must, case.to_text()
    assert first.may == second.may, case.to_text()
    assert same_conclusions(first, second), f"the firings differ: {case.to_text()}"
    assert (bare.must, bare.may) == (second.must, second.may), "keeping firings changed what follows"
    for name in CONCLUDED:
        assert first.must.get(name, frozenset()) <= first.may.get(name, frozenset())
    without = Reference(case.program).evaluate(case.matter, trace=False)
    assert (without.must, without.may) == (first.must, first.may), "keeping firings changed what follows"


@QUICK
@given(cases())
def test_the_evaluators_agree_on_must_may_and_firings(case: Case) -> None:
    assert_agreed(case)


@pytest.mark.parametrize("file", sorted((Path(__file__).parent / "kept").glob("*.json")), ids=lambda file: file.stem)
def test_what_once_made_them_disagree_is_agreed_on(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    case = read_case(text)
    assert case.to_text() == text
    assert_agreed(case)
