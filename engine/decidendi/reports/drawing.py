"""Where the boxes and lines of an ownership chart lie: a layered drawing, owners above or left of what they own.

The layers and the order within them are those of the method of Sugiyama, by `fast-sugiyama`. Coordinates are points.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import Final

WIDTH: Final = 168.0
HEIGHT: Final = 56.0
ACROSS: Final = 196.0
DOWN: Final = 132.0
MARGIN: Final = 28.0

_BESIDE: Final = 72.0
_ONWARD: Final = 252.0
"""Sideways, how far apart the middles of boxes of one layer lie, and those of two layers."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """The centre of each box, the bends of each line from owner to entity, and the size of the whole.

    `is_sideways` says that layers follow one another from left to right, not from the top down.
    """

    centres: dict[str, Point]
    lines: dict[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float
    is_sideways: bool = False


def drawn(names: list[str], edges: list[tuple[str, str]], *, sideways: bool = False) -> Drawing:
    """Lay out a chart, from the top down or sideways; an entity's holding in itself has no line.

    Raises:
        ImportError: fast-sugiyama is not installed.
    """
    import fast_sugiyama

    box, across, down = ((HEIGHT, WIDTH), _BESIDE, _ONWARD) if sideways else ((WIDTH, HEIGHT), ACROSS, DOWN)
    number = {name: position + 1 for position, name in enumerate(names)}
    wanted = sorted({(owner, entity) for owner, entity in edges if owner != entity})
    centres: dict[str, Point] = {}
    lines: dict[tuple[str, str], tuple[Point, ...]] = {}
    parts: list[tuple[dict[int, Point], list[tuple[int, int]], float, float]] = []
    if wanted:
        layouts = fast_sugiyama.from_edges(
            [(number[owner], number[entity]) for owner, entity in wanted],
            vertex_spacing=100,
            minimum_length=1,
            dummy_vertices=True,
            dummy_size=40,
            check_layout=False,
        )
        for positions, _, _, part_edges in layouts:
            places = {int(vertex): (float(x), float(y)) for vertex, (x, y) in positions}
            parts.append(_scaled(places, [(int(one), int(other)) for one, other in part_edges or ()], across, down))
    connected = {vertex for places, _, _, _ in parts for vertex in places}
    alone = [vertex for vertex in number.values() if vertex not in connected]
    parts += [({vertex: (0.0, 0.0)}, [], 0.0, 0.0) for vertex in alone]
    parts.sort(key=lambda part: (-len(part[0]), min(part[0])))
    named = {position: name for name, position in number.items()}
    room = max([part[2] for part in parts] + [sqrt(sum((p[2] + across) * (p[3] + down) for p in parts)) * 1.4])
    x = y = row = 0.0
    width = 0.0
    for places, part_edges, part_width, part_height in parts:
        if x and x + part_width > room:
            x, y, row = 0.0, y + row + down, 0.0
        moved = {
            vertex: (px + x + MARGIN + box[0] / 2, py + y + MARGIN + box[1] / 2) for vertex, (px, py) in places.items()
        }
        if sideways:
            moved = {vertex: point[::-1] for vertex, point in moved.items()}
        centres |= {named[vertex]: point for vertex, point in moved.items() if vertex in named}
        lines |= _lines(moved, part_edges, named, set(wanted))
        width = max(width, x + part_width)
        x += part_width + across
        row = max(row, part_height)
    size = (width + box[0] + 2 * MARGIN, y + row + box[1] + 2 * MARGIN)
    return Drawing(centres, lines, *(size[::-1] if sideways else size), sideways)


def _scaled(
    positions: dict[int, Point], edges: list[tuple[int, int]], across: float, down: float
) -> tuple[dict[int, Point], list[tuple[int, int]], float, float]:
    """Layers from the top down at equal distances, and within each layer the boxes apart from each other."""
    layers = sorted({round(y, 3) for _, y in positions.values()}, reverse=True)
    level = {y: position * down for position, y in enumerate(layers)}
    left = min(x for x, _ in positions.values())
    scale = across / 100
    placed = {vertex: ((x - left) * scale, level[round(y, 3)]) for vertex, (x, y) in positions.items()}
    width = max(x for x, _ in placed.values())
    return placed, edges, width, (len(layers) - 1) * down


def _lines(
    places: dict[int, Point], edges: list[tuple[int, int]], named: dict[int, str], wanted: set[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Point, ...]]:
    """The bends of each line; those that the layout turned round, to break circles, are turned back."""
    following: dict[int, list[int]] = defaultdict(list)
    for one, other in edges:
        following[one].append(other)
    found: dict[tuple[str, str], tuple[Point, ...]] = {}
    for start in sorted(vertex for vertex in places if vertex in named):
        for first in following[start]:
            path = [start, first]
            while path[-1] not in named:
                path.append(following[path[-1]][0])
            pair = (named[path[0]], named[path[-1]])
            bends = tuple(places[vertex] for vertex in path)
            if pair in wanted:
                found[pair] = bends
            if pair[::-1] in wanted:
                found[pair[::-1]] = bends[::-1]
    return found
