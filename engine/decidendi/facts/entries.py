"""The entries of a fact set: things with their attributes, and facts as records or as sentences."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any, Final

from decidendi.facts.evidence import GRADES, Evidence, Source
from decidendi.facts.fact_set import StatedFact, Statement
from decidendi.facts.kinds import UNKNOWN, PredicateSchema, Slot, is_kind
from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence
from decidendi.facts.periods import PeriodError, parse_day
from decidendi.facts.slots import SlotReader, listed
from decidendi.facts.templates import match, parse_template
from decidendi.facts.things import ATTRIBUTES, THING_CLASSES, Attribute
from decidendi.facts.vocabulary import FACT_CLASSES, Fact, schema_of, slots_of
from decidendi.refusal import Place, Problem, nearest

COMMON_KEYS: Final = ("source", "sources", "known from", "stated")
NEGATION: Final = "it is not the case that "
_PHRASE_KINDS: Final = ("text", "share", "amount")
_MOST_COMBINATIONS: Final = 400
_TWO_RECORDS: Final = {
    "support": ("to", "activity", "support_of_activity"),
    "listing": ("property", "property", "property_listing"),
}
_SLOT_WORDS: Final = {"class": "share_class", "party or property": "party"}


def key_of(key: Scalar) -> str:
    """A key as the words it stands for: `held_by` and `Held by` are the same.

    >>> from decidendi.refusal import Place
    >>> key_of(Scalar("Held_by", Place("x")))
    'held by'
    """
    return " ".join(key.text.replace("_", " ").split()).casefold()


class EntryReader:
    """Reads the entries of one fact set and keeps, in order, every statement they make."""

    def __init__(self, kinds: dict[str, str], sources: dict[str, Source], problems: list[Problem]) -> None:
        self.slots = SlotReader(kinds, problems)
        self.sources = sources
        self.statements: list[Statement] = []
        self.default_evidence: tuple[Evidence, ...] = ()
        self._classes = {fact_class.record: fact_class for fact_class in FACT_CLASSES}
        self._schemas = [schema_of(fact_class) for fact_class in FACT_CLASSES]
        self._attributes = [item.predicate for items in ATTRIBUTES.values() for item in items]

    # Evidence

    def evidence(self, node: Node) -> tuple[Evidence, ...]:
        """The sources that an entry cites: a name, `{name: where}`, or a list of these."""
        if isinstance(node, Sequence):
            return tuple(item for part in node.items for item in self.evidence(part))
        if isinstance(node, Scalar):
            return self._cited(node, "", None)
        grade = next((value for key, value in node.entries if key_of(key) == "grade"), None)
        found: tuple[Evidence, ...] = ()
        for key, value in node.entries:
            if key_of(key) != "grade":
                found += self._cited(key, value.text if isinstance(value, Scalar) else "", grade)
        return found

    def _cited(self, name: Scalar, where: str, grade: Node | None) -> tuple[Evidence, ...]:
        source = self.sources.get(name.text)
        if source is None:
            close = nearest(name.text, self.sources)
            self.slots.refuse(
                name.place,
                f"unknown source `{name.text}`",
                f"did you mean {close}" if close else "define it under `sources`",
                expected="the name of a source of this fact set",
            )
            return ()
        word = source.grade
        if grade is not None:
            word = grade.text if isinstance(grade, Scalar) else ""
            if word not in GRADES:
                self.slots.refuse(
                    grade.place,
                    f"`{word}` is not a grade",
                    "state the grade",
                    expected="one of " + listed(GRADES),
                )
                return ()
        return (Evidence(source=source.name, where=where, grade=word),)

    def _common(self, entries: dict[str, Node]) -> tuple[tuple[Evidence, ...], date | None, bool]:
        evidence = self.default_evidence
        for key in ("source", "sources"):
            if key in entries:
                evidence = self.evidence(entries[key])
        known_from: date | None = None
        if "known from" in entries:
            node = entries["known from"]
            text = node.text if isinstance(node, Scalar) else ""
            try:
                known_from = parse_day(text)
            except PeriodError as error:
                self.slots.refuse(
                    node.place, error.what, "write one full day", expected=error.expected, found=f"`{text}`"
                )
        else:
            dates = [self.sources[item.source].date for item in evidence]
            known = [day for day in dates if day is not None]
            known_from = min(known) if known and len(known) == len(dates) else None
        denied = False
        if "stated" in entries:
            node = entries["stated"]
            word = node.text if isinstance(node, Scalar) else ""
            if word not in ("asserted", "denied"):
                self.slots.refuse(
                    node.place,
                    f"`{word}` cannot stand as `stated`",
                    "correct it",
                    expected="`asserted` or `denied`",
                )
            denied = word == "denied"
        return evidence, known_from, denied

    # Things

    def thing(self, kind: str, key: Scalar, node: Node) -> list[Any]:
        """The thing of one section entry; its attributes are noted as statements."""
        if not isinstance(node, Mapping):
            if kind != "party":
                self.slots.refuse(node.place, f"`{key.text}` is not a mapping", "write `name: {slot: value}`")
            return []
        entries = {key_of(inner): value for inner, value in node.entries}
        evidence, known_from, denied = self._common(entries)
        attributes = {word: item for item in ATTRIBUTES[kind] for word in item.keys}
        plain = {"party": ("aka", "ids"), "license": ("number",)}.get(kind, ("description",))
        fields: dict[str, Any] = {"name": key.text}
        for inner, value in node.entries:
            word = key_of(inner)
            if word in COMMON_KEYS:
                continue
            if kind == "party" and word in ("individual", "entity", "government entity", "party"):
                fields["kind"] = word
                fields["title"] = self._title(value)
            elif word in plain:
                texts = self._texts(value)
                fields[word] = texts if word in ("aka", "ids") else " ".join(texts)
            elif kind == "license" and word == "authorizes":
                for item, part in self._authorized(attributes, value):
                    found = self._attribute(item, kind, key.text, part, evidence, known_from, denied)
                    fields[item.field] = (*fields.get(item.field, ()), *found)
            elif word in attributes:
                item = attributes[word]
                values = self._attribute(item, kind, key.text, value, evidence, known_from, denied)
                single = item.predicate.slots[1].kind in ("period", "amount")
                fields[item.field] = values[0] if single and values else None if single else tuple(values)
            else:
                known = (*attributes, *plain, *COMMON_KEYS)
                close = nearest(word, known)
                self.slots.refuse(
                    inner.place,
                    f"unknown slot `{inner.text}` of a {kind}",
                    f"did you mean {close}" if close else "remove it",
                    expected="one of " + listed(known),
                )
        for item in ATTRIBUTES[kind]:
            if item.required and not any(word in entries for word in item.keys):
                self.slots.refuse(
                    key.place,
                    f"the {kind} `{key.text}` does not say `{item.keys[0]}`",
                    f"add `{item.keys[0]}: ...`, or `{item.keys[0]}: unknown`",
                )
        if kind == "party" and not fields.get("title"):
            return []
        return [THING_CLASSES[kind](**{name: value for name, value in fields.items() if value is not None})]

    def _authorized(self, attributes: dict[str, Attribute], node: Node) -> list[tuple[Attribute, Node]]:
        """What a licence authorizes: a dealing or a party that the set names, else a form of dealing."""
        found = []
        for part in node.items if isinstance(node, Sequence) else (node,):
            kind = self.slots.kinds.get(part.text, "") if isinstance(part, Scalar) else ""
            party = "authorizes party" if is_kind(kind, "party") else "authorizes"
            found.append((attributes["authorizes dealing" if kind == "dealing" else party], part))
        return found

    def _title(self, node: Node) -> str:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if not text or len(text) > 500:
            self.slots.refuse(node.place, "a party has no name", "write the party's own name", found=f"`{text[:40]}`")
            return ""
        return text

    def _texts(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Scalar):
            return () if node.is_null else (node.text.strip(),)
        if isinstance(node, Sequence):
            return tuple(text for item in node.items for text in self._texts(item))
        return tuple(f"{key.text}: {' '.join(self._texts(value))}" for key, value in node.entries)

    def _attribute(
        self,
        item: Attribute,
        kind: str,
        name: str,
        node: Node,
        evidence: tuple[Evidence, ...],
        known_from: date | None,
        denied: bool,
    ) -> list[Any]:
        if isinstance(node, Mapping) and item.field == "amount":
            node = Scalar(" ".join(text.split(": ")[-1] for text in self._texts(node)), node.place)
        values: list[Any] = []
        for part in node.items if isinstance(node, Sequence) else (node,):
            if not isinstance(part, Scalar):
                self.slots.refuse(
                    part.place, f"`{item.keys[0]}` is not a value", "write one value, or a list of values"
                )
                continue
            if part.is_null:
                continue
            value = self.slots.read(item.predicate.slots[1], part.text, part.place, attribute=item.keys[0])
            if value is not None:
                values.append(value)
                self.statements.append(
                    Statement(item.predicate.name, (name, value), denied, evidence, known_from, part.place)
                )
        return values

    # Facts

    def facts(self, node: Node) -> list[StatedFact]:
        """The facts of the `facts` section."""
        if isinstance(node, Scalar) and node.is_null:
            return []
        if not isinstance(node, Sequence):
            self.slots.refuse(node.place, "`facts` is not a list", "begin each fact with `- `")
            return []
        return [fact for item in node.items for fact in self.entry(item)]

    def entry(self, node: Node) -> list[StatedFact]:
        """One fact, as a sentence or as a record. A record with lists in its slots is several facts."""
        if isinstance(node, Scalar):
            return self._sentence(node, self.default_evidence, None, False)
        if not isinstance(node, Mapping):
            self.slots.refuse(
                node.place, "this is not a fact", "write a sentence, or a record such as `leadership: {...}`"
            )
            return []
        entries = {key_of(key): value for key, value in node.entries}
        heads = [(key, value) for key, value in node.entries if key_of(key) not in COMMON_KEYS]
        if len(heads) != 1:
            self.slots.refuse(
                node.place,
                "an entry states one fact",
                "write each fact as an entry of its own",
                expected="one record or `fact: sentence`",
                found=listed(key.text for key, _ in heads) or "none",
            )
            return []
        head, value = heads[0]
        evidence, known_from, denied = self._common(entries)
        if key_of(head) in ("fact", "sentence", "deny") and isinstance(value, Scalar):
            return self._sentence(value, evidence, known_from, denied or key_of(head) == "deny")
        return self._record(head, value, evidence, known_from, denied)

    def _record(
        self, head: Scalar, node: Node, evidence: tuple[Evidence, ...], known_from: date | None, denied: bool
    ) -> list[StatedFact]:
        record = key_of(head).replace(" ", "_")
        if record not in self._classes or not isinstance(node, Mapping):
            close = nearest(record, self._classes)
            self.slots.refuse(
                head.place,
                f"unknown record `{head.text}`" if record not in self._classes else f"`{head.text}` is not a mapping",
                f"did you mean {close}" if close and record not in self._classes else "write `record: {slot: value}`",
                expected="one of " + listed(self._classes),
            )
            return []
        entries = {key_of(key): value for key, value in node.entries}
        if any(key in entries for key in COMMON_KEYS):
            own_evidence, own_known, own_denied = self._common(entries)
            evidence = own_evidence if "source" in entries or "sources" in entries else evidence
            known_from, denied = own_known or known_from, own_denied or denied
        fact_class = self._classes[self._which(record, entries)]
        slots = {slot.name: slot for slot in slots_of(fact_class)}
        choices: dict[str, list[Any]] = {}
        complete = True
        for key, value in node.entries:
            word = key_of(key)
            if word in COMMON_KEYS:
                continue
            name = _SLOT_WORDS.get(word, word.replace(" ", "_"))
            if name not in fact_class.model_fields:
                known = [field.replace("_", " ") for field in fact_class.model_fields]
                close = nearest(word, known)
                self.slots.refuse(
                    key.place,
                    f"unknown slot `{key.text}` of `{record}`",
                    f"did you mean {close}" if close else "remove it",
                    expected="one of " + listed(known),
                )
                complete = False
                continue
            choices[name] = self._fillers(slots.get(name), value)
            complete = complete and bool(choices[name])
        for name, field in fact_class.model_fields.items():
            if field.is_required() and name not in choices:
                self.slots.refuse(
                    head.place,
                    f"`{record}` does not say `{name.replace('_', ' ')}`",
                    f"add `{name.replace('_', ' ')}: ...`, or `unknown`",
                )
                complete = False
        if not complete:
            return []
        combinations = list(product(*choices.values()))
        if len(combinations) > _MOST_COMBINATIONS:
            self.slots.refuse(
                head.place,
                "the lists of this record make too many facts",
                "split it",
                expected=f"at most {_MOST_COMBINATIONS}",
                found=str(len(combinations)),
            )
            return []
        return [
            self._stated(fact_class, dict(zip(choices, values, strict=True)), evidence, known_from, denied, head.place)
            for values in combinations
        ]

    def _which(self, record: str, entries: dict[str, Node]) -> str:
        if record not in _TWO_RECORDS:
            return record
        slot, kind, other = _TWO_RECORDS[record]
        value = entries.get(slot) or entries.get("party or property")
        name = value.text if isinstance(value, Scalar) else ""
        if value in (entries.get("party or property"),) and self.slots.kinds.get(name) == kind:
            entries[slot] = entries.pop("party or property")
        return other if is_kind(self.slots.kinds.get(name, ""), kind) else record

    def _fillers(self, slot: Slot | None, node: Node) -> list[Any]:
        if slot is None:
            return [" ".join(self._texts(node)) or None]
        values = []
        for part in node.items if isinstance(node, Sequence) else (node,):
            if not isinstance(part, Scalar):
                self.slots.refuse(part.place, f"`{slot.name}` is not a value", "write one value, or a list of values")
            elif part.is_null:
                values.append(self.slots.read(slot, UNKNOWN, part.place))
            else:
                values.append(self.slots.read(slot, part.text, part.place))
        return [value for value in values if value is not None]

    def _stated(
        self,
        fact_class: type[Fact],
        values: dict[str, Any],
        evidence: tuple[Evidence, ...],
        known_from: date | None,
        denied: bool,
        place: Place,
    ) -> StatedFact:
        fact = fact_class(**values)
        arguments = tuple(getattr(fact, slot.name) for slot in slots_of(fact_class))
        self.statements.append(Statement(fact_class.record, arguments, denied, evidence, known_from, place))
        return StatedFact(fact=fact, denied=denied, evidence=evidence, known_from=known_from, place=place)

    def _sentence(
        self, node: Scalar, evidence: tuple[Evidence, ...], known_from: date | None, denied: bool
    ) -> list[StatedFact]:
        text = " ".join(node.text.split())
        if known_from is None:
            known_from = self._common({})[1] if evidence == self.default_evidence else None
        if text.startswith(NEGATION):
            text, denied = text.removeprefix(NEGATION), not denied
        found = self._matches(text)
        if not found:
            sentences = [sentence for schema in self._schemas for sentence in schema.sentences]
            close = nearest(text, sentences)
            self.slots.refuse(
                node.place,
                f"no fact is written like this: `{text[:120]}`",
                f"did you mean {close}" if close else "write it as a record",
                expected="the sentence of a class of fact",
            )
            return []
        schema, fillers = found[0]
        values = {
            slot.name: self.slots.read(slot, fillers[slot.name], node.place)
            for slot in schema.slots
            if slot.name in fillers
        }
        if any(value is None for value in values.values()):
            return []
        if schema.name in self._classes:
            return [self._stated(self._classes[schema.name], values, evidence, known_from, denied, node.place)]
        arguments = tuple(values[slot.name] for slot in schema.slots)
        self.statements.append(Statement(schema.name, arguments, denied, evidence, known_from, node.place))
        return []

    def _matches(self, text: str) -> list[tuple[PredicateSchema, dict[str, str]]]:
        found = []
        for schema in (*self._schemas, *self._attributes):
            phrases = frozenset(slot.name for slot in schema.slots if slot.kind in _PHRASE_KINDS)
            for sentence in schema.sentences:
                fillers = match(parse_template(sentence), text, phrases)
                if fillers is not None and self._fits(schema, fillers):
                    found.append((schema, fillers))
                    break
        return found

    def _fits(self, schema: PredicateSchema, fillers: dict[str, str]) -> bool:
        """Whether the first slot names a thing of its kind: tells sentences with the same words apart."""
        for slot in schema.slots:
            if slot.name in fillers and slot.kind not in ("period", *_PHRASE_KINDS):
                kind = self.slots.kinds.get(fillers[slot.name])
                if kind is not None and not is_kind(kind, slot.kind) and not is_kind(slot.kind, kind):
                    return False
        return True
