"""What a rule leaves unsaid: the day whose law applies, days in question, kinds of nouns, how an exception is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Final

from decidendi.facts.kinds import SUPERKIND, PredicateSchema, Slot, is_kind
from decidendi.refusal import Place
from decidendi.rules.form import DAY, KIND, Atom, Condition, Literal, Term, Variable
from decidendi.rules.phrases import AN_EXCEPTION
from decidendi.rules.provisions import cited
from decidendi.rules.safety import bound_variables

_DEALING_DAY: Final = "dealing_on"
_DAYS: Final = ("day", "other day")
_MEASURES: Final = ("period", "share", "amount")


def law_day(head: Atom, body: list[Condition], fresh: Callable[[str], Variable], place: Place) -> Variable | None:
    """The variable whose day decides which law applies: that of the dealing concluded about, or of the head.

    A condition that says when the dealing takes place is added to the body where there is none.
    """
    dealing = next((term for term in head.variables() if term.kind == "dealing"), None)
    if dealing is None:
        return next((term for term in head.variables() if term.name in _DAYS), None)
    for condition in body:
        if isinstance(condition, Literal) and not condition.negated:
            atom = condition.atom
            if atom.predicate == _DEALING_DAY and atom.arguments[0] == dealing:
                term = atom.arguments[1]
                return term if isinstance(term, Variable) else None
    day = fresh("period")
    body.append(Literal(Atom(_DEALING_DAY, (dealing, day)), False, "", place))
    return day


def bind_days(head: Atom, body: list[Condition], place: Place) -> None:
    """A day that only the conclusion names ranges over the days in question."""
    bound = bound_variables(body)
    for variable in head.variables():
        if variable.kind == "period" and variable not in bound:
            body.append(Literal(Atom(DAY, (variable,)), False, "", place))


def narrow(
    variables: Iterable[Variable],
    body: list[Condition],
    schema_of: Callable[[str], PredicateSchema],
    place: Place,
) -> None:
    """Where a noun is narrower than every slot that its variable fills, its kind is a condition."""
    bound = bound_variables(body)
    for variable in variables:
        if variable.kind not in SUPERKIND or variable not in bound:
            continue
        filled = [
            (condition.atom.predicate, slot)
            for condition in body
            if isinstance(condition, Literal) and not condition.negated
            for slot, term in _slots(condition.atom, schema_of)
            if term == variable
        ]
        if not any(is_kind(slot_kind(predicate, slot), variable.kind) for predicate, slot in filled):
            body.append(Literal(Atom(KIND + variable.kind, (variable,)), False, "", place))


def _slots(atom: Atom, schema_of: Callable[[str], PredicateSchema]) -> Iterable[tuple[Slot, Term]]:
    return zip(schema_of(atom.predicate).slots, atom.arguments, strict=True)


def slot_kind(predicate: str, slot: Slot) -> str:
    """The kind that a slot asks for; that of `the person is an entity` is the kind it names."""
    return predicate.removeprefix(KIND) if predicate.startswith(KIND) else slot.kind


def exception_sentences(label: str, named: Sequence[Slot]) -> tuple[str, ...]:
    """How it is said that an exception applies: with every period, then without those that say nothing."""
    periods = [slot for slot in named if slot.kind == "period"]
    # A share or an amount is no matter of which exception it is, and reads as if it were a third party.
    things = " and ".join(f"{{{slot.name}}}" for slot in named if slot.kind not in _MEASURES) or "the matter"
    return tuple(
        f"{AN_EXCEPTION} {cited(label)} applies to {things}"
        + "".join(f"{' on' if slot.name.endswith('day') else ','} {{{slot.name}}}" for slot in told)
        for count in range(len(periods), -1, -1)
        for told in combinations(periods, count)
    )
