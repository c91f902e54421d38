"""A memo is written whole or not at all, fetches nothing, and comes out in the same bytes from another process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from decidendi.content import content_directory
from decidendi.refusal import Refusal
from decidendi.reports.escaping import markdown
from decidendi.reports.rendering import write_whole
from tests.command import decidendi

FACTS = content_directory("facts")
PAYMENT = FACTS / "payment-to-chen.yaml"
FETCHING = re.compile(
    r"<(?:link|script|iframe|object|embed|img|image|base|form|audio|video|source)\b|\ssrc(?:set)?=|@import|"
    r"url\((?!#)|http-equiv|href=\"(?!#)",
    re.IGNORECASE,
)
RUN = "from decidendi.cli.main import main; main()"
KINDS: dict[str, tuple[object, ...]] = {
    "determination": (PAYMENT, "--matrix"),
    "summary": (PAYMENT,),
    "designation": (PAYMENT, "--party", "chen"),
    "comparison": (PAYMENT, FACTS / "hypotheticals" / "licensed.yaml"),
    "portfolio": (PAYMENT, FACTS / "hypotheticals" / "licensed.yaml"),
    "report-worksheet": (PAYMENT,),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_no_kind_fetches_anything(kind: str) -> None:
    ran = decidendi("memo", *KINDS[kind], "--kind", kind, "--format", "html")
    assert ran.code == 0, ran.err
    assert FETCHING.findall(ran.out) == []


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "memo.md"
    file.write_text("as it was", encoding="utf-8")

    def fails(*_: object) -> None:
        assert file.read_text(encoding="utf-8") == "as it was", "nothing of the new one is in its place yet"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(Refusal, match="no space left on device"):
        write_whole(file, "the new one")
    assert file.read_text(encoding="utf-8") == "as it was"
    assert [each.name for each in tmp_path.iterdir()] == ["memo.md"], "nothing half-written is left behind"


def test_a_memo_that_is_refused_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    for form in ("md", "html", "pdf", "docx", "json"):
        file = tmp_path / f"memo.{form}"
        file.write_bytes(b"as it was")
        assert decidendi("memo", PAYMENT, "--reading", "members=nonsense", "-o", file).code == 2
        assert file.read_bytes() == b"as it was"
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_another_process_writes_the_same_bytes(form: str, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        file = tmp_path / f"memo-{seed}.{form}"
        command = [sys.executable, "-c", RUN, "memo", str(PAYMENT), "-o", str(file)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append(file.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "a|b", "{{ 7*7 }}", "=====", "+1", "-x", "# x", "<b>|</b>", "1. x"]
)
def test_a_name_in_a_table_and_at_the_beginning_of_a_line_of_markdown_stays_in_its_place(name: str) -> None:
    table = f"| a | b |\n|---|---|\n| {markdown(name)} | next |\n\nbefore\n{markdown(name)}\n"
    page = MarkdownIt("commonmark").enable("table").render(table)
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert len(cells) == 2 and cells[1] == "next"
    read = re.sub(r"<[^>]+>", "", cells[0]).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert read == name
    assert page.endswith(f"<p>before\n{cells[0]}</p>\n")
    assert "{{" not in str(markdown(name))
