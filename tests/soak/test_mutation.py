"""Nearly every slip in the order and in part 583 is noticed, as `docs/mutation.md` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidendi.content import content_directory
from tests.command import decidendi

LEGAL = Path(__file__).parent.parent / "legal"
SCENARIOS = {
    "/us/eo/13818": ("--witnesses", LEGAL / "witnesses.yaml", "--witnesses", LEGAL / "near-misses.yaml"),
    "/us/cfr/t31/s583": (),
}


@pytest.mark.parametrize("instrument", SCENARIOS)
def test_the_scenarios_notice_95_of_100_slips(instrument: str) -> None:
    rules, facts = content_directory("rules"), content_directory("facts")
    asked = ("--under", instrument, *SCENARIOS[instrument], "--matters", 0, "--at-least", 95)
    ran = decidendi("mutate", rules, facts, *asked, "--jobs", 1)
    assert ran.code == 0, ran.out[-2_000:]
