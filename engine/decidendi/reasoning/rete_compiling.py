"""From a program to a rete network: kinds of facts, conditions with joins, and what the host does on a match.

Only the safe part of durable_rules' language is written: positive conditions that test one kind of fact, constants
and equality with earlier conditions, each closed by a padding test. Negation, comparisons and the law in force
become guards. Nothing here touches the engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from math import isqrt
from typing import Any, Final

from decidendi.facts.periods import always
from decidendi.reasoning.planning import plan, positive_conditions
from decidendi.reasoning.rete_guards import (
    Guard,
    Source,
    absence_guard,
    comparison_guard,
    in_force_guard,
    none_such_guard,
)
from decidendi.reasoning.summing import SumRule
from decidendi.refusal import Place, Refusal
from decidendi.rules.form import Comparison, Constant, Literal, Program, Rule, Term, Variable

MOST_CONDITIONS: Final = 15
MOST_JOINS: Final = 25
MOST_RULES: Final = 4_000
MOST_SLOTS: Final = 240
MOST_CONDITIONS_OF_A_KIND: Final = 60

SID: Final = "0"
BEGIN: Final = "begin"
NAME_LENGTH: Final = 5
PAD: Final[dict[str, Any]] = {"$and": [{"$ex": {"kind": 1}}]}  # keeps the engine's scan inside the expression

_BEGIN_RULE: Final = {"all": [{"c0": {"$and": [{"kind": "$begin"}, PAD]}}]}
_ALWAYS: Final = always()
_RESERVED: Final = ("id", "sid", "kind", "sub", "$s", "$i", "$m")


class EngineLimit(Refusal):
    """A program or a matter is larger than the rete engine takes. No answer is given."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact that the network takes.

    A predicate has several where one rule looks at it twice, since a fact of the engine fills at most one condition
    of a firing, and where its conditions are more than the engine allows for one kind. `message` is the fact as JSON
    with a place for its identifier and for the codes at `positions`, which are those that some condition tests;
    `same` are positions that must be equal.
    """

    message: str
    positions: tuple[int, ...]
    same: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """What the host does on a match: check the guards, conclude, and note premises as the rule has them."""

    number: int
    rule: Rule
    level: int
    predicate: str
    size: int
    head: tuple[Source, ...]
    head_values: tuple[Source, ...]
    premises: tuple[int, ...]
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A program as the engine and its host take it.

    `ruleset` is the engine's rules as JSON. `codes` are the words for the constants of the rules. `seen` are the
    predicates whose rows the host keeps as facts: those that rules look at or conclude. `sums` are the rules that add
    up, by stratum; they are the host's alone.
    """

    ruleset: str
    kinds: dict[str, tuple[Kind, ...]]
    by_name: dict[str, CompiledRule]
    unconditional: tuple[tuple[CompiledRule, ...], ...]
    codes: dict[Any, str]
    seen: frozenset[str]
    rules: tuple[CompiledRule, ...]
    sums: tuple[tuple[SumRule, ...], ...]


@lru_cache(maxsize=4096)
def engine_hash(text: str) -> int:
    """FNV-1a of 32 bits: the engine tells names and identifiers apart by this and by nothing else."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def compile_network(program: Program) -> Network:
    """The network of a program.

    Raises:
        EngineLimit: the program has more conditions, rules or kinds than the engine takes.
    """
    return _Compiler(program).network()


@dataclass(slots=True)
class _KindInMaking:
    """A kind while conditions are assigned to it: how many look at it."""

    predicate: str
    same: tuple[tuple[int, int], ...]
    number: int
    conditions: int = 1
    positions: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Condition:
    kind: _KindInMaking
    tests: list[dict[str, Any]]


class _Compiler:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.codes: dict[Any, str] = {}
        self.kinds: dict[str, list[_KindInMaking]] = {}
        self.count = 0
        self.levels = {name: level for level, stratum in enumerate(program.strata) for name in stratum}

    def network(self) -> Network:
        rules = [self._rule(number, rule) for number, rule in enumerate(self.program.rules) if rule.sum is None]
        sums = [SumRule(number, rule) for number, rule in enumerate(self.program.rules) if rule.sum is not None]
        by_level = sorted((item for item, _ in rules), key=lambda item: item.level)
        conditions = {item.number: found for item, found in rules}
        if len(rules) > MOST_RULES:
            raise EngineLimit.at(
                rules[-1][0].rule.place,
                f"the rete engine takes at most {MOST_RULES:,} rules",
                found=f"{len(rules):,}, alternatives counted one by one",
                mend="make two rulebooks of this one",
            )
        names = {f"r{item.number:0{NAME_LENGTH - 1}d}": item for item in by_level if item.size}
        in_a_group = isqrt(self.count) + 1
        ruleset: dict[str, Any] = {
            name: {
                "all": [
                    {f"c{index}": {"$and": [*_kind_tests(made.kind.number, in_a_group), *made.tests, PAD]}}
                    for index, made in enumerate(conditions[item.number])
                ]
            }
            for name, item in names.items()
        }
        ruleset["_begin"] = _BEGIN_RULE
        _check_names(self.kinds)
        return Network(
            ruleset=json.dumps(ruleset),
            kinds={
                predicate: tuple(_finished(kind, in_a_group) for kind in kinds)
                for predicate, kinds in self.kinds.items()
            },
            by_name=names,
            unconditional=tuple(
                tuple(item for item in by_level if item.level == level and not item.size)
                for level in range(len(self.program.strata))
            ),
            codes=self.codes,
            seen=frozenset(
                {rule.head.predicate for rule in self.program.rules}
                | {c.atom.predicate for rule in self.program.rules for c in rule.body if isinstance(c, Literal)}
            ),
            rules=tuple(item for item, _ in rules),
            sums=tuple(
                tuple(item for item in sums if self.levels[item.head] == level)
                for level in range(len(self.program.strata))
            ),
        )

    def code(self, value: Any) -> str:
        """The word that stands for a value, in rules and in facts."""
        found = self.codes.get(value)
        if found is None:
            found = self.codes[value] = f"v{len(self.codes)}"
        return found

    def _rule(self, number: int, rule: Rule) -> tuple[CompiledRule, list[_Condition]]:
        ordered = plan(rule)
        positives = [c for c in ordered if isinstance(c, Literal) and not c.negated]
        if len(positives) > MOST_CONDITIONS:
            raise EngineLimit.at(
                rule.place,
                f"the rete engine takes at most {MOST_CONDITIONS} conditions that are not negated",
                found=f"a rule with {len(positives)}",
                mend="give some of the conditions a term of their own",
            )
        bound: dict[Variable, tuple[int, int]] = {}
        made: list[_Condition] = []
        for index, literal in enumerate(positives):
            made.append(self._condition(rule, literal, bound, made))
            for position, term in enumerate(literal.atom.arguments):
                if isinstance(term, Variable):
                    bound.setdefault(term, (index, position))
        place = {id(literal): index for index, literal in enumerate(positives)}
        head = [_source(term, bound) for term in rule.head.arguments]
        guards = [self._guard(c, bound) for c in ordered if isinstance(c, Comparison) or c.negated]
        if rule.day is not None and rule.in_force != _ALWAYS:
            guards.insert(0, in_force_guard(rule, bound))
        compiled = CompiledRule(
            number=number,
            rule=rule,
            level=self.levels[rule.head.predicate],
            predicate=rule.head.predicate,
            size=len(positives),
            head=tuple((at, self.code(what) if at < 0 else what) for at, what in head),
            head_values=tuple(head),
            premises=tuple(place[id(literal)] for literal in positive_conditions(rule)),
            guards=tuple(guards),
        )
        return compiled, made

    def _condition(
        self, rule: Rule, literal: Literal, bound: dict[Variable, tuple[int, int]], others: list[_Condition]
    ) -> _Condition:
        constants: list[dict[str, Any]] = []
        joins: list[dict[str, Any]] = []
        same: list[tuple[int, int]] = []
        tested: set[int] = set()
        here: dict[Variable, int] = {}
        for position, term in enumerate(literal.atom.arguments):
            if isinstance(term, Constant):
                constants.append({f"a{position}": self.code(term.value)})
                tested.add(position)
            elif term in bound:
                earlier, there = bound[term]
                joins.append({f"a{position}": {f"c{earlier}": f"a{there}"}})
                others[earlier].kind.positions.add(there)
                tested.add(position)
            elif term in here:
                same.append((here[term], position))
            else:
                here[term] = position
        if len(joins) > MOST_JOINS:
            raise EngineLimit.at(
                rule.place,
                f"the rete engine takes at most {MOST_JOINS} words that a condition shares with those before it",
                found=f"{len(joins)} in `{literal.text}`",
                mend="give some of the conditions a term of their own",
            )
        tests = [*constants, *joins]
        taken = [other.kind for other in others]
        kind = self._kind(literal.atom.predicate, tuple(same), taken)
        kind.positions |= tested
        return _Condition(kind, tests)

    def _kind(self, predicate: str, same: tuple[tuple[int, int], ...], taken: list[_KindInMaking]) -> _KindInMaking:
        """The kind that a condition takes: the first that has room and that no condition of the same rule takes."""
        kinds = self.kinds.setdefault(predicate, [])
        for kind in kinds:
            # One fact may meet 64 conditions at once, and conditions with the same tests count each.
            has_room = kind.conditions < MOST_CONDITIONS_OF_A_KIND
            if kind.same == same and has_room and not any(kind is other for other in taken):
                kind.conditions += 1
                return kind
        kinds.append(_KindInMaking(predicate, same, self.count))
        self.count += 1
        return kinds[-1]

    def _guard(self, condition: Comparison | Literal, bound: dict[Variable, tuple[int, int]]) -> Guard:
        if isinstance(condition, Comparison):
            return comparison_guard(condition, [_source(term, bound) for term in condition.arguments])
        sources: list[Source] = []
        positions: list[int] = []
        for position, term in enumerate(condition.atom.arguments):
            if isinstance(term, Constant):
                sources.append((-1, self.code(term.value)))
                positions.append(position)
            elif term in bound:
                sources.append(bound[term])
                positions.append(position)
        if len(positions) == len(condition.atom.arguments):
            return absence_guard(condition.atom.predicate, sources)
        return none_such_guard(condition.atom.predicate, tuple(positions), sources)


def _source(term: Term, bound: dict[Variable, tuple[int, int]]) -> Source:
    return (-1, term.value) if isinstance(term, Constant) else bound[term]


def _kind_tests(number: int, in_a_group: int) -> list[dict[str, Any]]:
    """Two tests rather than one: the engine tries the tests of a node one after the other.

    So the most rules that it takes have kinds enough for 250 tests below one node, of the 511 that it can follow.
    """
    return [{"kind": f"g{number // in_a_group}"}, {"sub": f"k{number % in_a_group}"}]


def _finished(kind: _KindInMaking, in_a_group: int) -> Kind:
    positions = tuple(sorted(kind.positions))
    tests = {name: word for test in _kind_tests(kind.number, in_a_group) for name, word in test.items()}
    fact = {"id": "%s", "sid": SID, **tests, **{f"a{position}": "%s" for position in positions}}
    return Kind(json.dumps(fact, separators=(",", ":")), positions, kind.same)


def _check_names(kinds: dict[str, list[_KindInMaking]]) -> None:
    """Names that the engine would take for one another are refused, and more of them than a fact may have."""
    slots = 1 + max((max(kind.positions, default=0) for found in kinds.values() for kind in found), default=0)
    properties = [*_RESERVED, *(f"a{position}" for position in range(slots))]
    aliases = [f"c{index}" for index in range(MOST_CONDITIONS)]
    if slots > MOST_SLOTS or any(
        len({engine_hash(name) for name in names}) != len(names) for names in (properties, aliases)
    ):
        raise EngineLimit.at(
            Place("the rete engine"),
            f"the rete engine takes at most {MOST_SLOTS} slots in a term",
            found=str(slots),
            mend="use fewer slots",
        )
