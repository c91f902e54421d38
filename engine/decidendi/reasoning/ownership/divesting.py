"""Holdings that were given up by somebody who was then reached: whether that end is recognised.

The end of such a holding is recognised where the sale is stated to have been made wholly outside the jurisdiction and
in earnest; it is not where one of these is denied; and while neither is known, both are possible. The end of a holding
of somebody who was not reached stands as it is stated. Ends are worked through in the order of time, since whether the
seller was reached may itself depend on an earlier sale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from decidendi.facts.amounts import Share
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import BEGINNING, END, Period, Truth, begins_by, day_period, overlap
from decidendi.facts.register import HoldingRecord, Register, Sale
from decidendi.reasoning.ownership.cautions import Kind, OwnershipCaution
from decidendi.reasoning.ownership.registering import hull, known_on, register_on
from decidendi.reasoning.ownership.solving import solve
from decidendi.rules.regime import Divestment, Regime

Changed = dict[int, tuple[Truth, Share]]
_CONDITIONS = "wholly outside the jurisdiction and genuine"


@dataclass
class Ends:
    """What ends that are not recognised change on a day: for records, whether they hold and with which share."""

    changed: Changed = field(default_factory=dict)
    cautions: list[OwnershipCaution] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ending:
    """A record that ended, or whose holding was sold, by a day; `when` is the period in which that happened."""

    index: int
    when: Period
    sale: Sale | None
    recorded: bool


def ends_on(register: Register, regime: Regime, day: date | None, known: date | None) -> Ends:
    """What becomes, on a day, of holdings that had ended or been sold before it."""
    ends = Ends()
    if day is None or regime.divestment is Divestment.AS_STATED:
        return ends
    for ending in sorted(_endings(register, day, known), key=lambda item: (item.when.latest_end, item.index)):
        _decide(register, regime, known, ending, ends, day)
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
            yield _Ending(index, when, matching[0] if matching else None, recorded=True)
            continue
        last_held = Period("end", *(2 * (record.during.earliest_end, record.during.latest_end)))
        for sale in sales:
            if overlap(sale.on, _widened(last_held)) is not Truth.FAILS and record.during.latest_end < END:
                continue  # the record's own end is that of the sale
            if sale.on.earliest_begin <= ordinal and begins_by(record.during, sale.on) is not Truth.FAILS:
                yield _Ending(index, sale.on, sale, recorded=False)


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


def _decide(register: Register, regime: Regime, known: date | None, ending: _Ending, ends: Ends, day: date) -> None:
    record = register.holdings[ending.index]
    last_day = date.fromordinal(max(ending.when.earliest_begin - (not ending.recorded), BEGINNING))
    seller = _seller_on(register, regime, known, record, last_day, ends)
    recognised = _recognised(ending.sale)
    if seller is Truth.FAILS:
        continues = Truth.FAILS
    elif recognised is Truth.UNDETERMINED or (recognised is Truth.FAILS and seller is Truth.UNDETERMINED):
        continues = Truth.UNDETERMINED
    else:
        continues = Truth.FAILS if recognised is Truth.HOLDS else Truth.HOLDS
    if (
        not ending.recorded
        and begins_by(ending.sale.on if ending.sale else ending.when, day_period(day)) is not Truth.HOLDS
    ):
        continues = max(continues, Truth.UNDETERMINED)
    _apply(register, ending, continues, ends, seller)


def _seller_on(
    register: Register, regime: Regime, known: date | None, record: HoldingRecord, day: date, ends: Ends
) -> Truth:
    """Whether the seller was reached while still holding, with what is decided about earlier ends."""
    held = register_on(register, regime, day, known, _at(register, ends.changed, day))
    same = dict(register.same)
    return solve(held.graph, regime).status(same.get(record.owner, record.owner))


def _at(register: Register, changed: Changed, day: date) -> Changed:
    """Of the changes so far, those to records that had ended by a day."""
    return {
        index: value
        for index, value in changed.items()
        if register.holdings[index].during.earliest_end < day.toordinal()
    }


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
    full = record.share
    remaining = full if sale is None else reduced(full, sale.share)
    when = f"{ending.when.text}" if not ending.recorded else _last_day(record.during)
    who = (
        f"{record.owner}, blocked at the time, " if seller is Truth.HOLDS else f"{record.owner}, perhaps blocked then, "
    )
    if seller is Truth.FAILS:
        if not ending.recorded:
            ends.changed[ending.index] = (Truth.HOLDS, remaining)
        return
    if continues is Truth.FAILS:
        if not ending.recorded:
            ends.changed[ending.index] = (Truth.HOLDS, remaining)
        text = f"{who}gave up {full} of {record.entity} ({when}), {_CONDITIONS}; the end of the holding is recognised"
        ends.cautions.append(
            OwnershipCaution(Kind.DIVESTMENT_RECOGNISED, record.entity, text, (ending.index,), "divestment")
        )
        return
    if continues is Truth.HOLDS:
        ends.changed[ending.index] = (Truth.HOLDS, full)
        why = "the sale was not " + _CONDITIONS
        text = f"{who}claims to have given up {full} of {record.entity} ({when}); {why}, so the holding is counted on"
        kind = Kind.DIVESTMENT
    else:
        share = full if ending.recorded else hull((remaining, full))
        ends.changed[ending.index] = (Truth.UNDETERMINED if ending.recorded else Truth.HOLDS, share)
        why = f"whether that was {_CONDITIONS} is not known"
        text = f"{who}gave up {full} of {record.entity} ({when}); {why}, so both are possible"
        kind = Kind.DIVESTMENT_OPEN
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
        if record.during.latest_end < ending.when.earliest_begin or index in ends.changed:
            continue
        if record.during.earliest_begin < ending.when.earliest_begin:
            continue
        less = reduced(record.share, sold)
        share = less if buyer != UNKNOWN and continues is Truth.HOLDS else hull((less, record.share))
        ends.changed[index] = (Truth.HOLDS, share)


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
