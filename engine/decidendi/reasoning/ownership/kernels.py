"""The compiled loops of the array path. Imported only where numba is installed.

They are the loops of `solving`, over one scale for all entities: a unit is a millionth of a percent times the number
of marks. Each loop stops when its queue is empty and can be taken up again with more in the queue.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from decidendi.reasoning.ownership.marks import (
    ALWAYS_EXACT,
    LOWER_OPEN,
    NEAR_EXACT,
    NEVER,
    NOT_REACHED,
    PENDING,
    UPPER_OPEN,
)


@njit(cache=True, nogil=True)
def starts_of(keys, count, order):  # type: ignore[no-untyped-def]
    """Where each group of keys starts once positions are in order of their keys; no more than two thousand million."""
    starts = np.zeros(count + 1, np.int32)
    for position in range(order.size):
        starts[keys[order[position]] + 1] += 1
    for key in range(count):
        starts[key + 1] += starts[key]
    return starts


@njit(cache=True, nogil=True)
def sort_by_key(keys, count, order):  # type: ignore[no-untyped-def]
    """A stable counting sort: where each group of keys starts, and the positions in order of their keys."""
    starts = starts_of(keys, count, order)
    following = starts[:-1].copy()
    placed = np.empty_like(order)
    for position in range(order.size):
        key = keys[order[position]]
        placed[following[key]] = order[position]
        following[key] += 1
    return starts, placed


@njit(cache=True, nogil=True)
def in_company(owners, entities, order):  # type: ignore[no-untyped-def]
    """Of rows in order of owner and entity, those whose owner and entity another row has too."""
    found = np.zeros(order.size, np.bool_)
    for position in range(1, order.size):
        row, before = order[position], order[position - 1]
        if entities[row] == entities[before] and owners[row] == owners[before]:
            found[position - 1] = found[position] = True
    return found


@njit(cache=True, nogil=True)
def total_lower(targets, lows, flags, marks, cap, count):  # type: ignore[no-untyped-def]
    """The sum of the lower ends of each entity, in units; no more than `cap`, so that it stays within 64 bits."""
    totals = np.zeros(count, np.int64)
    for position in range(targets.size):
        entity = targets[position]
        totals[entity] = min(cap, totals[entity] + lows[position] * marks + (flags[position] & LOWER_OPEN))
    return totals


@njit(cache=True, nogil=True)
def in_degrees(targets, count):  # type: ignore[no-untyped-def]
    """How many holdings there are in each entity."""
    degrees = np.zeros(count, np.int32)
    for position in range(targets.size):
        degrees[targets[position]] += 1
    return degrees


@njit(cache=True, nogil=True)
def repair(targets, lows, highs, flags, totals, marks, whole, kinds):  # type: ignore[no-untyped-def]
    """Lower the lower ends of overfull tables to what the others leave, and bring the sums up to date.

    `plain` sums leave the marks of open ends out, as the tables do.
    """
    plain = np.zeros(totals.size, np.int64)
    for position in range(targets.size):
        entity = targets[position]
        if totals[entity] > whole and kinds[entity] != ALWAYS_EXACT:
            plain[entity] += lows[position]
    room = whole // marks
    for position in range(targets.size):
        entity = targets[position]
        if totals[entity] > whole and kinds[entity] != ALWAYS_EXACT:
            low = max(0, room - (plain[entity] - lows[position]))
            lows[position] = low
            keep = flags[position] & ~LOWER_OPEN
            if highs[position] <= low:
                keep = keep & ~UPPER_OPEN
            flags[position] = keep
    for entity in range(totals.size):
        if plain[entity]:
            totals[entity] = 0
    for position in range(targets.size):
        entity = targets[position]
        if plain[entity]:
            totals[entity] += lows[position] * marks
    return plain


@njit(cache=True, nogil=True)
def must_loop(  # type: ignore[no-untyped-def]
    starts, targets, lows, flags, marks, goal, least, guards, kinds, held, steps, queue, head, tail, pending
):
    """Take up the fixpoint of what must be; returns the new head and tail and how many entities are pending.

    No sum below `least` can come to anything: entities far apart in memory are then not looked at further.
    """
    waiting = 0
    while head < tail:
        owner = queue[head]
        head += 1
        step = steps[owner] + 1
        for position in range(starts[owner], starts[owner + 1]):
            entity = targets[position]
            amount = held[entity] + lows[position] * marks + (flags[position] & LOWER_OPEN)
            held[entity] = amount
            if amount >= least and steps[entity] < 0:
                kind = kinds[entity]
                if kind == 0:
                    if amount >= goal:
                        steps[entity] = step
                        queue[tail] = entity
                        tail += 1
                elif kind != NEVER:
                    if kind == NEAR_EXACT and amount >= goal + guards[entity]:
                        steps[entity] = step
                        queue[tail] = entity
                        tail += 1
                    elif kind == ALWAYS_EXACT or amount >= goal - guards[entity]:
                        if steps[entity] != PENDING:
                            steps[entity] = PENDING
                            pending[waiting] = entity
                            waiting += 1
    return head, tail, waiting


@njit(cache=True, nogil=True)
def both_loop(  # type: ignore[no-untyped-def]
    starts,
    targets,
    lows,
    highs,
    flags,
    marks,
    goal,
    least,
    cap,
    guards,
    kinds,
    held,
    most,
    steps,
    queue,
    head,
    tail,
    pending,
):
    """As `must_loop`, and `most` has the sums of the upper ends of the same holdings, for `may_loop` to go on from."""
    waiting = 0
    while head < tail:
        owner = queue[head]
        head += 1
        step = steps[owner] + 1
        for position in range(starts[owner], starts[owner + 1]):
            entity = targets[position]
            flag = flags[position]
            amount = held[entity] + lows[position] * marks + (flag & LOWER_OPEN)
            held[entity] = amount
            most[entity] = min(cap, most[entity] + highs[position] * marks - ((flag & UPPER_OPEN) >> 1))
            if amount >= least and steps[entity] < 0:
                kind = kinds[entity]
                if kind == 0:
                    if amount >= goal:
                        steps[entity] = step
                        queue[tail] = entity
                        tail += 1
                elif kind != NEVER:
                    if kind == NEAR_EXACT and amount >= goal + guards[entity]:
                        steps[entity] = step
                        queue[tail] = entity
                        tail += 1
                    elif kind == ALWAYS_EXACT or amount >= goal - guards[entity]:
                        if steps[entity] != PENDING:
                            steps[entity] = PENDING
                            pending[waiting] = entity
                            waiting += 1
    return head, tail, waiting


@njit(cache=True, nogil=True)
def left_by_others(  # type: ignore[no-untyped-def]
    totals, lower, whole, goal, least, guards, kinds, held, left, steps, queue, tail, step, pending
):
    """What others leave, given the lower ends of what is reached; and whoever may be reached by that, at this step.

    Returns the new tail and how many entities are pending.
    """
    waiting = 0
    for entity in range(totals.size):
        room = whole - totals[entity] + lower[entity]
        left[entity] = room
        most = min(held[entity], room)
        if most >= least and steps[entity] < 0:
            kind = kinds[entity]
            if kind == 0:
                if most >= goal:
                    steps[entity] = step
                    queue[tail] = entity
                    tail += 1
            elif kind != NEVER:
                if kind == NEAR_EXACT and most >= goal + guards[entity]:
                    steps[entity] = step
                    queue[tail] = entity
                    tail += 1
                elif kind == ALWAYS_EXACT or most >= goal - guards[entity]:
                    steps[entity] = PENDING
                    pending[waiting] = entity
                    waiting += 1
    return tail, waiting


@njit(cache=True, nogil=True)
def may_loop(  # type: ignore[no-untyped-def]
    starts,
    targets,
    lows,
    highs,
    flags,
    marks,
    goal,
    least,
    cap,
    guards,
    kinds,
    held,
    left,
    steps,
    queue,
    head,
    tail,
    pending,
):
    """Take up the fixpoint of what may be, as `must_loop` does."""
    waiting = 0
    while head < tail:
        owner = queue[head]
        head += 1
        step = steps[owner] + 1
        for position in range(starts[owner], starts[owner + 1]):
            entity = targets[position]
            flag = flags[position]
            amount = min(cap, held[entity] + highs[position] * marks - ((flag & UPPER_OPEN) >> 1))
            room = left[entity] + lows[position] * marks + (flag & LOWER_OPEN)
            held[entity] = amount
            left[entity] = room
            most = min(amount, room)
            if most >= least and steps[entity] < 0:
                kind = kinds[entity]
                if kind == 0:
                    if most >= goal:
                        steps[entity] = step
                        queue[tail] = entity
                        tail += 1
                elif kind != NEVER:
                    if kind == NEAR_EXACT and most >= goal + guards[entity]:
                        steps[entity] = step
                        queue[tail] = entity
                        tail += 1
                    elif kind == ALWAYS_EXACT or most >= goal - guards[entity]:
                        if steps[entity] != PENDING:
                            steps[entity] = PENDING
                            pending[waiting] = entity
                            waiting += 1
    return head, tail, waiting


@njit(cache=True, nogil=True)
def put_in(values, at, more):  # type: ignore[no-untyped-def]
    """Values with more of them put in before the positions `at`, which do not fall."""
    made = np.empty(values.size + more.size, values.dtype)
    before = 0
    for item in range(at.size):
        made[before + item : at[item] + item] = values[before : at[item]]
        made[at[item] + item] = more[item]
        before = at[item]
    made[before + at.size :] = values[before:]
    return made


@njit(cache=True, nogil=True)
def starts_with_more(starts, count, owners):  # type: ignore[no-untyped-def]
    """Where the holdings of each owner start, once those of some owners, in their order, are put in."""
    made = np.empty(count + 1, np.int32)
    item = 0
    for owner in range(count + 1):
        while item < owners.size and owners[item] < owner:
            item += 1
        made[owner] = starts[min(owner, starts.size - 1)] + item
    return made


@njit(cache=True, nogil=True)
def take_out(starts, targets, steps, ranks, fallen, most):  # type: ignore[no-untyped-def]
    """Take the fallen out, and whoever they hold that was reached after them, and so on; returns all these."""
    gone = np.empty(most, np.int32)
    tail = 0
    for party in fallen:
        steps[party] = NOT_REACHED
        gone[tail] = party
        tail += 1
    head = 0
    while head < tail:
        owner = gone[head]
        head += 1
        for position in range(starts[owner], starts[owner + 1]):
            entity = targets[position]
            if steps[entity] > 0 and ranks[entity] > ranks[owner]:
                steps[entity] = NOT_REACHED
                gone[tail] = entity
                tail += 1
    return gone[:tail].copy()


@njit(cache=True, nogil=True)
def mark_targets(starts, targets, owners, marked):  # type: ignore[no-untyped-def]
    """Mark the entities that some owners hold."""
    for owner in owners:
        for position in range(starts[owner], starts[owner + 1]):
            marked[targets[position]] = True


@njit(cache=True, nogil=True)
def add_up(  # type: ignore[no-untyped-def]
    positions, owners, targets, lows, highs, flags, marks, cap, is_may, steps, held, left, latest
):
    """Add chosen holdings to the sums of their entities, as the loops do, and keep the last step of the owners."""
    for item in range(positions.size):
        position = positions[item]
        entity = targets[position]
        flag = flags[position]
        low = lows[position] * marks + (flag & LOWER_OPEN)
        if is_may:
            held[entity] = min(cap, held[entity] + highs[position] * marks - ((flag & UPPER_OPEN) >> 1))
            left[entity] += low
        else:
            held[entity] += low
        latest[entity] = max(latest[entity], steps[owners[item]])
