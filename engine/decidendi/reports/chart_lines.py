"""Where the lines of an ownership chart begin and end, and where along one a label finds room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from decidendi.reports.drawing import Point


def spread(
    lines: Mapping[tuple[str, str], Sequence[Point]], edge: float, of: int, toward: int
) -> dict[tuple[str, str], float]:
    """How far from the middle of its box each line begins (or ends), so that lines of one box lie side by side."""
    sides: dict[tuple[Point, bool], list[tuple[float, tuple[str, str]]]] = {}
    for pair, points in sorted(lines.items()):
        below = points[toward][1] > points[of][1]
        sides.setdefault((points[of], below), []).append((points[toward][0], pair))
    found: dict[tuple[str, str], float] = {}
    for side in sides.values():
        step = min(26.0, edge / len(side))
        for position, (_, pair) in enumerate(sorted(side)):
            found[pair] = step * (position - (len(side) - 1) / 2)
    return found


def along(points: list[Point], part: float) -> Point:
    """The point of a line at a part of its length."""
    lengths = [((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in pairwise(points)]
    rest = part * sum(lengths)
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if rest <= length and length:
            return a[0] + (b[0] - a[0]) * rest / length, a[1] + (b[1] - a[1]) * rest / length
        rest -= length
    return points[-1]


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """How much of two rectangles, by their corners, lies in both."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0
