"""A register of holdings: who is recorded as holding what of whom, since when, and who says so.

Registers come from fact sets, from tables (CSV, Parquet) and from a caller's own code. Nothing here is weighed yet:
which records hold on a day, which are alternatives and which are set aside is decided when a day is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Period, always
from decidendi.refusal import Place

ALWAYS = always()
NOWHERE = Place("register")


@dataclass(frozen=True, slots=True)
class HoldingRecord:
    """One record of one holding.

    Attributes:
        owner: the recorded holder.
        entity: what is held.
        share: the range in which the share lies.
        basis: of what it is a share: `equity`, `votes`, `profits`, or a code of the register.
        instrument: the class of shares or other instrument; holdings of different instruments add.
        during: when it was held, the last day included.
        known_from: the first day on which it was known; `None` where it always was.
        source: who says so.
        place: where the record stands.
        indirect: whether the record sums up a chain of holdings rather than stating one.
    """

    owner: str
    entity: str
    share: Share
    basis: str = "equity"
    instrument: str = ""
    during: Period = ALWAYS
    known_from: date | None = None
    source: str = ""
    place: Place = NOWHERE
    indirect: bool = False

    def __str__(self) -> str:
        what = f" ({self.instrument})" if self.instrument else ""
        return f"{self.owner} holds {self.share.in_words} of {self.entity}{what}"


@dataclass(frozen=True, slots=True)
class BlockedParty:
    """Someone who is blocked on their own, not through ownership.

    `otherwise` says that the law asked about does not itself block them: another programme does, and they count.
    """

    name: str
    during: Period = ALWAYS
    known_from: date | None = None
    source: str = ""
    place: Place = NOWHERE
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Nominee:
    """A finding that someone holds an entity's shares in name only, for another."""

    nominee: str
    beneficiary: str
    entity: str
    during: Period = ALWAYS
    known_from: date | None = None
    source: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Sale:
    """A stated divestment. `outside_jurisdiction` and `genuine` are `yes`, `no` or `unknown`."""

    seller: str
    buyer: str
    entity: str
    share: Share
    on: Period
    outside_jurisdiction: str
    genuine: str
    known_from: date | None = None
    source: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Influence:
    """Control or leadership of an entity by other means than ownership; never counted, only pointed at."""

    party: str
    entity: str
    nature: str
    during: Period = ALWAYS
    known_from: date | None = None
    source: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Register:
    """Everything that bears on ownership.

    Attributes:
        holdings: the records, in the order read.
        blocked: who is blocked on their own.
        individuals: who is a natural person, and so never reached through ownership.
        complete: entities whose owners are declared to be all stated.
        nominees: findings that a holder holds for another.
        sales: stated divestments.
        influences: control and leadership.
        same: other names of one person: a branch and the entity it belongs to.
        flags: what reading noticed, a sentence each.
        others: parties that are named without a record of a holding.
    """

    holdings: tuple[HoldingRecord, ...]
    blocked: tuple[BlockedParty, ...] = ()
    individuals: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    nominees: tuple[Nominee, ...] = ()
    sales: tuple[Sale, ...] = ()
    influences: tuple[Influence, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()
