"""A fact set as the evaluators take it: what is stated, and what silence leaves possible.

Two sets of rows go to the evaluators. *Stated* rows hold in what must be and in what may be. *Possible* rows hold
only in what may be: they stand for everything that no source states and that is not denied, settled or declared
complete. Things that the facts do not name are stood for by one generic thing of each kind, so that "some other
entity" is a possibility without listing any. Where the fact set declares a class of fact complete, the named
things take part in the possibilities of the other classes too, since the generic thing no longer covers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, Final

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.kinds import THINGS, UNKNOWN, PredicateSchema, Silence, Slot, is_kind, thing_kind
from decidendi.facts.loading import denies
from decidendi.facts.periods import Period, Truth, covers, day_period, unknown_period
from decidendi.facts.vocabulary import FACT_CLASSES
from decidendi.refusal import Place, Problem, Refusal, nearest
from decidendi.rules.comparisons import GENERIC
from decidendi.rules.form import (
    DAY,
    DAY_ASKED,
    DENIED,
    KIND,
    PARAMETER,
    POSSIBLE,
    READING,
    STATED,
    Literal,
    Program,
)

Row = tuple[Any, ...]
RECORDS: Final = frozenset(fact_class.record for fact_class in FACT_CLASSES)
MOST_POSSIBLE: Final = 200_000


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked: as of which day, as known on which day, under which readings.

    `readings` maps the open term to the chosen reading; a term that is not named takes its default. `consider`
    names parties whose designation is asked about though no fact speaks of it.
    """

    as_of: date
    known: date | None = None
    readings: tuple[tuple[str, str], ...] = ()
    consider: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """Rows by predicate. `statements` gives, for each stated row, the statements that say so."""

    stated: dict[str, tuple[Row, ...]]
    possible: dict[str, tuple[Row, ...]]
    statements: dict[tuple[str, Row], tuple[Statement, ...]]
    day: Period
    readings: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]


def matter_of(facts: FactSet, program: Program, options: Options) -> Matter:
    """The rows of a fact set under a program.

    Raises:
        Refusal: an unknown reading is asked for, or the possibilities are too many to list.
    """
    return _Builder(facts, program, options).build()


def chosen_readings(program: Program, chosen: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The reading of each open term: the one chosen, else the default.

    Raises:
        Refusal: there is no such term or reading.
    """
    known: dict[str, list[str]] = {}
    result: dict[str, str] = {}
    for reading in program.readings:
        known.setdefault(reading.of, []).append(reading.name)
        if reading.is_default:
            result[reading.of] = reading.name
    for of, name in chosen:
        if name not in known.get(of, ()):
            options = known.get(of) or known
            close = nearest(name if of in known else of, options)
            raise Refusal(
                Problem(
                    Place("--reading"),
                    f"there is no reading `{name}` of `{of}`" if of in known else f"no open term is called `{of}`",
                    f"did you mean {close}" if close else "choose one of these",
                    expected=", ".join(f"`{option}`" for option in options),
                )
            )
        result[of] = name
    return tuple(sorted(result.items()))


class _Builder:
    def __init__(self, facts: FactSet, program: Program, options: Options) -> None:
        self.facts = facts
        self.program = program
        self.options = options
        self.day = day_period(options.as_of)
        self.used = used_predicates(program)
        self.stated: dict[str, dict[Row, None]] = {}
        self.possible: dict[str, dict[Row, None]] = {}
        self.statements: dict[tuple[str, Row], list[Statement]] = {}
        self.count = 0

    def build(self) -> Matter:
        readings = chosen_readings(self.program, self.options.readings)
        denials: dict[str, list[Row]] = {}
        for statement in self.facts.statements:
            if self._is_known(statement):
                self._state(statement, denials)
        self._frame(readings)
        subjects = self._designation_subjects()
        self._possibilities(denials, subjects)
        return Matter(
            stated={name: tuple(rows) for name, rows in self.stated.items()},
            possible={name: tuple(rows) for name, rows in self.possible.items()},
            statements={key: tuple(found) for key, found in self.statements.items()},
            day=self.day,
            readings=readings,
            subjects=subjects,
        )

    def _is_known(self, statement: Statement) -> bool:
        if self.options.known is None or statement.known_from is None:
            return True
        return statement.known_from <= self.options.known

    def _state(self, statement: Statement, denials: dict[str, list[Row]]) -> None:
        schema = self.program.schemas[statement.predicate]
        row = tuple(
            GENERIC[thing_kind(slot.kind)] if value == UNKNOWN and thing_kind(slot.kind) in THINGS else value
            for slot, value in zip(schema.slots, statement.arguments, strict=True)
        )
        if statement.denied:
            denials.setdefault(statement.predicate, []).append(statement.arguments)
            names = [DENIED + statement.predicate]
        else:
            names = [statement.predicate, STATED + statement.predicate]
        for name in names:
            if name in self.used:
                self.stated.setdefault(name, {})[row] = None
                self.statements.setdefault((name, row), []).append(statement)

    def _frame(self, readings: tuple[tuple[str, str], ...]) -> None:
        """The rows that the question and the fact set's sections make: days, kinds, readings, parameters."""
        days = [self.day, *(dealing.on for dealing in self.facts.dealings if dealing.on is not None)]
        self._rows(DAY, [(day,) for day in days])
        self._rows(DAY_ASKED, [(self.day,)])
        self._rows(READING, list(readings))
        self._rows(
            PARAMETER,
            [
                (parameter.name, parameter.value)
                for parameter in self.program.parameters
                if covers(parameter.during, self.day) is Truth.HOLDS
            ],
        )
        for name in self.used:
            if name.startswith(KIND):
                kind = name.removeprefix(KIND)
                self._rows(name, [(thing,) for thing in self._named(kind)])
                self._may(name, [(GENERIC[thing_kind(kind)],)])
                if is_kind(kind, "party") and kind != "party":
                    self._may(name, [(party.name,) for party in self.facts.parties if party.kind == "party"])

    def _rows(self, name: str, rows: list[Row]) -> None:
        if name in self.used:
            self.stated.setdefault(name, {}).update(dict.fromkeys(rows))

    def _may(self, name: str, rows: Iterable[Row]) -> None:
        for row in rows:
            self.possible.setdefault(name, {})[row] = None
            self.count += 1
        if self.count > MOST_POSSIBLE:
            raise Refusal.at(
                Place(self.facts.file),
                "the matter leaves too much open to be listed",
                expected=f"at most {MOST_POSSIBLE:,} possibilities",
                mend="name fewer things, or declare fewer classes of fact complete",
            )

    def _named(self, kind: str) -> list[str]:
        if is_kind(kind, "party"):
            return [party.name for party in self.facts.parties if is_kind(party.kind, kind)]
        return [thing.name for thing in self.facts.things()[kind]]

    def _designation_subjects(self) -> tuple[str, ...]:
        """The parties of whom a fact speaks that only criteria look at, and those that the question names."""
        only_criteria = self._criterion_predicates()
        found: dict[str, None] = dict.fromkeys(self.options.consider)
        for statement in self.facts.statements:
            schema = self.program.schemas[statement.predicate]
            if statement.predicate in only_criteria and schema.subject:
                index = schema.index_of(schema.subject)
                if is_kind(schema.slots[index].kind, "party"):
                    found[statement.arguments[index]] = None
        return tuple(name for name in found if name != UNKNOWN and self.facts.kind_of(name) is not None)

    def _criterion_predicates(self) -> frozenset[str]:
        goals = self.program.goals
        criterion = reachable(self.program, [goals["criterion"]] if "criterion" in goals else [])
        others = reachable(self.program, [name for goal, name in goals.items() if goal != "criterion"])
        return frozenset(criterion - others)

    def _possibilities(self, denials: Mapping[str, list[Row]], subjects: tuple[str, ...]) -> None:
        only_criteria = self._criterion_predicates()
        guarded = {rule.head.predicate for rule in self.program.rules if rule.only_possible}
        for name, schema in self.program.schemas.items():
            if name not in self.used and POSSIBLE + name not in self.used:
                continue
            if name not in RECORDS and schema.silence is Silence.ABSENT:
                continue
            rows: list[Row] = []
            slot = schema.slots[schema.index_of(schema.subject)]
            if name not in self.facts.complete:
                named = [] if schema.silence is Silence.ABSENT else self._named(slot.kind)
                if name in only_criteria and is_kind(slot.kind, "party"):
                    named = [thing for thing in named if thing in subjects]
                if slot.kind != "dealing":
                    named.append(GENERIC[thing_kind(slot.kind)])
                for thing in named:
                    rows += self._silent(schema, thing)
            rows += self._part_unknown(schema)
            refused = denials.get(name, ())
            rows = [row for row in rows if not any(denies(denied, row) for denied in refused)]
            if rows:
                self._may(POSSIBLE + name if name in guarded else name, rows)

    def _silent(self, schema: PredicateSchema, subject: str) -> list[Row]:
        index = schema.index_of(schema.subject)
        if schema.functional and any(row[index] == subject for row in self.stated.get(schema.name, ())):
            return []
        choices = [
            [subject] if position == index else self._fillers(schema, position, slot)
            for position, slot in enumerate(schema.slots)
        ]
        return list(product(*choices))

    def _fillers(self, schema: PredicateSchema, position: int, slot: Slot) -> list[Any]:
        if slot.kind == "period":
            return [unknown_period()]
        if slot.kind == "text":
            return [*self.program.constants.get((schema.name, position), ()), UNKNOWN]
        if slot.kind == "share":
            return [Share(Fraction(0), WHOLE)]
        generic = [GENERIC[thing_kind(slot.kind)]]
        return [*self._named(slot.kind), *generic] if self.facts.complete else generic

    def _part_unknown(self, schema: PredicateSchema) -> list[Row]:
        """Stated rows in which a word is unknown: each word that a rule looks for may stand there."""
        rows: list[Row] = []
        for row in self.stated.get(schema.name, ()):
            if UNKNOWN in row:
                constants = self.program.constants
                choices = [
                    (*constants.get((schema.name, position), ()), UNKNOWN) if value == UNKNOWN else (value,)
                    for position, value in enumerate(row)
                ]
                rows += list(product(*choices))
        return rows


def used_predicates(program: Program) -> frozenset[str]:
    """The predicates that some rule looks at."""
    return frozenset(
        condition.atom.predicate
        for rule in program.rules
        for condition in rule.body
        if isinstance(condition, Literal)
    )


def reachable(program: Program, goals: list[str]) -> set[str]:
    """Every predicate that the conclusions about the goals may look at."""
    uses: dict[str, set[str]] = {}
    for rule in program.rules:
        found = uses.setdefault(rule.head.predicate, set())
        found.update(c.atom.predicate for c in rule.body if isinstance(c, Literal))
    seen: set[str] = set()
    queue = list(goals)
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += uses.get(name, ())
    return seen
