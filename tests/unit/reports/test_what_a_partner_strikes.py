"""What a reader of law would send back: a wrong citation, a sentence that says too much, a link that leads nowhere."""

from __future__ import annotations

import re
from functools import cache

import pytest

from decidendi import determine
from decidendi.content import content_directory
from decidendi.facts.loading import load_fact_set
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.rendering import render_memo
from tests.command import shipped

FACTS = content_directory("facts")
MATTERS = (
    "treasury-2020-07-09.yaml",
    "payment-to-chen.yaml",
    "lawyers/legal-services.yaml",
    "ownership/sixty-entities.yaml",
)


@cache
def memo(name: str) -> Memo:
    facts = load_fact_set(FACTS / name)
    return memo_of(determine(facts, rulebook=shipped()), facts, shipped())


@cache
def page(name: str) -> str:
    return render_memo(memo(name), "html")


@pytest.mark.parametrize("name", MATTERS)
def test_every_link_within_a_page_leads_to_a_place_that_is_there_once(name: str) -> None:
    places = re.findall(r'\sid="([^"]+)"', page(name))
    assert len(places) == len(set(places))
    links = re.findall(r'href="([^"]*)"', page(name))
    assert {link.removeprefix("#") for link in links} <= set(places)
    assert links, "a page has links"
    assert not re.search(r"\w</span><a ", page(name)), "a link stands apart from the word before"


def test_only_a_section_is_cited_as_one() -> None:
    said = render_memo(memo("ownership/sixty-entities.yaml"), "md")
    assert "Sec. 2014-guidance" not in said
    assert "(2014-guidance)" in said
    assert "(Sec. 583.411)" in said


def test_that_no_exception_applies_is_said_of_whom_and_when() -> None:
    said = render_memo(memo("ownership/sixty-entities.yaml"), "md")
    assert "no exception to 2014-guidance applies to Elder Brother and Northern Star Holding on 2025-02-27\n" in said
    assert "all the time concerned" not in said
