"""A fact as a fact set would write it, and a whole fact set."""

from __future__ import annotations

from typing import Any

from decidendi.facts.entries import CLASSES, NEGATION, SCHEMAS
from decidendi.facts.fact_set import Expectation, FactSet
from decidendi.facts.kinds import UNKNOWN, PredicateSchema, Slot
from decidendi.facts.periods import Period, always
from decidendi.facts.templates import fill, parse_template
from decidendi.facts.things import ATTRIBUTES, KNOWN_AS


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


def fact_set_text(facts: FactSet, title: str, because: str = "") -> str:
    """A fact set as a file: every statement as a sentence, whatever the file that it came from looked like.

    `title` is its new title, `because` the reason of its expectations. Sources are not carried over: the matter is a
    made one. Read again it says the same, unless something is left out that every fact set has to say.
    """
    lines = [f"title: {_quoted(title)}"]
    if facts.as_of is not None:
        lines.append(f"as of: {facts.as_of}")
    lines += ["sources:", "  matter: {title: A matter made to try the law, grade: assumption}", "source: matter"]
    required = {item.predicate.name: item.keys[0] for items in ATTRIBUTES.values() for item in items if item.required}
    entries: dict[str, dict[str, str]] = {party.name: {party.kind: _quoted(party.title)} for party in facts.parties}
    sentences: list[str] = []
    titles = {party.name: party.title for party in facts.parties}
    for item in facts.statements:
        name = str(item.arguments[0])
        if item.predicate in required and not item.denied:
            entries.setdefault(name, {})[required[item.predicate]] = _quoted(str(item.arguments[1]))
        elif item.predicate != KNOWN_AS.predicate.name or item.denied or titles.get(name) != item.arguments[1]:
            negation = NEGATION if item.denied else ""
            sentences.append(negation + sentence_of(SCHEMAS[item.predicate], item.arguments))
    sections = (
        ("parties", facts.parties),
        ("activities", facts.activities),
        ("property", facts.property),
        ("dealings", facts.dealings),
        ("licenses", facts.licenses),
    )
    for section, things in sections:
        if things:
            lines.append(f"{section}:")
            for thing in things:
                slots = ", ".join(f"{word}: {value}" for word, value in entries.get(thing.name, {}).items())
                lines.append(f"  {_quoted(thing.name)}: {{{slots}}}")
    lines.append("facts:")
    lines += [f"  - {_quoted(sentence)}" for sentence in sentences]
    complete = [name.replace("_", " ") for name in facts.complete if name in CLASSES]
    if complete:
        lines.append(f"complete: [{', '.join(complete)}]")
    lines.append("expect:")
    lines += [_expected(item, because) for item in facts.expect]
    return "\n".join(lines) + "\n"


def _expected(item: Expectation, because: str) -> str:
    reason = f", reason: {_quoted(because)}" if because else ""
    return f"  - {{that: {_quoted(item.sentence)}, outcome: {item.outcome}{reason}}}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
