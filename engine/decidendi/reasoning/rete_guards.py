"""What the host checks on a match, since the engine does not: comparisons, absence, and the law in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from decidendi.facts.periods import covers
from decidendi.reasoning.matter import Row
from decidendi.rules.comparisons import TESTS
from decidendi.rules.form import Comparison, Rule, Variable


class Fact:
    """A row in a run: its values, the codes that stand for them, whether it must hold, and which firings wait for it.

    `derivations` are the firings that conclude it for sure.
    """

    __slots__ = ("codes", "derivations", "row", "sure", "waiting")

    def __init__(self, row: Row, codes: tuple[str, ...], *, sure: bool) -> None:
        self.row = row
        self.codes = codes
        self.sure = sure
        self.waiting: list[list[Any]] = []
        self.derivations: list[Any] = []


class Known:
    """The facts of a run by predicate and codes. What negation looks up is indexed when first asked.

    Only finished strata are looked up, so that an index never goes stale.
    """

    __slots__ = ("_indexes", "facts")

    def __init__(self, predicates: Iterable[str]) -> None:
        self.facts: dict[str, dict[tuple[str, ...], Fact]] = {predicate: {} for predicate in predicates}
        self._indexes: dict[tuple[str, tuple[int, ...]], dict[tuple[str, ...], bool]] = {}

    def surest(self, predicate: str, positions: tuple[int, ...]) -> dict[tuple[str, ...], bool]:
        """For the codes at some positions: whether a fact that has them must hold, or only may."""
        index = self._indexes.get((predicate, positions))
        if index is None:
            index = self._indexes[predicate, positions] = {}
            for codes, fact in self.facts[predicate].items():
                key = tuple([codes[position] for position in positions])
                index[key] = fact.sure or index.get(key, False)
        return index


Guard = Callable[[list[Fact], Known], int]
"""Whether a condition that the host checks holds (2), may hold (1) or fails (0) for the matched facts."""

Source = tuple[int, Any]
"""Where a value comes from: a matched fact and a position in it, or -1 and the value itself."""


def comparison_guard(condition: Comparison, sources: list[Source]) -> Guard:
    """A test of values that the rule compares."""
    test, negated = TESTS[condition.name], condition.negated

    def guard(facts: list[Fact], known: Known) -> int:
        truth: int = test(*[what if at < 0 else facts[at].row[what] for at, what in sources]).value
        return 2 - truth if negated else truth

    return guard


def in_force_guard(rule: Rule, bound: dict[Variable, tuple[int, int]]) -> Guard:
    """Whether the text of the rule is in force on the day that it looks at."""
    assert rule.day is not None
    period, (at, position) = rule.in_force, bound[rule.day]

    def guard(facts: list[Fact], known: Known) -> int:
        return covers(period, facts[at].row[position]).value

    return guard


def absence_guard(predicate: str, sources: list[Source]) -> Guard:
    """Whether one fact, all of whose arguments are known, is missing."""

    def guard(facts: list[Fact], known: Known) -> int:
        key = tuple([what if at < 0 else facts[at].codes[what] for at, what in sources])
        found = known.facts[predicate].get(key)
        return 2 if found is None else 0 if found.sure else 1

    return guard


def none_such_guard(predicate: str, positions: tuple[int, ...], sources: list[Source]) -> Guard:
    """Whether no fact has the arguments that are known."""

    def guard(facts: list[Fact], known: Known) -> int:
        key = tuple([what if at < 0 else facts[at].codes[what] for at, what in sources])
        found = known.surest(predicate, positions).get(key)
        return 2 if found is None else 0 if found else 1

    return guard
