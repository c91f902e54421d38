"""A matrix as a part of a memo: counts, what it turns on, what was left out, and a row for each answer.

Readings under which nothing comes out otherwise share a column, and where every combination comes out the same no row
is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from decidendi.determinations.determine import Run
from decidendi.determinations.matrix import Table, tables_of
from decidendi.determinations.model import Determination, Determinations
from decidendi.reports.arguing import in_order
from decidendi.reports.model import Crossed, CrossedColumn, CrossedRow, Memo, Tally

MOST_UNKNOWNS: Final = 4
"""Unknowns that one table of a memo crosses: sixteen rows."""

MOST_TABLES: Final = 4
"""Tables in one memo."""


def worth_crossing(found: Iterable[Determination]) -> list[Determination]:
    """What a memo crosses: each dealing, or else what is undetermined or rests on a reading, the gravest first."""
    ordered = in_order(found)
    dealings = [item for item in ordered if item.kind == "dealing"]
    return dealings or [item for item in ordered if item.outcome == "undetermined" or item.readings]


def with_crossed(memo: Memo, done: Run, result: Determinations) -> Memo:
    """A memo with the tables of what it determines."""
    every = worth_crossing(result.determinations)
    tables = tables_of(done, every[:MOST_TABLES], most_unknowns=MOST_UNKNOWNS)
    crossed = tuple(map(crossed_of, tables))
    return memo.model_copy(update={"crossed": crossed, "further_crossed": len(every) - len(crossed)})


def crossed_of(table: Table) -> Crossed:
    """One table as a memo shows it."""
    by_answers: dict[tuple[str, ...], list[str]] = {}
    for cell in table.cells:
        by_answers.setdefault(tuple(cell.facts.values()), []).append(cell.outcome)
    columns: dict[tuple[str, ...], list[int]] = {}
    for number in range(len(table.readings)):
        columns.setdefault(tuple(outcomes[number] for outcomes in by_answers.values()), []).append(number)
    crossed = Crossed(
        about=table.about,
        total=len(table.cells),
        outcomes=tuple(Tally(outcome=outcome, count=count) for outcome, count in table.outcomes.items()),
        turns_on=table.decide,
        left_out=table.left_out,
        unknowns=table.unknowns,
        columns=tuple(
            CrossedColumn(readings=tuple(table.departure(number) for number in numbers)) for numbers in columns.values()
        ),
        rows=tuple(
            CrossedRow(answers=answers, outcomes=tuple(outcomes))
            for answers, *outcomes in zip(by_answers, *columns, strict=True)
        ),
    )
    if len(table.outcomes) == 1:
        return crossed.model_copy(update={"unknowns": (), "columns": (), "rows": ()})
    return crossed
