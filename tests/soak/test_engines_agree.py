"""100,000 generated laws and matters: reference, rete and solver agree on each. Other matters every time.

A matter is made from the seed of the run and its number, so that each can be made again. One on which the evaluators
disagree is shrunk and put into `tests/properties/kept/`, where every run of the tests replays it; its seed and number
are in the name of the file, and the failure says them too.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from decidendi.reasoning.cases import Case
from decidendi.reasoning.rete import rete_is_available
from tests.properties.agreement import all_three, disagreement, kept
from tests.properties.generated import ROW_BYTES, RULE_BYTES, make_matter, make_program
from tests.soak.lengths import MATTERS, SEED

pytestmark = pytest.mark.skipif(not rete_is_available(), reason="durable_rules cannot be imported here")

# Parts, so that two processes share the work. Later parts have larger laws and matters.
PARTS = 20
MOST_KEPT = 3
"""Disagreements that are shrunk and kept in one part: one mistake makes many."""


def generated(seed: int, number: int, part: int) -> Case:
    """The matter of a number: rules and rows off random bytes, some of them nearly the same as the one before."""
    random = Random(f"{seed} {number}")

    def blocks(size: int, least: int, most: int) -> list[bytes]:
        made = [random.randbytes(size) for _ in range(random.randint(least, most))]
        for index in range(1, len(made)):
            if random.random() < 0.25:
                twin = bytearray(made[index - 1])
                for _ in range(random.randint(1, 3)):
                    twin[random.randrange(size)] = random.randrange(256)
                made[index] = bytes(twin)
        return made

    rules, rows = blocks(RULE_BYTES, 4, 6 + part // 2), blocks(ROW_BYTES, 15, 30 + 3 * (part // 2))
    return Case(make_program(rules), make_matter(rows))


@pytest.mark.parametrize("part", range(PARTS))
def test_the_three_evaluators_agree_on_100_000_generated_matters(
    part: int, record_property: Callable[[str, object], None]
) -> None:
    matters = conclusions = settled = 0
    found: list[str] = []
    for number in range(part, MATTERS, PARTS):
        case = generated(SEED, number, part)
        matters += 1
        try:
            counted = all_three(case)
        except Exception:  # of an evaluator as well as of what is asserted
            told = f"matter {number} of seed {SEED}: {disagreement(case)}"
            if len(found) < MOST_KEPT:
                told += f"; kept in {kept(case, f'seed-{SEED}-matter-{number}')}"
            found.append(told)
            continue
        conclusions += counted[0]
        settled += counted[1]
    record_property("matters", matters)
    record_property("conclusions compared", conclusions)
    record_property("settled by the worlds alone", settled)
    record_property("disagreements", len(found))
    assert not found, "\n".join(found)
