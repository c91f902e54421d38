"""The order of the answer about a dealing: prohibited on its face? exempt? authorized, on which conditions?

All of it is read off the run: each ground is a conclusion of the rulebook, and its conditions are those of the rule
that concludes it or comes nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from decidendi.determinations.model import Ground, GroundCondition, Grounds, ProofNode
from decidendi.facts.periods import Truth
from decidendi.reasoning.matter import Row

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run

_STATES: Final = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}
_WORDS: Final = {"holds": "met", "undetermined": "unknown", "fails": "failed"}


def grounds_of(done: Run, subject: str) -> Grounds:
    """What speaks against a dealing and for it, in the order in which a lawyer asks."""
    return Grounds(
        on_its_face=tuple(_possible(done, "on its face", subject)),
        exempt=tuple(_grounds(done, "exempt", subject)),
        authorized=(*_licenses(done, subject), *_grounds(done, "authorized under", subject)),
    )


def _possible(done: Run, goal: str, subject: str) -> Iterator[Ground]:
    """The prohibitions that reach the dealing, or may."""
    must, may = done.rows(goal, subject)
    order = done.labels(goal)
    rows = sorted({*must, *may}, key=lambda row: order.index(row[1]) if row[1] in order else len(order))
    for row in rows:
        yield _ground(done, done.goals[goal], row, str(row[1]))


def _grounds(done: Run, goal: str, subject: str) -> Iterator[Ground]:
    """The exemptions or licences that cover the dealing or may, and those that fail though they are about it.

    What a ground is about, its first condition says.
    """
    predicate = done.goals.get(goal)
    if predicate is None:
        return
    for label in done.labels(goal):
        row: Row = (subject, label)
        if done.trace.truth(predicate, row) is Truth.FAILS and not _bears(done, predicate, row):
            continue
        yield _ground(done, predicate, row, label)


def _licenses(done: Run, subject: str) -> Iterator[Ground]:
    """Each license of the fact set that has a bearing on the dealing."""
    predicate = done.goals.get("authorized")
    if predicate is None:
        return
    for license_ in done.facts.licenses:
        row: Row = (subject, license_.name)
        if done.trace.truth(predicate, row) is Truth.FAILS and not _bears(done, predicate, row):
            continue
        yield _ground(done, predicate, row, license_.name)


def _bears(done: Run, predicate: str, row: Row) -> bool:
    """Whether a ground that fails is about such dealings, on its day, all the same: its first condition may hold."""
    nearest = done.absence.nearest(predicate, row)
    if nearest is None or not nearest.judged or nearest.in_force is Truth.FAILS:
        return False
    about = nearest.judged[0].condition.text
    return all(item.truth is not Truth.FAILS for item in nearest.judged if item.condition.text == about)


def _ground(done: Run, predicate: str, row: Row, name: str) -> Ground:
    node = done.absence.explain(predicate, row, depth=2)
    provision: Any = done.rulebook.provisions.get(node.identifier)
    return Ground(
        ground=name,
        identifier=node.identifier,
        title=provision.title if provision else "",
        status=provision.cited_as if provision else "",
        state=_STATES[done.trace.truth(predicate, row)],  # type: ignore[arg-type]
        conditions=tuple(_conditions(node)),
    )


def _conditions(node: ProofNode) -> Iterator[GroundCondition]:
    """The conditions of a ground; of a word and the list in which it has to stand, the one that fails or the word."""
    told: list[ProofNode] = []
    for premise in node.premises:
        if premise.predicate == "one of" and told and told[-1].state == "holds":
            if premise.state != "holds":
                told[-1] = premise
        else:
            told.append(premise)
    for premise in told:
        yield GroundCondition(condition=premise.statement, state=_WORDS[premise.state])  # type: ignore[arg-type]
