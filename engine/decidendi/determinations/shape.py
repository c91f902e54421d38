"""The shape of a rulebook: rules that never fire, rules that add nothing, provisions that clash, and what none reaches.

Each question is put to the solver over a bounded universe. What it finds is a matter, which counts once the reference
engine has run it and concludes the same; where it finds none, that is a proof for the universe and no further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Final, Literal

from decidendi.determinations.comparing import told_outcome
from decidendi.determinations.determine import Run, asked_about
from decidendi.determinations.equivalence import RuleShown, firing_rules, is_out_of_force, shown_rule
from decidendi.determinations.model import Frozen
from decidendi.determinations.proposed_matters import Replays, Witness, witness
from decidendi.determinations.shape_questions import KINDS, PERMITS, Asked, Kind, Questions, common, firing_told
from decidendi.reasoning.bounded import Bounds, cone, days_that_matter, predicates_used, universe_of
from decidendi.reasoning.law_of_a_day import on_day
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.solver_matters import Chosen, MatterSearch, Question
from decidendi.rules import form
from decidendi.rules.form import Constant, Program
from decidendi.rules.rulebook import Rulebook

Settled = Literal["matter found", "no matter", "not settled"]
Progress = Callable[[Sequence[date]], Iterator[date]]
_SHARE_OF_A_QUESTION: Final = 0.1
"""How much of a day's budget the search for a smaller matter may take."""


class Finding(Frozen):
    """One question about the rulebook and how it was settled.

    `rules` are the clashing words: the rules that fire in the matter; of a dead or subsumed rule, the rule itself, and
    the one that subsumes it. `verdict` is what the engine answers about the matter.
    """

    kind: Kind
    settled: Settled
    statement: str
    provisions: tuple[str, ...]
    rules: tuple[RuleShown, ...]
    verdict: str
    matter: Witness | None


class OrderChecked(Frozen):
    """Matters evaluated with the rules in other orders, and how many came out otherwise."""

    matters: int
    orders: int
    differing: int


class Shape(Frozen):
    """What was found of a rulebook.

    Of dead and subsumed rules only those are listed of which no matter shows the contrary. `fired` counts the rules of
    which a matter was replayed in which they fire, of `rules`; `outside` could not be asked about.
    """

    rules: int
    fired: int
    outside: tuple[RuleShown, ...]
    findings: tuple[Finding, ...]
    order: OrderChecked
    days: tuple[date, ...]
    days_left: tuple[date, ...]
    days_unasked: tuple[date, ...]
    unreplayed: int
    things: dict[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Found:
    chosen: Chosen
    done: Run
    is_smallest: bool


def shape_of(
    rulebook: Rulebook,
    *,
    seconds: float,
    under: Sequence[str] = (),
    bounds: Bounds | None = None,
    told: Progress | None = None,
) -> Shape:
    """Look for what is wrong with the shape of a rulebook.

    Args:
        rulebook: the law.
        seconds: the budget for one day, and again for what one by one has to be settled of it.
        under: labels of provisions, or beginnings of identifiers; only rules and labels under them are asked about.
        bounds: how many things of each kind a matter may name.
        told: called with the days, for progress.

    Raises:
        Refusal: no provision is under one of the labels.
    """
    looking = _Looking(rulebook, seconds, under, bounds or Bounds())
    days = looking.days()
    for day in told(days) if told is not None else days:
        looking.on(day)
    left = list(looking.open)
    for day in told(left) if told is not None else left:
        looking.settle(day)
    return looking.shape()


class _Looking:
    def __init__(self, rulebook: Rulebook, seconds: float, under: Sequence[str], bounds: Bounds) -> None:
        self.rulebook, self.seconds, self.bounds = rulebook, seconds, bounds
        self.program = rulebook.program
        questions = Questions(rulebook, under)
        self.under, self.outside = questions.under, questions.outside
        self.asked = questions.all()
        self.found: dict[int, _Found] = {}
        self.open: dict[date, set[int]] = {}
        self.done: list[date] = []
        self.unasked: list[date] = []
        self.unreplayed: set[int] = set()
        self.replays = Replays(rulebook)
        self.runs: dict[tuple[date, Chosen], Run | None] = {}
        self.telling = firing_told(self.program, questions.studied)

    def days(self) -> tuple[date, ...]:
        return days_that_matter((self.program,), self.program.rules)

    def on(self, day: date) -> None:
        """Ask on one day, all together, what no earlier one has settled."""
        numbers = [number for number in range(len(self.asked)) if number not in self.found]
        if not numbers:
            return
        if is_out_of_force(self.rulebook, day):
            self.unasked.append(day)
            return
        self.done.append(day)
        search = self._search(self._goals(numbers), day, numbers)
        swept = search.sweep(self.seconds)
        if not swept.is_complete:
            self.open[day] = {number for index, number in enumerate(numbers) if index not in swept.found}
        for index, chosen in sorted(swept.found.items()):
            self._keep(search, index, numbers[index], chosen, day)

    def settle(self, day: date) -> None:
        """Ask on one day, one by one and with the rules that each needs, what is not settled of it."""
        waiting = sorted(self.open[day] - set(self.found))
        law = cone(self.telling, self._goals(waiting))
        (law,) = on_day((law,), universe_of((law,), predicates_used((law,)), day, self.bounds))
        needs = {number: cone(law, self._goals([number])) for number in waiting}
        waiting.sort(key=lambda number: len(needs[number].rules))
        ends = monotonic() + self.seconds
        self.open[day] = set()
        for index, number in enumerate(waiting):
            if not self._is_concluded(number, needs[number]):
                continue
            seconds = (ends - monotonic()) / (len(waiting) - index)
            if seconds <= 0:
                self.open[day].add(number)
                continue
            search = self._search(self._goals([number]), day, [number])
            swept = search.sweep(seconds)
            if 0 in swept.found:
                self._keep(search, 0, number, swept.found[0], day)
            elif not swept.is_complete:
                self.open[day].add(number)

    def _is_concluded(self, number: int, law: Program) -> bool:
        """Whether any rule of the day concludes what a question asks for, as far as rules conclude it at all."""
        ever = {rule.head.predicate for rule in self.telling.rules}
        today = {rule.head.predicate for rule in law.rules}
        return all(
            c.negated or c.atom.predicate not in ever or c.atom.predicate in today
            for c in self.asked[number].question
            if isinstance(c, form.Literal)
        )

    def _goals(self, numbers: Iterable[int]) -> set[str]:
        return {c.atom.predicate for n in numbers for c in self.asked[n].question if isinstance(c, form.Literal)}

    def _search(self, goals: set[str], day: date, numbers: Sequence[int]) -> MatterSearch:
        program = cone(self.telling, goals)
        universe = universe_of((program,), predicates_used((program,)) | goals, day, self.bounds)
        (standing,) = on_day((program,), universe)
        return MatterSearch(standing, universe, [self.asked[number].question for number in numbers])

    def _keep(self, search: MatterSearch, index: int, number: int, chosen: Chosen, day: date) -> None:
        """Replay what was proposed, and keep it where the engine concludes the same."""
        matters = [(chosen, False)]
        if self.asked[number].kind in ("clash", "gap"):
            least = search.smallest(index, self.seconds * _SHARE_OF_A_QUESTION)
            if least.chosen is not None:
                matters.insert(0, (least.chosen, least.is_complete))
        for matter, is_smallest in matters:
            if (day, matter) not in self.runs:
                self.runs[day, matter] = self.replays.run(matter, self.bounds.things(), day)
            done = self.runs[day, matter]
            if done is not None and self.replays.holds(done, self.asked[number].question):
                self.found[number] = _Found(matter, done, is_smallest)
                return
        self.unreplayed.add(number)

    def shape(self) -> Shape:
        findings = [
            finding for number, asked in enumerate(self.asked) if (finding := self._finding(number, asked)) is not None
        ]
        findings += self._never_used(findings)
        firing = [number for number, asked in enumerate(self.asked) if asked.kind == "dead rule"]
        return Shape(
            rules=len(firing),
            fired=sum(1 for number in firing if number in self.found),
            outside=tuple(
                shown_rule(self.rulebook, self.program.rules[number])
                for number in self.outside
                if self.program.rules[number].provision in self.under
            ),
            findings=tuple(sorted(findings, key=lambda item: KINDS.index(item.kind))),
            order=self._order(),
            days=tuple(self.done),
            days_left=tuple(day for day, numbers in self.open.items() if numbers - set(self.found)),
            days_unasked=tuple(self.unasked),
            unreplayed=len(self.unreplayed - set(self.found)),
            things=self.bounds.things(),
            seconds=self.seconds,
        )

    def _settled(self, number: int) -> Settled:
        if number in self.found:
            return "matter found"
        is_open = number in self.unreplayed or any(number in numbers for numbers in self.open.values())
        return "not settled" if is_open else "no matter"

    def _finding(self, number: int, asked: Asked) -> Finding | None:
        settled = self._settled(number)
        if asked.kind in ("dead rule", "subsumed rule") and settled == "matter found":
            return None
        if asked.kind == "subsumed rule" and not self._fires(asked.rules[0]):
            return None  # a rule that is dead is no news as one that adds nothing
        numbers = asked.rules or (self._concluding(asked.question) if asked.kind in ("clash", "overlap") else ())
        rules = tuple(shown_rule(self.rulebook, self.program.rules[rule]) for rule in numbers)
        found = self.found.get(number)
        if found is None:
            return Finding(
                kind=asked.kind,
                settled=settled,
                statement=asked.statement,
                provisions=asked.provisions,
                rules=rules,
                verdict="",
                matter=None,
            )
        return Finding(
            kind=asked.kind,
            settled=settled,
            statement=asked.statement,
            provisions=asked.provisions,
            rules=tuple(dict.fromkeys(self._words(found.done, asked.question))),
            verdict="; ".join(
                told_outcome(found.done, item) for item in asked_about(found.done) if item[0] == "dealing"
            ),
            matter=witness(found.chosen, found.done, self.bounds.things(), is_smallest=found.is_smallest),
        )

    def _fires(self, rule: int) -> bool:
        return any(
            asked.kind == "dead rule" and asked.rules == (rule,) and number in self.found
            for number, asked in enumerate(self.asked)
        )

    def _concluding(self, question: Question) -> tuple[int, ...]:
        """The rules that could draw the conclusions that a question asks for."""
        asked = [c.atom for c in question if isinstance(c, form.Literal) and not c.negated]
        return tuple(
            number
            for atom in asked
            for number, rule in enumerate(self.program.rules)
            if rule.head.predicate == atom.predicate and common(rule.head, atom) is not None
        )

    @staticmethod
    def _words(done: Run, question: Question) -> Iterator[RuleShown]:
        """The rules that draw the conclusions that a question asks for."""
        for condition in question:
            if not isinstance(condition, form.Literal) or condition.negated:
                continue
            for row in sorted(done.trace.must.get(condition.atom.predicate, ()), key=str):
                constants = zip(condition.atom.arguments, row, strict=True)
                if all(not isinstance(term, Constant) or term.value == value for term, value in constants):
                    yield from firing_rules(done, condition.atom.predicate, row)

    def _never_used(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Licences and exemptions that never meet a prohibition."""
        by_label: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.kind == "clash":
                by_label.setdefault(finding.provisions[1], []).append(finding)
        for label, clashes in by_label.items():
            if all(item.settled != "matter found" for item in clashes):
                is_open = any(item.settled == "not settled" for item in clashes)
                yield Finding(
                    kind="licence never used",
                    settled="not settled" if is_open else "no matter",
                    statement=f"{label} never permits what something prohibits",
                    provisions=(label,),
                    rules=tuple(
                        shown_rule(self.rulebook, self.program.rules[number])
                        for number in range(len(self.program.rules))
                        if any(
                            isinstance(term, Constant) and term.value == label
                            for term in self.program.rules[number].head.arguments
                        )
                        and self.program.rules[number].head.predicate
                        in [self.program.goals.get(goal) for goal in PERMITS]
                    ),
                    verdict="",
                    matter=None,
                )

    def _order(self) -> OrderChecked:
        """The matters found, with the rules in reverse and rotated by half."""
        rules = self.program.rules
        half = len(rules) // 2
        orders = [tuple(reversed(rules)), rules[half:] + rules[:half]]
        others = [Reference(replace(self.program, rules=order)) for order in orders]
        matters = {item.chosen: item.done for item in self.found.values()}
        differing = 0
        for done in matters.values():
            traces = [other.evaluate(done.trace.matter, trace=False) for other in others]
            differing += any((trace.must, trace.may) != (done.trace.must, done.trace.may) for trace in traces)
        return OrderChecked(matters=len(matters), orders=len(orders), differing=differing)
