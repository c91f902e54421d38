"""Worksheets for reports on what is blocked or rejected: what a report asks for, filled from the facts of a dealing.

Which fields a report has stands in `reports/worksheets.yaml`. What no fact states is left open and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import ClassVar, Final

from pydantic import Field
from ruamel.yaml import YAML

from decidendi.content import content_directory
from decidendi.determinations.determine import Run
from decidendi.determinations.duties import duties_proven
from decidendi.determinations.model import Determination, Determinations, Duty, Frozen, Receipt
from decidendi.reports.filling import Filling
from decidendi.reports.model import FactRow, Heading, Named, Step

NOT_STATED: Final = "not stated in the facts"


class FormField(Frozen):
    """A field of a report: what it asks, the provision that asks, how far that was checked, and what fills it.

    `before` is the day before which the text that was checked was in force, where it was amended then.
    """

    ask: str
    provision: str
    status: str
    before: date | None = None
    source: str = Field(default="", alias="from")


class ReportForm(Frozen):
    """The fields of one report, the response that calls for it, and the provision under which it is due."""

    response: str
    title: str
    provision: str
    fields: tuple[FormField, ...]


class Filled(Frozen):
    """A field with what the facts give, or with the words that they give nothing.

    `basis` is what the value was read off: the facts that state it, and where it is a conclusion its rule.
    """

    ask: str
    provision: str
    status: str
    before: date | None
    value: str
    is_stated: bool
    basis: tuple[Step, ...]


class Report(Frozen):
    """The worksheet of one report: the dealing, who reports, the day by which, and the fields.

    `is_past` says that the day asked about comes after that by which it is due. `within` is how the law puts the time
    where the day is not known. `reporter` is empty, and the provision then that
    of the form, where the rulebook puts the duty on nobody whom the facts name; `basis` is the rule that puts it.
    """

    title: str
    subject: str
    reporter: str
    provision: str
    due: date | None
    is_past: bool
    within: str
    basis: tuple[Step, ...]
    fields: tuple[Filled, ...]


class Worksheet(Frozen):
    """The worksheets of a matter, with the facts that they were filled from, numbered as in its memo.

    `undetermined` are the dealings of which the response is not determined.
    """

    template: ClassVar[str] = "worksheet"

    heading: Heading
    named: tuple[Named, ...]
    reports: tuple[Report, ...]
    undetermined: tuple[str, ...]
    facts: tuple[FactRow, ...]
    receipt: Receipt


def report_forms() -> tuple[ReportForm, ...]:
    """The reports that came with this installation."""
    text = (content_directory("reports") / "worksheets.yaml").read_text(encoding="utf-8")
    return tuple(map(ReportForm.model_validate, YAML(typ="safe", pure=True).load(text)))


def worksheet_of(done: Run, result: Determinations, forms: Iterable[ReportForm]) -> Worksheet:
    """The worksheets for every dealing to be blocked or rejected, one for each who has to report.

    Args:
        done: the run.
        result: what it determined.
        forms: the reports, from `report_forms`.
    """
    by_response = {form.response: form for form in forms}
    asked = [item for item in result.determinations if item.kind == "dealing"]
    filling = Filling(done, result)
    reports: list[Report] = []
    for item in asked:
        form = by_response.get(item.response)
        if form is not None:
            reports += _reports(form, item, done, filling)
    return Worksheet(
        heading=Heading(
            title=result.title,
            as_of=result.as_of,
            known=result.known,
            instruments=filling.instruments(),
            file=PurePath(done.facts.file).name,
        ),
        named=filling.named(),
        reports=tuple(reports),
        undetermined=tuple(item.title for item in asked if item.response == "undetermined"),
        facts=filling.used(step for report in reports for step in _steps(report)),
        receipt=result.receipt,
    )


def _steps(report: Report) -> Iterable[Step]:
    return (*report.basis, *(step for field in report.fields for step in field.basis))


def _reports(form: ReportForm, item: Determination, done: Run, filling: Filling) -> Iterable[Report]:
    proofs = duties_proven(done, item.subject)
    duties: list[Duty | None] = [duty for duty in item.duties if duty.provision == form.provision]
    for duty in duties or [None]:
        basis = filling.concluded([proofs[duty]], "") if duty in proofs and duty is not None else ()
        due = duty.due if duty is not None else None
        reporter = done.facts.title_of(duty.who) if duty is not None and duty.who else ""
        fields = []
        for field in form.fields:
            value, behind = (reporter, basis) if field.source == "reporter" else filling.of(item, field.source)
            fields.append(
                Filled(
                    ask=field.ask,
                    provision=field.provision,
                    status=field.status,
                    before=field.before,
                    value=value or NOT_STATED,
                    is_stated=bool(value),
                    basis=behind if value else (),
                )
            )
        yield Report(
            title=form.title,
            subject=item.title,
            reporter=reporter,
            provision=duty.provision if duty is not None else form.provision,
            due=due,
            is_past=due is not None and due < filling.day,
            within=duty.within if duty is not None else "",
            basis=basis,
            fields=tuple(fields),
        )
