"""`matrix`: readings crossed with unknowns, what turns on which, and what was left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import decidendi
from decidendi.cli.main import commands
from decidendi.determinations.determine import options_of, run
from decidendi.determinations.matrix import Matrix, matrix
from decidendi.refusal import Refusal

FACTS = decidendi.content_directory("facts")
JULY = FACTS / "treasury-2020-07-09.yaml"
UNKNOWN_PAYER = FACTS / "hypotheticals" / "payer-unknown-status.yaml"

TOGETHER = """
title: Who the payer is, and who owns the payee
as of: 2021-03-01
parties:
  jane: {individual: Jane Roe}
  chen: {individual: Chen, country: CN}
  alpha: {entity: Alpha, country: DE}
dealings:
  payment-1: {kind: funds, from: jane, to: alpha, on: 2021-02-15, in: DE}
facts:
  - determination: {party: chen, criterion: 1(a)(ii)(C)(1), authority: Secretary of the Treasury, on: 2020-07-09}
  - holding: {owner: chen, entity: alpha, share: "[40, 60]", during: 2018/..}
"""


@pytest.fixture(scope="module")
def rulebook() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


def tabulated(rulebook: decidendi.Rulebook, path, *conclusions: str, most: int = 6) -> Matrix:
    facts = decidendi.load_fact_set(path)
    reasoner = decidendi.Reasoner(rulebook.program, ("reference",))
    return matrix(run(facts, rulebook, reasoner), conclusions, most_unknowns=most)


def test_a_conclusion_that_turns_on_a_reading_says_so(rulebook: decidendi.Rulebook) -> None:
    table = tabulated(rulebook, JULY, 'chen meets criterion "1(a)(ii)(C)(1)"', most=0).tables[0]
    assert "members" in table.decide
    assert set(table.outcomes) > {"holds"}
    default = next(cell for cell in table.cells if cell.readings == table.readings[0])
    assert default.outcome == "holds"


def test_each_cell_is_what_determine_says_under_its_readings(rulebook: decidendi.Rulebook) -> None:
    facts = decidendi.load_fact_set(JULY)
    reasoner = decidendi.Reasoner(rulebook.program, ("reference",))
    table = tabulated(rulebook, JULY, 'chen meets criterion "1(a)(ii)(C)(1)"', most=0).tables[0]
    words = {"holds": "met", "fails": "not met", "undetermined": "undetermined"}
    for cell in table.cells[:3]:
        options = options_of(facts, readings=cell.readings.items())
        done = run(facts, rulebook, reasoner, options)
        row = ("chen", "1(a)(ii)(C)(1)")
        truth = done.trace.truth(done.goals["criterion"], row)
        assert {2: "met", 1: "undetermined", 0: "not met"}[truth.value] == words[cell.outcome]


def test_a_dealing_that_turns_on_unknowns_is_settled_when_they_are_answered(rulebook: decidendi.Rulebook) -> None:
    table = tabulated(rulebook, UNKNOWN_PAYER).tables[0]
    assert table.about == "payment-1"
    assert "Jane Roe was in US" in table.decide
    chosen = [cell for cell in table.cells if cell.readings == table.readings[0]]
    none = [cell for cell in chosen if set(cell.facts.values()) == {"no"}]
    assert none and {cell.outcome for cell in none} == {"not prohibited"}
    assert sum(table.outcomes.values()) == len(table.cells) == len(table.readings) * 2 ** len(table.unknowns)


def test_what_is_left_out_is_said(rulebook: decidendi.Rulebook) -> None:
    table = tabulated(rulebook, UNKNOWN_PAYER, most=2).tables[0]
    assert len(table.unknowns) == 2
    assert any("unknowns, which stay open" in text for text in table.left_out)


def test_a_matter_without_a_dealing_needs_a_conclusion(rulebook: decidendi.Rulebook) -> None:
    with pytest.raises(Refusal, match="there is no dealing to tabulate"):
        tabulated(rulebook, JULY)


def test_the_text_shares_a_column_among_readings_that_never_differ() -> None:
    arguments = ["matrix", str(UNKNOWN_PAYER), "--most", "1"]
    text = CliRunner().invoke(commands, arguments, catch_exceptions=False).stdout
    assert "every reading" in text and "turns on: " in text
    found = CliRunner().invoke(commands, [*arguments, "--format", "json"], catch_exceptions=False).stdout
    assert json.loads(found)["tables"][0]["cells"]


def test_the_page_needs_nothing_else_escapes_names_and_says_outcomes_in_words(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    text = UNKNOWN_PAYER.read_text(encoding="utf-8")
    assert "Jane Roe" in text
    facts.write_text(text.replace("Jane Roe", "<script>alert(1)</script>"), encoding="utf-8")
    arguments = ["matrix", str(facts), "--most", "2", "--format", "html"]
    page = CliRunner().invoke(commands, arguments, catch_exceptions=False).stdout
    assert page.startswith("<!DOCTYPE html>") and page.endswith("</html>\n")
    assert "<script" not in page and "turns on: &lt;script&gt;alert(1)&lt;/script&gt; was " in page
    assert "src=" not in page and "href=" not in page and "@import" not in page
    assert ">prohibited</td>" in page and ">yes</td>" in page and "<svg" in page
    assert "unknowns, which stay open" in page


def test_an_unknown_that_matters_under_another_reading_alone_is_crossed_or_counted(
    rulebook: decidendi.Rulebook,
) -> None:
    """Under the default reading silence about the ties of the person paid settles them; under another it does not."""
    table = tabulated(rulebook, UNKNOWN_PAYER).tables[0]
    assert "Chen Quanguo was a permanent resident of US" in table.unknowns
    asked = "Chen Quanguo was a permanent resident of US"
    decided = {
        cell.facts[asked]: cell.outcome
        for cell in table.cells
        if cell.readings["silence about United States ties"] == "left open"
        if "yes" not in [answer for name, answer in cell.facts.items() if name != asked]
    }
    assert decided == {"yes": "prohibited", "no": "not prohibited"}


def test_unknowns_that_decide_only_together_are_counted(rulebook: decidendi.Rulebook) -> None:
    facts = decidendi.parse_fact_set(TOGETHER)
    reasoner = decidendi.Reasoner(rulebook.program, ("reference",))
    [table] = matrix(run(facts, rulebook, reasoner)).tables
    assert table.unknowns == ("Chen held 50 percent or more of Alpha during the time from 2018",)
    assert table.decide == (*table.unknowns, "basis of shares", "undisclosed shares")
    [idle] = [text for text in table.left_out if text.endswith("unknowns that alone change nothing")]
    assert int(idle.split()[0]) > 1


def test_the_table_and_the_questions_in_text_never_read_as_leave_to_go_ahead(tmp_path: Path) -> None:
    path = tmp_path / "matter.yaml"
    path.write_text(TOGETHER, encoding="utf-8")
    for name in ("matrix", "questions"):
        ran = CliRunner().invoke(commands, [name, str(path)], catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        assert "no provision of this rulebook reaches it" in ran.stdout
        assert "not prohibited" not in ran.stdout
