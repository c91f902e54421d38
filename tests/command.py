"""Runs `decidendi` in this process, as the installed command would."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest.mock import patch

from decidendi.cli import options
from decidendi.cli.main import main
from decidendi.content import content_directory
from decidendi.rules.rulebook import Rulebook, load_rulebook


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed where."""

    code: int
    out: str
    err: str


@cache
def shipped() -> Rulebook:
    """The rulebook that comes along, read once for all tests."""
    return load_rulebook(content_directory("rules"))


def _loaded(*paths: str | Path) -> Rulebook:
    return shipped() if paths == (content_directory("rules"),) else load_rulebook(*paths)


def decidendi(*arguments: object) -> Ran:
    """What the command line does with some arguments."""
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    with (
        patch.object(options, "load_rulebook", _loaded),
        patch.object(sys, "argv", ["decidendi", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    return Ran(int(code) if isinstance(code, int) else 0, out.getvalue(), err.getvalue())
