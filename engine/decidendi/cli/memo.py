"""`decidendi memo FACTS -o memo.md`: the memo that a lawyer signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.determine import report
from decidendi.refusal import Place, Refusal
from decidendi.reports.memo import memo_of
from decidendi.reports.rendering import render_memo, write_whole

_FORMATS = {".md": "md", ".html": "html", ".htm": "html"}


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; its ending is the format.")
@click.option("--format", "form", type=click.Choice(["md", "html"]), help="The format, where it is not in the name.")
@click.option("--templates", type=click.Path(path_type=Path), help="A folder with templates of your own.")
@asking
def memo(facts: Path, output: Path | None, form: str | None, templates: Path | None, **asking_options: Any) -> None:
    """Write a memo in Markdown or HTML; without -o it is printed."""
    kind = form or (_FORMATS.get(output.suffix.lower(), "") if output else "md")
    if not kind:
        raise Refusal.at(
            Place(str(output)),
            f"`{output.suffix if output else ''}` is not a format of memos",
            expected="a name that ends in `.md` or `.html`",
            mend="choose one of these endings, or give `--format`",
        )
    done = asked(facts, **asking_options)
    text = render_memo(memo_of(report(done), done.facts, done.rulebook), kind, templates=templates)
    if output is None:
        say(text)
    else:
        write_whole(output, text)
        click.echo(f"Wrote {output}", err=True)
