"""Ownership tests as parameters."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from decidendi.rules.regime import Divestment, Regime, Remainder, Together, Weight

BASES = {
    "equity": Weight.COUNTS,
    "votes": Weight.NEVER,
    "voting": Weight.NEVER,
    "boardappointment": Weight.NEVER,
    "profits": Weight.UNCLEAR,
}
FIFTY_PERCENT = Regime(
    "50 percent rule",
    Fraction(50),
    more_than=False,
    together=Together.ADDED,
    remainder=Remainder.NOT_REACHED,
    divestment=Divestment.ON_CONDITIONS,
    bases=BASES,
    citations={"threshold": "583.411", "indirect": "FAQ 401", "aggregate": "FAQ 399"},
)
MORE_THAN_FIFTY = replace(FIFTY_PERCENT, more_than=True)
EACH_ALONE = replace(FIFTY_PERCENT, together=Together.EACH_ALONE)
OPEN_REMAINDER = replace(FIFTY_PERCENT, remainder=Remainder.UNDETERMINED)
REGIMES = {
    "50 or more": FIFTY_PERCENT,
    "more than 50": MORE_THAN_FIFTY,
    "each alone": EACH_ALONE,
    "more than 50, each alone": replace(EACH_ALONE, more_than=True),
    "open remainder": OPEN_REMAINDER,
    "open remainder, each alone": replace(EACH_ALONE, remainder=Remainder.UNDETERMINED),
    "a third": replace(FIFTY_PERCENT, threshold=Fraction(100, 3)),
}
