"""From a register to the status of everyone it names: solved, explained, with cautions that name the records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from decidendi.determinations.ownership import (
    BelowThreshold,
    HoldingCited,
    IfSo,
    NotCounted,
    OpenFactAsked,
    OwnershipCautionGiven,
    OwnershipDeterminations,
    OwnershipStatus,
    RecordCounts,
    Status,
    SupportStep,
    WhyNot,
)
from decidendi.facts.amounts import shown_number
from decidendi.facts.periods import Truth
from decidendi.facts.register import Register
from decidendi.reasoning.ownership.cautions import Kind, OwnershipCaution
from decidendi.reasoning.ownership.divesting import ends_on
from decidendi.reasoning.ownership.graph import Stake
from decidendi.reasoning.ownership.history import RegimeOn, persisting, stretches
from decidendi.reasoning.ownership.noticing import noticed
from decidendi.reasoning.ownership.refuting import LeftOut, refutation
from decidendi.reasoning.ownership.registering import Registered, register_on
from decidendi.reasoning.ownership.settling import OpenFact, Piece, settling
from decidendi.reasoning.ownership.solving import Solution, solve
from decidendi.reasoning.ownership.supporting import Step, support
from decidendi.rules.regime import Regime, Remainder

WORDS: Final[dict[Truth, Status]] = {
    Truth.HOLDS: "blocked",
    Truth.UNDETERMINED: "undetermined",
    Truth.FAILS: "not blocked",
}


@dataclass(frozen=True)
class Owning:
    """One day's solution together with the register that it is read off from."""

    registered: Registered
    solution: Solution
    cautions: tuple[OwnershipCaution, ...]
    on: date | None
    known: date | None


def owning(
    register: Register,
    regime: Regime,
    on: date | None,
    known: date | None = None,
    regime_on: RegimeOn | None = None,
) -> Owning:
    """Solve a register for a day.

    Args:
        register: the records.
        regime: the test in force on that day.
        on: the day; `None` for a register without dates.
        known: use only what was known on this day.
        regime_on: the test in force on other days, to say whose property was blocked before and stays so; not said
            when left out.

    Raises:
        Refusal: a table that is declared complete cannot make 100 percent.
    """
    ends = ends_on(register, regime, on, known)
    registered = register_on(register, regime, on, known, ends.changed(register, on))
    solution = solve(registered.graph, regime)
    seen = noticed(solution, registered, on, known)
    before = _persisting(register, regime_on, on, known) if on and regime_on else ()
    return Owning(registered, solution, (*registered.cautions, *ends.cautions, *seen, *before), on, known)


def _persisting(register: Register, regime_on: RegimeOn, on: date, known: date | None) -> tuple[OwnershipCaution, ...]:
    stays = persisting(stretches(register, regime_on, known, on), on)
    return tuple(
        OwnershipCaution(
            Kind.PERSISTING,
            name,
            f"{name} was blocked through ownership until {date.fromordinal(last)}; property of it that was blocked by "
            "then stays blocked until it is licensed or those on whom the block rested are delisted",
            step="persisting",
        )
        for name, last in stays.items()
    )


def ownership_determinations(
    done: Owning,
    *,
    explain: Collection[str] | None = None,
    titles: Mapping[str, str] | None = None,
    read: int | None = None,
    listed: Callable[[str], bool] | None = None,
) -> OwnershipDeterminations:
    """The status of everyone, with reasons.

    Args:
        done: a solved day.
        explain: whose status to explain; everyone's when left out.
        titles: names in prose.
        read: how many records were read, where some of them named no owner and are not in the register.
        listed: whom to give at all; everyone when left out.
    """
    teller = _Teller(done, titles or {})
    names = [name for name in done.solution.names() if listed is None or listed(name)]
    statuses = tuple(teller.status(name, explain=explain is None or name in explain) for name in names)
    counts: dict[str, int] = dict.fromkeys(WORDS.values(), 0)
    for name in done.solution.names():
        counts[WORDS[done.solution.status(name)]] += 1
    regime = done.solution.regime
    return OwnershipDeterminations(
        title=regime.title,
        test=regime.test,
        on=done.on,
        known=done.known,
        undisclosed_shares=regime.remainder.value,
        divestment=regime.divestment.value,
        records=record_counts(done.registered, read),
        counts=counts,
        statuses=statuses,
        flags=done.registered.own.flags,
    )


def record_counts(registered: Registered, read: int | None = None) -> RecordCounts:
    """What became of the records; rows that name no owner are set aside as undisclosed."""
    aside: dict[str, int] = {}
    for reason in registered.aside.values():
        aside[reason] = aside.get(reason, 0) + 1
    total = len(registered.own.holdings)
    if read is not None and read > total:
        aside["owner not named"] = read - total
    return RecordCounts(
        read=total if read is None else read,
        used=len(registered.used),
        merged=len(registered.merged),
        set_aside=dict(sorted(aside.items())),
    )


class _Teller:
    """Says in words and models what a solution holds."""

    def __init__(self, done: Owning, titles: Mapping[str, str]) -> None:
        self.done = done
        self.solution = done.solution
        self.regime = done.solution.regime
        self.titles = titles
        closed = replace(self.regime, remainder=Remainder.NOT_REACHED)
        opened = self.regime.remainder is Remainder.UNDETERMINED
        self.closed = solve(self.solution.graph, closed) if opened else self.solution
        self.by_entity: dict[str, list[OwnershipCaution]] = {}
        for caution in done.cautions:
            self.by_entity.setdefault(caution.entity, []).append(caution)

    def status(self, name: str, *, explain: bool) -> OwnershipStatus:
        truth = self.solution.status(name)
        least, most = self.solution.share_must(name), self.solution.share_may(name)
        listed = name in self.solution.graph.certain_seeds
        made = OwnershipStatus(
            entity=name,
            title=self.titles.get(name, name),
            status=WORDS[truth],
            ground=("listed" if listed else "owned") if truth is Truth.HOLDS else "",
            share_must=shown_number(least),
            share_may=shown_number(most),
            statement=self._statement(name, truth, listed),
            provision="" if listed else self._cited("threshold"),
            cautions=tuple(self._caution(caution) for caution in self.by_entity.get(name, ())),
        )
        if not explain:
            return made
        if truth is Truth.HOLDS:
            steps = support(self.solution, name)
            return made.model_copy(update={"support": tuple(self._step(step) for step in steps)})
        if truth is Truth.FAILS:
            return made.model_copy(update={"why_not": self._why_not(name)})
        settled = settling(self.solution, name)
        bearing = [self._asked(fact) for fact in settled.bearing]
        if self.closed is not self.solution:
            bearing.append(self._undisclosed(name))
        fewest = tuple(self._asked(fact) for fact in settled.fewest)
        return made.model_copy(update={"fewest": fewest, "bearing": tuple(bearing)})

    def _undisclosed(self, name: str) -> OpenFactAsked:
        status = WORDS[self.closed.status(name)]
        return OpenFactAsked(
            ask=f"Who holds the shares of {self._named(name)}, and of those upstream of it, that nobody discloses?",
            cases=(IfSo(case="none of them is blocked", status=status),),
            settles=False,
        )

    def _named(self, name: str) -> str:
        return self.titles.get(name, name)

    def _cited(self, step: str) -> str:
        return self.regime.citations.get(step, "")

    def _on(self) -> str:
        return f" on {self.done.on}" if self.done.on else ""

    def _statement(self, name: str, truth: Truth, listed: bool) -> str:
        who, on = self._named(name), self._on()
        most = shown_number(self.solution.share_may(name))
        least = shown_number(self.solution.share_must(name))
        if listed:
            return f"{who} is blocked{on} on its own, not through ownership"
        if truth is Truth.HOLDS:
            return f"{who} is blocked{on}: blocked persons own at least {least} percent of it"
        if truth is Truth.UNDETERMINED:
            if name in self.solution.graph.possible_seeds and name not in self.solution.tables:
                return f"it is open whether {who} is blocked{on}: the dates of the blocking leave it open"
            return (
                f"it is open whether {who} is blocked{on}: blocked persons own between {least} and {most} percent of it"
            )
        if name in self.solution.graph.individuals:
            return f"{who} is not blocked{on} through ownership, which never reaches an individual"
        return f"{who} is not blocked{on} through ownership: blocked persons own at most {most} percent of it"

    def _holding(self, stake: Stake) -> HoldingCited:
        records = [self.done.registered.own.holdings[index] for index in stake.records]
        periods = dict.fromkeys(record.during.text for record in records if record.during.text != "../..")
        sources = dict.fromkeys(record.source for record in records if record.source)
        return HoldingCited(
            owner=stake.owner,
            entity=stake.entity,
            share=str(stake.share).removesuffix(" percent"),
            during="; ".join(periods),
            source="; ".join(sources),
            places=tuple(dict.fromkeys(str(record.place) for record in records if record.place.line)),
        )

    def _step(self, step: Step) -> SupportStep:
        owners = ", ".join(
            f"{self._named(stake.owner)} {stake.share.in_words.removesuffix(' percent')}" for stake in step.stakes
        )
        who = self._named(step.entity)
        amount = shown_number(step.amount)
        if step.others:
            statement = (
                f"{who} is blocked: its owners are all stated, and the others leave blocked persons ({owners}) at "
                f"least {amount} percent of it"
            )
        else:
            statement = f"{who} is blocked: blocked persons own at least {amount} percent of it ({owners})"
        indirect = any(self.solution.must[stake.owner] > 0 for stake in step.stakes)
        several = len({stake.owner for stake in step.stakes}) > 1
        cited = self._cited("indirect" if indirect else "aggregate" if several else "threshold")
        return SupportStep(
            entity=step.entity,
            rank=step.rank,
            statement=statement,
            holdings=tuple(self._holding(stake) for stake in step.stakes),
            amount=amount,
            provision=cited or self._cited("threshold"),
            others=tuple(self._holding(stake) for stake in step.others),
        )

    def _why_not(self, name: str) -> WhyNot:
        reasons = refutation(self.solution, name)
        not_counted = [
            NotCounted(holding=self._holding(item.stake), because=self._because(item)) for item in reasons.left_out
        ]
        for index, reason in sorted(self.done.registered.aside.items()):
            record = self.done.registered.own.holdings[index]
            if record.entity == name:
                stake = Stake(record.owner, record.entity, record.share, record.share, records=(index,))
                not_counted.append(NotCounted(holding=self._holding(stake), because=reason))
        return WhyNot(
            most=shown_number(reasons.most),
            margin=shown_number(reasons.margin),
            counted=tuple(self._holding(stake) for stake in reasons.counted),
            not_counted=tuple(not_counted),
            cut=tuple(BelowThreshold(entity=entity, most=shown_number(most)) for entity, most in reasons.cut),
        )

    def _because(self, item: LeftOut) -> str:
        owner = self._named(item.stake.owner)
        if item.individual:
            return f"{owner} is an individual who is not blocked"
        if item.most is None:
            return f"{owner} is not blocked, and no holding in {owner} is recorded"
        return f"{owner} is not blocked: blocked persons own at most {shown_number(item.most)} percent of it"

    def _asked(self, fact: OpenFact) -> OpenFactAsked:
        on = self._on()
        if fact.stake is None:
            ask = f"Was {self._named(fact.name)} blocked{on}?"
        else:
            owner, entity = self._named(fact.stake.owner), self._named(fact.stake.entity)
            if fact.kind == "holding":
                ask = f"Did {owner} hold {fact.stake.held.in_words} of {entity}{on}?"
            else:
                ask = f"What share of {entity} did {owner} hold{on}? It is known to be {fact.stake.share.in_words}."
        return OpenFactAsked(
            ask=ask,
            cases=tuple(IfSo(case=_case(piece), status=WORDS[piece.outcome]) for piece in fact.pieces),
            settles=fact.settles,
        )

    def _caution(self, caution: OwnershipCaution) -> OwnershipCautionGiven:
        records = [self.done.registered.own.holdings[index] for index in caution.records]
        return OwnershipCautionGiven(
            kind=caution.kind.value,
            caution=caution.text,
            records=tuple(dict.fromkeys(str(record.place) for record in records if record.place.line)),
            provision=self._cited(caution.step) if caution.step else "",
        )


def _case(piece: Piece) -> str:
    if piece.share is None:
        return "yes" if piece.so else "no"
    return piece.share.in_words
