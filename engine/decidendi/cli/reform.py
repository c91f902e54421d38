"""`decidendi reform OVERLAY FACTS...`: which answers change under amended law, and through which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from decidendi.cli.options import Day, chosen, rulebook_at, say, with_progress
from decidendi.determinations.determine import options_of
from decidendi.determinations.reforming import reform as under_amended_law
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Place, Refusal
from decidendi.reports.reform_text import reform_text
from decidendi.rules.amending import load_amendments


@click.command()
@click.argument("overlay", type=click.Path(path_type=Path))
@click.argument("facts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), help="The day asked about, instead of that of each fact set.")
@click.option("--known", type=Day(), help="Use only what was known on this day.")
@click.option("--reading", "readings", multiple=True, metavar="TERM=READING", help="Choose a reading.")
@click.option("--rules", type=click.Path(path_type=Path), help="Another rulebook than the one that came along.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def reform(
    overlay: Path,
    facts: tuple[Path, ...],
    as_of: date | None,
    known: date | None,
    readings: tuple[str, ...],
    rules: Path | None,
    form: str,
) -> None:
    """Amend the law by OVERLAY, a page or folder, and list what changes over FACTS, files or folders of them."""
    files = [file for path in facts for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    if not files:
        raise Refusal.at(
            Place(", ".join(map(str, facts))),
            "there is no fact set here",
            expected="files that end in `.yaml`",
            mend="name a fact set, or a folder that holds some",
        )
    rulebook = rulebook_at(rules)
    amending = load_amendments(overlay, rulebook)
    matters = [
        (fact_set, options_of(fact_set, as_of=as_of, known=known, readings=chosen(readings)))
        for fact_set in map(load_fact_set, files)
    ]
    told = with_progress(matters, "matters")
    result = under_amended_law(told, rulebook, amending, Reasoner(rulebook.program))
    say(result.model_dump_json(indent=2) if form == "json" else reform_text(result))
