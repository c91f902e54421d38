"""The shape of small rulebooks: each kind of finding, and a rulebook that has none of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import decidendi
from decidendi.determinations.proposed_matters import Replays
from decidendi.determinations.shape import Finding, Shape, _Looking, shape_of
from decidendi.facts.loading import parse_fact_set
from decidendi.facts.periods import day_period
from decidendi.reasoning.bounded import Bounds
from decidendi.reasoning.solver_matters import Choice
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Constant, Literal, Variable
from tests.command import decidendi as command

PAGE = """---
instrument: Rules of trade
citation: Example 5
identifier: /trade
in force: 2000-01-01/..
status: checked
outline: [1, 2, 3, 4]
---

```term
a dealing is prohibited under a label
a dealing is exempt under a label
a person is blocked on a day
```

```determination
prohibited: a dealing is prohibited under a label
exempt: a dealing is exempt under a label
blocked: a person is blocked on a day
```

# Sec. 1 Blocked

```rule
A person is blocked on a day if
    the person was listed on "the list" during a time,
    the time covers the day.
```

# Sec. 2 Prohibited

```rule
A dealing is prohibited under "2" if
    the dealing takes place on a day,
    the dealing is to a person,
    the person is blocked on the day.
```

# Sec. 3 Exempt

```rule
A dealing is exempt under "3" if
    the dealing is of kind "gift"{gift}.
```

# Sec. 4 More

```rule
{more}
```
"""
FROM_THE_BLOCKED = """A dealing is prohibited under "4" if
    the dealing takes place on a day,
    the dealing is from a person,
    the person is blocked on the day."""
NARROWER = """A dealing is prohibited under "2" if
    the dealing takes place on a day,
    the dealing is to a person,
    the dealing is of kind "gift",
    the person is blocked on the day."""
DEAD = """A dealing is prohibited under "4" if
    the dealing takes place on a day,
    the dealing is to a person,
    the person is blocked on the day,
    it is not the case that the dealing is prohibited under "2"."""
STEP = """A dealing is prohibited under "4" if
    the dealing has the step another dealing,
    the other dealing is prohibited under "2"."""
DAY = date(2000, 1, 1)
NEVER_MEETS = """,
    it is not the case that the dealing is prohibited under "2\""""


def shape(tmp_path: Path, *, more: str = FROM_THE_BLOCKED, gift: str = "") -> tuple[Shape, decidendi.Rulebook]:
    path = tmp_path / "trade.md"
    path.write_text(PAGE.format(more=more, gift=gift), encoding="utf-8")
    rulebook = decidendi.load_rulebook(path)
    return shape_of(rulebook, seconds=10), rulebook


def of_kind(found: Shape, kind: str) -> list[Finding]:
    return [item for item in found.findings if item.kind == kind]


def test_a_rulebook_without_dead_or_subsumed_rules_is_told_so(tmp_path: Path) -> None:
    found, _ = shape(tmp_path)
    assert (found.fired, found.rules) == (4, 4)
    assert not of_kind(found, "dead rule")
    assert not of_kind(found, "subsumed rule")
    assert not of_kind(found, "licence never used")
    assert not found.days_left
    assert not found.unreplayed


def test_a_rule_that_asks_for_what_cannot_be_is_dead(tmp_path: Path) -> None:
    found, _ = shape(tmp_path, more=DEAD.replace('"4"', '"1"').replace('prohibited under "1"', 'exempt under "4"'))
    (dead,) = of_kind(found, "dead rule")
    assert dead.settled == "no matter"
    assert [rule.provision for rule in dead.rules] == ["4"]
    assert "trade.md" in dead.rules[0].place
    assert found.fired == found.rules - 1


def test_a_rule_that_asks_for_more_than_another_of_its_conclusion_is_subsumed_by_it(tmp_path: Path) -> None:
    found, _ = shape(tmp_path, more=NARROWER)
    (subsumed,) = of_kind(found, "subsumed rule")
    assert [rule.provision for rule in subsumed.rules] == ["4", "2"], "the narrower one, and the one that it adds to"


def test_a_clash_is_a_matter_that_replays_and_points_at_both_provisions(tmp_path: Path) -> None:
    found, rulebook = shape(tmp_path)
    clash = next(item for item in of_kind(found, "clash") if item.provisions == ("2", "3"))
    assert clash.settled == "matter found"
    assert {rule.provision for rule in clash.rules} == {"2", "3"}
    assert clash.matter is not None
    assert clash.matter.is_smallest
    run = decidendi.determine(parse_fact_set(clash.matter.facts), rulebook=rulebook)
    (dealing,) = (item for item in run.determinations if item.kind == "dealing")
    assert dealing.outcome == "prohibited", "nothing says that the exemption lifts the prohibition"
    assert clash.verdict.startswith(dealing.outcome)


def test_an_exemption_that_never_meets_a_prohibition_is_told_with_the_proof_that_there_is_no_matter(
    tmp_path: Path,
) -> None:
    found, _ = shape(tmp_path, more=NARROWER, gift=NEVER_MEETS)
    (never,) = of_kind(found, "licence never used")
    assert (never.provisions, never.settled) == (("3",), "no matter")
    assert {item.settled for item in of_kind(found, "clash")} == {"no matter"}


def test_a_gap_is_a_dealing_with_a_blocked_party_that_nothing_speaks_to(tmp_path: Path) -> None:
    found, _ = shape(tmp_path)
    settled = {item.statement.split(" that no")[0]: item.settled for item in of_kind(found, "gap")}
    assert settled["a dealing"] == "matter found"
    assert settled["a dealing to a blocked party"] == "no matter"
    assert settled["a dealing from a blocked party"] == "no matter"
    assert settled["a dealing through a blocked party"] == "matter found"


def test_the_order_of_the_rules_changes_no_matter_that_was_found(tmp_path: Path) -> None:
    found, _ = shape(tmp_path)
    assert found.order.matters > 1
    assert (found.order.orders, found.order.differing) == (2, 0)


def test_the_command_tells_each_kind_and_what_was_looked_at(tmp_path: Path) -> None:
    shape(tmp_path)
    ran = command("shape", tmp_path, "--matters")
    assert ran.code == 0, ran.err
    assert "2 prohibits what 3 permits: matter found" in ran.out
    assert "each on one of" in ran.out
    one = command("shape", tmp_path, "--under", "4", "--format", "json")
    assert json.loads(one.out)["rules"] == 1


def test_a_proposed_matter_of_which_the_engine_does_not_conclude_it_is_no_witness(tmp_path: Path) -> None:
    _, rulebook = shape(tmp_path)
    day = date(2020, 1, 1)
    proposed = (
        Choice("", ("dealing-1",)),
        Choice("dealing_kind", ("dealing-1", "gift")),
        Choice("dealing_on", ("dealing-1", day_period(day))),
    )
    replays = Replays(rulebook)
    done = replays.run(proposed, Bounds().things(), day)

    def concluded(goal: str, label: str, *, negated: bool = False) -> Literal:
        terms = (Variable("dealing", "dealing"), Constant(label, "text"))
        return Literal(Atom(rulebook.program.goals[goal], terms), negated, "", Place(""))

    assert replays.holds(done, (concluded("exempt", "3"),))
    assert replays.holds(done, (concluded("exempt", "3"), concluded("prohibited", "2", negated=True)))
    assert not replays.holds(done, (concluded("prohibited", "2"),))
    assert not replays.holds(done, (concluded("exempt", "3", negated=True),))
    assert not replays.holds(None, (concluded("exempt", "3"),))


def test_every_finding_points_at_the_words_of_each_provision_by_file_and_line(tmp_path: Path) -> None:
    found, _ = shape(tmp_path, more=NARROWER, gift=NEVER_MEETS)
    text = (tmp_path / "trade.md").read_text(encoding="utf-8").split("\n")
    for item in found.findings:
        if item.kind == "gap":
            continue
        assert {rule.provision for rule in item.rules} >= set(item.provisions), item
        for rule in item.rules:
            file, line = rule.place.rsplit(":", 1)
            assert file.endswith("trade.md")
            assert rule.words.split("\n")[0] in text[int(line) - 1 :], "the words stand at that line or below it"
    ran = command("shape", tmp_path, "--matters")
    (clash,) = (item for item in of_kind(found, "clash"))
    for rule in clash.rules:
        assert f"{rule.provision} [{rule.place}]" in ran.out
        assert all(line.strip() in ran.out for line in rule.words.split("\n"))


def test_what_is_not_settled_together_is_settled_one_by_one_with_the_rules_that_each_needs(tmp_path: Path) -> None:
    _, rulebook = shape(tmp_path)
    looking = _Looking(rulebook, 10, (), Bounds())
    looking.done.append(DAY)
    looking.open[DAY] = set(range(len(looking.asked)))
    looking.settle(DAY)
    settled = {(item.kind, item.statement, item.settled) for item in looking.shape().findings}
    whole, _ = shape(tmp_path)
    assert settled == {(item.kind, item.statement, item.settled) for item in whole.findings}


def test_the_sizes_of_the_universe_are_options(tmp_path: Path) -> None:
    shape(tmp_path, more=STEP)
    dead = "Rules that no matter makes fire: 1 no matter"
    assert dead in command("shape", tmp_path).out
    ran = command("shape", tmp_path, "--dealings", "2", "--entities", "0")
    assert dead not in ran.out
    assert "dealing-2" in ran.out
    assert "entity-2" not in ran.out
