"""Sentences about a matter, such as `huo meets criterion "1(a)(ii)(C)(2)"`, found among its conclusions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from decidendi.facts.fact_set import FactSet
from decidendi.facts.kinds import THINGS, UNKNOWN, PredicateSchema, thing_kind
from decidendi.facts.periods import PeriodError, Truth, parse_period
from decidendi.facts.templates import match, parse_template
from decidendi.reasoning.matter import Row
from decidendi.reasoning.trace import Trace
from decidendi.refusal import Place, Refusal, nearest
from decidendi.rules.form import EXCEPTION, OPPOSITE, Program


@dataclass(frozen=True, slots=True)
class Query:
    """A predicate and what its slots hold; `None` stands for anything."""

    predicate: str
    pattern: tuple[Any, ...]

    def fits(self, row: Row) -> bool:
        """Whether a row is one that the query asks about."""
        return all(wanted is None or wanted == value for wanted, value in zip(self.pattern, row, strict=True))

    def rows(self, trace: Trace) -> tuple[list[Row], list[Row]]:
        """The rows that hold, and those that may hold besides, in a fixed order."""
        must = trace.must.get(self.predicate, frozenset())
        may = trace.may.get(self.predicate, frozenset())
        return (
            sorted((row for row in must if self.fits(row)), key=_order),
            sorted((row for row in may - must if self.fits(row)), key=_order),
        )

    def truth(self, trace: Trace) -> Truth:
        """Whether some row that fits holds, may hold, or none does."""
        must, may = self.rows(trace)
        return Truth.HOLDS if must else Truth.UNDETERMINED if may else Truth.FAILS


def _order(row: Row) -> tuple[str, ...]:
    return tuple(str(value) for value in row)


def parse_query(sentence: str, program: Program, facts: FactSet, place: Place) -> Query:
    """Understand a sentence about the named things of a matter.

    Raises:
        Refusal: no sentence of the vocabulary or of the rulebook reads like this, or a name is unknown.
    """
    text = " ".join(sentence.split()).rstrip(".")
    sentences: list[str] = []
    unknown: list[tuple[str, str]] = []
    for schema in program.schemas.values():
        if schema.name.startswith((OPPOSITE, EXCEPTION)):
            continue
        phrases = frozenset(slot.name for slot in schema.slots if slot.kind in ("text", "share", "amount", "span"))
        for written in schema.sentences:
            sentences.append(written)
            fillers = match(parse_template(written), text, phrases)
            if fillers is None:
                continue
            pattern = _pattern(schema, fillers, facts, unknown)
            if pattern is not None:
                return Query(schema.name, pattern)
    if unknown:
        name, kind = unknown[0]
        known = [thing.name for things in facts.things().values() for thing in things]
        close = nearest(name, known)
        raise Refusal.at(
            place,
            f"`{name}` is not the name of a {kind} in this fact set",
            expected=", ".join(f"`{known_name}`" for known_name in known[:12]) or "a name",
            found=f"`{sentence}`",
            mend=f"did you mean {close}" if close else "use a name that the fact set defines",
        )
    names = [thing.name for things in facts.things().values() for thing in things]
    close = nearest(text, sentences) if " " in text else nearest(text, names) or nearest(text, sentences)
    raise Refusal.at(
        place,
        f"unknown sentence `{sentence}`",
        expected="a sentence of the rulebook with names of this fact set",
        mend=f"did you mean {close}" if close else "run `decidendi check` to see the terms of the rulebook",
    )


def _pattern(
    schema: PredicateSchema, fillers: dict[str, str], facts: FactSet, unknown: list[tuple[str, str]]
) -> tuple[Any, ...] | None:
    pattern: list[Any] = []
    for slot in schema.slots:
        text = fillers.get(slot.name)
        if text is None:
            pattern.append(None)
        elif thing_kind(slot.kind) in THINGS:
            kind = facts.kind_of(text)
            if kind is None or thing_kind(kind) != thing_kind(slot.kind):
                unknown.append((text, slot.kind))
                return None
            pattern.append(text)
        elif slot.kind == "period":
            try:
                pattern.append(parse_period(text))
            except PeriodError:
                return None
        else:
            pattern.append(None if text == UNKNOWN else text)
    return tuple(pattern)
