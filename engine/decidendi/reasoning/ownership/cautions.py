"""What to look at beside a verdict. A caution never changes one; it names the records that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a caution is about; the value is its name in results."""

    OVERFULL = "overfull table"
    CONFLICT = "records in conflict"
    INDIRECT_SUMMARY = "indirect statement beside its components"
    INDIRECT_ALONE = "indirect statement without components"
    NOMINEE = "nominee"
    NOMINEE_RANGE = "holding beside a nominee"
    BASIS = "basis conflict"
    DENOMINATOR = "denominator"
    CIRCULAR = "circular, integrated share reaches the threshold"
    MINORITY = "significant minority"
    OTHERWISE = "blocked under another programme"
    CONTROL = "control without ownership"
    NEAR = "near the threshold"
    DIVESTMENT = "divestment not recognised"
    DIVESTMENT_OPEN = "divestment on unknown conditions"
    DIVESTMENT_RECOGNISED = "divestment recognised"
    PERSISTING = "property blocked before"
    INDIVIDUAL = "individual"
    UNKNOWN_SHARE = "share unknown"


@dataclass(frozen=True, slots=True)
class OwnershipCaution:
    """One thing to look at.

    Attributes:
        kind: what it is about.
        entity: whom it concerns.
        text: a sentence without a full stop.
        records: indices of the records of the register.
        step: the step of the regime whose provision is cited, or empty.
    """

    kind: Kind
    entity: str
    text: str
    records: tuple[int, ...] = ()
    step: str = ""
