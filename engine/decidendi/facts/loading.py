"""From a YAML file to a fact set: every name resolved, every date possible, nothing contradictory."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Final

from decidendi.facts.contradictions import contradictions, denies
from decidendi.facts.entries import EntryReader, record_words, records_of
from decidendi.facts.evidence import GRADES, Source
from decidendi.facts.expectations import expectation, expectations
from decidendi.facts.fact_set import FactSet
from decidendi.facts.kinds import GENERIC, UNKNOWN
from decidendi.facts.nodes import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    defined_twice,
    key_of,
    keyed,
    read_nodes,
    read_text,
    shown,
)
from decidendi.facts.periods import PeriodError, parse_day
from decidendi.facts.sales import holdings_that_outlast_a_sale
from decidendi.facts.slots import listed
from decidendi.facts.thing_entries import PARTY_KINDS
from decidendi.facts.things import ATTRIBUTES
from decidendi.refusal import Place, Problem, Refusal, nearest

SECTIONS: Final = {
    "parties": "party",
    "activities": "activity",
    "property": "property",
    "dealings": "dealing",
    "licenses": "license",
    "licences": "license",
}
_SOURCE_KEYS: Final = ("title", "date", "grade", "author", "by", "address", "url")
OTHER_KEYS: Final = (
    "title",
    "as of",
    "description",
    "question",
    "sources",
    "source",
    "facts",
    "complete",
    "expect",
)
_LONGEST_NAME: Final = 100
_RESERVED: Final = (UNKNOWN, "any", *GENERIC.values())


def load_fact_set(path: Path | str) -> FactSet:
    """Read the fact set in a file.

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    path = Path(path)
    return parse_fact_set(read_text(path), str(path))


def parse_fact_set(text: str, file: str = "facts") -> FactSet:
    """Read a fact set from YAML text; `file` is the name that messages give.

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    root = read_nodes(text, file)
    if not isinstance(root, Mapping):
        empty = isinstance(root, Scalar) and root.is_null
        raise Refusal.at(
            root.place,
            "the file is empty" if empty else "this is not a fact set",
            expected="sections such as `title`, `as of`, `parties` and `facts`",
            found="" if empty else "a list" if isinstance(root, Sequence) else "a text",
            mend="begin with `title:` and `parties:`",
        )
    return _Reader(file).read(root, text)


def read_fragment(root: Mapping, base: FactSet, file: str) -> FactSet:
    """Read sections that speak of the things and cite the sources of another fact set, or add to them.

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    reader = _Reader(file)
    reader.kinds = {thing.name: base.kind_of(thing.name) or "" for things in base.things().values() for thing in things}
    reader.places = dict(base.places)
    reader.given = base.sources
    return reader.read(root, "")


class _Reader:
    """Reads one file in the order: sources, names, things, facts, expectations; then looks for contradictions."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.kinds: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.given: tuple[Source, ...] = ()

    def read(self, root: Mapping, text: str) -> FactSet:
        keys = {
            word: (key, value)
            for word, (key, value) in keyed(root, self.problems).items()
            if self._is_section(word, key) and not _is_null(value)
        }
        sections = [(key, SECTIONS[word], value) for word, (key, value) in keys.items() if word in SECTIONS]
        for key, kind, value in sections:
            self._names(key, kind, value)
        sources = (*self.given, *(self._sources(keys["sources"][1]) if "sources" in keys else ()))
        entries = EntryReader(self.kinds, {source.name: source for source in sources}, self.problems)
        if "source" in keys:
            entries.standings.default = entries.standings.evidence(keys["source"][1])
        things: dict[str, list[Any]] = {kind: [] for kind in ATTRIBUTES}
        for _, kind, value in sections:
            if isinstance(value, Mapping):
                for key, item in value.entries:
                    things[kind] += entries.things.thing(kind, key, item)
        facts = entries.facts(keys["facts"][1]) if "facts" in keys else []
        for word, (key, value) in keys.items():
            if records_of(word):
                for item in value.items if isinstance(value, Sequence) else (value,):
                    facts += entries.entry(Mapping(((key, item),), item.place))
        statements = tuple(entries.statements)
        self.problems += contradictions(statements)
        self.problems += holdings_that_outlast_a_sale(statements)
        result: dict[str, Any] = {
            "file": self.file,
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "text": text,
            "title": self._text(keys, "title") or Path(self.file).stem,
            "description": self._text(keys, "description"),
            "question": self._text(keys, "question"),
            "as_of": self._day(keys["as of"][1]) if "as of" in keys else None,
            "complete": self._complete(keys["complete"][1]) if "complete" in keys else (),
            "expect": expectations(keys["expect"][1], self.problems) if "expect" in keys else (),
        }
        if self.problems:
            raise Refusal(*sorted(dict.fromkeys(self.problems), key=lambda problem: problem.place))
        return FactSet(
            **result,
            sources=sources,
            parties=tuple(things["party"]),
            activities=tuple(things["activity"]),
            property=tuple(things["property"]),
            dealings=tuple(things["dealing"]),
            licenses=tuple(things["license"]),
            facts=tuple(facts),
            statements=statements,
            places=self.places,
        )

    def _refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        self.problems.append(Problem(place, what, mend, expected, found))

    def _is_section(self, word: str, key: Scalar) -> bool:
        known = (*OTHER_KEYS, *SECTIONS, *record_words())
        if word in known or records_of(word):
            return True
        close = nearest(word, known)
        self._refuse(
            key.place,
            f"unknown section {shown(key.text)}",
            f"did you mean {close}" if close else "remove it, or write it as a fact",
            expected="one of " + listed((*OTHER_KEYS, *SECTIONS)) + ", or a record",
        )
        return False

    def _names(self, section: Scalar, kind: str, node: Node) -> None:
        if not isinstance(node, Mapping):
            self._refuse(
                node.place,
                f"{shown(section.text)} does not name anything",
                "write `name: {...}` for each thing, a line each",
                expected="a name and a colon for each",
                found="a list" if isinstance(node, Sequence) else shown(node.text),
            )
            return
        for key, value in node.entries:
            name = key.text
            if not name.strip() or len(name) > _LONGEST_NAME or "\n" in name or name.casefold() in _RESERVED:
                self._refuse(
                    key.place,
                    f"{shown(name, 40)} cannot be a name",
                    "choose another name",
                    expected=f"at most {_LONGEST_NAME} characters in one line, and none of " + listed(_RESERVED),
                )
            elif name in self.kinds:
                self.problems.append(defined_twice(key, self.places[name]))
            else:
                self.kinds[name] = self._party_kind(key, value) if kind == "party" else kind
                self.places[name] = key.place

    def _party_kind(self, key: Scalar, value: Node) -> str:
        kinds = []
        if isinstance(value, Mapping):
            kinds = [key_of(inner) for inner, _ in value.entries if key_of(inner) in PARTY_KINDS]
            if len(kinds) == 1:
                return kinds[0]
        self._refuse(
            key.place,
            f"{shown(key.text)} is of two kinds" if kinds else f"it is not said what {shown(key.text)} is",
            "keep one of the two" if kinds else f"write it as `{key.text[:40]}: {{individual: Full Name}}`",
            expected="one of `individual`, `entity`, `government entity` (or `party` where it is unknown)",
            found=listed(kinds),
        )
        return "party"

    def _sources(self, section: Node) -> tuple[Source, ...]:
        if not isinstance(section, Mapping):
            self._refuse(
                section.place, "`sources` does not name any source", "write `name: {title: ..., grade: ...}` for each"
            )
            return ()
        found = [self._source(key, value) for key, value in section.entries]
        return tuple(source for source in found if source is not None)

    def _source(self, key: Scalar, value: Node) -> Source | None:
        entries = {"title": value, "grade": Scalar("assumption", value.place)}
        if isinstance(value, Mapping):
            entries = {word: inner for word, (_, inner) in keyed(value, self.problems).items()}
        words: dict[str, Scalar] = {}
        for name, item in entries.items():
            if name not in _SOURCE_KEYS:
                self._refuse(
                    item.place,
                    f"unknown slot {shown(name)} of a source",
                    f"remove it; the place in it stands where it is cited: `source: {{{key.text[:40]}: page 2}}`",
                    expected="`title`, `date`, `grade`, `author` or `address`",
                )
            elif not isinstance(item, Scalar):
                self._refuse(item.place, f"`{name}` is not one text", "write it as one text")
            elif not item.is_null:
                words[name] = item
        grade = words.get("grade")
        if grade is None or grade.text not in GRADES:
            close = nearest(grade.text, GRADES) if grade else ""
            self._refuse(
                (grade or key).place,
                f"the source {shown(key.text)} has no known grade",
                f"did you mean {close}" if close else "state the grade",
                expected="`grade:` and one of " + listed(GRADES),
                found=shown(grade.text) if grade else "none",
            )
            return None
        return Source(
            name=key.text,
            title=words["title"].text if "title" in words else key.text,
            grade=grade.text,
            date=self._day(words["date"]) if "date" in words else None,
            author=(words.get("author") or words.get("by") or Scalar("", key.place)).text,
            address=(words.get("address") or words.get("url") or Scalar("", key.place)).text,
        )

    def _day(self, node: Node) -> date | None:
        text = node.text if isinstance(node, Scalar) else ""
        try:
            return parse_day(text)
        except PeriodError as error:
            self._refuse(node.place, error.what, "write one full day", expected=error.expected)
            return None

    def _text(self, keys: dict[str, tuple[Scalar, Node]], name: str) -> str:
        if name not in keys:
            return ""
        node = keys[name][1]
        if isinstance(node, Scalar):
            return " ".join(node.text.split())
        found = "a list" if isinstance(node, Sequence) else "a `name: value`"
        self._refuse(node.place, f"`{name}` is not a text", "write it as one text, in quotation marks", found=found)
        return ""

    def _complete(self, node: Node) -> tuple[str, ...]:
        names: list[str] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            records = records_of(key_of(item)) if isinstance(item, Scalar) else ()
            if not records:
                text = item.text if isinstance(item, Scalar) else ""
                close = nearest(text, record_words())
                self._refuse(
                    item.place,
                    f"{shown(text)} is not a class of fact",
                    f"did you mean {close}" if close else "name the records that this fact set states in full",
                    expected="" if close else "one of " + listed(record_words()),
                )
            names += records
        return tuple(dict.fromkeys(names))


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


__all__ = ["denies", "expectation", "load_fact_set", "parse_fact_set"]
