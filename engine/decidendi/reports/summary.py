"""A memo on one page: the question, what is answered, on what it rests, what is unknown, what to beware of.

Everything in it is taken from the memo. What has no room is counted and never silently left out, and what decides
comes first, so that what is left out is never graver than what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Final, TypeVar

from decidendi.determinations.model import Frozen, Kind, Receipt
from decidendi.reports.model import (
    Answers,
    Asked,
    DutyRow,
    Effect,
    FactRow,
    Heading,
    Item,
    Memo,
    ProvisionRow,
    ReadingRow,
    Step,
    Unknown,
)

CHARACTERS_IN_A_LINE: Final = 98
"""About as many as a line of the printed page takes."""

LINES: Final = {"answers": 13, "law": 5, "facts": 11, "unknowns": 9, "duties": 7, "cautions": 10, "readings": 3}
"""Lines of the page that each part may fill."""

MOST_NAMED: Final = 4
"""Subjects or provisions that one line names."""

LONGEST_TEXT: Final = 260
"""Characters of one text, beyond which it is cut and says so."""

_CUT: Final = " […]"

Row = TypeVar("Row")


class Names(Frozen):
    """Some names, and how many more there are."""

    names: tuple[str, ...]
    further: int


class BriefAnswer(Frozen):
    """One line of the short answer: determinations of one kind and outcome.

    `provisions` are the criteria, or what a dealing is prohibited or authorized under. `at` is the part of the memo
    that sets it out, empty where the memo only sums it up. `questions` are numbers of open questions.
    """

    kind: Kind
    outcome: str
    subjects: Names
    provisions: Names
    response: str
    rests_on: tuple[str, ...]
    questions: tuple[int, ...]
    at: str


class Folded(Frozen):
    """What the short answer has no room for: how many determinations of one kind came out how."""

    kind: Kind
    outcome: str
    count: int


class BriefUnknown(Frozen):
    """An open question with what decides most, and the document that would settle it."""

    number: int
    ask: str
    provisions: tuple[str, ...]
    settled_by: str
    effects: tuple[Effect, ...]
    further_effects: int


class BriefCaution(Frozen):
    """A caution, the provision that says so where it is the law's own, and whom it concerns."""

    caution: str
    provision: str
    subjects: Names


class Summary(Frozen):
    """A memo on one page. Each `further_` number counts what the memo has besides.

    `facts` are those that the answers shown rest on. `remote_unknowns` bear only on criteria of which nothing is
    stated; `unexplored` counts what lies beyond the bounds of the search for open questions.
    """

    template: ClassVar[str] = "summary"

    heading: Heading
    question: str
    asked: Asked
    answers: tuple[BriefAnswer, ...]
    folded: tuple[Folded, ...]
    law: tuple[ProvisionRow, ...]
    further_law: int
    facts: tuple[FactRow, ...]
    further_facts: int
    unknowns: tuple[BriefUnknown, ...]
    further_unknowns: int
    remote_unknowns: int
    unexplored: int
    duties: tuple[DutyRow, ...]
    further_duties: int
    cautions: tuple[BriefCaution, ...]
    further_cautions: int
    readings: tuple[ReadingRow, ...]
    further_readings: int
    receipt: Receipt


def summary_of(memo: Memo, room: int = 100) -> Summary:
    """The memo on one page.

    Args:
        memo: from `memo_of`.
        room: hundredths of the lines of a page that may be filled.
    """

    def kept(part: str, rows: Sequence[Row], said: Callable[[Row], str]) -> tuple[Row, ...]:
        left, found = LINES[part] * room / 100, []
        for row in rows:
            left -= -(-len(said(row)) // CHARACTERS_IN_A_LINE)
            if left < 0:
                break
            found.append(row)
        return tuple(found)

    lines = [line for answers in memo.answers for line in _lines(answers)]
    answers = kept("answers", lines, lambda line: _said(line[0]))
    shown = [item for _, items in answers for item in items]
    law = _decisive(shown) or list(memo.provisions[:1])
    rests_on = dict.fromkeys(number for item in shown for number in _facts_of(item.application))
    by_number = {row.number: row for row in memo.facts}
    facts = [
        by_number[number].model_copy(update={"statement": short(by_number[number].statement)}) for number in rests_on
    ]
    unknowns = [_unknown(unknown) for unknown in memo.unknowns]
    # What is due on a day comes first, the earliest before the others.
    duties = sorted(memo.duties, key=lambda duty: (duty.due is None, str(duty.due)))
    cautions = [
        BriefCaution(caution=short(caution.caution), provision=caution.provision, subjects=named(row.subjects, 1))
        for row in memo.cautions
        for caution in row.cautions
    ]
    readings = [reading for reading in memo.readings if reading.used_at]
    brief = {
        "law": kept("law", law, lambda row: f"{row.label} of {row.short}, {row.title}: {row.status}"),
        "facts": kept("facts", facts, lambda row: f"{row.number} {row.statement} {row.grade}" + _sources(row)),
        "unknowns": kept("unknowns", unknowns, _asked_and_told),
        "duties": kept("duties", duties, lambda row: f"{row.subject}: {row.duty} ({row.provision}) by {row.due}"),
        "cautions": kept("cautions", cautions, lambda row: f"{', '.join(row.subjects.names)}: {row.caution}"),
        "readings": kept("readings", readings, lambda row: f"{row.of} is read as {row.reading}"),
    }
    whole: dict[str, Sequence[object]] = {
        "law": law,
        "facts": facts,
        "unknowns": unknowns,
        "duties": duties,
        "cautions": cautions,
        "readings": readings,
    }
    further = {f"further_{part}": len(rows) - len(brief[part]) for part, rows in whole.items()}
    return Summary.model_validate(
        {
            "heading": memo.heading,
            "question": short(memo.question, 2 * LONGEST_TEXT),
            "asked": memo.asked,
            "answers": tuple(line for line, _ in answers),
            "folded": _folded(lines[len(answers) :]),
            **brief,
            **further,
            "remote_unknowns": memo.further_unknowns,
            "unexplored": memo.not_explored.unknowns + memo.not_explored.conclusions,
            "receipt": memo.receipt,
        }
    )


def short(text: str, most: int = LONGEST_TEXT) -> str:
    """A text that fits in a few lines; what is cut is marked.

    >>> short("a long word", 8)
    'a […]'
    """
    if len(text) <= most:
        return text
    kept = text[: most - len(_CUT)]
    return (kept.rpartition(" ")[0] or kept) + _CUT


def named(names: Iterable[str], most: int = MOST_NAMED) -> Names:
    """The first of some names, and the number of the others."""
    each = tuple(dict.fromkeys(names))
    # One more takes no more room than to say that there is one more.
    shown = each if len(each) <= most + 1 else each[:most]
    return Names(names=tuple(short(name) for name in shown), further=len(each) - len(shown))


def _lines(answers: Answers) -> Iterator[tuple[BriefAnswer, tuple[Item, ...]]]:
    """The lines about one kind, each with what the memo sets out of it."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in answers.items:
        about = item.at if item.kind == "dealing" else item.provision if item.kind == "criterion" else ""
        groups.setdefault((item.outcome, about), []).append(item)
    for (outcome, _), items in groups.items():
        first = items[0]
        is_labelled = first.kind == "criterion" or outcome in ("prohibited", "authorized", "exempt")
        yield (
            BriefAnswer(
                kind=first.kind,
                outcome=outcome,
                subjects=named(item.subject for item in items),
                provisions=named([first.provision] if is_labelled and first.provision else []),
                response=first.response,
                rests_on=tuple(dict.fromkeys(item.rests_on for item in items if item.rests_on)),
                questions=tuple(dict.fromkeys(number for item in items for number in item.open_questions)),
                at=first.at if len(items) == 1 else "",
            ),
            tuple(items),
        )
    for group in answers.summed:
        yield (
            BriefAnswer(
                kind=group.kind,
                outcome=group.outcome,
                subjects=named(group.subjects),
                provisions=named(group.provisions),
                response="",
                rests_on=(),
                questions=(),
                at="",
            ),
            (),
        )


def _said(line: BriefAnswer) -> str:
    return " ".join((*line.subjects.names, *line.provisions.names, *line.rests_on, line.response)) + " " * 70


def _folded(lines: Iterable[tuple[BriefAnswer, tuple[Item, ...]]]) -> tuple[Folded, ...]:
    counts: dict[tuple[Kind, str], int] = {}
    for line, _ in lines:
        subjects = len(line.subjects.names) + line.subjects.further
        provisions = len(line.provisions.names) + line.provisions.further
        count = subjects * (provisions if line.kind == "criterion" else 1)
        counts[line.kind, line.outcome] = counts.get((line.kind, line.outcome), 0) + count
    return tuple(Folded(kind=kind, outcome=outcome, count=count) for (kind, outcome), count in counts.items())


def _decisive(items: Iterable[Item]) -> list[ProvisionRow]:
    """The provisions that the answers shown turn on, then those that their proofs go through."""
    items = list(items)
    return list(dict.fromkeys(row for rows in ("rules", "further") for item in items for row in getattr(item, rows)))


def _facts_of(steps: Iterable[Step]) -> Iterator[int]:
    for step in steps:
        yield from step.facts
        yield from _facts_of(step.steps)


def _sources(row: FactRow) -> str:
    return "; ".join(f"{source.title}, {source.where}" for source in row.sources)


def _unknown(unknown: Unknown) -> BriefUnknown:
    effects = unknown.effects if len(unknown.effects) <= 2 else unknown.effects[:1]
    return BriefUnknown(
        number=unknown.number,
        ask=short(unknown.ask),
        provisions=unknown.provisions,
        settled_by=unknown.settled_by,
        effects=effects,
        further_effects=len(unknown.effects) - len(effects),
    )


def _asked_and_told(unknown: BriefUnknown) -> str:
    effects = "; ".join(
        f"{effect.subject}: if yes, {effect.if_yes}; if no, still {effect.if_no}" for effect in unknown.effects
    )
    return (
        f"{unknown.number}. {unknown.ask} ({', '.join(unknown.provisions)}) settled by {unknown.settled_by}. {effects}"
    )
