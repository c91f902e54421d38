"""Ten minutes of hostile input of each kind: whatever is brought is answered or refused.

A fault does not end the search: it is shrunk, its input is put into `tests/hostile/kept/`, where every run of the
tests replays it, and the search goes on for others. Rounds begin from the seed of the run.
"""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.hostile.kinds import KINDS, examined
from tests.soak.lengths import SECONDS, SEED

KEPT = Path(__file__).parent.parent / "hostile" / "kept"
EXAMPLES = 50
"""Of one round."""


def fault_of(error: Exception) -> str:
    """What went wrong and where in the engine, so that one mistake is told once."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "decidendi" in frame.filename]
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} {at}: {str(error).partition(':')[0][:80]}"


@dataclass
class Search:
    """What was found of one kind so far: counts by outcome, and for each fault the file that shows it."""

    kind: str
    counted: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Path] = field(default_factory=dict)
    last: tuple[str, bytes] = ("", b"")

    def round(self, number: int) -> None:
        """Some examples; a fault that is new is shrunk and kept."""

        @seed(SEED * 1_000_000 + number)
        @settings(
            max_examples=EXAMPLES,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )
        @given(KINDS[self.kind].inputs)
        def search(data: bytes) -> None:
            try:
                self.counted[examined(self.kind, data)] += 1
            except Exception as error:
                self.counted["faults"] += 1
                fault = fault_of(error)
                if fault not in self.faults:
                    self.last = fault, data
                    raise

        try:
            search()
        except Exception:
            fault, data = self.last
            if not fault or fault in self.faults:
                raise  # of the search itself, not of an input
            folder = KEPT / self.kind
            folder.mkdir(parents=True, exist_ok=True)
            self.faults[fault] = folder / f"{sha256(data).hexdigest()[:12]}{KINDS[self.kind].ending}"
            self.faults[fault].write_bytes(data)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_input_is_answered_or_refused(kind: str, record_property: Callable[[str, object], None]) -> None:
    search = Search(kind)
    ends = time.monotonic() + SECONDS
    number = 0
    while time.monotonic() < ends:
        search.round(number)
        number += 1
    for what, count in sorted(search.counted.items()):
        record_property(f"{kind} {what}", count)
    record_property(f"{kind} different faults", len(search.faults))
    assert not search.faults, "\n".join(f"{fault}: {file}" for fault, file in search.faults.items())
