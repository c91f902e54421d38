"""Many matters in one memo: a table first, the gravest on top, then a paragraph on each.

A matter is summed up as its own summary would: what has no room is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Final

from decidendi.determinations.model import Frozen, Kind
from decidendi.reports.model import DutyRow, Heading, Instrument, Memo
from decidendi.reports.summary import BriefAnswer, BriefUnknown, Folded, short, summary_of

ROOM: Final = 45
"""Hundredths of the lines of a page that the paragraph on a matter may fill."""

TRIED: Final = 8
"""Unknowns of one matter that are put to the rules, the nearest of what is graver first; its memo tries more."""

_GRAVEST_FIRST: Final[tuple[tuple[Kind, str], ...]] = (
    ("dealing", "prohibited"),
    ("dealing", "undetermined"),
    ("status", "blocked"),
    ("status", "undetermined"),
    ("criterion", "met"),
)


class MatterRow(Frozen):
    """One matter. `counts` has how many determinations of each kind came out how, the gravest first.

    `unexplored` counts the unknowns that were not put to the rules, and what lies beyond the search for them.
    `due` is the first day on which something is due, and `duties` what is due then and after. `cautions` counts them.
    """

    number: int
    heading: Heading
    question: str
    counts: tuple[Folded, ...]
    answers: tuple[BriefAnswer, ...]
    folded: tuple[Folded, ...]
    unknowns: tuple[BriefUnknown, ...]
    further_unknowns: int
    unexplored: int
    due: date | None
    duties: tuple[DutyRow, ...]
    further_duties: int
    cautions: int
    facts: str
    result: str


class Portfolio(Frozen):
    """Many matters; `counts` is their sum. The day of the heading is the latest of those asked about.

    `tried` is how many unknowns of each matter are put to the rules at most.
    """

    template: ClassVar[str] = "portfolio"

    heading: Heading
    matters: tuple[MatterRow, ...]
    counts: tuple[Folded, ...]
    tried: int = TRIED


def portfolio_of(memos: Iterable[Memo]) -> Portfolio:
    """The memo of many matters, the gravest first; those that are alike in that stay as they come.

    Args:
        memos: one of each matter, at least one.
    """
    memos = sorted(memos, key=_gravity)
    instruments: dict[Instrument, None] = {}
    for memo in memos:
        instruments.update(dict.fromkeys(memo.heading.instruments))
    rows = tuple(_row(number, memo) for number, memo in enumerate(memos, start=1))
    known = {memo.heading.known for memo in memos}
    return Portfolio(
        heading=Heading(
            title=f"{len(rows)} matter{'' if len(rows) == 1 else 's'}",
            as_of=max(memo.heading.as_of for memo in memos),
            known=known.pop() if len(known) == 1 else None,
            instruments=tuple(instruments),
            file="portfolio",
        ),
        matters=rows,
        counts=gravest_first(count for row in rows for count in row.counts),
    )


def _row(number: int, memo: Memo) -> MatterRow:
    brief = summary_of(memo, ROOM)
    return MatterRow(
        number=number,
        heading=memo.heading,
        question=short(memo.question),
        counts=_counts(memo),
        answers=brief.answers,
        folded=brief.folded,
        unknowns=brief.unknowns,
        further_unknowns=brief.further_unknowns + brief.remote_unknowns,
        unexplored=brief.unexplored,
        due=min((duty.due for duty in memo.duties if duty.due), default=None),
        duties=brief.duties,
        further_duties=brief.further_duties,
        cautions=sum(len(row.cautions) for row in memo.cautions),
        facts=memo.receipt.facts,
        result=memo.receipt.result,
    )


def _counts(memo: Memo) -> tuple[Folded, ...]:
    """How many determinations came out how: what is set out, and what is only summed up."""
    found = [Folded(kind=item.kind, outcome=item.outcome, count=1) for part in memo.analysis for item in part.items]
    found += [
        Folded(kind=group.kind, outcome=group.outcome, count=len(group.subjects) * max(1, len(group.provisions)))
        for group in memo.summed
    ]
    return gravest_first(found)


def gravest_first(found: Iterable[Folded]) -> tuple[Folded, ...]:
    """Each kind and outcome once, with how often it is there in all."""
    counts: dict[tuple[Kind, str], int] = {}
    for item in found:
        counts[item.kind, item.outcome] = counts.get((item.kind, item.outcome), 0) + item.count
    return tuple(
        Folded(kind=kind, outcome=outcome, count=counts[kind, outcome])
        for kind, outcome in sorted(counts, key=lambda key: (_place(key), key))
    )


def _place(key: tuple[Kind, str]) -> int:
    return _GRAVEST_FIRST.index(key) if key in _GRAVEST_FIRST else len(_GRAVEST_FIRST)


def _gravity(memo: Memo) -> int:
    items: Sequence[tuple[Kind, str]] = [(item.kind, item.outcome) for part in memo.analysis for item in part.items]
    return min(map(_place, items), default=len(_GRAVEST_FIRST))
