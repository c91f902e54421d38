"""What is determined of dealings: prohibited, exempt, authorized, reached by nothing, or open; and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decidendi.determinations.analysis import grounds_of
from decidendi.determinations.cautions import cautions_of
from decidendi.determinations.duties import duties_of
from decidendi.determinations.making import made
from decidendi.determinations.missing import distance_of
from decidendi.determinations.model import Determination, ProofNode
from decidendi.reasoning.matter import Row

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run


_DEPTH: Final = 10
"""How many conditions below one another say why nothing reaches a dealing: enough for owners of owners of a payee."""


def dealing_outcome(done: Run, subject: str) -> str:
    """The outcome of a dealing: `prohibited`, `exempt`, `authorized`, `not prohibited` or `undetermined`."""
    return outcome_and_rows(done, subject)[0]


def dealing_response(done: Run, subject: str) -> str:
    """The response that a dealing requires: `block`, `reject`, `none` or `undetermined`."""
    return _response(done, subject, outcome_and_rows(done, subject)[0])


def determined_dealings(done: Run) -> list[Determination]:
    """What is determined of each dealing: its verdict, response, duties, grounds and cautions."""
    if "prohibited" not in done.goals:
        return []
    found = []
    for dealing in done.facts.dealings:
        outcome, goal, rows = outcome_and_rows(done, dealing.name)
        predicate = done.goals[goal]
        order = done.labels(goal)
        rows.sort(key=lambda row: order.index(str(row[1])) if str(row[1]) in order else len(order))
        proof = [done.absence.explain(predicate, row, depth=4) for row in rows]
        if outcome == "not prohibited":
            proof = _not_reached(done, dealing.name)
        title = done.facts.title_of(dealing.name)
        statement = {
            "prohibited": f"{title} is prohibited",
            "undetermined": f"it is undetermined whether {title} is prohibited",
            "not prohibited": f"no provision of this rulebook reaches {title}",
        }.get(outcome, f"{title} is {outcome}")
        found.append(
            made(
                done,
                proof,
                kind="dealing",
                subject=dealing.name,
                title=title,
                provision=str(rows[0][1]) if goal == "prohibited" and rows else proof[0].provision if rows else "",
                outcome=outcome,
                statement=statement,
                response=_response(done, dealing.name, outcome),
                duties=duties_of(done, dealing.name),
                grounds=grounds_of(done, dealing.name),
                cautions=cautions_of(done, "caution", dealing.name),
            )
        )
    return found


def outcome_and_rows(done: Run, subject: str) -> tuple[str, str, list[Row]]:
    """The outcome of a dealing, the kind of conclusion it is read from, and the rows of that."""
    must, may = done.rows("prohibited", subject)
    if must:
        return "prohibited", "prohibited", must
    if may:
        return "undetermined", "prohibited", may
    for goal, outcome in (("exempt", "exempt"), ("authorized", "authorized"), ("authorized under", "authorized")):
        holds, _ = done.rows(goal, subject)
        face, possible = done.rows("on its face", subject)
        if holds and (face or possible):
            return outcome, goal, holds
    return "not prohibited", "prohibited", []


def _not_reached(done: Run, subject: str) -> list[ProofNode]:
    """For a dealing that nothing reaches: the prohibition that comes nearest, and what keeps it away."""
    predicate = done.goals.get("on its face", done.goals["prohibited"])
    labels = done.labels("on its face") or done.labels("prohibited")
    trees = [done.absence.explain(predicate, (subject, label), depth=_DEPTH) for label in labels]
    return sorted((tree for tree in trees if tree.premises), key=distance_of)[:1]


def _response(done: Run, subject: str, outcome: str) -> str:
    if outcome in ("not prohibited", "exempt", "authorized"):
        return "none"
    if outcome == "undetermined" or "response" not in done.goals:
        return "undetermined"
    must, _ = done.rows("response", subject)
    words = {str(row[1]) for row in must}
    return words.pop() if len(words) == 1 else "undetermined"
