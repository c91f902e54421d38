"""`decidendi matrix FACTS`: readings crossed with open unknowns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.matrix import matrix as tabulate
from decidendi.reports.changes_text import matrix_text
from decidendi.reports.matrix_page import matrix_html


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.argument("conclusions", nargs=-1, metavar="[CONCLUSION]...")
@click.option("--most", type=click.IntRange(0, 8), default=6, show_default=True, help="How many unknowns to cross.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@asking
def matrix(facts: Path, conclusions: tuple[str, ...], most: int, form: str, **asking_options: Any) -> None:
    """Tabulate each dealing, or each CONCLUSION, under every reading and every answer to what is unknown."""
    result = tabulate(asked(facts, **asking_options), conclusions, most_unknowns=most)
    if form == "json":
        say(result.model_dump_json(indent=2))
    else:
        say(matrix_html(result) if form == "html" else matrix_text(result))
