"""What holds for every test: how hard property tests search, and which tests run only on request."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

SOAKING = os.environ.get("DECIDENDI_SOAK") == "1"

# Every run searches the same examples, so that a failure is due to the change at hand. Soaking searches on.
settings.register_profile("every-run", derandomize=True, deadline=None)
settings.register_profile("soak", max_examples=10_000, deadline=None)
settings.load_profile("soak" if SOAKING else "every-run")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    soak = Path(__file__).parent / "soak"
    for item in items:
        if soak in item.path.parents:
            item.add_marker(pytest.mark.soak)
        if not SOAKING and item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="runs for long; `make soak` runs it"))
