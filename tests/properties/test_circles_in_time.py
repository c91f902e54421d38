"""Circles through negation that look back in time: the three evaluators, and every world worked through day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from decidendi.facts.periods import Period, day_period, parse_period
from decidendi.reasoning.cases import Case
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.variations import Variations
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Comparison, Literal, Program, Rule, Variable
from decidendi.rules.strata import stratify
from tests.properties.agreement import all_three, assert_agreed

PLACE = Place("generated")
X, Y = Variable("person", "party"), Variable("other person", "party")
D, E = Variable("day", "period"), Variable("other day", "period")
DAYS = [day_period(date(2020, 7, 1) + timedelta(days=number)) for number in range(4)]
PARTIES = ["huo", "xpsb", "yao"]


def literal(name: str, *terms: Variable, negated: bool = False) -> Literal:
    return Literal(Atom(name, terms), negated, name, PLACE)


def earlier(name: str = "before") -> Comparison:
    return Comparison(name, (E, D), False, f"the other day {name} the day", PLACE)


def rule(identifier: str, head: Atom, *body: Literal | Comparison) -> Rule:
    return Rule(identifier, "p", head, body, parse_period("../.."), None, None, False, "", PLACE)


def law(*, comparison: str = "before", chained: bool = True, excused: bool = True) -> tuple[Rule, ...]:
    """Somebody holds on a day unless barred; barred is who was linked, on an earlier day, to somebody who held."""
    made = [
        rule("holds", Atom("holds", (X, D)), literal("claims", X, D), literal("barred", X, D, negated=True)),
        rule(
            "barred", Atom("barred", (X, D)), literal("linked", X, Y), literal("day", D), literal("holds", Y, E),
            earlier(comparison),
        ),
    ]  # fmt: skip
    if chained:
        made.append(rule("chained", Atom("holds", (X, D)), literal("joined", X, Y), literal("holds", Y, D)))
    if excused:
        made += [
            rule(
                "free", Atom("free", (X, D)), literal("claims", X, D), literal("barred", X, D, negated=True),
                literal("tied", X),
            ),
            rule(
                "idle", Atom("idle", (X, D)), literal("day", D), literal("tied", X),
                literal("holds", X, D, negated=True),
            ),
        ]  # fmt: skip
    return tuple(made)


def program(rules: tuple[Rule, ...]) -> Program:
    strata, problem = stratify(rules)
    assert problem is None
    return Program({}, rules, strata.groups, looking_back=strata.looking_back)


@st.composite
def matters(draw: st.DrawFn, days: list[Period] = DAYS, most_possible: int = 5) -> Matter:
    """Rows of claims, links, joins and ties, some of them only possible."""
    rows: list[tuple[str, Row]] = [("claims", (name, day)) for name in PARTIES for day in days]
    rows += [(name, pair) for name in ("linked", "joined") for pair in product(PARTIES, PARTIES)]
    rows += [("tied", (name,)) for name in PARTIES]
    some = draw(st.lists(st.sampled_from(rows), unique=True, max_size=14))
    open_ = draw(st.lists(st.sampled_from(some), unique=True, max_size=most_possible)) if some else []
    stated: dict[str, list[Row]] = {"day": [(day,) for day in days]}
    possible: dict[str, list[Row]] = {}
    for name, row in some:
        (possible if (name, row) in open_ else stated).setdefault(name, []).append(row)
    return Matter(
        {name: tuple(found) for name, found in stated.items()},
        {name: tuple(found) for name, found in possible.items()},
        {},
        days[-1],
        (),
        (),
    )


def worlds(matter: Matter) -> Iterator[dict[str, set[Row]]]:
    """What follows in each world, worked through day by day; it shares no code with the evaluators."""
    open_rows = [(name, row) for name, rows in matter.possible.items() for row in rows]
    for chosen in product([False, True], repeat=len(open_rows)):
        rows: dict[str, set[Row]] = {name: set(found) for name, found in matter.stated.items()}
        for (name, row), is_so in zip(open_rows, chosen, strict=True):
            if is_so:
                rows.setdefault(name, set()).add(row)
        yield in_world(rows)


def in_world(rows: dict[str, set[Row]]) -> dict[str, set[Row]]:
    days = sorted((row[0] for row in rows["day"]), key=lambda day: day.earliest_begin)
    holds: set[Row] = set()
    barred: set[Row] = set()
    idle: set[Row] = set()
    for position, day in enumerate(days):
        before = days[:position]
        barred |= {(x, day) for x, y in rows.get("linked", ()) if any((y, other) in holds for other in before)}
        now = {x for x, on in rows.get("claims", ()) if on == day and (x, day) not in barred}
        while more := {x for x, y in rows.get("joined", ()) if y in now} - now:
            now |= more
        holds |= {(x, day) for x in now}
        idle |= {(x, day) for (x,) in rows.get("tied", ()) if x not in now}
    free = {(x, day) for x, day in rows.get("claims", ()) if (x, day) not in barred and (x,) in rows.get("tied", set())}
    return {"holds": holds, "barred": barred, "idle": idle, "free": free}


LAW = program(law())


def test_what_the_circle_negates_is_cut_and_the_rest_has_strata() -> None:
    assert LAW.looking_back == ("barred",)
    assert program(law(comparison="day before")).looking_back == ("barred",)


@settings(max_examples=60, deadline=None)
@given(matters(most_possible=0))
def test_where_all_is_known_a_circle_in_time_is_settled_as_day_by_day(matter: Matter) -> None:
    trace = assert_agreed(Case(LAW, matter))
    (world,) = worlds(matter)
    for name, rows in world.items():
        assert trace.must.get(name, frozenset()) == trace.may.get(name, frozenset()) == rows, name


@settings(max_examples=60, deadline=None)
@given(matters())
def test_a_circle_in_time_is_certain_of_nothing_that_fails_in_a_world(matter: Matter) -> None:
    trace = assert_agreed(Case(LAW, matter))
    for world in worlds(matter):
        for name, rows in world.items():
            assert trace.must.get(name, frozenset()) <= rows <= trace.may.get(name, frozenset()), name


@settings(max_examples=25, deadline=None)
@given(matters(most_possible=3))
def test_the_solver_settles_circles_in_time_as_the_evaluators_do(matter: Matter) -> None:
    all_three(Case(LAW, matter))


@settings(max_examples=40, deadline=None)
@given(matters(days=[DAYS[0], DAYS[2], parse_period("2020-07")], most_possible=2), st.integers(1, 31))
def test_a_day_of_which_only_the_month_is_known_stays_open_within_it(matter: Matter, day: int) -> None:
    trace = assert_agreed(Case(LAW, matter))
    known = day_period(date(2020, 7, day))
    if known in DAYS:
        known = day_period(date(2020, 7, 20))

    def dated(row: Row) -> Row:
        return tuple(known if value == parse_period("2020-07") else value for value in row)

    exact = Matter(
        {name: tuple(map(dated, rows)) for name, rows in matter.stated.items()},
        {name: tuple(map(dated, rows)) for name, rows in matter.possible.items()},
        {}, known, (), (),
    )  # fmt: skip
    for world in worlds(exact):
        for name in ("holds", "barred", "free", "idle"):
            assert {dated(row) for row in trace.must.get(name, ())} <= world[name], name
            assert world[name] <= {dated(row) for row in trace.may.get(name, ())}, name


@settings(max_examples=40, deadline=None)
@given(matters())
def test_matters_that_differ_in_a_row_are_settled_as_if_afresh(matter: Matter) -> None:
    evaluator = Reference(LAW)
    variations = Variations(evaluator, matter)
    for name, rows in matter.stated.items():
        if name != "day":
            fewer = Matter(
                {**matter.stated, name: rows[1:]}, matter.possible, {}, matter.day, matter.readings, matter.subjects
            )
            afresh, varied = evaluator.evaluate(fewer, trace=False), variations.evaluate(fewer)
            for mode in ("must", "may"):
                one, other = getattr(afresh, mode), getattr(varied, mode)
                assert {k: v for k, v in one.items() if v} == {k: v for k, v in other.items() if v}


def test_a_circle_that_may_stay_on_its_day_is_refused() -> None:
    for rules in (
        law(comparison="on or after"),
        (
            rule("holds", Atom("holds", (X, D)), literal("claims", X, D), literal("barred", X, D, negated=True)),
            rule("barred", Atom("barred", (X, D)), literal("linked", X, Y), literal("day", D), literal("holds", Y, D)),
        ),
    ):
        strata, problem = stratify(rules)
        assert problem is not None and problem.what == "cycle through negation"
        assert strata.groups == ()
