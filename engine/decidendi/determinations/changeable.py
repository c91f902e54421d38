"""The changes that somebody could make to a matter, and whose act each would be.

Each class of fact and each attribute of a thing says whether it is fixed history, in a party's power or in an
authority's. Of what is not history, a change is considered where a conclusion may look at it: that something stated
ends, that another takes the place of what a thing has one of, that something new comes about for which a rule looks,
that an authority grants a licence. Shares, days and amounts that nobody states are not made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final

from decidendi.determinations.determine import Run
from decidendi.determinations.queries import Query
from decidendi.facts.entries import CLASSES, SCHEMAS
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.kinds import THINGS, UNKNOWN, Power, PredicateSchema, Slot, is_kind, thing_kind
from decidendi.facts.periods import Period, always, parse_period
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import FACT_CLASSES
from decidendi.facts.writing import sentence_of
from decidendi.reasoning.uses import reachable
from decidendi.rules.form import Comparison, Constant, Literal, Rule, Term, Variable

ELSEWHERE: Final = "another country"
"""A country that no rule names."""

_RECORDS: Final = frozenset(fact_class.record for fact_class in FACT_CLASSES)
_WIDEST: Final = 12


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is written in an overlay, whose act it is, and what of the matter it settles.

    Two changes that settle the same cannot both be made.
    """

    text: str
    power: Power
    settles: tuple[Any, ...]


def changeable(done: Run, query: Query) -> tuple[Change, ...]:
    """The changes to a matter that bear on a conclusion, in the order in which they are worth considering."""
    found: dict[str, Change] = {}
    program = done.rulebook.program
    looked_at = {name.rsplit(": ", 1)[-1] for name in reachable(program, [query.predicate])}
    near = _near(done.facts, query, looked_at)
    for change in (
        *_licenses(done, near, looked_at),
        *_new(done, near, looked_at),
        *_ended(done.facts, looked_at),
        *_replaced(done.facts, near, looked_at),
    ):
        found.setdefault(change.text, change)
    return tuple(found.values())


def _near(facts: FactSet, query: Query, looked_at: set[str]) -> tuple[str, ...]:
    """The things that the conclusion names, and those that statements connect with them, nearest first."""
    found = dict.fromkeys(value for value in query.pattern if isinstance(value, str) and facts.kind_of(value))
    for _ in range(2):
        for statement in facts.statements:
            if statement.predicate in looked_at and not statement.denied:
                named = [value for value in statement.arguments if isinstance(value, str) and facts.kind_of(value)]
                if any(name in found for name in named):
                    found.update(dict.fromkeys(named))
    return tuple(found)[:_WIDEST]


def _ended(facts: FactSet, looked_at: set[str]) -> Iterator[Change]:
    """What is stated and could end: a holding, a role in a dealing."""
    for statement in facts.statements:
        schema = SCHEMAS[statement.predicate]
        if statement.denied or schema.power is Power.HISTORY or statement.predicate not in looked_at or schema.single:
            continue
        yield Change(f"deny: {sentence_of(schema, statement.arguments)}", schema.power, _key(statement))


def _key(statement: Statement) -> tuple[Any, ...]:
    return (statement.predicate, *statement.arguments)


def _replaced(facts: FactSet, near: tuple[str, ...], looked_at: set[str]) -> Iterator[Change]:
    """Another in the place of what a thing has one of: another payer, another place."""
    for items in ATTRIBUTES.values():
        for item in items:
            schema = item.predicate
            if schema.power is Power.HISTORY or not schema.single or schema.name not in looked_at:
                continue
            subject, slot = schema.slots
            for thing in (thing for thing in facts.things()[thing_kind(subject.kind)] if thing.name in near):
                held = [s for s in facts.statements if s.predicate == schema.name and s.arguments[0] == thing.name]
                for value in _others(facts, thing, slot, [s.arguments[1] for s in held if not s.denied]):
                    text = sentence_of(schema, (thing.name, value))
                    yield Change(text, schema.power, (schema.name, thing.name))


def _others(facts: FactSet, thing: Any, slot: Slot, held: list[Any]) -> list[Any]:
    """What could take the place of what is held: a party without a part in it yet, a country that no rule names."""
    if slot.members == ("country",):
        return [ELSEWHERE] if held != [ELSEWHERE] else []
    if slot.kind == "party" and held:
        taking_part = {value for name in type(thing).model_fields for value in _texts(getattr(thing, name))}
        return [party.name for party in facts.parties if party.name not in taking_part]
    return []


def _texts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _licenses(done: Run, near: tuple[str, ...], looked_at: set[str]) -> Iterator[Change]:
    """A new licence for a dealing, of each kind that rules look for."""
    if "license_authorizes_dealing" not in looked_at:
        return
    constants = done.rulebook.program.constants
    power = SCHEMAS["license_authorizes_dealing"].power
    taken = {thing.name for things in done.facts.things().values() for thing in things}
    name = next(name for n in range(1, len(taken) + 2) if (name := f"new-license-{n}") not in taken)
    issuer = constants.get(("license_issued_by", 1), ())
    kind = "specific"
    for dealing in (dealing for dealing in done.facts.dealings if dealing.name in near):
        by = f", issued by: {_flow(issuer[0])}" if issuer else ""
        during = f", during: {dealing.on}" if dealing.on is not None else ""
        text = f"licenses: {{{name}: {{kind: {kind}{by}, authorizes: [{_flow(dealing.name)}]{during}}}}}"
        yield Change(text, power, ("license", dealing.name))


def _flow(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _new(done: Run, near: tuple[str, ...], looked_at: set[str]) -> Iterator[Change]:
    """What a rule looks for and nobody states: that a listing ended, that a party is in a country."""
    facts = done.facts
    stated = {(s.predicate, s.arguments) for s in facts.statements if not s.denied}
    for rule in done.rulebook.program.rules:
        for condition in rule.body:
            if not isinstance(condition, Literal) or condition.negated:
                continue
            name = condition.atom.predicate.rsplit(": ", 1)[-1]
            schema = SCHEMAS.get(name)
            if schema is None or name not in _RECORDS or name not in looked_at or schema.power is Power.HISTORY:
                continue
            if any(slot.kind in ("share", "amount") for slot in schema.slots):
                continue
            for row in _rows(done, rule, condition, schema, near):
                if (name, row) not in stated:
                    yield Change(sentence_of(schema, row), schema.power, (name, *row))


def _rows(
    done: Run, rule: Rule, literal: Literal, schema: PredicateSchema, near: tuple[str, ...]
) -> Iterable[tuple[Any, ...]]:
    choices = [
        _fillers(done, rule, term, slot, schema, near)
        for term, slot in zip(literal.atom.arguments, schema.slots, strict=True)
    ]
    for row in product(*choices):
        things = [value for value, slot in zip(row, schema.slots, strict=True) if thing_kind(slot.kind) in THINGS]
        if len(set(things)) == len(things):
            yield row


def _fillers(
    done: Run, rule: Rule, term: Term, slot: Slot, schema: PredicateSchema, near: tuple[str, ...]
) -> list[Any]:
    if isinstance(term, Constant):
        return [term.value]
    if thing_kind(slot.kind) in THINGS:
        return [name for name in near if is_kind(done.facts.kind_of(name) or "", slot.kind)]
    if slot.kind == "period":
        # What an authority gives for a time it may also end: a listing ends with the removal from the list.
        return [always(), _until_now(done, near)] if schema.power is Power.AUTHORITY else [always()]
    word = _word(rule, term) or slot.usual
    if slot.members == ("country",):
        return [word or ELSEWHERE]
    if not word and CLASSES[schema.name].model_fields[slot.name].is_required():
        return []  # a fact that names no word is no change that anybody could make
    return [word or UNKNOWN]


def _until_now(done: Run, near: tuple[str, ...]) -> Period:
    """Up to the eve of the first day in question."""
    days = [done.options.as_of.toordinal()]
    days += [dealing.on.earliest_begin for dealing in done.facts.dealings if dealing.on and dealing.name in near]
    return parse_period(f"../{date.fromordinal(max(min(days) - 1, 1)).isoformat()}")


def _word(rule: Rule, variable: Variable) -> str:
    """The first of the words that the rule takes there."""
    for condition in rule.body:
        if isinstance(condition, Comparison) and variable in condition.arguments and not condition.negated:
            words = [term.value for term in condition.arguments if isinstance(term, Constant)]
            if words and condition.name in ("same", "one of"):
                return str(words[0])
    return ""
