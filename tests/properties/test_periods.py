"""Periods: reading agrees with the EDTF package, and conditions agree with trying every possible day."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import product

import edtf
from hypothesis import assume, given
from hypothesis import strategies as st

from decidendi.facts.periods import (
    BEGINNING,
    END,
    Period,
    PeriodError,
    Truth,
    begins_by,
    covers,
    ends_before,
    ends_by,
    overlap,
    parse_period,
)
from decidendi.rules.comparisons import TESTS


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """A year, a month or a day."""
    year = draw(st.integers(1, 9999))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, monthrange(year, month)[1]))
    return draw(st.sampled_from([f"{year:04}", f"{year:04}-{month:02}", f"{year:04}-{month:02}-{day:02}"]))


def ordinal(bound: object) -> int:
    """A bound of the package as a day; its infinities are the ends of the calendar."""
    if bound == math.inf:
        return END
    if bound == -math.inf:
        return BEGINNING
    return date(*bound[:3]).toordinal()  # type: ignore[index]


@given(plain_dates())
def test_a_plain_date_is_read_as_the_edtf_package_reads_it(text: str) -> None:
    period, theirs = parse_period(text), edtf.parse_edtf(text)
    assert (period.earliest_begin, period.latest_end) == (
        ordinal(theirs.lower_strict()),
        ordinal(theirs.upper_strict()),
    )
    assert (period.latest_begin, period.earliest_end) == (period.latest_end, period.earliest_begin)


@given(plain_dates() | st.just(".."), plain_dates() | st.just(".."))
def test_an_interval_is_read_as_the_edtf_package_reads_it(begin: str, end: str) -> None:
    assume((begin, end) != ("..", ".."))  # which the package does not read
    text = f"{begin}/{end}"
    theirs = edtf.parse_edtf(text)
    lower, upper = ordinal(theirs.lower_strict()), ordinal(theirs.upper_strict())
    if upper < lower:
        try:
            parse_period(text)
        except PeriodError:
            return
        raise AssertionError(f"{text} ends before it begins and was read")
    period = parse_period(text)
    assert (period.earliest_begin, period.latest_end) == (lower, upper)


@given(plain_dates() | st.sampled_from(["..", ""]), plain_dates() | st.sampled_from(["..", ""]))
def test_every_bound_of_a_period_that_was_read_is_a_day_it_may_have(begin: str, end: str) -> None:
    try:
        period = parse_period(f"{begin}/{end}")
    except PeriodError:
        return
    assert period.earliest_begin <= period.latest_begin <= period.latest_end
    assert period.earliest_begin <= period.earliest_end <= period.latest_end


# Conditions: what holds in every world holds, what holds in none fails, the rest is undetermined.


@st.composite
def small_periods(draw: st.DrawFn) -> Period:
    """A period within a week, its bounds known to be within ranges that the other bound allows."""
    one, two, three, four = sorted(draw(st.tuples(*[st.integers(1, 7)] * 4)))
    inner = (two, three) if draw(st.booleans()) else (three, two)
    return Period("small", one, inner[0], inner[1], four)


def worlds(period: Period) -> Iterator[tuple[int, int]]:
    """Every first and last day that the period may have."""
    for begin in range(period.earliest_begin, period.latest_begin + 1):
        for end in range(period.earliest_end, period.latest_end + 1):
            if begin <= end:
                yield begin, end


def days(period: Period) -> list[int]:
    """Every day that the period may contain, where it stands for one day of which no more is known."""
    return sorted({day for begin, end in worlds(period) for day in range(begin, end + 1)})


def truth(cases: Iterable[bool]) -> Truth:
    found = set(cases)
    if found == {True}:
        return Truth.HOLDS
    return Truth.FAILS if found == {False} else Truth.UNDETERMINED


def in_all_worlds(one: Period, other: Period, condition: Callable[[tuple[int, int], tuple[int, int]], bool]) -> Truth:
    return truth(condition(*pair) for pair in product(worlds(one), worlds(other)))


@given(small_periods(), small_periods())
def test_overlap_agrees_with_every_world(one: Period, other: Period) -> None:
    expected = in_all_worlds(one, other, lambda a, b: max(a[0], b[0]) <= min(a[1], b[1]))
    assert overlap(one, other) is TESTS["overlaps"](one, other) is expected


@given(small_periods(), small_periods())
def test_covering_agrees_with_every_world(outer: Period, inner: Period) -> None:
    expected = in_all_worlds(outer, inner, lambda a, b: a[0] <= b[0] and b[1] <= a[1])
    assert covers(outer, inner) is TESTS["covers"](outer, inner) is expected


@given(small_periods(), small_periods())
def test_having_begun_agrees_with_every_world_and_day(period: Period, day: Period) -> None:
    expected = truth(begin <= other for (begin, _), other in product(worlds(period), days(day)))
    assert begins_by(period, day) is TESTS["began by"](period, day) is expected


@given(small_periods(), small_periods())
def test_having_ended_agrees_with_every_world_and_day(period: Period, day: Period) -> None:
    expected = truth(end < other for (_, end), other in product(worlds(period), days(day)))
    assert ends_before(period, day) is TESTS["ended before"](period, day) is expected


@given(small_periods(), small_periods())
def test_having_ended_by_a_day_agrees_with_every_world_and_day(period: Period, day: Period) -> None:
    expected = truth(end <= other for (_, end), other in product(worlds(period), days(day)))
    assert ends_by(period, day) is TESTS["ended by"](period, day) is expected


@given(small_periods(), small_periods())
def test_the_order_of_days_agrees_with_every_pair_of_days(one: Period, other: Period) -> None:
    pairs = list(product(days(one), days(other)))
    assert TESTS["on or after"](one, other) is truth(a >= b for a, b in pairs)
    assert TESTS["before"](one, other) is truth(a < b for a, b in pairs)


@given(small_periods(), small_periods())
def test_being_the_same_time_agrees_with_every_world(one: Period, other: Period) -> None:
    expected = in_all_worlds(one, other, lambda a, b: a == b)
    assert TESTS["same"](one, other) is expected
    assert TESTS["differs"](one, other) is truth({not case for case in _cases(expected)})


def _cases(found: Truth) -> set[bool]:
    return {Truth.HOLDS: {True}, Truth.FAILS: {False}, Truth.UNDETERMINED: {True, False}}[found]
