"""Proofs as people read them: what is obvious or has just been said is left out, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from decidendi.determinations.model import ProofNode

_PLAIN: Final = frozenset({"on or after", "day asked", "kind: entity", "kind: party"})
"""Conditions that can be seen where they hold: that a day comes after another that is named, or who is an entity."""

_ALWAYS: Final = "all the time concerned "
"""How a period without bounds is worded, which covers any day."""


def folded(nodes: Iterable[ProofNode]) -> tuple[ProofNode, ...]:
    """The proofs without what a reader would skip.

    Left out are, where they hold: a word that is on the list it is looked for in, when the fact with that word stands
    beside it; a condition that can be seen, such as which of two days comes first; a condition that a rule above has
    too, since it is stated there; and a conclusion that a step beside it rests on, since its proof stands there. What
    is unknown or fails always stays.
    """
    return tuple(_folded(node, frozenset()) for node in nodes)


def _folded(node: ProofNode, above: frozenset[str]) -> ProofNode:
    own = [premise for premise in node.premises if not (_is_settled(premise) and _is_obvious(premise, above))]
    own = [premise for premise in own if not _is_within_another(premise, own)]
    within = above.union(premise.statement for premise in own if _is_settled(premise))
    return node.model_copy(update={"premises": tuple(_folded(premise, within) for premise in own)})


def _is_settled(node: ProofNode) -> bool:
    return node.state == "holds" and not node.premises


def _is_obvious(node: ProofNode, above: frozenset[str]) -> bool:
    if node.statement in above or node.predicate in _PLAIN:
        return True
    if node.predicate == "covers":
        return node.statement.startswith(_ALWAYS)
    return node.predicate == "one of" and node.statement.endswith('"')


def _is_within_another(node: ProofNode, beside: Iterable[ProofNode]) -> bool:
    """Whether a conclusion that holds is also a step in the proof of one beside it."""
    if node.state != "holds" or not node.provision:
        return False
    return any(node in _below(other) for other in beside if other.state == "holds")


def _below(node: ProofNode) -> Iterator[ProofNode]:
    for premise in node.premises:
        yield premise
        yield from _below(premise)


def size(node: ProofNode) -> int:
    """How many steps a proof has."""
    return 1 + sum(map(size, node.premises))


def told_reading(reading: str) -> str:
    """The reading that a step uses, in prose.

    >>> told_reading("overlap (of: relates to tenure)")
    'relates to tenure read as overlap'
    """
    name, parted, of = reading.removesuffix(")").partition(" (of: ")
    return f"{of} read as {name}" if parted else reading
