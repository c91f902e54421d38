"""Values as the solver takes them: each is a number, and equal values have one number."""

from __future__ import annotations

from typing import Any, Final

from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import Row
from decidendi.rules.comparisons import TESTS
from decidendi.rules.form import Comparison

_OPPOSITES: Final = {"differs": "same", "before": "on or after"}
"""Comparisons that are the negation of another: only the other is put to the solver, so that the two cannot drift."""


class Symbols:
    """The numbers of the values of one program and its matters, and what the built-in tests say of them."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._values: list[Any] = []
        self._tests: list[str] = sorted(TESTS)
        self._truths: dict[tuple[int, ...], Truth] = {}

    def copy(self) -> Symbols:
        """A table of its own that starts with what this one holds, so that a program serves many matters."""
        other = Symbols()
        other._numbers, other._values = self._numbers.copy(), self._values.copy()
        other._truths = self._truths.copy()
        return other

    def number(self, value: Any) -> int:
        """The number of a value, a new one where it has none yet."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self._values)
            self._values.append(value)
        return found

    def arguments(self, row: Row) -> str:
        """A row as the solver writes the arguments of an atom."""
        return f"({','.join(str(self.number(value)) for value in row)})" if row else ""

    def row(self, numbers: tuple[int, ...]) -> Row:
        """The row of some numbers."""
        return tuple(self._values[number] for number in numbers)

    def test_number(self, name: str) -> int:
        """The number of a built-in test."""
        return self._tests.index(name)

    def truth(self, test: int, numbers: tuple[int, ...]) -> Truth:
        """What a built-in test says of some values."""
        key = (test, *numbers)
        found = self._truths.get(key)
        if found is None:
            found = self._truths[key] = TESTS[self._tests[test]](*self.row(numbers))
        return found


def plain(comparison: Comparison) -> tuple[str, bool]:
    """The test that stands behind a comparison, and whether it is negated.

    >>> from decidendi.refusal import Place
    >>> plain(Comparison("differs", (), False, "", Place("page")))
    ('same', True)
    """
    if comparison.name in _OPPOSITES:
        return _OPPOSITES[comparison.name], not comparison.negated
    return comparison.name, comparison.negated
