"""Sums in an evaluation: which groups of a table reach their threshold, and what that rests on.

Both evaluators look at sums through this module: like a comparison, a sum is a built-in test (`rules.sums`), here of
all the rows of a group together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from decidendi.facts.amounts import Share
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.trace import Derivation
from decidendi.rules.form import PARAMETER, Constant, Literal, Rule, Sum
from decidendi.rules.sums import Summand, may_reach, must_reach, table

RowsOfGroup = Callable[[str, Row], Iterable[Row]]
"""The rows of a predicate whose first arguments are those of a group."""


class SumRule:
    """A rule that adds up, under the parameters of a matter."""

    def __init__(self, number: int, rule: Rule) -> None:
        assert rule.sum is not None, "only a rule with a sum is one"
        self.number = number
        self.sum: Sum = rule.sum
        self.head = rule.head.predicate
        self.table, self.counted, *whole = (
            condition.atom.predicate for condition in rule.body if isinstance(condition, Literal)
        )
        self.whole = whole[0] if whole else ""
        self._widths = {c.atom.predicate: len(c.atom.arguments) for c in rule.body if isinstance(c, Literal)}

    def width(self, predicate: str) -> int:
        """How many arguments one of the predicates has that it looks at."""
        return self._widths[predicate]

    def threshold(self, matter: Matter) -> Share | None:
        """What the sum is compared with; `None` where the parameter has no value on the day asked about."""
        if isinstance(self.sum.threshold, Constant):
            value = self.sum.threshold.value
        else:
            rows = (row for row in matter.stated.get(PARAMETER, ()) if row[0] == self.sum.threshold)
            value = next((row[1] for row in rows), None)
        assert value is None or isinstance(value, Share), "the checks of a rulebook let shares only be summed"
        return value

    def group_of(self, row: Row) -> Row:
        """The group that a row of the table, or of what counts, belongs to."""
        return row[: self.sum.group]

    def summands(self, group: Row, must: RowsOfGroup, may: RowsOfGroup, *, sure: bool) -> tuple[Summand, ...]:
        """The summands of a group, those counting that certainly do (`sure`) or that possibly do."""
        counted = frozenset((must if sure else may)(self.counted, group))
        return table(self.sum, must(self.table, group), may(self.table, group), counted)

    def reaches(self, group: Row, threshold: Share, must: RowsOfGroup, may: RowsOfGroup, *, sure: bool) -> bool:
        """Whether a group certainly (`sure`) or possibly reaches the threshold; it must itself stand in the table."""
        if not any(True for _ in (must if sure else may)(self.table, group)):
            return False
        summands = self.summands(group, must, may, sure=sure)
        can_reach = may_reach(self.sum, summands, threshold)
        is_whole = bool(self.whole) and any(True for _ in (must if sure else may)(self.whole, group))
        has_to_reach = must_reach(self.sum, summands, threshold, is_whole=is_whole)
        # Shares that are said to be all there are, and are less than the whole, contradict each other: then neither
        # bound is trusted, and the answer is left open.
        return can_reach and has_to_reach if sure else can_reach or has_to_reach

    def derivation(self, group: Row, must: RowsOfGroup) -> Derivation:
        """The firing of a group that certainly reaches it: for each unit that counts, its rows, then that it counts."""
        premises: list[Row] = []
        certain = sorted(must(self.table, group), key=_order)
        for unit in sorted(must(self.counted, group), key=_order):
            shares = [row for row in certain if row[:-1] == unit]
            if shares:
                premises += [*shares, unit]
        if self.whole and (whole := list(must(self.whole, group))):  # then what does not count bears on it too
            premises += [row for row in certain if row not in premises] + whole
        return Derivation(self.number, tuple(premises))


def _order(row: Row) -> tuple[str, ...]:
    return tuple(map(str, row))
