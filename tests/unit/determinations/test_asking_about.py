"""Of a party whose designation is asked about by naming a conclusion, what is unknown never passes for a no."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidendi import content_directory, load_fact_set
from decidendi.determinations.answers import answer
from decidendi.determinations.determine import Run, run
from decidendi.determinations.flips import least_changes
from decidendi.determinations.matrix import matrix
from decidendi.reasoning.agreement import Reasoner
from tests.command import decidendi, shipped

FACTS = content_directory("facts") / "hypotheticals" / "payer-unknown-status.yaml"
ASKED = 'jane meets criterion "1(a)(ii)(A)"'


@pytest.fixture(scope="module")
def done() -> Run:
    return run(load_fact_set(FACTS), shipped(), Reasoner(shipped().program, ("reference",)))


def test_the_designation_of_a_party_of_whom_nothing_is_stated_is_open_when_asked_about(done: Run) -> None:
    assert "jane" not in done.trace.matter.subjects
    assert answer(done, ASKED).state == "undetermined"
    assert least_changes(done, ASKED).state == "undetermined"
    [table] = matrix(done, [ASKED]).tables
    assert "undetermined" in table.outcomes
    assert table.unknowns


def test_a_grid_leaves_it_open_too(tmp_path: Path) -> None:
    scenario = tmp_path / "grid.yaml"
    scenario.write_text(
        f"facts: {FACTS}\nask: ['{ASKED}']\naxes:\n  day: {{days: [2021-03-01, 2021-03-02]}}\n", encoding="utf-8"
    )
    assert "undetermined, which clears nothing: 2 of 2" in decidendi("sweep", scenario).out


def test_a_conclusion_that_rests_on_no_criterion_is_asked_as_it_was(done: Run) -> None:
    assert answer(done, "payment-1 is prohibited").state == "undetermined"
    assert "jane" not in done.trace.matter.subjects
