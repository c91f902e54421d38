"""A pytest plugin: the fact sets of a project, each expectation a test of its own.

It does nothing unless asked, with `--decidendi-facts PATH` or, in the ini file, `decidendi_facts = PATH ...`; then
each `*.yaml` below these paths is collected. `--decidendi-rules PATH` (`decidendi_rules`) names another rulebook than
the one that came along.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options, and what the ini file calls them."""
    group = parser.getgroup("decidendi", "fact sets as tests")
    group.addoption("--decidendi-facts", action="append", default=[], metavar="PATH", help="Test these fact sets.")
    group.addoption("--decidendi-rules", metavar="PATH", help="The rulebook, instead of the one that came along.")
    parser.addini("decidendi_facts", "fact sets to test: files and folders", type="paths", default=[])
    parser.addini("decidendi_rules", "the rulebook, instead of the one that came along", default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a fact set below one of the paths asked for."""
    config = parent.config
    asked = [*config.getini("decidendi_facts"), *(config.invocation_params.dir / path for path in _facts(config))]
    if file_path.suffix != ".yaml" or not any(file_path.is_relative_to(Path(path).resolve()) for path in asked):
        return None
    collected: pytest.Collector = FactSetFile.from_parent(parent, path=file_path)
    return collected


def _facts(config: pytest.Config) -> list[str]:
    found: list[str] = config.getoption("--decidendi-facts")
    return found


_LAW = pytest.StashKey[Any]()


def _law(config: pytest.Config) -> Any:
    """The rulebook and its engines, compiled once in a session."""
    if _LAW not in config.stash:
        import decidendi

        rules = config.getoption("--decidendi-rules") or config.getini("decidendi_rules")
        folder = config.rootpath / rules if rules else decidendi.content_directory("rules")
        rulebook = decidendi.load_rulebook(folder)
        config.stash[_LAW] = rulebook, decidendi.Reasoner(rulebook.program)
    return config.stash[_LAW]


class FactSetFile(pytest.File):
    """One fact set."""

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each expectation; a fact set that is refused cannot be collected, and says why."""
        from decidendi.determinations.testing import examine
        from decidendi.refusal import Refusal

        try:
            tested = examine(self.path, *_law(self.config))
        except Refusal as refusal:
            raise self.CollectError(str(refusal)) from None
        for result in tested.expected:
            yield ExpectationItem.from_parent(self, name=result.sentence, result=result)


class ExpectationItem(pytest.Item):
    """One expectation."""

    def __init__(self, *, result: Any, **others: Any) -> None:
        super().__init__(**others)
        self.result = result

    def runtest(self) -> None:
        """Fail where the expectation is not met."""
        if not self.result.met:
            raise Unmet

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """The place, and both sides of each difference."""
        from decidendi.reports.tested_text import difference_lines

        return "\n".join((f"{self.result.place}: {self.result.sentence}", *difference_lines(self.result)))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the expectation stands."""
        line = str(self.result.place).rpartition(":")[2]
        return self.path, int(line) - 1 if line.isdecimal() else None, self.result.sentence


class Unmet(Exception):
    """An expectation was not met."""
