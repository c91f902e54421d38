"""The solver against the reference evaluator, on generated programs and matters and on every fact set that ships."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import decidendi
from decidendi.determinations.determine import run
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import day_period, parse_period, unknown_period
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.solver import Solver
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Comparison, Constant, Literal, Program, Rule, Variable
from tests.conftest import SOAKING
from tests.properties.agreement import compared
from tests.unit.rules import test_sums as sums

PLACE = Place("generated")
DAY = day_period(date(2020, 7, 9))
THINGS = ["huo", "xpsb", "another party"]
WORDS = ["funds", "goods", UNKNOWN]
PERIODS = [parse_period(text) for text in ("2017-03/2018", "2018", "2018-05/..", "2020-07-09", "2019/")]
PERIODS.append(unknown_period())
GIVEN = {"led": ("party", "party"), "foreign": ("party",), "acted": ("party", "period"), "gave": ("party", "text")}
CONCLUDED = {"c0": ("party",), "c1": ("party", "party"), "c2": ("party",), "c3": ("party",), "c4": ("party", "party")}
VARIABLES = {
    "party": [Variable("person", "party"), Variable("entity", "party")],
    "period": [Variable("day", "period"), Variable("time", "period")],
    "text": [Variable("word", "text")],
}
VALUES: dict[str, list[Any]] = {"party": THINGS, "period": PERIODS, "text": WORDS}


@st.composite
def atoms(draw: st.DrawFn, names: Mapping[str, tuple[str, ...]]) -> Atom:
    name = draw(st.sampled_from(sorted(names)))
    terms = [
        draw(st.sampled_from([*VARIABLES[kind] * 3, *(Constant(v, kind) for v in VALUES[kind][:2])]))
        for kind in names[name]
    ]
    return Atom(name, tuple(terms))


@st.composite
def comparisons(draw: st.DrawFn, bound: list[Variable]) -> Comparison:
    one = draw(st.sampled_from(bound))
    others = [v for v in bound if v.kind == one.kind] + [Constant(v, one.kind) for v in VALUES[one.kind]]
    names = {"party": ["same", "differs"], "text": ["same", "differs", "one of"]}.get(
        one.kind, ["overlaps", "covers", "began by", "ended before", "on or after", "before", "same"]
    )
    name = draw(st.sampled_from(names))
    other = Constant("funds", "text") if name == "one of" else draw(st.sampled_from(others))
    return Comparison(name, (one, other), draw(st.booleans()), "", PLACE)


@st.composite
def rules(draw: st.DrawFn, head_name: str, number: int) -> Rule:
    order = sorted(CONCLUDED)
    below = {name: CONCLUDED[name] for name in order[: order.index(head_name)]}
    positive = {**GIVEN, **below, head_name: CONCLUDED[head_name]}
    body: list[Any] = [
        Literal(atom, False, "", PLACE) for atom in draw(st.lists(atoms(positive), min_size=1, max_size=2))
    ]
    bound = list(dict.fromkeys(variable for literal in body for variable in literal.atom.variables()))
    negated = draw(st.lists(atoms({**GIVEN, **below}), max_size=1))
    body += [Literal(atom, True, "", PLACE) for atom in negated]
    if bound:
        body += draw(st.lists(comparisons(bound), max_size=1))
    parties = [v for v in bound if v.kind == "party"] or [Constant("huo", "party")]
    head = Atom(head_name, tuple(draw(st.sampled_from(parties)) for _ in CONCLUDED[head_name]))
    days = [v for v in bound if v.kind == "period"]
    return Rule(
        identifier=f"r{number}",
        provision="p",
        head=head,
        body=tuple(draw(st.permutations(body))),
        in_force=parse_period(
            draw(st.sampled_from(["../..", "../..", "../..", "2018/..", "2020-07-09/2020-07", "2021/.."]))
        ),
        day=draw(st.sampled_from([None, *days])),
        reading=None,
        only_possible=draw(st.integers(0, 9)) == 0,
        text="",
        place=PLACE,
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    heads = draw(st.lists(st.sampled_from(sorted(CONCLUDED)), min_size=3, max_size=7))
    made = tuple(draw(rules(head, number)) for number, head in enumerate(heads))
    return Program({}, made, tuple((name,) for name in sorted({rule.head.predicate for rule in made})))


@st.composite
def matters(draw: st.DrawFn) -> Matter:
    def rows(most: int) -> dict[str, tuple[Row, ...]]:
        found = {}
        for name, kinds in GIVEN.items():
            row = st.tuples(*(st.sampled_from(VALUES[kind]) for kind in kinds))
            found[name] = tuple(draw(st.lists(row, min_size=1, max_size=most, unique=True)))
        return found

    return Matter(rows(4), rows(4), {}, DAY, (), ())


@given(programs(), matters())
@settings(max_examples=150)
def test_what_must_hold_holds_in_every_world_and_what_holds_in_some_world_may_hold(
    program: Program, matter: Matter
) -> None:
    compared(program, Reference(program).evaluate(matter, trace=False))


def fact_sets() -> list[Path]:
    """Every fact set where the tests soak; otherwise one in five of all but those with scores of dealings: the solver
    takes minutes over each of them."""
    files = sorted(decidendi.content_directory("facts").rglob("*.yaml"))
    if SOAKING:
        return files
    small = [file for file in files if file.parent.name != "part-583"]
    return [file for number, file in enumerate(small) if number % 5 == 0 or "treasury" in file.stem]


@pytest.fixture(scope="module")
def rulebook() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


@pytest.mark.parametrize("file", fact_sets(), ids=lambda file: file.stem)
def test_on_every_fact_set_the_fixpoints_say_what_the_worlds_say(file: Path, rulebook: decidendi.Rulebook) -> None:
    facts = decidendi.load_fact_set(file)
    done = run(facts, rulebook, decidendi.Reasoner(rulebook.program, ("reference",)))
    count, _ = compared(rulebook.program, done.trace)
    assert count


def rule(head: str, *body: Literal) -> Rule:
    person = Variable("person", "party")
    return Rule(head, "p", Atom(head, (person,)), body, parse_period("../.."), None, None, False, "", PLACE)


def literal(name: str, *, negated: bool = False) -> Literal:
    return Literal(Atom(name, (Variable("person", "party"),)), negated, "", PLACE)


def test_an_unknown_that_leads_to_the_same_answer_either_way_is_settled_by_the_worlds_alone() -> None:
    program = Program(
        {},
        (
            rule("reached", literal("named"), literal("foreign")),
            rule("reached", literal("named"), literal("foreign", negated=True)),
        ),
        (("reached",),),
    )
    matter = Matter({"named": (("huo",),)}, {"foreign": (("huo",),)}, {}, DAY, (), ())
    trace = Reference(program).evaluate(matter, trace=False)
    assert compared(program, trace) == (1, 1)
    worlds = Solver(program).consequences(matter)
    assert worlds.every["reached"] == {("huo",)}
    assert worlds.mixed["reached"] == {("huo",)}
    assert "reached" not in trace.must


def test_two_facts_that_hold_the_same_unknown_word_need_not_mean_the_same() -> None:
    person, entity = VARIABLES["party"]
    word, other = Variable("word", "text"), Variable("other word", "text")
    body = (
        Literal(Atom("gave", (person, word)), False, "", PLACE),
        Literal(Atom("took", (entity, other)), False, "", PLACE),
        Comparison("same", (word, Constant("funds", "text")), False, "", PLACE),
        Comparison("differs", (other, Constant("funds", "text")), False, "", PLACE),
    )
    reached = Rule("r", "p", Atom("reached", (person,)), body, parse_period("../.."), None, None, False, "", PLACE)
    program = Program({}, (reached,), (("reached",),))
    matter = Matter({"gave": (("huo", UNKNOWN),), "took": (("xpsb", UNKNOWN),)}, {}, {}, DAY, (), ())
    assert Solver(program).consequences(matter).some["reached"] == {("huo",)}


@pytest.mark.parametrize(
    "holdings",
    [
        ["x held 50 of a", "a held 50 of b", "b held 50 of c"],
        ["x held 50 of a", "a held 25 of b", "x held 25 of b", "b held 49.9 of c"],
        ["x held unknown of a", "a held 60 of b"],
        ["a held 60 of b", "b held 60 of a", "x held 10 of a"],
        [
            'x held "[30, 50]" of a',
            'z held "[40, 50]" of a',
            "the holdings stated of a are all there are",
            "a held 100 of b",
        ],
    ],
)
def test_sums_reach_their_thresholds_in_the_solver_as_in_the_reference(tmp_path: Path, holdings: list[str]) -> None:
    rulebook, reasoner = sums.reasoner(tmp_path)
    done = run(sums.matter(*holdings), rulebook, reasoner)
    count, _ = compared(rulebook.program, done.trace)
    assert count
