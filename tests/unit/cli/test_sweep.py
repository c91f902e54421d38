"""`sweep`: every combination of the axes, each as `determine` would answer it; the table and the heat map."""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

import decidendi
from decidendi.facts.overlays import Overlay, with_overlay
from tests.command import decidendi as command
from tests.command import shipped

FACTS = decidendi.content_directory("facts")
SERVICES = FACTS / "hypotheticals" / "services-to-a-blocked-person.yaml"

SCENARIO = f"""facts: {SERVICES}
ask: [payment-1, chen is blocked on 2021-03-01]
axes:
  day: {{days: [2016-01-01, 2019-01-01, 2021-03-01]}}
  place: {{change: "payment-1 takes place in {{value}}", values: [US, CH]}}
  payer:
    changes:
      as it is:
      another: ["parties: {{bern: {{entity: Bern AG, country: CH}}}}", "payment-1 is from bern"]
"""


def swept(tmp_path: Path, text: str, *arguments: object) -> dict:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    ran = command("sweep", path, "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_each_scenario_is_what_determine_says_of_it(tmp_path: Path) -> None:
    found = swept(tmp_path, SCENARIO)
    assert [axis["name"] for axis in found["axes"]] == ["day", "place", "payer"]
    assert len(found["scenarios"]) == 12
    base = decidendi.load_fact_set(SERVICES)
    bern = ("parties: {bern: {entity: Bern AG, country: CH}}", "payment-1 is from bern")
    checked = 0
    for item in found["scenarios"]:
        day, place, payer = item["values"]
        if day.startswith("2016"):
            assert item["outcomes"] == ["not in force"] * 2
            continue
        changes = (f"payment-1 takes place in {place}", *(bern if payer == "another" else ()))
        facts = with_overlay(base, Overlay("x", changes)).facts.model_copy(update={"as_of": None})
        result = decidendi.determine(
            facts, rulebook=shipped(), as_of=decidendi_day(day), questions=False, reasoner=reasoner()
        )
        dealing = result.of("payment-1")
        assert item["outcomes"][0] == f"{dealing.outcome}, {dealing.response}"
        checked += 1
    assert checked == 8
    assert len({tuple(item["outcomes"]) for item in found["scenarios"]}) >= 3


def decidendi_day(text: str):
    from datetime import date

    return date.fromisoformat(text)


def reasoner():
    return decidendi.Reasoner(shipped().program, ("reference",))


def test_every_reading_of_a_term_is_an_axis(tmp_path: Path) -> None:
    text = f"""facts: {FACTS / "treasury-2020-07-09.yaml"}
ask: ['chen meets criterion "1(a)(ii)(C)(1)"']
axes: {{members: {{reading: members}}}}
"""
    found = swept(tmp_path, text)
    names = {item.name for item in shipped().readings if item.of == "members"}
    assert {item["values"][0] for item in found["scenarios"]} == names
    assert len(found["counts"][0]) > 1
    facts = decidendi.load_fact_set(FACTS / "treasury-2020-07-09.yaml")
    for item in found["scenarios"]:
        result = decidendi.determine(
            facts,
            rulebook=shipped(),
            readings=[("members", item["values"][0])],
            questions=False,
            reasoner=reasoner(),
        )
        met = result.of("chen", "1(a)(ii)(C)(1)").outcome
        assert item["outcomes"][0] == {"met": "holds", "not met": "fails"}.get(met, met)


FIVE_KINDS = f"""facts: {SERVICES}
ask: [payment-1, acme is blocked on 2021-03-01]
axes:
  day: {{days: [2019-01-01, 2021-03-01]}}
  share: {{change: "holding: {{owner: chen, entity: acme, share: {{value}}, during: 2019/..}}", values: [49, 50]}}
  payee: {{change: "payment-1 is to {{value}}", values: [chen, acme]}}
  form:
    changes:
      as it is:
      through a branch: ["parties: {{geneva: {{entity: Geneva branch, country: CH}}}}", geneva is a branch of acme]
  shares: {{reading: basis of shares}}
"""


def test_days_shares_parties_forms_and_readings_make_one_grid_of_which_no_combination_is_left_out(
    tmp_path: Path,
) -> None:
    found = swept(tmp_path, FIVE_KINDS)
    readings = [item.name for item in shipped().readings if item.of == "basis of shares"]
    values = [
        ["2019-01-01", "2021-03-01"],
        ["49", "50"],
        ["chen", "acme"],
        ["as it is", "through a branch"],
        readings,
    ]
    assert [axis["values"] for axis in found["axes"]] == values
    assert [tuple(item["values"]) for item in found["scenarios"]] == list(product(*values))
    assert sum(found["counts"][0].values()) == len(found["scenarios"]) == 16 * len(readings)
    base = decidendi.load_fact_set(SERVICES)
    branch = ("parties: {geneva: {entity: Geneva branch, country: CH}}", "geneva is a branch of acme")
    # Every fifth: each value of each axis is among them.
    for item in found["scenarios"][::5]:
        day, share, payee, form, reading = item["values"]
        holding = f"holding: {{owner: chen, entity: acme, share: {share}, during: 2019/..}}"
        changes = (holding, f"payment-1 is to {payee}", *(branch if form != "as it is" else ()))
        result = decidendi.determine(
            with_overlay(base, Overlay("x", changes)).facts.model_copy(update={"as_of": None}),
            rulebook=shipped(),
            as_of=decidendi_day(day),
            readings=[("basis of shares", reading)],
            questions=False,
            reasoner=reasoner(),
        )
        dealing = result.of("payment-1")
        assert item["outcomes"][0].startswith(dealing.outcome), item["values"]
        if day == "2021-03-01":
            held = {"blocked": "holds", "not blocked": "fails"}.get(result.of("acme").outcome, "undetermined")
            assert item["outcomes"][1] == held, item["values"]
    assert len({tuple(item["outcomes"]) for item in found["scenarios"]}) >= 4


def test_a_range_has_both_its_ends(tmp_path: Path) -> None:
    text = f"""facts: {SERVICES}
axes:
  share: {{change: "holding: {{owner: chen, entity: acme, share: {{value}}}}", values: {{from: 49, to: 50, by: 0.5}}}}
  day: {{days: {{from: 2021-01-31, to: 2021-03-31, every: month}}}}
"""
    axes = swept(tmp_path, text)["axes"]
    assert axes[0]["values"] == ["49", "49.5", "50"]
    assert axes[1]["values"] == ["2021-01-31", "2021-02-28", "2021-03-31"]


def test_the_share_at_which_an_entity_is_blocked_shows(tmp_path: Path) -> None:
    text = f"""facts: {SERVICES}
ask: [acme is blocked on 2021-03-01]
axes:
  share: {{change: "holding: {{owner: chen, entity: acme, share: {{value}}, during: 2019/..}}", values: [25, 49.9, 50]}}
"""
    outcomes = [item["outcomes"][0] for item in swept(tmp_path, text)["scenarios"]]
    assert outcomes[-1] == "holds"
    assert "holds" not in outcomes[:-1]


@pytest.mark.parametrize("ending", ["svg", "html", "csv"])
def test_what_is_written_holds_every_scenario(tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"map.{ending}"
    swept(tmp_path, SCENARIO, "-o", output)
    text = output.read_text(encoding="utf-8")
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0] == ["day", "place", "payer", "payment-1", "chen is blocked on 2021-03-01"]
        assert len(rows) == 13
    else:
        tree = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
        titles = [item.text or "" for item in tree.iter("{http://www.w3.org/2000/svg}title")]
        assert sum("place: CH" in title for title in titles) == 12


def test_the_table_in_text_counts_the_outcomes(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    ran = command("sweep", path)
    assert "not in force: 4 of 12" in ran.out
    assert ran.err == ""


def test_a_conclusion_about_a_day_that_is_not_asked_about_gets_no_verdict(tmp_path: Path) -> None:
    text = f"""facts: {SERVICES}
ask: [chen, chen is blocked on 2021-03-01]
axes: {{day: {{days: [2019-01-01, 2021-03-01, 2021-03-02]}}}}
"""
    outcomes = [item["outcomes"] for item in swept(tmp_path, text)["scenarios"]]
    assert outcomes[0][0] != "blocked"
    assert [one for one, _ in outcomes[1:]] == ["blocked", "blocked"]
    assert [other for _, other in outcomes] == ["another day is asked about", "holds", "another day is asked about"]


def test_a_name_that_the_fact_set_does_not_have_is_answered_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(f"facts: {SERVICES}\nask: [payment-2]\naxes: {{day: {{days: [2021-03-01]}}}}\n", encoding="utf-8")
    ran = command("sweep", path)
    assert ran.code == 2
    assert "scenario.yaml:2: unknown sentence `payment-2`" in ran.err
    assert "Did you mean `payment-1`" in ran.err
