"""Who a rulebook blocks on their own in a fact set, day by day: the seeds of the ownership test."""

from __future__ import annotations

from datetime import date
from typing import Final

from decidendi.determinations.determine import Run, options_of, run
from decidendi.facts.fact_set import FactSet
from decidendi.facts.periods import BEGINNING, END, Period, Truth, always
from decidendi.facts.register import BlockedParty
from decidendi.facts.vocabulary import Holding
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Refusal
from decidendi.rules.rulebook import Rulebook

_Standing = tuple[Truth, bool]
"""Whether a party counts as a blocked owner, and whether the rulebook itself does not block it."""
_NOT_BLOCKED: Final[_Standing] = (Truth.FAILS, True)


def blocked_in(facts: FactSet, rulebook: Rulebook, on: date, known: date | None) -> tuple[BlockedParty, ...]:
    """The parties of a fact set that count as blocked owners, with the stretches of days on which they do.

    They are those that the rulebook blocks and, where it says that others count too, those that are blocked under
    another programme alone; these are marked. The rulebook is asked on each day on which something stated begins or
    ends. Where it leaves a status open, the blocking has a period that may or may not include those days.
    """
    reasoner = Reasoner(rulebook.program)
    facts = _without_holdings(facts)
    days = _days(facts, on)
    found: dict[str, list[_Standing]] = {party.name: [] for party in facts.parties}
    for day in days:
        standings = _standings(facts, rulebook, reasoner, day, known)
        for name, listed in found.items():
            listed.append(standings.get(name, _NOT_BLOCKED))
    parties = []
    for name, by_day in found.items():
        for first, last, (truth, otherwise) in _stretches(days, by_day):
            if truth is not Truth.FAILS:
                parties.append(BlockedParty(name, _period(first, last, truth), otherwise=otherwise))
    return tuple(parties)


def _without_holdings(facts: FactSet) -> FactSet:
    """The fact set as if nobody held anything, so that who is blocked through ownership is not taken for a seed."""
    statements = tuple(item for item in facts.statements if item.predicate != Holding.record)
    stated = tuple(item for item in facts.facts if not isinstance(item.fact, Holding))
    return facts.model_copy(update={"statements": statements, "facts": stated})


def _standings(
    facts: FactSet, rulebook: Rulebook, reasoner: Reasoner, day: date, known: date | None
) -> dict[str, _Standing]:
    """Who counts on a day, and whether by another programme alone; nobody where the law is not in force."""
    try:
        done: Run = run(facts, rulebook, reasoner, options_of(facts, as_of=day, known=known))
    except Refusal:
        return {}
    goal = done.goals.get("blocked")
    if goal is None:
        return {}
    counting = done.goals.get("blocked owner", goal)
    on = done.trace.matter.day
    return {
        party.name: (
            done.trace.truth(counting, (party.name, on)),
            done.trace.truth(goal, (party.name, on)) is Truth.FAILS,
        )
        for party in facts.parties
    }


def _days(facts: FactSet, on: date) -> list[date]:
    """Days on which a listing may begin or end, and the day asked about, in order; each opens a stretch.

    The first is the day before all of these, for the time before.
    """
    ordinals = {on.toordinal()}
    for statement in facts.statements:
        if statement.predicate in ("listing", "determination", "part_of"):
            for value in statement.arguments:
                if isinstance(value, Period):
                    ordinals |= {value.earliest_begin, value.latest_begin, value.earliest_end + 1, value.latest_end + 1}
    days = sorted(ordinal for ordinal in ordinals if BEGINNING + 1 < ordinal < END)
    return [date.fromordinal(ordinal) for ordinal in (days[0] - 1, *days)]


def _stretches(days: list[date], standings: list[_Standing]) -> list[tuple[int, int, _Standing]]:
    """Neighbouring days with one standing as first and last day; the last stretch goes on."""
    found: list[tuple[int, int, _Standing]] = []
    for position, standing in enumerate(standings):
        first = days[position].toordinal() if position else BEGINNING
        last = days[position + 1].toordinal() - 1 if position + 1 < len(days) else END
        if found and found[-1][2] == standing:
            found[-1] = (found[-1][0], last, standing)
        else:
            found.append((first, last, standing))
    return found


def _period(first: int, last: int, truth: Truth) -> Period:
    if (first, last) == (BEGINNING, END) and truth is Truth.HOLDS:
        return always()
    begin = ".." if first == BEGINNING else date.fromordinal(first).isoformat()
    end = ".." if last == END else date.fromordinal(last).isoformat()
    if truth is Truth.HOLDS:
        return Period(f"{begin}/{end}", first, first, last, last)
    return Period(f"perhaps {begin}/{end}", first, last, first, last)
