"""Fact sets as tests: each one is determined and compared with what it expects, several at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

from decidendi.determinations.determine import Run, run
from decidendi.determinations.expectations import check_expectations
from decidendi.determinations.model import Expected, Frozen
from decidendi.facts.fact_set import FactSet
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Disagreement, Reasoner
from decidendi.refusal import Place, Problem, Refusal
from decidendi.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from decidendi.reasoning.solver import Solver

FEWEST_IN_PARALLEL: Final = 24
"""Fact sets from which on further processes are worth starting: each has to import and compile first."""


class Tested(Frozen):
    """What came of the expectations of one fact set."""

    file: str
    title: str
    expected: tuple[Expected, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return all(item.met for item in self.expected)


class EnginesCompared(Frozen):
    """The engines on one fact set, in counts of conclusions that hold or may hold.

    `cautious`: of how many it is the same whether they must hold and whether they hold in every way in which the
    unknowns may fall; `brave`: whether they may hold, and hold in some way. The rest depends on an unknown that both
    supports and defeats it; everything else is among `disagreements`.
    """

    file: str
    engines: tuple[str, ...]
    conclusions: int
    cautious: int
    brave: int
    disagreements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A fact set that could not be used, and why."""

    file: str
    problems: tuple[Problem, ...]


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
    return compared(run(load_fact_set(file), rulebook, reasoner))


def compared(done: Run) -> Tested:
    """A run compared with what its fact set expects.

    Raises:
        Refusal: an expectation is not a sentence of the rulebook, or names something unknown.
    """
    facts: FactSet = done.facts
    return Tested(file=facts.file, title=facts.title, expected=check_expectations(done))


def compare_engines(done: Run, solver: Solver) -> EnginesCompared:
    """The solver against a run, on which its own engines have agreed already."""
    from decidendi.reasoning.third_engine import compared as counted

    found = counted(solver, done.trace)
    return EnginesCompared(
        file=done.facts.file,
        engines=(*done.engines, "solver"),
        conclusions=found.conclusions,
        cautious=found.cautious,
        brave=found.brave,
        disagreements=found.disagreements,
    )


def examine_each(files: Sequence[Path], rulebook: Rulebook, processes: int = 1) -> Iterator[Tested | Refused]:
    """What comes of each fact set, in the order given, whatever the number of processes that work on them.

    Raises:
        Disagreement: the engines do not conclude the same of one; nothing is issued.
    """
    if processes < 2:
        reasoner = Reasoner(rulebook.program)
        yield from (_examined(file, rulebook, reasoner) for file in files)
        return
    shares = [files[number::processes] for number in range(processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        each = [iter(found) for found in pool.map(_examined_share, repeat(rulebook), shares)]
    for number, file in enumerate(files):
        found = next(each[number % processes])
        # A disagreement carries a case that is looked for again here: it does not travel between processes.
        yield found if found is not None else _examined(file, rulebook, Reasoner(rulebook.program))


def _examined(file: Path, rulebook: Rulebook, reasoner: Reasoner) -> Tested | Refused:
    try:
        return examine(file, rulebook, reasoner)
    except Refusal as refusal:
        return Refused(str(file), refusal.problems)


def _examined_share(rulebook: Rulebook, files: Sequence[Path]) -> list[Tested | Refused | None]:
    """What a process of its own makes of its share; `None` where the engines disagree."""
    reasoner = Reasoner(rulebook.program)
    found: list[Tested | Refused | None] = []
    for file in files:
        try:
            found.append(_examined(file, rulebook, reasoner))
        except Disagreement:
            found.append(None)
    return found
