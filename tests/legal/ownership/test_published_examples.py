"""The examples of the published guidance, by number: what follows, on what it rests, and what is only a caution."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from decidendi.content import content_directory
from decidendi.determinations.ownership import OwnershipStatus
from decidendi.determinations.ownership_timeline import timeline_of
from decidendi.determinations.owning import Owning, ownership_determinations, owning
from decidendi.facts.amounts import parse_share
from decidendi.facts.periods import parse_period
from decidendi.facts.register import BlockedParty, HoldingRecord, Influence, Register, Sale
from decidendi.rules.regimes import load_regimes

DAY = date(2026, 1, 15)
REGIMES = load_regimes(content_directory("rules") / "ownership.yaml")
X_BLOCKED = (BlockedParty("X", parse_period("2018-01-01/..")),)


def holds(text: str, during: str = "../..", basis: str = "equity") -> HoldingRecord:
    """A holding from `owner -> entity: share`."""
    parties, _, share = text.partition(": ")
    owner, _, entity = parties.partition(" -> ")
    return HoldingRecord(owner, entity, parse_share(share), basis, during=parse_period(during))


def solved(register: Register, day: date = DAY) -> Owning:
    return owning(register, REGIMES.on(day), day, regime_on=REGIMES.on)


def status(register: Register, entity: str, day: date = DAY) -> OwnershipStatus:
    return ownership_determinations(solved(register, day)).of(entity)


def cautions(given: OwnershipStatus) -> dict[str, str]:
    return {caution.kind: caution.provision for caution in given.cautions}


def register(*holdings: str, blocked: str = "X") -> Register:
    return Register(tuple(map(holds, holdings)), tuple(BlockedParty(name) for name in blocked))


def resting_on(given: OwnershipStatus) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(step.entity, [(holding.owner, holding.share) for holding in step.holdings]) for step in given.support]


def test_faq_401_example_1_half_of_half_is_blocked() -> None:
    given = status(register("X -> A: 50", "A -> B: 50"), "B")
    assert given.status == "blocked"
    assert resting_on(given) == [("A", [("X", "50")]), ("B", [("A", "50")])]
    assert [step.provision for step in given.support] == ["31 CFR 583.411", "31 CFR 583.411; OFAC FAQ 401"]


def test_faq_401_example_2_two_quarters_through_two_blocked_entities_are_added() -> None:
    given = status(register("X -> A: 50", "X -> B: 50", "A -> C: 25", "B -> C: 25"), "C")
    assert given.status == "blocked"
    assert resting_on(given)[-1] == ("C", [("A", "25"), ("B", "25")])
    assert given.support[-1].provision == "31 CFR 583.411; OFAC FAQ 401"


def test_faq_401_example_3_a_direct_and_an_indirect_holding_are_added() -> None:
    given = status(register("X -> A: 50", "X -> B: 10", "A -> B: 40"), "B")
    assert given.status == "blocked"
    assert resting_on(given)[-1] == ("B", [("A", "40"), ("X", "10")])


def test_faq_401_example_4_a_holding_through_an_entity_below_half_does_not_count() -> None:
    made = ownership_determinations(solved(register("X -> A: 50", "X -> B: 25", "A -> C: 25", "B -> C: 25")))
    assert [made.of(name).status for name in "ABC"] == ["blocked", "not blocked", "not blocked"]
    reasons = made.of("C").why_not
    assert reasons is not None
    assert (reasons.most, reasons.margin) == ("25", "25")
    assert [(left.holding.owner, left.because) for left in reasons.not_counted] == [
        ("B", "B is not blocked: blocked persons own at most 25 percent of it")
    ]
    assert [(below.entity, below.most) for below in reasons.cut] == [("B", "25")]


def test_faq_401_example_5_quarters_of_two_halves_are_nothing() -> None:
    made = ownership_determinations(solved(register("X -> A: 25", "X -> B: 25", "A -> C: 50", "B -> C: 50")))
    assert [made.of(name).status for name in "ABC"] == ["not blocked"] * 3
    assert cautions(made.of("A"))["significant minority"] == "OFAC FAQ 398; OFAC FAQ 573"


def test_faq_399_the_shares_of_several_blocked_persons_are_added() -> None:
    given = status(register("X -> A: 25", "Y -> A: 25", blocked="XY"), "A")
    assert given.status == "blocked"
    assert given.support[0].provision == "31 CFR 583.411; OFAC FAQ 399"


def test_before_13_august_2014_the_shares_of_several_are_not_added() -> None:
    two = register("X -> A: 25", "Y -> A: 25", blocked="XY")
    one = register("X -> A: 50")
    assert status(two, "A", date(2014, 8, 12)).status == "not blocked"
    assert status(one, "A", date(2014, 8, 12)).status == "blocked"
    assert status(two, "A", date(2014, 8, 13)).status == "blocked"


def test_faq_398_control_and_votes_are_a_caution_and_no_block() -> None:
    made = Register(
        (holds("X -> A: 10"), holds("X -> A: 100", basis="votes")),
        X_BLOCKED,
        influences=(Influence("X", "A", "controls"),),
    )
    given = status(made, "A")
    assert given.status == "not blocked"
    assert cautions(given)["control without ownership"] == "OFAC FAQ 398; 31 CFR 583.412"
    reasons = given.why_not
    assert reasons is not None
    assert [left.because for left in reasons.not_counted] == ["basis that does not count"]


def test_faq_400_a_blocked_official_leaves_the_entity_unblocked_and_is_named() -> None:
    made = Register((holds("Z -> A: 100"),), X_BLOCKED, influences=(Influence("X", "A", "leads"),))
    given = status(made, "A")
    assert given.status == "not blocked"
    assert any("X, who is blocked, leads A" in caution.caution for caution in given.cautions)


def test_faq_573_below_half_the_company_is_free_and_the_interest_of_the_blocked_person_is_not() -> None:
    given = status(register("X -> A: 40"), "A")
    assert given.status == "not blocked"
    assert any("their own interest in it is blocked" in caution.caution for caution in given.cautions)


def test_faq_116_a_payment_of_an_entity_owned_by_half_concerns_a_blocked_entity_by_no_list() -> None:
    given = status(register("X -> A: 50"), "A")
    assert (given.status, given.ground) == ("blocked", "owned")


def sold(outside: str, genuine: str) -> Register:
    return Register(
        (holds("X -> A: 60", "2015/2025-05-01"), holds("Z -> A: 60", "2025-05-02/.."), holds("A -> B: 50")),
        X_BLOCKED,
        sales=(Sale("X", "Z", "A", parse_share("60"), parse_period("2025-05-01"), outside, genuine),),
    )


@pytest.mark.parametrize(
    ("outside", "genuine", "expected"),
    [
        ("yes", "yes", "not blocked"),
        ("no", "yes", "blocked"),
        ("yes", "no", "blocked"),
        ("unknown", "yes", "undetermined"),
        ("yes", "unknown", "undetermined"),
    ],
)
def test_faq_402_a_sale_by_a_blocked_person_counts_only_outside_the_jurisdiction_and_in_earnest(
    outside: str, genuine: str, expected: str
) -> None:
    given = status(sold(outside, genuine), "B")
    assert given.status == expected
    alpha = status(sold(outside, genuine), "A")
    assert "OFAC FAQ 402" in cautions(alpha).values()


def test_faq_402_an_end_that_nobody_explains_leaves_both_open() -> None:
    ended = Register((holds("X -> A: 60", "2015/2025-05-01"),), X_BLOCKED)
    assert status(ended, "A").status == "undetermined"


def test_a_sale_before_the_seller_was_blocked_needs_no_conditions() -> None:
    early = Register((holds("X -> A: 60", "2015/2017-05-01"),), X_BLOCKED)
    assert status(early, "A").status == "not blocked"


def test_faq_402_property_blocked_before_stays_blocked_while_its_owner_is_listed() -> None:
    given = status(sold("yes", "yes"), "B")
    assert given.status == "not blocked"
    assert cautions(given)["property blocked before"] == "OFAC FAQ 402"
    delisted = replace(sold("yes", "yes"), blocked=(BlockedParty("X", parse_period("2018-01-01/2025-12-31")),))
    assert "property blocked before" not in cautions(status(delisted, "B"))


def test_the_history_of_an_entity_is_told_from_its_first_day_to_its_last() -> None:
    told = timeline_of(sold("yes", "yes"), REGIMES, "B")
    assert [
        (str(item.begins), str(item.ends), item.status, item.property_stays_blocked) for item in told.stretches
    ] == [
        ("None", "2017-12-31", "not blocked", False),
        ("2018-01-01", "2025-05-01", "blocked", False),
        ("2025-05-02", "None", "not blocked", True),
    ]


def test_the_shipped_page_names_the_bases_of_registers() -> None:
    regime = REGIMES.on(DAY)
    assert regime.weight("shareholding").value == "counts"
    assert regime.weight("votingRights").value == "never"
    assert regime.weight("rightsToProfitOrIncome").value == "unclear"
    assert regime.weight("a word that nobody knows").value == "unclear"
    assert Path(REGIMES.file).name == "ownership.yaml"
