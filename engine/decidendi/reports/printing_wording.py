"""The wording of memos in print: what templates say in `gettext("...")`, given to the typesetter in their language.

The typesetter reads no catalogue, so that it is told the translation of whatever its templates say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

from decidendi.refusal import Place, Refusal
from decidendi.reports.languages import Language, matched
from decidendi.reports.words import (
    AS_STATED,
    CAUTIONS,
    CROSSED,
    FURTHER,
    LEFT_OUT,
    QUESTION,
    RANGE,
    READ_AS,
    SETTLED_BY,
    WORDS,
)

TRANSLATE: Final = "translate it in the catalogue, `languages/LANGUAGE/LC_MESSAGES/memo.po`"
"""What to do about a message that a catalogue lacks."""

_SAID = re.compile(r'\b(?:gettext\(\s*"([^"\\]+)"|ngettext\(\s*"([^"\\]+)",\s*"([^"\\]+)")')
_LACKING = re.compile(r"the catalogue of `[^`]*` has no translation of `[^`]*`")
_AT = re.compile(r"([^\s/\\]+\.typ):(\d+):\d+")

_RETOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "caution": CAUTIONS,
    "ask": QUESTION,
    "reading": READ_AS,
    "used_at": RANGE,
    "called": (AS_STATED,),
    "settled_by": SETTLED_BY,
    "left_out": LEFT_OUT,
    "readings": CROSSED,
    "about": CROSSED,
    "first": (FURTHER,),
    "second": (FURTHER,),
}
"""The fields whose text the engine words around the words of the law."""

_COUNTS: Final = 200
"""How many forms of a message for so many are told; the form of a larger number is that of one of the last hundred."""


def printed_messages(file: Path) -> Iterator[tuple[str, ...]]:
    """What a template for print says, in order: a message, or one for the singular and one for the plural."""
    for said in _SAID.finditer(file.read_text(encoding="utf-8")):
        yield tuple(text for text in said.groups() if text)


def catalogue_for_print(language: Language, told: Any, templates: Iterable[Path]) -> dict[str, Any] | None:
    """The translations that templates look up; none in English, which is what they say.

    Args:
        language: that of the document.
        told: what is printed, as the templates read it.
        templates: all that may say something.

    Returns:
        `messages`, the translation of each message, or a list of one for each count from 0; `words`, the messages that
        stand in no template; and `retold`, for each text of which a part is the engine's, the message and its filling.
    """
    if language.is_english:
        return None
    messages: dict[str, str | list[str]] = {}
    for said in chain(((word,) for word in WORDS), *map(printed_messages, templates)):
        if language.knows(said[0]) and len(said) == 1:
            messages[said[0]] = language.text(said[0])
        elif language.knows(said[0]):
            messages[said[0]] = [language.plural(said[0], said[-1], count) for count in range(_COUNTS)]
    retold = {
        text: {"message": message, "values": dict(values)}
        for name, text in _texts("", told)
        for message, values in _first_match(_RETOLD.get(name, ()), text)
    }
    return {"messages": messages, "words": list(WORDS), "retold": retold}


def _first_match(kinds: tuple[str, ...], text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for message in kinds:
        values = matched(text, message)
        if values is not None:
            yield message, values
            return


def _texts(name: str, told: Any) -> Iterator[tuple[str, str]]:
    """Every text that is printed, with the field that it stands in."""
    if isinstance(told, str):
        yield name, told
    elif isinstance(told, dict):
        for key, each in told.items():
            yield from _texts(key, each)
    elif isinstance(told, list):
        for each in told:
            yield from _texts(name, each)


def lacking(own: Mapping[str, Path], said: str) -> Refusal | None:
    """The refusal of a message without a translation, where what the typesetter says is about one.

    Args:
        own: the templates of the user, by name.
        said: all that the typesetter says.
    """
    found = _LACKING.search(said)
    if not found:
        return None
    places = [place for place in _AT.finditer(said) if place[1] != "frame.typ"] or list(_AT.finditer(said))
    file, line = (places[0][1], int(places[0][2])) if places else ("", 0)
    return Refusal.at(
        Place(str(own.get(file, file)), line),
        found[0],
        mend=TRANSLATE,
    )
