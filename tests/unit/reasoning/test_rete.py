"""The rete evaluator as a tenant of the process: it leaves nothing behind, takes turns, refuses in words."""

from __future__ import annotations

import gc
import resource
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import decidendi
from decidendi.facts.periods import parse_period
from decidendi.reasoning import agreement, rete
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.rete import EngineFault, EngineLimit, Rete, rete_is_available
from decidendi.reasoning.rete_compiling import MOST_CONDITIONS, MOST_RULES
from decidendi.reasoning.trace import same_conclusions
from decidendi.refusal import Place
from decidendi.rules.form import Atom, Literal, Program, Rule, Variable

needs_rete = pytest.mark.skipif(not rete_is_available(), reason="durable_rules cannot be imported here")
PLACE = Place("law.md", 7)
DAY = parse_period("2020-07-09")
X, Y, Z = (Variable(name, "party") for name in ("person", "other person", "third person"))


def rule(head: Atom, *body: Atom, number: int = 0) -> Rule:
    conditions = tuple(Literal(atom, False, atom.predicate, PLACE) for atom in body)
    return Rule(f"r{number}", "p", head, conditions, parse_period("../.."), None, None, False, "", PLACE)


def reachability() -> Program:
    return Program(
        {},
        (
            rule(Atom("reaches", (X, Y)), Atom("linked", (X, Y))),
            rule(Atom("reaches", (X, Z)), Atom("reaches", (X, Y)), Atom("linked", (Y, Z))),
        ),
        (("reaches",),),
    )


def chain(length: int) -> Matter:
    links = tuple((f"p{n}", f"p{n + 1}") for n in range(length))
    return Matter({"linked": links[::2]}, {"linked": links[1::2]}, {}, DAY, (), ())


def resident() -> int:
    """Pages of memory that the process holds, in KiB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1024


needs_statm = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell its memory")


@needs_rete
def test_each_run_begins_afresh() -> None:
    with Rete(reachability()) as evaluator:
        long = evaluator.evaluate(chain(6))
        short = evaluator.evaluate(chain(1))
        assert short.may["reaches"] == {("p0", "p1")}
        assert same_conclusions(evaluator.evaluate(chain(6)), long)
        assert not evaluator.evaluate(Matter({}, {}, {}, DAY, (), ())).may.get("reaches")


@needs_rete
@needs_statm
def test_thousands_of_runs_leave_no_memory_behind() -> None:
    with Rete(reachability()) as evaluator:
        matter = chain(8)
        for _ in range(500):
            evaluator.evaluate(matter)
        before = resident()
        for _ in range(3_000):
            evaluator.evaluate(matter)
        assert resident() - before < 1_500


@needs_rete
@needs_statm
def test_rulesets_are_freed_with_their_evaluators() -> None:
    program, matter = reachability(), chain(3)

    def used(times: int) -> None:
        for number in range(times):
            evaluator = Rete(program)
            evaluator.evaluate(matter)
            if number % 2:
                evaluator.close()  # the others are freed when they are forgotten

    used(300)
    before = resident()
    used(1_500)
    assert resident() - before < 3_000


@needs_rete
def test_a_closed_evaluator_answers_nothing_and_may_be_closed_twice() -> None:
    evaluator = Rete(reachability())
    evaluator.close()
    evaluator.close()
    with pytest.raises(EngineFault, match="the ruleset is closed"):
        evaluator.evaluate(chain(1))


@needs_rete
def test_threads_that_share_a_reasoner_get_the_answers_of_one() -> None:
    reasoner = decidendi.Reasoner(reachability())
    assert reasoner.engines == ("reference", "rete")
    matters = [chain(1 + n % 9) for n in range(120)]
    expected = [Reference(reachability()).evaluate(matter) for matter in matters]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(reasoner.evaluate, matters))
        alone = list(pool.map(lambda matter: reasoner.evaluate(matter, engines=("rete",)), matters))
    assert all(map(same_conclusions, found, expected))
    assert all(map(same_conclusions, alone, expected))


@needs_rete
@pytest.mark.parametrize("after", [0, 1, 5])
def test_an_interrupted_run_leaves_the_evaluator_usable(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    from decidendi.reasoning.rete_session import Session

    judge, left = Session._judge, [after]

    def interrupted(self: Session, item: Any, facts: list[Any]) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        judge(self, item, facts)

    with Rete(reachability()) as evaluator:
        monkeypatch.setattr(Session, "_judge", interrupted)
        with pytest.raises(KeyboardInterrupt):
            evaluator.evaluate(chain(6))
        monkeypatch.setattr(Session, "_judge", judge)
        assert same_conclusions(evaluator.evaluate(chain(6)), Reference(reachability()).evaluate(chain(6)))


@needs_rete
def test_too_many_firings_are_refused_in_words_and_the_evaluator_stays_usable() -> None:
    with Rete(reachability(), most_firings=20) as evaluator:
        with pytest.raises(EngineLimit, match="leaves so much open that the rules never seem to end") as caught:
            evaluator.evaluate(chain(12))
        assert "at most 20 firings" in str(caught.value)
        assert evaluator.evaluate(chain(2)).may["reaches"]


@needs_rete
def test_a_rule_with_too_many_conditions_is_refused_with_its_place() -> None:
    names = [Variable(f"v{n}", "party") for n in range(MOST_CONDITIONS + 2)]
    body = [Atom("linked", pair) for pair in pairwise(names)]
    program = Program({}, (rule(Atom("long", (names[0],)), *body),), (("long",),))
    with pytest.raises(EngineLimit, match=rf"law.md:7.*at most {MOST_CONDITIONS} conditions"):
        Rete(program)


@needs_rete
def test_more_rules_than_it_takes_are_refused_in_words() -> None:
    rules = tuple(rule(Atom("a", (X,)), Atom(f"b{n}", (X,)), number=n) for n in range(MOST_RULES + 1))
    with pytest.raises(EngineLimit, match=r"at most 4,000 rules.*4,001"):
        Rete(Program({}, rules, (("a",),)))


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (101, EngineLimit, "its memory is used up"),
        (303, EngineLimit, "one fact meets too many conditions at once"),
        (305, EngineFault, "it has lost a fact"),
        (999, EngineFault, "error code: 999"),
    ],
)
def test_error_numbers_of_the_engine_are_told_in_words(code: int, kind: type[Exception], words: str) -> None:
    found = rete._in_words(RuntimeError(f"Could not assert, error code: {code}"))
    assert type(found) is kind
    assert words in str(found)
    assert isinstance(rete._in_words(MemoryError()), EngineLimit)


def test_without_durable_rules_the_reference_evaluator_decides_alone_and_the_receipt_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rete, "_engine", lambda: None)
    assert agreement.available_engines() == ("reference",)
    with pytest.raises(EngineFault, match="cannot be imported here"):
        Rete(reachability())
    law = decidendi.load_rulebook(decidendi.content_directory("rules"))
    facts = decidendi.parse_fact_set("{title: a, as of: 2020-07-09, parties: {huo: {individual: Huo}}}")
    found = decidendi.determine(facts, rulebook=law)
    assert found.receipt.engines == ("reference",)
    assert found.of("huo").outcome == "not blocked"


@needs_rete
def test_with_durable_rules_the_receipt_names_both_engines() -> None:
    law = decidendi.load_rulebook(decidendi.content_directory("rules"))
    facts = decidendi.parse_fact_set("{title: a, as of: 2020-07-09, parties: {huo: {individual: Huo}}}")
    assert decidendi.determine(facts, rulebook=law).receipt.engines == ("reference", "rete")
