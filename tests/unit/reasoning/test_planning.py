"""Plans: tests as soon as they can be made, joins on what is bound, dependencies first."""

from __future__ import annotations

from decidendi.facts.periods import parse_period
from decidendi.reasoning.planning import components, plan, positive_conditions
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Comparison, Condition, Constant, Literal, Rule, Variable

PLACE = Place("law.md", 1)
X, Y, Z, ANY = (Variable(name, "party") for name in ("x", "y", "z", "_1"))


def literal(name: str, *terms: Variable | Constant, negated: bool = False) -> Literal:
    return Literal(Atom(name, terms), negated, name, PLACE)


def rule(head: Atom, *body: Condition) -> Rule:
    return Rule("r", "p", head, body, parse_period("../.."), None, None, False, "", PLACE)


def names(conditions: tuple[Condition, ...]) -> list[str]:
    return [c.name if isinstance(c, Comparison) else c.atom.predicate for c in conditions]


def test_a_test_comes_as_soon_as_its_variables_are_bound_and_not_before() -> None:
    differs = Comparison("differs", (X, Y), False, "", PLACE)
    absent = literal("absent", X, negated=True)
    planned = plan(rule(Atom("h", (X,)), differs, absent, literal("a", X), literal("b", Y), literal("c", X, Y)))
    assert names(planned) == ["a", "absent", "c", "differs", "b"]


def test_the_condition_with_most_that_is_bound_comes_next() -> None:
    planned = plan(rule(Atom("h", (X,)), literal("a", X), literal("b", Y, Z), literal("c", X, Y)))
    assert names(planned) == ["a", "c", "b"]
    constant = literal("d", Constant("funds", "text"))
    assert names(plan(rule(Atom("h", (X,)), literal("a", X), constant))) == ["d", "a"]


def test_a_negated_condition_waits_for_a_variable_that_a_later_condition_binds() -> None:
    """Else `the day` would stand for any day where the rule means one day."""
    planned = plan(rule(Atom("h", (X,)), literal("no", X, Y, negated=True), literal("a", X), literal("b", Y)))
    assert names(planned) == ["a", "b", "no"]
    anonymous = plan(rule(Atom("h", (X,)), literal("no", X, ANY, negated=True), literal("a", X), literal("b", Y)))
    assert names(anonymous) == ["a", "no", "b"]


def test_premises_stand_as_they_are_written_whatever_the_plan() -> None:
    written = rule(Atom("h", (X,)), literal("b", Y, Z), literal("no", X, negated=True), literal("a", X, Y))
    assert names(positive_conditions(written)) == ["b", "a"]


def test_components_come_after_what_they_depend_on_and_say_whether_they_are_recursive() -> None:
    rules = (
        rule(Atom("top", (X,)), literal("even", X)),
        rule(Atom("even", (X,)), literal("odd", X)),
        rule(Atom("odd", (X,)), literal("even", X)),
        rule(Atom("odd", (X,)), literal("base", X)),
        rule(Atom("base", (X,)), literal("fact", X)),
        rule(Atom("self", (X,)), literal("self", X)),
    )
    found = components(("top", "even", "odd", "base", "self"), rules)
    assert [group for group, _ in found] == [("base",), ("even", "odd"), ("top",), ("self",)]
    assert dict(found) == {("base",): False, ("even", "odd"): True, ("top",): False, ("self",): True}
