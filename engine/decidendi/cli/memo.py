"""`decidendi memo FACTS -o memo.md`: the memo that a lawyer signs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from decidendi.cli.memo_kinds import DETERMINATION, KINDS, Made, made_of
from decidendi.cli.options import asking, say
from decidendi.refusal import Place, Refusal
from decidendi.reports.apart import render_apart
from decidendi.reports.crossing import crossed_pictures
from decidendi.reports.documents import Document
from decidendi.reports.illustrating import illustrations_of
from decidendi.reports.languages import ENGLISH, Language, NotTranslated, language_named
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.printing import PAPERS, pages_of, render_pdf
from decidendi.reports.printing_wording import TRANSLATE
from decidendi.reports.rendering import render_memo, write_whole
from decidendi.reports.summary import Summary, summary_of
from decidendi.reports.svg import Picture
from decidendi.reports.word import pixelled, render_docx

_FORMATS = {".md": "md", ".html": "html", ".htm": "html", ".json": "json", ".pdf": "pdf", ".docx": "docx"}


@click.command()
@click.argument("facts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind",
    "sort",
    type=click.Choice(KINDS),
    default=DETERMINATION,
    show_default=True,
    help="What to write: see `docs/memos.md`.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; its ending is the format.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "json", "pdf", "docx"]),
    help="The format, where it is not in the name.",
)
@click.option("--templates", type=click.Path(path_type=Path), help="A folder with templates of your own.")
@click.option(
    "--language",
    default=ENGLISH,
    show_default=True,
    metavar="LANGUAGE",
    help="Of the frame, such as `de`: see `docs/memos.md`.",
)
@click.option("--fonts", type=click.Path(path_type=Path), help="Of a PDF: a folder with further fonts.")
@click.option("--party", metavar="NAME", help="Of a designation analysis: the party that it is about.")
@click.option(
    "--overlay",
    "overlays",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Of a comparison: a file with changes; the second side is the facts under it.",
)
@click.option(
    "--matrix", "crosses", is_flag=True, help="Of a determination: cross readings and unknowns in a section of its own."
)
@click.option("--paper", type=click.Choice(PAPERS), default=PAPERS[0], show_default=True, help="Of a PDF: its size.")
@click.option(
    "--pictures/--no-pictures",
    "illustrated",
    default=True,
    show_default=True,
    help="Of the memo of a matter: its timeline, its holdings, its matrix and the proofs that matter most, drawn.",
)
@asking
def memo(
    facts: tuple[Path, ...],
    sort: str,
    output: Path | None,
    form: str | None,
    templates: Path | None,
    language: str,
    fonts: Path | None,
    party: str | None,
    overlays: tuple[Path, ...],
    crosses: bool,
    paper: str,
    illustrated: bool,
    **asking_options: Any,
) -> None:
    """Write a memo in Markdown, in HTML, in Word, as PDF or as data; without -o it is printed."""
    kind = form or (_FORMATS.get(output.suffix.lower(), "") if output else "md")
    if not kind:
        raise Refusal.at(
            Place(str(output)),
            f"`{output.suffix}` is not a format of memos" if output and output.suffix else "the name says no format",
            expected="a name that ends in `.md`, `.html`, `.docx`, `.pdf` or `.json`",
            mend="choose one of these endings, or give `--format`",
        )
    if kind in ("pdf", "docx"):
        _refuse_for_paper(kind, output)
    if language != ENGLISH:
        language_named(language, templates)
        _refuse_for_language(kind, language)
    made = made_of(sort, facts, asking_options, party, overlays, crosses)
    drawn = _pictures(made, language_named(language, templates)) if illustrated and kind != "json" else ()
    if kind == "md" and output is None:  # on a terminal pictures are named, and not written out
        drawn = tuple(picture.model_copy(update={"svg": ""}) for picture in drawn)
    text: str | bytes
    if kind == "pdf":
        text = _printed(made, drawn, fonts, paper, templates, language)
    elif kind == "json":
        text = made.document.model_dump_json(indent=2) + "\n"
    elif templates is not None:
        text = render_apart(
            made.document, kind, templates, pixelled(drawn) if kind == "docx" else drawn, language=language
        )
    elif kind == "docx":
        text = render_docx(made.document, pictures=pixelled(drawn), language=language)
    else:
        text = render_memo(made.document, kind, pictures=drawn, language=language)
    if output is None:
        say(str(text))
    else:
        write_whole(output, text)
        click.echo(f"Wrote {output}", err=True)


_ROOMS: Final = (100, 85, 70, 55, 40, 25, 10)
"""How much of a page a summary may fill, in hundredths; the next where it runs over."""


def _pictures(made: Made, language: Language) -> tuple[Picture, ...]:
    """Those of the memo of one matter; the other kinds have none."""
    if made.run is None or made.result is None or not isinstance(made.document, Memo):
        return ()
    try:
        found = illustrations_of(made.run, made.result, language)
        crossed = crossed_pictures(made.crossing, language)
    except NotTranslated as error:
        raise Refusal.at(Place("--language"), str(error), mend=TRANSLATE) from None
    if found.undrawn:
        click.echo(f"Without an ownership chart: {found.undrawn}", err=True)
    return (*found.pictures, *crossed)


def _refuse_for_paper(kind: str, output: Path | None) -> None:
    """Refuse to print a PDF or a Word document on the terminal."""
    if output is None:
        article = "a PDF" if kind == "pdf" else "a memo in Word"
        raise Refusal.at(
            Place("--format"),
            f"{article} is not printed on the terminal",
            expected="a file to write it to",
            mend=f"name one with `-o memo.{kind}`",
        )


def _refuse_for_language(kind: str, language: str) -> None:
    """Refuse data in another language, whose words are those of the schema."""
    if kind == "json":
        raise Refusal.at(
            Place("--language"),
            "data are written in English alone",
            expected="a file that ends in `.md`, `.html`, `.docx` or `.pdf`",
            found=f"`.json` in `{language}`",
            mend="choose one of these endings, or leave out `--language`",
        )


def _printed(
    made: Made, drawn: Sequence[Picture], fonts: Path | None, paper: str, templates: Path | None, language: str
) -> bytes:
    def printed(document: Document) -> bytes:
        if templates is None:
            return render_pdf(document, drawn, fonts, paper, language=language)
        page = render_apart(document, "pdf", templates, drawn, language=language, fonts=fonts, paper=paper)
        return bytes(page)  # type: ignore[arg-type]

    document, done, result = made.document, made.run, made.result
    if done is None or result is None or not isinstance(document, Summary):
        return printed(document)
    memo = memo_of(result, done.facts, done.rulebook)
    for room in _ROOMS:
        page = printed(summary_of(memo, room))
        if pages_of(page) == 1:
            break
    return page
