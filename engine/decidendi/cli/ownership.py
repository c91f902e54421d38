"""`decidendi ownership FACTS|GRAPH`: who is blocked through ownership, why, why not, and what would settle it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import Day, say
from decidendi.cli.ownership_inputs import Asked, Inputs, RecordsRead, inputs_of, reading_progress, say_timeline
from decidendi.cli.ownership_large import Wanted, answer_by_arrays, goes_through_arrays
from decidendi.determinations.owning import ownership_determinations, owning
from decidendi.facts.register import Register
from decidendi.refusal import Place, Refusal, nearest
from decidendi.reports.chart_files import write_chart
from decidendi.reports.ownership_files import unknown_ending, write_statuses
from decidendi.reports.ownership_text import MOST_SHOWN, counts_line, ownership_text, records_line, refused_line
from decidendi.reports.text import safe

EXPLAINED_AT_MOST = 400


@click.command()
@click.argument("facts", type=click.Path(path_type=Path), metavar="FACTS|GRAPH")
@click.option("--blocked", type=click.Path(path_type=Path), help="A list of blocked parties, one a line.")
@click.option("--on", type=Day(), help="The day asked about.")
@click.option("--known", type=Day(), help="Use only what was known on this day.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write every status to a .csv or .parquet file.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--entity", "entities", multiple=True, metavar="NAME", help="Show and explain only this party.")
@click.option("--undisclosed", type=click.Choice(["others", "unknown"]), help="Who holds shares that nobody discloses.")
@click.option("--divestment", type=click.Choice(["conditions", "stated"]), help="When the end of a holding counts.")
@click.option("--regime", type=click.Path(path_type=Path), help="Another ownership test than the one that came along.")
@click.option("--rules", type=click.Path(path_type=Path), help="Another rulebook, to say who in FACTS is blocked.")
@click.option("--timeline", metavar="NAME", help="The status of this party over its whole history instead.")
@click.option("--chart", type=click.Path(path_type=Path), help="Draw an ownership chart to a .svg or .png file.")
@click.option("--by", type=click.Choice(["size", "exact", "arrays"]), default="size", help="Which path solves a table.")
def ownership(
    facts: Path,
    output: Path | None,
    form: str,
    entities: tuple[str, ...],
    timeline: str | None,
    chart: Path | None,
    by: str,
    **options: Any,
) -> None:
    """Say who is blocked through ownership.

    FACTS is a fact set (.yaml): its holdings, and who its rulebook blocks. GRAPH is a table of holdings, .csv or
    .parquet, with the columns owner, entity, and share (percent) or share_min and share_max with min_exclusive and
    max_exclusive; class, basis, during, source, known_from and indirect may be added.
    """
    records = RecordsRead()
    try:
        _answer(facts, Asked(**options), Wanted(output, form, entities, timeline, chart), by, records)
    except Refusal as refusal:
        raise Refusal(*refusal.problems, closing=(refused_line(records.count),)) from None


def _answer(facts: Path, asked: Asked, wanted: Wanted, by: str, records: RecordsRead) -> None:
    output, entities, chart = wanted.output, wanted.entities, wanted.chart
    if output is not None and output.suffix.lower() not in (".csv", ".parquet", ".pq"):
        raise unknown_ending(output)
    if goes_through_arrays(facts, asked, by):
        answer_by_arrays(facts, asked, wanted, records)
        return
    inputs = inputs_of(facts, asked, records)
    if wanted.timeline:
        _refuse_unknown(wanted.timeline, sorted(_named(inputs.register)), inputs)
        say_timeline(inputs, wanted.timeline, wanted.form, inputs.read - len(inputs.register.holdings))
        return
    small = len(inputs.register.holdings) <= EXPLAINED_AT_MOST
    regime_on = (lambda day: inputs.readings(inputs.regimes.on(day))) if small else None
    done = owning(inputs.register, inputs.regime, inputs.on, inputs.known, regime_on)
    names = done.solution.names()
    for name in entities:
        _refuse_unknown(name, names, inputs)
    explained = set(entities) if entities else set(names) if len(names) <= EXPLAINED_AT_MOST else set()
    written_only = (output is not None or chart is not None) and not entities
    chosen = set(entities)
    result = ownership_determinations(
        done,
        explain=explained,
        titles=inputs.titles,
        read=inputs.read,
        listed=chosen.__contains__ if chosen or written_only else None,
    )
    if output is not None:
        write_statuses(output, done.solution, reading_progress("statuses written"))
        click.echo(counts_line(result.counts), err=True)
        click.echo(records_line(result.records), err=True)
        for flag in result.flags[:MOST_SHOWN]:
            click.echo(safe(f"flag: {flag}"), err=True)
        if len(result.flags) > MOST_SHOWN:
            click.echo(f"flag: {len(result.flags) - MOST_SHOWN:,} more; without `-o` they are told in JSON", err=True)
        click.echo(f"Wrote {output}", err=True)
    if chart is not None:
        drawn = write_chart(chart, done, inputs.titles, entities)
        if output is None and written_only:
            click.echo(records_line(result.records), err=True)
        click.echo(f"Wrote {chart}, {drawn} parties", err=True)
    if not written_only:
        say(result.model_dump_json(indent=2) if wanted.form == "json" else ownership_text(result))


def _named(register: Register) -> set[str]:
    held = {record.owner for record in register.holdings} | {record.entity for record in register.holdings}
    return held | {party.name for party in register.blocked} | register.others


def _refuse_unknown(name: str, names: list[str], inputs: Inputs) -> None:
    if name in set(names):
        return
    close = nearest(name, names) if len(names) <= 20_000 else ""
    raise Refusal.at(
        Place(inputs.file),
        f"`{name}` is not named here",
        expected="a party that holds something, is held or is blocked",
        mend=f"did you mean {close}" if close else "check the name",
    )
