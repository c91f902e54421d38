"""Memory over many determinations: what the process holds after a tenth of them, and what it holds in the end."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.subject import AS_OF, july_2020
from decidendi import Reasoner, Rulebook, determine

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Growth:
    """Resident memory in mebibytes: after the first tenth of the runs, and after the last."""

    runs: int
    early: float
    late: float

    @property
    def grown(self) -> float:
        return self.late - self.early


def resident() -> float | None:
    """What the process holds now, in mebibytes; nothing where the system does not say."""
    if not _STATUS.exists():
        return None
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def memory(rulebook: Rulebook, runs: int, most_seconds: float) -> Growth | None:
    """Determine the matter again and again with every engine; the first tenth warms up.

    Where the time is used up before the runs are, `Growth.runs` says how many there were.
    """
    if resident() is None:
        return None
    facts, reasoner = july_2020(), Reasoner(rulebook.program)
    started = perf_counter()
    early, done = None, 0
    while done < runs and (perf_counter() - started < most_seconds or early is None):
        determine(facts, rulebook=rulebook, as_of=AS_OF, reasoner=reasoner, questions=False)
        done += 1
        if early is None and done >= runs / 10:
            gc.collect()
            early = resident()
    gc.collect()
    late = resident()
    return None if early is None or late is None else Growth(done, early, late)
