"""Fact sets as tests: each one is determined and compared with what it expects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from decidendi.determinations.determine import run
from decidendi.determinations.expectations import check_expectations
from decidendi.determinations.model import Expected, Frozen
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Place, Refusal
from decidendi.rules.rulebook import Rulebook


class Tested(Frozen):
    """What came of the expectations of one fact set."""

    file: str
    title: str
    expected: tuple[Expected, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return all(item.met for item in self.expected)


def fact_set_files(paths: Sequence[Path]) -> list[Path]:
    """The fact sets in the given files and folders, in order of name.

    Raises:
        Refusal: there is none.
    """
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise Refusal.at(
            Place(", ".join(str(path) for path in paths)),
            "there is no fact set here",
            expected="files that end in `.yaml`",
            mend="name a fact set or a folder with fact sets",
        )
    return files


def examine(file: Path, rulebook: Rulebook, reasoner: Reasoner) -> Tested:
    """Determine one fact set and compare.

    Raises:
        Refusal: the fact set cannot be used.
    """
    facts = load_fact_set(file)
    done = run(facts, rulebook, reasoner)
    return Tested(file=str(file), title=facts.title, expected=check_expectations(done))
