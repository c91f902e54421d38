"""Facts that are stated, but of which a word, a date or a share is known in part, and on which the outcome turns.

The question is then about the word, or about a day: whether the conduct was `direct`, whether the tenure included the
last day of the abuse. The days asked about are those that bound the time with which the fact's is compared. Of a share
the question is whether it reaches what the others leave to be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from decidendi.determinations.searching import Attempt
from decidendi.facts.amounts import Share, cut_share
from decidendi.facts.contradictions import denies
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import BEGINNING, END, Period, Truth, covers, day_period
from decidendi.reasoning.matter import Row
from decidendi.reasoning.ruling_out import SlotWords, left_of
from decidendi.rules.form import Comparison, Constant, Literal, Variable

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run

_MOST_WORDS: Final = 5
"""Of a longer list of names, such as those of one programme, one at a time is asked about."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stated fact that is known in part.

    `row` is the fact with the word or the day asked about, `left` what is left of what is stated once that is denied,
    and `others` what may hold besides.
    """

    predicate: str
    stated: Row
    row: Row
    left: Row
    others: tuple[Row, ...]

    @property
    def is_share(self) -> bool:
        """Whether a range of shares is asked about: then either answer takes the place of what is stated."""
        return any(isinstance(one, Share) and one != other for one, other in zip(self.stated, self.row, strict=True))


def parts_of(done: Run, attempt: Attempt, comparison: Comparison) -> Iterator[Part]:
    """What could be asked of stated facts to settle a comparison that is undetermined."""
    bindings = attempt.bindings
    for term in comparison.arguments:
        if not isinstance(term, Variable) or term not in bindings:
            continue
        value = bindings[term]
        others = [
            other.value if isinstance(other, Constant) else bindings.get(other)
            for other in comparison.arguments
            if other != term
        ]
        for predicate, row, position in dict.fromkeys(_origins(done, attempt, term, value, set())):
            for asked in _asked(done, predicate, row, position, others):
                yield part_of(done, predicate, row, (*row[:position], asked, *row[position + 1 :]))


def shares_in_part(done: Run, predicate: str, row: Row, points: Iterable[Fraction], *, above: bool) -> Iterator[Part]:
    """What could be asked of the stated fact that a row with a range of shares, its last value, comes from.

    Args:
        done: the run.
        predicate: a conclusion.
        row: a row of it that holds.
        points: the shares, in percent, that it matters to reach (with `above`, to exceed).
        above: whether reaching a point is not enough.
    """
    share = row[-1]
    for name, stated, position in _stated_with(done, predicate, row, len(row) - 1, share, set()):
        for point in points:
            if (cut := cut_share(share, point, above=above)) is not None:
                yield part_of(done, name, stated, (*stated[:position], cut[0], *stated[position + 1 :]))


def part_of(done: Run, predicate: str, stated: Row, row: Row) -> Part:
    """A stated fact with what is asked of it."""
    denials = [item.arguments for item in done.facts.statements if item.denied and item.predicate == predicate]
    left, others = left_of(predicate, stated, [*denials, row], done.reasoner.grounder.words)
    return Part(predicate, stated, row, left, others)


def stated_but_for_a_word(done: Run, predicate: str, row: Row) -> Row | None:
    """The stated fact that a possible one is, but for words that are unknown."""
    for stated in done.trace.matter.stated.get(predicate, ()):
        if UNKNOWN in stated and stated != row:
            if all(value in (UNKNOWN, other) for value, other in zip(stated, row, strict=True)):
                return stated
    return None


def _origins(
    done: Run, attempt: Attempt, term: Variable, value: Any, seen: set[tuple[str, Row]]
) -> Iterator[tuple[str, Row, int]]:
    """The stated facts that a value comes from: predicate, row and position."""
    for item in attempt.judged:
        condition = item.condition
        if not isinstance(condition, Literal) or condition.negated or item.row is None:
            continue
        name = condition.atom.predicate
        for position, argument in enumerate(condition.atom.arguments):
            if argument == term:
                yield from _stated_with(done, name, item.row, position, value, seen)


def _stated_with(
    done: Run, name: str, row: Row, position: int, value: Any, seen: set[tuple[str, Row]]
) -> Iterator[tuple[str, Row, int]]:
    if (name, row) in seen:
        return
    seen.add((name, row))
    if (name, row) in done.trace.matter.statements and name in done.rulebook.program.schemas:
        if row in done.trace.matter.stated.get(name, ()):
            yield name, row, position
    if name in done.absence.concluded:
        for attempt in done.absence.search.attempts(name, row):
            if not attempt.distance[0]:
                for variable, bound in attempt.bindings.items():
                    if bound == value:
                        yield from _origins(done, attempt, variable, value, seen)


def _asked(done: Run, predicate: str, row: Row, position: int, others: list[Any]) -> Iterator[Any]:
    """The words, shares or days to ask about; of words, those that are not denied yet."""
    value = row[position]
    if value == UNKNOWN:
        slot = done.reasoner.grounder.words.get((predicate, position), SlotWords())
        looked_for = [word for word in others if isinstance(word, str) and word in slot.wanted] or list(slot.wanted)
        denied = [item.arguments for item in done.facts.statements if item.denied and item.predicate == predicate]
        words = [
            word
            for word in dict.fromkeys(looked_for)
            if not any(denies(other, (*row[:position], word, *row[position + 1 :])) for other in denied)
        ]
        yield from words[:1] if len(looked_for) > _MOST_WORDS else words
    if isinstance(value, Share):
        for other in others:
            if isinstance(other, Share) and (cut := cut_share(value, other.lower)) is not None:
                yield cut[0]
    if isinstance(value, Period):
        days = {
            day
            for other in others
            if isinstance(other, Period)
            for day in (other.latest_begin, other.earliest_end, other.earliest_begin, other.latest_end)
        }
        for day in sorted(days - {BEGINNING, END}):
            period = day_period(date.fromordinal(day))
            if covers(value, period) is Truth.UNDETERMINED:
                yield period
