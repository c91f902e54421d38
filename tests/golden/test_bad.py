"""What a user sees when input is refused: one small input for each mistake, and the exact text beside it.

`bad/facts/NAME.yaml` and `bad/rulebook/NAME.md` (or a folder of pages) hold a mistake each, `NAME.txt` beside
them what is said of it. After a change of wording, write the texts anew and review the difference like code:

    DECIDENDI_UPDATE_GOLDEN=1 python -m pytest tests/golden/test_bad.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from decidendi.facts.loading import load_fact_set
from decidendi.refusal import Refusal
from decidendi.rules.rulebook import load_rulebook

BAD = Path(__file__).parent / "bad"
UPDATING = os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1"
CASES = sorted(
    path.relative_to(BAD)
    for folder in ("facts", "rulebook")
    for path in (BAD / folder).iterdir()
    if path.suffix != ".txt"
)

LINE = re.compile(r"(facts|rulebook)/[\w/-]+\.(yaml|md)(:\d+)?: \S.*\. [A-Z`].*\.")
INTERNAL = re.compile(
    r"\b(kind|denied|possible|stated|settled|opposite|exception): (?!\.\.\.|unknown)"  # prefixes of predicates
    r"|#\d+\.\d+|\{\}|\b_\d+\b|\{\w+\}(?!`)"  # identifiers of rules, open slots, anonymous variables
    r"|<class|<[\w.]+ object|\bNoneType\b|\b(str|int|dict|tuple|Mapping|Sequence|Scalar|Traceback)\b"
    r"|\b\w+_\w+\b"  # names of fields and predicates
)


def said_of(case: Path) -> str:
    """The messages about one input, a line each."""
    load = load_fact_set if case.parts[0] == "facts" else load_rulebook
    with pytest.raises(Refusal) as refused:
        load(case)
    return str(refused.value)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_mistake_is_said_in_exactly_these_words(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    found = said_of(case)
    golden = case.with_suffix(".txt")
    if UPDATING:
        golden.write_text(found + "\n", encoding="utf-8")
    assert found + "\n" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_problem_is_one_line_that_says_where_what_and_how_to_mend_it(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BAD)
    for line in said_of(case).split("\n"):
        assert LINE.fullmatch(line), line
        assert not INTERNAL.search(line), line
        assert len(line) < 1000


def test_every_text_has_its_input() -> None:
    texts = {
        path.relative_to(BAD).with_suffix("")
        for folder in ("facts", "rulebook")
        for path in (BAD / folder).glob("*.txt")
    }
    assert texts == {case.with_suffix("") for case in CASES}


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("large.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(Refusal) as refused:
        load_fact_set("large.yaml")
    assert str(refused.value) == (
        "large.yaml: the file is too large; expected at most 2,000,000 bytes; found 100,000,000 bytes. "
        "Split the matter into several files."
    )


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for load, name, found in (
        (load_fact_set, "missing.yaml", "no such file or directory"),
        (load_fact_set, "folder", "is a directory"),
        (load_rulebook, "missing.md", "no such file or directory"),
    ):
        with pytest.raises(Refusal) as refused:
            load(name)
        assert str(refused.value) == (
            f"{name}: the file cannot be read; found {found}. Check the name of the file and who may read it."
        )


def test_a_folder_without_pages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal) as refused:
        load_rulebook("empty")
    assert str(refused.value) == (
        "empty: there is no page of a rulebook here; expected a folder with pages in Markdown. "
        "Name the folder that holds the rulebook."
    )
