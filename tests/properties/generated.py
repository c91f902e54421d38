"""Generated programs and matters: small laws and small cases with everything that the evaluators know.

Each rule and each row is decoded from a few bytes of its own, so that examples are cheap to make (one choice a rule)
and shrink well: a failing example loses whole rules and rows first, and zeros decode to what is simplest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st

from decidendi.facts.amounts import Money, Share
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import day_period, parse_period, unknown_period
from decidendi.reasoning.cases import Case
from decidendi.reasoning.matter import Matter, Row
from decidendi.refusal import Place
from decidendi.rules.form import (
    DAY,
    DAY_ASKED,
    DENIED,
    KIND,
    PARAMETER,
    POSSIBLE,
    READING,
    STATED,
    Atom,
    Comparison,
    Condition,
    Constant,
    Literal,
    Program,
    Rule,
    Sum,
    Variable,
)
from decidendi.rules.strata import stratify

T = TypeVar("T")
PLACE = Place("generated.md", 1)
DAY_OF_MATTER = day_period(date(2020, 7, 9))
RULE_BYTES = 40
ROW_BYTES = 10

# The values of each type. What is first is simplest. Days and periods are of one kind and of two types.
VALUES: dict[str, list[Any]] = {
    "party": ["huo", "xpsb", "huo", "xpsb", "chen", "another party"],
    "text": ["funds", "goods", UNKNOWN],
    "period": [
        *map(parse_period, ["2018", "2017-03/2018", "2018-05/..", "2019/", "/2020", "2016?", "../.."]),
        unknown_period(),
    ],
    "day": [DAY_OF_MATTER, *map(parse_period, ["2018-05-01", "2018", "2020-07", "2021-01-01"])],
    "share": [
        Share(Fraction(50), Fraction(50)),
        Share(Fraction(25), Fraction(25)),
        Share(Fraction(75), Fraction(75)),
        Share(Fraction(25), Fraction(50), True, False),
        Share(Fraction(0), Fraction(100)),
    ],
    "amount": [Money("USD", Decimal(1000)), Money("USD", Decimal("999.99")), Money("EUR", Decimal(5))],
    "threshold": ["the threshold"],
    "term": ["the term"],
    "reading": ["wide", "narrow"],
}
KIND_OF = {"day": "period", "threshold": "text", "term": "text", "reading": "text"}

GIVEN: dict[str, tuple[str, ...]] = {
    "foreign": ("party",),
    "leader": ("party", "party", "period"),
    "gave": ("party", "text"),
    "linked": ("party", "party"),
    "paid": ("party", "party", "day"),
    "held": ("party", "party", "share"),
    "worth": ("party", "amount"),
    DENIED + "foreign": ("party",),
    STATED + "foreign": ("party",),
    POSSIBLE + "foreign": ("party",),
    KIND + "entity": ("party",),
    DAY: ("day",),
    DAY_ASKED: ("day",),
    READING: ("term", "reading"),
    PARAMETER: ("threshold", "share"),
}
# Each level negates lower ones only, and may rest on itself: programs are stratified by how they are made.
CONCLUDED: dict[str, tuple[int, tuple[str, ...]]] = {
    "reached": (0, ("party",)),
    "tied": (0, ("party", "party")),
    "foreign": (0, ("party",)),  # silence about a fact: concluded by rules that speak of what may be
    "blocked": (1, ("party", "day")),
    "excused": (1, ("party",)),
    "counted": (1, ("party", "party")),
    "owned": (1, ("party",)),  # by a sum, and by nothing else
    "barred": (2, ("party", "party")),
    "said": (2, ("party", "text")),
    "final": (3, ("party",)),
}
TYPES = {**{name: types for name, (_, types) in CONCLUDED.items()}, **GIVEN}
_VARIABLES = {
    "party": ["person", "other person", "entity"],
    "period": ["time", "other time"],
    "day": ["day", "other day"],
    "text": ["word", "other word"],
}
_PERIOD_TESTS = ["overlaps", "covers", "began by", "ended by", "ended before", "on or after", "before", "same"]
_TESTS = {
    "party": ["differs", "same"],
    "text": ["one of", "same", "differs"],
    "period": _PERIOD_TESTS,
    "day": _PERIOD_TESTS,
    "share": ["share at least", "same"],
    "amount": ["at least", "same", "differs"],
}
_IN_FORCE = ["../..", "2018/..", "2018-05-01/2020-07", "2021/..", "2020/", "2020-07-09/2020-07-09"]


class Tape:
    """Choices read off bytes; past the end everything is the first choice."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.byte() % len(choices)]

    def chance(self, of_256: int) -> bool:
        return self.byte() >= 256 - of_256


def kind_of(type_name: str) -> str:
    return KIND_OF.get(type_name, type_name)


def _term(tape: Tape, type_name: str, variables: dict[Variable, str]) -> Variable | Constant:
    if tape.chance(25) or type_name in ("threshold", "term", "reading"):
        values = VALUES[type_name]
        return Constant(tape.pick(values[:5] if type_name == "party" else values), kind_of(type_name))
    variable = Variable(tape.pick(_VARIABLES.get(type_name, [type_name])), kind_of(type_name))
    variables.setdefault(variable, type_name)
    return variable


def _literal(tape: Tape, names: Sequence[str], variables: dict[Variable, str]) -> Literal:
    name = tape.pick(names)
    atom = Atom(name, tuple(_term(tape, type_name, variables) for type_name in TYPES[name]))
    return Literal(atom, False, name, PLACE)


def _negated(tape: Tape, names: Sequence[str], bound: dict[Variable, str]) -> Literal:
    """A negated condition: variables that are bound elsewhere, constants, and anonymous ones ("at no time")."""
    name = tape.pick(names)
    terms: list[Variable | Constant] = []
    for index, type_name in enumerate(TYPES[name]):
        known = [variable for variable, found in bound.items() if found == type_name]
        choice = tape.byte() % 4
        if choice < 2 and known:
            terms.append(tape.pick(known))
        elif choice == 3:
            terms.append(Constant(tape.pick(VALUES[type_name]), kind_of(type_name)))
        else:
            terms.append(Variable(f"_{index}", kind_of(type_name)))
    return Literal(Atom(name, tuple(terms)), True, f"not {name}", PLACE)


def _comparison(tape: Tape, bound: dict[Variable, str]) -> Comparison | None:
    usable = [variable for variable, found in bound.items() if found in _TESTS]
    if not usable:
        return None
    one = tape.pick(usable)
    type_name = bound[one]
    name = tape.pick(_TESTS[type_name])
    if name == "one of":
        words = ("funds", "goods")[: 1 + tape.byte() % 2]
        arguments: tuple[Any, ...] = (one, *(Constant(word, "text") for word in words))
    else:
        others = [v for v in bound if v != one and kind_of(bound[v]) == kind_of(type_name)]
        constant = Constant(tape.pick(VALUES[type_name]), kind_of(type_name))
        arguments = (one, tape.pick([*others, constant]))
        if tape.chance(64):
            arguments = arguments[::-1]
    return Comparison(name, arguments, tape.chance(64), name, PLACE)


def make_rule(data: bytes, number: int, *, plain: bool = False) -> Rule:
    """A rule. `plain`: without sums, and without what only the grounder makes (readings, parameters, kinds)."""
    tape = Tape(data)
    head_name = tape.pick([name for name in CONCLUDED if not plain or name != "owned"])
    level, head_types = CONCLUDED[head_name]
    if head_name == "owned":
        return _sum_rule(tape, number)
    given = [*PLAIN, *PLAIN, *(() if plain else GIVEN)]
    positive = [*given, *(name for name, (at, _) in CONCLUDED.items() if at <= level and name not in given)]
    negatable = [*given, *(name for name, (at, _) in CONCLUDED.items() if at < level and name not in given)]
    if level == 0:
        negatable = [name for name in negatable if name != "foreign"]
    bound: dict[Variable, str] = {}
    body: list[Condition] = [_literal(tape, positive, bound) for _ in range(tape.pick([1, 2, 2, 3, 1, 2, 0]))]
    extra: list[Condition] = [_negated(tape, negatable, bound) for _ in range(tape.pick([0, 1, 0, 1, 2]))]
    for _ in range(tape.pick([0, 1, 1, 2])):
        comparison = _comparison(tape, bound)
        if comparison is not None:
            extra.append(comparison)
    for condition in extra:  # tests may be written before what binds their variables
        body.insert(len(body) - tape.byte() % (len(body) + 1), condition)
    head: list[Variable | Constant] = []
    for type_name in head_types:
        known = [variable for variable, found in bound.items() if found == type_name]
        head.append(
            tape.pick(known)
            if known and not tape.chance(20)
            else Constant(tape.pick(VALUES[type_name][:3]), kind_of(type_name))
        )
    days = [variable for variable, found in bound.items() if found == "day"]
    return Rule(
        identifier=f"r{number}",
        provision="/generated/1",
        head=Atom(head_name, tuple(head)),
        body=tuple(body),
        in_force=parse_period(tape.pick(_IN_FORCE) if tape.chance(60) else _IN_FORCE[0]),
        day=tape.pick(days) if days and tape.chance(100) else None,
        reading=None,
        only_possible=head_name == "foreign" or tape.chance(20),
        text="",
        place=PLACE,
    )


def _sum_rule(tape: Tape, number: int) -> Rule:
    """Ownership: the shares of those that count add up to a threshold; what counts may rest on what is owned."""
    owner, entity, share = Variable("owner", "party"), Variable("entity", "party"), Variable("share", "share")
    table = Literal(Atom("held", (entity, owner, share)), False, "held", PLACE)
    counted = Literal(Atom(tape.pick(["counted", "counted", "linked"]), (entity, owner)), False, "counted", PLACE)
    whole = Literal(Atom(tape.pick(["foreign", "reached"]), (entity,)), False, "whole", PLACE)
    threshold = tape.pick([Constant(VALUES["share"][0], "share"), "the threshold"])
    return Rule(
        identifier=f"r{number}",
        provision="/generated/1",
        head=Atom("owned", (entity,)),
        body=(table, counted, whole) if tape.chance(80) else (table, counted),
        in_force=parse_period("../.."),
        day=None,
        reading=None,
        only_possible=False,
        text="",
        place=PLACE,
        sum=Sum(1, threshold, more_than=tape.chance(80), undisclosed=tape.chance(80)),
    )


def make_program(rules: Sequence[bytes], *, plain: bool = False) -> Program:
    decoded = [make_rule(data, number, plain=plain) for number, data in enumerate(rules)]
    sums = [rule for rule in decoded if rule.sum is not None]
    made = tuple(rule for rule in decoded if rule.sum is None or rule is sums[0])
    strata, cycle = stratify(made)
    assert cycle is None, cycle
    return Program({}, made, strata.groups, looking_back=strata.looking_back)


def make_matter(rows: Sequence[bytes], *, plain: bool = False) -> Matter:
    """Rows by predicate, stated or only possible; a class without possible rows is one that is stated in full."""
    stated: dict[str, dict[Row, None]] = {}
    possible: dict[str, dict[Row, None]] = {}
    given = [*PLAIN, *PLAIN, *(() if plain else GIVEN)]
    for data in rows:
        tape = Tape(data)
        target = tape.pick([stated, stated, possible])
        name = tape.pick(given if plain else [*given, "tied", "excused", "held", "linked"])
        row = tuple(tape.pick(_plain_values(found) if plain else VALUES[found]) for found in TYPES[name])
        target.setdefault(name, {})[row] = None
    if not plain:
        stated.setdefault(DAY_ASKED, {(DAY_OF_MATTER,): None})
        stated.setdefault(DAY, {})[(DAY_OF_MATTER,)] = None
        stated.setdefault(READING, {("the term", "wide"): None})
    return Matter(
        stated={name: tuple(found) for name, found in stated.items()},
        possible={name: tuple(found) for name, found in possible.items()},
        statements={},
        day=DAY_OF_MATTER,
        readings=(("the term", "wide"),),
        subjects=(),
    )


PLAIN = ("foreign", "leader", "gave", "linked", "paid", "held", "worth")
"""What a classical reader of the law may look at: no words about words, and no things without a name."""


def _plain_values(type_name: str) -> list[Any]:
    if type_name == "party":
        return VALUES["party"][:5]
    return VALUES["text"][:2] if type_name == "text" else VALUES[type_name]


def _blocks(size: int, least: int, most: int) -> st.SearchStrategy[list[bytes]]:
    return st.lists(st.binary(min_size=size, max_size=size), min_size=least, max_size=most)


def cases(*, most_rules: int = 9, most_rows: int = 30, plain: bool = False) -> st.SearchStrategy[Case]:
    """A program and a matter."""
    return st.builds(
        lambda rules, rows: Case(make_program(rules, plain=plain), make_matter(rows, plain=plain)),
        _blocks(RULE_BYTES, 1, most_rules),
        _blocks(ROW_BYTES, 1, most_rows),
    )
