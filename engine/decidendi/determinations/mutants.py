"""Mutants of a rulebook: the same law but for one slip of the pen, to see whether the fact sets would notice.

The slips are those that whoever restates a law makes: a condition or an exception left out, `and` for `or`, a
threshold or a date off by one step, two parties in each other's place, a kind too wide (after DeMillo, Lipton and
Sayward, "Hints on test data selection", 1978). What leaves a variable without a condition that says which one is meant
is not made. No slip lets a rule look at what it did not look at, so that every mutant is stratified like the law.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, Final

from decidendi.determinations.reaching import can_fail
from decidendi.facts.amounts import WHOLE, Money, Share
from decidendi.facts.kinds import SUPERKIND, THINGS, thing_kind
from decidendi.facts.periods import Period, parse_period
from decidendi.refusal import Place
from decidendi.rules.form import (
    EXCEPTION,
    KIND,
    PARAMETER,
    WITHDRAWN,
    Atom,
    Comparison,
    Condition,
    Constant,
    Literal,
    Parameter,
    Program,
    Rule,
    Term,
    Variable,
)
from decidendi.rules.rulebook import Rulebook
from decidendi.rules.safety import unsafe

DROP_CONDITION: Final = "drop a condition"
DROP_EXCEPTION: Final = "drop an exception"
AND_TO_OR: Final = "or for and"
OR_TO_AND: Final = "and for or"
SHIFT: Final = "shift by one step"
SWAP: Final = "swap roles"
WIDEN: Final = "widen a kind"
OPERATORS: Final = (DROP_CONDITION, DROP_EXCEPTION, AND_TO_OR, OR_TO_AND, SHIFT, SWAP, WIDEN)

_IF: Final = re.compile(r" if(?: either)?\n")
_STEP: Final = Fraction(1)
_FURTHER: Final = {"ended before": "ended by", "ended by": "ended before"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """The law with one slip.

    `identifier` stays the same when lines move. `provision` is the identifier of the provision, `text` says what is
    otherwise. `rules` are by their number in the program what stands in their place, the first there and others behind
    all; `parameters` replaces those of the program, if any are given. `near` holds the values beside a shifted one.
    """

    identifier: str
    operator: str
    provision: str
    text: str
    place: Place
    rules: tuple[tuple[int, tuple[Rule, ...]], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    near: tuple[Any, ...] = ()

    def program(self, program: Program) -> Program:
        """The program with the slip. The rules keep their numbers."""
        rules = list(program.rules)
        for number, (first, *others) in self.rules:
            rules[number] = first
            rules += others
        return replace(program, rules=tuple(rules), parameters=self.parameters or program.parameters)


def is_mutable(rule: Rule) -> bool:
    """Whether fact sets can tell a slip in a rule: not in what silence means, nor in what compares two matters."""
    compares = any(isinstance(c, Literal) and c.atom.predicate.startswith(WITHDRAWN) for c in rule.body)
    return not rule.only_possible and not compares


def mutants_of(rulebook: Rulebook, provisions: frozenset[str]) -> tuple[Mutant, ...]:
    """Every mutant of the rules under some provisions, given by identifier, in the order of the rulebook."""
    found: dict[str, Mutant] = {}
    counts: dict[tuple[str, ...], int] = {}

    def add(mutant: Mutant) -> None:
        subject = (mutant.operator, mutant.provision, mutant.text)
        counts[subject] = number = counts.get(subject, 0) + 1
        told = "\n".join((*subject, str(number)))
        identifier = hashlib.sha256(told.encode()).hexdigest()[:8]
        found[identifier] = replace(mutant, identifier=identifier)

    program = rulebook.program
    asked = [
        (number, rule) for number, rule in enumerate(program.rules) if rule.provision in provisions and is_mutable(rule)
    ]
    for number, rule in asked:
        for mutant in _of_rule(number, rule, program):
            add(mutant)
    for one, other in pairwise(asked):
        for mutant in _joined(one, other):
            add(mutant)
    for mutant in _of_parameters(program, provisions):
        add(mutant)
    for mutant in _of_days(provisions, rulebook):
        add(mutant)
    return tuple(sorted(found.values(), key=lambda item: (rulebook.names.get(item.place.file, ""), item.place)))


def _of_rule(number: int, rule: Rule, program: Program) -> Iterator[Mutant]:
    def made(operator: str, text: str, place: Place, *rules: Rule, near: tuple[Any, ...] = ()) -> Iterator[Mutant]:
        if rules and all(map(_is_safe, rules)):
            yield Mutant("", operator, rule.provision, text, place, ((number, rules),), near=near)

    concludes = _head(rule)
    droppable = list(_droppable(rule))
    for dropped, text, place, is_exception in droppable:
        operator = DROP_EXCEPTION if is_exception else DROP_CONDITION
        told = f"`{concludes}` {'whether or not' if is_exception else 'without asking whether'} {text}"
        yield from made(operator, told, place, _without(rule, dropped))
    for (one, text, place, _), (other, further, _, _) in pairwise(droppable):
        if one[0] in other or other[0] in one:
            continue
        told = f"`{concludes}` where {text}, or {further}, instead of both"
        yield from made(AND_TO_OR, told, place, *_apart(_without(rule, other), _without(rule, one)))
    for index, condition in enumerate(rule.body):
        for changed, text, near in _shifted(condition):
            yield from made(SHIFT, f"`{concludes}`: {text}", condition.place, _with(rule, index, changed), near=near)
        if isinstance(condition, Literal) and _can_be_mutated(condition):
            for atom, text in _swapped(condition.atom, program):
                told = f"`{concludes}` where in `{_said(condition)}` {text}"
                yield from made(SWAP, told, condition.place, _with(rule, index, replace(condition, atom=atom)))
        for atom, text in _widened(condition):
            assert isinstance(condition, Literal)
            changed_kind = replace(condition, atom=atom)
            yield from made(WIDEN, f"`{concludes}` {text}", rule.place, _with(rule, index, changed_kind))
    for atom, text in _swapped(rule.head, program):
        yield from made(SWAP, f"`{concludes}`, in which {text}", rule.place, replace(rule, head=atom))
    if rule.sum is not None:
        changed_sum = replace(rule.sum, more_than=not rule.sum.more_than)
        words = ("at least", "more than")
        old, new = words if changed_sum.more_than else words[::-1]
        near = (rule.sum.threshold.value,) if isinstance(rule.sum.threshold, Constant) else _values(program, rule.sum)
        told = f"`{concludes}` where the shares make {new} the threshold instead of {old} it"
        yield from made(SHIFT, told, rule.place, replace(rule, sum=changed_sum), near=near)
        if isinstance(rule.sum.threshold, Constant):
            for value in _beside(rule.sum.threshold.value):
                threshold = replace(rule.sum.threshold, value=value)
                told = f"`{concludes}` where the threshold is {value} instead of {rule.sum.threshold.value}"
                summing = replace(rule, sum=replace(rule.sum, threshold=threshold))
                yield from made(SHIFT, told, rule.place, summing, near=(rule.sum.threshold.value, value))


def _apart(one: Rule, other: Rule) -> tuple[Rule, Rule]:
    """Two rules in the place of one: each has a name of its own."""
    return one, replace(other, identifier=f"{other.identifier}, or")


def _values(program: Program, total: Any) -> tuple[Any, ...]:
    return tuple(item.value for item in program.parameters if item.name == total.threshold)


def _droppable(rule: Rule) -> Iterator[tuple[tuple[Condition, ...], str, Place, bool]]:
    """What can be left out: a sentence with all the conditions that it makes, and a comparison in it alone."""
    if rule.sum is not None:
        return
    sentences: dict[tuple[str, Place], list[Condition]] = {}
    for condition in rule.body:
        if _can_be_mutated(condition):
            sentences.setdefault((condition.text, condition.place), []).append(condition)
    for (text, place), conditions in sentences.items():
        first = conditions[0]
        is_exception = first.negated and len(conditions) == 1 and not _is_test(first)
        yield tuple(conditions), _plain(text), place, is_exception
        if len(conditions) > 1:
            for condition in conditions:
                if isinstance(condition, Comparison):
                    yield (condition,), f"{_plain(text)} (whatever the word)", place, False


def _can_be_mutated(condition: Condition) -> bool:
    return can_fail(condition) and (isinstance(condition, Comparison) or condition.atom.predicate != PARAMETER)


def _is_test(condition: Condition) -> bool:
    return isinstance(condition, Comparison) and not condition.text.startswith("unless ")


def _plain(text: str) -> str:
    words = " ".join(text.split())
    for beginning in ("unless ", "it is not the case that "):
        words = words.removeprefix(beginning)
    return words


def _said(condition: Literal) -> str:
    return " ".join(condition.text.split())


def _head(rule: Rule) -> str:
    """What a rule concludes, without the reason that may stand before it."""
    if rule.head.predicate.startswith(EXCEPTION):
        return f"an exception within `{_conclusion(rule.text)}`".replace("`", "'")
    return _conclusion(rule.text)


def _conclusion(text: str) -> str:
    lines = _IF.split(text, maxsplit=1)[0].splitlines()
    return " ".join(lines[-1].split()).removesuffix(" if") if lines else ""


def _without(rule: Rule, dropped: Sequence[Condition]) -> Rule:
    gone = {id(condition) for condition in dropped}
    return replace(rule, body=tuple(condition for condition in rule.body if id(condition) not in gone))


def _with(rule: Rule, index: int, condition: Condition) -> Rule:
    return replace(rule, body=(*rule.body[:index], condition, *rule.body[index + 1 :]))


def _is_safe(rule: Rule) -> bool:
    """Whether every variable of the conclusion and of the comparisons is bound."""
    if unsafe(rule) is not None:
        return False
    bound = {v for c in rule.body if isinstance(c, Literal) and not c.negated for v in c.atom.variables()}
    compared = [term for c in rule.body if isinstance(c, Comparison) for term in c.arguments]
    days = [rule.day] if rule.day is not None else []
    return all(term in bound for term in (*compared, *days) if isinstance(term, Variable))


def _joined(one: tuple[int, Rule], other: tuple[int, Rule]) -> Iterator[Mutant]:
    """Two alternatives of one rule as one that asks for both."""
    (number, rule), (further, alternative) = one, other
    if rule.place != alternative.place or rule.sum is not None or alternative.sum is not None:
        return
    if (rule.provision, rule.head) != (alternative.provision, alternative.head):
        return
    shared = set(rule.body)
    added = [condition for condition in alternative.body if condition not in shared]
    if not added or set(alternative.body) >= shared:
        return
    # An anonymous variable of the one is not that of the other, unless it stands in what both share.
    common = {t.name for c in alternative.body if c in shared for t in _terms(c) if isinstance(t, Variable)}

    def renamed(term: Term) -> Term:
        if isinstance(term, Variable) and term.is_anonymous and term.name not in common:
            return Variable(f"_other{term.name}", term.kind)
        return term

    both = replace(rule, body=(*rule.body, *(_renamed(condition, renamed) for condition in added)))
    if not _is_safe(both):
        return
    old = [_plain(c.text) for c in rule.body if c not in set(alternative.body) and c.text]
    new = [_plain(c.text) for c in added if c.text]
    if old and new:
        text = f"`{_head(rule)}` where {old[0]}, and {new[0]}, instead of either"
        rules = ((number, (both,)), (further, (replace(both, identifier=alternative.identifier),)))
        yield Mutant("", OR_TO_AND, rule.provision, text, rule.place, rules)


def _terms(condition: Condition) -> tuple[Term, ...]:
    return condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments


def _renamed(condition: Condition, renamed: Callable[[Term], Term]) -> Condition:
    if isinstance(condition, Comparison):
        return replace(condition, arguments=tuple(map(renamed, condition.arguments)))
    atom = Atom(condition.atom.predicate, tuple(map(renamed, condition.atom.arguments)))
    return replace(condition, atom=atom)


def _shifted(condition: Condition) -> Iterator[tuple[Condition, str, tuple[Any, ...]]]:
    """A comparison with a day, a share or an amount that is off by one step."""
    if not isinstance(condition, Comparison):
        return
    text = " ".join(condition.text.split())
    for index, term in enumerate(condition.arguments):
        if isinstance(term, Constant):
            for value in _beside(term.value):
                arguments = [*condition.arguments]
                arguments[index] = replace(term, value=value)
                told = f"in `{text}`, {value} instead of {term.value}"
                yield replace(condition, arguments=tuple(arguments)), told, (term.value, value)
    if condition.name in _FURTHER:
        told = f"in `{text}`, `{_FURTHER[condition.name]}` instead of `{condition.name}`"
        yield replace(condition, name=_FURTHER[condition.name]), told, ()


def _beside(value: Any) -> Iterator[Any]:
    """The values one step below and above: a day, one percent, one unit of a currency."""
    if isinstance(value, Share) and value.lower == value.upper:
        for step in (-_STEP, _STEP):
            if 0 <= value.lower + step <= WHOLE:
                yield Share(value.lower + step, value.lower + step)
    elif isinstance(value, Money):
        yield from (replace(value, value=value.value + step) for step in (Decimal(-1), Decimal(1)))
    elif isinstance(value, Period) and value.earliest_begin == value.latest_end:
        day = date.fromordinal(value.earliest_begin)
        yield from (parse_period(str(day + timedelta(days=step))) for step in (-1, 1))


def _swapped(atom: Atom, program: Program) -> Iterator[tuple[Atom, str]]:
    """Two different arguments of one kind of thing in each other's place."""
    schema = program.schemas.get(atom.predicate) or program.schemas.get(atom.predicate.split(": ", 1)[-1])
    if schema is None:
        return
    things = [index for index, slot in enumerate(schema.slots) if thing_kind(slot.kind) in THINGS]
    for one, other in combinations(things, 2):
        arguments = [*atom.arguments]
        same_kind = thing_kind(schema.slots[one].kind) == thing_kind(schema.slots[other].kind)
        if same_kind and arguments[one] != arguments[other]:
            arguments[one], arguments[other] = arguments[other], arguments[one]
            names = f"{_named(atom.arguments[one], schema.slots[one].name)} and "
            names += _named(atom.arguments[other], schema.slots[other].name)
            yield Atom(atom.predicate, tuple(arguments)), f"{names} have changed places"


def _named(term: Term, slot: str) -> str:
    if isinstance(term, Constant):
        return f'"{term.value}"'
    return f"any {slot.replace('_', ' ')}" if term.is_anonymous else f"the {term.name}"


def _widened(condition: Condition) -> Iterator[tuple[Atom, str]]:
    """A kind by the kind above it, where there is one and it is narrower than all parties."""
    if not isinstance(condition, Literal) or not condition.atom.predicate.startswith(KIND):
        return
    kind = condition.atom.predicate.removeprefix(KIND)
    wider = SUPERKIND.get(kind)
    if wider is not None:
        [term] = condition.atom.arguments
        told = "any person" if wider == "party" else f"any {wider}"
        yield Atom(KIND + wider, (term,)), f"of {told} where it says {kind}, of {_named(term, kind)}"


def _of_parameters(program: Program, provisions: frozenset[str]) -> Iterator[Mutant]:
    for number, item in enumerate(program.parameters):
        if item.provision in provisions:
            for value in _beside(item.value):
                others = [*program.parameters]
                others[number] = replace(item, value=value)
                text = f"the {item.name} is {value} instead of {item.value}"
                near = (item.value, value)
                yield Mutant("", SHIFT, item.provision, text, item.place, parameters=tuple(others), near=near)


def _of_days(provisions: frozenset[str], rulebook: Rulebook) -> Iterator[Mutant]:
    """The first and the last day of a text, each one day off, in all the rules of a page for which it is the same."""
    groups: dict[tuple[str, Period], list[tuple[int, Rule]]] = {}
    for number, rule in enumerate(rulebook.program.rules):
        if is_mutable(rule):
            groups.setdefault((rule.place.file, rule.in_force), []).append((number, rule))
    groups = {key: rules for key, rules in groups.items() if any(rule.provision in provisions for _, rule in rules)}
    for (_, period), rules in groups.items():
        rule = rules[0][1]
        for other, told, day in _other_days(period):
            changed = tuple((number, (replace(item, in_force=other),)) for number, item in rules)
            what = f"the rules of this page that are in force during {period}"
            near = tuple(parse_period(str(day + timedelta(days=step))) for step in (-1, 0, 1))
            provision = rulebook.provisions[rule.provision]
            yield Mutant("", SHIFT, rule.provision, f"{what}: {told}", provision.place, changed, near=near)


def _other_days(period: Period) -> Iterator[tuple[Period, str, date]]:
    begin, end = period.text.split("/") if "/" in period.text else ("..", "..")
    for step in (-1, 1):
        way = "earlier" if step < 0 else "later"
        if begin != ".." and period.earliest_begin == period.latest_begin:
            day = date.fromordinal(period.earliest_begin)
            yield parse_period(f"{day + timedelta(days=step)}/{end}"), f"they begin a day {way} than {day}", day
        if end != ".." and period.earliest_end == period.latest_end:
            day = date.fromordinal(period.earliest_end)
            yield parse_period(f"{begin}/{day + timedelta(days=step)}"), f"they end a day {way} than {day}", day
