"""The comparison of the solver with the fixpoints finds what differs, and does not count it as agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from decidendi.facts.periods import day_period, parse_period
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.solver import Consequences, Solver
from decidendi.reasoning.third_engine import compared
from decidendi.reasoning.trace import Trace
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Literal, Program, Rule, Variable

PERSON = Variable("person", "party")
PLACE = Place("test")
RULE = Rule(
    "reached",
    "p",
    Atom("reached", (PERSON,)),
    (Literal(Atom("named", (PERSON,)), False, "", PLACE),),
    parse_period("../.."),
    None,
    None,
    False,
    "",
    PLACE,
)
PROGRAM = Program({}, (RULE,), (("reached",),))
MATTER = Matter({"named": (("huo",),)}, {"named": (("chen",),)}, {}, day_period(date(2020, 7, 9)), (), ())
HUO, CHEN = frozenset({("huo",)}), frozenset({("chen",)})
BOTH = HUO | CHEN


def trace(**changed: dict[str, frozenset[tuple[str]]]) -> Trace:
    return replace(Reference(PROGRAM).evaluate(MATTER, trace=False), **changed)


class Telling(Solver):
    """A solver that says of the worlds what it is told to say."""

    def __init__(self, every: frozenset[tuple[str]], some: frozenset[tuple[str]]) -> None:
        super().__init__(PROGRAM)
        self.told = Consequences({"reached": every}, {"reached": some}, {})

    def consequences(self, matter: Matter) -> Consequences:
        return self.told


def test_where_all_agree_every_conclusion_counts_as_cautious_and_as_brave() -> None:
    found = compared(Solver(PROGRAM), trace())
    assert (found.conclusions, found.cautious, found.brave, found.disagreements) == (2, 2, 2, ())


@pytest.mark.parametrize(
    ("every", "some", "counts"),
    [
        (frozenset(), BOTH, (2, 1, 2)),
        (BOTH, BOTH, (2, 1, 2)),
        (HUO, HUO, (2, 2, 1)),
        (HUO, BOTH | {("zhu",)}, (2, 2, 2)),
    ],
    ids=["must, not in every world", "in every world, need not", "may, in no world", "in some world, may not"],
)
def test_what_is_not_as_in_the_worlds_is_a_disagreement(
    every: frozenset[tuple[str]], some: frozenset[tuple[str]], counts: tuple[int, int, int]
) -> None:
    found = compared(Telling(every, some), trace())
    assert (found.conclusions, found.cautious, found.brave) == counts
    assert [told.partition(":")[0] for told in found.disagreements] == ["not as in the worlds"]


@pytest.mark.parametrize("mode", ["must", "may"])
def test_a_conclusion_of_one_engine_alone_is_a_disagreement(mode: str) -> None:
    base = trace()
    named = {**getattr(base, mode), "reached": BOTH if mode == "must" else HUO}
    found = compared(Solver(PROGRAM), trace(**{mode: named}))
    assert f"{mode} hold, by one engine alone: `reached` of (chen)" in found.disagreements
