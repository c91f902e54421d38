"""The shape of a rule block: a conclusion, conditions, alternatives (`either ... or ...`) and exceptions (`unless`).

A condition ends with the comma or full stop at the end of a line, so that a sentence may hold commas of its own.
The alternatives of `either` stand deeper than it; `or` stands alone in a line at its depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from decidendi.refusal import Place, Problem, Refusal
from decidendi.rules.provisions import Block


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a rule, where it begins, and how many lines it takes."""

    text: str
    place: Place
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Either:
    """Alternatives, each a list of conditions."""

    alternatives: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """An exception: the rule does not apply where its conditions hold."""

    items: tuple[Item, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Total:
    """Shares that add up to a threshold: `table` says what is added up, `counted` which of it counts.

    `whole` says when the table is known to hold all there is; it may be empty.

    `value` is the noun of what is added up, `units` are the nouns that tell one summand from another, `threshold` is
    the phrase that the sum is compared with.
    """

    text: str
    value: str
    threshold: str
    more_than: bool
    undisclosed: bool
    units: tuple[str, ...]
    table: tuple[Item, ...]
    counted: tuple[Item, ...]
    whole: tuple[Item, ...]
    place: Place


Item = Sentence | Either | Unless | Total


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A rule as written. `reading` is (name, of); `exceptions_to` holds labels of provisions."""

    head: Sentence
    items: tuple[Item, ...]
    reading: tuple[str, str] | None
    is_default: bool
    because: str
    exceptions_to: tuple[str, ...]
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


MOST_ALTERNATIVES: Final = 256
_NO_IF: Final = "the rule has no `if`"
_ADD_IF: Final = "end the conclusion with `if`, or with a full stop where it has no conditions"
_TOTAL = re.compile(
    r"the (?P<value>[a-z][a-z ]*)s add up to (?P<how>at least|more than) (?P<threshold>.+?)"
    r"(?P<undisclosed>, undisclosed ones included)?, one for each (?P<units>.+?), where"
)
_COUNTING: Final = "counting those where"
_WHOLE: Final = "making up the whole where"
_READING = re.compile(r'reading "([^"]+)" of "([^"]+)"\s*(\(default\))?')
_EXCEPTION = re.compile(r'exception to ((?:"[^"]+"(?:,\s*)?)+)')


def read_rule(block: Block) -> RuleBlock:
    """Read a `rule` block.

    Raises:
        Refusal: its options or its shape are not those of a rule.
    """
    options = block.options
    reading = _READING.search(options)
    exception = _EXCEPTION.search(options)
    rest = _EXCEPTION.sub("", _READING.sub("", options)).strip()
    if rest:
        raise Refusal.at(
            block.place,
            f"`{rest}` cannot follow `rule`",
            expected='nothing, `reading "NAME" of "TERM" (default)` or `exception to "PROVISION"`',
            mend="correct the first line of the block",
        )
    lines = [_Line(number, len(text) - len(text.lstrip()), text.strip()) for number, text in block.lines]
    because = ""
    if lines and lines[0].text.startswith("because:"):
        because = lines.pop(0).text.removeprefix("because:").strip()
        while lines and lines[0].indent > 0:
            because += " " + lines.pop(0).text
    return _Shape(block, lines).read(
        (reading[1], reading[2]) if reading else None,
        bool(reading and reading[3]),
        because,
        tuple(re.findall(r'"([^"]+)"', exception[1])) if exception else (),
    )


class _Shape:
    def __init__(self, block: Block, lines: list[_Line]) -> None:
        self.block = block
        self.lines = lines
        self.index = 0
        self.file = block.place.file
        self.ended = False

    def _refuse(self, line: _Line | None, what: str, mend: str, expected: str = "") -> Refusal:
        place = Place(self.file, line.number if line else self.block.place.line)
        found = f"`{line.text[:80]}`" if line else "the end of the block"
        return Refusal(Problem(place, what, mend, expected, found))

    def read(
        self, reading: tuple[str, str] | None, is_default: bool, because: str, exceptions_to: tuple[str, ...]
    ) -> RuleBlock:
        head_lines: list[str] = []
        start = self._peek()
        if start is None:
            raise self._refuse(None, "the rule is empty", "write a conclusion, `if`, and its conditions below it")
        items: list[Item] = []
        while True:
            line = self._peek()
            if line is None:
                raise self._refuse(start, _NO_IF, _ADD_IF)
            self.index += 1
            head_lines.append(line.text)
            text = " ".join(head_lines)
            if text.endswith(" if either"):
                head = text.removesuffix(" if either")
                items.append(self._either(line.indent))
                break
            if text.endswith(" if"):
                head = text.removesuffix(" if")
                break
            if text.endswith("."):
                if line.indent > start.indent:
                    raise self._refuse(start, _NO_IF, _ADD_IF)
                head = text.removesuffix(".")
                self.ended = True
                break
        items += self._items(-1)
        if (rest := self._peek()) is not None:
            raise self._refuse(rest, "this line does not belong to the rule", "check its indentation")
        if not items and text.endswith(" if"):
            raise self._refuse(start, "the rule has no conditions", "write them below `if`, one to a line")
        if count_alternatives(tuple(items)) > MOST_ALTERNATIVES:
            raise self._refuse(
                start,
                "the rule has too many alternatives",
                "give some of its conditions a term and a rule of their own",
                expected=f"at most {MOST_ALTERNATIVES} ways through all its `either`",
            )
        return RuleBlock(
            head=Sentence(head, Place(self.file, start.number), len(head_lines)),
            items=tuple(items),
            reading=reading,
            is_default=is_default,
            because=because,
            exceptions_to=exceptions_to,
            text="\n".join(text for _, text in self.block.lines),
            place=Place(self.file, start.number),
        )

    def _peek(self) -> _Line | None:
        return self.lines[self.index] if self.index < len(self.lines) else None

    def _items(self, above: int) -> list[Item]:
        """The items that stand deeper than `above`."""
        items: list[Item] = []
        while (line := self._peek()) is not None and line.indent > above:
            self._refuse_after_the_end(line)
            word = line.text.removeprefix("and ").rstrip(",")
            if word == "or":
                break
            if word == "either":
                self.index += 1
                items.append(self._either(line.indent))
            elif word == "unless" or word.startswith("unless "):
                items.append(self._unless(line, word))
            elif " add up to " in word:
                items.append(self._total(line.indent))
            else:
                items.append(self._sentence())
        return items

    def _unless(self, line: _Line, word: str) -> Unless:
        place = Place(self.file, line.number)
        rest = word.removeprefix("unless").strip()
        if rest == "either":
            self.index += 1
            return Unless((self._either(line.indent),), place)
        if rest:
            self.lines[self.index] = _Line(line.number, line.indent, line.text.split("unless ", 1)[1])
            return Unless((self._sentence(),), place)
        self.index += 1
        items = self._items(line.indent)
        if not items:
            raise self._refuse(line, "`unless` has no conditions", "write them below it, deeper than it")
        return Unless(tuple(items), place)

    def _total(self, indent: int) -> Total:
        start = self.lines[self.index]
        parts: list[str] = []
        while (line := self._peek()) is not None and not " ".join(parts).endswith("where"):
            self.index += 1
            parts.append(line.text)
        text = " ".join(parts).removeprefix("and ")
        match = _TOTAL.fullmatch(text)
        if match is None:
            raise self._refuse(
                start,
                "this is not how a sum is written",
                "write `the shares add up to at least THRESHOLD, one for each NOUN, where`, the conditions deeper "
                "below it, and `counting those where` at its depth",
                expected="`the shares add up to at least ... , one for each ... , where`",
            )
        what = self._items(indent)
        counting = self._peek()
        if counting is None or counting.text.removeprefix("and ") != _COUNTING or counting.indent != indent:
            raise self._refuse(
                counting,
                "the sum does not say which shares count",
                "write `counting those where` at the depth of the sum, and the conditions deeper below it",
                expected=f"`{_COUNTING}`",
            )
        self._refuse_after_the_end(counting)
        self.index += 1
        counted = self._items(indent)
        whole: list[Item] = []
        following = self._peek()
        if following is not None and following.indent == indent and following.text.removeprefix("and ") == _WHOLE:
            self._refuse_after_the_end(following)
            self.index += 1
            whole = self._items(indent)
        if not what or not counted:
            raise self._refuse(
                counting if what else start,
                "the sum has no conditions here",
                "write them below it, deeper than it",
            )
        return Total(
            text=text.removesuffix(", where"),
            value=match["value"],
            threshold=match["threshold"],
            more_than=match["how"] == "more than",
            undisclosed=match["undisclosed"] is not None,
            units=tuple(re.split(r",? and |, ", match["units"])),
            table=tuple(what),
            counted=tuple(counted),
            whole=tuple(whole),
            place=Place(self.file, start.number),
        )

    def _either(self, indent: int) -> Either:
        alternatives: list[tuple[Item, ...]] = []
        opening = self.lines[self.index - 1]
        while True:
            items = self._items(indent)
            if not items:
                raise self._refuse(
                    opening,
                    "an alternative is empty",
                    "write its conditions deeper than `either`",
                )
            alternatives.append(tuple(items))
            line = self._peek()
            if line is None or line.text.rstrip(",") != "or" or line.indent != indent:
                break
            self._refuse_after_the_end(line)
            opening = line
            self.index += 1
        if len(alternatives) < 2:
            raise self._refuse(
                self._peek() or opening,
                "`either` has one alternative",
                "add `or` alone in a line at the depth of `either`, or remove `either`",
            )
        return Either(tuple(alternatives))

    def _refuse_after_the_end(self, line: _Line) -> None:
        if self.ended:
            raise self._refuse(
                line,
                "the rule goes on after its full stop",
                "end a condition that others follow with a comma, and write each rule in a block of its own",
                expected="the end of the block",
            )

    def _sentence(self) -> Sentence:
        start = self.lines[self.index]
        if start.text.startswith("or "):
            raise self._refuse(
                start,
                "`or` stands before a condition",
                "write `either` above the first alternative, and `or` alone in a line between the two",
                expected="`or` alone in a line",
            )
        parts: list[str] = []
        while (line := self._peek()) is not None:
            word = line.text.rstrip(",")
            if parts and (word in ("or", "either", "unless") or word.startswith("unless ")):
                break
            self.index += 1
            parts.append(line.text)
            if line.text.endswith((",", ".")):
                self.ended = line.text.endswith(".")
                break
        text = " ".join(parts).rstrip(",.").removeprefix("and ").strip()
        return Sentence(text, Place(self.file, start.number), len(parts))


def said(items: tuple[Item, ...]) -> str:
    """Conditions as one sentence, for explanations."""
    parts = []
    for item in items:
        if isinstance(item, Sentence):
            parts.append(item.text)
        elif isinstance(item, Unless):
            parts.append(f"unless {said(item.items)}")
        elif isinstance(item, Total):
            parts.append(item.text)
        else:
            parts.append("either " + " or ".join(said(alternative) for alternative in item.alternatives))
    return ", and ".join(parts)


def count_alternatives(items: tuple[Item, ...]) -> int:
    """How many ways there are through the alternatives, counted without listing them."""
    ways = 1
    for item in items:
        if isinstance(item, Either):
            ways *= sum(count_alternatives(alternative) for alternative in item.alternatives)
    return ways


Step = Sentence | Unless | Total
"""One item of a way through a rule's alternatives."""


def alternatives(items: tuple[Item, ...]) -> list[tuple[Step, ...]]:
    """Every way to choose one alternative of each `either`, in the order written."""
    ways: list[tuple[Step, ...]] = [()]
    for item in items:
        if isinstance(item, Either):
            choices = [way for alternative in item.alternatives for way in alternatives(alternative)]
            ways = [(*way, *choice) for way in ways for choice in choices]
        else:
            ways = [(*way, item) for way in ways]
    return ways
