"""A chart that could not be read on a page falls into parts, and nothing is lost between them."""

from __future__ import annotations

import re

import pytest

from decidendi.facts.amounts import parse_share
from decidendi.reasoning.ownership.graph import Stake
from decidendi.reports.chart_parts import parts_of
from decidendi.reports.drawing import HEIGHT, WIDTH, drawn
from decidendi.reports.illustrating import illustrations_of
from tests.unit.reports.test_illustrations import done, report

HALF = parse_share("50")

GROUPS = [("X", f"G{group}") for group in range(4)] + [
    (f"G{group}", f"G{group}-{number}") for group in range(4) for number in range(9)
]
CHAIN = [(f"E{number:02}", f"E{number + 1:02}") for number in range(60)]
CIRCLE = [(f"C{number:02}", f"C{(number + 1) % 50:02}") for number in range(50)]
CROSSED = [*GROUPS, ("G0-1", "G3-2"), ("G2-4", "G1-5"), ("Y", "G3-2")]


def stakes(pairs: list[tuple[str, str]]) -> list[Stake]:
    return [Stake(owner, entity, HALF, HALF) for owner, entity in pairs]


@pytest.mark.parametrize("pairs", [GROUPS, CHAIN, CIRCLE, CROSSED], ids=["groups", "chain", "circle", "crossed"])
def test_every_party_and_every_holding_is_in_a_part_that_can_be_read(pairs: list[tuple[str, str]]) -> None:
    names = sorted({name for pair in pairs for name in pair})
    parts = parts_of(names, stakes(pairs), 15)
    assert {name for part in parts for name in part} == set(names)
    for owner, entity in pairs:
        assert any({owner, entity} <= set(part) for part in parts), (owner, entity)
    assert all(len(part) <= 15 for part in parts)
    assert parts == parts_of(names, stakes(pairs[::-1]), 15)


def test_entities_below_the_same_one_stay_together_and_few_parties_are_one_chart() -> None:
    names = sorted({name for pair in GROUPS for name in pair})
    parts = parts_of(names, stakes(GROUPS), 11)
    assert parts == [[f"G{group}", *(f"G{group}-{number}" for number in range(9)), "X"] for group in range(4)]
    assert parts_of(names, stakes(GROUPS), len(names)) == [names]


def test_sideways_boxes_never_overlap_and_owners_stand_left_of_what_they_own() -> None:
    pytest.importorskip("fast_sugiyama")
    names = sorted({name for pair in CROSSED for name in pair})
    drawing = drawn(names, CROSSED, sideways=True)
    assert drawing.height > drawing.width
    places = list(drawing.centres.items())
    for position, (name, (x, y)) in enumerate(places):
        for other, (other_x, other_y) in places[position + 1 :]:
            assert abs(x - other_x) >= WIDTH or abs(y - other_y) >= HEIGHT, (name, other)
    for owner, entity in CROSSED:
        assert drawing.centres[owner][0] + WIDTH < drawing.centres[entity][0]


def test_the_charts_of_a_memo_of_sixty_companies_can_be_read_on_a_page() -> None:
    pytest.importorskip("fast_sugiyama")
    matter = done("ownership/sixty-entities.yaml")
    charts = [item for item in illustrations_of(matter, report(matter)).pictures if item.kind == "ownership"]
    for number, chart in enumerate(charts, 1):
        width, height = chart.size
        assert width <= 1000 and height <= 1300, "no more than halved on a page"
        assert chart.title.endswith(f", part {number} of {len(charts)}")
        assert re.search(r"; \d+ of 63 parties<", chart.svg)
    told = " ".join(chart.alternative for chart in charts)
    assert [party.title for party in matter.facts.parties if f"{party.title}: " not in told] == ["Acme Corp."]
