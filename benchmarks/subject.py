"""The matter that is timed: the July 2020 fact set with one dealing, as a lawyer would ask about it."""

from __future__ import annotations

from datetime import date

import decidendi
from decidendi.facts.fact_set import FactSet

AS_OF = date(2020, 8, 1)
PARTY = "  bank: {entity: First National Bank, country: US}\n\n"
DEALING = "\ndealings:\n  payment-1: {kind: funds, from: bank, to: chen, on: 2020-07-20, in: US}\n"


def july_2020_text() -> str:
    """The fact set of the Treasury action, without what it expects, and a bank that pays after the action."""
    file = decidendi.content_directory("facts") / "treasury-2020-07-09.yaml"
    text, expect, _ = file.read_text(encoding="utf-8").partition("\nexpect:\n")
    before, activities, after = text.partition("activities:\n")
    if not (expect and activities):
        raise SystemExit(f"{file} has another shape than the benchmark expects: change benchmarks/subject.py")
    return before.rstrip("\n") + "\n" + PARTY + activities + after + DEALING


def july_2020() -> FactSet:
    return decidendi.parse_fact_set(july_2020_text(), "july-2020-with-a-dealing")
