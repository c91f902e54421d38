"""What a soak did, in figures, at the end of the run: matters, conclusions compared, disagreements, hostile inputs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.soak.lengths import SEED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Add up what each part of a soak recorded, whichever process ran it."""
    totals: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            name = getattr(report, "nodeid", "").partition("[")[0].rpartition("::")[2]
            for what, count in getattr(report, "user_properties", ()):
                if getattr(report, "when", "") == "call":
                    totals.setdefault(name, Counter())[what] += count
    if totals:
        terminalreporter.section(f"soak, seed {SEED}")
        for name, counted in sorted(totals.items()):
            told = ", ".join(f"{what} {count:,}" for what, count in counted.items())
            terminalreporter.write_line(f"{name}: {told}")
