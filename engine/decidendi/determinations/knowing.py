"""What would have been answered on one day and on another, and what became known between that made the difference.

The question stays the same; what is known of facts and of law grows. Causes are found by replay: what was known on the
first day with one more thing, and what was known on the second without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from decidendi.determinations.comparing import OutcomeDiffering, Outcomes, caused, remembered, told_outcome
from decidendi.determinations.determine import Run, asked_about, run
from decidendi.determinations.model import Frozen
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Options
from decidendi.refusal import Place, Refusal
from decidendi.rules.rulebook import Rulebook

MOST_LEARNT: Final = 400


class Learnt(Frozen):
    """Something that became known: `kind` is `fact`, `provision`, or `day` where the day asked about moves too."""

    number: int
    kind: str
    on: date
    what: str
    place: str


class Answered(Frozen):
    """A question as it would have been answered on either day; an empty outcome means that it is not part of it."""

    kind: str
    subject: str
    provision: str
    first: str
    second: str


class Known(Frozen):
    """Two answers to the same questions, from what was known on two days.

    `learnt` is what became known between, `outcomes` the answers that differ with what made the difference, by number:
    each of `alone`, added to what was known on the first day, gives the answer of the second; without any of `needed`
    the second would not have been given; `together` is one set that gives it and of which none can be spared.
    `without_effect` numbers what made none.
    """

    title: str
    known: tuple[date, date]
    as_of: tuple[date, date]
    learnt: tuple[Learnt, ...]
    answers: tuple[Answered, ...]
    outcomes: tuple[OutcomeDiffering, ...]
    without_effect: tuple[int, ...]
    engines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing that became known: a statement, a provision by its identifier, or that the day is a later one."""

    on: date
    statement: Statement | None = None
    provision: str = ""


def known_when(
    facts: FactSet,
    rulebook: Rulebook,
    options: Options,
    days: tuple[date, date],
    *,
    each_day: bool = False,
) -> Known:
    """The two answers, and what made the difference.

    Args:
        facts: the fact set.
        rulebook: the law.
        options: the day asked about and the readings; `known` is not looked at.
        days: the two days, the earlier one first.
        each_day: ask about each of the two days as of itself, instead of about the day of the options.

    Raises:
        Refusal: the second day is not after the first, or the law was not in force or not published on one of them, or
            too much became known between.
    """
    first, second = days
    if second <= first:
        raise Refusal.at(
            Place("--on"),
            "the second day is not after the first",
            expected="two days, the earlier one first",
            found=f"{first} and {second}",
            mend="name them in order",
        )
    items = _learnt(facts, rulebook, first, second)
    if each_day:
        items.append(_Item(second))
    if len(items) > MOST_LEARNT:
        raise Refusal.at(
            Place(facts.file),
            "too much became known between the two days",
            expected=f"at most {MOST_LEARNT} facts and provisions",
            found=str(len(items)),
            mend="name days that are closer together",
        )
    # Whoever is asked about on either day is asked about on both, so that silence is weighed alike.
    everyone = tuple(party.name for party in facts.parties)
    options = replace(options, consider=tuple(dict.fromkeys((*options.consider, *everyone))))
    as_of = days if each_day else (options.as_of, options.as_of)
    ends = [
        run(facts, rulebook, None, replace(options, as_of=day, known=known))
        for day, known in zip(as_of, days, strict=True)
    ]
    replays = _Replays(facts, rulebook, items, ends)
    numbers = tuple(range(1, len(items) + 1))
    asked = tuple(dict.fromkeys((*asked_about(ends[0]), *asked_about(ends[1]))))
    answers = [(question, told_outcome(ends[0], question), told_outcome(ends[1], question)) for question in asked]
    outcomes = tuple(
        caused(question, numbers, replays.outcomes, facts.title_of(question[1]))
        for question, one, other in answers
        if one != other
    )
    acting = {number for item in outcomes for number in (*item.alone, *item.needed, *item.together)}
    return Known(
        title=facts.title,
        known=days,
        as_of=as_of,
        learnt=tuple(_told(number, item, ends[1], as_of) for number, item in enumerate(items, start=1)),
        answers=tuple(
            Answered(kind=question[0], subject=question[1], provision=question[2], first=one, second=other)
            for question, one, other in answers
        ),
        outcomes=outcomes,
        without_effect=tuple(number for number in numbers if number not in acting),
        engines=tuple(name for name in ends[0].engines if name in ends[1].engines),
    )


def _learnt(facts: FactSet, rulebook: Rulebook, first: date, second: date) -> list[_Item]:
    """What became known after the first day and by the second, in the order of the file and of the law."""
    running = {rule.provision for rule in rulebook.program.rules} | {
        item.provision for item in rulebook.program.parameters
    }
    found = [
        _Item(item.known_from, statement=item)
        for item in facts.statements
        if item.known_from is not None and first < item.known_from <= second
    ]
    found += [
        _Item(item.published, provision=name)
        for name, item in rulebook.provisions.items()
        if name in running and item.published is not None and first < item.published <= second
    ]
    return found


def _told(number: int, item: _Item, done: Run, as_of: tuple[date, date]) -> Learnt:
    rulebook = done.rulebook
    if item.statement is not None:
        what = done.wording.stated(item.statement)
        return Learnt(number=number, kind="fact", on=item.on, what=what, place=str(item.statement.place))
    if item.provision:
        provision = rulebook.provisions[item.provision]
        what = f"{provision.instrument}, Sec. {provision.number} {provision.title}".rstrip()
        return Learnt(number=number, kind="provision", on=item.on, what=what, place=rulebook.shown(provision.place))
    return Learnt(number=number, kind="day", on=item.on, what=f"the day asked about is {as_of[1]}", place="")


class _Replays:
    """What was known on the first day with some of what became known; each set is evaluated once."""

    def __init__(self, facts: FactSet, rulebook: Rulebook, items: Sequence[_Item], ends: Sequence[Run]) -> None:
        self.facts = facts
        self.rulebook = rulebook
        self.items = items
        self.ends = ends
        first, second = (end.options.known for end in ends)
        assert first is not None and second is not None
        self.before = tuple(item for item in facts.statements if item.known_from is None or item.known_from <= first)
        self.unpublished = frozenset(
            name for name, item in rulebook.provisions.items() if item.published is not None and item.published > second
        )
        self.reasoners: dict[frozenset[str], Reasoner] = {}
        self.runs: dict[frozenset[int], Outcomes] = {}

    def outcomes(self, numbers: frozenset[int]) -> Outcomes:
        found = self.runs.get(numbers)
        if found is None:
            found = self.runs[numbers] = remembered(self._run(numbers))
        return found

    def _run(self, numbers: frozenset[int]) -> Run:
        chosen = [self.items[number - 1] for number in numbers]
        added = {id(item.statement) for item in chosen if item.statement is not None}
        before = {id(item) for item in self.before}
        statements = tuple(item for item in self.facts.statements if id(item) in before or id(item) in added)
        facts = self.facts.model_copy(update={"statements": statements})
        known = {item.provision for item in chosen}
        hidden = self.unpublished | {
            item.provision for item in self.items if item.provision and item.provision not in known
        }
        moved = any(item.statement is None and not item.provision for item in chosen)
        options = replace(self.ends[1 if moved else 0].options, known=None)
        reasoner = self._reasoner(frozenset(hidden))
        trace = reasoner.evaluate(reasoner.grounder.matter(facts, options), trace=False)
        other = self.ends[1 if moved else 0].with_trace(trace)
        other.facts, other.options = facts, options
        return other

    def _reasoner(self, hidden: frozenset[str]) -> Reasoner:
        found = self.reasoners.get(hidden)
        if found is None:
            found = self.reasoners[hidden] = Reasoner(self.rulebook.without(hidden).program, ("reference",))
        return found
