"""What to look at that is no part of the verdict: silences, circumstances nobody asks for, the law's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decidendi.determinations.model import Caution
from decidendi.facts.kinds import CIRCUMSTANCE, UNKNOWN, is_kind
from decidendi.facts.periods import Truth
from decidendi.reasoning.spelling import plain
from decidendi.refusal import nearest

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run

MET_BLOCKS_NOBODY: Final = (
    "the facts satisfy the criterion; that blocks nobody without a determination by the authority"
)
NO_LISTING: Final = "no listing and no determination is stated: check the list"
NO_LISTING_NO_OWNER: Final = "no listing, no determination and no ownership is stated: check the list and the owners"
COMPLETE: Final = "the fact set claims to be complete as to %(classes)s"
NOT_ASKED: Final = "no rule and no licence asks whether a dealing is such that `%(words)s`"
"""What is filled in stands in `%()s`, so that memos in another language know the sentence again."""


def criterion_cautions(truth: Truth) -> tuple[Caution, ...]:
    """On a criterion that is met: what it does not say."""
    if truth is not Truth.HOLDS:
        return ()
    return (Caution(caution=MET_BLOCKS_NOBODY),)


def silences(done: Run, goal: str, subject: str, truth: Truth) -> tuple[Caution, ...]:
    """On what a party is not blocked: the classes of fact about which nothing is stated of it."""
    if goal != "blocked" or truth is Truth.HOLDS:
        return ()
    stated = {item.predicate for item in done.facts.statements if subject in item.arguments}
    if stated & {"listing", "determination"}:
        return ()
    text = NO_LISTING
    if not is_kind(done.facts.kind_of(subject) or "", "individual"):
        entity = done.rulebook.program.schemas["holding"].index_of("entity")
        held = {item.arguments[entity] for item in done.facts.statements if item.predicate == "holding"}
        if subject not in held:
            text = NO_LISTING_NO_OWNER
    return (Caution(caution=text),)


def cautions_of(done: Run, goal: str, subject: str) -> tuple[Caution, ...]:
    """What the rules of a goal warn of for a subject; each with its provision."""
    predicate = done.goals.get(goal)
    if predicate is None:
        return ()
    must, _ = done.rows(goal, subject)
    proofs = ((row, done.prover.proof(predicate, row)) for row in must)
    return tuple(
        Caution(caution=str(row[1]), provision=proof.provision, identifier=proof.identifier) for row, proof in proofs
    )


def matter_cautions(done: Run) -> tuple[Caution, ...]:
    """What holds of the whole matter: whose silence was read as absence, and what is stated but asked for nowhere."""
    found: list[Caution] = []
    if done.facts.complete:
        classes = ", ".join(name.replace("_", " ") for name in done.facts.complete)
        found.append(Caution(caution=COMPLETE % {"classes": classes}))
    return (*found, *_unasked(done))


def _unasked(done: Run) -> tuple[Caution, ...]:
    """Circumstances in words that neither a rule nor a licence asks for: misspelt, or without effect on any answer.

    Rules know a circumstance by its words alone, so that a slip of the pen would leave the condition that it was meant
    for unknown, and nobody would see why.
    """
    program = done.rulebook.program
    slots = {
        name: [place for place, slot in enumerate(schema.slots) if slot.members == CIRCUMSTANCE]
        for name, schema in program.schemas.items()
    }
    stated: dict[str, None] = {}
    asked: dict[str, None] = {}
    for name, places in slots.items():
        for place in places:
            asked.update(dict.fromkeys(str(word) for word in program.constants.get((name, place), ())))
    for statement in done.facts.statements:
        for place in slots.get(statement.predicate, ()):
            names = stated if program.schemas[statement.predicate].subject == "dealing" else asked
            names[str(statement.arguments[place])] = None
    found = []
    known = {plain(words) for words in asked}
    for words in stated:
        if plain(words) not in known and words != UNKNOWN:
            close = nearest(words, asked, 1)
            mend = f"; did you mean {close}" if close else ""
            found.append(Caution(caution=NOT_ASKED % {"words": words} + mend))
    return tuple(found)
