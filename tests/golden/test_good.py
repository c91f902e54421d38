"""What a user reads about matters that ship: the text and the memo, word for word.

After a change of the law, of wording or of a template, write them anew and review the difference like code:

    DECIDENDI_UPDATE_GOLDEN=1 python -m pytest tests/golden/test_good.py

Left out are hashes and versions, which say nothing to a reader, and what is only the rulebook's own text or list: the
restatements of provisions, how far their text was checked, and the readings that nothing rests on.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from decidendi import content_directory
from tests.command import decidendi

GOOD = Path(__file__).parent / "good"
FACTS = content_directory("facts")
UPDATING = os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1"
HASH = re.compile(r"\b[0-9a-f]{64}\b|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12}\b|\b\d{12}\b")
LEFT_OUT = [
    (re.compile(r"^(- Versions: ).*$", re.MULTILINE), r"\1..."),
    (re.compile(r"^(- \*\*(?:Sec\. \S+|[a-z ]+)\*\* [^.]*\.) .*$", re.MULTILINE), r"\1 ..."),
    (re.compile(r"^(In force, with nothing above resting on them: ).*$", re.MULTILINE), r"\1..."),
    (re.compile(r"(\*\*not checked\*\* against the official text|checked against the official text)[^|]*"), "... "),
    (HASH, "..."),
]

CASES = {
    "treasury-2020-07-09.txt": ("determine", "treasury-2020-07-09.yaml"),
    "treasury-2020-07-09.md": ("memo", "treasury-2020-07-09.yaml"),
    "payment-to-chen.txt": ("determine", "payment-to-chen.yaml"),
    "payment-to-chen.md": ("memo", "payment-to-chen.yaml"),
    "foreign-person-without-nexus.md": ("memo", "hypotheticals/foreign-person-without-nexus.yaml"),
    "licensed.md": ("memo", "hypotheticals/licensed.yaml"),
    "purpose-of-evasion.txt": ("determine", "hypotheticals/purpose-of-evasion.yaml"),
}


def said(name: str) -> str:
    command, facts = CASES[name]
    ran = decidendi(command, FACTS / facts)
    assert (ran.code, ran.err) == (0, "")
    text = ran.out
    for pattern, instead in LEFT_OUT:
        text = pattern.sub(instead, text)
    return text


@pytest.mark.parametrize("name", CASES)
def test_a_matter_reads_exactly_so(name: str) -> None:
    found = said(name)
    if UPDATING:
        GOOD.mkdir(exist_ok=True)
        (GOOD / name).write_text(found, encoding="utf-8")
    assert found == (GOOD / name).read_text(encoding="utf-8"), (
        "if the change is meant: DECIDENDI_UPDATE_GOLDEN=1 python -m pytest tests/golden/test_good.py"
    )


def test_every_golden_text_has_its_matter() -> None:
    assert {path.name for path in GOOD.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_no_word_of_the_engine_reaches_a_reader(name: str) -> None:
    text = (GOOD / name).read_text(encoding="utf-8")
    for word in ("{}", "_1", "kind: ", "denied: ", "possible: ", "the label is", "unknown was", "Decimal", "Fraction"):
        assert word not in text, word


@pytest.mark.parametrize("name", CASES)
def test_nothing_reads_like_a_clearance(name: str) -> None:
    text = (GOOD / name).read_text(encoding="utf-8").lower()
    assert not re.search(r"\b(lawful|permitted|cleared|allowed|legal to)\b", text)
    if "undetermined" in text:
        assert "clears n" in text
    if "no provision of this rulebook reaches it" in text:
        assert "that is no finding that it may be done" in text or "if no, no provision" in text


def test_make_determine_writes_memos_on_the_action_and_on_a_payment() -> None:
    """Both of what a newcomer is promised, by both engines."""
    july, payment = (
        (GOOD / f"{name}.md").read_text(encoding="utf-8") for name in ("treasury-2020-07-09", "payment-to-chen")
    )
    makefile = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")
    assert "facts/treasury-2020-07-09.yaml facts/payment-to-chen.yaml" in makefile
    assert "**Blocked** on 2020-07-09: Chen Quanguo, Zhu Hailun, Wang Mingshan, Huo Liujun, Xinjiang Public" in july
    assert "- **payment-1:** **prohibited** under Sec. 4(a). Response required: **block**." in payment
    for memo in (july, payment):
        assert "Engines that agreed: reference, rete" in memo
        headings = re.findall(r"^## (.*)$", memo, re.MULTILINE)
        assert headings == [
            "Question presented",
            "Short answer",
            "Facts",
            "Provisions",
            "Analysis",
            "What is unknown",
            "Duties",
            "Cautions",
            "Readings used",
            "Receipt",
        ]
