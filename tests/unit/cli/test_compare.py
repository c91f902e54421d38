"""`compare`: what differs in facts and in outcomes, and which difference causes which."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import decidendi
from tests.command import decidendi as command

FACTS = decidendi.content_directory("facts")
SERVICES = FACTS / "hypotheticals" / "services-to-a-blocked-person.yaml"


def second(tmp_path: Path, *changes: tuple[str, str], base: Path = SERVICES) -> Path:
    text = base.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "second.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def compared(*arguments: object) -> dict:
    ran = command("compare", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


ABROAD = ("country: US}", "country: CH}")
NO_ONE_BLOCKS = ("authority: Secretary of the Treasury", "authority: Registrar of Zug")
ELSEWHERE = ("in: US}", "in: CH}")
PURPOSE = ("kind: services", "kind: goods")


def test_a_fact_set_does_not_differ_from_itself() -> None:
    found = compared(SERVICES, SERVICES)
    assert (found["differences"], found["outcomes"]) == ([], [])
    assert found["unchanged"] > 0


def test_an_outcome_is_put_down_to_the_one_difference_that_brings_it(tmp_path: Path) -> None:
    found = compared(SERVICES, second(tmp_path, ("on: 2020-07-09}", "on: 2021-02-20}"), PURPOSE))
    numbers = {text: item["number"] for item in found["differences"] for text in item["second"]}
    blocked_later = next(number for text, number in numbers.items() if "determined" in text)
    by_subject = {item["subject"]: item for item in found["outcomes"]}
    payment = by_subject["payment-1"]
    assert payment["first"].startswith("prohibited")
    assert not payment["second"].startswith("prohibited")
    assert payment["alone"] == payment["needed"] == [blocked_later]
    assert len(found["differences"]) == 2
    assert found["without_effect"] == [number for number in numbers.values() if number != blocked_later]


def test_an_outcome_is_told_with_its_response_and_what_stays_the_same_is_counted(tmp_path: Path) -> None:
    found = compared(SERVICES, second(tmp_path, ABROAD, ELSEWHERE))
    [payment] = [item for item in found["outcomes"] if item["kind"] == "dealing"]
    assert (payment["first"], payment["second"]) == ("prohibited, reject", "not prohibited, none")
    every = json.loads(command("determine", SERVICES, "--format", "json").out)["determinations"]
    assert found["unchanged"] == len(every) - len(found["outcomes"])


def test_what_only_two_differences_together_bring_is_put_down_to_both(tmp_path: Path) -> None:
    found = compared(SERVICES, second(tmp_path, ABROAD, ELSEWHERE))
    payment = next(item for item in found["outcomes"] if item["subject"] == "payment-1")
    assert payment["alone"] == []
    assert payment["together"] == payment["needed"] == [1, 2]


def test_a_new_thing_and_what_is_said_of_it_are_one_difference(tmp_path: Path) -> None:
    new = "  payment-2: {kind: services, from: acme, to: chen, on: 2021-02-16, in: US}\nfacts:\n"
    found = compared(SERVICES, second(tmp_path, ("facts:\n", new)))
    assert len(found["differences"]) == 1
    assert found["differences"][0]["second"][0] == "payment-2 is part of the matter"
    outcome = next(item for item in found["outcomes"] if item["subject"] == "payment-2")
    assert (outcome["first"], outcome["alone"]) == ("", [1])
    assert outcome["second"].startswith("prohibited")


def test_another_day_is_a_difference_of_its_own(tmp_path: Path) -> None:
    found = compared(SERVICES, second(tmp_path, ("as of: 2021-03-01", "as of: 2019-03-01")))
    assert [item["kind"] for item in found["differences"]] == ["day"]
    chen = next(item for item in found["outcomes"] if (item["kind"], item["subject"]) == ("status", "chen"))
    assert chen["first"] == "blocked"
    assert chen["second"] != "blocked"
    assert chen["alone"] == [1]


def test_one_fact_set_under_two_rulebooks_names_the_provisions_that_differ(tmp_path: Path) -> None:
    rules = decidendi.content_directory("rules")
    law = tmp_path / "rules"
    law.mkdir()
    for path in rules.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        (law / f"{path.parent.name}-{path.name}").write_text(
            text.replace("the ownership threshold is 50 percent", "the ownership threshold is 25 percent"),
            encoding="utf-8",
        )
    quarter = FACTS / "ofac" / "faq-401-example-4-a-quarter-does-not-carry.yaml"
    found = compared(quarter, "--rules", rules, "--rules", law)
    assert [item["kind"] for item in found["differences"]] == ["law"]
    assert any("2014-guidance" in text for text in found["differences"][0]["second"])
    assert found["outcomes"]
    assert all(item["alone"] == [1] for item in found["outcomes"])


@pytest.mark.parametrize("arguments", [(SERVICES,), (SERVICES, SERVICES, SERVICES)])
def test_one_side_alone_is_not_compared(arguments: tuple[Path, ...]) -> None:
    ran = command("compare", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("compare: there are not two sides to compare; expected two fact sets, ")


def test_the_text_names_the_causes(tmp_path: Path) -> None:
    ran = command("compare", SERVICES, second(tmp_path, ABROAD, ELSEWHERE))
    assert "caused by: D1 with D2, none of which can be spared" in ran.out


def test_who_is_asked_about_on_one_side_alone_is_left_open_on_the_other_and_not_cleared(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(
        "title: A matter\nas of: 2020-07-09\nparties: {ann: {individual: Ann}}\n"
        "activities: {abuse: {kind: serious human rights abuse}}\n",
        encoding="utf-8",
    )
    conduct = "facts:\n  - conduct: {party: ann, activity: abuse, involvement: responsible}\n"
    second.write_text(first.read_text(encoding="utf-8") + conduct, encoding="utf-8")
    found = compared(first, second)
    assert found["unchanged"] > 0
    assert [item for item in found["outcomes"] if "not met" in (item["first"], item["second"])] == []


def test_the_text_calls_things_as_memos_do_and_clears_nothing(tmp_path: Path) -> None:
    payment, licensed = FACTS / "payment-to-chen.yaml", FACTS / "hypotheticals" / "licensed.yaml"
    text = command("compare", payment, licensed).out
    assert "- Jane Roe is part of the matter" in text
    assert "- payment-2 is of kind funds, is from Jane Roe, is to Chen Quanguo, " in text
    assert "Jane Roe is known as Jane Roe" not in text
    assert "payment-1 (dealing): prohibited (response: block) -> authorized" in text
    assert "payment-2 (dealing): undetermined, which clears nothing -> not part of the matter" in text
    assert "Jane Roe (status): not blocked on what is stated -> not part of the matter" in text
    turned = command("compare", SERVICES, second(tmp_path, ABROAD, ELSEWHERE)).out
    assert "prohibited (response: reject) -> no provision of this rulebook reaches it" in turned
    assert "not prohibited" not in text + turned


def test_another_name_of_a_party_is_told_with_both(tmp_path: Path) -> None:
    renamed = second(tmp_path, ("{entity: Acme Corp.", "{entity: Acme Incorporated"))
    [difference] = compared(SERVICES, renamed)["differences"]
    assert difference["first"] == ["Acme Corp. is known as Acme Corp."]
    assert difference["second"] == ["Acme Incorporated is known as Acme Incorporated"]
