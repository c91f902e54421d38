"""Words of facts as the rules spell them: capitals and spaces alone make no other word.

A list or a programme that is written `glomag`, or an authority that is written without its capitals, is the same one. A
word that differs by more is another word: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from decidendi.facts.fact_set import Statement
from decidendi.reasoning.ruling_out import SlotWords

Spellings = Mapping[tuple[str, int], Mapping[str, str]]
"""By predicate and position: each word that rules look for there, by itself and by its plain form."""


def plain(word: str) -> str:
    """The form in which words are compared.

    >>> plain("SDN  list") == plain("sdn List")
    True
    """
    return " ".join(word.casefold().split())


def spellings_of(words: Mapping[tuple[str, int], SlotWords]) -> Spellings:
    """How the rules spell what they look for; two spellings of one word are both left."""
    return {
        place: {plain(word): word for word in reversed(slot.wanted)} | {word: word for word in slot.wanted}
        for place, slot in words.items()
    }


def respelt(statement: Statement, spellings: Spellings) -> Statement:
    """A statement with its words as the rules spell them; one that is spelt so already is the same afterwards."""
    arguments = statement.arguments
    for position, value in enumerate(arguments):
        known = spellings.get((statement.predicate, position))
        if not known or not isinstance(value, str):
            continue
        spelt = known.get(value) or known.get(plain(value), value)
        if spelt != value:
            arguments = (*arguments[:position], spelt, *arguments[position + 1 :])
    return statement if arguments is statement.arguments else replace(statement, arguments=arguments)
