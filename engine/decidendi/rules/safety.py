"""Safety: every variable of a rule stands in a condition that says which one is meant, so that evaluation ends."""

from __future__ import annotations

from collections.abc import Sequence

from decidendi.refusal import Problem
from decidendi.rules.form import Comparison, Condition, Literal, Rule, Variable


def bound_variables(body: Sequence[Condition]) -> set[Variable]:
    """The variables that a condition binds: those of atoms that are not negated."""
    return {
        variable
        for condition in body
        if isinstance(condition, Literal) and not condition.negated
        for variable in condition.atom.variables()
    }


def variables_of(body: Sequence[Condition]) -> list[Variable]:
    """All variables of a body, in order."""
    found: list[Variable] = []
    for condition in body:
        terms = condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments
        found += [term for term in terms if isinstance(term, Variable)]
    return found


def unsafe(rule: Rule) -> Problem | None:
    """The first variable of a rule that no condition binds, if there is one."""
    bound = bound_variables(rule.body)
    for variable in rule.head.variables():
        if variable not in bound:
            return Problem(
                rule.place,
                f"nothing says which {variable.name} the conclusion is about",
                f"add a condition that names `the {variable.name}`",
                expected=f"a condition with `the {variable.name}`, neither negated nor a comparison",
            )
    for condition in rule.body:
        if isinstance(condition, Literal) and not condition.negated:
            continue
        for term in variables_of([condition]):
            if not term.is_anonymous and term not in bound:
                return Problem(
                    condition.place,
                    f"nothing says which {term.name} is meant",
                    f"add a condition that names `the {term.name}`",
                    expected=f"a condition with `the {term.name}`, neither negated nor a comparison",
                    found=f"`{condition.text}`",
                )
    return None
