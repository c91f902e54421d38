"""Programs as they stand on the day of a universe, so that what its matters cannot tell apart is not there twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from decidendi.facts.amounts import Share
from decidendi.facts.periods import Period, Truth, always, covers
from decidendi.reasoning.bounded import Universe, constants_of
from decidendi.reasoning.matter import Row
from decidendi.rules.form import Constant, Literal, Program, Rule

Facts = Mapping[str, tuple[Row, ...]]
"""What facts can say, by predicate."""


def on_day(programs: Sequence[Program], universe: Universe) -> tuple[Program, ...]:
    """Programs as they stand on the day of a universe.

    Thresholds and parameters are those of the day. Rules in force on none of the days that they can be about in a
    matter of the universe are left out, and those in force on all of them are in force always.
    """
    spoken_of = frozenset(_periods(programs, universe))
    concluded = {rule.head.predicate for program in programs for rule in program.rules}
    facts = {name: rows for name, rows in (universe.choices | universe.fixed).items() if name not in concluded}
    return tuple(_on_day(program, universe.day, facts, spoken_of) for program in programs)


def _on_day(program: Program, day: Period, facts: Facts, spoken_of: frozenset[Period]) -> Program:
    parameters = tuple(
        replace(item, during=always()) for item in program.parameters if covers(item.during, day) is Truth.HOLDS
    )
    thresholds = {item.name: item.value for item in parameters}
    rules: list[Rule] = []
    for found in program.rules:
        days = _days_about(found, facts, spoken_of) if found.day is not None else {day}
        in_force = {covers(found.in_force, item) is Truth.HOLDS for item in days}
        if True not in in_force:
            continue
        rule = found if False in in_force else replace(found, in_force=always())
        if rule.sum is not None and isinstance(rule.sum.threshold, str):
            value = thresholds.get(rule.sum.threshold)
            if not isinstance(value, Share):
                continue
            rule = replace(rule, sum=replace(rule.sum, threshold=Constant(value, "share")))
        rules.append(rule)
    return replace(program, rules=tuple(rules), parameters=parameters)


def _days_about(rule: Rule, facts: Facts, spoken_of: frozenset[Period]) -> frozenset[Period]:
    """The days that a rule can be about: what its facts can say where its day stands."""
    days = spoken_of
    for condition in rule.body:
        if isinstance(condition, Literal) and not condition.negated and condition.atom.predicate in facts:
            for index, term in enumerate(condition.atom.arguments):
                if term == rule.day:
                    days &= {row[index] for row in facts[condition.atom.predicate]}
    return days


def _periods(programs: Sequence[Program], universe: Universe) -> Iterator[Period]:
    """The stretches of time that facts and rules can speak of."""
    yield universe.day
    for found in (universe.choices, universe.denials, universe.fixed):
        for rows in found.values():
            yield from (value for row in rows for value in row if isinstance(value, Period))
    concluded = (term for program in programs for rule in program.rules for term in rule.head.arguments)
    named = (term.value for term in concluded if isinstance(term, Constant))
    yield from (value for value in chain(constants_of(programs), named) if isinstance(value, Period))
