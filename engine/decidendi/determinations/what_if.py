"""What if: the determinations under an overlay beside those without it, and only where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from decidendi.determinations.determine import Run, considering, outcome_of, report, run
from decidendi.determinations.model import Caution, Determination, Duty, Frozen
from decidendi.facts.fact_set import FactSet
from decidendi.facts.overlays import Overlay, with_overlay

NOT_ASKED = ""
"""The outcome of a determination on the side where its subject does not exist."""


class Supposed(Frozen):
    """One overlay: its name, its changes as they are written, and what each of them withdraws."""

    name: str
    changes: tuple[str, ...]
    withdrawn: tuple[tuple[str, ...], ...]


class Effect(Frozen):
    """A determination that comes out otherwise.

    `provisions_gained` and `provisions_lost` are the labels that the new proof goes through and the old did not, and
    the other way round. `cautions` are those of the changed matter that the unchanged one does not have. An outcome is
    empty where the subject is not part of the matter on that side.
    """

    kind: str
    subject: str
    title: str
    provision: str
    before: str
    after: str
    response_before: str = ""
    response_after: str = ""
    provisions_gained: tuple[str, ...] = ()
    provisions_lost: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    cautions: tuple[Caution, ...] = ()


class WhatIf(Frozen):
    """What changes under overlays, and how many determinations do not."""

    title: str
    as_of: date
    overlays: tuple[Supposed, ...]
    differences: tuple[Effect, ...]
    unchanged: int
    engines: tuple[str, ...]


def what_if(base: Run, overlays: Sequence[Overlay]) -> WhatIf:
    """Put overlays on the fact set of a run, one on top of the other, and compare what follows.

    Raises:
        Refusal: a change cannot be read.
        Disagreement: the engines do not conclude the same about the changed matter; nothing is issued.
    """
    facts, supposed = _stacked(base.facts, overlays)
    other = run(facts, base.rulebook, base.reasoner, considering(base.options, facts, base.trace.matter.subjects))
    asked = considering(base.options, base.facts, other.trace.matter.subjects)
    if not set(asked.consider) <= set(base.trace.matter.subjects):
        base = run(base.facts, base.rulebook, base.reasoner, asked)
    before, after = report(base, questions=False), report(other, questions=False)
    found = differences(base, other, before.determinations, after.determinations)
    return WhatIf(
        title=base.facts.title,
        as_of=base.options.as_of,
        overlays=tuple(supposed),
        differences=found,
        unchanged=len(after.determinations) - sum(1 for item in found if item.after != NOT_ASKED),
        engines=other.engines,
    )


def under(base: Run, overlays: Sequence[Overlay]) -> Run:
    """The run on the fact set under overlays; the run itself where there are none.

    Raises:
        Refusal: a change cannot be read.
        Disagreement: the engines do not conclude the same about the changed matter.
    """
    if not overlays:
        return base
    return run(_stacked(base.facts, overlays)[0], base.rulebook, base.reasoner, base.options)


def _stacked(facts: FactSet, overlays: Sequence[Overlay]) -> tuple[FactSet, list[Supposed]]:
    supposed = []
    for overlay in overlays:
        changed = with_overlay(facts, overlay)
        facts = changed.facts
        supposed.append(Supposed(name=overlay.name, changes=overlay.changes, withdrawn=changed.withdrawn))
    return facts, supposed


def differences(
    base: Run, other: Run, before: Sequence[Determination], after: Sequence[Determination]
) -> tuple[Effect, ...]:
    """The determinations of two runs that differ in outcome, response, provisions, duties or cautions."""
    old = {_about(item): item for item in before}
    new = {_about(item): item for item in after}
    found = []
    for about in dict.fromkeys((*new, *old)):
        effect = _effect(base, other, old.get(about), new.get(about))
        if effect is not None:
            found.append(effect)
    return tuple(found)


def _about(item: Determination) -> tuple[str, str, str]:
    return (item.kind, item.subject, item.provision if item.kind == "criterion" else "")


def _effect(base: Run, other: Run, old: Determination | None, new: Determination | None) -> Effect | None:
    either = new or old
    assert either is not None, "one of the two runs has it"
    outcome = (_outcome(base, either, old), _outcome(other, either, new))
    response = (old.response if old else "", new.response if new else "")
    labels = (old.provisions if old else (), new.provisions if new else ())
    duties = tuple(duty for duty in (new.duties if new else ()) if old is None or duty not in old.duties)
    cautions = tuple(item for item in (new.cautions if new else ()) if old is None or item not in old.cautions)
    # A proof that fails elsewhere is no difference: only what holds rests on provisions.
    proved = [item is not None and item.outcome in _PROVED for item in (old, new)]
    moved = any(proved) and labels[0] != labels[1]
    if outcome[0] == outcome[1] and response[0] == response[1] and not (moved or duties or cautions):
        return None
    return Effect(
        kind=either.kind,
        subject=either.subject,
        title=either.title,
        provision=either.provision,
        before=outcome[0],
        after=outcome[1],
        response_before=response[0],
        response_after=response[1],
        provisions_gained=tuple(label for label in labels[1] if label not in labels[0]),
        provisions_lost=tuple(label for label in labels[0] if label not in labels[1]),
        duties=duties,
        cautions=cautions,
    )


_PROVED = ("met", "blocked", "prohibited", "exempt", "authorized")


def _outcome(done: Run, item: Determination, found: Determination | None) -> str:
    if found is not None:
        return found.outcome
    # What does not exist in one of the two matters has no answer there.
    return outcome_of(done, item) if done.facts.kind_of(item.subject) is not None else NOT_ASKED
