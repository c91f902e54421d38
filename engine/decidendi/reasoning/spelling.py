"""Words of facts as the rules spell them: capitals and spaces alone make no other word.

A list or a programme that is written `glomag`, or an authority that is written without its capitals, is the same one. A
word that differs by more is another word: nothing is guessed.

A rule may compare the words of two slots, as the form of a dealing with what a licence covers. Both are then spelt
alike, also where the rules have no such word themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from decidendi.facts.fact_set import Statement
from decidendi.reasoning.ruling_out import SlotWords
from decidendi.rules.form import POSSIBLE, STATED, Literal, Program, Variable

Place = tuple[str, int]
"""A slot: the predicate and the position."""

Spellings = Mapping[Place, Mapping[str, str]]
"""By predicate and position: each word that rules look for there, by itself and by its plain form."""


def plain(word: str) -> str:
    """The form in which words are compared.

    >>> plain("SDN  list") == plain("sdn List")
    True
    """
    return " ".join(word.casefold().split())


def spellings_of(words: Mapping[Place, SlotWords], compared: Mapping[Place, tuple[Place, ...]]) -> Spellings:
    """How the rules spell what they look for in a slot, or in one that they compare it with.

    Two spellings of one word are both left.
    """
    found = {}
    for place, slot in words.items():
        others = [word for other in compared.get(place, ()) if other in words for word in words[other].wanted]
        wanted = (*slot.wanted, *others)
        found[place] = {plain(word): word for word in reversed(wanted)} | {word: word for word in wanted}
    return found


def compared_slots(program: Program) -> dict[Place, tuple[Place, ...]]:
    """For each slot whose words some rule compares with one another, or with those of other slots: all of these."""
    groups: dict[Place, tuple[Place, ...]] = {}
    for rule in program.rules:
        holding: dict[Variable, list[Place]] = {}
        for condition in rule.body:
            if isinstance(condition, Literal):
                name = condition.atom.predicate.removeprefix(STATED).removeprefix(POSSIBLE)
                for position, term in enumerate(condition.atom.arguments):
                    if isinstance(term, Variable) and term.kind == "text":
                        holding.setdefault(term, []).append((name, position))
        for places in holding.values():
            if len(places) > 1:
                joined = dict.fromkeys(other for place in places for other in groups.get(place, (place,)))
                groups |= dict.fromkeys(joined, tuple(joined))
    return groups


def respelt(
    statements: Sequence[Statement], spellings: Spellings, compared: Mapping[Place, tuple[Place, ...]]
) -> list[Statement]:
    """The statements with their words as the rules spell them, or one of the statements where the rules do not."""
    found: dict[Place, dict[str, str]] = {}
    for statement in statements:
        for position, value in enumerate(statement.arguments):
            if isinstance(value, str):
                for place in compared.get((statement.predicate, position), ()):
                    words = found.setdefault(place, {})
                    words[plain(value)] = max(words.get(plain(value), value), value)
    return [_respelt(statement, spellings, found) for statement in statements]


def _respelt(statement: Statement, *spellings: Spellings) -> Statement:
    """A statement in the first of the spellings that has its word; one that is spelt so already is left as it is."""
    arguments = statement.arguments
    for position, value in enumerate(arguments):
        if not isinstance(value, str):
            continue
        known = [
            words[statement.predicate, position] for words in spellings if (statement.predicate, position) in words
        ]
        spelt = next((word for words in known if (word := words.get(value) or words.get(plain(value)))), value)
        if spelt != value:
            arguments = (*arguments[:position], spelt, *arguments[position + 1 :])
    return statement if arguments is statement.arguments else replace(statement, arguments=arguments)
