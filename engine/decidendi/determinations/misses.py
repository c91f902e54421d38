"""By how much a comparison missed: the time between two periods, or what a share or an amount falls short by.

A distance is told only where it is certain: of bounds that are known in part it is the least that it can be, which
"at least" says. Of words there is no distance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from decidendi.determinations.deadlines import months_after
from decidendi.facts.amounts import Money, Share, shown_number
from decidendi.facts.periods import BEGINNING, END, Period
from decidendi.rules.form import Comparison


@dataclass(frozen=True, slots=True)
class Miss:
    """How far a comparison is from coming out otherwise: in days, percentage points or units of a currency.

    `told` goes on from the first of the two that are compared, "the tenure" say: "ended 2 months before".
    """

    by: Fraction
    told: str


def missed(condition: Comparison, values: Sequence[Any]) -> Miss | None:
    """The distance of a comparison that fails for these values, negated or not; `None` where there is none to tell."""
    if len(values) != 2:
        return None
    one, other = values
    if isinstance(one, Period) and isinstance(other, Period):
        for_name = (_NEGATED if condition.negated else _PLAIN).get(condition.name)
        return for_name(one, other) if for_name else None
    if condition.name in ("at least", "share at least") and not condition.negated:
        return _short(one, other)
    return None


def apart(earlier: date, later: date) -> str:
    """The time between two days in whole years, months and days.

    >>> apart(date(2016, 5, 31), date(2016, 8, 1))
    '2 months and 1 day'
    >>> apart(date(2016, 1, 31), date(2016, 2, 29)), apart(date(2016, 2, 29), date(2018, 2, 28))
    ('29 days', '1 year, 11 months and 30 days')
    """
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    while months_after(earlier, months) > later:
        months -= 1
    days = (later - months_after(earlier, months)).days
    counted = ((months // 12, "year"), (months % 12, "month"), (days, "day"))
    parts = [f"{number} {unit}{'s' if number > 1 else ''}" for number, unit in counted if number]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _ended_before(one: Period, other: Period) -> Miss | None:
    """The first ended, and the second had not begun."""
    return _between("ended", (one.earliest_end, one.latest_end), (other.earliest_begin, other.latest_begin), "before")


def _began_after(one: Period, other: Period) -> Miss | None:
    return _between("begins", (other.earliest_end, other.latest_end), (one.earliest_begin, one.latest_begin), "after")


def _overlapping(one: Period, other: Period) -> Miss | None:
    return _ended_before(one, other) if one.latest_end < other.earliest_begin else _began_after(one, other)


def _covering(outer: Period, inner: Period) -> Miss | None:
    if outer.latest_end < inner.earliest_end:
        ends = (outer.earliest_end, outer.latest_end), (inner.earliest_end, inner.latest_end)
        return _between("ended", *ends, "before" if inner.is_one_day else "before the end of that")
    begins = (inner.earliest_begin, inner.latest_begin), (outer.earliest_begin, outer.latest_begin)
    return _between("begins", *begins, "after" if inner.is_one_day else "after the beginning of that")


def _ends_after(period: Period, day: Period) -> Miss | None:
    if period.earliest_end >= END:
        return Miss(Fraction(END - day.latest_end), "goes on")
    return _between("ends", (day.earliest_end, day.latest_end), (period.earliest_end, period.latest_end), "after")


def _had_begun(period: Period, day: Period) -> Miss | None:
    return _between("began", (period.earliest_begin, period.latest_begin), _day(day), "before")


def _had_ended(period: Period, day: Period) -> Miss | None:
    return _between("ended", (period.earliest_end, period.latest_end), _day(day), "before")


def _is_earlier(one: Period, other: Period) -> Miss | None:
    return _between("is", (one.earliest_end, one.latest_end), (other.earliest_begin, other.latest_begin), "before")


def _is_later(one: Period, other: Period) -> Miss | None:
    return _between("is", (other.earliest_end, other.latest_end), (one.earliest_begin, one.latest_begin), "after")


def _day(day: Period) -> tuple[int, int]:
    return (day.earliest_begin, day.latest_end)


_PLAIN: Final[dict[str, Callable[[Period, Period], Miss | None]]] = {
    "overlaps": _overlapping,
    "covers": _covering,
    "began by": _began_after,
    "ended by": _ends_after,
    "ended before": _ends_after,
    "on or after": _is_earlier,
    "before": _is_later,
}
_NEGATED: Final[dict[str, Callable[[Period, Period], Miss | None]]] = {
    "began by": _had_begun,
    "ended by": _had_ended,
    "ended before": _had_ended,
    "on or after": _is_later,
    "before": _is_earlier,
}


def _between(what: str, earlier: tuple[int, int], later: tuple[int, int], after: str) -> Miss | None:
    """The least time between two bounds, each somewhere between an earliest and a latest day."""
    first, last = earlier[1], later[0]
    if first <= BEGINNING or last >= END or last < first:
        return None
    if first == last:
        return Miss(Fraction(0), f"{what} on that very day" if earlier[0] == earlier[1] == later[1] else "")
    is_exact = earlier[0] == earlier[1] and later[0] == later[1]
    time = apart(date.fromordinal(first), date.fromordinal(last))
    return Miss(Fraction(last - first), f"{what} {'' if is_exact else 'at least '}{time} {after}")


def _short(one: Any, other: Any) -> Miss | None:
    if isinstance(one, Share) and isinstance(other, Share):
        by = other.lower - one.upper
        is_exact = one.lower == one.upper and other.lower == other.upper
        return Miss(by, f"is {'' if is_exact else 'at least '}{shown_number(by)} percent short" if by else "")
    if isinstance(one, Money) and isinstance(other, Money) and one.currency == other.currency:
        short = other.value - one.value
        return Miss(Fraction(short), f"is {Money(other.currency, short)} short")
    return None
