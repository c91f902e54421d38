"""Open questions: none whose answers come to the same, and nothing undetermined that is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

import decidendi
from decidendi.determinations.asking import OpenQuestions, matter_questions
from decidendi.determinations.determine import Run, options_of, outcome_about, report, run
from decidendi.facts.fact_set import FactSet
from decidendi.facts.overlays import Overlay, with_overlay
from tests.properties.generated_facts import Document, documents, facts_of

FEWER = settings(max_examples=6, suppress_health_check=list(HealthCheck))
PARTLY_KNOWN = (  # real matters of which a word or a date is stated to be unknown, or stated in part
    "2018-06-12-cambodia-hing-bun-hieng",
    "2020-11-06-lebanon-bassil",
    "2020-11-25-libya-kaniyat",
)


@pytest.fixture(scope="module")
def law() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


@pytest.fixture(scope="module")
def reasoner(law: decidendi.Rulebook) -> decidendi.Reasoner:
    return decidendi.Reasoner(law.program, ("reference",))


def checked(done: Run) -> OpenQuestions:
    """The questions of a run, each of them answered both ways by changing the fact set as an interview would."""
    found = matter_questions(done)
    for question in found.questions:
        assert all(decided.if_yes != decided.if_no for decided in question.decides), question.ask
        if question.sentence:  # what is unknown of a thing that has no name no fact set can state
            for change, way in ((question.sentence, "if_yes"), (f"deny: {question.denial}", "if_no")):
                answered = done.under(with_overlay(done.facts, Overlay("answer", (change,))).facts)
                for decided in question.decides:
                    outcome = outcome_about(answered, decided.kind, decided.subject, decided.provision)
                    assert outcome == getattr(decided, way), (change, decided)
    return found


def spoken_of(done: Run, found: OpenQuestions) -> None:
    """Whatever is undetermined has a question, or is named as what no single answer changes, or was not explored."""
    asked = {(item.kind, item.subject, item.provision) for question in found.questions for item in question.decides}
    named = {(item.kind, item.subject, item.provision) for item in found.unsettled}
    for item in report(done, questions=False).determinations:
        key = (item.kind, item.subject, item.provision if item.kind == "criterion" else "")
        assert ((key in asked) + (key in named)) == (item.outcome == "undetermined"), key


@FEWER
@given(documents(least=2))
def test_no_question_is_asked_whose_two_answers_come_to_the_same(
    law: decidendi.Rulebook, reasoner: decidendi.Reasoner, document: Document
) -> None:
    try:
        facts: FactSet = facts_of(document)
    except decidendi.Refusal:
        assume(False)
    done = run(facts, law, reasoner, options_of(facts, consider=document["parties"]))
    spoken_of(done, checked(done))


@pytest.mark.parametrize("name", PARTLY_KNOWN)
def test_what_is_undetermined_is_asked_about_or_named_as_what_no_single_answer_changes(
    law: decidendi.Rulebook, reasoner: decidendi.Reasoner, name: str
) -> None:
    file: Path = decidendi.content_directory("facts") / "designations" / f"{name}.yaml"
    done = run(decidendi.load_fact_set(file), law, reasoner)
    found = checked(done)
    spoken_of(done, found)
    assert found.questions and not found.not_explored.anything
