"""`decidendi determine FACTS`: everything that follows from a fact set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.determine import report
from decidendi.reports.text import determinations_text


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--depth", type=click.IntRange(0, 50), help="How deep to show proofs (text).")
@asking
def determine(facts: Path, form: str, depth: int | None, **asking_options: Any) -> None:
    """Determine who meets which criterion, who is blocked, and which dealings are prohibited, with proofs."""
    result = report(asked(facts, **asking_options))
    say(result.model_dump_json(indent=2) if form == "json" else determinations_text(result, depth))
