"""The answer to one sentence about a matter: whether it holds, and why or why not."""

from __future__ import annotations

from typing import Final

from decidendi.determinations.determine import Run
from decidendi.determinations.expectations import proofs_of
from decidendi.determinations.model import Frozen, ProofNode, State
from decidendi.determinations.queries import parse_query
from decidendi.facts.periods import Truth
from decidendi.refusal import Place

DEEPEST: Final = 8
"""How many rules deep a failure is explained."""

_STATES: dict[Truth, State] = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}


class Answer(Frozen):
    """Whether a conclusion holds. `proof` has a tree for each way in which it holds, or the nearest failure."""

    conclusion: str
    state: State
    proof: tuple[ProofNode, ...]
    engines: tuple[str, ...]


def answer(done: Run, conclusion: str, depth: int = DEEPEST) -> Answer:
    """Why a conclusion holds, or which conditions fail or are unknown.

    Raises:
        Refusal: no sentence of the vocabulary or the rulebook reads like the conclusion.
    """
    query = parse_query(conclusion, done.rulebook.program, done.facts, Place("CONCLUSION"))
    return Answer(
        conclusion=conclusion,
        state=_STATES[query.truth(done.trace)],
        proof=proofs_of(done, query, depth, thorough=True),
        engines=done.engines,
    )
