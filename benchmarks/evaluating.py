"""Evaluation alone: from rows to what must and may hold, with and without the trace that proofs are read from."""

from __future__ import annotations

from benchmarks.subject import AS_OF, july_2020
from benchmarks.timing import Stopwatch, Timing
from decidendi import Reasoner, Rulebook
from decidendi.determinations.determine import options_of
from decidendi.reasoning.agreement import available_engines


def evaluating(rulebook: Rulebook, watch: Stopwatch, repetitions: int) -> list[Timing]:
    """Turning the fact set into rows, then each engine with and without the trace."""
    facts = july_2020()
    options = options_of(facts, as_of=AS_OF)
    reasoner = Reasoner(rulebook.program)
    matter = reasoner.grounder.matter(facts, options)
    found = [watch.measure("facts to rows", lambda: reasoner.grounder.matter(facts, options), repetitions)]
    for name in available_engines():
        alone = Reasoner(rulebook.program, (name,))
        for trace in (True, False):
            what = f"evaluate with {name}, {'with' if trace else 'without'} the trace"

            def run(alone: Reasoner = alone, trace: bool = trace) -> object:
                return alone.evaluate(matter, trace=trace)

            found.append(watch.measure(what, run, repetitions))
    return found
