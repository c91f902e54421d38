"""How long a soak is, in one place; each may be said otherwise by a variable of the environment."""

from __future__ import annotations

import os
from typing import Final

SECONDS: Final = float(os.environ.get("DECIDENDI_SOAK_SECONDS", "600"))
"""For each kind of hostile input."""

MATTERS: Final = int(os.environ.get("DECIDENDI_SOAK_MATTERS", "100000"))
"""Generated laws and matters on which the three evaluators are compared."""

SEED: Final = int(os.environ.get("DECIDENDI_SOAK_SEED", "1"))
"""What is generated follows from it."""
