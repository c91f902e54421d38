"""The kinds of memo that `decidendi memo` writes: from what was asked to the model that a template renders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from decidendi.cli.options import asked
from decidendi.determinations.determine import Run, report
from decidendi.determinations.model import Determinations
from decidendi.refusal import Place, Refusal
from decidendi.reports.designation import designation_of
from decidendi.reports.documents import Document
from decidendi.reports.memo import memo_of
from decidendi.reports.summary import summary_of
from decidendi.reports.worksheet import report_forms, worksheet_of

DETERMINATION: Final = "determination"
SUMMARY: Final = "summary"
DESIGNATION: Final = "designation"
WORKSHEET: Final = "report-worksheet"
KINDS: Final = (DETERMINATION, SUMMARY, DESIGNATION, WORKSHEET)
"""What `--kind` takes."""


@dataclass(frozen=True)
class Made:
    """What is to be written, and where it is about one matter, the run and its determinations."""

    document: Document
    run: Run
    result: Determinations


def made_of(kind: str, facts: tuple[Path, ...], asking_options: dict[str, Any], party: str | None = None) -> Made:
    """Run what a kind of memo is about.

    Raises:
        Refusal: the facts are not those that the kind needs, or cannot be used.
    """
    if len(facts) != 1:
        raise Refusal.at(
            Place("memo"),
            f"a memo of the kind `{kind}` is about one matter",
            expected="one fact set",
            found=f"{len(facts)}",
            mend="write one for each",
        )
    _refuse_party(kind, party)
    if party is not None:
        asking_options = {**asking_options, "consider": (*asking_options["consider"], party)}
    done = asked(facts[0], **asking_options)
    result = report(done)
    return Made(_document(kind, done, result, party or ""), done, result)


def _document(kind: str, done: Run, result: Determinations, party: str) -> Document:
    if kind == WORKSHEET:
        return worksheet_of(result, done.facts, report_forms())
    if kind == DESIGNATION:
        return designation_of(done, result, party)
    memo = memo_of(result, done.facts, done.rulebook)
    return summary_of(memo) if kind == SUMMARY else memo


def _refuse_party(kind: str, party: str | None) -> None:
    if kind == DESIGNATION and party is None:
        raise Refusal.at(
            Place("--party"),
            "the party is not named",
            expected="the party whose designation is to be analysed",
            mend="name it as the fact set does: `--party NAME`",
        )
    if kind != DESIGNATION and party is not None:
        raise Refusal.at(
            Place("--party"),
            f"a memo of the kind `{kind}` is about the whole matter",
            expected=f"`--party` with `--kind {DESIGNATION}`",
            mend="leave it out, or choose that kind",
        )
