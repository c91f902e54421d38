"""The proof of one determination as a tree: what is so, what is not, and what nobody knows yet.

Each step stands in a box of its state, below the step that rests on it. Branches that fail or are open are always
drawn before those that hold; how many steps are left out is said where they would stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from decidendi.determinations.model import Determination, ProofNode, State
from decidendi.reports.folding import folded, size
from decidendi.reports.svg import LINE, QUIET, STATE_WORDS, Picture, box, label, picture, states_legend, wrapped
from decidendi.rules.provisions import cited

MOST_STEPS: Final = 40
"""Steps in one tree."""

_WIDTH, _INDENT, _TOP, _LINE_HEIGHT = 760.0, 26.0, 62.0, 14.0


@dataclass(frozen=True)
class _Drawn:
    node: ProofNode
    depth: int
    parent: int
    left_out: int


def proof_tree(determination: Determination, most: int = MOST_STEPS) -> Picture:
    """The tree of one determination; `most` is how many steps it has at most."""
    roots = folded(determination.proof)
    chosen = _chosen(roots, most)
    steps: list[_Drawn] = []
    for root in roots:
        _laid(root, 0, -1, chosen, steps)
    reached = determination.outcome != "not prohibited"  # which by itself would read as a finding that it may be done
    head = f"{determination.title}: {determination.outcome if reached else 'reached by no provision of this rulebook'}"
    lines = wrapped(head, _WIDTH - 30, 14, 2)
    parts = [label(14, 24 + 17 * number, line, size=14, bold=True) for number, line in enumerate(lines)]
    top = _TOP + 17 * (len(lines) - 1)
    parts += states_legend(14, top - 28, ("holds", "undetermined", "fails"))
    places: list[tuple[float, float]] = []
    for step in steps:
        x = 14 + step.depth * _INDENT
        drawn, height = _box(step, x, top)
        if step.parent >= 0:
            above_x, above_y = places[step.parent]
            colour = LINE[step.node.state]
            parts.append(
                f'<path d="M{above_x + 10:.1f} {above_y:.1f} V{top + 13:.1f} H{x:.1f}" fill="none" '
                f'stroke="{colour}" stroke-width="1"/>'
            )
        parts += drawn
        places.append((x, top + height))
        top += height + 8
    if not steps:
        parts.append(label(14, top + 10, "Nothing is stated that a rule could apply to.", fill=QUIET))
        top += 24
    return picture("proof", head, _told(head, steps), _WIDTH, top + 10, parts)


def _chosen(roots: tuple[ProofNode, ...], most: int) -> frozenset[int]:
    """The steps to draw: layer by layer, in each those that are open or fail first."""
    found: set[int] = set()
    layer = list(roots)
    while layer and len(found) < most:
        layer.sort(key=lambda node: node.state == "holds")
        layer = layer[: most - len(found)]
        found.update(map(id, layer))
        layer = [premise for node in layer for premise in node.premises]
    return frozenset(found)


def _laid(node: ProofNode, depth: int, parent: int, chosen: frozenset[int], steps: list[_Drawn]) -> None:
    if id(node) not in chosen:
        return
    missing = sum(size(premise) for premise in node.premises if id(premise) not in chosen)
    steps.append(_Drawn(node, min(depth, 14), parent, missing))
    own = len(steps) - 1
    for premise in sorted(node.premises, key=lambda item: item.state == "holds"):
        _laid(premise, depth + 1, own, chosen, steps)


def _box(step: _Drawn, x: float, y: float) -> tuple[list[str], float]:
    node = step.node
    width = _WIDTH - 14 - x
    rows = wrapped(node.statement, width - 88, 12, 4)
    marks = [cited(node.provision)] if node.provision else []
    marks += [f"on {node.grade}"] if node.grade else []
    marks += list(dict.fromkeys(" ".join((item.title, item.where)).strip() for item in node.sources))[:2]
    marks += [f"{step.left_out} further steps are not drawn"] if step.left_out else []
    notes = wrapped("; ".join(marks), width - 88, 10, 2) if marks else []
    height = 12 + _LINE_HEIGHT * len(rows) + 12 * len(notes)
    parts = [box(x, y, width, height, node.state, node.statement)]
    # The word stands on white: on a hatched ground small print is hard to read.
    parts.append(
        f'<rect x="{x + 72:.1f}" y="{y + 3:.1f}" width="{width - 76:.1f}" height="{height - 6:.1f}" fill="#ffffff"/>'
    )
    parts.append(
        f'<rect x="{x + 6:.1f}" y="{y + 4:.1f}" width="60" height="15" rx="2" fill="#ffffff" fill-opacity="0.85"/>'
    )
    word = STATE_WORDS[node.state]
    parts.append(label(x + 36, y + 16, word, size=11, bold=True, anchor="middle", fill=LINE[node.state]))
    for number, row in enumerate(rows):
        parts.append(label(x + 78, y + 16 + _LINE_HEIGHT * number, row))
    for number, row in enumerate(notes):
        parts.append(label(x + 78, y + 15 + _LINE_HEIGHT * len(rows) + 12 * number, row, size=10, fill=QUIET))
    return parts, height


def _told(head: str, steps: list[_Drawn]) -> str:
    words: dict[State, str] = {"holds": "So", "undetermined": "Unknown", "fails": "Not so"}
    told = [f"{words[step.node.state]}: {step.node.statement}" for step in steps]
    missing = sum(step.left_out for step in steps)
    told += [f"{missing} further steps are not drawn"] if missing else []
    return f"Proof of {head}. " + ". ".join(told) + "."
