"""`decidendi mutate`: on a rulebook small enough to say by hand which slips its one fact set lets pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from decidendi.determinations.mutation import Mutation
from decidendi.facts.writing import fact_set_text
from tests.command import decidendi

ORDER = """---
instrument: Test Order
citation: T.O.
identifier: /test/order
in force: 2000-01-01/..
status: single source
outline: [1]
---

# Sec. 1 Gifts

```term
a dealing is noted under a label
```

```determination
prohibited: a dealing is noted under a label
```

```rule
A dealing is noted under "1" if
    the dealing has the form "gift",
    the dealing takes place in "US",
    it is not the case that the dealing has the purpose of "aid".
```
"""
FACTS = """title: A gift
as of: 2020-01-01
parties:
  ann: {individual: Ann}
dealings:
  present: {kind: funds, from: ann, to: unknown, on: 2019-12-01, in: US, form: gift}
  sale: {kind: funds, from: ann, to: unknown, on: 2019-12-01, in: US, form: sale}
expect:
  - present is noted under "1"
  - it is not the case that sale is noted under "1"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "order.md").write_text(ORDER, encoding="utf-8")
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "gift.yaml").write_text(FACTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mutation(*options: str) -> Mutation:
    ran = decidendi("mutate", "rules", "facts", "--format", "json", "--jobs", "1", *options)
    found = json.loads(ran.out)
    return Mutation.model_validate({name: found[name] for name in ("scenarios", "mutants")})


def test_slips_that_the_facts_notice_are_killed_and_the_others_survive(folder: Path) -> None:
    found = mutation()
    killed = {item.text: item.killed_by for item in found.mutants if item.outcome == "killed"}
    [form] = [text for text in killed if text.endswith('without asking whether the dealing has the form "gift"')]
    assert killed[form] == str(Path("facts") / "gift.yaml")
    left = {item.text.partition("` ")[2]: item for item in found.survivors}
    assert 'without asking whether the dealing takes place in "US"' in left
    assert 'whether or not the dealing has the purpose of "aid"' in left
    place = left['without asking whether the dealing takes place in "US"']
    assert (place.operator, place.file, place.line) == ("drop a condition", "order.md", 23)


def test_a_survivor_is_told_as_a_matter_with_both_answers(folder: Path) -> None:
    ran = decidendi("mutate", "rules", "facts", "--jobs", "1")
    assert ran.code == 0
    lines = [line.strip() for line in ran.out.splitlines()]
    start = next(number for number, line in enumerate(lines) if line.endswith('takes place in "US"'))
    told = lines[start : start + 12]
    assert "with one thing otherwise: present takes place in US -- left out" in told
    assert "is it so that present is noted under 1?" in told
    assert told[told.index("the law as it stands: undetermined") + 1] == "with the slip:        holds"


def test_an_accepted_near_miss_is_a_fact_set_that_kills_the_mutant(folder: Path) -> None:
    [place] = [item for item in mutation().survivors if item.text.endswith('takes place in "US"')]
    accepted = decidendi(
        "mutate", "rules", "facts", "--accept", place.identifier, "-o", "facts/near.yaml", "--because", "the place"
    )
    assert (accepted.code, accepted.err) == (0, "Wrote facts/near.yaml\n")
    assert decidendi("test", "facts", "--rules", "rules").code == 0
    [again] = mutation("--only", place.identifier).mutants
    assert (again.outcome, again.killed_by) == ("killed", str(Path("facts") / "near.yaml"))
    refused = decidendi("mutate", "rules", "facts", "--accept", place.identifier, "-o", "facts/more.yaml")
    assert (refused.code, refused.out) == (2, "")
    assert "is noticed already" in refused.err
    assert not Path("facts/more.yaml").exists()


def test_a_near_miss_that_is_not_answered_as_it_was_once_it_is_written_down_is_not_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [place] = [item for item in mutation().survivors if item.text.endswith('takes place in "US"')]

    def miswritten(*given: Any) -> str:
        return fact_set_text(*given).replace("gift", "loan")

    monkeypatch.setattr("decidendi.cli.mutate.fact_set_text", miswritten)
    ran = decidendi("mutate", "rules", "facts", "--accept", place.identifier, "-o", "facts/near.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "written down and run again, is not answered as it was; expected present is noted under 1" in ran.err
    assert not Path("facts/near.yaml").exists()


def test_too_few_killed_end_with_code_one_and_name_the_survivors(folder: Path) -> None:
    ran = decidendi("mutate", "rules", "facts", "--format", "json", "--jobs", "1", "--at-least", "95")
    assert ran.code == 1
    assert "at least 95.0 percent is asked for" in ran.err
    assert ran.err.count("order.md:") == len(mutation().survivors) > 0
    assert decidendi("mutate", "rules", "facts", "--jobs", "1", "--at-least", "1").code == 0


def test_a_rejected_mutant_is_kept_with_its_reason_and_does_not_count(folder: Path) -> None:
    before = mutation()
    one = before.survivors[0]
    kept = decidendi(
        "mutate", "rules", "facts", "--reject", one.identifier, "--because", "it's the same", "--rejected", "same.yaml"
    )
    assert kept.code == 0
    after = mutation("--rejected", "same.yaml")
    [rejected] = [item for item in after.mutants if item.outcome == "equivalent"]
    assert (rejected.identifier, rejected.because) == (one.identifier, "it's the same")
    assert after.score().share > before.score().share


def test_a_witness_notices_whatever_comes_out_otherwise_and_an_expectation_what_it_says(folder: Path) -> None:
    [aid] = [item for item in mutation().survivors if item.text.endswith('the purpose of "aid"')]
    assert aid.near_miss is not None
    entry = f"'aid':\n  matter: gift\n  with: '{aid.near_miss.change}'\n"
    Path("witnesses.yaml").write_text(entry, encoding="utf-8")
    [found] = mutation("--only", aid.identifier, "--witnesses", "witnesses.yaml").mutants
    assert found.outcome == "killed"
    Path("witnesses.yaml").write_text(entry + "  expect: 'present is noted under \"1\"'\n", encoding="utf-8")
    [found] = mutation("--only", aid.identifier, "--witnesses", "witnesses.yaml").mutants
    assert found.outcome == "survived"


def test_the_near_misses_written_down_kill_every_survivor_that_has_one(folder: Path) -> None:
    before = mutation("--near-misses", "near.yaml")
    found = {item.identifier for item in before.survivors if item.near_miss is not None}
    assert found
    after = mutation("--witnesses", "near.yaml")
    assert {item.identifier for item in after.survivors} == {item.identifier for item in before.survivors} - found


def test_whatever_the_number_of_processes_the_answer_is_the_same(folder: Path) -> None:
    one = decidendi("mutate", "rules", "facts", "--jobs", "1").out
    assert decidendi("mutate", "rules", "facts", "--jobs", "2").out == one
