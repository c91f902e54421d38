"""The status of one entity over its whole history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from decidendi.determinations.ownership import RecordCounts, Timeline, TimelineStretch
from decidendi.determinations.owning import WORDS
from decidendi.facts.amounts import shown_number
from decidendi.facts.periods import BEGINNING, END
from decidendi.facts.register import Register
from decidendi.reasoning.ownership.history import Stretch, moments, stretches, upstream_of
from decidendi.rules.regime import Regime
from decidendi.rules.regimes import Regimes

NOT_NAMED: Final = "owner not named"
ELSEWHERE: Final = "bears on others alone"
OUT_OF_FORCE: Final = "no test in force"


@dataclass
class _Tally:
    """What became of each record of a register, by its index, over all stretches of days."""

    used: set[int] = field(default_factory=set)
    merged: set[int] = field(default_factory=set)
    aside: dict[int, str] = field(default_factory=dict)

    def watching(self, found: Iterable[Stretch]) -> Iterator[Stretch]:
        """The same stretches, each taken note of."""
        for stretch in found:
            self.used |= stretch.registered.used
            self.merged |= stretch.registered.merged
            self.aside |= stretch.registered.aside
            yield stretch

    def counts(self, upstream: int, elsewhere: int, unnamed: int) -> RecordCounts:
        """The counts, of which so many records were looked at, bear on others, or name no owner."""
        merged = self.merged - self.used
        left = [index for index in range(upstream) if index not in self.used and index not in merged]
        reasons = [self.aside.get(index, OUT_OF_FORCE) for index in left]
        aside = {reason: reasons.count(reason) for reason in reasons} | {ELSEWHERE: elsewhere, NOT_NAMED: unnamed}
        return RecordCounts(
            read=upstream + elsewhere + unnamed,
            used=len(self.used),
            merged=len(merged),
            set_aside={reason: count for reason, count in sorted(aside.items()) if count},
        )


def timeline_of(
    register: Register,
    regimes: Regimes,
    entity: str,
    *,
    known: date | None = None,
    readings: Callable[[Regime], Regime] | None = None,
    title: str = "",
    read: int | None = None,
    unnamed: int = 0,
) -> Timeline:
    """The status of one entity over its whole history.

    Args:
        register: the records.
        regimes: the versions of the test; each day is judged by the one then in force.
        entity: whose status.
        known: use only what was known on this day.
        readings: other readings than those of the test.
        title: how the entity is called in prose.
        read: how many records were read, where that is more than the register holds.
        unnamed: how many of them named no owner.
    """

    def regime_on(day: date) -> Regime:
        regime = regimes.on(day)
        return readings(regime) if readings else regime

    upstream = upstream_of(register, entity)
    tally = _Tally()
    found = tally.watching(stretches(upstream, regime_on, known))
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
    looked_at = len(upstream.holdings)
    total = len(register.holdings) + unnamed if read is None else read
    return Timeline(
        entity=entity,
        title=title or entity,
        test=regimes.title,
        known=known,
        stretches=tuple(made),
        records=tally.counts(looked_at, total - looked_at - unnamed, unnamed),
    )
