"""Noun phrases and literals: what may stand in a slot of a rule's sentence.

A slot takes a declared noun with its article ("a person", "the other entity"), a literal (a quoted word or a
list of them, a number with its unit, a date) or the name of a list that the rulebook declares ("a blocking measure"),
so that a slot never swallows half a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from decidendi.facts.amounts import parse_money, parse_share
from decidendi.facts.periods import PeriodError, parse_period
from decidendi.facts.spans import SPAN_PATTERN, parse_span

AN_EXCEPTION: Final = "an exception to"
"""How it begins to be said that an exception applies."""

NOUNS: Final[dict[str, str]] = {
    "person": "party",
    "party": "party",
    "individual": "individual",
    "entity": "entity",
    "government entity": "government entity",
    "activity": "activity",
    "property": "property",
    "dealing": "dealing",
    "license": "license",
    "day": "period",
    "time": "period",
    "period": "period",
    "tenure": "period",
    "label": "text",
    "country": "text",
    "word": "text",
    "amount": "amount",
    "share": "share",
    "span": "span",
}
"""The nouns that every rulebook knows, and the kind that each stands for."""

_LITERAL: Final = (
    r'"[^"]*"(?:,\s+"[^"]*")*(?:,?\s+or\s+"[^"]*")?'  # "a", "b" or "c"
    r"|\d+(?:\.\d+)? percent"
    r"|[A-Z]{3} \d+(?:\.\d+)?"
    r"|\d{4}-\d\d-\d\d"
    rf"|{SPAN_PATTERN}"
    r"|\b[Tt]his provision\b"
)
_SPAN = re.compile(SPAN_PATTERN)

HERE: Final = "this provision"
"""The literal for the label of the provision that a rule stands under, so that its number stands in one place only."""

_QUOTED = re.compile(r'"([^"]*)"')


class PhraseError(ValueError):
    """A literal is impossible. `expected` says what could stand there."""

    def __init__(self, what: str, expected: str) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands in a slot: a noun phrase (`article`, `noun`, `kind`) or literal `values` of a kind."""

    text: str
    article: str
    noun: str
    kind: str
    values: tuple[Any, ...] = ()
    parameter: str = ""

    @property
    def variable(self) -> str:
        """The name of the variable that a noun phrase stands for."""
        return f"other {self.noun}" if self.article in ("another", "the other") else self.noun

    @property
    def introduces(self) -> bool:
        """Whether the phrase brings in something new ("a", "another") rather than referring back."""
        return self.article in ("a", "an", "another")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The nouns, parameters and lists of words that a rulebook knows, with the pattern that finds phrases."""

    nouns: dict[str, str]
    parameters: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str]

    def split(self, sentence: str) -> tuple[str, tuple[Phrase, ...]]:
        """The sentence with `{}` for each phrase, and the phrases in order.

        Raises:
            PhraseError: a date or share is impossible, or the sentence has braces of its own.

        >>> grammar = grammar_of({})
        >>> grammar.split("the person was a member of an entity")[0]
        '{} was a member of {}'
        """
        if "{" in sentence or "}" in sentence:
            raise PhraseError(f"braces cannot stand in `{sentence}`", "words, nouns and literals")
        phrases: list[Phrase] = []

        def replace(match: re.Match[str]) -> str:
            phrases.append(self._phrase(match))
            return "{}"

        return self.pattern.sub(replace, sentence), tuple(phrases)

    def _phrase(self, match: re.Match[str]) -> Phrase:
        text = match[0]
        if match["parameter"]:
            return Phrase(text, "", "", self.parameters[match["parameter"]], parameter=match["parameter"])
        if match["list"]:
            return Phrase(text, "", "", "text", self.lists[match["list"]])
        if match["noun"]:
            article = match["article"].lower()
            return Phrase(text, article, match["noun"], self.nouns[match["noun"]])
        if quoted := _QUOTED.findall(text):
            return Phrase(text, "", "", "text", tuple(quoted))
        if text.lower() == HERE:
            return Phrase(text, "", "", "text", (HERE,))
        if _SPAN.fullmatch(text):
            return _span(text)
        try:
            if text.endswith(" percent"):
                return Phrase(text, "", "", "share", (parse_share(text.removesuffix(" percent")),))
            if text[:3].isalpha():
                return Phrase(text, "", "", "amount", (parse_money(text),))
            return Phrase(text, "", "", "period", (parse_period(text),))
        except PeriodError as error:
            raise PhraseError(error.what, "a day such as `2020-07-09`") from None
        except ValueError:
            raise PhraseError(f"`{text}` is impossible", "a share from 0 to 100 percent") from None


def _span(text: str) -> Phrase:
    try:
        parse_span(text)
    except ValueError as error:
        raise PhraseError(str(error), "a span such as `10 business days` or `5 years`") from None
    return Phrase(text, "", "", "span", (text,))


def with_article(noun: str) -> str:
    """A noun with its article.

    >>> with_article("entity"), with_article("license")
    ('an entity', 'a license')
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def grammar_of(
    nouns: dict[str, str],
    parameters: dict[str, str] | None = None,
    lists: dict[str, tuple[str, ...]] | None = None,
) -> Grammar:
    """The grammar with the given nouns besides the ones that every rulebook knows."""
    known = {**NOUNS, **nouns}
    parameters, lists = parameters or {}, lists or {}
    pattern = re.compile(
        rf"(?P<literal>{_LITERAL})"
        rf"|\bthe (?P<parameter>{_one_of(parameters)})\b"
        rf"|\ban? (?P<list>{_one_of(lists)})\b"
        rf"|\b(?P<article>the other|another|the|an|a|The other|Another|The|An|A) (?P<noun>{_one_of(known)})\b"
    )
    return Grammar(known, parameters, lists, pattern)


def _one_of(names: Iterable[str]) -> str:
    """A pattern for the names, longest first; with none, one that matches nothing."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
