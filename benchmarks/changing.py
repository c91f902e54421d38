"""Sets of facts: the least changes that flip an answer, against trying every set and against z3; open questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path

from benchmarks.by_z3 import least_changes_by_z3
from benchmarks.subject import AS_OF, july_2020
from benchmarks.timing import Stopwatch, Timing
from decidendi import Reasoner, Rulebook, content_directory, load_fact_set
from decidendi.determinations.asking import matter_questions
from decidendi.determinations.changeable import changeable
from decidendi.determinations.determine import Run, options_of, run
from decidendi.determinations.flips import least_changes
from decidendi.determinations.queries import parse_query
from decidendi.determinations.sweeping import sweep
from decidendi.facts.overlays import Overlay, with_overlay
from decidendi.facts.periods import Truth
from decidendi.facts.scenario import Axis, Choice, Scenario
from decidendi.refusal import Place

FLIPPED = "payment-1 is prohibited"
_DESIGNATION = content_directory("facts") / "designations" / "2024-09-12-cambodia-ly-yong-phat.yaml"
"""A matter of six parties with some 40 unknowns that matter."""


def _axis(name: str, change: str, values: Iterable[str]) -> Axis:
    choices = tuple(Choice(value, overlay=Overlay(value, (change.format(value),))) for value in values)
    return Axis(name, choices, "", Place("benchmark"))


_GRID = Scenario(
    "benchmark",
    Path("benchmark"),
    (("payment-1", Place("benchmark")), ("bank", Place("benchmark"))),
    (
        Axis("members", (), "members", Place("benchmark")),
        Axis("day", tuple(Choice(str(day), day=date(2020, 8, day)) for day in range(1, 11)), "", Place("benchmark")),
        _axis("place", "payment-1 takes place in {}", ("US", "CH", "DE", "GB", "FR")),
        _axis(
            "share", "holding: {{owner: chen, entity: bank, share: {}, during: 2019/..}}", map(str, range(5, 105, 10))
        ),
    ),
)
"""Two readings, ten days, five places and ten shares."""


def changing(rulebook: Rulebook, watch: Stopwatch, repetitions: int, *, most_by_trying: int = 2) -> list[Timing]:
    """The search by the solver for sets of up to three changes, and the same by trying, for as many as that allows."""
    facts = july_2020()
    done = run(facts, rulebook, Reasoner(rulebook.program), options_of(facts, as_of=AS_OF))
    solved = least_changes(done, FLIPPED, most=most_by_trying)
    tried = by_trying(done, most_by_trying)
    if {frozenset(flip.changes) for flip in solved.flips} != tried:
        raise SystemExit("The solver finds other least changes than trying every set does.")
    if {frozenset(flip.changes) for flip in least_changes(done, FLIPPED).flips} != least_changes_by_z3(
        done, FLIPPED, 3
    ):
        raise SystemExit("The solver finds other least changes than z3 does.")
    count = len(solved.considered)
    unknowns = len(matter_questions(done).questions)
    designation = load_fact_set(_DESIGNATION)
    designated = run(designation, rulebook, Reasoner(rulebook.program), options_of(designation))
    more_unknowns = len(matter_questions(designated).questions)
    several = max(1, repetitions // 5)
    return [
        watch.measure(
            f"least changes up to 3 of {count}, complete, replayed", lambda: least_changes(done, FLIPPED), repetitions
        ),
        watch.measure(
            f"least changes up to 3 of {count}, by z3 (the same found)",
            lambda: least_changes_by_z3(done, FLIPPED, 3),
            several,
        ),
        watch.measure(
            f"least changes up to {most_by_trying} of {count}, by the solver",
            lambda: least_changes(done, FLIPPED, most=most_by_trying),
            repetitions,
        ),
        watch.measure(
            f"least changes up to {most_by_trying} of {count}, by trying every set",
            lambda: by_trying(done, most_by_trying),
            several,
            warm_up=0,
        ),
        watch.measure("sweep of 1,000 scenarios along four axes", lambda: sweep(done, _GRID), several),
        watch.measure(f"open questions of a matter ({unknowns} that matter)", lambda: matter_questions(done), several),
        watch.measure(
            f"open questions of a designation ({more_unknowns} that matter)",
            lambda: matter_questions(designated),
            several,
        ),
    ]


def by_trying(done: Run, most: int) -> set[frozenset[str]]:
    """Every smallest set of changes, found with the reference evaluator alone: every set is tried, smallest first."""
    query = parse_query(FLIPPED, done.rulebook.program, done.facts, Place("benchmark"))
    found: set[frozenset[str]] = set()
    for size in range(1, most + 1):
        for chosen in combinations(changeable(done, query), size):
            texts = tuple(change.text for change in chosen)
            if len({change.settles for change in chosen}) < size or any(smaller <= {*texts} for smaller in found):
                continue
            changed = with_overlay(done.facts, Overlay("tried", texts)).facts
            if query.truth(done.under(changed).trace) is Truth.FAILS:
                found.add(frozenset(texts))
    return found
