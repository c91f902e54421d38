"""`reform`: amended law over a folder of matters; the old law stays, and each change is put down to its words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import decidendi
from decidendi.rules.amending import amended, load_amendments
from tests.command import decidendi as command
from tests.command import shipped

FACTS = decidendi.content_directory("facts")
OFAC = FACTS / "ofac"
QUARTER = OFAC / "faq-401-example-4-a-quarter-does-not-carry.yaml"
SERVICES = FACTS / "hypotheticals" / "services-to-a-blocked-person.yaml"

A_QUARTER_IS_ENOUGH = """---
amends: OFAC guidance
from: 2015-01-01
---

# Change a parameter

```parameter
the ownership threshold is 25 percent
```
"""
NO_SERVICES = """---
amends: E.O. 13818
from: 2021-01-01
---

# Replace Sec. 4(a) Contribution or provision by, to or for a blocked person

Services are no longer reached.

```rule
A dealing would breach "4(a)" if
    the dealing is of kind "funds",
    the dealing has a United States nexus,
    the dealing is for a blocked person.
```

```rule
A dealing is within the prohibition of "4(a)" if
    the dealing would breach "4(a)",
unless
    the dealing remains undone.
```

# Repeal Sec. 5(b)
"""


def overlay(tmp_path: Path, text: str, name: str = "overlay.md") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def reformed(*arguments: object) -> dict:
    ran = command("reform", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_changed_parameter_changes_who_is_blocked_and_says_so(tmp_path: Path) -> None:
    found = reformed(overlay(tmp_path, A_QUARTER_IS_ENOUGH), QUARTER)
    amendment = found["amendments"][0]
    assert amendment["old"] == ["the ownership threshold is 50 percent from 2014-08-13"]
    assert amendment["new"] == ["the ownership threshold is 25 percent"]
    matter = found["matters"][0]
    outcomes = matter["outcomes"]
    assert ([item["subject"] for item in outcomes], matter["unchanged"]) == (["entity-b", "entity-c"], 3)
    assert all((item["after"], item["alone"]) == ("blocked", [1]) for item in outcomes)


def test_a_replaced_provision_no_longer_prohibits_and_a_repeal_without_effect_is_named(tmp_path: Path) -> None:
    found = reformed(overlay(tmp_path, NO_SERVICES), SERVICES, QUARTER)
    outcome, *others = found["matters"][0]["outcomes"]
    assert not others
    assert outcome["subject"] == "payment-1"
    assert outcome["before"] == "prohibited, reject"
    assert outcome["after"].startswith("not prohibited")
    assert outcome["alone"] == outcome["needed"] == [1]
    assert found["matters"][1]["outcomes"] == []
    assert found["without_effect"] == [2]


def test_law_amended_from_a_later_day_leaves_an_earlier_dealing_as_it_was(tmp_path: Path) -> None:
    later = NO_SERVICES.replace("from: 2021-01-01", "from: 2021-02-20")
    found = reformed(overlay(tmp_path, later), SERVICES, "--as-of", "2021-02-18")
    assert found["matters"][0]["outcomes"] == []


def test_the_rulebook_that_is_amended_stays_as_it_was(tmp_path: Path) -> None:
    before = (dict(shipped().digests), shipped().program)
    pages = load_amendments(overlay(tmp_path, NO_SERVICES), shipped())
    made = amended(shipped(), pages, pages[0].amendments)
    assert (dict(shipped().digests), shipped().program) == before
    assert made.program != shipped().program
    both = [item for item in made.provisions.values() if item.label == "4(a)" and "E.O. 13818" in item.citation]
    old, new = sorted(both, key=lambda item: item.in_force.text)
    assert new.identifier == "/us/eo/13818/4/a"
    assert old.in_force.text.endswith("/2020-12-31")
    assert new.in_force.text == "2021-01-01/.."
    assert pages[0].amendments[0].begins == date(2021, 1, 1)


def test_a_provision_is_added(tmp_path: Path) -> None:
    text = """---
amends: E.O. 13818
from: 2021-01-01
---

# Add Sec. 4(c) Any dealing in services

```rule
A dealing is within the prohibition of "4(c)" if
    the dealing is of kind "goods",
    the dealing has a United States nexus.
```
"""
    goods = tmp_path / "goods.yaml"
    goods.write_text(
        SERVICES.read_text(encoding="utf-8")
        .replace("kind: services", "kind: goods")
        .replace("to: chen", "to: bern")
        .replace("parties:\n", "parties:\n  bern: {entity: Bern AG, country: CH}\n")
        .partition("expect:")[0],
        encoding="utf-8",
    )
    outcome = next(
        item
        for item in reformed(overlay(tmp_path, text), goods)["matters"][0]["outcomes"]
        if item["subject"] == "payment-1"
    )
    assert outcome["after"].startswith("prohibited")
    assert outcome["alone"] == [1]


def test_the_text_has_one_line_for_a_matter_that_does_not_change(tmp_path: Path) -> None:
    ran = command("reform", overlay(tmp_path, A_QUARTER_IS_ENOUGH), QUARTER, SERVICES)
    assert ran.code == 0
    assert f"{SERVICES} (as of 2021-03-01): no outcome changes\n" in ran.out
    assert "through A1 alone\n      + the ownership threshold is 25 percent\n" in ran.out


def test_only_the_outcomes_that_change_are_told_each_with_the_words_that_caused_it(tmp_path: Path) -> None:
    folder = tmp_path / "matters"
    folder.mkdir()
    for number, file in enumerate((SERVICES, QUARTER, SERVICES)):
        (folder / f"{number}.yaml").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    ran = command("reform", overlay(tmp_path, NO_SERVICES), folder)
    assert ran.code == 0, ran.err
    _, told = ran.out.split("\n\n", 1)
    first, last = folder / "0.yaml", folder / "2.yaml"
    lines = told.split("\n")
    assert [line for line in lines if str(folder / "1.yaml") in line] == [
        f"{folder / '1.yaml'} (as of {decidendi.load_fact_set(QUARTER).as_of}): no outcome changes"
    ]
    for file in (first, last):
        start = next(number for number, line in enumerate(lines) if line.startswith(f"{file} ("))
        assert lines[start + 1 : start + 5] == [
            "  payment-1 (dealing): prohibited (response: reject) -> no provision of this rulebook reaches it",
            "    through A1 alone",
            '      + the dealing is of kind "funds",',
            "      + the dealing is for a blocked person.",
        ]
        more = next(line for line in lines[start:] if line.endswith(" more as before"))
        result = decidendi.determine(decidendi.load_fact_set(file), rulebook=shipped(), questions=False)
        assert int(more.split()[0]) == len(result.determinations) - 1
    assert told.count(" -> ") == 2
    assert "2 of 3 matters changed.\nWithout effect here: A2." in told


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("the dealing is of kind", "the dealing is of king", 12, "king"),
        ("Repeal Sec. 5(b)", "Repeal Sec. 5(z)", 24, "Sec. 5(z) is not in force"),
        ("Repeal Sec. 5(b)", "Add Sec. 5(b)", 24, "Sec. 5(b) is there already"),
        ("Repeal Sec. 5(b)", "Abolish Sec. 5(b)", 24, "is no amendment"),
        ("amends: E.O. 13818", "amends: E.O. 13819", 2, "there is no instrument"),
        ("from: 2021-01-01", "from: soon", 3, ""),
    ],
)
def test_a_mistake_in_an_overlay_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    path = overlay(tmp_path, NO_SERVICES.replace(old, new))
    ran = command("reform", path, SERVICES)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{path}:{line}: "), ran.err
    assert said in ran.err
