"""Rulebooks written as text, and the rulebook that ships: whatever the facts, the evaluators agree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

import decidendi
from decidendi.determinations.determine import options_of
from decidendi.reasoning.rete import rete_is_available
from decidendi.rules.rulebook import read_rulebook
from tests.properties.generated_facts import Document, documents, facts_of
from tests.properties.generated_rulebooks import fact_sets, pages

pytestmark = pytest.mark.skipif(not rete_is_available(), reason="durable_rules cannot be imported here")


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(pages(), fact_sets())
def test_the_evaluators_agree_under_rulebooks_written_as_text(page: str, text: str) -> None:
    rulebook, problems = read_rulebook([("generated.md", page)])
    serious = [problem for problem in map(str, problems) if "unknown sentence" in problem or "unsafe" in problem]
    assert not serious, "\n".join(serious) + page
    assert rulebook is not None, page
    facts = decidendi.parse_fact_set(text)
    reasoner = decidendi.Reasoner(rulebook.program)
    reasoner.evaluate(reasoner.grounder.matter(facts, options_of(facts)))  # raises where they disagree


@pytest.fixture(scope="module")
def reasoner() -> decidendi.Reasoner:
    return decidendi.Reasoner(decidendi.load_rulebook(decidendi.content_directory("rules")).program)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(documents())
def test_the_evaluators_agree_under_the_rulebook_that_ships(reasoner: decidendi.Reasoner, document: Document) -> None:
    try:
        facts = facts_of(document)
    except decidendi.Refusal:
        assume(False)
    reasoner.evaluate(reasoner.grounder.matter(facts, options_of(facts)))  # raises where they disagree
