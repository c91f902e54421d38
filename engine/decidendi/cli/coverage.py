"""`decidendi coverage RULES FACTS...`: how far fact sets put the law to the test."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import EXPECTATION_FAILED, rulebook_at, say, stop, with_progress
from decidendi.determinations.coverage import Observed, coverage_of, observe, watched
from decidendi.determinations.determine import options_of, run
from decidendi.determinations.testing import fact_set_files
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Place, Refusal
from decidendi.reports.coverage_page import coverage_html
from decidendi.reports.coverage_text import coverage_text, percent, uncovered_lines
from decidendi.reports.text import safe


class Percent(click.ParamType[Fraction]):
    """A share in percent, from 0 to 100, exact."""

    name = "PERCENT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The share. A refusal where the text is not one."""
        if isinstance(value, Fraction):
            return value
        if re.fullmatch(r"\d{1,3}(\.\d{1,6})?", value, re.ASCII) and Fraction(value) <= 100:
            return Fraction(value) / 100
        raise Refusal.at(
            Place(param.opts[0] if param is not None else "percent"),
            "this is not a share in percent",
            expected="a number from 0 to 100 such as `95` or `99.5`",
            found=f"`{value}`",
            mend="correct it",
        )


@click.command()
@click.argument("rules", type=click.Path(path_type=Path))
@click.argument("facts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--under", multiple=True, metavar="PROVISION", help="Only what stands under this label or identifier.")
@click.option("--every-reading", is_flag=True, help="Run each fact set under each other reading too, one at a time.")
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@click.option("--at-least", type=Percent(), help="End with exit code 1 where less is covered, and name what is not.")
def coverage(
    rules: Path,
    facts: tuple[Path, ...],
    under: tuple[str, ...],
    every_reading: bool,
    form: str,
    at_least: Fraction | None,
) -> None:
    """Run every fact set below FACTS under RULES: which conditions, exceptions and readings came out in which way."""
    rulebook = rulebook_at(rules)
    rules_watched = watched(rulebook, under)
    # Nothing is issued, so that one engine is enough; that the engines agree is for `decidendi test` to show.
    reasoner = Reasoner(rulebook.program, ("reference",))
    choices: list[tuple[tuple[str, str], ...]] = [()]
    if every_reading:
        choices += [((item.of, item.name),) for item in rulebook.readings if not item.is_default]
    observed = Observed()
    for file in with_progress(fact_set_files(facts), "fact sets"):
        fact_set = load_fact_set(file)
        for readings in choices:
            trace = run(fact_set, rulebook, reasoner, options_of(fact_set, readings=readings)).trace
            observed = observe(observed, trace, rules_watched)
    found = coverage_of(observed, rules_watched, rulebook)
    if form == "json":
        say(json.dumps(found.model_dump(mode="json"), indent=2))
    else:
        say(coverage_html(found, rulebook) if form == "html" else coverage_text(found))
    if at_least is None or found.whole.share >= at_least:
        return
    click.echo(f"Covered: {percent(found.whole.share)} percent; at least {percent(at_least)} is asked for.", err=True)
    if form != "text":
        for line in uncovered_lines(found):
            click.echo(safe(line), err=True)
    stop(EXPECTATION_FAILED)
