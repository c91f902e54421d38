"""YAML as a tree of nodes that know their place, read safely.

Fact sets are hostile input: size, depth, count of nodes and aliases are bounded before anything is built,
tags and merge keys are refused, and every scalar stays text (YAML 1.2, where `on` and `NO` are words) until
the slot that takes it says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from decidendi.refusal import Place, Problem, Refusal

LARGEST_FILE: Final = 2_000_000
"""Bytes."""
DEEPEST: Final = 24
MOST_NODES: Final = 100_000
MOST_ALIASES: Final = 100

_UNREADABLE = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAULTS: Final = (
    (
        "mapping values are not allowed",
        "a colon where none can stand",
        "put quotation marks around a text that holds a colon, and begin entries that belong together at one depth",
    ),
    ("expected ',' or ']'", "a list `[...]` without its comma or its end", "add the comma, or close it with `]`"),
    ("expected ',' or '}'", "a `{...}` without its comma or its end", "add the comma, or close it with `}`"),
    (
        "expected key",
        "a line that begins at a depth of its own",
        "begin it at the same depth as the entries it belongs to",
    ),
    ("'-' indicator", "a line without `- ` in a list", "begin it with `- `, or at the depth it belongs to"),
    ("expected ':'", "a line without a colon", "write it as `name: value`"),
    ("end of stream", "a quotation mark that is never closed", "close it"),
    (
        "cannot start any token",
        "a tab, or a text that begins with `@`, `%` or a back-tick",
        "begin lines with blanks, and put quotation marks around such a text",
    ),
    ("escape character", "a backslash between double quotation marks", "use single quotation marks"),
)
"""What the parser says, what it means, and the way out."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as text. `plain` tells an unquoted one."""

    text: str
    place: Place
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """Whether nothing is written: `key:` with an empty value, `~` or `null`."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order written. Keys are scalars and appear once."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Sequence | Mapping


def shown(text: str, longest: int = 80) -> str:
    """Text of the input as messages show it: in back-ticks, in one line, not too long.

    >>> shown("two   words"), shown("long" * 30, longest=8)
    ('`two words`', '`longlong...`')
    """
    line = " ".join(text[: 2 * longest].split())
    return f"`{line[:longest]}...`" if len(line) > longest else f"`{line}`"


def key_of(key: Scalar) -> str:
    """A key as the words it stands for: `held_by` and `Held by` are the same.

    >>> key_of(Scalar("Held_by", Place("x")))
    'held by'
    """
    return " ".join(key.text.replace("_", " ").split()).casefold()


def keyed(node: Mapping, problems: list[Problem]) -> dict[str, tuple[Scalar, Node]]:
    """The entries of a mapping by the words of their keys; keys that say the same are a problem."""
    found: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.entries:
        word = key_of(key)
        if word in found:
            problems.append(defined_twice(key, found[word][0].place))
        else:
            found[word] = (key, value)
    return found


def defined_twice(key: Scalar, first: Place) -> Problem:
    """The problem that one name or key is used for two things."""
    return Problem(
        key.place,
        f"{shown(key.text)} is defined twice",
        "give one of the two another name, or remove it",
        found=f"the first at line {first.line}",
    )


def texts_of(node: Node) -> tuple[str, ...]:
    """Every text in a node, in order; that of an entry as `key: text`."""
    if isinstance(node, Scalar):
        return () if node.is_null else (node.text.strip(),)
    if isinstance(node, Sequence):
        return tuple(text for item in node.items for text in texts_of(item))
    return tuple(f"{key.text}: {' '.join(texts_of(value))}" for key, value in node.entries)


def read_text(path: Path) -> str:
    """The text of an input file, UTF-8, of bounded size, without control characters: messages may quote it.

    Raises:
        Refusal: the file is missing, too large, not UTF-8, or holds a character that cannot be printed.
    """
    place = Place(str(path))
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Refusal.at(
                place,
                "the file is too large",
                expected=f"at most {LARGEST_FILE:,} bytes",
                found=f"{size:,} bytes",
                mend="split the matter into several files",
            )
        with path.open("rb") as stream:
            text = stream.read(LARGEST_FILE + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal.at(
            Place(place.file, error.object.count(b"\n", 0, error.start) + 1),
            "the file is not text in UTF-8",
            found=f"the byte {error.object[error.start]:02X}",
            mend="save the file as UTF-8",
        ) from None
    except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
        reason = (getattr(error, "strerror", None) or "unreadable").lower()
        raise Refusal.at(
            place,
            "the file cannot be read",
            found=reason,
            mend="check the name of the file and who may read it",
        ) from None
    _refuse_unreadable(text, place.file)
    return text


def read_nodes(text: str, file: str) -> Node:
    """Read one YAML document.

    Raises:
        Refusal: it is not YAML, or exceeds a limit, or uses tags, merge keys or a key twice.
    """
    if len(text) > LARGEST_FILE:
        raise Refusal.at(
            Place(file),
            "the file is too large",
            expected=f"at most {LARGEST_FILE:,} characters",
            found=f"{len(text):,}",
            mend="split the matter into several files",
        )
    _refuse_unreadable(text, file)
    reader = YAML(typ="safe")
    reader.allow_duplicate_keys = True  # found and refused below, with both places
    try:
        return _Builder(file).build(reader.parse(text))
    except YAMLError as error:
        raise _ill_formed(error, file) from None


def _refuse_unreadable(text: str, file: str) -> None:
    if unreadable := _UNREADABLE.search(text):
        raise _unreadable(Place(file, text.count("\n", 0, unreadable.start()) + 1), unreadable[0])


def _unreadable(place: Place, character: str) -> Refusal:
    return Refusal.at(
        place,
        "there is a character here that cannot be read",
        expected="printable text",
        found=f"the character U+{ord(character):04X}",
        mend="remove it, and save the file as UTF-8",
    )


def _ill_formed(error: YAMLError, file: str) -> Refusal:
    """What the parser found, in plain words."""
    problem, place = str(error), Place(file)
    if isinstance(error, MarkedYAMLError):
        problem = error.problem or error.context or "something else"
        mark = error.problem_mark or error.context_mark
        if "quoted scalar" in (error.context or ""):
            mark = error.context_mark  # where the quotation begins, not where the file ends
        if mark is not None:
            place = Place(file, mark.line + 1, mark.column + 1)
    found = " ".join(problem.split()).removeprefix("found ")[:120]
    mend = "check the indentation, the colons and the quotation marks on this line and the one above"
    for said, meant, way_out in _FAULTS:
        if said in problem:
            found, mend = meant, way_out
            break
    return Refusal.at(place, "this is not well-formed YAML", found=found, mend=mend)


@dataclass
class _Open:
    """A list or mapping whose end is still to come. `height` counts the levels within it."""

    event: events.Event
    before: int
    children: list[Node] = field(default_factory=list)
    height: int = 0


class _Builder:
    """Builds the tree from parser events, without recursion, counting as it goes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self.aliases = 0
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.open: list[_Open] = []
        self.root: Node | None = None

    def place(self, event: events.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def build(self, stream: Iterable[events.Event]) -> Node:
        for event in stream:
            if isinstance(event, events.ScalarEvent):
                self._tally(event)
                if event.style == '"' and (unreadable := _UNREADABLE.search(event.value)):
                    raise _unreadable(self.place(event), unreadable[0])  # written as an escape such as "\\e"
                plain = not event.style and event.implicit[0]
                self._add(event, Scalar(event.value, self.place(event), plain), 1, 0)
            elif isinstance(event, events.AliasEvent):
                self._alias(event)
            elif isinstance(event, events.SequenceStartEvent | events.MappingStartEvent):
                self._tally(event)
                self.open.append(_Open(event, self.count - 1))
                self._check_depth(event, 0)
            elif isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
                self._close(self.open.pop())
            elif isinstance(event, events.DocumentStartEvent) and self.root is not None:
                raise self._refusal(
                    event, "the file holds a second document", "one document", "put it into a file of its own"
                )
        return self.root if self.root is not None else Scalar("", Place(self.file, 1, 1))

    def _close(self, done: _Open) -> None:
        node: Node
        if isinstance(done.event, events.SequenceStartEvent):
            node = Sequence(tuple(done.children), self.place(done.event))
        else:
            node = self._mapping(done.event, done.children)
        self._add(done.event, node, self.count - done.before, done.height + 1)

    def _add(self, event: events.Event, node: Node, weight: int, height: int) -> None:
        if isinstance(event, events.NodeEvent) and not isinstance(event, events.AliasEvent) and event.anchor:
            self.anchors[event.anchor] = (node, weight, height)
        if self.open:
            self.open[-1].children.append(node)
            self.open[-1].height = max(self.open[-1].height, height)
        else:
            self.root = node

    def _alias(self, event: events.AliasEvent) -> None:
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise self._refusal(
                event, "the file uses too many aliases", f"at most {MOST_ALIASES}", "write the values out"
            )
        known = self.anchors.get(event.anchor)
        if known is None:
            raise self._refusal(
                event,
                f"{shown('*' + event.anchor)} stands for nothing",
                f"{shown('&' + event.anchor)} before a value above it",
                "write the value out",
            )
        node, weight, height = known
        self._tally(event, weight)
        self._check_depth(event, height)
        self._add(event, node, weight, height)

    def _check_depth(self, event: events.Event, height: int) -> None:
        if len(self.open) + height > DEEPEST:
            raise self._refusal(
                event, "this is nested too deeply", f"at most {DEEPEST} levels", "write it with fewer levels"
            )

    def _tally(self, event: events.Event, weight: int = 1) -> None:
        self.count += weight
        if self.count > MOST_NODES:
            raise self._refusal(
                event,
                "the file holds too much",
                f"at most {MOST_NODES:,} values, those that aliases stand for included",
                "split the matter into several files",
            )
        tag = getattr(event, "tag", None) or getattr(event, "ctag", None)
        if tag and str(tag) not in ("None", "!", "tag:yaml.org,2002:str"):
            written = shown(str(tag).replace("tag:yaml.org,2002:", "!!"))
            raise self._refusal(event, "a YAML tag is not read here", "a plain value", f"remove {written}", written)

    def _mapping(self, event: events.Event, children: list[Node]) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Place] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise self._refusal(
                    event, "there is no word before the colon", "`name: value`", "write a word before the colon"
                )
            if key.plain and key.text == "<<":
                raise Refusal.at(
                    key.place,
                    "merge keys are not read here",
                    found="`<<`",
                    mend="write out the entries that it stands for",
                )
            if key.text in seen:
                raise Refusal(defined_twice(key, seen[key.text]))
            seen[key.text] = key.place
            entries.append((key, value))
        return Mapping(tuple(entries), self.place(event))

    def _refusal(self, event: events.Event, what: str, expected: str, mend: str, found: str = "") -> Refusal:
        return Refusal.at(self.place(event), what, expected=expected, found=found, mend=mend)
