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

from decidendi.facts.periods import Period
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.trace import Trace
from decidendi.reasoning.uses import reachable
from decidendi.rules.form import DAY, SUPPOSED_OF_CIRCLE, Atom, Condition, Constant, Literal, Program, Rule

T = TypeVar("T")
Rows = TypeVar("Rows")
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


def around_circles(program: Program) -> Program:
    """Of a program without its circles, what they may rest on: enough to settle them."""
    names = reachable(program, list(program.looking_back))
    rules = tuple(rule for rule in program.rules if rule.head.predicate in names)
    strata = (tuple(name for name in stratum if name in names) for stratum in program.strata)
    return replace(program, rules=rules, strata=tuple(stratum for stratum in strata if stratum))


def standing(
    matter: Matter,
    looking_back: tuple[str, ...],
    settle: Callable[[Matter], T],
    bounds: Callable[[T, str], Bounds],
    guess: Mapping[str, Bounds] | None = None,
) -> tuple[Matter, T]:
    """A matter with what its circles negate supposed as it stands, and what `settle` concludes of it.

    Args:
        matter: the rows.
        looking_back: the predicates that the circles of the program negate.
        settle: evaluates a program without its circles, or what they rest on.
        bounds: the rows of a predicate in what `settle` gave.
        guess: what was concluded of a matter that differs in little. It is taken where it stands, and where all days
            are known: then days are settled one by one, and nothing else can stand.
    """
    nothing = dict.fromkeys(looking_back, _NOTHING)
    for tried in (guess, nothing):
        if tried is not None and _days_are_known(matter, tried):
            given = _supposing(matter, tried, is_open=False)
            found = settle(given)
            if all(bounds(found, name) == tried[name] for name in looking_back):
                return given, found
    given = _supposing(matter, nothing, is_open=True)
    supposed: dict[str, Bounds] | None = None
    while True:
        found = settle(given)
        concluded = {name: bounds(found, name) for name in looking_back}
        if concluded == supposed:
            return given, found
        supposed, given = concluded, _supposing(matter, concluded, is_open=False)


def settled_trace(
    matter: Matter,
    looking_back: tuple[str, ...],
    once: Callable[[Matter], Trace],
    around: Callable[[Matter], Trace] | None = None,
    guess: Mapping[str, Bounds] | None = None,
) -> Trace:
    """The trace of a matter when the circles are settled, without what was supposed on the way.

    `once` evaluates the program without its circles; `around`, where there is one, what these rest on and no more,
    which is enough to settle them.
    """
    if not looking_back:
        return once(matter)
    given, found = standing(matter, looking_back, around or once, bounds_in, guess)
    if around:
        found = once(given)
    return replace(found, matter=matter, must=without_supposed(found.must), may=without_supposed(found.may))


def with_supposed(matter: Matter, supposed: Mapping[str, Bounds]) -> Matter:
    """The matter with what is supposed of what the circles negate."""
    return _supposing(matter, supposed, is_open=False)


def bounds_in(trace: Trace, name: str) -> Bounds:
    """The rows of a predicate in a trace."""
    return trace.must.get(name, frozenset()), trace.may.get(name, frozenset())


def concludes_nothing(trace: Trace, looking_back: tuple[str, ...]) -> bool:
    """Whether nothing that circles negate may hold, so that they are settled."""
    return all(bounds_in(trace, name) == _NOTHING for name in looking_back)


def supposing(matter: Matter, looking_back: tuple[str, ...], trace: Trace) -> Matter:
    """The matter with what a settled trace concludes of what the circles negate."""
    return _supposing(matter, {name: bounds_in(trace, name) for name in looking_back}, is_open=False)


def without_supposed(rows: Mapping[str, Rows]) -> dict[str, Rows]:
    """Rows by predicate, but for what was supposed."""
    return {name: found for name, found in rows.items() if not name.startswith(SUPPOSED_OF_CIRCLE)}


def _days_are_known(matter: Matter, supposed: Mapping[str, Bounds]) -> bool:
    """Whether each day in question is one day, and each time that is supposed of known; nothing supposes none."""
    times = [value for _, may in supposed.values() for row in may for value in row if isinstance(value, Period)]
    if not times:
        return True
    return all(day.is_one_day for (day,) in matter.stated.get(DAY, ())) and all(
        time.earliest_begin == time.latest_begin and time.earliest_end == time.latest_end for time in times
    )


def _supposing(matter: Matter, supposed: Mapping[str, Bounds], *, is_open: bool) -> Matter:
    if not is_open and all(found == _NOTHING for found in supposed.values()):
        return matter
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
