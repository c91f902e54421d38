"""`decidendi test FACTS...`: whether fact sets give what they expect."""

from __future__ import annotations

import json
from pathlib import Path

import click

from decidendi.cli.options import ANSWERED, EXPECTATION_FAILED, refuse, rulebook_at, say, stop, with_progress
from decidendi.content import content_directory
from decidendi.determinations.testing import examine, fact_set_files
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Refusal
from decidendi.reports.text import tested_text


@click.command()
@click.argument("facts", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rules", type=click.Path(path_type=Path), help="The rulebook, instead of the one that came along.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def test(facts: tuple[Path, ...], rules: Path | None, form: str) -> None:
    """Run every fact set below FACTS and compare its `expect` with what follows."""
    rulebook = rulebook_at(rules)
    reasoner = Reasoner(rulebook.program)
    files = fact_set_files(facts or (content_directory("facts"),))
    results, code = [], ANSWERED
    for file in with_progress(files, "fact sets"):
        try:
            result = examine(file, rulebook, reasoner)
        except Refusal as refusal:
            code = max(code, refuse(refusal))
            continue
        results.append(result)
        if not result.passed:
            code = max(code, EXPECTATION_FAILED)
    if form == "json":
        say(json.dumps([result.model_dump(mode="json") for result in results], indent=2))
    else:
        say(tested_text(results))
    stop(code)
