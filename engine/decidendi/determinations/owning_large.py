"""The status of millions of parties: arrays in, arrays out; one party at a time is explained through the exact path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as arrow
from pyarrow import compute

from decidendi.determinations.ownership import OwnershipDeterminations, RecordCounts
from decidendi.determinations.owning import WORDS, Owning, owning
from decidendi.facts.amounts import shown_number
from decidendi.facts.holding_columns import HoldingColumns
from decidendi.facts.periods import Truth, covers, day_period
from decidendi.facts.register import BlockedParty, Register
from decidendi.reasoning.ownership.arrays import LargeSolution, solve_arrays
from decidendi.reasoning.ownership.gathering import Gathered, gather, record_at
from decidendi.reasoning.ownership.marks import MILLIONTHS
from decidendi.reasoning.ownership.registering import known_on
from decidendi.rules.regime import Regime

MOST_UPSTREAM: Final = 20_000
"""Records upstream of one party beyond which it is not explained."""
_MOST_FLAGS: Final = 20


@dataclass
class LargeOwning:
    """One day's solution of a large table, and who is who."""

    columns: HoldingColumns
    names: Any
    gathered: Gathered
    solution: LargeSolution
    blocked: tuple[BlockedParty, ...]
    on: date | None
    known: date | None
    flags: tuple[str, ...]

    def number_of(self, name: str) -> int:
        """The number of a party; -1 where the table does not name it."""
        return int(compute.index(self.names, arrow.scalar(name)).as_py())

    def determinations(self) -> OwnershipDeterminations:
        """The counts, without the status of each."""
        counts = {WORDS[truth]: count for truth, count in self.solution.counts().items()}
        regime = self.solution.regime
        return OwnershipDeterminations(
            title=regime.title,
            test=regime.test,
            on=self.on,
            known=self.known,
            undisclosed_shares=regime.remainder.value,
            divestment=regime.divestment.value,
            records=RecordCounts(
                read=self.columns.read,
                used=self.gathered.used,
                merged=self.gathered.merged,
                set_aside=self.gathered.aside,
            ),
            counts={word: counts[word] for word in ("blocked", "undetermined", "not blocked")},
            statuses=(),
            flags=self.flags,
        )

    def explained(self, number: int) -> Owning | None:
        """The exact solution of what is upstream of a party; `None` where that is too much."""
        rows = self._upstream(number)
        if rows is None:
            return None
        records = tuple(record_at(self.columns, row, self._name) for row in rows)
        named = {record.owner for record in records} | {record.entity for record in records} | {self._name(number)}
        blocked = tuple(party for party in self.blocked if party.name in named)
        return owning(Register(records, blocked), self.solution.regime, self.on, self.known)

    def _name(self, number: int) -> str:
        return str(self.names[number].as_py())

    def _upstream(self, number: int) -> list[int] | None:
        from decidendi.reasoning.ownership import kernels

        rows = np.flatnonzero(self.columns.owners >= 0).astype(np.int32)
        starts, order = kernels.sort_by_key(self.columns.entities, len(self.names), rows)
        found: list[int] = []
        seen = {number}
        queue = [number]
        for entity in queue:
            for row in map(int, order[starts[entity] : starts[entity + 1]]):
                found.append(row)
                owner = int(self.columns.owners[row])
                if owner not in seen:
                    seen.add(owner)
                    queue.append(owner)
            if len(found) > MOST_UPSTREAM:
                return None
        return sorted(found)


def owning_large(
    columns: HoldingColumns,
    blocked: Iterable[BlockedParty],
    regime: Regime,
    on: date | None,
    known: date | None = None,
) -> LargeOwning:
    """Solve a large table for a day.

    Args:
        columns: the table.
        blocked: who is blocked on their own.
        regime: a test that the array path takes.
        on: the day; `None` for a table without dates.
        known: use only what was known on this day.
    """
    parties = tuple(blocked)
    wanted = list(dict.fromkeys(party.name for party in parties))
    if wanted:
        found = compute.index_in(columns.names, value_set=arrow.array(wanted, arrow.string()))
        places = np.flatnonzero(compute.is_valid(found).to_numpy(zero_copy_only=False))
        number_of = {wanted[found[int(place)].as_py()]: int(place) for place in places}
    else:
        number_of = {}
    strangers = [name for name in wanted if name not in number_of]
    names = columns.names
    if strangers:
        number_of |= {name: len(names) + position for position, name in enumerate(strangers)}
        names = arrow.concat_arrays([names, arrow.array(strangers, names.type)])
    gathered = gather(columns, len(names), regime, on, known)
    seeds: dict[Truth, list[int]] = {truth: [] for truth in Truth}
    for party in parties:
        if known_on(party.known_from, known):
            truth = Truth.HOLDS if on is None else covers(party.during, day_period(on))
            seeds[truth].append(number_of[party.name])
    solution = solve_arrays(gathered.graph, regime, seeds[Truth.HOLDS], seeds[Truth.UNDETERMINED])
    return LargeOwning(
        columns, names, gathered, solution, parties, on, known, _flags(columns, gathered, strangers, parties, names)
    )


def _flags(
    columns: HoldingColumns, gathered: Gathered, strangers: list[str], parties: tuple[BlockedParty, ...], names: Any
) -> tuple[str, ...]:
    flags = list(columns.noticed)
    places = {party.name: party.place for party in parties}
    flags += [
        f"{places[name]}: `{name}` holds nothing in the table and is not held" for name in strangers[:_MOST_FLAGS]
    ]
    if len(strangers) > _MOST_FLAGS:
        flags.append(
            f"{len(strangers) - _MOST_FLAGS:,} more blocked parties hold nothing in the table and are not held"
        )
    flags += gathered.conflicts[:_MOST_FLAGS]
    if len(gathered.conflicts) > _MOST_FLAGS:
        flags.append(
            f"{len(gathered.conflicts) - _MOST_FLAGS:,} more pairs of owner and entity have records in conflict"
        )
    overfull = gathered.graph.overfull
    for entity in overfull[:_MOST_FLAGS]:
        flags.append(
            f"{names[int(entity)].as_py()}: the recorded shares make more than 100 percent; read as what is left"
        )
    if overfull.size > _MOST_FLAGS:
        flags.append(f"{overfull.size - _MOST_FLAGS:,} more tables make more than 100 percent")
    return tuple(flags)


def status_columns(done: LargeOwning) -> dict[str, Any]:
    """Entity, status and both shares of every party, as Arrow arrays, in the order in which parties first stand."""
    solution = done.solution
    graph = solution.graph
    code = np.where(solution.must.steps >= 0, 0, np.where(solution.may.steps >= 0, 1, 2)).astype(np.int8)
    words = arrow.array([WORDS[truth] for truth in (Truth.HOLDS, Truth.UNDETERMINED, Truth.FAILS)])
    least = solution.must.held // graph.marks
    most = -(-np.minimum(solution.may.held, solution.may.left) // graph.marks)
    exact = sorted(graph.tables)
    shares = {
        "share_must": _percent(least, {entity: shown_number(solution.share_must(entity)) for entity in exact}),
        "share_may": _percent(most, {entity: shown_number(solution.share_may(entity)) for entity in exact}),
    }
    status = arrow.DictionaryArray.from_arrays(arrow.array(code), words).cast(arrow.string())
    return {"entity": done.names, "status": status, **shares}


def _percent(millionths: Any, exact: dict[int, str]) -> Any:
    """Millionths of a percent as decimals without trailing zeros, and some as given."""
    values, back = np.unique(millionths, return_inverse=True)
    texts = [_decimal(int(value)) for value in values] if values.size < 2_000_000 else None
    if texts is not None:
        made = arrow.array(texts, arrow.string()).take(arrow.array(back.astype(np.int32)))
    else:
        whole = arrow.array(millionths).cast(arrow.decimal128(19, 0))
        scaled = compute.multiply(whole, arrow.scalar("0.000001").cast(arrow.decimal128(7, 6)))
        made = compute.utf8_rtrim(compute.utf8_rtrim(scaled.cast(arrow.string()), "0"), ".")
    if not exact:
        return made
    places = np.zeros(len(millionths), bool)
    places[list(exact)] = True
    replaced = arrow.array([exact[entity] for entity in sorted(exact)], arrow.string())
    return compute.replace_with_mask(made, arrow.array(places), replaced)


def _decimal(value: int) -> str:
    whole, rest = divmod(value, MILLIONTHS)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
