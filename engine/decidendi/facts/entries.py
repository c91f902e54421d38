"""The facts of a fact set, as records or as sentences: both make the same statements."""

from __future__ import annotations

from itertools import product
from typing import Any, Final

from decidendi.facts.evidence import Source
from decidendi.facts.fact_set import StatedFact, Statement
from decidendi.facts.kinds import CIRCUMSTANCE, COUNTRY, THINGS, UNKNOWN, PredicateSchema, Slot, is_kind, thing_kind
from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, key_of, keyed, shown, texts_of
from decidendi.facts.periods import always
from decidendi.facts.slots import SlotReader, listed, plain_word
from decidendi.facts.standing import COMMON_KEYS, Entries, Standing, StandingReader
from decidendi.facts.templates import Template, fill, match, nearest_sentences, parse_template
from decidendi.facts.thing_entries import ThingReader
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import FACT_CLASSES, Fact, schema_of, slots_of
from decidendi.refusal import Place, Problem, nearest

NEGATION: Final = "it is not the case that "
_SENTENCE_KEYS: Final = ("fact", "sentence", "deny")
_MOST_COMBINATIONS: Final = 400
_TWO_RECORDS: Final = {
    "support": ("to", "activity", "support_of_activity"),
    "listing": ("property", "property", "property_listing"),
}
"""Records that are read as another class where the thing in a slot is of a kind: slot, kind, class."""

_UNSAID: Final = (UNKNOWN, str(always()))
_EITHER: Final = "party or property"
_SLOT_WORDS: Final = {"share_class": "class"}
_PREPOSITIONS: Final = {"during": "DATES", "on": "DATE", "of": "ENTITY", "to": "PARTY", "by": "PARTY"}

CLASSES: Final = {fact_class.record: fact_class for fact_class in FACT_CLASSES}
_ATTRIBUTES: Final = {item.predicate.name: item for items in ATTRIBUTES.values() for item in items}
SCHEMAS: Final[dict[str, PredicateSchema]] = {
    **{record: schema_of(fact_class) for record, fact_class in CLASSES.items()},
    **{name: item.predicate for name, item in _ATTRIBUTES.items()},
}
"""Every predicate that a fact set can state."""

_TEMPLATES: Final[tuple[tuple[PredicateSchema, tuple[Template, ...], frozenset[str], frozenset[str]], ...]] = tuple(
    (
        schema,
        tuple(parse_template(sentence) for sentence in schema.sentences),
        frozenset(slot.name for slot in schema.slots if slot.kind in ("share", "amount")),
        frozenset(slot.name for slot in schema.slots if slot.kind == "text"),
    )
    for schema in SCHEMAS.values()
)


def record_words() -> tuple[str, ...]:
    """The records as they are written; those that another record stands for are left out."""
    others = {other for _, _, other in _TWO_RECORDS.values()}
    return tuple(record.replace("_", " ") for record in CLASSES if record not in others)


def records_of(word: str) -> tuple[str, ...]:
    """The classes of fact that a record stands for; none where there is no such record."""
    record = word.replace(" ", "_")
    if record not in CLASSES:
        return ()
    return (record, _TWO_RECORDS[record][2]) if record in _TWO_RECORDS else (record,)


def words_in_slot(predicate: str, index: int, word: str) -> tuple[str, tuple[str, ...]]:
    """A word as a fact set would hold it in a slot, or nothing where it cannot; and the words that it can hold.

    >>> words_in_slot("activity_kind", 1, "Corruption")
    ('corruption', ())
    """
    slot = SCHEMAS[predicate].slots[index]
    name = _ATTRIBUTES[predicate].keys[0] if predicate in _ATTRIBUTES and index == 1 else slot.name
    plain = plain_word(slot, name, word)
    members = () if slot.members in (COUNTRY, CIRCUMSTANCE) else slot.members
    return ("" if members and plain not in members else plain), members


def said(statement: Statement) -> str:
    """A statement as a sentence, without its negation."""
    schema = SCHEMAS[statement.predicate]
    fillers = {slot.name: str(value) for slot, value in zip(schema.slots, statement.arguments, strict=True)}
    templates = [parse_template(sentence) for sentence in schema.sentences]
    telling = [t for t in templates if all(fillers[slot] not in _UNSAID for slot in t.slots)]
    return fill((telling or templates)[0], fillers)


def pattern_of(schema: PredicateSchema, sentence: str) -> str:
    """A sentence with its slots as words in capitals, for messages.

    >>> pattern_of(SCHEMAS["branch"], "{branch} is a branch of {of}")
    'BRANCH is a branch of ENTITY'
    """
    words = {slot.name: _PREPOSITIONS.get(slot.name, slot.name.replace("_", " ").upper()) for slot in schema.slots}
    return fill(parse_template(sentence), words)


class EntryReader:
    """Reads the entries of one fact set and keeps, in order, every statement they make."""

    def __init__(self, kinds: dict[str, str], sources: dict[str, Source], problems: list[Problem]) -> None:
        self.problems = problems
        self.slots = SlotReader(kinds, problems)
        self.standings = StandingReader(sources, self.slots)
        self.statements: list[Statement] = []
        self.things = ThingReader(self.slots, self.standings, self.statements)

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
            return self._sentence(node, self.standings.read())
        if not isinstance(node, Mapping):
            self.slots.refuse(
                node.place,
                "this is a list, not a fact",
                "write each fact as an entry of its own",
                expected="a sentence, or a record such as `leadership: {...}`",
            )
            return []
        entries = keyed(node, self.problems)
        heads = [entries[word] for word in entries if word not in COMMON_KEYS]
        if len(heads) != 1:
            self.slots.refuse(
                node.place,
                "an entry states one fact",
                "write each fact as an entry of its own",
                expected="one record, or `fact: ` and a sentence",
                found=listed(key.text for key, _ in heads) or "none",
            )
            return []
        head, value = heads[0]
        if key_of(head) not in _SENTENCE_KEYS:
            return self._record(head, value, entries)
        if not isinstance(value, Scalar):
            self.slots.refuse(value.place, f"{shown(head.text)} is not one text", "write one sentence")
            return []
        return self._sentence(value, self.standings.read(entries), denied=key_of(head) == "deny")

    # Records

    def _record(self, head: Scalar, node: Node, outer: Entries) -> list[StatedFact]:
        record = key_of(head).replace(" ", "_")
        if record not in CLASSES:
            close = nearest(record.replace("_", " "), record_words())
            self.slots.refuse(
                head.place,
                f"unknown record {shown(head.text)}",
                f"did you mean {close}" if close else "use one of these, or write the fact as a sentence",
                expected="" if close else "one of " + listed(record_words()),
            )
            return []
        if not isinstance(node, Mapping):
            fields = CLASSES[record].model_fields.items()
            slots = ", ".join(f"{name.replace('_', ' ')}: ..." for name, field in fields if field.is_required())
            self.slots.refuse(head.place, f"{shown(head.text)} has no slots", f"write `{key_of(head)}: {{{slots}}}`")
            return []
        entries = keyed(node, self.problems)
        standing = self.standings.read(outer, entries)
        entries = {word: entry for word, entry in entries.items() if word not in COMMON_KEYS}
        fact_class = self._class_of(record, entries)
        choices = self._choices(fact_class, head, entries)
        if choices is None:
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
            self._stated(fact_class, dict(zip(choices, values, strict=True)), standing, head.place)
            for values in combinations
        ]

    def _class_of(self, record: str, entries: Entries) -> type[Fact]:
        """The class that a record stands for, which for two of them depends on the thing in a slot."""
        if record not in _TWO_RECORDS:
            return CLASSES[record]
        slot, kind, other = _TWO_RECORDS[record]
        node = entries[slot][1] if slot in entries else entries[_EITHER][1] if _EITHER in entries else None
        first = node.items[0] if isinstance(node, Sequence) and node.items else node
        is_other = isinstance(first, Scalar) and self.slots.kinds.get(first.text) == kind
        if _EITHER in entries:
            entries[slot if is_other else "party"] = entries.pop(_EITHER)
        return CLASSES[other if is_other else record]

    def _choices(self, fact_class: type[Fact], head: Scalar, entries: Entries) -> dict[str, list[Any]] | None:
        """What may fill each slot, or `None` where something is refused."""
        slots = {slot.name: slot for slot in slots_of(fact_class)}
        words = {name: _SLOT_WORDS.get(name, name.replace("_", " ")) for name in fact_class.model_fields}
        names = {word: name for name, word in words.items()}
        count = len(self.problems)
        choices: dict[str, list[Any]] = {}
        for word, (key, value) in entries.items():
            if word in names:
                name = names[word]
                choices[name] = (
                    self._fillers(slots[name], value, word) if name in slots else [" ".join(texts_of(value))]
                )
            else:
                close = nearest(word, names)
                self.slots.refuse(
                    key.place,
                    f"unknown slot {shown(key.text)} of {shown(key_of(head))}",
                    f"did you mean {close}" if close else "remove it",
                    expected="one of " + listed((*names, *COMMON_KEYS)),
                )
        for name, field in fact_class.model_fields.items():
            if field.is_required() and name not in choices:
                self.slots.refuse(
                    head.place,
                    f"{shown(key_of(head))} does not say `{words[name]}`",
                    f"add `{words[name]}: ...`, or `{words[name]}: unknown`",
                )
        return choices if len(self.problems) == count else None

    def _fillers(self, slot: Slot, node: Node, word: str) -> list[Any]:
        parts = node.items if isinstance(node, Sequence) else (node,)
        if not parts:
            self.slots.refuse(node.place, f"`{word}` is an empty list", "write its value, or `unknown`")
        values = []
        for part in parts:
            if isinstance(part, Scalar):
                values.append(self.slots.read(slot, UNKNOWN if part.is_null else part.text, part.place, attribute=word))
            else:
                self.slots.refuse(part.place, f"`{word}` is written out here", "write one value, or a list of values")
        return values

    def _stated(self, fact_class: type[Fact], values: dict[str, Any], standing: Standing, place: Place) -> StatedFact:
        fact = fact_class(**values)
        arguments = tuple(getattr(fact, slot.name) for slot in slots_of(fact_class))
        self._state(fact_class.record, arguments, standing, place)
        return StatedFact(
            fact=fact,
            denied=standing.denied,
            evidence=standing.evidence,
            known_from=standing.known_from,
            place=place,
        )

    def _state(self, predicate: str, arguments: tuple[Any, ...], standing: Standing, place: Place) -> None:
        self.statements.append(
            Statement(predicate, arguments, standing.denied, standing.evidence, standing.known_from, place)
        )

    # Sentences

    def _sentence(self, node: Scalar, standing: Standing, denied: bool = False) -> list[StatedFact]:
        text = " ".join(node.text.split())
        negated = text[:1].lower() + text[1:]
        if negated.startswith(NEGATION):
            text, denied = negated.removeprefix(NEGATION), not denied
        standing = Standing(standing.evidence, standing.known_from, standing.denied or denied)
        if not text or node.is_null:
            self.slots.refuse(node.place, "this entry is empty", "write a fact, or remove it")
            return []
        found = self._matches(text)
        if not found:
            self._refuse_sentence(text, node.place)
            return []
        schema, fillers = found[0]
        attribute = _ATTRIBUTES.get(schema.name)
        values: dict[str, Any] = {}
        for slot in schema.slots:
            if slot.name in fillers:
                word = attribute.keys[0] if attribute and slot.name == "value" else _SLOT_WORDS.get(slot.name, "")
                values[slot.name] = self.slots.read(slot, fillers[slot.name], node.place, attribute=word)
        if any(value is None for value in values.values()):
            return []
        if attribute is None:
            return [self._stated(CLASSES[schema.name], values, standing, node.place)]
        self._state(schema.name, tuple(values[slot.name] for slot in schema.slots), standing, node.place)
        return []

    def _refuse_sentence(self, text: str, place: Place) -> None:
        patterns = [
            (" ".join(parse_template(sentence).words), pattern_of(schema, sentence))
            for schema in SCHEMAS.values()
            for sentence in schema.sentences
        ]
        close = nearest_sentences(text, patterns)
        self.slots.refuse(
            place,
            f"no fact is written like this: {shown(text, 120)}",
            f"did you mean {close}" if close else "write it as a record, or see the sentences in the schema",
            expected="the sentence of a class of fact, with quotation marks around what holds blanks",
        )

    def _matches(self, text: str) -> list[tuple[PredicateSchema, dict[str, str]]]:
        """What the sentence may say, best first: that in which most names are known."""
        found = []
        for schema, templates, phrases, words in _TEMPLATES:
            for template in templates:
                fillers = match(template, text, phrases, words)
                if fillers is not None:
                    found.append((self._rank(schema, fillers), schema, fillers))
                    break
        found.sort(key=lambda entry: entry[0])
        return [(schema, fillers) for _, schema, fillers in found]

    def _rank(self, schema: PredicateSchema, fillers: dict[str, str]) -> tuple[int, int, int]:
        """How many names are of a kind that cannot stand there, how many unknown, and how few known."""
        wrong = unknown = known = 0
        for slot in schema.slots:
            if slot.name in fillers and thing_kind(slot.kind) in THINGS:
                kind = self.slots.kinds.get(fillers[slot.name])
                if kind is None:
                    unknown += 1
                elif is_kind(kind, slot.kind) or is_kind(slot.kind, kind):
                    known += 1
                else:
                    wrong += 1
        return wrong, unknown, -known
