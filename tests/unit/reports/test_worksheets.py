"""Worksheets for reports: what the facts give is filled in, what they do not give is said to be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidendi import determine
from decidendi.content import content_directory
from decidendi.facts.loading import load_fact_set, parse_fact_set
from decidendi.reports.rendering import render_memo
from decidendi.reports.worksheet import NOT_STATED, Report, Worksheet, report_forms, worksheet_of
from tests.command import decidendi, shipped

WIRES = content_directory("facts") / "lawyers" / "wires.yaml"


@pytest.fixture(scope="module")
def wires() -> Worksheet:
    facts = load_fact_set(WIRES)
    return worksheet_of(determine(facts, rulebook=shipped()), facts, report_forms())


def fields(report: Report) -> dict[str, str]:
    return {field.ask: field.value for field in report.fields}


def test_a_blocked_wire_has_a_worksheet_with_its_day_its_holder_and_its_facts(wires: Worksheet) -> None:
    [report] = [report for report in wires.reports if report.subject.startswith("a wire for a blocked person")]
    assert report.title == "Report of blocked property"
    assert (report.reporter, report.provision) == ("First Bank of New York", "501.603(b)(1)")
    assert str(report.due) == "2020-12-01"
    said = fields(report)
    assert said["Who holds the property and reports it"] == "First Bank of New York"
    assert said["Value, actual or estimated"] == "USD 0.50"
    assert said["Day of the dealing, on which it was to be blocked"] == "2020-11-16"
    assert said["Where it is kept since it was blocked"] == NOT_STATED
    assert said["Whose property it is"] == "Chen Quanguo (a party to the dealing, blocked on 2020-12-15)"
    assert said["Authority under which it is blocked"].startswith("4(a) (")
    assert said["Address of the holder"] == NOT_STATED
    assert {field.provision for field in report.fields} == {"501.603(a)", "501.603(b)(1)"}


def test_a_rejected_wire_is_reported_under_its_own_provision(wires: Worksheet) -> None:
    [report] = [report for report in wires.reports if report.subject.startswith("a wire between others")]
    assert (report.title, report.provision) == ("Report of a rejected transaction", "501.604")
    assert (report.reporter, str(report.due)) == ("First Bank of New York", "2020-12-01")
    assert fields(report)["Amount"] == NOT_STATED
    assert {field.provision for field in report.fields} == {"501.604"}


def test_a_field_that_no_fact_gives_is_never_left_empty(wires: Worksheet) -> None:
    for field in (field for report in wires.reports for field in report.fields):
        assert field.value
        assert field.is_stated == (field.value != NOT_STATED)


def test_a_dealing_whose_response_is_undetermined_is_named_and_not_cleared(wires: Worksheet) -> None:
    assert wires.undetermined == ("a service that a blocked person negotiates",)
    for form in ("md", "html"):
        assert "not determined, which clears nothing" in render_memo(wires, form)


def test_a_dealing_that_nothing_reaches_has_no_worksheet_and_is_not_cleared() -> None:
    facts = parse_fact_set(
        "title: A matter\nas of: 2021-03-01\nparties:\n  a: {entity: A, country: US}\n  b: {entity: B, country: DE}\n"
        "dealings: {p: {kind: funds, from: a, to: b, on: 2021-02-15, in: US}}\n"
    )
    worksheet = worksheet_of(determine(facts, rulebook=shipped()), facts, report_forms())
    assert worksheet.reports == ()
    for form in ("md", "html"):
        assert "That is no finding that one may be done." in render_memo(worksheet, form)


def test_names_come_out_as_text() -> None:
    text = WIRES.read_text(encoding="utf-8").replace("First Bank of New York", "'<script>x</script> | {{ 7*7 }}'")
    facts = parse_fact_set(text)
    worksheet = worksheet_of(determine(facts, rulebook=shipped()), facts, report_forms())
    page = render_memo(worksheet, "html")
    assert "<script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt; | {{ 7*7 }}" in page
    assert r"\<script\>x\</script\> \| \{\{ 7\*7 \}\}" in render_memo(worksheet, "md")


def test_the_command_writes_worksheets_in_each_format_and_memos_by_default() -> None:
    as_text = decidendi("memo", WIRES, "--kind", "report-worksheet")
    assert as_text.out.startswith("# Worksheet for reports: ")
    assert "due by 2020-12-01" in as_text.out
    data = decidendi("memo", WIRES, "--kind", "report-worksheet", "--format", "json").out
    assert Worksheet.model_validate_json(data).reports
    assert decidendi("memo", WIRES).out.startswith("# Memorandum: ")


def test_a_template_of_ones_own_takes_the_place_of_the_worksheet(tmp_path: Path) -> None:
    (tmp_path / "worksheet.md.jinja").write_text("{{ worksheet.reports|length }} reports", encoding="utf-8")
    ran = decidendi("memo", WIRES, "--kind", "report-worksheet", "--templates", tmp_path)
    assert (ran.code, ran.out) == (0, "4 reports\n")
