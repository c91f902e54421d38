"""`decidendi interview FACTS -o completed.yaml`: asks what is unknown and matters, and saves what is answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import Day, asked, asking, looking, say
from decidendi.determinations.interview import Answered, Interview, Interviewed
from decidendi.determinations.unknowns import Bounds
from decidendi.reports.answered import completed
from decidendi.reports.changes_text import not_explored_lines, question_lines
from decidendi.reports.rendering import write_whole
from decidendi.reports.text import safe


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to save the completed fact set.")
@click.option("--by", default="", help="Who answers; asked for when left out.")
@click.option("--on", type=Day(), help="The day of the answers; today when left out.")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@looking
@asking
def interview(
    facts: Path,
    output: Path | None,
    by: str,
    on: date | None,
    form: str,
    most: int,
    deepest: int,
    widest: int,
    **asking_options: Any,
) -> None:
    """Ask the open questions in the order in which they decide, until nothing that is unknown matters.

    Answer yes, no, skip or stop. FACTS is not changed: what is answered is saved to the output, or printed.
    """
    talk = Interview(asked(facts, **asking_options), bounds=Bounds(most, deepest, widest))
    text = talk.run.facts.text
    who = by or click.prompt("Who answers", err=True)
    number = 0
    while (question := talk.next()) is not None:
        number += 1
        click.echo(safe("\n".join(question_lines(number, question))), err=True)
        word = click.prompt("yes, no, skip or stop", type=click.Choice(["yes", "no", "skip", "stop"]), err=True)
        if word == "stop":
            break
        talk = talk.without(question) if word == "skip" else talk.answered(question, word == "yes")
    else:
        scope = " of what was explored" if talk.not_explored().anything else ""
        click.echo(f"Nothing{scope} that can be asked with yes or no matters any more.", err=True)
    left = talk.not_explored()
    for line in not_explored_lines(left):
        click.echo(safe(line), err=True)
    day = on or date.today()
    result = completed(text, talk.answers, by=who, on=day)
    if form == "json":
        answers = tuple(Answered(sentence=sentence, holds=holds) for sentence, holds in talk.answers)
        result = Interviewed(by=who, on=day, answers=answers, fact_set=result, not_explored=left).model_dump_json(
            indent=2
        )
    if output is None:
        say(result)
    else:
        write_whole(output, result)
        click.echo(f"Wrote {output}", err=True)
