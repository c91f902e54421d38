"""Proofs, read off the trace: the best derivation of each conclusion, and how strong it is."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from decidendi.determinations.model import ProofNode, ReadingUsed, Support
from decidendi.determinations.supports import Unit, support
from decidendi.determinations.wording import Wording
from decidendi.facts.amounts import Share
from decidendi.facts.evidence import GRADES
from decidendi.facts.fact_set import FactSet
from decidendi.reasoning.matter import Row
from decidendi.reasoning.planning import positive_conditions
from decidendi.reasoning.summing import SumRule
from decidendi.reasoning.trace import Derivation, Trace
from decidendi.rules.form import DAY, DAY_ASKED, KIND, PARAMETER, READING, Comparison, Constant, Literal, Rule, Variable
from decidendi.rules.provisions import Provision
from decidendi.rules.rulebook import Rulebook

Key = tuple[str, Row]
UNSPOKEN = (DAY, READING)
_FRAME = (DAY, DAY_ASKED, READING, PARAMETER)
_UNGRADED = -1


class Prover:
    """Builds proofs of one run. Nothing is built before it is asked for."""

    def __init__(self, rulebook: Rulebook, facts: FactSet, trace: Trace, wording: Wording) -> None:
        self.rulebook = rulebook
        self.facts = facts
        self.trace = trace
        self.wording = wording
        self._costs: dict[Key, tuple[int, int]] = {}
        self._best: dict[Key, Derivation] = {}
        self._supports: dict[Key, tuple[Unit, ...]] = {}
        self._sums = {
            number: item
            for number, rule in enumerate(rulebook.program.rules)
            if rule.sum is not None and (item := SumRule(number, rule))
        }
        self._settle()

    def _fact_cost(self, key: Key) -> tuple[int, int] | None:
        statements = self.trace.matter.statements.get(key)
        if statements:
            return min(GRADES.index(statement.grade) for statement in statements), 0
        if key[0] in _FRAME or key[0].startswith(KIND):
            return _UNGRADED, 0
        return None

    def _settle(self) -> None:
        """The best derivation of every conclusion: the strongest weakest grade first, then the shortest.

        Knuth's generalization of Dijkstra's shortest paths (1977), by relaxation: the cost of a derivation is never
        less than that of its premises, so no best proof is circular.
        """
        rules = self.rulebook.program.rules
        names = [[literal.atom.predicate for literal in positive_conditions(rule)] for rule in rules]
        derivations = self.trace.derivations
        premises = {
            key: [self._derived(names, derivation) for derivation in found] for key, found in derivations.items()
        }
        changed_at: dict[Key, int] = {}
        seen_at: dict[tuple[Key, int], int] = {}
        now, before = 1, 0
        while now > before:  # until a round changes nothing
            before = now
            for key, found in derivations.items():
                own = self._fact_cost(key)
                best = known = self._costs.get(key)
                for index, derivation in enumerate(found):
                    last = seen_at.get((key, index))
                    if last is not None and all(changed_at.get(name, 0) <= last for name in premises[key][index]):
                        continue  # what it rests on costs what it did
                    seen_at[key, index] = now
                    cost = (
                        self._sum_cost(key, derivation)
                        if derivation.rule in self._sums
                        else self._derivation_cost(names[derivation.rule], derivation)
                    )
                    if cost is not None and (best is None or cost < best):
                        best = cost
                        self._best[key] = derivation
                        self._costs[key] = cost
                if own is not None and best is not None and own <= best:
                    self._best.pop(key, None)
                    self._costs[key] = own
                if self._costs.get(key) != known:
                    now += 1
                    changed_at[key] = now

    def _derived(self, names: list[list[str]], derivation: Derivation) -> tuple[Key, ...]:
        """The premises of a derivation that are concluded themselves."""
        item = self._sums.get(derivation.rule)
        found: Iterable[Key]
        if item is None:
            found = zip(names[derivation.rule], derivation.premises, strict=True)
        else:
            longest = max(map(len, derivation.premises), default=0)
            found = ((item.table if len(row) == longest else item.counted, row) for row in derivation.premises)
        return tuple(key for key in found if key in self.trace.derivations)

    def _derivation_cost(self, names: list[str], derivation: Derivation) -> tuple[int, int] | None:
        worst, height = _UNGRADED, 0
        for name, row in zip(names, derivation.premises, strict=True):
            cost = self._costs.get((name, row)) or self._fact_cost((name, row))
            if cost is None:
                return None
            worst, height = max(worst, cost[0]), max(height, cost[1])
        return worst, height + 1

    def _sum_cost(self, key: Key, derivation: Derivation) -> tuple[int, int] | None:
        item = self._sums[derivation.rule]
        threshold = item.threshold(self.trace.matter)
        if threshold is None:
            return None
        found = support(item.sum, threshold, derivation, item.table, item.counted, self._cost_of)
        if found is None:
            return None
        cost, units = found
        best = self._costs.get(key)
        if best is None or cost < best:
            self._supports[key] = units
        return cost

    def _cost_of(self, predicate: str, row: Row) -> tuple[int, int] | None:
        return self._costs.get((predicate, row)) or self._fact_cost((predicate, row))

    def grade(self, predicate: str, row: Row) -> str:
        """The weakest grade on the best proof, or "" where no evidence is needed."""
        cost = self._costs.get((predicate, row)) or self._fact_cost((predicate, row))
        return GRADES[cost[0]] if cost is not None and cost[0] >= 0 else ""

    def proof(self, predicate: str, row: Row) -> ProofNode:
        """The best proof of a row that holds."""
        key = (predicate, row)
        derivation = self._best.get(key)
        statement = self.wording.sentence(predicate, row)
        if derivation is None:
            return ProofNode(
                statement=statement + self._only_stated(key),
                state="holds",
                predicate=predicate,
                grade=self.grade(predicate, row),
                sources=self.sources(key),
            )
        rule = self.rulebook.program.rules[derivation.rule]
        provision = self.rulebook.provisions[rule.provision]
        if rule.sum is not None:
            return self._sum(key, self._sums[derivation.rule], rule, provision)
        bindings = bindings_of(rule, derivation)
        premises: list[ProofNode] = []
        rows = iter(derivation.premises)
        for condition in rule.body:
            if isinstance(condition, Literal) and not condition.negated:
                name = condition.atom.predicate
                premise = next(rows)
                if name not in UNSPOKEN:
                    premises.append(self.proof(name, premise))
            elif isinstance(condition, Literal):
                premises.append(self._absence(condition, bindings))
            else:
                premises.append(self._comparison(condition, bindings))
        return ProofNode(
            statement=statement,
            state="holds",
            predicate=predicate,
            provision=provision.label,
            identifier=provision.identifier,
            rule=self.rulebook.shown(rule.place),
            reading=f"{rule.reading[1]} (of: {rule.reading[0]})" if rule.reading else "",
            grade=self.grade(predicate, row),
            premises=tuple(premise for premise in premises if premise.statement),
        )

    def _sum(self, key: Key, item: SumRule, rule: Rule, provision: Provision) -> ProofNode:
        """The proof that a sum reaches its threshold: the shares that it needs, and why each of them counts."""
        units = self._supports[key]
        threshold = item.threshold(self.trace.matter)
        least = sum((min(row[-1].lower for row in unit.shares) for unit in units), Fraction(0))
        premises: dict[ProofNode, None] = {}
        for unit in units:
            for row in unit.shares:
                premises.update(dict.fromkeys(self.proof(item.table, row).premises))
            for premise in self.proof(item.counted, unit.counted).premises:
                if premise.predicate != item.table:
                    premises[premise] = None
        assert threshold is not None, "a sum without a threshold concludes nothing"
        asked = f"{'more than' if item.sum.more_than else 'at least'} {threshold.in_words}"
        return ProofNode(
            statement=f"the shares that count add up to {Share(least, least)}, and {asked} is asked",
            state="holds",
            predicate=key[0],
            provision=provision.label,
            identifier=provision.identifier,
            rule=self.rulebook.shown(rule.place),
            grade=self.grade(*key),
            premises=tuple(premises),
        )

    def _only_stated(self, key: Key) -> str:
        """What is stated, where a row follows from another class of fact: that a holding ended, of a sale of it."""
        statements = self.trace.matter.statements.get(key, ())
        if not statements or any(key[0].endswith(item.predicate) for item in statements):
            return ""
        return f" (it is stated only that {self.wording.sentence(statements[0].predicate, statements[0].arguments)})"

    def sources(self, key: Key) -> tuple[Support, ...]:
        """The sources of a stated row, strongest first."""
        found: dict[Support, None] = {}
        for statement in self.trace.matter.statements.get(key, ()):
            for item in statement.evidence:
                source = self.facts.source(item.source)
                found[
                    Support(
                        source=item.source,
                        title=source.title if source else item.source,
                        where=item.where,
                        grade=item.grade,
                    )
                ] = None
        return tuple(sorted(found, key=lambda support: GRADES.index(support.grade)))

    def _absence(self, condition: Literal, bindings: dict[Variable, object]) -> ProofNode:
        statement = spoken(condition, bindings, self.wording)
        return ProofNode(statement=statement, state="holds", predicate=condition.atom.predicate)

    def _comparison(self, condition: Comparison, bindings: dict[Variable, object]) -> ProofNode:
        return ProofNode(statement=compared(condition, bindings, self.wording), state="holds", predicate=condition.name)


def bindings_of(rule: Rule, derivation: Derivation) -> dict[Variable, object]:
    """What each variable of the rule stood for in a firing."""
    bindings: dict[Variable, object] = {}
    for literal, row in zip(positive_conditions(rule), derivation.premises, strict=True):
        for term, value in zip(literal.atom.arguments, row, strict=True):
            if isinstance(term, Variable):
                bindings[term] = value
    return bindings


def spoken(condition: Literal, bindings: dict[Variable, object], wording: Wording) -> str:
    """A negated condition in English, with what is bound filled in."""
    schema = wording.schema(condition.atom.predicate)
    if not schema.sentences:
        return ""
    row = tuple(
        term.value if isinstance(term, Constant) else bindings.get(term, "unknown") for term in condition.atom.arguments
    )
    return wording.clause(condition.atom.predicate, row, negated=True)


def compared(condition: Comparison, bindings: dict[Variable, object], wording: Wording) -> str:
    """A comparison in English, with the values that it compares."""
    return wording.comparison(condition, bindings)


def readings_in(node: ProofNode, rulebook: Rulebook) -> tuple[ReadingUsed, ...]:
    """The readings that a proof uses."""
    used: dict[ReadingUsed, None] = {}

    def visit(step: ProofNode) -> None:
        for reading in rulebook.readings if step.reading else ():
            if step.reading == f"{reading.name} (of: {reading.of})":
                used[
                    ReadingUsed(
                        of=reading.of, reading=reading.name, is_default=reading.is_default, because=reading.because
                    )
                ] = None
        for premise in step.premises:
            visit(premise)

    visit(node)
    return tuple(used)


def provisions_in(nodes: tuple[ProofNode, ...]) -> tuple[str, ...]:
    """The identifiers of the provisions that proofs go through, in the order in which they are met."""
    found: dict[str, None] = {}

    def visit(step: ProofNode) -> None:
        if step.identifier:
            found[step.identifier] = None
        for premise in step.premises:
            visit(premise)

    for node in nodes:
        visit(node)
    return tuple(found)
