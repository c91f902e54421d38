"""Pictures: what they say in words, that names come out as text, and that the same input gives the same bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from decidendi import determine, load_fact_set
from decidendi.content import content_directory
from decidendi.determinations.matrix import Cell, Table
from decidendi.determinations.model import Determination, ProofNode
from decidendi.reports.matrix_picture import matrix_picture
from decidendi.reports.proof_tree import proof_tree
from decidendi.reports.svg import Picture, extent, wrapped
from decidendi.reports.timeline import timeline
from tests.command import decidendi, shipped

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} =cmd|x \u202eevil"
SVG = "{http://www.w3.org/2000/svg}"


def _node(statement: str, state: str, *premises: ProofNode) -> ProofNode:
    return ProofNode.model_validate(
        {"statement": statement, "state": state, "predicate": "p", "provision": "4(a)", "premises": premises}
    )


def _determination(*proof: ProofNode) -> Determination:
    return Determination(
        kind="dealing",
        subject="payment",
        title=HOSTILE,
        provision="4(a)",
        outcome="undetermined",
        statement="s",
        rests_on="",
        provisions=(),
        citations=(),
        proof=proof,
    )


TREE = proof_tree(
    _determination(_node("the whole", "undetermined", _node("a fact", "holds"), _node("no fact", "fails")))
)
TABLE = Table(
    about=HOSTILE,
    readings=({"member": "any"}, {"member": "narrow"}),
    unknowns=("it is so",),
    cells=tuple(
        Cell(readings={"member": reading}, facts={"it is so": answer}, outcome=outcome)
        for reading, answer, outcome in (
            ("any", "yes", "prohibited"),
            ("any", "no", "undetermined"),
            ("narrow", "yes", "undetermined"),
            ("narrow", "no", "undetermined"),
        )
    ),
    outcomes={"prohibited": 1, "undetermined": 3},
    decide=("member",),
    left_out=(),
)


def _words(drawn: Picture) -> str:
    root = ElementTree.fromstring(drawn.svg)
    return " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("drawn", [TREE, matrix_picture(TABLE)], ids=["proof", "matrix"])
def test_a_hostile_name_comes_out_as_text(drawn: Picture) -> None:
    root = ElementTree.fromstring(drawn.svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "{{ 7*7 }}" in drawn.title
    assert "\u202e" not in drawn.svg
    assert "[U+202E]" in drawn.alternative


def test_every_state_stands_in_words_and_has_a_line_of_its_own() -> None:
    words = _words(TREE)
    assert all(state in words for state in ("so", "unknown", "not so"))
    assert "Unknown: the whole. Not so: no fact. So: a fact." in TREE.alternative
    assert 'stroke-dasharray="6 3"' in TREE.svg
    assert 'stroke-dasharray="1.5 3"' in TREE.svg


def test_the_steps_left_out_of_a_proof_are_counted_and_open_branches_stay() -> None:
    branches = [_node(f"settled {number}", "holds") for number in range(30)]
    drawn = proof_tree(_determination(_node("the whole", "undetermined", *branches, _node("open", "undetermined"))), 5)
    assert "Unknown: open" in drawn.alternative
    assert "27 further steps are not drawn" in drawn.alternative
    assert "27 further steps are not drawn" in _words(drawn)


def test_a_matrix_says_in_words_what_it_counts_and_what_it_turns_on() -> None:
    drawn = matrix_picture(TABLE)
    assert "prohibited in 1 of 4 cells; undetermined in 3 of 4 cells." in drawn.alternative
    assert "It turns on: member." in drawn.alternative


def test_a_timeline_shows_the_tenures_the_activities_and_the_blockings(tmp_path: Path) -> None:
    texts = []
    for name in ("one.svg", "two.svg"):
        answer = decidendi(
            "picture", "facts/treasury-2020-07-09.yaml", "--kind", "timeline", "-o", str(tmp_path / name)
        )
        assert answer.code == 0, answer.err
        texts.append((tmp_path / name).read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    told = ElementTree.fromstring(texts[0]).findtext(f"{SVG}desc") or ""
    assert f"asked about {date(2020, 7, 9)}" in told
    assert "Huo Liujun, Xinjiang Public Security Bureau: 2017-03/2018" in told
    # Many with one bar share a row, each by its name; in the picture, as many as there is room for.
    [undated] = [row for row in told.rstrip(".").split("; ") if row.endswith(": no date known")]
    assert "the reported torture of detainees" in undated
    [blocked] = [row for row in told.rstrip(".").split("; ") if row.endswith(": blocked on 2020-07-09")]
    assert {"Chen Quanguo", "Wang Mingshan", "Xinjiang Public Security Bureau"} <= set(blocked[:-23].split(", "))


def test_a_timeline_of_sixty_companies_fits_a_page_and_names_them_all_in_words() -> None:
    facts = load_fact_set(content_directory("facts") / "ownership" / "sixty-entities.yaml")
    drawn = timeline(determine(facts, rulebook=shipped()), facts)
    assert drawn is not None
    root = ElementTree.fromstring(drawn.svg)
    assert float(root.get("height", "")) < float(root.get("width", ""))
    assert "25 more: blocked on 2025-03-03" in " ".join(" ".join(root.itertext()).split())
    assert all(party.title in drawn.alternative for party in facts.parties if party.name.startswith(("north", "east")))


def test_a_long_name_is_wrapped_and_its_end_is_marked() -> None:
    rows = wrapped("新疆维吾尔自治区" * 10, 100, 12, 2)
    assert len(rows) == 2
    assert rows[-1].endswith("…")
    assert all(extent(row, 12) <= 100 for row in rows)
