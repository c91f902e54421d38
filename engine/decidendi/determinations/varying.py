"""A matter varied one statement at a time: left out, denied, or with another word, date or country in it.

Nothing is listed by hand: every statement of a fact set is varied in every way that its slots allow, and what
becomes of each expectation is read off a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from decidendi.facts.amounts import Share, parse_share
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.kinds import THINGS, UNKNOWN, Slot, thing_kind
from decidendi.facts.periods import Period, parse_period
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Options
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import Comparison, Constant, Literal, Program, Variable
from decidendi.rules.rulebook import Rulebook

@dataclass(frozen=True, slots=True)
class Variation:
    """A fact set that differs from the one it was made from in one statement.

    `index` is the place of the statement among those of the fact set, `change` what was done to it.
    """

    index: int
    change: str
    facts: FactSet


def variations(facts: FactSet, rulebook: Rulebook, near: Sequence[Any] = ()) -> Iterator[Variation]:
    """Every variation of a matter, in the order of its statements.

    `near` holds further values, such as a threshold and what lies beside it, for the slots of their kind.
    """
    asked = words_asked_for(rulebook.program)
    for index, statement in enumerate(facts.statements):
        schema = rulebook.program.schemas[statement.predicate]
        yield _varied(facts, index, "left out", None)
        yield _varied(facts, index, "said" if statement.denied else "denied", _turned(statement))
        for position, slot in enumerate(schema.slots):
            if slot.name == schema.subject and thing_kind(slot.kind) in THINGS:
                continue
            words = asked.get((statement.predicate, position), ())
            for change, value in _other_values(statement.arguments[position], slot, words, near):
                arguments = [*statement.arguments]
                arguments[position] = value
                yield _varied(facts, index, change, replace(statement, arguments=tuple(arguments)))
    for party in facts.parties:  # an individual where an entity stands, and the reverse
        other = "entity" if party.kind == "individual" else "individual"
        parties = tuple(item.model_copy(update={"kind": other}) if item is party else item for item in facts.parties)
        changed = facts.model_copy(update={"parties": parties})
        yield Variation(len(facts.statements), f"{party.name} is an {other}", changed)


def _turned(statement: Statement) -> Statement:
    return replace(statement, denied=not statement.denied)


def words_asked_for(program: Program) -> dict[tuple[str, int], tuple[str, ...]]:
    """For each slot that rules compare with lists of words, the first word of each list."""
    found: dict[tuple[str, int], dict[str, None]] = {}
    for rule in program.rules:
        slots: dict[Variable, list[tuple[str, int]]] = {}
        for condition in rule.body:
            if isinstance(condition, Literal) and not condition.negated:
                for position, term in enumerate(condition.atom.arguments):
                    if isinstance(term, Variable):
                        slots.setdefault(term, []).append((condition.atom.predicate, position))
            elif isinstance(condition, Comparison) and isinstance(condition.arguments[1], Constant):
                for place in slots.get(condition.arguments[0], ()):
                    found.setdefault(place, {})[str(condition.arguments[1].value)] = None
    return {place: tuple(words) for place, words in found.items()}


def _other_values(value: Any, slot: Slot, words: tuple[str, ...], near: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Other fillers of a slot, with what to call each: different ones, and one that is not known."""
    kind = thing_kind(slot.kind)
    if value == UNKNOWN:
        return
    if slot.kind == "period":
        yield from ((f"{slot.name}: {other}", other) for other in near if isinstance(other, Period))
        for text in ("1990", "2035/..", "../1990"):
            yield f"{slot.name}: {text}", parse_period(text)
        yield f"{slot.name}: {UNKNOWN}", parse_period(UNKNOWN)
    elif slot.kind == "share":
        yield from ((f"{slot.name}: {other}", other) for other in near if isinstance(other, Share))
        for other in ("10", UNKNOWN):
            yield f"{slot.name}: {other}", value if isinstance(value, str) else _share(other)
    elif slot.kind == "text":
        if slot.members == ("country",):
            yield from ((f"{slot.name}: {other}", other) for other in ("US", "FR") if other != value)
        elif slot.members:
            yield from ((f"{slot.name}: {other}", other) for other in slot.members if other not in (value, UNKNOWN))
        else:
            others = (*words, "something else")
            yield from ((f"{slot.name}: {other}", other) for other in others if other not in (value, UNKNOWN))
        yield f"{slot.name}: {UNKNOWN}", UNKNOWN
    elif kind in THINGS:
        yield f"{slot.name}: {UNKNOWN}", UNKNOWN


def _share(text: str) -> Share:
    return parse_share("[0, 100]" if text == UNKNOWN else text)


def _varied(facts: FactSet, index: int, change: str, statement: Statement | None) -> Variation:
    """The fact set with one statement in the place of another, and its dealings' dates to match."""
    statements = [*facts.statements]
    old = statements[index]
    statements[index : index + 1] = [statement] if statement else []
    update: dict[str, Any] = {"statements": tuple(statements)}
    if old.predicate == "dealing_on":
        day = statement.arguments[1] if statement and not statement.denied else None
        update["dealings"] = tuple(
            item.model_copy(update={"on": day}) if item.name == old.arguments[0] else item for item in facts.dealings
        )
    return Variation(index, change, facts.model_copy(update=update))


def traced(
    facts: FactSet, reasoner: Reasoner, readings: tuple[tuple[str, str], ...] = (), *, firings: bool = False
) -> Trace:
    """What must and may hold in a matter, asking about every party; by the reference evaluator alone, to be quick."""
    assert facts.as_of is not None
    names = tuple(party.name for party in facts.parties)
    matter = reasoner.grounder.matter(facts, Options(facts.as_of, None, readings, names))
    return reasoner.evaluate(matter, trace=firings, engines=("reference",))


def in_full(facts: FactSet, rulebook: Rulebook) -> FactSet:
    """The same matter, with the claim that it states all there is: silence means no."""
    return facts.model_copy(update={"complete": tuple(rulebook.program.schemas)})
