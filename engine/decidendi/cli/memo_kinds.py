"""The kinds of memo that `decidendi memo` writes: from what was asked to the model that a template renders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from decidendi.cli.options import asked
from decidendi.determinations.determine import Run, report
from decidendi.determinations.model import Determinations
from decidendi.refusal import Place, Refusal
from decidendi.reports.documents import Document
from decidendi.reports.memo import memo_of
from decidendi.reports.summary import summary_of
from decidendi.reports.worksheet import report_forms, worksheet_of

DETERMINATION: Final = "determination"
SUMMARY: Final = "summary"
WORKSHEET: Final = "report-worksheet"
KINDS: Final = (DETERMINATION, SUMMARY, WORKSHEET)
"""What `--kind` takes."""


@dataclass(frozen=True)
class Made:
    """What is to be written, and where it is about one matter, the run and its determinations."""

    document: Document
    run: Run
    result: Determinations


def made_of(kind: str, facts: tuple[Path, ...], asking_options: dict[str, Any]) -> Made:
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
    done = asked(facts[0], **asking_options)
    result = report(done)
    return Made(_document(kind, done, result), done, result)


def _document(kind: str, done: Run, result: Determinations) -> Document:
    if kind == WORKSHEET:
        return worksheet_of(result, done.facts, report_forms())
    memo = memo_of(result, done.facts, done.rulebook)
    return summary_of(memo) if kind == SUMMARY else memo
