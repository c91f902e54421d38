"""A receipt makes its run again byte for byte, and never silently under another law."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import decidendi
from decidendi.cli.main import commands

FACTS = decidendi.content_directory("facts") / "hypotheticals" / "funds-to-a-blocked-person.yaml"
RULES = decidendi.content_directory("rules")

AMENDED = (
    "the dealing is for a blocked person,\n    or\n        the dealing is from",
    "the dealing is from a blocked person,\n    or\n        the dealing is from",
)
"""A payment to a blocked person would be no contribution to it."""
NEW_PAGE = """---
instrument: A later order
short: Later
citation: L.O. 1
identifier: /us/later
in force: 2030-01-01/..
outline: [1]
---

# Sec. 1 Purpose

not encoded: it says why the order was made.
"""


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


@pytest.mark.parametrize("change", ["a remark", "a new page", "an amended parameter", "an amended rule"])
def test_a_receipt_of_a_later_rulebook_never_replays_silently_against_an_earlier_one(
    change: str, tmp_path: Path
) -> None:
    """Made with the law as later amended, and replayed with what ships: refused, even where no outcome changes."""
    later = tmp_path / "later"
    shutil.copytree(RULES, later)
    page = later / "eo-13818" / "2-to-5-prohibitions.md"
    text = page.read_text(encoding="utf-8")
    if change == "a new page":
        (later / "later.md").write_text(NEW_PAGE, encoding="utf-8")
    elif change == "a remark":
        page.write_text(text + "\nA later remark that no rule takes up.\n", encoding="utf-8")
    elif change == "an amended parameter":
        page = later / "ofac-ownership-guidance" / "ownership.md"
        text = page.read_text(encoding="utf-8")
        assert "ownership threshold is 50 percent" in text
        page.write_text(text.replace("ownership threshold is 50 percent", "ownership threshold is 49 percent"))
    else:
        assert AMENDED[0] in text
        page.write_text(text.replace(*AMENDED), encoding="utf-8")
    kept = tmp_path / "later.json"
    kept.write_text(ran("determine", FACTS, "--format", "json", "--rules", later).stdout, encoding="utf-8")
    assert ran("replay", kept, "--rules", later).stdout == kept.read_text(encoding="utf-8")
    refused = ran("replay", kept)
    assert isinstance(refused.exception, decidendi.Refusal)
    assert "the receipt was made from something else than what is here" in str(refused.exception)
    assert refused.stdout == ""
    result = json.loads(ran("verify", kept, "--format", "json").stdout)
    assert "page" in {item["kind"] for item in result["changes"]}
    assert result["same_result"] == (change != "an amended rule")


def test_a_receipt_hashes_the_facts_each_provision_used_and_the_packages(kept: Path) -> None:
    found = json.loads(kept.read_text())
    receipt = found["receipt"]
    told = [item[name] for item in found["determinations"] for name in ("citations", "duties", "cautions")]
    used = {entry["identifier"] for entries in told for entry in entries} - {""}
    assert set(receipt["provisions"]) == used != set()
    assert receipt["facts"] == hashlib.sha256(FACTS.read_bytes()).hexdigest()
    assert {"decidendi", "pydantic", "holidays", "clingo"} <= set(receipt["packages"]) == set(receipt["versions"])
    hashes = [receipt["facts"], receipt["result"]]
    for name in ("provisions", "pages", "packages"):
        hashes += receipt[name].values()
    assert all(re.fullmatch(r"[0-9a-f]{64}", item) for item in hashes)


@pytest.mark.parametrize(
    ("field", "name", "kind"),
    [
        ("packages", "decidendi", "code"),
        ("packages", "pydantic", "code"),
        ("versions", "holidays", "package"),
        ("engines", "", "engines"),
    ],
)
def test_verify_tells_another_engine_from_another_answer(
    field: str, name: str, kind: str, kept: Path, tmp_path: Path
) -> None:
    """What decided is not what decides now, and the outcome is the same: both are said."""
    content = json.loads(kept.read_text())
    if name:
        content["receipt"][field][name] = "0" * 64
    else:
        content["receipt"][field] = ["reference"]
    file = tmp_path / "other.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    result = ran("verify", file, "--format", "json")
    found = json.loads(result.stdout)
    assert [(item["kind"], item["name"]) for item in found["changes"]] == [(kind, name)]
    assert (result.exit_code, found["same_result"], found["outcomes"]) == (0, True, [])
    replayed = ran("replay", file)
    if name == "decidendi":
        assert "the receipt was made from something else" in str(replayed.exception)


def test_verify_says_which_outcome_a_change_of_the_text_changes(kept: Path, tmp_path: Path) -> None:
    rules = amended(tmp_path, *AMENDED)
    result = ran("verify", kept, "--rules", rules, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert {"page", "provision"} <= {change["kind"] for change in found["changes"]}
    assert ("payment-1", "prohibited, block") in {(item["subject"], item["then"]) for item in found["outcomes"]}


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
