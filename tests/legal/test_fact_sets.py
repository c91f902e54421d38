"""Every fact set that ships gives what it expects, by both engines."""

from pathlib import Path

import pytest

import decidendi
from decidendi.determinations.testing import examine, fact_set_files

FACTS = decidendi.content_directory("facts")


@pytest.fixture(scope="module")
def law():
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    return rulebook, decidendi.Reasoner(rulebook.program)


@pytest.mark.parametrize("file", fact_set_files([FACTS]), ids=lambda file: file.stem)
def test_a_fact_set_gives_what_it_expects(file: Path, law) -> None:
    rulebook, reasoner = law
    failed = [item for item in examine(file, rulebook, reasoner).expected if not item.met]
    assert not failed, failed


def test_without_the_designations_nobody_is_blocked(law) -> None:
    rulebook, reasoner = law
    text = (FACTS / "treasury-2020-07-09.yaml").read_text(encoding="utf-8")
    kept, skip = [], False
    for line in text.split("\n"):
        if line.startswith("  - "):
            skip = line.startswith("  - determination:")
        if line.startswith("expect:"):
            break
        if not skip:
            kept.append(line)
    facts = decidendi.parse_fact_set("\n".join(kept))
    result = decidendi.determine(facts, rulebook=rulebook, reasoner=reasoner, questions=False)
    assert {item.outcome for item in result.determinations if item.kind == "status"} == {"not blocked"}
    assert result.of("huo", "1(a)(ii)(C)(2)").outcome != "met"
    assert result.of("chen", "1(a)(ii)(C)(1)").outcome == "met"


def test_the_heads_of_the_bureau_meet_their_criterion_only_once_it_is_blocked(law) -> None:
    rulebook, reasoner = law
    text = (FACTS / "treasury-2020-07-09.yaml").read_text(encoding="utf-8").split("expect:")[0]
    bureau = "  - determination: {party: xpsb,"
    assert bureau in text
    without = text.replace(bureau, "  - determination: {party: xuar,")
    for facts, outcome in ((text, "met"), (without, "undetermined")):
        result = decidendi.determine(
            decidendi.parse_fact_set(facts), rulebook=rulebook, reasoner=reasoner, questions=False
        )
        for head in ("huo", "wang"):
            assert result.of(head, "1(a)(ii)(C)(2)").outcome == outcome


def test_a_shared_day_is_bound_before_an_exception_is_looked_for(law) -> None:
    """A disagreement of the two engines, kept: a payment to be blocked was once to be rejected as well."""
    rulebook, reasoner = law
    facts = decidendi.load_fact_set(FACTS / "hypotheticals" / "funds-to-a-blocked-person.yaml")
    found = decidendi.determine(facts, rulebook=rulebook, reasoner=reasoner, questions=False).of("payment-1")
    assert (found.outcome, found.response) == ("prohibited", "block")


def test_criteria_are_determined_although_nobody_was_designated(law) -> None:
    """Whoever a fact speaks of that only criteria look at is asked about: a block must not rest on a criterion."""
    _, reasoner = law
    assert {"conduct", "leadership", "support", "agency"} <= reasoner.grounder.only_criteria
