"""`decidendi memo FACTS -o memo.md`: the memo that a lawyer signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.determine import report
from decidendi.determinations.model import Determinations
from decidendi.facts.fact_set import FactSet
from decidendi.refusal import Place, Refusal
from decidendi.reports.apart import render_apart
from decidendi.reports.arguing import in_order
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.rendering import render_memo, write_whole
from decidendi.reports.worksheet import Worksheet, report_forms, worksheet_of

_FORMATS = {".md": "md", ".html": "html", ".htm": "html", ".json": "json", ".pdf": "pdf"}


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    "sort",
    type=click.Choice(["determination", "report-worksheet"]),
    default="determination",
    show_default=True,
    help="What to write: the memo, or a worksheet for reports on what is blocked or rejected.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; its ending is the format.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "json", "pdf"]),
    help="The format, where it is not in the name.",
)
@click.option("--templates", type=click.Path(path_type=Path), help="A folder with templates of your own.")
@click.option("--fonts", type=click.Path(path_type=Path), help="Of a PDF: a folder with further fonts.")
@asking
def memo(
    facts: Path,
    sort: str,
    output: Path | None,
    form: str | None,
    templates: Path | None,
    fonts: Path | None,
    **asking_options: Any,
) -> None:
    """Write a memo in Markdown, in HTML, as PDF or as data; without -o it is printed."""
    kind = form or (_FORMATS.get(output.suffix.lower(), "") if output else "md")
    if not kind:
        raise Refusal.at(
            Place(str(output)),
            f"`{output.suffix}` is not a format of memos" if output and output.suffix else "the name says no format",
            expected="a name that ends in `.md`, `.html`, `.pdf` or `.json`",
            mend="choose one of these endings, or give `--format`",
        )
    if kind == "pdf":
        _refuse_for_pdf(sort, output, templates)
    done = asked(facts, **asking_options)
    result = report(done)
    made: Memo | Worksheet
    if sort == "report-worksheet":
        made = worksheet_of(result, done.facts, report_forms())
    else:
        made = memo_of(result, done.facts, done.rulebook)
    text: str | bytes
    if kind == "pdf" and isinstance(made, Memo):
        text = _printed(made, result, done.facts, fonts)
    elif kind == "json":
        text = made.model_dump_json(indent=2) + "\n"
    elif templates is None:
        text = render_memo(made, kind)
    else:
        text = render_apart(made, kind, templates)
    if output is None:
        say(str(text))
    else:
        write_whole(output, text)
        click.echo(f"Wrote {output}", err=True)


MOST_PROOFS: Final = 3
"""Proofs drawn in one memo: of the dealings, or else of what comes first."""

_STEPS_ON_A_PAGE: Final = 20


def _refuse_for_pdf(sort: str, output: Path | None, templates: Path | None) -> None:
    if sort != "determination":
        raise Refusal.at(
            Place("--kind"),
            f"a {sort} is not set in PDF",
            expected="a file that ends in `.md`, `.html` or `.json`",
            mend="choose one of these endings",
        )
    if output is None:
        raise Refusal.at(
            Place("--format"),
            "a PDF is not printed on the terminal",
            expected="a file to write it to",
            mend="name one with `-o memo.pdf`",
        )
    if templates is not None:
        raise Refusal.at(
            Place("--templates"),
            "memos in PDF have one template",
            expected="templates with a memo in Markdown or HTML",
            mend="leave out `--templates`, or choose `.md` or `.html`",
        )


def _printed(made: Memo, result: Determinations, facts: FactSet, fonts: Path | None) -> bytes:
    from decidendi.reports.printing import render_pdf
    from decidendi.reports.proof_tree import proof_tree
    from decidendi.reports.timeline import timeline

    drawn = timeline(result, facts)
    found = in_order(result.determinations)
    proven = [item for item in found if item.kind == "dealing" and item.proof][:MOST_PROOFS]
    proven = proven or [item for item in found if item.proof][:1]
    proofs = [proof_tree(item, _STEPS_ON_A_PAGE) for item in proven]
    return render_pdf(made, (drawn,) if drawn else (), proofs, fonts)
