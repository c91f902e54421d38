"""A sweep as plain text and as CSV."""

from __future__ import annotations

import csv
import io
from typing import Final

from decidendi.determinations.sweeping import Sweep
from decidendi.reports.outcomes import in_words
from decidendi.reports.text import safe

MOST_ROWS: Final = 60


def sweep_text(result: Sweep) -> str:
    """How often each outcome came about, then a line for each scenario; of many, where the outcomes change."""
    lines = [result.title, f"{len(result.scenarios)} scenarios", ""]
    for about, kind, counts in zip(result.called, result.kinds, result.counts, strict=True):
        lines.append(about)
        for outcome, count in counts.items():
            lines.append(f"  {in_words(kind, outcome)}: {count} of {len(result.scenarios)}")
    heads = (*(axis.name for axis in result.axes), *result.called)
    rows = [(*item.values, *map(in_words, result.kinds, item.outcomes)) for item in result.scenarios]
    shown = [
        row
        for number, row in enumerate(rows)
        if len(rows) <= MOST_ROWS
        or number == 0
        or result.scenarios[number].outcomes != result.scenarios[number - 1].outcomes
    ]
    widths = [max(map(len, column)) for column in zip(heads, *shown[:MOST_ROWS], strict=True)]
    lines.append("")
    for row in (heads, *shown[:MOST_ROWS]):
        lines.append("  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    if len(rows) > MOST_ROWS:
        lines += ["", "Shown is where the outcomes differ from the line before; all are in `--format csv`."]
        if len(shown) > MOST_ROWS:
            lines.append(f"Of these {len(shown)} lines the first {MOST_ROWS} are shown.")
    lines.append("By the reference evaluator.")
    return safe("\n".join(lines)) + "\n"


def sweep_csv(result: Sweep) -> str:
    """A line for each scenario: the value on each axis, the outcome of each conclusion."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*map(_cell, (axis.name for axis in result.axes)), *map(_cell, result.asked)])
    for item in result.scenarios:
        writer.writerow([*map(_cell, item.values), *map(_cell, item.outcomes)])
    return text.getvalue()


def _cell(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return "'" + text if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and len(text) == 1) else text
