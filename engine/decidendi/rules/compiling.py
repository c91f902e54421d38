"""From a rule as written to rules of the intermediate form.

Each way through the alternatives of a rule becomes a rule of its own. An exception becomes a negated condition:
of the term it names where it is one sentence, else of a predicate made for it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from decidendi.facts.kinds import SUPERKIND, PredicateSchema, Silence, Slot
from decidendi.refusal import Place, Problem
from decidendi.rules.blocks import Item, RuleBlock, Sentence, Step, Total, Unless, alternatives, said
from decidendi.rules.completing import bind_days, exception_sentences, law_day, narrow
from decidendi.rules.form import (
    EXCEPTION,
    KIND,
    OPPOSITE,
    PARAMETER,
    Atom,
    Comparison,
    Condition,
    Constant,
    Literal,
    Rule,
    Term,
    Variable,
    schema_of_predicate,
)
from decidendi.rules.phrases import HERE, NOUNS, Grammar, Phrase, with_article
from decidendi.rules.provisions import Provision
from decidendi.rules.safety import bound_variables, unsafe, variables_of
from decidendi.rules.scopes import Origin, Scope
from decidendi.rules.sentences import KINDS_OF_THINGS, Match, SentenceBook
from decidendi.rules.totalling import compile_total


class RuleCompiler:
    """Compiles the rule blocks of one rulebook; problems are collected in `problems`."""

    def __init__(self, book: SentenceBook, grammar: Grammar, problems: list[Problem]) -> None:
        self.book = book
        self.grammar = grammar
        self.problems = problems
        self.rules: list[Rule] = []
        self._exceptions = 0
        self._matches: dict[Sentence, Match | None] = {}
        self._label = ""

    def compile(self, block: RuleBlock, provision: Provision) -> list[Rule]:
        """The rules of one block, one for each way through its alternatives."""
        if not self._understood((block.head, *block.items)):
            return []
        self._label = provision.label
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

    def _alternative(self, block: RuleBlock, provision: Provision, way: tuple[Step, ...], number: int) -> Rule | None:
        scope = Scope()
        head_match = self._match(block.head)
        if head_match is None:
            return None
        if head_match.pattern.schema is None or head_match.mode or head_match.predicate.startswith(KIND):
            self.refuse(
                block.head.place,
                f"`{block.head.text}` cannot be concluded",
                "declare a term, and conclude its sentence",
                expected="the sentence of a term",
            )
            return None
        head = self._atom(head_match, scope, block.head.place)
        if head is None:
            return None
        if head_match.negated:
            head = self._opposite(head, head_match.pattern.schema)
        body: list[Condition] = []
        exceptions: list[tuple[Unless, Scope]] = []
        for item in way:
            if isinstance(item, Unless):
                exceptions.append((item, scope.copy()))
                continue
            if isinstance(item, Total):
                reached = compile_total(self, item, scope, Origin(block, provision, None, tuple(body)))
                if reached is None:
                    return None
                body.append(reached)
                continue
            conditions = self.condition(item, scope)
            if conditions is None:
                return None
            body += conditions
        day = law_day(head, body, scope.fresh, block.head.place)
        bind_days(head, body, block.head.place)
        narrow(scope.variables.values(), body, self.schema, block.head.place)
        limits: list[Condition] = []
        for unless, known in exceptions:  # they know what stands before them, and when the law applies
            known.count = scope.count
            conditions = self._exception(unless, known, Origin(block, provision, day, tuple(body)))
            if conditions is None:
                return None
            scope.count = known.count
            limits += conditions
        origin = Origin(block, provision, day, ())
        identifier = f"{provision.identifier}#{block.place.line}.{number}"
        rule = origin.rule(identifier, head, (*body, *limits), block.head.place)
        return rule if self.is_safe(rule) else None

    def refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        """Note a problem, once."""
        problem = Problem(place, what, mend, expected, found)
        if problem not in self.problems:
            self.problems.append(problem)

    def is_safe(self, rule: Rule) -> bool:
        """Whether every variable of a rule is bound; a problem is noted where one is not."""
        problem = unsafe(rule)
        if problem is not None and problem not in self.problems:
            self.problems.append(problem)
        return problem is None

    def _understood(self, items: tuple[Item, ...]) -> bool:
        """Whether every sentence is known; each that is not is a problem, so that one run shows them all."""
        known = True
        for item in items:
            if isinstance(item, Sentence):
                known = self._match(item) is not None and known
            elif isinstance(item, Unless):
                known = self._understood(item.items) and known
            elif isinstance(item, Total):
                known = self._understood((*item.table, *item.counted, *item.whole)) and known
            else:
                known = all(list(map(self._understood, item.alternatives))) and known
        return known

    def _match(self, sentence: Sentence) -> Match | None:
        if sentence not in self._matches:
            found = self.book.match(sentence.text, self.grammar, sentence.place)
            if isinstance(found, Problem):
                joined = ", or end each condition with a comma" if sentence.lines > 1 else ""
                self.refuse(found.place, found.what, found.mend + joined, found.expected, found.found)
            self._matches[sentence] = None if isinstance(found, Problem) else found
        return self._matches[sentence]

    def condition(self, sentence: Sentence, scope: Scope) -> list[Condition] | None:
        """The conditions that a sentence stands for; `None` where it is not understood, and a problem is noted."""
        match = self._match(sentence)
        if match is None:
            return None
        if match.pattern.comparison is not None:
            return self._comparison(match, scope, sentence)
        extra: list[Condition] = []
        # What a negated condition introduces is known inside it alone: "for no time at all".
        inner = scope.copy() if match.negated else scope
        atom = self._atom(match, inner, sentence.place, extra=extra, sentence=sentence)
        if atom is None or (match.negated and self._denies_in_part(match, sentence)):
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

    def _denies_in_part(self, match: Match, sentence: Sentence) -> bool:
        """Whether a negation introduces a noun narrower than its slot: it would deny the slot's whole kind."""
        for slot, phrase in zip(match.pattern.slots, match.phrases, strict=True):
            if phrase.introduces and phrase.kind != slot.kind and phrase.kind in SUPERKIND:
                whole = with_article("person" if slot.kind == "party" else slot.kind)
                self.refuse(
                    sentence.place,
                    f"`{phrase.text}` cannot be introduced in `it is not the case that ...`",
                    f"write `{whole}`, or declare a term for what is denied",
                    expected=f"`{whole}`, or something that the rule has introduced",
                    found=f"`{sentence.text}`",
                )
                return True
        return False

    def _comparison(self, match: Match, scope: Scope, sentence: Sentence) -> list[Condition] | None:
        comparison = match.pattern.comparison
        assert comparison is not None
        first, second = match.phrases
        if comparison.name in ("same", "differs") and second.article in ("a", "an"):
            kind = NOUNS.get(second.noun, "")
            if kind in KINDS_OF_THINGS:
                subject = self._term(first, scope, sentence.place)
                if subject is None:
                    return None
                negated = match.negated != (comparison.name == "differs")
                return [Literal(Atom(KIND + kind, (subject,)), negated, sentence.text, sentence.place)]
            self.refuse(
                sentence.place,
                f"whether something is {with_article(second.noun)} cannot be tested",
                f"declare a term for it, and write its sentence: `{second.noun}` only names",
                expected="a kind, such as `an individual` or `an entity`",
                found=f"`{sentence.text}`",
            )
            return None
        terms: list[Term] = []
        extra: list[Condition] = []
        for phrase in match.phrases:
            if phrase.introduces:
                self.refuse(
                    sentence.place,
                    f"`{phrase.text}` is introduced in a comparison",
                    f"introduce it in a condition before, then write `the {phrase.variable}`",
                    expected="something that the rule has introduced",
                    found=f"`{sentence.text}`",
                )
                return None
            if len(phrase.values) > 1:
                if comparison.name not in ("same", "differs"):
                    self.refuse(sentence.place, f"`{phrase.text}` cannot be compared", "compare with one value")
                    return None
                terms += [Constant(value, phrase.kind) for value in phrase.values]
                continue
            term = self._term(phrase, scope, sentence.place, extra)
            if term is None:
                return None
            terms.append(term)
        name = comparison.name
        negated = match.negated
        if len(terms) > 2:
            name, negated = "one of", negated != (comparison.name == "differs")
        return [*extra, Comparison(name, tuple(terms), negated, sentence.text, sentence.place)]

    def _atom(
        self,
        match: Match,
        scope: Scope,
        place: Place,
        *,
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
                    self.refuse(place, f"`{phrase.text}` cannot stand here", "write one word, or several rules")
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

    def _term(self, phrase: Phrase, scope: Scope, place: Place, extra: list[Condition] | None = None) -> Term | None:
        if phrase.values:
            return Constant(self._label if phrase.values == (HERE,) else phrase.values[0], phrase.kind)
        if phrase.parameter:
            value = scope.fresh(phrase.kind)
            if extra is None:
                self.refuse(place, f"`{phrase.text}` cannot stand here", "compare with it in a condition of its own")
                return None
            name = Constant(phrase.parameter, "text")
            extra.append(Literal(Atom(PARAMETER, (name, value)), False, phrase.text, place))
            return value
        known = scope.variables.get(phrase.variable)
        if phrase.introduces:
            if known is not None:
                self.refuse(
                    place,
                    f"`{phrase.text}` is introduced twice in one rule",
                    f"write `the {phrase.variable}` for the same one, or `another {phrase.noun}` for one that may be "
                    "a different one",
                )
                return None
            known = scope.variables[phrase.variable] = Variable(phrase.variable, phrase.kind)
        elif known is None:
            introduced = ", ".join(f"`the {name}`" for name in scope.variables)
            new = f"another {phrase.noun}" if phrase.article == "the other" else with_article(phrase.noun)
            self.refuse(
                place,
                f"`{phrase.text}` refers to nothing before it",
                f"introduce it with `{new}`" + (", or use what is introduced" if introduced else ""),
                expected=f"one of {introduced}" if introduced else "",
            )
            return None
        return known

    def _exception(self, unless: Unless, scope: Scope, origin: Origin) -> list[Condition] | None:
        ways = alternatives(unless.items)
        if len(ways) == 1 and len(ways[0]) == 1 and isinstance(ways[0][0], Sentence):
            sentence = ways[0][0]
            inner = scope.copy()
            conditions = self.condition(sentence, inner)
            if conditions is None:
                return None
            only = conditions[0]
            if len(conditions) == 1 and isinstance(only, Comparison):
                return [Comparison(only.name, only.arguments, not only.negated, f"unless {only.text}", only.place)]
            introduced = [name for name in inner.variables if name not in scope.variables]
            if len(conditions) == 1 and isinstance(only, Literal) and not only.negated and not introduced:
                scope.count = inner.count
                return [Literal(only.atom, True, f"unless {sentence.text}", sentence.place)]
        return self._made_exception(ways, unless, scope, origin)

    def _made_exception(
        self, ways: list[tuple[Step, ...]], unless: Unless, scope: Scope, origin: Origin
    ) -> list[Condition] | None:
        """A predicate of its own for an exception of several conditions, over the variables it shares."""
        compiled = [self._exceptional(way, scope.copy(), origin, unless.place) for way in ways]
        bodies = [body for body in compiled if body is not None]
        if len(bodies) < len(ways):
            return None
        used = {variable for body in bodies for variable in variables_of(body)}
        shared = [variable for variable in scope.variables.values() if variable in used]
        if origin.day is not None and origin.day not in shared:
            shared.append(origin.day)  # the law of one day decides on the rule and on its exceptions
        self._exceptions += 1
        identifier = f"{origin.provision.identifier}#{unless.place.line}.{self._exceptions}"
        head = Atom(EXCEPTION + identifier, tuple(shared))
        self._declare_exception(head, origin.provision)
        for number, body in enumerate(bodies, start=1):
            unbound = set(shared) - bound_variables(body)
            body += [  # the rule's own conditions say which ones are meant
                condition
                for condition in origin.context
                if isinstance(condition, Literal)
                and not condition.negated
                and unbound & set(condition.atom.variables())
            ]
            bind_days(head, body, unless.place)
            rule = origin.rule(f"{identifier}.{number}", head, tuple(body), unless.place)
            if not self.is_safe(rule):
                return None
            self.rules.append(rule)
        return [Literal(head, True, f"unless {said(unless.items)}", unless.place)]

    def _exceptional(self, way: tuple[Step, ...], scope: Scope, origin: Origin, place: Place) -> list[Condition] | None:
        """The conditions of one way through an exception; what it introduces is known inside it alone."""
        outside = set(scope.variables)
        body: list[Condition] = []
        for item in way:
            if isinstance(item, Total):
                self.refuse(
                    item.place,
                    "a sum stands in an exception",
                    "give it a term and a rule of its own, and use the term here",
                    expected="plain conditions",
                )
                return None
            conditions = (
                self.condition(item, scope)
                if isinstance(item, Sentence)
                else self._exception(item, scope, replace(origin, context=(*origin.context, *body)))
            )
            if conditions is None:
                return None
            body += conditions
        introduced = [variable for name, variable in scope.variables.items() if name not in outside]
        narrow(introduced, body, self.schema, place)
        return body

    def _declare_exception(self, head: Atom, provision: Provision) -> None:
        slots = tuple(Slot(re.sub(r"\W", "_", variable.name), variable.kind) for variable in head.variables())
        named = [slot for slot, term in zip(slots, head.variables(), strict=True) if not term.is_anonymous]
        self.book.schemas[head.predicate] = PredicateSchema(
            head.predicate, slots, exception_sentences(provision.label, named), Silence.ABSENT, "", ""
        )

    def _opposite(self, head: Atom, schema: PredicateSchema) -> Atom:
        name = OPPOSITE + schema.name
        sentences = tuple(f"it is not the case that {sentence}" for sentence in schema.sentences)
        self.book.schemas[name] = PredicateSchema(
            name, schema.slots, sentences, Silence.ABSENT, schema.why, schema.subject
        )
        return Atom(name, head.arguments)

    def schema(self, predicate: str) -> PredicateSchema:
        """The schema of a predicate, in whatever mode."""
        return schema_of_predicate(self.book.schemas, predicate)
