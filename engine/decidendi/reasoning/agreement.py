"""The engines of a program, run together: what they do not agree on is not issued."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final, Protocol

from decidendi.reasoning.cases import Case, Differ, smallest
from decidendi.reasoning.matter import Grounder, Matter, Row
from decidendi.reasoning.packages import package_digests, versions
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.rete import EngineFault, Rete, rete_is_available
from decidendi.reasoning.trace import Trace, same_conclusions
from decidendi.reasoning.variations import Variations
from decidendi.refusal import Refusal
from decidendi.rules.form import Condition, Program


class Disagreement(Exception):
    """The engines conclude different things from the same law and facts; nothing is issued.

    Attributes:
        differences: for each row that only one engine has: the engine, `must` or `may`, the predicate, the row.
        case: the fewest rules and rows found on which the two still disagree; `case.to_text()` can be kept and
            `decidendi.reasoning.cases.read_case` reads it again.
    """

    def __init__(self, differences: tuple[tuple[str, str, str, Row], ...], case: Case) -> None:
        self.differences = differences
        self.case = case
        shown = "; ".join(
            f"only {engine} has `{predicate}` of ({', '.join(map(str, row))}) in what {mode} hold"
            for engine, mode, predicate, row in differences[:5]
        )
        rules, rows = case.size
        super().__init__(
            f"{shown or 'the conclusions are the same, the firings are not'}"
            f" (they still disagree on {rules} of the rules and {rows} of the rows)"
        )


class Evaluator(Protocol):
    """What draws the conclusions of one program."""

    def evaluate(self, matter: Matter, *, trace: bool = True) -> Trace:
        """What must and may hold; `trace` says whether to keep the firings."""


_EVALUATORS: Final[dict[str, Callable[[Program], Evaluator]]] = {"reference": Reference, "rete": Rete}


def available_engines() -> tuple[str, ...]:
    """The engines that can run here, first the one whose trace is used."""
    return ("reference", "rete") if rete_is_available() else ("reference",)


class Reasoner:
    """The compiled engines of one program. `engines` names those that every answer needs to agree.

    `plans` keeps the order of the conditions of each rule, by its identifier, for whoever explains its answers.
    """

    def __init__(self, program: Program, engines: tuple[str, ...] | None = None) -> None:
        """Compile a program for some engines, or for all that can run here.

        Raises:
            KeyError: there is no engine of that name.
        """
        self.program = program
        self.grounder = Grounder(program)
        self.plans: dict[str, tuple[Condition, ...]] = {}
        self.engines: tuple[str, ...] = engines or available_engines()
        self._evaluators = {name: _EVALUATORS[name](program) for name in self.engines}

    @cached_property
    def versions(self) -> dict[str, str]:
        """The versions of the packages that decide, as they were when first asked for."""
        return versions()

    @cached_property
    def packages(self) -> dict[str, str]:
        """Hashes of the code of the packages that decide, as they were when first asked for."""
        return package_digests()

    def variations(self, matter: Matter) -> Variations:
        """For questions about matters that differ from one in a few rows, by the reference evaluator alone."""
        reference = self._evaluators.get("reference")
        return Variations(reference if isinstance(reference, Reference) else Reference(self.program), matter)

    def evaluate(self, matter: Matter, *, trace: bool = True, engines: tuple[str, ...] | None = None) -> Trace:
        """What must and may hold.

        Args:
            matter: the rows.
            trace: whether to keep the firings.
            engines: fewer engines than there are, for questions about an answer that all have given.

        Raises:
            Disagreement: the engines do not conclude the same.
        """
        first, *others = engines or self.engines
        found = self._evaluators[first].evaluate(matter, trace=trace)
        for name in others:
            other = self._evaluators[name].evaluate(matter, trace=trace)
            if not same_conclusions(found, other):
                raise self._disagreement(found, other, (first, name))
        return found

    def _disagreement(self, found: Trace, other: Trace, names: tuple[str, str]) -> Disagreement:
        def compiled(program: Program) -> Differ:
            engines = [_EVALUATORS[name](program) for name in names]

            def differ(matter: Matter) -> bool:
                try:
                    one, another = (engine.evaluate(matter) for engine in engines)
                except (EngineFault, Refusal):  # another trouble than the one that is looked for
                    return False
                return not same_conclusions(one, another)

            return differ

        case = Case(self.program, found.matter)
        return Disagreement(_differences(found, other, names), smallest(case, compiled))


def _differences(first: Trace, second: Trace, names: tuple[str, str]) -> tuple[tuple[str, str, str, Row], ...]:
    found: list[tuple[str, str, str, Row]] = []
    for mode, ones, others in (("must", first.must, second.must), ("may", first.may, second.may)):
        for predicate in sorted({*ones, *others}):
            one, other = ones.get(predicate, frozenset()), others.get(predicate, frozenset())
            found += [(names[0], mode, predicate, row) for row in sorted(one - other, key=str)]
            found += [(names[1], mode, predicate, row) for row in sorted(other - one, key=str)]
    return tuple(found)
