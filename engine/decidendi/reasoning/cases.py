"""A case: rules and rows that can be run again anywhere, as text, and the search for a smaller one.

When the engines disagree, what made them do so must not be lost, and must be small enough to be read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from decidendi.facts.amounts import Money, Share
from decidendi.facts.periods import Period
from decidendi.reasoning.matter import Matter, Row
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Comparison, Condition, Constant, Literal, Program, Rule, Sum, Term, Variable
from decidendi.rules.strata import stratify

MOST_TRIALS: Final = 300

T = TypeVar("T")
Differ = Callable[[Matter], bool]
"""Whether the engines of some program still disagree on a matter."""


@dataclass(frozen=True, slots=True)
class Case:
    """Rules with the rows that they are applied to: all that an evaluator looks at."""

    program: Program
    matter: Matter

    @property
    def size(self) -> tuple[int, int]:
        """How many rules it has, and how many rows."""
        return len(self.program.rules), len(_rows(self.matter))

    def to_text(self) -> str:
        """The case as JSON, a line to each rule and row, the same for the same case; `read_case` reads it."""
        day = self.matter.day
        lines = [f'  "day": {_json(_value(day))}', _list("readings", map(list, self.matter.readings))]
        lines += [_list("rules", map(_rule, self.program.rules))]
        lines += [_list("rows", ([mode, name, *map(_value, row)] for mode, name, row in _rows(self.matter)))]
        return "{\n" + ",\n".join(lines) + "\n}\n"


def read_case(text: str) -> Case:
    """Read a case from the text that `Case.to_text` wrote.

    Raises:
        ValueError: the text is anything else.
    """
    try:
        found = json.loads(text)
        rules = tuple(_read_rule(item) for item in found["rules"])
        rows = [(mode, name, tuple(map(_read_value, row))) for mode, name, *row in found["rows"]]
        strata, cycle = stratify(rules)
        matter = Matter({}, {}, {}, _read_value(found["day"]), tuple((of, name) for of, name in found["readings"]), ())
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"this is not a case of the evaluators: {error!r}") from error
    if cycle is not None:
        raise ValueError(str(cycle))
    program = Program({}, rules, strata.groups, looking_back=strata.looking_back)
    return Case(program, _with(matter, rows))


def smallest(case: Case, compiled: Callable[[Program], Differ], *, most_trials: int = MOST_TRIALS) -> Case:
    """A smaller case that still makes the engines disagree: no row or rule can be left out of it, trials permitting.

    Args:
        case: a case on which they disagree.
        compiled: compiles the engines for a program.
        most_trials: how many rows, and then rules, are tried; the search ends after as many.
    """
    differ = compiled(case.program)
    rows = _reduced(_rows(case.matter), lambda some: differ(_with(case.matter, some)), most_trials)
    matter = _with(case.matter, rows)

    def still(rules: list[Rule]) -> bool:
        program = _of_rules(case.program, rules)
        return program is not None and compiled(program)(matter)

    rules = _reduced(list(case.program.rules), still, most_trials)
    program = _of_rules(case.program, rules)
    assert program is not None, "rules that were tried can be stratified"
    differ = compiled(program)
    rows = _reduced(rows, lambda some: differ(_with(matter, some)), most_trials)
    return Case(program, _with(matter, rows))


def _reduced(items: list[T], still: Callable[[list[T]], bool], most_trials: int) -> list[T]:
    """Leave out ever smaller runs of items (Zeller's delta debugging) while what is looked for remains."""
    size = len(items)
    while size and most_trials:
        start, dropped = 0, False
        while start < len(items) and most_trials:
            most_trials -= 1
            fewer = items[:start] + items[start + size :]
            if still(fewer):
                items, dropped = fewer, True
            else:
                start += size
        if size > 1 or not dropped:
            size //= 2
    return items


def _of_rules(program: Program, rules: list[Rule]) -> Program | None:
    strata, cycle = stratify(rules)
    if cycle is not None:
        return None
    return replace(program, rules=tuple(rules), strata=strata.groups, looking_back=strata.looking_back)


def _rows(matter: Matter) -> list[tuple[str, str, Row]]:
    modes = (("stated", matter.stated), ("possible", matter.possible))
    return [(mode, name, row) for mode, rows_of in modes for name, rows in rows_of.items() for row in rows]


def _with(matter: Matter, rows: list[tuple[str, str, Row]]) -> Matter:
    found: dict[str, dict[str, list[Row]]] = {"stated": {}, "possible": {}}
    for mode, name, row in rows:
        found[mode].setdefault(name, []).append(row)
    stated, possible = (
        {name: tuple(listed) for name, listed in found[mode].items()} for mode in ("stated", "possible")
    )
    return replace(matter, stated=stated, possible=possible, statements={})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(name: str, items: Any) -> str:
    lines = ",\n".join(f"    {_json(item)}" for item in items)
    return f'  "{name}": [\n{lines}\n  ]' if lines else f'  "{name}": []'


def _value(value: Any) -> Any:
    if isinstance(value, Period):
        bounds = [value.earliest_begin, value.latest_begin, value.earliest_end, value.latest_end]
        return {"period": value.text, "bounds": bounds}
    if isinstance(value, Share):
        return {"share": [str(value.lower), str(value.upper)], "closed": [value.lower_closed, value.upper_closed]}
    if isinstance(value, Money):
        return {"money": [value.currency, str(value.value)]}
    if not isinstance(value, str):
        raise TypeError(f"a slot holds a {type(value).__name__}")
    return value


def _read_value(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if "period" in value:
        return Period(value["period"], *value["bounds"])
    if "share" in value:
        lower, upper = map(Fraction, value["share"])
        return Share(lower, upper, *value["closed"])
    currency, number = value["money"]
    return Money(currency, Decimal(number))


def _term(term: Term) -> dict[str, Any]:
    if isinstance(term, Variable):
        return {"the": term.name, "kind": term.kind}
    return {"value": _value(term.value), "kind": term.kind}


def _read_term(term: dict[str, Any]) -> Term:
    if "the" in term:
        return Variable(term["the"], term["kind"])
    return Constant(_read_value(term["value"]), term["kind"])


def _atom(atom: Atom) -> list[Any]:
    return [atom.predicate, *map(_term, atom.arguments)]


def _read_atom(atom: list[Any]) -> Atom:
    name, *terms = atom
    return Atom(name, tuple(map(_read_term, terms)))


def _condition(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, Comparison):
        made: dict[str, Any] = {"test": [condition.name, *map(_term, condition.arguments)]}
    else:
        made = {"if": _atom(condition.atom)}
    return {**made, **({"negated": True} if condition.negated else {}), "text": condition.text}


def _read_condition(item: dict[str, Any], place: Place) -> Condition:
    if "test" in item:
        name, *terms = item["test"]
        return Comparison(name, tuple(map(_read_term, terms)), "negated" in item, item["text"], place)
    return Literal(_read_atom(item["if"]), "negated" in item, item["text"], place)


def _rule(rule: Rule) -> dict[str, Any]:
    made: dict[str, Any] = {
        "identifier": rule.identifier,
        "place": [rule.place.file, rule.place.line],
        "then": _atom(rule.head),
        "if": [_condition(condition) for condition in rule.body],
        "in force": _value(rule.in_force),
    }
    if rule.day is not None:
        made["day"] = _term(rule.day)
    if rule.only_possible:
        made["only possible"] = True
    if rule.sum is not None:
        threshold = rule.sum.threshold if isinstance(rule.sum.threshold, str) else _term(rule.sum.threshold)
        made["sum"] = [rule.sum.group, threshold, rule.sum.more_than, rule.sum.undisclosed]
    return made


def _read_rule(item: dict[str, Any]) -> Rule:
    file, line = item["place"]
    place = Place(file, line)
    total: Sum | None = None
    if "sum" in item:
        group, threshold, more_than, undisclosed = item["sum"]
        limit = threshold if isinstance(threshold, str) else _read_term(threshold)
        if isinstance(limit, Variable):
            raise ValueError("the threshold of a sum is not a variable")
        total = Sum(group, limit, more_than, undisclosed)
    day = _read_term(item["day"]) if "day" in item else None
    return Rule(
        identifier=item["identifier"],
        provision="",
        head=_read_atom(item["then"]),
        body=tuple(_read_condition(condition, place) for condition in item["if"]),
        in_force=_read_value(item["in force"]),
        day=day if isinstance(day, Variable) else None,
        reading=None,
        only_possible="only possible" in item,
        text="",
        place=place,
        sum=total,
    )
