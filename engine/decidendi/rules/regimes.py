"""From a page of parameters to the ownership test in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeVar

from decidendi.facts.amounts import Share, parse_share
from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, keyed, read_nodes, read_text, shown
from decidendi.facts.periods import END, Period, PeriodError, Truth, covers, day_period, parse_period
from decidendi.facts.slots import listed
from decidendi.refusal import Place, Problem, Refusal, nearest
from decidendi.rules.declarations import read_parameters
from decidendi.rules.form import Parameter
from decidendi.rules.pages import read_page
from decidendi.rules.regime import Divestment, Regime, Remainder, Together, Weight, basis_word

_KEYS: Final = ("title", "rulebook page", "tests", "undisclosed shares", "divestment", "bases", "citations")
_TEST_KEYS: Final = ("during", "percent", "reached", "shares")
_REACHED: Final = {"at the threshold": False, "above the threshold": True}
_WEIGHTS: Final = {
    "counts": Weight.COUNTS,
    "unclear": Weight.UNCLEAR,
    "evidence": Weight.EVIDENCE,
    "never": Weight.NEVER,
}
Word = TypeVar("Word", bound=Enum)


@dataclass(frozen=True, slots=True)
class Regimes:
    """The versions of one ownership test, each with the period in which it is in force."""

    title: str
    file: str
    versions: tuple[tuple[Period, Regime], ...]

    def on(self, day: date | None) -> Regime:
        """The test in force on a day; without a day, the one that is in force without end.

        Raises:
            Refusal: none is in force then. There is no falling back on another version.
        """
        for period, regime in self.versions:
            if day is None and period.earliest_end == END:
                return regime
            if day is not None and covers(period, day_period(day)) is Truth.HOLDS:
                return regime
        raise Refusal.at(
            Place(self.file),
            f"no version of the {self.title} is in force then",
            expected="a day within " + ", ".join(period.text for period, _ in self.versions),
            found=str(day) if day else "no day",
            mend="ask about a day on which it is in force",
        )


def load_regimes(path: Path | str) -> Regimes:
    """Read a page of parameters (YAML). A threshold is a number, or a parameter of a page of the rulebook beside it.

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    path = Path(path)
    problems: list[Problem] = []
    root = read_nodes(read_text(path), str(path))
    if not isinstance(root, Mapping):
        raise Refusal.at(
            root.place,
            "this is not an ownership test",
            expected="the keys " + listed(_KEYS),
            mend="begin with `title:` and `tests:`",
        )
    found = _Page(str(path), root, problems).regimes()
    if problems:
        raise Refusal(*problems)
    return found


class _Page:
    def __init__(self, file: str, root: Mapping, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.place = root.place
        self.entries = keyed(root, problems)
        self._known(self.entries, _KEYS)
        self.parameters = self._parameters()

    def regimes(self) -> Regimes:
        title = self._text(self.entries, "title", self.place)
        remainder = self._enum(self.entries, "undisclosed shares", Remainder)
        divestment = self._enum(self.entries, "divestment", Divestment)
        bases = self._bases()
        citations = {
            key: value.text for key, (_, value) in self._mapping("citations").items() if isinstance(value, Scalar)
        }
        versions = []
        for item in self._items("tests"):
            entries = keyed(item, self.problems) if isinstance(item, Mapping) else {}
            self._known(entries, _TEST_KEYS)
            period = self._period(entries, item.place)
            percent = self._percent(entries, item.place, period)
            more_than = self._one_of(entries, "reached", _REACHED, item.place)
            together = self._enum(entries, "shares", Together, item.place)
            if period is None or percent is None or more_than is None or together is None:
                continue
            if remainder is None or divestment is None:
                continue
            versions.append(
                (period, Regime(title, percent, more_than, together, remainder, divestment, bases, citations))
            )
        return Regimes(title, self.file, tuple(versions))

    def _refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        self.problems.append(Problem(place, what, mend, expected, found))

    def _known(self, entries: dict[str, tuple[Scalar, Node]], keys: tuple[str, ...]) -> None:
        for word, (key, _) in entries.items():
            if word not in keys:
                close = nearest(word, keys)
                mend = f"did you mean {close}" if close else "remove it"
                self._refuse(key.place, f"unknown key {shown(key.text)}", mend, "one of " + listed(keys))

    def _text(self, entries: dict[str, tuple[Scalar, Node]], word: str, place: Place) -> str:
        node = entries[word][1] if word in entries else None
        if isinstance(node, Scalar) and not node.is_null:
            return " ".join(node.text.split())
        self._refuse(node.place if node else place, f"`{word}` is not stated", f"add `{word}: ...`")
        return ""

    def _one_of(
        self, entries: dict[str, tuple[Scalar, Node]], word: str, options: dict[str, bool], place: Place
    ) -> bool | None:
        text = self._text(entries, word, place)
        if text and text not in options:
            self._refuse(
                entries[word][1].place,
                f"{shown(text)} cannot stand as `{word}`",
                "use one of these words",
                "one of " + listed(options),
            )
        return options.get(text)

    def _enum(
        self, entries: dict[str, tuple[Scalar, Node]], word: str, kind: type[Word], place: Place | None = None
    ) -> Word | None:
        text = self._text(entries, word, place or self.place)
        options = {str(item.value): item for item in kind}
        if text and text not in options:
            self._refuse(
                entries[word][1].place,
                f"{shown(text)} cannot stand as `{word}`",
                "use one of these words",
                "one of " + listed(options),
            )
        return options.get(text)

    def _period(self, entries: dict[str, tuple[Scalar, Node]], place: Place) -> Period | None:
        text = self._text(entries, "during", place)
        if not text:
            return None
        try:
            return parse_period(text)
        except PeriodError as error:
            self._refuse(entries["during"][1].place, error.what, "correct the date", error.expected)
            return None

    def _parameters(self) -> list[Parameter]:
        """The parameters of the page of the rulebook that is named; none where none is."""
        if "rulebook page" not in self.entries:
            return []
        name = self._text(self.entries, "rulebook page", self.place)
        file = Path(self.file).parent / name
        page = read_page(read_text(file), str(file), self.problems)
        if page is None:
            return []
        lines = [
            (text.strip(), Place(page.file, number), provision)
            for provision in page.provisions
            for block in provision.blocks
            if block.kind == "parameter"
            for number, text in block.lines
        ]
        return read_parameters(lines, self.problems)

    def _percent(self, entries: dict[str, tuple[Scalar, Node]], place: Place, during: Period | None) -> Fraction | None:
        text = self._text(entries, "percent", place)
        if not text or during is None:
            return None
        if text.startswith("the "):
            return self._by_parameter(text, entries["percent"][1].place, during)
        try:
            share = parse_share(text)
        except ValueError:
            share = None
        if share is None or share.lower != share.upper or not share.lower:
            self._refuse(
                entries["percent"][1].place,
                f"{shown(text)} is not a threshold",
                "correct it",
                "one number above 0 and up to 100",
            )
            return None
        return share.lower

    def _by_parameter(self, text: str, place: Place, during: Period) -> Fraction | None:
        name = text.removeprefix("the ")
        found = [item for item in self.parameters if item.name == name and isinstance(item.value, Share)]
        for parameter in found:
            if covers(parameter.during, during) is Truth.HOLDS and parameter.value.lower == parameter.value.upper:
                return Fraction(parameter.value.lower)
        known = [f"the {item.name}" for item in self.parameters if isinstance(item.value, Share)]
        if found:
            self._refuse(
                place,
                f"{shown(text)} has no single value during {during.text}",
                "give the test a period within that of the parameter",
                "one of " + ", ".join(f"{item.during.text}" for item in found),
            )
        else:
            self._refuse(
                place,
                f"there is no parameter {shown(text)}",
                "correct the name, or write the percentage",
                "one of " + listed(tuple(known)) if known else "a `rulebook page` that has it",
            )
        return None

    def _items(self, word: str) -> tuple[Node, ...]:
        node = self.entries[word][1] if word in self.entries else None
        if isinstance(node, Sequence) and node.items:
            return node.items
        self._refuse(node.place if node else self.place, f"`{word}` is no list", f"write `{word}:` and a list")
        return ()

    def _mapping(self, word: str) -> dict[str, tuple[Scalar, Node]]:
        node = self.entries[word][1] if word in self.entries else None
        if isinstance(node, Mapping):
            return keyed(node, self.problems)
        self._refuse(node.place if node else self.place, f"`{word}` is not stated", f"write `{word}:` and its entries")
        return {}

    def _bases(self) -> dict[str, Weight]:
        bases: dict[str, Weight] = {}
        for word, (key, value) in self._mapping("bases").items():
            if word not in _WEIGHTS:
                self._refuse(key.place, f"unknown key {shown(key.text)}", "use one of these", listed(_WEIGHTS))
                continue
            for item in value.items if isinstance(value, Sequence) else (value,):
                if isinstance(item, Scalar):
                    bases[basis_word(item.text)] = _WEIGHTS[word]
        return bases
