"""The trace of a run: what must hold, what may hold, and from which premises each conclusion was drawn.

Explanations, coverage, memos, receipts and questions are read off this and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import Matter, Row


class Derivation(NamedTuple):
    """One firing: the index of the rule in the program, and the rows that its positive conditions matched.

    The rows stand in the order in which the positive conditions are written in the rule.
    """

    rule: int
    premises: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """`must` and `may` hold rows by predicate, what is stated included; `derivations` every firing in `must`."""

    matter: Matter
    must: dict[str, frozenset[Row]]
    may: dict[str, frozenset[Row]]
    derivations: dict[tuple[str, Row], tuple[Derivation, ...]]

    def truth(self, predicate: str, row: Row) -> Truth:
        """Whether a row holds, may hold, or fails."""
        if row in self.must.get(predicate, ()):
            return Truth.HOLDS
        return Truth.UNDETERMINED if row in self.may.get(predicate, ()) else Truth.FAILS


def same_conclusions(one: Trace, other: Trace) -> bool:
    """Whether two evaluators concluded the same, firings included."""
    return one.must == other.must and one.may == other.may and _firings(one) == _firings(other)


def _firings(trace: Trace) -> dict[tuple[str, Row], frozenset[Derivation]]:
    return {key: frozenset(found) for key, found in trace.derivations.items()}
