"""Sales beside holdings: a share that was sold is held no longer, so that the record of it ends with the sale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from decidendi.facts.entries import said
from decidendi.facts.fact_set import Statement
from decidendi.facts.nodes import shown
from decidendi.facts.periods import END, Period, Truth, begins_by, overlap
from decidendi.facts.vocabulary import Divestment, Holding
from decidendi.refusal import Problem


def holdings_that_outlast_a_sale(statements: Iterable[Statement]) -> Iterator[Problem]:
    """A problem for each sale by somebody whose holdings all go on over it: how much is left is not said.

    A sale may be dated on the last day of the holding or on the next. Of somebody of whom no holding is stated, or of
    whose holdings one may have ended with the sale, nothing is amiss.
    """
    stated = [statement for statement in statements if not statement.denied]
    holdings = [item for item in stated if item.predicate == Holding.record]
    for sale in stated:
        if sale.predicate != Divestment.record:
            continue
        sold = _slots(Divestment, sale)
        own = [item for item in holdings if _is_of(_slots(Holding, item), sold)]
        if any(_may_end(_slots(Holding, item)["during"], sold["on"]) for item in own):
            continue
        for item in own:
            during: Period = _slots(Holding, item)["during"]
            if begins_by(during, sold["on"]) is Truth.HOLDS and during.earliest_end > sold["on"].latest_end:
                yield Problem(
                    max(sale.place, item.place),
                    "a holding goes on over the sale of what is held",
                    "end the holding with the sale, and state what is held since as a holding of its own",
                    expected="a holding that ends on the day of the sale or the day before",
                    found=f"{shown(said(item), 120)} at line {item.place.line}, sold at line {sale.place.line}",
                )
                break


def _slots(fact_class: type[Holding] | type[Divestment], item: Statement) -> dict[str, Any]:
    return dict(zip(fact_class.model_fields, item.arguments, strict=True))


def _is_of(holding: dict[str, Any], sale: dict[str, Any]) -> bool:
    return (holding["owner"], holding["entity"]) == (sale["seller"], sale["entity"])


def _may_end(during: Period, sale: Period) -> bool:
    last, after = during.earliest_end, min(during.latest_end + 1, END)
    return overlap(Period("end", last, last, after, after), sale) is not Truth.FAILS
