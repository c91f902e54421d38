"""`decidendi test FACTS...`: whether fact sets give what they expect."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import click

from decidendi.cli.options import ANSWERED, EXPECTATION_FAILED, refuse, rulebook_at, say, stop, with_progress
from decidendi.cli.watching import whenever_changed
from decidendi.content import content_directory
from decidendi.determinations.determine import run
from decidendi.determinations.revising import revised_text
from decidendi.determinations.testing import (
    FEWEST_IN_PARALLEL,
    EnginesCompared,
    Refused,
    Tested,
    compare_engines,
    examine_each,
    fact_set_files,
)
from decidendi.facts.loading import load_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Refusal
from decidendi.reports.rendering import write_whole
from decidendi.reports.tested_text import engines_text, junit_text, tested_text
from decidendi.rules.rulebook import Rulebook


@click.command()
@click.argument("facts", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rules", type=click.Path(path_type=Path), help="The rulebook, instead of the one that came along.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes that work at once; by default one a processor.")
@click.option("--junit", type=click.Path(path_type=Path), help="Write the results as JUnit XML to this file too.")
@click.option("--update", is_flag=True, help="Rewrite what is not met to what was found, in the files, for review.")
@click.option("--engines", is_flag=True, help="Compare the engines instead, the solver among them, and count.")
@click.option("--watch", is_flag=True, help="Run again whenever a fact set or a page of the rulebook changes.")
def test(
    facts: tuple[Path, ...],
    rules: Path | None,
    form: str,
    jobs: int | None,
    junit: Path | None,
    update: bool,
    engines: bool,
    watch: bool,
) -> None:
    """Run every fact set below FACTS and compare its `expect` with what follows."""
    paths = facts or (content_directory("facts"),)
    if engines and (junit is not None or update or jobs):
        raise click.UsageError("--engines looks at no `expect`: give it without --junit, --update and --jobs")

    def once() -> int:
        if engines:
            return _engines_compared(paths, rules, form)
        return _tested(paths, rules, form, jobs, junit, update)

    if not watch:
        stop(once())
    whenever_changed((*paths, rules or content_directory("rules")), lambda: _watched(once))


def _watched(once: Callable[[], int]) -> None:
    """One round of watching: what is refused is said, and watched further until it is mended."""
    try:
        once()
    except Refusal as refusal:
        refuse(refusal)
    click.echo("Watching for changes; Ctrl-C ends it.", err=True)


def _tested(
    paths: tuple[Path, ...], rules: Path | None, form: str, jobs: int | None, junit: Path | None, update: bool
) -> int:
    rulebook = rulebook_at(rules)
    files = fact_set_files(paths)
    processes = jobs or (os.cpu_count() or 1 if len(files) >= FEWEST_IN_PARALLEL else 1)
    results: list[Tested | Refused] = []
    code = ANSWERED
    examined = examine_each(files, rulebook, min(processes, len(files)))
    for _, result in zip(with_progress(files, "fact sets"), examined, strict=True):
        results.append(result)
        if isinstance(result, Refused):
            code = max(code, refuse(Refusal(*result.problems)))
        elif not result.passed:
            code = max(code, EXPECTATION_FAILED)
    tested = [result for result in results if isinstance(result, Tested)]
    if junit is not None:
        write_whole(junit, junit_text(results))
    if form == "json":
        say(json.dumps([result.model_dump(mode="json") for result in tested], indent=2))
    else:
        say(tested_text(tested))
    if update:
        _update([Path(result.file) for result in tested if not result.passed], rulebook)
    return code


def _engines_compared(paths: tuple[Path, ...], rules: Path | None, form: str) -> int:
    from decidendi.reasoning.solver import Solver  # most commands never need it

    rulebook = rulebook_at(rules)
    reasoner, solver = Reasoner(rulebook.program), Solver(rulebook.program)
    results: list[EnginesCompared] = []
    code = ANSWERED
    for file in with_progress(fact_set_files(paths), "fact sets"):
        try:
            results.append(compare_engines(run(load_fact_set(file), rulebook, reasoner), solver))
        except Refusal as refusal:
            code = max(code, refuse(refusal))
    if form == "json":
        say(json.dumps([result.model_dump(mode="json") for result in results], indent=2))
    else:
        say(engines_text(results))
    return max(code, EXPECTATION_FAILED) if any(result.disagreements for result in results) else code


def _update(files: list[Path], rulebook: Rulebook) -> None:
    """Rewrite what was not met: every text is made before the first file is written."""
    reasoner = Reasoner(rulebook.program)
    texts = {file: revised_text(run(load_fact_set(file), rulebook, reasoner)) for file in files}
    for file, text in texts.items():
        if text is not None:
            write_whole(file, text)
            click.echo(f"Rewrote what {file} expects; review the difference.", err=True)
