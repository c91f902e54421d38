"""Rules that no facts can ever make fire, and words that no fact set can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from decidendi.facts.entries import SCHEMAS, words_in_slot
from decidendi.facts.kinds import THINGS, is_kind, thing_kind
from decidendi.facts.nodes import shown
from decidendi.facts.periods import Truth
from decidendi.facts.slots import listed
from decidendi.refusal import Place, Problem, nearest
from decidendi.rules.comparisons import TESTS, negation
from decidendi.rules.completing import slot_kind
from decidendi.rules.form import (
    DENIED,
    KIND,
    POSSIBLE,
    STATED,
    SUPPOSED,
    WITHDRAWN,
    Comparison,
    Condition,
    Constant,
    Literal,
    Program,
    Rule,
    Term,
    Variable,
    schema_of_predicate,
)
from decidendi.rules.phrases import with_article
from decidendi.rules.sentences import base_book

_GIVEN: Final = (KIND, STATED, DENIED, POSSIBLE, SUPPOSED, WITHDRAWN)
_OPPOSITES: Final = {"differs": "same", "before": "on or after"}
"""Comparisons that are the negation of another."""


def dead_rules(program: Program) -> Iterator[Problem]:
    """A problem for each rule that can never fire, with the reason."""
    yield from _without_support(program)
    for rule in program.rules:
        yield from _contradictions(rule)
        yield from _disjoint(rule, program)
        yield from _impossible_words(rule)


def _dead(place: Place, reason: str) -> Problem:
    return Problem(
        place,
        "rule that can never fire",
        "correct the condition, or add the rule that is missing",
        found=reason,
    )


def _positive(rule: Rule) -> list[Literal]:
    return [condition for condition in rule.body if isinstance(condition, Literal) and not condition.negated]


def _without_support(program: Program) -> Iterator[Problem]:
    """Conditions that no rule concludes, or only rules that rest on them in turn."""
    facts = base_book().schemas
    concluded = {rule.head.predicate for rule in program.rules}
    supported = {
        literal.atom.predicate
        for rule in program.rules
        for literal in _positive(rule)
        if literal.atom.predicate in facts or literal.atom.predicate.startswith(_GIVEN)
    }
    waiting = list(program.rules)
    while True:
        fired = [rule for rule in waiting if all(c.atom.predicate in supported for c in _positive(rule))]
        if not fired:
            break
        supported.update(rule.head.predicate for rule in fired)
        waiting = [rule for rule in waiting if rule not in fired]
    for rule in waiting:
        for literal in _positive(rule):
            predicate = literal.atom.predicate
            if predicate not in concluded | supported:
                yield _dead(literal.place, f"no rule concludes {shown(literal.text)}")
            elif predicate not in supported and _rests_on(predicate, rule.head.predicate, waiting):
                yield _dead(literal.place, f"{shown(literal.text)} rests on nothing but this rule")


def _rests_on(predicate: str, goal: str, rules: list[Rule]) -> bool:
    """Whether rules that cannot fire lead from one predicate to another."""
    seen: set[str] = set()
    queue = [predicate]
    while queue:
        name = queue.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            queue += [c.atom.predicate for rule in rules if rule.head.predicate == name for c in _positive(rule)]
    return False


def _contradictions(rule: Rule) -> Iterator[Problem]:
    """Conditions that contradict another of the same rule, or themselves."""
    positive = _positive(rule)
    bound = {variable for literal in positive for variable in literal.atom.variables()}
    before: list[Comparison] = []
    for condition in rule.body:
        if isinstance(condition, Comparison):
            if _is_false(condition) or any(_excludes(condition, other) for other in before):
                what = "contradicts another condition" if not _is_false(condition) else "is false of itself"
                yield _dead(condition.place, f"{shown(condition.text)} {what}")
            before.append(condition)
        elif condition.negated and any(_reaches(condition, other, bound) for other in positive):
            yield _dead(condition.place, f"{shown(condition.text)} contradicts another condition")


def _reaches(negated: Literal, other: Literal, bound: set[Variable]) -> bool:
    """Whether the negation denies what the other condition asks for; a variable of its own stands for anything."""
    return negated.atom.predicate == other.atom.predicate and all(
        one == two or (isinstance(one, Variable) and one not in bound)
        for one, two in zip(negated.atom.arguments, other.atom.arguments, strict=True)
    )


def _is_false(comparison: Comparison) -> bool:
    values = [term.value for term in comparison.arguments if isinstance(term, Constant)]
    if len(values) < len(comparison.arguments):
        return False
    truth = TESTS[comparison.name](*values)
    return (negation(truth) if comparison.negated else truth) is Truth.FAILS


def _plain(comparison: Comparison) -> tuple[str, bool]:
    """The comparison without its negation, and whether it is negated."""
    name = _OPPOSITES.get(comparison.name)
    return (name, not comparison.negated) if name else (comparison.name, comparison.negated)


def _excludes(one: Comparison, other: Comparison) -> bool:
    """Whether the two can never hold together: opposites, or one thing the same as two different values."""
    (name, negated), (other_name, other_negated) = _plain(one), _plain(other)
    if name != other_name:
        return False
    if one.arguments == other.arguments:
        return negated != other_negated
    if name != "same" or negated or other_negated or one.arguments[0] != other.arguments[0]:
        return False
    values = [term.value for term in (one.arguments[1], other.arguments[1]) if isinstance(term, Constant)]
    return len(values) > 1 and TESTS["same"](*values) is Truth.FAILS


def _disjoint(rule: Rule, program: Program) -> Iterator[Problem]:
    """Variables that would have to be of two kinds of which nothing is both."""
    kinds: dict[Variable, list[str]] = {}
    for literal in _positive(rule):
        schema = schema_of_predicate(program.schemas, literal.atom.predicate)
        for slot, term in zip(schema.slots, literal.atom.arguments, strict=True):
            kind = slot_kind(literal.atom.predicate, slot)
            if isinstance(term, Variable) and thing_kind(kind) in THINGS:
                kinds.setdefault(term, []).append(kind)
    for variable, found in kinds.items():
        pairs = [(one, two) for one in found for two in found if not is_kind(one, two) and not is_kind(two, one)]
        if pairs:
            both = " and ".join(with_article(kind) for kind in pairs[0])
            yield _dead(rule.place, f"`the {variable.name}` would have to be {both}")


def _impossible_words(rule: Rule) -> Iterator[Problem]:
    """Words that no fact set can hold where a condition looks for them: misspelt, or with capitals."""
    slots: dict[Term, list[tuple[str, int]]] = {}
    for literal in (condition for condition in rule.body if isinstance(condition, Literal)):
        predicate = literal.atom.predicate
        for mode in (STATED, DENIED, SUPPOSED, WITHDRAWN):
            predicate = predicate.removeprefix(mode)
        for index, term in enumerate(literal.atom.arguments):
            if predicate in SCHEMAS and isinstance(term, Variable) and not literal.negated:
                slots.setdefault(term, []).append((predicate, index))
            elif predicate in SCHEMAS and isinstance(term, Constant) and term.kind == "text":
                yield from _impossible_word(predicate, index, str(term.value), literal)
    for comparison in (condition for condition in rule.body if isinstance(condition, Comparison)):
        first, *others = comparison.arguments
        for predicate, index in slots.get(first, ()):
            for term in others:
                if isinstance(term, Constant) and term.kind == "text":
                    yield from _impossible_word(predicate, index, str(term.value), comparison)


def _impossible_word(predicate: str, index: int, value: str, condition: Condition) -> Iterator[Problem]:
    word, members = words_in_slot(predicate, index, value)
    if word == value:
        return
    close = nearest(value, members)
    mend = f"write {shown(word)}" if word else f"did you mean {close}" if close else "use one of these words"
    yield Problem(
        condition.place,
        f"no fact can say {shown(value)} here",
        mend,
        expected=shown(word) if word else "one of " + listed(members),
        found=shown(condition.text),
    )
