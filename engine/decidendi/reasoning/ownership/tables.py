"""The owners of each entity as whole numbers, so that sums are exact and quick.

Each entity has a scale of its own: the least common denominator of its shares, times one more than the number of its
owners. An open end is written as one unit inside the closed one. Since there are fewer owners than units to the next
possible sum, a sum of ends then compares with the threshold exactly as the range does: `(25, 50]` and `(25, 50]` make
more than 50, and `[25, 50)` makes less.

Shares of one entity make at most 100 (exactly 100 where its table is declared complete). A table whose lower ends
make more has no completion; each lower end then falls to what the others leave of 100, and the entity is reported as
overfull.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from decidendi.facts.amounts import WHOLE
from decidendi.reasoning.ownership.graph import Graph, Stake
from decidendi.refusal import Place, Refusal
from decidendi.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Table:
    """The owners of one entity.

    Attributes:
        entity: the entity.
        stakes: the stakes in it.
        lower: the lower end of each, scaled.
        upper: the upper end of each, scaled.
        goal: what a sum must come up to for the entity to be reached, scaled.
        whole: one hundred percent, scaled.
        scale: units in one percent.
        complete: whether the owners are declared to be all stated.
        overfull: whether the lower ends as stated left no completion and were repaired.
    """

    entity: str
    stakes: tuple[Stake, ...]
    lower: tuple[int, ...]
    upper: tuple[int, ...]
    goal: int
    whole: int
    scale: int
    complete: bool
    overfull: bool

    def percent_at_least(self, scaled: int) -> Fraction:
        """A sum of lower ends as percent; the units that mark open ends are dropped."""
        return Fraction(scaled // self.marks * self.marks, self.scale)

    def percent_at_most(self, scaled: int) -> Fraction:
        """A sum of upper ends as percent; the units that mark open ends are dropped."""
        return Fraction(-(-scaled // self.marks) * self.marks, self.scale)

    @property
    def marks(self) -> int:
        """Units between two possible sums of closed ends; more than there are open ends."""
        return len(self.stakes) + 2


def table_of(entity: str, stakes: list[Stake], regime: Regime, *, complete: bool) -> Table:
    """The table of one entity.

    Raises:
        Refusal: a table that is declared complete cannot make 100.
    """
    marks = len(stakes) + 2
    common = regime.threshold.denominator
    for stake in stakes:
        common = lcm(common, stake.share.lower.denominator, stake.share.upper.denominator)
    scale = common * marks
    whole = 100 * scale
    lower = [_scaled(stake.share.lower, scale) + (not stake.share.lower_closed) for stake in stakes]
    upper = [_scaled(stake.share.upper, scale) - (not stake.share.upper_closed) for stake in stakes]
    total = sum(lower)
    overfull = total > whole
    if overfull:
        total = sum(low - low % marks for low in lower)
        lower = [max(0, whole - (total - (low - low % marks))) for low in lower]
        upper = [max(low, high) for low, high in zip(lower, upper, strict=True)]
    if complete and sum(upper) < whole:
        raise Refusal.at(
            Place(entity),
            "the owners are declared to be all stated, and yet their shares cannot make 100 percent",
            expected="upper ends that make 100 percent or more",
            found=f"at most {sum((stake.share.upper for stake in stakes), Fraction(0))} percent",
            mend="add the missing owner, or do not declare the owners complete",
        )
    goal = _scaled(regime.threshold, scale) + regime.more_than
    return Table(entity, tuple(stakes), tuple(lower), tuple(upper), goal, whole, scale, complete, overfull)


def _scaled(percent: Fraction, scale: int) -> int:
    return percent.numerator * (scale // percent.denominator)


def tables_of(graph: Graph, regime: Regime) -> dict[str, Table]:
    """The table of every entity that somebody holds.

    Raises:
        Refusal: a share lies outside 0 to 100, or a table that is declared complete cannot make 100.
    """
    for stake in graph.stakes:
        if not 0 <= stake.share.lower <= stake.share.upper <= WHOLE:
            raise Refusal.at(
                Place(f"{stake.owner} in {stake.entity}"),
                "a share lies outside 0 to 100 percent",
                found=str(stake.share),
                mend="correct the share",
            )
    return {
        entity: table_of(entity, stakes, regime, complete=entity in graph.complete)
        for entity, stakes in graph.owners().items()
    }
