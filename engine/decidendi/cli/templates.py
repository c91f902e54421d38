"""`decidendi templates`: the templates that memos are written from, to copy, to change and to check."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Literal

import click

from decidendi.cli.options import rulebook_at, say
from decidendi.content import content_directory
from decidendi.determinations.comparing import compare
from decidendi.determinations.determine import options_of, report, run
from decidendi.facts.loading import load_fact_set
from decidendi.refusal import Place, Refusal
from decidendi.reports.apart import render_apart
from decidendi.reports.comparison import comparison_of
from decidendi.reports.designation import designation_of
from decidendi.reports.documents import Document
from decidendi.reports.languages import CATALOGUE, languages
from decidendi.reports.memo import memo_of
from decidendi.reports.portfolio import portfolio_of
from decidendi.reports.rendering import FORMATS
from decidendi.reports.summary import summary_of
from decidendi.reports.worksheet import report_forms, worksheet_of

_TRIED_ON = "payment-to-chen.yaml"
"""The matter that came along on which templates are tried: one dealing prohibited, one undetermined."""


@click.command()
@click.argument("action", type=click.Choice(["list", "copy", "check"]))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def templates(action: Literal["list", "copy", "check"], folder: Path | None, form: str) -> None:
    """List the templates of memos, copy them to a folder, or check those in a folder.

    To check them, one of each kind of memo about a matter that came along is written with them.
    """
    if action == "list":
        names, told = list(_shipped()), ""
    elif folder is None:
        raise Refusal.at(
            Place("templates"), f"`{action}` needs a folder", mend="name one: `decidendi templates copy DIR`"
        )
    elif action == "copy":
        names, told = _copied(folder), f"Copied to {folder}: "
    else:
        names, told = _checked(folder), "No problem found in "
    separator = ", " if told else "\n"
    say(json.dumps(names) if form == "json" else f"{told}{separator.join(names)}{'.' if told else ''}")


def _shipped() -> tuple[str, ...]:
    """What came along: the name of each file in its folder, catalogues of languages included."""
    folder = content_directory("reports")
    patterns = ("*.jinja", "*.css", "*.docx", "*.typ", "languages/*.pot", "languages/*/LC_MESSAGES/memo.po")
    return tuple(sorted(file.relative_to(folder).as_posix() for pattern in patterns for file in folder.glob(pattern)))


def _copied(folder: Path) -> list[str]:
    there = [folder / name for name in _shipped() if (folder / name).exists()]
    if there:
        raise Refusal.at(
            Place(str(there[0])),
            "a template is here already",
            expected="a folder without templates of these names",
            mend="name another folder, or move this file away",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _shipped():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(content_directory("reports") / name, folder / name)
    except OSError as error:
        with suppress(OSError):
            for name in _shipped():
                (folder / name).unlink(missing_ok=True)
        raise Refusal.at(
            Place(str(folder)),
            "the templates cannot be written",
            found=(error.strerror or "unwritable").lower(),
            mend="name a folder that you may write to",
        ) from None
    return list(_shipped())


def _checked(folder: Path) -> list[str]:
    facts = load_fact_set(content_directory("facts") / _TRIED_ON)
    rulebook = rulebook_at(None)
    party = facts.parties[0].name
    done = run(facts, rulebook, options=options_of(facts, consider=(party,)))
    result = report(done)
    memo = memo_of(result, facts, rulebook)
    tried: tuple[Document, ...] = (
        memo,
        worksheet_of(done, result, report_forms()),
        summary_of(memo),
        designation_of(done, result, party),
        comparison_of(compare(done, done), (done, done), (result, result), ("the first side", "the second side")),
        portfolio_of((memo,)),
    )
    for made in tried:
        for form in FORMATS:
            render_apart(made, form, folder)
        if (folder / f"{made.template}.docx").exists():
            render_apart(made, "docx", folder)
        # What kinds share may fail in any of them.
        if any((folder / f"{name}.typ").exists() for name in (made.template, "frame", "brief")):
            render_apart(made, "pdf", folder)
    catalogues = [f"languages/{name}/{CATALOGUE}" for name in languages(folder)]
    for name in languages(folder):
        for form in FORMATS:
            render_apart(memo, form, folder, language=name)
        if any((folder / f"{each}.typ").exists() for each in ("memo", "frame", "brief")):
            render_apart(memo, "pdf", folder, language=name)
        for made in tried:
            if (folder / f"{made.template}.docx").exists():
                render_apart(made, "docx", folder, language=name)
            if (folder / "languages" / name / CATALOGUE).exists():
                render_apart(made, "html", folder, language=name)
    own = sorted(name for name in {*_shipped(), *catalogues} if (folder / name).is_file())
    if not own:
        raise Refusal.at(
            Place(str(folder)),
            "no file here takes the place of a template",
            expected="one or more of " + ", ".join(f"`{name}`" for name in _shipped()),
            mend="give the files these names (`decidendi templates copy` writes them)",
        )
    return own
