"""Two rulebooks compared: the same rules, a difference with its smallest matter, and what no determination rests on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import decidendi
from decidendi.determinations.equivalence import Equivalence, equivalent
from decidendi.facts.loading import parse_fact_set
from decidendi.reasoning.bounded import Bounds
from decidendi.rules.amending import amended, load_amendments
from tests.command import decidendi as command
from tests.unit.determinations.test_shape import FROM_THE_BLOCKED
from tests.unit.determinations.test_shape import PAGE as DEALINGS
from tests.unit.rules import test_sums as sums

PAGE = """---
instrument: Rules of colour
citation: Example 4
identifier: /colour
in force: 2000-01-01/..
status: checked
outline: [1, 2]
---

```term
a person is red on a day
a person is blocked on a day
```

```determination
blocked: a person is blocked on a day
```

# Sec. 1 Red

```rule
A person is red on a day if
    the person was listed on "the list" during a time,
    the time covers the day,
unless
    it is not the case that a source finds that the person is a foreign person.
```

# Sec. 2 Blocked

in force: {in_force}

```rule
A person is blocked on a day if
    the person is red on the day{more}.
```
"""


def page(tmp_path: Path, name: str, *, in_force: str = "2010-01-01/..", more: str = "") -> Path:
    path = tmp_path / name
    path.write_text(PAGE.format(in_force=in_force, more=more), encoding="utf-8")
    return path


def compared(one: Path, other: Path, **options: object) -> Equivalence:
    options = {"seconds": 10, **options}
    return equivalent(decidendi.load_rulebook(one), decidendi.load_rulebook(other), **options)


def blocked(rules: Path, facts: str) -> str:
    found = decidendi.determine(parse_fact_set(facts), rulebook=decidendi.load_rulebook(rules))
    return next(item.outcome for item in found.determinations if item.kind == "status")


def test_a_rulebook_never_differs_from_itself_whatever_its_lines_and_the_names_of_its_variables(tmp_path: Path) -> None:
    one, other = page(tmp_path, "one.md"), tmp_path / "other.md"
    text = one.read_text(encoding="utf-8").replace("# Sec. 1 Red\n", "# Sec. 1 Red\n\nWords of explanation.\n")
    other.write_text(text.replace("during a time", "during a tenure").replace("the time covers", "the tenure covers"))
    found = compared(one, other)
    assert found.answer == "the same rules"
    assert not found.only_first
    assert not found.only_second


def test_a_day_that_is_shifted_shows_in_a_matter_of_that_day_which_replays(tmp_path: Path) -> None:
    one, other = page(tmp_path, "one.md"), page(tmp_path, "other.md", in_force="2011-01-01/..")
    found = compared(one, other)
    assert found.answer == "differ"
    (differing,) = found.differing
    assert str(differing.matter.as_of) == "2010-01-01"
    assert differing.matter.size == 3, "a party, its listing, and that it is a foreign person"
    assert differing.matter.is_smallest
    assert blocked(one, differing.matter.facts) == "blocked"
    assert blocked(other, differing.matter.facts) == "not blocked"
    (conclusion,) = differing.conclusions
    assert (conclusion.first, conclusion.second) == ("holds", "does not hold")
    assert conclusion.rules[0].provision == "2"
    assert [(item.first, item.second) for item in differing.outcomes] == [("blocked", "not blocked")]


def test_a_condition_more_shows_in_the_matter_that_lacks_it(tmp_path: Path) -> None:
    one = page(tmp_path, "one.md")
    other = page(tmp_path, "other.md", more=",\n    the person was a leader or official of an entity during a tenure")
    (differing,) = compared(one, other).differing
    assert blocked(one, differing.matter.facts) == "blocked"
    assert blocked(other, differing.matter.facts) == "not blocked"
    assert "leader" not in " ".join(differing.matter.told)


def test_a_condition_that_always_holds_makes_no_difference_in_any_matter(tmp_path: Path) -> None:
    one = page(tmp_path, "one.md")
    other = page(tmp_path, "other.md", more=',\n    the person was listed on "the list" during a time')
    found = compared(one, other)
    assert found.answer == "no difference found"
    assert found.conclusions == ("person is blocked on day",)
    assert not found.days_left
    assert found.days


def test_a_threshold_changed_by_an_overlay_shows_in_the_holding_between_the_two(tmp_path: Path) -> None:
    rulebook, _ = sums.reasoner(tmp_path)
    overlay = tmp_path / "overlay" / "quarter.md"
    overlay.parent.mkdir()
    overlay.write_text(
        "---\namends: Rules of ownership\nfrom: 2015-01-01\n---\n\n# Change a parameter\n\n"
        "```parameter\nthe ownership threshold is 25 percent\n```\n",
        encoding="utf-8",
    )
    pages = load_amendments(overlay, rulebook)
    law = amended(rulebook, pages, [item for page in pages for item in page.amendments])
    few = Bounds(individuals=1, entities=1, government_entities=0, activities=0, property=0, dealings=0, licenses=0)
    found = equivalent(rulebook, law, seconds=5, bounds=few)
    assert found.parameters == ("ownership threshold",)
    (differing,) = found.differing
    assert {(item.first, item.second) for item in differing.outcomes} == {("not blocked", "blocked")}
    (share,) = re.findall(r"(\d+) percent", " ".join(differing.matter.told))
    assert 25 <= int(share) < 50


def test_the_command_takes_an_overlay(tmp_path: Path) -> None:
    one, overlay = page(tmp_path, "one.md"), tmp_path / "repeal.md"
    overlay.write_text("---\namends: Rules of colour\nfrom: 2015-01-01\n---\n\n# Repeal Sec. 2\n", encoding="utf-8")
    ran = command("equivalent", one, overlay)
    assert ran.code == 0, ran.err
    assert "as of 2015-01-01" in ran.out
    assert "A: blocked " in ran.out
    assert "B: not blocked" in ran.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_says_what_was_looked_at(tmp_path: Path, form: str) -> None:
    one, other = page(tmp_path, "one.md"), page(tmp_path, "other.md", in_force="2011-01-01/..")
    ran = command("equivalent", one, other, "--format", form, "--budget", "5")
    assert ran.code == 0, ran.err
    if form == "json":
        assert json.loads(ran.out)["days_left"] == []
    else:
        assert "each on one of" in ran.out
        assert "A: holds" in ran.out


def test_what_differs_nearest_is_asked_first_and_the_rest_is_taken_from_its_replay(tmp_path: Path) -> None:
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    one.write_text(DEALINGS.format(more=FROM_THE_BLOCKED, gift=""), encoding="utf-8")
    later = "# Sec. 1 Blocked\n\nin force: 2012-01-01/.."
    other.write_text(one.read_text(encoding="utf-8").replace("# Sec. 1 Blocked", later), encoding="utf-8")
    found = compared(one, other)
    assert found.conclusions == ("dealing is prohibited under label", "person is blocked on day")
    nearest, further = found.differing
    assert {item.predicate for item in nearest.conclusions} == {"person is blocked on day"}
    assert {item.predicate for item in further.conclusions} == set(found.conclusions)
    assert found.conclusions_left == ()


def test_days_on_which_both_say_the_same_need_no_time(tmp_path: Path) -> None:
    one, other = page(tmp_path, "one.md"), page(tmp_path, "other.md", in_force="2010-01-01/2019-12-31")
    found = compared(one, other, seconds=0.001)
    assert (found.answer, found.conclusions_left) == ("not settled", ("person is blocked on day",))
    assert [str(day) for day in found.days] == ["2020-01-01", "2010-01-01", "2000-01-01"]
    assert [str(day) for day in found.days_left] == ["2020-01-01"]


def test_where_the_rules_that_differ_conclude_the_same_nothing_that_rests_on_them_differs(tmp_path: Path) -> None:
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    one.write_text(DEALINGS.format(more=FROM_THE_BLOCKED, gift=""), encoding="utf-8")
    text, once = one.read_text(encoding="utf-8"), "    the time covers the day.\n"
    assert once in text
    other.write_text(text.replace(once, "    the time covers the day,\n" + once), encoding="utf-8")
    found = compared(one, other)
    assert (found.answer, found.conclusions_left) == ("no difference found", ())
    assert len(found.conclusions) == 2


def test_the_repeal_of_what_switches_an_exemption_off_shows_in_a_donation(tmp_path: Path) -> None:
    overlay = tmp_path / "donations.md"
    overlay.write_text("---\namends: E.O. 13818\nfrom: 2021-01-01\n---\n\n# Repeal Sec. 3\n", encoding="utf-8")
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    pages = load_amendments(overlay, rulebook)
    law = amended(rulebook, pages, [item for page in pages for item in page.amendments])
    found = equivalent(rulebook, law, seconds=60, under=("1702(b)(2)",))
    (differing,) = found.differing
    (conclusion,) = differing.conclusions
    assert (conclusion.first, conclusion.second) == ("does not hold", "holds")
    assert [rule.provision for rule in conclusion.rules] == ["1702(b)(2)"]
    assert "donation" in " ".join(differing.matter.told)
    assert (found.days_left, found.conclusions_left) == ((), ())
