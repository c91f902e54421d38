"""A large table of holdings as columns of numbers: parties numbered, shares in millionths of a percent.

Each text that stands in a column is read once, by the same reader as single rows, so the two ways cannot differ in
what they refuse. Needs pyarrow and numpy (`decidendi[ownership]`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as arrow
from pyarrow import compute

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.graph_files import Progress, decimal_of, load_holdings, parquet_file, refuse_rows
from decidendi.facts.graph_rows import UNKNOWN_WORDS, RowReader, check_columns
from decidendi.facts.holding_columns import (
    INEXACT,
    LOWER_OPEN,
    MILLIONTHS,
    UPPER_OPEN,
    Coded,
    HoldingColumns,
    Numbers,
)
from decidendi.facts.nodes import shown
from decidendi.facts.periods import Period
from decidendi.refusal import Place, Refusal

MOST_FLAGGED: Final = 20
"""Rows that are flagged by name, for each reason, before the rest is counted."""
_PART: Final = 1_000_000
"""Rows whose texts are in memory at once, where only their numbers stay."""


def load_columns(path: Path, progress: Progress | None = None) -> HoldingColumns:
    """Read a table of holdings, Parquet or CSV, as columns.

    Raises:
        Refusal: the file or rows of it cannot be used.
    """
    try:
        names, column, parts = _source(path)
    except Refusal:
        # Read row by row, a table that is malformed is refused at its row, and the rows before it are counted.
        load_holdings(path, progress)
        raise
    unread = check_columns(names, str(path))
    reader = _ColumnReader(str(path), column, parts, set(names), progress)
    if unread:
        listed = ", ".join(shown(name) for name in unread)
        reader.rows.flags.append(f"{path}: columns that are not read: {listed}")
    return reader.columns()


def _source(path: Path) -> tuple[list[str], Callable[[str], Any], Callable[[str], Iterator[Any]]]:
    """The names of the columns, and functions that read one: whole, and part by part."""
    if path.suffix.lower() == ".csv":
        from pyarrow import csv as arrow_csv

        options = arrow_csv.ConvertOptions(strings_can_be_null=True, null_values=[""])
        try:
            header = arrow_csv.open_csv(path).schema.names
            options.column_types = dict.fromkeys(header, arrow.string())
            table = arrow_csv.read_csv(path, convert_options=options)
        except (OSError, arrow.ArrowInvalid) as error:
            reason = str(error).split(":")[-1].strip().lower()
            raise Refusal.at(
                Place(str(path)), "the file cannot be read as CSV", found=reason, mend="check the file"
            ) from None

        def column(name: str) -> Any:
            return table.column(header.index(name))

        return [name.strip() for name in header], column, lambda name: iter(column(name).chunks)
    parquet = parquet_file(path)

    def parts(name: str) -> Iterator[Any]:
        return (batch.column(0) for batch in parquet.iter_batches(_PART, columns=[name]))

    return list(parquet.schema_arrow.names), lambda name: parquet.read([name]).column(0), parts


class _ColumnReader:
    def __init__(
        self,
        file: str,
        column: Callable[[str], Any],
        parts: Callable[[str], Iterator[Any]],
        names: set[str],
        progress: Progress | None,
    ) -> None:
        self.file = file
        self.column = column
        self.parts = parts
        self.names = names
        self.progress = progress
        self.rows = RowReader(file)
        self.offset = 2 if file.lower().endswith(".csv") else 1

    def columns(self) -> HoldingColumns:
        names, owners, entities = self._parties()
        self._tell(owners.size)
        lows, highs, flags, exact, votes = self._shares(owners.size)
        arrow.default_memory_pool().release_unused()
        self._tell(owners.size)
        made = HoldingColumns(self.file, names, owners, entities, lows, highs, flags, exact)
        for name in ("class", "basis", "source", "known_from", "indirect"):
            if name in self.names and (coded := self._coded(name)) is not None:
                made.texts[name] = coded
        if votes is not None and votes.any():
            self._votes(made, votes)
        if "during" in self.names and (coded := self._coded("during")) is not None:
            made.during = coded.codes
            made.periods = self._periods(coded)
        for name in ("known_from", "indirect"):
            self._check(name, made)
        refuse_rows(sorted(self.rows.problems, key=lambda problem: problem.place), self.file)
        self._notice(made)
        made.noticed = tuple(self.rows.flags)
        return made

    def _notice(self, made: HoldingColumns) -> None:
        """Flag rows that name no owner and holdings in oneself: the first of each by row, the others by their count."""
        unnamed = np.flatnonzero(made.owners < 0)
        own = np.flatnonzero(made.owners == made.entities)
        for row in sorted(map(int, (*unnamed[:MOST_FLAGGED], *own[:MOST_FLAGGED]))):
            name = shown(made.names[int(made.entities[row])].as_py())
            if made.owners[row] < 0:
                said = f"the row names no owner; its share of {name} is left to the undisclosed remainder"
            else:
                said = f"{name} is recorded as holding {made.share(row).in_words} of itself; counted as stated"
            self.rows.flags.append(f"{self._place(row)}: {said}")
        for rows, said in ((unnamed, "rows name no owner"), (own, "rows record a holding in oneself")):
            if rows.size > MOST_FLAGGED:
                self.rows.flags.append(f"{self.file}: {rows.size - MOST_FLAGGED:,} more {said}")

    def _tell(self, count: int) -> None:
        if self.progress:
            self.progress(int(count))

    def _place(self, row: int) -> Place:
        return Place(self.file, row + self.offset)

    def _parties(self) -> tuple[Any, Numbers, Numbers]:
        """The parties in the order in which they first stand, owners first; and both columns as numbers."""
        from decidendi.facts.numbering import number_columns

        read = ((self._strings(part).combine_chunks() for part in self.parts(name)) for name in ("owner", "entity"))
        names, found = number_columns(self.file, read)
        rows, numbers = found[0].size, np.concatenate(found)
        del found
        arrow.default_memory_pool().release_unused()
        names, numbers = _trimmed(names, numbers)
        missing = compute.is_in(compute.utf8_lower(names), arrow.array(["", "unknown"]))
        nobody = missing.to_numpy(zero_copy_only=False)
        if nobody.any():
            number = np.where(nobody, -1, np.cumsum(~nobody) - 1).astype(np.int32)
            numbers = np.where(numbers < 0, -1, number[numbers]).astype(np.int32)
            names = names.filter(arrow.array(~nobody))
        owners, entities = numbers[:rows], numbers[rows:]
        for row in np.flatnonzero(entities < 0)[:50]:
            self.rows.refuse(self._place(int(row)), "the row names no entity", "name it, or remove the row")
        return names, owners, entities

    def _strings(self, column: Any) -> Any:
        column = column if isinstance(column, arrow.ChunkedArray) else arrow.chunked_array([column])
        if arrow.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        return column if arrow.types.is_string(column.type) else column.cast(arrow.string())

    def _coded(self, name: str) -> Coded | None:
        column = self.column(name)
        if column.null_count == len(column):
            return None
        encoded = self._strings(column).dictionary_encode()
        codes = np.concatenate([compute.fill_null(chunk.indices, -1).to_numpy() for chunk in encoded.chunks])
        texts = [(text or "").strip() for text in encoded.chunk(0).dictionary.to_pylist()]
        for code, text in enumerate(texts):
            if not text:
                codes[codes == code] = -1
        return Coded(codes, texts)

    def _periods(self, coded: Coded) -> list[Period]:
        periods = []
        for code, text in enumerate(coded.texts):
            place = Place(self.file)
            count = len(self.rows.problems)
            period = self.rows.period(text, place)
            if period is None:
                self._named_rows(count, coded.codes == code)
                period = Period("unread", 0, 0, 0, 0)
            periods.append(period)
        return periods

    def _named_rows(self, count: int, mask: Numbers) -> None:
        """Give the problems noted since `count` the rows that they are about."""
        noted = self.rows.problems[count:]
        del self.rows.problems[count:]
        for row in np.flatnonzero(mask)[:50]:
            for problem in noted:
                place = self._place(int(row))
                self.rows.refuse(place, problem.what, problem.mend, problem.expected, problem.found)

    def _check(self, name: str, made: HoldingColumns) -> None:
        coded = made.texts.get(name)
        for code, text in enumerate(coded.texts if coded else ()):
            count = len(self.rows.problems)
            if name == "known_from":
                self.rows.day(text, Place(self.file))
            else:
                self.rows.yes({name: text}, name, Place(self.file))
            if coded is not None and len(self.rows.problems) > count:
                self._named_rows(count, coded.codes == code)

    def _votes(self, made: HoldingColumns, votes: Numbers) -> None:
        """A band of voting rights is of votes, where the row does not say otherwise."""
        basis = made.texts.setdefault("basis", Coded(np.full(votes.size, -1, np.int32), []))
        basis.texts.append("votes")
        basis.codes[votes & (basis.codes < 0)] = len(basis.texts) - 1

    def _shares(self, rows: int) -> tuple[Numbers, Numbers, Numbers, dict[int, Share], Numbers | None]:
        lows = np.zeros(rows, np.int32)
        highs = np.full(rows, 100 * MILLIONTHS, np.int32)
        flags = np.zeros(rows, np.uint8)
        exact: dict[int, Share] = {}
        votes = None
        stated = np.zeros(rows, bool)
        if "share" in self.names:
            votes = self._ends("share", lows, highs, flags, exact, stated)
        ends = {
            name: self._bound(name, lows, highs, stated) for name in ("share_min", "share_max") if name in self.names
        }
        low_ends, high_ends = ends.get("share_min", {}), ends.get("share_max", {})
        for row in {*low_ends, *high_ends}:
            plain = _share(lows, highs, row)
            exact[row] = Share(low_ends.get(row, plain).lower, high_ends.get(row, plain).upper)
            flags[row] |= INEXACT
        for name, bit in (("min_exclusive", LOWER_OPEN), ("max_exclusive", UPPER_OPEN)):
            if name in self.names:
                self._opened(name, bit, flags, exact, stated)
        opened = (flags & (LOWER_OPEN | UPPER_OPEN)) > 0
        empty = (lows > highs) | ((lows == highs) & opened & ((flags & INEXACT) == 0))
        for row in np.flatnonzero(empty)[:50]:
            self.rows.refuse(
                self._place(int(row)),
                "the bounds of the share leave nothing between them",
                "correct them",
                "`share_min` that is not above `share_max`",
            )
        return lows, highs, flags, exact, votes

    def _ends(
        self,
        name: str,
        lows: Numbers,
        highs: Numbers,
        flags: Numbers,
        exact: dict[int, Share],
        stated: Numbers,
    ) -> Numbers | None:
        column = self.column(name)
        if (whole := self._numbers(name, column)) is not None:
            values, known = whole
            lows[known] = values[known]
            highs[known] = values[known]
            stated |= known
            return None
        coded = self._coded(name)
        if coded is None:
            return None
        votes = np.zeros(lows.size, bool)
        unknown = len(coded.texts)
        table = np.zeros((4, unknown + 1), np.int64)
        table[:, unknown] = (0, 100 * MILLIONTHS, 0, 0)
        shares: dict[int, Share] = {}
        for code, text in enumerate(coded.texts):
            if text.casefold() in UNKNOWN_WORDS:
                table[:, code] = (0, 100 * MILLIONTHS, 0, 0)
                continue
            count = len(self.rows.problems)
            share = self.rows.share(text, Place(self.file))
            if share is None:
                self._named_rows(count, coded.codes == code)
                continue
            low, high, flag = _units(share)
            table[:, code] = (low, high, flag, 1)
            if flag & INEXACT:
                shares[code] = share
            if text.startswith("voting-rights-"):
                votes |= coded.codes == code
        codes = np.where(coded.codes < 0, unknown, coded.codes)
        lows[:] = table[0][codes]
        highs[:] = table[1][codes]
        flags[:] = table[2][codes]
        stated |= table[3][codes] > 0
        if shares:
            for row in np.flatnonzero(flags & INEXACT):
                exact[int(row)] = shares[int(codes[row])]
        return votes

    def _numbers(self, name: str, column: Any) -> tuple[Numbers, Numbers] | None:
        """A column of numbers as millionths, and where one is stated; `None` for a column of another type."""
        kind = column.type
        decimal = arrow.types.is_decimal(kind) and kind.scale <= 6
        if not (arrow.types.is_floating(kind) or arrow.types.is_integer(kind) or decimal):
            return None
        found = np.zeros(len(column), np.int32)
        stated = np.zeros(len(column), bool)
        start = 0
        for chunk in column.chunks:  # chunk by chunk, so that no second copy of the whole column is needed
            values = chunk.cast(arrow.float64()).to_numpy(zero_copy_only=False)
            known = ~np.isnan(values)
            values = np.where(known, values, 0.0)
            millionths = np.rint(values * MILLIONTHS)
            bad = known & ((millionths / MILLIONTHS != values) | (values < 0) | (values > 100))
            self._refuse_numbers(name, values, np.flatnonzero(bad)[:50], start)
            part = slice(start, start + len(chunk))
            found[part] = np.clip(millionths, 0, 100 * MILLIONTHS)
            stated[part] = known
            start += len(chunk)
        return found, stated

    def _refuse_numbers(self, name: str, values: Numbers, rows: Numbers, start: int) -> None:
        for row in map(int, rows):
            text = decimal_of(float(values[row]))
            count = len(self.rows.problems)
            self.rows.share(text, self._place(start + row))
            if len(self.rows.problems) == count:
                self.rows.refuse(
                    self._place(start + row),
                    f"`{name}` holds the binary number {shown(text)}, which is no decimal of six places",
                    "write the column as text or as decimals",
                )

    def _bound(self, name: str, lows: Numbers, highs: Numbers, stated: Numbers) -> dict[int, Share]:
        """A column of bounds: of the row's share, where it states no share. The bounds that are inexact, by row."""
        low, high = np.full(lows.size, -1, np.int32), np.full(lows.size, -1, np.int32)
        flag, shares = np.zeros(lows.size, np.uint8), dict[int, Share]()
        known = np.zeros(lows.size, bool)
        self._ends(name, low, high, flag, shares, known)
        for row in np.flatnonzero(known & stated)[:50]:
            self.rows.refuse(self._place(int(row)), "the row states both a share and its bounds", "keep one of the two")
        if name == "share_min":
            lows[known] = low[known]
        else:
            highs[known] = high[known]
        return shares

    def _opened(self, name: str, bit: int, flags: Numbers, exact: dict[int, Share], stated: Numbers) -> None:
        coded = self._coded(name)
        if coded is None:
            return
        for code, text in enumerate(coded.texts):
            count = len(self.rows.problems)
            opened = self.rows.yes({name: text}, name, Place(self.file))
            if len(self.rows.problems) > count:
                self._named_rows(count, coded.codes == code)
            elif opened:
                flags[(coded.codes == code) & ~stated] |= bit
        for row in [row for row in exact if flags[row] & bit]:
            share = exact[row]
            exact[row] = Share(
                share.lower,
                share.upper,
                share.lower_closed and bit != LOWER_OPEN,
                share.upper_closed and bit != UPPER_OPEN,
            )


def _share(lows: Numbers, highs: Numbers, row: int) -> Share:
    return Share(WHOLE * int(lows[row]) / (100 * MILLIONTHS), WHOLE * int(highs[row]) / (100 * MILLIONTHS))


def _units(share: Share) -> tuple[int, int, int]:
    low, high = share.lower * MILLIONTHS, share.upper * MILLIONTHS
    inexact = INEXACT if low.denominator != 1 or high.denominator != 1 else 0
    opened = (0 if share.lower_closed else LOWER_OPEN) | (0 if share.upper_closed else UPPER_OPEN)
    return low.numerator // low.denominator, -(-high.numerator // high.denominator), inexact | opened


def _trimmed(names: Any, numbers: Numbers) -> tuple[Any, Numbers]:
    """Names without blanks around them; names that then say the same are one."""
    trimmed = compute.utf8_trim_whitespace(names)
    if trimmed.equals(names):
        return names, numbers
    encoded = trimmed.dictionary_encode()
    again = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    return encoded.dictionary, np.where(numbers < 0, -1, again[numbers]).astype(np.int32)
