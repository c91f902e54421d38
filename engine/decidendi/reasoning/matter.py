"""A fact set as the evaluators take it: what is stated, and what silence leaves possible.

Two sets of rows go to the evaluators. *Stated* rows hold in what must be and in what may be. *Possible* rows hold
only in what may be: they stand for everything that no source states and that is not denied, settled or declared
complete. Things that the facts do not name are stood for by one generic thing of each kind, so that "some other
entity" is a possibility without listing any. Where the fact set declares a class of fact complete, the named
things take part in the possibilities of the other classes too, since the generic thing no longer covers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, Final

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.kinds import CIRCUMSTANCE, THINGS, UNKNOWN, PredicateSchema, Silence, Slot, is_kind, thing_kind
from decidendi.facts.loading import denies
from decidendi.facts.periods import Period, Truth, covers, day_period, eve_of, unknown_period
from decidendi.facts.vocabulary import Divestment
from decidendi.reasoning.giving_up import (
    GivenUp,
    days_of_sales,
    given_up,
    is_no_matter,
    not_ruled_out,
    sold_to_nobody_named,
)
from decidendi.reasoning.readings import chosen_readings
from decidendi.reasoning.ruling_out import left_of, words_looked_for
from decidendi.reasoning.silence import silence_leaves_possible
from decidendi.reasoning.spelling import compared_slots, respelt, spellings_of
from decidendi.reasoning.uses import reachable, used_predicates
from decidendi.refusal import Place, Refusal
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
    SUPPOSED,
    WITHDRAWN,
    Program,
)

Row = tuple[Any, ...]
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


@dataclass(frozen=True, slots=True)
class _Open:
    """A class of fact about which silence leaves something possible, or (not `by_silence`) an unknown word alone."""

    schema: PredicateSchema
    subject: int
    kind: str
    target: str
    by_silence: bool
    only_unnamed: bool
    only_criteria: bool


class Grounder:
    """Turns fact sets into matters under one program. Made once, used for any number of fact sets."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.used = used_predicates(program)
        self.words = words_looked_for(program)
        self.compared = compared_slots(program)
        self.spellings = spellings_of(self.words, self.compared)
        goals = program.goals
        criterion = reachable(program, [goals["criterion"]] if "criterion" in goals else [])
        others = reachable(
            program, [name for goal, name in goals.items() if goal not in ("criterion", "caution", "notice")]
        )
        self.only_criteria = frozenset(criterion - others)
        self.kinds = tuple(name.removeprefix(KIND) for name in sorted(self.used) if name.startswith(KIND))
        guarded = {rule.head.predicate for rule in program.rules if rule.only_possible}
        compared = {name for name, _ in program.constants}
        self.open = tuple(
            _Open(
                schema=schema,
                subject=schema.index_of(schema.subject),
                kind=schema.slots[schema.index_of(schema.subject)].kind,
                target=POSSIBLE + name if name in guarded else name,
                by_silence=silence_leaves_possible(schema),
                only_unnamed=schema.silence is Silence.ABSENT,
                only_criteria=name in self.only_criteria,
            )
            for name, schema in program.schemas.items()
            if (name in self.used or POSSIBLE + name in self.used)
            and (silence_leaves_possible(schema) or name in compared)
            and schema.subject
        )

    def matter(self, facts: FactSet, options: Options) -> Matter:
        """The rows of a fact set.

        Raises:
            Refusal: an unknown reading is asked for, or the possibilities are too many to list.
        """
        return _Builder(self, facts, options).build()


def matter_of(facts: FactSet, program: Program, options: Options) -> Matter:
    """The rows of one fact set under a program; see `Grounder` for many.

    Raises:
        Refusal: an unknown reading is asked for, or the possibilities are too many to list.
    """
    return Grounder(program).matter(facts, options)


class _Builder:
    def __init__(self, grounder: Grounder, facts: FactSet, options: Options) -> None:
        self.grounder = grounder
        self.facts = facts
        self.program = grounder.program
        self.options = options
        self.day = day_period(options.as_of)
        self.used = grounder.used
        self.stated: dict[str, dict[Row, None]] = {}
        self.possible: dict[str, dict[Row, None]] = {}
        self.statements: dict[tuple[str, Row], list[Statement]] = {}
        self.count = 0
        self._given_up: list[GivenUp] = []

    def build(self) -> Matter:
        readings = chosen_readings(self.program, self.options.readings)
        denials: dict[str, list[Row]] = {}
        known = [item for item in self.facts.statements if self._is_known(item)]
        known = respelt(known, self.grounder.spellings, self.grounder.compared)
        for statement in known:
            if statement.denied:
                self._deny(statement, denials)
        for statement in known:
            if not statement.denied:
                self._state(statement, denials.get(statement.predicate, ()))
        for statement in self.facts.withdrawn:
            if not statement.denied and self._is_known(statement):
                self._change(WITHDRAWN, statement)
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

    def _deny(self, statement: Statement, denials: dict[str, list[Row]]) -> None:
        schema = self.program.schemas[statement.predicate]
        denials.setdefault(statement.predicate, []).append(statement.arguments)
        name = DENIED + statement.predicate
        if name in self.used:  # what is denied of an unknown thing is denied of each
            choices = [
                [*self._named(slot.kind), GENERIC[thing_kind(slot.kind)]] if is_unnamed(slot, value) else [value]
                for slot, value in zip(schema.slots, statement.arguments, strict=True)
            ]
            for row in product(*choices):
                self._note(name, row, statement)

    def _state(self, statement: Statement, denials: Iterable[Row]) -> None:
        schema = self.program.schemas[statement.predicate]
        row = tuple(
            GENERIC[thing_kind(slot.kind)] if is_unnamed(slot, value) and not is_no_matter(schema, slot) else value
            for slot, value in zip(schema.slots, statement.arguments, strict=True)
        )
        is_sure = row == statement.arguments
        named = () if is_sure else self._perhaps_named(schema, row, denials)
        row, open_rows = left_of(schema.name, row, denials, self.grounder.words) if denials else (row, ())
        for name in (statement.predicate, STATED + statement.predicate):
            if name in self.used:
                self._note(name, row, statement, is_sure=is_sure)
                for possible in (*open_rows, *named):
                    self._note(name, possible, statement, is_sure=False)
        if statement.supposed:
            self._change(SUPPOSED, statement)

    def _perhaps_named(self, schema: PredicateSchema, row: Row, denials: Iterable[Row]) -> list[Row]:
        """What is stated of an unknown thing, of each named one that it may be: none of which that is denied."""
        choices = [
            [value, *self._named(slot.kind)] if value == GENERIC.get(thing_kind(slot.kind)) else [value]
            for slot, value in zip(schema.slots, row, strict=True)
        ]
        return [
            item for item in product(*choices) if item != row and not any(denies(denied, item) for denied in denials)
        ]

    def _change(self, mode: str, statement: Statement) -> None:
        """What an overlay adds or takes away is known as such, so that a rule may caution against the change."""
        if mode + statement.predicate in self.used and not any(
            is_unnamed(slot, value)
            for slot, value in zip(self.program.schemas[statement.predicate].slots, statement.arguments, strict=True)
        ):
            self._note(mode + statement.predicate, statement.arguments, statement)

    def _note(self, name: str, row: Row, statement: Statement, *, is_sure: bool = True) -> None:
        """Keep a row with who says so; of an unknown thing nothing is sure, since two unknowns may differ."""
        if is_sure:
            self.stated.setdefault(name, {})[row] = None
        else:
            self._may(name, [row])
        self.statements.setdefault((name, row), []).append(statement)

    def _frame(self, readings: tuple[tuple[str, str], ...]) -> None:
        """The rows that the question and the fact set's sections make: days, kinds, readings, parameters."""
        days = [self.day, *(dealing.on for dealing in self.facts.dealings if dealing.on is not None)]
        if Divestment.record in self.used:
            last = max(days, key=lambda day: day.latest_end)
            self._given_up = given_up(filter(self._is_known, self.facts.statements), last)
            for ended in self._given_up:
                if ended.is_sure:
                    self._note(Divestment.record, ended.sale, ended.statement)
            stated = self.stated.get(Divestment.record, {}), self.possible.get(Divestment.record, {})
            sales = days_of_sales((*stated[0], *stated[1], *(ended.sale for ended in self._given_up)))
            days += [*sales, *map(eve_of, sales)]  # who held what as the day of a sale began
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
        for kind in self.grounder.kinds:
            name = KIND + kind
            self._rows(name, [(thing,) for thing in self._named(kind)])
            self._may(name, [(GENERIC[thing_kind(kind)],)])
            if is_kind(kind, "party") and kind != "party":
                self._may(name, [(party.name,) for party in self.facts.parties if party.kind == "party"])

    def _rows(self, name: str, rows: list[Row]) -> None:
        if name in self.used:
            self.stated.setdefault(name, {}).update(dict.fromkeys(rows))

    def _may(self, name: str, rows: Iterable[Row]) -> None:
        known = self.possible.setdefault(name, {})
        before = len(known)
        known.update(dict.fromkeys(rows))
        self.count += len(known) - before
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
        only_criteria = self.grounder.only_criteria
        found: dict[str, None] = dict.fromkeys(self.options.consider)
        for statement in self.facts.statements:
            schema = self.program.schemas[statement.predicate]
            if statement.predicate in only_criteria and schema.subject:
                index = schema.index_of(schema.subject)
                if is_kind(schema.slots[index].kind, "party"):
                    found[statement.arguments[index]] = None
        return tuple(name for name in found if name != UNKNOWN and self.facts.kind_of(name) is not None)

    def _possibilities(self, denials: Mapping[str, list[Row]], subjects: tuple[str, ...]) -> None:
        named = {kind: self._named(kind) for kind in ("individual", "entity", "government entity", *THINGS)}
        for item in self.grounder.open:
            name = item.schema.name
            rows: list[Row] = []
            if item.by_silence and name not in self.facts.complete:
                things = [] if item.only_unnamed else named[item.kind]
                if item.only_criteria and is_kind(item.kind, "party"):
                    things = [thing for thing in things if thing in subjects]
                if item.kind != "dealing":
                    things = [*things, GENERIC[thing_kind(item.kind)]]
                choices = [self._fillers(item.schema, index, slot) for index, slot in enumerate(item.schema.slots)]
                settled = (
                    {row[item.subject] for row in self.stated.get(name, ())} if item.schema.functional else frozenset()
                )
                for thing in things:
                    if thing not in settled:
                        choices[item.subject] = [thing]
                        rows += product(*choices)
            in_part = self._part_unknown(item.schema)
            if name == Divestment.record:
                unnamed = sold_to_nobody_named(filter(self._is_known, self.facts.statements))
                rows += self._in_words(item.schema, unnamed)
            refused = denials.get(name, ())
            rows, in_part = (
                [row for row in left_open if not any(denies(denied, row) for denied in refused)]
                for left_open in (rows, in_part)
            )
            if name == Divestment.record:
                ended = self._in_words(item.schema, [row for sale in self._given_up for row in sale.rows])
                rows += not_ruled_out(ended, refused)
            # What an unknown word in a stated fact leaves open is no silence, and no rule about silence settles it.
            for target, open_rows in ((item.target, rows), (name, in_part)):
                if open_rows:
                    self._may(target, open_rows)

    def _fillers(self, schema: PredicateSchema, position: int, slot: Slot) -> list[Any]:
        if slot.kind == "period":
            return [unknown_period()]
        if slot.kind == "text":
            words = dict.fromkeys(self.program.constants.get((schema.name, position), ()))
            if slot.members == CIRCUMSTANCE:
                words.update(dict.fromkeys(self._circumstances()))
            return [*words, UNKNOWN]
        if slot.kind == "share":
            return [Share(Fraction(0), WHOLE)]
        generic = [GENERIC[thing_kind(slot.kind)]]
        return [*self._named(slot.kind), *generic] if self.facts.complete else generic

    def _circumstances(self) -> Iterator[str]:
        """The words that the fact set itself asks about, as the conditions of its licenses."""
        for statement in self.facts.statements:
            for slot, value in zip(self.program.schemas[statement.predicate].slots, statement.arguments, strict=True):
                if slot.members == CIRCUMSTANCE:
                    yield value

    def _part_unknown(self, schema: PredicateSchema) -> list[Row]:
        """Stated rows in which a word is unknown: each word that a rule looks for may stand there."""
        return self._in_words(schema, [row for row in self.stated.get(schema.name, ()) if UNKNOWN in row])

    def _in_words(self, schema: PredicateSchema, rows: Iterable[Row]) -> list[Row]:
        """Rows with the generic thing for an unknown one, and for each unknown word those that rules look for."""
        found: list[Row] = []
        for row in rows:
            choices = [
                (GENERIC[thing_kind(slot.kind)],)
                if is_unnamed(slot, value)
                else (*self.program.constants.get((schema.name, position), ()), UNKNOWN)
                if value == UNKNOWN
                else (value,)
                for position, (slot, value) in enumerate(zip(schema.slots, row, strict=True))
            ]
            found += product(*choices)
        return found


def is_unnamed(slot: Slot, value: Any) -> bool:
    """Whether a slot for a thing holds `unknown`."""
    return value == UNKNOWN and thing_kind(slot.kind) in THINGS
