"""The ownership benchmark runs on a small graph, and its peers answer what the kernel answers. No time is asserted."""

from __future__ import annotations

import pytest

pytest.importorskip("numba")
pytest.importorskip("duckdb")

from benchmarks.ownership import arrays, peers
from benchmarks.ownership_graphs import power_law
from benchmarks.timing import Stopwatch


def test_peers_answer_what_the_kernel_answers() -> None:
    shape = power_law(3_000, 2_400)
    assert len(peers(shape, Stopwatch())["peer timings"]) == 10


def test_most_of_a_graph_is_reached_where_every_person_is_blocked() -> None:
    made = arrays(power_law(3_000, 2_400), 1, Stopwatch())
    assert made["worst"]["HOLDS"] > made["typical"]["HOLDS"] > 0
    assert made["typical"]["UNDETERMINED"] > 0
