"""Whether two rulebooks say the same in other words, lines and files: their rules compared by what they do."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final

from decidendi.rules.form import PARAMETER, Atom, Comparison, Condition, Literal, Program, Rule, Term, Variable

_MADE: Final = ("exception: ", "table: ", "counted: ", "whole: ", "total: ")
"""Predicates that compiling makes; their names hold lines, which say nothing of what the rule does."""


@dataclass(frozen=True, slots=True)
class Unlike:
    """Two programs in which predicates that compiling made have the same name where their rules do the same.

    `only_first` and `only_second` are the rules that the other program has not; `parameters` are the names of those
    that differ; `touched` are the conclusions that may come out otherwise because of either, each with how many rules
    it is away from what differs.
    """

    first: Program
    second: Program
    only_first: tuple[Rule, ...]
    only_second: tuple[Rule, ...]
    parameters: tuple[str, ...]
    touched: dict[str, int]


def unlike(first: Program, second: Program) -> Unlike:
    """What sets two programs apart."""
    first, second = _named_alike(first), _named_alike(second)
    only_first, only_second = _more(first, second), _more(second, first)
    values = [{(item.name, item.value, item.during) for item in program.parameters} for program in (first, second)]
    parameters = tuple(sorted({name for name, _, _ in values[0] ^ values[1]}))
    touched = {rule.head.predicate: 0 for rule in (*only_first, *only_second)}
    rules = (*first.rules, *second.rules)
    for rule in rules:
        threshold = rule.sum.threshold if rule.sum is not None else None
        looks = any(isinstance(c, Literal) and c.atom.predicate == PARAMETER for c in rule.body)
        if parameters and (threshold in parameters or looks):
            touched[rule.head.predicate] = 0
    for away in count(1):
        more = {
            rule.head.predicate
            for rule in rules
            if rule.head.predicate not in touched
            and any(isinstance(c, Literal) and c.atom.predicate in touched for c in rule.body)
        }
        if not more:
            break
        touched |= dict.fromkeys(sorted(more), away)
    return Unlike(first, second, only_first, only_second, parameters, touched)


def renamed(rule: Rule, names: dict[str, str]) -> Rule:
    """A rule in which some predicates are called otherwise."""

    def atom(found: Atom) -> Atom:
        return Atom(names.get(found.predicate, found.predicate), found.arguments)

    body = tuple(replace(c, atom=atom(c.atom)) if isinstance(c, Literal) else c for c in rule.body)
    return replace(rule, head=atom(rule.head), body=body)


def rule_key(rule: Rule) -> Any:
    """What a rule does, whatever its variables are called and wherever it stands."""
    numbers: dict[Variable, int] = {}

    def term(found: Term) -> Any:
        if isinstance(found, Variable):
            return numbers.setdefault(found, len(numbers))
        return found

    def condition(found: Condition) -> Any:
        if isinstance(found, Comparison):
            return (found.name, found.negated, tuple(map(term, found.arguments)))
        return (found.atom.predicate, found.negated, tuple(map(term, found.atom.arguments)))

    head = (rule.head.predicate, tuple(map(term, rule.head.arguments)))
    body = tuple(map(condition, rule.body))
    day = None if rule.day is None else term(rule.day)
    return (head, body, rule.in_force.text, day, rule.only_possible, rule.sum)


def _more(one: Program, other: Program) -> tuple[Rule, ...]:
    left = Counter(map(rule_key, other.rules))
    found = []
    for rule in one.rules:
        key = rule_key(rule)
        if left[key]:
            left[key] -= 1
        else:
            found.append(rule)
    return tuple(found)


def _named_alike(program: Program) -> Program:
    """The program with each predicate that compiling made called by a hash of what its rules do."""
    by_head: dict[str, list[Rule]] = {}
    for rule in program.rules:
        by_head.setdefault(rule.head.predicate, []).append(rule)
    names: dict[str, str] = {}

    def name(predicate: str) -> str:
        made = next((prefix for prefix in _MADE if predicate.startswith(prefix)), None)
        if made is None:
            return predicate
        if predicate not in names:
            names[predicate] = made  # a predicate that rests on itself is known by its kind alone while it is named
            rules = by_head.get(predicate, ())
            keys = sorted(repr(rule_key(renamed(rule, {**_uses(rule, name), predicate: made}))) for rule in rules)
            names[predicate] = made + hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
        return names[predicate]

    for predicate in by_head:
        name(predicate)
    rules = tuple(renamed(rule, names) for rule in program.rules)
    strata = tuple(tuple(names.get(item, item) for item in group) for group in program.strata)
    schemas = {names.get(item, item): schema for item, schema in program.schemas.items()}
    back = tuple(names.get(item, item) for item in program.looking_back)
    return replace(program, rules=rules, strata=strata, schemas=schemas, looking_back=back)


def _uses(rule: Rule, name: Any) -> dict[str, str]:
    predicates: Iterable[str] = (c.atom.predicate for c in rule.body if isinstance(c, Literal))
    return {predicate: name(predicate) for predicate in predicates}
