"""Changes to the rows of a matter, and what a search for the least of them asks and finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import Matter, Row

Rows = frozenset[tuple[str, Row]]
"""Rows with their predicates."""


@dataclass(frozen=True, slots=True)
class MatterChange:
    """What a change does to the rows of a matter."""

    stated: Rows
    possible: Rows
    no_longer_stated: Rows
    no_longer_possible: Rows


@dataclass(frozen=True, slots=True)
class Goal:
    """A conclusion, `None` standing for anything in its pattern, and how it has to come out."""

    predicate: str
    pattern: tuple[Any, ...]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found: sets of changes by their numbers, whether it is complete, and up to which size.

    `refuted` counts the sets that the solver proposed and the confirmation refused.
    """

    found: tuple[frozenset[int], ...]
    is_complete: bool
    size: int
    refuted: int


def difference(before: Matter, after: Matter) -> MatterChange:
    """The rows that one matter has more and less than another."""
    one, other = rows_of(before.stated), rows_of(after.stated)
    may, might = rows_of(before.possible), rows_of(after.possible)
    return MatterChange(other - one, might - may, one - other, may - might)


def rows_of(rows: dict[str, tuple[Row, ...]]) -> Rows:
    """Rows by predicate as pairs of predicate and row."""
    return frozenset((name, row) for name, found in rows.items() for row in found)
