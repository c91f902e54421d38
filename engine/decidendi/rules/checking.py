"""What `decidendi check` finds in a rulebook whose sentences are all understood.

Each finding is an error: a rulebook with one is not loaded. After the checks of Catala's and OPA's linters:
dead rules, terms that nobody uses, paragraphs without a rule or a reason, exceptions that clash.
"""

from __future__ import annotations

from collections.abc import Iterator

from decidendi.facts.periods import Truth, overlap
from decidendi.refusal import Problem, nearest
from decidendi.rules.blocks import RuleBlock
from decidendi.rules.dead_rules import dead_rules
from decidendi.rules.form import EXCEPTION, OPPOSITE, Atom, Constant, Literal, Program, Rule
from decidendi.rules.linking import Linked
from decidendi.rules.provisions import Page, Provision
from decidendi.rules.sentences import in_words

_Entry = tuple[RuleBlock, Provision, tuple[Rule, ...]]
"""A rule block, its provision, and the rules that it compiles to."""


def check(linked: Linked, *, understood: bool = True) -> list[Problem]:
    """Every problem found in a linked rulebook.

    Where some of it was not `understood`, nothing is said of rules and terms that what is missing may use.
    """
    problems: list[Problem] = []
    for page in linked.pages:
        problems += outline(page, linked.pages)
        problems += headings(page)
    problems += twice_headed(linked.pages)
    problems += exceptions(linked)
    if understood:
        problems += dead_rules(linked.program)
        problems += unused_terms(linked)
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
                expected="a rule, or the line `not encoded:`",
            )
        elif not (has_rule or has_parts or provision.not_encoded):
            yield Problem(
                provision.place,
                f"Sec. {provision.label} has no rule",
                "write its rule below the heading, or `not encoded: ` and the reason",
                expected="a rule, lettered parts, or a line `not encoded:`",
            )


def outline(page: Page, pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Paragraphs of the instrument's outline without a heading, and headings that the outline does not know.

    An entry of the outline is the number of a provision, or its title where the number is not confirmed.
    """
    same = [other for other in pages if other.edition == page.edition]
    outlines = [entry for other in same for entry in other.outline]
    if not outlines:
        yield Problem(
            page.place,
            f"{page.instrument} has no outline",
            "add `outline: [...]` to the front matter of one of its pages",
            expected="the labels of all its sections and paragraphs",
        )
        return
    headed = {name for other in same for provision in other.provisions for name in (provision.number, provision.title)}
    if page.outline:
        for label in page.outline:
            if label not in headed:
                yield Problem(
                    page.place,
                    f"Sec. {label} of the outline has no heading",
                    f"add a heading `# Sec. {label}`, with a rule or the line `not encoded:` and the reason",
                    expected="a heading for each label of the outline",
                )
    for provision in page.provisions:
        if provision.number not in outlines and provision.title not in outlines:
            close = nearest(provision.number, outlines)
            yield Problem(
                provision.place,
                f"Sec. {provision.number} is not in the outline",
                f"write it as {close}, or add it to the outline in the front matter"
                if close
                else "add it to the outline in the front matter",
                expected="a label of the outline",
            )


def twice_headed(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Two headings for one provision that are in force on the same day."""
    seen: dict[str, list[Provision]] = {}
    for page in pages:
        for provision in page.provisions:
            name = provision.identifier.partition("@")[0]
            for known in seen.setdefault(name, []):
                if overlap(known.in_force, provision.in_force) is not Truth.FAILS:
                    yield Problem(
                        provision.place,
                        f"Sec. {provision.label} has two headings",
                        "join them, or say below each when it is `in force:`",
                        expected="one heading for the law of one day",
                        found=f"the other at {known.place}",
                    )
            seen[name].append(provision)


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
                f"the term `{in_words(term.schema)}` is never used",
                "use it in a condition, read a determination from it, or remove it",
                expected="a rule or a determination that looks at it",
            )


def exceptions(linked: Linked) -> Iterator[Problem]:
    """Exceptions that are attached to nothing, and opposite conclusions with nothing to say which prevails."""
    by_label: dict[str, list[_Entry]] = {}
    for entry in linked.blocks:
        by_label.setdefault(entry[1].label, []).append(entry)
    for block, provision, rules in linked.blocks:
        for label in block.exceptions_to:
            if label not in by_label:
                close = nearest(label, by_label)
                yield Problem(
                    block.place,
                    f"Sec. {provision.label} is an exception to Sec. {label}, which has no rule",
                    f"did you mean {close}" if close else "name a provision that has a rule",
                    expected="the label of a provision with a rule",
                )
            elif rules and not _limits(rules[0], by_label[label], linked.program):
                yield Problem(
                    block.place,
                    f"nothing in Sec. {label} gives way to the exception of Sec. {provision.label}",
                    f"add `unless` to the rule of Sec. {label}, or conclude the opposite of what it concludes",
                    expected=f"a rule of Sec. {label} with `unless` and the conclusion of this rule",
                )
    opposite = [entry for entry in linked.blocks if entry[2] and entry[2][0].head.predicate.startswith(OPPOSITE)]
    concluded = {rule.head.predicate for _, _, rules in linked.blocks for rule in rules}
    for block, provision, rules in opposite:
        if rules[0].head.predicate.removeprefix(OPPOSITE) not in concluded and not block.exceptions_to:
            yield Problem(
                block.place,
                f"Sec. {provision.label} concludes the opposite of what no rule concludes",
                "remove it, or write the rule that it limits",
                found=f"`{block.head.text}`",
            )
        for other_block, other_provision, other_rules in linked.blocks:
            if not _coexist((block, provision, rules), (other_block, other_provision, other_rules)):
                continue
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


def _limits(rule: Rule, limited: list[_Entry], program: Program) -> bool:
    """Whether one of the rules gives way to what the rule concludes, in an `unless` or through its opposite."""
    predicate = rule.head.predicate
    heads = {other.head.predicate for _, _, rules in limited for other in rules}
    if OPPOSITE + predicate in heads or predicate in {OPPOSITE + head for head in heads}:
        return True
    seen: set[str] = set()
    queue = [c.atom.predicate for _, _, rules in limited for other in rules for c in _negated(other)]
    while queue:
        name = queue.pop()
        if name == predicate:
            return True
        if name.startswith(EXCEPTION) and name not in seen:
            seen.add(name)
            queue += [
                condition.atom.predicate
                for other in program.rules
                if other.head.predicate == name
                for condition in other.body
                if isinstance(condition, Literal)
            ]
    return False


def _negated(rule: Rule) -> list[Literal]:
    return [condition for condition in rule.body if isinstance(condition, Literal) and condition.negated]


def _coexist(one: _Entry, other: _Entry) -> bool:
    """Whether two rules can apply together: on some day, and under some choice of readings."""
    (block, provision, _), (other_block, other_provision, _) = one, other
    if overlap(provision.in_force, other_provision.in_force) is Truth.FAILS:
        return False
    if block.reading is None or other_block.reading is None or block.reading[1] != other_block.reading[1]:
        return True
    return block.reading[0] == other_block.reading[0]


def _unify(one: Atom, other: Atom) -> bool:
    """Whether two atoms of one predicate can speak of the same thing: no two constants differ."""
    return all(
        not (isinstance(a, Constant) and isinstance(b, Constant)) or a == b
        for a, b in zip(one.arguments, other.arguments, strict=True)
    )
