"""YAML as a tree of nodes that know their place, read safely.

Fact sets are hostile input: size, depth, count of nodes and aliases are bounded before anything is built, tags
and merge keys are refused, and every scalar stays text (YAML 1.2, where `on` and `NO` are words) until the slot
that takes it says what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
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


def read_text(path: Path) -> str:
    """The text of an input file, UTF-8, of bounded size.

    Raises:
        Refusal: the file is missing, too large, or not UTF-8.
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
            return stream.read(LARGEST_FILE + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal.at(
            place,
            "the file is not text in UTF-8",
            found=f"byte {error.object[error.start]:#04x} at offset {error.start}",
            mend="save the file as UTF-8",
        ) from None
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise Refusal.at(
            place,
            "the file cannot be read",
            found=reason,
            mend="check the name of the file and who may read it",
        ) from None


def read_nodes(text: str, file: str) -> Node:
    """Read one YAML document.

    Raises:
        Refusal: it is not YAML, or exceeds a limit, or uses tags, merge keys or a key twice.
    """
    reader = YAML(typ="safe")
    reader.allow_duplicate_keys = True  # found and refused below, with both places
    try:
        return _Builder(file).build(reader.parse(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0)
        found = " ".join((error.problem or error.context or "something else").split())
        raise Refusal.at(
            place,
            "this is not well-formed YAML",
            found=found,
            mend="check the indentation, the colons and the quotation marks on this line and the one above",
        ) from None
    except YAMLError as error:
        raise Refusal.at(
            Place(file),
            "this is not well-formed YAML",
            found=" ".join(str(error).split())[:120],
            mend="remove control characters and save the file as UTF-8",
        ) from None


class _Builder:
    """Builds the tree from parser events, without recursion, counting as it goes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self.aliases = 0
        self.anchors: dict[str, tuple[Node, int]] = {}

    def place(self, event: events.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def build(self, stream: object) -> Node:
        root: Node | None = None
        open_nodes: list[tuple[events.Event, list[Node], int]] = []
        for event in stream:  # type: ignore[attr-defined]
            finished: Node | None = None
            start_count = self.count
            if isinstance(event, events.ScalarEvent):
                self._tally(event)
                plain = not event.style and event.implicit[0]
                finished = Scalar(event.value, self.place(event), plain)
            elif isinstance(event, events.AliasEvent):
                finished = self._alias(event)
            elif isinstance(event, events.SequenceStartEvent | events.MappingStartEvent):
                self._tally(event)
                open_nodes.append((event, [], start_count))
                if len(open_nodes) > DEEPEST:
                    raise self._limit(event, "the file is nested too deeply", f"at most {DEEPEST} levels")
                continue
            elif isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
                event, children, start_count = open_nodes.pop()
                if isinstance(event, events.SequenceStartEvent):
                    finished = Sequence(tuple(children), self.place(event))
                else:
                    finished = self._mapping(event, children)
            elif isinstance(event, events.DocumentStartEvent) and root is not None:
                raise self._limit(event, "the file holds a second document", "one document")
            if finished is None:
                continue
            if anchor := getattr(event, "anchor", None):
                if not isinstance(event, events.AliasEvent):
                    self.anchors[anchor] = (finished, self.count - start_count)
            if open_nodes:
                open_nodes[-1][1].append(finished)
            else:
                root = finished
        return root if root is not None else Scalar("", Place(self.file, 1, 1))

    def _tally(self, event: events.Event, weight: int = 1) -> None:
        self.count += weight
        if self.count > MOST_NODES:
            raise self._limit(event, "the file holds too much", f"at most {MOST_NODES:,} values")
        tag = getattr(event, "tag", None) or getattr(event, "ctag", None)
        if tag and str(tag) not in ("None", "!", "tag:yaml.org,2002:str"):
            raise self._limit(event, "a YAML tag is not read here", "plain values", f"`{tag}`")

    def _alias(self, event: events.AliasEvent) -> Node:
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise self._limit(event, "the file uses too many aliases", f"at most {MOST_ALIASES}")
        known = self.anchors.get(event.anchor)
        if known is None:
            raise self._limit(event, "an alias has no anchor before it", f"`&{event.anchor}` above it")
        node, weight = known
        self._tally(event, weight)
        return node

    def _mapping(self, event: events.Event, children: list[Node]) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Place] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise self._limit(event, "a key is not a word", "a word before the colon")
            if key.plain and key.text == "<<":
                raise self._limit(event, "merge keys are not read here", "the entries written out")
            if key.text in seen:
                raise Refusal(
                    Problem(
                        key.place,
                        f"`{key.text}` is defined twice",
                        "give one of the two another name, or remove it",
                        found=f"the first at line {seen[key.text].line}",
                    )
                )
            seen[key.text] = key.place
            entries.append((key, value))
        return Mapping(tuple(entries), self.place(event))

    def _limit(self, event: events.Event, what: str, expected: str, found: str = "") -> Refusal:
        mend = "write the value out in plain YAML" if found else "write the matter without it, or split it"
        return Refusal.at(self.place(event), what, expected=expected, found=found, mend=mend)
