"""From the columns of a large table to the arrays of one day, by the rules of `registering`.

Rows that stand alone for their owner and entity are taken as they are. Pairs with several rows, and rows whose basis
or indirectness asks for more, go through `registering` itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decidendi.facts.amounts import Share
from decidendi.facts.holding_columns import HoldingColumns
from decidendi.facts.periods import Truth, always, covers, day_period, parse_day
from decidendi.facts.register import HoldingRecord, Register
from decidendi.reasoning.ownership.arrays import Compressed, units_of
from decidendi.reasoning.ownership.laying_in import MoreHoldings, put_in
from decidendi.reasoning.ownership.laying_out import lay_out
from decidendi.reasoning.ownership.marks import INEXACT, LOWER_OPEN
from decidendi.reasoning.ownership.registering import (
    NOT_COUNTED,
    NOT_HELD,
    NOT_KNOWN_YET,
    SUMMARY,
    Registered,
    known_on,
    register_on,
)
from decidendi.refusal import Place
from decidendi.rules.regime import Regime, Weight

Numbers = NDArray[Any]
_TRUE = frozenset({"true", "yes", "1", "t", "y"})


@dataclass
class Gathered:
    """The arrays of a day and what became of the rows.

    `used`, `merged` and `aside` count rows; `conflicts` are cautions from pairs with several rows.
    """

    graph: Compressed
    used: int
    merged: int
    aside: dict[str, int] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()


def gather(columns: HoldingColumns, count: int, regime: Regime, day: date | None, known: date | None) -> Gathered:
    """The arrays of a day.

    Args:
        columns: the table.
        count: how many parties there are, those that only the list of blocked parties names among them.
        regime: what counts.
        day: the day asked about; `None` for a table without dates.
        known: use only what was known on this day.
    """
    return _Gathering(columns, regime, day, known).gathered(count)


class _Gathering:
    def __init__(self, columns: HoldingColumns, regime: Regime, day: date | None, known: date | None) -> None:
        self.columns = columns
        self.regime = regime
        self.day = day
        self.known = known
        self.aside: dict[str, int] = {}
        self.kept = columns.owners >= 0
        self.maybe: Numbers | None = None
        self.odd: Numbers | None = None

    def gathered(self, count: int) -> Gathered:
        from decidendi.reasoning.ownership import kernels

        columns = self.columns
        self._set_aside("owner not named", ~self.kept)
        self._by_text("known_from", lambda text: NOT_KNOWN_YET if not self._is_known(text) else "")
        self._by_period()
        self._by_text("basis", lambda text: NOT_COUNTED if self.regime.weight(text) is Weight.NEVER else "")
        self.odd = self._odd()
        rows = np.arange(columns.read, dtype=np.int32)
        if not self.kept.all():
            rows = rows[self.kept]
        rows = kernels.sort_by_key(columns.entities, count, rows)[1]
        starts, order = kernels.sort_by_key(columns.owners, count, rows)
        del rows
        grouped = self._grouped(order)
        merged, conflicts, stakes = self._through_records(starts, order[grouped])
        if grouped.any():
            order = order[~grouped]
            starts = kernels.starts_of(columns.owners, count, order)
        del grouped
        # From here on the holdings lie owner by owner, so that nothing is to be sorted or copied again.
        entities, lows, highs, flags = (
            column[order] for column in (columns.entities, columns.lows, columns.highs, columns.flags)
        )
        if self.maybe is not None:
            maybe = self.maybe[order]
            lows[maybe] = 0
            flags[maybe] &= ~np.uint8(LOWER_OPEN)
        exact = self._exact(order, flags)
        del order
        if stakes:
            held = entities, lows, highs, flags
            _, starts, (entities, lows, highs, flags), exact = put_in(count, starts, held, exact, _more(stakes))
            del held
        graph = lay_out(count, starts, entities, lows, highs, flags, exact)
        used = columns.read - merged - sum(self.aside.values())
        return Gathered(graph, used, merged, dict(sorted(self.aside.items())), conflicts)

    def _set_aside(self, reason: str, mask: Numbers) -> None:
        number = int(np.count_nonzero(mask))
        if number:
            self.aside[reason] = self.aside.get(reason, 0) + number
            self.kept &= ~mask

    def _is_known(self, text: str) -> bool:
        return not text or known_on(parse_day(text), self.known)

    def _by_text(self, column: str, reason_of: Any) -> None:
        coded = self.columns.texts.get(column)
        if coded is None:
            return
        for code, text in enumerate(coded.texts):
            if text and (reason := reason_of(text)):
                self._set_aside(reason, self.kept & (coded.codes == code))

    def _by_period(self) -> None:
        columns = self.columns
        if columns.during is None or self.day is None:
            return
        period = day_period(self.day)
        truths = [covers(during, period) for during in columns.periods]
        table = np.array([truth.value for truth in truths] + [Truth.HOLDS.value], np.int8)
        truth = table[columns.during]  # -1, where nothing is written, is the last: always
        self._set_aside(NOT_HELD, self.kept & (truth == Truth.FAILS.value))
        maybe = truth == Truth.UNDETERMINED.value
        self.maybe = maybe if maybe.any() else None

    def _odd(self) -> Numbers | None:
        """Rows whose basis is unclear or only evidence, and those that sum up a chain."""
        odd = np.zeros(self.columns.read, bool)
        if basis := self.columns.texts.get("basis"):
            for code, text in enumerate(basis.texts):
                if text and self.regime.weight(text) is not Weight.COUNTS:
                    odd |= basis.codes == code
        if indirect := self.columns.texts.get("indirect"):
            for code, text in enumerate(indirect.texts):
                if text.casefold() in _TRUE:
                    odd |= indirect.codes == code
        return odd if odd.any() else None

    def _grouped(self, order: Numbers) -> Numbers:
        """Of the rows in order of owner and entity, those whose pair has several rows or an odd one."""
        from decidendi.reasoning.ownership import kernels

        grouped: Numbers = kernels.in_company(self.columns.owners, self.columns.entities, order)
        if self.odd is not None:
            grouped |= self.odd[order]
        return grouped

    def _through_records(
        self, starts: Numbers, rows: Numbers
    ) -> tuple[int, tuple[str, ...], list[tuple[int, int, Share]]]:
        if not rows.size:
            return 0, (), []
        records = tuple(self._record(int(row)) for row in rows if not self._is_summary(starts, int(row)))
        done = register_on(Register(records), self.regime, self.day, self.known)
        for reason in done.aside.values():
            self.aside[reason] = self.aside.get(reason, 0) + 1
        stakes = [(int(stake.owner), int(stake.entity), stake.share) for stake in done.graph.stakes]
        return len(done.merged), self._said(done), stakes

    def _said(self, done: Registered) -> tuple[str, ...]:
        """The cautions of the records, with parties by their names."""
        return tuple(
            f"{self._name(int(caution.entity))}: {caution.kind.value} "
            f"({', '.join(str(done.own.holdings[index].place) for index in caution.records)})"
            for caution in done.cautions
        )

    def _name(self, number: int) -> str:
        return str(self.columns.names[number].as_py())

    def _record(self, row: int) -> HoldingRecord:
        return record_at(self.columns, row, str)

    def _is_summary(self, starts: Numbers, row: int) -> bool:
        """Whether a row sums up a chain of holdings that are recorded; it is then set aside."""
        columns = self.columns
        if columns.text("indirect", row).casefold() not in _TRUE:
            return False
        if self._chain(int(columns.owners[row]), int(columns.entities[row])):
            self.aside[SUMMARY] = self.aside.get(SUMMARY, 0) + 1
            return True
        return False

    def _chain(self, owner: int, entity: int) -> bool:
        queue = [other for other in self._direct(owner) if other != entity]
        seen = set(queue)
        for other in queue:
            reached = self._direct(other)
            if entity in reached:
                return True
            queue += sorted(reached - seen)
            seen |= reached
        return False

    def _direct(self, owner: int) -> set[int]:
        held = self.kept & (self.columns.owners == owner)
        if indirect := self.columns.texts.get("indirect"):
            codes = [code for code, text in enumerate(indirect.texts) if text.casefold() in _TRUE]
            held &= ~np.isin(indirect.codes, codes)
        return set(map(int, np.unique(self.columns.entities[held])))

    def _exact(self, alone: Numbers, flags: Numbers) -> dict[int, Share]:
        exact: dict[int, Share] = {}
        for position in np.flatnonzero(flags & INEXACT):
            row = int(alone[position])
            share = self.columns.exact[row]
            if self.maybe is not None and self.maybe[row]:
                share = Share(Fraction(0), share.upper, True, share.upper_closed)
            exact[int(position)] = share
        return exact


def _more(stakes: list[tuple[int, int, Share]]) -> MoreHoldings:
    """What records come to as holdings that are put in among the rows that stand alone."""
    units = [units_of(share) for _, _, share in stakes]
    return MoreHoldings(
        np.array([owner for owner, _, _ in stakes], np.int32),
        np.array([entity for _, entity, _ in stakes], np.int32),
        np.array([low for low, _, _ in units], np.int32),
        np.array([high for _, high, _ in units], np.int32),
        np.array([flag for _, _, flag in units], np.uint8),
        {position: stakes[position][2] for position, (_, _, flag) in enumerate(units) if flag & INEXACT},
    )


def record_at(columns: HoldingColumns, row: int, named: Any) -> HoldingRecord:
    """The record of a row; `named` gives the name of a party by its number."""
    during = always()
    if columns.during is not None and columns.during[row] >= 0:
        during = columns.periods[int(columns.during[row])]
    known = columns.text("known_from", row)
    offset = 2 if columns.file.lower().endswith(".csv") else 1
    return HoldingRecord(
        named(int(columns.owners[row])),
        named(int(columns.entities[row])),
        columns.share(row),
        columns.text("basis", row) or "equity",
        columns.text("class", row),
        during,
        parse_day(known) if known else None,
        columns.text("source", row),
        Place(columns.file, row + offset),
        columns.text("indirect", row).casefold() in _TRUE,
    )
