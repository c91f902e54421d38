"""The commands `what-if` and `questions`, from the command line to text and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import decidendi
from decidendi.cli.main import commands
from decidendi.refusal import Refusal

HYPOTHETICALS = decidendi.content_directory("facts") / "hypotheticals"
BRANCH = str(HYPOTHETICALS / "foreign-branch-of-a-us-bank.yaml")
UNKNOWN_PAYER = str(HYPOTHETICALS / "payer-unknown-status.yaml")


CONDUCT = "facts:\n  - conduct: {party: ann, activity: abuse, involvement: responsible}\n"


def told(*arguments: str) -> str:
    result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    with pytest.raises(Refusal) as refusal:
        CliRunner().invoke(commands, arguments, catch_exceptions=False, standalone_mode=False)
    return str(refusal.value)


def test_only_what_differs_is_shown_with_the_provisions_that_moved() -> None:
    found = json.loads(told("what-if", BRANCH, "deny: geneva is a branch of bank", "--format", "json"))
    assert [(item["subject"], item["before"], item["after"]) for item in found["differences"]] == [
        ("payment-1", "prohibited", "undetermined")
    ]
    assert found["differences"][0]["provisions_lost"] == ["6(c)"]
    assert found["overlays"][0]["withdrawn"] == [["geneva is a branch of bank"]]
    assert found["unchanged"] > 0


def test_a_change_that_moves_nothing_shows_nothing() -> None:
    found = json.loads(told("what-if", BRANCH, "chen was a citizen of CN", "--format", "json"))
    assert found["differences"] == []


def test_overlays_in_files_come_first_and_keep_their_names(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text("name: no branch\nchanges: ['deny: geneva is a branch of bank']\n", encoding="utf-8")
    arguments = ("what-if", BRANCH, "geneva was in US", "--overlay", str(overlay), "--name", "in New York")
    found = json.loads(told(*arguments, "--format", "json"))
    assert [item["name"] for item in found["overlays"]] == ["no branch", "in New York"]
    assert "Supposed (in New York)" in told(*arguments)


def test_each_flip_can_be_given_back_to_what_if_and_does_what_it_says() -> None:
    found = json.loads(told("what-if", UNKNOWN_PAYER, "--flip", "payment-1 is prohibited", "--format", "json"))
    assert found["state"] == "undetermined" and found["complete"] and found["flips"]
    wanted = {"holds": "prohibited", "fails": ("not prohibited", "authorized", "exempt")}
    for flip in found["flips"]:
        assert len(flip["whose_act"]) == len(flip["changes"])
        again = json.loads(told("what-if", UNKNOWN_PAYER, *flip["changes"], "--format", "json"))
        after = next(item["after"] for item in again["differences"] if item["subject"] == "payment-1")
        assert after in wanted[flip["to"]]


def test_the_text_of_a_flip_says_whose_act_it_is_and_what_was_not_considered() -> None:
    text = told("what-if", BRANCH, "--flip", "payment-1 is prohibited")
    assert "[in an authority's power]" in text
    assert "all that flip it are shown" in text
    assert "Not considered: sets of more than 3 changes" in text


def test_a_what_if_without_a_change_is_refused() -> None:
    assert refused("what-if", BRANCH).startswith("what-if: no change is given; expected a sentence such as")


def test_a_conclusion_that_nobody_draws_is_refused() -> None:
    assert "--flip: unknown sentence `payment-1 is lovely`" in refused(
        "what-if", BRANCH, "--flip", "payment-1 is lovely"
    )


def test_questions_are_ranked_and_say_what_they_decide() -> None:
    found = json.loads(told("questions", UNKNOWN_PAYER, "--format", "json"))["questions"]
    assert found[0]["decides"][0]["subject"] == "payment-1"
    assert found[0]["if_yes"] == "prohibited"
    assert all(set(item) >= {"ask", "fact", "provision", "if_yes", "if_no"} for item in found)
    assert all(decided["if_yes"] != decided["if_no"] for item in found for decided in item["decides"])
    assert "1. Is it so that Jane Roe" in told("questions", UNKNOWN_PAYER)


def test_each_question_says_the_document_that_would_settle_it() -> None:
    found = json.loads(told("questions", UNKNOWN_PAYER, "--format", "json"))["questions"]
    settled = {item["fact"]: item["settled_by"] for item in found}
    assert settled["Jane Roe was a citizen of US"] == "a passport or a certificate of nationality"
    assert all(settled.values())
    assert "   settled by: a passport or a certificate of nationality\n" in told("questions", UNKNOWN_PAYER)


def test_a_class_of_fact_without_a_document_says_so_plainly(tmp_path: Path) -> None:
    rules = decidendi.content_directory("rules")
    for page in rules.rglob("*.md"):
        copy = tmp_path / page.relative_to(rules)
        copy.parent.mkdir(parents=True, exist_ok=True)
        lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
        copy.write_text("".join(line for line in lines if not line.startswith("citizenship: ")), encoding="utf-8")
    found = json.loads(told("questions", UNKNOWN_PAYER, "--rules", str(tmp_path), "--format", "json"))["questions"]
    settled = {item["fact"]: item["settled_by"] for item in found}
    assert settled["Jane Roe was a citizen of US"] == "any record that states it"


def test_a_list_of_questions_that_was_cut_does_not_pass_for_complete() -> None:
    whole = json.loads(told("questions", UNKNOWN_PAYER, "--format", "json"))
    assert whole["not_explored"] == {"unknowns": 0, "conclusions": 0, "first": []}
    assert "NOT EVERYTHING" not in told("questions", UNKNOWN_PAYER)
    cut = json.loads(told("questions", UNKNOWN_PAYER, "--most", "3", "--format", "json"))
    left = cut["not_explored"]
    assert len(cut["questions"]) < len(whole["questions"])
    assert left["unknowns"] > 0 and left["conclusions"] == 0 and 0 < len(left["first"]) <= 5
    text = told("questions", UNKNOWN_PAYER, "--most", "3")
    assert f"NOT EVERYTHING was explored: {left['unknowns']} unknowns not tried" in text
    assert all(f"   {name}" in text for name in left["first"])


def test_conclusions_too_deep_to_be_looked_below_are_counted_and_named() -> None:
    shallow = json.loads(told("questions", UNKNOWN_PAYER, "--deepest", "1", "--format", "json"))["not_explored"]
    assert shallow["conclusions"] > 0 and shallow["first"]
    text = told("questions", UNKNOWN_PAYER, "--deepest", "1")
    assert f"not everything looked for below {shallow['conclusions']} open conclusion" in text
    assert "Nothing that is unknown can change a determination." not in text


def test_a_conclusion_that_may_come_about_in_more_ways_than_were_looked_at_is_counted_and_named() -> None:
    narrow = json.loads(told("questions", UNKNOWN_PAYER, "--widest", "2", "--format", "json"))["not_explored"]
    assert narrow["conclusions"] == len(narrow["first"]) > 0
    assert any("percent of a party that the facts do not name" in name for name in narrow["first"])
    assert json.loads(told("questions", UNKNOWN_PAYER, "--format", "json"))["not_explored"]["conclusions"] == 0


@pytest.mark.parametrize("name", ["what-if", "flips", "questions"])
def test_what_the_commands_answer_has_a_schema(name: str) -> None:
    assert json.loads(told("schema", name))["type"] == "object"


@pytest.mark.parametrize(
    ("facts", "change"),
    [
        ("", "the conduct of ann in abuse was responsible"),
        (CONDUCT, "drop: the conduct of ann in abuse was responsible"),
    ],
    ids=["asked about only after the change", "asked about only before it"],
)
def test_who_is_asked_about_on_one_side_alone_is_left_open_on_the_other_and_not_cleared(
    tmp_path: Path, facts: str, change: str
) -> None:
    file = tmp_path / "matter.yaml"
    file.write_text(
        "title: A matter\nas of: 2020-07-09\nparties: {ann: {individual: Ann}}\n"
        f"activities: {{abuse: {{kind: serious human rights abuse}}}}\n{facts}",
        encoding="utf-8",
    )
    found = json.loads(told("what-if", str(file), change, "--format", "json"))
    assert found["unchanged"] > 0
    assert [item for item in found["differences"] if "not met" in (item["before"], item["after"])] == []
