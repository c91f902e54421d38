"""Dates and periods: each form of EDTF that a fact set may use, and the tables of conditions."""

from __future__ import annotations

from datetime import date

import pytest

from decidendi.facts.periods import (
    BEGINNING,
    END,
    Period,
    PeriodError,
    Truth,
    always,
    begins_by,
    covers,
    day_period,
    ends_before,
    overlap,
    parse_day,
    parse_period,
    unknown_period,
)

HOLDS, FAILS, OPEN = Truth.HOLDS, Truth.FAILS, Truth.UNDETERMINED
FIRST, LAST = "0001-01-01", "9999-12-31"


def bounds(text: str) -> tuple[str, ...]:
    """Earliest and latest beginning, earliest and latest end."""
    period = parse_period(text)
    ordinals = (period.earliest_begin, period.latest_begin, period.earliest_end, period.latest_end)
    return tuple(date.fromordinal(ordinal).isoformat() for ordinal in ordinals)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2020-07-09", ("2020-07-09",) * 4, id="a day"),
        pytest.param("2020-02", ("2020-02-01", "2020-02-29") * 2, id="some day of a leap February"),
        pytest.param("1900-02", ("1900-02-01", "1900-02-28") * 2, id="1900 was no leap year"),
        pytest.param("2018", ("2018-01-01", "2018-12-31") * 2, id="some day of a year"),
        pytest.param(
            "2017-03/2018",
            ("2017-03-01", "2017-03-31", "2018-01-01", "2018-12-31"),
            id="each bound partial",
        ),
        pytest.param("2018-05-02/..", ("2018-05-02", "2018-05-02", LAST, LAST), id="open end: goes on"),
        pytest.param("../2018-05-02", (FIRST, FIRST, "2018-05-02", "2018-05-02"), id="open beginning"),
        pytest.param("../..", (FIRST, FIRST, LAST, LAST), id="always"),
        pytest.param("2018-05/", ("2018-05-01", "2018-05-31", "2018-05-01", LAST), id="unknown end"),
        pytest.param("/2018-05", (FIRST, "2018-05-31", "2018-05-01", "2018-05-31"), id="unknown beginning"),
        pytest.param("/", (FIRST, LAST) * 2, id="both unknown"),
        pytest.param("unknown", (FIRST, LAST) * 2, id="the word"),
        pytest.param("/..", (FIRST, LAST, LAST, LAST), id="unknown beginning, still going on"),
        pytest.param(
            "2018/2018-05",
            ("2018-01-01", "2018-05-31", "2018-05-01", "2018-05-31"),
            id="the end limits the beginning",
        ),
        pytest.param(
            "2018-05/2018",
            ("2018-05-01", "2018-05-31", "2018-05-01", "2018-12-31"),
            id="the beginning limits the end",
        ),
        pytest.param("2016?", ("2015-01-01", "2017-12-31") * 2, id="uncertain: a year of doubt"),
        pytest.param("2017~", ("2016-01-01", "2018-12-31") * 2, id="about"),
        pytest.param("2017%", ("2015-01-01", "2019-12-31") * 2, id="uncertain and about"),
        pytest.param("201X", ("2010-01-01", "2019-12-31") * 2, id="some year of a decade"),
        pytest.param("2018-XX", ("2018-01-01", "2018-12-31") * 2, id="some month"),
        pytest.param("2018-33", ("2018-01-01", "2018-03-31") * 2, id="a quarter"),
        pytest.param("2018-41", ("2018-07-01", "2018-12-31") * 2, id="a half year"),
        pytest.param("[2016,2018]", ("2016-01-01", "2018-12-31") * 2, id="one of a set"),
        pytest.param("2016?/..", ("2015-01-01", "2017-12-31", LAST, LAST), id="uncertain bound"),
        pytest.param("2020-07-09T10:00:00", ("2020-07-09",) * 4, id="the hour is left out"),
        pytest.param(" 2018 ", ("2018-01-01", "2018-12-31") * 2, id="blanks around"),
    ],
)
def test_a_form_of_edtf_is_read_as_the_days_it_may_mean(text: str, expected: tuple[str, ...]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2020-02-30", "`2020-02-30` is not in the calendar"),
        ("2019-13", "`2019-13` is not in the calendar"),
        ("0000", "`0000` is not in the calendar"),
        ("2018-01/2018-02-30", "`2018-02-30` is not in the calendar"),
        ("2018/2017", "`2018/2017` ends before it begins"),
        ("2018-06/2018-05", "`2018-06/2018-05` ends before it begins"),
        ("2018-24", "`2018-24` is a season, whose days depend on the place"),
        ("9 July 2020", "`9 July 2020` is not a date or period"),
        ("07/09/2020", "`07/09/2020` is not a date or period"),
        ("2018/2019/2020", "`2018/2019/2020` is not a date or period"),
        ("2018-5", "`2018-5` is not a date or period"),
        ("٢٠١٨", "`٢٠١٨` is not a date or period"),
        ("Y12000", "`Y12000` is not a date or period"),
        ("..", "`..` is not a date or period"),
        ("", "there is no date here"),
        ("2018-01-01/" * 20, "a date has at most 100 characters"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, what: str) -> None:
    with pytest.raises(PeriodError) as refused:
        parse_period(text)
    assert refused.value.what == what
    assert refused.value.expected


def test_the_text_of_the_source_is_kept() -> None:
    assert str(parse_period("2017-03/2018")) == "2017-03/2018"


def test_a_day_is_a_full_day() -> None:
    assert parse_day("2020-07-09") == date(2020, 7, 9)
    for text in ("2020-07", "2020-07-09/2020-07-10", "2020-07-09?", "unknown", "2020-02-30"):
        with pytest.raises(PeriodError) as refused:
            parse_day(text)
        assert refused.value.expected == "a full day such as `2020-07-09`"


def test_a_day_and_its_text_are_the_same_period() -> None:
    assert day_period(date(2020, 7, 9)) == parse_period("2020-07-09")
    assert hash(day_period(date(2020, 7, 9))) == hash(parse_period("2020-07-09"))
    assert day_period(date(2020, 7, 9)).is_one_day
    assert not parse_period("2020-07").is_one_day
    assert not parse_period("2020-07-09/2020-07-10").is_one_day


def test_unbounded_is_not_unknown() -> None:
    assert always() == parse_period("../..")
    assert unknown_period() == Period("unknown", BEGINNING, END, BEGINNING, END)
    day = parse_period("2020-07-09")
    assert overlap(always(), day) is covers(always(), day) is HOLDS
    assert overlap(unknown_period(), day) is covers(unknown_period(), day) is OPEN


def test_truths_are_ordered_from_failing_to_holding() -> None:
    assert FAILS < OPEN < HOLDS
    assert max(FAILS, OPEN) is OPEN
    assert min(HOLDS, OPEN, FAILS) is FAILS


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "first_covers", "second_covers"),
    [
        ("2017-03-01/2018-06-30", "2018-01-01/2019-01-01", HOLDS, FAILS, FAILS),
        ("2017-03-01/2018-06-30", "2018-06-30/2019-01-01", HOLDS, FAILS, FAILS),  # one day in common
        ("2017-03-01/2018-06-30", "2018-07-01/2019-01-01", FAILS, FAILS, FAILS),
        ("2017-01-01/2019-12-31", "2018", HOLDS, HOLDS, FAILS),
        ("2017-01-01/2019-12-31", "2018-02-01/2018-03-01", HOLDS, HOLDS, FAILS),
        ("2018-01-01/2018-12-31", "2018", HOLDS, HOLDS, OPEN),  # some day of 2018, or all its days
        ("2018", "2018", OPEN, OPEN, OPEN),  # perhaps two days of one year
        ("2018-05-01", "2018-05-01", HOLDS, HOLDS, HOLDS),
        ("2017-03/2018", "2018-06/2019", OPEN, FAILS, FAILS),
        ("2017-03/2018", "2018/2019", OPEN, FAILS, FAILS),
        ("2017-03/2019", "2018", HOLDS, HOLDS, FAILS),
        ("2018/..", "2019-01-01", HOLDS, HOLDS, FAILS),
        ("2018/", "2019-01-01", OPEN, OPEN, FAILS),  # unknown end: perhaps over by then
        ("2018/", "2018-12-31/2019", OPEN, OPEN, OPEN),
        ("2018/..", "2016/..", HOLDS, FAILS, HOLDS),
        ("../2017", "2018/..", FAILS, FAILS, FAILS),
        ("unknown", "2018", OPEN, OPEN, OPEN),
        ("2016?", "2018", FAILS, FAILS, FAILS),
        ("2016?", "2017", OPEN, OPEN, OPEN),
    ],
)
def test_overlap_and_covering(one: str, other: str, overlaps: Truth, first_covers: Truth, second_covers: Truth) -> None:
    first, second = parse_period(one), parse_period(other)
    assert overlap(first, second) is overlap(second, first) is overlaps
    assert covers(first, second) is first_covers
    assert covers(second, first) is second_covers


@pytest.mark.parametrize(
    ("period", "day", "begun", "ended"),
    [
        ("2018-05-02/2018-06-30", "2018-05-01", FAILS, FAILS),
        ("2018-05-02/2018-06-30", "2018-05-02", HOLDS, FAILS),
        ("2018-05-02/2018-06-30", "2018-06-30", HOLDS, FAILS),
        ("2018-05-02/2018-06-30", "2018-07-01", HOLDS, HOLDS),
        ("2018-05-02/2018-06-30", "2018", OPEN, OPEN),
        ("2018-05-02/2018-06-30", "2018-05", OPEN, FAILS),
        ("2018", "2018-05-01", OPEN, OPEN),
        ("2018", "2017-12-31", FAILS, FAILS),
        ("2018", "2019-01-01", HOLDS, HOLDS),
        ("2018", "2018-12-31", HOLDS, OPEN),
        ("2018/..", "2100-01-01", HOLDS, FAILS),
        ("2018/", "2100-01-01", HOLDS, OPEN),
        ("../2018", "0001-01-01", HOLDS, FAILS),
        ("/2018", "2017-01-01", OPEN, FAILS),
        ("unknown", "2018-01-01", OPEN, OPEN),
    ],
)
def test_having_begun_and_having_ended(period: str, day: str, begun: Truth, ended: Truth) -> None:
    assert begins_by(parse_period(period), parse_period(day)) is begun
    assert ends_before(parse_period(period), parse_period(day)) is ended
