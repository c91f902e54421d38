"""Peers of the ownership kernel: the same least fixpoint, as one would write it with their graphs and tables.

Each takes lower ends in millionths of a percent and answers who must be blocked; the answers are compared.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from benchmarks.ownership_graphs import Shape

HALF = 50_000_000


def in_networkx(shape: Shape) -> Any:
    import networkx

    graph = networkx.MultiDiGraph()
    graph.add_nodes_from(range(shape.count))
    edges = zip(shape.owners.tolist(), shape.entities.tolist(), shape.lows.tolist(), strict=True)
    graph.add_edges_from((owner, entity, {"low": low}) for owner, entity, low in edges)
    return graph


def solve_networkx(graph: Any, seeds: list[int]) -> set[int]:
    reached, queue, held = set(seeds), deque(seeds), {}
    while queue:
        for _, entity, low in graph.out_edges(queue.popleft(), data="low"):
            held[entity] = amount = held.get(entity, 0) + low
            if amount >= HALF and entity not in reached:
                reached.add(entity)
                queue.append(entity)
    return reached


def in_rustworkx(shape: Shape) -> Any:
    import rustworkx

    graph = rustworkx.PyDiGraph(multigraph=True)
    graph.add_nodes_from(range(shape.count))
    graph.add_edges_from(list(zip(shape.owners.tolist(), shape.entities.tolist(), shape.lows.tolist(), strict=True)))
    return graph


def solve_rustworkx(graph: Any, seeds: list[int]) -> set[int]:
    reached, queue, held = set(seeds), deque(seeds), {}
    while queue:
        for _, entity, low in graph.out_edges(queue.popleft()):
            held[entity] = amount = held.get(entity, 0) + low
            if amount >= HALF and entity not in reached:
                reached.add(entity)
                queue.append(entity)
    return reached


def in_igraph(shape: Shape) -> Any:
    import igraph
    import numpy as np

    graph = igraph.Graph(n=shape.count, edges=np.column_stack((shape.owners, shape.entities)).tolist(), directed=True)
    return graph, shape.lows.tolist(), shape.entities.tolist()


def solve_igraph(graph: Any, seeds: list[int]) -> set[int]:
    """The lists of ends stand beside the graph, by the number of the edge: to look them up in it takes longer."""
    edges, lows, entities = graph
    reached, queue, held = set(seeds), deque(seeds), {}
    while queue:
        for edge in edges.incident(queue.popleft(), mode="out"):
            entity = entities[edge]
            held[entity] = amount = held.get(entity, 0) + lows[edge]
            if amount >= HALF and entity not in reached:
                reached.add(entity)
                queue.append(entity)
    return reached


def in_duckdb(shape: Shape) -> Any:
    import duckdb
    import pyarrow as arrow

    connection = duckdb.connect()
    connection.execute("SET threads TO 1")
    holdings = arrow.table({"owner": shape.owners, "entity": shape.entities, "low": shape.lows})
    connection.register("given", holdings)
    connection.execute("CREATE TABLE holding AS SELECT * FROM given")
    return connection


def solve_duckdb(connection: Any, seeds: list[int]) -> set[int]:
    """Round after round of the definition, over those newly reached, until nobody is added."""
    import pyarrow as arrow

    connection.register("seed", arrow.table({"party": arrow.array(seeds, arrow.int32())}))
    connection.execute("CREATE OR REPLACE TABLE fresh AS SELECT party FROM seed")
    connection.execute("CREATE OR REPLACE TABLE reached AS SELECT party FROM seed")
    connection.execute("CREATE OR REPLACE TABLE held AS SELECT 0::INTEGER entity, 0::BIGINT low WHERE false")
    while True:
        connection.execute(
            "CREATE OR REPLACE TABLE held AS SELECT entity, sum(low)::BIGINT low FROM ("
            " SELECT entity, low FROM held UNION ALL"
            " SELECT h.entity, h.low::BIGINT FROM holding h JOIN fresh f ON h.owner = f.party) GROUP BY entity"
        )
        connection.execute(
            f"CREATE OR REPLACE TABLE fresh AS SELECT entity party FROM held WHERE low >= {HALF}"
            " AND entity NOT IN (SELECT party FROM reached)"
        )
        if not connection.execute("SELECT count(*) FROM fresh").fetchone()[0]:
            return {party for (party,) in connection.execute("SELECT party FROM reached").fetchall()}
        connection.execute("INSERT INTO reached SELECT party FROM fresh")
