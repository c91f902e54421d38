"""What a user sees when input is refused: where, what was expected, what was found, what to do.

A refusal is a tested product of its own (`tests/golden/bad/`). It never speaks of Python types, and it
states facts about the input only, never a legal verdict.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal, ends a line, turns the direction of writing, or is half a character."""

_LONGEST_PART: Final = 700
"""Characters of one part of a message: what is quoted may have any length."""

_LONGEST_WORD: Final = 200
_MOST_KNOWN: Final = 20_000


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the input something stands: a file, and a line and column counted from 1 (0: whole file)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    `what` names the mistake, `expected` and `found` the two sides of it, `mend` the way out. All are plain
    sentences without a full stop. The input may be quoted in any of them: what would steer the terminal is left out of
    the message, and what has no end is cut.
    """

    place: Place
    what: str
    mend: str
    expected: str = ""
    found: str = ""

    def __str__(self) -> str:
        parts = [self.what]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.found:
            parts.append(f"found {self.found}")
        mend = f"{self.mend[:1].upper()}{self.mend[1:]}"
        return f"{_told(str(self.place))}: {'; '.join(map(_told, parts))}. {_told(mend)}."


def _told(part: str) -> str:
    cut = part if len(part) <= _LONGEST_PART else f"{part[:_LONGEST_PART]}..."
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", cut)


class Refusal(Exception):
    """The input cannot be used. Holds every problem found, in the order of their places.

    The command line prints one line for each, then the `closing` ones, and ends with exit code 2.
    """

    def __init__(self, *problems: Problem, closing: tuple[str, ...] = ()) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.closing = closing
        super().__init__("\n".join(str(problem) for problem in problems))

    @classmethod
    def at(cls, place: Place, what: str, *, mend: str, expected: str = "", found: str = "") -> Refusal:
        """A refusal with a single problem."""
        return cls(Problem(place, what, mend, expected, found))


def nearest(word: str, known: Iterable[str], count: int = 3) -> str:
    """The known words most like `word`, quoted and joined, for the end of an error message.

    Empty where none is, where the word is longer than any name, or where there are too many words to look through.

    >>> nearest("chem", ["chen", "zhu", "xpsb"])
    '`chen`'
    """
    known = set(known)
    if len(word) > _LONGEST_WORD or len(known) > _MOST_KNOWN:
        return ""
    close = difflib.get_close_matches(word, sorted(known), n=count, cutoff=0.5)
    return ", ".join(f"`{name}`" for name in close)
