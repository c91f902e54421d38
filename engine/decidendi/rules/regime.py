"""What one body of law asks of ownership, as parameters: how much, of which interest, whose, and alone or together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Final


class Together(Enum):
    """Whether the shares of several reached owners are added, or each is held against the threshold by itself."""

    ADDED = "added"
    EACH_ALONE = "each alone"


class Remainder(Enum):
    """A named reading: what is assumed of shares whose owners nobody discloses."""

    NOT_REACHED = "held by others"
    UNDETERMINED = "may be held by blocked persons"


class Divestment(Enum):
    """What becomes of a holding that a reached owner gave up while reached."""

    ON_CONDITIONS = "recognised on conditions"
    AS_STATED = "recognised as stated"


class Weight(Enum):
    """What a basis of holding is worth."""

    COUNTS = "counts"
    UNCLEAR = "unclear"
    EVIDENCE = "shows a holding of unknown share"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Regime:
    """The parameters of an ownership test.

    Attributes:
        title: how the test is called.
        threshold: percent, from 0 to 100.
        more_than: whether the threshold must be exceeded; otherwise it is enough to reach it.
        together: whether shares of several owners add.
        remainder: the reading of undisclosed shares.
        divestment: when the end of a reached owner's holding is taken to have happened.
        bases: the weight of each basis of holding, by its name as `basis_word` spells it.
        citations: the provision behind each step, by the name of the step (`threshold`, `aggregate`, `indirect`,
            `control`, `minority`, `divestment`, `persisting`, `individuals`); a step without one is not cited.
    """

    title: str
    threshold: Fraction
    more_than: bool
    together: Together
    remainder: Remainder
    divestment: Divestment
    bases: dict[str, Weight] = field(hash=False)
    citations: dict[str, str] = field(hash=False)

    def weight(self, basis: str) -> Weight:
        """What a basis is worth; one that is not known may or may not count."""
        return self.bases.get(basis_word(basis), Weight.UNCLEAR)

    @property
    def test(self) -> str:
        """The test in words.

        >>> from decidendi.facts.amounts import WHOLE
        >>> Regime("", WHOLE / 2, True, Together.ADDED, Remainder.NOT_REACHED, Divestment.AS_STATED, {}, {}).test
        'more than 50 percent, the shares of all blocked owners together'
        """
        from decidendi.facts.amounts import shown_number

        return TESTS[self.more_than, self.together is Together.ADDED] % {"amount": shown_number(self.threshold)}


TESTS: Final[Mapping[tuple[bool, bool], str]] = MappingProxyType(
    {
        (True, True): "more than %(amount)s percent, the shares of all blocked owners together",
        (True, False): "more than %(amount)s percent, each owner alone",
        (False, True): "%(amount)s percent or more, the shares of all blocked owners together",
        (False, False): "%(amount)s percent or more, each owner alone",
    }
)
"""A test in words: by whether more than the threshold is asked for, and whether shares are added up."""


def basis_word(text: str) -> str:
    """A basis as it is looked up: one spelling for `votingRights`, `Voting Rights` and `voting_rights`.

    >>> basis_word("votingRights"), basis_word("board_appointment")
    ('votingrights', 'boardappointment')
    """
    return "".join(character for character in text.casefold() if character.isalnum())
