"""The least change: what the solver finds is what trying every set of changes finds, and each set is minimal."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decidendi
from decidendi.determinations.changeable import changeable
from decidendi.determinations.determine import Run, asked_about, outcome_about, run
from decidendi.determinations.flips import Flip, Flips, _in_order, least_changes
from decidendi.determinations.model import Caution
from decidendi.determinations.queries import Query, parse_query
from decidendi.facts.overlays import Overlay, with_overlay
from decidendi.facts.periods import Truth
from decidendi.refusal import Place, Refusal
from tests.unit.rules import test_sums as sums

STATES = {"holds": Truth.HOLDS, "fails": Truth.FAILS, "undetermined": Truth.UNDETERMINED}
HYPOTHETICALS = decidendi.content_directory("facts") / "hypotheticals"
CASES = [
    ("blocked-official-signs", "payment-1 is prohibited"),
    ("foreign-branch-of-a-us-bank", "payment-1 is prohibited"),
    ("foreign-person-without-nexus", "payment-1 is prohibited"),
    ("funds-through-a-blocked-person", "payment-1 is prohibited"),
    ("licensed", "payment-1 is prohibited"),
    ("payer-unknown-status", "payment-1 is prohibited"),
    ("blocked-account", "account is blocked on 2021-03-01"),
]


@pytest.fixture(scope="module")
def rulebook() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


@pytest.fixture(scope="module")
def reasoner(rulebook: decidendi.Rulebook) -> decidendi.Reasoner:
    return decidendi.Reasoner(rulebook.program, ("reference",))


def under(done: Run, changes: tuple[str, ...]) -> Run:
    return done.under(with_overlay(done.facts, Overlay("test", changes)).facts)


def by_trying(done: Run, query: Query, goal: Truth, most: int) -> set[frozenset[str]]:
    """Every subset-minimal set of changes, found with the reference evaluator alone."""
    changes = changeable(done, query)
    found: set[frozenset[str]] = set()
    for size in range(1, most + 1):
        for chosen in combinations(changes, size):
            texts = frozenset(change.text for change in chosen)
            if len({change.settles for change in chosen}) < size or any(smaller <= texts for smaller in found):
                continue
            if query.truth(under(done, tuple(change.text for change in chosen)).trace) is goal:
                found.add(texts)
    return found


def compared(done: Run, conclusion: str, most: int) -> Flips:
    query = parse_query(conclusion, done.rulebook.program, done.facts, Place("test"))
    result = least_changes(done, conclusion, most=most)
    assert result.complete
    truth = query.truth(done.trace)
    goals = [goal for goal in (Truth.FAILS, Truth.HOLDS) if goal is not truth]
    for goal in goals:
        shown = {frozenset(flip.changes) for flip in result.flips if STATES[flip.to] is goal}
        assert shown == by_trying(done, query, goal, most), goal
    for flip in result.flips:
        for left_out in flip.changes:
            rest = tuple(change for change in flip.changes if change != left_out)
            assert not rest or query.truth(under(done, rest).trace) is not STATES[flip.to], "the set is not minimal"
    return result


@pytest.mark.parametrize(("name", "conclusion"), CASES)
def test_the_solver_finds_every_smallest_set_of_changes_and_no_other(
    name: str, conclusion: str, rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner
) -> None:
    done = run(decidendi.load_fact_set(HYPOTHETICALS / f"{name}.yaml"), rulebook, reasoner)
    result = compared(done, conclusion, most=1 if len(changeable_of(done, conclusion)) > 24 else 2)
    assert result.flips


def changeable_of(done: Run, conclusion: str) -> tuple[object, ...]:
    return changeable(done, parse_query(conclusion, done.rulebook.program, done.facts, Place("test")))


@pytest.mark.parametrize(
    "holdings",
    [
        ["x held 50 of a"],
        ["x held 30 of a", "y held 30 of a"],
        ["x held 50 of a", "a held 50 of b"],
        ["x held 30 of a", "y held 10 of a", "y held 10.5 of a", "a held 60 of b", "x held 20 of b"],
    ],
)
def test_holdings_are_given_up_until_the_sum_no_longer_reaches_the_threshold(
    tmp_path: Path, holdings: list[str]
) -> None:
    rulebook, reasoner = sums.reasoner(tmp_path)
    done = run(sums.matter(*holdings), rulebook, reasoner)
    owned = holdings[-1].split()[-1]
    result = compared(done, f"{owned} is blocked on 2021-03-01", most=2)
    assert any("held" in change for flip in result.flips for change in flip.changes) or result.state == "fails"


def test_a_change_that_looks_like_evasion_is_cautioned_against_and_never_first(
    rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner
) -> None:
    done = run(decidendi.load_fact_set(HYPOTHETICALS / "blocked-official-signs.yaml"), rulebook, reasoner)
    flips = least_changes(done, "payment-1 is prohibited").flips
    rerouted = [flip for flip in flips if flip.changes == ("deny: payment-1 is signed by chen",)]
    assert rerouted and "5(a)" in rerouted[0].cautions[0].caution
    assert not flips[0].cautions
    assert [len(flip.changes) for flip in flips] == sorted(len(flip.changes) for flip in flips)


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=6))
def test_a_change_with_a_caution_is_shown_first_only_where_every_one_has_one(shapes: list[tuple[int, bool]]) -> None:
    """Smaller sets come before larger ones, but not before the smallest without a caution."""
    made = [
        Flip(
            changes=tuple(f"change {number}.{index}" for index in range(size)),
            to="fails",
            whose_act=("in a party's power",) * size,
            cautions=(Caution(caution="evasion"),) if suspect else (),
            effects=(),
        )
        for number, (size, suspect) in enumerate(shapes)
    ]
    ordered = _in_order(made)
    assert sorted(ordered, key=made.index) == made
    clean = [len(flip.changes) for flip in made if not flip.cautions]
    if clean:
        assert not ordered[0].cautions
        assert len(ordered[0].changes) == min(clean)
    rest = [(len(flip.changes), bool(flip.cautions)) for flip in ordered[1:]]
    assert rest == sorted(rest)


DIVESTED = """title: An entity that a blocked person owns, and a bank that pays it
as of: 2021-03-01
sources:
  client: {title: Facts as put by the client, grade: assumption}
source: client
parties:
  chen: {individual: Chen Quanguo}
  acme: {entity: Acme Ltd, country: GB}
  bank: {entity: First Bank, country: US}
dealings:
  payment-1: {kind: funds, from: bank, to: acme, on: 2021-02-15, in: US}
facts:
  - listing: {party: chen, list: SDN List, programme: GLOMAG, measure: block, during: 2020-07-09/..}
  - holding: {owner: chen, entity: acme, share: 50, during: 2019/..}
"""
SUSPECT = {
    "blocked-official-signs": {"deny: payment-1 is signed by chen": "5(a)"},
    "funds-through-a-blocked-person": {"deny: payment-1 goes through chen": "5(a)"},
    "divested": {"deny: chen held": "FAQ 402"},
}
"""By fact set: how changes begin that look like evasion, or that end a holding, and what the caution cites."""


@pytest.mark.parametrize("name", SUSPECT)
def test_each_suspect_change_is_cautioned_against_no_caution_comes_first_and_each_flip_is_replayed(
    name: str, rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner
) -> None:
    facts = (
        decidendi.parse_fact_set(DIVESTED, "divested")
        if name == "divested"
        else decidendi.load_fact_set(HYPOTHETICALS / f"{name}.yaml")
    )
    done = run(facts, rulebook, reasoner)
    query = parse_query("payment-1 is prohibited", rulebook.program, facts, Place("test"))
    result = least_changes(done, "payment-1 is prohibited", most=2)
    assert result.complete and result.flips
    for begins, cited in SUSPECT[name].items():
        suspect = [flip for flip in result.flips if any(change.startswith(begins) for change in flip.changes)]
        assert suspect, f"no flip has a change that begins with `{begins}`"
        for flip in suspect:
            assert any(cited in caution.caution for caution in flip.cautions), flip.changes
    assert not result.flips[0].cautions
    acts = {item.change: item.whose_act for item in result.considered}
    for flip in result.flips:
        assert flip.whose_act == tuple(acts[change] for change in flip.changes)
        assert set(flip.whose_act) <= {"in a party's power", "in an authority's power"}
        # Anew, by every engine there is, not as the search did it.
        changed = with_overlay(facts, Overlay("test", flip.changes)).facts
        replayed = run(changed, rulebook, decidendi.Reasoner(rulebook.program), done.options)
        assert query.truth(replayed.trace) is STATES[flip.to]
        for left_out in flip.changes:
            rest = tuple(change for change in flip.changes if change != left_out)
            assert not rest or query.truth(under(done, rest).trace) is not STATES[flip.to], "the set is not minimal"
        for effect in flip.effects:
            about = (effect.kind, effect.subject, effect.provision)
            assert outcome_about(done, *about) == effect.before != outcome_about(replayed, *about) == effect.after
        moved = {(effect.kind, effect.subject, effect.provision) for effect in flip.effects}
        for about in asked_about(done):
            if about[:2] != ("dealing", "payment-1") and about not in moved:
                assert outcome_about(done, *about) == outcome_about(replayed, *about), about


def test_whose_act_a_change_is_and_what_else_it_moves_is_said(
    rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner
) -> None:
    done = run(decidendi.load_fact_set(HYPOTHETICALS / "funds-to-a-blocked-person.yaml"), rulebook, reasoner)
    flips = least_changes(done, "payment-1 is prohibited").flips
    licensed = next(flip for flip in flips if flip.changes[0].startswith("licenses:"))
    assert licensed.whose_act == ("in an authority's power",) and not licensed.effects
    removed = next(flip for flip in flips if "SDN List" in flip.changes[0])
    assert [(effect.subject, effect.before, effect.after) for effect in removed.effects] == [
        ("chen", "blocked", "not blocked")
    ]


SIGNED_AND_ROUTED = """title: A payment that one blocked person signs and another passes on
as of: 2021-03-01
parties:
  chen: {individual: Chen Quanguo}
  zhu: {individual: Zhu Hailun}
  alpha: {entity: Alpha GmbH, country: DE}
  bank: {entity: First Bank, country: US}
dealings:
  payment-1: {kind: funds, from: alpha, to: bank, through: zhu, signed by: chen, on: 2021-02-15, in: US}
facts:
  - listing: {party: chen, list: SDN List, programme: GLOMAG, measure: block, during: 2020-07-09/..}
  - listing: {party: zhu, list: SDN List, programme: GLOMAG, measure: block, during: 2020-07-09/..}
"""


def test_an_effect_that_changes_only_what_must_be_done_is_told(
    rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner
) -> None:
    done = run(decidendi.parse_fact_set(SIGNED_AND_ROUTED), rulebook, reasoner)
    first, *_ = least_changes(done, "zhu is blocked on 2021-03-01", most=1).flips
    moved = {(item.kind, item.subject): (item.before, item.after, item.response) for item in first.effects}
    assert moved["dealing", "payment-1"][:2] == ("prohibited", "prohibited")
    assert moved["dealing", "payment-1"][2] != "block"


def test_history_is_never_changed(rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner) -> None:
    done = run(decidendi.load_fact_set(HYPOTHETICALS / "funds-to-a-blocked-person.yaml"), rulebook, reasoner)
    considered = least_changes(done, "payment-1 is prohibited").considered
    assert considered and all(change.whose_act != "fixed history" for change in considered)
    assert not any("determined to meet" in change.change for change in considered)


def test_a_search_that_runs_out_of_time_is_not_complete(
    rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner
) -> None:
    done = run(decidendi.load_fact_set(HYPOTHETICALS / "funds-to-a-blocked-person.yaml"), rulebook, reasoner)
    result = least_changes(done, "payment-1 is prohibited", seconds=0.0)
    assert not result.complete and result.size == 0


def test_what_comes_out_so_already_is_not_flipped(rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner) -> None:
    done = run(decidendi.load_fact_set(HYPOTHETICALS / "funds-to-a-blocked-person.yaml"), rulebook, reasoner)
    with pytest.raises(Refusal, match="`payment-1 is prohibited` holds already"):
        least_changes(done, "payment-1 is prohibited", to=Truth.HOLDS)
