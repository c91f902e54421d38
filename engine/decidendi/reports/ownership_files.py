"""Statuses as a table, CSV or Parquet: who has which status, and how much blocked persons hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from decidendi.determinations.owning import WORDS
from decidendi.facts.amounts import shown_number
from decidendi.reasoning.ownership.solving import Solution
from decidendi.refusal import Place, Refusal
from decidendi.reports.rendering import write_whole

COLUMNS: Final = ("entity", "status", "share_must", "share_may")


def write_statuses(path: Path, solution: Solution, progress: Callable[[int], None] | None = None) -> None:
    """Write the status of everyone, by name, to a `.csv` or `.parquet` file; whole or not at all.

    Raises:
        Refusal: the ending is another one, or the file cannot be written.
    """
    rows = []
    for number, name in enumerate(solution.names(), start=1):
        status = WORDS[solution.status(name)]
        rows.append((name, status, shown_number(solution.share_must(name)), shown_number(solution.share_may(name))))
        if progress and not number % 20_000:
            progress(number)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        write_whole(path, stream.getvalue())
    elif suffix in (".parquet", ".pq"):
        _write_parquet(path, rows)
    else:
        raise unknown_ending(path)


def unknown_ending(path: Path) -> Refusal:
    """The refusal of a file whose ending is no format of tables."""
    return Refusal.at(
        Place(str(path)),
        f"`{path.suffix}` is not a format of tables",
        expected="a name that ends in `.csv` or `.parquet`",
        mend="choose one of these endings",
    )


def write_columns(path: Path, columns: dict[str, Any]) -> None:
    """Write Arrow columns to a `.csv` or `.parquet` file; whole or not at all.

    Raises:
        Refusal: the ending is another one, or the file cannot be written.
    """
    import pyarrow as arrow
    from pyarrow import compute, parquet
    from pyarrow import csv as arrow_csv

    table = arrow.table(columns)
    suffix = path.suffix.lower()
    part = path.with_name(path.name + ".part")
    try:
        if suffix == ".csv":
            special = compute.any(compute.match_substring_regex(columns["entity"], '[",\r\n]')).as_py()
            quoting = "needed" if special else "none"
            arrow_csv.write_csv(table, part, arrow_csv.WriteOptions(quoting_style=quoting, quoting_header="none"))
        elif suffix in (".parquet", ".pq"):
            parquet.write_table(table, part)
        else:
            raise unknown_ending(path)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = (error.strerror or "not writable").lower()
        raise Refusal.at(
            Place(str(path)), "the file cannot be written", found=reason, mend="choose another place"
        ) from None


def _write_parquet(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    try:
        import pyarrow as arrow
    except ImportError:
        raise Refusal.at(
            Place(str(path)),
            "writing Parquet needs pyarrow, which is not installed",
            mend="install `decidendi[ownership]`, or write CSV",
        ) from None
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    write_columns(
        path, {name: arrow.array(values, arrow.string()) for name, values in zip(COLUMNS, columns, strict=True)}
    )
