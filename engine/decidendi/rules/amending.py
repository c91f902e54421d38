"""Amended law: an overlay of amendments makes a new rulebook, and the old one stays as it is.

An overlay is a page of Markdown. Its front matter says `amends:` (an instrument, by its name or short name) and
`from:` (the first day of the new text); each heading is one amendment:

    # Replace Sec. 4(a) Title        with restatement and blocks as on any page
    # Repeal Sec. 4(b)
    # Add Sec. 4(c) Title
    # Change a parameter             with a block `parameter`: the ownership threshold is 25 percent

What is replaced or repealed stays in force until the day before, so that a matter is judged by the law of its own days.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import ndiff
from itertools import pairwise
from pathlib import Path
from typing import Final

from decidendi.facts.nodes import Mapping, Scalar, read_nodes, shown
from decidendi.facts.periods import PeriodError, Truth, covers, day_period, parse_day
from decidendi.refusal import Place, Problem, Refusal, nearest
from decidendi.rules.provisions import Page, Provision
from decidendi.rules.rulebook import Rulebook, find_pages, read_rulebook

_FRONT: Final = re.compile(r"---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_HEADING: Final = re.compile(r"#{1,6}\s+(\S.*)")
_AMENDMENT: Final = re.compile(r"(Replace|Repeal|Add)\s+Sec\.\s+(\S+)\s*(.*)")
_PARAMETER_HEADING: Final = re.compile(r"Change (?:a|the|two|several)? ?parameters?")
_PARAMETER: Final = re.compile(r"the (.+?) is (.+?)\.?\s*")


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amendment. `kind` is `replace`, `repeal`, `add` or `parameter`; `about` the number, or the parameter's name.

    `old` and `new` are the words that go and those that come. `first` and `last` are its lines on the page, from 1.
    """

    kind: str
    about: str
    title: str
    instrument: str
    begins: date
    old: tuple[str, ...]
    new: tuple[str, ...]
    place: Place
    first: int
    last: int

    def __str__(self) -> str:
        what = f"the {self.about}" if self.kind == "parameter" else f"Sec. {self.about}"
        return f"{'change' if self.kind == 'parameter' else self.kind} {what} from {self.begins}"


@dataclass(frozen=True, slots=True)
class AmendingPage:
    """A page of an overlay: its lines, and what it does to which instrument."""

    file: str
    lines: tuple[str, ...]
    body: int
    amendments: tuple[Amendment, ...]


def is_overlay(path: Path) -> bool:
    """Whether a page, or the first page of a folder, says that it amends an instrument.

    Raises:
        Refusal: there is no page, or it cannot be read.
    """
    front = _FRONT.match(find_pages([path])[0][1].replace("\r\n", "\n"))
    return front is not None and any(line.startswith("amends:") for line in front[1].split("\n"))


def load_amendments(path: Path, rulebook: Rulebook) -> tuple[AmendingPage, ...]:
    """Read an overlay, a page or a folder of them, against the rulebook that it amends.

    Raises:
        Refusal: a page is no overlay, or amends what is not there.
    """
    return tuple(_Reading(file, text.replace("\r\n", "\n"), rulebook).page() for file, text in find_pages([path]))


def amended(rulebook: Rulebook, pages: Sequence[AmendingPage], chosen: Collection[Amendment]) -> Rulebook:
    """The rulebook with some of the amendments; the one that is given does not change.

    Raises:
        Refusal: the amended law does not check; the places are those of the overlay where its words are wrong.
    """
    texts = {page.file: page.text.split("\n") for page in rulebook.pages}
    added: dict[str, tuple[str, str]] = {}
    for amending in pages:
        mine = [item for item in amending.amendments if item in chosen]
        for item in mine:
            if item.kind == "parameter":
                _change_parameter(texts, item)
            elif item.kind != "add":
                provision = _provision(rulebook, item.instrument, item.about, item.begins)
                assert provision is not None, "looked for when the overlay was read"
                _end(texts[provision.place.file], provision, item.begins)
        new = [item for item in mine if item.kind in ("replace", "add")]
        if new:
            page = _pages_of(rulebook, new[0].instrument, new[0].begins)[0]
            # It stands beside what it amends, so that the names of the pages within the rulebook stay the same.
            name = str(Path(page.file).parent / f"amended-{len(added)}-{Path(amending.file).name}")
            added[name] = (amending.file, _new_page(page, amending, new))
    made, problems = read_rulebook(
        [
            *((file, "\n".join(lines)) for file, lines in texts.items()),
            *((name, text) for name, (_, text) in added.items()),
        ]
    )
    if problems or made is None:
        files = {name: file for name, (file, _) in added.items()}
        raise Refusal(
            *(
                replace(item, place=replace(item.place, file=files.get(item.place.file, item.place.file)))
                for item in problems
            )
        )
    return made


def _new_page(page: Page, amending: AmendingPage, new: Iterable[Amendment]) -> str:
    """A page with the new provisions, each in the line where the overlay has it."""
    new = list(new)
    lines = [""] * len(amending.lines)
    begins = new[0].begins
    front = {
        "instrument": page.instrument,
        "short": page.short,
        "citation": f"{page.citation}, as it would be amended from {begins}",
        "identifier": page.identifier.partition("@")[0],
        "in force": f"{begins}/..",
        "status": "recalled, unverified",
    }
    told = ", ".join(f"{key}: '{value.replace(chr(39), chr(39) * 2)}'" for key, value in front.items())
    labels = ", ".join(f"'{item.about}'" for item in new)
    lines[:3] = ["---", f"{{{told}, outline: [{labels}]}}", "---"]
    for item in new:
        lines[item.first - 1 : item.last] = amending.lines[item.first - 1 : item.last]
        lines[item.first - 1] = f"# Sec. {item.about} {item.title}".rstrip()
    return "\n".join(lines) + "\n"


def _end(lines: list[str], provision: Provision, begins: date) -> None:
    """Let a provision be in force until the day before; the lines stay where they are."""
    first = provision.in_force.text.partition("/")[0]
    last = begins - timedelta(days=1)
    told = f"in force: {first}/{last}"
    start = provision.place.line
    for number in range(start, len(lines)):
        if _HEADING.match(lines[number]):
            break
        if lines[number].startswith("in force:"):
            lines[number] = told
            return
    lines[start - 1] += f"\n\n{told}\n"


def _change_parameter(texts: dict[str, list[str]], item: Amendment) -> None:
    for lines in texts.values():
        for number, line in enumerate(lines):
            if line.strip().rstrip(".") in item.old:
                end = item.begins - timedelta(days=1)
                lines[number] = f"{line.strip().rstrip('.')} to {end}\n{item.new[0]} from {item.begins}"
                return


def _pages_of(rulebook: Rulebook, instrument: str, day: date) -> list[Page]:
    found = [page for page in rulebook.pages if instrument in (page.instrument, page.short)]
    return [page for page in found if covers(page.in_force, day_period(day)) is not Truth.FAILS]


def _provision(rulebook: Rulebook, instrument: str, number: str, day: date) -> Provision | None:
    for page in _pages_of(rulebook, instrument, day):
        for provision in page.provisions:
            if provision.number == number and covers(provision.in_force, day_period(day)) is not Truth.FAILS:
                return provision
    return None


class _Reading:
    def __init__(self, file: str, text: str, rulebook: Rulebook) -> None:
        self.file = file
        self.text = text
        self.rulebook = rulebook
        self.lines = text.split("\n")
        self.problems: list[Problem] = []

    def page(self) -> AmendingPage:
        front = _FRONT.match(self.text)
        root = read_nodes("\n" + front[1], self.file) if front else None
        entries = {key.text: value for key, value in root.entries} if isinstance(root, Mapping) else {}
        amends, begins = entries.get("amends"), entries.get("from")
        others = set(entries) - {"amends", "from", "name"}
        if front is None or others or not isinstance(amends, Scalar) or not isinstance(begins, Scalar):
            raise Refusal.at(
                Place(self.file, 1),
                "this is not an overlay of amendments",
                expected="front matter with `amends:` and `from:`, and nothing else but `name:`",
                found=", ".join(f"`{name}`" for name in entries) or "none",
                mend="begin the page with `---`, `amends: NAME OF THE INSTRUMENT`, `from: 2021-01-01`, `---`",
            )
        try:
            day = parse_day(begins.text)
        except PeriodError as error:
            raise Refusal.at(begins.place, error.what, expected=error.expected, mend="write one full day") from None
        if not _pages_of(self.rulebook, amends.text, day):
            known = {name for page in self.rulebook.pages for name in (page.instrument, page.short)}
            close = nearest(amends.text, known)
            raise Refusal.at(
                amends.place,
                f"there is no instrument {shown(amends.text)} in force on {day}",
                expected=", ".join(f"`{name}`" for name in sorted(known)),
                mend=f"did you mean {close}" if close else "name the instrument as its pages do",
            )
        body = front[0].count("\n")
        found = self._amendments(amends.text, day, body)
        if not found and not self.problems:
            self._refuse(body + 1, "the overlay amends nothing", "add a heading such as `# Repeal Sec. 4(b)`")
        if self.problems:
            raise Refusal(*self.problems)
        return AmendingPage(self.file, tuple(self.lines), body, tuple(found))

    def _refuse(self, line: int, what: str, mend: str, expected: str = "", found: str = "") -> None:
        self.problems.append(Problem(Place(self.file, line), what, mend, expected, found))

    def _amendments(self, instrument: str, day: date, body: int) -> list[Amendment]:
        starts, is_fenced = [], False
        for number in range(body, len(self.lines)):
            if self.lines[number].startswith("```"):
                is_fenced = not is_fenced
            elif not is_fenced and _HEADING.match(self.lines[number]):
                starts.append(number)
        found: list[Amendment] = []
        for start, end in pairwise([*starts, len(self.lines)]):
            heading = _HEADING.match(self.lines[start])
            title = heading[1].strip() if heading else ""
            if _PARAMETER_HEADING.fullmatch(title):
                found += self._parameters(instrument, day, start, end)
            elif match := _AMENDMENT.fullmatch(title):
                amendment = self._provision(match, instrument, day, (start, end))
                found += [amendment] if amendment is not None else []
            else:
                self._refuse(
                    start + 1,
                    f"{shown(title)} is no amendment",
                    "write it as `# Replace Sec. 4(a) Title`",
                    "a heading with `Replace Sec.`, `Repeal Sec.`, `Add Sec.` or `Change a parameter`",
                )
        seen: set[tuple[str, str]] = set()
        for item in found:
            about = ("parameter" if item.kind == "parameter" else "", item.about)
            if about in seen:
                self._refuse(item.first, f"{shown(item.about)} is amended twice", "join the two")
            seen.add(about)
        return found

    def _provision(self, match: re.Match[str], instrument: str, day: date, span: tuple[int, int]) -> Amendment | None:
        kind, number, title = match[1].lower(), match[2], match[3].strip()
        known = _provision(self.rulebook, instrument, number, day)
        start, end = span
        if (known is None) is (kind != "add"):
            numbers = [p.number for page in _pages_of(self.rulebook, instrument, day) for p in page.provisions]
            close = nearest(number, numbers)
            self._refuse(
                start + 1,
                f"Sec. {number} is {'not in force' if known is None else 'there already'} on {day}",
                "write `Replace Sec.`" if known else f"did you mean {close}" if close else "add it instead",
                f"a provision of {instrument}" if known is None else "a number that is free",
            )
            return None
        old = [line for block in known.blocks for _, line in block.lines] if known is not None else []
        new = [] if kind == "repeal" else _within_blocks(self.lines[start + 1 : end])
        if kind == "replace":
            changed = [line for line in ndiff(old, new) if line[0] in "-+"]
            old = [line[2:] for line in changed if line[0] == "-"]
            new = [line[2:] for line in changed if line[0] == "+"]
        return Amendment(
            kind=kind,
            about=number,
            title=title or (known.title if known is not None else ""),
            instrument=instrument,
            begins=day,
            old=tuple(line.strip() for line in old),
            new=tuple(line.strip() for line in new),
            place=Place(self.file, start + 1),
            first=start + 1,
            last=end,
        )

    def _parameters(self, instrument: str, day: date, start: int, end: int) -> list[Amendment]:
        found = []
        declared = [
            line.strip().rstrip(".")
            for page in _pages_of(self.rulebook, instrument, day)
            for provision in page.provisions
            for block in provision.blocks
            if block.kind == "parameter"
            for _, line in block.lines
        ]
        open_ended = {line.partition(" is ")[0].removeprefix("the "): line for line in declared if " to " not in line}
        for number in range(start + 1, end):
            match = _PARAMETER.fullmatch(self.lines[number])
            if match is None:
                continue
            if match[1] not in open_ended:
                close = nearest(match[1], open_ended)
                self._refuse(
                    number + 1,
                    f"there is no parameter {shown(match[1])} in force on {day}",
                    f"did you mean {close}" if close else "name a parameter of this instrument",
                    ", ".join(f"`{name}`" for name in sorted(open_ended)) or "a parameter of this instrument",
                )
                continue
            found.append(
                Amendment(
                    kind="parameter",
                    about=match[1],
                    title="",
                    instrument=instrument,
                    begins=day,
                    old=(open_ended[match[1]],),
                    new=(f"the {match[1]} is {match[2]}",),
                    place=Place(self.file, number + 1),
                    first=number + 1,
                    last=number + 1,
                )
            )
        if not found and not self.problems:
            self._refuse(
                start + 1,
                "no parameter is changed here",
                "add a block `parameter`",
                "a line such as `the ownership threshold is 25 percent`",
            )
        return found


def _within_blocks(lines: Iterable[str]) -> list[str]:
    found, is_fenced = [], False
    for line in lines:
        if line.startswith("```"):
            is_fenced = not is_fenced
        elif is_fenced and line.strip():
            found.append(line)
    return found
