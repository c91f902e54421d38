"""Holdings that ended: each was given up somehow, and where no sale is stated, nothing is known of how.

A rule that asks on which conditions a sale was made has then a sale to ask about, on the last day of the holding: to
nobody known, as surely as the holding has ended, and perhaps to anyone whose holding began since. Whether a sale counts
may turn on what held on its day, so that day is one in question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from decidendi.facts.contradictions import denies
from decidendi.facts.fact_set import Statement
from decidendi.facts.kinds import GENERIC, UNKNOWN, PredicateSchema, Slot
from decidendi.facts.periods import END, Period, Truth, begins_before, overlap
from decidendi.facts.vocabulary import Divestment, Holding

Row = tuple[Any, ...]
_CONDITIONS: Final = ("outside_united_states_jurisdiction", "genuine")


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A holding that ended, surely or perhaps (`is_sure`), with the sale of which nothing else is known.

    `perhaps_to` are the same sale to those who may have bought.
    """

    statement: Statement
    sale: Row
    perhaps_to: tuple[Row, ...]
    is_sure: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        """The sale, to whomever it was."""
        return (self.sale, *self.perhaps_to)


def given_up(statements: Iterable[Statement], last: Period) -> list[GivenUp]:
    """The holdings that ended before a day without a stated sale."""
    stated = [statement for statement in statements if not statement.denied]
    sales = [_slots(Divestment, item.arguments) for item in stated if item.predicate == Divestment.record]
    held = [item for item in stated if item.predicate == Holding.record]
    holdings = [_slots(Holding, item.arguments) for item in held]
    found: list[GivenUp] = []
    for statement, holding in zip(held, holdings, strict=True):
        during: Period = holding["during"]
        if not (during.earliest_end < last.latest_end and during.latest_begin <= last.latest_end):
            continue
        end = last_day_of(during, last)
        known = [sale for sale in sales if (sale["seller"], sale["entity"]) == (holding["owner"], holding["entity"])]
        if any(overlap(sale["on"], _widened(end)) is not Truth.FAILS for sale in known):
            continue
        sale = {"seller": holding["owner"], "entity": holding["entity"], "share": holding["share"], "on": end}
        unknown, *rows = (
            tuple({**sale, "buyer": buyer}.get(slot, UNKNOWN) for slot in Divestment.model_fields)
            for buyer in (GENERIC["party"], *_later(holdings, holding["entity"], end))
        )
        is_sure = during.latest_end < last.latest_end and UNKNOWN not in (holding["owner"], holding["entity"])
        found.append(GivenUp(statement, unknown, tuple(rows), is_sure))
    return found


def not_ruled_out(rows: Iterable[Row], denied: Iterable[Row]) -> list[Row]:
    """Sales that stand for the ends of holdings, as far as they are not denied.

    That there was no sale does not say how a holding ended: only a denial that says how it was not sold counts.
    """
    how = [item for item in denied if any(_slots(Divestment, item)[slot] != UNKNOWN for slot in _CONDITIONS)]
    return [row for row in rows if not any(denies(item, row) for item in how)]


def sold_to_nobody_named(statements: Iterable[Statement]) -> list[Row]:
    """For each stated sale whose buyer is not named: anyone whose holding began since may be the one."""
    stated = [statement for statement in statements if not statement.denied]
    holdings = [_slots(Holding, item.arguments) for item in stated if item.predicate == Holding.record]
    rows: list[Row] = []
    for item in stated:
        if item.predicate == Divestment.record:
            sale = _slots(Divestment, item.arguments)
            if sale["buyer"] == UNKNOWN:
                for buyer in _later(holdings, sale["entity"], sale["on"]):
                    rows.append(tuple({**sale, "buyer": buyer}.values()))
    return list(dict.fromkeys(rows))


def is_no_matter(schema: PredicateSchema, slot: Slot) -> bool:
    """Whether a fact is as sure where this slot names nobody: a share is sold, whoever bought it."""
    return schema.name == Divestment.record and slot.name == "buyer"


def _later(holdings: Iterable[dict[str, Any]], entity: str, end: Period) -> list[str]:
    """Whose holding of an entity may have begun on a day or after."""
    return [
        held["owner"]
        for held in holdings
        if held["entity"] == entity and begins_before(held["during"], end) is not Truth.HOLDS
    ]


def days_of_sales(rows: Iterable[Row]) -> list[Period]:
    """The days on which these sales were made."""
    return list(dict.fromkeys(_slots(Divestment, row)["on"] for row in rows))


def last_day_of(during: Period, last: Period) -> Period:
    """The last day of a period that ended before another; of which only a stretch may be known."""
    latest = max(during.earliest_end, min(during.latest_end, last.latest_end - 1))
    exact = during.earliest_end == latest
    text = date.fromordinal(latest).isoformat() if exact else f"the end of {during.text}"
    return Period(text, during.earliest_end, latest, during.earliest_end, latest)


def _slots(fact_class: type[Holding] | type[Divestment], row: Row) -> dict[str, Any]:
    return dict(zip(fact_class.model_fields, row, strict=True))


def _widened(end: Period) -> Period:
    """An end is the last day held; the sale may be dated on it or on the next."""
    return Period(
        end.text, end.earliest_begin, min(end.latest_begin + 1, END), end.earliest_end, min(end.latest_end + 1, END)
    )
