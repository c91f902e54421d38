"""The columns of a large table of holdings: parties numbered, shares in millionths of a percent."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from numpy.typing import NDArray

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Period

MILLIONTHS: Final = 1_000_000
LOWER_OPEN, UPPER_OPEN, INEXACT = 1, 2, 4
Numbers = NDArray[Any]


@dataclass
class Coded:
    """A column of texts as codes into the different texts; `-1` where nothing is written."""

    codes: Numbers
    texts: list[str]


@dataclass
class HoldingColumns:
    """The columns of a table.

    `owners` is `-1` where no owner is named. `exact` holds shares that are no whole number of millionths, by row.
    Columns that nobody filled are left out.
    """

    file: str
    names: Any
    owners: Numbers
    entities: Numbers
    lows: Numbers
    highs: Numbers
    flags: Numbers
    exact: dict[int, Share]
    during: Numbers | None = None
    periods: list[Period] = field(default_factory=list)
    texts: dict[str, Coded] = field(default_factory=dict)
    noticed: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many rows there are."""
        return int(self.owners.size)

    def share(self, row: int) -> Share:
        """The share that a row states."""
        if row in self.exact:
            return self.exact[row]
        flag = int(self.flags[row])
        ends = Fraction(int(self.lows[row]), MILLIONTHS), Fraction(int(self.highs[row]), MILLIONTHS)
        return Share(*ends, not flag & LOWER_OPEN, not flag & UPPER_OPEN)

    def text(self, column: str, row: int) -> str:
        """What stands in a column of texts."""
        coded = self.texts.get(column)
        code = int(coded.codes[row]) if coded else -1
        return coded.texts[code] if coded and code >= 0 else ""
