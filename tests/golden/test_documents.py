"""What README and the page about the library show is what the commands and the library answer."""

from __future__ import annotations

import doctest
import os
import re
import shlex
from pathlib import Path

import pytest

from tests.command import decidendi

CHECKOUT = Path(__file__).parents[2]
README = CHECKOUT / "README.md"
EXAMPLE = re.compile(r"```console\n\$ decidendi (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)


def test_the_examples_of_the_readme_print_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    text = README.read_text(encoding="utf-8")
    if os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1":
        text = EXAMPLE.sub(
            lambda example: (
                f"```console\n$ decidendi {example['command']}\n{decidendi(*shlex.split(example['command'])).out}```"
            ),
            text,
        )
        README.write_text(text, encoding="utf-8")
    examples = list(EXAMPLE.finditer(text))
    assert examples
    for example in examples:
        ran = decidendi(*shlex.split(example["command"]))
        assert (ran.code, ran.err) == (0, "")
        assert example["output"] == ran.out


def test_the_commands_of_the_readme_are_targets() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\S+)", README.read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}: \.venv/installed", makefile, re.MULTILINE), target


def test_the_readme_says_what_is_needed_and_what_it_is_not() -> None:
    text = README.read_text(encoding="utf-8")
    for words in ("Python 3.11", "C compiler", "no legal advice"):
        assert words in text


def test_the_page_about_the_library_is_right() -> None:
    tried = doctest.testfile(str(CHECKOUT / "docs" / "library.md"), module_relative=False)
    assert tried.attempted >= 7
    assert tried.failed == 0
