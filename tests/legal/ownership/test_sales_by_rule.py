"""FAQ 402 by the rulebook: a blocked owner's holding ends where the sale is recognized, and else goes on or may."""

from __future__ import annotations

import pytest

import decidendi
from decidendi.content import content_directory
from decidendi.determinations.blocked_parties import blocked_in
from decidendi.determinations.determine import options_of, run
from decidendi.determinations.owning import WORDS, owning
from decidendi.facts.ownership import register_of
from decidendi.rules.regimes import load_regimes

MATTER = """
title: A sale after the block
as of: 2026-01-15
parties:
  lin: {individual: Lin}
  kai: {individual: Kai}
  alpha: {entity: Alpha}
facts:
  - listing: {party: lin, list: SDN List, programme: GLOMAG, measure: block, during: LISTED/..}
  - holding: {owner: lin, entity: alpha, share: 60, during: 2015/2025-05-01}
"""
BOUGHT = "  - holding: {owner: kai, entity: alpha, share: 60, during: 2025-05-02/..}\n"
SOLD = "  - divestment: {seller: lin, buyer: kai, entity: alpha, share: 60, on: 2025-05-01CONDITIONS}\n"


@pytest.fixture(scope="module")
def law() -> tuple[decidendi.Rulebook, decidendi.Reasoner]:
    rulebook = decidendi.load_rulebook(content_directory("rules"))
    return rulebook, decidendi.Reasoner(rulebook.program)


def alpha(
    law: tuple[decidendi.Rulebook, decidendi.Reasoner], more: str, listed: str = "2020-07-09"
) -> decidendi.Determination:
    rulebook, reasoner = law
    facts = decidendi.parse_fact_set(MATTER.replace("LISTED", listed) + more)
    return decidendi.determine(facts, rulebook=rulebook, reasoner=reasoner, questions=False).of("alpha")


@pytest.mark.parametrize("bought", ["", BOUGHT], ids=["buyer not stated", "buyer holds"])
@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (", outside united states jurisdiction: yes, genuine: yes", "not blocked"),
        (", outside united states jurisdiction: yes, genuine: no", "blocked"),
        (", outside united states jurisdiction: no, genuine: yes", "blocked"),
        (", outside united states jurisdiction: yes", "undetermined"),
        ("", "undetermined"),
    ],
)
def test_a_sale_counts_only_outside_the_jurisdiction_and_in_earnest(
    law, conditions: str, expected: str, bought: str
) -> None:
    given = alpha(law, bought + SOLD.replace("CONDITIONS", conditions))
    assert given.outcome == expected
    if expected == "blocked":
        assert {"2014-guidance", "FAQ-402"} <= set(given.provisions)


@pytest.mark.parametrize("bought", ["", BOUGHT], ids=["buyer not stated", "a later owner"])
def test_an_end_that_nobody_explains_leaves_both_open(law, bought: str) -> None:
    assert alpha(law, bought).outcome == "undetermined"


def test_a_holding_that_ended_before_its_owner_was_listed_has_ended(law) -> None:
    assert alpha(law, "", listed="2025-05-02").outcome == "not blocked"
    assert alpha(law, BOUGHT, listed="2025-05-02").outcome == "not blocked"


def by_kernel(law: tuple[decidendi.Rulebook, decidendi.Reasoner], more: str) -> str:
    facts = decidendi.parse_fact_set(MATTER.replace("LISTED", "2020-07-09") + more)
    register = register_of(facts, blocked_in(facts, law[0], facts.as_of, None))
    regime = load_regimes(content_directory("rules") / "ownership.yaml").on(facts.as_of)
    return WORDS[owning(register, regime, facts.as_of).solution.status("alpha")]


@pytest.mark.parametrize("bought", ["", BOUGHT], ids=["nobody holds since", "a later owner"])
@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (", outside united states jurisdiction: yes, genuine: yes", "not blocked"),
        (", outside united states jurisdiction: yes, genuine: no", "blocked"),
        (", genuine: no", "blocked"),
        (", outside united states jurisdiction: yes", "undetermined"),
    ],
)
def test_a_sale_that_is_none_leaves_the_share_with_the_seller_whoever_is_said_to_have_bought(
    law, conditions: str, expected: str, bought: str
) -> None:
    more = bought + SOLD.replace("buyer: kai, ", "").replace("CONDITIONS", conditions)
    given = alpha(law, more)
    assert given.outcome == by_kernel(law, more) == expected
    if expected == "blocked":
        assert {"2014-guidance", "FAQ-402"} <= set(given.provisions)
        assert "to a party that the facts do not name" in given.model_dump_json()


OWNED = """
title: A sale by an entity that a blocked person owns
as of: 2026-01-15
parties:
  lin: {individual: Lin}
  kai: {individual: Kai}
  alpha: {entity: Alpha}
  holding: {entity: Holding}
facts:
  - listing: {party: lin, list: SDN List, programme: GLOMAG, measure: block, during: LISTED/..}
  - holding: {owner: lin, entity: holding, share: SHARE, during: BOUGHT/..}
  - holding: {owner: holding, entity: alpha, share: 60, during: 2015/2025-05-01}
"""
SOLD_BY_IT = "  - divestment: {seller: holding, buyer: kai, entity: alpha, share: 60, on: 2025-05-01CONDITIONS}\n"


def owned(
    law: tuple[decidendi.Rulebook, decidendi.Reasoner],
    more: str = "",
    *,
    share: str = "50",
    listed: str = "2020-07-09",
    bought: str = "2010",
) -> decidendi.Determination:
    """Alpha, as the engines and the kernel agree on it."""
    text = OWNED.replace("LISTED", listed).replace("SHARE", share).replace("BOUGHT", bought) + more
    facts = decidendi.parse_fact_set(text)
    register = register_of(facts, blocked_in(facts, law[0], facts.as_of, None))
    regime = load_regimes(content_directory("rules") / "ownership.yaml").on(facts.as_of)
    given = decidendi.determine(facts, rulebook=law[0], reasoner=law[1], questions=False).of("alpha")
    assert WORDS[owning(register, regime, facts.as_of).solution.status("alpha")] == given.outcome
    return given


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (", outside united states jurisdiction: yes, genuine: yes", "not blocked"),
        (", outside united states jurisdiction: yes, genuine: no", "blocked"),
        (", outside united states jurisdiction: yes", "undetermined"),
    ],
)
def test_a_seller_that_was_blocked_through_its_owner_sells_on_the_same_conditions(
    law, conditions: str, expected: str
) -> None:
    given = owned(law, SOLD_BY_IT.replace("CONDITIONS", conditions))
    assert given.outcome == expected
    if expected == "blocked":
        assert {"2014-guidance", "FAQ-402"} <= set(given.provisions)


def test_the_end_of_what_such_a_seller_held_is_open_until_a_sale_is_stated(law) -> None:
    assert owned(law).outcome == "undetermined"


def test_the_end_stands_where_the_seller_was_not_owned_to_the_threshold(law) -> None:
    assert owned(law, share="49").outcome == "not blocked"


def test_the_end_stands_where_the_owner_was_blocked_later(law) -> None:
    assert owned(law, listed="2025-05-02").outcome == "not blocked"


def test_the_end_is_open_where_the_owner_was_blocked_on_the_day_itself(law) -> None:
    assert owned(law, listed="2025-05-01").outcome == "undetermined"


def test_the_end_stands_where_the_blocked_person_bought_the_seller_later(law) -> None:
    assert owned(law, bought="2025-05-02").outcome == "not blocked"


def test_whether_a_seller_was_blocked_may_rest_on_an_earlier_sale(law) -> None:
    earlier = "  - holding: {owner: lin, entity: holding, share: 60, during: 2010/2021-01-01}\n"
    sold = "  - divestment: {seller: lin, entity: holding, share: 60, on: 2021-01-01CONDITIONS}\n"
    kept = ", outside united states jurisdiction: no"
    gone = ", outside united states jurisdiction: yes, genuine: yes"
    held_little = {"share": "10", "bought": "2021-01-02"}
    assert owned(law, earlier + sold.replace("CONDITIONS", gone), **held_little).outcome == "not blocked"
    assert owned(law, earlier + sold.replace("CONDITIONS", kept), **held_little).outcome == "undetermined"
    assert owned(law, earlier + sold.replace("CONDITIONS", ""), **held_little).outcome == "undetermined"


def test_who_held_the_seller_is_asked_as_the_day_of_the_sale_began(law) -> None:
    assert owned(law, bought="2025-05-01").outcome == "not blocked"
    assert owned(law, bought="2025-04-30").outcome == "undetermined"


def test_that_there_was_no_sale_does_not_say_how_a_holding_ended(law) -> None:
    no_sale = "  - divestment: {seller: holding, entity: alpha, share: 60, on: 2025-05-01, stated: denied}\n"
    assert owned(law, no_sale).outcome == "undetermined"


def test_an_end_without_a_stated_sale_is_told_as_what_is_stated(law) -> None:
    facts = decidendi.parse_fact_set(
        OWNED.replace("LISTED", "2020-07-09").replace("SHARE", "50").replace("BOUGHT", "2010")
    )
    done = run(facts, *law, options_of(facts))
    told = done.absence.explain(done.goals["blocked"], ("alpha", done.trace.matter.day), 12).model_dump_json()
    sale = "Holding sold 60 percent of Alpha to a party that the facts do not name on 2025-05-01"
    assert f"{sale} (it is stated only that Holding held 60 percent of Alpha" in told


def test_a_blocked_buyer_of_a_share_that_was_not_sold_keeps_what_came_from_elsewhere(law) -> None:
    facts = decidendi.parse_fact_set(
        MATTER.replace("LISTED", "2020-07-09").replace("share: 60", "share: 30")
        + "  - listing: {party: kai, list: SDN List, programme: GLOMAG, measure: block, during: 2020-07-09/..}\n"
        + BOUGHT
        + SOLD.replace("share: 60", "share: 30").replace("CONDITIONS", ", outside united states jurisdiction: no")
    )
    given = decidendi.determine(facts, rulebook=law[0], reasoner=law[1], questions=False).of("alpha")
    assert given.outcome == "blocked"
    register = register_of(facts, blocked_in(facts, law[0], facts.as_of, None))
    regime = load_regimes(content_directory("rules") / "ownership.yaml").on(facts.as_of)
    assert WORDS[owning(register, regime, facts.as_of).solution.status("alpha")] == "blocked"
