"""Holdings that were given up by somebody who was then reached: whether that end is recognised.

The end of such a holding is recognised where the sale is stated to have been made wholly outside the jurisdiction and
in earnest; it is not where one of these is denied; and while neither is known, both are possible. The end of a holding
of somebody who was not reached stands as it is stated. Whether the seller was reached is asked of those who held its
shares as the day of the sale began, and of who was blocked on that day on their own; where no sale is stated, the last
day of the holding stands for that of the sale. So each sale rests on sales of earlier days, and they are worked through
in the order of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from decidendi.facts.amounts import Share
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import END, Period, Truth, begins_by, covers, day_period, eve_of, overlap
from decidendi.facts.register import HoldingRecord, Register, Sale
from decidendi.reasoning.ownership.cautions import Kind, OwnershipCaution
from decidendi.reasoning.ownership.registering import hull, known_on, register_on
from decidendi.reasoning.ownership.solving import solve
from decidendi.rules.regime import Divestment, Regime

Changed = dict[int, tuple[Truth, Share]]
"""For records: whether they hold on a day and with which share, in spite of what they say."""

_CONDITIONS = "wholly outside the jurisdiction and genuine"


@dataclass(frozen=True, slots=True)
class _Change:
    """What is so of a record after a day: whether it goes on though it says otherwise, and with which share."""

    since: Period
    goes_on: Truth
    share: Share


@dataclass
class Ends:
    """What ends that are not recognised change: of the sellers' records, and of the buyers'; with cautions."""

    sold: dict[int, _Change] = field(default_factory=dict)
    bought: dict[int, _Change] = field(default_factory=dict)
    cautions: list[OwnershipCaution] = field(default_factory=list)

    def changed(self, register: Register, day: date | Period | None) -> Changed:
        """What is so on a day, of which only the period it lies in may be known."""
        found: Changed = {}
        if day is None:
            return found
        on = day_period(day) if isinstance(day, date) else day
        for changes in (self.bought, self.sold):
            for index, change in changes.items():
                record = register.holdings[index]
                truth, share = found.get(index, (covers(record.during, on), record.share))
                applies = begins_by(change.since, on)
                if applies is Truth.HOLDS:
                    found[index] = (max(truth, change.goes_on), change.share)
                elif applies is Truth.UNDETERMINED:
                    found[index] = (max(truth, min(change.goes_on, applies)), hull((change.share, share)))
        return found


@dataclass(frozen=True, slots=True)
class _Ending:
    """A record that ended by a day; `when` is the period in which that happened."""

    index: int
    when: Period
    sale: Sale | None

    @property
    def sold_on(self) -> Period:
        """The day of the sale; where none is stated, the last day of the holding."""
        return self.sale.on if self.sale else self.when


def ends_on(register: Register, regime: Regime, day: date | None, known: date | None) -> Ends:
    """What becomes, on a day, of holdings that had ended before it."""
    ends = Ends()
    if day is None or regime.divestment is Divestment.AS_STATED:
        return ends
    for ending in sorted(_endings(register, day, known), key=lambda item: (item.sold_on.latest_end, item.index)):
        _decide(register, regime, known, ending, ends)
    return ends


def _endings(register: Register, day: date, known: date | None) -> Iterator[_Ending]:
    ordinal = day.toordinal()
    for index, record in enumerate(register.holdings):
        if not known_on(record.known_from, known):
            continue
        sales = [sale for sale in register.sales if _of(sale, record) and known_on(sale.known_from, known)]
        if record.during.earliest_end < ordinal and record.during.latest_begin <= ordinal:
            last = min(record.during.latest_end, ordinal - 1)
            when = Period("end", record.during.earliest_end, last, record.during.earliest_end, last)
            matching = [sale for sale in sales if overlap(sale.on, _widened(when)) is not Truth.FAILS]
            yield _Ending(index, when, matching[0] if matching else None)


def _of(sale: Sale, record: HoldingRecord) -> bool:
    return (sale.seller, sale.entity) == (record.owner, record.entity)


def _widened(when: Period) -> Period:
    """An end is the last day held; the sale may be dated on it or on the next."""
    return Period(
        when.text,
        when.earliest_begin,
        min(when.latest_begin + 1, END),
        when.earliest_end,
        min(when.latest_end + 1, END),
    )


def _decide(register: Register, regime: Regime, known: date | None, ending: _Ending, ends: Ends) -> None:
    seller = _seller_on(register, regime, known, ending, ends)
    recognised = _recognised(ending.sale)
    if seller is Truth.FAILS:
        continues = Truth.FAILS
    elif recognised is Truth.UNDETERMINED or (recognised is Truth.FAILS and seller is Truth.UNDETERMINED):
        continues = Truth.UNDETERMINED
    else:
        continues = Truth.FAILS if recognised is Truth.HOLDS else Truth.HOLDS
    _apply(register, ending, continues, ends, seller)


def _seller_on(register: Register, regime: Regime, known: date | None, ending: _Ending, ends: Ends) -> Truth:
    """Whether the seller was reached as the day of the sale began, with what is decided about earlier ends."""
    record, day = register.holdings[ending.index], ending.sold_on
    eve = eve_of(day)
    held = register_on(register, regime, eve, known, ends.changed(register, eve), blocked_on=day)
    same = dict(register.same)
    return solve(held.graph, regime).status(same.get(record.owner, record.owner))


def _recognised(sale: Sale | None) -> Truth:
    if sale is None:
        return Truth.UNDETERMINED
    conditions = (sale.outside_jurisdiction, sale.genuine)
    if "no" in conditions:
        return Truth.FAILS
    return Truth.HOLDS if conditions == ("yes", "yes") else Truth.UNDETERMINED


def _apply(register: Register, ending: _Ending, continues: Truth, ends: Ends, seller: Truth) -> None:
    record = register.holdings[ending.index]
    sale = ending.sale
    full = ends.bought[ending.index].share if ending.index in ends.bought else record.share
    when = _last_day(record.during)
    who = (
        f"{record.owner}, blocked at the time, " if seller is Truth.HOLDS else f"{record.owner}, perhaps blocked then, "
    )
    if continues is Truth.FAILS:
        if seller is not Truth.FAILS:
            text = (
                f"{who}gave up {full} of {record.entity} ({when}), {_CONDITIONS}; the end of the holding is recognised"
            )
            ends.cautions.append(
                OwnershipCaution(Kind.DIVESTMENT_RECOGNISED, record.entity, text, (ending.index,), "divestment")
            )
        return
    if continues is Truth.HOLDS:
        kind, why = Kind.DIVESTMENT, "the sale was not " + _CONDITIONS
        text = f"{who}claims to have given up {full} of {record.entity} ({when}); {why}, so the holding is counted on"
    else:
        kind, why = Kind.DIVESTMENT_OPEN, f"whether that was {_CONDITIONS} is not known"
        text = f"{who}gave up {full} of {record.entity} ({when}); {why}, so both are possible"
    ends.sold[ending.index] = _Change(ending.sold_on, continues, full)
    ends.cautions.append(OwnershipCaution(kind, record.entity, text, (ending.index,), "divestment"))
    _leave_buyer(register, ending, continues, sale.share if sale else full, ends)


def _leave_buyer(register: Register, ending: _Ending, continues: Truth, sold: Share, ends: Ends) -> None:
    """What is not recognised as sold is not recognised as bought: the buyer's record falls by as much.

    Where no sale is stated, or one to nobody named, anyone whose holding began since may be the buyer.
    """
    seller = register.holdings[ending.index]
    buyer = ending.sale.buyer if ending.sale else UNKNOWN
    for index, record in enumerate(register.holdings):
        if record.entity != seller.entity or buyer not in (UNKNOWN, record.owner):
            continue
        if record.during.latest_end < ending.when.earliest_begin or index in ends.bought or index == ending.index:
            continue
        if record.during.earliest_begin < ending.when.earliest_begin:
            continue
        less = reduced(record.share, sold)
        share = less if buyer != UNKNOWN and continues is Truth.HOLDS else hull((less, record.share))
        ends.bought[index] = _Change(ending.sold_on, Truth.FAILS, share)


def reduced(share: Share, by: Share) -> Share:
    """What is left of a share after a part of it is gone.

    >>> from decidendi.facts.amounts import parse_share
    >>> str(reduced(parse_share("60"), parse_share("[10, 20)")))
    '(40, 50] percent'
    """
    lower, upper = share.lower - by.upper, share.upper - by.lower
    return Share(
        max(Fraction(0), lower),
        max(Fraction(0), upper),
        lower < 0 or (share.lower_closed and by.upper_closed),
        upper <= 0 or (share.upper_closed and by.lower_closed),
    )


def _last_day(period: Period) -> str:
    if period.earliest_end == period.latest_end:
        return f"last held on {date.fromordinal(period.latest_end).isoformat()}"
    return f"held {period.text}"
