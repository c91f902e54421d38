"""A third evaluator, for tests only: it looks at every world that the rows leave open, and is classical in each.

A world says of each possible row whether it is so, gives each partial date one begin and one end, and decides of each
rule that speaks of what may be whether it speaks. In a world a condition holds or does not, and rules are applied
over and over until nothing is new, lower strata first. It shares no code with the evaluators: not the plan of a rule,
not the tests of periods. What a date's text names is one time: two rows with one text mean the same time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from random import Random
from typing import Any

from decidendi.facts.amounts import Money, Share
from decidendi.facts.periods import Period
from decidendi.reasoning.matter import Matter, Row
from decidendi.rules.form import Comparison, Constant, Literal, Program, Rule, Variable

Time = tuple[int, int]
World = dict[str, set[Row]]
MOST_WORLDS = 48


def worlds(program: Program, matter: Matter, days: frozenset[str]) -> Iterator[World]:
    """What follows in worlds that fit the matter: all of them where they are few, else some.

    Args:
        program: rules without sums.
        matter: the rows.
        days: the texts of the periods that are days, of which a world picks one.
    """
    possible = [(name, row) for name, rows in matter.possible.items() for row in rows]
    periods = sorted({value for value in _values(program, matter) if isinstance(value, Period)}, key=str)
    marks = sorted({bound for period in periods for bound in _bounds(period)})
    random = Random(f"{len(possible)} {marks}")
    choices: list[list[Any]] = [[False, True] for _ in possible]
    choices += [_times(period, marks, is_day=period.text in days) for period in periods]
    hypothetical = [number for number, rule in enumerate(program.rules) if rule.only_possible]
    choices += [[False, True] for _ in hypothetical]
    count = 1
    for found in choices:
        count *= len(found)
    if count <= MOST_WORLDS:
        chosen = product(*choices)
    else:
        chosen = islice((tuple(random.choice(found) for found in choices) for _ in iter(int, 1)), MOST_WORLDS)
    for world in chosen:
        so = world[: len(possible)]
        times = dict(zip(periods, world[len(possible) :], strict=False))
        speaking = {
            number for number, speaks in zip(hypothetical, world[len(possible) + len(periods) :], strict=True) if speaks
        }
        rows: World = {name: set(stated) for name, stated in matter.stated.items()}
        for (name, row), is_so in zip(possible, so, strict=True):
            if is_so:
                rows.setdefault(name, set()).add(row)
        rules = [rule for n, rule in enumerate(program.rules) if not rule.only_possible or n in speaking]
        yield _closed(program, rules, rows, times, matter.day)


def _closed(program: Program, rules: list[Rule], rows: World, times: dict[Period, Time], day: Period) -> World:
    for stratum in program.strata:
        here = [rule for rule in rules if rule.head.predicate in stratum]
        grew = True
        while grew:
            grew = False
            for rule in here:
                for binding in list(_matches(rule, rows, times)):
                    applied = binding[rule.day] if rule.day is not None else day
                    if not _covers(
                        times.get(rule.in_force, _first(rule.in_force)), times.get(applied, _first(applied))
                    ):
                        continue
                    row = tuple(_filled(term, binding) for term in rule.head.arguments)
                    known = rows.setdefault(rule.head.predicate, set())
                    grew = grew or row not in known
                    known.add(row)
    return rows


def _matches(rule: Rule, rows: World, times: dict[Period, Time]) -> Iterator[dict[Variable, Any]]:
    positive = [c for c in rule.body if isinstance(c, Literal) and not c.negated]
    for chosen in product(*(rows.get(literal.atom.predicate, ()) for literal in positive)):
        binding: dict[Variable, Any] = {}
        if all(
            _binds(literal.atom.arguments, row, binding) for literal, row in zip(positive, chosen, strict=True)
        ) and all(_holds(c, binding, rows, times) for c in rule.body if c not in positive):
            yield binding


def _binds(terms: tuple[Any, ...], row: Row, binding: dict[Variable, Any]) -> bool:
    for term, value in zip(terms, row, strict=True):
        if isinstance(term, Constant):
            if term.value != value:
                return False
        elif binding.setdefault(term, value) != value:
            return False
    return True


def _holds(condition: Any, binding: dict[Variable, Any], rows: World, times: dict[Period, Time]) -> bool:
    if isinstance(condition, Literal):
        found = any(
            _binds(condition.atom.arguments, row, dict(binding)) for row in rows.get(condition.atom.predicate, ())
        )
        return not found
    assert isinstance(condition, Comparison)
    return _test(condition.name, [_filled(term, binding) for term in condition.arguments], times) != condition.negated


def _filled(term: Any, binding: dict[Variable, Any]) -> Any:
    return term.value if isinstance(term, Constant) else binding[term]


def _test(name: str, values: list[Any], times: dict[Period, Time]) -> bool:
    if name == "one of":
        return values[0] in values[1:]
    one, other = values
    if isinstance(one, Period):
        (begin, end), (other_begin, other_end) = times[one], times[other]
        return {
            "overlaps": begin <= other_end and other_begin <= end,
            "covers": begin <= other_begin and other_end <= end,
            "began by": begin <= other_begin,
            "ended by": end <= other_begin,
            "ended before": end < other_begin,
            "on or after": begin >= other_end,
            "before": not begin >= other_end,
            "same": (begin, end) == (other_begin, other_end),
        }[name]
    if name in ("at least", "share at least"):
        return bool(_number(one) >= _number(other))
    return (one == other) == (name == "same")


def _number(value: Any) -> Any:
    if isinstance(value, Money):
        return value.value
    assert isinstance(value, Share)
    return value.lower


def _bounds(period: Period) -> tuple[int, int, int, int]:
    return period.earliest_begin, period.latest_begin, period.earliest_end, period.latest_end


def _first(period: Period) -> Time:
    return period.earliest_begin, period.latest_end


def _covers(outer: Time, inner: Time) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _times(period: Period, marks: list[int], *, is_day: bool) -> list[Time]:
    """Some of the times that a period may be: its own bounds, those of others within them, and the days beside."""
    near = sorted({mark + step for mark in marks for step in (-1, 0, 1)})

    def within(low: int, high: int) -> list[int]:
        return [low, *(mark for mark in near if low < mark < high), *([high] if high > low else [])]

    begins = within(period.earliest_begin, period.latest_begin)
    if is_day:
        return [(begin, begin) for begin in begins]
    ends = within(period.earliest_end, period.latest_end)
    return [(begin, end) for begin in begins for end in ends if begin <= end]


def _values(program: Program, matter: Matter) -> Iterator[Any]:
    for rows_of in (matter.stated, matter.possible):
        for rows in rows_of.values():
            for row in rows:
                yield from row
    yield matter.day
    for rule in program.rules:
        yield rule.in_force
        terms = [*rule.head.arguments]
        for condition in rule.body:
            terms += condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments
        yield from (term.value for term in terms if isinstance(term, Constant))
