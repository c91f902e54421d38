"""`decidendi determine FACTS`: everything that follows from a fact set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.determine import report
from decidendi.determinations.signing import SIGNATURE, sign
from decidendi.facts.nodes import read_text
from decidendi.refusal import Place, Refusal
from decidendi.reports.rendering import write_whole
from decidendi.reports.text import determinations_text


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--depth", type=click.IntRange(0, 50), help="How deep to show proofs (text).")
@click.option("--receipt", "kept", type=click.Path(path_type=Path), help="Keep the answers with their receipt here.")
@click.option("--sign", "key", type=click.Path(path_type=Path), help="Sign what is kept with this private key (PEM).")
@asking
def determine(
    facts: Path, form: str, depth: int | None, kept: Path | None, key: Path | None, **asking_options: Any
) -> None:
    """Determine who meets which criterion, who is blocked, and which dealings are prohibited, with proofs."""
    if key is not None and kept is None:
        raise Refusal.at(
            Place("--sign"),
            "nothing is kept that could be signed",
            expected="`--receipt FILE` beside it",
            mend="say where to keep the receipt",
        )
    result = report(asked(facts, **asking_options))
    if kept is not None:
        content = result.model_dump(mode="json")
        if key is not None:
            content[SIGNATURE] = sign(content, read_text(key), str(key)).model_dump()
        write_whole(kept, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    say(result.model_dump_json(indent=2) if form == "json" else determinations_text(result, depth))
