"""A rulebook: pages of law that have been read, compiled and checked, ready to reason with."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from decidendi.facts.nodes import read_text
from decidendi.facts.periods import Period, Truth, begins_by, covers
from decidendi.refusal import Place, Problem, Refusal
from decidendi.rules.checking import check
from decidendi.rules.form import Program, Reading
from decidendi.rules.linking import Linked, link
from decidendi.rules.pages import read_page
from decidendi.rules.provisions import Page, Provision, unambiguous

MOST_PAGES: Final = 500


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One or more instruments.

    `provisions` are in the order of the pages, by identifier. `digests` holds the SHA-256 of each page's text, by the
    name of the page within the rulebook; `names` gives that name for each file.
    """

    pages: tuple[Page, ...]
    provisions: dict[str, Provision]
    program: Program
    digests: dict[str, str]
    names: dict[str, str]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every reading of every open term."""
        return self.program.readings

    def shown(self, place: Place) -> str:
        """A place as the rulebook itself names it: the page's name within the rulebook, and the line."""
        return str(replace(place, file=self.names.get(place.file, place.file)))

    def provision(self, identifier: str) -> Provision:
        """The provision of an identifier. Raises `KeyError` when there is none."""
        return self.provisions[identifier]

    def known_on(self, day: date) -> Rulebook:
        """What of the rulebook had been published by a day; the rulebook itself where all of it had.

        What was not is no law of that day: its rules and parameters are left out, and the provisions stay for citing.
        When a text ends is taken as known.
        """
        later = {name for name, item in self.provisions.items() if item.published is not None and item.published > day}
        return self.without(later) if later else self

    def without(self, provisions: Set[str]) -> Rulebook:
        """The rulebook without the rules and parameters of some provisions, given by identifier."""
        program = replace(
            self.program,
            rules=tuple(rule for rule in self.program.rules if rule.provision not in provisions),
            parameters=tuple(item for item in self.program.parameters if item.provision not in provisions),
        )
        return replace(self, program=program)

    def refuse_unpublished(self, day: date, place: Place) -> None:
        """Refuse to answer as known on a day on which the law asked about had not been published.

        Raises:
            Refusal: no text of the instrument which declares the determinations was known on the day.
        """
        declaring = {page.instrument for page in self.pages if page.declares}
        days = [item.published for item in self.provisions.values() if item.instrument in declaring]
        told = [item for item in days if item is not None]
        if told and len(told) == len(days) and min(told) > day:
            raise Refusal.at(
                place,
                f"{', '.join(sorted(declaring))} was not yet published on {day}",
                expected=f"a day on or after {min(told)}",
                found=str(day),
                mend="ask what was known on a day on which it was published",
            )

    def in_force(self) -> tuple[Period, ...]:
        """The periods for which the instruments are in force."""
        return tuple(dict.fromkeys(page.in_force for page in self.pages))

    def refuse_day_out_of_force(self, day: Period, place: Place) -> None:
        """Refuse a day on which the law asked about is not in force: there is no falling back.

        That is the instrument which declares the determinations; others may be older and say nothing of themselves.

        Raises:
            Refusal: the law asked about is not yet in force, or has ended.
        """
        declaring = {page.instrument for page in self.pages if page.declares}
        pages = [page for page in self.pages if page.instrument in declaring] or list(self.pages)
        if not pages or any(covers(page.in_force, day) is not Truth.FAILS for page in pages):
            return
        page = pages[0]
        begun = begins_by(page.in_force, day) is not Truth.FAILS
        raise Refusal.at(
            place,
            f"{page.instrument} {'ended before' if begun else 'is not yet in force on'} {day}",
            expected=f"a day within {page.in_force}",
            found=str(day),
            mend="ask about a day on which it is in force",
        )


def _names_within(files: Sequence[str]) -> dict[str, str]:
    """For each file its name relative to the folder that holds all of them."""
    folders = [str(Path(file).parent) for file in files]
    common = Path(os.path.commonpath(folders)) if folders else Path()
    return {file: Path(file).relative_to(common).as_posix() for file in files}


def load_rulebook(*paths: Path | str) -> Rulebook:
    """Read every Markdown page below the given files and folders.

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    return load_pages(find_pages(paths))


def load_pages(pages: Iterable[tuple[str, str]]) -> Rulebook:
    """The rulebook of pages given as (name, text).

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    rulebook, problems = read_rulebook(pages)
    if problems or rulebook is None:
        raise Refusal(*problems)
    return rulebook


def find_pages(paths: Sequence[Path | str]) -> list[tuple[str, str]]:
    """The name and text of each page below the given files and folders, in order of name.

    Raises:
        Refusal: there is no page, or one cannot be read.
    """
    files: list[Path] = []
    for path in map(Path, paths):
        files += sorted(path.rglob("*.md")) if path.is_dir() else [path]
    files = [file for file in files if file.name.lower() != "readme.md"]
    if not files or len(files) > MOST_PAGES:
        raise Refusal.at(
            Place(", ".join(str(path) for path in paths) or "rules"),
            "there is no page of a rulebook here" if not files else "there are too many pages here",
            expected="a folder with pages in Markdown",
            mend="name the folder that holds the rulebook",
        )
    return [(str(file), read_text(file)) for file in files]


def read_rulebook(pages: Iterable[tuple[str, str]]) -> tuple[Rulebook | None, list[Problem]]:
    """Read pages given as (name, text); the problems found are in the order of their places."""
    problems: list[Problem] = []
    read: list[Page] = []
    digests: dict[str, str] = {}
    for name, raw in pages:
        text = raw.replace("\r\n", "\n")
        digests[name] = hashlib.sha256(text.encode()).hexdigest()
        try:
            page = read_page(text, name, problems)
        except Refusal as refusal:
            problems += refusal.problems
            continue
        if page is not None:
            read.append(page)
    read = unambiguous(read)
    linked: Linked | None = link(read, problems)
    rulebook = None
    if linked is not None:
        problems += check(linked, understood=not problems)
        provisions = {provision.identifier: provision for page in read for provision in page.provisions}
        names = _names_within([page.file for page in read])
        rulebook = Rulebook(
            tuple(read), provisions, linked.program, {names[page.file]: digests[page.file] for page in read}, names
        )
    unique = list(dict.fromkeys(problems))
    return rulebook, sorted(unique, key=lambda problem: problem.place)
