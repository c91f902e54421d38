"""The answer to one sentence about a matter: whether it holds, and why or why not."""

from __future__ import annotations

from typing import Final

from decidendi.determinations.determine import Run, asking_about
from decidendi.determinations.expectations import proofs_of
from decidendi.determinations.model import Frozen, ProofNode, State
from decidendi.determinations.queries import parse_query
from decidendi.facts.periods import Truth
from decidendi.refusal import Place

DEEPEST: Final = 50
"""How many rules deep a failure is explained."""

_STATES: dict[Truth, State] = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}


class Answer(Frozen):
    """Whether a conclusion holds. `proof` has a tree for each way in which it holds, or the nearest failure.

    Where something that the facts do not name leaves it open, `missed` is how near the things come that they do name.
    """

    conclusion: str
    state: State
    proof: tuple[ProofNode, ...]
    missed: tuple[ProofNode, ...]
    engines: tuple[str, ...]


def answer(done: Run, conclusion: str, depth: int = DEEPEST) -> Answer:
    """Why a conclusion holds, or which conditions fail or are unknown.

    Raises:
        Refusal: no sentence of the vocabulary or the rulebook reads like the conclusion.
    """
    query = parse_query(conclusion, done.rulebook.program, done.facts, Place("CONCLUSION"))
    done = asking_about(done, [query])
    state = _STATES[query.truth(done.trace)]
    proof = proofs_of(done, query, depth, thorough=True)
    missed = proofs_of(done, query, depth, named=True) if state == "undetermined" else ()
    return Answer(
        conclusion=conclusion,
        state=state,
        proof=proof,
        missed=tuple(tree for tree in missed if tree not in proof),
        engines=done.engines,
    )
