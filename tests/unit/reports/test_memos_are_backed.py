"""No sentence of analysis claims more than the trace: memos of shipped matters are walked, step by step.

What holds is a derivation of the trace, a row of it, or a condition of the firing that the step above is. What fails
or is unknown is looked up among what must hold and what may hold. What is undetermined is never worded as a clearance.
"""

from __future__ import annotations

import html as markup
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from decidendi.content import content_directory
from decidendi.determinations.comparing import compare
from decidendi.determinations.determine import Run, asked_about, options_of, outcome_about, report, run
from decidendi.determinations.proving import bindings_of, compared, spoken
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Row
from decidendi.reasoning.summing import SumRule
from decidendi.reasoning.trace import Derivation
from decidendi.reports.comparison import comparison_of
from decidendi.reports.designation import designation_of
from decidendi.reports.languages import language_named
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Item, Memo, Step
from decidendi.reports.portfolio import portfolio_of
from decidendi.reports.rendering import render_memo
from decidendi.reports.resting import rests_on
from decidendi.reports.summary import summary_of
from decidendi.reports.word import render_docx
from decidendi.rules.form import Constant, Literal, Rule
from tests.command import shipped

MATTERS = (
    "treasury-2020-07-09.yaml",
    "payment-to-chen.yaml",
    "hypotheticals/foreign-person-without-nexus.yaml",
    "hypotheticals/place-unknown.yaml",
    "hypotheticals/licensed.yaml",
    "lawyers/legal-services.yaml",
    "ofac/faq-399-shares-are-added-up.yaml",
)
CLEARED = re.compile(r"\b(cleared|permitted|permissible|authorized|allowed|lawful|exempt|not prohibited|may proceed)\b")


@cache
def decided(matter: str) -> Run:
    facts = load_fact_set(content_directory("facts") / matter)
    rulebook = shipped()
    return run(facts, rulebook, Reasoner(rulebook.program), options_of(facts))


@cache
def memo_about(matter: str) -> Memo:
    done = decided(matter)
    return memo_of(report(done), done.facts, done.rulebook)


def items(memo: Memo) -> list[Item]:
    return [item for part in memo.analysis for item in part.items]


def below(steps: Iterable[Step], above: Step | None = None) -> Iterator[tuple[Step, Step | None]]:
    """Each step with the one that it supports."""
    for step in steps:
        yield step, above
        yield from below(step.steps, step)


class Backing:
    """What the trace of a run says, in the words of the run."""

    def __init__(self, done: Run) -> None:
        self.trace, self.wording, self.rulebook = done.trace, done.wording, done.rulebook
        self.must, self.must_denied = self._said(self.trace.must)
        self.may, self.may_denied = self._said(self.trace.may)
        self.fired: dict[tuple[str, str], list[tuple[tuple[str, Row], Derivation]]] = {}
        self.summed: dict[str, list[tuple[str, Derivation]]] = {}
        for key, found in self.trace.derivations.items():
            for derivation in found:
                rule = self._rule(derivation)
                place = self.rulebook.shown(rule.place)
                if self.wording.schema(key[0]).sentences:
                    said = self.wording.sentence(*key), place
                    self.fired.setdefault(said, []).append((key, derivation))
                if rule.sum is not None:
                    self.summed.setdefault(place, []).append((key[0], derivation))
        self.places = {self.rulebook.shown(rule.place): rule for rule in self.rulebook.program.rules}

    def _rule(self, derivation: Derivation) -> Rule:
        return self.rulebook.program.rules[derivation.rule]

    def _said(self, rows: dict[str, frozenset[Row]]) -> tuple[set[str], set[str]]:
        said, denied = set(), set()
        for predicate, found in rows.items():
            if predicate in self.wording.program.schemas and self.wording.schema(predicate).sentences:
                for row in found:
                    said.add(self.wording.sentence(predicate, row))
                    denied.add(self.wording.clause(predicate, row, negated=True))
        return said, denied

    def conditions(self, derivation: Derivation) -> set[str]:
        """What the conditions of a firing say; of those that are denied, only what nothing may fulfil."""
        rule = self._rule(derivation)
        if rule.sum is not None:
            item = SumRule(derivation.rule, rule)
            return {
                said
                for row in derivation.premises
                for predicate in (item.table, item.counted)
                for inner in self.trace.derivations.get((predicate, row), ())
                for said in self.conditions(inner)
            }
        bindings = bindings_of(rule, derivation)
        rows = iter(derivation.premises)
        said = set()
        for condition in rule.body:
            if not isinstance(condition, Literal):
                said.add(compared(condition, bindings, self.wording))
            elif not condition.negated:
                row = next(rows)
                assert row in self.trace.must[condition.atom.predicate]
                if self.wording.schema(condition.atom.predicate).sentences:
                    said.add(self.wording.sentence(condition.atom.predicate, row))
            else:
                wanted = [
                    term.value if isinstance(term, Constant) else bindings.get(term, None)
                    for term in condition.atom.arguments
                ]
                if not any(
                    all(value in (None, found) for value, found in zip(wanted, row, strict=True))
                    for row in self.trace.may.get(condition.atom.predicate, ())
                ):
                    said.add(spoken(condition, bindings, self.wording))
        return said

    def firings(self, step: Step) -> list[Derivation]:
        """The firings that a step may be."""
        found = [derivation for _, derivation in self.fired.get((step.statement, step.rule), ())]
        if not found and step.statement.startswith("the shares that count add up to "):
            found = [derivation for _, derivation in self.summed.get(step.rule, ())]
        return found

    def objection(self, step: Step, above: Step | None) -> str:
        """Why nothing backs the step; nothing where something does."""
        rule = self.places.get(step.rule)
        if step.provision:
            if rule is None:
                return "no rule stands at its place"
            if rule.provision != step.identifier:
                return "its rule belongs to another provision"
        if step.state == "holds":
            return self._objection_to_what_holds(step, above)
        if step.statement in self.must:
            return "it holds"
        if step.state == "fails":
            return "it may hold" if step.statement in self.may else ""
        if step.statement in self.may or step.statement in self.may_denied - self.must_denied:
            return ""
        if step.provision and not step.statement.startswith("the shares that count"):
            return "it may not hold"
        # A condition about somebody or something without a name is no row: it is one of the rule above.
        return "" if above is None or above.provision else "no rule asks for it"

    def _objection_to_what_holds(self, step: Step, above: Step | None) -> str:
        if step.provision:
            return "" if self.firings(step) else "no firing concludes it"
        if step.statement in self.must:
            return ""
        if step.statement in self.may:
            return "it only may hold"
        if step.statement in self.may_denied:
            return "what it denies may hold"
        if above is None:
            return "it is no row of the trace"
        if above.provision and above.state == "holds":
            said = any(step.statement in self.conditions(derivation) for derivation in self.firings(above))
            return "" if said else "it is no condition of the firing above"
        return ""  # of a rule that did not fire: what is compared, or denied of what nothing may fulfil


@pytest.mark.parametrize("matter", MATTERS)
def test_every_step_of_analysis_is_backed_by_the_trace(matter: str) -> None:
    memo, backing = memo_about(matter), Backing(decided(matter))
    walked = [pair for item in items(memo) for pair in below(item.application)]
    assert walked
    objections = [(step.statement, why) for step, above in walked if (why := backing.objection(step, above))]
    assert objections == []


@pytest.mark.parametrize("matter", MATTERS)
def test_every_conclusion_is_what_the_trace_concludes(matter: str) -> None:
    done = decided(matter)
    for item in items(memo_about(matter)):
        assert item.outcome == outcome_about(done, item.kind, item.name, item.provision)


@pytest.mark.parametrize("matter", MATTERS)
def test_every_line_of_a_summary_is_a_conclusion_of_the_trace(matter: str) -> None:
    done, memo = decided(matter), memo_about(matter)
    summary = summary_of(memo)
    names = {done.facts.title_of(name): name for _, name, _ in asked_about(done)}
    assert summary.answers
    for line in summary.answers:
        for title in line.subjects.names:
            for provision in line.provisions.names if line.kind == "criterion" else ("",):
                assert outcome_about(done, line.kind, names[title], provision) == line.outcome
    assert {fact.number for fact in summary.facts} <= {fact.number for fact in memo.facts}
    asked = {(unknown.ask, unknown.settled_by) for unknown in memo.unknowns}
    assert {(unknown.ask, unknown.settled_by) for unknown in summary.unknowns} <= asked


@pytest.mark.parametrize(
    ("matter", "party"),
    [
        ("treasury-2020-07-09.yaml", "huo"),
        ("payment-to-chen.yaml", "jane"),
        ("ofac/faq-399-shares-are-added-up.yaml", "entity-a"),
    ],
)
def test_every_step_of_a_designation_analysis_is_backed_by_the_trace(matter: str, party: str) -> None:
    facts, rulebook = load_fact_set(content_directory("facts") / matter), shipped()
    done = run(facts, rulebook, Reasoner(rulebook.program), options_of(facts, consider=(party,)))
    made = designation_of(done, report(done), party)
    backing = Backing(done)
    assert [row.item.provision for row in made.criteria] == list(done.labels("criterion"))
    shown = [*(row.item for row in made.criteria), *([made.status] if made.status else []), *made.follows]
    for item in shown:
        assert item.outcome == outcome_about(done, item.kind, item.name, item.provision)
    walked = [pair for item in shown for pair in below(item.application)]
    assert walked
    objections = [(step.statement, why) for step, above in walked if (why := backing.objection(step, above))]
    assert objections == []
    for form in ("md", "html"):
        text = render_memo(made, form)
        for row in made.criteria:
            if row.item.outcome == "undetermined":
                assert row.missing or row.item.application
        clears = (
            "Undetermined</strong>. This clears nobody." if form == "html" else "**Undetermined**. This clears nobody."
        )
        open_ones = sum(item.outcome == "undetermined" and item.kind != "dealing" for item in shown)
        assert text.count(clears) >= open_ones


def test_every_outcome_of_a_comparison_is_what_the_trace_of_its_side_concludes() -> None:
    first, second = decided("payment-to-chen.yaml"), decided("hypotheticals/licensed.yaml")
    made = comparison_of(compare(first, second), (first, second), (report(first), report(second)), ("one", "two"))
    assert [(item.title, item.first.outcome, item.second.outcome) for item in made.outcomes] == [
        ("payment-1", "prohibited", "authorized"),
        ("payment-2", "undetermined", ""),
        ("Jane Roe", "not blocked", ""),
    ]
    assert (made.outcomes[0].first.provision, made.outcomes[0].second.provision) == ("4(a)", "1(b)")
    for done, side in ((first, "first"), (second, "second")):
        names = {done.facts.title_of(name): name for _, name, _ in asked_about(done)}
        for item in made.outcomes:
            if outcome := getattr(item, side).outcome:
                assert outcome == outcome_about(done, item.kind, names[item.title], item.criterion)
    for form in ("md", "html"):
        assert "undetermined, which clears nothing" in render_memo(made, form)


def test_every_line_of_a_portfolio_is_a_conclusion_of_the_trace_of_its_matter() -> None:
    made = portfolio_of(memo_about(matter) for matter in MATTERS)
    by_file = {matter.rpartition("/")[2]: decided(matter) for matter in MATTERS}
    assert len(made.matters) == len(MATTERS)
    for row in made.matters:
        done = by_file[row.heading.file]
        every = [outcome_about(done, *question) for question in asked_about(done)]
        assert sum(count.count for count in row.counts) == len(every)
        for count in row.counts:
            assert count.count == sum(
                outcome_about(done, *question) == count.outcome
                for question in asked_about(done)
                if question[0] == count.kind
            )
        names = {done.facts.title_of(name): name for _, name, _ in asked_about(done)}
        for line in row.answers:
            for title in line.subjects.names:
                for provision in line.provisions.names if line.kind == "criterion" else ("",):
                    assert outcome_about(done, line.kind, names[title], provision) == line.outcome


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("matter", MATTERS)
def test_every_line_of_an_application_is_a_step(matter: str, language: str) -> None:
    """What is printed between the application and its conclusion is the steps and nothing else, in both formats."""
    unknown, not_so, application, exemptions, conclusion = (
        language_named(language).text(message).split(".")[0].replace("*", "")
        for message in ("*Unknown:*", "*Not so:*", "*Application.*", "*Exemptions and licences.*", "*Conclusion.*")
    )
    memo = memo_about(matter)
    steps = [step for item in items(memo) for step, _ in below(item.application)]
    marks = {"holds": "", "undetermined": f"{unknown} ", "fails": f"{not_so} "}
    told = [f"{marks[step.state]}{step.statement}" for step in steps]
    page = render_memo(memo, "html", language=language)
    shown = re.findall(r'<li class="(?:holds|undetermined|fails)">(.*)\n', page)
    assert [markup.unescape(re.sub(r"<[^>]+>", "", line)) for line in shown] == told
    text = render_memo(memo, "md", language=language)
    lines = [
        re.sub(r"\\(.)|\*\*", r"\1", line.strip().removeprefix("- "))
        for block in re.findall(
            rf"^\*\*{application}.*?(?=^\*\*(?:{exemptions}|{conclusion}))", text, re.MULTILINE | re.DOTALL
        )
        for line in block.split("\n")
        if line.strip().startswith("- ")
    ]
    assert len(lines) == len(told)
    for line, said in zip(lines, told, strict=True):
        assert line.startswith(said)


@pytest.mark.parametrize("matter", MATTERS)
def test_every_line_of_an_application_in_word_is_a_step_with_a_note_that_says_what_it_rests_on(matter: str) -> None:
    memo = memo_about(matter)
    facts = {fact.number: fact for fact in memo.facts}
    steps = [step for item in items(memo) for step, _ in below(item.application)]
    content = render_docx(memo)
    document = docx.Document(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        told = [
            "".join(text.text or "" for text in note.iter(qn("w:t"))).strip()
            for note in etree.fromstring(package.read("word/footnotes.xml"))
            if int(note.get(qn("w:id"))) > 0
        ]
    lines = [each for each in document.paragraphs if each.style.name.startswith("Step ")]
    in_proofs = [each for each in lines if notes_of(each, document)]
    assert len(in_proofs) == len(steps)
    for line, step in zip(in_proofs, steps, strict=True):
        mark = {"holds": "", "undetermined": "Unknown: ", "fails": "Not so: "}[step.state]
        assert plainly(line.text).startswith(plainly(f"{mark}{step.statement}"))
        [number] = notes_of(line, document)
        without = {
            "undetermined": "No fact and no rule settles it.",
        }.get(step.state, "Read off the facts and the days stated; no rule and no source of its own.")
        assert plainly(told[number - 1]) == plainly(" ".join(rests_on(step, facts, language_named("en")) or (without,)))
        if step.provision:
            assert f"rule at {step.rule}." in told[number - 1]


def plainly(text: str) -> str:
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def notes_of(line: Any, document: Any) -> list[int]:
    """The numbers of the notes to a line, as Word shows them."""
    order = list(document.element.iter(qn("w:footnoteReference")))
    found = [order.index(item) + 1 for item in line._p.iter(qn("w:footnoteReference"))]
    for code in line._p.iter(qn("w:instrText")):
        runs = [run for run in code.getparent().itersiblings() if run.find(qn("w:t")) is not None]
        found.append(int(runs[0].find(qn("w:t")).text))
    return found


@pytest.mark.parametrize("matter", ["hypotheticals/place-unknown.yaml", "lawyers/legal-services.yaml"])
def test_an_undetermined_dealing_is_never_worded_as_a_clearance(matter: str) -> None:
    memo = memo_about(matter)
    undetermined = [item for item in items(memo) if (item.kind, item.outcome) == ("dealing", "undetermined")]
    assert undetermined
    text, page = render_memo(memo, "md"), render_memo(memo, "html")
    for item in undetermined:
        subject = re.escape(item.subject)
        [answer] = re.findall(rf"^- \*\*{subject}:\*\* (.*)$", text, re.MULTILINE)
        [listed] = re.findall(rf"^<li><strong>{subject}:</strong> (.*)</li>$", page, re.MULTILINE)
        [part] = re.findall(rf"^### {re.escape(item.at)} .*?(?=^##)", text, re.MULTILINE | re.DOTALL)
        [section] = re.findall(rf'<section id="at-{re.escape(item.at)}">.*?</section>', page, re.DOTALL)
        [concluded] = re.findall(r"^\*\*Conclusion.*$", part, re.MULTILINE)
        [conclusion] = re.findall(r"^<p><strong>Conclusion.*$", section, re.MULTILINE)
        for said in (answer, listed, concluded, conclusion):
            assert "undetermined" in said.lower()
            assert "This clears nothing." in said
            assert not CLEARED.search(said.lower())
