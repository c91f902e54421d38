"""Cautions that are read off a solution: overfull tables, circles, shares held by the entity itself, near misses.

None of them changes a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from decidendi.facts.amounts import shown_number
from decidendi.facts.periods import Truth, covers, day_period
from decidendi.reasoning.ownership.cautions import Kind, OwnershipCaution
from decidendi.reasoning.ownership.circles import integrated_shares
from decidendi.reasoning.ownership.registering import NOT_COUNTED, Registered, known_on
from decidendi.reasoning.ownership.solving import Solution

NEAR = Fraction(1)
"""Percent from the threshold within which a sum is called near."""


def noticed(solution: Solution, registered: Registered, day: date | None, known: date | None) -> list[OwnershipCaution]:
    """What to look at beside the verdicts, by entity."""
    found = [
        *_tables(solution),
        *_circles(solution),
        *_own_shares(solution),
        *_influences(solution, registered, day, known),
        *_otherwise(solution, registered, day, known),
    ]
    return sorted(found, key=lambda caution: (caution.entity, caution.kind.value, caution.text))


def _tables(solution: Solution) -> Iterator[OwnershipCaution]:
    threshold = solution.regime.threshold
    for entity, table in solution.tables.items():
        records = tuple(sorted(index for stake in table.stakes for index in stake.records))
        if table.overfull:
            stated = sum((stake.share.lower for stake in table.stakes), Fraction(0))
            yield OwnershipCaution(
                Kind.OVERFULL,
                entity,
                f"the recorded shares of {entity} make {shown_number(stated)} percent or more; each is read as at "
                "least what the others leave of 100",
                records,
            )
        if solution.status(entity) is Truth.HOLDS or entity in solution.graph.individuals:
            continue
        most = solution.share_may(entity)
        if Fraction(25) <= most < threshold or (most == threshold and solution.status(entity) is Truth.FAILS):
            yield OwnershipCaution(
                Kind.MINORITY,
                entity,
                f"blocked persons hold up to {shown_number(most)} percent of {entity}; that does not block it, but it "
                "may be designated, and their own interest in it is blocked",
                records,
                "minority",
            )
        if 0 <= threshold - most <= NEAR and solution.status(entity) is Truth.FAILS:
            yield OwnershipCaution(
                Kind.NEAR, entity, f"{entity} is within {shown_number(NEAR)} percent of the threshold", records
            )


def _circles(solution: Solution) -> Iterator[OwnershipCaution]:
    for entity, share in integrated_shares(solution).items():
        if share >= solution.regime.threshold:
            yield OwnershipCaution(
                Kind.CIRCULAR,
                entity,
                f"{entity} stands in a circle of entities that own each other; counting what comes round, blocked "
                f"persons hold {shown_number(share)} percent of it, which does not block it",
                tuple(index for stake in solution.tables[entity].stakes for index in stake.records),
            )


def _own_shares(solution: Solution) -> Iterator[OwnershipCaution]:
    for entity, table in solution.tables.items():
        own = sum((stake.share.lower for stake in table.stakes if stake.owner == entity), Fraction(0))
        if not any(stake.owner == entity for stake in table.stakes):
            continue
        records = tuple(index for stake in table.stakes if stake.owner == entity for index in stake.records)
        held = solution.share_must(entity)
        text = f"{entity} is recorded as holding {shown_number(own)} percent of itself; shares are counted as stated"
        if own < 100:
            without = held * 100 / (100 - own)
            text += (
                f", by which blocked persons hold at least {shown_number(held)} percent; of the shares that others "
                f"hold, that is {shown_number(without)} percent"
            )
        yield OwnershipCaution(Kind.DENOMINATOR, entity, text, records)


def _influences(
    solution: Solution, registered: Registered, day: date | None, known: date | None
) -> Iterator[OwnershipCaution]:
    period = day_period(day) if day else None
    for influence in registered.own.influences:
        on = Truth.HOLDS if period is None else covers(influence.during, period)
        if on is Truth.FAILS or not known_on(influence.known_from, known):
            continue
        if influence.party in solution.may and influence.entity not in solution.must:
            yield OwnershipCaution(
                Kind.CONTROL,
                influence.entity,
                f"{influence.party}, who is {_word(solution, influence.party)}, {influence.nature} {influence.entity}; "
                "that does not block it, but the blocked person may take no part in a dealing",
                (),
                "control",
            )
    for index, reason in registered.aside.items():
        record = registered.own.holdings[index]
        if reason == NOT_COUNTED and record.owner in solution.may and record.entity not in solution.must:
            yield OwnershipCaution(
                Kind.CONTROL,
                record.entity,
                f"{record.owner}, who is {_word(solution, record.owner)}, has {record.share} of {record.entity} by "
                f"{record.basis}; that is control and does not count as ownership",
                (index,),
                "control",
            )


def _otherwise(
    solution: Solution, registered: Registered, day: date | None, known: date | None
) -> Iterator[OwnershipCaution]:
    """Who is reached though nobody whom the law asked about blocks has a part in them, directly or down the chain."""
    blocked = [
        party
        for party in registered.own.blocked
        if known_on(party.known_from, known)
        and (day is None or covers(party.during, day_period(day)) is not Truth.FAILS)
    ]
    if not any(party.otherwise for party in blocked):
        return
    same = dict(registered.own.same)
    queue = sorted({same.get(party.name, party.name) for party in blocked if not party.otherwise})
    under = set(queue)
    held: dict[str, set[str]] = {owner: set() for owner in solution.may}
    for stake in solution.graph.stakes:
        if stake.owner in held and stake.entity in solution.may:
            held[stake.owner].add(stake.entity)
    for owner in queue:
        more = held.get(owner, set()) - under
        under |= more
        queue += sorted(more)
    for name in solution.may.keys() - under:
        seed = name in solution.graph.possible_seeds
        yield OwnershipCaution(
            Kind.OTHERWISE,
            name,
            f"{name} is {_word(solution, name)} under another programme, not under the law asked about; "
            + ("it counts as an owner all the same" if seed else "nobody blocked under that law has a part in it"),
            step="aggregate",
        )


def _word(solution: Solution, name: str) -> str:
    return "blocked" if name in solution.must else "perhaps blocked"
