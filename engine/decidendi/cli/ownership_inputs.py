"""What `decidendi ownership` is asked about: a register, the test in force, the day."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from decidendi.cli.options import QUIET_SECONDS, rulebook_at, say
from decidendi.content import content_directory
from decidendi.determinations.blocked_parties import blocked_in
from decidendi.determinations.ownership_timeline import timeline_of
from decidendi.facts.graph_files import load_blocked, load_holdings, register_from
from decidendi.facts.loading import load_fact_set
from decidendi.facts.ownership import register_of
from decidendi.facts.periods import BEGINNING, END
from decidendi.facts.register import Register
from decidendi.refusal import Place, Refusal, nearest
from decidendi.reports.ownership_text import timeline_text
from decidendi.rules.regime import Divestment, Regime, Remainder
from decidendi.rules.regimes import Regimes, load_regimes


@dataclass(frozen=True)
class Asked:
    """The options that say what is asked."""

    blocked: Path | None = None
    on: date | None = None
    known: date | None = None
    undisclosed: str | None = None
    divestment: str | None = None
    regime: Path | None = None
    rules: Path | None = None


@dataclass(frozen=True)
class Inputs:
    """What is to be solved: the register, the test in force, the day, names in prose, how many rows were read."""

    file: str
    register: Register
    regime: Regime
    on: date | None
    known: date | None
    titles: Mapping[str, str]
    read: int
    regimes: Regimes
    readings: Callable[[Regime], Regime]


class RecordsRead:
    """Counts the records of the input as they are read, and tells how far it is."""

    def __init__(self) -> None:
        self.count = 0
        self._tell = reading_progress("rows read")

    def __call__(self, count: int) -> None:
        """Take note that `count` records have been read by now."""
        self.count = count
        self._tell(count)


def inputs_of(path: Path, asked: Asked, records: RecordsRead) -> Inputs:
    """Read what is asked about.

    Args:
        path: a fact set or a table.
        asked: the options.
        records: is told how many records have been read.

    Raises:
        Refusal: something cannot be used, or the day or the list of blocked parties is missing.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        return _of_facts(path, asked, records)
    if asked.blocked is None:
        raise Refusal.at(
            Place("--blocked"),
            "a table of holdings does not say who is blocked",
            expected="a list of blocked parties, one a line",
            mend="give `--blocked LIST`",
        )
    parties = load_blocked(asked.blocked)
    table = load_holdings(path, records)
    register = register_from(table, parties)
    register = replace(register, flags=(*register.flags, *_strangers(register, asked.blocked)))
    if asked.on is None and not _undated(register):
        raise refuse_missing_day()
    regime = regime_for(asked, Divestment.AS_STATED)
    return Inputs(
        str(path), register, regime, asked.on, asked.known, {}, table.read, *history_for(asked, Divestment.AS_STATED)
    )


def _of_facts(path: Path, asked: Asked, records: RecordsRead) -> Inputs:
    facts = load_fact_set(path)
    records(len(register_of(facts, ()).holdings))
    on = asked.on or facts.as_of
    if on is None:
        raise Refusal.at(
            Place(str(path)),
            "the day asked about is not stated",
            expected="`as of: 2020-07-09` in the fact set, or the option `--on 2020-07-09`",
            mend="state the day",
        )
    parties = (
        load_blocked(asked.blocked) if asked.blocked else blocked_in(facts, rulebook_at(asked.rules), on, asked.known)
    )
    register = register_of(facts, parties)
    regime = regime_for(replace(asked, on=on), None)
    titles = {party.name: party.title for party in facts.parties}
    read = len(register.holdings)
    return Inputs(str(path), register, regime, on, asked.known, titles, read, *history_for(asked, None))


def refuse_missing_day() -> Refusal:
    """The refusal of a question about dated holdings that does not say which day it is about."""
    return Refusal.at(
        Place("--on"),
        "the holdings or blockings are dated, and the day asked about is not stated",
        expected="a full day such as `2020-07-09`",
        mend="give `--on DAY`",
    )


def regime_for(asked: Asked, divestment: Divestment | None) -> Regime:
    """The test in force on the day asked about, with the readings asked for; `divestment` is the one otherwise."""
    regimes, readings = history_for(asked, divestment)
    return readings(regimes.on(asked.on))


def history_for(asked: Asked, divestment: Divestment | None) -> tuple[Regimes, Callable[[Regime], Regime]]:
    """The versions of the test, and the readings asked for."""
    regimes = load_regimes(asked.regime or content_directory("rules") / "ownership.yaml")

    def readings(regime: Regime) -> Regime:
        if divestment is not None:
            regime = replace(regime, divestment=divestment)
        if asked.divestment:
            on_conditions = asked.divestment == "conditions"
            chosen = Divestment.ON_CONDITIONS if on_conditions else Divestment.AS_STATED
            regime = replace(regime, divestment=chosen)
        if asked.undisclosed:
            opened = asked.undisclosed == "unknown"
            regime = replace(regime, remainder=Remainder.UNDETERMINED if opened else Remainder.NOT_REACHED)
        return regime

    return regimes, readings


def _undated(register: Register) -> bool:
    periods = [*(record.during for record in register.holdings), *(party.during for party in register.blocked)]
    return all(period.latest_begin == BEGINNING and period.earliest_end == END for period in periods)


def _strangers(register: Register, path: Path) -> list[str]:
    """Blocked parties that hold nothing and are not held, by name."""
    known = {record.owner for record in register.holdings} | {record.entity for record in register.holdings}
    flags: list[str] = []
    for party in register.blocked:
        if party.name not in known:
            close = nearest(party.name, known, 1) if len(known) <= 5_000 and len(flags) < 20 else ""
            hint = f"; did you mean {close}" if close else ""
            flags.append(f"{party.place}: `{party.name}` holds nothing in the table and is not held{hint}")
    if not register.blocked:
        flags.append(f"{path}: the list names nobody, so nobody is blocked")
    return flags


def reading_progress(noun: str) -> Callable[[int], None]:
    """A function that tells on the error output how many are done, once two seconds have passed."""
    started = time.monotonic()
    last = started

    def progress(count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > QUIET_SECONDS and now - last > 1:
            last = now
            click.echo(f"{count:,} {noun}", err=True)

    return progress


def say_timeline(inputs: Inputs, entity: str, form: str, unnamed: int) -> None:
    """Print the status of one party over its history; `unnamed` records named no owner."""
    made = timeline_of(
        inputs.register,
        inputs.regimes,
        entity,
        known=inputs.known,
        readings=inputs.readings,
        title=inputs.titles.get(entity, ""),
        read=inputs.read,
        unnamed=unnamed,
    )
    say(made.model_dump_json(indent=2) if form == "json" else timeline_text(made))
