"""From a register to the graph of one day: which records hold, which are alternatives, which are set aside, and why.

* Records of one owner, entity and instrument are alternatives, not a sum: the share lies between the least lower and
  the greatest upper end. The same record twice is one.
* What is only possibly held on the day may serve to reach, never to be certain of it.
* A basis that never counts (votes, appointments) is set aside. One whose weight is unclear (profits) widens the range.
* A statement of an indirect holding is a summary of a chain. Beside the chain it is set aside; without it, it shows
  that a holding is possible, up to that size.
* A nominee's holding is that of the person for whom it is held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Final

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.periods import Period, Truth, covers, day_period
from decidendi.facts.register import BlockedParty, HoldingRecord, Register
from decidendi.reasoning.ownership.cautions import Kind, OwnershipCaution
from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.rules.regime import Regime, Weight

NOTHING: Final = Share(Fraction(0), Fraction(0))
NOT_KNOWN_YET, NOT_HELD, NOT_COUNTED, SUMMARY, RECORDED = (
    "not yet known",
    "not held on the day",
    "basis that does not count",
    "indirect, its components are recorded",
    "a finding without a share, beside a recorded holding",
)


@dataclass(frozen=True)
class Registered:
    """The graph of a day and what became of each record.

    Attributes:
        graph: the graph.
        cautions: what was noticed.
        used: records behind the stakes.
        merged: records that say the same as another.
        aside: records set aside, with the reason.
        own: the register that the indices refer to.
    """

    graph: Graph
    cautions: tuple[OwnershipCaution, ...]
    used: frozenset[int]
    merged: frozenset[int]
    aside: dict[int, str] = field(hash=False)
    own: Register = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Held:
    record: HoldingRecord
    index: int
    truth: Truth


def known_on(known_from: date | None, known: date | None) -> bool:
    """Whether something was known on a day; what has no date always was."""
    return known is None or known_from is None or known_from <= known


def hull(shares: Iterable[Share]) -> Share:
    """The least range that contains others.

    >>> from decidendi.facts.amounts import parse_share
    >>> str(hull([parse_share("50"), parse_share("(48, 51)")]))
    '(48, 51) percent'
    """
    listed = list(shares)
    lower = min(share.lower for share in listed)
    upper = max(share.upper for share in listed)
    return Share(
        lower,
        upper,
        any(share.lower_closed for share in listed if share.lower == lower),
        any(share.upper_closed for share in listed if share.upper == upper),
    )


def total(shares: Iterable[Share]) -> Share:
    """The range of a sum, at most the whole."""
    listed = list(shares)
    upper = sum((share.upper for share in listed), Fraction(0))
    return Share(
        min(WHOLE, sum((share.lower for share in listed), Fraction(0))),
        min(WHOLE, upper),
        all(share.lower_closed for share in listed),
        upper > WHOLE or all(share.upper_closed for share in listed),
    )


def register_on(
    register: Register,
    regime: Regime,
    day: date | Period | None,
    known: date | None = None,
    changed: Mapping[int, tuple[Truth, Share]] | None = None,
    *,
    blocked_on: Period | None = None,
) -> Registered:
    """The graph of a day.

    Args:
        register: the records.
        regime: what counts.
        day: the day asked about, of which only the period it lies in may be known; `None` for a register without
            dates, where everything holds always.
        known: use only what was known on this day.
        changed: for some records, whether they hold on the day and with which share in spite of what they say.
        blocked_on: the day on which who is blocked on their own counts; the day asked about when left out.
    """
    on = day_period(day) if isinstance(day, date) else day
    return _Reading(register, regime, on, known, changed or {}, blocked_on or on).registered()


class _Reading:
    def __init__(
        self,
        register: Register,
        regime: Regime,
        day: Period | None,
        known: date | None,
        changed: Mapping[int, tuple[Truth, Share]],
        blocked_on: Period | None,
    ) -> None:
        self.register = register
        self.regime = regime
        self.day = day
        self.known = known
        self.changed = changed
        self.blocked_on = blocked_on
        self.same = dict(register.same)
        self.cautions: list[OwnershipCaution] = []
        self.aside: dict[int, str] = {}
        self.merged: set[int] = set()

    def registered(self) -> Registered:
        held = self._without_summaries(self._held())
        stakes: list[Stake] = []
        groups: dict[tuple[str, str], list[_Held]] = defaultdict(list)
        for item in held:
            groups[item.record.owner, item.record.entity].append(item)
        for (owner, entity), items in groups.items():
            stakes += self._stakes(owner, entity, items)
        certain, possible = self._seeds()
        graph = Graph(
            tuple(stakes),
            certain,
            possible,
            frozenset(map(self._named, self.register.individuals)),
            frozenset(map(self._named, self.register.complete)),
            frozenset(map(self._named, self._everyone())),
        )
        used = {index for stake in stakes for index in stake.records}
        return Registered(
            graph, tuple(self.cautions), frozenset(used), frozenset(self.merged), self.aside, self.register
        )

    def _everyone(self) -> Iterator[str]:
        yield from self.register.others
        for record in self.register.holdings:
            yield record.owner
            yield record.entity

    def _named(self, name: str) -> str:
        return self.same.get(name, name)

    def _on(self, period: Period) -> Truth:
        return Truth.HOLDS if self.day is None else covers(period, self.day)

    def _seeds(self) -> tuple[frozenset[str], frozenset[str]]:
        found: dict[Truth, set[str]] = {truth: set() for truth in Truth}
        for party in self.register.blocked:
            if known_on(party.known_from, self.known):
                truth = Truth.HOLDS if self.blocked_on is None else covers(party.during, self.blocked_on)
                found[truth].add(self._named(party.name))
        certain = frozenset(found[Truth.HOLDS])
        return certain, certain | found[Truth.UNDETERMINED]

    def _held(self) -> list[_Held]:
        """The records that are known, possibly hold on the day and may count; each once, under its true owner."""
        held: list[_Held] = []
        seen: dict[tuple[object, ...], int] = {}
        for index, record in enumerate(self.register.holdings):
            if not known_on(record.known_from, self.known):
                self.aside[index] = NOT_KNOWN_YET
                continue
            truth, share = self.changed.get(index, (self._on(record.during), record.share))
            same = (record.owner, record.entity, record.instrument, record.basis, record.share, record.during)
            if truth is Truth.FAILS:
                self.aside[index] = NOT_HELD
            elif self._weight(record) is Weight.NEVER:
                self.aside[index] = NOT_COUNTED
            elif (*same, record.indirect) in seen:
                self.merged.add(index)
            else:
                seen[*same, record.indirect] = index
                renamed = replace(
                    record, owner=self._named(record.owner), entity=self._named(record.entity), share=share
                )
                held += self._attributed(_Held(renamed, index, truth))
        return held

    def _weight(self, record: HoldingRecord) -> Weight:
        return self.regime.weight(record.basis)

    def _attributed(self, item: _Held) -> list[_Held]:
        """The holding under the name of the person for whom it is held."""
        record = item.record
        for finding in self.register.nominees:
            if (self._named(finding.nominee), self._named(finding.entity)) != (record.owner, record.entity):
                continue
            truth = self._on(finding.during)
            if truth is Truth.FAILS or not known_on(finding.known_from, self.known):
                continue
            beneficiary = self._named(finding.beneficiary)
            self._caution(
                Kind.NOMINEE,
                record.entity,
                f"{record.owner} holds {record.share} as nominee for {beneficiary}; the holding is counted as that of "
                f"{beneficiary}" + ("" if truth is Truth.HOLDS else " or of the nominee, as the dates leave it open"),
                (item.index,),
            )
            theirs = replace(record, owner=beneficiary)
            if truth is Truth.HOLDS:
                return [replace(item, record=theirs)]
            maybe = Truth.UNDETERMINED
            return [replace(item, truth=maybe), replace(item, record=theirs, truth=maybe)]
        return [item]

    def _without_summaries(self, held: list[_Held]) -> list[_Held]:
        if not any(item.record.indirect for item in held):
            return held
        direct: dict[str, set[str]] = defaultdict(set)
        for item in held:
            if not item.record.indirect:
                direct[item.record.owner].add(item.record.entity)
        kept = []
        for item in held:
            record = item.record
            if record.indirect and _chain(direct, record.owner, record.entity):
                self.aside[item.index] = SUMMARY
                self._caution(
                    Kind.INDIRECT_SUMMARY,
                    record.entity,
                    f"the statement that {record.owner} indirectly holds {record.share} sums up holdings that are "
                    "recorded too, and is not counted again",
                    (item.index,),
                )
            else:
                kept.append(item)
        return kept

    def _stakes(self, owner: str, entity: str, items: list[_Held]) -> list[Stake]:
        """The stakes of one owner in one entity."""
        instruments: dict[str, list[_Held]] = defaultdict(list)
        unclear, indirect, shown = [], [], []
        for item in items:
            if self._weight(item.record) is Weight.EVIDENCE:
                shown.append(item)
            elif item.record.indirect:
                indirect.append(item)
            elif self._weight(item.record) is Weight.UNCLEAR:
                unclear.append(item)
            else:
                instruments[item.record.instrument].append(item)
        stakes = [self._alternatives(owner, entity, group) for group in instruments.values()]
        if unclear:
            stakes = [self._unclear(owner, entity, stakes, unclear)]
        if indirect:
            stakes = [self._indirect(owner, entity, stakes, indirect)]
        if not shown:
            return stakes
        if any(stake.certain for stake in stakes):
            self.aside.update((item.index, RECORDED) for item in shown)
            return stakes
        return [*stakes, self._shown(owner, entity, shown)]

    def _alternatives(self, owner: str, entity: str, items: list[_Held]) -> Stake:
        """One stake from records of one instrument: they cannot all be right, so the share lies among them."""
        share = hull(item.record.share for item in items)
        certain = any(item.truth is Truth.HOLDS for item in items)
        records = tuple(item.index for item in items)
        if len({item.record.share for item in items}) > 1:
            listed = ", ".join(str(item.record.share) for item in items)
            self._caution(
                Kind.CONFLICT,
                entity,
                f"{len(items)} records of the holding of {owner} overlap in time ({listed}); they are alternatives, "
                f"not a sum, so the share lies in {_range(share)}",
                records,
            )
        return Stake(owner, entity, share if certain else _perhaps(share), share, certain, records)

    def _unclear(self, owner: str, entity: str, stakes: list[Stake], items: list[_Held]) -> Stake:
        """Shares of profits and the like: whether they are the interest that counts is open, so both are possible."""
        stated = total(stake.share for stake in stakes) if stakes else NOTHING
        other = self._alternatives(owner, entity, items)
        share = hull((stated, other.share))
        records = tuple(index for stake in (*stakes, other) for index in stake.records)
        bases = " and ".join(sorted({item.record.basis for item in items}))
        self._caution(
            Kind.BASIS,
            entity,
            f"{owner} holds {stated} by ownership and {other.share} by {bases}; whether the latter is the interest "
            f"that counts is open, so the share lies in {_range(share)}",
            records,
        )
        return Stake(owner, entity, share, share, True, records)

    def _shown(self, owner: str, entity: str, items: list[_Held]) -> Stake:
        """A finding that something is held, which never becomes a number."""
        share = Share(Fraction(0), WHOLE)
        records = tuple(item.index for item in items)
        bases = " and ".join(sorted({item.record.basis for item in items}))
        self._caution(
            Kind.UNKNOWN_SHARE, entity, f"the finding of {bases} by {owner} does not say which, nor how much", records
        )
        return Stake(owner, entity, share, share, True, records)

    def _indirect(self, owner: str, entity: str, stakes: list[Stake], items: list[_Held]) -> Stake:
        """A summary of a chain that nobody recorded: a holding of up to that size is possible."""
        stated = total(stake.share for stake in stakes) if stakes else NOTHING
        summed = hull(item.record.share for item in items)
        share = Share(stated.lower, max(stated.upper, summed.upper), stated.lower_closed)
        records = (*(index for stake in stakes for index in stake.records), *(item.index for item in items))
        self._caution(
            Kind.INDIRECT_ALONE,
            entity,
            f"{owner} is said to hold {summed} indirectly, and the chain is not recorded; the share lies in "
            f"{_range(share)}",
            tuple(item.index for item in items),
        )
        return Stake(owner, entity, share, share, True, records)

    def _caution(self, kind: Kind, entity: str, text: str, records: tuple[int, ...]) -> None:
        self.cautions.append(OwnershipCaution(kind, entity, text, records))


def _range(share: Share) -> str:
    return str(share)


def _perhaps(share: Share) -> Share:
    """The share of somebody who may hold nothing."""
    return Share(Fraction(0), share.upper, True, share.upper_closed)


def _chain(direct: Mapping[str, set[str]], owner: str, entity: str) -> bool:
    """Whether holdings lead from an owner through another entity to an entity."""
    queue = [other for other in direct.get(owner, ()) if other != entity]
    seen = set(queue)
    for other in queue:
        reached = direct.get(other, set())
        if entity in reached:
            return True
        queue += sorted(reached - seen)
        seen |= reached
    return False


def seeds_named(parties: Iterable[BlockedParty]) -> frozenset[str]:
    """The names of parties that are blocked on their own at some time."""
    return frozenset(party.name for party in parties)
