"""The kinds of memo that `decidendi memo` writes: from what was asked to the model that a template renders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from decidendi.cli.memo_portfolio import portfolio_about
from decidendi.cli.options import asked, chosen
from decidendi.determinations.comparing import compare
from decidendi.determinations.determine import Run, options_of, report, run
from decidendi.determinations.model import Determinations
from decidendi.determinations.what_if import under
from decidendi.facts.loading import load_fact_set
from decidendi.facts.overlays import load_overlay
from decidendi.refusal import Place, Refusal
from decidendi.reports.comparison import ComparisonMemo, comparison_of
from decidendi.reports.crossing import Crossing, crossing_of, with_crossed
from decidendi.reports.designation import designation_of
from decidendi.reports.documents import Document
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.summary import summary_of
from decidendi.reports.words import AS_STATED
from decidendi.reports.worksheet import report_forms, worksheet_of

DETERMINATION: Final = "determination"
SUMMARY: Final = "summary"
DESIGNATION: Final = "designation"
COMPARISON: Final = "comparison"
PORTFOLIO: Final = "portfolio"
WORKSHEET: Final = "report-worksheet"
KINDS: Final = (DETERMINATION, SUMMARY, DESIGNATION, COMPARISON, PORTFOLIO, WORKSHEET)
"""What `--kind` takes."""


@dataclass(frozen=True)
class Made:
    """What is to be written; where it is about one matter, the run, its determinations and its tables go along."""

    document: Document
    run: Run | None = None
    result: Determinations | None = None
    crossing: Crossing = field(default_factory=Crossing)


def made_of(
    kind: str,
    facts: tuple[Path, ...],
    asking_options: dict[str, Any],
    party: str | None,
    overlays: Sequence[Path],
    crosses: bool = False,
) -> Made:
    """Run what a kind of memo is about.

    Args:
        kind: one of `KINDS`.
        facts: files, or for a portfolio folders too.
        asking_options: as `asking` gives them.
        party: whom a designation analysis is about.
        overlays: what the second side of a comparison supposes.
        crosses: whether a determination memo crosses readings and unknowns.

    Raises:
        Refusal: the facts are not those that the kind needs, or cannot be used.
    """
    _refuse_party(kind, party)
    if crosses and kind != DETERMINATION:
        raise Refusal.at(
            Place("--matrix"),
            f"a memo of the kind `{kind}` crosses no readings and unknowns",
            expected=f"`--matrix` with `--kind {DETERMINATION}`",
            mend="leave it out, or run `decidendi matrix` beside it",
        )
    if kind == COMPARISON:
        return Made(_comparison(facts, asking_options, overlays))
    if overlays:
        raise Refusal.at(
            Place("--overlay"),
            f"a memo of the kind `{kind}` supposes nothing",
            expected=f"`--overlay` with `--kind {COMPARISON}`",
            mend="leave it out, or choose that kind",
        )
    if kind == PORTFOLIO:
        return Made(portfolio_about(facts, **asking_options))
    if len(facts) != 1:
        raise Refusal.at(
            Place("memo"),
            f"a memo of the kind `{kind}` is about one matter",
            expected="one fact set",
            found=f"{len(facts)}",
            mend="write one for each",
        )
    if party is not None:
        asking_options = {**asking_options, "consider": (*asking_options["consider"], party)}
    done = asked(facts[0], **asking_options)
    result = report(done)
    document = _document(kind, done, result, party or "")
    if crosses and isinstance(document, Memo):
        crossing = crossing_of(done, result)
        return Made(with_crossed(document, crossing), done, result, crossing)
    return Made(document, done, result)


def _comparison(facts: tuple[Path, ...], asking_options: dict[str, Any], overlays: Sequence[Path]) -> ComparisonMemo:
    if (len(facts), bool(overlays)) not in ((2, False), (1, True)):
        raise Refusal.at(
            Place("memo"),
            "there are not two sides to compare",
            expected="two fact sets, or one and `--overlay FILE`",
            found=f"{len(facts)} of FACTS and {len(overlays)} of `--overlay`",
            mend="name both sides",
        )
    first = asked(facts[0], **asking_options)
    if overlays:
        read = [load_overlay(path) for path in overlays]
        second, names = under(first, read), (AS_STATED, ", ".join(overlay.name for overlay in read))
    else:
        second = _beside(first, facts[1], asking_options)
        names = (first.facts.title, second.facts.title)
        if names[0] == names[1]:
            names = (str(facts[0]), str(facts[1]))
    return comparison_of(compare(first, second), (first, second), (report(first), report(second)), names)


def _beside(first: Run, facts: Path, asking_options: dict[str, Any]) -> Run:
    """The run on other facts under the law of a first one."""
    read = load_fact_set(facts)
    options = options_of(
        read,
        as_of=asking_options["as_of"],
        known=asking_options["known"],
        readings=chosen(asking_options["readings"]),
        consider=asking_options["consider"],
    )
    return run(read, first.rulebook, first.reasoner, options)


def _document(kind: str, done: Run, result: Determinations, party: str) -> Document:
    if kind == WORKSHEET:
        return worksheet_of(done, result, report_forms())
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
