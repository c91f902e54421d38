"""Proofs as people read them: what is obvious or has just been said is left out, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from decidendi.determinations.model import ProofNode


def folded(nodes: Iterable[ProofNode]) -> tuple[ProofNode, ...]:
    """The proofs without what a reader would skip.

    Left out are, where they hold: a word that is on the list it is looked for in, when the fact with that word stands
    beside it; and a condition that a rule above has too, since it is stated there. What is unknown or fails always
    stays.
    """
    return tuple(_folded(node, frozenset()) for node in nodes)


def _folded(node: ProofNode, above: frozenset[str]) -> ProofNode:
    own = [premise for premise in node.premises if not (_is_settled(premise) and _is_obvious(premise, above))]
    within = above.union(premise.statement for premise in own if _is_settled(premise))
    return node.model_copy(update={"premises": tuple(_folded(premise, within) for premise in own)})


def _is_settled(node: ProofNode) -> bool:
    return node.state == "holds" and not node.premises


def _is_obvious(node: ProofNode, above: frozenset[str]) -> bool:
    return node.statement in above or (node.predicate == "one of" and node.statement.endswith('"'))


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


def cited(label: str) -> str:
    """A provision as it is cited: a section by its number, a heading of another kind by its name.

    >>> cited("4(a)"), cited("licences")
    ('Sec. 4(a)', 'licences')
    """
    return f"Sec. {label}" if label[:1].isdigit() else label
