"""The register of holdings that a fact set states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from decidendi.facts.amounts import WHOLE, Share, without_shares
from decidendi.facts.contradictions import denies_value
from decidendi.facts.fact_set import FactSet, StatedFact
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.register import BlockedParty, HoldingRecord, Influence, Nominee, Register, Sale
from decidendi.facts.vocabulary import (
    Branch,
    CompleteHoldings,
    Control,
    Divestment,
    Holding,
    Leadership,
    NomineeHolding,
    OwnedOrControlled,
)

UNKNOWN_SHARE = Share(WHOLE * 0, WHOLE)


def register_of(facts: FactSet, blocked: Iterable[BlockedParty] = ()) -> Register:
    """The register of a fact set.

    Denied facts state no holding and are left out. A finding that an entity is owned or controlled by somebody says
    nothing of a share; it counts as a holding of unknown size.

    Args:
        facts: the fact set.
        blocked: who is blocked on their own.
    """
    holdings: list[HoldingRecord] = []
    nominees: list[Nominee] = []
    sales: list[Sale] = []
    influences: list[Influence] = []
    same: list[tuple[str, str]] = []
    complete: set[str] = set()
    flags: list[str] = []
    denied = [stated.fact for stated in facts.facts if stated.denied and isinstance(stated.fact, Holding)]
    for stated in facts.facts:
        fact = stated.fact
        known, source, place = stated.known_from, source_of(facts, stated), stated.place
        if stated.denied:
            if isinstance(fact, Holding) and not any(_cuts(fact, other) for other in _holdings(facts)):
                flags.append(f"{place}: a holding of {fact.owner} in {fact.entity} is denied and is not counted")
        elif isinstance(fact, Holding):
            if UNKNOWN in (fact.owner, fact.entity):
                flags.append(f"{place}: a holding whose owner is not known is left to the undisclosed remainder")
                continue
            holdings.append(
                HoldingRecord(
                    fact.owner,
                    fact.entity,
                    reduce(without_shares, (other.share for other in denied if _same(other, fact)), fact.share),
                    fact.basis,
                    fact.share_class or "",
                    fact.during,
                    known,
                    source,
                    place,
                )
            )
        elif isinstance(fact, OwnedOrControlled) and UNKNOWN not in (fact.entity, fact.by):
            holdings.append(
                HoldingRecord(
                    fact.by,
                    fact.entity,
                    UNKNOWN_SHARE,
                    "ownership or control",
                    "",
                    fact.during,
                    known,
                    source,
                    place,
                )
            )
        elif isinstance(fact, NomineeHolding):
            nominees.append(Nominee(fact.nominee, fact.beneficiary, fact.entity, fact.during, known, source, place))
        elif isinstance(fact, Divestment):
            sales.append(
                Sale(
                    fact.seller,
                    fact.buyer,
                    fact.entity,
                    fact.share,
                    fact.on,
                    fact.outside_united_states_jurisdiction,
                    fact.genuine,
                    known,
                    source,
                    place,
                )
            )
        elif isinstance(fact, Control):
            influences.append(Influence(fact.controller, fact.entity, "controls", fact.during, known, source, place))
        elif isinstance(fact, Leadership):
            influences.append(
                Influence(fact.person, fact.entity, "leads or is an official of", fact.tenure, known, source, place)
            )
        elif isinstance(fact, Branch):
            same.append((fact.branch, fact.of))
        elif isinstance(fact, CompleteHoldings):
            complete.add(fact.entity)
    return Register(
        tuple(holdings),
        tuple(blocked),
        individuals=frozenset(party.name for party in facts.parties if party.kind == "individual"),
        complete=frozenset(complete),
        nominees=tuple(nominees),
        sales=tuple(sales),
        influences=tuple(influences),
        same=tuple(same),
        flags=tuple(flags),
        others=frozenset(party.name for party in facts.parties),
    )


def _holdings(facts: FactSet) -> Iterator[Holding]:
    return (item.fact for item in facts.facts if isinstance(item.fact, Holding) and not item.denied)


def _same(denied: Holding, held: Holding) -> bool:
    """Whether a denial is of a range of one holding, for all its time."""
    one, other = (item.model_copy(update={"share": UNKNOWN_SHARE, "during": held.during}) for item in (denied, held))
    return one == other and denies_value(denied.during, held.during)


def _cuts(denied: Holding, held: Holding) -> bool:
    return _same(denied, held) and without_shares(held.share, denied.share) != held.share


def source_of(facts: FactSet, stated: StatedFact) -> str:
    """The sources of a fact in words."""
    named = []
    for item in stated.evidence:
        source = facts.source(item.source)
        title = source.title if source else item.source
        named.append(f"{title}, {item.where}" if item.where else title)
    return "; ".join(named)
