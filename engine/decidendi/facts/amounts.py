"""Money and shares: exact, never binary floating point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

WHOLE = Fraction(100)

_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?\Z")
_RATIO = re.compile(r"([0-9]{1,12})/([0-9]{1,12})\Z")
_MONEY = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,9}(?:\.[0-9]{1,12})?\Z|[0-9]{1,24}(?:\.[0-9]{1,12})?\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_INTERVAL = re.compile(r"([\[(])\s*([^,\s]+)\s*,\s*([^,\s]+)\s*([\])])\Z")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code)."""

    currency: str
    value: Decimal

    def __str__(self) -> str:
        return f"{self.currency} {self.value}"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole in percent, as the range in which it is known to lie."""

    lower: Fraction
    upper: Fraction
    lower_closed: bool = True
    upper_closed: bool = True

    def __hash__(self) -> int:
        # The hash of a fraction costs a modular inverse; that of its two whole numbers does not.
        return hash((self.lower.numerator, self.lower.denominator, self.upper.numerator, self.upper.denominator))

    def __str__(self) -> str:
        if self.lower == self.upper:
            return f"{shown_number(self.lower)} percent"
        opening, closing = "[("[not self.lower_closed], "])"[not self.upper_closed]
        return f"{opening}{shown_number(self.lower)}, {shown_number(self.upper)}{closing} percent"

    @property
    def in_words(self) -> str:
        """The share in prose; `parse_share` reads it back as the same range, where its ends are decimals.

        >>> parse_share("[40, 55]").in_words, parse_share("(25, 50]").in_words
        ('between 40 and 55 percent', 'more than 25 and at most 50 percent')
        >>> parse_share("[50, 75)").in_words, parse_share("[0, 50)").in_words, parse_share("(50, 100]").in_words
        ('at least 50 and less than 75 percent', 'less than 50 percent', 'more than 50 percent')
        """
        if self.lower == self.upper:
            return str(self)
        lower, upper = shown_number(self.lower), shown_number(self.upper)
        from_none, to_whole = self.lower_closed and self.lower == 0, self.upper_closed and self.upper == WHOLE
        if self.lower_closed and self.upper_closed and from_none is to_whole:
            return f"between {lower} and {upper} percent"
        least = () if from_none else (f"{'at least' if self.lower_closed else 'more than'} {lower}",)
        most = () if to_whole else (f"{'at most' if self.upper_closed else 'less than'} {upper}",)
        return f"{' and '.join((*least, *most))} percent"


def share_in_words(written: str) -> str:
    """A share as `Share` writes it, without its unit, in prose.

    >>> share_in_words("[50/3, 20)"), share_in_words("50/3")
    ('at least 50/3 and less than 20 percent', '50/3 percent')
    """
    match = _INTERVAL.match(written)
    if match is None:
        return f"{written} percent"
    opening, low, high, closing = match.groups()
    return Share(Fraction(low), Fraction(high), opening == "[", closing == "]").in_words


def without_shares(share: Share, other: Share) -> Share:
    """What is left of a range when another is ruled out; the range as it is, where that would not be one range.

    >>> str(without_shares(parse_share("[40, 55]"), parse_share("[40, 50)")))
    '[50, 55] percent'
    >>> str(without_shares(parse_share("[40, 55]"), parse_share("[50, 55]")))
    '[40, 50) percent'
    """
    (lower, upper), (first, last) = _ends(share), _ends(other)
    if first <= lower <= last < upper:
        return Share(other.upper, share.upper, not other.upper_closed, share.upper_closed)
    if lower < first <= upper <= last:
        return Share(share.lower, other.lower, share.lower_closed, not other.lower_closed)
    return share


def cut_share(share: Share, point: Fraction, *, above: bool = False) -> tuple[Share, Share] | None:
    """A range as its part from a point on (or only above it) and the part below; `None` where one has nothing in it."""
    lower, upper = _ends(share)
    if not lower < (point, above) < upper:
        return None
    return (
        Share(point, share.upper, not above, share.upper_closed),
        Share(share.lower, point, share.lower_closed, above),
    )


def _ends(share: Share) -> tuple[tuple[Fraction, bool], tuple[Fraction, bool]]:
    """Where a range begins and ends: before a number (false), or after it (true)."""
    return (share.lower, not share.lower_closed), (share.upper, share.upper_closed)


def shown_number(number: Fraction) -> str:
    """A number as a decimal where it has an end, and as a fraction otherwise.

    >>> shown_number(Fraction(25, 2)), shown_number(Fraction(50, 3))
    ('12.5', '50/3')
    """
    if number.denominator == 1:
        return str(number.numerator)
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return str(decimal) if Fraction(decimal) == number else f"{number.numerator}/{number.denominator}"


def parse_money(text: str) -> Money:
    """Read `USD 1000.00` or `USD 1,000.00` (or the two the other way round).

    Raises:
        ValueError: the text is anything else; a comma that does not part thousands is not guessed at.

    >>> str(parse_money("1,000.50 USD"))
    'USD 1000.50'
    """
    words = text.split()
    if len(words) == 2:
        currency, number = words if _CURRENCY.match(words[0]) else reversed(words)
        if _CURRENCY.match(currency) and _MONEY.match(number):
            return Money(currency, Decimal(number.replace(",", "")))
    raise ValueError(text)


def parse_share(text: str) -> Share:
    """Read a share: `50` (percent), `"1/3"` (of the whole), `"[25, 50)"` (percent), `unknown`, or a published form.

    Published forms are those of `published_share`: bands, `more than 25`, `1,200 of 5,000 shares`.

    Raises:
        ValueError: the text is none of these, or lies outside 0 to 100.

    >>> str(parse_share("1/3")), str(parse_share("[25, 50)"))
    ('100/3 percent', '[25, 50) percent')
    """
    text = text.strip()
    if (published := published_share(text)) is not None:
        return published
    text = text.removesuffix("%").strip()
    if text == "unknown":
        return Share(Fraction(0), WHOLE)
    if match := _INTERVAL.match(text):
        opening, low, high, closing = match.groups()
        share = Share(_percent(low), _percent(high), opening == "[", closing == "]")
        if share.lower > share.upper or (
            share.lower == share.upper and not (share.lower_closed and share.upper_closed)
        ):
            raise ValueError(text)
    else:
        value = _percent(text)
        share = Share(value, value)
    return share


_NUMBER_WORD = r"([0-9]{1,3}(?:\.[0-9]{1,12})?)"
_BAND = re.compile(
    r"(?:ownership-of-shares|right-to-share-surplus-assets)-([0-9]{2,3})-to-([0-9]{2,3})-percent(?:-as-trust|-as-firm)?\Z"
)
_SPAN = re.compile(rf"{_NUMBER_WORD} ?%? ?(?:-|–|to) ?{_NUMBER_WORD} ?(?:%|percent)\Z")
_BETWEEN = re.compile(rf"between {_NUMBER_WORD} ?%? and {_NUMBER_WORD} ?(?:%|percent)?\Z")
_MORE = re.compile(
    rf"(more than|over|>|at least|>=|≥) ?{_NUMBER_WORD} ?(?:%|percent)?"
    rf"(?:,? (?:and |but )?(not more than|up to|at most|less than|under) {_NUMBER_WORD} ?(?:%|percent)?)?\Z"
)
_LESS = re.compile(rf"(less than|under|<|not more than|up to|at most|<=|≤) ?{_NUMBER_WORD} ?(?:%|percent)?\Z")
_COUNTED = re.compile(r"([0-9][0-9,]{0,25}) (?:out )?of ([0-9][0-9,]{0,25})(?: shares)?\Z")
_ROUNDED = re.compile(rf"{_NUMBER_WORD} ?(?:%|percent)? rounded to {_NUMBER_WORD}\Z")
_CLOSED = frozenset({"at least", ">=", "≥", "not more than", "up to", "at most", "<=", "≤"})


def published_share(text: str) -> Share | None:
    """A share in one of the forms in which registers publish it, or `None`.

    A band of a register of persons with significant control is open below; its upper end is closed at 50 and at 100
    and open at 75. A rounded number lies within half a unit of it.

    >>> str(published_share("ownership-of-shares-25-to-50-percent")), str(published_share("25-50%"))
    ('(25, 50] percent', '[25, 50] percent')
    >>> str(published_share("1,200 of 5,000 shares")), str(published_share("16.67 rounded to 0.01"))
    ('24 percent', '[16.665, 16.675) percent')
    >>> published_share("ca. half") is None
    True

    Raises:
        ValueError: the form is one of these, but the share does not lie within 0 to 100.
    """
    if match := _BAND.match(text):
        low, high = match.groups()
        return _ranged(low, high, low == "75", high != "75")
    if match := _SPAN.match(text) or _BETWEEN.match(text):
        return _ranged(match.group(1), match.group(2), True, True)
    if match := _MORE.match(text):
        above, low, below, high = match.groups()
        return _ranged(low, high or "100", above in _CLOSED, below is None or below in _CLOSED)
    if match := _LESS.match(text):
        below, high = match.groups()
        return _ranged("0", high, True, below in _CLOSED)
    if match := _COUNTED.match(text):
        held, issued = (int(part.replace(",", "")) for part in match.groups())
        if not 0 <= held <= issued or not issued:
            raise ValueError(text)
        value = Fraction(held, issued) * WHOLE
        return Share(value, value)
    if match := _ROUNDED.match(text):
        number, unit = (Fraction(part) for part in match.groups())
        share = Share(
            max(Fraction(0), number - unit / 2), min(WHOLE, number + unit / 2), True, number + unit / 2 > WHOLE
        )
        if not unit or number > WHOLE:
            raise ValueError(text)
        return share
    return None


def _ranged(low: str, high: str, lower_closed: bool, upper_closed: bool) -> Share:
    share = Share(Fraction(low), Fraction(high), lower_closed, upper_closed)
    empty = share.lower == share.upper and not (lower_closed and upper_closed)
    if share.lower > share.upper or share.upper > WHOLE or empty:
        raise ValueError(f"{low} to {high}")
    return share


def _percent(text: str) -> Fraction:
    if match := _RATIO.match(text):
        over, under = (int(part) for part in match.groups())
        if under == 0:
            raise ValueError(text)
        value = Fraction(over, under) * WHOLE
    elif _NUMBER.match(text):
        value = Fraction(text)
    else:
        raise ValueError(text)
    if value > WHOLE:
        raise ValueError(text)
    return value
