"""Every case of the 50 percent rule in cases.yaml: the verdicts, and where given the holdings that they rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from decidendi.determinations.owning import owning
from decidendi.facts.periods import Truth
from decidendi.facts.register import Nominee
from decidendi.reasoning.ownership.cautions import Kind
from decidendi.reasoning.ownership.registering import register_on
from decidendi.reasoning.ownership.solving import solve
from decidendi.reasoning.ownership.supporting import support
from tests.legal.ownership.reading import Case, cases, share_of
from tests.legal.ownership.regimes import FIFTY_PERCENT

CASES = cases(Path(__file__).with_name("cases.yaml"))
WORDS = {Truth.HOLDS: "blocked", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "not blocked"}


def test_there_are_48_cases_with_67_verdicts() -> None:
    assert (len(CASES), sum(len(case.expect) for case in CASES)) == (48, 67)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_verdicts_are_those_of_the_case(case: Case) -> None:
    solution = solve(register_on(case.register, FIFTY_PERCENT, case.day).graph, FIFTY_PERCENT)
    assert {entity: WORDS[solution.status(entity)] for entity in case.expect} == case.expect


@pytest.mark.parametrize("case", [case for case in CASES if case.support], ids=lambda case: case.name)
def test_the_support_is_that_of_the_case(case: Case) -> None:
    solution = solve(register_on(case.register, FIFTY_PERCENT, case.day).graph, FIFTY_PERCENT)
    for entity, edges in case.support.items():
        found = {(stake.owner, stake.entity) for step in support(solution, entity) for stake in step.stakes}
        assert found == edges


NOTICED = {
    "overfull-table": ("A", Kind.OVERFULL),
    "cycle-below": ("A", Kind.CIRCULAR),
    "self-ownership-treasury": ("A", Kind.DENOMINATOR),
    "faq398-control-no-ownership": ("A", Kind.CONTROL),
    "same-owner-overlap": ("A", Kind.CONFLICT),
    "bods-indirect-and-components": ("B", Kind.INDIRECT_SUMMARY),
    "just-under": ("A", Kind.NEAR),
}


@pytest.mark.parametrize("name", sorted(NOTICED))
def test_what_is_no_part_of_the_verdict_is_a_caution(name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    done = owning(case.register, FIFTY_PERCENT, case.day)
    assert NOTICED[name] in {(caution.entity, caution.kind) for caution in done.cautions}


def test_counted_round_a_circle_blocked_persons_hold_five_eighths() -> None:
    case = next(case for case in CASES if case.name == "cycle-below")
    done = owning(case.register, FIFTY_PERCENT, case.day)
    assert any("62.5 percent" in caution.text for caution in done.cautions)


def test_a_nominee_s_holding_is_that_of_the_person_behind() -> None:
    case = next(case for case in CASES if case.name == "nominee")
    held = replace(case.register, holdings=case.register.holdings[:1], nominees=(Nominee("N", "X", "A"),))
    done = owning(held, FIFTY_PERCENT, case.day)
    assert done.solution.status("A") is Truth.HOLDS
    assert ("A", Kind.NOMINEE) in {(caution.entity, caution.kind) for caution in done.cautions}


def test_a_basis_that_may_count_opens_the_verdict() -> None:
    case = next(case for case in CASES if case.name == "just-under")
    profits = replace(case.register.holdings[0], basis="profits", share=share_of("60"))
    done = owning(replace(case.register, holdings=(*case.register.holdings, profits)), FIFTY_PERCENT, case.day)
    assert done.solution.status("A") is Truth.UNDETERMINED
    assert ("A", Kind.BASIS) in {(caution.entity, caution.kind) for caution in done.cautions}


def test_an_indirect_statement_without_its_chain_is_possible_and_never_certain() -> None:
    case = next(case for case in CASES if case.name == "bods-indirect-and-components")
    alone = replace(case.register, holdings=case.register.holdings[2:])
    done = owning(alone, FIFTY_PERCENT, case.day)
    assert done.solution.status("B") is Truth.UNDETERMINED
    assert ("B", Kind.INDIRECT_ALONE) in {(caution.entity, caution.kind) for caution in done.cautions}
