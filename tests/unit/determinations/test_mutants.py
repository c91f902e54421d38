"""Each operator on a rulebook of one rule: the slips that it makes, all of them and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidendi.determinations.mutants import OPERATORS, mutants_of
from decidendi.rules.rulebook import load_rulebook

PAGE = """---
instrument: Test Order
citation: T.O.
identifier: /test/order
in force: 2000-01-01/2009-12-31
status: single source
outline: [1]
---

# Sec. 1 Gifts

```term
a dealing is noted under a label
```

```determination
prohibited: a dealing is noted under a label
```

```words
a form of gift is "gift" or "present"
```

```rule
A dealing is noted under "1" if%s.
```
"""
NOTED = '`A dealing is noted under "1"`'


def slips(tmp_path: Path, conditions: str) -> dict[str, set[str]]:
    """What the slips in a rule with these conditions say, by operator."""
    page = tmp_path / "order.md"
    page.write_text(PAGE % conditions, encoding="utf-8")
    rulebook = load_rulebook(page)
    made = mutants_of(rulebook, frozenset(rulebook.provisions))
    assert len({item.identifier for item in made}) == len({item.text for item in made}) == len(made)
    return {name: {item.text.removeprefix(f"{NOTED} ") for item in made if item.operator == name} for name in OPERATORS}


def test_each_condition_is_dropped_and_each_two_that_follow_are_joined_by_or(tmp_path: Path) -> None:
    found = slips(tmp_path, '\n    the dealing has the form a form of gift,\n    the dealing takes place in "US"')
    form, place = "the dealing has the form a form of gift", 'the dealing takes place in "US"'
    assert found["drop a condition"] == {
        f"without asking whether {form}",
        f"without asking whether {form} (whatever the word)",
        f"without asking whether {place}",
    }
    assert found["or for and"] == {f"where {form} (whatever the word), or {place}, instead of both"}
    assert not any(found[name] for name in ("drop an exception", "and for or", "swap roles", "widen a kind"))


@pytest.mark.parametrize("beginning", [",\n    it is not the case that ", ",\nunless\n    "], ids=["denied", "unless"])
def test_an_exception_is_dropped_as_such(tmp_path: Path, beginning: str) -> None:
    found = slips(tmp_path, f'\n    the dealing has the form "gift"{beginning}the dealing has the purpose of "aid"')
    assert found["drop an exception"] == {'whether or not the dealing has the purpose of "aid"'}
    assert found["drop a condition"] == {'without asking whether the dealing has the form "gift"'}


def test_two_alternatives_become_one_that_asks_for_both(tmp_path: Path) -> None:
    alternatives = ' either\n    the dealing has the form "gift",\nor\n    the dealing takes place in "US"'
    found = slips(tmp_path, alternatives)
    both = 'where the dealing has the form "gift", and the dealing takes place in "US", instead of either'
    assert found["and for or"] == {both}
    assert not found["or for and"]


def test_a_day_in_a_rule_and_the_days_of_its_page_are_each_one_day_off(tmp_path: Path) -> None:
    found = slips(tmp_path, "\n    the dealing takes place on a day,\n    the day is before 2005-07-01")
    page = "the rules of this page that are in force during 2000-01-01/2009-12-31: they "
    assert found["shift by one step"] == {
        f"{NOTED}: in `the day is before 2005-07-01`, 2005-06-30 instead of 2005-07-01",
        f"{NOTED}: in `the day is before 2005-07-01`, 2005-07-02 instead of 2005-07-01",
        f"{page}begin a day earlier than 2000-01-01",
        f"{page}begin a day later than 2000-01-01",
        f"{page}end a day earlier than 2009-12-31",
        f"{page}end a day later than 2009-12-31",
    }


def test_two_of_one_kind_change_places(tmp_path: Path) -> None:
    acted = "the person acted for or on behalf of another person during a time"
    found = slips(
        tmp_path, f"\n    the dealing is from a person,\n    {acted},\n    the dealing is to the other person"
    )
    assert found["swap roles"] == {f"where in `{acted}` the person and the other person have changed places"}


@pytest.mark.parametrize(
    ("thing", "kind", "wider"),
    [("entity", "a government entity", "entity"), ("person", "an individual", "person")],
)
def test_a_kind_becomes_the_kind_above_it(tmp_path: Path, thing: str, kind: str, wider: str) -> None:
    article = "an" if thing == "entity" else "a"
    found = slips(tmp_path, f"\n    the dealing is from {article} {thing},\n    the {thing} is {kind}")
    assert found["widen a kind"] == {f"of any {wider} where it says {kind.split(' ', 1)[1]}, of the {thing}"}
