"""The benchmark runs, and its peers conclude what the engine concludes. No time is asserted: its README has figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import decidendi
from benchmarks.by_hand import by_hand
from benchmarks.determining import answers, conclusions
from benchmarks.marks import marks
from benchmarks.memory import Growth
from benchmarks.run import agreed
from benchmarks.subject import AS_OF, july_2020
from benchmarks.timing import Timing
from decidendi.facts.periods import day_period

CHECKOUT = Path(__file__).resolve().parents[2]


def test_one_repetition_prints_every_mark() -> None:
    least = ("--repetitions", "1", "--starts", "1", "--determinations", "2", "--memory-seconds", "1")
    # As `make bench` runs it: in a process of its own, where nothing counts which lines are reached.
    command = (sys.executable, "-m", "benchmarks.run", *least, "--most-by-trying", "1")
    printed = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    subjects = ("import and load together", "determine with reference, full proof", "facts to rows")
    for words in (*subjects, "by hand", "clingo", "least changes", "by z3 (the same found)"):
        assert words in printed
    assert "memory over 10,000 determinations: flat" in printed
    assert "all equal" in printed


def test_the_function_by_hand_answers_every_question_of_the_matter() -> None:
    engine = conclusions(decidendi.load_rulebook(decidendi.content_directory("rules")))
    hand = by_hand(july_2020(), day_period(AS_OF))
    assert hand["dealing", "payment-1", "4(a)"] == ("prohibited", "block")
    assert hand["criterion", "huo", "1(a)(ii)(C)(2)"] == ("met", "")
    assert agreed(engine, hand).endswith("all equal")


def test_the_function_by_hand_agrees_with_the_engine_wherever_it_answers_at_all() -> None:
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    reasoner = decidendi.Reasoner(rulebook.program, ("reference",))
    answered = 0
    for file in sorted(decidendi.content_directory("facts").glob("hypotheticals/*.yaml")):
        facts = decidendi.load_fact_set(file)
        if facts.as_of is None:
            continue
        try:
            hand = by_hand(facts, day_period(facts.as_of))
        except NotImplementedError:
            continue
        done = decidendi.determine(facts, rulebook=rulebook, reasoner=reasoner, questions=False)
        assert agreed(answers(done), hand)
        answered += 1
    assert answered >= 3


def test_a_peer_that_concludes_something_else_ends_the_run() -> None:
    with pytest.raises(SystemExit, match="something else"):
        agreed({("status", "chen", ""): ("blocked", "")}, {("status", "chen", ""): ("not blocked", "")})


def test_a_mark_that_is_missed_is_said_to_be_missed() -> None:
    timing = Timing("determine with reference, full proof", (0.002, 0.003, 0.004))
    lines = [mark.line() for mark in marks({timing.what: timing}, Growth(10_000, 50.0, 80.0))]
    assert any("reference evaluator alone" in line and line.endswith("NOT MET") for line in lines)
    assert any("memory" in line and line.endswith("NOT MET") for line in lines)


def test_fewer_runs_than_the_mark_asks_do_not_meet_it() -> None:
    memory = next(mark for mark in marks({}, Growth(500, 50.0, 50.0)) if "memory" in mark.asked)
    assert memory.met is None
