"""The near misses that were accepted: each expects what the law answers, and kills the slip that it is named after."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

import decidendi
from decidendi.determinations.mutants import mutants_of
from decidendi.determinations.testing import compared, fact_set_files
from decidendi.determinations.trials import Trial, scenarios_of
from decidendi.determinations.witnesses import load_witnesses
from decidendi.facts.loading import load_fact_set
from tests.command import shipped

FILE = Path(__file__).parent / "near-misses.yaml"


def test_every_near_miss_is_decided_as_expected_and_kills_its_slip() -> None:
    rulebook = shipped()
    entries = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    named = {entry["matter"] for entry in entries.values()}
    files = fact_set_files([decidendi.content_directory("facts")])
    matters = {file.stem: load_fact_set(file) for file in files if file.stem in named}
    found = scenarios_of((), load_witnesses(FILE, matters), rulebook, matters)
    assert len(found) == len({tuple(sorted(entry.items())) for entry in entries.values()})
    trial = Trial(rulebook, found)
    for number, scenario in enumerate(found):
        assert compared(trial.run(number)).passed, scenario.name
    mutants = {item.identifier: item for item in mutants_of(rulebook, frozenset(rulebook.provisions))}
    survived = [key for key in entries if not trial.verdict(mutants[key.partition(" ")[0]]).killed_by]
    assert not survived
