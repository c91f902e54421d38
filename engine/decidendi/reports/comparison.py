"""Two scenarios side by side: what differs in facts and law, what in outcomes, and which difference caused which.

Causes are those that `decidendi compare` finds by replay. Each outcome stands with what it rests on, on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import ClassVar, Final

from decidendi.determinations.comparing import Comparison, OutcomeDiffering
from decidendi.determinations.determine import Run
from decidendi.determinations.model import Determination, Determinations, Frozen, Kind
from decidendi.reports.arguing import KINDS
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Heading
from decidendi.reports.portfolio import gravest_first
from decidendi.reports.summary import BriefAnswer, Folded, summary_of
from decidendi.reports.words import FURTHER

MOST_LINES: Final = 10
"""Lines of what one side of a difference has that are written out; of more, how many there are is said."""


MOST_ALONE: Final = 3
"""Parties, property and criteria of one side alone that are written out; of more, how many come out how is said."""


class Side(Frozen):
    """One scenario: what it is called, and what its summary answers."""

    called: str
    heading: Heading
    question: str
    answers: tuple[BriefAnswer, ...]
    folded: tuple[Folded, ...]
    facts: str
    result: str


class Outcome(Frozen):
    """How a determination comes out on one side; an empty outcome means that its subject is not part of that side."""

    outcome: str
    response: str
    provision: str
    rests_on: str


class Changed(Frozen):
    """A determination that comes out otherwise. The numbers are those of differences, as in `OutcomeDiffering`.

    Where the same becomes of several parties or dealings, from the same causes, `title` names them all.
    """

    number: int
    kind: Kind
    title: str
    criterion: str
    first: Outcome
    second: Outcome
    alone: tuple[int, ...]
    needed: tuple[int, ...]
    together: tuple[int, ...]


class Differs(Frozen):
    """One difference: what only the first side has and what only the second, and the outcomes that it bears on.

    `bears_on_only` says whether it causes some of what the memo has in `only`.
    """

    number: int
    kind: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    bears_on: tuple[int, ...]
    bears_on_only: bool


class ComparisonMemo(Frozen):
    """Two scenarios compared. `unchanged` counts the determinations that come out alike.

    `only` counts, for the first side and the second, how what that side alone has comes out, dealings apart, where that
    is much.
    """

    template: ClassVar[str] = "comparison"

    heading: Heading
    sides: tuple[Side, Side]
    differences: tuple[Differs, ...]
    outcomes: tuple[Changed, ...]
    only: tuple[tuple[Folded, ...], tuple[Folded, ...]]
    unchanged: int
    without_effect: tuple[int, ...]
    engines: tuple[str, ...]


def comparison_of(
    compared: Comparison, runs: tuple[Run, Run], results: tuple[Determinations, Determinations], called: tuple[str, str]
) -> ComparisonMemo:
    """The memo of a comparison.

    Args:
        compared: from `compare`, about the same two runs.
        runs: the two sides.
        results: what each determined, with open questions worked out.
        called: what each side is called.
    """
    order = sorted(compared.outcomes, key=lambda item: KINDS.index(_kind(item)))
    # Dealings are always written out, with their provisions.
    apart = [[item for item in order if item.kind != "dealing" and not other(item)] for other in (_second, _first)]
    folded = [item for items in apart if len(items) > MOST_ALONE for item in items]
    outcomes = _together([_changed(item, runs, results) for item in order if item not in folded])
    sides = (_side(runs[0], results[0], called[0]), _side(runs[1], results[1], called[1]))
    instruments = dict.fromkeys(item for side in sides for item in side.heading.instruments)
    return ComparisonMemo(
        heading=sides[1].heading.model_copy(update={"instruments": tuple(instruments)}),
        sides=sides,
        differences=tuple(
            Differs(
                number=item.number,
                kind=item.kind,
                first=_few(item.first),
                second=_few(item.second),
                bears_on=tuple(changed.number for changed in outcomes if item.number in _causes(changed)),
                bears_on_only=any(item.number in _causes(changed) for changed in folded),
            )
            for item in compared.differences
        ),
        outcomes=outcomes,
        only=(_counted(apart[0], _first), _counted(apart[1], _second)),
        unchanged=compared.unchanged,
        without_effect=compared.without_effect,
        engines=compared.engines,
    )


def _first(item: OutcomeDiffering) -> str:
    return item.first


def _second(item: OutcomeDiffering) -> str:
    return item.second


def _causes(item: OutcomeDiffering | Changed) -> tuple[int, ...]:
    return (*item.alone, *item.needed, *item.together)


def _counted(items: list[OutcomeDiffering], told: Callable[[OutcomeDiffering], str]) -> tuple[Folded, ...]:
    """How what one side alone has comes out, by kind; nothing where it is written out."""
    if len(items) <= MOST_ALONE:
        return ()
    return gravest_first(Folded(kind=_kind(item), outcome=told(item).partition(", ")[0], count=1) for item in items)


def _together(each: Sequence[Changed]) -> tuple[Changed, ...]:
    """What comes out alike from the same causes as one row, criteria apart, and the rows numbered."""
    groups: dict[Changed, list[str]] = {}
    for item in each:
        key = item if item.kind == "criterion" else item.model_copy(update={"title": ""})
        groups.setdefault(key, []).append(item.title)
    return tuple(
        item.model_copy(update={"number": number, "title": ", ".join(titles)})
        for number, (item, titles) in enumerate(groups.items(), start=1)
    )


def _kind(item: OutcomeDiffering) -> Kind:
    return next(kind for kind in KINDS if kind == item.kind)


def _side(done: Run, result: Determinations, called: str) -> Side:
    brief = summary_of(memo_of(result, done.facts, done.rulebook), 70)
    return Side(
        called=called,
        heading=brief.heading.model_copy(update={"file": PurePath(done.facts.file).name}),
        question=brief.question,
        answers=tuple(answer.model_copy(update={"questions": ()}) for answer in brief.answers),
        folded=brief.folded,
        facts=result.receipt.facts,
        result=result.receipt.result,
    )


def _changed(item: OutcomeDiffering, runs: Sequence[Run], results: Sequence[Determinations]) -> Changed:
    found = [_found(item, result) for result in results]
    titles = [one.title for one in reversed(found) if one is not None]
    outcomes = [
        Outcome(
            outcome=told.partition(", ")[0],
            response=told.partition(", ")[2],
            provision="" if one is None or item.kind == "criterion" else one.provision,
            rests_on="" if one is None else one.rests_on,
        )
        for told, one in zip((item.first, item.second), found, strict=True)
    ]
    return Changed(
        number=0,
        kind=_kind(item),
        title=titles[0] if titles else runs[1].facts.title_of(item.subject),
        criterion=item.provision if item.kind == "criterion" else "",
        first=outcomes[0],
        second=outcomes[1],
        alone=item.alone,
        needed=item.needed,
        together=item.together,
    )


def _found(item: OutcomeDiffering, result: Determinations) -> Determination | None:
    for one in result.determinations:
        if (one.kind, one.subject) == (item.kind, item.subject) and item.provision in ("", one.provision):
            return one
    return None


def _few(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What one side alone has, as far as it helps a reader; how much more there is is said."""
    further = len(lines) - MOST_LINES
    return lines if further <= 1 else (*lines[:MOST_LINES], FURTHER.replace("%(count)s", str(further)))
