"""The small numbers by which the array path marks holdings and entities."""

from __future__ import annotations

from typing import Final

LOWER_OPEN: Final = 1
UPPER_OPEN: Final = 2
INEXACT: Final = 4
"""Flags of a holding; an inexact share is no whole number of millionths of a percent."""

PLAIN: Final = 0
NEAR_EXACT: Final = 1
ALWAYS_EXACT: Final = 2
NEVER: Final = 3
"""Kinds of entity: summed in units; exactly too, where the sum is near the threshold; always exactly; out of reach."""

NOT_REACHED: Final = -1
PENDING: Final = -2
"""Steps of those who are not reached; a pending one is to be summed exactly."""

MILLIONTHS: Final = 1_000_000
"""Units in one percent, before marks."""
