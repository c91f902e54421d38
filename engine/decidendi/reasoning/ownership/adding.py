"""More holdings in a graph that is solved: only what they can bear on is decided anew.

A holding changes the table of its entity, and so the status of that entity and of those further down. More holdings
leave less for others, so an entity that may have been reached may no longer be; the part further down is therefore
decided from its start, upon the steps of all others, which stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.reasoning.ownership.solving import Solution, least, most, solve
from decidendi.reasoning.ownership.tables import Table, tables_of
from decidendi.rules.regime import Regime, Remainder, Together

Amount = Callable[[Table, dict[str, int], Regime], int]


def with_holdings(solution: Solution, stakes: Iterable[Stake]) -> Solution:
    """The solution of the same day with more holdings, equal to solving afresh.

    Where each owner counts alone, it is solved afresh.

    Args:
        solution: what follows without them.
        stakes: holdings that are not in its graph, at most one for each owner, entity and instrument.

    Raises:
        Refusal: a share lies outside 0 to 100, or a table that is declared complete cannot make 100.
    """
    added = tuple(stakes)
    regime = solution.regime
    graph = replace(solution.graph, stakes=(*solution.graph.stakes, *added))
    if regime.together is Together.EACH_ALONE:
        return solve(graph, regime)
    touched = {stake.entity for stake in added}
    held = replace(graph, stakes=tuple(stake for stake in graph.stakes if stake.entity in touched))
    tables = solution.tables | tables_of(held, regime)
    entities: dict[str, set[str]] = defaultdict(set)
    for stake in graph.stakes:
        entities[stake.owner].add(stake.entity)
    below = _below(touched, entities)
    undisclosed = regime.remainder is Remainder.UNDETERMINED
    opened = below - graph.individuals if undisclosed else set()
    must = _grown(graph, regime, tables, entities, below, solution.must, graph.certain_seeds, least, set())
    known = dict(solution.may)
    if undisclosed:  # a party that is new here, and that nobody holds, may have owners that nobody discloses
        new = {stake.owner for stake in added} - tables.keys() - known.keys() - graph.individuals
        known |= dict.fromkeys(new, 1)
    may = _grown(graph, regime, tables, entities, below, known, graph.possible_seeds, most, opened)
    return Solution(graph, regime, tables, must, may)


def _below(touched: Iterable[str], entities: Mapping[str, set[str]]) -> set[str]:
    queue = sorted(touched)
    seen = set(queue)
    for owner in queue:
        more = entities.get(owner, set()) - seen
        seen |= more
        queue += sorted(more)
    return seen


def _grown(
    graph: Graph,
    regime: Regime,
    tables: Mapping[str, Table],
    entities: Mapping[str, set[str]],
    below: set[str],
    known: Mapping[str, int],
    seeds: frozenset[str],
    amount: Amount,
    opened: set[str],
) -> dict[str, int]:
    """One fixpoint: step by step, upon those who stay reached outside the part that is decided anew."""
    waiting: dict[int, list[str]] = defaultdict(list)
    for name, step in known.items():
        if name not in below:
            waiting[step].append(name)
    waiting[0] += sorted(below & seeds)
    reached: dict[str, int] = {}
    step = 0
    while waiting:
        fresh = waiting.pop(step, [])
        reached |= dict.fromkeys(fresh, step)
        candidates = {entity for name in fresh for entity in entities.get(name, ()) if entity in below}
        if step == 0:
            candidates |= opened
        for entity in sorted(candidates - reached.keys() - graph.individuals):
            if amount(tables[entity], reached, regime) >= tables[entity].goal:
                waiting[step + 1].append(entity)
        step += 1
    return reached
