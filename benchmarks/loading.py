"""Starting: the import of the package and the reading, compiling and checking of the rulebook, in fresh processes."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.timing import CLOCKS, Stopwatch, Timing

_START = """
from time import perf_counter, process_time
clock = {clock}
started = clock()
import decidendi
imported = clock()
rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
loaded = clock()
reasoner = decidendi.Reasoner(rulebook.program)
print(imported - started, loaded - imported, clock() - loaded)
"""


def starting(watch: Stopwatch, repetitions: int) -> list[Timing]:
    """Import, rulebook, compiling for both engines, and the first two together, each in a process of its own."""
    script = _START.format(clock=CLOCKS[watch.clock].__name__)
    rows = []
    for _ in range(repetitions):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        rows.append([float(word) for word in done.stdout.split()])
    imports, loads, compiles = zip(*rows, strict=True)
    together = [one + other for one, other in zip(imports, loads, strict=True)]
    named = {
        "import decidendi": imports,
        "load the rulebook: read, compile, check": loads,
        "import and load together": together,
        "make the engines for the rulebook": compiles,
    }
    return [Timing(what, tuple(sorted(seconds))) for what, seconds in named.items()]
