"""Why something is undetermined is told down to the facts, however deep they lie, and by what the facts name too."""

from __future__ import annotations

import pytest

from decidendi import content_directory, load_fact_set, parse_fact_set
from decidendi.determinations.answers import DEEPEST
from decidendi.determinations.determine import Run, report, run
from decidendi.determinations.expectations import proofs_of
from decidendi.determinations.model import ProofNode
from decidendi.determinations.queries import Query
from decidendi.determinations.questions import roots_of
from decidendi.facts.fact_set import FactSet
from decidendi.reasoning.agreement import Reasoner
from tests.command import shipped

LONG_CHAIN = """title: A chain of owners
as of: 2021-03-01
parties:
  chen: {individual: Chen Quanguo, country: CN}
  jane: {individual: Jane Roe}
  one: {entity: One, country: DE}
  two: {entity: Two, country: DE}
  three: {entity: Three, country: DE}
dealings:
  payment-1: {kind: funds, from: jane, to: three, on: 2021-02-15, in: DE}
facts:
  - determination: {party: chen, criterion: 1(a)(ii)(C)(1), authority: Secretary of the Treasury, on: 2020-07-09}
  - holding: {owner: chen, entity: one, share: "[40, 60]", during: 2018/..}
  - holding: {owner: one, entity: two, share: 60, during: 2018/..}
  - holding: {owner: two, entity: three, share: 60, during: 2018/..}
  - holding: {owner: three, entity: one, share: 10, during: 2018/..}
"""


def undetermined(facts: FactSet) -> list[tuple[Run, Query]]:
    done = run(facts, shipped(), Reasoner(shipped().program, ("reference",)))
    found = [item for item in report(done, questions=False).determinations if item.outcome == "undetermined"]
    return [(done, Query(*root)) for item in found for root in roots_of(done, item)]


def steps(trees: tuple[ProofNode, ...]) -> int:
    return sum(1 + steps(tree.premises) for tree in trees)


@pytest.mark.parametrize("named", [False, True], ids=["the nearest", "by what the facts name"])
@pytest.mark.parametrize("name", ["payment-to-chen", "treasury-2020-07-09"])
def test_every_open_conclusion_of_a_matter_is_explained_as_deep_as_it_goes(name: str, named: bool) -> None:
    open_conclusions = undetermined(load_fact_set(content_directory("facts") / f"{name}.yaml"))
    assert len(open_conclusions) > 10
    for done, query in open_conclusions:
        deep, deepest = (
            steps(proofs_of(done, query, depth, thorough=not named, named=named)) for depth in (20, DEEPEST)
        )
        assert 0 < deep == deepest < 1000


def test_owners_in_a_circle_are_explained_once_on_the_way_down() -> None:
    for done, query in undetermined(parse_fact_set(LONG_CHAIN)):
        trees = proofs_of(done, query, DEEPEST, named=True)
        assert 0 < steps(trees) < 1000
        for path in paths(trees):
            assert len(path) == len(set(path)), path


def paths(trees: tuple[ProofNode, ...], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Who is said to be open to a block on each way from the root to what is explained no further."""
    found: list[tuple[str, ...]] = []
    for tree in trees:
        is_open_block = tree.state != "holds" and tree.premises and " is blocked on " in tree.statement
        way = (*above, tree.statement) if is_open_block else above
        found += paths(tree.premises, way) if tree.premises else [way]
    return found
