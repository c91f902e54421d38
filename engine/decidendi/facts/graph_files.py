"""Tables of holdings and lists of blocked parties, from files: CSV by the standard library, Parquet by pyarrow."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from decidendi.facts.graph_rows import RowReader, check_columns
from decidendi.facts.nodes import shown
from decidendi.facts.periods import PeriodError, always, parse_period
from decidendi.facts.register import BlockedParty, HoldingRecord, Register
from decidendi.refusal import Place, Problem, Refusal

MOST_PROBLEMS: Final = 20
"""Rows that are refused by name before the rest is counted."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class HoldingTable:
    """The records of a file.

    `read` is how many rows there were, `flags` what was noticed, `unnamed` the entities of rows that name no owner.
    """

    read: int
    holdings: tuple[HoldingRecord, ...]
    flags: tuple[str, ...]
    unnamed: frozenset[str]


def load_holdings(path: Path, progress: Progress | None = None) -> HoldingTable:
    """Read a table of holdings, `.csv` or `.parquet`.

    Args:
        path: the file.
        progress: called now and then, and at the end, with the number of rows read.

    Raises:
        Refusal: the file or rows of it cannot be used; each by its row, the first twenty by name.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _table(str(path), *_csv_rows(path), progress)
    if suffix in (".parquet", ".pq"):
        return _table(str(path), *_parquet_rows(path), progress)
    raise Refusal.at(
        Place(str(path)),
        f"`{path.suffix}` is not a table of holdings",
        expected="a file that ends in `.csv` or `.parquet`",
        mend="save it as one of these",
    )


def _table(
    file: str, columns: list[str], rows: Iterator[tuple[int, Mapping[str, str | None]]], progress: Progress | None
) -> HoldingTable:
    unread = check_columns(columns, file)
    reader = RowReader(file)
    if unread:
        reader.flags.append(f"{file}: columns that are not read: {', '.join(shown(name) for name in unread)}")
    holdings = []
    read = 0
    try:
        for number, row in rows:
            read += 1
            record = reader.record(row, number)
            if record is not None:
                holdings.append(record)
            if progress and not read % 20_000:
                progress(read)
    finally:  # how many were read is told of a table that cannot be read to its end too
        if progress:
            progress(read)
    refuse_rows(reader.problems, file)
    return HoldingTable(read, tuple(holdings), tuple(reader.flags), frozenset(reader.unnamed))


def refuse_rows(problems: list[Problem], file: str) -> None:
    """Refuse a file for its rows; past the first twenty the rest is counted."""
    if not problems:
        return
    named = problems[:MOST_PROBLEMS]
    if len(problems) > len(named):
        more = len(problems) - len(named)
        named.append(Problem(Place(file), f"{more} more problems are not shown", "correct those above first"))
    raise Refusal(*named)


def _csv_rows(path: Path) -> tuple[list[str], Iterator[tuple[int, Mapping[str, str | None]]]]:
    with _opened(path) as stream:
        try:
            columns = [name.strip() for name in next(csv.reader(stream, strict=True), [])]
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(path, 1, error) from None
    return columns, _csv_cells(path, columns)


def _csv_cells(path: Path, columns: list[str]) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    with _opened(path) as stream:
        reader = csv.DictReader(stream, strict=True)
        try:
            reader.fieldnames = columns if reader.fieldnames else None
            for row in reader:
                if None in row:
                    raise Refusal.at(
                        Place(str(path), reader.line_num),
                        "the row has more cells than there are columns",
                        expected=f"{len(columns)} cells",
                        mend="put quotation marks around a text that holds a comma",
                    )
                if None in row.values():
                    raise Refusal.at(
                        Place(str(path), reader.line_num),
                        "the row has fewer cells than there are columns",
                        expected=f"{len(columns)} cells",
                        mend="write a comma for each cell that is left empty",
                    )
                yield reader.line_num, row
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(path, reader.line_num, error) from None


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "unreadable").lower()
        raise Refusal.at(
            Place(str(path)),
            "the file cannot be read",
            found=reason,
            mend="check the name of the file and who may read it",
        ) from None


def _unreadable(path: Path, line: int, error: Exception) -> Refusal:
    encoding = isinstance(error, UnicodeDecodeError)
    return Refusal.at(
        Place(str(path), line),
        "the file is not text in UTF-8" if encoding else "the row is not well-formed",
        found="" if encoding else str(error),
        mend="save the file as UTF-8" if encoding else "check the quotation marks of the row",
    )


def _parquet_rows(path: Path) -> tuple[list[str], Iterator[tuple[int, Mapping[str, str | None]]]]:
    parquet = parquet_file(path)
    columns = list(parquet.schema_arrow.names)

    def rows() -> Iterator[tuple[int, Mapping[str, str | None]]]:
        number = 0
        for batch in parquet.iter_batches(batch_size=65_536):
            lists = {name: [_text(value) for value in batch.column(name).to_pylist()] for name in columns}
            for position in range(batch.num_rows):
                number += 1
                yield number, {name: values[position] for name, values in lists.items()}

    return columns, rows()


def parquet_file(path: Path) -> Any:
    """An open Parquet file.

    Raises:
        Refusal: it cannot be read, or pyarrow is not installed.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise Refusal.at(
            Place(str(path)),
            "reading Parquet needs pyarrow, which is not installed",
            mend="install `decidendi[ownership]`, or save the table as CSV",
        ) from None
    try:
        return parquet.ParquetFile(path)
    except (OSError, arrow.ArrowInvalid) as error:
        reason = (getattr(error, "strerror", None) or str(error).split(".")[0]).lower()
        raise Refusal.at(
            Place(str(path)), "the file cannot be read as Parquet", found=reason, mend="check the file"
        ) from None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, float):
        return decimal_of(value)
    return str(value)


def decimal_of(value: float) -> str:
    """A binary number as the shortest decimal that is nearest to it; a long one is then refused, not guessed at.

    >>> decimal_of(12.5), decimal_of(50.0), decimal_of(100 / 3)
    ('12.5', '50', '33.333333333333336')
    """
    return str(int(value)) if value.is_integer() else repr(value)


def load_blocked(path: Path) -> tuple[BlockedParty, ...]:
    """Read a list of blocked parties: one a line, with a tab and a period (EDTF) where the blocking has dates.

    Empty lines and lines that begin with `#` are passed over.

    Raises:
        Refusal: the file cannot be read, or a period in it.
    """
    parties = []
    problems = []
    with _opened(path) as stream:
        try:
            lines = stream.read().splitlines()
        except UnicodeDecodeError as error:
            raise _unreadable(path, 0, error) from None
    for number, line in enumerate(lines, start=1):
        name, _, period = line.partition("\t")
        if not name.strip() or name.startswith("#"):
            continue
        try:
            during = parse_period(period) if period.strip() else always()
        except PeriodError as error:
            problems.append(Problem(Place(str(path), number), error.what, "correct the period", error.expected))
            continue
        parties.append(BlockedParty(name.strip(), during, place=Place(str(path), number)))
    refuse_rows(problems, str(path))
    return tuple(parties)


def register_from(table: HoldingTable, blocked: Iterable[BlockedParty]) -> Register:
    """The register of a table."""
    return Register(table.holdings, tuple(blocked), flags=table.flags, others=table.unnamed)
