"""A matter varied one statement at a time: left out, denied, or with another word, date or country in it.

Nothing is listed by hand: every statement of a fact set is varied in every way that its slots allow, and what
becomes of each expectation is read off a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any, Final

from decidendi.facts.amounts import Share, parse_share
from decidendi.facts.entries import SCHEMAS
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.kinds import THINGS, UNKNOWN, Slot, is_kind, thing_kind
from decidendi.facts.periods import Period, always, parse_period
from decidendi.facts.writing import sentence_of
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Matter, Options
from decidendi.reasoning.trace import Trace
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Comparison, Constant, Literal, Program, Variable
from decidendi.rules.rulebook import Rulebook

_MOST_ADDED: Final = 24
"""Statements that are made of one condition in one matter."""


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


def additions(facts: FactSet, rulebook: Rulebook, atoms: Sequence[Atom]) -> Iterator[tuple[str, Statement]]:
    """What a matter could state besides, so that a condition is met: as a sentence, and as a statement.

    Things are those that the matter names; what a condition leaves open is left unsaid.
    """
    asked = words_asked_for(rulebook.program)
    stated = {(item.predicate, item.arguments) for item in facts.statements}
    things = facts.things()
    for atom in atoms:
        schema = SCHEMAS.get(atom.predicate)
        if schema is None:
            continue
        choices: list[list[Any]] = []
        for position, (slot, term) in enumerate(zip(schema.slots, atom.arguments, strict=True)):
            if isinstance(term, Constant):
                choices.append([term.value])
            elif thing_kind(slot.kind) in THINGS:
                named = [thing.name for thing in things[thing_kind(slot.kind)]]
                choices.append([name for name in named if is_kind(facts.kind_of(name) or "", slot.kind)])
            elif slot.kind == "text":
                choices.append([*asked.get((atom.predicate, position), ()), *slot.members][:2] or [UNKNOWN])
            elif slot.kind == "period":
                choices.append([always()])
            elif slot.kind == "share":
                choices.append([parse_share("100")])
            else:
                choices.append([UNKNOWN])
        for arguments in islice(product(*choices), _MOST_ADDED):
            if len(set(map(str, arguments))) == len(arguments) and (atom.predicate, arguments) not in stated:
                statement = Statement(atom.predicate, arguments, False, (), None, Place(facts.file))
                yield sentence_of(schema, arguments), statement


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
                first = condition.arguments[0]
                for place in slots.get(first, ()) if isinstance(first, Variable) else ():
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
    matter = traced_matter(facts, reasoner, readings)
    return reasoner.evaluate(matter, trace=firings, engines=("reference",))


def moved(facts: FactSet, day: Period) -> FactSet:
    """The same matter with every dealing on another day."""
    statements = tuple(
        replace(item, arguments=(item.arguments[0], day)) if item.predicate == "dealing_on" else item
        for item in facts.statements
    )
    dealings = tuple(item.model_copy(update={"on": day}) for item in facts.dealings)
    return facts.model_copy(update={"statements": statements, "dealings": dealings})


def traced_matter(facts: FactSet, reasoner: Reasoner, readings: tuple[tuple[str, str], ...] = ()) -> Matter:
    """A matter in which every party is asked about."""
    assert facts.as_of is not None
    names = tuple(party.name for party in facts.parties)
    return reasoner.grounder.matter(facts, Options(facts.as_of, None, readings, names))


def in_full(facts: FactSet, rulebook: Rulebook) -> FactSet:
    """The same matter, with the claim that it states all there is: silence means no."""
    return facts.model_copy(update={"complete": tuple(rulebook.program.schemas)})
