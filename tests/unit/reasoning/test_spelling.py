"""Capitals and spaces make no other word, whoever wrote it; anything else does, and names of parties stay apart."""

from __future__ import annotations

import pytest

import decidendi
from decidendi.determinations.determine import options_of, run
from decidendi.facts.periods import Truth
from decidendi.reasoning.ruling_out import words_looked_for
from decidendi.reasoning.spelling import plain
from decidendi.rules.rulebook import read_rulebook

PAGE = """---
instrument: Rules of the house
citation: Example 3
identifier: /house
in force: 2000-01-01/..
status: checked
outline: [1]
---

```term
a dealing is forbidden by a label
```

```determination
prohibited: a dealing is forbidden by a label
```

# Sec. 1 Forbidden

```rule
A dealing is forbidden by this provision if either
    the dealing has the form "Sale of Bread",
    the dealing is of kind "services",
or
    a license authorizes a word,
    the dealing has the form the word,
or
    a license is subject to the condition a word,
    the dealing is such that the word,
or
    the dealing is such that "it is for bread alone",
    the dealing is of kind "services",
or
    the dealing is to a person,
    another person is known as a word,
    the person is known as the word,
    the other person is not the person.
```
"""
FACTS = """
title: A matter
as of: 2021-03-01
parties:
  baker: {individual: Baker, aka: [%(alias)s]}
  miller: {individual: Miller, aka: [The Miller]}
licenses:
  paper: {kind: specific, authorizes: ['%(covers)s'], conditions: ['%(condition)s']}
dealings:
  deal: {kind: %(kind)s, form: '%(form)s', to: baker, on: 2021-02-15, in: DE}
facts:
  - deal is such that "%(so)s"
complete: [circumstance]
"""
OTHERWISE = {"kind": "goods", "covers": "x", "condition": "y", "form": "z", "so": "w", "alias": "v"}


@pytest.mark.parametrize(
    ("words", "forbidden"),
    [
        ({}, False),
        ({"kind": "Services", "form": "sale of  BREAD"}, True),
        ({"kind": "Services", "form": "sale of breads"}, False),
        ({"kind": "services", "so": "It is for Bread alone"}, True),
        ({"kind": "services", "so": "it is for bread only"}, False),
        ({"covers": "SALE OF BREAD", "form": "SALE OF BREAD"}, True),
        ({"covers": "Sale of Flour", "form": "Sale of Flour"}, True),
        ({"condition": "It is for bread ALONE", "so": "It is for bread ALONE"}, True),
        ({"condition": "it is for flour", "so": "it is for bran"}, False),
        ({"alias": "The Miller"}, True),
        ({"alias": "The Millers"}, False),
    ],
)
def test_a_word_is_another_word_only_by_its_letters(words: dict[str, str], forbidden: bool) -> None:
    assert _forbidden(words) is (Truth.HOLDS if forbidden else Truth.FAILS)


@pytest.mark.parametrize(
    "words",
    [
        {"covers": "SALE OF BREAD", "form": "SALE OF BREAD"},
        {"covers": "SALE OF BREAD", "form": "sale of bread"},
        {"condition": "It is for bread ALONE", "so": "It is for bread ALONE"},
        {"condition": "It is for bread ALONE", "so": "it is for bread alone"},
    ],
)
def test_two_slots_that_a_rule_compares_are_spelt_alike(words: dict[str, str]) -> None:
    """Else a licence in capitals would not cover what it names, once the rules have a word of their own for it."""
    assert _forbidden(words) is Truth.HOLDS


def _forbidden(words: dict[str, str]) -> Truth:
    rulebook, problems = read_rulebook([("house.md", PAGE)])
    assert rulebook is not None, problems
    facts = decidendi.parse_fact_set(FACTS % (OTHERWISE | words))
    done = run(facts, rulebook, decidendi.Reasoner(rulebook.program, ("reference",)), options_of(facts))
    return done.trace.truth(done.goals["prohibited"], ("deal", "1"))


def test_of_the_law_no_two_words_for_one_slot_differ_by_capitals_but_those_of_one_list() -> None:
    program = decidendi.load_rulebook(decidendi.content_directory("rules")).program
    alike = set()
    for slot in words_looked_for(program).values():
        by_plain: dict[str, list[str]] = {}
        for word in slot.wanted:
            by_plain.setdefault(plain(word), []).append(word)
        alike |= {tuple(sorted(words)) for words in by_plain.values() if len(words) > 1}
    assert alike == {("SDN List", "SDN list")}
