"""The unknown facts that conclusions which may hold rest on, and a matter with one of them answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from decidendi.determinations.partly_known import Part, part_of, parts_of, shares_in_part, stated_but_for_a_word
from decidendi.determinations.searching import Attempt
from decidendi.facts.amounts import Share, shown_number, without_shares
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.loading import denies
from decidendi.facts.periods import Period, Truth, always
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.summing import SumRule
from decidendi.rules.form import POSSIBLE, STATED, Comparison, Constant, Literal, Variable

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far unknowns are looked for.

    Attributes:
        most: how many unknowns are put to the evaluator, each as stated and as denied.
        deepest: how many conclusions may lie on the way from what is asked about to an unknown.
        widest: in how many ways each rule may come about that are looked at.
    """

    most: int = 1000
    deepest: int = 12
    widest: int = 100


BOUNDS: Final = Bounds()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that may be so: its predicate, the row that stands for "yes", and the row it is possible by.

    `part` is there where the fact is stated and a word, a date or a share of it is known in part.
    """

    predicate: str
    row: Row
    possible: Row
    provision: str
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """What conclusions that may hold rest on: unknown facts, and the conclusions beyond the bounds.

    These are too deep to be looked below, or may come about in more ways than are looked at.
    """

    unknowns: tuple[Unknown, ...]
    beyond: tuple[tuple[str, Row], ...]
    compared: tuple[str, ...] = ()
    """The comparisons of values known in part, and the shares, on which they turn, in words."""


@dataclass(slots=True)
class _Node:
    """What one conclusion rests on directly: unknowns, comparisons, and further conclusions that may hold."""

    unknowns: dict[Unknown, None] = field(default_factory=dict)
    compared: dict[str, None] = field(default_factory=dict)
    further: dict[tuple[str, Row], None] = field(default_factory=dict)
    is_cut: bool = False


class Lookout:
    """Looks for unknowns in one run. What a conclusion rests on is worked out once, however many rest on it."""

    def __init__(self, done: Run, bounds: Bounds = BOUNDS) -> None:
        self._done = done
        self._bounds = bounds
        self._nodes: dict[tuple[str, Row], _Node] = {}
        self._possible: dict[str, set[Row]] = {}
        for name, rows in done.trace.matter.possible.items():
            self._possible.setdefault(name.removeprefix(POSSIBLE), set()).update(rows)

    def below(self, roots: Iterable[tuple[str, Row]]) -> Below:
        """The unknown facts on which conclusions that may hold rest, the nearest first.

        Each conclusion is met on a shortest way to it, so that what is too deep is so on every way.
        """
        found: dict[Unknown, None] = {}
        compared: dict[str, None] = {}
        layer = dict.fromkeys(roots)
        seen = dict(layer)
        cut: dict[tuple[str, Row], None] = {}
        for _ in range(self._bounds.deepest):
            following: dict[tuple[str, Row], None] = {}
            for place in layer:
                node = self._node(place)
                found.update(node.unknowns)
                compared.update(node.compared)
                if node.is_cut:
                    cut[place] = None
                following.update(dict.fromkeys(further for further in node.further if further not in seen))
            seen.update(following)
            layer = following
        return Below(tuple(found), (*cut, *layer), tuple(compared))

    def _node(self, place: tuple[str, Row]) -> _Node:
        node = self._nodes.get(place)
        if node is None:
            node = self._nodes[place] = _Node()
            if place[0] in self._done.absence.sums:
                self._summed(node, *place)
            else:
                found = self._done.absence.search.open_attempts(*place, self._bounds.widest)
                node.is_cut = found.is_cut
                for attempt in found.attempts:
                    self._attempted(node, attempt)
        return node

    def _summed(self, node: _Node, predicate: str, row: Row) -> None:
        trace = self._done.trace
        total, rule = self._done.absence.sums[predicate]
        for name in (total.table, total.counted):
            open_rows = trace.may.get(name, frozenset()) - trace.must.get(name, frozenset())
            parts = [part for part in open_rows if total.group_of(part) == row]
            node.further.update(dict.fromkeys((name, part) for part in sorted(parts, key=lambda one: [*map(str, one)])))

        self._shared(node, total, self._done.rulebook.provisions[rule.provision].label, row)

    def _shared(self, node: _Node, total: SumRule, label: str, group: Row) -> None:
        """The shares of a sum that are known as a range, each asked about where it would tip the sum."""
        done = self._done
        threshold = total.threshold(done.trace.matter)
        if threshold is None:
            return
        must, may = (
            {name: [row for row in rows.get(name, ()) if total.group_of(row) == group] for name in _tables(total)}
            for rows in (done.trace.must, done.trace.may)
        )
        in_part = [
            row for row in must[total.table] if row[-1].lower != row[-1].upper and row[:-1] in may[total.counted]
        ]
        for row in sorted(in_part, key=lambda one: [*map(str, one)]):
            node.compared[done.wording.sentence(total.table, row)] = None
            points: dict[Fraction, None] = {}
            for counted in (must, may):
                others = [
                    other[-1]
                    for other in may[total.table]
                    if other[:-1] != row[:-1] and other[:-1] in counted[total.counted]
                ]
                for least in (True, False):
                    held = sum((share.lower if least else share.upper for share in others), Fraction(0))
                    points[threshold.lower - held] = None
            for part in shares_in_part(done, total.table, row, points, above=total.sum.more_than):
                node.unknowns[Unknown(part.predicate, part.row, part.row, label, part)] = None

    def _attempted(self, node: _Node, attempt: Attempt) -> None:
        done = self._done
        label = done.rulebook.provisions[attempt.rule.provision].label
        for item in attempt.judged:
            condition = item.condition
            if item.truth is not Truth.UNDETERMINED:
                continue
            if isinstance(condition, Comparison):
                node.compared[done.wording.comparison(condition, attempt.bindings)] = None
                for part in parts_of(done, attempt, condition):
                    node.unknowns[Unknown(part.predicate, part.row, part.row, label, part)] = None
            elif item.row is not None:
                name = condition.atom.predicate
                if name in done.absence.concluded:
                    node.further[name, item.row] = None
                if name not in done.absence.concluded or item.row in self._possible.get(name, ()):
                    node.unknowns[self._unknown(name, item.row, condition, attempt, label)] = None

    def _unknown(self, name: str, row: Row, condition: Literal, attempt: Attempt, label: str) -> Unknown:
        settled = _settled(row, condition, attempt)
        stated = stated_but_for_a_word(self._done, name, settled)
        if stated is None:
            return Unknown(name, settled, row, label)
        return Unknown(name, settled, settled, label, part_of(self._done, name, stated, settled))


def unknowns_below(done: Run, roots: Iterable[tuple[str, Row]], bounds: Bounds = BOUNDS) -> Below:
    """The unknown facts on which conclusions that may hold rest, each a predicate and a row."""
    return Lookout(done, bounds).below(roots)


def _settled(row: Row, condition: Literal, attempt: Attempt) -> Row:
    """The row as a plain "yes" states it: for all the time concerned, with a word that the rule looks for."""
    values: list[Any] = []
    for term, value in zip(condition.atom.arguments, row, strict=True):
        if isinstance(value, Period) and value.text == UNKNOWN:
            values.append(always())
        elif value == UNKNOWN and isinstance(term, Variable):
            values.append(_word(term, attempt))
        else:
            values.append(value)
    return tuple(values)


def _word(variable: Variable, attempt: Attempt) -> str:
    for condition in attempt.rule.body:
        if isinstance(condition, Comparison) and variable in condition.arguments and not condition.negated:
            words = [term.value for term in condition.arguments if isinstance(term, Constant)]
            if words and condition.name in ("same", "one of"):
                return str(words[0])
    return UNKNOWN


def _tables(total: SumRule) -> tuple[str, str]:
    return total.table, total.counted


def words_of(done: Run, unknown: Unknown) -> str:
    """What is asked about in prose; of a share, whether it reaches the point where the range is cut."""
    part = unknown.part
    if part is None or not part.is_share:
        return done.wording.sentence(unknown.predicate, unknown.row)
    row = tuple(
        _reached(value) if isinstance(value, Share) and value != known else value
        for value, known in zip(part.row, part.stated, strict=True)
    )
    return done.wording.sentence(unknown.predicate, row)


def _reached(share: Share) -> str:
    number = shown_number(share.lower)
    return f"{number} percent or more" if share.lower_closed else f"more than {number} percent"


def with_answer(matter: Matter, unknown: Unknown, yes: bool) -> Matter:
    """The matter with an unknown stated, or denied."""
    return _stated(matter, unknown) if yes else _denied(matter, unknown)


def _stated(matter: Matter, unknown: Unknown) -> Matter:
    if unknown.part is not None and unknown.part.is_share:
        return _without_shares(matter, unknown.part, unknown.part.left)
    stated = dict(matter.stated)
    stated[unknown.predicate] = (*stated.get(unknown.predicate, ()), unknown.row)
    return replace(matter, stated=stated)


def _without_shares(matter: Matter, part: Part, ruled_out: Row) -> Matter:
    """The matter with a range ruled out of a stated share, which an earlier answer may have narrowed already."""
    stated = dict(matter.stated)
    for name in (part.predicate, STATED + part.predicate):
        if name in stated:
            stated[name] = tuple(_row_without(row, part.stated, ruled_out) for row in stated[name])
    return replace(matter, stated=stated)


def _row_without(row: Row, whole: Row, ruled_out: Row) -> Row:
    if not denies(whole, row):
        return row
    return tuple(
        without_shares(value, other) if isinstance(value, Share) else value
        for value, other in zip(row, ruled_out, strict=True)
    )


def _denied(matter: Matter, unknown: Unknown) -> Matter:
    if unknown.part is not None and unknown.part.is_share:
        return _without_shares(matter, unknown.part, unknown.row)
    possible = dict(matter.possible)
    part = unknown.part
    for name in (unknown.predicate, POSSIBLE + unknown.predicate):
        possible[name] = tuple(row for row in possible.get(name, ()) if not _is_denied(row, unknown))
    if part is None or part.left == part.stated:
        return replace(matter, possible=possible)
    stated = dict(matter.stated)
    for name in (unknown.predicate, STATED + unknown.predicate):
        if part.stated in stated.get(name, ()):
            stated[name] = tuple(part.left if row == part.stated else row for row in stated[name])
            rest = (row for row in possible.get(name, ()) if not _is_variant(row, part.stated))
            possible[name] = tuple(dict.fromkeys((*rest, *part.others)))
    return replace(matter, stated=stated, possible=possible)


def _is_denied(row: Row, unknown: Unknown) -> bool:
    return _same_fact(row, unknown.possible) if unknown.part is None else denies(unknown.row, row)


def _is_variant(row: Row, stated: Row) -> bool:
    """Whether a possible row stands for what an unknown word of a stated one may be."""
    return UNKNOWN in stated and all(value in (UNKNOWN, other) for value, other in zip(stated, row, strict=True))


def _same_fact(row: Row, other: Row) -> bool:
    """Whether two possible rows are the same fact but for what is unknown in it."""
    return all(
        one == two or UNKNOWN in (one, two) or isinstance(one, Period) for one, two in zip(row, other, strict=True)
    )
