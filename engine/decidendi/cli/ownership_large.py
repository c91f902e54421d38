"""`decidendi ownership` for tables of many holdings, by arrays."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from decidendi.cli.options import say
from decidendi.cli.ownership_inputs import (
    Asked,
    Inputs,
    RecordsRead,
    history_for,
    reading_progress,
    refuse_missing_day,
    regime_for,
    say_timeline,
)
from decidendi.determinations.ownership import OwnershipStatus
from decidendi.determinations.owning import Owning, ownership_determinations
from decidendi.facts.graph_files import load_blocked
from decidendi.facts.periods import BEGINNING, END, Period
from decidendi.refusal import Place, Refusal
from decidendi.reports.chart_files import write_chart
from decidendi.reports.ownership_text import counts_line, ownership_text, records_line
from decidendi.reports.text import safe
from decidendi.rules.regime import Divestment

if TYPE_CHECKING:
    from decidendi.determinations.owning_large import LargeOwning

LARGE_FILE = 4_000_000
"""Bytes from which a table goes through arrays, where these are installed."""


def goes_through_arrays(path: Path, asked: Asked, by: str) -> bool:
    """Whether a table is to be solved by arrays: as asked, or by its size.

    Raises:
        Refusal: arrays are asked for and cannot be had.
    """
    if by == "exact" or path.suffix.lower() not in (".csv", ".parquet", ".pq"):
        return False
    installed = all(find_spec(name) is not None for name in ("numpy", "numba", "pyarrow"))
    if by == "arrays":
        if not installed:
            raise Refusal.at(
                Place("--by"), "arrays are not installed", mend="install `decidendi[ownership]`, or leave `--by` out"
            )
        return _takes(asked)
    return installed and path.is_file() and path.stat().st_size >= LARGE_FILE and _takes(asked)


def _takes(asked: Asked) -> bool:
    from decidendi.reasoning.ownership.arrays import can_be_solved

    regime = regime_for(asked, Divestment.AS_STATED)
    return can_be_solved(regime) and regime.divestment is Divestment.AS_STATED


@dataclass(frozen=True)
class Wanted:
    """What the command is to give: files, a form, parties to explain."""

    output: Path | None
    form: str
    entities: tuple[str, ...]
    timeline: str | None
    chart: Path | None


def answer_by_arrays(path: Path, asked: Asked, wanted: Wanted, records: RecordsRead) -> None:
    """Solve a large table, write every status, and explain or draw the parties asked about."""
    from decidendi.determinations.owning_large import owning_large, status_columns
    from decidendi.facts.graph_columns import load_columns
    from decidendi.reports.ownership_files import write_columns

    if asked.blocked is None:
        raise Refusal.at(
            Place("--blocked"),
            "a table of holdings does not say who is blocked",
            expected="a list of blocked parties, one a line",
            mend="give `--blocked LIST`",
        )
    parties = load_blocked(asked.blocked)
    columns = load_columns(path, records)
    dated = [period for period in columns.periods if not _always(period)]
    if asked.on is None and (dated or any(not _always(party.during) for party in parties)):
        raise refuse_missing_day()
    telling = reading_progress("rows laid out")
    regime = regime_for(asked, Divestment.AS_STATED)
    done = owning_large(columns, parties, regime, asked.on, asked.known)
    telling(columns.read)
    result = done.determinations()
    if wanted.timeline:
        upstream = _explained(path, done, wanted.timeline)
        regimes, readings = history_for(asked, Divestment.AS_STATED)
        inputs = Inputs(
            str(path), upstream.registered.own, regime, asked.on, asked.known, {}, columns.read, regimes, readings
        )
        say_timeline(inputs, wanted.timeline, wanted.form, int((columns.owners < 0).sum()))
        return
    statuses: list[OwnershipStatus] = []
    for name in wanted.entities:
        explained = _explained(path, done, name)
        if wanted.chart is not None:
            drawn = write_chart(wanted.chart, explained, {}, [name])
            click.echo(f"Wrote {wanted.chart}, {drawn} parties", err=True)
        statuses += ownership_determinations(explained, listed={name}.__contains__).statuses
    if wanted.chart is not None and len(wanted.entities) != 1:
        raise Refusal.at(
            Place("--chart"), "the table is too large for one chart", mend="name one party with `--entity`"
        )
    output = wanted.output
    if output is not None:
        write_columns(output, status_columns(done))
        click.echo(counts_line(result.counts), err=True)
        click.echo(records_line(result.records), err=True)
        for flag in result.flags:
            click.echo(safe(f"flag: {flag}"), err=True)
        click.echo(f"Wrote {output}", err=True)
    if output is None or wanted.entities:
        shown = result.model_copy(update={"statuses": tuple(statuses)})
        say(shown.model_dump_json(indent=2) if wanted.form == "json" else ownership_text(shown))


def _explained(path: Path, done: LargeOwning, name: str) -> Owning:
    from decidendi.determinations.owning_large import MOST_UPSTREAM

    number = done.number_of(name)
    if number < 0:
        raise Refusal.at(Place(str(path)), f"`{name}` is not named here", mend="check the name")
    explained = done.explained(number)
    if explained is None:
        raise Refusal.at(
            Place(str(path)),
            f"`{name}` has too many holdings upstream to be explained",
            expected=f"at most {MOST_UPSTREAM:,}",
            mend="ask about its owners, or leave `--entity` out",
        )
    return explained


def _always(period: Period) -> bool:
    return period.latest_begin == BEGINNING and period.earliest_end == END
