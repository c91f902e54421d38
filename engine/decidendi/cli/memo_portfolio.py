"""The matters of a portfolio: read, determined by several processes, and told as memos; how many are done is told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import chain, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from decidendi.cli.options import chosen, rulebook_at, with_progress
from decidendi.determinations.determine import options_of, report, run
from decidendi.determinations.model import EVERY_KIND, Kind
from decidendi.determinations.testing import FEWEST_IN_PARALLEL, fact_set_files
from decidendi.determinations.unknowns import Bounds
from decidendi.facts.fact_set import FactSet
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Disagreement, Reasoner
from decidendi.reasoning.matter import Options
from decidendi.refusal import Problem, Refusal
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.portfolio import TRIED, Portfolio, portfolio_of
from decidendi.rules.rulebook import Rulebook

_SHARE: Final = 10
"""Matters that a process takes at a time, so that it can be told how many are done."""

_DECISIVE: Final[frozenset[Kind]] = frozenset({"dealing", "status"})
"""What questions are asked of where a matter has a dealing; those on criteria take most of the time, and its memo has
them."""

_FIRST: Final = Bounds(most=TRIED)
"""How far questions are looked for in one matter among many."""

Matter = tuple[FactSet, Options]
Found = Memo | tuple[Problem, ...] | None
"""The memo, or why the matter is refused; nothing where the engines disagree, which is looked into afresh."""


def portfolio_about(
    facts: tuple[Path, ...],
    *,
    as_of: date | None,
    known: date | None,
    readings: tuple[str, ...],
    consider: tuple[str, ...],
    rules: Path | None,
) -> Portfolio:
    """The portfolio of every fact set in some files and folders.

    Raises:
        Refusal: there is none, or some are refused. Nothing is written then, and all that are refused are told.
    """
    files = fact_set_files(facts)
    problems: list[Problem] = []
    matters: list[Matter] = []
    for file in files:
        try:
            read = load_fact_set(file)
            options = options_of(read, as_of=as_of, known=known, readings=chosen(readings), consider=consider)
            matters.append((read, options))
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*problems)
    memos: list[Memo] = []
    for _, found in zip(with_progress(matters, "matters"), _each(matters, rulebook_at(rules)), strict=False):
        if isinstance(found, Memo):
            memos.append(found)
        else:
            problems += found
    if problems:
        raise Refusal(*problems)
    return portfolio_of(memos)


def _each(matters: Sequence[Matter], rulebook: Rulebook) -> Iterator[Memo | tuple[Problem, ...]]:
    """The memo of each matter, in order, whatever the number of processes that work on them."""
    processes = os.cpu_count() or 1
    if processes < 2 or len(matters) < FEWEST_IN_PARALLEL:
        reasoner = Reasoner(rulebook.program)
        yield from (_told(matter, rulebook, reasoner) for matter in matters)
        return
    shares = [matters[start : start + _SHARE] for start in range(0, len(matters), _SHARE)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        each = chain.from_iterable(pool.map(_told_share, repeat(rulebook), shares))
        for matter, found in zip(matters, each, strict=True):
            # A disagreement carries a case that is looked for again here: it does not travel between processes.
            yield found if found is not None else _told(matter, rulebook, Reasoner(rulebook.program))


def _told(matter: Matter, rulebook: Rulebook, reasoner: Reasoner) -> Memo | tuple[Problem, ...]:
    facts, options = matter
    try:
        done = run(facts, rulebook, reasoner, options)
        about = _DECISIVE if facts.dealings else EVERY_KIND
        return memo_of(report(done, about=about, bounds=_FIRST), facts, done.rulebook)
    except Refusal as refusal:
        return refusal.problems


def _told_share(rulebook: Rulebook, matters: Sequence[Matter]) -> list[Found]:
    reasoner = Reasoner(rulebook.program)
    found: list[Found] = []
    for matter in matters:
        try:
            found.append(_told(matter, rulebook, reasoner))
        except Disagreement:
            found.append(None)
    return found
