"""Folding leaves out what is obvious and keeps whatever is open or fails."""

from __future__ import annotations

from decidendi.determinations.model import ProofNode, State
from decidendi.reports.folding import folded, size
from decidendi.reports.text import proof_lines


def node(statement: str, *premises: ProofNode, state: State = "holds", predicate: str = "p") -> ProofNode:
    return ProofNode(statement=statement, state=state, predicate=predicate, premises=premises)


def test_what_a_rule_above_states_is_not_said_again() -> None:
    day = node("it takes place on a day")
    [tree] = folded([node("root", node("inner", node("deep", day), day), day)])
    assert [premise.statement for premise in tree.premises] == ["inner", "it takes place on a day"]
    assert [premise.statement for premise in tree.premises[0].premises] == ["deep"]
    assert size(tree) == 4


def test_what_another_branch_states_is_said_again() -> None:
    fact = node("it is to D")
    [tree] = folded([node("root", node("one", fact), node("two", fact))])
    assert all(branch.premises == (fact,) for branch in tree.premises)


def test_a_word_on_its_list_is_left_out_only_where_it_holds() -> None:
    holds = node('the kind is "a" or "b"', predicate="one of")
    fails = node('the kind is "c"', predicate="one of", state="fails")
    unknown = node('the kind is "d"', predicate="one of", state="undetermined")
    named = node("a is a kind of mere contact", predicate="one of")
    [tree] = folded([node("root", holds, fails, unknown, named)])
    assert tree.premises == (fails, unknown, named)


def test_what_is_open_or_fails_stays_however_often_it_is_said() -> None:
    unknown = node("it is so", state="undetermined")
    [tree] = folded([node("root", node("inner", unknown), unknown)])
    assert size(tree) == 4


def test_depth_cuts_a_proof_and_says_so() -> None:
    tree = node("root", node("inner", node("deep")))
    assert proof_lines(tree, 1) == ["+ root", "  + inner", "    ..."]
    assert proof_lines(tree, 2) == ["+ root", "  + inner", "    + deep"]


def test_which_day_comes_first_is_seen_and_not_said_where_it_holds() -> None:
    holds = node("2021-02-15 is on or after 2020-07-09", predicate="on or after")
    fails = node("2020-02-15 is on or after 2020-07-09", predicate="on or after", state="fails")
    unknown = node("an unknown day is on or after 2020-07-09", predicate="on or after", state="undetermined")
    [tree] = folded([node("root", holds, fails, unknown)])
    assert tree.premises == (fails, unknown)


def test_a_conclusion_that_one_beside_it_rests_on_is_shown_in_its_proof_alone() -> None:
    holding = node("A holds half of B").model_copy(update={"provision": "1"})
    owned = node("B is owned", holding)
    [tree] = folded([node("B is blocked", owned, holding)])
    assert tree.premises == (owned,)
    open_one = holding.model_copy(update={"state": "undetermined"})
    [tree] = folded([node("B is blocked", node("B is owned", open_one), open_one)])
    assert len(tree.premises) == 2
