"""More holdings in a large solution: only what they bear on is decided anew.

More of what is reached owners' never costs anybody the status of being reached; more of what is others' may, since it
leaves less. Whoever is no longer reached by owners that were reached before them is taken out, with everybody after
them whom they may have helped to reach; what follows from all others is then taken up again. Going by the order in
which parties were reached, a circle of entities cannot hold itself up.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from decidendi.reasoning.ownership.arrays import (
    LargeSolution,
    Numbers,
    Reached,
    exact_table,
    goal_of,
    least_of,
    most_of,
    run_may,
    run_must,
    solve_arrays,
)
from decidendi.reasoning.ownership.laying_in import LaidIn, MoreHoldings, laid_out_afresh, lay_in
from decidendi.reasoning.ownership.marks import ALWAYS_EXACT, NEAR_EXACT, NEVER, NOT_REACHED
from decidendi.rules.regime import Regime, Remainder


def add_holdings(solution: LargeSolution, more: MoreHoldings) -> None:
    """Bring a solution to where it would be with more holdings: statuses and shares are those of solving afresh.

    The arrays of the holdings are copied once; all else costs what the part costs that is decided anew.

    Args:
        solution: what follows without them.
        more: the holdings.
    """
    laid = lay_in(solution.graph, more)
    if laid is None:
        seeds = [np.flatnonzero(reached.steps == 0).tolist() for reached in (solution.must, solution.may)]
        afresh = solve_arrays(laid_out_afresh(solution.graph, more), solution.regime, *seeds)
        solution.graph, solution.must, solution.may = afresh.graph, afresh.must, afresh.may
        return
    solution.graph = laid.graph
    solution.must = _Adding(laid, solution.regime, solution.must, is_may=False).done()
    run_must(laid.graph, solution.regime, solution.must)
    solution.may = _Adding(laid, solution.regime, solution.may, is_may=True).done()
    run_may(laid.graph, solution.regime, solution.may)


class _Adding:
    """One fixpoint brought to where it can be taken up again."""

    def __init__(self, laid: LaidIn, regime: Regime, before: Reached, *, is_may: bool) -> None:
        graph = laid.graph
        self.laid, self.graph, self.regime, self.is_may = laid, graph, regime, is_may
        self.opened = is_may and regime.remainder is Remainder.UNDETERMINED
        self.first_new = before.steps.size
        self.steps = _with(before.steps, graph.count, NOT_REACHED)
        self.held = _with(before.held, graph.count, self._base())
        self.left = _with(before.left, graph.count, graph.whole) if is_may else before.left
        self.queue, self.tail = _with(before.queue, graph.count, 0), before.tail

    def done(self) -> Reached:
        """Who stays, and who is reached besides by those who stay; what follows from the latter is still to come."""
        from decidendi.reasoning.ownership import kernels

        graph, laid = self.graph, self.laid
        gone = self._gone()
        anew = np.zeros(graph.count, bool)
        anew[laid.touched] = True
        anew[self.first_new :] = True
        positions, owners = laid.positions, laid.owners
        if gone.size:
            anew[gone] = True
            kernels.mark_targets(graph.starts, graph.targets, gone, anew)
            positions = np.flatnonzero(anew[graph.targets])
            owners = np.searchsorted(graph.starts, positions, side="right") - 1
        parties = np.flatnonzero(anew)
        self._reset(parties, self.held, self.left)
        latest = self._sum(positions, owners, self.steps[owners] >= 0, self.held, self.left)
        out = parties[self.steps[parties] < 0]
        reached = out[self._are_enough(out, self.held, self.left, lambda owner, _: self.steps[owner] >= 0)]
        if gone.size:
            order = self.queue[: self.tail]
            order = order[self.steps[order] >= 0]
            self.tail = order.size
            self.queue[: self.tail] = order
        head = self.tail
        self.tail += reached.size
        self.steps[reached] = latest[reached] + 1
        self.queue[head : self.tail] = reached
        return Reached(self.steps, self.held, self.left, self.queue, head, self.tail)

    def _gone(self) -> Numbers:
        """Whoever is taken out: entities that those reached before them no longer reach, and whom they helped reach."""
        from decidendi.reasoning.ownership import kernels

        graph, there = self.graph, self.laid.touched[self.steps[self.laid.touched] > 0]
        if not there.size:
            return there
        ranks = np.zeros(graph.count, np.int32)
        ranks[self.queue[: self.tail]] = np.arange(self.tail, dtype=np.int32)
        fallen = self._fallen(there, ranks)
        return np.asarray(kernels.take_out(graph.starts, graph.targets, self.steps, ranks, fallen, self.tail))

    def _fallen(self, there: Numbers, ranks: Numbers) -> Numbers:
        """Of reached entities with more holdings, those that owners who were reached before them no longer reach."""
        laid = self.laid
        held, left = np.zeros(self.graph.count, np.int64), np.zeros(self.graph.count, np.int64)
        self._reset(laid.touched, held, left)
        earlier = (self.steps[laid.owners] >= 0) & (ranks[laid.owners] < ranks[self.graph.targets[laid.positions]])
        self._sum(laid.positions, laid.owners, earlier, held, left)
        stands = self._are_enough(
            there, held, left, lambda owner, entity: self.steps[owner] >= 0 and ranks[owner] < ranks[entity]
        )
        return there[~stands].astype(np.int32)

    def _base(self) -> int:
        return self.graph.whole if self.opened else 0

    def _reset(self, parties: Numbers, held: Numbers, left: Numbers) -> None:
        held[parties] = self._base()
        if self.is_may:
            left[parties] = self.graph.whole - self.graph.totals[parties]

    def _sum(self, positions: Numbers, owners: Numbers, counted: Numbers, held: Numbers, left: Numbers) -> Numbers:
        """Add up the holdings of owners that count; gives the last step of these, by entity."""
        from decidendi.reasoning.ownership import kernels

        graph = self.graph
        latest = np.zeros(graph.count, np.int32)
        kernels.add_up(
            positions[counted],
            owners[counted],
            graph.targets,
            graph.lows,
            graph.highs,
            graph.flags,
            graph.marks,
            2 * graph.whole,
            self.is_may,
            self.steps,
            held,
            left,
            latest,
        )
        return latest

    def _are_enough(
        self, parties: Numbers, held: Numbers, left: Numbers, counts: Callable[[int, int], bool]
    ) -> Numbers:
        """Of which parties the sums reach the threshold; `counts` tells of an owner of an entity whether it counts."""
        graph, regime = self.graph, self.regime
        goal = goal_of(graph, regime)
        kinds, guards = graph.kinds[parties], graph.guards[parties]
        amounts = np.minimum(held[parties], left[parties]) if self.is_may else held[parties]
        enough: Numbers = (kinds != ALWAYS_EXACT) & (kinds != NEVER) & (amounts >= goal + guards)
        near = (kinds == NEAR_EXACT) & (np.abs(amounts - goal) <= guards)
        for place in map(int, np.flatnonzero(near | (kinds == ALWAYS_EXACT))):
            entity = int(parties[place])
            table, owners = exact_table(graph, entity, regime)
            counted = [counts(owner, entity) for owner in owners]
            amount = most_of(table, counted, opened=self.opened) if self.is_may else least_of(table, counted)
            enough[place] = amount >= table.goal
        return enough


def _with(values: Numbers, count: int, filler: int) -> Numbers:
    """The same array, or where there are more parties by now, one with a filler for these."""
    if values.size == count:
        return values
    return np.concatenate([values, np.full(count - values.size, filler, values.dtype)])
