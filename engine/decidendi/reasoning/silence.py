"""Of which classes of fact something stays open that no source states, and what unknown things and words leave open."""

from __future__ import annotations

from typing import Final

from decidendi.facts.kinds import THINGS, PredicateSchema, Silence, thing_kind
from decidendi.facts.vocabulary import FACT_CLASSES
from decidendi.rules.form import Atom, Constant

_RECORDS: Final = frozenset(fact_class.record for fact_class in FACT_CLASSES)


def silence_leaves_possible(schema: PredicateSchema) -> bool:
    """Whether something of a class of fact stays possible that is not stated."""
    return schema.name in _RECORDS or Silence.UNKNOWN in (schema.silence, schema.unnamed_silence)


def facts_can_leave_open(atom: Atom, schema: PredicateSchema) -> bool:
    """Whether some facts leave open what a rule asks: by silence, or by an unknown thing or word in what is stated.

    An unknown dealing leaves nothing open: it has no day, and rules about dealings ask for one.
    """
    return silence_leaves_possible(schema) or any(
        (thing_kind(slot.kind) in THINGS and thing_kind(slot.kind) != "dealing")
        or (slot.kind == "text" and isinstance(term, Constant))
        for slot, term in zip(schema.slots, atom.arguments, strict=True)
        if slot.name != schema.subject
    )
