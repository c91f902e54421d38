"""A scenario file: a fact set, the conclusions asked about, and the axes along which it varies.

facts: matter.yaml
ask: [chen is blocked on 2021-03-01]       # each dealing where left out
axes:
  day: {days: {from: 2020-01-01, to: 2021-12-01, every: month}}
  share: {change: "holding: {owner: chen, entity: acme, share: {value}}", values: {from: 0, to: 100, by: 5}}
  payer: {change: "payment-1 is from {value}", values: [acme, geneva]}
  form: {changes: {as it is: [], a branch: ["geneva is a branch of acme"]}}
  members: {reading: members}              # every reading of the term, or those under `values`
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Final

from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, keyed, read_nodes, read_text, shown
from decidendi.facts.overlays import Overlay, written
from decidendi.facts.periods import PeriodError, parse_day
from decidendi.refusal import Place, Problem, Refusal, nearest

MOST_SCENARIOS: Final = 100_000
MOST_AXES: Final = 8
_KINDS: Final = ("days", "change", "changes", "reading")
_VALUE: Final = "{value}"
_STEPS: Final = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an axis: what it is called, and the day, the overlay or the reading that it stands for."""

    name: str
    day: date | None = None
    overlay: Overlay | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis. `term` is the open term whose readings it takes; without `choices`, all of them."""

    name: str
    choices: tuple[Choice, ...]
    term: str
    place: Place


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario file as it was read; `facts` is resolved against the folder of the file."""

    file: str
    facts: Path
    ask: tuple[tuple[str, Place], ...]
    axes: tuple[Axis, ...]


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        Refusal: it is not one, or an axis cannot be read.
    """
    root = read_nodes(read_text(path), str(path))
    problems: list[Problem] = []
    entries = keyed(root, problems) if isinstance(root, Mapping) else {}
    for name, (key, _) in entries.items():
        if name not in ("facts", "ask", "axes"):
            close = nearest(name, ("facts", "ask", "axes"))
            mend = f"did you mean {close}" if close else "remove it"
            problems.append(Problem(key.place, f"unknown section {shown(name)}", mend, "`facts`, `ask` or `axes`"))
    facts = entries["facts"][1] if "facts" in entries else None
    axes = entries["axes"][1] if "axes" in entries else None
    if not problems and not (isinstance(facts, Scalar) and isinstance(axes, Mapping) and axes.entries):
        problems.append(
            Problem(
                root.place,
                "this is not a scenario",
                "name the fact set and at least one axis",
                "`facts: matter.yaml` and `axes:` with a name and a colon for each",
            )
        )
    if problems or not isinstance(facts, Scalar) or not isinstance(axes, Mapping):
        raise Refusal(*problems)
    ask = entries["ask"][1] if "ask" in entries else Sequence((), root.place)
    asked = [(_text(item, "a conclusion"), item.place) for item in _items(ask)]
    found = tuple(_axis(key, value) for key, value in axes.entries)
    _refuse_too_many(found, axes.place)
    return Scenario(str(path), path.parent / facts.text, tuple(asked), found)


def _refuse_too_many(axes: tuple[Axis, ...], place: Place) -> None:
    count = prod(len(axis.choices) or 1 for axis in axes)
    if count > MOST_SCENARIOS or len(axes) > MOST_AXES:
        raise Refusal.at(
            place,
            "the grid is too large",
            expected=f"at most {MOST_SCENARIOS:,} scenarios and {MOST_AXES} axes",
            found=f"{count:,} scenarios, {len(axes)} axes",
            mend="leave out an axis, or take larger steps",
        )


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


def _text(node: Node, what: str) -> str:
    if not isinstance(node, Scalar) or node.is_null:
        raise Refusal.at(node.place, f"this is not {what}", expected="one text", mend="write it in quotation marks")
    return node.text


def _axis(key: Scalar, node: Node) -> Axis:
    problems: list[Problem] = []
    entries = {name: value for name, (_, value) in keyed(node, problems).items()} if isinstance(node, Mapping) else {}
    kinds = [name for name in _KINDS if name in entries]
    others = set(entries) - {*kinds, *(("values",) if kinds in (["change"], ["reading"]) else ())}
    if problems or len(kinds) != 1 or others or (kinds == ["change"] and "values" not in entries):
        raise Refusal.at(
            key.place,
            f"it is not clear what the axis {shown(key.text)} varies",
            expected="`days`, `change` with `values`, `changes` or `reading`",
            found=", ".join(f"`{name}`" for name in entries) or "nothing",
            mend=f'write it as `{key.text[:40]}: {{change: "payment-1 is from {{value}}", values: [acme, bank]}}`',
        )
    term = ""
    choices: tuple[Choice, ...] = ()
    if kinds == ["days"]:
        choices = tuple(Choice(str(day), day=day) for day in _days(entries["days"]))
    elif kinds == ["reading"]:
        term = _text(entries["reading"], "the name of an open term")
        names = [_text(item, "a reading") for item in _items(entries["values"])] if "values" in entries else []
        choices = tuple(Choice(name, reading=name) for name in names)
    elif kinds == ["changes"]:
        choices = _forms(key.text, entries["changes"])
    else:
        changes = tuple(written(item) for item in _items(entries["change"]))
        if not any(_VALUE in change for change in changes):
            raise Refusal.at(
                entries["change"].place,
                "the change is the same for every value",
                expected=f"`{_VALUE}` where the value goes",
                mend="write it where the value belongs",
            )
        choices = tuple(
            Choice(value, overlay=Overlay(f"{key.text} {value}", tuple(c.replace(_VALUE, value) for c in changes)))
            for value in _values(entries["values"])
        )
    names = [choice.name for choice in choices]
    if (not names and not term) or len(set(names)) < len(names):
        raise Refusal.at(
            node.place,
            f"the axis {shown(key.text)} has {'the same value twice' if names else 'no value'}",
            expected="values that differ",
            mend="correct the values",
        )
    return Axis(key.text, choices, term, key.place)


def _forms(axis: str, node: Node) -> tuple[Choice, ...]:
    if not isinstance(node, Mapping):
        raise Refusal.at(
            node.place,
            "`changes` names no forms",
            expected="a name for each form, and its changes",
            mend='write it as `changes: {as it is: [], a branch: ["geneva is a branch of acme"]}`',
        )
    found = []
    for key, value in node.entries:
        is_empty = isinstance(value, Scalar) and value.is_null
        changes = () if is_empty else tuple(written(item) for item in _items(value))
        found.append(Choice(key.text, overlay=Overlay(f"{axis} {key.text}", changes) if changes else None))
    return tuple(found)


def _range(node: Node, step: str) -> tuple[Scalar, Scalar, Scalar] | None:
    """`from`, `to` and the step of a range; nothing where the values are listed."""
    if not isinstance(node, Mapping):
        return None
    entries = {key.text: value for key, value in node.entries}
    found = [entries.get(name) for name in ("from", "to", step)]
    scalars = [item for item in found if isinstance(item, Scalar)]
    if set(entries) != {"from", "to", step} or len(scalars) < 3:
        raise Refusal.at(
            node.place, "this is no range", expected=f"`from`, `to` and `{step}`", mend="write all three, or a list"
        )
    return scalars[0], scalars[1], scalars[2]


def _values(node: Node) -> tuple[str, ...]:
    between = _range(node, "by")
    if between is None:
        return tuple(_text(item, "a value") for item in _items(node))
    numbers = []
    for item in between:
        try:
            numbers.append(Fraction(item.text))
        except (ValueError, ZeroDivisionError):
            raise Refusal.at(
                item.place, f"{shown(item.text)} is not a number", expected="a number such as `12.5`", mend="correct it"
            ) from None
    first, last, step = numbers
    if step <= 0 or last < first or (last - first) / step > MOST_SCENARIOS:
        raise Refusal.at(
            node.place,
            "the range has no end, or far too many steps",
            expected=f"`to` after `from`, and at most {MOST_SCENARIOS:,} steps",
            mend="correct the range",
        )
    return tuple(_number(first + step * count) for count in range(int((last - first) / step) + 1))


def _number(value: Fraction) -> str:
    """A number as a fact set may write it: whole, as a decimal where that is exact, else as a fraction."""
    for places in range(7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return f"{value.numerator}/{value.denominator}"


def _days(node: Node) -> Iterable[date]:
    between = _range(node, "every")
    if between is None:
        return [_day(item) for item in _items(node)]
    first, last, step = _day(between[0]), _day(between[1]), between[2]
    if step.text not in _STEPS or last < first:
        raise Refusal.at(
            step.place,
            "the days have no order" if step.text in _STEPS else f"{shown(step.text)} is no step",
            expected="`to` after `from`, and " + ", ".join(f"`{name}`" for name in _STEPS),
            mend="correct the range",
        )
    found: list[date] = []
    while (day := _later(first, step.text, len(found))) <= last:
        found.append(day)
        if len(found) > MOST_SCENARIOS:
            break
    return found


def _later(first: date, step: str, count: int) -> date:
    """The day a number of steps after the first; the last of a month where it has no such day."""
    if step in ("day", "week"):
        return first + timedelta(days=count * (7 if step == "week" else 1))
    months = first.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[step]
    year, month = first.year + months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(first.day, (following - timedelta(days=1)).day))


def _day(node: Node) -> date:
    text = node.text if isinstance(node, Scalar) else ""
    try:
        return parse_day(text)
    except PeriodError as error:
        raise Refusal.at(node.place, error.what, expected=error.expected, mend="write one full day") from None
