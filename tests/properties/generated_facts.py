"""Generated fact sets under the order: a few parties, what is said of them, and a dealing between them.

A fact set is made as the dictionary that its YAML stands for (JSON is YAML), so that a property can change it: leave
a fact out, add one, rename everyone. Each fact is decoded from bytes of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

import decidendi
from decidendi.facts.fact_set import FactSet
from tests.properties.generated import Tape

Document = dict[str, Any]
FACT_BYTES = 12
DEALING_BYTES = 12

PARTIES = {
    "huo": "individual",
    "chen": "individual",
    "bureau": "government entity",
    "works": "entity",
    "bank": "entity",
    "jane": "individual",
}
INDIVIDUALS = ("huo", "chen", "jane")
ENTITIES = ("bureau", "works", "bank")
_EVERYONE = tuple(PARTIES)
_COUNTRIES = ("CN", "US", "unknown", "DE")
_TIMES = ("2017-03/2018", "2018", "2018-05/..", "2019/", "2016?/2020", "unknown", "../..")
_CRITERIA = ("1(a)(ii)(A)", "1(a)(ii)(C)(1)", "1(a)(iii)(A)(2)")
_INVOLVEMENTS = ("responsible", "direct", "complicit", "attempted", "unknown")
_SECRETARY = "Secretary of the Treasury"

# The slots of each record with what may stand in them.
RECORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "foreign_person": {"party": _EVERYONE},
    "determination": {
        "party": _EVERYONE,
        "criterion": _CRITERIA,
        "authority": (_SECRETARY,),
        "on": ("2020-07-09", "2020", "2021-05-01", "2018"),
    },
    "conduct": {"party": _EVERYONE, "activity": ("torture",), "involvement": _INVOLVEMENTS, "during": _TIMES},
    "leadership": {"person": INDIVIDUALS, "entity": ENTITIES, "tenure": _TIMES},
    "citizenship": {"person": INDIVIDUALS, "country": _COUNTRIES, "during": _TIMES},
    "organized": {"entity": ENTITIES, "country": _COUNTRIES},
    "presence": {"party": _EVERYONE, "country": _COUNTRIES, "during": _TIMES},
    "permanent_residence": {"person": INDIVIDUALS, "country": _COUNTRIES, "during": _TIMES},
    "member_conduct": {"entity": ENTITIES, "activity": ("torture",), "involvement": _INVOLVEMENTS},
    "relation": {"activity": ("torture",), "person": INDIVIDUALS, "entity": ENTITIES},
    "blocking_basis": {"entity": ENTITIES, "person": INDIVIDUALS},
    "office": {"person": INDIVIDUALS, "body": ("bureau",), "during": _TIMES},
    "membership": {"person": INDIVIDUALS, "entity": ENTITIES, "during": _TIMES},
    "agency": {"agent": _EVERYONE, "principal": _EVERYONE, "during": _TIMES, "purported": ("no", "yes", "unknown")},
    "control": {"controller": _EVERYONE, "entity": ENTITIES, "during": _TIMES},
    "owned_or_controlled": {"entity": ENTITIES, "by": _EVERYONE, "during": _TIMES},
    "support": {"supporter": _EVERYONE, "to": _EVERYONE, "means": ("financial", "goods", "unknown"), "during": _TIMES},
    "part_of": {"part": ENTITIES, "whole": ENTITIES, "during": _TIMES},
    "branch": {"branch": ("bank",), "of": ("works", "bureau")},
    "listing": {
        "party": _EVERYONE,
        "list": ("SDN List", "another list"),
        "programme": ("GLOMAG", "unknown"),
        "measure": ("block", "unknown"),
        "during": ("2020-07-09/..", "2018/2019", "2020/"),
    },
    "interest": {"party": _EVERYONE, "property": ("account",), "during": _TIMES},
    "possession": {"holder": _EVERYONE, "property": ("account",), "during": _TIMES},
    "holding": {"owner": _EVERYONE, "entity": ENTITIES, "share": ("50", "25", "[25, 50)", "unknown", "100")},
}
ADMINISTRATIVE = ("determination", "listing", "holding")
"""The records without which nobody can be blocked."""

_OFTEN = ("determination", "foreign_person", "citizenship", "presence", "organized") * 3
_SAID = ("stated", "stated", "stated", "stated", "denied")


def make_fact(data: bytes, records: Mapping[str, Mapping[str, tuple[str, ...]]] = RECORDS) -> Document:
    tape = Tape(data)
    record = tape.pick([*records, *(name for name in _OFTEN if name in records)])
    slots = {slot: tape.pick(values) for slot, values in records[record].items()}
    said = tape.pick(_SAID)
    return {record: slots, **({"stated": "denied"} if said == "denied" else {})}


def make_dealing(data: bytes) -> Document:
    tape = Tape(data)
    dealing: Document = {
        "kind": tape.pick(["funds", "goods", "services", "contract", "transfer of property"]),
        "from": tape.pick(_EVERYONE),
        "to": tape.pick(_EVERYONE[::-1]),
        "on": tape.pick(["2021-02-15", "2019-01-01", "2020-07", "2021"]),
    }
    for key, choices in (
        ("in", ["US", "DE", "unknown"]),
        ("for the benefit of", _EVERYONE),
        ("through", _EVERYONE),
        ("signed by", _EVERYONE),
        ("property", ["account"]),
        ("purpose", ["evasion", "unknown"]),
        ("agreed on", ["2020-01-01", "2016"]),
    ):
        if tape.chance(90):
            dealing[key] = tape.pick(choices)
    return dealing


def make_document(facts: list[bytes], dealing: bytes, day: str) -> Document:
    found: dict[str, Document] = {}
    for data in facts:
        fact = make_fact(data)
        found.setdefault(_subject(fact), fact)  # the same thing said twice is said once, and never denied as well
    return {
        "title": "A generated matter",
        "as of": day,
        "parties": {name: {kind: name.title()} for name, kind in PARTIES.items()},
        "activities": {"torture": {"kind": "serious human rights abuse", "form": "torture", "during": "2017/2018"}},
        "property": {"account": {"description": "an account", "location": "US"}},
        "dealings": {"payment": make_dealing(dealing)},
        "facts": list(found.values()),
    }


def _subject(fact: Document) -> str:
    """What two facts may not both speak of, lest they contradict each other: all but words and dates."""
    [(record, slots)] = [(name, slots) for name, slots in fact.items() if name != "stated"]
    if record in ("organized", "branch"):
        return f"{record} {next(iter(slots.values()))}"
    return f"{record} {[value for value in slots.values() if value in PARTIES]}"


def facts_of(document: Document) -> FactSet:
    """The fact set. Raises `Refusal` where the document says something that contradicts itself."""
    return decidendi.parse_fact_set(json.dumps(document))


def renamed(document: Document, name_of: Callable[[str], str]) -> Document:
    """The document with its parties, property, activities and dealings called otherwise."""
    names = {*document["parties"], *document["activities"], *document["property"], *document["dealings"]}

    def value(item: Any) -> Any:
        if isinstance(item, dict):
            return {
                (name_of(key) if key in names and isinstance(found, dict) else key): value(found)
                for key, found in item.items()
            }
        if isinstance(item, list):
            return [value(found) for found in item]
        return name_of(item) if isinstance(item, str) and item in names else item

    changed: Document = value(document)
    return changed


def facts(least: int = 0, most: int = 9) -> st.SearchStrategy[list[bytes]]:
    return st.lists(st.binary(min_size=FACT_BYTES, max_size=FACT_BYTES), min_size=least, max_size=most)


def documents(least: int = 0, most: int = 9) -> st.SearchStrategy[Document]:
    return st.builds(
        make_document,
        facts(least, most),
        st.binary(min_size=DEALING_BYTES, max_size=DEALING_BYTES),
        st.sampled_from(["2021-03-01", "2020-07-09", "2018-01-01"]),
    )
