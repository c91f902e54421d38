"""A matrix: every reading that bears on a dealing, crossed with what is unknown of two persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import decidendi
from benchmarks.timing import Stopwatch, Timing
from decidendi import Reasoner, Rulebook
from decidendi.determinations.determine import options_of, run
from decidendi.determinations.matrix import matrix

_FACTS = """title: Whether two persons are United States persons is unknown
as of: 2021-03-01
sources:
  matter: {title: Facts as put by the client, grade: assumption}
source: matter
parties:
  chen: {individual: Chen Quanguo}
  jane: {individual: Jane Roe}
  mary: {individual: Mary Major}
dealings:
  payment-1: {kind: funds, from: jane, to: chen, through: mary, on: 2021-02-15, in: DE}
facts:
  - determination: {party: chen, criterion: 1(a)(ii)(C)(1), authority: Secretary of the Treasury, on: 2020-07-09}
  - foreign_person: {party: chen}
"""


def tabulating(rulebook: Rulebook, watch: Stopwatch, repetitions: int) -> list[Timing]:
    """The matrix of the dealing, by the reference evaluator; its size stands in the name."""
    facts = decidendi.parse_fact_set(_FACTS, "benchmark")
    done = run(facts, rulebook, Reasoner(rulebook.program), options_of(facts, as_of=date(2021, 3, 1)))
    found = []
    taken = watch.measure("matrix", lambda: found.append(matrix(done).tables[0]), repetitions, warm_up=0)
    table = found[0]
    size = f"{len(table.readings)} readings by {len(table.unknowns)} unknowns, {len(table.cells)} cells"
    return [replace(taken, what=f"matrix of {size}")]
