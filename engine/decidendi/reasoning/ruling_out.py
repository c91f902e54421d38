"""What a denial leaves of a stated fact that is known in part: a word, a day or a range of shares that it has not.

"The conduct of A in the raid was something", and it is denied that it was `direct`: then it was something else. "A was
in office from an unknown day on", and it is denied that A was on 1 May: then the tenure began later. A state that one
fact speaks of is one stretch of time; where what is left of it would not be one, nothing is ruled out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from typing import Any, Final

from decidendi.facts.amounts import Share, without_shares
from decidendi.facts.contradictions import denies_value
from decidendi.facts.kinds import SOMETHING_ELSE, UNKNOWN
from decidendi.facts.periods import Period, without_days
from decidendi.rules.form import POSSIBLE, STATED, Comparison, Constant, Literal, Program, Variable

Row = tuple[Any, ...]
_POSITIVE: Final = ("same", "one of")


@dataclass(frozen=True, slots=True)
class SlotWords:
    """The words that rules look for in one slot.

    `excluded` are those that some rule wants not to stand there. With `carried`, a rule passes the word on or compares
    it with what is no word of its own, so that nothing but the word itself will do.
    """

    wanted: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    carried: bool = False


@dataclass(slots=True)
class _Gathered:
    wanted: dict[str, None] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    carried: bool = False


def words_looked_for(program: Program) -> dict[tuple[str, int], SlotWords]:
    """What rules look for in each slot that holds a word: predicate and position to words."""
    found: dict[tuple[str, int], _Gathered] = {}
    for rule in program.rules:
        literals = [condition for condition in rule.body if isinstance(condition, Literal)]
        comparisons = [condition for condition in rule.body if isinstance(condition, Comparison)]
        uses = [term for literal in literals for term in literal.atom.arguments]
        for literal in literals:
            name = literal.atom.predicate.removeprefix(STATED).removeprefix(POSSIBLE)
            for position, term in enumerate(literal.atom.arguments):
                if term.kind != "text":
                    continue
                slot = found.setdefault((name, position), _Gathered())
                if isinstance(term, Constant):
                    slot.wanted[str(term.value)] = None
                    continue
                slot.carried |= uses.count(term) > 1 or term in rule.head.arguments
                for comparison in comparisons:
                    if term in comparison.arguments:
                        _compare(slot, comparison, term)
    return {
        place: SlotWords(tuple(slot.wanted), frozenset(slot.excluded), slot.carried) for place, slot in found.items()
    }


def _compare(slot: _Gathered, comparison: Comparison, term: Variable) -> None:
    others = [other for other in comparison.arguments if other != term]
    words = [str(other.value) for other in others if isinstance(other, Constant)]
    slot.carried |= len(words) < len(others)
    slot.wanted.update(dict.fromkeys(words))
    if comparison.negated or comparison.name not in _POSITIVE:
        slot.excluded.update(words)


def left_of(
    name: str, row: Row, denials: Iterable[Row], words: Mapping[tuple[str, int], SlotWords]
) -> tuple[Row, tuple[Row, ...]]:
    """What is left of a stated row: the row that still holds, and those that may hold besides.

    Args:
        name: the predicate.
        row: what is stated.
        denials: rows of the same predicate that are denied.
        words: what rules look for, from `words_looked_for`.
    """
    others: dict[int, tuple[str, ...]] = {}
    for position, value in enumerate(row):
        ruled_out = list(_ruled_out(row, position, denials))
        if ruled_out and value == UNKNOWN:
            slot = words.get((name, position), SlotWords())
            if slot.carried or not slot.excluded.issubset(ruled_out):
                continue
            others[position] = tuple(word for word in slot.wanted if word not in ruled_out)
            row = (*row[:position], SOMETHING_ELSE, *row[position + 1 :])
        elif isinstance(value, Period):
            left = reduce(without_days, ruled_out, value)
            row = (*row[:position], left, *row[position + 1 :])
        elif isinstance(value, Share):
            row = (*row[:position], reduce(without_shares, ruled_out, value), *row[position + 1 :])
    choices = [(value, *others.get(position, ())) for position, value in enumerate(row)]
    return row, tuple(product(*choices))[1:]


def _ruled_out(row: Row, position: int, denials: Iterable[Row]) -> Iterator[Any]:
    """What denials say the row has not at a position, where they reach the rest of it."""
    value = row[position]
    for denied in denials:
        other = denied[position]
        if type(other) is not type(value) or denies_value(other, value):
            continue
        if all(denies_value(denied[i], row[i]) for i in range(len(row)) if i != position):
            yield other
