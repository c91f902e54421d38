"""Which sentences a rulebook knows, and what each means.

A sentence is looked up by its words with the slots left open, so that the choice of sentence never depends on
what fills the slots; the fillers must then be of the kinds that the slots take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from decidendi.facts.kinds import THINGS, PredicateSchema, Silence, Slot, is_kind
from decidendi.facts.templates import nearest_sentences, parse_template
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import FACT_CLASSES, schema_of
from decidendi.refusal import Place, Problem
from decidendi.rules.comparisons import COMPARISONS, ComparisonSchema
from decidendi.rules.form import DAY, DAY_ASKED, DENIED, KIND, PARAMETER, READING, SETTLED, STATED, SUPPOSED, WITHDRAWN
from decidendi.rules.phrases import NOUNS, Grammar, Phrase, PhraseError, with_article

KINDS_OF_THINGS: Final = ("individual", "entity", "government entity", *THINGS)

_UNSPOKEN: Final = {
    READING: (Slot("of", "text"), Slot("name", "text")),
    PARAMETER: (Slot("name", "text"), Slot("value", "any")),
}

_MODES: Final = (
    ("it is not the case that ", "not"),
    ("it is stated that ", "stated"),
    ("it is denied that ", "denied"),
    ("it is supposed that ", "supposed"),
    ("it is no longer stated that ", "withdrawn"),
)

_PREFIXES: Final = {"": "", "stated": STATED, "denied": DENIED, "supposed": SUPPOSED, "withdrawn": WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to write a predicate or comparison: its words, and the slots in the order in which they stand."""

    words: str
    slots: tuple[Slot, ...]
    schema: PredicateSchema | None = None
    comparison: ComparisonSchema | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence understood: its pattern, what fills the slots, and how it is qualified."""

    pattern: Pattern
    phrases: tuple[Phrase, ...]
    negated: bool
    mode: str
    """`""`, `stated`, `denied`, or of a change: `supposed` or `withdrawn`."""

    @property
    def predicate(self) -> str:
        """The predicate, with the prefix of its mode."""
        assert self.pattern.schema is not None
        return _PREFIXES[self.mode] + self.pattern.schema.name


@dataclass
class SentenceBook:
    """All patterns, by their words."""

    patterns: dict[str, list[Pattern]] = field(default_factory=dict)
    schemas: dict[str, PredicateSchema] = field(default_factory=dict)

    def add(self, schema: PredicateSchema) -> None:
        """Make a predicate known by each of its sentences."""
        self.schemas[schema.name] = schema
        for sentence in schema.sentences:
            template = parse_template(sentence)
            slots = tuple(schema.slots[schema.index_of(name)] for name in template.slots)
            self._add(Pattern("{}".join(template.words), slots, schema=schema))

    def add_comparison(self, comparison: ComparisonSchema) -> None:
        """Make a comparison known."""
        for sentence in comparison.sentences:
            template = parse_template(sentence)
            slots = tuple(Slot(name, kind) for name, kind in zip(template.slots, comparison.kinds, strict=True))
            self._add(Pattern("{}".join(template.words), slots, comparison=comparison))

    def _add(self, pattern: Pattern) -> None:
        known = self.patterns.setdefault(_lower(pattern.words), [])
        if pattern not in known:
            known.append(pattern)

    def is_given(self, words: str) -> bool:
        """Whether the words, with `{}` for the slots, are those of a fact, an attribute or a comparison."""
        facts = _fact_names()
        return any(
            pattern.schema is None or pattern.schema.name in facts for pattern in self.patterns.get(_lower(words), ())
        )

    def written(self, pattern: Pattern) -> str:
        """A pattern as an author would write it.

        >>> book = base_book()
        >>> book.written(book.patterns["{} was part of {}"][0])
        'an entity was part of another entity'
        """
        return _written(pattern.words.split("{}"), pattern.slots)

    def match(self, sentence: str, grammar: Grammar, place: Place) -> Match | Problem:
        """Understand one sentence, or say why it cannot be understood."""
        mode, negated, text, spoken = "", False, sentence, ""
        for prefix, name in _MODES:
            if _lower(text).startswith(prefix):
                text, spoken = text[len(prefix) :], prefix.rstrip()
                mode, negated = ("", True) if name == "not" else (name, False)
                break
        try:
            words, phrases = grammar.split(text)
        except PhraseError as error:
            return Problem(place, error.what, "correct it", expected=error.expected, found=f"`{sentence}`")
        candidates = self.patterns.get(_lower(words), [])
        if not candidates:
            known = (pattern for patterns in self.patterns.values() for pattern in patterns)
            sentences = ((pattern.words.replace("{}", " "), self.written(pattern)) for pattern in known)
            close = nearest_sentences(words.replace("{}", " "), sentences)
            return Problem(
                place,
                f"unknown sentence `{sentence}`",
                f"did you mean {close}" if close else "write it as a fact's sentence, or declare it in a `term` block",
                expected="the sentence of a class of fact, of a term, or of a comparison",
            )
        fitting = [pattern for pattern in candidates if _fits(pattern, phrases, strict=True)]
        fitting = fitting or [pattern for pattern in candidates if _fits(pattern, phrases, strict=False)]
        if not fitting:
            return self._wrong_kind(sentence, candidates[0], phrases, place)
        if len(fitting) > 1:
            meanings = ", ".join(f"`{self.written(pattern)}`" for pattern in fitting)
            return Problem(
                place,
                f"ambiguous sentence `{sentence}`",
                "reword one of the terms, so that each sentence has one meaning",
                expected="one meaning",
                found=meanings,
            )
        pattern = fitting[0]
        if mode and (pattern.schema is None or pattern.schema.name not in _fact_names()):
            return Problem(
                place,
                f"`{spoken}` can be said of facts only",
                "leave it out, or use the sentence of a class of fact",
                expected="the sentence of a class of fact",
                found=f"`{text}`",
            )
        return Match(pattern, phrases, negated, mode)

    def _wrong_kind(self, sentence: str, pattern: Pattern, phrases: tuple[Phrase, ...], place: Place) -> Problem:
        for slot, phrase in zip(pattern.slots, phrases, strict=True):
            if not _kinds_fit(slot.kind, phrase, strict=False):
                return Problem(
                    place,
                    f"`{phrase.text}` does not fit in `{sentence}`",
                    f"write `{self.written(pattern)}`",
                    expected=with_article(_noun(slot.kind)),
                    found=with_article(_noun(phrase.kind)),
                )
        return Problem(
            place,
            f"the two sides of `{sentence}` are of different kinds",
            "compare things or values of one kind",
            found=" and ".join(with_article(_noun(phrase.kind)) for phrase in phrases),
        )


def _fact_names() -> frozenset[str]:
    attributes = (item.predicate.name for items in ATTRIBUTES.values() for item in items)
    return frozenset([*(fact_class.record for fact_class in FACT_CLASSES), *attributes])


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def in_words(schema: PredicateSchema) -> str:
    """What a predicate says, as an author would write it.

    >>> in_words(base_book().schemas["membership"])
    'a person was a member of an entity during a period'
    """
    template = parse_template(schema.sentences[0])
    return _written(template.words, tuple(schema.slots[schema.index_of(name)] for name in template.slots))


def _written(words: Sequence[str], slots: Sequence[Slot]) -> str:
    text = words[0]
    seen: set[str] = set()
    for slot, following in zip(slots, words[1:], strict=True):
        own = slot.name.replace("_", " ")
        noun = own if NOUNS.get(own) == slot.kind else _noun(slot.kind)
        text += f"{f'another {noun}' if noun in seen else with_article(noun)}{following}"
        seen.add(noun)
    return text


def _noun(kind: str) -> str:
    return {"party": "person", "text": "word", "any": "thing"}.get(kind, kind)


def _fits(pattern: Pattern, phrases: tuple[Phrase, ...], *, strict: bool) -> bool:
    if len(pattern.slots) != len(phrases):
        return False
    if pattern.comparison is not None and pattern.comparison.kinds[0] == "any":
        one, other = (phrase.kind for phrase in phrases)
        return is_kind(one, other) or is_kind(other, one)
    return all(
        _kinds_fit(slot.kind, phrase, strict=strict) for slot, phrase in zip(pattern.slots, phrases, strict=True)
    )


def _kinds_fit(kind: str, phrase: Phrase, *, strict: bool) -> bool:
    return kind == "any" or is_kind(phrase.kind, kind) or (not strict and is_kind(kind, phrase.kind))


def kind_schema(kind: str) -> PredicateSchema:
    """The predicate that something is of a kind."""
    return PredicateSchema(
        name=KIND + kind,
        slots=(Slot("thing", kind if kind in THINGS else "party"),),
        sentences=(f"{{thing}} is {with_article(_noun(kind))}",),
        silence=Silence.ABSENT,
        why="the fact set says what each thing is",
        subject="thing",
    )


def _internal(name: str, slots: tuple[Slot, ...], sentence: str, why: str) -> PredicateSchema:
    return PredicateSchema(name, slots, (sentence,), Silence.ABSENT, why, slots[0].name)


def base_book() -> SentenceBook:
    """The sentences that every rulebook knows: facts, attributes of things, comparisons and days."""
    book = SentenceBook()
    for fact_class in FACT_CLASSES:
        book.add(schema_of(fact_class))
    for items in ATTRIBUTES.values():
        for item in items:
            book.add(item.predicate)
    for kind in KINDS_OF_THINGS:
        book.schemas[KIND + kind] = kind_schema(kind)
    day = (Slot("day", "period"),)
    book.add(_internal(DAY_ASKED, day, "{day} is the one asked about", "the question names it"))
    book.add(_internal(DAY, day, "{day} is a day in question", "the question and the dealings name them"))
    for name, slots in _UNSPOKEN.items():
        book.schemas[name] = PredicateSchema(name, slots, (), Silence.ABSENT, "the run states it", slots[0].name)
    for kind in THINGS:
        book.add(
            _internal(
                SETTLED + kind,
                (Slot("class", "text"), Slot(kind, kind)),
                f"silence about {{class}} of {{{kind}}} means no",
                "the rulebook says what silence means",
            )
        )
    for comparison in COMPARISONS:
        book.add_comparison(comparison)
    return book
