"""FAQ 399: owners blocked under other programmes of the office count, in `decidendi ownership` as in the rulebook."""

from __future__ import annotations

import json

from decidendi.content import content_directory
from tests.command import decidendi

FACTS = content_directory("facts") / "ofac"
OTHERWISE = "blocked under another programme"


def statuses(name: str) -> dict[str, dict[str, object]]:
    ran = decidendi("ownership", FACTS / name, "--format", "json")
    assert ran.code == 0, ran.err
    return {item["entity"]: item for item in json.loads(ran.out)["statuses"]}


def test_a_quarter_counts_whose_owner_is_blocked_under_another_programme() -> None:
    found = statuses("faq-399-programmes-are-added-up.yaml")
    assert {name: item["status"] for name, item in found.items()} == {
        "person-x": "blocked",
        "person-y": "blocked",
        "free-holder": "not blocked",
        "entity-a": "blocked",
        "entity-b": "blocked",
        "entity-c": "blocked",
    }
    [step] = found["entity-a"]["support"]
    assert {held["owner"] for held in step["holdings"]} == {"person-x", "person-y"}
    assert step["provision"] == "31 CFR 583.411; OFAC FAQ 399"
    said = {name for name, item in found.items() if OTHERWISE in [caution["kind"] for caution in item["cautions"]]}
    assert said == {"person-y", "entity-b"}, "these are not blocked under the order itself"


def test_an_owner_under_a_programme_without_the_rule_does_not_count() -> None:
    found = statuses("contrast-programme-without-the-rule.yaml")
    assert found["entity-a"]["status"] == "not blocked"
    assert found["entity-b"]["status"] == "blocked"
