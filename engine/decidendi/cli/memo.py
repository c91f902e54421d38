"""`decidendi memo FACTS -o memo.md`: the memo that a lawyer signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.determine import report
from decidendi.refusal import Place, Refusal
from decidendi.reports.apart import render_apart
from decidendi.reports.memo import memo_of
from decidendi.reports.rendering import render_memo, write_whole

_FORMATS = {".md": "md", ".html": "html", ".htm": "html", ".json": "json"}


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; its ending is the format.")
@click.option(
    "--format", "form", type=click.Choice(["md", "html", "json"]), help="The format, where it is not in the name."
)
@click.option("--templates", type=click.Path(path_type=Path), help="A folder with templates of your own.")
@asking
def memo(facts: Path, output: Path | None, form: str | None, templates: Path | None, **asking_options: Any) -> None:
    """Write a memo in Markdown, in HTML or as data; without -o it is printed."""
    kind = form or (_FORMATS.get(output.suffix.lower(), "") if output else "md")
    if not kind:
        raise Refusal.at(
            Place(str(output)),
            f"`{output.suffix}` is not a format of memos" if output and output.suffix else "the name says no format",
            expected="a name that ends in `.md`, `.html` or `.json`",
            mend="choose one of these endings, or give `--format`",
        )
    done = asked(facts, **asking_options)
    made = memo_of(report(done), done.facts, done.rulebook)
    if kind == "json":
        text = made.model_dump_json(indent=2) + "\n"
    elif templates is None:
        text = render_memo(made, kind)
    else:
        text = render_apart(made, kind, templates)
    if output is None:
        say(text)
    else:
        write_whole(output, text)
        click.echo(f"Wrote {output}", err=True)
