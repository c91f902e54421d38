"""`decidendi compare FACTS [FACTS]`: what differs in facts and law, in outcomes, and which difference caused which."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from decidendi.cli.options import Day, chosen, rulebook_at, say
from decidendi.determinations.comparing import compare as put_beside
from decidendi.determinations.determine import options_of, run
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Place, Refusal
from decidendi.reports.comparing_text import comparison_text


@click.command()
@click.argument("facts", nargs=-1, required=True, metavar="FACTS [FACTS]", type=click.Path(path_type=Path))
@click.option("--rules", multiple=True, type=click.Path(path_type=Path), help="A rulebook; given twice, one a side.")
@click.option("--as-of", type=Day(), help="The day asked about, on both sides.")
@click.option("--known", type=Day(), help="Use only what was known on this day.")
@click.option("--reading", "readings", multiple=True, metavar="TERM=READING", help="Choose a reading.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def compare(
    facts: tuple[Path, ...],
    rules: tuple[Path, ...],
    as_of: date | None,
    known: date | None,
    readings: tuple[str, ...],
    form: str,
) -> None:
    """Compare two fact sets, or one under two rulebooks, and replay which difference causes which."""
    if len(facts) > 2 or len(rules) > 2 or (len(facts) == 1 and len(rules) < 2):
        raise Refusal.at(
            Place("compare"),
            "there are not two sides to compare",
            expected="two fact sets, or one and `--rules` twice",
            found=f"{len(facts)} of FACTS and {len(rules)} of `--rules`",
            mend="name both sides",
        )
    rulebooks = [rulebook_at(path) for path in rules or (None,)]
    reasoners = [Reasoner(rulebook.program) for rulebook in rulebooks]
    runs = []
    for side in (0, 1):
        fact_set = load_fact_set(facts[min(side, len(facts) - 1)])
        law = min(side, len(rulebooks) - 1)
        options = options_of(fact_set, as_of=as_of, known=known, readings=chosen(readings))
        runs.append(run(fact_set, rulebooks[law], reasoners[law], options))
    result = put_beside(*runs)
    say(result.model_dump_json(indent=2) if form == "json" else comparison_text(result))
