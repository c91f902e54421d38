"""Open questions: the unknowns that bear on a determination, each with the outcome either way.

Candidates are the unknown conditions of the rules that come nearest. Each is put to the reference evaluator twice,
once as stated and once as denied; a question whose two answers give the same outcome is not asked. How far is looked is
bounded, and what lies beyond the bounds is named, so that no partial list passes for a complete one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from decidendi.determinations.model import EVERY_KIND, Determination, Kind, NotExplored, Question
from decidendi.determinations.queries import Query
from decidendi.determinations.unknowns import BOUNDS, Bounds, Lookout, Unknown, unknowns_below, with_answer, words_of
from decidendi.facts.entries import NEGATION, SCHEMAS
from decidendi.facts.writing import sentence_of
from decidendi.reasoning.matter import Matter, Row
from decidendi.rules.comparisons import GENERIC_NAMES

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run

_NAMED: Final = 5

_FIRST_ASKED: Final[tuple[Kind, ...]] = ("dealing", "status", "criterion")


ANY_RECORD: Final = "any record that states it"
"""What settles a question where the rulebook names no document for its class of fact."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of each undetermined determination, by its index, and what was not explored for them."""

    questions: dict[int, tuple[Question, ...]]
    not_explored: NotExplored


def open_questions(
    done: Run,
    found: Sequence[Determination],
    outcome_of: Callable[[Run, Determination], str],
    bounds: Bounds = BOUNDS,
    about: frozenset[Kind] = EVERY_KIND,
) -> Asked:
    """The questions of each undetermined determination of some kinds."""
    lookout = Lookout(done, bounds)
    below = {
        index: lookout.below(roots_of(done, item))
        for index, item in enumerate(found)
        if item.outcome == "undetermined" and item.kind in about
    }
    wanted = {index: each.unknowns for index, each in below.items()}
    candidates = list(dict.fromkeys(_in_turn(found, wanted)))
    every = candidates[: bounds.most]
    variations = done.reasoner.variations(done.trace.matter) if every else None

    def answered(changed: Matter) -> Run:
        assert variations is not None, "there is something to ask"
        return done.with_trace(variations.evaluate(changed))

    matter = done.trace.matter
    # Several rules may look for one fact: each answer is worked out once, whatever the provision that asks.
    stated = {(item.predicate, item.row): item for item in every}
    denied = {(item.predicate, item.possible, item.part): item for item in every}
    if_so = {key: answered(with_answer(matter, item, True)) for key, item in stated.items()}
    if_not = {key: answered(with_answer(matter, item, False)) for key, item in denied.items()}
    answers = {
        item: (if_so[item.predicate, item.row], if_not[item.predicate, item.possible, item.part]) for item in every
    }
    asked: dict[int, tuple[Question, ...]] = {}
    for index, unknowns in wanted.items():
        questions = []
        for unknown in unknowns:
            if unknown not in answers:
                continue
            yes, no = (outcome_of(run, found[index]) for run in answers[unknown])
            if yes != no:
                fact = words_of(done, unknown)
                ask, sentence = f"Is it so that {fact}?", _sentence(unknown.predicate, unknown.row)
                if unknown.part is not None and unknown.part.is_share:
                    # A share in a narrower range would be a second statement beside the wider: the rest is ruled out.
                    ask += f" What is known: {done.wording.sentence(unknown.predicate, unknown.part.stated)}."
                    sentence = NEGATION + _sentence(unknown.predicate, unknown.part.left)
                questions.append(
                    Question(
                        ask=ask,
                        fact=fact,
                        provision=unknown.provision,
                        if_yes=yes,
                        if_no=no,
                        sentence=sentence,
                        denial=_sentence(unknown.predicate, unknown.possible),
                        settled_by=done.rulebook.program.documents.get(unknown.predicate, ANY_RECORD),
                    )
                )
        questions.sort(key=lambda question: ("undetermined" in (question.if_yes, question.if_no), question.fact))
        asked[index] = tuple(dict.fromkeys(questions))
    beyond = dict.fromkeys(place for each in below.values() for place in each.beyond)
    return Asked(asked, not_explored(done, candidates[bounds.most :], tuple(beyond)))


def _in_turn(found: Sequence[Determination], wanted: Mapping[int, Sequence[Unknown]]) -> Iterator[Unknown]:
    """The unknowns of dealings before those of statuses and of criteria, and among these one of each in turn.

    So that where not all are put to the evaluator, none is left without its nearest while others have theirs.
    """
    for kind in _FIRST_ASKED:
        of_kind = [unknowns for index, unknowns in wanted.items() if found[index].kind == kind]
        for each in zip_longest(*of_kind):
            yield from (unknown for unknown in each if unknown is not None)


def not_explored(done: Run, unknowns: Sequence[Unknown], beyond: Sequence[tuple[str, Row]]) -> NotExplored:
    """What lies beyond the bounds, with the first few of it in words."""
    places = [*((unknown.predicate, unknown.row) for unknown in unknowns), *beyond]
    named = dict.fromkeys(done.wording.sentence(predicate, row) for predicate, row in places[: 4 * _NAMED])
    return NotExplored(unknowns=len(unknowns), conclusions=len(beyond), first=tuple(named)[:_NAMED])


def open_facts(done: Run, query: Query, bounds: Bounds = BOUNDS) -> tuple[tuple[tuple[str, str], ...], NotExplored]:
    """What is unknown and decides a query, and what was not explored.

    Each unknown is given as it is said, and as a fact set would state it (or empty).
    """
    must, may = query.rows(done.trace)
    if must or not may:
        return (), NotExplored()
    below = unknowns_below(done, [(query.predicate, row) for row in may], bounds)
    unknowns = below.unknowns[: bounds.most]
    matter = done.trace.matter
    variations = done.reasoner.variations(matter)
    found = {
        (words_of(done, item), _sentence(item.predicate, item.row)): None
        for item in unknowns
        if query.truth(variations.evaluate(with_answer(matter, item, True)))
        is not query.truth(variations.evaluate(with_answer(matter, item, False)))
    }
    return tuple(sorted(found)), not_explored(done, below.unknowns[bounds.most :], below.beyond)


def _sentence(predicate: str, row: Row) -> str:
    """A row as a fact set would state it, where it is a fact about things that have names."""
    schema = SCHEMAS.get(predicate)
    if schema is None or any(value in GENERIC_NAMES for value in row):
        return ""
    return sentence_of(schema, row)


def roots_of(done: Run, item: Determination) -> list[tuple[str, Row]]:
    """The conclusions that may hold on which an undetermined determination turns."""
    if item.kind == "dealing":
        _, may = done.rows("prohibited", item.subject)
        return [(done.goals["prohibited"], row) for row in may]
    if item.kind == "criterion":
        _, may = done.rows("criterion", item.subject)
        return [(done.goals["criterion"], row) for row in may if item.provision in row]
    return [
        (done.goals[goal], row)
        for goal in ("blocked", "blocked property")
        for row in done.rows(goal, item.subject)[1]
        if row[1] == done.trace.matter.day
    ]
