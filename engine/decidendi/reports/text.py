"""Determinations and proofs as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from decidendi.determinations.answers import Answer
from decidendi.determinations.model import Determination, Determinations, ProofNode
from decidendi.determinations.replaying import Verified
from decidendi.reports.folding import folded, size, told_reading
from decidendi.reports.grounds import duty_text, grounds_lines
from decidendi.reports.outcomes import NOT_REACHED, told
from decidendi.rules.provisions import cited

_MARKS = {"holds": "+", "undetermined": "?", "fails": "-"}
_WORTH_A_REFERENCE = 3
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_CONTROLS = {ordinal: f"\\u{ordinal:04x}" for ordinal in _DIRECTIONS}


def safe(text: str) -> str:
    """Text without control characters that a terminal would obey, and with directional marks made visible."""
    return "".join(
        character if character == "\n" or character.isprintable() or character == " " else f"\\u{ord(character):04x}"
        for character in text.translate(_CONTROLS)
    )


def proof_lines(
    node: ProofNode, depth: int | None = None, indent: int = 0, shown: set[ProofNode] | None = None
) -> list[str]:
    """A proof as an indented tree: `+` holds, `?` is unknown, `-` fails.

    Args:
        node: the root.
        depth: how deep to go; all the way when `None`.
        indent: how deep the root stands.
        shown: the longer proofs that were shown before, which are then referred to; grows.
    """
    shown = set() if shown is None else shown
    behind = []
    if node.provision:
        behind.append(cited(node.provision))
    if node.reading:
        behind.append(told_reading(node.reading))
    for source in node.sources:
        behind.append(f"{source.title}{', ' + source.where if source.where else ''} ({source.grade})")
    if not node.sources and not node.provision and node.grade == "assumption":
        behind.append("assumption")
    is_known = node in shown
    if is_known:
        behind.append("as above")
    lines = [f"{'  ' * indent}{_MARKS[node.state]} {node.statement}" + (f"  [{'; '.join(behind)}]" if behind else "")]
    if depth is not None and depth <= 0:
        if node.premises and not is_known:
            lines.append(f"{'  ' * (indent + 1)}...")
        return lines
    for premise in () if is_known else node.premises:
        lines += proof_lines(premise, None if depth is None else depth - 1, indent + 1, shown)
    if size(node) >= _WORTH_A_REFERENCE:
        shown.add(node)
    return lines


def determinations_text(result: Determinations, depth: int | None = None) -> str:
    """Everything that a run answers: dealings, then who is blocked, then criteria; what is much alike is one line."""
    known = f", as known on {result.known}" if result.known else ""
    lines = [result.title, f"as of {result.as_of}{known}", ""]
    by_kind: dict[str, list[Determination]] = {"dealing": [], "status": [], "criterion": []}
    for item in result.determinations:
        by_kind[item.kind].append(item)
    for item in by_kind["dealing"]:
        lines += _dealing(item, depth)
    for item in by_kind["status"]:
        if item.outcome != "not blocked":
            lines += _one(item, depth)
    lines += _not_blocked(item for item in by_kind["status"] if item.outcome == "not blocked")
    for item in by_kind["criterion"]:
        if item.outcome == "met":
            lines += _one(item, depth)
    lines += _summed(item for item in by_kind["criterion"] if item.outcome != "met")
    if not result.determinations:
        lines += ["Nothing is answered: the facts name no party, no property and no dealing.", ""]
    lines += _readings(result)
    if result.cautions:
        lines.append("CAUTIONS")
        lines += [f"  {caution.caution}" for caution in result.cautions]
        lines.append("")
    left = result.not_explored
    if left.anything:
        beyond = left.unknowns + left.conclusions
        lines += [
            f"NOT ALL open questions are shown: {beyond} places were not explored; ask `decidendi questions`.",
            "",
        ]
    lines.append("+ holds   ? is unknown   - does not hold")
    engines = " and ".join(result.receipt.engines)
    lines.append(
        f"Engines that agreed: {engines}" if len(result.receipt.engines) > 1 else f"One engine decided: {engines}"
    )
    lines.append(f"Facts {result.receipt.facts[:12]}, result {result.receipt.result[:12]}")
    return safe("\n".join(lines)) + "\n"


def _readings(result: Determinations) -> list[str]:
    """The readings that something rests on, or that were chosen; the others are defaults and change nothing."""
    used = {reading for item in result.determinations for reading in item.readings}
    lines = [
        f"  {reading.of}: {reading.reading}{' (default)' if reading.is_default else ' (chosen)'}"
        for reading in result.readings
        if reading in used or not reading.is_default
    ]
    return ["READINGS", *lines, ""] if lines else []


def _called(item: Determination) -> str:
    return item.subject if item.title == item.subject else f"{item.subject} ({item.title})"


def _dealing(item: Determination, depth: int | None) -> list[str]:
    outcome = item.outcome.upper()
    if item.outcome == "not prohibited":
        outcome = NOT_REACHED.upper()
    lines = [f"DEALING {_called(item)}: {outcome}"]
    if item.outcome not in ("not prohibited", "exempt", "authorized"):
        lines.append(f"  response: {item.response}")
    lines += _basis(item)
    lines += grounds_lines(item)
    lines += [f"  duty: {duty_text(duty)} [{cited(duty.provision)}]" for duty in item.duties]
    lines += _open(item)
    if item.outcome == "not prohibited":
        lines.append("  That is no finding that it may be done. What comes nearest:" if item.proof else _NO_FINDING)
    return [*lines, *_proof(item, depth), ""]


_NO_FINDING = "  That is no finding that it may be done."


def _one(item: Determination, depth: int | None) -> list[str]:
    label = f" {item.provision}" if item.kind == "criterion" else ""
    lines = [f"{item.kind.upper()} {_called(item)}{label}: {item.outcome.upper()}"]
    return [*lines, *_basis(item), *_open(item), *_proof(item, depth), ""]


def _basis(item: Determination) -> list[str]:
    lines = [f"  rests on: {item.rests_on}"] if item.rests_on else []
    if item.provisions and item.outcome not in ("not prohibited", "not blocked"):
        lines.append(f"  provisions: {', '.join(item.provisions)}")
    return [*lines, *(f"  caution: {caution.caution}" for caution in item.cautions)]


def _proof(item: Determination, depth: int | None) -> list[str]:
    shown: set[ProofNode] = set()
    return [line for node in folded(item.proof) for line in proof_lines(node, depth, 1, shown)]


def _open(item: Determination) -> list[str]:
    lines = ["  This clears nothing."] if item.outcome == "undetermined" else []
    lines += [
        f"  open: {question.ask} If yes: {_said(question.if_yes)}. If no: {_said(question.if_no)}. "
        f"[{cited(question.provision)}]"
        for question in item.questions
    ]
    return lines


def _said(outcome: str) -> str:
    return "still undetermined" if outcome == "undetermined" else told(outcome)


def _not_blocked(items: Iterable[Determination]) -> list[str]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        groups.setdefault(tuple(caution.caution for caution in item.cautions), []).append(_called(item))
    lines = []
    for cautions, subjects in groups.items():
        lines.append(f"NOT BLOCKED on what is stated: {', '.join(subjects)}")
        lines += [f"  {caution}" for caution in cautions]
    return [*lines, ""] if lines else []


def _summed(items: Iterable[Determination]) -> list[str]:
    """Criteria that nobody is shown to meet, with those of whom the same is said together."""
    single: dict[tuple[str, str], list[str]] = {}
    for item in items:
        single.setdefault((item.subject, item.outcome), []).append(item.provision)
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (subject, outcome), labels in single.items():
        groups.setdefault((outcome, tuple(labels)), []).append(subject)
    lines = []
    for (outcome, criteria), subjects in groups.items():
        word = (
            "CRITERIA UNDETERMINED, which clears nobody" if outcome == "undetermined" else f"CRITERIA {outcome.upper()}"
        )
        lines += [f"{word}: {', '.join(subjects)}", f"  {', '.join(criteria)}"]
    return [*lines, ""] if lines else []


def answer_text(result: Answer, depth: int | None = None) -> str:
    """One answer with its trees, to a depth or whole."""
    head = {"holds": "It holds", "undetermined": "It is undetermined", "fails": "It does not hold"}[result.state]
    lines = [f"{head}: {result.conclusion}"]
    for node in folded(result.proof):
        lines += proof_lines(node, depth, 1)
    if not result.proof:
        lines.append("  nothing is stated about it, and no rule could conclude it")
    if result.missed:
        lines.append("Of what the facts name, this comes nearest:")
    for node in folded(result.missed):
        lines += proof_lines(node, depth, 1)
    return safe("\n".join(lines)) + "\n"


def verified_text(result: Verified) -> str:
    """What has changed since a receipt was made, and whether the answers have."""
    lines = [f"Signed with the key {result.signed_by[:16]}, and as it was signed."] if result.signed_by else []
    lines += [f"changed: {change}" for change in result.changes] or [
        "Nothing has changed: law, facts, packages, engines."
    ]
    for item in result.outcomes:
        about = " ".join(part for part in (item.subject, item.provision) if part)
        lines.append(f"outcome of {about}: {item.then or 'none'} then, {item.now or 'none'} now")
    lines.append("Every outcome is the same." if result.same_result else "Not every outcome is the same.")
    return safe("\n".join(lines))
