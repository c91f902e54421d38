"""`decidendi known FACTS --on DAY --on DAY`: two answers, and what became known between that made the difference."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from decidendi.cli.options import Day, chosen, rulebook_at, say
from decidendi.determinations.determine import options_of
from decidendi.determinations.knowing import known_when
from decidendi.facts.loading import load_fact_set
from decidendi.refusal import Place, Refusal
from decidendi.reports.known_text import known_text


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--on", "days", multiple=True, type=Day(), help="A day on which the question is put; given twice.")
@click.option("--as-of", type=Day(), help="The day asked about, instead of that of the fact set.")
@click.option("--each-day", is_flag=True, help="Ask on each of the two days about that day itself.")
@click.option("--reading", "readings", multiple=True, metavar="TERM=READING", help="Choose a reading.")
@click.option("--rules", type=click.Path(path_type=Path), help="Another rulebook than the one that came along.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def known(
    facts: Path,
    days: tuple[date, ...],
    as_of: date | None,
    each_day: bool,
    readings: tuple[str, ...],
    rules: Path | None,
    form: str,
) -> None:
    """Say what would have been answered on two days, and which fact or provision made the difference."""
    if len(days) != 2:
        raise Refusal.at(
            Place("--on"),
            "there are not two days to answer on",
            expected="`--on 2020-07-08 --on 2020-07-10`",
            found=f"{len(days)} of them",
            mend="name both days",
        )
    fact_set = load_fact_set(facts)
    options = options_of(fact_set, as_of=as_of or (days[1] if each_day else None), readings=chosen(readings))
    result = known_when(fact_set, rulebook_at(rules), options, (days[0], days[1]), each_day=each_day)
    say(result.model_dump_json(indent=2) if form == "json" else known_text(result))
