"""Beyond a stated budget a command says what it did not explore, in text and JSON, and does not pass for complete."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import decidendi
from decidendi.determinations import flips
from decidendi.facts import scenario
from decidendi.reasoning import solver_changes
from tests.command import decidendi as command

HYPOTHETICALS = decidendi.content_directory("facts") / "hypotheticals"
BRANCH = HYPOTHETICALS / "foreign-branch-of-a-us-bank.yaml"
UNKNOWN_PAYER = HYPOTHETICALS / "payer-unknown-status.yaml"
FLIP = ("what-if", BRANCH, "--flip", "payment-1 is prohibited", "--most", "1")


def told(*arguments: object) -> str:
    ran = command(*arguments)
    assert ran.code == 0, ran.err
    return ran.out


def test_flips_that_ran_out_of_time_are_not_all_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = solver_changes.smallest_changes
    monkeypatch.setattr(
        solver_changes, "smallest_changes", lambda *given, **named: searched(*given, **{**named, "seconds": 0.0})
    )
    found = json.loads(told(*FLIP, "--format", "json"))
    assert (found["complete"], found["size"]) == (False, 0)
    text = told(*FLIP)
    assert "NOT ALL could be tried in time" in text and "all that flip it are shown" not in text
    assert "No change that was tried makes it come out otherwise." in text


def test_changes_beyond_the_most_that_are_considered_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(told(*FLIP, "--format", "json"))
    assert whole["complete"] and not any("further changes" in item for item in whole["not_explored"])
    monkeypatch.setattr(flips, "MOST_CHANGES", 2)
    cut = json.loads(told(*FLIP, "--format", "json"))
    further = f"{len(whole['considered']) - 2} further changes"
    assert cut["not_explored"][:2] == [further, "sets of more than 1 changes"] and len(cut["considered"]) == 2
    assert f"Not considered: {further}; sets of more than 1 changes" in told(*FLIP)


def test_unknowns_that_a_matrix_leaves_open_are_counted() -> None:
    [table] = json.loads(told("matrix", UNKNOWN_PAYER, "--most", "1", "--format", "json"))["tables"]
    assert len(table["unknowns"]) == 1
    [left] = [text for text in table["left_out"] if text.endswith("unknowns, which stay open")]
    count, whole = left.split()[0], left.split()[2]
    assert int(count) == int(whole) - 1 > 0
    assert f"  not tried: {left}" in told("matrix", UNKNOWN_PAYER, "--most", "1").splitlines()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_grid_beyond_the_most_scenarios_is_refused_and_not_run_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(scenario, "MOST_SCENARIOS", 3)
    file = tmp_path / "scenario.yaml"
    axes = 'axes:\n  place: {change: "payment-1 takes place in {value}", values: [US, CH, DE, FR]}\n'
    file.write_text(f"facts: {BRANCH}\n{axes}", encoding="utf-8")
    ran = command("sweep", file, "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert "the grid is too large" in ran.err and "at most 3 scenarios" in ran.err and "4 scenarios" in ran.err
