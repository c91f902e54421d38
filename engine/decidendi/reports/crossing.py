"""A matrix as a part of a memo: counts, what it turns on, what was left out, a row for each answer, a heat map.

Readings under which nothing comes out otherwise share a column, and where every combination comes out the same no row
is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from decidendi.determinations.determine import Run
from decidendi.determinations.matrix import Table, tables_of
from decidendi.determinations.model import Determination, Determinations
from decidendi.reports.arguing import in_order
from decidendi.reports.languages import IN_ENGLISH, Language
from decidendi.reports.matrix_picture import matrix_picture
from decidendi.reports.model import Crossed, CrossedColumn, CrossedRow, Memo, Tally
from decidendi.reports.svg import Picture

MOST_UNKNOWNS: Final = 4
"""Unknowns that one table of a memo crosses: sixteen rows."""

MOST_TABLES: Final = 4
"""Tables in one memo."""


def worth_crossing(found: Iterable[Determination]) -> list[Determination]:
    """What a memo crosses: each dealing, or else what is undetermined or rests on a reading, the gravest first."""
    ordered = in_order(found)
    dealings = [item for item in ordered if item.kind == "dealing"]
    return dealings or [item for item in ordered if item.outcome == "undetermined" or item.readings]


@dataclass(frozen=True)
class Crossing:
    """The tables of what a run determines, and how many more there would be."""

    tables: tuple[Table, ...] = ()
    further: int = 0


def crossing_of(done: Run, result: Determinations) -> Crossing:
    """The tables of what a memo crosses, the first few."""
    every = worth_crossing(result.determinations)
    tables = tables_of(done, every[:MOST_TABLES], most_unknowns=MOST_UNKNOWNS)
    return Crossing(tables, len(every) - len(tables))


def with_crossed(memo: Memo, crossing: Crossing) -> Memo:
    """A memo with the tables of what it determines."""
    crossed: list[Crossed] = []
    for table in crossing.tables:
        number = sum(1 for item in crossed if item.picture) + 1
        crossed.append(crossed_of(table).model_copy(update={"picture": number if _is_drawn(table) else 0}))
    return memo.model_copy(update={"crossed": tuple(crossed), "further_crossed": crossing.further})


def crossed_pictures(crossing: Crossing, language: Language = IN_ENGLISH) -> tuple[Picture, ...]:
    """The heat map of each table in which something comes out otherwise, in their order, labelled in a language."""
    return tuple(matrix_picture(table, alone=False, language=language) for table in crossing.tables if _is_drawn(table))


def _is_drawn(table: Table) -> bool:
    return len(table.outcomes) > 1


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
    if _is_drawn(table):
        return crossed
    return crossed.model_copy(update={"unknowns": (), "columns": (), "rows": ()})
