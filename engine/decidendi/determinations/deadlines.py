"""The day by which something is due: a span of time counted from a day, by the federal calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from decidendi.facts.spans import DayAfter, Span

_SATURDAY = 5


def due_date(span: Span, day: date) -> date:
    """The last day of a span that begins on a day; the day itself is not counted.

    Business days are those from Monday to Friday that are no federal holiday, observed days included. A count of
    months or years that would end on a day which its month lacks ends on the first of the next month.

    >>> from decidendi.facts.spans import parse_span
    >>> due_date(parse_span("10 business days"), date(2020, 11, 16)).isoformat()  # across Thanksgiving
    '2020-12-01'
    >>> due_date(parse_span("the 30 September after the next 30 June"), date(2020, 7, 1)).isoformat()
    '2021-09-30'
    """
    if isinstance(span, DayAfter):
        return _next(_next(day, span.reference), span.due)
    if span.unit == "business day":
        return _business_days(day, span.count)
    if span.unit == "day":
        return day + timedelta(days=span.count)
    return months_after(day, span.count * (12 if span.unit == "year" else 1))


def _next(day: date, month_and_day: tuple[int, int]) -> date:
    """The first such day of a year on or after a day."""
    found = date(day.year, *month_and_day)
    return found if found >= day else date(day.year + 1, *month_and_day)


def months_after(day: date, count: int) -> date:
    """The same day some months later; the first of the month after where there is no such day."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    if day.day <= monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year + month // 12, month % 12 + 1, 1)


def _business_days(day: date, count: int) -> date:
    import holidays  # costs a fifth of a second, and only duties with such a deadline need it

    closed = holidays.country_holidays("US")  # the federal ones; a year is worked out when first asked about
    while count:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in closed:
            count -= 1
    return day
