"""The English of facts and conclusions, from the sentences of their predicates."""

from __future__ import annotations

from typing import Any

from decidendi.facts.amounts import Money, Share
from decidendi.facts.fact_set import FactSet
from decidendi.facts.kinds import UNKNOWN, PredicateSchema, Slot
from decidendi.facts.periods import Period
from decidendi.facts.templates import fill, parse_template
from decidendi.reasoning.matter import Row
from decidendi.rules.comparisons import GENERIC_NAMES
from decidendi.rules.compiling import schema_of_predicate
from decidendi.rules.form import DAY, DAY_ASKED, DENIED, KIND, PARAMETER, POSSIBLE, READING, STATED, Program

UNNAMED = {
    "another party": "a party that the facts do not name",
    "another activity": "an activity that the facts do not name",
    "other property": "property that the facts do not name",
    "another dealing": "a dealing that the facts do not name",
    "another license": "a license that the facts do not name",
}


class Wording:
    """Renders rows of one matter: things by their own names, periods by their text."""

    def __init__(self, program: Program, facts: FactSet) -> None:
        self.program = program
        self.titles = {party.name: party.title for party in facts.parties}

    def schema(self, predicate: str) -> PredicateSchema:
        """The schema of a predicate, in whatever mode."""
        return schema_of_predicate(self.program.schemas, predicate.removeprefix(POSSIBLE))

    def value(self, value: Any, slot: Slot) -> str:
        """What fills a slot, in prose."""
        if isinstance(value, Period):
            return "a time that is not stated" if value.text == UNKNOWN else _period(value)
        if isinstance(value, Share | Money):
            return str(value)
        text = str(value)
        if text in GENERIC_NAMES:
            return UNNAMED[text]
        if slot.kind == "text":
            if slot.name in ("label", "criterion"):
                return text
            return "something that is not stated" if text == UNKNOWN else text
        return self.titles.get(text, text)

    def sentence(self, predicate: str, row: Row) -> str:
        """The English of a row.

        The shortest sentence that still says all that is known: slots that hold nothing known are left out where the
        class of fact has a sentence without them.
        """
        if predicate == READING:
            return f"`{row[0]}` is read as `{row[1]}`"
        if predicate == PARAMETER:
            return f"the {row[0]} is {row[1]}"
        if predicate == DAY:
            return f"{row[0]} is a day in question"
        if predicate == DAY_ASKED:
            return f"{row[0]} is the day asked about"
        prefix = ""
        if predicate.startswith(DENIED):
            prefix = "it is denied that "
        elif predicate.startswith(STATED):
            prefix = "it is stated that "
        schema = self.schema(predicate)
        if predicate.startswith(KIND):
            return f"{self.value(row[0], schema.slots[0])}{schema.sentences[0].removeprefix('{thing}')}"
        fillers = {slot.name: self.value(value, slot) for slot, value in zip(schema.slots, row, strict=True)}
        return prefix + fill(parse_template(self._template(schema, row)), fillers)

    def _template(self, schema: PredicateSchema, row: Row) -> str:
        empty = {
            slot.name
            for slot, value in zip(schema.slots, row, strict=True)
            if (isinstance(value, Period) and value.text in (UNKNOWN, "../.."))
            or (slot.usual and value == slot.usual)
            or value == UNKNOWN
        }
        told = {slot.name for slot in schema.slots} - empty
        for sentence in reversed(schema.sentences):  # the shortest first
            if told <= set(parse_template(sentence).slots):
                return sentence
        return schema.sentences[0]

    def clause(self, predicate: str, row: Row, *, negated: bool = False) -> str:
        """The English of a row or of its negation."""
        text = self.sentence(predicate, row)
        return f"it is not the case that {text}" if negated else text


def _period(period: Period) -> str:
    begin, slash, end = period.text.partition("/")
    if not slash or period.text == "../..":
        return "all the time concerned" if slash else period.text
    if end == "..":
        return f"the time from {begin}"
    if begin == "..":
        return f"the time up to {end}"
    return f"{begin or 'an unknown day'} to {end or 'an unknown day'}"
