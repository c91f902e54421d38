"""Spans of time within which something has to be done: `10 business days`, `10 years`, `the 30 September after ...`.

A span is a word of the law like any other until a duty is reported; the day on which it ends is then computed from
the day on which it begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH: Final = "|".join(MONTHS)
SPAN_PATTERN: Final = (
    r"\d+ (?:business days?|days?|months?|years?)\b"
    rf"|the \d{{1,2}} (?:{_MONTH}) after the next \d{{1,2}} (?:{_MONTH})\b"
)
"""A pattern without groups that finds a span in a sentence."""

_COUNTED = re.compile(r"(\d+) (business day|day|month|year)s?\Z")
_AFTER = re.compile(rf"the (\d{{1,2}}) ({_MONTH}) after the next (\d{{1,2}}) ({_MONTH})\Z")
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Counted:
    """So many `business day`s, `day`s, `month`s or `year`s from a day."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class DayAfter:
    """The next day `due` (month, day of month) after the next day `reference`."""

    due: tuple[int, int]
    reference: tuple[int, int]


Span = Counted | DayAfter


def parse_span(text: str) -> Span:
    """Read a span.

    Raises:
        ValueError: it names a day that not every year has, or is not a span.

    >>> parse_span("10 business days")
    Counted(count=10, unit='business day')
    >>> parse_span("the 30 September after the next 30 June")
    DayAfter(due=(9, 30), reference=(6, 30))
    """
    if match := _COUNTED.match(text):
        count = int(match[1])
        if not 0 < count <= LONGEST:
            raise ValueError(f"`{text}` is impossible")
        return Counted(count, match[2])
    if match := _AFTER.match(text):
        return DayAfter(_day_of_year(match[1], match[2], text), _day_of_year(match[3], match[4], text))
    raise ValueError(f"`{text}` is not a span of time")


def _day_of_year(day: str, month: str, text: str) -> tuple[int, int]:
    number = MONTHS.index(month)
    if not 1 <= int(day) <= _LENGTHS[number]:
        raise ValueError(f"`{text}` names a day that not every year has")
    return number + 1, int(day)
