"""A fact as a fact set would write it."""

from __future__ import annotations

from typing import Any

from decidendi.facts.kinds import UNKNOWN, PredicateSchema, Slot
from decidendi.facts.periods import Period, always
from decidendi.facts.templates import fill, parse_template


def sentence_of(schema: PredicateSchema, row: tuple[Any, ...]) -> str:
    """A row as a fact set would write it: the shortest sentence that says all that is known."""
    values = dict(zip((slot.name for slot in schema.slots), row, strict=True))
    unsaid = {slot.name for slot in schema.slots if _is_unsaid(slot, values[slot.name])}
    fitting = [text for text in schema.sentences if unsaid.isdisjoint(parse_template(text).slots)]
    complete = [
        text for text in fitting if all(slot.name in unsaid or f"{{{slot.name}}}" in text for slot in schema.slots)
    ]
    template = parse_template((complete or fitting or schema.sentences)[0])
    return fill(template, {slot.name: _written(values[slot.name]) for slot in schema.slots})


def _is_unsaid(slot: Slot, value: Any) -> bool:
    return value in (UNKNOWN, slot.usual) or (isinstance(value, Period) and value.text in (UNKNOWN, always().text))


def _written(value: Any) -> str:
    text = str(value)
    return f'"{text}"' if isinstance(value, str) and (" " in text or '"' in text) else text
