"""The ownership chart: every party once, its status in words and hue, shares and dates on the lines."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("fast_sugiyama")
pytest.importorskip("resvg_py")

from decidendi.determinations.owning import Owning, owning
from decidendi.facts.amounts import parse_share
from decidendi.facts.periods import parse_period
from decidendi.facts.register import BlockedParty, HoldingRecord, Register
from decidendi.refusal import Refusal
from decidendi.reports.chart_files import write_chart
from decidendi.reports.drawing import HEIGHT, WIDTH, drawn
from decidendi.reports.ownership_chart import MOST_DRAWN, chart_svg, relevant
from tests.legal.ownership.regimes import FIFTY_PERCENT

REGISTER = Register(
    (
        HoldingRecord("X", "A", parse_share("50"), during=parse_period("2018/..")),
        HoldingRecord("A", "B", parse_share("(25, 50]")),
        HoldingRecord("B", "A", parse_share("20")),
        HoldingRecord("A", "A", parse_share("10")),
        HoldingRecord("<Z & co>", "B", parse_share("30")),
    ),
    (BlockedParty("X"),),
    individuals=frozenset("X"),
)


def solved(register: Register = REGISTER) -> Owning:
    return owning(register, replace(FIFTY_PERCENT), date(2020, 1, 1))


def chain(count: int) -> Register:
    half = parse_share("50")
    links = tuple(HoldingRecord(f"E{n}", f"E{n + 1}", half) for n in range(count))
    return Register(links, (BlockedParty("E0"),))


def test_the_chart_says_each_status_in_words_and_each_share_with_its_dates() -> None:
    text = chart_svg(solved(), {"A": "Alpha Oil"}, relevant(solved(), []))
    ElementTree.fromstring(text)
    for said in ("Alpha Oil", "blocked on its own", "undetermined, 25 to 50%", "50%", "2018/..", "&gt;25 to 50%"):
        assert said in text
    assert "&lt;Z &amp; co&gt;" in text and "<Z" not in text
    assert "#8e1b16" in text and "#a66300" in text


def test_the_same_input_gives_the_same_chart() -> None:
    one, other = (chart_svg(solved(), {}, relevant(solved(), [])) for _ in range(2))
    assert one == other


def test_boxes_never_overlap() -> None:
    names = [f"N{n}" for n in range(60)]
    edges = [(f"N{n // 3}", f"N{n}") for n in range(3, 60)] + [(f"N{n}", f"N{n + 9}") for n in range(0, 50, 4)]
    centres = list(drawn(names, edges).centres.values())
    assert len(centres) == 60
    for position, (x, y) in enumerate(centres):
        for other_x, other_y in centres[position + 1 :]:
            assert abs(x - other_x) >= WIDTH or abs(y - other_y) >= HEIGHT


def test_of_a_large_graph_the_part_nearest_to_the_question_is_drawn() -> None:
    done = solved(chain(200))
    names = relevant(done, ["E150"])
    assert len(names) == MOST_DRAWN
    assert {"E150", "E149", f"E{151 - MOST_DRAWN}"} <= set(names)
    assert f"{MOST_DRAWN} of 201 parties" in chart_svg(done, {}, names)


def test_a_chart_is_written_as_svg_or_png_and_as_nothing_else(tmp_path: Path) -> None:
    assert write_chart(tmp_path / "chart.svg", solved(), {}, []) == 4
    write_chart(tmp_path / "chart.png", solved(), {}, [])
    content = (tmp_path / "chart.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") >= 1000
    with pytest.raises(Refusal, match=re.escape("`.pdf` is not a format of charts")):
        write_chart(tmp_path / "chart.pdf", solved(), {}, [])


def test_names_that_differ_in_their_last_words_stay_apart_and_no_row_leaves_its_box() -> None:
    """Rows of 20 letters in bold 12, or 22 in bold 10.5, are what a box holds."""
    one, other = (f"Company with a rather long name number {number} Holdings (Cayman) Ltd" for number in (5, 10))
    done = solved()
    drawn = {title: chart_svg(done, {"A": title}, relevant(done, [])) for title in (one, other)}
    assert ">long name number 5<" in drawn[one]
    assert ">long name number 10<" in drawn[other]
    longest = "The First and the Second and the Third and the Fourth Trading Company of the Eastern Seaboard Limited"
    text = chart_svg(done, {"A": longest}, relevant(done, []))
    rows = re.findall(r'font-weight="bold" text-anchor="middle">([^<]+)<', text)
    assert "Seaboard Limited" in rows
    assert all(len(row) <= 22 for row in rows)
