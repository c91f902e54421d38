"""Why a sum does not certainly reach its threshold: what is added up, what counts of it, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from decidendi.determinations.model import ProofNode, State
from decidendi.facts.amounts import WHOLE, Share, shown_number
from decidendi.reasoning.matter import Row
from decidendi.reasoning.summing import SumRule
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import Program, Rule
from decidendi.rules.rulebook import Rulebook
from decidendi.rules.sums import Summand

Explain = Callable[[str, Row], ProofNode]


def sums_of(program: Program) -> dict[str, tuple[SumRule, Rule]]:
    """The sums of a program by the predicate that they conclude."""
    return {
        rule.head.predicate: (SumRule(number, rule), rule)
        for number, rule in enumerate(program.rules)
        if rule.sum is not None
    }


def shortfall(
    item: SumRule, rule: Rule, row: Row, trace: Trace, rulebook: Rulebook, state: State, explain: Explain
) -> ProofNode:
    """The sum of a group with what is added up for it, each summand with why it counts or does not."""

    def of_group(rows: Mapping[str, frozenset[Row]], predicate: str) -> list[Row]:
        found = rows.get(predicate, frozenset())
        return sorted((one for one in found if item.group_of(one) == row), key=lambda one: tuple(map(str, one)))

    def must(predicate: str, group: Row) -> list[Row]:
        return of_group(trace.must, predicate)

    def may(predicate: str, group: Row) -> list[Row]:
        return of_group(trace.may, predicate)

    threshold = item.threshold(trace.matter)
    surely = item.summands(row, must, may, sure=True)
    possibly = item.summands(row, must, may, sure=False)
    reached = "more than" if item.sum.more_than else "at least"
    asked = f"{reached} {threshold.in_words}" if threshold else "nothing on this day"
    premises: dict[ProofNode, None] = {}
    for share in may(item.table, row):
        stated = explain(item.table, share)
        premises.update(dict.fromkeys(stated.premises or (stated,)))
        counted = explain(item.counted, share[:-1])
        premises.update(dict.fromkeys(node for node in counted.premises if node.predicate != item.table))
    provision = rulebook.provisions[rule.provision]
    found = _range(surely, possibly)
    return ProofNode(
        statement=f"the shares that count add up to {found.in_words}, and {asked} is asked{_short(found, threshold)}"
        if premises
        else f"no share that could count is stated, and {asked} is asked",
        state=state,
        predicate=item.head,
        provision=provision.label,
        identifier=provision.identifier,
        rule=rulebook.shown(rule.place),
        premises=tuple(premises),
    )


def _short(found: Share, threshold: Share | None) -> str:
    """By how much a sum that cannot reach its threshold misses it."""
    if threshold is None or found.upper >= threshold.lower:
        return ""
    is_exact = found.lower == found.upper and threshold.lower == threshold.upper
    return f" ({'' if is_exact else 'at least '}{shown_number(threshold.lower - found.upper)} percent short)"


def _range(surely: tuple[Summand, ...], possibly: tuple[Summand, ...]) -> Share:
    least = sum((one.share.lower for one in surely if one.counts), Fraction(0))
    others = sum((one.share.lower for one in possibly if not one.counts), Fraction(0))
    most = sum((one.share.upper for one in possibly if one.counts), Fraction(0))
    upper = min(most, max(WHOLE - others, Fraction(0)))
    return Share(min(least, upper), upper)
