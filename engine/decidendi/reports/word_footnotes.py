"""Footnotes in Word: real ones, in their own part, each numbered by Word.

A note is written once. What rests on the same refers to it by a field (`NOTEREF`), as Word's own cross-references do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W: Final = f"{{{W}}}"
_EMPTY: Final = f'<w:footnotes xmlns:w="{W}"/>'
_POINTER: Final = re.compile(r"\s*NOTEREF\s+(\S+)")
_SEPARATORS: Final = ((-1, "separator"), (0, "continuationSeparator"))


class Footnotes:
    """The notes of one memo, in the order in which the text first refers to them.

    Args:
        part: the part with footnotes of the template, or nothing where it has none.
        reference: the style of the mark in the text; empty for plain raised numbers.
        style: the style of a note; empty for that of plain text.
        first_bookmark: the least number that no bookmark of the template has.
    """

    def __init__(self, part: bytes | None, reference: str, style: str, first_bookmark: int) -> None:
        self._part = part
        self._style = style
        self._reference = reference
        self._mark = f'<w:rStyle w:val="{reference}"/>' if reference else '<w:vertAlign w:val="superscript"/>'
        root = etree.fromstring(part or _EMPTY.encode())
        self._first = max([0, *(int(note.get(f"{_W}id", "0")) for note in root)]) + 1
        self._first_bookmark = first_bookmark
        self._notes: dict[tuple[str, ...], int] = {}

    def refer(self, note: tuple[str, ...]) -> str:
        """The mark in the text, as XML: the note itself where it is new, or else a field that points to it."""
        if note in self._notes:
            number = self._notes[note]
            return (
                f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> NOTEREF '
                f'_Basis{number} \\f \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                f"<w:r><w:rPr>{self._mark}</w:rPr><w:t>{number + 1}</w:t></w:r>"
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
        number = self._notes[note] = len(self._notes)
        bookmark = self._first_bookmark + number
        return (
            f'<w:bookmarkStart w:id="{bookmark}" w:name="_Basis{number}"/><w:r><w:rPr>{self._mark}</w:rPr>'
            f'<w:footnoteReference w:id="{self._first + number}"/></w:r><w:bookmarkEnd w:id="{bookmark}"/>'
        )

    @property
    def next_bookmark(self) -> int:
        """The least number that no bookmark has, those of the notes included."""
        return self._first_bookmark + len(self._notes)

    @staticmethod
    def count(body: Any) -> None:
        """Give each field that points to a note the number that Word will give the note, in place.

        A template may have notes of its own, which Word counts too.
        """
        numbers: dict[str, str] = {}
        marked, shown = "", None
        for element in body.iter():
            if element.tag == f"{_W}bookmarkStart":
                marked = element.get(f"{_W}name", "")
            elif element.tag == f"{_W}footnoteReference" and not element.get(f"{_W}customMarkFollows"):
                numbers[marked or f"note {len(numbers)}"] = str(len(numbers) + 1)
            elif element.tag == f"{_W}bookmarkEnd":
                marked = ""
            elif element.tag == f"{_W}instrText":
                pointed = _POINTER.match(element.text or "")
                shown = numbers.get(pointed[1]) if pointed else None
            elif element.tag == f"{_W}t" and shown:
                element.text, shown = shown, None

    def written(self, part: bytes | None) -> Any:
        """The part with the notes at its end, as an element.

        Args:
            part: the part as the template left it, its own notes filled in.
        """
        root = etree.fromstring(part or self._part or _EMPTY.encode())
        if not len(root):
            for number, kind in _SEPARATORS:
                root.append(_separator(number, kind))
        for note, number in self._notes.items():
            root.append(self._note(self._first + number, note))
        return root

    def _note(self, number: int, sentences: Iterable[str]) -> Any:
        note = etree.Element(f"{_W}footnote", {f"{_W}id": str(number)})
        paragraph = etree.SubElement(note, f"{_W}p")
        if self._style:
            form = etree.SubElement(paragraph, f"{_W}pPr")
            etree.SubElement(form, f"{_W}pStyle", {f"{_W}val": self._style})
        mark = etree.SubElement(paragraph, f"{_W}r")
        letters = etree.SubElement(mark, f"{_W}rPr")
        if self._reference:
            etree.SubElement(letters, f"{_W}rStyle", {f"{_W}val": self._reference})
        else:
            etree.SubElement(letters, f"{_W}vertAlign", {f"{_W}val": "superscript"})
        etree.SubElement(mark, f"{_W}footnoteRef")
        text = etree.SubElement(etree.SubElement(paragraph, f"{_W}r"), f"{_W}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = " " + " ".join(sentences)
        return note


def _separator(number: int, kind: str) -> Any:
    note = etree.Element(f"{_W}footnote", {f"{_W}type": kind, f"{_W}id": str(number)})
    run = etree.SubElement(etree.SubElement(note, f"{_W}p"), f"{_W}r")
    etree.SubElement(run, f"{_W}{kind}")
    return note
