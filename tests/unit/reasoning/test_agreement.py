"""What the engines do not agree on is not issued, and the error carries a small case that can be run again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import decidendi
from decidendi.determinations.determine import options_of
from decidendi.facts.periods import parse_period
from decidendi.reasoning import agreement
from decidendi.reasoning.cases import Case, read_case, smallest
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import Program


@pytest.fixture(scope="module")
def law() -> decidendi.Rulebook:
    return decidendi.load_rulebook(decidendi.content_directory("rules"))


def test_a_disagreement_is_not_issued_and_carries_a_case_that_can_be_run_again(
    law: decidendi.Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    predicate = law.program.goals["blocked"]

    class Forgetful(Reference):
        def evaluate(self, matter: Matter, *, trace: bool = True) -> Trace:
            found = super().evaluate(matter, trace=trace)
            return replace(found, must={name: rows for name, rows in found.must.items() if name != predicate})

    monkeypatch.setitem(agreement._EVALUATORS, "rete", Forgetful)
    facts = decidendi.load_fact_set(
        decidendi.content_directory("facts") / "hypotheticals" / "funds-to-a-blocked-person.yaml"
    )
    reasoner = decidendi.Reasoner(law.program, ("reference", "rete"))
    with pytest.raises(decidendi.Disagreement, match="only reference has") as caught:
        decidendi.determine(facts, rulebook=law, reasoner=reasoner)
    case = caught.value.case
    rules, rows = case.size
    whole = reasoner.grounder.matter(facts, options_of(facts))
    assert rules <= 4, case.to_text()
    assert rows <= 6 < sum(map(len, whole.possible.values())), case.to_text()

    again = read_case(case.to_text())
    assert again.to_text() == case.to_text()
    honest = Reference(again.program).evaluate(again.matter)
    assert honest.must[predicate], "the case shows what was forgotten"
    assert predicate not in Forgetful(again.program).evaluate(again.matter).must


def test_a_case_of_every_shipped_matter_says_the_same_when_it_is_read_again(law: decidendi.Rulebook) -> None:
    grounder = decidendi.Reasoner(law.program, ("reference",)).grounder
    for file in sorted(decidendi.content_directory("facts").glob("*.yaml")):
        facts = decidendi.load_fact_set(file)
        case = Case(law.program, grounder.matter(facts, options_of(facts)))
        again = read_case(case.to_text())
        one, other = (Reference(item.program).evaluate(item.matter) for item in (case, again))
        assert filled(one.must) == filled(other.must)
        assert filled(one.may) == filled(other.may)
        assert one.derivations == other.derivations


def filled(rows: dict[str, frozenset[Any]]) -> dict[str, frozenset[Any]]:
    return {name: found for name, found in rows.items() if found}


def test_the_smallest_case_keeps_what_is_needed_and_nothing_else(law: decidendi.Rulebook) -> None:
    rows: dict[str, Any] = {"gave": tuple((name, "funds") for name in "abcdefghij")}
    matter = Matter(rows, {"foreign": (("a",), ("b",))}, {}, parse_period("2020-07-09"), (), ())

    def compiled(program: Program) -> Any:
        return lambda some: {("c", "funds"), ("h", "funds")} <= {*some.stated.get("gave", ())}

    found = smallest(Case(Program({}, (), ()), matter), compiled)
    assert found.matter.stated == {"gave": (("c", "funds"), ("h", "funds"))}
    assert not found.matter.possible
    trials = []

    def counting(program: Program) -> Any:
        return lambda some: trials.append(some) is not None

    smallest(Case(Program({}, (), ()), matter), counting, most_trials=5)
    assert len(trials) == 10  # the rows before and after the rules


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"rules": [{}], "rows": [], "day": "x", "readings": []}', "nonsense"]
)
def test_a_text_that_is_no_case_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a case"):
        read_case(text)
