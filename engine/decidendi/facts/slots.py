"""Reading what stands in a slot: names, periods, words, shares and amounts, with refusals that say where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from decidendi.facts.amounts import parse_money, parse_share
from decidendi.facts.kinds import CIRCUMSTANCE, COUNTRY, UNKNOWN, Slot, is_kind
from decidendi.facts.nodes import shown
from decidendi.facts.periods import PeriodError, parse_period
from decidendi.refusal import Place, Problem, Refusal, nearest

LONGEST_WORD: Final = 500
MOST_PROBLEMS: Final = 100
"""Told of one file: for each, what may have been meant is looked for, and a file of nothing else would take hours."""

_UNITED_STATES = frozenset({"usa", "united states", "united states of america", "u.s.", "u.s.a.", "us"})
_LOWER_CASE = frozenset(
    {"kind", "form", "purpose", "stage", "involvement", "means", "measure", "basis", "attempted", "purported"}
)
_YES_NO = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}
_ARTICLES = {"individual": "an ", "entity": "an ", "activity": "an "}


def with_article(kind: str) -> str:
    """The kind with its article.

    >>> with_article("entity"), with_article("party")
    ('an entity', 'a party')
    """
    return _ARTICLES.get(kind, "a ") + kind


class SlotReader:
    """Reads slot values of one fact set; `kinds` maps each name that the set defines to its kind.

    Problems are collected in `problems`; a slot that cannot be read yields `None`.
    """

    def __init__(self, kinds: dict[str, str], problems: list[Problem]) -> None:
        self.kinds = kinds
        self.problems = problems

    def refuse(self, place: Place, what: str, mend: str, *, expected: str = "", found: str = "") -> None:
        """Note a problem and go on, so that one run shows them all, up to more than anybody reads.

        Raises:
            Refusal: there are `MOST_PROBLEMS` of them.
        """
        self.problems.append(Problem(place, what, mend, expected, found))
        if len(self.problems) >= MOST_PROBLEMS:
            told = sorted(dict.fromkeys(self.problems), key=lambda problem: problem.place)
            raise Refusal(*told, closing=("There may be more: the file was read no further.",))

    def read(self, slot: Slot, text: str, place: Place, *, attribute: str = "") -> Any:
        """The value of a slot, or `None` when it is refused."""
        name = attribute or slot.name.replace("_", " ")
        text = text.strip()
        if len(text) > LONGEST_WORD:
            self.refuse(place, f"`{name}` is too long", "shorten it", expected=f"at most {LONGEST_WORD} characters")
            return None
        if not text:
            self.refuse(place, f"`{name}` is empty", "write its value, or `unknown`, or leave the slot out")
            return None
        if text.casefold() == UNKNOWN:
            text = UNKNOWN
        if slot.kind == "period":
            return self._period(text, place)
        if slot.kind == "text":
            return self._word(slot, name, " ".join(text.split()), place)
        if slot.kind == "share":
            return self._share(text.removesuffix(" percent"), place)
        if slot.kind == "amount":
            return text if text == UNKNOWN else self._amount(text, place)
        return self.thing(text, slot.kind, place, name)

    def thing(self, name: str, kind: str, place: Place, slot: str = "") -> str | None:
        """A name that the fact set defines, of the kind that the slot takes."""
        if name == UNKNOWN:
            return name
        known = self.kinds.get(name)
        if known is None:
            candidates = [other for other, its_kind in self.kinds.items() if is_kind(its_kind, kind)]
            close = nearest(name, candidates)
            self.refuse(
                place,
                f"unknown {kind} {shown(name)}",
                (f"did you mean {close}? Otherwise define it" if close else "define it")
                + " in its section, or write `unknown`",
                expected=f"the name of {with_article(kind)} of this fact set",
            )
            return None
        if not is_kind(known, kind) and not (known == "party" and is_kind(kind, "party")):
            self.refuse(
                place,
                f"{shown(name)} does not fit {f'as `{slot}`' if slot else 'here'}",
                "name another one, or correct its kind where it is defined",
                expected=with_article(kind),
                found=with_article(known),
            )
            return None
        return name

    def _period(self, text: str, place: Place) -> Any:
        try:
            return parse_period(text)
        except PeriodError as error:
            self.refuse(place, error.what, "correct the date, or write `unknown`", expected=error.expected)
            return None

    def _word(self, slot: Slot, name: str, text: str, place: Place) -> str | None:
        text = plain_word(slot, name, text)
        if slot.members not in ((), COUNTRY, CIRCUMSTANCE) and text not in slot.members:
            close = nearest(text, slot.members)
            self.refuse(
                place,
                f"{shown(text)} cannot stand as `{name}`",
                f"did you mean {close}" if close else "use one of these words",
                expected="one of " + listed(slot.members),
            )
            return None
        return text

    def _share(self, text: str, place: Place) -> Any:
        try:
            return parse_share(text)
        except ValueError:
            self.refuse(
                place,
                f"{shown(text)} is not a share",
                "correct the share, or write `unknown`",
                expected='percent from 0 to 100 (`12.5`), a fraction ("1/3"), an interval ("[25, 50)") or `unknown`',
            )
            return None

    def _amount(self, text: str, place: Place) -> Any:
        try:
            return parse_money(text)
        except ValueError:
            self.refuse(
                place,
                f"{shown(text)} is not an amount",
                "correct the amount, or write `unknown`",
                expected="a currency and a number, such as `USD 1000.00`",
            )
            return None


def plain_word(slot: Slot, name: str, text: str) -> str:
    """A word as fact sets hold it: kinds and forms without capitals, countries by their code."""
    if slot.members == COUNTRY:
        return country(text)
    if name in _LOWER_CASE:
        text = text.casefold()
    return _YES_NO.get(text.casefold(), text) if "yes" in slot.members else text


def country(text: str) -> str:
    """A country code in capitals; other texts stay as they are.

    >>> country("us"), country("United States"), country("Xinjiang")
    ('US', 'US', 'Xinjiang')
    """
    if text.casefold() in _UNITED_STATES:
        return "US"
    return text.upper() if len(text) == 2 and text.isalpha() else text


def listed(words: Iterable[str]) -> str:
    """Words in back-ticks, joined by commas."""
    return ", ".join(shown(word) for word in words)
