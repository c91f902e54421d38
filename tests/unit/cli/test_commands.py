"""Every command answers in text and in JSON of its published schema, and ends with the right code."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import click
import pytest

from decidendi import content_directory
from decidendi.cli import main as command_line
from decidendi.cli import options
from decidendi.cli.options import with_progress
from decidendi.determinations.answers import Answer
from decidendi.determinations.model import Determinations
from decidendi.facts.periods import parse_period
from decidendi.reasoning.agreement import Disagreement
from decidendi.reasoning.cases import Case
from decidendi.reasoning.matter import Matter
from decidendi.reports.coverage import RulebookSummary
from decidendi.reports.model import Memo
from decidendi.reports.svg import Picture
from decidendi.rules.form import Program
from tests.command import decidendi

FACTS = content_directory("facts")
PAYMENT = FACTS / "payment-to-chen.yaml"
JULY = FACTS / "treasury-2020-07-09.yaml"
DETERMINATION = {"kind", "subject", "provision", "outcome", "rests_on", "provisions", "proof", "questions"}


@pytest.fixture(scope="module")
def determined() -> dict[str, object]:
    ran = decidendi("determine", PAYMENT, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_determine_prints_one_object_of_the_promised_form(determined) -> None:
    assert {"as_of", "determinations", "receipt"} <= set(determined)
    assert determined["as_of"] == "2021-03-01"
    for item in determined["determinations"]:
        assert set(item) >= DETERMINATION
        if item["kind"] == "dealing":
            assert set(item) >= {"response", "duties", "cautions"}
    payment = next(item for item in determined["determinations"] if item["subject"] == "payment-1")
    assert (payment["outcome"], payment["provision"], payment["response"]) == ("prohibited", "4(a)", "block")
    assert determined["receipt"]["engines"] == ["reference", "rete"]


def test_the_subject_of_a_criterion_is_a_name_and_its_provision_a_label() -> None:
    found = json.loads(decidendi("determine", JULY, "--format", "json").out)["determinations"]
    met = {(item["subject"], item["provision"]) for item in found if item["outcome"] == "met"}
    assert ("chen", "1(a)(ii)(C)(1)") in met
    assert ("huo", "1(a)(ii)(C)(2)") in met


def test_determine_prints_the_same_bytes_each_time() -> None:
    assert decidendi("determine", PAYMENT).out == decidendi("determine", PAYMENT).out


def test_determine_can_be_told_how_deep_to_show_proofs() -> None:
    shallow = decidendi("determine", PAYMENT, "--depth", "0").out
    assert "+ payment-1 is prohibited under 4(a)  [Sec. 1]\n    ..." in shallow
    assert "payment-1 would breach 4(a)" not in shallow


def test_as_of_and_known_limit_what_is_looked_at() -> None:
    before = decidendi("determine", PAYMENT, "--as-of", "2020-01-01").out
    assert "as of 2020-01-01" in before
    assert "STATUS chen" not in before
    unknown = decidendi("determine", PAYMENT, "--known", "2020-07-08").out
    assert "as known on 2020-07-08" in unknown
    assert "DEALING payment-1: PROHIBITED" not in unknown


def test_a_chosen_reading_is_named_as_chosen() -> None:
    ran = decidendi("determine", JULY, "--reading", "relates to tenure=stated")
    assert "relates to tenure: stated (chosen)" in ran.out


def test_consider_asks_about_a_party_that_no_criterion_speaks_of() -> None:
    found = json.loads(decidendi("determine", PAYMENT, "--consider", "acme", "--format", "json").out)["determinations"]
    assert "acme" in {item["subject"] for item in found if item["kind"] == "criterion"}


def test_why_proves_a_conclusion() -> None:
    ran = decidendi("why", PAYMENT, "chen is blocked")
    assert ran.code == 0
    assert ran.out.startswith("It holds: chen is blocked\n")
    assert "[Sec. 1(a)(ii)]" in ran.out


def test_why_says_which_conditions_fail_and_where() -> None:
    ran = decidendi("why", FACTS / "hypotheticals" / "foreign-person-without-nexus.yaml", "payment-1 is prohibited")
    assert ran.out.startswith("It does not hold: payment-1 is prohibited\n")
    assert "- payment-1 has a United States nexus  [Sec. 4]" in ran.out
    assert "+ payment-1 is for a blocked person  [Sec. 4]" in ran.out


def test_why_says_what_is_unknown() -> None:
    ran = decidendi("why", PAYMENT, "payment-2 is prohibited")
    assert ran.out.startswith("It is undetermined: payment-2 is prohibited\n")
    assert "? Jane Roe is a United States person on 2021-02-22" in ran.out


def test_why_goes_as_deep_as_it_is_told() -> None:
    deep = decidendi("why", PAYMENT, "payment-2 is prohibited", "--depth", "8").out
    shallow = decidendi("why", PAYMENT, "payment-2 is prohibited", "--depth", "1").out
    assert len(shallow) < len(deep)


def test_why_answers_in_json() -> None:
    answer = Answer.model_validate_json(decidendi("why", PAYMENT, "payment-1 is prohibited", "--format", "json").out)
    assert answer.state == "holds"
    assert answer.proof


@pytest.mark.parametrize("ending", ["md", "html", "htm", "json"])
def test_a_memo_is_written_in_the_format_of_its_name(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"memo.{ending}"
    ran = decidendi("memo", PAYMENT, "-o", file)
    assert (ran.code, ran.out, ran.err) == (0, "", f"Wrote {file}\n")
    begins = {"md": "# Memorandum: ", "json": "{"}.get(ending, "<!DOCTYPE html>")
    assert file.read_text(encoding="utf-8").startswith(begins)
    assert list(tmp_path.iterdir()) == [file]


def test_a_memo_is_printed_where_no_file_is_named() -> None:
    assert decidendi("memo", PAYMENT).out.startswith("# Memorandum: ")
    assert Memo.model_validate_json(decidendi("memo", PAYMENT, "--format", "json").out).answers


def test_a_memo_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    decidendi("memo", PAYMENT, "-o", tmp_path / "memo.md")
    assert (tmp_path / "memo.md").stat().st_mode == plain.stat().st_mode
    (tmp_path / "memo.md").chmod(0o600)
    decidendi("memo", PAYMENT, "-o", tmp_path / "memo.md")
    assert (tmp_path / "memo.md").stat().st_mode & 0o777 == 0o600


def test_a_picture_is_told_as_json_too(tmp_path: Path) -> None:
    file = tmp_path / "proof.svg"
    ran = decidendi("picture", PAYMENT, "--kind", "proof", "-o", file, "--format", "json")
    told = Picture.model_validate_json(ran.out)
    assert (ran.code, ran.err, told.kind) == (0, "", "proof")
    assert told.svg == file.read_text(encoding="utf-8")
    assert told.alternative


def test_check_sums_up_the_rulebook() -> None:
    ran = decidendi("check")
    assert ran.code == 0
    assert "\nExecutive Order 13818 (" in f"\n{ran.out}"
    assert ran.out.endswith("No problem found.\n")
    assert RulebookSummary.model_validate_json(decidendi("check", "--format", "json").out).rules > 0


def test_test_says_what_was_expected_and_what_was_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(PAYMENT.read_text(encoding="utf-8") + "  - acme is blocked\n", encoding="utf-8")
    ran = decidendi("test", tmp_path)
    assert ran.code == 1
    assert "acme is blocked\n  expected: " in ran.out
    assert ran.out.endswith("0 of 1 fact sets passed, 4 of 5 expectations met\n")
    [result] = json.loads(decidendi("test", tmp_path, "--format", "json").out)
    assert [item["met"] for item in result["expected"]] == [True] * 4 + [False]


def test_test_goes_on_after_a_fact_set_that_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(PAYMENT.read_text(encoding="utf-8"), encoding="utf-8")
    ran = decidendi("test", tmp_path)
    assert ran.code == 2
    assert ran.err.startswith(str(tmp_path / "a.yaml"))
    assert ran.out == "1 of 1 fact sets passed, 4 of 4 expectations met\n"


@pytest.mark.parametrize(
    "name",
    [
        "facts",
        "determinations",
        "determine",
        "why",
        "memo",
        "picture",
        "ownership",
        "check",
        "shape",
        "equivalent",
        "test",
        "replay",
        "verify",
        "what-if",
        "flips",
        "questions",
        "matrix",
        "interview",
    ],
)
def test_every_format_has_a_schema(name: str) -> None:
    schema = json.loads(decidendi("schema", name, "--format", "json").out)
    assert schema.get("properties") or schema.get("items") or schema.get("prefixItems")


def test_every_command_takes_a_format() -> None:
    for name, command in command_line.commands.commands.items():
        choices = next(option.type for option in command.params if "--format" in option.opts)
        assert isinstance(choices, click.Choice), name
        assert "json" in choices.choices, name


def test_the_schema_of_determinations_is_that_of_what_is_printed(determined) -> None:
    schema = json.loads(decidendi("schema", "determine").out)
    assert set(schema["properties"]) == set(determined)
    assert set(schema["$defs"]["Determination"]["properties"]) == set(determined["determinations"][0])
    Determinations.model_validate_json(json.dumps(determined))


def test_progress_is_told_on_the_error_output_after_two_seconds(monkeypatch, capsys) -> None:
    clock = iter([0.0, 1.0, 3.0, 3.5, 5.0])
    monkeypatch.setattr(options.time, "monotonic", lambda: next(clock))
    assert list(with_progress("abcd", "letters")) == list("abcd")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "2 of 4 letters\n4 of 4 letters\n")


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (
            Disagreement((), Case(Program({}, (), ()), Matter({}, {}, {}, parse_period("2021-03-01"), (), ()))),
            2,
            "The engines disagree, so nothing is issued.",
        ),
        (KeyboardInterrupt(), 130, "Stopped."),
        (BrokenPipeError(), 0, ""),
    ],
    ids=["disagreement", "interrupted", "closed pipe"],
)
def test_no_end_of_a_command_is_a_traceback(raised: BaseException, code: int, said: str) -> None:
    with patch.object(command_line.commands, "main", side_effect=raised):
        ran = decidendi("determine", PAYMENT)
    assert ran.code == code
    assert ran.out == ""
    assert ran.err.startswith(said)
    assert "Traceback" not in ran.err


def test_an_unknown_command_is_refused() -> None:
    ran = decidendi("determin", PAYMENT)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "decidendi: No such command 'determin'. Did you mean 'determine'? See `decidendi --help`.\n"


def test_the_version_is_told() -> None:
    assert decidendi("--version").out == "decidendi, version " + version("decidendi") + "\n"
