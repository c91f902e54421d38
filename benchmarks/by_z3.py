"""The peer z3: the least changes that flip an answer, from the ground program that clingo searches, by satisfiability.

Clark's completion turns the ground rules into clauses, which says the same as long as no atoms support each other in a
circle; where some do, the run ends. Sets are asked for by size, and none that the reference evaluator refuted is asked
for again, as in the engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Any

import clingo
import z3

from decidendi.determinations.changeable import changeable
from decidendi.determinations.determine import Run
from decidendi.determinations.queries import parse_query
from decidendi.facts.overlays import Overlay, with_overlay
from decidendi.facts.periods import Truth
from decidendi.reasoning.changes import Goal, difference
from decidendi.reasoning.solver import Solver, control_for, ground
from decidendi.reasoning.solver_changes import program_of_changes
from decidendi.refusal import Place


def least_changes_by_z3(done: Run, conclusion: str, most: int) -> set[frozenset[str]]:
    """Every smallest set of up to `most` changes under which a conclusion no longer holds, each confirmed."""
    query = parse_query(conclusion, done.rulebook.program, done.facts, Place("benchmark"))
    changes = changeable(done, query)

    def under(chosen: Iterable[int]) -> Any:
        return with_overlay(done.facts, Overlay("tried", tuple(changes[number].text for number in chosen))).facts

    grounder, matter = done.reasoner.grounder, done.trace.matter
    effects = [difference(matter, grounder.matter(under([number]), done.options)) for number in range(len(changes))]
    exclusive = [
        (one, other)
        for one, other in combinations(range(len(changes)), 2)
        if changes[one].settles == changes[other].settles
    ]
    solver = Solver(done.rulebook.program)
    translator = solver.translator()
    goal = Goal(query.predicate, query.pattern, Truth.FAILS)
    control, rules = control_for(["0"]), _GroundRules()
    control.register_observer(rules)
    lines = program_of_changes(solver, translator, done.trace, effects, goal, exclusive)
    ground(control, lines, translator.symbols)
    numbers = [_literal(control, number) for number in range(len(changes))]
    formula, atoms = rules.formula()
    choices = [atoms[number] for number in numbers]
    satisfying = z3.SolverFor("QF_FD")
    satisfying.add(*formula)
    found = set()
    for size in range(1, most + 1):
        satisfying.push()
        satisfying.add(z3.PbEq([(choice, 1) for choice in choices], size))
        minimal = []
        while satisfying.check() == z3.sat:
            model = satisfying.model()
            chosen = [number for number, choice in enumerate(choices) if z3.is_true(model[choice])]
            satisfying.add(z3.Not(z3.And([choices[number] for number in chosen])))
            if query.truth(done.under(under(chosen)).trace) is Truth.FAILS:
                minimal.append(chosen)
        satisfying.pop()
        for chosen in minimal:
            found.add(frozenset(changes[number].text for number in chosen))
            satisfying.add(z3.Not(z3.And([choices[number] for number in chosen])))
    return found


def _literal(control: clingo.Control, number: int) -> int:
    atom = control.symbolic_atoms[clingo.Function("ch", [clingo.Number(number)])]
    assert atom is not None, "every change is a choice"
    return int(atom.literal)


@dataclass
class _GroundRules(clingo.Observer):
    """The ground program as clingo writes it: by head, the bodies of its rules; the bodies of the constraints."""

    bodies: dict[int, list[tuple[int, ...]]] = field(default_factory=lambda: defaultdict(list))
    constraints: list[tuple[int, ...]] = field(default_factory=list)
    chosen: set[int] = field(default_factory=set)

    def rule(self, choice: bool, head: Sequence[int], body: Sequence[int]) -> None:
        if not head:
            self.constraints.append(tuple(body))
        for atom in head:
            self.bodies[atom].append(tuple(body))
        if choice:
            self.chosen.update(head)
        elif len(head) > 1:
            raise SystemExit("The ground program has a disjunction, which no rule of the engine writes.")

    def weight_rule(self, *arguments: Any) -> None:
        raise SystemExit("The ground program counts, which no rule of the engine does.")

    def formula(self) -> tuple[list[Any], dict[int, Any]]:
        """The completion, and the variable of each atom."""
        try:
            order = tuple(TopologicalSorter(self._supporting()).static_order())
        except CycleError:
            raise SystemExit("Atoms support each other in a circle: the completion would say less.") from None
        atoms = {atom: z3.Bool(f"a{atom}") for atom in order}
        formula = [z3.Not(_all(body, atoms)) for body in self.constraints]
        for atom, variable in atoms.items():
            holds = z3.Or([_all(body, atoms) for body in self.bodies.get(atom, ())])
            formula.append(z3.Implies(variable, holds) if atom in self.chosen else variable == holds)
        return formula, atoms

    def _supporting(self) -> dict[int, set[int]]:
        """By atom, the atoms that support it; and every other atom that a body names."""
        found: dict[int, set[int]] = defaultdict(set)
        for head, bodies in self.bodies.items():
            found[head].update(literal for body in bodies for literal in body if literal > 0)
        for body in (*self.constraints, *(body for bodies in self.bodies.values() for body in bodies)):
            for literal in body:
                found[abs(literal)].update()
        return found


def _all(body: Iterable[int], atoms: dict[int, Any]) -> Any:
    return z3.And([atoms[literal] if literal > 0 else z3.Not(atoms[-literal]) for literal in body])
