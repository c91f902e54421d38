"""Timings of a function: the minimum, the median and the 95th percentile of many runs."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

CLOCKS = {"wall": perf_counter, "cpu": process_time}
"""By the wall, or by what the processor spent on the process: the one to use where a machine does other work too."""


@dataclass(frozen=True)
class Timing:
    """What one subject took, in seconds, sorted. `what` says in words what was done each time."""

    what: str
    seconds: tuple[float, ...]

    @property
    def minimum(self) -> float:
        return self.seconds[0]

    @property
    def median(self) -> float:
        return self.at(0.5)

    @property
    def high(self) -> float:
        """The 95th percentile."""
        return self.at(0.95)

    def at(self, share: float) -> float:
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]

    def times(self, seconds: float) -> str:
        """A number of seconds in milliseconds."""
        return f"{seconds * 1000:10.3f}"

    def line(self) -> str:
        shown = "".join(self.times(value) for value in (self.minimum, self.median, self.high))
        return f"{self.what:<66}{shown}{len(self.seconds):8}"


HEADING = f"{'milliseconds':<66}{'minimum':>10}{'median':>10}{'p95':>10}{'runs':>8}"


@dataclass(frozen=True)
class Stopwatch:
    """Measures by one clock."""

    clock: str = "wall"

    def measure(self, what: str, run: Callable[[], Any], repetitions: int, warm_up: int = 1) -> Timing:
        """Run a function many times. Garbage is collected before, and as usual while it runs."""
        return _measured(CLOCKS[self.clock], what, run, repetitions, warm_up)


def _measured(clock: Callable[[], float], what: str, run: Callable[[], Any], repetitions: int, warm_up: int) -> Timing:
    for _ in range(warm_up):
        run()
    gc.collect()
    seconds = []
    for _ in range(repetitions):
        started = clock()
        run()
        seconds.append(clock() - started)
    return Timing(what, tuple(sorted(seconds)))
