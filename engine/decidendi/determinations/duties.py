"""What has to be done about a dealing or property, by whom, and by which day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from decidendi.determinations.deadlines import due_date
from decidendi.determinations.model import Duty, ProofNode
from decidendi.facts.kinds import PredicateSchema, is_kind
from decidendi.facts.periods import Period
from decidendi.facts.spans import parse_span
from decidendi.reasoning.matter import Row

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run

_DEALING: Final = ("duty", "deadline")
_PROPERTY: Final = ("property deadline",)


def duties_of(done: Run, subject: str) -> tuple[Duty, ...]:
    """The duties that surely arise from a dealing or property, those without a day first, then by day."""
    return tuple(sorted(duties_proven(done, subject), key=lambda duty: (duty.due or date.min, duty.duty, duty.who)))


def duties_proven(done: Run, subject: str) -> dict[Duty, ProofNode]:
    """The duties that surely arise from a dealing or property, each with its proof."""
    goals = _PROPERTY if done.facts.kind_of(subject) == "property" else _DEALING
    found: dict[Duty, ProofNode] = {}
    for goal in goals:
        predicate = done.goals.get(goal)
        if predicate is None:
            continue
        schema = done.rulebook.program.schemas[predicate]
        for row in done.rows(goal, subject)[0]:
            proof = done.prover.proof(predicate, row)
            found.setdefault(_duty(schema, row, subject, proof), proof)
    return found


def _duty(schema: PredicateSchema, row: Row, subject: str, proof: ProofNode) -> Duty:
    """A duty from the row that says so: each slot is told by its kind."""
    told: dict[str, Any] = {}
    for slot, value in zip(schema.slots, row, strict=True):
        if is_kind(slot.kind, "party"):
            told["who"] = value
        elif value != subject:
            told[slot.kind] = value
    within, day = told.get("span", ""), told.get("period")
    due = None
    if within and isinstance(day, Period) and day.is_one_day:
        due = due_date(parse_span(within), date.fromordinal(day.earliest_begin))
    return Duty(
        duty=told["text"],
        provision=proof.provision,
        identifier=proof.identifier,
        due=due,
        who=told.get("who", ""),
        within=f"{within} of {day}" if within and due is None else within,
    )
