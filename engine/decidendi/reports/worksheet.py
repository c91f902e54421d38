"""Worksheets for reports on what is blocked or rejected: what a report asks for, filled from the facts of a dealing.

Which fields a report has stands in `reports/worksheets.yaml`. What no fact states is left open and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import ClassVar, Final

from pydantic import Field
from ruamel.yaml import YAML

from decidendi.content import content_directory
from decidendi.determinations.model import Determination, Determinations, Duty, Frozen
from decidendi.facts.fact_set import FactSet
from decidendi.facts.things import Dealing

NOT_STATED: Final = "not stated in the facts"


class FormField(Frozen):
    """A field of a report: what it asks, the provision that asks, how far that was checked, and what fills it."""

    ask: str
    provision: str
    status: str
    source: str = Field(default="", alias="from")


class ReportForm(Frozen):
    """The fields of one report, the response that calls for it, and the provision under which it is due."""

    response: str
    title: str
    provision: str
    fields: tuple[FormField, ...]


class Filled(Frozen):
    """A field with what the facts give, or with the words that they give nothing."""

    ask: str
    provision: str
    status: str
    value: str
    is_stated: bool


class Report(Frozen):
    """The worksheet of one report: the dealing, who reports, the day by which, and the fields.

    `within` is how the law puts the time where the day is not known. `reporter` is empty, and the provision then that
    of the form, where the rulebook puts the duty on nobody whom the facts name.
    """

    title: str
    subject: str
    reporter: str
    provision: str
    due: date | None
    within: str
    fields: tuple[Filled, ...]


class Worksheet(Frozen):
    """The worksheets of a matter. `undetermined` are the dealings of which the response is not determined."""

    template: ClassVar[str] = "worksheet"

    title: str
    as_of: date
    reports: tuple[Report, ...]
    undetermined: tuple[str, ...]
    facts: str
    result: str


def report_forms() -> tuple[ReportForm, ...]:
    """The reports that came with this installation."""
    text = (content_directory("reports") / "worksheets.yaml").read_text(encoding="utf-8")
    return tuple(map(ReportForm.model_validate, YAML(typ="safe", pure=True).load(text)))


def worksheet_of(result: Determinations, facts: FactSet, forms: Iterable[ReportForm]) -> Worksheet:
    """The worksheets for every dealing to be blocked or rejected, one for each who has to report.

    Args:
        result: what the run determined.
        facts: the fact set that was determined.
        forms: the reports, from `report_forms`.
    """
    dealings = {dealing.name: dealing for dealing in facts.dealings}
    blocked = {item.subject for item in result.determinations if (item.kind, item.outcome) == ("status", "blocked")}
    by_response = {form.response: form for form in forms}
    asked = [item for item in result.determinations if item.kind == "dealing"]
    reports = []
    for item in asked:
        form = by_response.get(item.response)
        if form is not None:
            duties: list[Duty | None] = [duty for duty in item.duties if duty.provision == form.provision]
            values = _values(item, dealings[item.subject], facts, blocked, result.as_of)
            reports += [_report(form, item, duty, values, facts) for duty in duties or [None]]
    return Worksheet(
        title=result.title,
        as_of=result.as_of,
        reports=tuple(reports),
        undetermined=tuple(item.title for item in asked if item.response == "undetermined"),
        facts=result.receipt.facts,
        result=result.receipt.result,
    )


def _report(
    form: ReportForm, item: Determination, duty: Duty | None, values: Mapping[str, Callable[[], str]], facts: FactSet
) -> Report:
    reporter = facts.title_of(duty.who) if duty is not None and duty.who else ""
    found: dict[str, Callable[[], str]] = {**values, "reporter": lambda: reporter}
    fields = []
    for field in form.fields:
        value = found[field.source]() if field.source else ""
        fields.append(
            Filled(
                ask=field.ask,
                provision=field.provision,
                status=field.status,
                value=value or NOT_STATED,
                is_stated=bool(value),
            )
        )
    return Report(
        title=form.title,
        subject=item.title,
        reporter=reporter,
        provision=duty.provision if duty is not None else form.provision,
        due=duty.due if duty is not None else None,
        within=duty.within if duty is not None else "",
        fields=tuple(fields),
    )


def _values(
    item: Determination, dealing: Dealing, facts: FactSet, blocked: set[str], as_of: date
) -> dict[str, Callable[[], str]]:
    """What fills a field, by the name that the form gives it; empty text where the facts state nothing."""
    roles = {
        "from": dealing.origin,
        "to": dealing.to,
        "for the benefit of": dealing.for_the_benefit_of,
        "through": dealing.through,
        "signed by": dealing.signed_by,
        "negotiated with": dealing.negotiated_with,
    }
    things = {thing.name: thing for thing in facts.property}
    held = [things[name] for name in dealing.property if name in things]

    def titles(names: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(map(facts.title_of, names)))

    # A status is that of the day asked about, and says so: who was blocked on the day of the dealing is in the memo.
    owner = titles(name for names in roles.values() for name in names if name in blocked)
    return {
        "description": lambda: dealing.description or ", ".join(dealing.kind),
        "parties": lambda: "; ".join(f"{role} {titles(names)}" for role, names in roles.items() if names),
        "recipient": lambda: titles(dealing.to),
        "blocked parties": lambda: owner and f"{owner} (a party to the dealing, blocked on {as_of})",
        "property": lambda: ", ".join(thing.description or thing.name for thing in held) or ", ".join(dealing.kind),
        "place of the property": lambda: ", ".join(dict.fromkeys(place for thing in held for place in thing.location)),
        "amount": lambda: "" if dealing.amount is None else str(dealing.amount),
        "day": lambda: "" if dealing.on is None else str(dealing.on),
        "authority": lambda: "; ".join(
            f"{cited.label} ({cited.title}) of {cited.instrument}"
            for cited in item.citations
            if cited.label == item.provision
        ),
    }
