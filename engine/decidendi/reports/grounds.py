"""The order of the answer about a dealing, in lines: on its face, exempt, authorized; and its duties."""

from __future__ import annotations

from collections.abc import Iterator

from decidendi.determinations.model import Determination, Duty, Ground
from decidendi.reports.words import APPLIES, applies
from decidendi.rules.provisions import cited


def grounds_lines(item: Determination, indent: str = "  ") -> list[str]:
    """Prohibited on its face? exempt? authorized, and is each condition met? A line each, for one dealing."""
    grounds = item.grounds
    if grounds is None or not (grounds.on_its_face or grounds.exempt or grounds.authorized):
        return []
    lines = [f"{indent}prohibited on its face: {_named(grounds.on_its_face) or 'no'}"]
    for word, found in (("exempt", grounds.exempt), ("authorized", grounds.authorized)):
        for ground in found:
            title = f" ({ground.title})" if ground.title else ""
            lines.append(f"{indent}{word} under {cited(ground.ground)}{title}: {applies(ground.state, item.outcome)}")
            lines += [f"{indent}  {condition.state}: {condition.condition}" for condition in ground.conditions]
    return lines


def told_grounds(item: Determination) -> Iterator[str]:
    """A sentence for each exemption and licence that bears on a dealing, with each condition met, failed or unknown."""
    grounds = item.grounds
    if grounds is None:
        return
    for word, found in (("Exempt", grounds.exempt), ("Authorized", grounds.authorized)):
        for ground in found:
            title = f" ({ground.title})" if ground.title else ""
            said = f"{word} under {cited(ground.ground)}{title}: {applies(ground.state, item.outcome)}"
            is_applied = item.outcome in ("exempt", "authorized") and item.provision == ground.ground
            yield f"{said}, as applied above." if is_applied else f"{said}. {_conditions(ground)}"


def _conditions(ground: Ground) -> str:
    """The conditions of a ground by how they stand, those that decide first."""
    told = []
    for state in ("failed", "unknown", "met"):
        found = [condition.condition for condition in ground.conditions if condition.state == state]
        if found:
            told.append(f"{state.capitalize()}: {'; '.join(found)}.")
    return " ".join(told)


def duty_text(duty: Duty) -> str:
    """A duty with who has it and by when."""
    who = f"{duty.who}: " if duty.who else ""
    when = f", by {duty.due} ({duty.within})" if duty.due else f", within {duty.within}" if duty.within else ""
    return f"{who}{duty.duty}{when}"


def _named(grounds: tuple[Ground, ...]) -> str:
    return ", ".join(f"{cited(ground.ground)}: {APPLIES[ground.state]}" for ground in grounds)
