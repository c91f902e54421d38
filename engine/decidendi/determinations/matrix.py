"""Readings crossed with open unknowns: under which of them a conclusion comes out how, and which of them decide.

Every reading of the open terms that bear on the conclusion is combined with every way in which the unknowns that
matter may be answered. Where there is too much of either, the answer says what it left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Final

from decidendi.determinations.determine import Run, asking_about, outcome_about, outcome_of
from decidendi.determinations.model import Determination, Frozen
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.questions import roots_of
from decidendi.determinations.unknowns import Unknown, unknowns_below, with_answer, words_of
from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import Row
from decidendi.reasoning.uses import reachable
from decidendi.reasoning.variations import Variations
from decidendi.refusal import Place, Refusal
from decidendi.rules.form import READING, Constant, Literal

MOST_READINGS: Final = 16
"""Combinations of readings; beyond them, the default and each departure from it in one term."""

_STATES: Final = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}

DEPARTING: Final = "%(count)s of %(total)s combinations of readings: those that depart in more than one term"
OPEN: Final = "%(count)s of %(total)s unknowns, which stay open"
IDLE: Final = "%(count)s unknowns that alone change nothing"
IDLE_ONE: Final = "%(count)s unknown that alone changes nothing"
BELOW: Final = "not everything below %(count)s open conclusions, the first of them: %(first)s"
"""What a table leaves out."""

READINGS_CHOSEN: Final = "the readings chosen"
ON_CRITERION: Final = "%(title)s, criterion %(criterion)s"
"""What a table about a criterion is about."""


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

    def departure(self, number: int) -> str:
        """A combination of readings by what it has otherwise than the first, which is the one chosen."""
        first, readings = self.readings[0], self.readings[number]
        other = [f"{term}: {name}" for term, name in readings.items() if name != first[term]]
        return "; ".join(other) or READINGS_CHOSEN


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
    queries = {text: parse_query(text, done.rulebook.program, done.facts, Place("CONCLUSION")) for text in conclusions}
    done = asking_about(done, queries.values())
    asked = [_asked_for(text, query) for text, query in queries.items()]
    if not conclusions and "prohibited" in done.goals:
        asked = [_dealing(done, dealing.name) for dealing in done.facts.dealings]
    if not asked:
        raise Refusal.at(
            Place(done.facts.file),
            "there is no dealing to tabulate",
            expected="a dealing, or a conclusion such as 'huo is blocked'",
            mend="name a conclusion",
        )
    crossing = _Crossing(done)
    tables = tuple(_Tabulator(crossing, one, most_unknowns).table() for one in asked)
    return Matrix(title=done.facts.title, as_of=done.options.as_of, tables=tables)


def tables_of(done: Run, found: Iterable[Determination], *, most_unknowns: int = 6) -> tuple[Table, ...]:
    """The table of each of some determinations of a run, called by its title, with the outcomes of its kind."""
    crossing = _Crossing(done)
    return tuple(_Tabulator(crossing, _determined(done, item), most_unknowns).table() for item in found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A conclusion to tabulate: the predicate that concludes it, its outcome and its open rows in a run."""

    about: str
    predicate: str
    outcome: Callable[[Run], str]
    open_rows: Callable[[Run], Iterable[Row]]


def _asked_for(text: str, query: Query) -> _Asked:
    return _Asked(
        text, query.predicate, lambda run: _STATES[query.truth(run.trace)], lambda run: query.rows(run.trace)[1]
    )


def _dealing(done: Run, name: str) -> _Asked:
    query = Query(done.goals["prohibited"], (name, None))
    return _Asked(
        name,
        query.predicate,
        lambda run: outcome_about(run, "dealing", name, ""),
        lambda run: query.rows(run.trace)[1],
    )


def _determined(done: Run, item: Determination) -> _Asked:
    goal = {"criterion": "criterion", "dealing": "prohibited"}.get(item.kind, "blocked")
    about = (
        ON_CRITERION % {"title": item.title, "criterion": item.provision} if item.kind == "criterion" else item.title
    )
    return _Asked(
        about,
        done.goals[goal],
        lambda run: outcome_of(run, item),
        lambda run: [row for _, row in roots_of(run, item)],
    )


_Fact = tuple[Unknown, ...]
"""An unknown fact, as each of the rules looks for it: a yes states it once, a no rules out all of these."""


class _Crossing:
    """The matter under each combination of readings, settled once whatever is asked about it.

    Within a combination, what an answer does not move is not settled again.
    """

    def __init__(self, done: Run) -> None:
        self.done = done
        self._known: dict[tuple[tuple[str, str], ...], tuple[Run, Variations]] = {}

    def under(self, readings: dict[str, str]) -> Run:
        """The run under some readings, with all that is read off its conclusions."""
        return self._settled(readings)[0]

    def with_answers(self, readings: dict[str, str], answers: Iterable[tuple[_Fact, bool]]) -> Run:
        """The run under some readings, with answers to some unknowns."""
        run, variations = self._settled(readings)
        matter = run.trace.matter
        for fact, yes in answers:
            for unknown in fact[:1] if yes else fact:
                matter = with_answer(matter, unknown, yes)
        return run.with_trace(variations.evaluate(matter))

    def _settled(self, readings: dict[str, str]) -> tuple[Run, Variations]:
        key = tuple(sorted(readings.items()))
        found = self._known.get(key)
        if found is None:
            done = self.done
            matter = done.reasoner.grounder.matter(done.facts, replace(done.options, readings=key))
            variations = done.reasoner.variations(matter)
            found = self._known[key] = done.explained(variations.evaluate(matter)), variations
        return found


class _Tabulator:
    def __init__(self, crossing: _Crossing, asked: _Asked, most_unknowns: int) -> None:
        self.crossing = crossing
        self.done = crossing.done
        self.asked = asked
        self.most_unknowns = most_unknowns
        self.left_out: list[str] = []

    def table(self) -> Table:
        combinations = self._readings()
        unknowns = self._unknowns(combinations)
        names = list(unknowns)
        cells = []
        for readings in combinations:
            for answers in product((True, False), repeat=len(unknowns)):
                run = self.crossing.with_answers(readings, zip(unknowns.values(), answers, strict=True))
                facts = {name: "yes" if yes else "no" for name, yes in zip(names, answers, strict=True)}
                cells.append(Cell(readings=readings, facts=facts, outcome=self.asked.outcome(run)))
        counted = [cell.outcome for cell in cells]
        return Table(
            about=self.asked.about,
            readings=tuple(combinations),
            unknowns=tuple(names),
            cells=tuple(cells),
            outcomes={outcome: counted.count(outcome) for outcome in sorted(set(counted))},
            decide=_deciding(cells),
            left_out=tuple(self.left_out),
        )

    def _readings(self) -> list[dict[str, str]]:
        """Every combination of the readings that bear on the conclusion, the chosen ones first."""
        program = self.done.rulebook.program
        looked_at = reachable(program, [self.asked.predicate])
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
        self.left_out.append(DEPARTING % {"count": len(every) - shown, "total": len(every)})
        return single

    def _unknowns(self, combinations: Iterable[dict[str, str]]) -> dict[str, _Fact]:
        """The unknowns that can change the outcome under some reading, those that do so under most readings first."""
        decides: dict[str, int] = {}
        facts: dict[str, dict[Unknown, None]] = {}
        beyond: dict[str, None] = {}
        for readings in combinations:
            run = self.crossing.under(readings)
            before = self.asked.outcome(run)
            below = unknowns_below(run, [(self.asked.predicate, row) for row in self.asked.open_rows(run)])
            beyond.update(dict.fromkeys(run.wording.sentence(*place) for place in below.beyond))
            for unknown in below.unknowns:
                name = words_of(run, unknown)
                facts.setdefault(name, {})[unknown] = None
            for name in dict.fromkeys(words_of(run, item) for item in below.unknowns):
                fact = tuple(facts[name])
                yes, no = (
                    self.asked.outcome(self.crossing.with_answers(readings, [(fact, way)])) for way in (True, False)
                )
                if yes != no:
                    decides[name] = decides.get(name, 0) + sum(outcome != before for outcome in (yes, no))
        ranked = sorted(decides, key=lambda name: (-decides[name], name))
        if len(ranked) > self.most_unknowns:
            self.left_out.append(OPEN % {"count": len(ranked) - self.most_unknowns, "total": len(ranked)})
        idle = len(facts) - len(ranked)
        if idle:
            self.left_out.append((IDLE_ONE if idle == 1 else IDLE) % {"count": idle})
        if beyond:
            self.left_out.append(BELOW % {"count": len(beyond), "first": next(iter(beyond))})
        return {name: tuple(facts[name]) for name in ranked[: self.most_unknowns]}


def _deciding(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The readings and unknowns of which one alone makes the difference between two cells."""
    found: set[str] = set()
    parts = list(cells[0].readings) + list(cells[0].facts) if cells else []
    for place, name in enumerate(parts):
        outcomes: dict[tuple[str, ...], str] = {}
        for cell in cells:
            values = (*cell.readings.values(), *cell.facts.values())
            rest = values[:place] + values[place + 1 :]
            if outcomes.setdefault(rest, cell.outcome) != cell.outcome:
                found.add(name)
                break
    return tuple(sorted(found))
