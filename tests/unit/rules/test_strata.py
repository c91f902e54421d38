"""Stratification and safety: negation is settled first, and every variable is bound, or the law is refused."""

from __future__ import annotations

from decidendi.facts.periods import parse_period
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Comparison, Literal, Rule, Variable
from decidendi.rules.safety import unsafe
from decidendi.rules.strata import stratify

X, Y, ANY = Variable("person", "party"), Variable("entity", "party"), Variable("_1", "party")


def rule(head: str, *body: str, line: int = 1) -> Rule:
    """A rule about one person; `-name` is a negated condition."""
    literals = tuple(
        Literal(Atom(name.removeprefix("-"), (X,)), name.startswith("-"), name, Place("law.md", line)) for name in body
    )
    return Rule(
        head, "p", Atom(head, (X,)), literals, parse_period("../.."), None, None, False, "", Place("law.md", line)
    )


def test_what_is_negated_is_settled_in_a_lower_stratum() -> None:
    strata, problem = stratify([rule("c", "-b"), rule("b", "a"), rule("a", "fact"), rule("d", "c", "-a")])
    assert problem is None
    level = {name: number for number, group in enumerate(strata.groups) for name in group}
    assert level["b"] < level["c"] <= level["d"]
    assert level["a"] == level["b"]


def test_recursion_without_negation_stays_in_one_stratum() -> None:
    strata, problem = stratify([rule("a", "b"), rule("b", "a"), rule("b", "fact")])
    assert problem is None
    assert strata.groups == (("a", "b"),)


def test_a_cycle_through_negation_is_refused_with_each_step_and_its_line() -> None:
    strata, problem = stratify(
        [rule("blocked", "-excused", line=3), rule("excused", "friend", line=8), rule("friend", "blocked", line=12)]
    )
    assert strata.groups == ()
    assert problem is not None
    text = str(problem)
    assert text.startswith("law.md:3: cycle through negation")
    assert "`blocked` only where it is not so that `excused` (line 3)" in text
    assert "whether `friend` (line 8)" in text
    assert "whether `blocked` (line 12)" in text


def test_the_shortest_cycle_is_told() -> None:
    _, problem = stratify([rule("a", "-b"), rule("b", "c"), rule("c", "a"), rule("d", "-d", line=9)])
    assert "`d` only where it is not so that `d` (line 9)" in str(problem)


def made(head: Atom, *body: Literal | Comparison) -> Rule:
    return Rule("r", "p", head, body, parse_period("../.."), None, None, False, "", Place("law.md", 4))


def literal(name: str, *terms: Variable, negated: bool = False) -> Literal:
    return Literal(Atom(name, terms), negated, f"the {name}", Place("law.md", 5))


def test_a_conclusion_about_someone_whom_nothing_names_is_unsafe() -> None:
    problem = unsafe(made(Atom("a", (X, Y)), literal("b", X)))
    assert "nothing says which entity the conclusion is about" in str(problem)
    assert unsafe(made(Atom("a", (X, Y)), literal("b", X), literal("c", Y))) is None


def test_neither_a_negation_nor_a_comparison_binds() -> None:
    negated = literal("b", X, Y, negated=True)
    problem = unsafe(made(Atom("a", (X,)), literal("c", X), negated))
    assert "law.md:5: nothing says which entity is meant" in str(problem)
    comparison = Comparison("differs", (X, Y), False, "the person is not the entity", Place("law.md", 6))
    assert "law.md:6" in str(unsafe(made(Atom("a", (X,)), literal("c", X), comparison)))
    assert unsafe(made(Atom("a", (X,)), literal("c", X), literal("b", X, ANY, negated=True))) is None
