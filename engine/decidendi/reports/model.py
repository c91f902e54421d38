"""A memo as data: what it says and in which order, before any format and without any prose of its own.

Every text in it is a statement of the trace, an entry of the fact set or a restatement of the rulebook. The fixed
sentences around them stand in the templates.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from decidendi.determinations.model import (
    Caution,
    Duty,
    Frozen,
    Ground,
    Kind,
    NotExplored,
    ReadingUsed,
    Receipt,
    State,
    Support,
)


class Instrument(Frozen):
    """An instrument that the memo applies."""

    name: str
    short: str
    citation: str


class Heading(Frozen):
    """What the memo is about: the matter, the day asked about, the day of knowledge if one was set, the law."""

    title: str
    as_of: date
    known: date | None
    instruments: tuple[Instrument, ...]
    file: str


class Named(Frozen):
    """A party or thing: its name in the fact set, and what it is.

    `also` are the other names of a party, `beside` those of them that are its name in another script.
    """

    name: str
    title: str
    kind: str
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class FactRow(Frozen):
    """A fact as stated: its number, its sentence, its sources, and the first day on which it was known.

    `denied` says that the fact set denies it; the sentence then says so too. `used` is false where the run was
    limited to what was known on a day, and this was not yet known.
    """

    number: int
    statement: str
    denied: bool
    used: bool
    grade: str
    sources: tuple[Support, ...]
    known_from: date | None


class SourceRow(Frozen):
    """A source, and the numbers of the facts that cite it."""

    name: str
    title: str
    author: str
    date: date | None
    grade: str
    address: str
    facts: tuple[int, ...]


class ProvisionRow(Frozen):
    """A provision that the memo cites.

    `is_checked`: its text was checked against the official text. `digest` is the hash of its rules in the receipt,
    empty where no rule of it was used.
    """

    number: int
    label: str
    identifier: str
    short: str
    title: str
    restatement: str
    is_checked: bool
    status: str
    digest: str


class Step(Frozen):
    """One step of an application: a proof node, with the numbers of the facts that it is.

    `provision` is the label, `short` its instrument, `identifier` the provision itself and `status` how far its text
    was checked; `rule` is the place of the rule that concludes the step. All are empty where the step is no conclusion.
    `shown_at` is the part of the memo that already sets the same step out; its own steps are then left out.
    """

    statement: str
    state: State
    provision: str = ""
    identifier: str = ""
    short: str = ""
    status: str = ""
    rule: str = ""
    reading: str = ""
    grade: str = ""
    sources: tuple[Support, ...] = ()
    facts: tuple[int, ...] = ()
    shown_at: str = ""
    steps: tuple[Step, ...] = ()


class Effect(Frozen):
    """What an answer does to one determination."""

    kind: Kind
    subject: str
    provision: str
    if_yes: str
    if_no: str


class Unknown(Frozen):
    """An open question: what it decides comes first in the order of the memo.

    `settled_by` is the document that would settle it, as the rulebook names it.
    """

    number: int
    ask: str
    provisions: tuple[str, ...]
    decides: bool
    settled_by: str
    effects: tuple[Effect, ...]


class Item(Frozen):
    """One determination in the memo: issue, rules, application, conclusion.

    `at` is its place in the analysis, empty where it is only summed up. `name` is the subject's name in the fact
    set, `subject` how it is called in prose. `rules` are the provisions that decide, `further` those that the
    application goes through besides. `grounds` are lines on what exempts or authorizes a dealing, `exempt` and
    `authorized` the same in parts. `open_questions` are numbers of questions.
    """

    at: str
    kind: Kind
    name: str
    subject: str
    provision: str
    outcome: str
    statement: str
    rests_on: str
    response: str
    rules: tuple[ProvisionRow, ...]
    further: tuple[ProvisionRow, ...]
    application: tuple[Step, ...]
    readings: tuple[ReadingUsed, ...]
    duties: tuple[Duty, ...]
    grounds: tuple[str, ...]
    exempt: tuple[Ground, ...]
    authorized: tuple[Ground, ...]
    open_questions: tuple[int, ...]


class Reference(Frozen):
    """A provision that the analysis goes through again, and the part that sets it out."""

    label: str
    at: str


class Part(Frozen):
    """A part of the analysis: the determinations that one provision, or one dealing, is about.

    `rules` are the provisions that it is the first part to go through, `rules_before` the others. `asked` is what is
    asked of each subject alike, such as `is blocked on 2021-03-01`, where there are several and it is the same.
    """

    at: str
    kind: Kind
    title: str
    provision: ProvisionRow | None
    rules: tuple[ProvisionRow, ...]
    rules_before: tuple[Reference, ...]
    items: tuple[Item, ...]
    asked: str = ""


class Summed(Frozen):
    """Determinations with the same outcome that the memo names and does not set out."""

    kind: Kind
    outcome: str
    provisions: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


class Asked(Frozen):
    """What was asked about, for a fact set that poses no question of its own: subjects as they are called in prose."""

    dealings: tuple[str, ...]
    parties: tuple[str, ...]
    considered: tuple[str, ...]


class Answers(Frozen):
    """What the short answer says of one kind of determination, what decides first."""

    kind: Kind
    items: tuple[Item, ...]
    summed: tuple[Summed, ...]


class CautionRow(Frozen):
    """Cautions, and what all of them concern; nothing where they concern the whole matter."""

    subjects: tuple[str, ...]
    cautions: tuple[Caution, ...]


class DutyRow(Frozen):
    """A duty, and the dealings or parties that it arises from, behind who has it where somebody in particular has."""

    subject: str
    duty: str
    provision: str
    due: date | None


class ReadingRow(Frozen):
    """A reading, and the places of the analysis that rest on it; none where it was only in force."""

    of: str
    reading: str
    is_default: bool
    because: str
    used_at: tuple[str, ...]


class Tally(Frozen):
    """How many combinations come out one way."""

    outcome: str
    count: int


class CrossedColumn(Frozen):
    """Combinations of readings that never differ in outcome, each by what it has otherwise than the readings chosen."""

    readings: tuple[str, ...]


class CrossedRow(Frozen):
    """Answers to the unknowns of a table, `yes` or `no` in their order, and the outcome in each of its columns."""

    answers: tuple[str, ...]
    outcomes: tuple[str, ...]


class Crossed(Frozen):
    """A determination under every combination of readings and answers to unknowns.

    `total` counts the combinations, `turns_on` names the readings and unknowns of which one alone makes a difference,
    and `left_out` says what was not tried. There are no unknowns, columns and rows where all comes out the same.
    `picture` is the number of its heat map among the pictures of the kind `matrix`, from 1; 0 where it has none.
    """

    about: str
    total: int
    outcomes: tuple[Tally, ...]
    turns_on: tuple[str, ...]
    left_out: tuple[str, ...]
    unknowns: tuple[str, ...]
    columns: tuple[CrossedColumn, ...]
    rows: tuple[CrossedRow, ...]
    picture: int = 0


class Memo(Frozen):
    """A memo: everything that a template may show.

    `crossed` is there where readings and unknowns were to be crossed; `further_crossed` counts the tables left out.
    """

    template: ClassVar[str] = "memo"

    heading: Heading
    question: str
    description: str
    asked: Asked
    answers: tuple[Answers, ...]
    named: tuple[Named, ...]
    facts: tuple[FactRow, ...]
    complete: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    provisions: tuple[ProvisionRow, ...]
    analysis: tuple[Part, ...]
    summed: tuple[Summed, ...]
    unknowns: tuple[Unknown, ...]
    further_unknowns: int
    not_explored: NotExplored
    crossed: tuple[Crossed, ...] | None = None
    further_crossed: int = 0
    duties: tuple[DutyRow, ...]
    cautions: tuple[CautionRow, ...]
    readings: tuple[ReadingRow, ...]
    receipt: Receipt


Step.model_rebuild()
