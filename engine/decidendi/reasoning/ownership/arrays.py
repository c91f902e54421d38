"""Holdings by the million: the same two fixpoints over arrays, with exact sums where whole numbers are not enough.

Shares are whole numbers of millionths of a percent. Where a share is none (a sixth), the entity's sum is exact to a
known number of units; whenever it comes that near to the threshold, the entity is summed again in fractions. Holdings
lie owner by owner (CSR), so a reached owner's holdings are read in one sweep.

The result is that of `solving` on every graph with added shares, no declared complete tables and a threshold in
millionths; `can_be_solved` tells whether that is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Stake
from decidendi.reasoning.ownership.marks import (
    ALWAYS_EXACT,
    INEXACT,
    LOWER_OPEN,
    MILLIONTHS,
    NOT_REACHED,
    UPPER_OPEN,
)
from decidendi.reasoning.ownership.reserving import zeros
from decidendi.reasoning.ownership.tables import Table, table_of
from decidendi.rules.regime import Regime, Remainder, Together

Numbers = NDArray[Any]
MOST_IN_ONE_TABLE: Final = 4_000_000
"""Holdings in one entity beyond which sums could leave 64 bits."""


@dataclass(frozen=True)
class AsStated:
    """The holdings of overfull tables, by position, with the lower ends and flags that they had before the repair."""

    positions: Numbers
    lows: Numbers
    flags: Numbers


@dataclass(frozen=True)
class Compressed:
    """Holdings, owner by owner.

    Attributes:
        count: how many parties there are; they are numbered from 0.
        starts: where the holdings of each owner start, `count + 1` positions.
        targets: the entity of each holding.
        lows: its lower end, millionths of a percent (rounded down where it is none).
        highs: its upper end.
        flags: which ends are open, and whether the share is inexact.
        exact: the share of each inexact holding, by its position.
        individuals: parties that are never reached.
        marks: units in a millionth; more than there are holdings in any entity.
        overfull: entities whose lower ends left no completion and were repaired.
        as_stated: their holdings as stated.
    """

    count: int
    starts: Numbers
    targets: Numbers
    lows: Numbers
    highs: Numbers
    flags: Numbers
    exact: Mapping[int, Share]
    individuals: Numbers
    marks: int
    totals: Numbers
    kinds: Numbers
    guards: Numbers
    tables: Mapping[int, tuple[tuple[int, Share], ...]]
    overfull: Numbers
    as_stated: AsStated

    @property
    def whole(self) -> int:
        """One hundred percent in units."""
        return 100 * MILLIONTHS * self.marks


@dataclass
class Reached:
    """One fixpoint, which can be taken up again.

    `steps` has the step at which a party was reached, below 0 where it is not; who was before whom, the order of
    `queue` tells. `held` has the sum of the ends of those reached, by entity, and for `may` `left` what the others
    leave, in units.
    """

    steps: Numbers
    held: Numbers
    left: Numbers
    queue: Numbers
    head: int = 0
    tail: int = 0


@dataclass
class LargeSolution:
    """What follows on one day, by number of party."""

    graph: Compressed
    regime: Regime
    must: Reached
    may: Reached
    seeds: set[int] = field(default_factory=set)

    def status(self, party: int) -> Truth:
        """Whether a party is reached: certainly, possibly or not."""
        if self.must.steps[party] >= 0:
            return Truth.HOLDS
        return Truth.UNDETERMINED if self.may.steps[party] >= 0 else Truth.FAILS

    def counts(self) -> dict[Truth, int]:
        """How many parties have which status."""
        must = int(np.count_nonzero(self.must.steps >= 0))
        may = int(np.count_nonzero(self.may.steps >= 0))
        return {Truth.HOLDS: must, Truth.UNDETERMINED: may - must, Truth.FAILS: self.graph.count - may}

    def share_must(self, party: int) -> Fraction:
        """The least that reached owners hold in any assignment, percent."""
        if party in self.graph.tables:
            table, owners = exact_table(self.graph, party, self.regime)
            return table.percent_at_least(_least(table, owners, self.must.steps))
        return Fraction(int(self.must.held[party]) // self.graph.marks, MILLIONTHS)

    def share_may(self, party: int) -> Fraction:
        """The most that reached owners may hold in any assignment, percent."""
        opened = self.regime.remainder is Remainder.UNDETERMINED
        if party in self.graph.tables:
            table, owners = exact_table(self.graph, party, self.regime)
            return table.percent_at_most(_most(table, owners, self.may.steps, opened=opened))
        units = min(int(self.may.held[party]), int(self.may.left[party]))
        return Fraction(-(-units // self.graph.marks), MILLIONTHS)

    def block(self, parties: Iterable[int]) -> None:
        """Take more parties for blocked on their own, and go on from where the fixpoints stand.

        Nothing that was reached is ever lost by that, so only what newly follows is worked through.
        """
        added = [party for party in parties if party not in self.seeds]
        self.seeds.update(added)
        for reached in (self.must, self.may):
            for party in added:
                if reached.steps[party] < 0:
                    reached.steps[party] = 0
                    reached.queue[reached.tail] = party
                    reached.tail += 1
                else:
                    reached.steps[party] = 0
        run_must(self.graph, self.regime, self.must)
        run_may(self.graph, self.regime, self.may)


def can_be_solved(regime: Regime) -> bool:
    """Whether the array path takes a test: shares that add, and a threshold in millionths of a percent."""
    return regime.together is Together.ADDED and (regime.threshold * MILLIONTHS).denominator == 1


def units_of(share: Share) -> tuple[int, int, int]:
    """Both ends in millionths, the lower rounded down and the upper up, and the flags.

    >>> units_of(Share(Fraction(25), Fraction(50), False, True))
    (25000000, 50000000, 1)
    """
    low, high = share.lower * MILLIONTHS, share.upper * MILLIONTHS
    inexact = INEXACT if low.denominator != 1 or high.denominator != 1 else 0
    opened = (0 if share.lower_closed else LOWER_OPEN) | (0 if share.upper_closed else UPPER_OPEN)
    return low.numerator // low.denominator, -(-high.numerator // high.denominator), inexact | opened


def exact_table(graph: Compressed, entity: int, regime: Regime) -> tuple[Table, tuple[int, ...]]:
    """The table of an entity with inexact shares, and the owners in its order."""
    holdings = graph.tables[entity]
    stakes = [Stake(str(owner), str(entity), share, share) for owner, share in holdings]
    return table_of(str(entity), stakes, regime, complete=False), tuple(owner for owner, _ in holdings)


def _least(table: Table, owners: tuple[int, ...], steps: Numbers) -> int:
    return least_of(table, [steps[owner] >= 0 for owner in owners])


def _most(table: Table, owners: tuple[int, ...], steps: Numbers, *, opened: bool) -> int:
    return most_of(table, [steps[owner] >= 0 for owner in owners], opened=opened)


def least_of(table: Table, counted: Sequence[bool]) -> int:
    """The least that those owners hold that are counted, scaled as the table."""
    return sum(low for low, counts in zip(table.lower, counted, strict=True) if counts)


def most_of(table: Table, counted: Sequence[bool], *, opened: bool) -> int:
    """The most that those owners may hold, undisclosed shares included where these are left open."""
    held, left = 0, table.whole
    for low, high, counts in zip(table.lower, table.upper, counted, strict=True):
        if counts:
            held += high
        else:
            left -= low
    return left if opened else min(held, left)


def solve_arrays(
    graph: Compressed, regime: Regime, certain_seeds: Iterable[int], possible_seeds: Iterable[int] = ()
) -> LargeSolution:
    """Decide who is reached.

    Args:
        graph: the holdings.
        regime: a test that `can_be_solved`.
        certain_seeds: who certainly is blocked on their own.
        possible_seeds: who may be, besides.
    """
    from decidendi.reasoning.ownership import kernels

    seeds = set(certain_seeds)
    certain = _in_order(seeds)
    more = _in_order(set(possible_seeds) - seeds)
    opened = regime.remainder is Remainder.UNDETERMINED
    must = Reached(*_started(graph, certain), np.zeros(0, np.int64), np.empty(graph.count, np.int32), 0, certain.size)
    must.queue[: certain.size] = certain
    most = zeros(graph.count, np.int64)
    if opened:
        most[:] = graph.whole
    run_must(graph, regime, must, most)
    # Whoever must be reached may be: their holdings are counted in both sums already, and are not looked at again.
    queue = np.empty(graph.count, np.int32)
    queue[: must.tail] = must.queue[: must.tail]
    steps = zeros(graph.count, np.int32)
    steps[:] = must.steps
    may = Reached(steps, most, zeros(graph.count, np.int64), queue, must.tail, must.tail)
    more = more[may.steps[more] < 0]
    may.steps[more] = 0
    may.queue[may.tail : may.tail + more.size] = more
    may.tail += more.size
    goal = goal_of(graph, regime)
    # A goal of nothing is met by everyone who was looked at, and they are reached by now.
    least = _least_that_counts(graph, goal) if goal > 0 or opened else np.iinfo(np.int64).max
    step = 1 + int(must.steps[must.queue[must.tail - 1]]) if must.tail else 1
    pending = np.empty(len(graph.tables) + 1, np.int32)
    may.tail, waiting = kernels.left_by_others(
        graph.totals,
        must.held,
        graph.whole,
        goal,
        least,
        graph.guards,
        graph.kinds,
        may.held,
        may.left,
        may.steps,
        may.queue,
        may.tail,
        step,
        pending,
    )
    _settle_may(graph, regime, may, pending[:waiting])
    run_may(graph, regime, may)
    return LargeSolution(graph, regime, must, may, seeds)


def _in_order(seeds: set[int]) -> Numbers:
    return np.sort(np.fromiter(seeds, np.int32, len(seeds)))


def _started(graph: Compressed, seeds: Numbers) -> tuple[Numbers, Numbers]:
    steps = zeros(graph.count, np.int32)
    steps[:] = NOT_REACHED
    steps[seeds] = 0
    return steps, zeros(graph.count, np.int64)


def goal_of(graph: Compressed, regime: Regime) -> int:
    """What a sum must come up to, in units."""
    return int(regime.threshold * MILLIONTHS) * graph.marks + regime.more_than


def _least_that_counts(graph: Compressed, goal: int) -> int:
    """The sum in units below which no entity is reached; none, where some are always summed exactly."""
    exactly = graph.kinds[np.fromiter(graph.tables, np.int64, len(graph.tables))]
    return np.iinfo(np.int64).min if (exactly == ALWAYS_EXACT).any() else goal - int(graph.guards.max(initial=0))


def run_must(graph: Compressed, regime: Regime, reached: Reached, most: Numbers | None = None) -> None:
    """Take up the fixpoint of what must be until nothing more follows; `most` gets the upper ends, if it is given."""
    from decidendi.reasoning.ownership import kernels

    goal = goal_of(graph, regime)
    least = _least_that_counts(graph, goal)
    pending = np.empty(len(graph.tables) + 1, np.int32)
    while True:
        holdings = graph.starts, graph.targets, graph.lows
        entities = graph.guards, graph.kinds, reached.held
        standing = reached.steps, reached.queue, reached.head, reached.tail, pending
        if most is None:
            reached.head, reached.tail, waiting = kernels.must_loop(
                *holdings, graph.flags, graph.marks, goal, least, *entities, *standing
            )
        else:
            reached.head, reached.tail, waiting = kernels.both_loop(
                *holdings,
                graph.highs,
                graph.flags,
                graph.marks,
                goal,
                least,
                2 * graph.whole,
                *entities,
                most,
                *standing,
            )
        for entity in map(int, pending[:waiting]):
            table, owners = exact_table(graph, entity, regime)
            _settle(reached, entity, owners, enough=_least(table, owners, reached.steps) >= table.goal)
        if reached.head == reached.tail:
            return


def run_may(graph: Compressed, regime: Regime, reached: Reached) -> None:
    """Take up the fixpoint of what may be until nothing more follows."""
    from decidendi.reasoning.ownership import kernels

    goal = goal_of(graph, regime)
    least = _least_that_counts(graph, goal)
    pending = np.empty(len(graph.tables) + 1, np.int32)
    while True:
        reached.head, reached.tail, waiting = kernels.may_loop(
            graph.starts,
            graph.targets,
            graph.lows,
            graph.highs,
            graph.flags,
            graph.marks,
            goal,
            least,
            2 * graph.whole,
            graph.guards,
            graph.kinds,
            reached.held,
            reached.left,
            reached.steps,
            reached.queue,
            reached.head,
            reached.tail,
            pending,
        )
        _settle_may(graph, regime, reached, pending[:waiting])
        if reached.head == reached.tail:
            return


def _settle_may(graph: Compressed, regime: Regime, reached: Reached, pending: Numbers) -> None:
    opened = regime.remainder is Remainder.UNDETERMINED
    for entity in map(int, pending):
        table, owners = exact_table(graph, entity, regime)
        _settle(reached, entity, owners, enough=_most(table, owners, reached.steps, opened=opened) >= table.goal)


def _settle(reached: Reached, entity: int, owners: tuple[int, ...], *, enough: bool) -> None:
    """What an exact sum says of a pending entity, unless more has been summed since and it is reached by now."""
    if reached.steps[entity] >= 0:
        return
    reached.steps[entity] = NOT_REACHED
    if enough:
        reached.steps[entity] = 1 + max((int(reached.steps[owner]) for owner in owners), default=0)
        reached.queue[reached.tail] = entity
        reached.tail += 1
