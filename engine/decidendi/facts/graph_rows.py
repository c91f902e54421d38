"""One row of a table of holdings as a record: columns, shares in percent, and what is refused or noticed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from decidendi.facts.amounts import WHOLE, Share, parse_share
from decidendi.facts.nodes import shown
from decidendi.facts.periods import Period, PeriodError, always, parse_day, parse_period
from decidendi.facts.register import HoldingRecord
from decidendi.facts.slots import listed
from decidendi.refusal import Place, Problem, Refusal, nearest

COLUMNS: Final = (
    "owner",
    "entity",
    "share",
    "share_min",
    "share_max",
    "min_exclusive",
    "max_exclusive",
    "class",
    "basis",
    "during",
    "source",
    "known_from",
    "indirect",
)
UNKNOWN_WORDS: Final = frozenset({"", "unknown", "null", "none", "n/a", "nan"})
EXPECTED_SHARE: Final = (
    "percent from 0 to 100 (`12.5`), a fraction of a percent number (`50/3`), an interval (`[25, 50)`), a published "
    "band, or nothing where it is unknown"
)
_FRACTION = re.compile(r"([0-9]{1,30})/([0-9]{1,30})\Z")
_VOTES = re.compile(r"voting-rights-([0-9]{2,3}-to-[0-9]{2,3}-percent.*)\Z")
_TRUE, _FALSE = frozenset({"true", "yes", "1", "t", "y"}), frozenset({"false", "no", "0", "f", "n", ""})


def check_columns(names: Iterable[str], file: str) -> tuple[str, ...]:
    """The columns that are not known and so are not read.

    Raises:
        Refusal: a column that is needed is missing or stands twice, or no column says how much is held.
    """
    found = list(names)
    problems = []
    place = Place(file, 1)
    for needed in ("owner", "entity"):
        if needed not in found:
            close = nearest(needed, found)
            mend = f"did you mean {close}? Otherwise add it" if close else "add it"
            problems.append(Problem(place, f"there is no column `{needed}`", mend, "the columns " + listed(COLUMNS)))
    if not {"share", "share_min", "share_max"} & set(found):
        close = nearest("share", found) or nearest("percentage", found)
        mend = (f"rename {close} to `share`" if close else "add `share`") + ", or `share_min` and `share_max`"
        problems.append(Problem(place, "no column says how much is held", mend, "`share` in percent"))
    for name in sorted({name for name in found if found.count(name) > 1}):
        problems.append(Problem(place, f"the column {shown(name)} stands twice", "remove one of the two"))
    if problems:
        raise Refusal(*problems)
    return tuple(name for name in found if name not in COLUMNS)


class RowReader:
    """Reads rows of one file; what is wrong goes to `problems`, what is worth saying to `flags`.

    Texts that come again are read once.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.flags: list[str] = []
        self.unnamed: set[str] = set()
        self._shares: dict[str, Share | None] = {}
        self._periods: dict[str, Period | None] = {}

    def record(self, row: Mapping[str, str | None], number: int) -> HoldingRecord | None:
        """The record of a row, or `None` where it is refused or names no owner; `number` is its line or row."""
        place = Place(self.file, number)
        owner, entity = _cell(row, "owner"), _cell(row, "entity")
        count = len(self.problems)
        if not entity or entity.casefold() == "unknown":
            self.refuse(place, "the row names no entity", "name it, or remove the row")
        share = self._share(row, place)
        basis = _cell(row, "basis")
        if not basis and _VOTES.match(_cell(row, "share")):
            basis = "votes"
        during = self.period(_cell(row, "during"), place)
        known = self.day(_cell(row, "known_from"), place)
        indirect = self.yes(row, "indirect", place)
        if len(self.problems) > count or share is None or during is None:
            return None
        if not owner or owner.casefold() == "unknown":
            self.unnamed.add(entity)
            self.flags.append(
                f"{place}: the row names no owner; its share of {shown(entity)} is left to the undisclosed remainder"
            )
            return None
        if owner == entity:
            self.flags.append(
                f"{place}: {shown(owner)} is recorded as holding {share.in_words} of itself; counted as stated"
            )
        return HoldingRecord(
            owner,
            entity,
            share,
            basis or "equity",
            _cell(row, "class"),
            during,
            known,
            _cell(row, "source"),
            place,
            indirect,
        )

    def refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        """Note a problem and go on, so that one run shows them all."""
        self.problems.append(Problem(place, what, mend, expected, found))

    def _share(self, row: Mapping[str, str | None], place: Place) -> Share | None:
        exact, low, high = (_cell(row, name) for name in ("share", "share_min", "share_max"))
        if exact.casefold() not in UNKNOWN_WORDS:
            if low or high:
                self.refuse(
                    place,
                    "the row states both a share and its bounds",
                    "keep one of the two",
                    expected="either `share`, or `share_min` and `share_max`",
                    found=f"`share` {shown(exact)}, `share_min` {shown(low)}, `share_max` {shown(high)}",
                )
                return None
            return self.share(exact, place)
        return self._between(row, low, high, place)

    def _between(self, row: Mapping[str, str | None], low: str, high: str, place: Place) -> Share | None:
        lower = self.share(low, place) if low.casefold() not in UNKNOWN_WORDS else exact(Fraction(0))
        upper = self.share(high, place) if high.casefold() not in UNKNOWN_WORDS else exact(WHOLE)
        open_below = self.yes(row, "min_exclusive", place)
        open_above = self.yes(row, "max_exclusive", place)
        if lower is None or upper is None:
            return None
        share = Share(lower.lower, upper.upper, not open_below, not open_above)
        if share.lower > share.upper or (share.lower == share.upper and (open_below or open_above)):
            self.refuse(
                place,
                "the bounds of the share leave nothing between them",
                "correct them",
                expected="`share_min` that is not above `share_max`",
                found=f"from {shown(low)} to {shown(high)}",
            )
            return None
        return share

    def share(self, text: str, place: Place) -> Share | None:
        """A share in percent, or `None` where it is refused."""
        if text not in self._shares:
            count = len(self.problems)
            self._shares[text] = self._new_share(text, place)
            if len(self.problems) > count:
                del self._shares[text]  # each row that has it is refused by name
                return None
        return self._shares[text]

    def _new_share(self, text: str, place: Place) -> Share | None:
        number = text.removesuffix("%").strip()
        match = _FRACTION.match(number)
        try:
            if match:
                over, under = (int(part) for part in match.groups())
                if not under or Fraction(over, under) > WHOLE:
                    raise ValueError(text)
                if over < under:
                    self.flags.append(
                        f"{place}: {shown(text)} is read as a part of one percent, since shares are in percent; write "
                        f"{shown(f'{over * 100}/{under}')} for that part of the whole"
                    )
                return exact(Fraction(over, under))
            votes = _VOTES.match(text)
            return parse_share(f"ownership-of-shares-{votes.group(1)}" if votes else text)
        except ValueError:
            what = "is below 0" if number.startswith("-") else "is not a share"
            if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", number) and Fraction(number) > WHOLE:
                what = "is above 100 percent"
            self.refuse(
                place, f"{shown(text)} {what}", "correct it, or leave it empty where it is unknown", EXPECTED_SHARE
            )
            return None

    def period(self, text: str, place: Place) -> Period | None:
        """A period, always where nothing is written, or `None` where it is refused."""
        if not text:
            return always()
        if text not in self._periods:
            try:
                self._periods[text] = parse_period(text)
            except PeriodError as error:
                self.refuse(place, error.what, "correct the date, or write `unknown`", error.expected)
                return None
        return self._periods[text]

    def day(self, text: str, place: Place) -> date | None:
        """A day, `None` where nothing is written or it is refused."""
        if not text:
            return None
        try:
            return parse_day(text)
        except PeriodError as error:
            self.refuse(place, error.what, "correct the day in `known_from`", error.expected)
            return None

    def yes(self, row: Mapping[str, str | None], name: str, place: Place) -> bool:
        """Whether a cell says yes; an empty one does not."""
        text = _cell(row, name).casefold()
        if text not in _TRUE and text not in _FALSE:
            self.refuse(place, f"{shown(text)} cannot stand as `{name}`", "write one of these", "`true` or `false`")
        return text in _TRUE


def exact(value: Fraction) -> Share:
    """A share that is known exactly."""
    return Share(value, value)


def _cell(row: Mapping[str, str | None], name: str) -> str:
    return (row.get(name) or "").strip()
