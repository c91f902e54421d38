"""Readings crossed with open unknowns: under which of them a conclusion comes out how, and which of them decide.

Every reading of the open terms that bear on the conclusion is combined with every way in which the unknowns that
matter may be answered. Where there is too much of either, the answer says what it left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Final

from decidendi.determinations.determine import Run, outcome_about
from decidendi.determinations.model import Frozen
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.unknowns import Unknown, unknowns_below, with_answer
from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import reachable
from decidendi.refusal import Place, Refusal
from decidendi.rules.form import READING, Constant, Literal

MOST_READINGS: Final = 16
"""Combinations of readings; beyond them, the default and each departure from it in one term."""

_STATES: Final = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}


class Cell(Frozen):
    """One combination: the readings, the answers to the unknowns (yes or no), and the outcome."""

    readings: dict[str, str]
    facts: dict[str, str]
    outcome: str


class Table(Frozen):
    """One conclusion under every combination.

    `outcomes` counts the cells of each outcome. `decide` names the readings and unknowns on which it turns: there are
    two cells that differ in nothing else and come out otherwise. `left_out` says what was not tried.
    """

    about: str
    readings: tuple[dict[str, str], ...]
    unknowns: tuple[str, ...]
    cells: tuple[Cell, ...]
    outcomes: dict[str, int]
    decide: tuple[str, ...]
    left_out: tuple[str, ...]


class Matrix(Frozen):
    """Readings crossed with unknowns, a table for each conclusion."""

    title: str
    as_of: date
    tables: tuple[Table, ...]


def matrix(done: Run, conclusions: Sequence[str] = (), *, most_unknowns: int = 6) -> Matrix:
    """The table of each conclusion; without any, that of each dealing of the matter.

    Raises:
        Refusal: a conclusion cannot be read, or there is none and no dealing either.
    """
    asked = [(text, parse_query(text, done.rulebook.program, done.facts, Place("CONCLUSION"))) for text in conclusions]
    if not conclusions and "prohibited" in done.goals:
        asked = [
            (dealing.name, Query(done.goals["prohibited"], (dealing.name, None))) for dealing in done.facts.dealings
        ]
    if not asked:
        raise Refusal.at(
            Place(done.facts.file),
            "there is no dealing to tabulate",
            expected="a dealing, or a conclusion such as 'huo is blocked'",
            mend="name a conclusion",
        )
    tables = tuple(_Tabulator(done, text, query, most_unknowns).table() for text, query in asked)
    return Matrix(title=done.facts.title, as_of=done.options.as_of, tables=tables)


class _Tabulator:
    def __init__(self, done: Run, about: str, query: Query, most_unknowns: int) -> None:
        self.done = done
        self.about = about
        self.query = query
        self.most_unknowns = most_unknowns
        self.left_out: list[str] = []

    def table(self) -> Table:
        combinations = self._readings()
        runs = [self._under(readings) for readings in combinations]
        unknowns = self._unknowns(runs)
        names = [self.done.wording.sentence(unknown.predicate, unknown.row) for unknown in unknowns]
        cells = []
        for readings, run in zip(combinations, runs, strict=True):
            for answers in product((True, False), repeat=len(unknowns)):
                matter = run.trace.matter
                for unknown, yes in zip(unknowns, answers, strict=True):
                    matter = with_answer(matter, unknown, yes)
                facts = {name: "yes" if yes else "no" for name, yes in zip(names, answers, strict=True)}
                outcome = self._outcome(run.again(matter) if unknowns else run)
                cells.append(Cell(readings=readings, facts=facts, outcome=outcome))
        counted = [cell.outcome for cell in cells]
        return Table(
            about=self.about,
            readings=tuple(combinations),
            unknowns=tuple(names),
            cells=tuple(cells),
            outcomes={outcome: counted.count(outcome) for outcome in sorted(set(counted))},
            decide=_deciding(cells),
            left_out=tuple(self.left_out),
        )

    def _outcome(self, run: Run) -> str:
        subject = self.query.pattern[0] if self.query.pattern else None
        if self.query.predicate == run.goals.get("prohibited") and self.about == subject:
            return outcome_about(run, "dealing", str(subject), "")
        return _STATES[self.query.truth(run.trace)]

    def _under(self, readings: dict[str, str]) -> Run:
        options = replace(self.done.options, readings=tuple(readings.items()))
        return self.done.again(self.done.reasoner.grounder.matter(self.done.facts, options))

    def _readings(self) -> list[dict[str, str]]:
        """Every combination of the readings that bear on the conclusion, the chosen ones first."""
        program = self.done.rulebook.program
        looked_at = reachable(program, [self.query.predicate])
        open_terms = {
            str(condition.atom.arguments[0].value)
            for rule in program.rules
            if rule.head.predicate in looked_at
            for condition in rule.body
            if isinstance(condition, Literal) and condition.atom.predicate == READING
            if isinstance(condition.atom.arguments[0], Constant)
        }
        chosen = dict(self.done.trace.matter.readings)
        choices = {
            term: sorted(
                {item.name for item in program.readings if item.of == term}, key=lambda name: name != chosen[term]
            )
            for term in sorted(open_terms)
        }
        every = [dict(zip(choices, names, strict=True)) for names in product(*choices.values())]
        if len(every) <= MOST_READINGS:
            return every
        single = [{term: names[0] for term, names in choices.items()}]
        single += [{**single[0], term: name} for term, names in choices.items() for name in names[1:]]
        shown = len(single)
        self.left_out.append(
            f"{len(every) - shown} of {len(every)} combinations of readings: those that depart in more than one term"
        )
        return single

    def _unknowns(self, runs: Iterable[Run]) -> list[Unknown]:
        """The unknowns that can change the outcome under some reading, those that do so under most readings first."""
        decides: dict[Unknown, int] = {}
        too_deep: dict[str, None] = {}
        for run in runs:
            _, may = self.query.rows(run.trace)
            before = self._outcome(run)
            below = unknowns_below(run, [(self.query.predicate, row) for row in may])
            too_deep.update(dict.fromkeys(run.wording.sentence(*place) for place in below.too_deep))
            for unknown in below.unknowns:
                yes, no = (
                    self._outcome(run.again(with_answer(run.trace.matter, unknown, way))) for way in (True, False)
                )
                if yes != no:
                    settled = sum(outcome != before for outcome in (yes, no))
                    decides[unknown] = decides.get(unknown, 0) + settled
        ranked = sorted(decides, key=lambda unknown: (-decides[unknown], str(unknown.row)))
        if len(ranked) > self.most_unknowns:
            self.left_out.append(f"{len(ranked) - self.most_unknowns} of {len(ranked)} unknowns, which stay open")
        if too_deep:
            self.left_out.append(
                f"what lies below {len(too_deep)} open conclusions, the first of them: {next(iter(too_deep))}"
            )
        return ranked[: self.most_unknowns]


def _deciding(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The readings and unknowns of which one alone makes the difference between two cells."""
    found: dict[str, None] = {}
    by_key = {(tuple(cell.readings.items()), tuple(cell.facts.items())): cell.outcome for cell in cells}
    for (readings, facts), outcome in by_key.items():
        for (others, answers), other in by_key.items():
            if outcome != other:
                differing = [
                    one[0] for one, two in zip((*readings, *facts), (*others, *answers), strict=True) if one != two
                ]
                if len(differing) == 1:
                    found[differing[0]] = None
    return tuple(sorted(found))
