"""From pages to one program: nouns, terms and parameters first, then rules, readings, exceptions and strata."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from decidendi.facts.amounts import parse_money, parse_share
from decidendi.facts.kinds import KINDS, PredicateSchema, Silence, Slot, is_kind
from decidendi.facts.periods import parse_period
from decidendi.refusal import Place, Problem, Refusal
from decidendi.rules.blocks import RuleBlock, read_rule
from decidendi.rules.compiling import EXCEPTION, OPPOSITE, RuleCompiler
from decidendi.rules.form import (
    POSSIBLE,
    READING,
    SETTLED,
    Atom,
    Constant,
    Literal,
    Parameter,
    Program,
    Reading,
    Rule,
    Variable,
)
from decidendi.rules.pages import Block, Page, Provision
from decidendi.rules.phrases import Grammar, grammar_of
from decidendi.rules.sentences import SentenceBook, base_book
from decidendi.rules.strata import stratify

_NOUN = re.compile(r"an? (.+?) is an? (.+?)\.?\Z")
_PARAMETER = re.compile(r"the (.+?) is (.+?) from (\S+?)(?: to (\S+?))?\.?\Z")
_GOAL = re.compile(r"([a-z][a-z ]*): (.+)\Z")
GOALS: Final = (
    "criterion",
    "blocked",
    "blocked property",
    "prohibited",
    "on its face",
    "exempt",
    "authorized",
    "response",
    "duty",
    "caution",
    "notice",
)
"""What a rulebook may say its determinations are read from, in `determination` blocks."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a rulebook declares."""

    schema: PredicateSchema
    place: Place


@dataclass(frozen=True, slots=True)
class Linked:
    """The program of a rulebook, with what the checks need to know of where it comes from."""

    program: Program
    pages: tuple[Page, ...]
    terms: tuple[Term, ...]
    blocks: tuple[tuple[RuleBlock, Provision, tuple[Rule, ...]], ...]


def link(pages: list[Page], problems: list[Problem]) -> Linked | None:
    """Compile the pages together; problems are noted. `None` where there is nothing to compile."""
    if not pages:
        return None
    return _Linker(pages, problems).link()


class _Linker:
    def __init__(self, pages: list[Page], problems: list[Problem]) -> None:
        self.pages = pages
        self.problems = problems
        self.book: SentenceBook = base_book()
        self.nouns: dict[str, str] = {}
        self.parameters: list[Parameter] = []
        self.terms: list[Term] = []
        self.goals: dict[str, str] = {}
        self.readings: dict[tuple[str, str], Reading] = {}

    def _refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        self.problems.append(Problem(place, what, mend, expected, found))

    def _lines(self, kind: str) -> list[tuple[str, Place, Provision | None]]:
        found: list[tuple[str, Place, Provision | None]] = []
        for page in self.pages:
            blocks: list[tuple[Block, Provision | None]] = [(block, None) for block in page.blocks]
            blocks += [(block, provision) for provision in page.provisions for block in provision.blocks]
            for block, provision in blocks:
                if block.kind == kind:
                    found += [(text.strip(), Place(page.file, number), provision) for number, text in block.lines]
        return found

    def link(self) -> Linked:
        self._nouns()
        self._parameters()
        names = {parameter.name: parameter.kind for parameter in self.parameters}
        grammar = grammar_of(self.nouns, names)
        self._terms(grammar)
        self._goals(grammar)
        compiler = RuleCompiler(self.book, grammar, self.problems)
        blocks = self._rules(compiler)
        rules = self._resolved(compiler.rules, blocks)
        rules += self._silences(rules)
        strata, cycle = stratify(rules)
        if cycle is not None:
            self.problems.append(cycle)
        self._defaults()
        program = Program(
            schemas=self.book.schemas,
            rules=tuple(rules),
            strata=strata,
            parameters=tuple(self.parameters),
            readings=tuple(self.readings.values()),
            constants=constants_of(rules),
            goals=self.goals,
        )
        return Linked(program, tuple(self.pages), tuple(self.terms), tuple(blocks))

    def _nouns(self) -> None:
        for text, place, _ in self._lines("nouns"):
            match = _NOUN.match(text)
            kind = {"person": "party", "word": "text", "day": "period", "time": "period"}.get(
                match[2] if match else "", match[2] if match else ""
            )
            if match is None or kind not in KINDS:
                self._refuse(
                    place,
                    f"`{text}` does not introduce a noun",
                    "write `an official is a person`",
                    expected="a noun and one of the kinds " + ", ".join(f"`{name}`" for name in KINDS),
                )
            else:
                self.nouns[match[1]] = kind

    def _parameters(self) -> None:
        for text, place, provision in self._lines("parameter"):
            match = _PARAMETER.match(text)
            value = _value(match[2]) if match else None
            if match is None or value is None:
                self._refuse(
                    place,
                    f"`{text}` is not a parameter",
                    "write `the NAME is VALUE from DAY`",
                    expected="such as `the ownership threshold is 50 percent from 2014-08-13`",
                )
                continue
            during = parse_period(f"{match[3]}/{match[4] or '..'}")
            identifier = provision.identifier if provision else ""
            self.parameters.append(Parameter(match[1], value[0], value[1], during, identifier, place))

    def _terms(self, grammar: Grammar) -> None:
        for text, place, _ in self._lines("term"):
            words, phrases = grammar.split(text.rstrip("."))
            slots: list[Slot] = []
            sentence = words
            for phrase in phrases:
                name = re.sub(r"\W", "_", phrase.variable)
                if phrase.values or name in [slot.name for slot in slots]:
                    self._refuse(
                        place,
                        f"`{phrase.text}` cannot be a slot of `{text}`",
                        "give each slot a noun of its own, such as `another person`",
                    )
                    break
                slots.append(Slot(name, phrase.kind))
                sentence = sentence.replace("{}", f"{{{name}}}", 1)
            else:
                sentence = sentence[:1].lower() + sentence[1:]
                schema = PredicateSchema(
                    name=re.sub(r"\{(\w+)\}", r"\1", sentence),
                    slots=tuple(slots),
                    sentences=(sentence,),
                    silence=Silence.ABSENT,
                    why="the rules say when it holds",
                    subject=slots[0].name if slots else "",
                )
                if schema.name in self.book.schemas:
                    self._refuse(place, f"`{text}` is declared twice", "declare it once")
                    continue
                self.book.add(schema)
                self.terms.append(Term(schema, place))

    def _goals(self, grammar: Grammar) -> None:
        for text, place, _ in self._lines("determination"):
            match = _GOAL.match(text)
            if match is None or match[1] not in GOALS:
                self._refuse(
                    place,
                    f"`{text}` is not a kind of determination",
                    "write `KIND: sentence of a term`",
                    expected="one of " + ", ".join(f"`{goal}`" for goal in GOALS),
                )
                continue
            sentence = self.book.match(match[2].rstrip("."), grammar, place)
            if isinstance(sentence, Problem):
                self.problems.append(sentence)
            elif sentence.pattern.schema is not None:
                self.goals[match[1]] = sentence.pattern.schema.name

    def _rules(self, compiler: RuleCompiler) -> list[tuple[RuleBlock, Provision, tuple[Rule, ...]]]:
        blocks: list[tuple[RuleBlock, Provision, tuple[Rule, ...]]] = []
        for page in self.pages:
            for block in page.blocks:
                if block.kind == "rule":
                    self._refuse(
                        block.place,
                        "a rule stands under no provision",
                        "put it below the heading `Sec. ...` that it restates",
                    )
            for provision in page.provisions:
                for block in provision.blocks:
                    if block.kind != "rule":
                        continue
                    try:
                        rule_block = read_rule(block)
                    except Refusal as refusal:
                        self.problems += refusal.problems
                        continue
                    self._reading(rule_block)
                    blocks.append((rule_block, provision, tuple(compiler.compile(rule_block, provision))))
        return blocks

    def _reading(self, block: RuleBlock) -> None:
        if block.reading is None:
            return
        name, of = block.reading
        known = self.readings.get((of, name))
        if known is None:
            if not block.because:
                self._refuse(
                    block.place,
                    f"the reading `{name}` gives no reason",
                    "add a line `because: ...` above the rule",
                )
            self.readings[of, name] = Reading(of, name, block.is_default, block.because, block.place)
        elif block.is_default and not known.is_default:
            self.readings[of, name] = replace(known, is_default=True)

    def _defaults(self) -> None:
        for of in dict.fromkeys(of for of, _ in self.readings):
            group = [reading for (name, _), reading in self.readings.items() if name == of]
            if sum(reading.is_default for reading in group) != 1:
                count = "two default readings" if any(reading.is_default for reading in group) else "no default reading"
                self._refuse(
                    group[0].place,
                    f"`{of}` has {count}",
                    "mark one of its readings `(default)`",
                    expected="exactly one default",
                    found=", ".join(f"`{reading.name}`" for reading in group),
                )

    def _resolved(self, rules: list[Rule], blocks: list[tuple[RuleBlock, Provision, tuple[Rule, ...]]]) -> list[Rule]:
        """The rules with the opposite conclusions that are declared exceptions to them as negated conditions.

        Every rule that is an exception to an opposite conclusion concludes through a predicate of its own, so that
        the opposite rule can be switched off where it applies.
        """
        source = {rule.identifier: (block, provision) for block, provision, group in blocks for rule in group}
        opposite = [rule for rule in rules if rule.head.predicate.startswith(OPPOSITE)]
        result: list[Rule] = []
        for rule in rules:
            body = list(rule.body)
            declared = source.get(rule.identifier)
            for other in opposite:
                if other.head.predicate != OPPOSITE + rule.head.predicate or declared is None:
                    continue
                other_block, other_provision = source[other.identifier]
                if declared[1].label in other_block.exceptions_to:
                    atom = Atom(other.head.predicate, rule.head.arguments)
                    literal = Literal(atom, True, f"unless Sec. {other_provision.label} says otherwise", other.place)
                    if literal.atom not in [c.atom for c in body if isinstance(c, Literal)]:
                        body.append(literal)
            if rule in opposite:
                for other in rules:
                    if OPPOSITE + other.head.predicate != rule.head.predicate or declared is None:
                        continue
                    other_block, other_provision = source[other.identifier]
                    if declared[1].label in other_block.exceptions_to:
                        name = f"{EXCEPTION}{other.identifier}"
                        schema = self.book.schemas[other.head.predicate]
                        self.book.schemas[name] = replace(schema, name=name)
                        result.append(
                            replace(
                                other,
                                identifier=other.identifier + "!",
                                head=Atom(name, other.head.arguments),
                            )
                        )
                        atom = Atom(name, rule.head.arguments)
                        body.append(
                            Literal(atom, True, f"unless Sec. {other_provision.label} says otherwise", other.place)
                        )
            if rule.reading is not None:
                of, name = rule.reading
                reading = Atom(READING, (Constant(of, "text"), Constant(name, "text")))
                body.append(Literal(reading, False, "", rule.place))
            result.append(replace(rule, body=tuple(body)))
        return result

    def _silences(self, rules: list[Rule]) -> list[Rule]:
        """For each class of fact that a rule may settle: what is possible may be so, unless silence means no."""
        settled: dict[str, Rule] = {}
        for rule in rules:
            if rule.head.predicate.startswith(SETTLED) and isinstance(rule.head.arguments[0], Constant):
                settled.setdefault(str(rule.head.arguments[0].value).replace(" ", "_"), rule)
        silences: list[Rule] = []
        for name, rule in settled.items():
            schema = self.book.schemas.get(name)
            kind = rule.head.predicate.removeprefix(SETTLED)
            if schema is None or not is_kind(schema.slots[schema.index_of(schema.subject)].kind, kind):
                self._refuse(
                    rule.place,
                    f"silence about `{name}` cannot be settled here",
                    "name a class of fact with that subject",
                    expected=f"a class of fact about a {kind}",
                )
                continue
            arguments = tuple(Variable(slot.name, slot.kind) for slot in schema.slots)
            subject = arguments[schema.index_of(schema.subject)]
            body = (
                Literal(Atom(POSSIBLE + name, arguments), False, "", rule.place),
                Literal(
                    Atom(rule.head.predicate, (rule.head.arguments[0], subject)),
                    True,
                    "unless silence means no",
                    rule.place,
                ),
            )
            silences.append(
                Rule(
                    identifier=f"silence: {name}",
                    provision=rule.provision,
                    head=Atom(name, arguments),
                    body=body,
                    in_force=parse_period("../.."),
                    day=None,
                    reading=None,
                    only_possible=True,
                    text="",
                    place=rule.place,
                )
            )
        return silences


def _value(text: str) -> tuple[Any, str] | None:
    if text.endswith(" percent"):
        try:
            return parse_share(text.removesuffix(" percent")), "share"
        except ValueError:
            return None
    try:
        return parse_money(text), "amount"
    except ValueError:
        return (text.strip('"'), "text") if text.startswith('"') and text.endswith('"') else None


def constants_of(rules: list[Rule]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The words that conditions ask for in each slot of each fact: predicate and slot index to words, in order.

    Words that are only compared with are left out: comparing with an unknown word is undetermined as it is.
    """
    found: dict[tuple[str, int], dict[str, None]] = {}
    for rule in rules:
        for condition in rule.body:
            if isinstance(condition, Literal):
                for index, term in enumerate(condition.atom.arguments):
                    if isinstance(term, Constant) and isinstance(term.value, str):
                        found.setdefault((condition.atom.predicate, index), {})[term.value] = None
    return {place: tuple(words) for place, words in found.items()}
