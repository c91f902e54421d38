"""The designation of one party: every criterion of the law asked of it, and what follows from its status.

Each criterion is set out whether it is met, not met or undetermined, with its proof and with what is missing. What
follows from the status is read off the proofs of the other determinations; what a reading changes is replayed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import ClassVar, Final

from decidendi.determinations.determine import Run, outcome_of
from decidendi.determinations.model import (
    Caution,
    Determination,
    Determinations,
    Frozen,
    NotExplored,
    ProofNode,
    ReadingUsed,
    Receipt,
)
from decidendi.reports.arguing import Provisions, Steps, in_order, item_of
from decidendi.reports.model import FactRow, Heading, Item, Named, ProvisionRow, SourceRow, Step
from decidendi.reports.telling import Ledger

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Missing(Frozen):
    """An open question about a criterion: what its answers would make of it, and what document would settle it."""

    ask: str
    provision: str
    if_yes: str
    if_no: str
    settled_by: str


class CriterionAnalysis(Frozen):
    """One criterion asked of the party; `provision` is empty where the rulebook has no page for it."""

    item: Item
    provision: ProvisionRow | None
    missing: tuple[Missing, ...]


class ReadingChange(Frozen):
    """A reading that was not chosen, and the criteria that it would decide otherwise: label, outcome now and then."""

    of: str
    reading: str
    because: str
    changes: tuple[tuple[str, str, str], ...]


EXCUSED: Final = ("exempt", "authorized")
"""Outcomes of dealings that something excuses."""


class DesignationAnalysis(Frozen):
    """The analysis of one party.

    `criteria` are in the order of the law, `follows` the other determinations whose proof goes through the status of
    the party, `status` its status on the day asked about, `excused` the dealings of the matter that are exempt or
    authorized, whose proof needs no status.
    """

    template: ClassVar[str] = "designation"

    heading: Heading
    party: Named
    criteria: tuple[CriterionAnalysis, ...]
    status: Item | None
    follows: tuple[Item, ...]
    excused: tuple[Item, ...]
    facts: tuple[FactRow, ...]
    sources: tuple[SourceRow, ...]
    provisions: tuple[ProvisionRow, ...]
    readings: tuple[ReadingUsed, ...]
    reading_changes: tuple[ReadingChange, ...]
    cautions: tuple[Caution, ...]
    not_explored: NotExplored
    receipt: Receipt


def designation_of(done: Run, result: Determinations, party: str) -> DesignationAnalysis:
    """The analysis of a party.

    Args:
        done: the run, in which the designation of the party was asked about.
        result: what it determined, with open questions worked out.
        party: the name of the party in the fact set.
    """
    ledger = Ledger(done.facts, done.wording, result.known)
    provisions = Provisions(done.rulebook, result.receipt.provisions)
    steps = Steps(ledger, provisions)
    about = [item for item in result.determinations if item.subject == party]
    asked = [item for item in about if item.kind == "criterion"]
    status = next((item for item in about if item.kind == "status"), None)

    def set_out(item: Determination, at: int) -> Item:
        return item_of(item, str(at), steps.of(item.proof, str(at)), (), provisions)

    criteria = tuple(_criterion(item, set_out(item, at), provisions) for at, item in enumerate(asked, start=1))
    shown_status = set_out(status, len(asked) + 1) if status else None
    follows = tuple(
        set_out(item, len(asked) + 1 + at) for at, item in enumerate(_following(status, result.determinations), start=1)
    )
    excused = tuple(
        set_out(item, len(asked) + 1 + len(follows) + at)
        for at, item in enumerate((item for item in result.determinations if item.outcome in EXCUSED), start=1)
    )
    shown = [*(row.item for row in criteria), *([shown_status] if shown_status else []), *follows, *excused]
    numbers = {number for item in shown for number in _facts_in(item.application)}
    title = done.facts.title_of(party)
    kept = tuple(row for row in ledger.rows if row.number in numbers or title in row.statement)
    return DesignationAnalysis(
        heading=Heading(
            title=result.title,
            as_of=result.as_of,
            known=result.known,
            instruments=provisions.instruments(),
            file=PurePath(done.facts.file).name,
        ),
        party=next(row for row in ledger.named() if row.name == party),
        criteria=criteria,
        status=shown_status,
        follows=follows,
        excused=excused,
        facts=kept,
        sources=tuple(row for row in ledger.sources() if {*row.facts} & {fact.number for fact in kept}),
        provisions=provisions.rows(),
        readings=tuple(reading for reading in result.readings if any(reading in item.readings for item in about)),
        reading_changes=tuple(_changes(done, asked)),
        cautions=tuple(dict.fromkeys(caution for item in about for caution in item.cautions)),
        not_explored=result.not_explored,
        receipt=result.receipt,
    )


def _criterion(item: Determination, shown: Item, provisions: Provisions) -> CriterionAnalysis:
    cited = next((citation for citation in item.citations if citation.label == item.provision), None)
    return CriterionAnalysis(
        item=shown,
        provision=provisions.row(cited.identifier) if cited else None,
        missing=tuple(
            Missing(
                ask=question.ask,
                provision=question.provision,
                if_yes=question.if_yes,
                if_no=question.if_no,
                settled_by=question.settled_by,
            )
            for question in item.questions
        ),
    )


def _following(status: Determination | None, found: Iterable[Determination]) -> Iterator[Determination]:
    """The determinations about others that go through the status, on whatever day; not those who are not blocked."""
    if status is None:
        return
    said = _undated(status.statement)
    for item in in_order(found):
        is_about_another = item.subject != status.subject and item.kind != "criterion" and item.outcome != "not blocked"
        if is_about_another and _goes_through(item.proof, said):
            yield item


def _goes_through(nodes: Sequence[ProofNode], said: str) -> bool:
    return any(
        (node.state != "fails" and _undated(node.statement) == said) or _goes_through(node.premises, said)
        for node in nodes
    )


def _undated(statement: str) -> str:
    return _DAY.sub("", statement)


def _facts_in(steps: Iterable[Step]) -> Iterator[int]:
    for step in steps:
        yield from step.facts
        yield from _facts_in(step.steps)


def _changes(done: Run, asked: Sequence[Determination]) -> Iterator[ReadingChange]:
    """Each reading that was not chosen, put in the place of the one that was, alone."""
    chosen = dict(done.trace.matter.readings)
    for reading in done.rulebook.readings:
        if chosen.get(reading.of) in (None, reading.name):
            continue
        options = replace(done.options, readings=tuple({**chosen, reading.of: reading.name}.items()))
        other = done.again(done.reasoner.grounder.matter(done.facts, options))
        changes = [(item.provision, item.outcome, outcome_of(other, item)) for item in asked]
        changed = tuple(change for change in changes if change[1] != change[2])
        if changed:
            yield ReadingChange(of=reading.of, reading=reading.name, because=reading.because, changes=changed)
