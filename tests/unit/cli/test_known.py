"""What would have been answered on two days, and the fact or provision that made the difference."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

import decidendi
from decidendi.determinations.knowing import Known
from decidendi.facts.fact_set import FactSet
from decidendi.reports.known_text import known_text
from tests.command import decidendi as ran
from tests.command import shipped

# One worker works out the two answers once for all of these.
pytestmark = pytest.mark.xdist_group("known")

JULY = decidendi.content_directory("facts") / "treasury-2020-07-09.yaml"
LICENCE = """title: A wind-down that a general licence covers
as of: 2021-01-15
parties:
  acme: {entity: Acme Corp., country: US}
  xpcc: {entity: Xinjiang Production and Construction Corps}
  farm: {entity: A cotton farm owned by the Corps}
dealings:
  wind-down: {kind: funds, form: wind-down, from: acme, to: farm, on: 2020-08-17, in: CN}
facts:
  - determination: {party: xpcc, criterion: 1(a)(iii)(B), authority: OFAC, on: 2020-07-31}
  - holding: {owner: xpcc, entity: farm, share: 60}
  - wind-down is such that "the dealing is ordinarily incident and necessary to the winding down"
"""


def found(*arguments: object) -> dict:
    result = ran("known", *arguments, "--format", "json")
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


@pytest.fixture(scope="module")
def july() -> dict:
    return found(JULY, "--on", "2020-07-08", "--on", "2020-07-10")


def test_on_8_july_2020_huo_was_not_blocked_and_on_10_july_he_was_for_his_determination_alone(july: dict) -> None:
    learnt = {item["number"]: item for item in july["learnt"]}
    for name in ("chen", "zhu", "wang", "huo", "xpsb"):
        [item] = [item for item in july["outcomes"] if (item["kind"], item["subject"]) == ("status", name)]
        assert (item["first"], item["second"]) == ("not blocked", "blocked")
        [cause] = item["alone"]
        assert item["needed"] == [cause]
        assert learnt[cause]["what"].startswith(f"{item['title']} was determined to meet criterion")
        assert (learnt[cause]["kind"], learnt[cause]["on"]) == ("fact", "2020-07-09")


def test_both_answers_are_those_of_determine_as_known_on_the_day(july: dict) -> None:
    facts = decidendi.load_fact_set(JULY)
    everyone = [party.name for party in facts.parties]
    for side, day in (("first", date(2020, 7, 8)), ("second", date(2020, 7, 10))):
        answered = decidendi.determine(facts, rulebook=shipped(), known=day, consider=everyone, questions=False)
        expected = {
            (item.kind, item.subject, item.provision * (item.kind == "criterion")): item.outcome
            for item in answered.determinations
        }
        assert {(i["kind"], i["subject"], i["provision"]): i[side] for i in july["answers"]} == expected


def without(facts: FactSet, learnt: list[dict], kept: set[int]) -> FactSet:
    """What was known on the first day with some of what became known: written anew, not by the comparison."""
    late = [item for item in facts.statements if item.known_from and item.known_from > date(2020, 7, 8)]
    assert len(late) == len(learnt)
    gone = {id(item) for number, item in enumerate(late, start=1) if number not in kept}
    return facts.model_copy(update={"statements": tuple(s for s in facts.statements if id(s) not in gone)})


def test_adding_only_what_made_the_difference_gives_the_later_answer(july: dict) -> None:
    facts = decidendi.load_fact_set(JULY)
    everyone = [party.name for party in facts.parties]
    reasoner = decidendi.Reasoner(shipped().program)
    for item in july["outcomes"]:
        for kept in [{number} for number in item["alone"]] or [set(item["together"])]:
            result = decidendi.determine(
                without(facts, july["learnt"], kept),
                rulebook=shipped(),
                reasoner=reasoner,
                consider=everyone,
                questions=False,
            )
            answers = {
                (i.kind, i.subject, i.provision * (i.kind == "criterion")): i.outcome for i in result.determinations
            }
            assert answers[item["kind"], item["subject"], item["provision"]] == item["second"]


def test_a_provision_that_was_not_yet_published_is_the_difference(tmp_path: Path) -> None:
    file = tmp_path / "wind-down.yaml"
    file.write_text(LICENCE, encoding="utf-8")
    result = found(file, "--on", "2020-07-30", "--on", "2020-08-01")
    assert [(item["kind"], item["on"]) for item in result["learnt"]] == [("provision", "2020-07-31")]
    assert "GL-2 " in result["learnt"][0]["what"]
    [item] = result["outcomes"]
    assert item["first"].startswith("prohibited")
    assert not item["second"].startswith("prohibited")
    assert item["alone"] == [1]


def test_asked_on_each_day_about_itself_the_day_is_part_of_the_difference() -> None:
    result = found(JULY, "--on", "2020-07-08", "--on", "2020-07-10", "--each-day")
    day = result["learnt"][-1]
    assert (day["kind"], result["as_of"]) == ("day", ["2020-07-08", "2020-07-10"])
    [item] = [item for item in result["outcomes"] if (item["kind"], item["subject"]) == ("status", "huo")]
    assert (item["first"], item["second"]) == ("not blocked", "blocked")
    assert day["number"] in item["needed"]


def test_the_text_names_both_answers_and_the_fact(july: dict) -> None:
    text = known_text(Known.model_validate(july))
    assert "answered from what was known on 2020-07-08 and on 2020-07-10" in text
    [number] = re.findall(r"^  (K\d+) +2020-07-09  Huo Liujun was determined to meet criterion", text, re.MULTILINE)
    told = "Huo Liujun (status): on 2020-07-08, not blocked on what is stated; on 2020-07-10, blocked"
    assert f"{told}\n  the difference: {number} alone" in text


def test_the_command_prints_the_text(tmp_path: Path) -> None:
    file = tmp_path / "matter.yaml"
    file.write_text(LICENCE, encoding="utf-8")
    text = ran("known", file, "--on", "2020-07-30", "--on", "2020-08-01").out
    assert "answered from what was known on 2020-07-30 and on 2020-08-01" in text
    assert "GL-2" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--on", "2020-07-08"), "--on: there are not two days to answer on; expected "),
        (("--on", "2020-07-10", "--on", "2020-07-08"), "--on: the second day is not after the first; expected "),
        (
            ("--on", "2017-12-20", "--on", "2020-07-08"),
            "was not yet published on 2017-12-20; expected a day on or after",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], said: str) -> None:
    result = ran("known", JULY, *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert said in result.err


def test_the_order_was_known_on_the_day_on_which_it_took_effect_and_blocked_those_in_its_annex() -> None:
    """It was announced that day, with its annex, though printed in the Federal Register five days later."""
    facts = decidendi.content_directory("facts") / "designations" / "2017-12-21-annex-first-designations.yaml"
    result = ran("determine", facts, "--known", "2017-12-21", "--format", "json")
    assert result.code == 0, result.err
    blocked = [
        item
        for item in json.loads(result.out)["determinations"]
        if (item["kind"], item["outcome"]) == ("status", "blocked")
    ]
    assert blocked
    assert all("1(a)(i)" in item["provisions"] for item in blocked)


def test_what_was_not_yet_published_is_left_out_by_the_engines_that_were_asked_for() -> None:
    facts = decidendi.load_fact_set(JULY)
    reasoner = decidendi.Reasoner(shipped().program, ("reference",))
    answer = decidendi.determine(facts, rulebook=shipped(), reasoner=reasoner, known=date(2020, 7, 10), questions=False)
    assert shipped().known_on(date(2020, 7, 10)) is not shipped()
    assert answer.receipt.engines == ("reference",)
