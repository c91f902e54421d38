"""Facts that cannot both be so: one is denied that the other asserts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from decidendi.facts.amounts import Share
from decidendi.facts.entries import said
from decidendi.facts.fact_set import Statement
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.nodes import shown
from decidendi.facts.periods import Period, Truth, covers, overlap
from decidendi.refusal import Problem


def contradictions(statements: tuple[Statement, ...]) -> Iterator[Problem]:
    """A problem for each denial of something asserted, at the later of the two places."""
    asserted: dict[tuple[Any, ...], list[Statement]] = {}
    by_predicate: dict[str, list[Statement]] = {}
    for statement in statements:
        if not statement.denied:
            asserted.setdefault(_fixed(statement), []).append(statement)
            by_predicate.setdefault(statement.predicate, []).append(statement)
    for denial in statements:
        if not denial.denied:
            continue
        open_slot = UNKNOWN in denial.arguments
        for claim in by_predicate.get(denial.predicate, ()) if open_slot else asserted.get(_fixed(denial), ()):
            if clashes(denial, claim):
                yield Problem(
                    max(denial.place, claim.place),
                    "the facts contradict each other",
                    "keep the one that the better source supports, or give each its own dates",
                    expected="each fact to be asserted or denied, not both",
                    found=f"{shown(said(claim), 120)} asserted at line {claim.place.line} and denied at line "
                    f"{denial.place.line}",
                )


def _fixed(statement: Statement) -> tuple[Any, ...]:
    """What two statements have in common that can contradict each other, where the denial is specific."""
    fixed = (None if isinstance(value, Period | Share) else value for value in statement.arguments)
    return (statement.predicate, *fixed)


def clashes(denial: Statement, claim: Statement) -> bool:
    """Whether a denial and a claim of one class of fact cannot both be so."""
    return all(_clash(one, other) for one, other in zip(denial.arguments, claim.arguments, strict=True))


def _clash(denied: Any, claimed: Any) -> bool:
    """Whether the denial reaches what is claimed: for times, where the two certainly share a day."""
    if isinstance(denied, Period) and isinstance(claimed, Period) and overlap(denied, claimed) is Truth.HOLDS:
        return True
    return denies_value(denied, claimed)


def denies(denied: tuple[Any, ...], claimed: tuple[Any, ...]) -> bool:
    """Whether a denial covers a claim: an unknown slot of the denial stands for anything."""
    return all(denies_value(one, other) for one, other in zip(denied, claimed, strict=True))


def denies_value(denied: Any, claimed: Any) -> bool:
    """Whether what a denial has in one slot covers what a claim has there."""
    if denied in (claimed, UNKNOWN):
        return True
    if isinstance(denied, Period) and isinstance(claimed, Period):
        return denied.text == UNKNOWN or covers(denied, claimed) is Truth.HOLDS
    if isinstance(denied, Share) and isinstance(claimed, Share):
        lower = denied.lower < claimed.lower or (
            denied.lower == claimed.lower and (denied.lower_closed or not claimed.lower_closed)
        )
        upper = denied.upper > claimed.upper or (
            denied.upper == claimed.upper and (denied.upper_closed or not claimed.upper_closed)
        )
        return lower and upper
    return False
