"""The receipt of a run: what it was made from, so that it can be made again and compared.

Hashes are of canonical JSON (RFC 8785), so that anyone can compute them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from decidendi.determinations.model import Determination, FactSetText, Receipt
from decidendi.facts.fact_set import FactSet
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Options
from decidendi.reasoning.trace import Trace
from decidendi.rules.provisions import Provision
from decidendi.rules.rulebook import Rulebook


def canonical(value: Any) -> bytes:
    """A value as canonical JSON (RFC 8785): one value, one text."""
    import rfc8785

    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """The SHA-256 of a value as canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def provision_digest(provision: Provision) -> str:
    """The SHA-256 of what a provision says that runs: its blocks, and when it is in force."""
    blocks = [[block.kind, block.options, [line for _, line in block.lines]] for block in provision.blocks]
    return digest([provision.in_force.text, blocks])


def result_digest(found: Sequence[Determination]) -> str:
    """The SHA-256 of the outcomes."""
    return digest([[item.kind, item.subject, item.provision, item.outcome, item.response] for item in found])


def receipt_of(
    facts: FactSet,
    rulebook: Rulebook,
    options: Options,
    trace: Trace,
    found: Sequence[Determination],
    engines: tuple[str, ...],
    reasoner: Reasoner,
) -> Receipt:
    """The receipt of a run: the same input gives the same receipt."""
    used = {citation.identifier for item in found for citation in item.citations}
    used |= {duty.identifier for item in found for duty in item.duties}
    used |= {caution.identifier for item in found for caution in item.cautions}
    return Receipt(
        facts=facts.digest,
        fact_set=FactSetText(file=facts.file, text=facts.text),
        provisions={
            identifier: provision_digest(provision)
            for identifier, provision in sorted(rulebook.provisions.items())
            if identifier in used
        },
        pages=dict(sorted(rulebook.digests.items())),
        versions=reasoner.versions,
        packages=reasoner.packages,
        options={
            "as_of": options.as_of.isoformat(),
            "known": options.known.isoformat() if options.known else None,
            "readings": dict(trace.matter.readings),
            "consider": list(options.consider),
        },
        engines=engines,
        result=result_digest(found),
    )
