"""The built-in comparisons: their English, the kinds they take, and whether they hold, may hold or fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from decidendi.facts import kinds
from decidendi.facts.amounts import Money, Share
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import (
    Period,
    Truth,
    begins_before,
    begins_by,
    covers,
    ends_before,
    ends_by,
    eve_of,
    overlap,
)

GENERIC: Final = kinds.GENERIC
GENERIC_NAMES: Final = frozenset(GENERIC.values())


@dataclass(frozen=True, slots=True)
class ComparisonSchema:
    """A comparison: its name, its sentences with the kinds of their slots, and its test."""

    name: str
    sentences: tuple[str, ...]
    kinds: tuple[str, ...]
    test: Callable[..., Truth]


def _same(one: Any, other: Any) -> Truth:
    """Whether two slots hold the same. Values known in part only may be the same, and never certainly are."""
    if UNKNOWN in (one, other) or one in GENERIC_NAMES or other in GENERIC_NAMES:
        return Truth.UNDETERMINED
    if isinstance(one, Period) and isinstance(other, Period):
        return _same_period(one, other)
    if isinstance(one, Share) and isinstance(other, Share):
        if _at_least(one, other) is Truth.FAILS or _at_least(other, one) is Truth.FAILS:
            return Truth.FAILS
        exact = one.lower == one.upper == other.lower == other.upper
        return Truth.HOLDS if exact else Truth.UNDETERMINED
    if isinstance(one, Money) and isinstance(other, Money) and one.currency != other.currency:
        return Truth.UNDETERMINED
    return Truth.HOLDS if one == other else Truth.FAILS


def _same_period(one: Period, other: Period) -> Truth:
    if one.latest_begin < other.earliest_begin or other.latest_begin < one.earliest_begin:
        return Truth.FAILS
    if one.latest_end < other.earliest_end or other.latest_end < one.earliest_end:
        return Truth.FAILS
    known = all(
        period.earliest_begin == period.latest_begin and period.earliest_end == period.latest_end
        for period in (one, other)
    )
    return Truth.HOLDS if known else Truth.UNDETERMINED


def _one_of(value: Any, *words: Any) -> Truth:
    if value in words:
        return Truth.HOLDS
    return Truth.UNDETERMINED if value == UNKNOWN else Truth.FAILS


def _on_or_after(day: Period, other: Period) -> Truth:
    if day.earliest_begin >= other.latest_end:
        return Truth.HOLDS
    return Truth.UNDETERMINED if day.latest_end >= other.earliest_begin else Truth.FAILS


def _before(day: Period, other: Period) -> Truth:
    return negation(_on_or_after(day, other))


def _day_before(day: Period, other: Period) -> Truth:
    """What was made as the eve of a day is, whichever day of a period that one is."""
    eve = eve_of(other)
    return Truth.HOLDS if day == eve else _same_period(day, eve)


def _at_least(one: Money | Share, other: Money | Share) -> Truth:
    if isinstance(one, Share) and isinstance(other, Share):
        if one.lower >= other.upper:
            return Truth.HOLDS
        touches = one.upper == other.lower and one.upper_closed and other.lower_closed
        reaches = one.upper > other.lower or touches
        return Truth.UNDETERMINED if reaches else Truth.FAILS
    if isinstance(one, Money) and isinstance(other, Money) and one.currency == other.currency:
        return Truth.HOLDS if one.value >= other.value else Truth.FAILS
    return Truth.UNDETERMINED  # different currencies: no rate of exchange is assumed


def negation(truth: Truth) -> Truth:
    """The truth of the opposite."""
    return Truth(2 - truth.value)


COMPARISONS: Final = (
    ComparisonSchema("overlaps", ("{a} overlaps {b}",), ("period", "period"), overlap),
    ComparisonSchema("covers", ("{a} covers {b}",), ("period", "period"), covers),
    ComparisonSchema("began by", ("{a} began on or before {b}",), ("period", "period"), begins_by),
    ComparisonSchema("began before", ("{a} began before {b}",), ("period", "period"), begins_before),
    ComparisonSchema("ended by", ("{a} ended on or before {b}",), ("period", "period"), ends_by),
    ComparisonSchema("ended before", ("{a} ended before {b}",), ("period", "period"), ends_before),
    ComparisonSchema("on or after", ("{a} is on or after {b}",), ("period", "period"), _on_or_after),
    ComparisonSchema("before", ("{a} is before {b}",), ("period", "period"), _before),
    ComparisonSchema("day before", ("{a} is the eve of {b}",), ("period", "period"), _day_before),
    ComparisonSchema("same", ("{a} is {b}", "{a} is the same as {b}"), ("any", "any"), _same),
    ComparisonSchema(
        "differs",
        ("{a} is not {b}", "{a} is other than {b}"),
        ("any", "any"),
        lambda one, other: negation(_same(one, other)),
    ),
    ComparisonSchema("at least", ("{a} is at least {b}",), ("amount", "amount"), _at_least),
    ComparisonSchema("share at least", ("{a} is at least {b}",), ("share", "share"), _at_least),
    ComparisonSchema("one of", (), ("text",), _one_of),
)

TESTS: Final[dict[str, Callable[..., Truth]]] = {schema.name: schema.test for schema in COMPARISONS}
