"""The peer clingo: the same rules, translated from the intermediate form, evaluated to the same conclusions."""

from __future__ import annotations

from benchmarks.subject import AS_OF, july_2020
from benchmarks.timing import Stopwatch, Timing
from decidendi import Reasoner, Rulebook
from decidendi.determinations.determine import options_of
from decidendi.reasoning.solver import Solver


def by_solver(rulebook: Rulebook, watch: Stopwatch, repetitions: int) -> list[Timing]:
    """Clingo from rows to both fixpoints, and what holds in every and in some world; ends the run where it differs."""
    facts = july_2020()
    reasoner = Reasoner(rulebook.program, ("reference",))
    matter = reasoner.grounder.matter(facts, options_of(facts, as_of=AS_OF))
    solver = Solver(rulebook.program)
    expected, found = reasoner.evaluate(matter, trace=False), solver.evaluate(matter)
    for ours, theirs in ((expected.must, found.must), (expected.may, found.may)):
        if {name: rows for name, rows in ours.items() if rows} != {name: rows for name, rows in theirs.items() if rows}:
            raise SystemExit("The solver concludes something else than the reference evaluator.")
    count = sum(map(len, expected.may.values()))
    what = f"evaluate with clingo ({count} rows, all equal)"
    worlds = "what holds in every and in some world, with clingo"
    return [
        watch.measure(what, lambda: solver.evaluate(matter), repetitions),
        watch.measure(worlds, lambda: solver.consequences(matter), max(1, repetitions // 10)),
    ]
