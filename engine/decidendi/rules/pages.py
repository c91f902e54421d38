"""One page of a rulebook: literate Markdown, cut into provisions and the blocks under them.

Markdown itself is read by `markdown-it-py`; this module gives meaning to headings, fenced blocks and the few
lines that a provision may carry (`not encoded:`, `status:`, `in force:`, `published:`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from markdown_it import MarkdownIt

from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, read_nodes, shown
from decidendi.facts.periods import Period, PeriodError, parse_day, parse_period
from decidendi.refusal import Place, Problem, nearest
from decidendi.rules.provisions import NUMBERS, STATUSES, Block, Page, Provision, dated, identifier_of

FRONT_MATTER_KEYS: Final = (
    "instrument",
    "short",
    "citation",
    "identifier",
    "in force",
    "status",
    "numbers",
    "outline",
    "published",
)
BLOCK_KINDS: Final = ("rule", "term", "nouns", "words", "parameter", "determination", "documents")
_REQUIRED: Final = {
    "instrument": "its name",
    "citation": "how it is cited",
    "identifier": "/country/collection/number",
    "in force": "2017-12-21/..",
}
"""What front matter must say, with an example of each."""

_FRONT = re.compile(r"---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_PROVISION = re.compile(r"Sec\.\s+(\S+)\s*(.*)")
_LINE = re.compile(r"(not encoded|status|number|in force|published):\s*(.*)", re.DOTALL)


def read_page(text: str, file: str, problems: list[Problem]) -> Page | None:
    """Cut a page into provisions; problems are noted in `problems`. `None` where it cannot be read at all."""
    front = _FRONT.match(text)
    if front is None:
        problems.append(
            Problem(
                Place(file, 1),
                "the page has no front matter",
                "begin the page with `---`, `instrument: ...`, `---`",
                expected="the instrument that the page belongs to",
            )
        )
        return None
    matter = _front_matter(front[1], file, problems)
    if matter is None:
        return None
    body = text[front.end() :]
    offset = text[: front.end()].count("\n")
    return _Cutter(file, matter, offset, problems).cut(body, text)


def _front_matter(text: str, file: str, problems: list[Problem]) -> dict[str, Node] | None:
    root = read_nodes("\n" + text, file)  # behind the line `---`, so that each place is that in the page
    if not isinstance(root, Mapping):
        problems.append(
            Problem(
                Place(file, 2),
                "the front matter does not say what the page is",
                "write a line each: `instrument: ...`, `citation: ...`, `identifier: ...`, `in force: ...`",
                expected="`name: value` in each line",
            )
        )
        return None
    entries = {key.text: value for key, value in root.entries}
    for key, _ in root.entries:
        if key.text not in FRONT_MATTER_KEYS:
            close = nearest(key.text, FRONT_MATTER_KEYS)
            problems.append(
                Problem(
                    key.place,
                    f"unknown key {shown(key.text)} in the front matter",
                    f"did you mean {close}" if close else "remove it",
                    expected="one of " + ", ".join(f"`{name}`" for name in FRONT_MATTER_KEYS),
                )
            )
    missing = [name for name in _REQUIRED if not _is_text(entries.get(name))]
    for name in missing:
        what = f"the front matter does not say `{name}`"
        problems.append(Problem(Place(file, 2), what, f"add `{name}: {_REQUIRED[name]}`"))
    outline = entries.get("outline")
    if outline is not None and not (isinstance(outline, Sequence) and all(map(_is_text, outline.items))):
        problems.append(
            Problem(
                outline.place,
                "`outline` is not a list of labels",
                "write it as in `outline: [1, 1(a), 1(b)]`",
                expected="the labels of all sections and paragraphs",
            )
        )
    return None if missing else entries


def _is_text(node: Node | None) -> bool:
    return isinstance(node, Scalar) and not node.is_null


def _word(matter: dict[str, Node], key: str, default: str = "") -> str:
    node = matter.get(key)
    return node.text.strip() if isinstance(node, Scalar) else default


class _Cutter:
    def __init__(self, file: str, matter: dict[str, Node], offset: int, problems: list[Problem]) -> None:
        self.file = file
        self.matter = matter
        self.offset = offset
        self.problems = problems
        self.instrument = _word(matter, "instrument")
        self.identifier = _word(matter, "identifier").rstrip("/")
        self.citation = _word(matter, "citation")
        self.in_force = self._period(_word(matter, "in force"), matter["in force"].place.line)
        status = matter.get("status")
        self.status = self._status(_word(matter, "status", STATUSES[-1]), status.place.line if status else 2)
        numbers = matter.get("numbers")
        published = matter.get("published")
        self.published = self._day(_word(matter, "published"), published.place.line) if published else None
        self.numbering = self._numbering(_word(matter, "numbers", NUMBERS[0]), numbers.place.line if numbers else 2)

    def _period(self, text: str, line: int) -> Period:
        try:
            return parse_period(text)
        except PeriodError as error:
            self.problems.append(
                Problem(Place(self.file, line), error.what, "correct `in force`", error.expected, shown(text))
            )
            return parse_period("unknown")

    def _day(self, text: str, line: int) -> date | None:
        try:
            return parse_day(text)
        except PeriodError as error:
            self.problems.append(
                Problem(
                    Place(self.file, line),
                    error.what,
                    "correct `published`",
                    "a full day such as `2020-07-09`",
                    shown(text),
                )
            )
            return None

    def _status(self, text: str, line: int) -> str:
        if text not in STATUSES:
            self.problems.append(
                Problem(
                    Place(self.file, line),
                    f"{shown(text)} is not a status of a citation",
                    "say how far the text is checked",
                    expected="one of " + ", ".join(f"`{status}`" for status in STATUSES),
                )
            )
        return text

    def _numbering(self, text: str, line: int) -> str:
        if text not in NUMBERS:
            self.problems.append(
                Problem(
                    Place(self.file, line),
                    f"{shown(text)} does not say how far a number is checked",
                    "say how far the number of the provision is checked",
                    expected="one of " + ", ".join(f"`{word}`" for word in NUMBERS),
                )
            )
        return text

    def cut(self, body: str, text: str) -> Page:
        provisions: list[Provision] = []
        outside: list[Block] = []
        readings: list[str] = []
        current: dict[str, object] | None = None
        tokens = MarkdownIt("commonmark").parse(body)
        for index, token in enumerate(tokens):
            line = self.offset + (token.map[0] if token.map else 0) + 1
            if token.type == "heading_open":
                heading = tokens[index + 1].content.strip()
                depth = int(token.tag[1])
                match = _PROVISION.match(heading)
                if match:
                    self._close(current, provisions)
                    current = self._open(match, depth, line)
                elif current is not None and depth <= int(str(current["depth"])):
                    self._close(current, provisions)
                    current = None
                if heading.startswith("Reading:"):
                    readings.append(heading.removeprefix("Reading:").strip())
            elif token.type == "fence":
                block = self._block(token.info, token.content, line)
                if block is not None:
                    target = outside if current is None else current["blocks"]
                    target.append(block)  # type: ignore[attr-defined]
            elif token.type == "paragraph_open" and current is not None:
                self._paragraph(current, tokens[index + 1].content, line)
        self._close(current, provisions)
        outline_node = self.matter.get("outline")
        outline = (
            tuple(item.text for item in outline_node.items if isinstance(item, Scalar))
            if isinstance(outline_node, Sequence)
            else ()
        )
        return Page(
            file=self.file,
            instrument=self.instrument,
            short=_word(self.matter, "short", self.instrument),
            citation=self.citation,
            identifier=self.identifier,
            in_force=self.in_force,
            outline=outline,
            provisions=tuple(provisions),
            blocks=tuple(outside),
            readings=tuple(readings),
            text=text,
            place=Place(self.file, 1),
        )

    def _open(self, match: re.Match[str], depth: int, line: int) -> dict[str, object]:
        label = match[1]
        return {
            "number": label,
            "label": label,
            "title": match[2].strip(),
            "identifier": identifier_of(self.identifier, label),
            "instrument": self.instrument,
            "citation": self.citation,
            "in_force": self.in_force,
            "status": self.status,
            "numbering": self.numbering,
            "not_encoded": "",
            "restatement": "",
            "depth": depth,
            "blocks": [],
            "place": Place(self.file, line),
            "published": self.published,
        }

    def _close(self, current: dict[str, object] | None, provisions: list[Provision]) -> None:
        if current is not None:
            blocks: tuple[Block, ...] = tuple(current["blocks"])  # type: ignore[arg-type]
            provision = Provision(**{**current, "blocks": blocks})  # type: ignore[arg-type]
            provisions.append(replace(provision, identifier=dated(provision.identifier, provision.in_force)))

    def _paragraph(self, current: dict[str, object], content: str, line: int) -> None:
        reason_goes_on = False
        for number, part in enumerate(content.split("\n")):
            if match := _LINE.match(part):
                name, value = match[1], match[2].strip()
                if name == "in force":
                    current["in_force"] = self._period(value, line + number)
                elif name == "published":
                    current["published"] = self._day(value, line + number)
                elif name == "number":
                    current["numbering"] = self._numbering(value, line + number)
                elif name == "status":
                    current["status"] = self._status(value, line + number)
                elif value:
                    current["not_encoded"] = value
                    reason_goes_on = True
                    continue
                else:
                    self.problems.append(
                        Problem(
                            Place(self.file, line + number),
                            "`not encoded` gives no reason",
                            "say why in the same line",
                            expected="`not encoded: ` and the reason",
                        )
                    )
                    current["not_encoded"] = "no reason given"
                reason_goes_on = False
            elif reason_goes_on:
                current["not_encoded"] = f"{current['not_encoded']} {part.strip()}"
            else:
                current["restatement"] = f"{current['restatement']} {part}".strip()

    def _block(self, info: str, content: str, line: int) -> Block | None:
        kind, _, options = info.strip().partition(" ")
        if kind not in BLOCK_KINDS:
            if kind and nearest(kind, BLOCK_KINDS):
                self.problems.append(
                    Problem(
                        Place(self.file, line),
                        f"unknown block {shown(kind)}",
                        f"did you mean {nearest(kind, BLOCK_KINDS)}",
                        expected="one of " + ", ".join(f"`{name}`" for name in BLOCK_KINDS),
                    )
                )
            return None
        if options and kind != "rule":
            self.problems.append(
                Problem(
                    Place(self.file, line),
                    f"{shown(options)} cannot follow `{kind}`",
                    "correct the first line of the block",
                    expected="nothing behind it",
                )
            )
        lines = tuple((line + 1 + number, part) for number, part in enumerate(content.split("\n")) if part.strip())
        return Block(kind, options.strip(), lines, Place(self.file, line))
