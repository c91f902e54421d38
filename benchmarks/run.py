"""Runs every benchmark and prints the figures and the marks: `make bench`."""

from __future__ import annotations

import argparse
import platform
from datetime import UTC, datetime

import decidendi
from benchmarks.by_hand import by_hand
from benchmarks.by_solver import by_solver
from benchmarks.changing import changing
from benchmarks.determining import conclusions, determining
from benchmarks.evaluating import evaluating
from benchmarks.larger import larger
from benchmarks.loading import starting
from benchmarks.marks import marks
from benchmarks.memory import memory
from benchmarks.subject import AS_OF, july_2020
from benchmarks.tabulating import tabulating
from benchmarks.timing import CLOCKS, HEADING, Stopwatch, Timing
from decidendi.facts.periods import day_period


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Times Decidendi against the marks it sets itself and against peers.")
    parser.add_argument("--repetitions", type=int, default=200, help="runs of each function (default 200)")
    parser.add_argument("--starts", type=int, default=15, help="fresh processes (default 15)")
    parser.add_argument("--determinations", type=int, default=10_000, help="runs that memory is watched over")
    parser.add_argument("--memory-seconds", type=float, default=300, help="at most this long on memory (default 300)")
    parser.add_argument("--most-by-trying", type=int, default=2, help="largest set that is tried (default 2)")
    parser.add_argument(
        "--clock", choices=sorted(CLOCKS), default="wall", help="wall (default), or cpu: processor time"
    )
    asked = parser.parse_args(arguments)
    watch = Stopwatch(asked.clock)
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    timings: dict[str, Timing] = {}

    def show(*found: Timing) -> None:
        for timing in found:
            timings[timing.what] = timing
            print(timing.line(), flush=True)

    started = datetime.now(UTC)
    print(f"{started:%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, {_cores()} cores")
    print(f"{len(rulebook.provisions)} provisions, {len(rulebook.program.rules)} rules\n")
    print("Processor time, since the machine does other work too." if asked.clock == "cpu" else "Time by the wall.")
    print(HEADING)
    show(*starting(watch, asked.starts))
    show(*determining(rulebook, watch, asked.repetitions))
    show(*evaluating(rulebook, watch, asked.repetitions))
    show(*larger(rulebook, watch, max(1, asked.repetitions // 10)))
    print()
    facts, day = july_2020(), day_period(AS_OF)
    same = agreed(conclusions(rulebook), by_hand(facts, day))
    show(
        watch.measure(f"the same by hand, one Python function ({same})", lambda: by_hand(facts, day), asked.repetitions)
    )
    show(*by_solver(rulebook, watch, asked.repetitions))
    show(*changing(rulebook, watch, max(1, asked.repetitions // 20), most_by_trying=asked.most_by_trying))
    show(*tabulating(rulebook, watch, max(1, asked.repetitions // 200)))
    growth = memory(rulebook, asked.determinations, asked.memory_seconds)
    print()
    for mark in marks(timings, growth):
        print(mark.line())


def agreed(
    engine: dict[tuple[str, str, str], tuple[str, str]], peer: dict[tuple[str, str, str], tuple[str, str]]
) -> str:
    """How much of what the engine concludes a peer concludes too; ends the run where the two differ."""
    differing = {key: (engine.get(key), answer) for key, answer in peer.items() if engine.get(key) != answer}
    if differing:
        raise SystemExit(f"The peer concludes something else (engine, peer): {differing}")
    return f"{len(peer)} of {len(engine)} answers, all equal"


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    main()
