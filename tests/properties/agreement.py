"""The three evaluators on one case: what has to be equal, and a disagreement shrunk and kept.

A kept disagreement is a test from then on: `test_engines_agree.py` replays every case in `kept/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from decidendi.reasoning import third_engine
from decidendi.reasoning.cases import Case, Differ, smallest
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.rete import Rete
from decidendi.reasoning.solver import Solver
from decidendi.reasoning.trace import Trace, same_conclusions
from decidendi.rules.form import Program
from tests.properties.generated import CONCLUDED

KEPT: Final = Path(__file__).parent / "kept"


def assert_agreed(case: Case) -> Trace:
    """Reference and rete: equal conclusions and firings, whether firings are kept or not. Gives the reference's."""
    first = Reference(case.program).evaluate(case.matter)
    with Rete(case.program) as rete:
        second = rete.evaluate(case.matter)
        bare = rete.evaluate(case.matter, trace=False)
    assert first.must == second.must, case.to_text()
    assert first.may == second.may, case.to_text()
    assert same_conclusions(first, second), f"the firings differ: {case.to_text()}"
    assert (bare.must, bare.may) == (second.must, second.may), "keeping firings changed what follows"
    for name in CONCLUDED:
        assert first.must.get(name, frozenset()) <= first.may.get(name, frozenset())
    without = Reference(case.program).evaluate(case.matter, trace=False)
    assert (without.must, without.may) == (first.must, first.may), "keeping firings changed what follows"
    return first


def compared(program: Program, trace: Trace) -> tuple[int, int]:
    """The solver against a trace: how many conclusions may hold, and how many the worlds alone settle."""
    found = third_engine.compared(Solver(program), trace)
    assert not found.disagreements, found.disagreements[:5]
    return found.conclusions, 2 * found.conclusions - found.cautious - found.brave


def all_three(case: Case) -> tuple[int, int]:
    """Assert that all three evaluators agree; how many conclusions were compared, and how many the worlds settle."""
    return compared(case.program, assert_agreed(case))


def disagreement(case: Case) -> str:
    """What is not equal, or how an evaluator fails; empty where the three agree."""
    try:
        all_three(case)
    except Exception as error:  # whatever an evaluator raises on a case that another answers is a disagreement
        return f"{type(error).__name__}: {str(error)[:200]}"
    return ""


def kept(case: Case, name: str, folder: Path = KEPT) -> Path:
    """Shrink a case on which the evaluators disagree, and keep its text for the tests."""

    def compiled(program: Program) -> Differ:
        return lambda matter: bool(disagreement(Case(program, matter)))

    file = folder / f"{name}.json"
    file.write_text(smallest(case, compiled).to_text(), encoding="utf-8")
    return file
