"""More holdings laid into arrays that are there: only the tables of the entities that they are in are made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from decidendi.facts.amounts import Share
from decidendi.reasoning.ownership.arrays import AsStated, Compressed, Numbers
from decidendi.reasoning.ownership.laying_out import compress, hard_tables, overfull_holdings
from decidendi.reasoning.ownership.marks import ALWAYS_EXACT, NEAR_EXACT, NEVER, PLAIN


@dataclass(frozen=True)
class MoreHoldings:
    """Holdings by number of party; parties that are new have the numbers that follow.

    Attributes:
        owners: the owner of each holding.
        entities: the entity of each; at most one holding for each owner, entity and instrument, those there included.
        lows: the lower end, millionths of a percent (rounded down where it is none).
        highs: the upper end (rounded up).
        flags: open ends and inexact shares.
        exact: the share of each inexact holding, by its position.
        individuals: new parties that are never reached.
    """

    owners: Numbers
    entities: Numbers
    lows: Numbers
    highs: Numbers
    flags: Numbers
    exact: Mapping[int, Share] = field(default_factory=dict)
    individuals: tuple[int, ...] = ()


@dataclass(frozen=True)
class LaidIn:
    """The arrays with more holdings.

    Attributes:
        graph: the arrays.
        touched: the entities that the holdings are in.
        positions: where all the holdings in these lie.
        owners: the owners of those.
    """

    graph: Compressed
    touched: Numbers
    positions: Numbers
    owners: Numbers


def lay_in(graph: Compressed, more: MoreHoldings) -> LaidIn | None:
    """The arrays with more holdings; `None` where a table outgrows the scale, so that all is to be laid out afresh."""
    from decidendi.reasoning.ownership import kernels

    count = 1 + max(graph.count - 1, *map(_most, (more.owners, more.entities, np.array(more.individuals, np.int64))))
    at, starts, (targets, lows, highs, flags), exact = put_in(
        count, graph.starts, (graph.targets, graph.lows, graph.highs, graph.flags), graph.exact, more
    )

    touched = np.unique(more.entities)
    chosen = np.zeros(count, bool)
    chosen[touched] = True
    positions = np.flatnonzero(chosen[targets])
    part = np.searchsorted(touched, targets[positions])
    if int(np.bincount(part, minlength=1).max()) + 2 > graph.marks:
        return None
    said = graph.as_stated
    said = replace(said, positions=_shifted(at, said.positions))
    again = chosen[targets[said.positions]]
    lows[said.positions[again]], flags[said.positions[again]] = said.lows[again], said.flags[again]

    kinds, totals, guards = (_grown(values, count) for values in (graph.kinds, graph.totals, graph.guards))
    sums = kernels.total_lower(part, lows[positions], flags[positions], graph.marks, 2 * graph.whole, touched.size)
    kinds[touched], guards[touched] = PLAIN, 0
    tables = {entity: table for entity, table in graph.tables.items() if not chosen[entity]}
    inexact = targets[np.fromiter(exact, np.int64)]
    hard = np.unique(inexact[chosen[inexact]])
    tables |= hard_tables(hard, starts, targets, lows, highs, flags, exact, guards, graph.marks)
    kinds[hard] = NEAR_EXACT
    kinds[hard[sums[np.searchsorted(touched, hard)] + guards[hard] > graph.whole]] = ALWAYS_EXACT
    kept = AsStated(said.positions[~again], said.lows[~again], said.flags[~again])
    anew = positions[overfull_holdings(part, sums, kinds[touched], graph.whole)]
    as_stated = AsStated(
        np.concatenate([kept.positions, anew]),
        np.concatenate([kept.lows, lows[anew]]),
        np.concatenate([kept.flags, flags[anew]]),
    )
    low, flag = lows[positions], flags[positions]
    plain = kernels.repair(part, low, highs[positions], flag, sums, graph.marks, graph.whole, kinds[touched])
    lows[positions], flags[positions] = low, flag
    totals[touched] = sums
    individuals = np.union1d(graph.individuals, np.array(more.individuals, np.int64))
    kinds[individuals] = NEVER
    made = replace(
        graph,
        count=count,
        starts=starts,
        targets=targets,
        lows=lows,
        highs=highs,
        flags=flags,
        exact=exact,
        individuals=individuals,
        totals=totals,
        kinds=kinds,
        guards=guards,
        tables=tables,
        as_stated=as_stated,
        overfull=np.union1d(graph.overfull[~chosen[graph.overfull]], touched[np.flatnonzero(plain)]),
    )
    return LaidIn(made, touched, positions, np.searchsorted(starts, positions, side="right") - 1)


def put_in(
    count: int,
    starts: Numbers,
    columns: tuple[Numbers, Numbers, Numbers, Numbers],
    exact: Mapping[int, Share],
    more: MoreHoldings,
) -> tuple[Numbers, Numbers, tuple[Numbers, ...], dict[int, Share]]:
    """More holdings put in behind those that their owners have.

    Args:
        count: how many parties there are with those that are new.
        starts: where the holdings of each owner start.
        columns: the entity of each holding, both ends and flags.
        exact: the share of each inexact holding, by its position.
        more: the holdings.

    Returns:
        The positions before which each was put in, in the order of owners, and the three as they then are.
    """
    from decidendi.reasoning.ownership import kernels

    order = np.argsort(more.owners, kind="stable")
    owners = more.owners[order]
    at = starts[np.minimum(owners + 1, starts.size - 1)].astype(np.int64)
    added = (more.entities, more.lows, more.highs, more.flags)
    made = tuple(kernels.put_in(there, at, part[order]) for there, part in zip(columns, added, strict=True))
    placed = at + np.arange(at.size)
    shares = dict(zip(_shifted(at, np.fromiter(exact, np.int64)).tolist(), exact.values(), strict=True))
    shares |= {int(placed[rank]): more.exact[int(item)] for rank, item in enumerate(order) if int(item) in more.exact}
    return at, kernels.starts_with_more(starts, count, owners), made, shares


def laid_out_afresh(graph: Compressed, more: MoreHoldings) -> Compressed:
    """All holdings laid out as if they had come together."""
    lows, flags = graph.lows.copy(), graph.flags.copy()
    lows[graph.as_stated.positions], flags[graph.as_stated.positions] = graph.as_stated.lows, graph.as_stated.flags
    there = np.repeat(np.arange(graph.count, dtype=np.int32), np.diff(graph.starts))
    individuals = (*map(int, graph.individuals), *more.individuals)
    owners, entities = np.concatenate([there, more.owners]), np.concatenate([graph.targets, more.entities])
    return compress(
        1 + max(graph.count - 1, _most(owners), _most(entities), *individuals),
        owners,
        entities,
        np.concatenate([lows, more.lows]),
        np.concatenate([graph.highs, more.highs]),
        np.concatenate([flags, more.flags]),
        {**graph.exact, **{there.size + position: share for position, share in more.exact.items()}},
        individuals,
    )


def _most(numbers: Numbers) -> int:
    return int(numbers.max(initial=-1))


def _shifted(at: Numbers, positions: Numbers) -> Numbers:
    """Where positions lie after others have been put in."""
    made: Numbers = positions + np.searchsorted(at, positions, side="right")
    return made


def _grown(values: Numbers, count: int) -> Numbers:
    made = np.zeros(count, values.dtype)
    made[: values.size] = values
    return made
