"""`decidendi replay RECEIPT`: the same answers again, byte for byte."""

from __future__ import annotations

from pathlib import Path

import click

from decidendi.cli.options import rulebook_at, say
from decidendi.determinations.replaying import read_receipt
from decidendi.determinations.replaying import replay as made_again
from decidendi.facts.nodes import read_text
from decidendi.reasoning.agreement import Reasoner
from decidendi.reports.text import determinations_text


@click.command()
@click.argument("receipt", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="json", show_default=True)
@click.option("--rules", type=click.Path(path_type=Path), help="Another rulebook than the one that came along.")
def replay(receipt: Path, form: str, rules: Path | None) -> None:
    """Determine again what a receipt records, and print it byte for byte.

    RECEIPT is what `determine --format json` printed, or the receipt in it. It is refused where the law, the facts or
    the engine is not the one that it names; `decidendi verify` says what that changes.
    """
    recorded = read_receipt(read_text(receipt), str(receipt))
    rulebook = rulebook_at(rules)
    result = made_again(recorded, rulebook, Reasoner(rulebook.program))
    say(result.model_dump_json(indent=2) if form == "json" else determinations_text(result))
