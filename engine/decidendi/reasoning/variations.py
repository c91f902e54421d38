"""Matters that differ from one in a few rows: only what depends on these is settled again.

By the reference evaluator, for questions about an answer that all engines have given.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any, Final

from decidendi.reasoning.chaining import EMPTY, Rows
from decidendi.reasoning.circles import settled_trace, with_supposed, without_supposed
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import SUPPOSED_OF_CIRCLE


@dataclass(frozen=True, slots=True)
class _Settled:
    """A predicate as it was settled: its rows in both fixpoints with their indexes, and what tells them from others.

    `version` is 0 for the rows of the matter that others vary; `surer` and `opener` say in which fixpoint they differ.
    """

    must: dict[Row, None]
    may: dict[Row, None]
    indexes: tuple[dict[tuple[int, ...], dict[Any, list[Row]]], dict[tuple[int, ...], dict[Any, list[Row]]]]
    version: int
    surer: bool
    opener: bool


_MOST_REMEMBERED: Final = 5_000
"""Groups whose conclusions are kept at a time."""


class Variations:
    """Evaluates matters that differ from one in a few rows: only what depends on these is settled again.

    What has been settled before from the same rows is not settled twice: along several axes, most is shared.
    """

    def __init__(self, reference: Reference, matter: Matter) -> None:
        self._reference = reference
        # What varies in little supposes the same, so that little is settled again.
        matter, self._guess = reference.supposed(matter)
        self._matter = matter
        self._must, self._may = reference.settled(matter, None)
        self._trace = Trace(
            matter=matter,
            must={name: frozenset(rows) for name, rows in self._must.rows.items()},
            may={name: frozenset(rows) for name, rows in self._may.rows.items()},
            derivations={},
        )
        self._count = 0
        self._versions: dict[tuple[str, tuple[Row, ...], tuple[Row, ...]], int] = {}
        self._known: dict[tuple[int, ...], tuple[_Settled, ...]] = {}

    def evaluate(self, matter: Matter) -> Trace:
        """What must and may hold of a matter on the same day under the same readings; firings are not kept."""
        assert matter.day == self._matter.day, "what varies is the rows"
        back = self._reference.program.looking_back
        if not back:
            return self._once(matter)
        if self._is_untouched(matter):  # then the circles stand as they stood
            given = with_supposed(matter, self._guess)
            found = self._once(given)
            if given is matter:
                return found
            return replace(found, matter=matter, must=without_supposed(found.must), may=without_supposed(found.may))
        around = frozenset(map(id, self._reference.groups_around_circles))
        return settled_trace(matter, back, self._once, lambda given: self._once(given, around), self._guess)

    def _is_untouched(self, matter: Matter) -> bool:
        """Whether a matter differs in nothing that circles rest on."""
        base = self._matter
        return all(
            then.get(name, EMPTY) is now.get(name, EMPTY) or then.get(name, EMPTY) == now.get(name, EMPTY)
            for name in self._reference.around_circles
            if not name.startswith(SUPPOSED_OF_CIRCLE)
            for then, now in ((base.stated, matter.stated), (base.possible, matter.possible))
        )

    def _once(self, matter: Matter, wanted: Container[int] | None = None) -> Trace:
        base = self._matter
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
            self._versions.clear()
        given = {
            name: self._version(name, matter)
            for then, now in ((base.stated, matter.stated), (base.possible, matter.possible))
            for name in {*then, *now}
            if then.get(name, EMPTY) is not now.get(name, EMPTY) and then.get(name, EMPTY) != now.get(name, EMPTY)
        }
        changed = dict(given)
        surer = {name for name in given if base.stated.get(name, EMPTY) != matter.stated.get(name, EMPTY)}
        opener = {name for name in given if _open(base, name) != _open(matter, name)}
        must, may = self._must.copy(), self._may.copy()
        for name in given:
            if name in surer:
                must.reset(name, matter.stated.get(name, EMPTY))
            if name in opener:
                may.reset(name, _open(matter, name))
        settle = self._reference.settler(matter, must, may, None)
        for number, group in enumerate(self._reference.groups):
            if changed.keys().isdisjoint(group.uses) and changed.keys().isdisjoint(group.heads):
                continue
            if wanted is not None and id(group) not in wanted:
                continue
            key = (
                number,
                *(changed.get(name, 0) for name in group.uses if name not in group.heads),
                *(given.get(head, 0) for head in group.heads),
            )
            found = self._known.get(key)
            if found is None:
                sure, possible = group.is_moved(surer, opener), group.is_moved(opener, surer)
                for head in group.heads:
                    if sure:
                        must.reset(head, matter.stated.get(head, EMPTY))
                    if possible:
                        may.reset(head, _open(matter, head))
                settle(group, sure=sure, possible=possible)
                found = self._known[key] = tuple(self._settled(head, must, may) for head in group.heads)
            for head, settled in zip(group.heads, found, strict=True):
                must.rows[head], may.rows[head] = settled.must, settled.may
                must.indexes[head], may.indexes[head] = settled.indexes
                for moved, is_moved in ((surer, settled.surer), (opener, settled.opener)):
                    moved.add(head) if is_moved else moved.discard(head)
                if settled.version:
                    changed[head] = settled.version
                else:
                    changed.pop(head, None)
        return Trace(
            matter=matter,
            must={**self._trace.must, **{name: frozenset(must.rows.get(name, EMPTY)) for name in changed}},
            may={**self._trace.may, **{name: frozenset(may.rows.get(name, EMPTY)) for name in changed}},
            derivations={},
        )

    def _version(self, name: str, matter: Matter) -> int:
        """What tells the given rows of a predicate from others that it was given; the same for the same rows."""
        key = (name, matter.stated.get(name, EMPTY), matter.possible.get(name, EMPTY))
        found = self._versions.get(key)
        if found is None:
            self._count += 1
            found = self._versions[key] = self._count
        return found

    def _settled(self, head: str, must: Rows, may: Rows) -> _Settled:
        surer, opener = not must.agrees(head, self._must), not may.agrees(head, self._may)
        if surer or opener:
            self._count += 1
        return _Settled(
            must.rows.setdefault(head, {}),
            may.rows.setdefault(head, {}),
            (must.indexes.setdefault(head, {}), may.indexes.setdefault(head, {})),
            self._count if surer or opener else 0,
            surer,
            opener,
        )


def _open(matter: Matter, name: str) -> dict[Row, None]:
    """The rows of a predicate that may hold from the outset."""
    return dict.fromkeys((*matter.stated.get(name, EMPTY), *matter.possible.get(name, EMPTY)))
