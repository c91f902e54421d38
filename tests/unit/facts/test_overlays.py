"""Overlays: what a change does to a fact set, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidendi.facts.entries import said
from decidendi.facts.loading import parse_fact_set
from decidendi.facts.overlays import Overlay, load_overlay, with_overlay
from decidendi.refusal import Refusal

BASE = parse_fact_set(
    """
title: A payment
as of: 2021-03-01
sources: {matter: {title: As put, grade: assumption}}
source: matter
parties:
  chen: {individual: Chen Quanguo}
  acme: {entity: Acme Corp., country: US}
  geneva: {entity: Geneva branch}
dealings:
  payment-1: {kind: funds, from: acme, to: chen, on: 2021-02-15, in: US}
facts:
  - determination: {party: chen, criterion: 1(a)(ii)(C)(1), authority: Secretary of the Treasury, on: 2020-07-09}
  - leadership: {person: chen, entity: acme, tenure: 2016/..}
  - it is not the case that geneva was in US
"""
)


def under(*changes: str, name: str = "test"):
    return with_overlay(BASE, Overlay(name, changes))


def stated(facts, predicate: str) -> list[str]:
    return [("not: " if s.denied else "") + said(s) for s in facts.statements if s.predicate == predicate]


def test_an_overlay_never_touches_the_fact_set_below_it() -> None:
    before = BASE.model_dump()
    under("payment-1 is from geneva", "deny: chen was a leader or official of acme", "geneva is a branch of acme")
    assert BASE.model_dump() == before


def test_a_sentence_adds_a_fact() -> None:
    changed = under("geneva is a branch of acme")
    assert stated(changed.facts, "branch") == ["geneva is a branch of acme"]
    assert changed.withdrawn == ((),)
    assert [fact.fact.record for fact in changed.facts.facts][-1] == "branch"
    assert next(s for s in changed.facts.statements if s.predicate == "branch").supposed


def test_what_a_thing_has_one_of_is_replaced() -> None:
    changed = under("payment-1 is from geneva", "payment-1 takes place in DE", "payment-1 takes place on 2021-02-20")
    dealing = changed.facts.dealings[0]
    assert (dealing.origin, dealing.country, str(dealing.on)) == (("geneva",), ("DE",), "2021-02-20")
    assert changed.withdrawn[0] == ("payment-1 is from acme",)


def test_what_a_thing_may_have_many_of_is_added() -> None:
    changed = under("payment-1 goes through geneva", "payment-1 goes through acme")
    assert changed.facts.dealings[0].through == ("geneva", "acme")


def test_a_denial_withdraws_what_it_contradicts_whatever_the_slots_that_it_leaves_out_hold() -> None:
    changed = under('deny: chen was determined to meet criterion "1(a)(ii)(C)(1)" on 2020-07-09')
    assert stated(changed.facts, "determination") == ["not: " + stated(changed.facts, "determination")[0][5:]]
    assert "Secretary of the Treasury" in changed.withdrawn[0][0]


def test_a_denial_of_one_thing_leaves_the_others() -> None:
    changed = under("deny: geneva was a leader or official of acme")
    assert "chen was a leader or official of acme during 2016/.." in stated(changed.facts, "leadership")


def test_what_was_denied_can_be_supposed() -> None:
    changed = under("geneva was in US")
    assert stated(changed.facts, "presence") == ["geneva was in US"]
    assert changed.withdrawn == (("it is not the case that geneva was in US",),)


def test_what_is_dropped_is_unknown_again() -> None:
    changed = under("drop: chen was a leader or official of acme", "drop: geneva was in US")
    assert stated(changed.facts, "leadership") == []
    assert stated(changed.facts, "presence") == []
    assert len(changed.facts.withdrawn) == 2


def test_records_and_sections_are_changes_too() -> None:
    changed = under(
        "holding: {owner: chen, entity: acme, share: 50}",
        "licenses: {license-1: {kind: specific, authorizes: [payment-1], during: 2021}}",
        "deny: leadership: {person: chen, entity: acme}",
    )
    assert changed.facts.kind_of("license-1") == "license"
    assert changed.facts.licenses[0].authorizes_dealing == ("payment-1",)
    assert stated(changed.facts, "holding") and stated(changed.facts, "leadership")[0].startswith("not: ")


def test_overlays_stack_and_are_named() -> None:
    first = under("parties: {bank: {entity: A Bank, country: CH}}", name="a Swiss bank").facts
    second = with_overlay(first, Overlay("it pays", ("payment-1 is from bank",))).facts
    assert second.overlays == ("a Swiss bank", "it pays")
    assert second.dealings[0].origin == ("bank",)
    assert len({BASE.digest, first.digest, second.digest}) == 3


def test_a_later_change_withdraws_an_earlier_one() -> None:
    changed = under("geneva is a branch of acme", "deny: geneva is a branch of acme")
    assert stated(changed.facts, "branch") == ["not: geneva is a branch of acme"]
    assert all(fact.denied for fact in changed.facts.facts if fact.fact.record == "branch")


@pytest.mark.parametrize(
    ("change", "said_of_it"),
    [
        (
            "drop: geneva was in DE",
            "test, change 1: nothing like this is stated: `geneva was in DE`; expected a sentence that the fact set "
            "states or denies. Drop what is stated, or write `deny: ` to deny what is not.",
        ),
        (
            "genva is a branch of acme",
            "test, change 1: unknown entity `genva`; expected the name of an entity of this fact set. Did you mean "
            "`geneva`? Otherwise define it in its section, or write `unknown`.",
        ),
        (
            "parties: {acme: {entity: Another}}",
            "test, change 1:1: `acme` is defined twice; found the first at line 8. Give one of the two another name, "
            "or remove it.",
        ),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(change: str, said_of_it: str) -> None:
    with pytest.raises(Refusal) as refused:
        under(change)
    assert str(refused.value) == said_of_it


def test_no_change_is_no_overlay() -> None:
    with pytest.raises(Refusal, match="there is nothing to change"):
        under()


def test_an_overlay_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "swiss.yaml"
    file.write_text(
        "name: a Swiss payer\n"
        "changes:\n"
        "  - payment-1 is from geneva\n"
        "  - deny: geneva is a branch of acme\n"
        "  - licenses: {license-1: {kind: specific, authorizes: [payment-1]}}\n",
        encoding="utf-8",
    )
    overlay = load_overlay(file)
    assert overlay.name == "a Swiss payer"
    assert overlay.changes[1] == "deny: geneva is a branch of acme"
    assert with_overlay(BASE, overlay).facts.licenses[0].name == "license-1"


def test_a_file_that_is_no_overlay_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("title: A fact set\nparties: {}\n", encoding="utf-8")
    with pytest.raises(Refusal, match="this is not an overlay; expected `name:` and `changes:`"):
        load_overlay(file)
