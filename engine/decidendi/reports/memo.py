"""From determinations to a memo: question, short answer, facts, law, analysis, what is unknown, receipt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from decidendi.determinations.model import Caution, Determination, Determinations
from decidendi.determinations.wording import Wording
from decidendi.facts.fact_set import FactSet
from decidendi.reports.arguing import (
    Provisions,
    answers_of,
    in_order,
    parts_of,
    readings_of,
    summed_up,
    unknowns_of,
)
from decidendi.reports.model import Asked, CautionRow, DutyRow, Heading, Memo
from decidendi.reports.telling import Ledger
from decidendi.rules.rulebook import Rulebook


def memo_of(result: Determinations, facts: FactSet, rulebook: Rulebook) -> Memo:
    """The memo of a run.

    Args:
        result: what the run determined, with open questions worked out.
        facts: the fact set that was determined.
        rulebook: the law that was applied.
    """
    found = in_order(result.determinations)
    ledger = Ledger(facts, Wording(rulebook.program, facts), result.known)
    provisions = Provisions(rulebook, result.receipt.provisions)
    unknowns, further = unknowns_of(found)
    analysis = parts_of(found, unknowns, provisions, ledger)
    summed = summed_up(found)
    for item in found:
        provisions.cite(*(duty.identifier for duty in item.duties))
        provisions.cite(*(caution.identifier for caution in item.cautions))
    return Memo(
        heading=Heading(
            title=result.title,
            as_of=result.as_of,
            known=result.known,
            instruments=provisions.instruments(),
            file=PurePath(facts.file).name,
        ),
        question=facts.question,
        description=facts.description,
        asked=_asked(found),
        answers=answers_of(analysis, summed),
        named=ledger.named(),
        facts=ledger.rows,
        complete=tuple(name.replace("_", " ") for name in facts.complete),
        sources=ledger.sources(),
        provisions=provisions.rows(),
        analysis=analysis,
        summed=summed,
        unknowns=unknowns,
        further_unknowns=further,
        not_explored=result.not_explored,
        duties=_duties(found, facts),
        cautions=_cautions(found, result),
        readings=readings_of(result.readings, analysis),
        receipt=result.receipt,
    )


def _asked(found: Iterable[Determination]) -> Asked:
    subjects: dict[str, dict[str, None]] = {"dealing": {}, "status": {}, "criterion": {}}
    for item in found:
        subjects[item.kind][item.title] = None
    return Asked(
        dealings=tuple(subjects["dealing"]),
        parties=tuple(subjects["status"]),
        considered=tuple(subjects["criterion"]),
    )


def _duties(found: Iterable[Determination], facts: FactSet) -> tuple[DutyRow, ...]:
    """Each duty once for each who has it and each day on which it is due, with everything that it concerns."""
    concerned: dict[tuple[str, str, str, date | None], dict[str, None]] = {}
    for item in found:
        for duty in item.duties:
            concerned.setdefault((duty.who, duty.duty, duty.provision, duty.due), {})[item.title] = None
    return tuple(
        DutyRow(
            subject=f"{facts.title_of(who)} ({', '.join(subjects)})" if who else ", ".join(subjects),
            duty=duty,
            provision=provision,
            due=due,
        )
        for (who, duty, provision, due), subjects in concerned.items()
    )


def _cautions(found: Iterable[Determination], result: Determinations) -> tuple[CautionRow, ...]:
    """Each caution once, beside those that concern the same; those about the whole matter last."""
    concerned: dict[Caution, dict[str, None]] = {}
    for item in found:
        for caution in item.cautions:
            concerned.setdefault(caution, {})[item.title] = None
    for caution in result.cautions:
        concerned.setdefault(caution, {})
    together: dict[tuple[str, ...], list[Caution]] = {}
    for caution, subjects in concerned.items():
        together.setdefault(tuple(subjects), []).append(caution)
    return tuple(
        CautionRow(subjects=subjects, cautions=tuple(cautions))
        for subjects, cautions in sorted(together.items(), key=lambda row: not row[0])
    )
