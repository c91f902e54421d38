"""Why something does not hold: the nearest rule, and which of its conditions hold, fail or are unknown.

Read off the two sets of conclusions of the run, by a search for the nearest attempt (`searching`).
"""

from __future__ import annotations

from fractions import Fraction
from operator import itemgetter
from typing import Any

from decidendi.determinations.model import ProofNode
from decidendi.determinations.proving import UNSPOKEN, Prover, compared, spoken
from decidendi.determinations.searching import Attempt, Judged, Search
from decidendi.determinations.shortfalls import shortfall, sums_of
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import Row
from decidendi.rules.form import Comparison, Condition, Constant, Literal, Variable
from decidendi.rules.provisions import cited

_STATES = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}


Nearness = tuple[Fraction, int, int]


def distance_of(tree: ProofNode) -> Nearness:
    """How far a tree is from holding (less is nearer): the part of its leaves that fails or is unknown, then how many.

    It is the part, since a tree that meets the matter in much is explained further and so has more leaves of each sort
    than one that asks for a single thing of which nothing is stated.
    """
    fails, unknown, holds = _leaves(tree)
    return Fraction(fails + unknown, fails + unknown - holds), fails, unknown


def _leaves(tree: ProofNode) -> tuple[int, int, int]:
    if not tree.premises:
        return int(tree.state == "fails"), int(tree.state == "undetermined"), -int(tree.state == "holds")
    fails, unknown, holds = zip(*map(_leaves, tree.premises), strict=True)
    return sum(fails), sum(unknown), sum(holds)


class Absence:
    """Explains what does not hold, to a chosen depth.

    Thoroughly, a condition that nothing matches is explained too, by the rule that comes nearest to it when all of its
    own conditions are looked at: that takes time, and is for answers to a single question. `named` explains by what the
    facts name alone: what of it comes nearest, where something that they do not name leaves the conclusion open.
    """

    def __init__(
        self,
        prover: Prover,
        *,
        thorough: bool = False,
        named: bool = False,
        plans: dict[str, tuple[Condition, ...]] | None = None,
    ) -> None:
        self.prover = prover
        self.thorough = thorough
        self.named = named
        self.trace = prover.trace
        self.rules = prover.rulebook.program.rules
        self.search = Search(self.rules, self.trace, plans, named=named)
        self.sums = sums_of(prover.rulebook.program)
        self._patterns: dict[tuple[str, tuple[Any, ...], int], tuple[ProofNode, ...]] = {}
        self.concluded = frozenset(rule.head.predicate for rule in self.rules if not rule.only_possible)

    def nearest(self, predicate: str, row: Row) -> Attempt | None:
        """The attempt that comes nearest to the row."""
        found = self.search.attempts(predicate, row)
        return found[0] if found else None

    def explain(
        self, predicate: str, row: Row, depth: int = 4, seen: frozenset[tuple[str, Row]] = frozenset()
    ) -> ProofNode:
        """The row with its state and, where it does not hold, the nearest rule with each of its conditions."""
        truth = self.trace.truth(predicate, row)
        if truth is Truth.HOLDS:
            return self.prover.proof(predicate, row)
        # A sum is told by its figures at any depth: the words of its rule say nothing of this matter.
        if predicate in self.sums and (predicate, row) not in seen:
            inside = seen | {(predicate, row)}
            return shortfall(
                *self.sums[predicate],
                row,
                self.trace,
                self.prover.rulebook,
                _STATES[truth],  # type: ignore[arg-type]
                lambda name, part: self.explain(name, part, depth - 1, inside),
            )
        statement = self.prover.wording.sentence(predicate, row)
        nearest = self.nearest(predicate, row) if predicate in self.concluded and depth > 0 else None
        if nearest is None or (predicate, row) in seen:
            return ProofNode(statement=statement, state=_STATES[truth], predicate=predicate)  # type: ignore[arg-type]
        return self.attempt(nearest, statement, truth, depth, seen | {(predicate, row)})

    def explain_pattern(
        self,
        predicate: str,
        pattern: tuple[Any, ...],
        depth: int = 4,
        seen: frozenset[tuple[str, tuple[Any, ...]]] = frozenset(),
    ) -> tuple[ProofNode, ...]:
        """Why no row of a pattern holds, `None` in it standing for anything: the nearest attempt of each rule.

        What was explained once to a depth is not worked out again, and what is being explained (`seen`) is not
        explained by itself, so that the work is bounded by how many patterns there are.
        """
        if (predicate, pattern) in seen:
            return ()
        key = (predicate, pattern, depth)
        if key not in self._patterns:
            self._patterns[key] = self._explained(predicate, pattern, depth, seen | {(predicate, pattern)})
        return self._patterns[key]

    def _explained(
        self, predicate: str, pattern: tuple[Any, ...], depth: int, seen: frozenset[tuple[str, tuple[Any, ...]]]
    ) -> tuple[ProofNode, ...]:
        found = self.search.nearest_to(predicate, pattern)
        wording = self.prover.wording
        trees: list[tuple[tuple[int, int], Nearness, ProofNode]] = []
        for best in found if self.thorough else found[:1]:
            row = tuple(
                wanted
                if wanted is not None
                else term.value
                if isinstance(term, Constant)
                else best.bindings.get(term, UNKNOWN)
                for wanted, term in zip(pattern, best.rule.head.arguments, strict=True)
            )
            tree = self.attempt(best, wording.sentence(predicate, row), Truth.FAILS, depth, seen)
            trees.append(((best.adrift, best.distance[0]), distance_of(tree), tree))
        return tuple(tree for *_, tree in sorted(trees, key=itemgetter(0, 1))[:1])

    def attempt(
        self, attempt: Attempt, statement: str, truth: Truth, depth: int, seen: frozenset[tuple[str, Row]]
    ) -> ProofNode:
        """One attempt as a tree."""
        provision = self.prover.rulebook.provisions[attempt.rule.provision]
        premises = [
            self._judged(item, attempt, depth - 1, seen)
            for item in attempt.judged
            if not (isinstance(item.condition, Literal) and item.condition.atom.predicate in UNSPOKEN)
            or item.truth is not Truth.HOLDS
        ]
        if attempt.in_force is not Truth.HOLDS and attempt.rule.day is not None:
            day = attempt.bindings[attempt.rule.day]
            statement_of_law = f"{cited(provision.label)} ({provision.in_force}) is in force on {day}"
            premises.insert(0, ProofNode(statement=statement_of_law, state=_STATES[attempt.in_force], predicate=""))  # type: ignore[arg-type]
        return ProofNode(
            statement=statement,
            state=_STATES[truth],  # type: ignore[arg-type]
            predicate=attempt.rule.head.predicate,
            provision=provision.label,
            identifier=provision.identifier,
            rule=self.prover.rulebook.shown(attempt.rule.place),
            reading=f"{attempt.rule.reading[1]} (of: {attempt.rule.reading[0]})" if attempt.rule.reading else "",
            premises=tuple(premise for premise in premises if premise.statement),
        )

    def _judged(self, item: Judged, attempt: Attempt, depth: int, seen: frozenset[tuple[str, Row]]) -> ProofNode:
        condition, wording = item.condition, self.prover.wording
        state = _STATES[item.truth]
        if isinstance(condition, Comparison):
            statement = compared(condition, attempt.bindings, wording)
            if item.miss and item.miss.told:
                first = condition.arguments[0]
                noun = f"the {first.name}" if isinstance(first, Variable) and not first.is_anonymous else "it"
                statement += f" ({noun} {item.miss.told})"
            return ProofNode(statement=statement, state=state, predicate=condition.name)  # type: ignore[arg-type]
        predicate = condition.atom.predicate
        if condition.negated:
            statement = spoken(condition, attempt.bindings, wording)
            inner: tuple[ProofNode, ...] = ()
            if item.row is not None and depth > 0:
                inner = (self.explain(predicate, item.row, depth, seen),)
            return ProofNode(statement=statement, state=state, predicate=predicate, premises=inner)  # type: ignore[arg-type]
        if item.row is None:
            statement = wording.told(condition.text or predicate, attempt.bindings)
            if (self.thorough or self.named) and depth > 0 and predicate in self.concluded:
                terms = condition.atom.arguments
                wanted = tuple(t.value if isinstance(t, Constant) else attempt.bindings.get(t) for t in terms)
                for tree in self.explain_pattern(predicate, wanted, depth, seen):
                    return tree.model_copy(update={"statement": statement})
            return ProofNode(statement=statement, state=state, predicate=predicate)  # type: ignore[arg-type]
        return self.explain(predicate, item.row, depth, seen)
