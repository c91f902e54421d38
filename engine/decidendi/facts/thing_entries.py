"""The entries of the sections that name things, with their attributes: parties, activities, dealings and so on."""

from __future__ import annotations

from typing import Any, Final

from decidendi.facts.fact_set import Statement
from decidendi.facts.kinds import UNKNOWN, is_kind
from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, keyed, shown, texts_of
from decidendi.facts.slots import SlotReader, listed, with_article
from decidendi.facts.standing import COMMON_KEYS, Standing, StandingReader
from decidendi.facts.things import ATTRIBUTES, KNOWN_AS, THING_CLASSES, Attribute
from decidendi.refusal import nearest

PARTY_KINDS: Final = ("individual", "entity", "government entity", "party")
LONGEST_TITLE: Final = 500
_SINGLE: Final = ("period", "amount")
_PLAIN: Final = {"party": ("ids",), "license": ("number",)}
"""Slots that are shown but that no rule looks at, by kind of thing; others have a `description`."""


def plain_slots(kind: str) -> tuple[str, ...]:
    """The slots of a kind of thing that are kept as they are written."""
    return _PLAIN.get(kind, ("description",))


class ThingReader:
    """Reads things; what their entries state goes to `statements`."""

    def __init__(self, slots: SlotReader, standings: StandingReader, statements: list[Statement]) -> None:
        self.slots = slots
        self.standings = standings
        self.statements = statements

    def thing(self, kind: str, key: Scalar, node: Node) -> list[Any]:
        """The thing of one section entry, or nothing where it is refused."""
        if isinstance(node, Scalar) and node.is_null and kind != "party":
            node = Mapping((), node.place)
        if not isinstance(node, Mapping):
            if kind != "party":
                name = shown(key.text)
                self.slots.refuse(node.place, f"{name} has no slots", f"write `{key.text[:40]}: {{slot: value}}`")
            return []
        entries = keyed(node, self.slots.problems)
        standing = self.standings.read(entries)
        attributes = {word: item for item in ATTRIBUTES[kind] for word in item.keys}
        fields: dict[str, Any] = {"name": key.text}
        for word, (inner, value) in entries.items():
            if word in COMMON_KEYS:
                continue
            if kind == "party" and word in PARTY_KINDS:
                fields["kind"] = word
                fields["title"] = self._title(value)
                self._known_as(key.text, fields["title"], value, standing)
            elif word in plain_slots(kind):
                texts = texts_of(value)
                fields[word] = texts if word == "ids" else " ".join(texts)
            elif word in attributes:
                for item, part in self._parts(kind, attributes[word], attributes, value):
                    found = self._attribute(item, key.text, part, standing)
                    fields[item.field] = (*fields.get(item.field, ()), *found)
            else:
                self._unknown_slot(kind, inner, word, (*attributes, *plain_slots(kind), *COMMON_KEYS))
        self._required(kind, key, entries)
        if kind == "party" and not fields.get("title"):
            return []
        for item in ATTRIBUTES[kind]:
            if item.predicate.slots[1].kind in _SINGLE and item.field in fields:
                known = [value for value in fields[item.field] if value != UNKNOWN]
                fields[item.field] = known[0] if known else None
        return [THING_CLASSES[kind](**fields)]

    def _known_as(self, name: str, title: str, node: Node, standing: Standing) -> None:
        """States the party's name, which rules look at as they do at any other name that it goes by."""
        if title:
            known_as, arguments = KNOWN_AS.predicate.name, (name, title)
            self.statements.append(
                Statement(known_as, arguments, False, standing.evidence, standing.known_from, node.place)
            )

    def _unknown_slot(self, kind: str, key: Scalar, word: str, known: tuple[str, ...]) -> None:
        close = nearest(word, known)
        self.slots.refuse(
            key.place,
            f"unknown slot {shown(key.text)} of {with_article(kind)}",
            f"did you mean {close}" if close else "remove it",
            expected="one of " + listed(known),
        )

    def _required(self, kind: str, key: Scalar, entries: dict[str, tuple[Scalar, Node]]) -> None:
        for item in ATTRIBUTES[kind]:
            if item.required and not any(word in entries for word in item.keys):
                slot = item.keys[0]
                self.slots.refuse(
                    key.place,
                    f"the {kind} {shown(key.text)} does not say `{slot}`",
                    f"add `{slot}: ...`, or `{slot}: unknown`",
                )

    def _parts(
        self, kind: str, item: Attribute, attributes: dict[str, Attribute], node: Node
    ) -> list[tuple[Attribute, Node]]:
        """The attribute that each value of a slot belongs to: it depends on the value for what licences authorize."""
        if kind != "license" or item.field != "authorizes":
            return [(item, node)]
        found: list[tuple[Attribute, Node]] = []
        for part in node.items if isinstance(node, Sequence) else (node,):
            named = self.slots.kinds.get(part.text, "") if isinstance(part, Scalar) else ""
            party = "authorizes party" if is_kind(named, "party") else "authorizes"
            found.append((attributes["authorizes dealing" if named == "dealing" else party], part))
        return found

    def _title(self, node: Node) -> str:
        text = node.text.strip() if isinstance(node, Scalar) and not node.is_null else ""
        if not text or len(text) > LONGEST_TITLE:
            self.slots.refuse(
                node.place,
                "the party has no name of its own" if not text else "the name is too long",
                "write it as in `individual: Full Name`",
                expected=f"a text of at most {LONGEST_TITLE} characters",
            )
            return ""
        return text

    def _attribute(self, item: Attribute, name: str, node: Node, standing: Standing) -> list[Any]:
        slot, kind = item.keys[0], item.predicate.slots[1].kind
        if isinstance(node, Mapping) and kind == "amount":
            node = Scalar(" ".join(text.split(": ")[-1] for text in texts_of(node)), node.place)
        parts = node.items if isinstance(node, Sequence) else (node,)
        if kind in _SINGLE and len(parts) > 1:
            self.slots.refuse(
                node.place,
                f"`{slot}` has more than one value",
                "write one value",
                expected="one value",
                found=str(len(parts)),
            )
            return []
        values: list[Any] = []
        for part in parts:
            if not isinstance(part, Scalar):
                of_their_own = kind not in ("text", *_SINGLE)
                self.slots.refuse(
                    part.place,
                    f"`{slot}` is written out here",
                    f"define it as {with_article(kind)} of its own, and write its name here"
                    if of_their_own
                    else "write one value, or a list of values",
                    expected=f"the name of {with_article(kind)}" if of_their_own else "a value",
                )
                continue
            text = UNKNOWN if part.is_null else part.text
            value = self.slots.read(item.predicate.slots[1], text, part.place, attribute=slot)
            if value is not None:
                values.append(value)
                self.statements.append(
                    Statement(
                        item.predicate.name,
                        (name, value),
                        standing.denied,
                        standing.evidence,
                        standing.known_from,
                        part.place,
                    )
                )
        return values
