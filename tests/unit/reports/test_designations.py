"""Designation analyses: every criterion is asked of the party, and what follows from its status is named."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from decidendi.content import content_directory
from decidendi.determinations.determine import options_of, report, run
from decidendi.facts.loading import load_fact_set
from decidendi.reports.designation import DesignationAnalysis, designation_of
from tests.command import decidendi, shipped

FACTS = content_directory("facts")


def analysed(matter: str, party: str) -> DesignationAnalysis:
    facts = load_fact_set(FACTS / matter)
    done = run(facts, shipped(), options=options_of(facts, consider=(party,)))
    return designation_of(done, report(done), party)


@pytest.fixture(scope="module")
def huo() -> DesignationAnalysis:
    return analysed("treasury-2020-07-09.yaml", "huo")


def test_every_criterion_has_its_outcome_its_grade_and_its_provision(huo: DesignationAnalysis) -> None:
    found = {row.item.provision: row for row in huo.criteria}
    assert found["1(a)(ii)(C)(1)"].item.outcome == "met"
    assert found["1(a)(ii)(C)(1)"].item.rests_on == "official statement"
    assert found["1(a)(ii)(A)"].item.outcome == "undetermined"
    assert found["1(a)(i)"].item.outcome == "not met"
    assert all(row.provision and row.provision.label == label for label, row in found.items())
    assert all(question.settled_by for row in huo.criteria for question in row.missing)
    assert huo.status is not None
    assert (huo.status.outcome, huo.status.rests_on) == ("blocked", "official determination")


def test_a_reading_that_would_decide_a_criterion_otherwise_is_named_with_what_it_changes() -> None:
    changes = {(each.of, each.reading): each for each in analysed("eo-13818/leaders.yaml", "general").reading_changes}
    stated = changes["relates to tenure", "stated"]
    assert stated.changes == (("1(a)(ii)(C)(1)", "met", "undetermined"),)
    assert stated.because


def test_what_a_blocked_person_is_paid_follows_from_its_status() -> None:
    chen = analysed("payment-to-chen.yaml", "chen")
    assert [(item.subject, item.outcome) for item in chen.follows] == [
        ("payment-1", "prohibited"),
        ("payment-2", "undetermined"),
    ]
    assert analysed("payment-to-chen.yaml", "acme").follows == ()


def test_what_blocked_persons_own_follows_from_their_status() -> None:
    owners = analysed("ofac/faq-399-shares-are-added-up.yaml", "person-x")
    assert any(item.kind == "status" and item.outcome == "blocked" for item in owners.follows)


def test_it_is_printed(tmp_path: Path) -> None:
    page = tmp_path / "chen.pdf"
    ran = decidendi("memo", FACTS / "payment-to-chen.yaml", "--kind", "designation", "--party", "chen", "-o", page)
    assert ran.code == 0, ran.err
    text = " ".join(" ".join(each.get_textpage().get_text_range().split()) for each in pypdfium2.PdfDocument(page))
    assert "Status on 2021-03-01: Blocked. Rests on: official determination." in text
    assert "Undetermined. This clears nobody." in text
    assert "Prohibited under Sec. 4(a), response required: block." in text
