"""100,000 generated laws and matters: the evaluators agree on each. Fresh examples every time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from decidendi.reasoning.cases import Case
from decidendi.reasoning.rete import rete_is_available
from tests.properties.generated import cases
from tests.properties.test_engines_agree import assert_agreed

pytestmark = pytest.mark.skipif(not rete_is_available(), reason="durable_rules cannot be imported here")

# Ten parts of 10,000, so that two processes share the work.
PARTS = range(10)


@pytest.mark.parametrize("part", PARTS)
def test_the_evaluators_agree_on_100_000_generated_matters(part: int) -> None:
    @settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
    @given(cases(most_rules=6 + part, most_rows=15 + 3 * part))
    def agree(case: Case) -> None:
        assert_agreed(case)

    agree()
