"""Every case of the 50 percent rule in cases.yaml: the verdicts, and where given the holdings that they rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.registering import register_on
from decidendi.reasoning.ownership.solving import solve
from tests.legal.ownership.reading import Case, cases
from tests.legal.ownership.regimes import FIFTY_PERCENT

CASES = cases(Path(__file__).with_name("cases.yaml"))
WORDS = {Truth.HOLDS: "blocked", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "not blocked"}


def test_there_are_48_cases_with_67_verdicts() -> None:
    assert (len(CASES), sum(len(case.expect) for case in CASES)) == (48, 67)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_verdicts_are_those_of_the_case(case: Case) -> None:
    solution = solve(register_on(case.register, FIFTY_PERCENT, case.day).graph, FIFTY_PERCENT)
    assert {entity: WORDS[solution.status(entity)] for entity in case.expect} == case.expect
