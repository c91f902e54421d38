"""Cases of the 50 percent rule in a small notation, read into registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from ruamel.yaml import YAML

from decidendi.facts.amounts import Share, parse_share
from decidendi.facts.periods import BEGINNING, END, Period, parse_period
from decidendi.facts.register import BlockedParty, HoldingRecord, Register

UNBOUNDED = {"start": (BEGINNING, BEGINNING), "end": (END, END)}


@dataclass(frozen=True)
class Case:
    name: str
    day: date
    register: Register
    expect: dict[str, str]
    support: dict[str, set[tuple[str, str]]]
    claimed_ends: dict[int, date]


def cases(file: Path) -> list[Case]:
    loaded = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return [_case(name, entry) for name, entry in loaded.items()]


def share_of(text: str) -> Share:
    """A share in percent: a number, a fraction, an interval, `unknown`, or a number with its rounding unit."""
    number, _, unit = text.partition(" rounded to ")
    if unit:
        half = Fraction(unit) / 2
        return Share(Fraction(number) - half, Fraction(number) + half, True, False)
    if text == "unknown" or text[0] in "[(":
        return parse_share(text)
    return Share(Fraction(text), Fraction(text))


def holding_of(text: str) -> tuple[str, str, Share]:
    parties, _, share = text.partition(": ")
    owner, _, entity = parties.partition(" -> ")
    return owner, entity, share_of(share)


def _period(entry: dict[str, object]) -> Period:
    start = _bound(entry, "start")
    end = _bound(entry, "end")
    last = end if "end" not in entry else (end[0] - 1, end[1] - 1)
    if entry.get("end") == "unknown":
        last = (start[0], END)
    return Period("as stated", start[0], start[1], max(last[0], start[0]), last[1])


def _bound(entry: dict[str, object], word: str) -> tuple[int, int]:
    text = str(entry.get(word, "unknown"))
    if text == "unknown":
        return UNBOUNDED[word]
    period = parse_period(text)
    return period.earliest_begin, period.latest_end


def _case(name: str, entry: dict[str, object]) -> Case:
    holdings = []
    claimed = {}
    for item in entry["holdings"]:
        fields = {"holding": item} if isinstance(item, str) else item
        owner, entity, share = holding_of(fields["holding"])
        if "claimed end" in fields:
            claimed[len(holdings)] = date.fromisoformat(str(fields["claimed end"]))
        holdings.append(
            HoldingRecord(
                owner,
                entity,
                share,
                basis=fields.get("basis", "equity"),
                instrument=fields.get("class", ""),
                during=_period(fields),
                indirect=bool(fields.get("indirect", False)),
            )
        )
    blocked = [{"name": item} if isinstance(item, str) else item for item in entry["blocked"]]
    register = Register(
        tuple(holdings),
        tuple(BlockedParty(str(item["name"]), _period(item)) for item in blocked),
        individuals=frozenset(entry.get("individuals", ())),
        complete=frozenset(entry.get("complete", ())),
    )
    support = {
        entity: {tuple(edge.split(" -> ")) for edge in edges} for entity, edges in entry.get("support", {}).items()
    }
    return Case(name, date.fromisoformat(str(entry["day"])), register, dict(entry["expect"]), support, claimed)
