"""Determinations and proofs as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from decidendi.determinations.answers import Answer
from decidendi.determinations.model import Determination, Determinations, ProofNode
from decidendi.determinations.replaying import Verified
from decidendi.determinations.testing import Tested

_MARKS = {"holds": "+", "undetermined": "?", "fails": "-"}
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_CONTROLS = {ordinal: f"\\u{ordinal:04x}" for ordinal in _DIRECTIONS}


def safe(text: str) -> str:
    """Text without control characters that a terminal would obey, and with directional marks made visible."""
    return "".join(
        character if character == "\n" or character.isprintable() or character == " " else f"\\u{ord(character):04x}"
        for character in text.translate(_CONTROLS)
    )


def proof_lines(node: ProofNode, depth: int | None = None, indent: int = 0) -> list[str]:
    """A proof as an indented tree: `+` holds, `?` is unknown, `-` fails."""
    behind = []
    if node.provision:
        behind.append(f"Sec. {node.provision}")
    if node.reading:
        behind.append(f"read as {node.reading}")
    for source in node.sources:
        behind.append(f"{source.title}{', ' + source.where if source.where else ''} ({source.grade})")
    if not node.sources and not node.provision and node.grade == "assumption":
        behind.append("assumption")
    lines = [f"{'  ' * indent}{_MARKS[node.state]} {node.statement}" + (f"  [{'; '.join(behind)}]" if behind else "")]
    if depth is not None and depth <= 0:
        if node.premises:
            lines.append(f"{'  ' * (indent + 1)}...")
        return lines
    for premise in node.premises:
        lines += proof_lines(premise, None if depth is None else depth - 1, indent + 1)
    return lines


def determinations_text(result: Determinations, depth: int | None = None) -> str:
    """Everything that a run answers, dealings first; criteria about which nothing is known are summed up."""
    known = f", as known on {result.known}" if result.known else ""
    lines = [result.title, f"as of {result.as_of}{known}", ""]
    by_kind = {
        kind: [item for item in result.determinations if item.kind == kind]
        for kind in ("dealing", "status", "criterion")
    }
    for item in by_kind["dealing"]:
        lines += _dealing(item, depth)
    for item in by_kind["status"]:
        lines += _one(item, depth, folded=item.outcome == "not blocked")
    met = [item for item in by_kind["criterion"] if item.outcome == "met"]
    for item in met:
        lines += _one(item, depth, folded=False)
    lines += _summed(item for item in by_kind["criterion"] if item.outcome != "met")
    if result.readings:
        lines.append("Readings")
        lines += [
            f"  {reading.of}: {reading.reading}{' (default)' if reading.is_default else ''}"
            for reading in result.readings
        ]
        lines.append("")
    if result.cautions:
        lines.append("Cautions")
        lines += [f"  {caution.caution}" for caution in result.cautions]
        lines.append("")
    engines = " and ".join(result.receipt.engines)
    lines.append(
        f"Engines that agreed: {engines}" if len(result.receipt.engines) > 1 else f"One engine decided: {engines}"
    )
    lines.append(f"Facts {result.receipt.facts[:12]}, result {result.receipt.result[:12]}")
    return safe("\n".join(lines)) + "\n"


def _dealing(item: Determination, depth: int | None) -> list[str]:
    lines = [f"DEALING {item.subject}: {item.outcome.upper()}"]
    if item.provisions and item.outcome != "not prohibited":
        lines.append(f"  provisions: {', '.join(item.provisions)}")
    lines.append(f"  response: {item.response}")
    if item.outcome == "not prohibited":
        lines.append(f"  {item.statement}; that is no finding that it is lawful. What comes nearest:")
    if item.rests_on:
        lines.append(f"  rests on: {item.rests_on}")
    lines += [f"  duty: {duty.duty} [Sec. {duty.provision}]" for duty in item.duties]
    lines += [f"  caution: {caution.caution}" for caution in item.cautions]
    lines += _questions(item)
    for node in item.proof:
        lines += proof_lines(node, depth, 1)
    return [*lines, ""]


def _one(item: Determination, depth: int | None, *, folded: bool) -> list[str]:
    head = f"{item.kind.upper()} {item.subject}"
    label = f" {item.provision}" if item.kind == "criterion" else ""
    lines = [f"{head}{label}: {item.outcome.upper()}"]
    if folded:
        return lines
    if item.rests_on:
        lines.append(f"  rests on: {item.rests_on}")
    lines += [f"  caution: {caution.caution}" for caution in item.cautions]
    lines += _questions(item)
    for node in item.proof:
        lines += proof_lines(node, depth, 1)
    return [*lines, ""]


def _questions(item: Determination) -> list[str]:
    return [
        f"  open: {question.ask} If yes: {question.if_yes}. If no: {question.if_no}. [Sec. {question.provision}]"
        for question in item.questions
    ]


def _summed(items: Iterable[Determination]) -> list[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for item in items:
        groups.setdefault((item.subject, item.outcome), []).append(item.provision)
    lines = [f"CRITERIA {subject}: {outcome}: {', '.join(labels)}" for (subject, outcome), labels in groups.items()]
    return [*lines, ""] if lines else []


def answer_text(result: Answer) -> str:
    """One answer with its trees."""
    head = {"holds": "It holds", "undetermined": "It is undetermined", "fails": "It does not hold"}[result.state]
    lines = [f"{head}: {result.conclusion}"]
    for node in result.proof:
        lines += proof_lines(node, None, 1)
    if not result.proof:
        lines.append("  nothing is stated about it, and no rule could conclude it")
    return safe("\n".join(lines)) + "\n"


def tested_text(results: Iterable[Tested]) -> str:
    """What came of the expectations: failures in full, then the counts."""
    lines: list[str] = []
    sets = passed = expectations = met = 0
    for result in results:
        sets += 1
        passed += result.passed
        for item in result.expected:
            expectations += 1
            met += item.met
            if not item.met:
                lines.append(f"FAILED {item.place}: {item.sentence}")
                lines.append(f"  expected: {item.expected}")
                lines.append(f"  found:    {item.found}")
    lines.append(f"{passed} of {sets} fact sets passed, {met} of {expectations} expectations met")
    return safe("\n".join(lines)) + "\n"


def verified_text(result: Verified) -> str:
    """What has changed since a receipt was made, and whether the answers have."""
    lines = [f"changed: {change}" for change in result.changes] or [
        "Nothing has changed: law, facts, packages, engines."
    ]
    for item in result.outcomes:
        about = " ".join(part for part in (item.subject, item.provision) if part)
        lines.append(f"outcome of {about}: {item.then or 'none'} then, {item.now or 'none'} now")
    lines.append("Every outcome is the same." if result.same_result else "Not every outcome is the same.")
    return safe("\n".join(lines))
