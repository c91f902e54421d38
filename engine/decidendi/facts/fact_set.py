"""A fact set: the parties and things of one matter, what is stated of them, and what is expected to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from decidendi.facts.evidence import Evidence, Source
from decidendi.facts.things import Activity, Dealing, License, Party, Property
from decidendi.facts.vocabulary import Fact
from decidendi.refusal import Place

Value = Any
"""What fills a slot: the name of a thing, a word, a `Period`, a `Share` or `Money`."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the fact set says or denies, as rules see it: a predicate and its arguments in order.

    `known_from` is the first day on which it was known, `None` when it is not said (then it always was). `supposed`
    tells what an overlay adds to a fact set.
    """

    predicate: str
    arguments: tuple[Value, ...]
    denied: bool
    evidence: tuple[Evidence, ...]
    known_from: date | None
    place: Place
    supposed: bool = False

    @property
    def grade(self) -> str:
        """The strongest grade among the sources; without a source, an assumption."""
        from decidendi.facts.evidence import GRADES

        return min((item.grade for item in self.evidence), key=GRADES.index, default="assumption")


class StatedFact(BaseModel):
    """A fact together with who says so, since when it is known, and whether it is asserted or denied."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    fact: Fact
    denied: bool = False
    evidence: tuple[Evidence, ...] = ()
    known_from: date | None = None
    place: Place


class Expectation(BaseModel):
    """What a fact set expects of its determinations.

    `sentence` is a sentence of the rulebook, `outcome` is `holds`, `fails` or `undetermined`. `resting_on` names
    provisions that the determination must rest on, `not_resting_on` those it may not, by label or title.
    `open_questions` are sentences of what is unknown and decides it, or `none` alone where no question may be open.
    Of a dealing, `response` is the response that it must get, `verdict` what must be said of it as a whole, and
    `duties` what it must entail: each by `duty` (how its words begin), `by`, `due` and `under`.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    sentence: str
    outcome: str
    resting_on: tuple[str, ...] = ()
    not_resting_on: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    response: str = ""
    verdict: str = ""
    reason: str = ""
    duties: tuple[dict[str, str], ...] = ()
    place: Place


class FactSet(BaseModel):
    """One matter.

    `complete` names the classes of fact that the set claims to state in full: silence about them means no.
    `text` is the YAML as read, `digest` its SHA-256, `statements` everything stated, flat and in the order of the file.
    `overlays` names what was supposed on top of the file, and `withdrawn` holds what the file states and that took
    away; `text` stays that of the file.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    file: str
    digest: str = ""
    text: str = ""
    title: str
    as_of: date | None = None
    description: str = ""
    question: str = ""
    sources: tuple[Source, ...] = ()
    parties: tuple[Party, ...] = ()
    activities: tuple[Activity, ...] = ()
    property: tuple[Property, ...] = ()
    dealings: tuple[Dealing, ...] = ()
    licenses: tuple[License, ...] = ()
    facts: tuple[StatedFact, ...] = ()
    complete: tuple[str, ...] = ()
    expect: tuple[Expectation, ...] = ()
    statements: tuple[Statement, ...] = ()
    places: dict[str, Place] = {}
    overlays: tuple[str, ...] = ()
    withdrawn: tuple[Statement, ...] = ()

    def kind_of(self, name: str) -> str | None:
        """The kind of the thing of that name, or `None` when the fact set names no such thing."""
        for party in self.parties:
            if party.name == name:
                return party.kind
        for kind, things in self.things().items():
            if any(thing.name == name for thing in things):
                return kind
        return None

    def things(self) -> dict[str, tuple[Any, ...]]:
        """All named things, by kind."""
        return {
            "party": self.parties,
            "activity": self.activities,
            "property": self.property,
            "dealing": self.dealings,
            "license": self.licenses,
        }

    def title_of(self, name: str) -> str:
        """How a thing is called in prose: a party's own name, a description, or else the name in the fact set."""
        for party in self.parties:
            if party.name == name:
                return party.title
        described: tuple[Activity | Property | Dealing, ...] = (*self.activities, *self.property, *self.dealings)
        return next((thing.description for thing in described if thing.name == name and thing.description), name)

    def source(self, name: str) -> Source | None:
        """The source of that name."""
        return next((source for source in self.sources if source.name == name), None)
