"""How outcomes stand in pictures and tables: in words, by a letter, and by a filling that means the same everywhere.

The hues are those of Okabe and Ito. No outcome is told by its hue alone.
"""

from __future__ import annotations

from typing import Final

_FILLINGS: Final = {
    "prohibited": "#d55e00",
    "holds": "#d55e00",
    "undetermined": "#f0e442",
    "not prohibited": "#56b4e9",
    "fails": "#56b4e9",
    "not in force": "#d9d9d9",
}
_OTHERS: Final = ("#cc79a7", "#009e73", "#e69f00", "#0072b2", "#ffffff")

NOT_REACHED: Final = "no provision of this rulebook reaches it"


_TOLD: Final = {
    "not prohibited": NOT_REACHED,
    "not blocked": "not blocked on what is stated",
    "not met": "not met on what is stated",
}


def told(outcome: str) -> str:
    """An outcome in words that never read as leave to go ahead.

    >>> told("not prohibited")
    'no provision of this rulebook reaches it'
    """
    return _TOLD.get(outcome, outcome)


def in_words(kind: str, outcome: str) -> str:
    """An outcome, that of a dealing with its response, in words that never read as leave to go ahead.

    Args:
        kind: `dealing`, `status`, `criterion`, or else that of a conclusion which holds, fails or is undetermined.
        outcome: as `told_outcome` gives it.

    >>> in_words("dealing", "prohibited, block"), in_words("dealing", "not prohibited, none")
    ('prohibited (response: block)', 'no provision of this rulebook reaches it')
    >>> in_words("status", "undetermined"), in_words("dealing", "undetermined, undetermined")
    ('undetermined, which clears nobody', 'undetermined, which clears nothing')
    """
    alone, _, response = outcome.partition(", ") if kind == "dealing" else (outcome, "", "")
    words = told(alone)
    if alone == "undetermined":
        words += ", which clears nobody" if kind in ("status", "criterion") else ", which clears nothing"
    elif alone == "fails":
        words = "does not hold on what is stated"
    if response in ("", "none") or response == alone:
        return words
    return f"{words} (response: {response})"


def letter(number: int) -> str:
    """The letter of the outcome that comes at this place among those of a picture, from 0."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]


def filling(outcome: str, number: int) -> str:
    """The colour of an outcome; `number` is its place among those of the picture, for one without a colour of its own.

    >>> filling("prohibited, block", 3), filling("met", 0)
    ('#d55e00', '#cc79a7')
    """
    return _FILLINGS.get(outcome.split(",", maxsplit=1)[0]) or _OTHERS[number % len(_OTHERS)]


def ink_on(colour: str) -> str:
    """Black or white, whichever can be read on a colour."""
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return "#000000" if 3 * red + 6 * green + blue > 1000 else "#ffffff"
