"""What every entry may carry: its sources, since when it is known, and whether it is asserted or denied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from decidendi.facts.evidence import GRADES, Evidence, Source
from decidendi.facts.nodes import Node, Scalar, Sequence, key_of, shown
from decidendi.facts.periods import PeriodError, parse_day
from decidendi.facts.slots import SlotReader, listed
from decidendi.refusal import nearest

COMMON_KEYS: Final = ("source", "sources", "known from", "stated")

Entries = dict[str, tuple[Scalar, Node]]
"""The entries of a mapping by the words of their keys."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who says so, the first day on which it was known (`None`: always), and whether it is denied."""

    evidence: tuple[Evidence, ...] = ()
    known_from: date | None = None
    denied: bool = False


class StandingReader:
    """Reads the common slots of entries; `default` is the evidence of an entry that cites none."""

    def __init__(self, sources: dict[str, Source], slots: SlotReader) -> None:
        self.sources = sources
        self.slots = slots
        self.default: tuple[Evidence, ...] = ()

    def evidence(self, node: Node) -> tuple[Evidence, ...]:
        """The sources that an entry cites: a name, `{name: where}`, or a list of these."""
        if isinstance(node, Sequence):
            return tuple(item for part in node.items for item in self.evidence(part))
        if isinstance(node, Scalar):
            return () if node.is_null else self._cited(node, "", None)
        grade = next((value for key, value in node.entries if key_of(key) == "grade"), None)
        found: tuple[Evidence, ...] = ()
        for key, value in node.entries:
            if key_of(key) != "grade":
                if not isinstance(value, Scalar):
                    self.slots.refuse(
                        value.place,
                        f"the place in {shown(key.text)} is not one text",
                        f'write `{key.text}: "page, paragraph"`, or cite the source twice in a list',
                    )
                    continue
                found += self._cited(key, "" if value.is_null else value.text.strip(), grade)
        return found

    def _cited(self, name: Scalar, where: str, grade: Node | None) -> tuple[Evidence, ...]:
        source = self.sources.get(name.text)
        if source is None:
            close = nearest(name.text, self.sources)
            self.slots.refuse(
                name.place,
                f"unknown source {shown(name.text)}",
                f"did you mean {close}" if close else "define it under `sources`",
                expected="the name of a source of this fact set",
            )
            return ()
        word = source.grade
        if grade is not None:
            word = grade.text if isinstance(grade, Scalar) else ""
            if word not in GRADES:
                close = nearest(word, GRADES)
                self.slots.refuse(
                    grade.place,
                    f"{shown(word)} is not a grade of evidence",
                    f"did you mean {close}" if close else "state the grade",
                    expected="one of " + listed(GRADES),
                )
                return ()
        return (Evidence(source=source.name, where=where, grade=word),)

    def read(self, *levels: Entries) -> Standing:
        """The standing that the entries of a fact give it, the innermost level last; it prevails."""
        evidence = self.default
        given: dict[str, Node] = {}
        for entries in levels:
            if any(key in entries for key in ("source", "sources")):
                cited = [entries[key][1] for key in ("source", "sources") if key in entries]
                evidence = tuple(item for node in cited for item in self.evidence(node))
            given.update((key, entries[key][1]) for key in ("known from", "stated") if key in entries)
        known_from = self._day(given["known from"]) if "known from" in given else self.earliest(evidence)
        return Standing(evidence, known_from, "stated" in given and self._denied(given["stated"]))

    def earliest(self, evidence: tuple[Evidence, ...]) -> date | None:
        """The day of the first source, where every source has one."""
        dates = [self.sources[item.source].date for item in evidence]
        known = [day for day in dates if day is not None]
        return min(known) if known and len(known) == len(dates) else None

    def _day(self, node: Node) -> date | None:
        text = node.text if isinstance(node, Scalar) else ""
        try:
            return parse_day(text)
        except PeriodError as error:
            self.slots.refuse(node.place, error.what, "write one full day", expected=error.expected)
            return None

    def _denied(self, node: Node) -> bool:
        word = node.text if isinstance(node, Scalar) else ""
        if word not in ("asserted", "denied"):
            self.slots.refuse(
                node.place,
                f"{shown(word)} cannot stand as `stated`",
                "write one of the two, or leave it out: what is written is asserted",
                expected="`asserted` or `denied`",
            )
        return word == "denied"
