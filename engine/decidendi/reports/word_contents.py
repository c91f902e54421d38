"""The table of contents in Word, filled in, so that it stands there before anyone updates it.

Page numbers are Word's to find: the entries that are filled in have none, and lead to their heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_LEVELS = re.compile(r"^\s*TOC\b.*?\\o\s+\"(\d)-(\d)\"")
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Heading:
    """A heading: its paragraph, its level from 1, its number as Word will set it, and its words."""

    paragraph: Any
    level: int
    number: str
    words: str


def fill_contents(body: Any, styles: Any, numbering: Any, bookmark: int) -> None:
    """Fill in every table of contents of a document, in place; a document without one stays as it is.

    Args:
        body: the text of the document, an element.
        styles: the root of the styles.
        numbering: the root of the lists, or nothing.
        bookmark: the least number that no bookmark has.
    """
    fields = [
        (item, match)
        for item in body.iter(f"{_W}instrText")
        if item.text and (match := _LEVELS.match(item.text)) is not None
    ]
    if not fields:
        return
    headings = list(_headings(body, styles, numbering))
    for number, heading in enumerate(headings):
        _mark(heading.paragraph, bookmark + number, number)
    entry_styles = {level: _identifier(styles, f"toc {level}") for level in range(1, 10)}
    for item, match in fields:
        shown = [
            (number, heading)
            for number, heading in enumerate(headings)
            if int(match[1]) <= heading.level <= int(match[2])
        ]
        _fill(item, shown, entry_styles)


def _identifier(styles: Any, name: str) -> str:
    for style in styles.iter(f"{_W}style"):
        called = style.find(f"{_W}name")
        if called is not None and called.get(f"{_W}val", "").lower() == name:
            return str(style.get(f"{_W}styleId"))
    return ""


def _headings(body: Any, styles: Any, numbering: Any) -> Iterator[Heading]:
    levels = {identifier: level for level in range(1, 10) if (identifier := _identifier(styles, f"heading {level}"))}
    formats = {identifier: _format(styles, numbering, identifier) for identifier in levels}
    counts: dict[int, int] = {}
    for paragraph in body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        identifier = "" if style is None else style.get(f"{_W}val", "")
        words = "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))
        if identifier in levels and words.strip():
            level = levels[identifier]
            counts = {known: count for known, count in counts.items() if known <= level}
            counts[level] = counts.get(level, 0) + 1
            form, text = formats[identifier]
            own = f"%{level}"
            number = text.replace(own, _counted(counts[level], form)) if form and own in text else ""
            yield Heading(paragraph, level, "" if "%" in number else number, words)


def _format(styles: Any, numbering: Any, identifier: str) -> tuple[str, str]:
    """How headings of a style are counted, and the text around the count; empty where they are not."""
    if numbering is None:
        return "", ""
    [style] = [item for item in styles.iter(f"{_W}style") if item.get(f"{_W}styleId") == identifier][:1]
    listed = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    for item in numbering.iter(f"{_W}num"):
        if listed is not None and item.get(f"{_W}numId") == listed.get(f"{_W}val"):
            kind = item.find(f"{_W}abstractNumId").get(f"{_W}val")
            for level in numbering.iterfind(f"{_W}abstractNum[@{_W}abstractNumId='{kind}']/{_W}lvl"):
                linked = level.find(f"{_W}pStyle")
                if linked is not None and linked.get(f"{_W}val") == identifier:
                    form, text = level.find(f"{_W}numFmt"), level.find(f"{_W}lvlText")
                    return form.get(f"{_W}val", ""), text.get(f"{_W}val", "")
    return "", ""


def _counted(count: int, form: str) -> str:
    if form == "upperRoman":
        told = ""
        for value, letters in _ROMAN:
            while count >= value:
                told, count = told + letters, count - value
        return told
    if form == "upperLetter" and count <= 26:
        return chr(ord("A") + count - 1)
    return str(count) if form == "decimal" else "%"


def _mark(paragraph: Any, bookmark: int, number: int) -> None:
    start = paragraph.makeelement(f"{_W}bookmarkStart", {f"{_W}id": str(bookmark), f"{_W}name": _name(number)})
    form = paragraph.find(f"{_W}pPr")
    paragraph.insert(0 if form is None else 1, start)
    paragraph.append(paragraph.makeelement(f"{_W}bookmarkEnd", {f"{_W}id": str(bookmark)}))


def _name(number: int) -> str:
    return f"_Toc{number + 1:09d}"


def _fill(instruction: Any, headings: list[tuple[int, Heading]], styles: dict[int, str]) -> None:
    first = _paragraph_of(instruction)
    at = first.getparent()
    last = _end_of(first)
    place = at.index(first)
    code = instruction.text
    for old in list(at)[place : at.index(last) + 1]:
        at.remove(old)
    made = [_entry(first, number, heading, styles[heading.level]) for number, heading in headings]
    made = made or [first.makeelement(f"{_W}p", {})]
    begin = [_character(first, "begin"), _instruction(first, code), _character(first, "separate")]
    start = 1 if made[0].find(f"{_W}pPr") is not None else 0
    for offset, run in enumerate(begin):
        made[0].insert(start + offset, run)
    made[-1].append(_character(first, "end"))
    for offset, paragraph in enumerate(made):
        at.insert(place + offset, paragraph)


def _paragraph_of(element: Any) -> Any:
    while element.tag != f"{_W}p":
        element = element.getparent()
    return element


def _end_of(paragraph: Any) -> Any:
    """The paragraph in which the field that begins in this one ends."""
    depth = 0
    while True:
        for mark in paragraph.iter(f"{_W}fldChar"):
            kind = mark.get(f"{_W}fldCharType")
            depth += (kind == "begin") - (kind == "end")
        following = paragraph.getnext()
        if depth <= 0 or following is None or following.tag != f"{_W}p":
            return paragraph
        paragraph = following


def _entry(like: Any, number: int, heading: Heading, style: str) -> Any:
    paragraph = like.makeelement(f"{_W}p", {}, like.nsmap)
    if style:
        form = paragraph.makeelement(f"{_W}pPr", {})
        form.append(form.makeelement(f"{_W}pStyle", {f"{_W}val": style}))
        paragraph.append(form)
    link = paragraph.makeelement(f"{_W}hyperlink", {f"{_W}anchor": _name(number), f"{_W}history": "1"})
    run = link.makeelement(f"{_W}r", {})
    text = run.makeelement(f"{_W}t", {_SPACE: "preserve"})
    text.text = f"{heading.number} {heading.words}".strip()
    run.append(text)
    link.append(run)
    paragraph.append(link)
    return paragraph


def _character(like: Any, kind: str) -> Any:
    run = like.makeelement(f"{_W}r", {})
    run.append(run.makeelement(f"{_W}fldChar", {f"{_W}fldCharType": kind}))
    return run


def _instruction(like: Any, code: str) -> Any:
    run = like.makeelement(f"{_W}r", {})
    text = run.makeelement(f"{_W}instrText", {_SPACE: "preserve"})
    text.text = code
    run.append(text)
    return run
