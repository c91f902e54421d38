"""What is answered about ownership: who is blocked through it, why, why not, and what would settle it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from decidendi.determinations.model import Frozen

Status = Literal["blocked", "not blocked", "undetermined"]


class HoldingCited(Frozen):
    """A holding as it is cited: the share in percent, when it was held, who says so, and where the records stand."""

    owner: str
    entity: str
    share: str
    during: str = ""
    source: str = ""
    places: tuple[str, ...] = ()


class SupportStep(Frozen):
    """One entity that is blocked through ownership, by holdings none of which can be dropped.

    `rank` grows along the proof, so that none is circular. `others` are holdings whose greatest share leaves the rest
    to the blocked owners, where the owners are all stated.
    """

    entity: str
    rank: int
    statement: str
    holdings: tuple[HoldingCited, ...]
    amount: str
    provision: str
    others: tuple[HoldingCited, ...] = ()


class NotCounted(Frozen):
    """A holding that does not count, and why."""

    holding: HoldingCited
    because: str


class BelowThreshold(Frozen):
    """An entity upstream that is not blocked either, and the most that blocked persons may hold of it."""

    entity: str
    most: str


class WhyNot(Frozen):
    """Why an entity is not blocked: what counts at most, what is missing, what does not count, and the cut upstream."""

    most: str
    margin: str
    counted: tuple[HoldingCited, ...]
    not_counted: tuple[NotCounted, ...]
    cut: tuple[BelowThreshold, ...]


class IfSo(Frozen):
    """What follows in one case of an open fact."""

    case: str
    status: Status


class OpenFactAsked(Frozen):
    """A fact that is open and bears on a status. `settles` tells that each case settles it."""

    ask: str
    cases: tuple[IfSo, ...]
    settles: bool


class OwnershipCautionGiven(Frozen):
    """Something to look at that is no part of the verdict; `records` are the places of the records it is about."""

    kind: str
    caution: str
    records: tuple[str, ...] = ()
    provision: str = ""


class OwnershipStatus(Frozen):
    """The status of one party.

    Attributes:
        entity: the party.
        title: how it is called in prose.
        status: the verdict.
        ground: `listed` where it is blocked on its own, `owned` where through ownership, else empty.
        share_must: percent that blocked persons certainly hold.
        share_may: percent that they may hold at most.
        statement: the verdict as a sentence.
        provision: the provision behind it.
        support: for blocked through ownership, the steps of the proof, from those blocked on their own on.
        why_not: for not blocked, the reasons.
        fewest: for undetermined, the fewest facts found that settle it together.
        bearing: for undetermined, every fact that alone changes or settles something.
        cautions: what to look at.
    """

    entity: str
    title: str
    status: Status
    ground: Literal["listed", "owned", ""]
    share_must: str
    share_may: str
    statement: str
    provision: str = ""
    support: tuple[SupportStep, ...] = ()
    why_not: WhyNot | None = None
    fewest: tuple[OpenFactAsked, ...] = ()
    bearing: tuple[OpenFactAsked, ...] = ()
    cautions: tuple[OwnershipCautionGiven, ...] = ()


class RecordCounts(Frozen):
    """What became of the records: `read` is the sum of `used`, `merged` (the same as another) and those set aside."""

    read: int
    used: int
    merged: int
    set_aside: dict[str, int]


class OwnershipDeterminations(Frozen):
    """The status of everyone that a register names, on one day.

    `counts` is by status. `flags` is what reading the register noticed, a sentence each.
    """

    title: str
    test: str
    on: date | None
    known: date | None
    undisclosed_shares: str
    divestment: str
    records: RecordCounts
    counts: dict[str, int]
    statuses: tuple[OwnershipStatus, ...]
    flags: tuple[str, ...] = ()

    def of(self, entity: str) -> OwnershipStatus:
        """The status of a party. Raises `KeyError` where the register does not name it."""
        for item in self.statuses:
            if item.entity == entity:
                return item
        raise KeyError(entity)


class TimelineStretch(Frozen):
    """A stretch of days on which a status is the same, both ends included; an end that is open is `None`."""

    begins: date | None
    ends: date | None
    status: Status
    share_must: str
    share_may: str
    property_stays_blocked: bool
    because: str


class Timeline(Frozen):
    """The status of one entity over its whole history, as known on a day.

    A record counts as used where it was on some day, as merged where it never said more than another, and otherwise as
    set aside for the reason found last.
    """

    entity: str
    title: str
    test: str
    known: date | None
    stretches: tuple[TimelineStretch, ...]
    records: RecordCounts
