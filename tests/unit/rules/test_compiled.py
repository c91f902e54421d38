"""A compiled rulebook that is kept gives the same answers, and whatever does not fit is compiled again."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from pathlib import Path

import pytest

import decidendi
from decidendi.rules import compiled
from tests.command import decidendi as ran

FACTS = decidendi.content_directory("facts") / "hypotheticals" / "funds-to-a-blocked-person.yaml"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(decidendi.content_directory("rules"), folder)
    return folder


def test_what_is_kept_is_the_rulebook_that_was_compiled(rules: Path, tmp_path: Path, monkeypatch) -> None:
    fresh = decidendi.load_kept_rulebook(rules, cache=tmp_path / "kept")
    monkeypatch.setattr(compiled, "load_pages", lambda pages: pytest.fail("it was compiled again"))
    kept = decidendi.load_kept_rulebook(rules, cache=tmp_path / "kept")
    facts = decidendi.load_fact_set(FACTS)
    one, other = (decidendi.determine(facts, rulebook=rulebook) for rulebook in (fresh, kept))
    assert kept == fresh
    assert one.model_dump_json() == other.model_dump_json()


def test_a_changed_page_is_compiled_again(rules: Path, tmp_path: Path) -> None:
    before = decidendi.load_kept_rulebook(rules, cache=tmp_path / "kept")
    page = rules / "eo-13818" / "6-to-13.md"
    page.write_text(page.read_text(encoding="utf-8").replace("prior notice", "any notice") + "\n", encoding="utf-8")
    after = decidendi.load_kept_rulebook(rules, cache=tmp_path / "kept")
    assert after.digests != before.digests


def forged(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


class _Hostile:
    def __reduce__(self):
        return os.mkdir, ("harm-done",)


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"x" * 400, forged(b"not a pickle"), forged(pickle.dumps(_Hostile())), forged(pickle.dumps({}))],
    ids=["empty", "short", "damaged", "no pickle", "hostile", "another thing"],
)
def test_what_cannot_be_read_is_compiled_again_and_never_executed(
    rules: Path, tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cache = tmp_path / "kept"
    fresh = decidendi.load_kept_rulebook(rules, cache=cache)
    [file] = cache.glob("*.rulebook")
    file.write_bytes(content)
    assert decidendi.load_kept_rulebook(rules, cache=cache) == fresh
    assert not (tmp_path / "harm-done").exists()


def test_the_command_line_keeps_it_where_it_is_told(tmp_path: Path) -> None:
    cache = tmp_path / "kept"
    first = ran("--cache", cache, "determine", FACTS, "--format", "json")
    second = ran("--cache", cache, "determine", FACTS, "--format", "json")
    assert len(list(cache.glob("*.rulebook"))) == 1
    assert first == second == ran("determine", FACTS, "--format", "json")


def test_a_folder_that_cannot_be_made_is_refused(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(decidendi.Refusal, match="the compiled rulebook cannot be kept here"):
        decidendi.load_kept_rulebook(rules, cache=tmp_path / "taken" / "kept")
