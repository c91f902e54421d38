"""`decidendi why FACTS CONCLUSION`: the proof, or what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.answers import DEEPEST, answer
from decidendi.reports.text import answer_text


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.argument("conclusion")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--depth", type=click.IntRange(1, 50), help="How deep to explain.")
@asking
def why(facts: Path, conclusion: str, form: str, depth: int | None, **asking_options: Any) -> None:
    """Prove a CONCLUSION such as 'payment-1 is prohibited', or say which conditions fail or are unknown."""
    result = answer(asked(facts, **asking_options), conclusion, depth or DEEPEST)
    say(json.dumps(result.model_dump(mode="json"), indent=2) if form == "json" else answer_text(result, depth))
