"""Words from right to left in Word: each in a run of its own that says so, in place of marks around it."""

from __future__ import annotations

import copy
import re
from typing import Any, Final

from decidendi.reports.escaping import ISOLATE

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_ISOLATED = re.compile(f"{ISOLATE}([^{ISOLATE}\u2069]*)\u2069")
_AFTER_THE_DIRECTION: Final = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")
"""What stands after the direction in the properties of a run; Word wants them in their order."""


def set_directions(root: Any) -> None:
    """Part every text with words from right to left into runs, in place. Args: root: an element of a part."""
    for text in list(root.iter(f"{_W}t")):
        run = text.getparent()
        if ISOLATE not in (text.text or "") or run is None or run.tag != f"{_W}r":
            continue
        at = run.getparent()
        place = at.index(run)
        pieces = _ISOLATED.split(text.text)
        after = list(run)[list(run).index(text) + 1 :]
        before = list(run)[: list(run).index(text)]
        made = []
        for number, piece in enumerate(pieces):
            if piece:
                made.append(_run(run, piece, is_from_the_right=bool(number % 2)))
        if not made:
            continue
        form = run.find(f"{_W}rPr")
        for element in reversed([item for item in before if item is not form]):
            made[0].insert(0 if made[0].find(f"{_W}rPr") is None else 1, element)
        made[-1].extend(after)
        at.remove(run)
        for offset, new in enumerate(made):
            at.insert(place + offset, new)


def _run(run: Any, words: str, *, is_from_the_right: bool) -> Any:
    made = run.makeelement(run.tag, run.attrib, run.nsmap)
    form = run.find(f"{_W}rPr")
    if form is not None:
        made.append(copy.deepcopy(form))
    if is_from_the_right:
        form = made.find(f"{_W}rPr")
        if form is None:
            form = made.makeelement(f"{_W}rPr", {})
            made.append(form)
        if form.find(f"{_W}rtl") is None:
            later = [item for item in form if item.tag.removeprefix(_W) in _AFTER_THE_DIRECTION]
            form.insert(form.index(later[0]) if later else len(form), form.makeelement(f"{_W}rtl", {}))
    text = made.makeelement(f"{_W}t", {_SPACE: "preserve"})
    text.text = words
    made.append(text)
    return made
