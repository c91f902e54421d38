"""Whether two rulebooks ever differ, and the smallest matter in which they do.

Rules that are the same in both are found first: where none is left over the two say the same of every matter. What is
left over is put to the solver over a bounded universe, and whatever it finds is replayed under both rulebooks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Final, Literal

from decidendi.determinations.comparing import told_outcome
from decidendi.determinations.determine import Run, asked_about
from decidendi.determinations.model import Frozen
from decidendi.determinations.proposed_matters import Replays, Witness, witness
from decidendi.facts.periods import day_period
from decidendi.reasoning.bounded import (
    Bounds,
    cone,
    days_that_matter,
    parameters_on,
    predicates_used,
    universe_of,
)
from decidendi.reasoning.law_of_a_day import on_day
from decidendi.reasoning.matter import Row
from decidendi.reasoning.solver_matters import Chosen, MatterSearch, Question
from decidendi.refusal import Place, Refusal
from decidendi.rules import form
from decidendi.rules.alike import Unlike, renamed, unlike
from decidendi.rules.form import PARAMETER, Atom, Constant, Rule, Term, Variable
from decidendi.rules.rulebook import Rulebook

Answer = Literal["the same rules", "differ", "no difference found", "not settled"]
Progress = Callable[[Sequence[date]], Iterator[date]]
_SECOND: Final = "second: "
_SHARE_OF_WHAT_IS_LEFT: Final = 0.25


class RuleShown(Frozen):
    """A rule: the label of its provision, where it stands, and its words."""

    provision: str
    place: str
    words: str


class SideBySide(Frozen):
    """A conclusion that one rulebook draws and the other does not, with the rules that draw it.

    `first` and `second` are `holds` or `does not hold`; of the one that holds `rules` are those that draw it.
    """

    predicate: str
    conclusion: str
    first: str
    second: str
    rules: tuple[RuleShown, ...]


class OutcomeApart(Frozen):
    """A determination that comes out otherwise under the second rulebook."""

    kind: str
    subject: str
    provision: str
    first: str
    second: str


class Differing(Frozen):
    """A matter in which the two differ, with all that they conclude differently of it."""

    matter: Witness
    conclusions: tuple[SideBySide, ...]
    outcomes: tuple[OutcomeApart, ...]


class Equivalence(Frozen):
    """Whether two rulebooks ever differ.

    `differing` has matters in which the kinds of conclusion that were found to differ do, those nearest to the rules
    that differ first; whether those of `conclusions_left` do was not settled. `days` were gone through, `days_left` of
    them not settled within the budget, and `days_unasked` are out of force in one of the two. `unseen` are rules about
    what silence means, which differ and were not looked at. `refuted` counts matters of the solver that did not
    replay.
    """

    answer: Answer
    only_first: tuple[RuleShown, ...]
    only_second: tuple[RuleShown, ...]
    parameters: tuple[str, ...]
    conclusions: tuple[str, ...]
    differing: tuple[Differing, ...]
    conclusions_left: tuple[str, ...]
    days: tuple[date, ...]
    days_left: tuple[date, ...]
    days_unasked: tuple[date, ...]
    unseen: tuple[RuleShown, ...]
    refuted: int
    things: dict[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """A kind of conclusion, and the questions in which of its conclusions the two differ."""

    predicate: str
    questions: tuple[Question, ...]


def equivalent(
    first: Rulebook,
    second: Rulebook,
    *,
    seconds: float,
    under: Sequence[str] = (),
    bounds: Bounds | None = None,
    told: Progress | None = None,
) -> Equivalence:
    """Compare two rulebooks over a bounded universe.

    Args:
        first: a rulebook.
        second: another one.
        seconds: the budget, for all questions together.
        under: labels; conclusions about others are not compared. All where there is none.
        bounds: how many things of each kind a matter may name.
        told: called with the days, for progress.

    Raises:
        Refusal: a label that neither rulebook concludes about.
    """
    bounds = bounds or Bounds()
    apart = unlike(first.program, second.program)
    goals = _goals(apart)
    asked = _questions(apart, goals, under)
    silence = [rule for rule in (*apart.only_first, *apart.only_second) if rule.only_possible]
    looking = _Looking(apart, (first, second), asked, bounds, seconds)
    if asked:
        every = looking.days()
        for day in told(every) if told is not None else every:
            looking.on(day)
    found = list({item.matter.facts: item for item in looking.found.values()}.values())
    return Equivalence(
        answer=_answer(apart, bool(found), is_open=bool(looking.left or silence)),
        only_first=tuple(shown_rule(first, rule) for rule in apart.only_first),
        only_second=tuple(shown_rule(second, rule) for rule in apart.only_second),
        parameters=apart.parameters,
        conclusions=tuple(goals),
        differing=tuple(found),
        conclusions_left=tuple(sorted(looking.open - set(looking.found))),
        days=tuple(looking.done),
        days_left=tuple(looking.left),
        days_unasked=tuple(looking.unasked),
        unseen=tuple(shown_rule(first, rule) for rule in silence),
        refuted=looking.refuted,
        things=bounds.things(),
        seconds=seconds,
    )


def shown_rule(rulebook: Rulebook, rule: Rule) -> RuleShown:
    """A rule as it is pointed at."""
    provision = rulebook.provisions.get(rule.provision)
    label = provision.label if provision is not None else rule.provision
    return RuleShown(provision=label, place=rulebook.shown(rule.place), words=rule.text or rule.identifier)


def firing_rules(done: Run, predicate: str, row: Row) -> tuple[RuleShown, ...]:
    """The rules that draw a conclusion in a run."""
    numbers = dict.fromkeys(item.rule for item in done.trace.derivations.get((predicate, row), ()))
    return tuple(shown_rule(done.rulebook, done.rulebook.program.rules[number]) for number in numbers)


def is_out_of_force(rulebook: Rulebook, day: date) -> bool:
    """Whether the law refuses to be asked about a day."""
    try:
        rulebook.refuse_day_out_of_force(day_period(day), Place(""))
    except Refusal:
        return True
    return False


def _answer(apart: Unlike, differs: bool, *, is_open: bool) -> Answer:
    if not apart.only_first and not apart.only_second and not apart.parameters:
        return "the same rules"
    if differs:
        return "differ"
    return "not settled" if is_open else "no difference found"


def _goals(apart: Unlike) -> tuple[str, ...]:
    """The conclusions that determinations are read from and that may come out otherwise."""
    read = {*apart.first.goals.values(), *apart.second.goals.values()}
    return tuple(sorted(read & set(apart.touched)))


def _questions(apart: Unlike, goals: Sequence[str], under: Sequence[str]) -> list[_Asked]:
    """For each kind of conclusion: that the first draws it and the second does not, and the other way round."""
    found: list[_Asked] = []
    known: set[str] = set()
    for predicate in goals:
        schema = (apart.first.schemas.get(predicate) or apart.second.schemas[predicate]).slots
        variables = tuple(Variable(slot.name, slot.kind) for slot in schema)
        labels = _labels(apart, predicate)
        known |= labels
        chosen: list[str | None] = [label for label in under if label in labels] if under else [None]
        questions: list[Question] = []
        for label in chosen:
            terms: tuple[Term, ...] = tuple(
                Constant(label, "text") if label is not None and variable.kind == "text" else variable
                for variable in variables
            )
            questions += _either_way(predicate, terms)
        if questions:
            found.append(_Asked(predicate, tuple(questions)))
    unknown = [label for label in under if label not in known]
    if unknown and goals:
        raise Refusal.at(
            Place("--under"),
            f"no conclusion that may differ is about `{unknown[0]}`",
            expected=", ".join(f"`{label}`" for label in sorted(known)) or "no label at all",
            mend="choose one of these, or leave the option out",
        )
    return found


def _labels(apart: Unlike, predicate: str) -> set[str]:
    return {
        str(term.value)
        for program in (apart.first, apart.second)
        for rule in program.rules
        if rule.head.predicate == predicate
        for term in rule.head.arguments
        if isinstance(term, Constant) and term.kind == "text"
    }


def _either_way(predicate: str, terms: tuple[Term, ...]) -> Iterator[Question]:
    for name, other in ((predicate, _SECOND + predicate), (_SECOND + predicate, predicate)):
        yield (_literal(name, terms), _literal(other, terms, negated=True))


def _literal(predicate: str, terms: tuple[Term, ...], *, negated: bool = False) -> form.Literal:
    return form.Literal(Atom(predicate, terms), negated, "", Place(""))


class _Looking:
    """The search for differences, day by day, and on each day from what differs outwards."""

    def __init__(
        self, apart: Unlike, laws: tuple[Rulebook, Rulebook], asked: Sequence[_Asked], bounds: Bounds, seconds: float
    ) -> None:
        self.apart, self.laws, self.bounds = apart, laws, bounds
        self.asked = sorted(asked, key=lambda item: apart.touched[item.predicate])
        self.ends = monotonic() + seconds
        goals = [item.predicate for item in asked]
        self.cones = (cone(apart.first, goals), cone(apart.second, goals))
        self.found: dict[str, Differing] = {}
        self.done: list[date] = []
        self.left: list[date] = []
        self.unasked: list[date] = []
        self.open: set[str] = set()
        self.refuted = 0
        self._replays: tuple[Replays, Replays] | None = None

    def days(self) -> tuple[date, ...]:
        return days_that_matter(self.cones, [rule for program in self.cones for rule in program.rules])

    def on(self, day: date) -> None:
        """Look for differences on one day, in the conclusions that are not known to differ."""
        if any(is_out_of_force(law, day) for law in self.laws):
            self.unasked.append(day)
            return
        asked = [item for item in self.asked if item.predicate not in self.found]
        if not asked:
            return
        self.done.append(day)
        universe = universe_of(self.cones, predicates_used(self.cones), day, self.bounds)
        apart = unlike(*on_day(self.cones, universe))
        asked = [item for item in asked if item.predicate in apart.touched]
        if not asked or self._is_proved_alike(apart, day):
            return
        open_before = set(self.open)
        for item in asked:
            if item.predicate not in self.found and not self._ask(item, apart, day):
                self.open.add(item.predicate)
        if self.open != open_before:
            self.left.append(day)

    def _is_proved_alike(self, apart: Unlike, day: date) -> bool:
        """Whether what the rules that differ conclude themselves never differs: then nothing else does."""
        nearest = [predicate for predicate, away in apart.touched.items() if away == 0]
        seconds = self._seconds()
        if seconds <= 0:
            return False
        heads = {rule.head.predicate: rule.head for program in (apart.first, apart.second) for rule in program.rules}
        questions = [
            question
            for predicate in nearest
            for question in _either_way(
                predicate,
                tuple(Variable(f"argument {n}", term.kind) for n, term in enumerate(heads[predicate].arguments)),
            )
        ]
        swept = self._search(apart, nearest, day, questions).sweep(seconds, only_one=True)
        return swept.is_complete and not swept.found

    def _ask(self, asked: _Asked, apart: Unlike, day: date) -> bool:
        """Look for a matter in which one kind of conclusion differs; whether that is settled for the day."""
        seconds = self._seconds()
        if seconds <= 0:
            return False
        search = self._search(apart, (asked.predicate,), day, asked.questions)
        swept = search.sweep(seconds, only_one=True)
        if not swept.found:
            return swept.is_complete
        ((number, chosen),) = list(swept.found.items())[:1]
        least = search.smallest(number, self._seconds())
        for matter, is_smallest in ((least.chosen, least.is_complete), (chosen, False)):
            shown = self._replay(matter, day, asked.predicate, is_smallest) if matter is not None else None
            if shown is not None:
                for conclusion in shown.conclusions:
                    self.found.setdefault(conclusion.predicate, shown)
                return True
        self.refuted += 1
        return False

    def _seconds(self) -> float:
        """How long the next question may take: a share of what is left, so that no hard one takes it all."""
        return (self.ends - monotonic()) * _SHARE_OF_WHAT_IS_LEFT

    def _search(self, apart: Unlike, goals: Sequence[str], day: date, questions: Sequence[Question]) -> MatterSearch:
        """What both rulebooks need for some conclusions, as one program: what cannot differ stands in it once."""
        cones = (cone(apart.first, goals), cone(apart.second, goals))
        universe = universe_of(cones, predicates_used(cones), day, self.bounds)
        one, other = cones
        names = {name: _SECOND + name for name in (*apart.touched, *((PARAMETER,) if apart.parameters else ()))}
        rules = [*one.rules, *(renamed(rule, names) for rule in other.rules if rule.head.predicate in apart.touched)]
        if apart.parameters:
            fixed = {**universe.fixed, _SECOND + PARAMETER: parameters_on(other, universe.day)}
            universe = replace(universe, fixed=fixed)
        return MatterSearch(replace(one, rules=tuple(rules), strata=()), universe, questions)

    def _replay(self, chosen: Chosen, day: date, predicate: str, is_smallest: bool) -> Differing | None:
        """What both conclude of a matter, where they conclude differently as the solver says."""
        if self._replays is None:
            self._replays = (Replays(self.laws[0]), Replays(self.laws[1]))
        things = self.bounds.things()
        one, other = (replays.run(chosen, things, day) for replays in self._replays)
        if one is None or other is None:
            return None
        conclusions = tuple(_side_by_side(one, other, sorted(self._read() & set(self.apart.touched))))
        holding = {item.predicate for item in conclusions}
        if predicate not in holding:
            return None
        outcomes = tuple(_outcomes(one, other))
        shown = witness(chosen, one, things, is_smallest=is_smallest)
        return Differing(matter=shown, conclusions=conclusions, outcomes=outcomes)

    def _read(self) -> set[str]:
        return {*self.apart.first.goals.values(), *self.apart.second.goals.values()}


def _side_by_side(one: Run, other: Run, predicates: Sequence[str]) -> Iterator[SideBySide]:
    """The conclusions that certainly hold in one run and certainly do not in the other."""
    for predicate in predicates:
        for holding, lacking, is_first in ((one, other, True), (other, one, False)):
            rows = holding.trace.must.get(predicate, frozenset()) - lacking.trace.may.get(predicate, frozenset())
            for row in sorted(rows, key=str):
                yield SideBySide(
                    predicate=predicate,
                    conclusion=holding.wording.sentence(predicate, row),
                    first="holds" if is_first else "does not hold",
                    second="does not hold" if is_first else "holds",
                    rules=firing_rules(holding, predicate, row),
                )


def _outcomes(one: Run, other: Run) -> Iterator[OutcomeApart]:
    for question in dict.fromkeys((*asked_about(one), *asked_about(other))):
        first, second = told_outcome(one, question), told_outcome(other, question)
        if first != second:
            kind, subject, provision = question
            yield OutcomeApart(kind=kind, subject=subject, provision=provision, first=first, second=second)
