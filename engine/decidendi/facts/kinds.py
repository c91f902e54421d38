"""The kinds of things and values that facts and rules speak of, and the slots that take them.

Kinds form a small hierarchy: a government entity is an entity, an entity is a party. Rules may use a noun for
each kind; "person" is the noun of the law for any party.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SUPERKIND: Final[dict[str, str]] = {
    "individual": "party",
    "entity": "party",
    "government entity": "entity",
}
THINGS: Final = ("party", "activity", "property", "dealing", "license")
VALUES: Final = ("period", "text", "amount", "share", "span")
KINDS: Final = (*THINGS, *SUPERKIND, *VALUES)

UNKNOWN: Final = "unknown"
"""The word that stands in a slot whose filler is stated to be unknown, or is not stated."""

SOMETHING_ELSE: Final = "something else"
"""The word that stands in a slot of which only what it does not hold is known, so that it is none that a rule names."""

COUNTRY: Final = ("country",)
CIRCUMSTANCE: Final = ("circumstance",)
"""Marks in place of known fillers: of slots that hold a country, and of slots that share words with one another."""

GENERIC: Final[dict[str, str]] = {
    "party": "another party",
    "activity": "another activity",
    "property": "other property",
    "dealing": "another dealing",
    "license": "another license",
}
"""Names that stand for a thing of which the facts say nothing, one for each kind of thing."""


def is_kind(narrow: str, broad: str) -> bool:
    """Whether everything of the first kind is of the second.

    >>> is_kind("government entity", "party")
    True
    """
    while narrow != broad:
        if narrow not in SUPERKIND:
            return False
        narrow = SUPERKIND[narrow]
    return True


def thing_kind(kind: str) -> str:
    """The broadest kind above this one: the section of a fact set that its members stand in."""
    while kind in SUPERKIND:
        kind = SUPERKIND[kind]
    return kind


class Silence(StrEnum):
    """What it means that a fact of some class is not stated."""

    UNKNOWN = "unknown"
    ABSENT = "absent"


class Power(StrEnum):
    """Who could change that a fact of some class is so."""

    HISTORY = "fixed history"
    PARTY = "in a party's power"
    AUTHORITY = "in an authority's power"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a sentence: its name and the kind of what fills it.

    `members` are the known fillers; `usual` is the one that goes without saying.
    """

    name: str
    kind: str
    members: tuple[str, ...] = ()
    usual: str = ""


@dataclass(frozen=True, slots=True)
class PredicateSchema:
    """What a fact says, once: its slots in order, its English, and what silence about it means.

    `sentences` are templates such as `{person} was a leader or official of {entity}`; the first names every
    slot, later ones may leave slots out. `subject` is the slot about which one can be silent. `functional`:
    the subject has one value only, so that stating one settles the rest. `unnamed_silence` says what silence
    means about a thing that the facts do not name; of whoever is unnamed, nobody has stated all. `power` says who could
    change such a fact, and `single` that its subject has one at a time, so that a new one takes the place of the old.
    """

    name: str
    slots: tuple[Slot, ...]
    sentences: tuple[str, ...]
    silence: Silence
    why: str
    subject: str
    functional: bool = False
    unnamed_silence: Silence = Silence.ABSENT
    power: Power = Power.HISTORY
    single: bool = False

    def index_of(self, slot: str) -> int:
        """The position of a slot. Raises `KeyError` when there is none of that name."""
        for index, candidate in enumerate(self.slots):
            if candidate.name == slot:
                return index
        raise KeyError(slot)
