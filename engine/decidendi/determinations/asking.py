"""Open questions of a whole matter: each unknown that decides something, once, with all that it decides."""

from __future__ import annotations

from datetime import date
from typing import Final

from decidendi.determinations.determine import Run, report
from decidendi.determinations.model import Determination, Frozen, NotExplored
from decidendi.determinations.questions import roots_of
from decidendi.determinations.unknowns import BOUNDS, Bounds, Lookout, words_of


class Decided(Frozen):
    """A determination on which a question bears, and its outcome either way."""

    kind: str
    subject: str
    title: str
    provision: str
    if_yes: str
    if_no: str


class OpenQuestion(Frozen):
    """One question. `if_yes` and `if_no` are the outcomes of the first determination that it decides.

    `sentence` is how a fact set would state it, `denial` what it would deny for a no; both are empty where the unknown
    is of a thing that the facts do not name. `settled_by` is the document that would settle it.
    """

    ask: str
    fact: str
    provision: str
    if_yes: str
    if_no: str
    sentence: str
    denial: str
    settled_by: str
    decides: tuple[Decided, ...]


class Unsettled(Frozen):
    """A determination that is undetermined and that no single answer would change.

    `unknowns` counts the unknowns that bear on it, which decide it only together; `first` names a few of them, or else
    the comparisons of values known in part on which it turns, or else the conclusion that is left open.
    """

    kind: str
    subject: str
    title: str
    provision: str
    unknowns: int
    first: tuple[str, ...]


class OpenQuestions(Frozen):
    """Every unknown that can change a determination, the one that decides most first.

    `unsettled` are the determinations that no single answer changes. `not_explored` says what was left out: the
    questions are all there are only where it counts nothing.
    """

    title: str
    as_of: date
    questions: tuple[OpenQuestion, ...]
    unsettled: tuple[Unsettled, ...] = ()
    not_explored: NotExplored = NotExplored()


_KINDS: Final = ("dealing", "status", "criterion")
_NAMED: Final = 3


def matter_questions(done: Run, bounds: Bounds = BOUNDS) -> OpenQuestions:
    """The questions of a matter, ranked: what settles most, dealings before statuses before criteria."""
    found: dict[tuple[str, str, str, str, str], list[tuple[str, Decided]]] = {}
    result = report(done, bounds=bounds)
    for item in sorted(result.determinations, key=lambda item: _KINDS.index(item.kind)):
        for question in item.questions:
            decided = Decided(
                kind=item.kind,
                subject=item.subject,
                title=item.title,
                provision=item.provision if item.kind == "criterion" else "",
                if_yes=question.if_yes,
                if_no=question.if_no,
            )
            words = (question.ask, question.fact, question.sentence, question.denial, question.settled_by)
            found.setdefault(words, []).append((question.provision, decided))
    lookout = Lookout(done, bounds)
    questions = [_asked(*words, decisions) for words, decisions in found.items()]
    questions.sort(key=lambda question: (_rank(question), question.fact))
    return OpenQuestions(
        title=done.facts.title,
        as_of=done.options.as_of,
        questions=tuple(questions),
        unsettled=tuple(
            _unsettled(done, item, lookout)
            for item in result.determinations
            if item.outcome == "undetermined" and not item.questions
        ),
        not_explored=result.not_explored,
    )


def _asked(
    ask: str, fact: str, sentence: str, denial: str, settled_by: str, decisions: list[tuple[str, Decided]]
) -> OpenQuestion:
    unique = list(dict.fromkeys(decisions))
    provision, first = unique[0]
    return OpenQuestion(
        ask=ask,
        fact=fact,
        provision=provision,
        if_yes=first.if_yes,
        if_no=first.if_no,
        sentence=sentence,
        denial=denial,
        settled_by=settled_by,
        decides=tuple(dict.fromkeys(decided for _, decided in unique)),
    )


def _unsettled(done: Run, item: Determination, lookout: Lookout) -> Unsettled:
    roots = roots_of(done, item)
    below = lookout.below(roots)
    named = [words_of(done, unknown) for unknown in below.unknowns[: 4 * _NAMED]]
    open_roots = [f"whether {done.wording.sentence(*root)}" for root in roots]
    return Unsettled(
        kind=item.kind,
        subject=item.subject,
        title=item.title,
        provision=item.provision if item.kind == "criterion" else "",
        unknowns=len(below.unknowns),
        first=tuple(dict.fromkeys(named or below.compared or open_roots))[:_NAMED],
    )


def _rank(question: OpenQuestion) -> tuple[int, ...]:
    """By how much is settled: dealings whatever the answer, dealings by one answer, and so on; the most first."""
    ranks: list[int] = []
    for kind in _KINDS:
        of_kind = [decided for decided in question.decides if decided.kind == kind]
        both = sum("undetermined" not in (decided.if_yes, decided.if_no) for decided in of_kind)
        ranks += [-both, -len(of_kind)]
    return tuple(ranks)
