"""From a sum as written to rules: what is added up, which of it counts, and whether it reaches the threshold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from decidendi.facts.kinds import PredicateSchema, Silence, Slot
from decidendi.facts.periods import parse_period
from decidendi.rules.blocks import Sentence, Step, Total, alternatives, said
from decidendi.rules.completing import bind_days, narrow
from decidendi.rules.form import Atom, Condition, Constant, Literal, Rule, Sum, Variable
from decidendi.rules.phrases import PhraseError, with_article
from decidendi.rules.scopes import Origin, Scope

if TYPE_CHECKING:
    from decidendi.rules.compiling import RuleCompiler

TOTAL: Final = "total: "
TABLE: Final = "table: "
COUNTED: Final = "counted: "
WHOLE: Final = "whole: "


def compile_total(compiler: RuleCompiler, total: Total, scope: Scope, origin: Origin) -> Literal | None:
    """The condition that a sum reaches its threshold; the rules that settle it are added to the compiler's.

    `None` where the sum cannot be understood; the compiler then holds the problem.
    """
    return _TotalCompiler(compiler, total, scope, origin).condition()


class _TotalCompiler:
    def __init__(self, compiler: RuleCompiler, total: Total, scope: Scope, origin: Origin) -> None:
        self.compiler = compiler
        self.total = total
        self.scope = scope
        self.origin = origin
        self.identifier = f"{origin.provision.identifier}#{total.place.line}"

    def condition(self) -> Literal | None:
        threshold = self._threshold()
        tables = [self._body(way, self.scope.copy()) for way in alternatives(self.total.table)]
        if threshold is None or any(item is None for item in tables):
            return None
        bodies = [item for item in tables if item is not None]
        known = bodies[0][1].variables
        named = [*self.total.units, self.total.value]
        if not self._introduced(named, bodies):
            return None
        used = {term for body, _ in bodies for condition in body for term in _variables(condition)}
        group = tuple(variable for variable in self.scope.variables.values() if variable in used)
        units = tuple(known[name] for name in self.total.units)
        table = Atom(TABLE + self.identifier, (*group, *units, known[self.total.value]))
        for number, (body, inner) in enumerate(bodies, start=1):
            bind_days(table, body, self.total.place)
            narrow([*inner.variables.values()], body, self.compiler.schema, self.total.place)
            self._add(f"{TABLE}{self.identifier}.{number}", table, body)
        of_table = Literal(table, False, "", self.total.place)
        given = Scope({variable.name: variable for variable in (*group, *units)}, self.scope.count + 100)
        counted = Atom(COUNTED + self.identifier, (*group, *units))
        for number, way in enumerate(alternatives(self.total.counted), start=1):
            item = self._body(way, given.copy())
            if item is None:
                return None
            self._add(f"{COUNTED}{self.identifier}.{number}", counted, [of_table, *item[0]])
        head = Atom(TOTAL + self.identifier, group)
        conditions: list[Condition] = [
            Literal(table, False, self.total.text, self.total.place),
            Literal(counted, False, said(self.total.counted), self.total.place),
        ]
        whole = Atom(WHOLE + self.identifier, group)
        for number, way in enumerate(alternatives(self.total.whole) if self.total.whole else (), start=1):
            item = self._body(way, Scope({variable.name: variable for variable in group}, self.scope.count + 200))
            if item is None:
                return None
            self._add(f"{WHOLE}{self.identifier}.{number}", whole, [of_table, *item[0]])
        if self.total.whole:
            conditions.append(Literal(whole, False, said(self.total.whole), self.total.place))
        self._declare(head, table, counted, whole)
        rule = self._add(f"{TOTAL}{self.identifier}", head, conditions)
        compiler_rules = self.compiler.rules
        compiler_rules[compiler_rules.index(rule)] = replace(
            rule, sum=Sum(len(group), threshold, self.total.more_than, self.total.undisclosed)
        )
        return Literal(head, False, self.total.text, self.total.place)

    def _threshold(self) -> Constant | str | None:
        try:
            words, phrases = self.compiler.grammar.split(self.total.threshold)
        except PhraseError:
            words, phrases = "", ()
        if words == "{}" and phrases[0].kind == "share":
            if phrases[0].parameter:
                return phrases[0].parameter
            if len(phrases[0].values) == 1:
                return Constant(phrases[0].values[0], "share")
        self.compiler.refuse(
            self.total.place,
            f"`{self.total.threshold}` is not what a sum of shares can be compared with",
            "write a share such as `50 percent`, or declare a `parameter` and write `the NAME`",
            expected="a share, or a parameter that holds one",
        )
        return None

    def _body(self, way: tuple[Step, ...], scope: Scope) -> tuple[list[Condition], Scope] | None:
        body: list[Condition] = []
        for item in way:
            if not isinstance(item, Sentence):
                self.compiler.refuse(
                    item.place,
                    "an exception or a sum stands within a sum",
                    "give it a term and a rule of its own, and use the term here",
                    expected="plain conditions",
                )
                return None
            conditions = self.compiler.condition(item, scope)
            if conditions is None:
                return None
            body += conditions
        return body, scope

    def _introduced(self, named: list[str], bodies: list[tuple[list[Condition], Scope]]) -> bool:
        for name in named:
            for _, inner in bodies:
                if name in self.scope.variables or name not in inner.variables:
                    self.compiler.refuse(
                        self.total.place,
                        f"the sum does not introduce {with_article(name)}",
                        f"introduce `{with_article(name)}` in the conditions below `where`",
                        expected=", ".join(f"`{with_article(noun)}`" for noun in named),
                        found=f"`{self.total.text}`",
                    )
                    return False
        return True

    def _add(self, identifier: str, head: Atom, body: list[Condition]) -> Rule:
        # In force always: whether the law applies is for the rule that looks at the sum.
        rule = replace(
            self.origin.rule(identifier, head, tuple(body), self.total.place),
            in_force=parse_period("../.."),
            day=None,
            reading=None,
        )
        self.compiler.rules.append(rule)
        self.compiler.is_safe(rule)
        return rule

    def _declare(self, total: Atom, table: Atom, counted: Atom, whole: Atom) -> None:
        def slot(variable: Variable) -> Slot:
            return Slot(re.sub(r"\W", "_", variable.name), variable.kind)

        def spoken(variables: tuple[Variable, ...]) -> str:
            return ", ".join(f"{{{slot(variable).name}}}" for variable in variables) or "the matter"

        group, units = total.variables(), counted.variables()[len(total.arguments) :]
        value = table.variables()[-1]
        for atom, sentence in (
            (total, f"{self.total.text}, for {spoken(group)}"),
            (table, f"{spoken((value,))} of {spoken(units)} is added up for {spoken(group)}"),
            (whole, f"what is added up for {spoken(group)} is the whole"),
            (counted, f"what is added up of {spoken(units)} for {spoken(group)} counts"),
        ):
            slots = tuple(slot(variable) for variable in atom.variables())
            self.compiler.book.schemas[atom.predicate] = PredicateSchema(
                atom.predicate, slots, (sentence,), Silence.ABSENT, "", ""
            )


def _variables(condition: Condition) -> tuple[Variable, ...]:
    terms = condition.atom.arguments if isinstance(condition, Literal) else condition.arguments
    return tuple(term for term in terms if isinstance(term, Variable))


def is_part_of_a_sum(predicate: str) -> bool:
    """Whether a predicate was made for a sum: its table, what counts, or the total."""
    return predicate.startswith((TOTAL, TABLE, COUNTED, WHOLE))
