"""`decidendi test`: what it asserts, what it rewrites, what it writes for others, and the pytest plugin."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from decidendi.cli.watching import whenever_changed
from decidendi.content import content_directory
from tests.command import decidendi, shipped

pytest_plugins = ["pytester"]

PAYMENT = (content_directory("facts") / "payment-to-chen.yaml").read_text(encoding="utf-8").split("expect:")[0]
WRONG = (
    PAYMENT
    + """expect:   # what the client was told
  - payment-1 is prohibited, resting on "4(a)"   # right
  - it is not the case that payment-1 is prohibited   # wrong: it holds
  - that: payment-1 is prohibited
    not resting on: ["4(a)", "5(b)"]   # the first is wrong
    verdict: exempt
    reason: kept as it is
  # between two
  - {that: acme is blocked, outcome: holds}
  - {that: payment-1 is prohibited, resting on: ["4(b)"], open questions: none}
"""
)


def test_each_side_of_each_difference_is_told(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    ran = decidendi("test", tmp_path)
    assert ran.code == 1
    for expected, found in (
        ("fails", "holds"),
        ("not resting on 4(a)", "resting on "),
        ("the verdict exempt", "the verdict prohibited"),
        ("resting on 4(b)", "resting on "),
    ):
        assert f"  expected: {expected}\n  found:    {found}" in ran.out


def test_update_rewrites_what_was_found_and_leaves_every_other_character(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG, encoding="utf-8")
    assert decidendi("test", tmp_path, "--update").code == 1
    text = file.read_text(encoding="utf-8")
    assert decidendi("test", tmp_path).code == 0
    assert text.startswith(
        PAYMENT + 'expect:   # what the client was told\n  - payment-1 is prohibited, resting on "4(a)"'
    )
    assert "  - payment-1 is prohibited   # wrong: it holds\n" in text
    assert (
        "    not resting on: ['5(b)']   # the first is wrong\n" in text or '["5(b)"]   # the first is wrong\n' in text
    )
    assert "    verdict: prohibited\n    reason: kept as it is\n  # between two\n" in text
    assert "outcome: holds" not in text
    assert decidendi("test", tmp_path, "--update").err == ""


def test_what_cannot_be_rewritten_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    alias = PAYMENT + "expect:\n  - &one acme is blocked\n  - *one\n"
    (tmp_path / "a.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(alias, encoding="utf-8")
    ran = decidendi("test", tmp_path, "--update")
    assert ran.code == 2
    assert "cannot be rewritten where it stands" in ran.err
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == WRONG
    assert (tmp_path / "b.yaml").read_text(encoding="utf-8") == alias


def test_a_sentence_may_say_what_it_must_not_rest_on(tmp_path: Path) -> None:
    sentences = ('payment-1 is prohibited, not resting on "4(a)"', 'payment-1 is prohibited, not resting on "5(b)"')
    (tmp_path / "sentences.yaml").write_text(
        PAYMENT + "expect:\n" + "".join(f"  - {sentence}\n" for sentence in sentences), encoding="utf-8"
    )
    ran = decidendi("test", tmp_path)
    assert ran.code == 1, ran.err
    assert "  expected: not resting on 4(a)\n  found:    resting on " in ran.out
    assert "5(b)" not in ran.out.split("found:")[0]
    assert "1 of 2 expectations met" in ran.out


OPEN = """title: A payment to a person who was listed, from who knows where
as of: 2021-03-01
parties: {acme: {entity: Acme}, chen: {individual: Chen}}
dealings: {payment-1: {kind: funds, from: acme, to: chen, on: 2021-02-15}}
facts:
  - listing: {party: chen, list: SDN, programme: GLOMAG, during: 2020-07-09/..}
expect:
  - that: it is undetermined whether payment-1 is prohibited
    open questions: [none]
"""


def test_an_open_question_is_expected_by_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "open.yaml").write_text(OPEN, encoding="utf-8")
    ran = decidendi("test", tmp_path, "--update")
    assert ran.code == 1, ran.err
    assert "  expected: open: none\n  found:    open: " in ran.out
    assert decidendi("test", tmp_path).code == 0
    text = (tmp_path / "open.yaml").read_text(encoding="utf-8")
    assert "open questions: [" in text
    assert "none" not in text
    (tmp_path / "open.yaml").write_text(OPEN.replace("[none]", "[chen is blocked]"), encoding="utf-8")
    assert "expected: open: chen is blocked" in decidendi("test", tmp_path).out


def test_the_order_of_the_output_is_that_of_the_names_with_any_number_of_processes(tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / f"{name}.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "d.yaml").write_text("title: [", encoding="utf-8")
    one, two = (decidendi("test", tmp_path, "--jobs", jobs) for jobs in (1, 2))
    # What is told after two seconds of waiting depends on the machine, and goes where the refusals go.
    errors = [[line for line in each.err.splitlines() if not line.endswith("fact sets")] for each in (one, two)]
    assert (one.code, one.out, errors[0]) == (two.code, two.out, errors[1])
    assert one.code == 2
    assert one.out.index("a.yaml") < one.out.index("b.yaml") < one.out.index("c.yaml")


def test_junit_has_a_suite_for_each_fact_set_and_an_error_for_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "refused.yaml").write_text("title: [", encoding="utf-8")
    decidendi("test", tmp_path, "--junit", tmp_path / "results.xml")
    refused, wrong = ElementTree.parse(tmp_path / "results.xml").getroot()
    assert (refused.get("errors"), refused.get("failures")) == ("1", "0")
    assert (wrong.get("tests"), wrong.get("failures")) == ("5", "4")
    assert "resting on 4(b)" in "".join(wrong.itertext())


def test_a_watch_runs_again_after_a_change_and_not_before(tmp_path: Path) -> None:
    file = tmp_path / "matter.yaml"
    file.write_text("a", encoding="utf-8")
    ran: list[str] = []

    def run() -> None:
        ran.append(file.read_text(encoding="utf-8"))

    def change(_: float) -> None:
        file.write_text(f"longer {len(ran)}", encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("decidendi.cli.watching.time.sleep", change)
        whenever_changed([tmp_path], run, rounds=3)
    assert ran == ["a", "longer 1", "longer 2"]


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setattr("decidendi.load_rulebook", lambda *_: shipped())
    (pytester.path / "facts").mkdir()
    (pytester.path / "facts" / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    return pytester


def test_the_plugin_makes_each_expectation_a_test(project: pytest.Pytester) -> None:
    ran = project.runpytest_inprocess("-p", "no:cacheprovider", "--decidendi-facts", "facts", "facts")
    ran.assert_outcomes(passed=1, failed=4)
    ran.stdout.fnmatch_lines(["*expected: the verdict exempt", "*found:    the verdict prohibited"])


def test_the_plugin_can_be_asked_in_the_ini_file_and_says_why_a_fact_set_is_refused(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\ndecidendi_facts = facts\n")
    (project.path / "facts" / "wrong.yaml").write_text("title: [", encoding="utf-8")
    ran = project.runpytest_inprocess("-p", "no:cacheprovider", "facts")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*wrong.yaml:*not well-formed YAML*"])


def test_the_plugin_does_nothing_unless_asked(project: pytest.Pytester) -> None:
    ran = project.runpytest_inprocess("-p", "no:cacheprovider", "facts")
    assert ran.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_engines_are_compared_and_what_was_compared_is_counted(tmp_path: Path) -> None:
    (tmp_path / "matter.yaml").write_text(PAYMENT, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("title: [", encoding="utf-8")
    ran = decidendi("test", tmp_path, "--engines")
    assert ran.code == 2
    assert "broken.yaml:2: " in ran.err
    assert ran.out.startswith("1 fact sets, ")
    assert "compared by: reference," in ran.out
    assert ran.out.endswith("0 disagreements\n")
    (tmp_path / "broken.yaml").unlink()
    ran = decidendi("test", tmp_path, "--engines", "--format", "json")
    assert ran.code == 0
    [counted] = json.loads(ran.out)
    assert counted["conclusions"] > 50
    assert counted["engines"][-1] == "solver"
    assert counted["cautious"] <= counted["conclusions"] >= counted["brave"]
    assert counted["disagreements"] == []


def test_comparing_the_engines_looks_at_no_expectation_and_rewrites_none(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    ran = decidendi("test", tmp_path, "--engines", "--update")
    assert ran.code == 2
    assert "--engines looks at no `expect`" in ran.err
    assert (tmp_path / "wrong.yaml").read_text(encoding="utf-8") == WRONG
