"""A matter that the solver proposes, written as a fact set and replayed: what does not replay was not found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from decidendi.determinations.determine import Run, run
from decidendi.determinations.model import Frozen
from decidendi.facts.kinds import SUPERKIND, thing_kind
from decidendi.facts.loading import parse_fact_set
from decidendi.facts.periods import Period
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import FACT_CLASSES, slots_of
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Options, Row
from decidendi.reasoning.solver_matters import Chosen, Question
from decidendi.refusal import Refusal
from decidendi.rules.form import DAY_ASKED, READING, Constant, Literal, Term
from decidendi.rules.rulebook import Rulebook

FIRED: Final = "fired: "
"""What stands before the number of a rule in the predicate that says for which conclusions it fires."""
_SECTIONS: Final = {
    "party": "parties",
    "activity": "activities",
    "property": "property",
    "dealing": "dealings",
    "license": "licenses",
}
_ATTRIBUTES: Final = {item.predicate.name: item for items in ATTRIBUTES.values() for item in items}
_KEYS: Final = {"share_class": "class"}
_CLASSES: Final = {item.record: item for item in FACT_CLASSES}


class Witness(Frozen):
    """A matter that was replayed: the fact set as it can be run again, its readings, and how large it is.

    `size` counts things, facts and readings other than the default ones; `is_smallest` says that the universe has none
    with fewer.
    """

    facts: str
    as_of: date
    told: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
    size: int
    is_smallest: bool


class Replays:
    """Replays matters under one rulebook, by the reference evaluator."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.reasoner = Reasoner(rulebook.program, ("reference",))

    def run(self, chosen: Chosen, things: Mapping[str, str], day: date) -> Run | None:
        """The matter run by the engine, or nothing where it is refused."""
        try:
            facts = parse_fact_set(written(chosen, things, day))
            return run(facts, self.rulebook, self.reasoner, Options(day, readings=readings_of(chosen)))
        except Refusal:
            return None

    def holds(self, done: Run | None, question: Question) -> bool:
        """Whether the conditions of a question hold in the matter: what they ask for must, what they deny may not."""
        if done is None:
            return False
        literals = [condition for condition in question if isinstance(condition, Literal)]
        return next(_matches(done, sorted(literals, key=lambda literal: literal.negated), {}), None) is not None


def readings_of(chosen: Chosen) -> tuple[tuple[str, str], ...]:
    """The readings of a matter other than the default ones."""
    return tuple((choice.row[0], choice.row[1]) for choice in chosen if choice.predicate == READING)


def witness(chosen: Chosen, done: Run, things: Mapping[str, str], *, is_smallest: bool) -> Witness:
    """A matter as it is shown, once it has been replayed."""
    told = tuple(
        done.wording.clause(choice.predicate, choice.row, negated=choice.denied)
        for choice in chosen
        if choice.predicate and choice.predicate != READING
    )
    return Witness(
        facts=written(chosen, things, done.options.as_of),
        as_of=done.options.as_of,
        told=told,
        readings=readings_of(chosen),
        size=len(chosen),
        is_smallest=is_smallest,
    )


def written(chosen: Chosen, things: Mapping[str, str], day: date) -> str:
    """A matter as the text of a fact set, in which every class of fact is stated in full."""
    named = [choice.row[0] for choice in chosen if not choice.predicate]
    attributes: dict[str, dict[str, list[str]]] = {name: {} for name in named}
    facts: list[str] = []
    for choice in chosen:
        if choice.predicate in _ATTRIBUTES:
            thing, value = choice.row
            attributes[thing].setdefault(_ATTRIBUTES[choice.predicate].keys[0], []).append(_text(value))
        elif choice.predicate in _CLASSES:
            slots = [_KEYS.get(slot.name, slot.name) for slot in slots_of(_CLASSES[choice.predicate])]
            record = {choice.predicate: dict(zip(slots, map(_text, choice.row), strict=True))}
            facts.append(_json({**record, **({"stated": "denied"} if choice.denied else {})}))
    lines = ["title: A matter of the bounded universe", f"as of: {day}"]
    lines.append(f"complete: {_json(list(_CLASSES))}")
    for kind, section in _SECTIONS.items():
        of_kind = [name for name in named if thing_kind(things[name]) == kind]
        if of_kind:
            lines.append(f"{section}:")
            lines += [f"  {name}: {_json(_thing(name, things[name], attributes[name]))}" for name in of_kind]
    if facts:
        lines += ["facts:", *(f"  - {fact}" for fact in facts)]
    return "\n".join(lines) + "\n"


def _thing(name: str, kind: str, attributes: dict[str, list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {kind: name.replace("-", " ").capitalize()} if kind in SUPERKIND else {}
    found |= {key: values[0] if len(values) == 1 else values for key, values in attributes.items()}
    return found or {"description": name.replace("-", " ")}


def _text(value: Any) -> str:
    return value.text if isinstance(value, Period) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _matches(done: Run, literals: Sequence[Literal], bound: dict[Term, Any]) -> Iterator[dict[Term, Any]]:
    """The ways in which literals hold, those that are negated last."""
    if not literals:
        yield bound
        return
    literal, *others = literals
    fitting = (_fitting(literal, row, bound) for row in _rows(done, literal))
    if literal.negated:
        if all(found is None for found in fitting):
            yield from _matches(done, others, bound)
        return
    for found in fitting:
        if found is not None:
            yield from _matches(done, others, found)


def _rows(done: Run, literal: Literal) -> Iterable[Row]:
    name = literal.atom.predicate
    if name.startswith(FIRED):
        number = int(name.removeprefix(FIRED))
        head = done.rulebook.program.rules[number].head.predicate
        return [
            row
            for (predicate, row), found in done.trace.derivations.items()
            if predicate == head and any(derivation.rule == number for derivation in found)
        ]
    if name == DAY_ASKED:
        return [(done.trace.matter.day,)]
    found = (done.trace.may if literal.negated else done.trace.must).get(name)
    if found is None and not literal.negated:  # what no rule looks at is no part of the trace
        return [item.arguments for item in done.facts.statements if item.predicate == name and not item.denied]
    return found or ()


def _fitting(literal: Literal, row: Row, bound: dict[Term, Any]) -> dict[Term, Any] | None:
    found = dict(bound)
    for term, value in zip(literal.atom.arguments, row, strict=True):
        if isinstance(term, Constant):
            if term.value != value:
                return None
        elif term.is_anonymous:
            continue
        elif found.setdefault(term, value) != value:
            return None
    return found
