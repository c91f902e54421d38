"""What-ifs, least changes and open questions as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from decidendi.determinations.asking import OpenQuestion, OpenQuestions, Unsettled
from decidendi.determinations.flips import Flip, Flips, SideEffect
from decidendi.determinations.matrix import Matrix, Table
from decidendi.determinations.model import NotExplored
from decidendi.determinations.what_if import Effect, WhatIf
from decidendi.reports.outcomes import in_words, told
from decidendi.reports.text import safe
from decidendi.rules.provisions import cited


def what_if_text(result: WhatIf) -> str:
    """The overlays, and what differs under them: the old outcome beside the new."""
    lines = [result.title, f"as of {result.as_of}", ""]
    for overlay in result.overlays:
        lines.append(f"Supposed ({overlay.name})")
        for change, withdrawn in zip(overlay.changes, overlay.withdrawn, strict=True):
            lines.append(f"  {change}")
            lines += [f"    instead of: {text}" for text in withdrawn]
    lines.append("")
    for effect in result.differences:
        lines += _effect(effect)
    stay = f"{result.unchanged} determination{'' if result.unchanged == 1 else 's'}"
    lines.append(f"{stay} stay{'s' if result.unchanged == 1 else ''} as before.")
    lines.append(f"Engines that agreed: {' and '.join(result.engines)}")
    return safe("\n".join(lines)) + "\n"


def _effect(effect: Effect) -> list[str]:
    about = f"{effect.title}, criterion {effect.provision}" if effect.kind == "criterion" else effect.title
    before, after = (_outcome(effect.kind, outcome) for outcome in (effect.before, effect.after))
    lines = [f"{about}: {before} -> {after}"]
    if effect.response_before != effect.response_after:
        lines.append(f"  response: {effect.response_before or 'none'} -> {effect.response_after or 'none'}")
    if effect.provisions_gained:
        lines.append(f"  now in the proof: {', '.join(effect.provisions_gained)}")
    if effect.provisions_lost:
        lines.append(f"  no longer in the proof: {', '.join(effect.provisions_lost)}")
    lines += [f"  duty: {item.duty} [{item.provision}]" for item in effect.duties]
    lines += [f"  caution: {item.caution}" for item in effect.cautions]
    return [*lines, ""]


def _outcome(kind: str, outcome: str) -> str:
    return in_words(kind, outcome) if outcome else "not part of the matter"


def flips_text(result: Flips) -> str:
    """The least changes, each with whose act it is, its cautions and what else it moves."""
    lines = [f"{result.told}: {in_words('conclusion', result.state)}, as of {result.as_of}", ""]
    if not result.flips:
        looked_at = "considered" if result.complete else "tried"
        lines += [f"No change that was {looked_at} makes it come out otherwise.", ""]
    for number, flip in enumerate(result.flips, start=1):
        lines += _flip(number, flip, many=len({flip.to for flip in result.flips}) > 1)
    scope = f"{len(result.considered)} changes considered, in sets of up to {result.size}"
    lines.append(f"{scope}: {'all that flip it are shown' if result.complete else 'NOT ALL could be tried in time'}.")
    lines.append(f"Not considered: {'; '.join(result.not_explored)}.")
    lines.append("Each was replayed through the reference evaluator.")
    return safe("\n".join(lines)) + "\n"


def _flip(number: int, flip: Flip, *, many: bool) -> list[str]:
    lines = [f"{number}. so that it {'does not hold' if flip.to == 'fails' else flip.to}" if many else f"{number}."]
    lines += [f"   {change}  [{whose}]" for change, whose in zip(flip.changes, flip.whose_act, strict=True)]
    lines += [f"   caution: {item.caution}" for item in flip.cautions]
    lines += [f"   moves too: {_side(effect)}" for effect in flip.effects]
    return [*lines, ""]


def _side(effect: SideEffect) -> str:
    about = f"{effect.title}, criterion {effect.provision}" if effect.provision else effect.title
    after = f"{effect.after}, {effect.response}" if effect.response else effect.after
    return f"{about}: {in_words(effect.kind, effect.before)} -> {in_words(effect.kind, after)}"


def questions_text(result: OpenQuestions) -> str:
    """The questions, each with what it decides either way."""
    lines = [result.title, f"as of {result.as_of}", ""]
    if not result.questions and not result.unsettled and not result.not_explored.anything:
        lines.append("Nothing that is unknown can change a determination.")
    for number, question in enumerate(result.questions, start=1):
        lines += [*question_lines(number, question), ""]
    lines += unsettled_lines(result.unsettled)
    lines += not_explored_lines(result.not_explored)
    return safe("\n".join(lines).rstrip("\n")) + "\n"


def unsettled_lines(unsettled: Sequence[Unsettled]) -> list[str]:
    """The determinations that no single answer changes, with what they turn on."""
    if not unsettled:
        return []
    lines = ["NO SINGLE ANSWER changes these, which stay undetermined:"]
    for item in unsettled:
        about = f"{item.title}, criterion {item.provision}" if item.provision else item.title
        turns = f"{item.unknowns} unknowns decide it only together" if item.unknowns > 1 else "it turns on"
        more = ", among them: " if item.unknowns > len(item.first) else ": "
        lines.append(f"   {about}: {turns}{more if item.first else ''}{'; '.join(item.first)}")
    return [*lines, ""]


def not_explored_lines(left: NotExplored) -> list[str]:
    """What was left out of a list of open questions, so that it does not pass for complete; nothing where it is."""
    if not left.anything:
        return []
    counts = [f"{left.unknowns} unknown{'' if left.unknowns == 1 else 's'} not tried"] if left.unknowns else []
    if left.conclusions:
        counts.append(
            f"not everything looked for below {left.conclusions} open conclusion{'' if left.conclusions == 1 else 's'}"
        )
    more = left.unknowns + left.conclusions - len(left.first)
    return [
        f"NOT EVERYTHING was explored: {'; '.join(counts)}. A larger --most, --deepest or --widest looks further.",
        *(f"   {name}" for name in left.first),
        *([f"   and {more} more"] if more > 0 else []),
    ]


def question_lines(number: int, question: OpenQuestion) -> list[str]:
    """One question, and what it decides either way."""
    lines = [f"{number}. {question.ask}  [{cited(question.provision)}]"]
    for decided in question.decides:
        about = f"{decided.title}, criterion {decided.provision}" if decided.provision else decided.title
        yes, no = (in_words(decided.kind, outcome) for outcome in (decided.if_yes, decided.if_no))
        lines.append(f"   {about}: if yes: {yes}; if no: {no}")
    lines.append(f"   settled by: {question.settled_by}")
    return lines


def matrix_text(result: Matrix) -> str:
    """A table for each conclusion: a line for each answer to the unknowns, a column for each reading."""
    lines = [result.title, f"as of {result.as_of}", ""]
    for table in result.tables:
        lines += _table(table)
    return safe("\n".join(lines).rstrip("\n")) + "\n"


def _table(table: Table) -> list[str]:
    total = len(table.cells)
    lines = [table.about]
    for outcome, count in table.outcomes.items():
        lines.append(f"  {told(outcome)} under {'all' if count == total else f'{count} of {total}'}")
    lines += [f"  turns on: {name}" for name in table.decide]
    lines += [f"  not tried: {text}" for text in table.left_out]
    rows: dict[tuple[str, ...], list[str]] = {}
    for cell in table.cells:
        rows.setdefault(tuple(cell.facts.values()), []).append(told(cell.outcome))
    columns: dict[tuple[str, ...], list[int]] = {}  # readings that never differ share a column
    for number in range(len(table.readings)):
        columns.setdefault(tuple(outcomes[number] for outcomes in rows.values()), []).append(number)
    heads = [f"R{number}" if len(columns) > 1 else "every reading" for number in range(1, len(columns) + 1)]
    for head, numbers in zip(heads, columns.values(), strict=True):
        lines += [f"  {head}: {table.departure(number)}" for number in numbers if len(columns) > 1]
    lines += [f"  F{number}: {name}" for number, name in enumerate(table.unknowns, start=1)]
    width = max(len(text) for text in (*map(told, table.outcomes), *heads)) + 2
    left = [f"F{number}".ljust(5) for number in range(1, len(table.unknowns) + 1)]
    lines += ["", "  " + "".join(left) + "".join(head.ljust(width) for head in heads)]
    for answers, *outcomes in zip(rows, *columns, strict=True):
        lines.append("  " + "".join(word.ljust(5) for word in answers) + "".join(o.ljust(width) for o in outcomes))
    return [*(line.rstrip() for line in lines), ""]
