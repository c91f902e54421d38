"""Periods of time whose bounds may be partial, open or unknown (EDTF, ISO 8601-2).

A period is known by four days: the earliest and latest day on which it may have begun, and the earliest and
latest day on which it may have ended. Conditions on periods hold *certainly*, *possibly* or *not*: "2018"
as the end of a tenure is some day of that year, and a rule may not pretend to know which.

An open bound (`..`) is unbounded: the state goes on. An unknown bound (empty, as in `2018/`) may be any day
that the other bound allows.

Plain dates and intervals of them are read here, since that is 200 times faster than the general grammar;
everything else (`2016?`, `2017~`, `201X`, `2018-33` for its first quarter, sets) is read by the `edtf` package,
to which the plain reader is compared in the tests. Seasons are refused: their days depend on the place.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import total_ordering

BEGINNING = date.min.toordinal()
END = date.max.toordinal()

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_SEASONS = range(21, 33)
_PARTS_OF_YEAR = range(33, 42)
_LONGEST_TEXT = 100
NOT_INCLUDING = " without "
"""Stands in the text of a period before what is known not to lie in it."""


@total_ordering
class Truth(Enum):
    """Whether a condition holds on what is known: certainly, possibly or not."""

    FAILS = 0
    UNDETERMINED = 1
    HOLDS = 2

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Truth):
            return NotImplemented
        return bool(self.value < other.value)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, days counted as proleptic Gregorian ordinals (`date.toordinal`).

    `text` is the EDTF text as the source gives it. Invariants: each of the four is a day that the bound may
    have, so that the earliest begin is not after the latest begin or the earliest end, and neither of these is
    after the latest end.
    """

    text: str
    earliest_begin: int
    latest_begin: int
    earliest_end: int
    latest_end: int

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)  # the text decides the bounds, and its hash is kept by the text itself

    @property
    def is_one_day(self) -> bool:
        """Whether the period is one day that is known exactly."""
        return self.earliest_begin == self.latest_begin == self.earliest_end == self.latest_end


class PeriodError(ValueError):
    """The text is not a date or period. `expected` says what would be."""

    def __init__(self, what: str, expected: str) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected


EXAMPLES = "a date or period such as `2020-07-09`, `2018`, `2017-03/2018`, `2018-05/..` (open), `2018/` (unknown end)"


def unknown_period(text: str = "unknown") -> Period:
    """A period of which nothing is known; it may overlap any other and certainly overlaps none."""
    return Period(text, BEGINNING, END, BEGINNING, END)


def always(text: str = "../..") -> Period:
    """A period without bounds: of a state that is stated without dates, for as long as the matter concerns."""
    return Period(text, BEGINNING, BEGINNING, END, END)


def parse_period(text: str) -> Period:
    """Read EDTF text.

    Raises:
        PeriodError: the text is not EDTF, names a day that does not exist, or ends before it begins.

    >>> parse_period("2017-03/2018").text
    '2017-03/2018'
    >>> parse_period("2018/2017")
    Traceback (most recent call last):
    ...
    decidendi.facts.periods.PeriodError: `2018/2017` ends before it begins
    """
    text = " ".join(text.split())
    if text == "unknown":
        return unknown_period()
    if not text:
        raise PeriodError("there is no date here", EXAMPLES)
    if len(text) > _LONGEST_TEXT:
        raise PeriodError(f"a date has at most {_LONGEST_TEXT} characters", EXAMPLES)
    begin, slash, end = text.partition("/")
    if slash:
        earliest_begin, latest_begin = _bound(begin, text, BEGINNING)
        earliest_end, latest_end = _bound(end, text, END)
    else:
        earliest_begin, latest_begin = earliest_end, latest_end = _date(text, text)
    if latest_end < earliest_begin:
        raise PeriodError(f"`{text}` ends before it begins", "an end that is not before the beginning")
    # In `2018/2018-05` the beginning, some day of 2018, is not after May: each bound limits the other.
    return Period(text, earliest_begin, min(latest_begin, latest_end), max(earliest_end, earliest_begin), latest_end)


def parse_day(text: str) -> date:
    """Read one full day, `YYYY-MM-DD`.

    Raises:
        PeriodError: the text is anything else.
    """
    expected = "a full day such as `2020-07-09`"
    try:
        period = parse_period(text)
    except PeriodError as error:
        raise PeriodError(error.what, expected) from None
    if not period.is_one_day:
        raise PeriodError(f"`{text}` is not one day", expected)
    return date.fromordinal(period.earliest_begin)


def day_period(day: date) -> Period:
    """The period that is exactly one day."""
    ordinal = day.toordinal()
    return Period(day.isoformat(), ordinal, ordinal, ordinal, ordinal)


def _bound(text: str, whole: str, unbounded: int) -> tuple[int, int]:
    if text == "..":
        return unbounded, unbounded
    if text == "":
        return BEGINNING, END
    return _date(text, whole)


def _date(text: str, whole: str) -> tuple[int, int]:
    match = _PLAIN.match(text)
    if match is None:
        return _qualified(text, whole)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if month in _SEASONS and not day:
        raise PeriodError(f"`{text}` is a season, whose days depend on the place", "months: `2018-03/2018-05`")
    if month in _PARTS_OF_YEAR and not day:
        return _qualified(text, whole)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        raise PeriodError(f"`{text}` is not in the calendar", EXAMPLES) from None
    return first.toordinal(), last.toordinal()


def _qualified(text: str, whole: str) -> tuple[int, int]:
    import edtf  # costs a tenth of a second, and most matters never need it

    if "/" in text:
        raise PeriodError(f"`{whole}` is not a date or period", EXAMPLES)
    try:
        parsed = edtf.parse_edtf(text)
        bounds = [parsed.lower_fuzzy(), parsed.upper_fuzzy()]
        first, last = (date(*bound[:3]).toordinal() for bound in bounds)
    except Exception:  # the package raises many kinds of error, its grammar's own among them
        raise PeriodError(f"`{whole}` is not a date or period", EXAMPLES) from None
    return first, last


def eve_of(day: Period) -> Period:
    """The day before a day, of which only the period it lies in may be known.

    >>> eve_of(parse_period("2020-07-01")).text
    '2020-06-30'
    >>> eve_of(parse_period("2020")).text
    'the day before 2020'
    """
    bounds = day.earliest_begin, day.latest_begin, day.earliest_end, day.latest_end
    before = [max(bound - 1, BEGINNING) for bound in bounds]
    text = date.fromordinal(before[0]).isoformat() if len(set(before)) == 1 else f"the day before {day.text}"
    return Period(text, *before)


def overlap(one: Period, other: Period) -> Truth:
    """Whether two periods share a day.

    They do in every case when the latest begin of each is not after the earliest end of the other, and in
    some case when the earliest begin of each is not after the latest end of the other.
    """
    if one.latest_begin <= other.earliest_end and other.latest_begin <= one.earliest_end:
        return Truth.HOLDS
    if one.earliest_begin <= other.latest_end and other.earliest_begin <= one.latest_end:
        return Truth.UNDETERMINED
    return Truth.FAILS


def covers(outer: Period, inner: Period) -> Truth:
    """Whether the first period contains every day of the second."""
    if outer.latest_begin <= inner.earliest_begin and inner.latest_end <= outer.earliest_end:
        return Truth.HOLDS
    if outer.earliest_begin <= inner.latest_begin and inner.earliest_end <= outer.latest_end:
        return Truth.UNDETERMINED
    return Truth.FAILS


def without_days(period: Period, other: Period) -> Period:
    """The period, given that it includes none of the days that the other certainly has.

    It is unchanged where it could lie on either side of them, or where it certainly includes one: what is left would be
    no one period.
    """
    first, last = other.latest_begin, other.earliest_end
    if first > last or overlap(period, other) is Truth.FAILS:
        return period
    before = period.earliest_end < first and period.earliest_begin < first
    after = period.latest_begin > last and period.latest_end > last
    if before is after:
        return period
    text = f"{period.text}{NOT_INCLUDING}{other.text}"
    if before:
        end = first - 1
        return Period(
            text,
            period.earliest_begin,
            min(period.latest_begin, end),
            period.earliest_end,
            min(period.latest_end, end),
        )
    begin = last + 1
    return Period(
        text,
        max(period.earliest_begin, begin),
        period.latest_begin,
        max(period.earliest_end, begin),
        period.latest_end,
    )


def begins_by(period: Period, day: Period) -> Truth:
    """Whether the period has begun on or before a day, of which only the period it lies in may be known."""
    if period.latest_begin <= day.earliest_begin:
        return Truth.HOLDS
    if period.earliest_begin <= day.latest_end:
        return Truth.UNDETERMINED
    return Truth.FAILS


def begins_before(period: Period, day: Period) -> Truth:
    """Whether the period had begun before a day, of which only the period it lies in may be known."""
    if period.latest_begin < day.earliest_begin:
        return Truth.HOLDS
    if period.earliest_begin < day.latest_end:
        return Truth.UNDETERMINED
    return Truth.FAILS


def ends_by(period: Period, day: Period) -> Truth:
    """Whether the period has ended on or before a day, of which only the period it lies in may be known."""
    if period.latest_end <= day.earliest_begin:
        return Truth.HOLDS
    if period.earliest_end <= day.latest_end:
        return Truth.UNDETERMINED
    return Truth.FAILS


def ends_before(period: Period, day: Period) -> Truth:
    """Whether the period had ended before a day, of which only the period it lies in may be known."""
    if period.latest_end < day.earliest_begin:
        return Truth.HOLDS
    if period.earliest_end < day.latest_end:
        return Truth.UNDETERMINED
    return Truth.FAILS
