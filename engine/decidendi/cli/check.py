"""`decidendi check RULES`: whether a rulebook is sound."""

from __future__ import annotations

import json
from pathlib import Path

import click

from decidendi.cli.options import say
from decidendi.content import content_directory
from decidendi.reports.coverage import rulebook_summary, summary_text
from decidendi.rules.rulebook import load_rulebook


@click.command()
@click.argument("rules", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--coverage", is_flag=True, help="Each provision: encoded or why not, and what is unverified.")
def check(rules: tuple[Path, ...], form: str, coverage: bool) -> None:
    """Check the rulebook in RULES (the one that came along when left out) and sum up what it holds."""
    summary = rulebook_summary(load_rulebook(*(rules or (content_directory("rules"),))))
    say(
        json.dumps(summary.model_dump(mode="json"), indent=2)
        if form == "json"
        else summary_text(summary, whole=coverage)
    )
