"""`decidendi shape RULES`: dead and subsumed rules, provisions that clash, licences never used, gaps."""

from __future__ import annotations

from pathlib import Path

import click

from decidendi.cli.options import bounding, rulebook_at, say, with_progress
from decidendi.determinations.shape import shape_of
from decidendi.reasoning.bounded import Bounds
from decidendi.reports.shape_text import shape_text


@click.command()
@click.argument("rules", required=False, type=click.Path(path_type=Path))
@click.option("--under", multiple=True, metavar="PROVISION", help="Only rules under this label or identifier.")
@click.option(
    "--budget",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to look on each day, and again for what is then to be settled one by one.",
)
@click.option("--matters", is_flag=True, help="Show the matter of each finding.")
@bounding
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def shape(rules: Path | None, under: tuple[str, ...], budget: float, matters: bool, form: str, **sizes: int) -> None:
    """Look for what is wrong with the shape of the rulebook in RULES (the one that came along when left out)."""
    result = shape_of(
        rulebook_at(rules),
        seconds=budget,
        under=under,
        bounds=Bounds(**sizes),
        told=lambda days: with_progress(days, "days"),
    )
    say(result.model_dump_json(indent=2) if form == "json" else shape_text(result, whole=matters))
