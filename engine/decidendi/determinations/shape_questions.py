"""The questions about the shape of a rulebook: each a list of conditions that a matter may bring together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from decidendi.determinations.proposed_matters import FIRED
from decidendi.facts.kinds import thing_kind
from decidendi.facts.periods import always
from decidendi.reasoning.solver_matters import Question
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
KINDS: Final[tuple[Kind, ...]] = ("dead rule", "subsumed rule", "clash", "overlap", "licence never used", "gap")
_OUTSIDE: Final = (SUPPOSED, WITHDRAWN, POSSIBLE)
_PROHIBITS: Final = ("on its face", "prohibited")
PERMITS: Final = ("exempt", "authorized under", "authorized")
_ROLES: Final = (
    "dealing_origin",
    "dealing_to",
    "dealing_for_the_benefit_of",
    "dealing_through",
    "dealing_signed_by",
    "dealing_negotiated_with",
    "dealing_paid_by",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its kind, what it says of whom, and the rules it is about by their numbers."""

    kind: Kind
    statement: str
    question: Question
    provisions: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()


class Questions:
    """The questions of each kind about the provisions under some labels."""

    def __init__(self, rulebook: Rulebook, under: Sequence[str]) -> None:
        """Choose the rules that are asked about.

        Raises:
            Refusal: no provision is under one of the labels.
        """
        self.rulebook, self.program = rulebook, rulebook.program
        self.under = _provisions_under(rulebook, under)
        self.outside = [number for number, rule in enumerate(self.program.rules) if _is_outside(rule)]
        self.studied = [
            number
            for number, rule in enumerate(self.program.rules)
            if number not in self.outside and rule.provision in self.under
        ]

    def all(self) -> list[Asked]:
        """The questions, in the order of their kinds."""
        return [*self._firing(), *self._subsuming(), *self._clashing(), *self._gaps()]

    def _firing(self) -> Iterator[Asked]:
        for number in self.studied:
            rule = self.program.rules[number]
            statement = "no matter makes it fire"
            yield Asked("dead rule", statement, (_fires(number, rule, rule.head.arguments),), rules=(number,))

    def _subsuming(self) -> Iterator[Asked]:
        """For each two rules of one conclusion: that one fires and the other does not."""
        by_head: dict[str, list[int]] = {}
        for number in self.studied:
            by_head.setdefault(self.program.rules[number].head.predicate, []).append(number)
        for numbers in by_head.values():
            for one in numbers:
                for other in numbers:
                    terms = common(self.program.rules[one].head, self.program.rules[other].head)
                    if one == other or terms is None:
                        continue
                    question = (
                        _fires(one, self.program.rules[one], terms),
                        replace(_fires(other, self.program.rules[other], terms), negated=True),
                    )
                    statement = "whenever it fires, the other fires too, with the same conclusion"
                    yield Asked("subsumed rule", statement, question, rules=(one, other))

    def _clashing(self) -> Iterator[Asked]:
        """For each prohibition and each exemption or licence, and for each two of these: that both apply."""
        prohibits, permits = self._labelled(_PROHIBITS[:1]) or self._labelled(_PROHIBITS[1:]), self._labelled(PERMITS)
        for one in prohibits:
            for other in permits:
                if not (one[2] or other[2]):
                    continue
                statement = f"{one[1]} prohibits what {other[1]} permits"
                yield Asked("clash", statement, (one[0], other[0]), (one[1], other[1]))
        for index, one in enumerate(permits):
            for other in permits[index + 1 :]:
                if not (one[2] or other[2]):
                    continue
                statement = f"{one[1]} and {other[1]} permit the same"
                yield Asked("overlap", statement, (one[0], other[0]), (one[1], other[1]))

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

    def _gaps(self) -> Iterator[Asked]:
        """A dealing in which a blocked party has a part, and that nothing prohibits, exempts or authorizes."""
        goals = self.program.goals
        speaks = [goals[goal] for goal in (*_PROHIBITS, *PERMITS) if goal in goals]
        if not speaks or set(self.under) != set(self.rulebook.provisions):
            return
        silent = tuple(replace(self._about(predicate), negated=True) for predicate in speaks)
        there = _literal("dealing_kind", (_DEALING, Variable("_kind", "text")))
        yield Asked("gap", "a dealing that no provision prohibits, exempts or authorizes", (there, *silent))
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
            yield Asked("gap", statement, question)

    def _about(self, predicate: str) -> form.Literal:
        slots = self.program.schemas[predicate].slots
        terms = tuple(
            _DEALING if slot.kind == "dealing" else Variable(f"_{index}", slot.kind) for index, slot in enumerate(slots)
        )
        return _literal(predicate, terms)


_DEALING: Final = Variable("dealing", "dealing")


def _literal(predicate: str, terms: tuple[Term, ...]) -> form.Literal:
    return form.Literal(Atom(predicate, terms), False, "", Place(""))


def _fires(number: int, rule: Rule, terms: tuple[Term, ...]) -> form.Literal:
    """That a rule fires. One that adds up is the only one of its conclusion, which says as much."""
    return _literal(rule.head.predicate if rule.sum is not None else f"{FIRED}{number}", terms)


def common(one: Atom, other: Atom) -> tuple[Term, ...] | None:
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


def firing_told(program: Program, numbers: Sequence[int]) -> Program:
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
