"""English sentence templates with slots, such as `{person} was a member of {entity}`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_SLOT = re.compile(r"\{(\w+)\}")
_ONE_TOKEN = re.compile(r'[^\s"]+\Z')
_QUOTED = re.compile(r'"([^"]*)"\Z')
_ALIKE = 0.5
_ALMOST_AS_ALIKE = 0.8
_SWALLOWED = re.compile(r"\s.*\d|\d.*\s")


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence split at its slots: `words[0] slots[0] words[1] slots[1] ... words[-1]`."""

    text: str
    words: tuple[str, ...]
    slots: tuple[str, ...]


def parse_template(text: str) -> Template:
    """Split a template.

    >>> parse_template("{a} is a branch of {b}").words
    ('', ' is a branch of ', '')
    """
    parts = _SLOT.split(text)
    return Template(text, tuple(parts[::2]), tuple(parts[1::2]))


def fill(template: Template, fillers: dict[str, str]) -> str:
    """The sentence with its slots filled. Raises `KeyError` when a filler is missing."""
    pieces = [template.words[0]]
    for slot, following in zip(template.slots, template.words[1:], strict=True):
        pieces += [fillers[slot], following]
    return "".join(pieces)


def nearest_sentences(text: str, sentences: Iterable[tuple[str, str]], count: int = 3) -> str:
    """The sentences most like a text, quoted and joined: those that share most of their words with it.

    Each sentence is given by its fixed words, and as it is to be shown.

    >>> nearest_sentences("huo led", [("was born", "PERSON was born"), ("led", "PERSON led ENTITY")])
    '`PERSON led ENTITY`'
    """
    words = text.split()
    scored = []
    for order, (fixed, shown) in enumerate(sentences):
        others = fixed.split()
        letters = sum(map(len, others))
        if 2 * letters / max(1, letters + sum(map(len, words))) < _ALIKE / 2:  # too long to be alike; cheap to know
            continue
        blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
        shared = sum(len(word) for block in blocks for word in words[block.a : block.a + block.size])
        by_words = 2 * shared / max(1, sum(map(len, (*words, *others))))
        score = (by_words + SequenceMatcher(None, " ".join(words), " ".join(others), autojunk=False).ratio()) / 2
        if score >= _ALIKE:
            scored.append((-score, order, shown))
    best = sorted(scored)[:count]
    return ", ".join(f"`{shown}`" for score, _, shown in best if score <= best[0][0] * _ALMOST_AS_ALIKE)


def match(
    template: Template,
    sentence: str,
    phrases: frozenset[str] = frozenset(),
    words: frozenset[str] = frozenset(),
) -> dict[str, str] | None:
    """Match a sentence whose slots hold a quoted text or one token, or `None` where it does not fit.

    Slots named in `phrases` may hold several words. Those named in `words` too, but none with a digit, so that
    a slot does not swallow a misspelt end of the sentence with its date. A slot never holds nothing.

    >>> match(parse_template("{a} is a branch of {b}"), "geneva is a branch of bank")
    {'a': 'geneva', 'b': 'bank'}
    >>> match(parse_template("{a} was in {b}"), "huo was in US durng 2018", words=frozenset({"b"}))
    """
    if not sentence.startswith(template.words[0]):
        return None
    position = len(template.words[0])
    fillers: dict[str, str] = {}
    for slot, following in zip(template.slots, template.words[1:], strict=True):
        if sentence.startswith('"', position):
            end = sentence.find('"', position + 1) + 1
            if end == 0 or not sentence.startswith(following, end):
                return None
        elif slot == template.slots[-1] and following == "":
            end = len(sentence)
        else:
            end = sentence.find(following, position + 1)
            if end < 0:
                return None
        filler = sentence[position:end]
        if quoted := _QUOTED.match(filler):
            filler = quoted[1]
        elif slot in words:
            if '"' in filler or _SWALLOWED.search(filler):
                return None
        elif slot not in phrases and not _ONE_TOKEN.match(filler):
            return None
        if not filler.strip():
            return None
        fillers[slot] = filler
        position = end + len(following)
    return fillers if position == len(sentence) else None
