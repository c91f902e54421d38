"""No verdict depends on the order in which rules are written, whatever the law and the facts.

That it cannot is a theorem: a stratified program has one minimal model that its strata support, whichever of its
stratifications is taken (Apt, Blair and Walker, 1988). These properties look whether the evaluator that we
wrote computes that model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import decidendi
from decidendi.determinations.determine import options_of
from decidendi.reasoning.cases import Case
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from decidendi.rules.form import Program, Rule
from decidendi.rules.rulebook import read_rulebook
from decidendi.rules.strata import stratify
from tests.properties.generated import cases
from tests.properties.generated_rulebooks import fact_sets, pages

TYPED = settings(max_examples=300, suppress_health_check=list(HealthCheck))
WRITTEN = settings(max_examples=60, suppress_health_check=list(HealthCheck))
RANDOMS = st.randoms(use_true_random=False)


def in_order(program: Program, rules: Sequence[Rule]) -> Program:
    strata, cycle = stratify(rules)
    assert cycle is None, "what can be stratified can be so in any order"
    return replace(program, rules=tuple(rules), strata=strata.groups, looking_back=strata.looking_back)


def concluded(program: Program, matter: Matter) -> Any:
    """What must and may hold, and every firing, with the rule that fires and not its number."""
    trace = Reference(program).evaluate(matter)
    firings = {
        (*key, program.rules[firing.rule].identifier, firing.premises)
        for key, found in trace.derivations.items()
        for firing in found
    }
    return trace.must, trace.may, firings


def shuffled(rules: Sequence[Rule], random: Random) -> list[Rule]:
    found = list(rules)
    random.shuffle(found)
    return found


@TYPED
@given(cases(), RANDOMS)
def test_no_conclusion_depends_on_the_order_of_the_rules(case: Case, random: Random) -> None:
    other = in_order(case.program, shuffled(case.program.rules, random))
    assert concluded(other, case.matter) == concluded(case.program, case.matter)


@WRITTEN
@given(pages(), fact_sets(), RANDOMS)
def test_no_verdict_depends_on_the_order_of_the_rules_of_a_rulebook(page: str, text: str, random: Random) -> None:
    rulebook, _ = read_rulebook([("generated.md", page)])
    assert rulebook is not None, page
    facts = decidendi.parse_fact_set(text)
    matter = decidendi.Reasoner(rulebook.program, ("reference",)).grounder.matter(facts, options_of(facts))
    other = in_order(rulebook.program, shuffled(rulebook.program.rules, random))
    assert concluded(other, matter) == concluded(rulebook.program, matter)
