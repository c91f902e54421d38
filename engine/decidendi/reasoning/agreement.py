"""The engines of a program, run together: what they do not agree on is not issued."""

from __future__ import annotations

from decidendi.reasoning.matter import Grounder, Matter, Row
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.rete import Rete, rete_is_available
from decidendi.reasoning.trace import Trace, same_conclusions
from decidendi.rules.form import Program


class Disagreement(Exception):
    """The engines conclude different things from the same law and facts; nothing is issued.

    Attributes:
        differences: for each row that only one engine has: the engine, `must` or `may`, the predicate, the row.
        matter: the rows that both were given, so that the case can be run again.
    """

    def __init__(self, differences: tuple[tuple[str, str, str, Row], ...], matter: Matter) -> None:
        self.differences = differences
        self.matter = matter
        shown = "; ".join(
            f"only {engine} has `{predicate}` of ({', '.join(map(str, row))}) in what {mode} hold"
            for engine, mode, predicate, row in differences[:5]
        )
        super().__init__(shown or "the conclusions are the same, the firings are not")


class Reasoner:
    """The compiled engines of one program. `engines` names those that every answer needs to agree."""

    def __init__(self, program: Program) -> None:
        self.grounder = Grounder(program)
        self._reference = Reference(program)
        self._rete = Rete(program) if rete_is_available() else None
        self.engines: tuple[str, ...] = ("reference", "rete") if self._rete is not None else ("reference",)

    def evaluate(self, matter: Matter, *, trace: bool = True, engines: tuple[str, ...] | None = None) -> Trace:
        """What must and may hold.

        Args:
            matter: the rows.
            trace: whether to keep the firings.
            engines: fewer engines than there are, for questions about an answer that both have given.

        Raises:
            Disagreement: the engines do not conclude the same.
        """
        first = self._reference.evaluate(matter, trace=trace)
        if self._rete is not None and "rete" in (engines or self.engines):
            second = self._rete.evaluate(matter, trace=trace)
            if not same_conclusions(first, second):
                raise Disagreement(_differences(first, second), matter)
        return first


def _differences(first: Trace, second: Trace) -> tuple[tuple[str, str, str, Row], ...]:
    found: list[tuple[str, str, str, Row]] = []
    for mode, ones, others in (("must", first.must, second.must), ("may", first.may, second.may)):
        for predicate in sorted({*ones, *others}):
            one, other = ones.get(predicate, frozenset()), others.get(predicate, frozenset())
            found += [("reference", mode, predicate, row) for row in sorted(one - other, key=str)]
            found += [("rete", mode, predicate, row) for row in sorted(other - one, key=str)]
    return tuple(found)
