"""`decidendi questions FACTS`: what is unknown and matters, ranked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, looking, say
from decidendi.determinations.asking import matter_questions
from decidendi.determinations.unknowns import Bounds
from decidendi.reports.changes_text import questions_text


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@looking
@asking
def questions(facts: Path, form: str, most: int, deepest: int, widest: int, **asking_options: Any) -> None:
    """Ask what is unknown and can change a determination, the most decisive first."""
    result = matter_questions(asked(facts, **asking_options), Bounds(most, deepest, widest))
    say(result.model_dump_json(indent=2) if form == "json" else questions_text(result))
