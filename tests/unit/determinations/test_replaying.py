"""A receipt makes its run again byte for byte, and never silently under another law."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import decidendi
from decidendi.cli.main import commands

FACTS = decidendi.content_directory("facts") / "hypotheticals" / "funds-to-a-blocked-person.yaml"
RULES = decidendi.content_directory("rules")


def ran(*arguments: object):
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("receipts") / "kept.json"
    file.write_text(ran("determine", FACTS, "--format", "json").stdout, encoding="utf-8")
    return file


def amended(tmp_path: Path, old: str, new: str) -> Path:
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    for page in rules.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(old, new), encoding="utf-8")
    return rules


def test_a_receipt_is_replayed_byte_for_byte(kept: Path) -> None:
    assert ran("replay", kept).stdout == kept.read_text(encoding="utf-8")


def test_the_receipt_alone_is_enough(kept: Path, tmp_path: Path) -> None:
    alone = tmp_path / "receipt.json"
    alone.write_text(json.dumps(json.loads(kept.read_text())["receipt"]), encoding="utf-8")
    assert ran("replay", alone).stdout == kept.read_text(encoding="utf-8")


def test_no_path_of_this_machine_is_in_what_is_kept(kept: Path) -> None:
    rules = [node["rule"] for item in json.loads(kept.read_text())["determinations"] for node in item["proof"]]
    assert any(rules)
    assert not any(rule.startswith("/") for rule in rules)


def test_a_receipt_is_never_replayed_under_another_law(kept: Path, tmp_path: Path) -> None:
    rules = amended(tmp_path, "2017-12-21/..", "2017-12-22/..")
    refused = ran("replay", kept, "--rules", rules)
    assert isinstance(refused.exception, decidendi.Refusal)
    assert "the receipt was made from something else than what is here" in str(refused.exception)
    assert "provision" in str(refused.exception)


def test_an_altered_answer_is_not_passed_off_as_replayed(kept: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.json"
    altered.write_text(kept.read_text().replace('"prohibited"', '"not prohibited"'), encoding="utf-8")
    refused = ran("replay", altered)
    assert "the answers are not those of the receipt" in str(refused.exception)


def test_verify_says_which_outcome_a_change_of_facts_changes(kept: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(FACTS.read_text(encoding="utf-8").replace("on: 2021-02-15", "on: 2020-02-15"), encoding="utf-8")
    result = ran("verify", kept, "--facts", facts, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [change["kind"] for change in found["changes"]] == ["facts"]
    changed = {"subject": "payment-1", "provision": "", "then": "prohibited, block", "now": "not prohibited, none"}
    assert changed in found["outcomes"]


def test_verify_says_that_nothing_has_changed(kept: Path) -> None:
    result = ran("verify", kept)
    assert result.exit_code == 0
    assert result.stdout == "Nothing has changed: law, facts, packages, engines.\nEvery outcome is the same.\n"


@pytest.mark.parametrize("text", ["", "{}", "[1, 2]", '{"receipt": {}}', "[" * 100_000])
def test_what_is_no_receipt_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(text, encoding="utf-8")
    refused = ran("replay", file)
    assert isinstance(refused.exception, decidendi.Refusal)
    assert "this is not a receipt" in str(refused.exception)
