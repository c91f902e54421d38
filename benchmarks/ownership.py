"""What the ownership kernel costs, by size and shape, beside its peers; `make bench-ownership`.

Every size runs in a process of its own, so that its memory is its own. Figures are medians where a run is repeated.
Nothing is asserted but that peers answer the same; a mark that is missed is printed as missed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks.ownership_graphs import (
    Shape,
    chain,
    dense,
    more_holdings,
    network,
    power_law,
    ring,
    star,
    write_parquet,
)
from benchmarks.timing import CLOCKS, HEADING, Stopwatch, Timing
from decidendi.content import content_directory
from decidendi.reasoning.ownership.adding_arrays import add_holdings
from decidendi.reasoning.ownership.arrays import Compressed, LargeSolution, solve_arrays
from decidendi.reasoning.ownership.laying_in import laid_out_afresh
from decidendi.reasoning.ownership.solving import solve_network
from decidendi.rules.regimes import load_regimes

REGIME = load_regimes(content_directory("rules") / "ownership.yaml").on(None)
SIZES = {"0.5M": (500_000, 400_000), "5M": (5_000_000, 3_400_000), "33M": (33_000_000, 21_000_000)}


def seeds_of(shape: Shape, worst: bool) -> list[int]:
    """One person in twenty, or every person that nobody holds."""
    persons = shape.pure_owners()
    return persons.tolist() if worst else persons[::20].tolist()


def resident() -> float:
    """The most memory that this process has held, in gibibytes.

    On Linux without what its parent held when it began, which the figure of `resource` counts in.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def arrays(shape: Shape, runs: int, watch: Stopwatch) -> dict[str, Any]:
    """Laying out and solving, both bounds, for a typical and the worst choice of blocked persons."""
    laid_out = watch.measure(f"{shape.name}: lay out", shape.compressed, max(1, runs // 3), warm_up=1)
    graph = shape.compressed()
    found: dict[str, Any] = {"edges": shape.edges, "timings": [laid_out]}
    for word in ("typical", "worst"):
        seeds = seeds_of(shape, word == "worst")
        what = f"{shape.name}: solve both bounds, {word} ({len(seeds):,} blocked)"
        found["timings"].append(watch.measure(what, lambda seeds=seeds: solve_arrays(graph, REGIME, seeds), runs))
        solution = solve_arrays(graph, REGIME, seeds)
        found[word] = {truth.name: count for truth, count in solution.counts().items()}
        reached = np.flatnonzero(solution.may.steps >= 0)
        found[f"{word} walked"] = int((graph.starts[reached + 1] - graph.starts[reached]).sum())
    looked = watch.measure(f"{shape.name}: one party's status and shares", lambda: _look(solution, 12_345), 1000)
    found["timings"].append(looked)
    found["timings"] += adding(shape, graph, runs, watch)
    return found


def adding(shape: Shape, graph: Compressed, runs: int, watch: Stopwatch) -> list[Timing]:
    """One and a thousand more persons blocked, and holdings, in a solved graph; solving all afresh says the same."""
    timings = []
    seeds, others = seeds_of(shape, False), seeds_of(shape, True)[1::20]
    for number in (1, 1_000):
        solution = solve_arrays(graph, REGIME, seeds)
        listed = iter([others[start : start + number] for start in range(0, number * runs, number)])
        what = f"{shape.name}: {number:,} more blocked"
        timings.append(watch.measure(what, lambda s=solution, more=listed: s.block(next(more)), runs, warm_up=0))
        afresh = solve_arrays(graph, REGIME, seeds + others[: number * runs])
        compare(solution, afresh)
        solution = solve_arrays(graph, REGIME, seeds)
        parts = [more_holdings(shape, number, seed) for seed in range(runs)]
        added = iter(parts)
        what = f"{shape.name}: {number:,} more holdings"
        timings.append(watch.measure(what, lambda s=solution, more=added: add_holdings(s, next(more)), runs, warm_up=0))
        afresh_graph = graph
        for part in parts:
            afresh_graph = laid_out_afresh(afresh_graph, part)
        compare(solution, solve_arrays(afresh_graph, REGIME, seeds))
    return timings


def compare(one: LargeSolution, other: LargeSolution) -> None:
    """End where two solutions give somebody another status."""
    for mine, theirs in ((one.must, other.must), (one.may, other.may)):
        if not np.array_equal(mine.steps >= 0, theirs.steps >= 0):
            raise SystemExit("what was added is not what is solved afresh")


def _look(solution: Any, party: int) -> tuple[Any, Any, Any]:
    party %= solution.graph.count
    return solution.status(party), solution.share_must(party), solution.share_may(party)


def of_size(name: str, watch: Stopwatch) -> dict[str, Any]:
    """One size from Parquet to statuses, and its solving by arrays; with the pure Python path and peers if small."""
    from decidendi.facts.register import BlockedParty

    shape = power_law(*SIZES[name])
    arrays(chain(2_000), 1, watch)  # compiles, or reads what was compiled before
    large = name == "33M"  # two copies of it at once would not be what a user holds
    made = {"timings": [], "edges": shape.edges} if large else arrays(shape, 15, watch)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.parquet"
        write_parquet(shape, path)
        blocked = [BlockedParty(f"P{party}") for party in seeds_of(shape, False)]
        made |= peers(shape, watch) if name == "0.5M" else {}
        made["resident"] = resident()
        del shape
        made |= _in_fresh_process(path, blocked)
    return made


def _in_fresh_process(path: Path, blocked: list[Any]) -> dict[str, Any]:
    names = path.with_suffix(".txt")
    names.write_text("".join(f"{party.name}\n" for party in blocked), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.ownership", "--from-parquet", str(path), str(names)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def from_parquet(path: Path, names: Path, watch: Stopwatch) -> dict[str, Any]:
    """What the command does with a large table, step by step, in a process of its own."""
    from decidendi.determinations.owning_large import owning_large, status_columns
    from decidendi.facts.graph_columns import load_columns
    from decidendi.facts.graph_files import load_blocked
    from decidendi.reports.ownership_files import write_columns

    compiling = perf_counter()
    warm = chain(10)
    solve_arrays(warm.compressed(), REGIME, [0])
    started, began = perf_counter(), process_time()
    parties = load_blocked(names)
    columns = load_columns(path)
    loaded, read_computed = perf_counter(), process_time()
    done = owning_large(columns, parties, REGIME, None)
    solved, solved_computed = perf_counter(), process_time()
    before_writing = resident()
    solution = done.solution
    certain = sorted(solution.seeds)
    computing, again = process_time(), perf_counter()
    solve_arrays(solution.graph, REGIME, certain)
    both, computed = perf_counter(), process_time()
    held = np.zeros(solution.graph.count, bool)
    held[solution.graph.targets] = True
    owners = np.flatnonzero((solution.graph.starts[1:] > solution.graph.starts[:-1]) & ~held)
    worst, worst_began = perf_counter(), process_time()
    solve_arrays(solution.graph, REGIME, owners.tolist())
    worst_took, worst_computed = perf_counter() - worst, process_time() - worst_began
    look = watch.measure("look", lambda: _look(solution, 12_345), 1000)
    found = perf_counter()
    number = done.number_of("P12345")
    found_took = perf_counter() - found
    writing = perf_counter()
    write_columns(path.with_name("out.parquet"), status_columns(done))
    written = perf_counter()
    return {
        "parquet": {
            "megabytes": path.stat().st_size / 1e6,
            "compile or read compiled": started - compiling,
            "read": loaded - started,
            "lay out and solve": solved - loaded,
            "read, lay out and solve": solved - started,
            "processor seconds, read": read_computed - began,
            "processor seconds, lay out and solve": solved_computed - read_computed,
            "solve both bounds again": both - again,
            "processor seconds, solve both bounds again": computed - computing,
            "processor seconds, solve both bounds, worst": worst_computed,
            "solve both bounds, worst": worst_took,
            "one party by number, median": look.median,
            "one party's number by name": found_took,
            "write statuses": written - writing,
            "resident GiB, read to solved": before_writing,
            "resident GiB, with solving again twice and writing": resident(),
            "parties": solution.graph.count,
            "number": number,
            "counts": {truth.name: count for truth, count in solution.counts().items()},
        }
    }


def peers(shape: Shape, watch: Stopwatch) -> dict[str, Any]:
    """The pure Python path and the peers on one graph: the bound of what must be; all answer the same."""
    from benchmarks.ownership_peers import (
        in_duckdb,
        in_igraph,
        in_networkx,
        in_rustworkx,
        solve_duckdb,
        solve_igraph,
        solve_networkx,
        solve_rustworkx,
    )

    graph = shape.compressed()
    timings: list[Timing] = []
    peers_by_name = {
        "networkx": (in_networkx, solve_networkx),
        "rustworkx": (in_rustworkx, solve_rustworkx),
        "igraph": (in_igraph, solve_igraph),
        "DuckDB": (in_duckdb, solve_duckdb),
    }
    graphs = {name: laid_out(shape) for name, (laid_out, _) in peers_by_name.items()}
    ways = {name: solved for name, (_, solved) in peers_by_name.items()}
    for word in ("typical", "worst"):
        seeds = seeds_of(shape, word == "worst")
        lists = network(graph, seeds, seeds)
        timings.append(
            watch.measure(f"pure Python: both bounds, {word}", lambda lists=lists: solve_network(lists, REGIME), 5)
        )
        must = {party for party, step in enumerate(solve_network(lists, REGIME)[0]) if step >= 0}
        by_arrays = solve_arrays(graph, REGIME, seeds)
        if must != set(np.flatnonzero(by_arrays.must.steps >= 0).tolist()):
            raise SystemExit("the two paths differ")
        for name, way in ways.items():
            if way(graphs[name], seeds) != must:
                raise SystemExit(f"{name} answers something else")
            timings.append(
                watch.measure(
                    f"{name}: one bound (must), {word}",
                    lambda way=way, name=name, seeds=seeds: way(graphs[name], seeds),
                    3,
                )
            )
    return {"peer timings": timings}


def shapes(watch: Stopwatch) -> list[Timing]:
    """Shapes that break other methods: by arrays and in pure Python."""
    timings = []
    for shape in (chain(200), star(100_000), ring(10_000), dense(1_000)):
        graph = shape.compressed()
        seeds = {"chain": [0], "star": list(range(1, 50_001)), "ring": [10_000], "dense": list(range(500))}
        start = seeds[shape.name.split()[0]]
        lists = network(graph, start, start)
        by_arrays = solve_arrays(graph, REGIME, start)
        must = [step >= 0 for step in solve_network(lists, REGIME)[0]]
        if must != (by_arrays.must.steps >= 0).tolist():
            raise SystemExit("the two paths differ")
        reached = int(np.count_nonzero(by_arrays.must.steps >= 0))
        timings.append(
            watch.measure(
                f"{shape.name}: arrays ({reached:,} blocked)", lambda g=graph, s=start: solve_arrays(g, REGIME, s), 15
            )
        )
        timings.append(watch.measure(f"{shape.name}: pure Python", lambda n=lists: solve_network(n, REGIME), 7))
    return timings


def _as_json(value: Any) -> Any:
    return {"what": value.what, "seconds": value.seconds} if isinstance(value, Timing) else str(value)


def main() -> None:
    """Run everything, or one part of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--sizes", default="0.5M,5M,33M")
    parser.add_argument("--from-parquet", nargs=2, type=Path)
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="`cpu` where the machine does other work too")
    asked = parser.parse_args()
    if asked.from_parquet:
        print(json.dumps(from_parquet(*asked.from_parquet, Stopwatch(asked.clock))))
        return
    if asked.size:
        print(json.dumps(of_size(asked.size, Stopwatch(asked.clock)), default=_as_json))
        return
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(HEADING)
    for timing in shapes(Stopwatch(asked.clock)):
        print(timing.line())
    slope = []
    for name in asked.sizes.split(","):
        command = [sys.executable, "-m", "benchmarks.ownership", "--size", name, "--clock", asked.clock]
        made = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        print(f"\n{name} holdings, power law, three in ten as ranges")
        for item in [*made["timings"], *made.get("peer timings", ())]:
            print(Timing(item["what"], tuple(item["seconds"])).line())
        for key in ("typical", "worst", "typical walked", "worst walked"):
            if key in made:
                print(f"  {key}: {made[key]}")
        for key, value in made["parquet"].items():
            print(f"  from Parquet, {key}: {value:.4g}" if isinstance(value, float) else f"  {key}: {value}")
        slope.append(
            (made["edges"], made["parquet"]["solve both bounds, worst"], made["parquet"]["read, lay out and solve"])
        )
    for position, what in ((1, "solving both bounds, worst"), (2, "reading, laying out and solving")):
        for one, other in pairwise(slope):
            steep = math.log(other[position] / one[position]) / math.log(other[0] / one[0])
            print(f"slope of {what}, {one[0]:,} to {other[0]:,} holdings: {steep:.2f} (1 is linear)")


if __name__ == "__main__":
    main()
