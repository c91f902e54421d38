"""Whatever a stranger brings is answered or refused: no crash, no hang, no answer from refused input.

A few inputs of each kind, the same in every run; `make soak` looks on for ten minutes each. `kept/` holds, by kind,
inputs that once did something else, shrunk.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.hostile.kinds import KINDS, examined

KEPT = sorted(file for kind in KINDS for file in (Path(__file__).parent / "kept" / kind).glob("*"))
EXAMPLES = {"facts": 40, "page-among-others": 4, "overlay": 20, "receipt": 30, "scenario": 40, "template": 25}
"""Fewer where each takes long."""


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_input_is_answered_or_refused(kind: str) -> None:
    @settings(max_examples=EXAMPLES.get(kind, 100), database=None, suppress_health_check=list(HealthCheck))
    @given(KINDS[kind].inputs)
    def search(data: bytes) -> None:
        examined(kind, data)

    search()


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_once_was_neither_is_answered_or_refused(file: Path) -> None:
    examined(file.parent.name, file.read_bytes())
