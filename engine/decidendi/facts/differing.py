"""Two fact sets side by side: the single differences that lead from the first to the second.

A difference is as small as can be applied alone. What takes the place of something else goes with it (another payer, a
denial of what was stated), and a thing that only one side names goes with everything that is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from decidendi.facts.amounts import Money, Share
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.overlays import rewritten, yields
from decidendi.facts.periods import Period

_SECTIONS: Final = ("parties", "activities", "property", "dealings", "licenses")


@dataclass(frozen=True, slots=True)
class Difference:
    """What only the first fact set has, and only the second: things by name, statements, classes in full, a day."""

    things_gone: tuple[str, ...] = ()
    things_new: tuple[str, ...] = ()
    gone: tuple[Statement, ...] = ()
    new: tuple[Statement, ...] = ()
    complete_gone: tuple[str, ...] = ()
    complete_new: tuple[str, ...] = ()
    days: tuple[date | None, date | None] | None = None

    @property
    def place(self) -> str:
        """Where the first of it stands, in either fact set; empty for a day or a class in full."""
        return next((str(item.place) for item in (*self.new, *self.gone)), "")


def differences_between(first: FactSet, second: FactSet) -> tuple[Difference, ...]:
    """Every difference, in the order of the second fact set, then of the first.

    Evidence is not compared, but for the day from which something was known.
    """
    kinds = [
        {thing.name: each.kind_of(thing.name) for things in each.things().values() for thing in things}
        for each in (first, second)
    ]
    things_gone = [name for name, kind in kinds[0].items() if kinds[1].get(name) != kind]
    things_new = [name for name, kind in kinds[1].items() if kinds[0].get(name) != kind]
    left, right = ({_key(item): item for item in each.statements} for each in (first, second))
    gone = [item for key, item in left.items() if key not in right]
    new = [item for key, item in right.items() if key not in left]
    apart = {*things_gone, *things_new}
    # What is said of a thing that changes its kind goes with it, though both sides say it.
    of_both = {*things_gone} & {*things_new}
    gone += [item for key, item in left.items() if key in right and not of_both.isdisjoint(item.arguments)]
    new += [item for key, item in right.items() if key in left and not of_both.isdisjoint(item.arguments)]
    found = [
        Difference(
            things_gone=tuple(name for name in things_gone if ("thing", name) in group),
            things_new=tuple(name for name in things_new if ("thing", name) in group),
            gone=tuple(item for number, item in enumerate(gone) if ("gone", number) in group),
            new=tuple(item for number, item in enumerate(new) if ("new", number) in group),
        )
        for group in _groups(things_new, things_gone, new, gone, apart)
    ]
    found += [Difference(complete_gone=(name,)) for name in first.complete if name not in second.complete]
    found += [Difference(complete_new=(name,)) for name in second.complete if name not in first.complete]
    if first.as_of != second.as_of:
        found.append(Difference(days=(first.as_of, second.as_of)))
    return tuple(found)


def with_differences(first: FactSet, second: FactSet, chosen: Iterable[Difference]) -> FactSet:
    """The first fact set with some of the differences that lead to the second."""
    facts = first
    for item in chosen:
        update: dict[str, Any] = {}
        if item.things_gone or item.things_new:
            for section in _SECTIONS:
                kept = [thing for thing in getattr(facts, section) if thing.name not in item.things_gone]
                added = [thing for thing in getattr(second, section) if thing.name in item.things_new]
                update[section] = (*kept, *added)
        if item.complete_gone or item.complete_new:
            complete = [name for name in facts.complete if name not in item.complete_gone]
            update["complete"] = (*complete, *item.complete_new)
        if item.days is not None:
            update["as_of"] = item.days[1]
        facts = facts.model_copy(update=update)
        keys = {_placed(statement) for statement in item.new}
        stated = [
            fact
            for fact in second.facts
            if any(key[0] == fact.place and key[1] == fact.fact.record and key[2] == fact.denied for key in keys)
        ]
        gone = {id(statement) for statement in item.gone}
        taken = [statement for statement in facts.statements if id(statement) in gone]
        facts = rewritten(facts, list(item.new), stated, taken).model_copy(update={"withdrawn": first.withdrawn})
    return facts


def _placed(item: Statement) -> tuple[Any, ...]:
    return (item.place, item.predicate, item.denied)


def _key(item: Statement) -> tuple[Any, ...]:
    return (item.predicate, item.arguments, item.denied, item.known_from)


def _about(item: Statement) -> tuple[Any, ...]:
    """What a statement says but for its times and its figures: these may differ between two versions of it."""
    fixed = (None if isinstance(value, Period | Share | Money) else value for value in item.arguments)
    return (item.predicate, item.denied, *fixed)


def _is_exchange(old: Statement, item: Statement, gone: list[Statement], new: list[Statement]) -> bool:
    """Whether one word about a thing took the place of one other: the country of an entity, the kind of an activity."""
    if len(item.arguments) != 2 or old.denied or item.denied or old.arguments[0] != item.arguments[0]:
        return False
    return all(
        sum(other.predicate == item.predicate and other.arguments[0] == item.arguments[0] for other in side) == 1
        for side in (gone, new)
    )


_Node = tuple[str, Any]


def _groups(
    things_new: list[str], things_gone: list[str], new: list[Statement], gone: list[Statement], apart: set[str]
) -> list[set[_Node]]:
    """What hangs together, each group in the order in which its first part is met."""
    nodes: list[_Node] = [("thing", name) for name in dict.fromkeys((*things_new, *things_gone))]
    nodes += [("new", number) for number in range(len(new))] + [("gone", number) for number in range(len(gone))]
    head = {node: node for node in nodes}

    def top(node: _Node) -> _Node:
        while head[node] != node:
            node = head[node]
        return node

    def join(one: _Node, other: _Node) -> None:
        head[top(other)] = top(one)

    for side, items in (("new", new), ("gone", gone)):
        for number, item in enumerate(items):
            for argument in item.arguments:
                if isinstance(argument, str) and argument in apart:
                    join(("thing", argument), (side, number))
    by_predicate: dict[str, list[int]] = {}
    for number, item in enumerate(gone):
        by_predicate.setdefault(item.predicate, []).append(number)
    for number, item in enumerate(new):
        for other in by_predicate.get(item.predicate, ()):
            old = gone[other]
            if _about(old) == _about(item) or yields(old, item) or _is_exchange(old, item, gone, new):
                join(("new", number), ("gone", other))
    groups: dict[_Node, set[_Node]] = {}
    for node in nodes:
        groups.setdefault(top(node), set()).add(node)
    return list(groups.values())
