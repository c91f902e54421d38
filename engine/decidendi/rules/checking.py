"""What `decidendi check` finds in a rulebook whose sentences are all understood.

Each finding is an error: a rulebook with one is not loaded. After the checks of Catala's and OPA's linters:
dead rules, terms that nobody uses, paragraphs without a rule or a reason, exceptions that clash.
"""

from __future__ import annotations

from collections.abc import Iterator

from decidendi.facts.kinds import THINGS, is_kind, thing_kind
from decidendi.facts.periods import Truth
from decidendi.refusal import Place, Problem, nearest
from decidendi.rules.blocks import RuleBlock
from decidendi.rules.comparisons import TESTS, negation
from decidendi.rules.compiling import EXCEPTION, OPPOSITE, schema_of_predicate
from decidendi.rules.form import (
    DAY,
    DAY_ASKED,
    DENIED,
    KIND,
    PARAMETER,
    POSSIBLE,
    STATED,
    Atom,
    Comparison,
    Constant,
    Literal,
    Rule,
    Variable,
)
from decidendi.rules.linking import Linked
from decidendi.rules.pages import Page, Provision
from decidendi.rules.sentences import base_book

_GIVEN = (KIND, STATED, DENIED, POSSIBLE)


def check(linked: Linked) -> list[Problem]:
    """Every problem found in a linked rulebook."""
    problems: list[Problem] = []
    for page in linked.pages:
        problems += outline(page, linked.pages)
        problems += headings(page)
    problems += twice_headed(linked.pages)
    problems += dead_rules(linked)
    problems += unused_terms(linked)
    problems += exceptions(linked)
    return problems


def headings(page: Page) -> Iterator[Problem]:
    """Headings of provisions that hold neither a rule nor the reason why there is none."""
    for index, provision in enumerate(page.provisions):
        has_rule = any(block.kind in ("rule", "parameter") for block in provision.blocks)
        following = page.provisions[index + 1 :]
        has_parts = bool(following) and following[0].depth > provision.depth
        if provision.not_encoded and has_rule:
            yield Problem(
                provision.place,
                f"Sec. {provision.label} has a rule and says that it is not encoded",
                "remove one of the two",
            )
        elif not (has_rule or has_parts or provision.not_encoded):
            yield Problem(
                provision.place,
                f"Sec. {provision.label} has no rule",
                "write its rule below the heading, or `not encoded: ` and the reason",
                expected="a rule, lettered parts, or a line `not encoded:`",
            )


def outline(page: Page, pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Paragraphs of the instrument's outline without a heading, and headings that the outline does not know."""
    outlines = [label for other in pages if other.instrument == page.instrument for label in other.outline]
    if not outlines:
        yield Problem(
            page.place,
            f"{page.instrument} has no outline",
            "add `outline: [...]` to the front matter of one of its pages",
            expected="the labels of all its sections and paragraphs",
        )
        return
    provisions = [provision for other in pages if other.instrument == page.instrument for provision in other.provisions]
    labels = [provision.label for provision in provisions]
    if page.outline:
        for label in page.outline:
            if label not in labels:
                yield Problem(
                    page.place,
                    f"Sec. {label} of the outline is missing",
                    f"add a heading `Sec. {label}`, with a rule or the line `not encoded:`",
                )
    for provision in page.provisions:
        if provision.label not in outlines:
            close = nearest(provision.label, outlines)
            yield Problem(
                provision.place,
                f"Sec. {provision.label} is not in the outline",
                f"did you mean {close}" if close else "add it to the outline in the front matter",
            )


def twice_headed(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Two headings for one provision that are in force on the same day."""
    seen: dict[str, Provision] = {}
    for page in pages:
        for provision in page.provisions:
            known = seen.setdefault(provision.identifier, provision)
            if known is not provision:
                yield Problem(
                    provision.place,
                    f"Sec. {provision.label} has two headings",
                    "join them",
                    found=f"the first at {known.place}",
                )


def dead_rules(linked: Linked) -> Iterator[Problem]:
    """Rules that no facts can ever make fire."""
    facts = base_book().schemas
    rules = linked.program.rules
    concluded = {rule.head.predicate for rule in rules}
    for rule in rules:
        for condition in rule.body:
            if isinstance(condition, Literal) and not condition.negated:
                predicate = condition.atom.predicate
                given = predicate in facts or predicate.startswith(_GIVEN) or predicate in (DAY, DAY_ASKED)
                if not given and predicate not in concluded:
                    yield _dead(rule, condition.place, f"no rule concludes `{condition.text}`")
                if predicate == PARAMETER and isinstance(name := condition.atom.arguments[0], Constant):
                    if name.value not in {parameter.name for parameter in linked.program.parameters}:
                        yield _dead(rule, condition.place, f"`{name.value}` is no parameter")
        clash = _clash(rule, linked)
        if clash is not None:
            yield clash


def _dead(rule: Rule, place: Place, reason: str) -> Problem:
    return Problem(
        place,
        "rule that can never fire",
        "correct the condition, or add the rule that is missing",
        found=reason,
    )


def _clash(rule: Rule, linked: Linked) -> Problem | None:
    positive = [c for c in rule.body if isinstance(c, Literal) and not c.negated]
    for condition in rule.body:
        if isinstance(condition, Literal) and condition.negated:
            if any(condition.atom == other.atom for other in positive):
                return _dead(rule, condition.place, f"`{condition.text}` contradicts another condition")
        if isinstance(condition, Comparison) and all(isinstance(term, Constant) for term in condition.arguments):
            truth = TESTS[condition.name](*(term.value for term in condition.arguments if isinstance(term, Constant)))
            if (negation(truth) if condition.negated else truth) is Truth.FAILS:
                return _dead(rule, condition.place, f"`{condition.text}` is false of itself")
    kinds: dict[Variable, list[str]] = {}
    for literal in positive:
        schema = schema_of_predicate(linked.program.schemas, literal.atom.predicate)
        for slot, term in zip(schema.slots, literal.atom.arguments, strict=True):
            kind = literal.atom.predicate.removeprefix(KIND) if literal.atom.predicate.startswith(KIND) else slot.kind
            if isinstance(term, Variable) and thing_kind(kind) in THINGS:
                kinds.setdefault(term, []).append(kind)
    for variable, found in kinds.items():
        for one in found:
            for other in found:
                if not is_kind(one, other) and not is_kind(other, one):
                    return _dead(rule, rule.place, f"`{variable.name}` would have to be of kind {one} and {other}")
    return None


def unused_terms(linked: Linked) -> Iterator[Problem]:
    """Terms that no rule looks at and no determination is read from."""
    used = set(linked.program.goals.values())
    for rule in linked.program.rules:
        for condition in rule.body:
            if isinstance(condition, Literal):
                used.add(condition.atom.predicate.removeprefix(OPPOSITE))
    for term in linked.terms:
        if term.schema.name not in used:
            yield Problem(
                term.place,
                f"the term `{term.schema.name}` is never used",
                "use it in a condition, read a determination from it, or remove it; did you forget something",
            )


def exceptions(linked: Linked) -> Iterator[Problem]:
    """Exceptions that are attached to nothing, and opposite conclusions with nothing to say which prevails."""
    by_label: dict[str, list[tuple[RuleBlock, Provision, tuple[Rule, ...]]]] = {}
    for entry in linked.blocks:
        by_label.setdefault(entry[1].label, []).append(entry)
    for block, provision, rules in linked.blocks:
        for label in block.exceptions_to:
            if label not in by_label:
                close = nearest(label, by_label)
                yield Problem(
                    block.place,
                    f"Sec. {provision.label} is an exception to `{label}`, which has no rule",
                    f"did you mean {close}" if close else "name a provision that has a rule",
                )
            elif rules and not _limits(rules[0], by_label[label]):
                yield Problem(
                    block.place,
                    f"nothing in Sec. {label} gives way to the exception of Sec. {provision.label}",
                    f"add `unless` to the rule of Sec. {label}, or conclude the opposite of what it concludes",
                    expected=f"a rule of Sec. {label} with `unless` and the conclusion of this rule",
                )
    opposite = [entry for entry in linked.blocks if entry[2] and entry[2][0].head.predicate.startswith(OPPOSITE)]
    for block, provision, rules in opposite:
        for other_block, other_provision, other_rules in linked.blocks:
            for other in other_rules:
                if OPPOSITE + other.head.predicate != rules[0].head.predicate:
                    continue
                if not any(_unify(rule.head, other.head) for rule in rules):
                    continue
                first = other_provision.label in block.exceptions_to
                second = provision.label in other_block.exceptions_to
                if first == second:
                    yield Problem(
                        max(block.place, other_block.place),
                        f"unresolved overlap of exceptions: Sec. {provision.label} and Sec. {other_provision.label} "
                        "can conclude the opposite of each other",
                        f'mark one of them `exception to "{provision.label}"` or '
                        f'`exception to "{other_provision.label}"`',
                        expected="that exactly one of the two gives way",
                        found=f"the other at {min(block.place, other_block.place)}",
                    )
                    break


def _limits(rule: Rule, limited: list[tuple[RuleBlock, Provision, tuple[Rule, ...]]]) -> bool:
    predicate = rule.head.predicate
    for _, _, rules in limited:
        for other in rules:
            if predicate == OPPOSITE + other.head.predicate or other.head.predicate == OPPOSITE + predicate:
                return True
            for condition in other.body:
                if isinstance(condition, Literal) and condition.negated:
                    if condition.atom.predicate == predicate or condition.atom.predicate.startswith(EXCEPTION):
                        return True
    return False


def _unify(one: Atom, other: Atom) -> bool:
    """Whether two atoms of one predicate can speak of the same thing: no two constants differ."""
    return all(
        not (isinstance(a, Constant) and isinstance(b, Constant)) or a == b
        for a, b in zip(one.arguments, other.arguments, strict=True)
    )
