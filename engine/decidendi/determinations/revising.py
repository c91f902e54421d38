"""Expectations that were not met, rewritten to what was found, for a person to review like any other change."""

from __future__ import annotations

from decidendi.determinations.dealings import dealing_outcome, dealing_response
from decidendi.determinations.determine import Run, run
from decidendi.determinations.expectations import (
    OUTCOMES,
    check_expectations,
    duties_found,
    labels_of,
    missing_duties,
    other_questions,
    questions_found,
    titles_of,
)
from decidendi.determinations.queries import parse_query
from decidendi.facts.fact_set import Expectation
from decidendi.facts.loading import parse_fact_set
from decidendi.facts.rewriting import with_expectations
from decidendi.refusal import Place, Refusal


def revised_text(done: Run) -> str | None:
    """The text of a fact set with each unmet expectation rewritten to what was found; nothing where all are met.

    Raises:
        Refusal: an expectation cannot be rewritten where it stands.
    """
    unmet = [
        expectation
        for expectation, result in zip(done.facts.expect, check_expectations(done), strict=True)
        if not result.met
    ]
    if not unmet:
        return None
    try:
        text = with_expectations(done.facts.text, [(item, _as_found(done, item)) for item in unmet])
        facts = parse_fact_set(text, done.facts.file)
    except (ValueError, Refusal):
        raise _refusal(unmet[0].place) from None
    # The rewritten file is read and run as a whole before anything is written.
    again = run(facts, done.rulebook, done.reasoner, done.options)
    left = [item for item in check_expectations(again) if not item.met]
    if left or len(facts.expect) != len(done.facts.expect) or _said(again) != _said(done):
        raise _refusal(unmet[0].place)
    return text


def _said(done: Run) -> list[tuple[object, ...]]:
    return [(item.predicate, *item.arguments, item.denied, item.evidence) for item in done.facts.statements]


def _refusal(place: Place) -> Refusal:
    return Refusal.at(
        place,
        "this expectation cannot be rewritten where it stands",
        expected="an expectation written out, in a list below `expect`",
        mend="write it out without an alias, or correct it by hand",
    )


def _as_found(done: Run, expectation: Expectation) -> Expectation:
    """What an expectation would have to say to be met; what it says rightly stays."""
    query = parse_query(expectation.sentence, done.rulebook.program, done.facts, expectation.place)
    labels = labels_of(done, query)
    rested = {*labels, *(title for label in labels for title in titles_of(done, label))}
    changes: dict[str, object] = {"outcome": OUTCOMES[query.truth(done.trace)]}
    if not rested.issuperset(expectation.resting_on):
        changes["resting_on"] = labels
    if not rested.isdisjoint(expectation.not_resting_on):
        changes["not_resting_on"] = tuple(name for name in expectation.not_resting_on if name not in rested)
    if other_questions(done, query, expectation):
        changes["open_questions"] = questions_found(done, query)
    subject = str(query.pattern[0])
    if expectation.response:
        changes["response"] = dealing_response(done, subject)
    if expectation.verdict:
        changes["verdict"] = dealing_outcome(done, subject)
    if missing_duties(done, expectation.duties, subject):
        changes["duties"] = tuple(
            {slot: words for slot, words in duty.items() if words} for duty in duties_found(done, subject)
        )
    return expectation.model_copy(update=changes)
