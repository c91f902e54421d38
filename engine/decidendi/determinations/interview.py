"""An interview: the open questions one by one, each answer taken into account before the next is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from decidendi.determinations.asking import OpenQuestion, matter_questions
from decidendi.determinations.determine import Run
from decidendi.determinations.model import Frozen, NotExplored
from decidendi.determinations.unknowns import BOUNDS, Bounds
from decidendi.facts.overlays import Overlay, with_overlay


class Answered(Frozen):
    """A sentence of the fact set that was said to be so, or not."""

    sentence: str
    holds: bool


class Interviewed(Frozen):
    """What an interview came to: the answers in order, who gave them and when, and the completed fact set (YAML).

    `not_explored` says where unknowns were not looked for after the last answer.
    """

    by: str
    on: date
    answers: tuple[Answered, ...]
    fact_set: str
    not_explored: NotExplored = NotExplored()


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands. `answers` hold sentences, each with whether it is so; `passed` are not asked again."""

    run: Run
    answers: tuple[tuple[str, bool], ...] = ()
    passed: frozenset[str] = frozenset()
    bounds: Bounds = BOUNDS

    def next(self) -> OpenQuestion | None:
        """The question that decides most among those that matter still, and `None` where nothing matters any more.

        What is unknown of a thing that the facts do not name is not asked: naming it is no yes or no.
        """
        for question in matter_questions(self.run, self.bounds).questions:
            if question.sentence and question.sentence not in self.passed:
                return question
        return None

    def not_explored(self) -> NotExplored:
        """Where unknowns were not looked for, as the matter stands."""
        return matter_questions(self.run, self.bounds).not_explored

    def answered(self, question: OpenQuestion, yes: bool) -> Interview:
        """The interview after an answer."""
        said = question.sentence if yes else question.denial
        change = said if yes else f"deny: {said}"
        facts = with_overlay(self.run.facts, Overlay("interview", (change,))).facts
        return replace(
            self,
            run=self.run.anew(facts),
            answers=(*self.answers, (said, yes)),
            passed=self.passed | {question.sentence},
        )

    def without(self, question: OpenQuestion) -> Interview:
        """The interview after a question that nobody could answer."""
        return replace(self, passed=self.passed | {question.sentence})
