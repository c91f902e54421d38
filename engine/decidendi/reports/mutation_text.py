"""What became of the mutants of a law, as plain text: the figures, then a question to a lawyer for each survivor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from decidendi.determinations.mutation import Mutation, TriedMutant
from decidendi.determinations.near_misses import NearMiss
from decidendi.reports.coverage_text import percent
from decidendi.reports.text import safe

_MOST_TOLD = 12


def mutation_text(mutation: Mutation) -> str:
    """The figures by operator, each survivor with its near miss, and those rejected with the reason."""
    whole = mutation.score()
    lines = [f"{whole.total} mutants before {mutation.scenarios} scenarios"]
    for name, score in mutation.scores.items():
        counted = score.total - score.equivalent
        lines.append(f"  {name}: {score.killed} of {counted} killed ({percent(score.share)} percent)")
    if mutation.survivors:
        lines += ["", "Survived:"]
        for item in mutation.survivors:
            lines += ["", *_survivor(item)]
    equivalent = [item for item in mutation.mutants if item.outcome == "equivalent"]
    if equivalent:
        lines += ["", "Rejected as equivalent, and not counted:"]
        lines += [f"  {survivor_line(item)}: {item.because}" for item in equivalent]
    lines += ["", killed_line(mutation), "By the reference evaluator."]
    return safe("\n".join(lines)) + "\n"


def killed_line(mutation: Mutation) -> str:
    """How many were killed, in one line."""
    whole = mutation.score()
    counted = whole.total - whole.equivalent
    return f"Killed: {whole.killed} of {counted} ({percent(whole.share)} percent)"


def survivor_line(item: TriedMutant) -> str:
    """A mutant in one line: where, which, and what is otherwise."""
    return f"{item.file}:{item.line}: {item.identifier} [Sec. {item.label}] {item.operator}: {item.text}"


_EXPECTED = {"holds": "", "fails": "it is not the case that ", "undetermined": "it is undetermined whether "}


def near_misses_text(survivors: Sequence[TriedMutant]) -> str:
    """The near misses of survivors as a file of witnesses, each with the answer of the law as what it expects."""
    lines = ["# Near misses, each with what the law answers. See docs/testing.md, `decidendi mutate`."]
    for item in survivors:
        miss = item.near_miss
        if miss is None:
            continue
        lines.append(f"{_quoted(f'{item.identifier} [Sec. {item.label}] {item.operator}: {item.text}')}:")
        lines.append(f"  matter: {_quoted(Path(miss.matter).stem)}")
        lines += [f"  with: {_quoted(miss.change)}"] if miss.change else []
        lines += [f"  every dealing on: {miss.day}"] if miss.day else []
        lines += ["  stated in full: yes"] if miss.full else []
        lines.append(f"  expect: {_quoted(_EXPECTED[miss.law] + miss.sentence)}")
    return safe("\n".join(lines)) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _survivor(item: TriedMutant) -> list[str]:
    lines = [f"  {survivor_line(item)}"]
    if item.near_miss is not None:
        return [*lines, *_near_miss(item.near_miss)]
    if item.tried:
        return [*lines, f"    no matter found that tells them apart, of {item.tried} tried"]
    return [*lines, "    the facts give no matter that its rule could apply to"]


def _near_miss(miss: NearMiss) -> list[str]:
    lines = [f"    near miss: {miss.matter}"]
    if miss.change:
        lines.append(f"      with one thing otherwise: {miss.change}")
    if miss.day:
        lines.append(f"      with every dealing on {miss.day}")
    if miss.full:
        lines.append("      and with nothing left unsaid: what it does not state is not so")
    lines += [f"      - {sentence}" for sentence in miss.told[:_MOST_TOLD]]
    if len(miss.told) > _MOST_TOLD:
        lines.append(f"      - and {len(miss.told) - _MOST_TOLD} more statements about these")
    return [
        *lines,
        f"      is it so that {miss.sentence}?",
        f"        the law as it stands: {miss.law}",
        f"        with the slip:        {miss.mutant}",
    ]
