"""Circles of rules that look back in time: what they negate is supposed, and the supposition corrected until it stands.

The program is evaluated with what such a circle negates given to it as facts (`without_circles`), so that every engine
sees plain strata. At first nothing is supposed, which stands where nothing of the kind is concluded. Otherwise all of
it is left open; what is then concluded lies within what must and what may hold, and is supposed in turn, until a run
concludes what it was given. That is the alternating fixpoint of Van Gelder (1993): each supposition leaves less open
than the one before, so that it ends. As the circle looks back in time (`rules.looking_back`), a matter in which all is
known has one outcome, and it is that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import SUPPOSED_OF_CIRCLE, Atom, Condition, Constant, Literal, Program, Rule

T = TypeVar("T")
Bounds = tuple[frozenset[Row], frozenset[Row]]
"""The rows of a predicate that must hold, and those that may."""

_NOTHING: Final[Bounds] = frozenset(), frozenset()
_OPEN: Final = SUPPOSED_OF_CIRCLE + "still open"
_STILL_OPEN: Final[Row] = ("open",)


def without_circles(program: Program) -> Program:
    """The program with what its circles negate replaced by what is supposed of it."""
    if not program.looking_back:
        return program
    return replace(program, rules=tuple(_cut(rule, program.looking_back) for rule in program.rules))


def _cut(rule: Rule, looking_back: tuple[str, ...]) -> Rule:
    body: list[Condition] = []
    for condition in rule.body:
        if isinstance(condition, Literal) and condition.negated and condition.atom.predicate in looking_back:
            atom = Atom(SUPPOSED_OF_CIRCLE + condition.atom.predicate, condition.atom.arguments)
            body.append(replace(condition, atom=atom))
        else:
            body.append(condition)
    if tuple(body) == rule.body:
        return rule
    still_open = Atom(_OPEN, tuple(Constant(value, "text") for value in _STILL_OPEN))
    return replace(rule, body=(*body, Literal(still_open, True, "", rule.place)))


def settled(
    matter: Matter,
    looking_back: tuple[str, ...],
    once: Callable[[Matter], T],
    bounds: Callable[[T, str], Bounds],
) -> T:
    """What a program concludes of a matter when its circles are settled.

    Args:
        matter: the rows.
        looking_back: the predicates that the circles of the program negate.
        once: evaluates the program without its circles.
        bounds: the rows of a predicate in what `once` gave.
    """
    found = once(matter)
    if all(bounds(found, name) == _NOTHING for name in looking_back):
        return found
    given = _supposing(matter, dict.fromkeys(looking_back, _NOTHING), is_open=True)
    supposed: dict[str, Bounds] | None = None
    while True:
        found = once(given)
        concluded = {name: bounds(found, name) for name in looking_back}
        if concluded == supposed:
            return found
        supposed, given = concluded, _supposing(matter, concluded, is_open=False)


def settled_trace(matter: Matter, looking_back: tuple[str, ...], once: Callable[[Matter], Trace]) -> Trace:
    """The trace of a matter when the circles are settled, without what was supposed on the way."""
    found = settled(matter, looking_back, once, _of_trace)
    if found.matter is matter:
        return found
    return replace(found, matter=matter, must=without_supposed(found.must), may=without_supposed(found.may))


def supposing(matter: Matter, looking_back: tuple[str, ...], trace: Trace) -> Matter:
    """The matter with what a settled trace concludes of what the circles negate."""
    return _supposing(matter, {name: _of_trace(trace, name) for name in looking_back}, is_open=False)


def _of_trace(trace: Trace, name: str) -> Bounds:
    return trace.must.get(name, frozenset()), trace.may.get(name, frozenset())


Rows = TypeVar("Rows")


def without_supposed(rows: Mapping[str, Rows]) -> dict[str, Rows]:
    """Rows by predicate, but for what was supposed."""
    return {name: found for name, found in rows.items() if not name.startswith(SUPPOSED_OF_CIRCLE)}


def _supposing(matter: Matter, supposed: Mapping[str, Bounds], *, is_open: bool) -> Matter:
    stated, possible = dict(matter.stated), dict(matter.possible)
    for name, (must, may) in supposed.items():
        for rows_of, rows in ((stated, must), (possible, may - must)):
            if rows:
                rows_of[SUPPOSED_OF_CIRCLE + name] = _in_order(rows)
    if is_open:
        possible[_OPEN] = (_STILL_OPEN,)
    return replace(matter, stated=stated, possible=possible)


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: tuple(map(str, row))))
