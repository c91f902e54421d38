"""The thresholds of the ownership test are those of the rulebook: one place says how much is asked."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from decidendi.content import content_directory
from decidendi.refusal import Refusal
from decidendi.rules.regimes import load_regimes

PAGE = "ofac-ownership-guidance/ownership.md"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    rules = content_directory("rules")
    (tmp_path / PAGE).parent.mkdir()
    for name in ("ownership.yaml", PAGE):
        shutil.copy(rules / name, tmp_path / name)
    return tmp_path / "ownership.yaml"


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_threshold_that_changes_in_the_rulebook_changes_in_the_ownership_test(copied: Path) -> None:
    changed(copied.parent / PAGE, "the ownership threshold is 50 percent", "the ownership threshold is 25 percent")
    regimes = load_regimes(copied)
    assert regimes.on(date(2021, 1, 1)).threshold == Fraction(25)
    assert regimes.on(date(2012, 1, 1)).threshold == Fraction(50), "then it was the single owner threshold"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("the ownership threshold", "the ownership treshold", "there is no parameter `the ownership treshold`"),
        (f"rulebook page: {PAGE}", "", "a `rulebook page` that has it"),
        (PAGE, "none.md", "the file cannot be read"),
        ("2014-08-13/..", "2014-08-12/..", "has no single value during 2014-08-12/.."),
    ],
)
def test_a_threshold_that_the_rulebook_does_not_give_is_refused(copied: Path, old: str, new: str, said: str) -> None:
    changed(copied, old, new)
    with pytest.raises(Refusal) as refused:
        load_regimes(copied)
    assert any(said in str(problem) + problem.expected for problem in refused.value.problems)
