"""The English of facts and conclusions, from the sentences of their predicates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from decidendi.determinations.queries import Query
from decidendi.facts.amounts import Money, Share
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.kinds import GENERIC, UNKNOWN, PredicateSchema, Slot, thing_kind
from decidendi.facts.periods import NOT_INCLUDING, Period
from decidendi.facts.templates import fill, parse_template
from decidendi.reasoning.matter import Row
from decidendi.rules.comparisons import GENERIC_NAMES
from decidendi.rules.form import (
    DAY,
    DAY_ASKED,
    DENIED,
    KIND,
    PARAMETER,
    POSSIBLE,
    READING,
    STATED,
    SUPPOSED,
    WITHDRAWN,
    Comparison,
    Constant,
    Program,
    Variable,
    schema_of_predicate,
)
from decidendi.rules.phrases import AN_EXCEPTION, with_article

UNNAMED = {
    "another party": "a party that the facts do not name",
    "another activity": "an activity that the facts do not name",
    "other property": "property that the facts do not name",
    "another dealing": "a dealing that the facts do not name",
    "another license": "a license that the facts do not name",
}

_COMPARED: Final = {
    "overlaps": ("{0} overlaps {1}", "{0} does not overlap {1}"),
    "covers": ("{0} covers {1}", "{0} does not cover {1}"),
    "began before": ("{0} began before {1}", "{0} did not begin before {1}"),
    "began by": ("{0} began on or before {1}", "{0} did not begin on or before {1}"),
    "ended by": ("{0} ended on or before {1}", "{0} did not end on or before {1}"),
    "ended before": ("{0} ended before {1}", "{0} did not end before {1}"),
    "on or after": ("{0} is on or after {1}", "{0} is before {1}"),
    "before": ("{0} is before {1}", "{0} is on or after {1}"),
    "same": ("{0} is {1}", "{0} is not {1}"),
    "differs": ("{0} is not {1}", "{0} is {1}"),
    "at least": ("{0} is at least {1}", "{0} is less than {1}"),
    "share at least": ("{0} is at least {1}", "{0} is less than {1}"),
}
"""The English of each comparison of two values, and of its negation."""

_FEW: Final = 5
"""A list of more words than these is not written out."""

_FOUND: Final = "a source finds that "
_WORD = r'"[^"]*"'
_DOUBLED = re.compile(r"\b(?:the )?(\w+)(?: of)? (an?) \1 of\b")
"""A slot and the name of a list that stands in it: `the form a form of charity`, `kind a kind of transfer`."""
_LISTED = re.compile(r"\bhas the form (?=an? )")
"""The same where the list is called otherwise: `has the form a normal service charge`."""
_WORDS = re.compile(rf"{_WORD}(?:,\s+{_WORD})*(?:,?\s+or\s+{_WORD})?")


class Wording:
    """Renders rows of one matter: things by their own names, periods by their text."""

    def __init__(self, program: Program, facts: FactSet) -> None:
        self.program = program
        things = (thing for found in facts.things().values() for thing in found)
        self.titles = {thing.name: facts.title_of(thing.name) for thing in things}
        self._sentences: dict[tuple[str, Row], str] = {}

    def schema(self, predicate: str) -> PredicateSchema:
        """The schema of a predicate, in whatever mode."""
        return schema_of_predicate(self.program.schemas, predicate.removeprefix(POSSIBLE))

    def value(self, value: Any, slot: Slot) -> str:
        """What fills a slot, in prose."""
        if isinstance(value, Period):
            return "a time that is not stated" if value.text == UNKNOWN else _period(value)
        if isinstance(value, Share):
            return value.in_words
        if isinstance(value, Money):
            return str(value)
        text = str(value)
        if text in GENERIC_NAMES:
            return UNNAMED[text]
        if slot.kind == "period" and text == UNKNOWN:
            return "a time that is not stated"
        if slot.kind == "text":
            if slot.name in ("label", "criterion"):
                return text
            return "something that is not stated" if text == UNKNOWN else text
        if text == UNKNOWN:
            if thing_kind(slot.kind) not in GENERIC:
                return f"{with_article(slot.kind)} that is not stated"
            return UNNAMED[GENERIC[thing_kind(slot.kind)]]
        return self.titles.get(text, text)

    def sentence(self, predicate: str, row: Row) -> str:
        """The English of a row.

        The shortest sentence that still says all that is known: slots that hold nothing known are left out where the
        class of fact has a sentence without them.
        """
        found = self._sentences.get((predicate, row))
        if found is None:
            found = self._sentences[predicate, row] = self._sentence(predicate, row)
        return found

    def stated(self, statement: Statement) -> str:
        """The English of what a fact set states or denies."""
        denial = "it is not the case that " if statement.denied else ""
        return denial + self.sentence(statement.predicate, statement.arguments)

    def _sentence(self, predicate: str, row: Row) -> str:
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
        elif predicate.startswith(SUPPOSED):
            prefix = "it is supposed that "
        elif predicate.startswith(WITHDRAWN):
            prefix = "it is no longer stated that "
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
        told = {slot for sentence in schema.sentences for slot in parse_template(sentence).slots} - empty
        for sentence in reversed(schema.sentences):  # the shortest first
            if told <= set(parse_template(sentence).slots):
                return sentence
        return schema.sentences[0]

    def clause(self, predicate: str, row: Row, *, negated: bool = False) -> str:
        """The English of a row or of its negation."""
        if negated and predicate.startswith(DENIED):
            return f"no source denies that {self.sentence(predicate.removeprefix(DENIED), row).removeprefix(_FOUND)}"
        if negated and predicate.startswith(STATED):
            return f"no source states that {self.sentence(predicate.removeprefix(STATED), row).removeprefix(_FOUND)}"
        text = self.sentence(predicate, row)
        if negated and text.startswith(AN_EXCEPTION):
            return text.replace("an", "no", 1)
        return f"it is not the case that {text}" if negated else text

    def told(self, text: str, bindings: Mapping[Variable, Any]) -> str:
        """The words of a condition with each noun that stands for something replaced by what it stands for."""
        text = _LISTED.sub("has the form of ", _DOUBLED.sub(r"\2 \1 of", text))
        names = {variable.name: variable for variable in bindings if not variable.is_anonymous}
        if not names:
            return text
        nouns = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

        def replaced(match: re.Match[str]) -> str:
            name = match["noun"] if match["article"] != "another" else f"other {match['noun']}"
            variable = names.get(name)
            return match[0] if variable is None else self.value(bindings[variable], Slot(variable.name, variable.kind))

        return re.sub(rf"\b(?P<article>the|an?|another) (?P<noun>{nouns})\b", replaced, text)

    def comparison(self, condition: Comparison, bindings: Mapping[Variable, Any]) -> str:
        """The English of a comparison, with the values that it compares."""
        if condition.name == "one of":
            return self._one_of(condition, bindings)
        values = [
            self.value(term.value, Slot("value", term.kind))
            if isinstance(term, Constant)
            else self.value(bindings[term], Slot(term.name, term.kind))
            if term in bindings
            else "something that is not stated"
            if term.is_anonymous
            else f"the {term.name}"
            for term in condition.arguments
        ]
        return _COMPARED[condition.name][condition.negated].format(*values)

    def _one_of(self, condition: Comparison, bindings: Mapping[Variable, Any]) -> str:
        """A word and the list that it is looked for in: by the name of the list, or else the words if they are few."""
        word, *listed = condition.arguments
        assert isinstance(word, Variable)
        is_known = bindings.get(word, UNKNOWN) != UNKNOWN
        found = self.value(bindings[word], Slot(word.name, word.kind)) if is_known else ""
        text = condition.text.removeprefix("unless ")
        if not word.is_anonymous and (written := _WORDS.search(text)) and found:
            noun = word.name.removeprefix("other ")
            words = written[0] if len(listed) <= _FEW else f"the {noun}s that the rule names"
            verb = "is not" if condition.negated else "is"
            return f"{found} {verb} {words if len(listed) == 1 else f'one of {words}'}"
        told = self.told(text, bindings)
        negated = condition.negated and text != condition.text
        return (
            ("it is not the case that " if negated else "")
            + told
            + (f" ({found})" if found and found not in told else "")
        )


def _period(period: Period) -> str:
    whole, without, apart = period.text.partition(NOT_INCLUDING)
    if without:
        days = " or ".join(apart.split(NOT_INCLUDING))
        return f"{_period(replace(period, text=whole))}, but not {days}"
    begin, slash, end = period.text.partition("/")
    if not slash or period.text == "../..":
        return "all the time concerned" if slash else period.text
    begin, end = begin or "an unknown day", end or "an unknown day"
    if end == "..":
        return f"the time from {begin}"
    if begin == "..":
        return f"the time up to {end}"
    return f"{begin} to {end}"


def told_query(query: Query, text: str, wording: Wording) -> str:
    """A sentence that somebody asked about, with things as they are called in prose.

    Args:
        query: what was asked.
        text: the words in which it was asked, which stay where the sentence leaves something open.
        wording: that of the matter.
    """
    said = wording.sentence(query.predicate, tuple(UNKNOWN if value is None else value for value in query.pattern))
    left_open = (*UNNAMED.values(), "that is not stated")
    return text if any(words in said for words in left_open) else said
