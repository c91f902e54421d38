"""The solver compared with the fixpoints: the same conclusions, and what holds in every and in some world.

What must hold is compared with the cautious consequences over the unknowns, what may hold with the brave ones. They may
differ only where an unknown both supports and defeats a conclusion: there the fixpoints leave open what no world does.
"""

from __future__ import annotations

from dataclasses import dataclass

from decidendi.reasoning.matter import Row
from decidendi.reasoning.solver import Conclusions, Solver
from decidendi.reasoning.trace import Trace


@dataclass(frozen=True, slots=True)
class Compared:
    """Counts of conclusions that hold or may hold.

    Attributes:
        conclusions: how many were compared.
        cautious: of how many it is the same whether they must hold and whether they hold in every world.
        brave: of how many it is the same whether they may hold and whether they hold in some world.
        disagreements: what is not as it has to be; those that an unknown both supports and defeats are not among them.
    """

    conclusions: int
    cautious: int
    brave: int
    disagreements: tuple[str, ...]


def compared(solver: Solver, trace: Trace) -> Compared:
    """One matter, its trace by another evaluator against the solver."""
    twofold = solver.evaluate(trace.matter)
    found: list[str] = []
    for mode, ours, theirs in (("must", trace.must, twofold.must), ("may", trace.may, twofold.may)):
        for name in sorted({*ours, *theirs}):
            differing = _of(ours, name) ^ _of(theirs, name)
            found += [f"{mode} hold, by one engine alone: {_told(name, row)}" for row in sorted(differing, key=str)]
    worlds = solver.consequences(trace.matter)
    conclusions = cautious = brave = 0
    for name in sorted({rule.head.predicate for rule in solver.program.rules}):
        must, may = _of(trace.must, name), _of(trace.may, name)
        every, some, mixed = (_of(rows, name) for rows in (worlds.every, worlds.some, worlds.mixed))
        conclusions += len(may)
        cautious += len(may - (must ^ every))
        brave += len(may & some)
        wrong = (must - every) | (some - may) | (every - some) | (((every - must) | (may - some)) - mixed)
        found += [f"not as in the worlds: {_told(name, row)}" for row in sorted(wrong, key=str)]
    return Compared(conclusions, cautious, brave, tuple(found))


def _of(rows: Conclusions, name: str) -> frozenset[Row]:
    return rows.get(name, frozenset())


def _told(name: str, row: Row) -> str:
    return f"`{name}` of ({', '.join(map(str, row))})"
