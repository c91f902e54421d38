"""Which steps of a circle of rules look back in time: what is concluded of a day rests on an earlier day.

A circle each of whose steps stays on its day or goes to an earlier one, and that cannot be walked through a negation
without going to an earlier one, is settled day by day: the rules are locally stratified (Przymusinski, "On the
declarative semantics of deductive databases and logic programs", 1988), here by days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from decidendi.rules.form import Comparison, Literal, Rule, Term, Variable

MOST_WAYS: Final = 1_000
"""Of choosing which slot of each predicate is its day; a circle with more ways is taken for one that has none."""


@dataclass(frozen=True, slots=True)
class Step:
    """One condition of a rule: the conclusion rests on it. `is_settled`: it is finished before it is used."""

    rule: Rule
    condition: Literal
    is_settled: bool

    @property
    def used(self) -> str:
        """The predicate that the conclusion rests on."""
        return self.condition.atom.predicate


_BACK: Final = ("before", "day before")
_ONWARD: Final = ("on or after",)


def steps_back(circle: Mapping[str, Sequence[Step]]) -> list[Step] | None:
    """The steps of a circle that go to an earlier day; `None` where some step may go to a later one.

    Each predicate of the circle has one slot that is its day: they are chosen so that no step goes onward, if that
    can be.
    """
    names = list(circle)
    steps = [step for found in circle.values() for step in found]
    slots = [_slots_of_days(name, steps) for name in names]
    ways = 1
    for found in slots:
        ways *= len(found)
    if not 0 < ways <= MOST_WAYS:
        return None
    for chosen in product(*slots):
        day_of = dict(zip(names, chosen, strict=True))
        back = _back(steps, day_of)
        if back is not None:
            return back
    return None


def _slots_of_days(name: str, steps: Sequence[Step]) -> list[int]:
    """The slots of a predicate that hold a period in the conclusions of its rules."""
    heads = [step.rule.head for step in steps if step.rule.head.predicate == name]
    width = len(heads[0].arguments) if heads else 0
    return [at for at in range(width) if all(_is_period(head.arguments[at]) for head in heads)]


def _is_period(term: Term) -> bool:
    return isinstance(term, Variable) and term.kind == "period"


def _back(steps: Sequence[Step], day_of: Mapping[str, int]) -> list[Step] | None:
    found: list[Step] = []
    for step in steps:
        later = step.rule.head.arguments[day_of[step.rule.head.predicate]]
        earlier = step.condition.atom.arguments[day_of[step.used]]
        order = _order(step.rule, earlier, later)
        if order is None:
            return None
        if order:
            found.append(step)
    return found


def _order(rule: Rule, earlier: Term, later: Term) -> bool | None:
    """Whether a day is before another (true) or may be the same (false), as far as comparisons of the rule say so."""
    known: dict[Term, list[tuple[Term, bool]]] = {}
    for condition in rule.body:
        if isinstance(condition, Comparison) and condition.name in (*_BACK, *_ONWARD):
            one, other = condition.arguments
            if condition.name in _ONWARD:
                one, other = other, one
            is_onward = condition.name in _ONWARD
            if not condition.negated:
                known.setdefault(one, []).append((other, not is_onward))
            elif condition.name != "day before":  # the opposite of before is on or after, and the other way round
                known.setdefault(other, []).append((one, is_onward))
    reached = {earlier: False}
    queue = [earlier]
    while queue:
        term = queue.pop()
        for following, is_before in known.get(term, ()):
            strictly = reached[term] or is_before
            if following not in reached or (strictly and not reached[following]):
                reached[following] = strictly
                queue.append(following)
    return reached.get(later)
