"""Money and shares are exact, and what is not clearly one is refused rather than guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decidendi.facts.amounts import Money, Share, parse_money, parse_share


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("USD 1000.00", "USD", "1000.00"),
        ("1000 USD", "USD", "1000"),
        ("EUR 0", "EUR", "0"),
        ("USD 1,000", "USD", "1000"),
        ("USD 12,345,678.90", "USD", "12345678.90"),
        ("USD 0.1", "USD", "0.1"),
        ("USD 123456789012345678901234.000000000001", "USD", "123456789012345678901234.000000000001"),
    ],
)
def test_an_amount_is_a_currency_and_an_exact_number(text: str, currency: str, value: str) -> None:
    assert parse_money(text) == Money(currency, Decimal(value))


@pytest.mark.parametrize(
    "text",
    [
        "1000",
        "USD",
        "$1000",
        "usd 1000",
        "USD -5",
        "USD 1.000,50",  # a European comma: 1.00050 would be a guess
        "USD 1,5",
        "USD 1,00,000",
        "USD 1e6",
        "USD 1_000",
        "USD NaN",
        "USD Infinity",
        "USD ٣",
        "USD 1000 or so",
        "about USD 1000",
        "USD USD",
        "1 2",
        "",
        "USD " + "9" * 50,
    ],
)
def test_what_is_not_clearly_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_money(text)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("50", Share(Fraction(50), Fraction(50))),
        ("12.5", Share(Fraction(25, 2), Fraction(25, 2))),
        ("50%", Share(Fraction(50), Fraction(50))),
        ("50 %", Share(Fraction(50), Fraction(50))),
        ("0", Share(Fraction(0), Fraction(0))),
        ("100", Share(Fraction(100), Fraction(100))),
        ("100.000", Share(Fraction(100), Fraction(100))),
        ("1/3", Share(Fraction(100, 3), Fraction(100, 3))),
        ("1/1", Share(Fraction(100), Fraction(100))),
        ("49.999999999999", Share(Fraction("49.999999999999"), Fraction("49.999999999999"))),
        ("[25, 50)", Share(Fraction(25), Fraction(50), True, False)),
        ("(25,50]", Share(Fraction(25), Fraction(50), False, True)),
        ("[50, 50]", Share(Fraction(50), Fraction(50))),
        ("[1/4, 1/2]", Share(Fraction(25), Fraction(50))),
        ("unknown", Share(Fraction(0), Fraction(100))),
    ],
)
def test_a_share_is_percent_a_fraction_or_an_interval(text: str, share: Share) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize(
    "text",
    [
        "100.01",
        "101",
        "4/3",
        "-1",
        "-0",
        "1/0",
        "ca. half",
        "half",
        "50,5",
        ".5",
        "5.",
        "1e1",
        "٥٠",
        "[50, 25]",
        "(50, 50]",
        "[25, 150]",
        "[25, 50",
        "25-50",
        "50 51",
        "",
        "%",
    ],
)
def test_what_is_not_clearly_a_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_share(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("50", "50 percent"),
        ("12.5", "12.5 percent"),
        ("1/3", "100/3 percent"),
        ("[25, 50)", "[25, 50) percent"),
        ("unknown", "[0, 100] percent"),
    ],
)
def test_a_share_is_shown_exactly(text: str, shown: str) -> None:
    assert str(parse_share(text)) == shown


@given(st.tuples(st.integers(0, 400), st.integers(0, 400)), st.booleans(), st.booleans())
def test_a_share_in_words_is_read_back_as_the_same_share(ends: tuple[int, int], low: bool, high: bool) -> None:
    lower, upper = (Fraction(number, 4) for number in sorted(ends))
    share = Share(lower, upper, low or lower == upper, high or lower == upper)
    assert not set("[]()") & set(share.in_words)
    assert parse_share(share.in_words.removesuffix(" percent")) == share


@given(st.integers(0, 10**14))
def test_percent_are_exact_to_the_last_digit(units: int) -> None:
    whole, part = divmod(units, 10**12)
    share = parse_share(f"{whole}.{part:012}")
    assert share.lower == share.upper == Fraction(units, 10**12)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_fraction_of_the_whole_is_never_rounded(over: int, under: int) -> None:
    if over > under:
        with pytest.raises(ValueError, match=r"^"):
            parse_share(f"{over}/{under}")
    else:
        assert parse_share(f"{over}/{under}").lower == Fraction(over, under) * 100
