"""Whatever a stranger brings is answered or refused: no crash, no hang, no answer from refused input.

A few inputs of each kind, the same in every run; `make soak` looks on for ten minutes each. `kept/` holds, by kind,
inputs that once did something else, shrunk.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from decidendi.facts.loading import parse_fact_set
from decidendi.facts.slots import MOST_PROBLEMS
from decidendi.refusal import Place, Refusal
from tests.golden.test_bad_cli import MATTER
from tests.hostile.kinds import KINDS, Hang, assert_well_said, examined, limited

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


def test_what_computes_for_too_long_is_a_hang_even_where_the_error_is_swallowed() -> None:
    with pytest.raises(Hang), limited(0.05):
        while True:
            pass
    with pytest.raises(Hang), limited(0.05), suppress(AssertionError):
        while True:
            pass


@pytest.mark.parametrize(("what", "mend"), [("wrong", ""), ("", "remove it"), ("a TypeError", "remove it")])
def test_a_refusal_in_bad_words_is_a_fault(what: str, mend: str) -> None:
    with pytest.raises(AssertionError):
        assert_well_said(Refusal.at(Place("file", 1), what, mend=mend))


def test_what_a_message_quotes_cannot_steer_the_terminal_or_fill_it() -> None:
    refusal = Refusal.at(Place("a\x1b[31m\u202eb", 1), "two\nlines", mend="long" * 1000, found="\ud800")
    assert_well_said(refusal)
    assert str(refusal).startswith("a\ufffd[31m\ufffdb:1: two\ufffdlines; found \ufffd. Longlong")
    assert len(str(refusal)) < 800


@pytest.mark.parametrize(
    "facts",
    [
        "  - chen was a cit" + "a" * 1_500_000,
        "  - chen was a citzen of US\n" * 30_000,
        "  - chem was a citizen of US\n" * 30_000,
    ],
    ids=["a sentence without end", "sentences that nobody knows", "names that nobody knows"],
)
def test_a_file_of_nothing_but_mistakes_is_refused_in_seconds(facts: str) -> None:
    with limited(), pytest.raises(Refusal) as refused:
        parse_fact_set(MATTER + "facts:\n" + facts)
    assert_well_said(refused.value)
    assert len(refused.value.problems) <= MOST_PROBLEMS
