"""A sum over rows of the facts themselves, and over what counts without a share: once the engines differed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from decidendi.facts.amounts import Share
from decidendi.facts.periods import parse_period
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.rete import Rete, rete_is_available
from decidendi.reasoning.trace import Trace
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Constant, Literal, Program, Rule, Sum, Variable

PLACE = Place("a.md", 1)
HALF = Share(Fraction(50), Fraction(50))
ENTITY, OWNER, SHARE = Variable("entity", "party"), Variable("owner", "party"), Variable("share", "share")


def program(*, undisclosed: bool) -> Program:
    table = Literal(Atom("held", (ENTITY, OWNER, SHARE)), False, "", PLACE)
    counted = Literal(Atom("counts", (ENTITY, OWNER)), False, "", PLACE)
    rule = Rule(
        "r",
        "p",
        Atom("owned", (ENTITY,)),
        (table, counted),
        parse_period("../.."),
        None,
        None,
        False,
        "",
        PLACE,
        Sum(1, Constant(HALF, "share"), more_than=False, undisclosed=undisclosed),
    )
    return Program({}, (rule,), (("owned",),))


def evaluated(engine: type, law: Program, **stated: tuple[Row, ...]) -> Trace:
    matter = Matter(stated, {}, {}, parse_period("2020-07-09"), (), ())
    return engine(law).evaluate(matter)


ENGINES = [Reference, pytest.param(Rete, marks=pytest.mark.skipif(not rete_is_available(), reason="no rete here"))]


@pytest.mark.parametrize("engine", ENGINES)
def test_shares_that_the_facts_state_are_added_up(engine: type) -> None:
    found = evaluated(
        engine, program(undisclosed=False), held=(("zhu ltd", "zhu", HALF),), counts=(("zhu ltd", "zhu"),)
    )
    assert found.must["owned"] == {("zhu ltd",)}
    [firing] = found.derivations["owned", ("zhu ltd",)]
    assert firing.premises == (("zhu ltd", "zhu", HALF), ("zhu ltd", "zhu"))


@pytest.mark.parametrize("engine", ENGINES)
def test_who_counts_but_holds_no_share_makes_no_group(engine: type) -> None:
    found = evaluated(engine, program(undisclosed=True), held=(), counts=(("zhu ltd", "zhu"),))
    assert not found.may.get("owned")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_undisclosed_remainder_may_reach_the_threshold(engine: type) -> None:
    little = Share(Fraction(10), Fraction(10))
    found = evaluated(engine, program(undisclosed=True), held=(("zhu ltd", "huo", little),), counts=())
    assert found.may["owned"] == {("zhu ltd",)}
    assert not found.must.get("owned")
