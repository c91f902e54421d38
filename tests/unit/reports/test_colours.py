"""Colours are told apart by who sees no red, no green or no blue, and nothing is told by its colour alone.

The simulation is that of Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
deficiency", IEEE TVCG 15(6), 2009, table 1, for the full deficiency, on linear values; colours are compared in CIELAB
under D65 by the distance of 1976, of which about 2.3 can just be seen.
"""

from __future__ import annotations

from itertools import combinations
from math import dist
from xml.etree import ElementTree

import pytest

from decidendi.determinations.matrix import Cell, Table
from decidendi.determinations.model import Determination, ProofNode
from decidendi.reports import outcomes, ownership_chart, svg
from decidendi.reports.matrix_picture import matrix_picture
from decidendi.reports.proof_tree import proof_tree

SVG = "{http://www.w3.org/2000/svg}"
Matrix = tuple[tuple[float, float, float], ...]

SIGHTS: dict[str, Matrix] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_XYZ: Matrix = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)

DECISIVE = ("prohibited", "undetermined", "not prohibited")
TOLD_APART = 20.0
"""Least distance between fillings and between lines that stand for different outcomes."""
LIGHTER = 10.0
"""Least difference in lightness, of 100, between what decides: what is left of a colour in black and white."""


def _times(matrix: Matrix, values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(factor * value for factor, value in zip(row, values, strict=True)) for row in matrix)


def lab(colour: str, sight: Matrix) -> tuple[float, float, float]:
    """A colour such as `#d55e00` in CIELAB, as it is seen."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = tuple(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    seen = tuple(min(max(value, 0.0), 1.0) for value in _times(sight, linear))
    x, y, z = (
        ratio ** (1 / 3) if ratio > 216 / 24389 else (24389 / 27 * ratio + 16) / 116
        for ratio in (value / white for value, white in zip(_times(_XYZ, seen), _WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_simulation_confuses_what_its_paper_says_is_confused() -> None:
    red, green = "#c04000", "#708000"
    assert dist(lab(red, SIGHTS["full"]), lab(green, SIGHTS["full"])) > 50
    assert dist(lab(red, SIGHTS["no green"]), lab(green, SIGHTS["no green"])) < 20


@pytest.mark.parametrize("sight", SIGHTS)
def test_outcomes_are_told_apart(sight: str) -> None:
    fillings = {outcomes.filling(outcome, 0) for outcome in (*DECISIVE, "not in force")}
    fillings |= {outcomes.filling("another", number) for number in range(5)}
    near = {
        (one, other): round(dist(lab(one, SIGHTS[sight]), lab(other, SIGHTS[sight])), 1)
        for one, other in combinations(sorted(fillings), 2)
    }
    decisive = {outcomes.filling(outcome, 0) for outcome in DECISIVE}
    for pair, apart in near.items():
        # An outcome without a colour of its own has its letter; from those that decide it differs all the same.
        assert apart >= (TOLD_APART if decisive >= set(pair) else 5), (pair, apart)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("lines", [svg.LINE, ownership_chart._LINE], ids=["proofs and timelines", "ownership"])
def test_lines_of_states_are_told_apart(lines: dict[object, str], sight: str) -> None:
    for one, other in combinations(lines.values(), 2):
        assert dist(lab(one, SIGHTS[sight]), lab(other, SIGHTS[sight])) >= TOLD_APART, (one, other)


def test_what_decides_is_told_apart_in_black_and_white() -> None:
    lightness = [lab(outcomes.filling(outcome, 0), SIGHTS["full"])[0] for outcome in DECISIVE]
    assert min(abs(one - other) for one, other in combinations(lightness, 2)) >= LIGHTER


def test_what_is_written_on_a_filling_can_be_read() -> None:
    fillings = [outcomes.filling(outcome, number) for outcome in (*DECISIVE, "another") for number in range(5)]
    for colour in fillings:
        ink = outcomes.ink_on(colour)
        assert abs(lab(colour, SIGHTS["full"])[0] - lab(ink, SIGHTS["full"])[0]) >= 45, (colour, ink)


def test_every_cell_of_a_heat_map_has_the_letter_of_its_outcome() -> None:
    answers = ("prohibited", "undetermined", "not prohibited", "not in force", "authorized")
    table = Table(
        about="a payment",
        readings=tuple({"member": str(number)} for number in range(5)),
        unknowns=(),
        cells=tuple(
            Cell(readings={"member": str(number)}, facts={}, outcome=answer) for number, answer in enumerate(answers)
        ),
        outcomes=dict.fromkeys(answers, 1),
        decide=(),
        left_out=(),
    )
    drawn = ElementTree.fromstring(matrix_picture(table).svg)
    letters = [text.text for text in drawn.iter(f"{SVG}text") if text.text in set("ABCDE")]
    assert sorted(map(str, letters)) == sorted("ABCDE" * 2)  # once in the legend, once in its cell
    legend = " ".join(str(text.text) for text in drawn.iter(f"{SVG}text"))
    assert all(outcomes.told(answer) + ": 1 of 5" in legend for answer in answers)


def test_every_box_of_a_proof_has_its_state_in_words() -> None:
    states = ("holds", "undetermined", "fails")
    nodes = tuple(ProofNode.model_validate({"statement": state, "state": state, "predicate": "p"}) for state in states)
    item = Determination(
        kind="dealing", subject="payment", title="payment", provision="1", outcome="undetermined", statement="it is so",
        rests_on="", response="", questions=(), cautions=(), readings=(), duties=(), provisions=(), citations=(),
        proof=nodes,
    )  # fmt: skip
    words = [text.text for text in ElementTree.fromstring(proof_tree(item).svg).iter(f"{SVG}text")]
    for state in states:
        assert words.count(svg.STATE_WORDS[state]) == 2  # in the legend, and in its box


@pytest.mark.parametrize("fillings", [svg.FILL, ownership_chart._FILL], ids=["proofs and timelines", "ownership"])
def test_states_differ_in_filling_too(fillings: dict[object, str]) -> None:
    assert len(set(fillings.values())) == len(fillings)
    colours = [colour for colour in fillings.values() if colour.startswith("#")]
    for sight in SIGHTS.values():
        for one, other in combinations(colours, 2):
            assert dist(lab(one, sight), lab(other, sight)) >= 5, (one, other)


def test_what_is_unknown_is_hatched_and_the_hatching_is_drawn() -> None:
    assert svg.FILL["undetermined"] == "url(#open)"
    drawn = svg.picture("proof", "a proof", "a proof in words", 100, 100, [svg.box(0, 0, 50, 20, "undetermined")]).svg
    assert 'fill="url(#open)"' in drawn
    pattern = next(ElementTree.fromstring(drawn).iter(f"{SVG}pattern"))
    assert pattern.get("id") == "open" and len(list(pattern)) == 2, "a ground and a stripe"
