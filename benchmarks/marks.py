"""The marks that the product sets itself, and whether the figures of this run meet them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.memory import Growth
from benchmarks.timing import Timing

FLAT = 5.0
"""Growth in mebibytes over the runs that still counts as flat: the allocator's own ups and downs."""


@dataclass(frozen=True)
class Mark:
    """One mark: what is asked, what was measured, and whether that meets it (`None`: not measured here)."""

    asked: str
    measured: str
    met: bool | None

    def line(self) -> str:
        verdict = {True: "met", False: "NOT MET", None: "not measured"}[self.met]
        return f"{self.asked:<66}{self.measured:>30}  {verdict}"


def marks(timings: Mapping[str, Timing], growth: Growth | None) -> list[Mark]:
    """The marks, from the timings by what was timed."""
    found = [
        _below("import and rulebook load under 500 ms", timings.get("import and load together"), 500),
        _below(
            "determination, full proof, both engines: median under 10 ms",
            timings.get("determine with reference and rete, full proof"),
            10,
        ),
        _below(
            "the same with the reference evaluator alone: median under 1 ms",
            timings.get("determine with reference, full proof"),
            1,
        ),
        _below(
            "evaluation with the reference evaluator, with trace: under 1 ms",
            timings.get("evaluate with reference, with the trace"),
            1,
        ),
    ]
    with_trace = timings.get("evaluate with reference, with the trace")
    without = timings.get("evaluate with reference, without the trace")
    if with_trace and without:
        ratio = with_trace.median / without.median
        found.append(Mark("keeping the proof: at most 1.5 times", f"{ratio:.2f} times", ratio <= 1.5))
    for asked, what, milliseconds in (
        (
            "20 parties, 10 dealings, whole law, both engines: under 30 ms",
            "20 parties, 10 dealings: determine with reference and",
            30,
        ),
        (
            "the same with the reference evaluator alone: under 3 ms",
            "20 parties, 10 dealings: determine with reference",
            3,
        ),
        ("a compiled rulebook that was kept: under 50 ms", "compiled rulebook", 50),
        ("all least changes of up to 3 among 30 under 1,000 ms", "least changes up to 3", 1000),
        ("sweep of 1,000 scenarios, reference evaluator, under 3,000 ms", "sweep of 1,000", 3000),
        ("matrix of 4 readings by 6 unknowns under 2,000 ms", "matrix of", 2000),
        ("questions on a matter with 40 unknowns under 300 ms", "open questions of a designation", 300),
    ):
        timing = next((timing for name, timing in timings.items() if name.startswith(what)), None)
        found.append(_below(asked, timing, milliseconds))
    if growth is None:
        found.append(Mark("memory over 10,000 determinations: flat", "", None))
    else:
        measured = f"{growth.grown:+.1f} MiB over {growth.runs:,} ({growth.late:.0f} MiB)"
        enough = growth.runs >= 10_000
        found.append(
            Mark("memory over 10,000 determinations: flat", measured, growth.grown <= FLAT if enough else None)
        )
    return found


def _below(asked: str, timing: Timing | None, milliseconds: float) -> Mark:
    if timing is None:
        return Mark(asked, "", None)
    median = timing.median * 1000
    return Mark(asked, f"{median:.3f} ms", median < milliseconds)
