"""Every rule of the order fires somewhere, is left open somewhere, and each of its conditions alone decides somewhere.

`witnesses.yaml` names a matter for each. After a change of the rules or of the matters, search anew and review the
difference like code:

    DECIDENDI_UPDATE_GOLDEN=1 python -m pytest tests/legal/test_every_rule_is_tested.py

A witness that still bears out is kept; for want of any, the whole search takes some minutes.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import decidendi
from decidendi.determinations.coverage import Observed, coverage_of, observe, watched
from decidendi.determinations.determine import run
from decidendi.determinations.testing import fact_set_files
from decidendi.determinations.witnesses import witness_of
from decidendi.facts.loading import load_fact_set
from decidendi.facts.overlays import Overlay, with_overlay
from decidendi.reports.coverage_text import uncovered_lines
from tests.legal.witnesses import FIRES, MISSES, OPEN, Court, Need, keys_of, needs_of, outcome

FILE = Path(__file__).parent / "witnesses.yaml"
UPDATING = os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1"
ORDER = "/us/eo/13818"
WHAT_IFS = (
    ("evasion-attempt-conspiracy", "causing-to is from beta"),
    ("evasion-attempt-conspiracy", "causing-to is to beta"),
    ("evasion-attempt-conspiracy", "drop: causing-through is for the benefit of chen"),
    ("evasion-attempt-conspiracy", "drop: causing-through goes through bank"),
    ("evasion-attempt-conspiracy", "causing-to takes place in US"),
    ("provision-and-receipt", "drop: signed is signed by chen"),
    ("provision-and-receipt", "drop: paid-by is paid for by chen"),
    ("provision-and-receipt", "drop: negotiated is negotiated with chen"),
    ("owned-controlled-acting", "drop: oligarch held 50 percent of farm during 2016/.."),
    ("what-is-left-open", "of-unknown-sender takes place in US"),
)
"""What a rule sees that looks at what is no longer stated: the matter after the change."""


@pytest.fixture(scope="module")
def court() -> Court:
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    files = sorted((decidendi.content_directory("facts") / "eo-13818").glob("*.yaml"))
    return Court(rulebook, decidendi.Reasoner(rulebook.program), files)


@pytest.fixture(scope="module")
def keys(court: Court) -> dict[Need, str]:
    return keys_of(needs_of(court.rulebook, ORDER), court.rulebook)


@pytest.fixture(scope="module")
def kept(court: Court, keys: dict[Need, str]) -> dict[str, dict[str, object]]:
    if UPDATING:
        before = YAML(typ="safe").load(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
        found = {need: witness_of(before[key]) for need, key in keys.items() if key in before}
        found = {need: witness for need, witness in found.items() if court.bears_out(need, witness)}
        found |= court.search([need for need in keys if need not in found])
        entries: dict[str, dict[str, object]] = {}
        for need, witness in found.items():
            entries[keys[need]] = witness.shown()
            if need.what != FIRES:
                entries[keys[need]]["then"] = outcome(need, witness, court)
        yaml = YAML()
        yaml.width = 10_000
        text = io.StringIO()
        yaml.dump({keys[need]: entries[keys[need]] for need in keys if keys[need] in entries}, text)
        FILE.write_text(text.getvalue(), encoding="utf-8")
    loaded = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("what", [FIRES, OPEN, MISSES])
def test_every_rule_and_every_condition_has_its_scenario(
    what: str, court: Court, keys: dict[Need, str], kept: dict[str, dict[str, object]]
) -> None:
    missing = [
        key
        for need, key in keys.items()
        if need.what == what and not (key in kept and court.bears_out(need, witness_of(kept[key])))
    ]
    assert not missing, f"{len(missing)} without a scenario: " + "; ".join(missing)


def test_what_becomes_of_a_conclusion_is_as_kept(
    court: Court, keys: dict[Need, str], kept: dict[str, dict[str, object]]
) -> None:
    changed = {
        key: found
        for need, key in keys.items()
        if need.what != FIRES and (found := outcome(need, witness_of(kept[key]), court)) != kept[key]["then"]
    }
    assert not changed


def test_the_conditions_of_the_order_are_seen_true_false_and_unknown(
    court: Court, keys: dict[Need, str], kept: dict[str, dict[str, object]]
) -> None:
    rules = watched(court.rulebook, [ORDER])
    observed = Observed()
    reference = decidendi.Reasoner(court.rulebook.program, ("reference",))
    for file in fact_set_files([decidendi.content_directory("facts")]):
        observed = observe(observed, run(load_fact_set(file), court.rulebook, reference).trace, rules)
    sides = [side for entry in kept.values() for side in court.sides(witness_of(entry)) or ()]
    for side in {id(side): side for side in sides}.values():
        observed = observe(observed, side.trace, rules)
    for matter, change in WHAT_IFS:
        changed = with_overlay(court.matters[matter], Overlay("what if", (change,))).facts
        observed = observe(observed, run(changed, court.rulebook, reference).trace, rules)
    assert uncovered_lines(coverage_of(observed, rules, court.rulebook)) == []


def test_no_witness_is_kept_for_a_rule_that_is_gone(keys: dict[Need, str], kept: dict[str, dict[str, object]]) -> None:
    assert set(kept) == set(keys.values())
