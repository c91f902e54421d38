"""Holdings laid out owner by owner, as the compiled loops walk them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from decidendi.facts.amounts import Share
from decidendi.reasoning.ownership.arrays import MOST_IN_ONE_TABLE, AsStated, Compressed, Numbers
from decidendi.reasoning.ownership.marks import (
    ALWAYS_EXACT,
    LOWER_OPEN,
    MILLIONTHS,
    NEAR_EXACT,
    NEVER,
    UPPER_OPEN,
)


def compress(
    count: int,
    owners: Numbers,
    entities: Numbers,
    lows: Numbers,
    highs: Numbers,
    flags: Numbers,
    exact: Mapping[int, Share],
    individuals: Iterable[int] = (),
) -> Compressed:
    """Lay holdings out owner by owner.

    Args:
        count: how many parties there are.
        owners: the owner of each holding; at most one holding for each owner, entity and instrument.
        entities: the entity of each.
        lows: the lower end, millionths of a percent.
        highs: the upper end.
        flags: open ends and inexact shares.
        exact: the share of each inexact holding, by its position.
        individuals: parties that are never reached.
    """
    from decidendi.reasoning.ownership import kernels

    starts, order = kernels.sort_by_key(owners, count, np.arange(owners.size, dtype=np.int32))
    targets = entities[order]
    lows, highs, flags = lows[order], highs[order], flags[order]
    placed: dict[int, Share] = {}
    if exact:
        back = np.empty(order.size, np.int32)
        back[order] = np.arange(order.size, dtype=np.int32)
        placed = {int(back[position]): share for position, share in exact.items()}
    del order
    return lay_out(count, starts, targets, lows, highs, flags, placed, individuals)


def lay_out(
    count: int,
    starts: Numbers,
    targets: Numbers,
    lows: Numbers,
    highs: Numbers,
    flags: Numbers,
    exact: Mapping[int, Share],
    individuals: Iterable[int] = (),
) -> Compressed:
    """What is to be known of each entity, for holdings that lie owner by owner.

    The arrays are kept, and `lows` and `flags` of overfull tables are changed in place.

    Args:
        count: how many parties there are.
        starts: where the holdings of each owner start, `count + 1` positions.
        targets: the entity of each holding.
        lows: the lower end, millionths of a percent.
        highs: the upper end.
        flags: open ends and inexact shares.
        exact: the share of each inexact holding, by its position.
        individuals: parties that are never reached.
    """
    from decidendi.reasoning.ownership import kernels

    degrees = kernels.in_degrees(targets, count)
    most = int(degrees.max(initial=0))
    del degrees
    if most > MOST_IN_ONE_TABLE:
        raise OverflowError(f"an entity with {most:,} holdings")
    marks = 1 << (most + 1).bit_length()  # room for more holdings in an entity, so that these can be laid in
    kinds = np.zeros(count, np.uint8)
    guards = np.zeros(count if exact else 0, np.int64)
    whole = 100 * MILLIONTHS * marks
    totals = kernels.total_lower(targets, lows, flags, marks, 2 * whole, count)
    hard = np.unique(targets[np.fromiter(exact, np.int64, len(exact))]) if exact else np.zeros(0, np.int32)
    tables = hard_tables(hard, starts, targets, lows, highs, flags, exact, guards, marks)
    for entity in map(int, hard):
        near_full = totals[entity] + guards[entity] > whole
        kinds[entity] = ALWAYS_EXACT if near_full else NEAR_EXACT
    bad = overfull_holdings(targets, totals, kinds, whole)
    as_stated = AsStated(bad, lows[bad], flags[bad])
    overfull = np.zeros(0, np.int64)
    if bad.size:
        overfull = np.flatnonzero(kernels.repair(targets, lows, highs, flags, totals, marks, whole, kinds))
    barred = np.array(sorted(individuals), dtype=np.int64)
    kinds[barred] = NEVER
    if not guards.size:
        guards = np.zeros(1, np.int64)
    return Compressed(
        count,
        starts,
        targets,
        lows,
        highs,
        flags,
        exact,
        barred,
        marks,
        totals,
        kinds,
        guards,
        tables,
        overfull,
        as_stated,
    )


def overfull_holdings(targets: Numbers, totals: Numbers, kinds: Numbers, whole: int) -> Numbers:
    """The positions of the holdings in entities whose lower ends make more than the whole."""
    overfull = (totals > whole) & (kinds != ALWAYS_EXACT)
    return np.flatnonzero(overfull[targets]) if overfull.any() else np.zeros(0, np.int64)


def hard_tables(
    hard: Numbers,
    starts: Numbers,
    targets: Numbers,
    lows: Numbers,
    highs: Numbers,
    flags: Numbers,
    exact: Mapping[int, Share],
    guards: Numbers,
    marks: int,
) -> dict[int, tuple[tuple[int, Share], ...]]:
    """For entities with inexact shares: every holding in them, exactly; and how far a sum in units may be off."""
    if not hard.size:
        return {}
    chosen = np.zeros(int(max(targets.max(), hard.max())) + 1, bool)
    chosen[hard] = True
    tables: dict[int, list[tuple[int, Share]]] = {int(entity): [] for entity in hard}
    for position in map(int, np.flatnonzero(chosen[targets])):
        entity = int(targets[position])
        owner = int(np.searchsorted(starts, position, side="right")) - 1
        share = exact.get(position)
        if share is None:
            flag = int(flags[position])
            ends = Fraction(int(lows[position]), MILLIONTHS), Fraction(int(highs[position]), MILLIONTHS)
            share = Share(*ends, not flag & LOWER_OPEN, not flag & UPPER_OPEN)
        else:
            guards[entity] += marks
        tables[entity].append((owner, share))
    for entity in tables:
        guards[entity] += marks
    return {entity: tuple(stakes) for entity, stakes in tables.items()}
