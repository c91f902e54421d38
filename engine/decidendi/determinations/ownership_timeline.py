"""The status of one entity over its whole history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from decidendi.determinations.ownership import Timeline, TimelineStretch
from decidendi.determinations.owning import WORDS
from decidendi.facts.amounts import shown_number
from decidendi.facts.periods import BEGINNING, END
from decidendi.facts.register import Register
from decidendi.reasoning.ownership.history import moments, stretches, upstream_of
from decidendi.rules.regime import Regime
from decidendi.rules.regimes import Regimes


def timeline_of(
    register: Register,
    regimes: Regimes,
    entity: str,
    *,
    known: date | None = None,
    readings: Callable[[Regime], Regime] | None = None,
    title: str = "",
) -> Timeline:
    """The status of one entity over its whole history.

    Args:
        register: the records.
        regimes: the versions of the test; each day is judged by the one then in force.
        entity: whose status.
        known: use only what was known on this day.
        readings: other readings than those of the test.
        title: how the entity is called in prose.
    """

    def regime_on(day: date) -> Regime:
        regime = regimes.on(day)
        return readings(regime) if readings else regime

    found = stretches(upstream_of(register, entity), regime_on, known)
    made = [
        TimelineStretch(
            begins=date.fromordinal(moment.first) if moment.first > BEGINNING else None,
            ends=date.fromordinal(moment.last) if moment.last < END else None,
            status=WORDS[moment.status],
            share_must=shown_number(moment.share_must),
            share_may=shown_number(moment.share_may),
            property_stays_blocked=moment.property_stays,
            because="through " + ", ".join(moment.owners) if moment.owners else "",
        )
        for moment in moments(found, entity)
    ]
    return Timeline(entity=entity, title=title or entity, test=regimes.title, known=known, stretches=tuple(made))
