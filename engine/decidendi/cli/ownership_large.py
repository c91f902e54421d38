"""`decidendi ownership` for tables of many holdings, by arrays."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from decidendi.cli.options import say
from decidendi.cli.ownership_inputs import Asked, reading_progress, refuse_missing_day, regime_for
from decidendi.determinations.ownership import OwnershipStatus
from decidendi.determinations.owning import ownership_determinations
from decidendi.facts.graph_files import load_blocked
from decidendi.facts.periods import BEGINNING, END, Period
from decidendi.refusal import Place, Refusal
from decidendi.reports.ownership_text import counts_line, ownership_text, records_line
from decidendi.rules.regime import Divestment

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


def answer_by_arrays(path: Path, asked: Asked, output: Path | None, form: str, entities: tuple[str, ...]) -> None:
    """Solve a large table, write every status, and explain the parties asked about."""
    from decidendi.determinations.owning_large import MOST_UPSTREAM, owning_large, status_columns
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
    columns = load_columns(path, reading_progress("rows read"))
    dated = [period for period in columns.periods if not _always(period)]
    if asked.on is None and (dated or any(not _always(party.during) for party in parties)):
        raise refuse_missing_day()
    telling = reading_progress("rows laid out")
    regime = regime_for(asked, Divestment.AS_STATED)
    done = owning_large(columns, parties, regime, asked.on, asked.known)
    telling(columns.read)
    result = done.determinations()
    statuses: list[OwnershipStatus] = []
    for name in entities:
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
        statuses += ownership_determinations(explained, listed={name}.__contains__).statuses
    if output is not None:
        write_columns(output, status_columns(done))
        click.echo(counts_line(result.counts), err=True)
        click.echo(records_line(result.records), err=True)
        for flag in result.flags:
            click.echo(f"flag: {flag}", err=True)
        click.echo(f"Wrote {output}", err=True)
    if output is None or entities:
        shown = result.model_copy(update={"statuses": tuple(statuses)})
        say(shown.model_dump_json(indent=2) if form == "json" else ownership_text(shown))


def _always(period: Period) -> bool:
    return period.latest_begin == BEGINNING and period.earliest_end == END
