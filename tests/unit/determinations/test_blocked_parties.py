"""A unit of a blocked body counts as blocked while it belongs to it, from the first of its days to the last."""

from __future__ import annotations

from datetime import date

import pytest

import decidendi
from decidendi.determinations.blocked_parties import blocked_in

FACTS = """
title: A unit and its body
as of: 2025-06-02
parties:
  bureau: {government entity: The Bureau, country: CN}
  brigade: {government entity: The brigade, country: CN}
facts:
  - determination: {party: bureau, criterion: 1(a)(ii)(A), authority: Secretary of the Treasury, on: 2020-07-09}
  - brigade was part of bureau during %s
"""


@pytest.fixture(scope="module")
def rulebook() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


@pytest.mark.parametrize(
    ("during", "blocked"),
    [
        ("2021-03-01/2021-09-30", "2021-03-01/2021-09-30"),
        ("2010/2021-09-30", "2020-07-09/2021-09-30"),
        ("2021-03-01/..", "2021-03-01/.."),
        ("2010/2019", None),
    ],
)
def test_a_unit_is_blocked_on_the_days_on_which_it_is_part_of_a_blocked_body(
    during: str, blocked: str | None, rulebook: decidendi.Rulebook
) -> None:
    facts = decidendi.parse_fact_set(FACTS % during)
    found = {party.name: str(party.during) for party in blocked_in(facts, rulebook, date(2025, 6, 2), None)}
    assert found == {"bureau": "2020-07-09/.."} | ({"brigade": blocked} if blocked else {})
