"""Two runs compared: what differs in facts and law, what in outcomes, and which difference caused which.

Causes are found by replay, never guessed: the first matter with one difference alone, the second matter without it,
and for each outcome one set of differences that brings it about and of which none can be spared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Final

from decidendi.determinations.dealings import dealing_response
from decidendi.determinations.determine import Run, asked_about, considering, outcome_about
from decidendi.determinations.model import Frozen
from decidendi.determinations.receipts import provision_digest
from decidendi.facts.differing import Difference, differences_between, with_differences
from decidendi.facts.fact_set import Statement
from decidendi.facts.things import ATTRIBUTES
from decidendi.refusal import Place, Refusal
from decidendi.rules.rulebook import Rulebook

MOST_DIFFERENCES: Final = 200

_SAID_OF_THINGS: Final = frozenset(item.predicate.name for found in ATTRIBUTES.values() for item in found)

Question = tuple[str, str, str]


class Differing(Frozen):
    """One difference: what only the first side has, and what only the second. `kind` is `facts`, `day` or `law`."""

    number: int
    kind: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    place: str


class OutcomeDiffering(Frozen):
    """A determination that comes out otherwise on the second side; an empty outcome means that it is not part of it.

    `subject` is the name in the fact set, `title` how it is called in prose.
    `alone` numbers the differences of which each, alone on the first side, brings the second outcome. `needed` those
    without which the second side would not have it. `together` is one set that brings it and of which none can be
    spared; where `alone` is not empty it is one of them.
    """

    kind: str
    subject: str
    title: str
    provision: str
    first: str
    second: str
    alone: tuple[int, ...]
    needed: tuple[int, ...]
    together: tuple[int, ...]


class Comparison(Frozen):
    """Two sides compared. `without_effect` numbers the differences that cause nothing."""

    first: str
    second: str
    as_of: tuple[date, date]
    differences: tuple[Differing, ...]
    outcomes: tuple[OutcomeDiffering, ...]
    unchanged: int
    without_effect: tuple[int, ...]
    engines: tuple[str, ...]


def compare(first: Run, second: Run) -> Comparison:
    """Compare two runs.

    Raises:
        Refusal: the fact sets differ in too much to be compared.
    """
    facts = differences_between(
        first.facts.model_copy(update={"as_of": first.options.as_of}),
        second.facts.model_copy(update={"as_of": second.options.as_of}),
    )
    if len(facts) > MOST_DIFFERENCES:
        raise Refusal.at(
            Place(second.facts.file),
            "the two fact sets have too little in common",
            expected=f"at most {MOST_DIFFERENCES} differences",
            found=str(len(facts)),
            mend="compare two versions of one matter",
        )
    law = _law(first.rulebook, second.rulebook)
    shown = [
        Differing(
            number=number,
            kind="facts" if item.days is None else "day",
            first=_told(item, first, second=False),
            second=_told(item, second, second=True),
            place=item.place,
        )
        for number, item in enumerate(facts, start=1)
    ]
    if law is not None:
        shown.append(Differing(number=len(shown) + 1, kind="law", first=law[0], second=law[1], place=""))
    answered = _Replays(first, second, facts).outcomes
    numbers = tuple(item.number for item in shown)
    asked = tuple(dict.fromkeys((*asked_about(second), *asked_about(first))))
    before, after = answered(frozenset()), answered(frozenset(numbers))
    outcomes = tuple(
        caused(question, numbers, answered, title_on(question, second, first))
        for question in asked
        if before(question) != after(question)
    )
    acting = {number for item in outcomes for number in (*item.alone, *item.needed, *item.together)}
    return Comparison(
        first=first.facts.file,
        second=second.facts.file,
        as_of=(first.options.as_of, second.options.as_of),
        differences=tuple(shown),
        outcomes=outcomes,
        unchanged=len(asked) - len(outcomes),
        without_effect=tuple(number for number in numbers if number not in acting),
        engines=tuple(name for name in first.engines if name in second.engines),
    )


def _told(item: Difference, done: Run, *, second: bool) -> tuple[str, ...]:
    """What one side has, in words, with things as they are called in prose; empty where it has nothing."""
    things, statements, complete = (
        (item.things_new, item.new, item.complete_new) if second else (item.things_gone, item.gone, item.complete_gone)
    )
    told = [f"{done.facts.title_of(name)} is part of the matter" for name in things]
    told += _sentences(statements, things, done)
    told += [f"the facts of the class `{name.replace('_', ' ')}` are stated in full" for name in complete]
    if item.days is not None:
        told.append(f"the day asked about is {item.days[second]}")
    return tuple(told)


def _sentences(statements: Iterable[Statement], things: Sequence[str], done: Run) -> list[str]:
    """What is stated, all that is said of one thing in one sentence, as the facts of a memo are told."""
    clauses: dict[tuple[str, date | None], list[str]] = {}
    for number, statement in enumerate(statements):
        name, sentence = str(statement.arguments[0]), done.wording.stated(statement)
        title = done.facts.title_of(name)
        if name in things and statement.arguments[1:] == (title,):
            continue  # that it goes by its own name
        said_of = statement.predicate in _SAID_OF_THINGS and sentence.startswith(f"{title} ")
        group = clauses.setdefault((name if said_of else f"{number}:", statement.known_from), [])
        group.append(sentence.removeprefix(f"{title} ") if group else sentence)
    return [
        (", ".join(group[:-1]) + " and " if group[1:] else "") + group[-1] + (f" (known from {since})" if since else "")
        for (_, since), group in clauses.items()
    ]


def title_on(question: Question, *sides: Run) -> str:
    """How the subject of a question is called in prose, on the first of some sides of which it is part."""
    for done in sides:
        if done.facts.kind_of(question[1]) is not None:
            return done.facts.title_of(question[1])
    return question[1]


Outcomes = Callable[[Question], str]


class _Replays:
    """What follows from the first side with some of the differences; each set is evaluated once."""

    def __init__(self, first: Run, second: Run, facts: Sequence[Difference]) -> None:
        self.first = first
        self.second = second
        self.facts = facts
        self.runs: dict[frozenset[int], Outcomes] = {}

    def outcomes(self, numbers: frozenset[int]) -> Outcomes:
        found = self.runs.get(numbers)
        if found is None:
            found = self.runs[numbers] = remembered(self._run(numbers))
        return found

    def _run(self, numbers: frozenset[int]) -> Run:
        chosen = [item for number, item in enumerate(self.facts, start=1) if number in numbers]
        side = self.second if len(self.facts) + 1 in numbers else self.first
        facts = with_differences(self.first.facts, self.second.facts, chosen)
        day = next((item.days[1] for item in chosen if item.days is not None), None) or self.first.options.as_of
        subjects = (*self.first.trace.matter.subjects, *self.second.trace.matter.subjects)
        options = considering(replace(side.options, as_of=day, consider=()), facts, subjects)
        other = copy(side.again(side.reasoner.grounder.matter(facts, options)))
        other.facts, other.options = facts, options
        return other


def remembered(done: Run) -> Outcomes:
    """The outcomes of a run by question, each read off its trace once."""
    kept: dict[Question, str] = {}

    def outcome(question: Question) -> str:
        if question not in kept:
            kept[question] = told_outcome(done, question)
        return kept[question]

    return outcome


def told_outcome(done: Run, question: Question) -> str:
    """The outcome of a question, that of a dealing with the response; empty where the subject is not part of it."""
    kind, subject, provision = question
    goal = {"criterion": "criterion", "dealing": "prohibited"}.get(kind, "blocked")
    if done.facts.kind_of(subject) is None or goal not in done.goals:
        return ""
    outcome = outcome_about(done, kind, subject, provision)
    response = dealing_response(done, subject) if kind == "dealing" else ""
    return ", ".join(part for part in (outcome, response) if part)


def caused(
    question: Question, numbers: tuple[int, ...], answered: Callable[[frozenset[int]], Outcomes], title: str
) -> OutcomeDiffering:
    """Which of the differences bring the second outcome of a question, by the outcomes under sets of them.

    Args:
        question: what is asked.
        numbers: the differences.
        answered: the outcomes with some of the differences.
        title: how its subject is called in prose.
    """
    every = frozenset(numbers)
    before, after = answered(frozenset())(question), answered(every)(question)
    alone = tuple(number for number in numbers if answered(frozenset({number}))(question) == after)
    needed = tuple(number for number in numbers if answered(every - {number})(question) != after)
    together = every
    if alone:
        together = frozenset(alone[:1])
    else:
        for number in numbers:
            if answered(together - {number})(question) == after:
                together -= {number}
    kind, subject, provision = question
    return OutcomeDiffering(
        kind=kind,
        subject=subject,
        title=title,
        provision=provision,
        first=before,
        second=after,
        alone=alone,
        needed=needed,
        together=tuple(sorted(together)),
    )


def _law(first: Rulebook, second: Rulebook) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The provisions, as cited, that only one rulebook has in these words; nothing where the pages are the same."""
    if first.digests == second.digests:
        return None
    sides = [
        {f"{item.instrument} {item.label}": provision_digest(item) for item in each.provisions.values()}
        for each in (first, second)
    ]
    told = [
        tuple(name for name, digest in one.items() if other.get(name) != digest)
        for one, other in (sides, reversed(sides))
    ]
    return told[0], told[1]
