"""What follows of one matter under law that differs from a program in a few rules.

The matter is settled once under the program. Under changed law only the conclusions of the rules that differ are
settled again, and what depends on them as far as they came out otherwise. By the reference evaluator.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from decidendi.facts.periods import Truth
from decidendi.reasoning.chaining import EMPTY, Rows
from decidendi.reasoning.circles import Bounds, standing, without_supposed
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.trace import Derivation, Trace

_Firings = dict[tuple[str, Row], dict[Derivation, None]]


@dataclass(frozen=True)
class Otherwise:
    """How the conclusions of a matter came out under changed law.

    `given` is the matter with what its circles supposed; `predicates` are those whose rows are others than before,
    `settled` those that were settled again.
    """

    before: Settled
    given: Matter
    must: Rows
    may: Rows
    predicates: frozenset[str]
    settled: frozenset[str]
    firings: _Firings

    @cached_property
    def is_same(self) -> bool:
        """Whether all came out as before, for the same reasons."""
        if self.predicates:
            return False
        old = self.before.firings_of(self.settled)
        return old.keys() == self.firings.keys() and all(
            old[key].keys() == found.keys() for key, found in self.firings.items()
        )

    def rows(self, predicate: str, *, sure: bool) -> frozenset[Row]:
        """The rows of a predicate that must hold, or that may."""
        return frozenset((self.must if sure else self.may).rows.get(predicate, EMPTY))

    def truth(self, predicate: str, fits: Callable[[Row], bool]) -> Truth:
        """Whether some row that fits holds, may hold, or none does."""
        return _truth(self.must, self.may, predicate, fits)

    @cached_property
    def trace(self) -> Trace:
        """What must and may hold, with the firings."""
        return _trace(self.before.matter, self.must, self.may, self.all_firings)

    @property
    def all_firings(self) -> _Firings:
        """The firings, with those of what was not settled again."""
        kept = {key: found for key, found in self.before.firings.items() if key[0] not in self.settled}
        return {**kept, **self.firings}


@dataclass(frozen=True)
class _Once:
    given: Matter
    must: Rows
    may: Rows
    firings: _Firings


class Settled:
    """A matter with all that follows of it under a program."""

    def __init__(self, reference: Reference, matter: Matter) -> None:
        self.matter = matter
        self._reference = reference

        def once(given: Matter) -> _Once:
            firings: _Firings = {}
            return _Once(given, *reference.settled(given, firings), firings)

        _, found = standing(matter, reference.program.looking_back, once, _bounds)
        self._given, self._must, self._may, self.firings = found.given, found.must, found.may, found.firings

    @cached_property
    def trace(self) -> Trace:
        """What must and may hold, with the firings."""
        return _trace(self.matter, self._must, self._may, self.firings)

    @cached_property
    def fired(self) -> frozenset[int]:
        """The rules that fired, by their number in the program."""
        return frozenset(firing.rule for found in self.firings.values() for firing in found)

    def rows(self, predicate: str, *, sure: bool) -> frozenset[Row]:
        """The rows of a predicate that must hold, or that may."""
        return frozenset((self._must if sure else self._may).rows.get(predicate, EMPTY))

    def truth(self, predicate: str, fits: Callable[[Row], bool]) -> Truth:
        """Whether some row that fits holds, may hold, or none does."""
        return _truth(self._must, self._may, predicate, fits)

    def may_hold(self, predicate: str) -> bool:
        """Whether something of a predicate may hold."""
        return bool(self._may.rows.get(predicate))

    def firings_of(self, predicates: frozenset[str]) -> _Firings:
        """The firings that concluded some predicates."""
        return {key: found for key, found in self.firings.items() if key[0] in predicates}

    def under(self, reference: Reference, matter: Matter | None = None) -> Otherwise:
        """The same matter under changed law.

        Args:
            reference: what `Reference.changed` of the program's own reference made.
            matter: the matter with other rows, such as other parameters of the law.
        """
        return self._again(reference, matter if matter is not None else self.matter)

    def varied(self, matter: Matter) -> Settled:
        """What follows of a matter that differs from this one in a few rows, on the same day under the same law."""
        assert matter.day == self.matter.day, "what varies is the rows"
        again = self._again(self._reference, matter)
        found = copy(self)
        for name in ("trace", "fired"):
            found.__dict__.pop(name, None)
        found.matter, found._given = matter, again.given
        found._must, found._may = again.must, again.may
        found.firings = again.all_firings
        return found

    def _again(self, reference: Reference, matter: Matter) -> Otherwise:
        back = reference.program.looking_back
        return standing(matter, back, lambda given: self._once_again(reference, given), _bounds)[1]

    def _once_again(self, reference: Reference, matter: Matter) -> Otherwise:
        must, may = self._must.copy(), self._may.copy()
        changed: set[str] = set()
        for then, now in ((self._given.stated, matter.stated), (self._given.possible, matter.possible)):
            changed |= {name for name in {*then, *now} if then.get(name, EMPTY) != now.get(name, EMPTY)}
        for name in changed:
            _give(name, matter, must, may)
        firings: _Firings = {}
        settle = reference.settler(matter, must, may, firings)
        again: set[str] = set()
        for old, group in zip(self._reference.groups, reference.groups, strict=True):
            if old is group and changed.isdisjoint(group.uses) and changed.isdisjoint(group.heads):
                continue
            for head in group.heads:
                _give(head, matter, must, may)
            settle(group)
            again.update(group.heads)
            for head in group.heads:
                if must.agrees(head, self._must) and may.agrees(head, self._may):
                    changed.discard(head)
                else:
                    changed.add(head)
        return Otherwise(self, matter, must, may, frozenset(changed), frozenset(again), firings)


def _bounds(found: _Once | Otherwise, name: str) -> Bounds:
    return frozenset(found.must.rows.get(name, EMPTY)), frozenset(found.may.rows.get(name, EMPTY))


def _give(name: str, matter: Matter, must: Rows, may: Rows) -> None:
    stated = matter.stated.get(name, EMPTY)
    must.reset(name, stated)
    may.reset(name, (*stated, *matter.possible.get(name, EMPTY)))


def _truth(must: Rows, may: Rows, predicate: str, fits: Callable[[Row], bool]) -> Truth:
    if any(map(fits, must.rows.get(predicate, EMPTY))):
        return Truth.HOLDS
    return Truth.UNDETERMINED if any(map(fits, may.rows.get(predicate, EMPTY))) else Truth.FAILS


def _trace(matter: Matter, must: Rows, may: Rows, firings: _Firings) -> Trace:
    return Trace(
        matter=matter,
        must=without_supposed({name: frozenset(rows) for name, rows in must.rows.items()}),
        may=without_supposed({name: frozenset(rows) for name, rows in may.rows.items()}),
        derivations={key: tuple(found) for key, found in firings.items()},
    )
