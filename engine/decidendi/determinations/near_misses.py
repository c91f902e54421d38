"""Near misses: matters on which the law and a mutant that no scenario noticed answer differently.

They are looked for among the variations of the fact sets that the mutant touches: one statement left out, denied, or
with another word, day or share in it. What is found is a question for a lawyer, with both answers side by side.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from decidendi.determinations.determine import options_of, run
from decidendi.determinations.expectations import OUTCOMES
from decidendi.determinations.model import Frozen
from decidendi.determinations.mutants import SHIFT
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.trials import Changed, Trial
from decidendi.determinations.varying import additions, traced_matter
from decidendi.determinations.witnesses import ADDED, varied, with_statements
from decidendi.facts.entries import said
from decidendi.facts.fact_set import Expectation, FactSet
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.periods import END, Period, parse_period
from decidendi.facts.writing import sentence_of
from decidendi.reasoning.changed_law import Otherwise, Settled
from decidendi.reasoning.matter import Row
from decidendi.refusal import Place, Refusal
from decidendi.rules.comparisons import GENERIC_NAMES
from decidendi.rules.form import EXCEPTION, OPPOSITE

_MOST_KEPT: Final = 6_000
"""Varied matters of which the conclusions are kept at a time."""

_Matter = tuple[int, bool, str, str]
"""The number of a fact set, whether it is stated in full, the day of its dealings if moved, and what is changed."""

_MOST_ROWS: Final = 40
"""Conclusions that are looked at in one matter."""


class NearMiss(Frozen):
    """A matter on which the law and a mutant differ.

    `matter` is the file of the fact set, `change` what is otherwise in it (nothing where it stands as it is), `full`
    whether silence means no, `day` the day to which every dealing is moved, if any. `sentence` is the conclusion, `law`
    and `mutant` are its outcomes, `told` what the matter says of what the conclusion is about.
    """

    matter: str
    change: str
    full: bool
    day: str = ""
    sentence: str
    law: str
    mutant: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search came to: a near miss with its facts, or how many matters do not tell the two apart."""

    near_miss: NearMiss | None
    facts: FactSet | None
    tried: int


class NearMisses:
    """Looks for near misses; varied matters are settled once for all the mutants that they are put to.

    Args:
        trial: the law and the scenarios.
        facts: the fact sets that are varied.
        most: how many matters to try for one mutant.
    """

    def __init__(self, trial: Trial, facts: Sequence[FactSet], most: int) -> None:
        self.trial = trial
        self.facts = tuple(facts)
        self.most = most
        self._bases: dict[int, Settled] = {}
        self._kept: OrderedDict[_Matter, Settled] = OrderedDict()
        program = trial.program
        concluded = dict.fromkeys(rule.head.predicate for rule in program.rules)
        goals = [name for goal, name in program.goals.items() if goal not in ("caution", "notice")]
        self._order = [
            name for name in dict.fromkeys((*goals, *concluded)) if not name.startswith((EXCEPTION, OPPOSITE))
        ]

    def look(self, changed: Changed) -> Sought:
        """The first near miss of a mutant."""
        tried = 0
        for matter, facts in self._matters(changed):
            if tried >= self.most:
                break
            tried += 1
            settled = self._settled(matter, facts)
            if not changed.touches(settled):
                continue
            other = changed.otherwise(settled)
            for sentence, law, mutant in self._differences(facts, settled, other):
                if self.tells_apart(with_expectation(facts, sentence, law), changed):
                    _, full, day, change = matter
                    miss = NearMiss(
                        matter=facts.file,
                        change=change,
                        full=full,
                        day=day,
                        sentence=sentence,
                        law=law,
                        mutant=mutant,
                        told=_told(facts, sentence),
                    )
                    return Sought(miss, facts, tried)
        return Sought(None, None, tried)

    def tells_apart(self, facts: FactSet, changed: Changed) -> bool:
        """Whether the one expectation of a fact set is met under the law, and not under the mutant."""
        [expected] = facts.expect
        try:
            done = run(facts, self.trial.rulebook, self.trial.reasoner, options_of(facts))
            query = parse_query(expected.sentence, self.trial.program, facts, expected.place)
        except Refusal:
            return False
        if OUTCOMES[query.truth(done.trace)] != expected.outcome:
            return False
        other = changed.otherwise(Settled(self.trial.reference, done.trace.matter))
        return OUTCOMES[other.truth(query.predicate, query.fits)] != expected.outcome

    def _matters(self, changed: Changed) -> Iterator[tuple[_Matter, FactSet]]:
        """Fact sets as they stand, then varied; those in which the rule fires first, and on days of its text."""
        days = _days(changed)
        found = []
        for number, facts in enumerate(self.facts):
            for day in ("", *days) if facts.dealings else ("",):
                _, base = next(varied(facts, self.trial.rulebook, day=day))
                settled = self._settled((number, False, day, ""), base)
                if changed.touches(settled):
                    found.append((not changed.fires(settled), bool(day), len(facts.statements), number, day))
        chosen = [(number, day) for _, _, _, number, day in sorted(found)]
        for full in (False, True):
            for number, day in chosen:
                _, facts = next(varied(self.facts[number], self.trial.rulebook, full=full, day=day))
                yield (number, full, day, ""), facts
        for number, day in chosen:
            for full in (False, True):
                _, base = next(varied(self.facts[number], self.trial.rulebook, full=full, day=day))
                for sentence, statement in additions(base, self.trial.rulebook, changed.atoms):
                    yield (number, full, day, sentence + ADDED), with_statements(base, [statement])
        for number, day in chosen:
            for full in (False, True):
                near = _near(changed, self.facts[number])
                each = varied(self.facts[number], self.trial.rulebook, full=full, day=day, near=near)
                yield from (((number, full, day, change), facts) for change, facts in each if change)

    def _settled(self, matter: _Matter, facts: FactSet) -> Settled:
        found = self._kept.get(matter)
        if found is None:
            base = self._base(matter[0])
            made = traced_matter(facts, self.trial.reasoner)
            found = self._kept[matter] = base.varied(made) if made.day == base.matter.day else self._whole(facts)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _base(self, number: int) -> Settled:
        """What follows of a fact set as it stands."""
        if number not in self._bases:
            self._bases[number] = self._whole(self.facts[number])
        return self._bases[number]

    def _whole(self, facts: FactSet) -> Settled:
        return Settled(self.trial.reference, traced_matter(facts, self.trial.reasoner))

    def _differences(self, facts: FactSet, settled: Settled, other: Otherwise) -> Iterator[tuple[str, str, str]]:
        """The conclusions that come out otherwise, determinations first: sentence, the law's answer, the other."""
        count = 0
        for predicate in self._order:
            if predicate not in other.predicates:
                continue
            seen: set[Query] = set()
            for row in _rows_that_differ(predicate, settled, other):
                count += 1
                if count > _MOST_ROWS:
                    return
                query, sentence = self._asked(predicate, row, facts)
                if query is None or query in seen:
                    continue
                seen.add(query)
                law, mutant = (OUTCOMES[it.truth(query.predicate, query.fits)] for it in (settled, other))
                if law != mutant:
                    yield sentence, law, mutant

    def _asked(self, predicate: str, row: Row, facts: FactSet) -> tuple[Query | None, str]:
        if any(value in GENERIC_NAMES for value in row if isinstance(value, str)):
            return None, ""
        sentence = sentence_of(self.trial.program.schemas[predicate], row)
        try:
            query = parse_query(sentence, self.trial.program, facts, Place(facts.file))
        except Refusal:
            return None, ""
        return (query, sentence) if query.predicate == predicate and query.fits(row) else (None, "")


def _told(facts: FactSet, sentence: str) -> tuple[str, ...]:
    """What a matter says of the things that a sentence names, in the order of the matter."""
    words = set(sentence.replace('"', " ").replace(",", " ").split())
    named = {thing.name for things in facts.things().values() for thing in things if thing.name in words}
    return tuple(
        ("it is not the case that " if item.denied else "") + said(item)
        for item in facts.statements
        if not named.isdisjoint(str(value) for value in item.arguments)
    )


def _near(changed: Changed, facts: FactSet) -> tuple[Any, ...]:
    """The values beside a shifted one, and times that end on the very days that the matter is about."""
    if changed.mutant.operator != SHIFT:
        return changed.mutant.near
    days = dict.fromkeys(str(day) for day in (facts.as_of, *(dealing.on for dealing in facts.dealings)) if day)
    ends = (parse_period(f"../{day}") for day in days if "/" not in day and day != UNKNOWN)
    return (*changed.mutant.near, *ends)


def _days(changed: Changed) -> tuple[str, ...]:
    """Days to which the dealings of a matter are moved: those beside a shifted day, or one within an ended text."""
    near = [str(value) for value in changed.mutant.near if isinstance(value, Period)]
    ended = [
        str(date.fromordinal(rule.in_force.earliest_end))
        for _, rules in changed.mutant.rules
        for rule in rules
        if rule.in_force.latest_end < END
    ]
    return tuple(dict.fromkeys((*near, *ended)))[:3]


def _rows_that_differ(predicate: str, settled: Settled, other: Otherwise) -> list[Row]:
    must = settled.rows(predicate, sure=True) ^ other.rows(predicate, sure=True)
    may = settled.rows(predicate, sure=False) ^ other.rows(predicate, sure=False)
    return sorted(must | may, key=lambda row: (row not in must, tuple(map(str, row))))


def with_expectation(facts: FactSet, sentence: str, outcome: str) -> FactSet:
    """A fact set that expects one thing and no other."""
    expected = Expectation(sentence=sentence, outcome=outcome, place=Place(facts.file))
    return facts.model_copy(update={"expect": (expected,)})
