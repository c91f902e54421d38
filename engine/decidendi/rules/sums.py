"""Sums of shares that are known in part: whether they certainly, or possibly, reach a threshold.

Each summand lies in a range, and all of them together make at most the whole. What must be reached takes the lower
ends of those that certainly count; what may be reached takes the upper ends of those that possibly count, but never
more than the others leave. Both grow with the set of those that count, so that a rule may rest on itself through a
sum and still has a least fixpoint (Ross and Sagiv, "Monotonic aggregation in deductive databases", 1992).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from decidendi.facts.amounts import WHOLE, Share
from decidendi.rules.comparisons import GENERIC_NAMES
from decidendi.rules.form import Sum

Row = tuple[Any, ...]
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Summand:
    """One share of a table: the range it lies in, whether it counts, and whether the facts name whose it is."""

    share: Share
    counts: bool
    is_named: bool


def table(
    rule: Sum, certain: Iterable[Row], possible: Iterable[Row], counted: Mapping[Row, Any] | frozenset[Row]
) -> tuple[Summand, ...]:
    """The summands of one group.

    Args:
        rule: the sum.
        certain: the rows of the table that must hold, each with its group, its unit and a share.
        possible: those that may hold, the certain ones included.
        counted: the rows, group and unit, that count.

    Several rows of one unit are different statements of one share: it lies between the least and the most of them,
    and may be nothing where none of them is certain.
    """
    sure = frozenset(certain)
    units: dict[Row, list[tuple[Share, bool]]] = {}
    for row in possible:
        units.setdefault(row[:-1], []).append((row[-1], row in sure))
    return tuple(
        Summand(_hull(found), unit in counted, not any(value in GENERIC_NAMES for value in unit[rule.group :]))
        for unit, found in sorted(units.items(), key=lambda item: tuple(map(str, item[0])))
    )


def _hull(found: list[tuple[Share, bool]]) -> Share:
    shares = [share for share, _ in found]
    if any(is_certain for _, is_certain in found):
        lower = min(share.lower for share in shares)
        lower_closed = any(share.lower_closed for share in shares if share.lower == lower)
    else:
        lower, lower_closed = _NOTHING, True
    upper = max(share.upper for share in shares)
    upper_closed = any(share.upper_closed for share in shares if share.upper == upper)
    return Share(lower, upper, lower_closed, upper_closed)


def must_reach(rule: Sum, summands: Iterable[Summand], threshold: Share, *, is_whole: bool = False) -> bool:
    """Whether the summands that certainly count reach the threshold, whatever the rest is.

    Where the table `is_whole`, what the others cannot hold is theirs too.
    """
    found = tuple(summands)
    lowers = _lowers(found)
    total = sum((lower for item, lower in zip(found, lowers, strict=True) if item.counts), _NOTHING)
    bounds = [(total, any(item.counts and not item.share.lower_closed for item in found))]
    if is_whole and any(item.counts for item in found):
        others = [item.share for item in found if not item.counts]
        left = WHOLE - sum((share.upper for share in others), _NOTHING)
        bounds.append((left, any(not share.upper_closed for share in others)))
    least = max(bound for bound, _ in bounds)
    is_exceeded = any(beyond for bound, beyond in bounds if bound == least)
    return least > threshold.upper or (least == threshold.upper and (not rule.more_than or is_exceeded))


def may_reach(rule: Sum, summands: Iterable[Summand], threshold: Share) -> bool:
    """Whether the summands that possibly count can reach the threshold without the whole being exceeded."""
    found = tuple(summands)
    lowers = _lowers(found)
    rest = WHOLE - sum((lower for item, lower in zip(found, lowers, strict=True) if not item.counts), _NOTHING)
    bounds = [(rest, all(item.share.lower_closed for item in found if not item.counts))]
    counted = [item for item in found if item.counts]
    if not rule.undisclosed and all(item.is_named for item in counted):
        upper = sum((item.share.upper for item in counted), _NOTHING)
        bounds.append((upper, all(item.share.upper_closed for item in counted)))
    most = min(bound for bound, _ in bounds)
    is_attained = all(closed for bound, closed in bounds if bound == most)
    return most > threshold.lower or (most == threshold.lower and is_attained and not rule.more_than)


def _lowers(summands: tuple[Summand, ...]) -> list[Fraction]:
    """The lower ends; where they exceed the whole, each falls to what the others leave of it."""
    lowers = [item.share.lower for item in summands]
    total = sum(lowers, _NOTHING)
    if total <= WHOLE:
        return lowers
    return [max(_NOTHING, WHOLE - (total - lower)) for lower in lowers]


def is_overfull(summands: Iterable[Summand]) -> bool:
    """Whether the least that the summands can be together exceeds the whole."""
    return sum((item.share.lower for item in summands), _NOTHING) > WHOLE
