"""Generated rulebooks as text: pages that a lawyer could have written, for facts that a fact set could hold."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from tests.properties.generated import Tape

RULE_BYTES = 30

_FACTS = [
    "the person was a leader or official of an entity during a time",
    "the person was a member of an entity during a time",
    "a source finds that the person is a foreign person",
    'the person was listed on "the list" during a time',
    "the person was a citizen of a country during a time",
    "the person was in a country during a time",
]
# Terms by level: what a rule negates or makes an exception of is always of a lower level.
_TERMS = [
    ["is red", "is blue"],
    ["is green", "is amber"],
    ["is grey", "is white"],
]
_TIMES = [
    "the time covers the day",
    "the time overlaps the day",
    "the time began on or before the day",
    "the time ended before the day",
    "it is not the case that the time covers the day",
]
_IN_FORCE = ["", "in force: 2018-01-01/..", "in force: 2018-05/2020-07-09", "in force: 2021-01-01/.."]

HEAD = """---
instrument: Rules of colour
citation: Example 3
identifier: /colour
in force: 2000-01-01/..
status: checked
outline: [{labels}]
---

```term
{terms}
```

```parameter
the limit of colour is 50 percent from 2014-08-13
```

```determination
blocked: a person is white on a day
```
"""


def _conditions(tape: Tape, level: int, *, uses_day: bool) -> list[str]:
    fact = tape.pick(_FACTS)
    found = [fact]
    if "a time" in fact and uses_day:
        found.append(tape.pick(_TIMES))
    if tape.chance(100):
        lower = [term for terms in _TERMS[: level + 1] for term in terms]
        found.append(f"the person {tape.pick(lower)} on the day")
    if tape.chance(80) and "a country" in fact:
        found.append(f'the country is {tape.pick(["", "not "])}"US"')
    return found


def _rule(data: bytes, number: int) -> tuple[str, str]:
    """The label of a provision, and its text."""
    tape = Tape(data)
    level = tape.byte() % len(_TERMS)
    term = tape.pick(_TERMS[level])
    first = _conditions(tape, level, uses_day=True)
    lines: list[str]
    if tape.chance(80):
        second = _conditions(tape, level, uses_day=True)
        lines = [f"A person {term} on a day if either", *_listed(first), "or", *_listed(second, last=True)]
    else:
        if tape.chance(80):
            first.append("it is not the case that " + tape.pick(_FACTS[2:3] + _FACTS[:1]))
        if level and tape.chance(120):
            first.append(f"it is not the case that the person {tape.pick(_TERMS[level - 1])} on the day")
        exception = f"the person {tape.pick(_TERMS[level - 1])} on the day" if level and tape.chance(90) else ""
        lines = [f"A person {term} on a day if", *_listed(first, last=not exception)]
        if exception:
            lines += [f"unless {exception}."]
    label = str(number + 1)
    text = [f"# Sec. {label} Colour", "", tape.pick(_IN_FORCE), "", "```rule", *lines, "```", ""]
    return label, "\n".join(text)


def _listed(conditions: list[str], *, last: bool = False) -> list[str]:
    ends = [*("," for _ in conditions[1:]), "." if last else ","]
    return [f"    {condition}{end}" for condition, end in zip(conditions, ends, strict=True)]


def make_page(rules: list[bytes]) -> str:
    provisions = [_rule(data, number) for number, data in enumerate(rules)]
    terms = "\n".join(f"a person {term} on a day" for terms in _TERMS for term in terms)
    head = HEAD.format(labels=", ".join(label for label, _ in provisions), terms=terms)
    return head + "\n" + "\n".join(text for _, text in provisions)


_TIMES_OF_FACTS = ("2017-03/2018", "2018-05/..", "2019/", "2020", "unknown", "../..")
_RECORDS = {
    "leadership": {"person": ("huo", "zhu"), "entity": ("bureau",), "tenure": _TIMES_OF_FACTS},
    "membership": {"person": ("huo", "zhu", "bureau"), "entity": ("bureau",), "during": _TIMES_OF_FACTS},
    "foreign_person": {"party": ("huo", "zhu", "bureau")},
    "listing": {"party": ("huo", "zhu", "bureau"), "list": ("the list",), "during": _TIMES_OF_FACTS},
    "citizenship": {"person": ("huo", "zhu"), "country": ("US", "CN", "unknown"), "during": _TIMES_OF_FACTS},
    "presence": {"party": ("huo", "zhu"), "country": ("US", "CN"), "during": _TIMES_OF_FACTS},
}


def make_facts(facts: list[bytes], complete: bool) -> str:
    found = {}
    for data in facts:
        tape = Tape(data)
        record = tape.pick(list(_RECORDS))
        slots = {slot: tape.pick(values) for slot, values in _RECORDS[record].items()}
        key = (record, *[value for slot, value in slots.items() if slot in ("person", "party", "entity")])
        found[key] = {record: slots, **({"stated": "denied"} if tape.chance(60) else {})}
    return json.dumps(
        {
            "title": "Colours",
            "as of": "2020-07-09",
            "parties": {"huo": {"individual": "Huo"}, "zhu": {"individual": "Zhu"}, "bureau": {"entity": "Bureau"}},
            "facts": list(found.values()),
            **({"complete": ["membership"]} if complete else {}),
        }
    )


def _blocks(size: int, least: int, most: int) -> st.SearchStrategy[list[bytes]]:
    return st.lists(st.binary(min_size=size, max_size=size), min_size=least, max_size=most)


def pages() -> st.SearchStrategy[str]:
    return st.builds(make_page, _blocks(RULE_BYTES, 1, 6))


def fact_sets() -> st.SearchStrategy[str]:
    return st.builds(make_facts, _blocks(8, 0, 7), st.booleans())
