"""A determination from its proof: what every kind of them reads off it in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from decidendi.determinations.model import Citation, Determination, ProofNode
from decidendi.determinations.proving import provisions_in, readings_in

if TYPE_CHECKING:
    from decidendi.determinations.determine import Run


def cited(done: Run, proof: Sequence[ProofNode]) -> tuple[Citation, ...]:
    """The provisions that a proof goes through, as they are cited."""
    provisions = [done.rulebook.provisions[name] for name in provisions_in(tuple(proof))]
    return tuple(
        Citation(
            label=provision.label,
            identifier=provision.identifier,
            title=provision.title,
            instrument=provision.instrument,
            citation=provision.citation,
            status=provision.cited_as,
        )
        for provision in provisions
    )


def made(done: Run, proof: Sequence[ProofNode], **fields: Any) -> Determination:
    """A determination with what is read off its proof: provisions, readings, and the grade of what it rests on."""
    citations = cited(done, proof)
    readings = dict.fromkeys(reading for node in proof for reading in readings_in(node, done.rulebook))
    grades = [node.grade for node in proof if node.grade and node.state == "holds"]
    return Determination(
        rests_on=grades[0] if grades else "",
        provisions=tuple(dict.fromkeys(citation.label for citation in citations)),
        citations=citations,
        proof=tuple(proof),
        readings=tuple(readings),
        **fields,
    )
