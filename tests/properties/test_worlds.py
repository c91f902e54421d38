"""Must and may against every world: what must hold holds in each, and what holds in one may hold."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from decidendi.reasoning.cases import Case
from decidendi.reasoning.reference import Reference
from decidendi.rules.form import Comparison, Constant
from tests.properties.generated import CONCLUDED, VALUES, cases
from tests.properties.worlds import worlds

DAYS = frozenset(period.text for period in VALUES["day"])
# These compare with one day; of a longer second time they ask about some day of it that is not told.
_WITH_A_DAY = ("began by", "ended by", "ended before", "on or after", "before")


def _is_classical(condition: object) -> bool:
    """Whether a world settles the condition: no rates of exchange, no ranges of shares, days where days are meant."""
    if not isinstance(condition, Comparison):
        return True
    if condition.name in _WITH_A_DAY:
        last = condition.arguments[-1]
        return isinstance(last, Constant) and last.value.text in DAYS
    return not {term.kind for term in condition.arguments} & {"amount", "share"}


def classical(case: Case) -> Case:
    rules = tuple(
        replace(rule, body=tuple(condition for condition in rule.body if _is_classical(condition)))
        for rule in case.program.rules
    )
    return Case(replace(case.program, rules=rules), case.matter)


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(cases(most_rules=6, most_rows=12, plain=True).map(classical))
def test_what_must_hold_holds_in_every_world_and_what_holds_in_some_may_hold(case: Case) -> None:
    trace = Reference(case.program).evaluate(case.matter)
    for world in worlds(case.program, case.matter, DAYS):
        for name in CONCLUDED:
            so = world.get(name, set())
            assert trace.must.get(name, frozenset()) <= so, f"{name}: {case.to_text()}"
            assert so <= trace.may.get(name, frozenset()), f"{name}: {case.to_text()}"
