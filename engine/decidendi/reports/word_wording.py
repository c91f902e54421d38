"""The wording of a memo in Word: bold words in runs of their own, and words that stay English told to be so.

A template places a message in the midst of a run, so that what is bold in it, or English, is set between two marks at
first: characters that stand for nothing (Unicode, 23.7) and that no text of others brings along. Here each mark becomes
a run with the properties of the one that it stood in.
"""

from __future__ import annotations

import copy
import re
from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

BOLD: Final = ("\ufdd0", "\ufdd1")
"""Before and after words that are set in bold."""

STAYS_ENGLISH: Final = ("\ufdd2", "\ufdd3")
"""Before and after words of the law, of the facts or of a source in a memo in another language."""

_MARKS: Final = re.compile("([\ufdd0-\ufdd3])")
_BEFORE_THE_WEIGHT: Final = ("rStyle", "rFonts")
_AFTER_THE_LANGUAGE: Final = ("eastAsianLayout", "specVanish", "oMath", "rPrChange")
"""What stands before and after in the properties of a run; Word wants them in their order."""


def set_wording(root: Any, strong: str, english: str) -> None:
    """Part every text with marks into runs, in place.

    Args:
        root: an element of a part.
        strong: the style of characters for bold words; empty for bold alone.
        english: the tag of the English that words stay in, such as `en-GB`.
    """
    for text in list(root.iter(f"{_W}t")):
        run = text.getparent()
        if run is None or run.tag != f"{_W}r" or not _MARKS.search(text.text or ""):
            continue
        made, is_bold, is_english = [], False, False
        for piece in _MARKS.split(text.text):
            if piece in BOLD:
                is_bold = piece == BOLD[0]
            elif piece in STAYS_ENGLISH:
                is_english = piece == STAYS_ENGLISH[0]
            elif piece:
                made.append(_run(run, piece, strong if is_bold else None, english if is_english else ""))
        before, after = _around(run, text)
        at = run.getparent()
        place = at.index(run)
        at.remove(run)
        for offset, new in enumerate([*before, *made, *after]):
            at.insert(place + offset, new)


def _around(run: Any, text: Any) -> tuple[list[Any], list[Any]]:
    """What else the run held before and after the text, each in a run like it."""
    form = run.find(f"{_W}rPr")
    inner = [item for item in run if item is not form]
    place = inner.index(text)
    return [_like(run, [item]) for item in inner[:place]], [_like(run, [item]) for item in inner[place + 1 :]]


def _like(run: Any, inner: list[Any]) -> Any:
    made = run.makeelement(run.tag, run.attrib, run.nsmap)
    form = run.find(f"{_W}rPr")
    if form is not None:
        made.append(copy.deepcopy(form))
    made.extend(inner)
    return made


def _run(run: Any, words: str, strong: str | None, english: str) -> Any:
    text = run.makeelement(f"{_W}t", {_SPACE: "preserve"})
    text.text = words
    made = _like(run, [text])
    if strong is None and not english:
        return made
    form = made.find(f"{_W}rPr")
    if form is None:
        form = made.makeelement(f"{_W}rPr", {})
        made.insert(0, form)
    if strong is not None:
        _embolden(form, strong)
    if english:
        for old in form.findall(f"{_W}lang"):
            form.remove(old)
        later = [item for item in form if item.tag.removeprefix(_W) in _AFTER_THE_LANGUAGE]
        language = form.makeelement(f"{_W}lang", {f"{_W}val": english})
        form.insert(form.index(later[0]) if later else len(form), language)
    return made


def _embolden(form: Any, strong: str) -> None:
    if strong and form.find(f"{_W}rStyle") is None:
        form.insert(0, form.makeelement(f"{_W}rStyle", {f"{_W}val": strong}))
    elif form.find(f"{_W}b") is None:
        earlier = [item for item in form if item.tag.removeprefix(_W) in _BEFORE_THE_WEIGHT]
        place = form.index(earlier[-1]) + 1 if earlier else 0
        form.insert(place, form.makeelement(f"{_W}b", {}))
        form.insert(place + 1, form.makeelement(f"{_W}bCs", {}))


def set_language(styles: Any, tag: str) -> str:
    """Make a language that of the whole document, in place; returns that of the template before, where it is English.

    Args:
        styles: the root of the styles.
        tag: the language with its country, such as `de-DE`.
    """
    defaults = _child(styles, "docDefaults", 0)
    form = _child(_child(defaults, "rPrDefault", 0), "rPr", 0)
    language = form.find(f"{_W}lang")
    if language is None:
        later = [item for item in form if item.tag.removeprefix(_W) in _AFTER_THE_LANGUAGE]
        language = form.makeelement(f"{_W}lang", {})
        form.insert(form.index(later[0]) if later else len(form), language)
    before = str(language.get(f"{_W}val", ""))
    language.set(f"{_W}val", tag)
    return before if before.startswith("en") else "en-GB"


def _child(parent: Any, name: str, place: int) -> Any:
    found = parent.find(f"{_W}{name}")
    if found is None:
        found = parent.makeelement(f"{_W}{name}", {})
        parent.insert(place, found)
    return found
