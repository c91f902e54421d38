"""From pages to one program: nouns, terms and parameters first, then rules, readings, exceptions and strata."""

from __future__ import annotations

from dataclasses import dataclass, replace

from decidendi.facts.kinds import is_kind
from decidendi.facts.periods import parse_period
from decidendi.refusal import Place, Problem, Refusal
from decidendi.rules.blocks import RuleBlock, read_rule
from decidendi.rules.compiling import RuleCompiler
from decidendi.rules.declarations import (
    Line,
    Term,
    read_documents,
    read_goals,
    read_lists,
    read_nouns,
    read_parameters,
    read_terms,
)
from decidendi.rules.form import (
    EXCEPTION,
    OPPOSITE,
    POSSIBLE,
    READING,
    SETTLED,
    Atom,
    Constant,
    Literal,
    Program,
    Reading,
    Rule,
    Variable,
)
from decidendi.rules.phrases import grammar_of
from decidendi.rules.provisions import Block, Page, Provision
from decidendi.rules.sentences import SentenceBook, base_book
from decidendi.rules.strata import stratify


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
        self.readings: dict[tuple[str, str], Reading] = {}

    def _refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        self.problems.append(Problem(place, what, mend, expected, found))

    def _lines(self, kind: str) -> list[Line]:
        found: list[Line] = []
        for page in self.pages:
            blocks: list[tuple[Block, Provision | None]] = [(block, None) for block in page.blocks]
            blocks += [(block, provision) for provision in page.provisions for block in provision.blocks]
            for block, provision in blocks:
                if block.kind == kind:
                    found += [(text.strip(), Place(page.file, number), provision) for number, text in block.lines]
        return found

    def link(self) -> Linked:
        nouns = read_nouns(self._lines("nouns"), self.problems)
        parameters = read_parameters(self._lines("parameter"), self.problems)
        lists = read_lists(self._lines("words"), nouns, self.problems)
        grammar = grammar_of(nouns, {parameter.name: parameter.kind for parameter in parameters}, lists)
        terms = read_terms(self._lines("term"), grammar, self.book, self.problems)
        goals = read_goals(self._lines("determination"), grammar, self.book, self.problems)
        compiler = RuleCompiler(self.book, grammar, self.problems)
        blocks = self._rules(compiler)
        rules = self._resolved(compiler.rules, blocks)
        rules += self._silences(rules)
        strata, cycle = stratify(rules, self.book.schemas)
        if cycle is not None:
            self.problems.append(cycle)
        self._defaults()
        program = Program(
            schemas=self.book.schemas,
            rules=tuple(rules),
            strata=strata.groups,
            looking_back=strata.looking_back,
            parameters=tuple(parameters),
            readings=tuple(self.readings.values()),
            constants=constants_of(rules),
            goals=goals,
            documents=read_documents(self._lines("documents"), self.problems),
        )
        return Linked(program, tuple(self.pages), tuple(terms), tuple(blocks))

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
        prevailing: dict[str, Rule] = {}
        result: list[Rule] = []
        for rule in rules:
            body = list(rule.body)
            for other in rules:
                if rule.identifier not in source or other.identifier not in source:
                    continue
                block, provision = source[other.identifier]
                if source[rule.identifier][1].label not in block.exceptions_to:
                    continue
                name = ""
                if other.head.predicate == OPPOSITE + rule.head.predicate:
                    name = other.head.predicate
                elif rule.head.predicate == OPPOSITE + other.head.predicate:
                    name = f"{EXCEPTION}{other.identifier}"
                    self.book.schemas[name] = replace(self.book.schemas[other.head.predicate], name=name)
                    head = Atom(name, other.head.arguments)
                    copy = replace(other, identifier=other.identifier + "!", head=head)
                    prevailing[copy.identifier] = _with_reading(copy)
                if name and not any(isinstance(c, Literal) and c.atom.predicate == name for c in body):
                    atom = Atom(name, rule.head.arguments)
                    body.append(Literal(atom, True, f"unless Sec. {provision.label} says otherwise", other.place))
            result.append(_with_reading(replace(rule, body=tuple(body))))
        return [*result, *prevailing.values()]

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


def _with_reading(rule: Rule) -> Rule:
    """The rule with the condition that its reading is the one chosen."""
    if rule.reading is None:
        return rule
    of, name = rule.reading
    reading = Atom(READING, (Constant(of, "text"), Constant(name, "text")))
    return replace(rule, body=(*rule.body, Literal(reading, False, "", rule.place)))


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
