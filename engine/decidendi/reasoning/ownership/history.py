"""Day after day: the stretches of time on which nothing that bears on ownership begins or ends.

Verdicts are constant on a stretch, so each is solved once. Property that was blocked stays blocked after its owner no
longer is, as long as one of those on whom the block rested is still blocked on their own; that is kept beside the
verdict, not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from decidendi.facts.periods import BEGINNING, END, Period, Truth
from decidendi.facts.register import Register
from decidendi.reasoning.ownership.divesting import ends_on
from decidendi.reasoning.ownership.registering import Registered, register_on
from decidendi.reasoning.ownership.solving import Solution, solve
from decidendi.reasoning.ownership.supporting import support
from decidendi.refusal import Refusal
from decidendi.rules.regime import Regime

MOST_STRETCHES: Final = 2_000

RegimeOn = Callable[[date], Regime]


@dataclass(frozen=True)
class Stretch:
    """Days, both ends included, on which the solution is the same; an end that is open is the first or last of all."""

    first: int
    last: int
    solution: Solution
    registered: Registered


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds of one entity on a stretch of days."""

    first: int
    last: int
    status: Truth
    share_must: Fraction
    share_may: Fraction
    property_stays: bool
    owners: tuple[str, ...]


def stretches(
    register: Register, regime_on: RegimeOn, known: date | None = None, until: date | None = None
) -> Iterator[Stretch]:
    """The solution of every stretch of days, in order; days on which no test is in force are left out.

    Args:
        register: the records.
        regime_on: the test in force on a day; refuses days on which none is.
        known: use only what was known on this day.
        until: the last day of interest.
    """
    days = change_days(register)
    last_of_all = until.toordinal() if until else END
    starts = [BEGINNING, *(day for day in days if day <= last_of_all)][:MOST_STRETCHES]
    for position, first in enumerate(starts):
        last = starts[position + 1] - 1 if position + 1 < len(starts) else last_of_all
        day = date.fromordinal(first if first > BEGINNING else last)  # before all records no test may be in force
        try:
            regime = regime_on(day)
        except Refusal:
            continue
        changed = ends_on(register, regime, day, known).changed(register, day)
        registered = register_on(register, regime, day, known, changed)
        yield Stretch(first, last, solve(registered.graph, regime), registered)


def upstream_of(register: Register, entity: str) -> Register:
    """The records that can bear on an entity on some day: its owners at any time, their owners, and so on."""
    same = dict(register.same)
    owners: dict[str, set[str]] = {}
    for record in register.holdings:
        owners.setdefault(same.get(record.entity, record.entity), set()).add(same.get(record.owner, record.owner))
    for finding in register.nominees:
        owners.setdefault(finding.entity, set()).add(finding.beneficiary)
    seen = {entity}
    queue = [entity]
    for name in queue:
        for owner in sorted(owners.get(name, set()) - seen):
            seen.add(owner)
            queue.append(owner)
    return replace(
        register,
        holdings=tuple(item for item in register.holdings if same.get(item.entity, item.entity) in seen),
        blocked=tuple(party for party in register.blocked if same.get(party.name, party.name) in seen),
        sales=tuple(sale for sale in register.sales if sale.entity in seen),
        others=frozenset({entity}),
    )


def change_days(register: Register) -> list[int]:
    """The days on which something begins, may begin, or has or may have ended, in order."""
    found: set[int] = set()
    periods: list[Period] = [
        *(record.during for record in register.holdings),
        *(party.during for party in register.blocked),
        *(finding.during for finding in register.nominees),
        *(sale.on for sale in register.sales),
    ]
    for period in periods:
        found |= {period.earliest_begin, period.latest_begin, period.earliest_end + 1, period.latest_end + 1}
    return sorted(day for day in found if BEGINNING < day <= END)


def moments(found: Iterator[Stretch], entity: str) -> Iterator[Moment]:
    """The status of one entity over time, neighbouring stretches that say the same as one."""
    rested: set[frozenset[str]] = set()
    last: Moment | None = None
    for stretch in found:
        solution = stretch.solution
        status = solution.status(entity)
        steps = support(solution, entity) if status is Truth.HOLDS else ()
        if status is Truth.HOLDS and steps:
            owners = {stake.owner for step in steps for stake in step.stakes}
            rested.add(frozenset(owners & solution.graph.certain_seeds))
        stays = status is not Truth.HOLDS and any(seeds & solution.graph.possible_seeds for seeds in rested)
        direct = tuple(dict.fromkeys(stake.owner for step in steps[-1:] for stake in step.stakes))
        moment = Moment(
            stretch.first,
            stretch.last,
            status,
            solution.share_must(entity),
            solution.share_may(entity),
            stays,
            direct,
        )
        if last is not None and _same(last, moment):
            last = replace(last, last=moment.last)
            continue
        if last is not None:
            yield last
        last = moment
    if last is not None:
        yield last


_SAME: Final = ("status", "share_must", "share_may", "property_stays", "owners")


def _same(one: Moment, other: Moment) -> bool:
    return one.last + 1 == other.first and all(getattr(one, name) == getattr(other, name) for name in _SAME)


def persisting(found: Iterator[Stretch], day: date) -> dict[str, int]:
    """Whose property stays blocked on a day though they no longer are, and the last day on which they were."""
    rested: dict[str, tuple[frozenset[str], int]] = {}
    final: Solution | None = None
    for stretch in found:
        if stretch.first > day.toordinal():
            break
        final = stretch.solution
        for name, step in final.must.items():
            if step:
                owners = {stake.owner for item in support(final, name) for stake in item.stakes}
                rested[name] = (frozenset(owners) & final.graph.certain_seeds, min(stretch.last, day.toordinal()))
    if final is None:
        return {}
    return {
        name: last
        for name, (seeds, last) in sorted(rested.items())
        if name not in final.must and seeds & final.graph.possible_seeds
    }
