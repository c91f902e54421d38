"""The file that a memo in Word is: read as hostile input, and written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Final

from decidendi.refusal import Place, Refusal

LARGEST_FILE: Final = 5_000_000
"""Bytes of a template as it lies on the disk; a logo fits in."""

LARGEST_UNPACKED: Final = 50_000_000
MOST_PARTS: Final = 500

_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CODE = re.compile(rb"vbaProject|activeX|oleObject|macroEnabled", re.IGNORECASE)
_LINK = re.compile(rb"<Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_INSTRUCTION = re.compile(rb"<w:instrText\b[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")
_FETCHING = re.compile(rb"\b(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE|MACROBUTTON)\b", re.IGNORECASE)
_A_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first that a zip file can tell; the day of the memo stands in its metadata."""


def template_at(path: Path) -> bytes:
    """A Word template, refused unless it is one that can be opened without harm.

    Raises:
        Refusal: it is too large, no Word document, carries code, or fetches something when it is opened.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _refusal(
                path,
                "the template is too large",
                expected=f"at most {LARGEST_FILE:,} bytes",
                mend="take out large pictures",
            )
        content = path.read_bytes()
    except OSError as error:
        raise _refusal(
            path,
            "the template cannot be read",
            found=(error.strerror or "unreadable").lower(),
            mend="name a folder that you may read",
        ) from None
    try:
        parts = _parts(path, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise _no_document(path, "a file that is broken, or no zip file") from None
    _refuse_unsafe(path, parts)
    return content


def packed(path: Path, content: bytes) -> bytes:
    """The same parts in the same order, and nothing in the file that tells when it was written.

    Args:
        path: the template that it was made from, for what a refusal says.
        content: the file as python-docx wrote it.

    Raises:
        Refusal: two parts have one name, for want of one that the template lacks.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(made, "w") as written:
        names = package.namelist()
        if len(set(names)) < len(names):
            raise _no_document(path, "parts that lead to no part, or to a wrong one")
        for item in package.infolist():
            entry = zipfile.ZipInfo(item.filename, _A_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            written.writestr(entry, package.read(item.filename))
    return made.getvalue()


def _parts(path: Path, content: bytes) -> dict[str, bytes]:
    """Every part, none read further than the limit, whatever the file says of its own sizes."""
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        if len(entries) > MOST_PARTS:
            raise _refusal(
                path,
                "the template has too many parts",
                expected=f"at most {MOST_PARTS}",
                found=str(len(entries)),
                mend="save it anew from a blank document",
            )
        for entry in entries:
            if entry.filename in parts:
                raise _no_document(path, "two parts of one name")
            with package.open(entry) as stream:
                parts[entry.filename] = stream.read(left + 1)
            left -= len(parts[entry.filename])
            if left < 0:
                raise _refusal(
                    path,
                    "the template is too large when unpacked",
                    expected=f"at most {LARGEST_UNPACKED:,} bytes",
                    mend="take out large pictures",
                )
    return parts


def _refuse_unsafe(path: Path, parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if _CODE.search(types) or any(_CODE.search(name.encode()) for name in parts):
        raise _refusal(
            path,
            "the template carries code or an embedded object",
            expected="text, styles and pictures alone",
            mend="save it as a document without macros, and take out embedded objects",
        )
    if _MAIN not in types or "word/document.xml" not in parts:
        raise _no_document(path, "no main part of a Word document")
    for name, part in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _no_document(path, f"a document type, or an encoding that is not UTF-8, in `{name}`")
        if name.endswith(".rels"):
            for link in _LINK.findall(part):
                if _OUTSIDE.search(link) and not _HYPERLINK.search(link):
                    raise _fetches(path, f"a link to a file outside, in `{name}`")
        instructions = b"".join(first or second + b" " for first, second in _INSTRUCTION.findall(part))
        if fetching := _FETCHING.search(instructions):
            raise _fetches(path, f"a field `{fetching[1].decode().upper()}` in `{name}`")


def _fetches(path: Path, found: str) -> Refusal:
    return _refusal(
        path,
        "the template makes Word fetch something when a memo is opened",
        expected="hyperlinks alone to lead outside",
        found=found,
        mend="put pictures and text into the template itself, and attach it to no other (Developer, Document Template)",
    )


def _no_document(path: Path, found: str) -> Refusal:
    return _refusal(
        path,
        "the template is no Word document",
        expected="a file that Word saved as `.docx`",
        found=found,
        mend="save it from Word once more",
    )


def _refusal(path: Path, what: str, *, mend: str, expected: str = "", found: str = "") -> Refusal:
    return Refusal.at(Place(str(path)), what, expected=expected, found=found, mend=mend)
