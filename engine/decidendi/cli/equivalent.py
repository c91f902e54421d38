"""`decidendi equivalent A B`: whether two rulebooks ever differ, with the smallest matter where they do."""

from __future__ import annotations

from pathlib import Path

import click

from decidendi.cli.options import bounding, rulebook_at, say, with_progress
from decidendi.determinations.equivalence import equivalent as compared
from decidendi.reasoning.bounded import Bounds
from decidendi.reports.equivalence_text import equivalence_text
from decidendi.rules.amending import amended, is_overlay, load_amendments
from decidendi.rules.rulebook import load_rulebook


@click.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("--under", multiple=True, metavar="LABEL", help="Compare only conclusions about this label.")
@click.option(
    "--budget",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to look for differences, in all.",
)
@bounding
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def equivalent(first: Path, second: Path, under: tuple[str, ...], budget: float, form: str, **sizes: int) -> None:
    """Compare the rulebooks FIRST and SECOND, each a page or folder; SECOND may be an overlay that amends FIRST."""
    one = rulebook_at(first)
    if is_overlay(second):
        pages = load_amendments(second, one)
        other = amended(one, pages, [item for page in pages for item in page.amendments])
    else:
        other = load_rulebook(second)
    result = compared(
        one, other, seconds=budget, under=under, bounds=Bounds(**sizes), told=lambda days: with_progress(days, "days")
    )
    say(
        result.model_dump_json(indent=2)
        if form == "json"
        else equivalence_text(result, str(first), f"{second}, amending A" if is_overlay(second) else str(second))
    )
