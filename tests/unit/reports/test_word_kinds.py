"""The other kinds of memo in Word: they say what the same kind says in Markdown, word for word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from decidendi.content import content_directory
from docs import word_kinds
from tests.command import decidendi

FACTS = content_directory("facts")
PAYMENT, LICENSED = FACTS / "payment-to-chen.yaml", FACTS / "hypotheticals" / "licensed.yaml"
ASKED = {
    "summary": (PAYMENT,),
    "portfolio": (PAYMENT, LICENSED),
    "comparison": (PAYMENT, LICENSED),
    "designation": (PAYMENT, "--party", "chen"),
    "report-worksheet": (FACTS / "lawyers" / "wires.yaml",),
}
FAMILIES = {"report-worksheet": "worksheet"}
"""The family of templates of a kind, where it has another name."""


KINDS = ("determination", *ASKED)


def made(kind: str, file: Path, language: str = "en") -> None:
    first, *others = ASKED.get(kind, (PAYMENT,))
    ran = decidendi("memo", first, *others, "--kind", kind, "-o", file, "--language", language)
    assert ran.code == 0, ran.err


def said_in_markdown(text: str) -> Iterator[str]:
    """Each line and cell as it reads, without its markup."""
    for row in text.split("\n"):
        for part in row.strip("|").split(" | ") if row.startswith("|") else [re.sub(r"^(?:#+| *-) ", "", row)]:
            read = re.sub(r"\\(.)", r"\1", part.replace("**", "")).strip()
            if read and not set(read) <= set("-| "):
                yield " ".join(read.split())


def said_in_word(document: Any) -> str:
    paragraphs = (
        "".join(text.text or "" for text in item.iter(qn("w:t"))) for item in document.element.iter(qn("w:p"))
    )
    return "\n".join(" ".join(each.split()) for each in paragraphs)


@pytest.mark.parametrize(("kind", "language"), [("determination", "de"), *((kind, "en") for kind in KINDS)])
def test_a_kind_says_in_word_what_it_says_in_markdown(kind: str, language: str, tmp_path: Path) -> None:
    made(kind, tmp_path / "memo.md", language)
    made(kind, tmp_path / "memo.docx", language)
    found = said_in_word(docx.Document(tmp_path / "memo.docx"))
    told = list(said_in_markdown((tmp_path / "memo.md").read_text(encoding="utf-8")))
    assert len(told) > 20
    told = [each for each in told if not re.match(r"Pictures$|Bilder$|!?\[.*[\[-]\d|!\[", each)]
    # What a step, or a value, rests on is a note in Word.
    fact = r"(?:fact|Tatsache) [\d, ]+"
    behind = re.compile(rf" \((?:Sec\. [\w.()]+; )?{fact}\)$| \({fact}\)")
    assert [each for each in told if behind.sub("", each) not in found] == []


@pytest.mark.parametrize("kind", ASKED)
def test_the_template_of_a_kind_is_the_one_set_down(kind: str) -> None:
    family = FAMILIES.get(kind, kind)
    with zipfile.ZipFile(content_directory("reports") / f"{family}.docx") as package:
        assert {name: package.read(name).decode() for name in package.namelist()} == word_kinds.kind_parts(family)


def test_a_template_of_ones_own_takes_the_place_of_that_of_its_kind(tmp_path: Path) -> None:
    parts = word_kinds.kind_parts("summary")
    parts["word/document.xml"] = parts["word/document.xml"].replace('>{{ _("Short answer") }}<', ">In short<")
    with zipfile.ZipFile(tmp_path / "summary.docx", "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    file = tmp_path / "memo.docx"
    ran = decidendi("memo", PAYMENT, "--kind", "summary", "--templates", tmp_path, "-o", file)
    assert ran.code == 0, ran.err
    assert "\nIn short\n" in said_in_word(docx.Document(file))


def test_an_undefined_name_is_told_with_the_schema_of_the_kind(tmp_path: Path) -> None:
    parts = word_kinds.kind_parts("portfolio")
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        '>{{ _("Matters at a glance") }}<', ">{{ portfolio.verdict }}<"
    )
    with zipfile.ZipFile(tmp_path / "portfolio.docx", "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    ran = decidendi("memo", PAYMENT, "--kind", "portfolio", "--templates", tmp_path, "-o", tmp_path / "memo.docx")
    assert (ran.code, ran.out) == (2, "")
    assert "expected what `decidendi schema portfolio` names; found `verdict`" in ran.err


@pytest.mark.parametrize("kind", ["summary", "designation"])
def test_names_that_are_markup_come_out_as_text_and_the_bytes_are_the_same(kind: str, tmp_path: Path) -> None:
    hostile = "<w:p/> {{ 7*7 }} {% if %} & =cmd"
    text = PAYMENT.read_text(encoding="utf-8")
    assert "Chen Quanguo" in text
    (tmp_path / "m.yaml").write_text(
        text.replace("{individual: Chen Quanguo", f"{{individual: '{hostile}'"), encoding="utf-8"
    )
    ran = [
        decidendi("memo", tmp_path / "m.yaml", "--kind", kind, *ASKED[kind][1:], "-o", tmp_path / f"{number}.docx")
        for number in (1, 2)
    ]
    assert [each.code for each in ran] == [0, 0], ran[0].err
    first = (tmp_path / "1.docx").read_bytes()
    assert first == (tmp_path / "2.docx").read_bytes()
    assert hostile in said_in_word(docx.Document(io.BytesIO(first)))
