"""`decidendi picture FACTS --kind timeline -o X.svg`: one picture of a matter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.determine import report
from decidendi.determinations.matrix import matrix
from decidendi.refusal import Place, Refusal
from decidendi.reports.arguing import in_order
from decidendi.reports.matrix_picture import matrix_picture
from decidendi.reports.proof_tree import proof_tree
from decidendi.reports.rendering import write_whole
from decidendi.reports.svg import Picture
from decidendi.reports.timeline import timeline


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["timeline", "proof", "matrix"]), required=True, help="What to draw.")
@click.option("--about", default="", metavar="NAME", help="The party, dealing or conclusion that it is about.")
@click.option("--provision", default="", metavar="LABEL", help="Of a proof: the criterion.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The `.svg` file to write.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@asking
def picture(facts: Path, kind: str, about: str, provision: str, output: Path, form: str, **asking_options: Any) -> None:
    """Draw a timeline of the matter, the proof of one determination, or a matrix of readings and unknowns.

    As JSON, the picture is told as well: its title, its description in words, and the drawing.
    """
    if output.suffix.lower() != ".svg":
        raise Refusal.at(
            Place(str(output)),
            f"`{output.suffix}` is not a format of pictures" if output.suffix else "the name says no format",
            expected="a name that ends in `.svg`",
            mend="choose this ending",
        )
    drawn = _drawn(facts, kind, about, provision, asking_options)
    write_whole(output, drawn.svg)
    if form == "json":
        say(drawn.model_dump_json(indent=2))
        return
    click.echo(f"Wrote {output}", err=True)


def _drawn(facts: Path, kind: str, about: str, provision: str, asking_options: dict[str, Any]) -> Picture:
    done = asked(facts, **asking_options)
    if kind == "matrix":
        return matrix_picture(matrix(done, (about,) if about else ()).tables[0])
    result = report(done)
    if kind == "timeline":
        drawn = timeline(result, done.facts)
        if drawn is None:
            raise Refusal.at(
                Place(str(facts)),
                "there is nothing to draw on a timeline",
                expected="a fact, an activity or a dealing with a date",
                mend="state a date, or choose another kind of picture",
            )
        return drawn
    for item in in_order(result.determinations):
        if about in ("", item.subject) and provision in ("", item.provision):
            return proof_tree(item)
    raise Refusal.at(
        Place("--about"),
        "nothing is determined about this",
        expected="a party or dealing of the fact set" + (", and a criterion that it is asked about" * bool(provision)),
        found=f"`{about}`" + (f" and `{provision}`" if provision else ""),
        mend="`decidendi determine` lists what is determined; `--consider` asks about a further party",
    )
