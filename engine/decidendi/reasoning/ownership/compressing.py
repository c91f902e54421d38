"""From a graph of objects to arrays."""

from __future__ import annotations

import numpy as np

from decidendi.facts.amounts import Share
from decidendi.reasoning.ownership.arrays import Compressed, units_of
from decidendi.reasoning.ownership.graph import Graph
from decidendi.reasoning.ownership.laying_out import compress
from decidendi.reasoning.ownership.marks import INEXACT


def compressed_of(graph: Graph) -> tuple[Compressed, list[str]]:
    """The arrays of a graph, and the names of its parties by number.

    Raises:
        ValueError: the graph has tables that are declared complete, which arrays do not hold.
    """
    if graph.complete & {stake.entity for stake in graph.stakes}:
        raise ValueError("complete tables are solved as objects")
    names = graph.names()
    index = {name: number for number, name in enumerate(names)}
    exact: dict[int, Share] = {}
    lows, highs, flags = [], [], []
    for position, stake in enumerate(graph.stakes):
        low, high, flag = units_of(stake.share)
        lows.append(low)
        highs.append(high)
        flags.append(flag)
        if flag & INEXACT:
            exact[position] = stake.share
    made = compress(
        len(names),
        np.array([index[stake.owner] for stake in graph.stakes], np.int32),
        np.array([index[stake.entity] for stake in graph.stakes], np.int32),
        np.array(lows, np.int32),
        np.array(highs, np.int32),
        np.array(flags, np.uint8),
        exact,
        [index[name] for name in graph.individuals if name in index],
    )
    return made, names
