"""Circles that do not look back in time end all the same, and leave open what stands on itself.

Rulebooks refuse such circles; a slip that is tried in a rule (`mutate`) can make one.
"""

from __future__ import annotations

from datetime import date

import pytest

from decidendi.facts.periods import Truth, day_period, parse_period
from decidendi.reasoning.circles import without_circles
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.rete import Rete, rete_is_available
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Literal, Program, Rule, Variable

X = Variable("person", "party")
MATTER = Matter({"claims": (("huo",),)}, {}, {}, day_period(date(2020, 7, 9)), (), ())


def rule(head: str, *body: str) -> Rule:
    literals = tuple(
        Literal(Atom(name.removeprefix("-"), (X,)), name.startswith("-"), name, Place("law.md", 1)) for name in body
    )
    return Rule(head, "p", Atom(head, (X,)), literals, parse_period("../.."), None, None, False, "", Place("law.md", 1))


ALONE = Program({}, (rule("odd", "claims", "-odd"),), (("odd",),), looking_back=("odd",))
TWO = Program(
    {},
    (rule("one", "claims", "-other"), rule("other", "claims", "-one"), rule("free", "claims", "-none")),
    (("one", "other", "free"),),
    looking_back=("one", "other"),
)


@pytest.mark.parametrize("engine", ["reference", "rete"])
@pytest.mark.parametrize(("program", "open_"), [(ALONE, ["odd"]), (TWO, ["one", "other"])])
def test_what_stands_on_its_own_negation_stays_open(engine: str, program: Program, open_: list[str]) -> None:
    if engine == "rete" and not rete_is_available():
        pytest.skip("the engine cannot be used here")
    trace = (Reference if engine == "reference" else Rete)(program).evaluate(MATTER)
    assert [trace.truth(name, ("huo",)) for name in open_] == [Truth.UNDETERMINED] * len(open_)
    assert not [name for name in (*trace.must, *trace.may) if name.startswith("of a circle")]
    assert trace.matter is MATTER


def test_what_no_circle_needs_is_certain_beside_it() -> None:
    assert Reference(TWO).evaluate(MATTER).truth("free", ("huo",)) is Truth.HOLDS


def test_a_program_without_circles_is_left_as_it_is() -> None:
    plain = Program({}, (rule("free", "claims", "-none"),), (("free",),))
    assert without_circles(plain) is plain
