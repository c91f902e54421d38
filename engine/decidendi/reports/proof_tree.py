"""The proof of one determination as a tree: what is so, what is not, and what nobody knows yet.

Each step stands in a box of its state, below the step that rests on it. Branches that fail or are open are always
drawn before those that hold; how many steps are left out is said where they would stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from decidendi.determinations.model import Determination, ProofNode
from decidendi.reports.folding import folded, size
from decidendi.reports.languages import IN_ENGLISH, Language
from decidendi.reports.svg import (
    LINE,
    QUIET,
    STATE_WORDS,
    Picture,
    box,
    extent,
    label,
    picture,
    states_legend,
    wrapped,
)
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


def proof_tree(determination: Determination, most: int = MOST_STEPS, language: Language = IN_ENGLISH) -> Picture:
    """The tree of one determination; `most` is how many steps it has at most."""
    roots = folded(determination.proof)
    chosen = _chosen(roots, most)
    steps: list[_Drawn] = []
    for root in roots:
        _laid(root, 0, -1, chosen, steps)
    head = f"{determination.title}: {_outcome(determination.outcome, language)}"
    lines = wrapped(head, _WIDTH - 30, 14, 2)
    parts = [label(14, 24 + 17 * number, line, size=14, bold=True) for number, line in enumerate(lines)]
    top = _TOP + 17 * (len(lines) - 1)
    parts += states_legend(14, top - 28, ("holds", "undetermined", "fails"), language)
    places: list[tuple[float, float]] = []
    for step in steps:
        x = 14 + step.depth * _INDENT
        drawn, height = _box(step, x, top, language)
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
        nothing = language.text("Nothing is stated that a rule could apply to.")
        parts.append(label(14, top + 10, nothing, fill=QUIET))
        top += 24
    return picture("proof", head, _told(head, steps, language), _WIDTH, top + 10, parts, language)


def _outcome(outcome: str, language: Language) -> str:
    """The outcome in words that do not read as a finding that it may be done."""
    if outcome == "not prohibited":
        return language.text("reached by no provision of this rulebook")
    return language.text(outcome)


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


def _box(step: _Drawn, x: float, y: float, language: Language) -> tuple[list[str], float]:
    node = step.node
    width = _WIDTH - 14 - x
    pill = max(60.0, *(extent(language.text(word), 11) * 1.1 + 8 for word in STATE_WORDS.values()))
    room = width - pill - 28
    rows = wrapped(node.statement, room, 12, 4)
    marks = [cited(node.provision)] if node.provision else []
    marks += [language.filled("on %(grade)s", grade=language.worded(node.grade))] if node.grade else []
    marks += list(dict.fromkeys(" ".join((item.title, item.where)).strip() for item in node.sources))[:2]
    marks += [_undrawn(step.left_out, language)] if step.left_out else []
    notes = wrapped("; ".join(marks), room, 10, 2) if marks else []
    height = 12 + _LINE_HEIGHT * len(rows) + 12 * len(notes)
    parts = [box(x, y, width, height, node.state, node.statement)]
    # The word stands on white: on a hatched ground small print is hard to read.
    parts.append(
        f'<rect x="{x + pill + 12:.1f}" y="{y + 3:.1f}" width="{width - pill - 16:.1f}" height="{height - 6:.1f}" '
        'fill="#ffffff"/>'
    )
    parts.append(
        f'<rect x="{x + 6:.1f}" y="{y + 4:.1f}" width="{pill:g}" height="15" rx="2" fill="#ffffff" '
        'fill-opacity="0.85"/>'
    )
    word = language.text(STATE_WORDS[node.state])
    parts.append(label(x + 6 + pill / 2, y + 16, word, size=11, bold=True, anchor="middle", fill=LINE[node.state]))
    for number, row in enumerate(rows):
        parts.append(label(x + pill + 18, y + 16 + _LINE_HEIGHT * number, row))
    for number, row in enumerate(notes):
        parts.append(label(x + pill + 18, y + 15 + _LINE_HEIGHT * len(rows) + 12 * number, row, size=10, fill=QUIET))
    return parts, height


def _undrawn(count: int, language: Language) -> str:
    return language.counted("%(count)s further step is not drawn", "%(count)s further steps are not drawn", count)


def _told(head: str, steps: list[_Drawn], language: Language) -> str:
    told = [f"{language.text(STATE_WORDS[step.node.state]).capitalize()}: {step.node.statement}" for step in steps]
    missing = sum(step.left_out for step in steps)
    told += [_undrawn(missing, language)] if missing else []
    return " ".join([language.filled("Proof of %(head)s.", head=head), ". ".join(told) + "."])
