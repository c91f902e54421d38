"""Overlays: changes on top of a fact set. The fact set itself never changes, and overlays stack.

A change is a sentence or record that is added, or `deny: ` and a sentence, or `drop: ` and a sentence, or a section
with new things (`licenses: {license-1: {...}}`). What a change says prevails: whatever the fact set states to the
contrary is withdrawn, and where a thing has one of something at a time, the new one takes the place of the old.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from decidendi.facts.contradictions import clashes, denies
from decidendi.facts.entries import CLASSES, SCHEMAS, record_words, said
from decidendi.facts.fact_set import FactSet, StatedFact, Statement
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.loading import SECTIONS, read_fragment
from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, key_of, keyed, read_nodes, read_text, shown, texts_of
from decidendi.facts.periods import unknown_period
from decidendi.facts.sales import holdings_that_outlast_a_sale
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import slots_of
from decidendi.refusal import Place, Problem, Refusal

_DENY: Final = "deny"
_DROP: Final = "drop"
_HEAD: Final = re.compile(r"\s*([A-Za-z][A-Za-z_ ]*):(?:\s+|\Z)")
MOST_CHANGES: Final = 200


@dataclass(frozen=True, slots=True)
class Overlay:
    """A named list of changes, each as it is written."""

    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact set under an overlay, and what each change withdrew, as sentences, in the order of the changes."""

    facts: FactSet
    withdrawn: tuple[tuple[str, ...], ...]


def load_overlay(path: Path | str) -> Overlay:
    """Read an overlay from a file: `name:` and `changes:`, a list.

    Raises:
        Refusal: the file is not an overlay.
    """
    root = read_nodes(read_text(Path(path)), str(path))
    problems: list[Problem] = []
    entries = keyed(root, problems) if isinstance(root, Mapping) else {}
    changes = entries["changes"][1] if "changes" in entries else None
    if problems or set(entries) - {"name", "changes"} or not isinstance(changes, Sequence):
        raise (
            Refusal(*problems)
            if problems
            else Refusal.at(
                root.place,
                "this is not an overlay",
                expected="`name:` and `changes:`, a list of changes",
                mend="write each change as an entry of its own: a sentence, `deny: SENTENCE` or `drop: SENTENCE`",
            )
        )
    name = " ".join(texts_of(entries["name"][1])) if "name" in entries else Path(path).stem
    return Overlay(name, tuple(written(item) for item in changes.items))


def written(node: Node) -> str:
    """A change as it would be written on one line."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key, value = node.entries[0]
        if isinstance(value, Scalar):
            return f"{key.text}: {value.text}"
        return f"{key.text}: {_flow(value)}"
    raise Refusal.at(
        node.place,
        "this is not one change",
        expected="a sentence, `deny: SENTENCE`, `drop: SENTENCE`, a record or a section",
        mend="write each change as an entry of its own",
    )


def _flow(node: Node) -> str:
    if isinstance(node, Scalar):
        return "'" + node.text.replace("'", "''") + "'" if not node.is_null else "null"
    if isinstance(node, Sequence):
        return "[" + ", ".join(map(_flow, node.items)) + "]"
    return "{" + ", ".join(f"{_flow(key)}: {_flow(value)}" for key, value in node.entries) + "}"


def with_overlay(base: FactSet, overlay: Overlay) -> Changed:
    """The fact set that the changes of an overlay make, one after the other.

    Raises:
        Refusal: a change cannot be read, drops what nobody states, or sells what is still held.
    """
    if not overlay.changes or len(overlay.changes) > MOST_CHANGES:
        raise Refusal.at(
            Place(overlay.name),
            "there is nothing to change" if not overlay.changes else "there are too many changes",
            expected=f"from 1 to {MOST_CHANGES} changes",
            mend='write a sentence such as "acme is a branch of bank", or `deny: ` and one',
        )
    facts, withdrawn = base, []
    for number, text in enumerate(overlay.changes, start=1):
        facts, taken = _changed(facts, text, Place(f"{overlay.name}, change {number}"))
        withdrawn.append(tuple(("it is not the case that " if item.denied else "") + said(item) for item in taken))
    digest = hashlib.sha256("\n".join((base.digest, overlay.name, *overlay.changes)).encode()).hexdigest()
    if problems := tuple(holdings_that_outlast_a_sale(facts.statements)):
        raise Refusal(*problems)
    facts = facts.model_copy(update={"digest": digest, "overlays": (*base.overlays, overlay.name)})
    return Changed(facts, tuple(withdrawn))


def _changed(base: FactSet, text: str, place: Place) -> tuple[FactSet, list[Statement]]:
    word, root = _root(text, place)
    fragment = read_fragment(root, base, place.file)
    made = [replace(item, place=place) for item in fragment.statements]
    stated = [fact.model_copy(update={"place": place}) for fact in fragment.facts]
    denials = [_open_denial(item, fragment.facts, number) for number, item in enumerate(made)]
    if word == _DROP:
        taken = [item for item in base.statements if any(_covers(denial, item) for denial in denials)]
        if not taken:
            raise Refusal.at(
                place,
                f"nothing like this is stated: {shown(text.partition(':')[2].strip(), 120)}",
                expected="a sentence that the fact set states or denies",
                mend="drop what is stated, or write `deny: ` to deny what is not",
            )
        return rewritten(base, [], [], taken), taken
    if word == _DENY:
        made = denials
    made = [replace(item, supposed=True) for item in made]
    taken = [item for item in base.statements if any(yields(item, new) for new in made)]
    kept = [item for item in made if item.denied or not _is_stated(item, base)]
    return rewritten(_joined(base, fragment), kept, stated if word != _DENY else [], taken), taken


def _root(text: str, place: Place) -> tuple[str, Mapping]:
    """What a change begins with (`deny`, `drop` or nothing), and its sections."""
    match = _HEAD.match(text)
    word = key_of(Scalar(match[1], place)) if match else ""
    if match and word in (_DENY, _DROP, "add", "fact"):
        rest = text[match.end() :].strip()
        inner = _HEAD.match(rest)
        if inner and key_of(Scalar(inner[1], place)) in record_words():
            nodes = read_nodes(rest, place.file)
            entry: Node = nodes
            if word in (_DENY, _DROP) and isinstance(nodes, Mapping):
                denied = (Scalar("stated", place), Scalar("denied", place))
                entry = Mapping((*nodes.entries, denied), place)
        else:
            key = _DENY if word in (_DENY, _DROP) else "fact"
            entry = Mapping(((Scalar(key, place), Scalar(rest, place)),), place)
        return (word if word in (_DENY, _DROP) else ""), _facts(entry, place)
    if match and word in SECTIONS:
        nodes = read_nodes(text, place.file)
        if isinstance(nodes, Mapping):
            return "", nodes
    if match and word in record_words():
        return "", _facts(read_nodes(text, place.file), place)
    return "", _facts(Scalar(text.strip(), place), place)


def _facts(entry: Node, place: Place) -> Mapping:
    return Mapping(((Scalar("facts", place), Sequence((entry,), place)),), place)


def _open_denial(statement: Statement, facts: tuple[StatedFact, ...], number: int) -> Statement:
    """A denial in which every slot that was left out stands for anything."""
    if statement.predicate not in CLASSES or number >= len(facts):
        return statement
    fact = facts[number].fact
    arguments: list[Any] = []
    for slot, value in zip(slots_of(type(fact)), statement.arguments, strict=True):
        if slot.name in fact.model_fields_set:
            arguments.append(value)
        else:
            arguments.append(unknown_period() if slot.kind == "period" else UNKNOWN)
    return replace(statement, arguments=tuple(arguments))


def _covers(denial: Statement, item: Statement) -> bool:
    return denial.predicate == item.predicate and denies(denial.arguments, item.arguments)


def yields(old: Statement, new: Statement) -> bool:
    """Whether something stated gives way to something new: the two cannot both be so."""
    if old.predicate != new.predicate:
        return False
    if old.denied != new.denied:
        denial, claim = (old, new) if old.denied else (new, old)
        return clashes(denial, claim)
    schema = SCHEMAS[new.predicate]
    index = schema.index_of(schema.subject)
    same = old.arguments[index] == new.arguments[index]
    return schema.single and not new.denied and same and old.arguments != new.arguments


def _is_stated(item: Statement, base: FactSet) -> bool:
    return any(
        (old.predicate, old.arguments, old.denied) == (item.predicate, item.arguments, item.denied)
        for old in base.statements
    )


def _joined(base: FactSet, fragment: FactSet) -> FactSet:
    """The fact set with the things that a change adds."""
    sections = ("parties", "activities", "property", "dealings", "licenses")
    update = {name: (*getattr(base, name), *getattr(fragment, name)) for name in sections}
    return base.model_copy(update={**update, "places": fragment.places})


def rewritten(base: FactSet, added: list[Statement], facts: list[StatedFact], taken: list[Statement]) -> FactSet:
    """The fact set with statements added and taken away, its things and facts following suit."""
    gone = {id(item) for item in taken}
    statements = (*(item for item in base.statements if id(item) not in gone), *added)
    lost = {(item.place, item.predicate, item.arguments, item.denied) for item in taken}
    kept = [fact for fact in base.facts if _key(fact) not in lost]
    update: dict[str, Any] = {
        "statements": statements,
        "facts": (*kept, *facts),
        "withdrawn": (*base.withdrawn, *taken),
    }
    changed = {item.predicate for item in (*added, *taken)}
    for section, kind in SECTIONS.items():
        attributes = [item for item in ATTRIBUTES[kind] if item.predicate.name in changed]
        if attributes and section != "licences":
            update[section] = tuple(_thing(thing, attributes, statements) for thing in getattr(base, section))
    return base.model_copy(update=update)


def _key(fact: StatedFact) -> tuple[Any, ...]:
    arguments = tuple(getattr(fact.fact, slot.name) for slot in slots_of(type(fact.fact)))
    return (fact.place, fact.fact.record, arguments, fact.denied)


def _thing(thing: Any, attributes: list[Any], statements: Iterable[Statement]) -> Any:
    """A thing with the fields that its statements give it."""
    update: dict[str, Any] = {}
    for item in attributes:
        values = [
            statement.arguments[1]
            for statement in statements
            if statement.predicate == item.predicate.name
            and statement.arguments[0] == thing.name
            and not statement.denied
        ]
        if item.predicate.slots[1].kind in ("period", "amount"):
            known = [value for value in values if value != UNKNOWN]
            update[item.field] = known[0] if known else None
        else:
            update[item.field] = tuple(values)
    return thing.model_copy(update=update)
