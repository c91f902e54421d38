"""The facts of a memo: what is stated, in numbered rows, with its sources; and which row a step of a proof is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from decidendi.determinations.model import Support
from decidendi.determinations.wording import Wording
from decidendi.facts.evidence import GRADES, Evidence
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.kinds import GENERIC, THINGS, UNKNOWN, PredicateSchema, thing_kind
from decidendi.facts.things import ATTRIBUTES, KNOWN_AS
from decidendi.facts.vocabulary import INVOLVEMENTS, Fact, slots_of
from decidendi.reports.model import FactRow, Named, SourceRow
from decidendi.reports.scripts import in_another_script
from decidendi.rules.form import DENIED, STATED

_DENIAL = "it is not the case that "


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the fact set: a sentence, and the sentences that proofs use for it."""

    sentence: str
    remark: str
    spoken: tuple[str, ...]
    denied: bool
    evidence: tuple[Evidence, ...]
    known_from: date | None


class Ledger:
    """Everything that a fact set states, in rows.

    Attributes:
        rows: the rows, in the order of the fact set: what is said of things first, then the facts.
    """

    def __init__(self, facts: FactSet, wording: Wording, known: date | None) -> None:
        self._facts = facts
        self._wording = wording
        self._numbers: dict[str, int] = {}
        self.rows = tuple(self._rows(known))

    def numbers(self, statement: str) -> tuple[int, ...]:
        """The number of the row that a step of a proof is, if it is one."""
        number = self._numbers.get(statement)
        return () if number is None else (number,)

    def number_of(self, item: Statement) -> tuple[int, ...]:
        """The number of the row that tells what one entry of the fact set states."""
        spoken = self._spoken(self._wording.schema(item.predicate), item.arguments, item.denied)
        return self.numbers(spoken[0])

    def sources(self) -> tuple[SourceRow, ...]:
        """The sources that the fact set names, in its order."""
        cited: dict[str, list[int]] = {}
        for row in self.rows:
            for support in row.sources:
                cited.setdefault(support.source, []).append(row.number)
        return tuple(
            SourceRow(
                name=source.name,
                title=source.title,
                author=source.author,
                date=source.date,
                grade=source.grade,
                address=source.address,
                facts=tuple(dict.fromkeys(cited.get(source.name, ()))),
            )
            for source in self._facts.sources
        )

    def named(self) -> tuple[Named, ...]:
        """The parties and things that the fact set names."""
        parties = [
            Named(
                name=party.name,
                title=party.title,
                kind=party.kind,
                also=party.aka,
                beside=in_another_script(party.title, party.aka),
                countries=party.country,
                ids=party.ids,
            )
            for party in self._facts.parties
        ]
        things = [
            Named(name=thing.name, title=getattr(thing, "description", "") or thing.name, kind=kind)
            for kind, found in self._facts.things().items()
            if kind != "party"
            for thing in found
        ]
        return (*parties, *things)

    def _rows(self, known: date | None) -> Iterator[FactRow]:
        merged: dict[tuple[str, bool], list[_Entry]] = {}
        for entry in (*self._attributes(), *self._stated()):
            merged.setdefault((entry.sentence, entry.denied), []).append(entry)
        for number, ((sentence, denied), entries) in enumerate(merged.items(), start=1):
            for spoken in dict.fromkeys(text for entry in entries for text in entry.spoken):
                self._numbers.setdefault(spoken, number)
            days = [entry.known_from for entry in entries]
            first = None if None in days else min(day for day in days if day is not None)
            supports = tuple(dict.fromkeys(self._support(item) for entry in entries for item in entry.evidence))
            remarks = "; ".join(dict.fromkeys(entry.remark for entry in entries if entry.remark))
            supports = tuple(sorted(supports, key=lambda support: GRADES.index(support.grade)))
            yield FactRow(
                number=number,
                statement=f"{sentence} ({remarks})" if remarks else sentence,
                denied=denied,
                used=known is None or first is None or first <= known,
                grade=supports[0].grade if supports else "assumption",
                sources=supports,
                known_from=first,
            )

    def _support(self, item: Evidence) -> Support:
        source = self._facts.source(item.source)
        title = source.title if source else item.source
        return Support(source=item.source, title=title, where=item.where, grade=item.grade)

    def _attributes(self) -> Iterator[_Entry]:
        """What is said of each thing under one heading, as one sentence."""
        kinds = {attribute.predicate.name: kind for kind, found in ATTRIBUTES.items() for attribute in found}
        groups: dict[tuple[Any, ...], dict[str, list[Any]]] = {}
        for item in self._facts.statements:
            if item.predicate in kinds and not self._names_only(item):
                key = (item.arguments[0], item.denied, item.evidence, item.known_from)
                groups.setdefault(key, {}).setdefault(item.predicate, []).append(item.arguments[1])
        for (name, denied, evidence, known_from), said in groups.items():
            clauses: list[str] = []
            spoken: list[str] = []
            for predicate, values in said.items():
                schema = self._wording.schema(predicate)
                clauses.append(self._sentence(schema, (name, self._joined(schema, values, denied))))
                for value in values:
                    spoken += self._spoken(schema, (name, value), denied)
            # A name in prose, not the one in the fact set, for a party: that is what its sentences begin with.
            subject = self._facts.title_of(name)
            short = [clauses[0], *(clause.removeprefix(f"{subject} ") for clause in clauses[1:])]
            sentence = self._denied(_listed(short, denied), denied)
            yield _Entry(sentence, "", tuple(spoken), denied, evidence, known_from)

    def _names_only(self, item: Statement) -> bool:
        """Whether this gives a party the name that its sentences begin with, or another that no source speaks to."""
        if item.predicate != KNOWN_AS.predicate.name:
            return False
        return not item.evidence or item.arguments[1] == self._facts.title_of(str(item.arguments[0]))

    def _joined(self, schema: PredicateSchema, values: list[Any], denied: bool) -> Any:
        if len(values) == 1:
            return values[0]
        words = [self._wording.value(self._known(schema, 1, value), schema.slots[1]) for value in values]
        return _listed(words, denied)

    def _stated(self) -> Iterator[_Entry]:
        """The facts; those that differ in one word only, as the parts that somebody had in an act, are one."""
        groups: dict[tuple[Any, ...], list[str]] = {}
        for item in self._facts.facts:
            fact = item.fact
            schema = self._wording.schema(fact.record)
            row = tuple(getattr(fact, slot.name) for slot in slots_of(type(fact)))
            word = next((index for index, slot in enumerate(schema.slots) if slot.members == INVOLVEMENTS), -1)
            rest = tuple("" if index == word else value for index, value in enumerate(row))
            key = (fact.record, rest, word, _remark(fact), item.denied, item.evidence, item.known_from)
            groups.setdefault(key, []).append(row[word] if word >= 0 else "")
        for (record, rest, word, remark, denied, evidence, known_from), words in groups.items():
            schema = self._wording.schema(record)
            rows = [tuple(value if index == word else other for index, other in enumerate(rest)) for value in words]
            whole = tuple(_listed(words, denied) if index == word else other for index, other in enumerate(rest))
            spoken = tuple(text for row in rows for text in self._spoken(schema, row, denied))
            sentence = self._denied(self._sentence(schema, whole), denied)
            yield _Entry(sentence, remark, spoken, denied, evidence, known_from)

    def _known(self, schema: PredicateSchema, index: int, value: Any) -> Any:
        kind = thing_kind(schema.slots[index].kind)
        return GENERIC[kind] if value == UNKNOWN and kind in THINGS else value

    def _sentence(self, schema: PredicateSchema, row: tuple[Any, ...], prefix: str = "") -> str:
        row = tuple(self._known(schema, index, value) for index, value in enumerate(row))
        return self._wording.sentence(f"{prefix}{schema.name}", row)

    def _spoken(self, schema: PredicateSchema, row: tuple[Any, ...], denied: bool) -> tuple[str, ...]:
        row = tuple(self._known(schema, index, value) for index, value in enumerate(row))
        if denied:
            return (
                self._wording.sentence(f"{DENIED}{schema.name}", row),
                self._wording.clause(schema.name, row, negated=True),
            )
        return (self._wording.sentence(schema.name, row), self._wording.sentence(f"{STATED}{schema.name}", row))

    @staticmethod
    def _denied(sentence: str, denied: bool) -> str:
        return f"{_DENIAL}{sentence}" if denied else sentence


def _remark(fact: Fact) -> str:
    """What the fact says besides, in words that no rule looks at."""
    slots = {slot.name for slot in slots_of(type(fact))}
    said = [
        f"{name.replace('_', ' ')}: {value}"
        for name in type(fact).model_fields
        if name not in slots and (value := getattr(fact, name)) is not None
    ]
    return "; ".join(said)


def _listed(words: Iterable[str], denied: bool = False) -> str:
    """Words in a row: `a`, `a and b`, `a, b and c`; of what is denied, each is: `a or b`."""
    words = list(dict.fromkeys(words))
    return (" or " if denied else " and ").join([", ".join(words[:-1]), words[-1]]) if words[1:] else words[0]
