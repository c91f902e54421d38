"""The shape of a rulebook: rules that never fire, rules that add nothing, provisions that clash, and what none reaches.

Each question is put to the solver over a bounded universe. What it finds is a matter, which counts once the reference
engine has run it and concludes the same; where it finds none, that is a proof for the universe and no further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from decidendi.determinations.comparing import told_outcome
from decidendi.determinations.determine import Run, asked_about
from decidendi.determinations.equivalence import RuleShown, firing_rules, is_out_of_force, shown_rule
from decidendi.determinations.model import Frozen
from decidendi.determinations.proposed_matters import FIRED, Replays, Witness, witness
from decidendi.facts.kinds import thing_kind
from decidendi.facts.periods import always
from decidendi.reasoning.bounded import Bounds, cone, days_that_matter, predicates_used, universe_of
from decidendi.reasoning.law_of_a_day import on_day
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.solver_matters import Chosen, MatterSearch, Question
from decidendi.refusal import Place, Refusal
from decidendi.rules import form
from decidendi.rules.form import (
    DAY_ASKED,
    POSSIBLE,
    SUPPOSED,
    WITHDRAWN,
    Atom,
    Constant,
    Program,
    Rule,
    Term,
    Variable,
)
from decidendi.rules.rulebook import Rulebook

Kind = Literal["dead rule", "subsumed rule", "clash", "overlap", "licence never used", "gap"]
Settled = Literal["matter found", "no matter", "not settled"]
Progress = Callable[[Sequence[date]], Iterator[date]]
KINDS: Final[tuple[Kind, ...]] = ("dead rule", "subsumed rule", "clash", "overlap", "licence never used", "gap")
_OUTSIDE: Final = (SUPPOSED, WITHDRAWN, POSSIBLE)
_PROHIBITS: Final = ("on its face", "prohibited")
_PERMITS: Final = ("exempt", "authorized under", "authorized")
_ROLES: Final = (
    "dealing_origin",
    "dealing_to",
    "dealing_for_the_benefit_of",
    "dealing_through",
    "dealing_signed_by",
    "dealing_negotiated_with",
    "dealing_paid_by",
)
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
class _Asked:
    """A question: its kind, what it says of whom, and the rules it is about by their numbers."""

    kind: Kind
    statement: str
    question: Question
    provisions: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()


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
        seconds: the budget for one day.
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
    return looking.shape()


class _Looking:
    def __init__(self, rulebook: Rulebook, seconds: float, under: Sequence[str], bounds: Bounds) -> None:
        self.rulebook, self.seconds, self.bounds = rulebook, seconds, bounds
        self.program = rulebook.program
        self.under = _provisions_under(rulebook, under)
        self.outside = [number for number, rule in enumerate(self.program.rules) if _is_outside(rule)]
        self.studied = [
            number
            for number, rule in enumerate(self.program.rules)
            if number not in self.outside and rule.provision in self.under
        ]
        self.asked = [*self._firing(), *self._subsuming(), *self._clashing(), *self._gaps()]
        self.found: dict[int, _Found] = {}
        self.open: set[int] = set()
        self.done: list[date] = []
        self.left: list[date] = []
        self.unasked: list[date] = []
        self.unreplayed: set[int] = set()
        self.replays = Replays(rulebook)

    def days(self) -> tuple[date, ...]:
        return days_that_matter((self.program,), self.program.rules)

    def on(self, day: date) -> None:
        """Ask on one day what no earlier one has settled."""
        numbers = [number for number in range(len(self.asked)) if number not in self.found]
        if not numbers:
            return
        if is_out_of_force(self.rulebook, day):
            self.unasked.append(day)
            return
        program = _firing_told(self.program, self.studied)
        questions = [self.asked[number].question for number in numbers]
        goals = {c.atom.predicate for question in questions for c in question if isinstance(c, form.Literal)}
        program = cone(program, goals)
        universe = universe_of((program,), predicates_used((program,)) | goals, day, self.bounds)
        (standing,) = on_day((program,), universe)
        search = MatterSearch(standing, universe, questions)
        swept = search.sweep(self.seconds)
        self.done.append(day)
        if not swept.is_complete:
            self.left.append(day)
            self.open.update(number for index, number in enumerate(numbers) if index not in swept.found)
        runs: dict[Chosen, Run | None] = {}
        for index, chosen in sorted(swept.found.items()):
            number = numbers[index]
            matters = [(chosen, False)]
            if self.asked[number].kind in ("clash", "gap"):
                least = search.smallest(index, self.seconds * _SHARE_OF_A_QUESTION)
                if least.chosen is not None:
                    matters.insert(0, (least.chosen, least.is_complete))
            for matter, is_smallest in matters:
                if matter not in runs:
                    runs[matter] = self.replays.run(matter, self.bounds.things(), day)
                done = runs[matter]
                if done is not None and self.replays.holds(done, self.asked[number].question):
                    self.found[number] = _Found(matter, done, is_smallest)
                    break
            else:
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
            days_left=tuple(self.left),
            days_unasked=tuple(self.unasked),
            unreplayed=len(self.unreplayed - set(self.found)),
            things=self.bounds.things(),
            seconds=self.seconds,
        )

    def _settled(self, number: int) -> Settled:
        if number in self.found:
            return "matter found"
        return "not settled" if number in self.open or number in self.unreplayed else "no matter"

    def _finding(self, number: int, asked: _Asked) -> Finding | None:
        settled = self._settled(number)
        if asked.kind in ("dead rule", "subsumed rule") and settled == "matter found":
            return None
        if asked.kind == "subsumed rule" and not self._fires(asked.rules[0]):
            return None  # a rule that is dead is no news as one that adds nothing
        rules = tuple(shown_rule(self.rulebook, self.program.rules[rule]) for rule in asked.rules)
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

    def _firing(self) -> Iterator[_Asked]:
        for number in self.studied:
            rule = self.program.rules[number]
            statement = "no matter makes it fire"
            yield _Asked("dead rule", statement, (_fires(number, rule, rule.head.arguments),), rules=(number,))

    def _subsuming(self) -> Iterator[_Asked]:
        """For each two rules of one conclusion: that one fires and the other does not."""
        by_head: dict[str, list[int]] = {}
        for number in self.studied:
            by_head.setdefault(self.program.rules[number].head.predicate, []).append(number)
        for numbers in by_head.values():
            for one in numbers:
                for other in numbers:
                    terms = _common(self.program.rules[one].head, self.program.rules[other].head)
                    if one == other or terms is None:
                        continue
                    question = (
                        _fires(one, self.program.rules[one], terms),
                        replace(_fires(other, self.program.rules[other], terms), negated=True),
                    )
                    statement = "whenever it fires, the other fires too, with the same conclusion"
                    yield _Asked("subsumed rule", statement, question, rules=(one, other))

    def _clashing(self) -> Iterator[_Asked]:
        """For each prohibition and each exemption or licence, and for each two of these: that both apply."""
        prohibits, permits = self._labelled(_PROHIBITS[:1]) or self._labelled(_PROHIBITS[1:]), self._labelled(_PERMITS)
        for one in prohibits:
            for other in permits:
                if not (one[2] or other[2]):
                    continue
                statement = f"{one[1]} prohibits what {other[1]} permits"
                yield _Asked("clash", statement, (one[0], other[0]), (one[1], other[1]))
        for index, one in enumerate(permits):
            for other in permits[index + 1 :]:
                if not (one[2] or other[2]):
                    continue
                statement = f"{one[1]} and {other[1]} permit the same"
                yield _Asked("overlap", statement, (one[0], other[0]), (one[1], other[1]))

    def _labelled(self, goals: Sequence[str]) -> list[tuple[form.Literal, str, bool]]:
        """What is concluded of one dealing under each label, and whether a rule that is asked about concludes it."""
        found: dict[str, tuple[form.Literal, str, bool]] = {}
        predicates = [self.program.goals[goal] for goal in goals if goal in self.program.goals]
        for predicate in predicates:
            for rule in self.program.rules:
                label = " ".join(str(term.value) for term in rule.head.arguments if isinstance(term, Constant))
                if rule.head.predicate == predicate and label:
                    terms = tuple(_DEALING if term.kind == "dealing" else term for term in rule.head.arguments)
                    is_under = rule.provision in self.under or (label in found and found[label][2])
                    found[label] = (_literal(predicate, terms), label, is_under)
        return list(found.values())

    def _gaps(self) -> Iterator[_Asked]:
        """A dealing in which a blocked party has a part, and that nothing prohibits, exempts or authorizes."""
        goals = self.program.goals
        speaks = [goals[goal] for goal in (*_PROHIBITS, *_PERMITS) if goal in goals]
        if not speaks or set(self.under) != set(self.rulebook.provisions):
            return
        silent = tuple(replace(self._about(predicate), negated=True) for predicate in speaks)
        there = _literal("dealing_kind", (_DEALING, Variable("_kind", "text")))
        yield _Asked("gap", "a dealing that no provision prohibits, exempts or authorizes", (there, *silent))
        blocked = goals.get("blocked")
        if blocked is None or [thing_kind(slot.kind) for slot in self.program.schemas[blocked].slots] != [
            "party",
            "period",
        ]:
            return
        party, day = Variable("party", "party"), Variable("day", "period")
        for role in _ROLES:
            question = (
                _literal(role, (_DEALING, party)),
                _literal(DAY_ASKED, (day,)),
                _literal(blocked, (party, day)),
                *silent,
            )
            name = role.removeprefix("dealing_").replace("_", " ").replace("origin", "from")
            statement = f"a dealing {name} a blocked party that no provision prohibits, exempts or authorizes"
            yield _Asked("gap", statement, question)

    def _about(self, predicate: str) -> form.Literal:
        slots = self.program.schemas[predicate].slots
        terms = tuple(
            _DEALING if slot.kind == "dealing" else Variable(f"_{index}", slot.kind) for index, slot in enumerate(slots)
        )
        return _literal(predicate, terms)

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
                        in [self.program.goals.get(goal) for goal in _PERMITS]
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


_DEALING: Final = Variable("dealing", "dealing")


def _provisions_under(rulebook: Rulebook, under: Sequence[str]) -> frozenset[str]:
    if not under:
        return frozenset(rulebook.provisions)
    found: set[str] = set()
    for text in under:
        fitting = {
            name
            for name, item in rulebook.provisions.items()
            if text in (item.label, item.number) or name == text or name.startswith((f"{text}/", f"{text}@"))
        }
        if not fitting:
            raise Refusal.at(
                Place("--under"),
                f"no provision is called `{text}`",
                expected="a label such as `4(a)`, or an identifier such as `/us/eo/13818`",
                mend="see `decidendi check --coverage` for what there is",
            )
        found |= fitting
    return frozenset(found)


def _is_outside(rule: Rule) -> bool:
    return rule.only_possible or any(
        isinstance(c, form.Literal) and not c.negated and c.atom.predicate.startswith(_OUTSIDE) for c in rule.body
    )


def _literal(predicate: str, terms: tuple[Term, ...]) -> form.Literal:
    return form.Literal(Atom(predicate, terms), False, "", Place(""))


def _fires(number: int, rule: Rule, terms: tuple[Term, ...]) -> form.Literal:
    """That a rule fires. One that adds up is the only one of its conclusion, which says as much."""
    return _literal(rule.head.predicate if rule.sum is not None else f"{FIRED}{number}", terms)


def _common(one: Atom, other: Atom) -> tuple[Term, ...] | None:
    """The arguments of a conclusion that both rules can draw, or nothing where their words differ."""
    terms: list[Term] = []
    for index, (first, second) in enumerate(zip(one.arguments, other.arguments, strict=True)):
        if isinstance(first, Constant) and isinstance(second, Constant) and first.value != second.value:
            return None
        if isinstance(first, Constant):
            terms.append(first)
        else:
            terms.append(second if isinstance(second, Constant) else Variable(f"argument {index}", first.kind))
    return tuple(terms)


def _firing_told(program: Program, numbers: Sequence[int]) -> Program:
    """The program in which each of some rules concludes that it fires, and from that what it did before."""
    chosen = set(numbers)
    rules: list[Rule] = []
    for number, rule in enumerate(program.rules):
        if number not in chosen or rule.sum is not None:
            rules.append(rule)
            continue
        fired = Atom(f"{FIRED}{number}", rule.head.arguments)
        rules.append(replace(rule, head=fired))
        body = (form.Literal(fired, False, "", rule.place),)
        rules.append(replace(rule, body=body, day=None, in_force=always()))
    return replace(program, rules=tuple(rules), strata=())
