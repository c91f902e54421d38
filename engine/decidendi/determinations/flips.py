"""The least change: every smallest set of changes under which a conclusion comes out otherwise.

The solver finds the sets; each is replayed through the reference evaluator before it is shown, with its effects on
every other determination of the matter. What the rulebook cautions against when a fact is supposed or no longer
stated, such as a change that looks like evasion, is shown with the change, and such a change never comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from decidendi.determinations.changeable import Change, changeable
from decidendi.determinations.dealings import dealing_response
from decidendi.determinations.determine import Run, asked_about, asking_about, outcome_about
from decidendi.determinations.model import Caution, Frozen, State
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.wording import told_query
from decidendi.facts.fact_set import FactSet
from decidendi.facts.overlays import Overlay, with_overlay
from decidendi.facts.periods import Truth
from decidendi.reasoning.changes import Goal, MatterChange, Search, difference
from decidendi.refusal import Place, Refusal

MOST_CHANGES: Final = 60
"""Changes that are considered at once; the nearest come first, and an answer says where there are more."""

_STATES: Final[dict[Truth, State]] = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}
_NOT_MADE_UP: Final = "days, shares and amounts that nobody states, and things that the fact set does not name"
_SUPPOSED: Final = "least change"


class SideEffect(Frozen):
    """Another determination that a change moves too, with the response that a dealing then requires."""

    kind: str
    subject: str
    title: str
    provision: str
    before: str
    after: str
    response: str = ""


class Flip(Frozen):
    """One smallest set of changes. `changes` can be given to `what-if` as they are; `whose_act` says whose each is."""

    changes: tuple[str, ...]
    to: State
    whose_act: tuple[str, ...]
    cautions: tuple[Caution, ...]
    effects: tuple[SideEffect, ...]


class Considered(Frozen):
    """A change that was considered, and who could make it."""

    change: str
    whose_act: str


class Flips(Frozen):
    """The least changes of one conclusion; `told` is its sentence with things as they are called in prose.

    `complete`: every smallest set of up to `size` of the changes considered is among `flips`. `not_explored` says what
    was not considered at all.
    """

    conclusion: str
    told: str
    as_of: date
    state: State
    flips: tuple[Flip, ...]
    considered: tuple[Considered, ...]
    size: int
    complete: bool
    not_explored: tuple[str, ...]
    engines: tuple[str, ...] = ("solver", "reference")


def least_changes(
    done: Run, conclusion: str, *, to: Truth | None = None, most: int = 3, seconds: float = 20.0
) -> Flips:
    """Every smallest set of up to `most` changes that flips a conclusion: to fail what holds, to hold what fails.

    A conclusion that is undetermined may come out either way; `to` asks for one of the two.

    Raises:
        Refusal: no sentence of the vocabulary or the rulebook reads like the conclusion.
    """
    query = parse_query(conclusion, done.rulebook.program, done.facts, Place("--flip"))
    done = asking_about(done, [query])
    truth = query.truth(done.trace)
    if to is truth:
        raise Refusal.at(
            Place("--to"),
            f"`{conclusion}` {_STATES[truth]} already"
            if truth is not Truth.UNDETERMINED
            else "it is undetermined already",
            expected="how it should come out instead",
            mend="ask for another outcome",
        )
    every = changeable(done, query)
    changes = every[:MOST_CHANGES]
    wanted = [to] if to else [goal for goal in (Truth.FAILS, Truth.HOLDS) if goal is not truth]
    if truth is not Truth.UNDETERMINED and to is None:
        wanted = [Truth.FAILS if truth is Truth.HOLDS else Truth.HOLDS]
    teller = _Teller(done, query, changes)
    searches = [teller.search(goal, most, seconds / len(wanted)) for goal in wanted]
    found = [flip for goal, search in zip(wanted, searches, strict=True) for flip in teller.flips(search, goal)]
    left = [f"{len(every) - len(changes)} further changes"] if len(every) > len(changes) else []
    return Flips(
        conclusion=conclusion,
        told=told_query(query, conclusion, done.wording),
        as_of=done.options.as_of,
        state=_STATES[truth],
        flips=_in_order(found),
        considered=tuple(Considered(change=item.text, whose_act=item.power.value) for item in changes),
        size=min(search.size for search in searches),
        complete=all(search.is_complete for search in searches),
        not_explored=(*left, f"sets of more than {most} changes", _NOT_MADE_UP),
    )


def _in_order(flips: Iterable[Flip]) -> tuple[Flip, ...]:
    """The smallest first, among equals those without a caution; what calls for a caution is never first."""
    ordered = sorted(flips, key=lambda flip: (len(flip.changes), bool(flip.cautions), flip.to, flip.changes))
    first = next((flip for flip in ordered if not flip.cautions), None)
    if first is not None:
        ordered.remove(first)
        ordered.insert(0, first)
    return tuple(ordered)


class _Teller:
    """One search: the changed matters, each made once."""

    def __init__(self, done: Run, query: Query, changes: Sequence[Change]) -> None:
        self.done = done
        self.query = query
        self.changes = changes
        self._runs: dict[frozenset[int], Run] = {}

    def search(self, goal: Truth, most: int, seconds: float) -> Search:
        """The sets of changes, by their numbers."""
        from decidendi.reasoning.solver import Solver  # most commands never need it
        from decidendi.reasoning.solver_changes import smallest_changes

        grounder = self.done.reasoner.grounder
        effects: list[MatterChange] = [
            difference(self.done.trace.matter, grounder.matter(self._facts(frozenset([number])), self.done.options))
            for number in range(len(self.changes))
        ]
        return smallest_changes(
            Solver(self.done.rulebook.program),
            self.done.trace,
            effects,
            Goal(self.query.predicate, self.query.pattern, goal),
            exclusive=[
                (one, other)
                for one, other in combinations(range(len(self.changes)), 2)
                if self.changes[one].settles == self.changes[other].settles
            ],
            confirm=lambda chosen: self.query.truth(self._under(chosen).trace) is goal,
            most=most,
            seconds=seconds,
        )

    def _under(self, chosen: frozenset[int]) -> Run:
        if chosen not in self._runs:
            self._runs[chosen] = self.done.under(self._facts(chosen))
        return self._runs[chosen]

    def _facts(self, chosen: frozenset[int]) -> FactSet:
        overlay = Overlay(_SUPPOSED, tuple(self.changes[number].text for number in sorted(chosen)))
        return with_overlay(self.done.facts, overlay).facts

    def flips(self, search: Search, goal: Truth) -> list[Flip]:
        """What was found, with its cautions and its effects."""
        return [
            Flip(
                changes=tuple(self.changes[number].text for number in sorted(chosen)),
                to=_STATES[goal],
                whose_act=tuple(self.changes[number].power.value for number in sorted(chosen)),
                cautions=_cautions(self.done, self._under(chosen)),
                effects=self._effects(self._under(chosen)),
            )
            for chosen in search.found
        ]

    def _effects(self, other: Run) -> tuple[SideEffect, ...]:
        found = []
        for kind, subject, provision in asked_about(self.done):
            if kind == "dealing" and subject in self.query.pattern:
                continue
            before, after = (outcome_about(run, kind, subject, provision) for run in (self.done, other))
            responses = (
                [dealing_response(run, subject) for run in (self.done, other)] if kind == "dealing" else ["", ""]
            )
            if before != after or responses[0] != responses[1]:
                found.append(
                    SideEffect(
                        kind=kind,
                        subject=subject,
                        title=self.done.facts.title_of(subject),
                        provision=provision,
                        before=before,
                        after=after,
                        response=responses[1],
                    )
                )
        return tuple(found)


def _cautions(base: Run, other: Run) -> tuple[Caution, ...]:
    """What the rulebook cautions against in the changed matter, and did not before."""
    found: dict[str, None] = {}
    for goal in ("caution", "notice"):
        predicate = base.goals.get(goal)
        if predicate is None:
            continue
        rows = other.trace.must.get(predicate, frozenset()) - base.trace.must.get(predicate, frozenset())
        found.update(dict.fromkeys(sorted(str(row[1]) for row in rows)))
    return tuple(Caution(caution=text) for text in found)
