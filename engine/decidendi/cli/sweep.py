"""`decidendi sweep SCENARIO`: a grid of scenarios, as a table and as a heat map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from decidendi.cli.options import Day, chosen, rulebook_at, say, with_progress
from decidendi.determinations.determine import options_of, run
from decidendi.determinations.sweeping import sweep as run_grid
from decidendi.facts.loading import load_fact_set
from decidendi.facts.scenario import Choice, load_scenario
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Place, Refusal
from decidendi.reports.heat_map import heat_map_html, heat_map_svg
from decidendi.reports.rendering import write_whole
from decidendi.reports.sweep_text import sweep_csv, sweep_text

_DRAWN = {".svg": heat_map_svg, ".html": heat_map_html, ".htm": heat_map_html, ".csv": sweep_csv}


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), help="The day asked about where no axis says, instead of that of the fact set.")
@click.option("--known", type=Day(), help="Use only what was known on this day.")
@click.option("--reading", "readings", multiple=True, metavar="TERM=READING", help="Choose a reading.")
@click.option("--rules", type=click.Path(path_type=Path), help="Another rulebook than the one that came along.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a heat map (.svg, .html) or a .csv file.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def sweep(
    scenario: Path,
    as_of: date | None,
    known: date | None,
    readings: tuple[str, ...],
    rules: Path | None,
    output: Path | None,
    form: str,
) -> None:
    """Run every combination of the axes that SCENARIO names, and tabulate the outcomes."""
    if output is not None and output.suffix.lower() not in _DRAWN:
        raise Refusal.at(
            Place(str(output)),
            f"`{output.suffix}` is not a format of heat maps" if output.suffix else "the name says no format",
            expected="a name that ends in `.svg`, `.html` or `.csv`",
            mend="choose one of these endings",
        )
    read = load_scenario(scenario)
    facts = load_fact_set(read.facts)
    rulebook = rulebook_at(rules)
    options = options_of(facts, as_of=as_of, known=known, readings=chosen(readings))
    result = run_grid(run(facts, rulebook, Reasoner(rulebook.program), options), read, _told)
    if output is not None:
        write_whole(output, _DRAWN[output.suffix.lower()](result))
        click.echo(f"Wrote {output}", err=True)
    if form == "json":
        say(result.model_dump_json(indent=2))
    else:
        say(sweep_csv(result) if form == "csv" else sweep_text(result))


def _told(combinations: Sequence[tuple[Choice, ...]]) -> Iterator[tuple[Choice, ...]]:
    return with_progress(combinations, "scenarios")
