"""What would settle an open verdict: the fewest facts, and the outcome each way.

A fact that bears is a share known only as a range, a holding or a blocking that the dates leave open. Each is tried by
computing again with the fact pinned at every value at which something can change, and between; what is said of a fact
is what was computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Final, Literal

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.reasoning.ownership.solving import Solution, solve
from decidendi.refusal import Refusal

MOST_STAKES: Final = 2_000
"""Upstream holdings beyond which facts are not tried one by one."""
MOST_FACTS: Final = 40
_MOST_TOGETHER: Final = 3
_MOST_IN_GROUPS: Final = 8

Kind = Literal["share", "holding", "blocking"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What follows if a share lies in a range (for a holding or blocking: whether it is so), all else as it is."""

    share: Share | None
    so: bool | None
    outcome: Truth


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is open. `position` is that of the stake in the upstream graph, -1 for a blocking."""

    kind: Kind
    name: str
    stake: Stake | None
    position: int
    pieces: tuple[Piece, ...] = ()

    @property
    def settles(self) -> bool:
        """Whether the verdict is settled whatever the fact turns out to be."""
        return bool(self.pieces) and all(piece.outcome is not Truth.UNDETERMINED for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle a verdict.

    Attributes:
        fewest: the facts that settle it together, as few as were found; empty where no group of three does.
        bearing: every fact that alone changes or settles something, those that settle first.
        tried: whether facts were tried; not where too many holdings bear.
    """

    fewest: tuple[OpenFact, ...]
    bearing: tuple[OpenFact, ...]
    tried: bool = True


def settling(solution: Solution, entity: str) -> Settling:
    """What would settle the verdict about an entity that is undetermined."""
    graph = solution.graph.upstream(entity)
    if len(graph.stakes) > MOST_STAKES:
        return Settling((), (), tried=False)
    trial = _Trial(solve(graph, solution.regime), entity)
    facts = [replace(fact, pieces=trial.pieces(fact)) for fact in trial.open_facts()]
    bearing = sorted(
        (fact for fact in facts if any(piece.outcome is not Truth.UNDETERMINED for piece in fact.pieces)),
        key=lambda fact: (not fact.settles, fact.name),
    )
    single = [fact for fact in bearing if fact.settles]
    fewest = (single[0],) if single else trial.group(facts)
    return Settling(fewest, tuple(bearing))


class _Trial:
    def __init__(self, solution: Solution, entity: str) -> None:
        self.solution = solution
        self.graph = solution.graph
        self.entity = entity

    def open_facts(self) -> list[OpenFact]:
        """The open facts that feed the entity, nearest to being decisive first, at most so many."""
        open_entities = {name for name in self.solution.may if name not in self.solution.must}
        found = []
        for position, stake in enumerate(self.graph.stakes):
            if stake.entity not in open_entities:
                continue
            if not stake.certain:
                name = f"{stake.owner} > {stake.entity}"
                found.append(OpenFact("holding", name, stake, position))
            elif stake.share.lower != stake.share.upper:
                found.append(OpenFact("share", f"{stake.owner} > {stake.entity}", stake, position))
        for seed in sorted(self.graph.possible_seeds - self.graph.certain_seeds):
            if seed not in self.solution.must:
                found.append(OpenFact("blocking", seed, None, -1))
        found.sort(key=lambda fact: (fact.stake is not None and fact.stake.entity != self.entity, fact.name))
        return found[:MOST_FACTS]

    def pieces(self, fact: OpenFact) -> tuple[Piece, ...]:
        if fact.stake is None or fact.kind == "holding":
            return tuple(Piece(None, so, self._with(((fact, self._value(fact, so)),))) for so in (True, False))
        return tuple(_merged(self._cells(fact, fact.stake)))

    def _value(self, fact: OpenFact, so: bool) -> Share | bool:
        if fact.stake is None:
            return so
        return fact.stake.held if so else Share(Fraction(0), Fraction(0))

    def _cells(self, fact: OpenFact, stake: Stake) -> Iterator[Piece]:
        for cell in _split(stake.share, self._turning_points(stake)):
            middle = (cell.lower + cell.upper) / 2
            yield Piece(cell, None, self._with(((fact, Share(middle, middle)),)))

    def _turning_points(self, stake: Stake) -> set[Fraction]:
        """Shares at which the sum of reached owners, or the room that others leave, meets the threshold."""
        solution, threshold = self.solution, self.solution.regime.threshold
        table = solution.tables[stake.entity]
        others = [other for other in table.stakes if other is not stake]
        points = {threshold}
        for reached in (solution.must, solution.may):
            inside = [other.share for other in others if other.owner in reached]
            outside = [other.share for other in others if other.owner not in reached]
            low_in = sum((share.lower for share in inside), Fraction(0))
            high_in = sum((share.upper for share in inside), Fraction(0))
            low_out = sum((share.lower for share in outside), Fraction(0))
            high_out = sum((share.upper for share in outside), Fraction(0))
            points |= {threshold - low_in, threshold - high_in}
            points |= {WHOLE - threshold - low_out, WHOLE - threshold - high_out}
            points |= {WHOLE - low_in - low_out, WHOLE - high_in - high_out}
        return points

    def _with(self, pinned: tuple[tuple[OpenFact, Share | bool], ...]) -> Truth:
        """The verdict with facts pinned; where no completion is left, the verdict as it stands."""
        changes = {}
        certain, possible = set(self.graph.certain_seeds), set(self.graph.possible_seeds)
        for fact, value in pinned:
            if isinstance(value, bool):
                (certain.add if value else possible.discard)(fact.name)
            elif fact.stake is not None:
                changes[fact.position] = replace(fact.stake, share=value, certain=True)
        changed = self.graph.replacing(changes)
        graph = Graph(
            changed.stakes, frozenset(certain), frozenset(possible | certain), changed.individuals, changed.complete
        )
        try:
            solved = solve(graph, self.solution.regime)
        except Refusal:
            return Truth.UNDETERMINED
        return solved.status(self.entity)

    def group(self, facts: list[OpenFact]) -> tuple[OpenFact, ...]:
        """The fewest facts, two or three, that settle the verdict whatever they turn out to be together."""
        near = facts[:_MOST_IN_GROUPS]
        for size in range(2, _MOST_TOGETHER + 1):
            for group in combinations(near, size):
                values = [[(fact, value) for value in self._samples(fact)] for fact in group]
                if all(self._with(chosen) is not Truth.UNDETERMINED for chosen in product(*values)):
                    return group
        return ()

    def _samples(self, fact: OpenFact) -> list[Share | bool]:
        if fact.stake is None or fact.kind == "holding":
            return [self._value(fact, True), self._value(fact, False)]
        middles = {(piece.share.lower + piece.share.upper) / 2 for piece in fact.pieces if piece.share is not None}
        share = fact.stake.share
        ends = {end for end, closed in ((share.lower, share.lower_closed), (share.upper, share.upper_closed)) if closed}
        half = (share.lower + share.upper) / 2
        return [Share(value, value) for value in sorted(middles | ends | {half})]


def _split(share: Share, points: set[Fraction]) -> Iterator[Share]:
    """A range cut at points into single points and the open ranges between them."""
    inside = sorted(point for point in points if share.lower < point < share.upper)
    edges = [share.lower, *inside, share.upper]
    for low, high in pairwise(edges):
        if low != share.lower or share.lower_closed:
            yield Share(low, low)
        yield Share(low, high, False, False)
    if share.upper_closed:
        yield Share(share.upper, share.upper)


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces with one outcome as one."""
    last: Piece | None = None
    for piece in pieces:
        if last is None or last.share is None or piece.share is None:
            last = piece
        elif last.outcome is piece.outcome:
            ends = (last.share.lower, piece.share.upper, last.share.lower_closed, piece.share.upper_closed)
            last = Piece(Share(*ends), None, piece.outcome)
        else:
            yield last
            last = piece
    if last is not None:
        yield last
