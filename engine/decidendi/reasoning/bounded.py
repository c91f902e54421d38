"""A bounded universe of matters: a few things of each kind, and every fact that could be stated of them.

Questions about all matters ("can this rule ever fire?") are asked about this universe; an answer holds for it alone.
Everything in it is known: a fact is stated or it is not so. Times, shares, amounts and words are few, since the rules
can only tell apart what they compare. What lasts was always so, ended on the eve of the day asked about, or began on
that day; what happens on a day happened then, on the eve, on a day that a rule names, or on the eve of that. A share is
a threshold, one percent less, half of it, or the whole. A word is one that a rule looks for (of words that all rules
treat alike, the first named), or one that no rule knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, Final

from decidendi.facts.amounts import Money, Share
from decidendi.facts.entries import words_in_slot
from decidendi.facts.kinds import COUNTRY, THINGS, PredicateSchema, Silence, Slot, is_kind, thing_kind
from decidendi.facts.periods import Period, Truth, always, covers, day_period, parse_period
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import FACT_CLASSES, schema_of
from decidendi.reasoning.matter import Row
from decidendi.reasoning.readings import chosen_readings
from decidendi.reasoning.uses import used_predicates
from decidendi.rules.form import (
    DAY,
    DAY_ASKED,
    DENIED,
    KIND,
    PARAMETER,
    READING,
    STATED,
    Comparison,
    Constant,
    Literal,
    Program,
    Rule,
    Variable,
)

OTHER_WORD: Final = "something else"
OTHER_COUNTRY: Final = "another country"
_ATTRIBUTES: Final = {item.predicate.name: item for items in ATTRIBUTES.values() for item in items}
_RECORDS: Final = {item.record: schema_of(item) for item in FACT_CLASSES}
_STEP: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many things of each kind a matter may name."""

    individuals: int = 1
    entities: int = 2
    government_entities: int = 1
    activities: int = 1
    property: int = 1
    dealings: int = 1
    licenses: int = 1

    def things(self) -> dict[str, str]:
        """The names of the things, with the kind of each."""
        numbers = {
            "individual": self.individuals,
            "entity": self.entities,
            "government entity": self.government_entities,
            "activity": self.activities,
            "property": self.property,
            "dealing": self.dealings,
            "license": self.licenses,
        }
        return {
            f"{kind.replace(' ', '-')}-{number}": kind
            for kind, count in numbers.items()
            for number in range(1, count + 1)
        }


@dataclass(frozen=True, slots=True)
class Universe:
    """The matters of one day: what each may state (`choices`), deny (`denials`), and what is so in all of them.

    `readings` are the other readings of each open term; those of `fixed` are the default ones.
    `required` are the predicates of which each thing named has at least one row, `single` those of which it has at most
    one; the thing stands first.
    """

    day: Period
    things: dict[str, str]
    choices: dict[str, tuple[Row, ...]]
    denials: dict[str, tuple[Row, ...]]
    fixed: dict[str, tuple[Row, ...]]
    required: tuple[str, ...]
    single: tuple[str, ...]
    readings: tuple[Row, ...] = ()


def universe_of(programs: Sequence[Program], used: Iterable[str], day: date, bounds: Bounds) -> Universe:
    """The universe of one day for one program or several.

    Args:
        programs: the rules, whose words, days and thresholds are the values.
        used: the predicates that are looked at; what else could be stated is left out, unless a thing must have it.
        day: the day asked about, on which the dealing takes place.
        bounds: how many things there are.

    Raises:
        Refusal: a reading is asked for that is not there.
    """
    asked, things = day_period(day), bounds.things()
    looked_at = {*used, *(name for name, item in _ATTRIBUTES.items() if item.required)}
    schemas = {name.split(": ", 1)[-1]: None for name in sorted(looked_at) if not name.startswith(KIND)}
    values = _Values(programs, asked, things)
    choices: dict[str, tuple[Row, ...]] = {}
    denials: dict[str, tuple[Row, ...]] = {}
    required, single = [], []
    for name in schemas:
        schema = _schema(name)
        if schema is None:
            continue
        rows = tuple(values.rows(schema))
        if {name, STATED + name} & looked_at:
            choices[name] = rows
        if DENIED + name in looked_at:
            denials[name] = rows
        attribute = _ATTRIBUTES.get(name)
        if attribute is not None:
            if attribute.required or schema.silence is Silence.UNKNOWN:
                required.append(name)
            if schema.single or schema.slots[1].kind in ("period", "amount"):
                single.append(name)
        elif schema.functional:
            single.append(name)
    fixed: dict[str, tuple[Row, ...]] = {
        DAY: ((asked,),),
        DAY_ASKED: ((asked,),),
        READING: chosen_readings(programs[0], ()),
        PARAMETER: parameters_on(programs[0], asked),
    }
    named = {(item.of, item.name) for program in programs for item in program.readings}
    readings = tuple(sorted(named - set(fixed[READING]))) if READING in looked_at else ()
    for name in looked_at:
        if name.startswith(KIND):
            kind = name.removeprefix(KIND)
            fixed[name] = tuple((thing,) for thing, its in things.items() if is_kind(its, kind))
    return Universe(asked, things, choices, denials, fixed, tuple(required), tuple(single), readings)


def parameters_on(program: Program, day: Period) -> tuple[Row, ...]:
    """The parameters that apply on a day, as a matter of that day has them."""
    return tuple((item.name, item.value) for item in program.parameters if covers(item.during, day) is Truth.HOLDS)


def days_that_matter(programs: Iterable[Program], rules: Iterable[Rule]) -> tuple[date, ...]:
    """The first day of each stretch within which the law that is looked at stays the same, latest first."""
    found: set[int] = set()
    periods = [rule.in_force for rule in rules]
    periods += [item.during for program in programs for item in program.parameters]
    for period in periods:
        found |= {period.earliest_begin, period.latest_end + 1}
    low, high = date.min.toordinal(), date.max.toordinal()
    days = sorted((day for day in found if low < day <= high), reverse=True)
    return tuple(map(date.fromordinal, days)) or (date(2000, 1, 1),)


def cone(program: Program, goals: Iterable[str]) -> Program:
    """The program with those rules only on which some conclusions depend; rules that speak of silence are left out."""
    uses: dict[str, list[Rule]] = {}
    for rule in program.rules:
        if not rule.only_possible:
            uses.setdefault(rule.head.predicate, []).append(rule)
    seen: set[str] = set()
    queue = list(goals)
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        queue += [c.atom.predicate for rule in uses.get(name, ()) for c in rule.body if isinstance(c, Literal)]
    rules = tuple(rule for rule in program.rules if not rule.only_possible and rule.head.predicate in seen)
    return Program(
        program.schemas,
        rules,
        tuple(group for group in (tuple(n for n in stratum if n in seen) for stratum in program.strata) if group),
        program.parameters,
        program.readings,
        program.constants,
        program.goals,
        program.documents,
        tuple(name for name in program.looking_back if name in seen),
    )


def predicates_used(programs: Iterable[Program]) -> frozenset[str]:
    """The predicates that the rules of some programs look at."""
    return frozenset().union(*map(used_predicates, programs))


def _schema(name: str) -> PredicateSchema | None:
    if name in _ATTRIBUTES:
        return _ATTRIBUTES[name].predicate
    return _RECORDS.get(name)


class _Values:
    """What may stand in each slot."""

    def __init__(self, programs: Sequence[Program], day: Period, things: Mapping[str, str]) -> None:
        self.things = things
        self.day = day
        self.words = words_by_slot(programs)
        self.periods, self.days = _times(programs, day)
        self.shares = _shares(programs)
        self.amounts = _amounts(programs)

    def rows(self, schema: PredicateSchema) -> Iterator[Row]:
        for row in product(*(self._fillers(schema, index, slot) for index, slot in enumerate(schema.slots))):
            named = [value for value, slot in zip(row, schema.slots, strict=True) if thing_kind(slot.kind) in THINGS]
            if len(set(named)) == len(named):
                yield row

    def _fillers(self, schema: PredicateSchema, index: int, slot: Slot) -> Sequence[Any]:
        if thing_kind(slot.kind) in THINGS:
            return [name for name, kind in self.things.items() if is_kind(kind, slot.kind)]
        if slot.kind == "period":
            if schema.name == "dealing_on":
                return [self.day]
            # What is done on a day is no state that lasts.
            return self.days if slot.name == "on" or schema.name == "dealing_agreed_on" else self.periods
        if slot.kind == "share":
            return self.shares
        if slot.kind == "amount":
            return self.amounts
        return self._words(schema, index, slot)

    def _words(self, schema: PredicateSchema, index: int, slot: Slot) -> list[str]:
        looked_for = self.words.get((schema.name, index), ())
        fit = [word for word in looked_for if words_in_slot(schema.name, index, word)[0] == word]
        if slot.members == COUNTRY:
            return [*fit, OTHER_COUNTRY]
        _, members = words_in_slot(schema.name, index, OTHER_WORD)
        others = [word for word in (slot.usual, *(members or (OTHER_WORD,))) if word and word not in fit]
        return [*fit, *others[:1]] if fit or others else [OTHER_WORD]


def words_by_slot(programs: Iterable[Program]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The words that rules look for, directly or through what other rules conclude, by predicate and position.

    Of words that every condition treats alike, as the members of one list, the first stands for all of them.
    """
    linked = _Linked()
    rules = [rule for program in programs for rule in program.rules]
    for number, rule in enumerate(rules):
        for atom in (rule.head, *(c.atom for c in rule.body if isinstance(c, Literal))):
            predicate = atom.predicate.removeprefix(STATED).removeprefix(DENIED)
            for index, term in enumerate(atom.arguments):
                if isinstance(term, Variable) and term.kind == "text":
                    linked.join((predicate, index), (number, term))
                elif isinstance(term, Constant) and isinstance(term.value, str):
                    linked.mention((predicate, index), term.value, (number, atom))
        for condition in rule.body:
            if isinstance(condition, Comparison):
                variables = [(number, term) for term in condition.arguments if isinstance(term, Variable)]
                for one, other in pairwise(variables):
                    linked.join(one, other)
                for term in condition.arguments:
                    if isinstance(term, Constant) and isinstance(term.value, str) and variables:
                        # A list of words that several rules have counts as one.
                        linked.mention(variables[0], term.value, (condition.name, condition.arguments[1:]))
    return {item: linked.words(item) for item in linked.items() if isinstance(item[0], str)}


class _Linked:
    """Places of rules that hold the same word where a rule says so, and the conditions that mention words there."""

    def __init__(self) -> None:
        self._parent: dict[Any, Any] = {}
        self._mentions: list[tuple[Any, str, Any]] = []
        self._words: dict[Any, tuple[str, ...]] = {}

    def items(self) -> tuple[Any, ...]:
        return tuple(self._parent)

    def join(self, one: Any, other: Any) -> None:
        self._parent[self._root(one)] = self._root(other)

    def mention(self, item: Any, word: str, by: Any) -> None:
        self._root(item)
        self._mentions.append((item, word, by))

    def words(self, item: Any) -> tuple[str, ...]:
        if not self._words:
            by_root: dict[Any, dict[str, set[Any]]] = {}
            for place, word, by in self._mentions:
                by_root.setdefault(self._root(place), {}).setdefault(word, set()).add(by)
            for root, found in by_root.items():
                alike: dict[frozenset[Any], str] = {}
                for word, mentions in found.items():
                    alike.setdefault(frozenset(mentions), word)
                self._words[root] = tuple(sorted(alike.values()))
        return self._words.get(self._root(item), ())

    def _root(self, item: Any) -> Any:
        while self._parent.setdefault(item, item) != item:
            item = self._parent[item]
        return item


def constants_of(programs: Iterable[Program]) -> Iterator[Any]:
    """The values that the conditions of rules name, and those of thresholds and parameters."""
    for program in programs:
        for rule in program.rules:
            for condition in rule.body:
                terms = condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments
                yield from (term.value for term in terms if isinstance(term, Constant))
            if rule.sum is not None and isinstance(rule.sum.threshold, Constant):
                yield rule.sum.threshold.value
        yield from (item.value for item in program.parameters)


def _times(programs: Sequence[Program], asked: Period) -> tuple[list[Period], list[Period]]:
    """Stretches of time, and single days."""
    day = date.fromordinal(asked.earliest_begin)
    eve = day - timedelta(1)
    named = {
        edge
        for value in constants_of(programs)
        if isinstance(value, Period)
        for edge in (value.earliest_begin, value.latest_end)
        if date.min.toordinal() + 1 < edge < date.max.toordinal()
    }
    points = sorted({day, eve, *(date.fromordinal(n - k) for n in named for k in (0, 1))})
    days = [day_period(point) for point in points]
    states = [always(), parse_period(f"../{eve}"), parse_period(f"{day}/..")]
    return states, days


def _shares(programs: Sequence[Program]) -> list[Share]:
    thresholds = {value.lower for value in constants_of(programs) if isinstance(value, Share)} or {Fraction(50)}
    points = {Fraction(100)}
    for threshold in thresholds:
        points |= {threshold, threshold / 2, threshold - min(_STEP, threshold)}
    return [Share(point, point) for point in sorted(points) if point > 0]


def _amounts(programs: Sequence[Program]) -> list[Money]:
    named = {value for value in constants_of(programs) if isinstance(value, Money)}
    step = Decimal("0.01")
    found = {point for item in named for point in (item, Money(item.currency, item.value - step))}
    return sorted(found, key=str) or [Money("USD", Decimal(1))]
