"""What blocks a person, in the words that fact sets use for it, and when a block begins and ends."""

from __future__ import annotations

import pytest

import decidendi

NOTICE = "blocks nobody under this order"
NO_BLOCK = "is no block under this order"


@pytest.fixture(scope="module")
def law():
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    return rulebook, decidendi.Reasoner(rulebook.program)


def status(law, facts: str, as_of: str = "2021-03-01"):
    rulebook, reasoner = law
    text = f"title: A party\nas of: {as_of}\nparties: {{body: {{entity: A Body}}}}\nfacts:\n{facts}\n"
    return decidendi.determine(
        decidendi.parse_fact_set(text), rulebook=rulebook, reasoner=reasoner, questions=False
    ).of("body")


@pytest.mark.parametrize(
    "authority",
    [
        "Secretary of the Treasury",
        "U.S. Department of the Treasury",
        "Treasury",
        "OFAC",
        "Office of Foreign Assets Control",
    ],
)
def test_the_treasury_blocks_by_whatever_name(authority: str, law) -> None:
    found = status(
        law,
        f'  - {{determination: {{party: body, criterion: 1(a)(iii)(B), authority: "{authority}", on: 2020-07-31}}}}',
    )
    assert (found.outcome, found.provisions) == ("blocked", ("1(a)(iii)", "1(a)"))


def test_a_determination_of_which_nobody_says_who_made_it_blocks(law) -> None:
    found = status(law, "  - {determination: {party: body, criterion: 1(a)(iii)(B), on: 2020-07-31}}")
    assert found.outcome == "blocked"


@pytest.mark.parametrize(
    "authority", ["Department of Commerce", "Department of State", "Department of Homeland Security"]
)
def test_no_other_department_blocks_and_the_status_says_why(authority: str, law) -> None:
    found = status(
        law, f"  - {{determination: {{party: body, criterion: 1(a)(ii)(A), authority: {authority}, on: 2020-05-22}}}}"
    )
    assert found.outcome == "not blocked"
    assert any(NOTICE in item.caution for item in found.cautions)


def test_an_authority_or_criterion_that_is_not_known_leaves_the_block_open(law) -> None:
    for facts in (
        "  - {determination: {party: body, criterion: 1(a)(ii)(A), authority: unknown, on: 2020-05-22}}",
        "  - {determination: {party: body, criterion: unknown, authority: OFAC, on: 2020-05-22}}",
        "  - {determination: {party: body, criterion: 1(a)(ii)(A), authority: OFAC, on: unknown}}",
    ):
        assert status(law, facts).outcome == "undetermined", facts


@pytest.mark.parametrize("register", ["SDN", "SDN List", "Specially Designated Nationals and Blocked Persons List"])
@pytest.mark.parametrize("programme", ["GLOMAG", "E.O. 13818", "Global Magnitsky"])
@pytest.mark.parametrize("measure", [", measure: block", ", measure: blocked", ""])
def test_an_entry_of_the_list_under_the_programme_blocks(register: str, programme: str, measure: str, law) -> None:
    found = status(
        law,
        f'  - {{listing: {{party: body, list: "{register}", programme: "{programme}"{measure}, during: 2020/..}}}}',
    )
    assert (found.outcome, found.provisions) == ("blocked", ("1(a)",))


@pytest.mark.parametrize(
    "listing",
    [
        "list: Entity List",
        "list: Entity List, programme: GLOMAG, measure: block",
        "list: SDN List, programme: MAGNIT, measure: block",
        "list: SDN List, programme: GLOMAG, measure: visa restriction",
        "list: Section 7031(c), measure: visa restriction",
    ],
)
def test_a_listing_that_is_no_block_under_the_order_blocks_nobody_and_is_pointed_out(listing: str, law) -> None:
    found = status(law, f"  - {{listing: {{party: body, {listing}, during: 2020-07-09/..}}}}")
    assert found.outcome == "not blocked"
    assert any(NO_BLOCK in item.caution for item in found.cautions)


def test_an_entry_of_which_the_programme_is_not_stated_leaves_the_block_open(law) -> None:
    assert status(law, "  - {listing: {party: body, list: SDN List, during: 2020-07-09/..}}").outcome == "undetermined"


ENDED = "  - {listing: {party: body, list: SDN List, programme: GLOMAG, measure: block, during: 2019-12-09/2019-12-18}}"
DETERMINED = "  - {determination: {party: body, criterion: 1(a)(iii)(B), authority: OFAC, on: 2019-12-09}}"
DENIED = "  - {listing: {party: body, list: SDN List, during: 2019-12-18/..}, stated: denied}"


@pytest.mark.parametrize("facts", [ENDED, f"{DETERMINED}\n{ENDED}", f"{DETERMINED}\n{DENIED}"])
@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2019-12-08", "not blocked"),
        ("2019-12-09", "blocked"),
        ("2019-12-17", "blocked"),
        ("2019-12-18", "not blocked"),
    ],
)
def test_a_block_ends_on_the_day_of_removal_however_it_is_written(facts: str, day: str, outcome: str, law) -> None:
    assert status(law, facts, day).outcome == outcome


def test_a_later_determination_blocks_anew(law) -> None:
    again = "  - {determination: {party: body, criterion: 1(a)(iii)(B), authority: OFAC, on: 2020-06-01}}"
    assert status(law, f"{DETERMINED}\n{ENDED}\n{again}", "2020-05-31").outcome == "not blocked"
    assert status(law, f"{DETERMINED}\n{ENDED}\n{again}", "2020-06-01").outcome == "blocked"


def test_removal_under_another_programme_lifts_nothing(law) -> None:
    other = ENDED.replace("GLOMAG", "MAGNIT")
    assert status(law, f"{DETERMINED}\n{other}").outcome == "blocked"


def test_a_party_of_which_nothing_is_known_about_blocking_is_not_blocked(law) -> None:
    assert status(law, "  - {citizenship: {person: body, country: CN}}").outcome == "not blocked"
