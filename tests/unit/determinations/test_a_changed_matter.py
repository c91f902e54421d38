"""A changed matter evaluated from an unchanged one: quicker, and the same answer as from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from decidendi import Reasoner, content_directory, load_fact_set, load_rulebook
from decidendi.determinations.determine import Run, run
from decidendi.reasoning.matter import Matter, Row


@pytest.fixture(scope="module")
def done() -> Run:
    rulebook = load_rulebook(content_directory("rules"))
    facts = load_fact_set(content_directory("facts") / "treasury-2020-07-09.yaml")
    return run(facts, rulebook, Reasoner(rulebook.program, ("reference",)))


def _without(rows: dict[str, tuple[Row, ...]], name: str, row: Row) -> dict[str, tuple[Row, ...]]:
    return {**rows, name: tuple(other for other in rows[name] if other != row)}


def _changes(matter: Matter) -> Iterator[Matter]:
    for name, rows in matter.possible.items():
        for row in rows[:2]:
            yield replace(matter, possible=_without(matter.possible, name, row))
            yield replace(matter, stated={**matter.stated, name: (*matter.stated.get(name, ()), row)})
    for name, rows in matter.stated.items():
        for row in rows[:2]:
            yield replace(matter, stated=_without(matter.stated, name, row))


def test_whatever_is_added_or_taken_away_the_conclusions_are_those_of_a_new_evaluation(done: Run) -> None:
    changes = list(_changes(done.trace.matter))
    variations = done.reasoner.variations(done.trace.matter)
    differing = 0
    for matter in changes:
        anew = done.reasoner.evaluate(matter, trace=False)
        taken_over = variations.evaluate(matter)
        for found, expected in ((taken_over.must, anew.must), (taken_over.may, anew.may)):
            assert {name: rows for name, rows in found.items() if rows} == {
                name: rows for name, rows in expected.items() if rows
            }
        differing += any(
            anew.may.get(name) != rows for name, rows in done.trace.may.items() if name in done.absence.concluded
        )
    assert len(changes) > 100
    assert differing > 20, "changes that change nothing would show nothing"


def test_matters_that_vary_along_two_axes_are_each_as_if_evaluated_anew(done: Run) -> None:
    one, other = (list(_changes(done.trace.matter))[start::37] for start in (0, 19))
    variations = done.reasoner.variations(done.trace.matter)
    base = done.trace.matter
    outcomes = set()
    for first in one:
        for second in (base, *other[:4], base):
            stated = {name: first.stated.get(name, ()) for name in {*first.stated, *base.stated}}
            stated |= {name: rows for name, rows in second.stated.items() if rows != base.stated.get(name)}
            possible = {name: first.possible.get(name, ()) for name in {*first.possible, *base.possible}}
            possible |= {name: rows for name, rows in second.possible.items() if rows != base.possible.get(name)}
            matter = replace(base, stated=stated, possible=possible)
            anew, found = done.reasoner.evaluate(matter, trace=False), variations.evaluate(matter)
            for ones, others in ((found.must, anew.must), (found.may, anew.may)):
                assert {name: rows for name, rows in ones.items() if rows} == {
                    name: rows for name, rows in others.items() if rows
                }
            outcomes.add(tuple(sorted((name, len(rows)) for name, rows in anew.may.items())))
    assert len(outcomes) > 3
