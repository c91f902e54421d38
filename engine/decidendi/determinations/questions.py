"""Open questions: the unknowns that bear on a determination, each with the outcome either way.

Candidates are the unknown conditions of the rules that come nearest. Each is put to the reference evaluator twice,
once as stated and once as denied; a question whose two answers give the same outcome is not asked. How far is looked is
bounded, and what lies beyond the bounds is named, so that no partial list passes for a complete one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from decidendi.determinations.model import Determination, NotExplored, Question
from decidendi.determinations.partly_known import Part, part_of, parts_of, stated_but_for_a_word
from decidendi.determinations.queries import Query
from decidendi.determinations.searching import Attempt
from decidendi.facts.entries import SCHEMAS
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.loading import denies
from decidendi.facts.periods import Period, Truth, always
from decidendi.facts.writing import sentence_of
from decidendi.reasoning.matter import Matter, Row
from decidendi.rules.comparisons import GENERIC_NAMES
from decidendi.rules.form import POSSIBLE, STATED, Comparison, Constant, Literal, Variable

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run

_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far unknowns are looked for.

    Attributes:
        most: how many unknowns are put to the evaluator, each as stated and as denied.
        deepest: how many conclusions may lie on the way from what is asked about to an unknown.
    """

    most: int = 200
    deepest: int = 12


ANY_RECORD: Final = "any record that states it"
"""What settles a question where the rulebook names no document for its class of fact."""

BOUNDS: Final = Bounds()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that may be so: its predicate, the row that stands for "yes", and the row it is possible by.

    `part` is there where the fact is stated and a word or date of it is known in part.
    """

    predicate: str
    row: Row
    possible: Row
    provision: str
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """What conclusions that may hold rest on: unknown facts, and the conclusions too deep to be looked below."""

    unknowns: tuple[Unknown, ...]
    too_deep: tuple[tuple[str, Row], ...]
    compared: tuple[str, ...] = ()
    """The comparisons of values known in part on which they turn, in words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of each undetermined determination, by its index, and what was not explored for them."""

    questions: dict[int, tuple[Question, ...]]
    not_explored: NotExplored


def open_questions(
    done: Run,
    found: Sequence[Determination],
    outcome_of: Callable[[Run, Determination], str],
    bounds: Bounds = BOUNDS,
) -> Asked:
    """The questions of each undetermined determination."""
    below = {
        index: unknowns_below(done, _roots(done, item), bounds)
        for index, item in enumerate(found)
        if item.outcome == "undetermined"
    }
    wanted = {index: each.unknowns for index, each in below.items()}
    candidates = list(dict.fromkeys(unknown for unknowns in wanted.values() for unknown in unknowns))
    every = candidates[: bounds.most]
    variations = done.reasoner.variations(done.trace.matter) if every else None

    def answered(changed: Matter) -> Run:
        assert variations is not None, "there is something to ask"
        return done.with_trace(variations.evaluate(changed))

    matter = done.trace.matter
    # Several rules may look for one fact: each answer is worked out once, whatever the provision that asks.
    stated = {(item.predicate, item.row): item for item in every}
    denied = {(item.predicate, item.possible, item.part): item for item in every}
    if_so = {key: answered(with_answer(matter, item, True)) for key, item in stated.items()}
    if_not = {key: answered(with_answer(matter, item, False)) for key, item in denied.items()}
    answers = {
        item: (if_so[item.predicate, item.row], if_not[item.predicate, item.possible, item.part]) for item in every
    }
    asked: dict[int, tuple[Question, ...]] = {}
    for index, unknowns in wanted.items():
        questions = []
        for unknown in unknowns:
            if unknown not in answers:
                continue
            yes, no = (outcome_of(run, found[index]) for run in answers[unknown])
            if yes != no:
                fact = done.wording.sentence(unknown.predicate, unknown.row)
                questions.append(
                    Question(
                        ask=f"Is it so that {fact}?",
                        fact=fact,
                        provision=unknown.provision,
                        if_yes=yes,
                        if_no=no,
                        sentence=_sentence(unknown.predicate, unknown.row),
                        denial=_sentence(unknown.predicate, unknown.possible),
                        settled_by=done.rulebook.program.documents.get(unknown.predicate, ANY_RECORD),
                    )
                )
        questions.sort(key=lambda question: ("undetermined" in (question.if_yes, question.if_no), question.fact))
        asked[index] = tuple(dict.fromkeys(questions))
    too_deep = dict.fromkeys(place for each in below.values() for place in each.too_deep)
    return Asked(asked, not_explored(done, candidates[bounds.most :], tuple(too_deep)))


def not_explored(done: Run, unknowns: Sequence[Unknown], too_deep: Sequence[tuple[str, Row]]) -> NotExplored:
    """What lies beyond the bounds, with the first few of it in words."""
    places = [*((unknown.predicate, unknown.row) for unknown in unknowns), *too_deep]
    named = dict.fromkeys(done.wording.sentence(predicate, row) for predicate, row in places[: 4 * _NAMED])
    return NotExplored(unknowns=len(unknowns), conclusions=len(too_deep), first=tuple(named)[:_NAMED])


def open_facts(done: Run, query: Query, bounds: Bounds = BOUNDS) -> tuple[tuple[tuple[str, str], ...], NotExplored]:
    """What is unknown and decides a query, and what was not explored.

    Each unknown is given as it is said, and as a fact set would state it (or empty).
    """
    must, may = query.rows(done.trace)
    if must or not may:
        return (), NotExplored()
    below = unknowns_below(done, [(query.predicate, row) for row in may], bounds)
    unknowns = below.unknowns[: bounds.most]
    matter = done.trace.matter
    variations = done.reasoner.variations(matter)
    found = {
        (done.wording.sentence(item.predicate, item.row), _sentence(item.predicate, item.row)): None
        for item in unknowns
        if query.truth(variations.evaluate(with_answer(matter, item, True)))
        is not query.truth(variations.evaluate(with_answer(matter, item, False)))
    }
    return tuple(sorted(found)), not_explored(done, below.unknowns[bounds.most :], below.too_deep)


def _sentence(predicate: str, row: Row) -> str:
    """A row as a fact set would state it, where it is a fact about things that have names."""
    schema = SCHEMAS.get(predicate)
    if schema is None or any(value in GENERIC_NAMES for value in row):
        return ""
    return sentence_of(schema, row)


def _roots(done: Run, item: Determination) -> list[tuple[str, Row]]:
    """The conclusions that may hold on which an undetermined determination turns."""
    if item.kind == "dealing":
        _, may = done.rows("prohibited", item.subject)
        return [(done.goals["prohibited"], row) for row in may]
    if item.kind == "criterion":
        _, may = done.rows("criterion", item.subject)
        return [(done.goals["criterion"], row) for row in may if item.provision in row]
    return [
        (done.goals[goal], row)
        for goal in ("blocked", "blocked property")
        for row in done.rows(goal, item.subject)[1]
        if row[1] == done.trace.matter.day
    ]


def unknowns_below(done: Run, roots: Iterable[tuple[str, Row]], bounds: Bounds = BOUNDS) -> Below:
    """The unknown facts on which conclusions that may hold rest, each a predicate and a row."""
    found: dict[Unknown, None] = {}
    compared: dict[str, None] = {}
    too_deep: dict[tuple[str, Row], None] = {}
    for predicate, row in roots:
        seen: dict[tuple[str, Row], int] = {}
        _collect(done, predicate, row, found, compared, seen, bounds.deepest)
        too_deep.update(dict.fromkeys(place for place, depth in seen.items() if depth == 0))
    return Below(tuple(found), tuple(too_deep), tuple(compared))


def _collect(
    done: Run,
    predicate: str,
    row: Row,
    found: dict[Unknown, None],
    compared: dict[str, None],
    seen: dict[tuple[str, Row], int],
    depth: int,
) -> None:
    """The unknown facts below a conclusion that may hold, along every rule that may conclude it.

    `seen` holds how far below each conclusion was looked. One that was met at the end of a long way is looked at again
    where a shorter way leads to it.
    """
    if seen.get((predicate, row), -1) >= depth:
        return
    seen[predicate, row] = depth
    if depth == 0:
        return
    if predicate in done.absence.sums:
        total, _ = done.absence.sums[predicate]
        for name in (total.table, total.counted):
            for part in sorted(done.trace.may.get(name, frozenset()), key=lambda one: tuple(map(str, one))):
                if total.group_of(part) == row and part not in done.trace.must.get(name, frozenset()):
                    _collect(done, name, part, found, compared, seen, depth - 1)
        return
    for attempt in done.absence.search.attempts(predicate, row):
        if attempt.distance[0]:
            continue  # a condition fails: no answer makes this rule apply
        label = done.rulebook.provisions[attempt.rule.provision].label
        for item in attempt.judged:
            condition = item.condition
            if item.truth is not Truth.UNDETERMINED:
                continue
            if isinstance(condition, Comparison):
                compared[done.wording.comparison(condition, attempt.bindings)] = None
                for known in parts_of(done, attempt, condition):
                    found[Unknown(known.predicate, known.row, known.row, label, known)] = None
                continue
            if item.row is None:
                continue
            name = condition.atom.predicate
            if name in done.absence.concluded:
                _collect(done, name, item.row, found, compared, seen, depth - 1)
            if name not in done.absence.concluded or item.row in _possible(done, name):
                settled = _settled(item.row, condition, attempt)
                stated = stated_but_for_a_word(done, name, settled)
                if stated is None:
                    found[Unknown(name, settled, item.row, label)] = None
                else:
                    found[Unknown(name, settled, settled, label, part_of(done, name, stated, settled))] = None


def _possible(done: Run, predicate: str) -> tuple[Row, ...]:
    possible = done.trace.matter.possible
    return (*possible.get(predicate, ()), *possible.get(POSSIBLE + predicate, ()))


def _settled(row: Row, condition: Literal, attempt: Attempt) -> Row:
    """The row as a plain "yes" states it: for all the time concerned, with a word that the rule looks for."""
    values: list[Any] = []
    for term, value in zip(condition.atom.arguments, row, strict=True):
        if isinstance(value, Period) and value.text == UNKNOWN:
            values.append(always())
        elif value == UNKNOWN and isinstance(term, Variable):
            values.append(_word(term, attempt))
        else:
            values.append(value)
    return tuple(values)


def _word(variable: Variable, attempt: Attempt) -> str:
    for condition in attempt.rule.body:
        if isinstance(condition, Comparison) and variable in condition.arguments and not condition.negated:
            words = [term.value for term in condition.arguments if isinstance(term, Constant)]
            if words and condition.name in ("same", "one of"):
                return str(words[0])
    return UNKNOWN


def with_answer(matter: Matter, unknown: Unknown, yes: bool) -> Matter:
    """The matter with an unknown stated, or denied."""
    return _stated(matter, unknown) if yes else _denied(matter, unknown)


def _stated(matter: Matter, unknown: Unknown) -> Matter:
    stated = dict(matter.stated)
    stated[unknown.predicate] = (*stated.get(unknown.predicate, ()), unknown.row)
    return replace(matter, stated=stated)


def _denied(matter: Matter, unknown: Unknown) -> Matter:
    possible = dict(matter.possible)
    part = unknown.part
    for name in (unknown.predicate, POSSIBLE + unknown.predicate):
        possible[name] = tuple(row for row in possible.get(name, ()) if not _is_denied(row, unknown))
    if part is None or part.left == part.stated:
        return replace(matter, possible=possible)
    stated = dict(matter.stated)
    for name in (unknown.predicate, STATED + unknown.predicate):
        if part.stated in stated.get(name, ()):
            stated[name] = tuple(part.left if row == part.stated else row for row in stated[name])
            rest = (row for row in possible.get(name, ()) if not _is_variant(row, part.stated))
            possible[name] = tuple(dict.fromkeys((*rest, *part.others)))
    return replace(matter, stated=stated, possible=possible)


def _is_denied(row: Row, unknown: Unknown) -> bool:
    return _same_fact(row, unknown.possible) if unknown.part is None else denies(unknown.row, row)


def _is_variant(row: Row, stated: Row) -> bool:
    """Whether a possible row stands for what an unknown word of a stated one may be."""
    return UNKNOWN in stated and all(value in (UNKNOWN, other) for value, other in zip(stated, row, strict=True))


def _same_fact(row: Row, other: Row) -> bool:
    """Whether two possible rows are the same fact but for what is unknown in it."""
    return all(
        one == two or UNKNOWN in (one, two) or isinstance(one, Period) for one, two in zip(row, other, strict=True)
    )
