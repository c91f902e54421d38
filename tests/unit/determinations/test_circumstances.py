"""A circumstance that nothing asks for, which is most often one with a slip of the pen, is pointed out."""

from __future__ import annotations

import decidendi
from decidendi.determinations.determine import report, run
from decidendi.rules.rulebook import read_rulebook

PAGE = """---
instrument: Rules of the house
citation: Example 2
identifier: /house
in force: 2000-01-01/..
status: checked
outline: [1]
---

```term
a dealing is forbidden by a label
```

```words
a name of the guild is "The Guild" or "Guild of Bakers"
```

```determination
prohibited: a dealing is forbidden by a label
```

# Sec. 1 Forbidden

```rule
A dealing is forbidden by this provision if
    the dealing is to a person,
    the person is known as a name of the guild,
unless
    the dealing is such that "it is for bread alone".
```
"""
FACTS = """
title: The house
as of: 2020-07-09
parties:
  guild: {{entity: Bakers of the Town, aka: Guild of Bakers}}
  other: {{entity: Butchers of the Town}}
dealings:
  sale: {{kind: goods, to: guild, on: 2020-07-09}}
  other-sale: {{kind: goods, to: other, on: 2020-07-09}}
facts:
  - circumstance: {{dealing: sale, that: {words}}}
"""


def told(words: str) -> decidendi.Determinations:
    rulebook, problems = read_rulebook([("house.md", PAGE)])
    assert rulebook is not None
    assert not problems, [str(problem) for problem in problems]
    reasoner = decidendi.Reasoner(rulebook.program)
    return report(run(decidendi.parse_fact_set(FACTS.format(words=words)), rulebook, reasoner))


def outcome(answer: decidendi.Determinations, dealing: str) -> tuple[str, tuple[str, ...]]:
    return next((item.outcome, item.provisions) for item in answer.determinations if item.subject == dealing)


def test_a_circumstance_that_nothing_asks_for_is_pointed_out_with_the_nearest_that_is_asked_for() -> None:
    answer = told("it is for bred alone")
    assert [item.caution for item in answer.cautions] == [
        "no rule and no licence asks whether a dealing is such that `it is for bred alone`; "
        "did you mean `it is for bread alone`"
    ]
    assert outcome(answer, "sale") == ("undetermined", ("1",))


def test_a_circumstance_that_a_rule_asks_for_is_passed_over_in_silence() -> None:
    answer = told("it is for bread alone")
    assert answer.cautions == ()
    assert outcome(answer, "sale")[0] == "not prohibited"


def test_a_party_is_known_by_its_other_names_and_by_no_name_that_is_not_given() -> None:
    answer = told("it is for bred alone")
    assert outcome(answer, "sale")[0] == "undetermined"
    assert outcome(answer, "other-sale")[0] == "not prohibited"
