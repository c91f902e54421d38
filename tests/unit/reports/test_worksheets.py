"""Worksheets for reports: what the facts give is filled in, what they do not give is said to be missing."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from decidendi.content import content_directory
from decidendi.determinations.determine import options_of, report, run
from decidendi.facts.fact_set import FactSet
from decidendi.facts.loading import load_fact_set, parse_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.reports.model import FactRow, Step
from decidendi.reports.rendering import render_memo
from decidendi.reports.worksheet import NOT_STATED, Report, Worksheet, report_forms, worksheet_of
from docs import word_kinds
from tests.command import decidendi, shipped

WIRES = content_directory("facts") / "lawyers" / "wires.yaml"


def worksheet_about(facts: FactSet) -> Worksheet:
    done = run(facts, shipped(), Reasoner(shipped().program), options_of(facts))
    return worksheet_of(done, report(done), report_forms())


@pytest.fixture(scope="module")
def wires() -> Worksheet:
    return worksheet_about(load_fact_set(WIRES))


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


def test_each_value_names_the_facts_that_state_it_and_each_conclusion_its_rule(wires: Worksheet) -> None:
    [report] = [report for report in wires.reports if report.subject.startswith("a wire for a blocked person")]
    facts = {fact.number: fact for fact in wires.facts}
    for each in (field for report in wires.reports for field in report.fields):
        assert bool(each.basis) == each.is_stated, each.ask
    behind = {field.ask: field.basis for field in report.fields}
    [amount] = behind["Value, actual or estimated"]
    assert "amounts to USD 0.50" in said_by(amount, facts)
    [owner] = behind["Whose property it is"]
    assert (owner.provision, owner.statement) == ("1(a)(ii)", "Chen Quanguo is blocked on 2020-12-15")
    assert "was determined to meet criterion 1(a)(ii)(C)(1)" in said_by(owner, facts)
    [authority] = behind["Authority under which it is blocked"]
    assert (authority.provision, authority.grade) == ("4(a)", "assumption")
    [duty] = report.basis
    assert duty.provision == report.provision
    assert duty.rule.startswith("31-cfr-501/")
    assert behind["Who holds the property and reports it"] == report.basis


def said_by(step: Step, facts: dict[int, FactRow]) -> str:
    return "; ".join(facts[number].statement for number in step.facts)


def test_a_day_that_had_passed_says_so_and_another_does_not(wires: Worksheet) -> None:
    past = {str(report.due): report.is_past for report in wires.reports if report.due}
    assert past == {"2020-12-01": True, "2021-01-08": False}
    assert render_memo(wires, "md").count("That day had passed on the day asked about.") == 2


def test_who_is_unknown_fills_no_field() -> None:
    text = WIRES.read_text(encoding="utf-8").replace("amount: USD 0.50", "amount: USD 0.50, through: unknown")
    text = text.replace(
        "to: chen, through: bank, on: 2020-11-16, in: US, amount", "to: chen, on: 2020-11-16, in: US, amount"
    )
    [first, *_] = worksheet_about(parse_fact_set(text)).reports
    assert fields(first)["Parties to the transaction"] == "from Alpha GmbH; to Chen Quanguo"


def test_what_was_not_known_yet_on_the_day_of_knowledge_fills_no_field() -> None:
    text = WIRES.read_text(encoding="utf-8").replace("amount: USD 0.50,", "amount: USD 0.50, property: account,")
    text = text.replace(
        "dealings:\n", "property: {account: {location: US, held by: bank, known from: 2020-12-10}}\ndealings:\n"
    )
    facts = parse_fact_set(text)
    early = options_of(facts, known=date(2020, 12, 1))
    places = []
    for options in (early, options_of(facts)):
        done = run(facts, shipped(), Reasoner(shipped().program), options)
        [first, *_] = worksheet_of(done, report(done), report_forms()).reports
        places.append(fields(first)["Where the property is"])
    assert places == [NOT_STATED, "US"]


def test_a_field_that_no_fact_gives_is_never_left_empty(wires: Worksheet) -> None:
    for field in (field for made in wires.reports for field in made.fields):
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
    worksheet = worksheet_about(facts)
    assert worksheet.reports == ()
    for form in ("md", "html"):
        assert "That is no finding that one may be done." in render_memo(worksheet, form)


def test_names_come_out_as_text() -> None:
    text = WIRES.read_text(encoding="utf-8").replace("First Bank of New York", "'<script>x</script> | {{ 7*7 }}'")
    facts = parse_fact_set(text)
    worksheet = worksheet_about(facts)
    page = render_memo(worksheet, "html")
    assert "<script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt; | {{ 7*7 }}" in page
    assert r"\<script\>x\</script\> \| \{\{ 7\*7 \}\}" in render_memo(worksheet, "md")


def test_the_command_writes_worksheets_in_each_format_and_memos_by_default() -> None:
    as_text = decidendi("memo", WIRES, "--kind", "report-worksheet")
    assert as_text.out.startswith("# Worksheet for reports: ")
    assert "due by **2020-12-01**" in as_text.out
    data = decidendi("memo", WIRES, "--kind", "report-worksheet", "--format", "json").out
    assert Worksheet.model_validate_json(data).reports
    assert decidendi("memo", WIRES).out.startswith("# Memorandum: ")


def test_a_template_of_ones_own_takes_the_place_of_the_worksheet(tmp_path: Path) -> None:
    (tmp_path / "worksheet.md.jinja").write_text("{{ worksheet.reports|length }} reports", encoding="utf-8")
    ran = decidendi("memo", WIRES, "--kind", "report-worksheet", "--templates", tmp_path)
    assert (ran.code, ran.out) == (0, "4 reports\n")


def test_names_in_every_script_and_the_same_bytes_in_print_and_in_word(tmp_path: Path) -> None:
    text = WIRES.read_text(encoding="utf-8").replace(
        "{individual: Chen Quanguo}", "{individual: Chen Quanguo, aka: [陈全国, شۆھرەت]}"
    )
    (tmp_path / "matter.yaml").write_text(text, encoding="utf-8")
    for ending in ("pdf", "docx"):
        for number in (1, 2):
            file = tmp_path / f"{number}.{ending}"
            ran = decidendi("memo", tmp_path / "matter.yaml", "--kind", "report-worksheet", "-o", file)
            assert ran.code == 0, ran.err
        assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()
    pages = pypdfium2.PdfDocument(tmp_path / "1.pdf")
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    assert "Names, each in its script: Chen Quanguo (陈全国" in words
    assert "Sec. 4(a), rule at eo-13818/2-to-5-prohibitions.md:" in words
    assert "not determined, which clears nothing" in words
    with zipfile.ZipFile(tmp_path / "1.docx") as package:
        assert "陈全国" in package.read("word/document.xml").decode()
        notes = package.read("word/footnotes.xml").decode()
    assert "Sec. 501.603(b)(1), rule at 31-cfr-501/" in notes
    assert "Hypothetical of counsel" in notes


def test_templates_of_ones_own_take_its_place_in_print_and_in_word(tmp_path: Path) -> None:
    (tmp_path / "worksheet.typ").write_text(
        '#let told = json("data.json")\n#set document(title: "Ours")\n#set text(lang: "en")\n#title()\n'
        "#told.worksheet.reports.len() reports of ours",
        encoding="utf-8",
    )
    parts = word_kinds.kind_parts("worksheet")
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        '>{{ _("From the facts") }}<', ">As the client says<"
    )
    with zipfile.ZipFile(tmp_path / "worksheet.docx", "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    asked = ("memo", WIRES, "--kind", "report-worksheet", "--templates", tmp_path, "-o")
    for ending in ("pdf", "docx"):
        ran = decidendi(*asked, tmp_path / f"made.{ending}")
        assert ran.code == 0, ran.err
    [page] = pypdfium2.PdfDocument(tmp_path / "made.pdf")
    assert "4 reports of ours" in page.get_textpage().get_text_range()
    with zipfile.ZipFile(tmp_path / "made.docx") as package:
        assert "As the client says" in package.read("word/document.xml").decode()


def test_in_german_the_frame_is_german_and_what_is_open_is_not_cleared() -> None:
    text = decidendi("memo", WIRES, "--kind", "report-worksheet", "--language", "de").out
    assert text.startswith("# Arbeitsblatt für Meldungen: ")
    assert "fällig bis zum **1. Dezember 2020**. Dieser Tag war am Stichtag bereits verstrichen." in text
    assert "**im Sachverhalt nicht vorgetragen**" in text
    assert "ist ungeklärt. Damit ist nichts freigegeben:" in text
    for english in ("stated in", "due by", "Asked by", "clears"):
        assert english not in text
