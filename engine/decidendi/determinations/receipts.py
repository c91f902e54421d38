"""The receipt of a run: what it was made from, so that it can be made again and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from decidendi.determinations.model import Determination, Receipt
from decidendi.facts.fact_set import FactSet
from decidendi.reasoning.matter import Options
from decidendi.reasoning.trace import Trace
from decidendi.rules.rulebook import Rulebook

_PACKAGES: Final = ("decidendi", "pydantic", "durable_rules")


def digest(value: Any) -> str:
    """The SHA-256 of a value as JSON with sorted keys and no spaces."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_of(
    facts: FactSet,
    rulebook: Rulebook,
    options: Options,
    trace: Trace,
    found: Sequence[Determination],
    engines: tuple[str, ...],
) -> Receipt:
    """The receipt of a run: the same input gives the same receipt."""
    used = {citation.identifier for item in found for citation in item.citations}
    provisions = {
        identifier: digest(
            [[block.kind, block.options, [line for _, line in block.lines]] for block in provision.blocks]
        )
        for identifier, provision in sorted(rulebook.provisions.items())
        if identifier in used
    }
    return Receipt(
        facts=facts.digest,
        provisions=provisions,
        pages={name.rsplit("/", 1)[-1]: text for name, text in sorted(rulebook.digests.items())},
        versions=_versions(),
        options={
            "as_of": options.as_of.isoformat(),
            "known": options.known.isoformat() if options.known else None,
            "readings": dict(trace.matter.readings),
        },
        engines=engines,
        result=digest([[item.kind, item.subject, item.provision, item.outcome, item.response] for item in found]),
    )


def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
