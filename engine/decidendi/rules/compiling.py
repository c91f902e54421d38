"""From a rule as written to rules of the intermediate form.

Each way through the alternatives of a rule becomes a rule of its own. An exception becomes a negated condition:
of the term it names where it is one sentence, else of a predicate made for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from decidendi.facts.kinds import PredicateSchema, Silence, Slot, is_kind
from decidendi.refusal import Place, Problem
from decidendi.rules.blocks import RuleBlock, Sentence, Unless, alternatives
from decidendi.rules.form import (
    DAY,
    KIND,
    PARAMETER,
    Atom,
    Comparison,
    Condition,
    Constant,
    Literal,
    Rule,
    Term,
    Variable,
)
from decidendi.rules.pages import Provision
from decidendi.rules.phrases import Grammar, Phrase
from decidendi.rules.sentences import KINDS_OF_THINGS, Match, SentenceBook

OPPOSITE: Final = "opposite: "
EXCEPTION: Final = "exception: "
_DEALING_DAY: Final = "dealing_on"


@dataclass
class _Scope:
    """The variables of one alternative, by name, and where each was introduced."""

    variables: dict[str, Variable] = field(default_factory=dict)
    count: int = 0

    def fresh(self, kind: str) -> Variable:
        self.count += 1
        return Variable(f"_{self.count}", kind)

    def copy(self) -> _Scope:
        return _Scope(dict(self.variables), self.count)


class RuleCompiler:
    """Compiles the rule blocks of one rulebook; problems are collected in `problems`."""

    def __init__(self, book: SentenceBook, grammar: Grammar, problems: list[Problem]) -> None:
        self.book = book
        self.grammar = grammar
        self.problems = problems
        self.rules: list[Rule] = []
        self._exceptions = 0

    def compile(self, block: RuleBlock, provision: Provision) -> list[Rule]:
        """The rules of one block, one for each way through its alternatives."""
        compiled: list[Rule] = []
        for number, way in enumerate(alternatives(block.items), start=1):
            count = len(self.problems)
            rule = self._alternative(block, provision, way, number)
            if rule is not None:
                compiled.append(rule)
            if len(self.problems) > count:
                break  # the other alternatives would repeat the same problems
        self.rules += compiled
        return compiled

    def _alternative(
        self, block: RuleBlock, provision: Provision, way: tuple[Sentence | Unless, ...], number: int
    ) -> Rule | None:
        scope = _Scope()
        head_match = self._match(block.head)
        if head_match is None:
            return None
        if head_match.pattern.schema is None or head_match.mode or head_match.predicate.startswith(KIND):
            self._refuse(
                block.head.place,
                f"`{block.head.text}` cannot be concluded",
                "conclude the sentence of a term",
            )
            return None
        head = self._atom(head_match, scope, block.head.place, fixed=False)
        if head is None:
            return None
        if head_match.negated:
            head = self._opposite(head, head_match.pattern.schema)
        body: list[Condition] = []
        for item in way:
            conditions = (
                self._condition(item, scope)
                if isinstance(item, Sentence)
                else self._exception(item, scope, block, provision, body)
            )
            if conditions is None:
                return None
            body += conditions
        day = self._day(head, scope, body, block.head.place)
        self._bind_days(head, scope, body, block.head.place)
        self._narrow(scope, head, body, block.head.place)
        rule = Rule(
            identifier=f"{provision.identifier}#{block.place.line}.{number}",
            provision=provision.identifier,
            head=head,
            body=tuple(body),
            in_force=provision.in_force,
            day=day,
            reading=(block.reading[1], block.reading[0]) if block.reading else None,
            only_possible=False,
            text=block.text,
            place=block.head.place,
        )
        return rule if self._is_safe(rule) else None

    def _refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        problem = Problem(place, what, mend, expected, found)
        if problem not in self.problems:
            self.problems.append(problem)

    def _match(self, sentence: Sentence) -> Match | None:
        match = self.book.match(sentence.text, self.grammar, sentence.place)
        if isinstance(match, Problem):
            self._refuse(match.place, match.what, match.mend, match.expected, match.found)
            return None
        return match

    def _condition(self, sentence: Sentence, scope: _Scope) -> list[Condition] | None:
        match = self._match(sentence)
        if match is None:
            return None
        if match.pattern.comparison is not None:
            return self._comparison(match, scope, sentence)
        extra: list[Condition] = []
        # What a negated condition introduces is known inside it alone: "for no time at all".
        inner = scope.copy() if match.negated else scope
        atom = self._atom(match, inner, sentence.place, fixed=True, extra=extra, sentence=sentence)
        if atom is None:
            return None
        if match.negated:
            scope.count = inner.count
            known = set(scope.variables)
            atom = Atom(
                atom.predicate,
                tuple(
                    scope.fresh(term.kind)
                    if isinstance(term, Variable) and not term.is_anonymous and term.name not in known
                    else term
                    for term in atom.arguments
                ),
            )
        return [Literal(atom, match.negated, sentence.text, sentence.place), *extra]

    def _comparison(self, match: Match, scope: _Scope, sentence: Sentence) -> list[Condition] | None:
        comparison = match.pattern.comparison
        assert comparison is not None
        first, second = match.phrases
        if comparison.name in ("same", "differs") and second.article in ("a", "an"):
            kind = self.grammar.nouns[second.noun]
            if second.noun == "person" or kind in KINDS_OF_THINGS:
                subject = self._term(first, scope, sentence.place)
                if subject is None:
                    return None
                negated = match.negated != (comparison.name == "differs")
                return [Literal(Atom(KIND + kind, (subject,)), negated, sentence.text, sentence.place)]
        terms: list[Term] = []
        for phrase in match.phrases:
            if phrase.introduces:
                self._refuse(
                    sentence.place,
                    f"`{phrase.text}` is introduced in a comparison",
                    f"introduce it in a condition before, then write `the {phrase.noun}`",
                    expected="something that the rule has introduced",
                )
                return None
            if len(phrase.values) > 1:
                if comparison.name not in ("same", "differs"):
                    self._refuse(sentence.place, f"`{phrase.text}` cannot be compared", "compare with one value")
                    return None
                terms += [Constant(value, phrase.kind) for value in phrase.values]
                continue
            extra: list[Condition] = []
            term = self._term(phrase, scope, sentence.place, extra)
            if term is None:
                return None
            terms.append(term)
        name = comparison.name
        negated = match.negated
        if len(terms) > 2:
            name, negated = "one of", negated != (comparison.name == "differs")
        return [Comparison(name, tuple(terms), negated, sentence.text, sentence.place)]

    def _atom(
        self,
        match: Match,
        scope: _Scope,
        place: Place,
        *,
        fixed: bool,
        extra: list[Condition] | None = None,
        sentence: Sentence | None = None,
    ) -> Atom | None:
        """The atom of a sentence; slots that the sentence leaves out become anonymous variables."""
        schema = match.pattern.schema
        assert schema is not None
        given: dict[str, Term] = {}
        for slot, phrase in zip(match.pattern.slots, match.phrases, strict=True):
            if len(phrase.values) > 1:
                if extra is None or sentence is None or match.negated:
                    self._refuse(place, f"`{phrase.text}` cannot stand here", "write one word, or several rules")
                    return None
                variable = scope.fresh(slot.kind)
                words = tuple(Constant(value, phrase.kind) for value in phrase.values)
                extra.append(Comparison("one of", (variable, *words), False, sentence.text, place))
                given[slot.name] = variable
                continue
            term = self._term(phrase, scope, place, extra)
            if term is None:
                return None
            given[slot.name] = term
        arguments = tuple(given.get(slot.name) or scope.fresh(slot.kind) for slot in schema.slots)
        return Atom(match.predicate, arguments)

    def _term(self, phrase: Phrase, scope: _Scope, place: Place, extra: list[Condition] | None = None) -> Term | None:
        if phrase.values:
            return Constant(phrase.values[0], phrase.kind)
        if phrase.parameter:
            value = scope.fresh(phrase.kind)
            if extra is None:
                self._refuse(place, f"`{phrase.text}` cannot stand here", "compare with it in a condition of its own")
                return None
            name = Constant(phrase.parameter, "text")
            extra.append(Literal(Atom(PARAMETER, (name, value)), False, phrase.text, place))
            return value
        known = scope.variables.get(phrase.variable)
        if phrase.introduces:
            if known is not None:
                self._refuse(
                    place,
                    f"`{phrase.text}` is introduced twice in one rule",
                    f"write `the {phrase.variable}` for the same one, or `another {phrase.noun}` for a different one",
                )
                return None
            known = scope.variables[phrase.variable] = Variable(phrase.variable, phrase.kind)
        elif known is None:
            close = ", ".join(f"`the {name}`" for name in scope.variables if not name.startswith("_")) or "nothing yet"
            self._refuse(
                place,
                f"`{phrase.text}` refers to nothing before it",
                f"introduce it with `a {phrase.noun}`, or use what is introduced",
                expected=f"one of {close}",
            )
            return None
        return known

    def _exception(
        self, unless: Unless, scope: _Scope, block: RuleBlock, provision: Provision, context: list[Condition]
    ) -> list[Condition] | None:
        ways = alternatives(unless.items)
        if len(ways) == 1 and len(ways[0]) == 1 and isinstance(ways[0][0], Sentence):
            sentence = ways[0][0]
            inner = scope.copy()
            conditions = self._condition(sentence, inner)
            if conditions is None:
                return None
            only = conditions[0]
            if len(conditions) == 1 and isinstance(only, Comparison):
                return [Comparison(only.name, only.arguments, not only.negated, f"unless {only.text}", only.place)]
            introduced = [name for name in inner.variables if name not in scope.variables]
            if len(conditions) == 1 and isinstance(only, Literal) and not only.negated and not introduced:
                scope.count = max(scope.count, inner.count)
                return [Literal(only.atom, True, f"unless {sentence.text}", sentence.place)]
        return self._made_exception(ways, unless, scope, block, provision, context)

    def _made_exception(
        self,
        ways: list[tuple[Sentence | Unless, ...]],
        unless: Unless,
        scope: _Scope,
        block: RuleBlock,
        provision: Provision,
        context: list[Condition],
    ) -> list[Condition] | None:
        """A predicate of its own for an exception of several conditions, over the variables it shares."""
        compiled: list[tuple[_Scope, list[Condition]]] = []
        for way in ways:
            inner = scope.copy()
            body: list[Condition] = []
            for item in way:
                conditions = (
                    self._condition(item, inner)
                    if isinstance(item, Sentence)
                    else self._exception(item, inner, block, provision, context)
                )
                if conditions is None:
                    return None
                body += conditions
            compiled.append((inner, body))
        used = {variable.name for _, body in compiled for variable in variables_of(body)}
        shared = tuple(variable for name, variable in scope.variables.items() if name in used)
        self._exceptions += 1
        name = f"{EXCEPTION}{provision.identifier}#{unless.place.line}.{self._exceptions}"
        slots = tuple(Slot(re.sub(r"\W", "_", variable.name), variable.kind) for variable in shared)
        to = ", ".join(f"{{{slot.name}}}" for slot in slots) or "the matter"
        schema = PredicateSchema(
            name, slots, (f"an exception to Sec. {provision.label} applies to {to}",), Silence.ABSENT, "", ""
        )
        self.book.schemas[name] = schema
        for number, (inner, body) in enumerate(compiled, start=1):
            head = Atom(name, shared)
            day = self._day(head, inner, body, unless.place)
            self._bind_days(head, inner, body, unless.place)
            unbound = set(shared) - bound_variables(body)
            if unbound:  # the rule's own conditions say which ones are meant
                body += [
                    condition
                    for condition in context
                    if isinstance(condition, Literal)
                    and not condition.negated
                    and unbound & set(condition.atom.variables())
                ]
            rule = Rule(
                identifier=f"{provision.identifier}#{unless.place.line}.{self._exceptions}.{number}",
                provision=provision.identifier,
                head=head,
                body=tuple(body),
                in_force=provision.in_force,
                day=day,
                reading=(block.reading[1], block.reading[0]) if block.reading else None,
                only_possible=False,
                text=block.text,
                place=unless.place,
            )
            if not self._is_safe(rule):
                return None
            self.rules.append(rule)
        return [Literal(Atom(name, shared), True, "unless the exception applies", unless.place)]

    def _opposite(self, head: Atom, schema: PredicateSchema) -> Atom:
        name = OPPOSITE + schema.name
        sentences = tuple(f"it is not the case that {sentence}" for sentence in schema.sentences)
        self.book.schemas[name] = PredicateSchema(
            name, schema.slots, sentences, Silence.ABSENT, schema.why, schema.subject
        )
        return Atom(name, head.arguments)

    def _day(self, head: Atom, scope: _Scope, body: list[Condition], place: Place) -> Variable | None:
        """The variable whose day decides which law applies: that of the dealing concluded about, or of the head."""
        dealing = next((term for term in head.variables() if term.kind == "dealing"), None)
        if dealing is None:
            return next((term for term in head.variables() if term.name in ("day", "other day")), None)
        for condition in body:
            if isinstance(condition, Literal) and not condition.negated:
                atom = condition.atom
                if atom.predicate == _DEALING_DAY and atom.arguments[0] == dealing:
                    term = atom.arguments[1]
                    return term if isinstance(term, Variable) else None
        day = scope.fresh("period")
        body.append(Literal(Atom(_DEALING_DAY, (dealing, day)), False, "", place))
        return day

    def _bind_days(self, head: Atom, scope: _Scope, body: list[Condition], place: Place) -> None:
        """A day that only the conclusion names ranges over the days in question."""
        bound = bound_variables(body)
        for variable in head.variables():
            if variable.kind == "period" and variable not in bound:
                body.append(Literal(Atom(DAY, (variable,)), False, "", place))

    def _narrow(self, scope: _Scope, head: Atom, body: list[Condition], place: Place) -> None:
        """Where the noun is narrower than every slot that its variable fills, the kind is a condition."""
        for variable in scope.variables.values():
            if variable.kind not in ("individual", "entity", "government entity"):
                continue
            kinds = [
                slot.kind
                for condition in body
                if isinstance(condition, Literal) and not condition.negated
                for slot, term in zip(
                    self._schema(condition.atom.predicate).slots, condition.atom.arguments, strict=True
                )
                if term == variable
            ]
            if not any(is_kind(kind, variable.kind) for kind in kinds):
                body.append(Literal(Atom(KIND + variable.kind, (variable,)), False, "", place))

    def _schema(self, predicate: str) -> PredicateSchema:
        return schema_of_predicate(self.book.schemas, predicate)

    def _is_safe(self, rule: Rule) -> bool:
        bound = bound_variables(rule.body)
        for variable in rule.head.variables():
            if variable not in bound:
                self._refuse(
                    rule.place,
                    f"unsafe variable: `{variable.name}` of the conclusion is in no condition",
                    f"add a condition that says which `{variable.name}` is meant",
                    expected="a condition, not negated and not a comparison, that names it",
                )
                return False
        for condition in rule.body:
            names = condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments
            if isinstance(condition, Literal) and not condition.negated:
                continue
            for term in names:
                if isinstance(term, Variable) and not term.is_anonymous and term not in bound:
                    self._refuse(
                        condition.place,
                        f"unsafe variable: `{term.name}` is in no condition that says which one is meant",
                        f"name `the {term.name}` in a condition that is neither negated nor a comparison",
                        found=f"`{condition.text}`",
                    )
                    return False
        return True


def schema_of_predicate(schemas: dict[str, PredicateSchema], predicate: str) -> PredicateSchema:
    """The schema of a predicate; the stated and denied forms of a fact share that of the fact."""
    if predicate in schemas:
        return schemas[predicate]
    return schemas[predicate.split(": ", 1)[1]]


def bound_variables(body: list[Condition] | tuple[Condition, ...]) -> set[Variable]:
    """The variables that a condition binds: those of atoms that are not negated."""
    return {
        variable
        for condition in body
        if isinstance(condition, Literal) and not condition.negated
        for variable in condition.atom.variables()
    }


def variables_of(body: list[Condition]) -> list[Variable]:
    """All variables of a body, in order."""
    found: list[Variable] = []
    for condition in body:
        terms = condition.arguments if isinstance(condition, Comparison) else condition.atom.arguments
        found += [term for term in terms if isinstance(term, Variable)]
    return found
