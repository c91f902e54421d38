"""Options that several commands share, and how a command ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from decidendi.content import content_directory
from decidendi.determinations.determine import Run, options_of, run
from decidendi.determinations.unknowns import BOUNDS
from decidendi.facts.fact_set import FactSet
from decidendi.facts.loading import load_fact_set
from decidendi.facts.periods import PeriodError, parse_day
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.bounded import Bounds
from decidendi.refusal import Place, Refusal
from decidendi.rules.compiled import load_kept_rulebook
from decidendi.rules.rulebook import Rulebook, load_rulebook

ANSWERED, EXPECTATION_FAILED, REFUSED = 0, 1, 2

QUIET_SECONDS = 2

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A full day, `YYYY-MM-DD`."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. A refusal where the text is not one."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except PeriodError as error:
            name = param.opts[0] if param is not None else "day"
            raise Refusal.at(
                Place(name),
                error.what,
                expected="a full day such as `2020-07-09`",
                found=f"`{value}`",
                mend="correct it",
            ) from None


def asking(command: Command) -> Command:
    """The options of every command that asks something of a fact set."""
    for option in (
        click.option("--as-of", type=Day(), help="The day asked about, instead of that of the fact set."),
        click.option("--known", type=Day(), help="Use only what was known on this day."),
        click.option("--reading", "readings", multiple=True, metavar="TERM=READING", help="Choose a reading."),
        click.option("--consider", multiple=True, metavar="PARTY", help="Ask about this party's designation too."),
        click.option("--rules", type=click.Path(path_type=Path), help="Another rulebook than the one that came along."),
    ):
        command = option(command)
    return command


def looking(command: Command) -> Command:
    """The options of a command that looks for open questions: how many it tries, how deep and wide it looks."""
    for option in (
        click.option(
            "--widest",
            type=click.IntRange(min=1),
            default=BOUNDS.widest,
            show_default=True,
            help="In how many ways each rule may come about that are looked at.",
        ),
        click.option(
            "--deepest",
            type=click.IntRange(min=1),
            default=BOUNDS.deepest,
            show_default=True,
            help="How many conclusions may lie on the way to an unknown.",
        ),
        click.option(
            "--most",
            type=click.IntRange(min=1),
            default=BOUNDS.most,
            show_default=True,
            help="How many unknowns to try.",
        ),
    ):
        command = option(command)
    return command


def bounding(command: Command) -> Command:
    """The options of a command that looks at a bounded universe: how many things of each kind a matter may name."""
    for field in reversed(fields(Bounds)):
        command = click.option(
            "--" + field.name.replace("_", "-"),
            field.name,
            type=click.IntRange(0, 9),
            default=field.default,
            show_default=True,
            metavar="NUMBER",
            help=f"How many a matter may name: {field.name.replace('_', ' ')}.",
        )(command)
    return command


def rulebook_at(path: Path | None) -> Rulebook:
    """The rulebook at a path, or the one that came along; from the folder of `--cache` where that is given."""
    folder = path if path is not None else content_directory("rules")
    context = click.get_current_context(silent=True)
    cache = context.find_root().params.get("cache") if context is not None else None
    return load_kept_rulebook(folder, cache=cache) if cache is not None else load_rulebook(folder)


def chosen(readings: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """`TERM=READING` texts as pairs."""
    pairs = []
    for text in readings:
        of, equals, name = text.partition("=")
        if not equals:
            raise Refusal.at(
                Place("--reading"), f"`{text}` names no reading", expected="`TERM=READING`", mend="write both"
            )
        pairs.append((of.strip(), name.strip()))
    return tuple(pairs)


def asked(
    facts: Path,
    *,
    as_of: date | None,
    known: date | None,
    readings: tuple[str, ...],
    consider: tuple[str, ...],
    rules: Path | None,
) -> Run:
    """The run that the options of a command ask for."""
    fact_set: FactSet = load_fact_set(facts)
    rulebook = rulebook_at(rules)
    options = options_of(fact_set, as_of=as_of, known=known, readings=chosen(readings), consider=consider)
    return run(fact_set, rulebook, Reasoner(rulebook.program), options)


def say(text: str) -> None:
    """Print an answer."""
    click.echo(text, nl=not text.endswith("\n"))


def with_progress(items: Sequence[Item], noun: str) -> Iterator[Item]:
    """The items one by one; once two seconds have passed, how many are done is told on the error output."""
    started = time.monotonic()
    shown = 0.0
    for number, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if now - started > QUIET_SECONDS and (now - shown > 1 or number == len(items)):
            shown = now
            click.echo(f"{number} of {len(items)} {noun}", err=True)


def refuse(refusal: Refusal) -> int:
    """Print each problem on a line of its own to the error output; the exit code of a refusal."""
    from decidendi.reports.text import safe

    for problem in refusal.problems:
        click.echo(safe(str(problem)), err=True)
    for line in refusal.closing:
        click.echo(safe(line), err=True)
    return REFUSED


def stop(code: int) -> None:
    """End with an exit code."""
    sys.exit(code)
