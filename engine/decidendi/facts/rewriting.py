"""Expectations rewritten in the text of a fact set, with every other character of the file left as it is.

The YAML is read with the place of each value, and only the values that change are written anew: comments, order and
layout stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from decidendi.facts.fact_set import Expectation

_PLAIN: Final = re.compile(r"[A-Za-z0-9][\w ()./%-]*\Z")
_BEGINNINGS: Final = {"holds": "", "fails": "it is not the case that ", "undetermined": "it is undetermined whether "}
Span = tuple[int, int, str]


def with_expectations(text: str, changes: Sequence[tuple[Expectation, Expectation]]) -> str:
    """The text of a fact set in which some expectations read otherwise.

    Args:
        text: the YAML.
        changes: pairs of an expectation of this text, known by its place, and what it is to say instead.

    Raises:
        ValueError: an expectation is not where its place says, as where one is written once for two by an alias.
    """
    nodes = dict(_expected(YAML().compose(text)))
    spans: list[Span] = []
    for before, after in changes:
        node = nodes.get((before.place.line, before.place.column))
        if node is None:
            raise ValueError(f"no expectation begins at {before.place}")
        if isinstance(node, ScalarNode):
            spans.append((*_extent(node, text), _written(sentence(after), node.style)))
        else:
            spans += _slots(node, before, after, text)
    for start, end, words in sorted(spans, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def sentence(expectation: Expectation) -> str:
    """An expectation as one sentence: the outcome, the conclusion, and the provisions."""
    words = _BEGINNINGS[expectation.outcome] + expectation.sentence
    for said, labels in (("resting on", expectation.resting_on), ("not resting on", expectation.not_resting_on)):
        if labels:
            words += f", {said} " + ", ".join(f'"{label}"' for label in labels)
    return words


def _expected(root: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """The expectations of a document, by line and column from 1."""
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if " ".join(key.value.split()).casefold() == "expect":
            for item in value.value if isinstance(value, SequenceNode) else (value,):
                yield (item.start_mark.line + 1, item.start_mark.column + 1), item


def _slots(node: Any, before: Expectation, after: Expectation, text: str) -> Iterator[Span]:
    """What has to change in an expectation that is written as a record."""
    entries = {" ".join(key.value.replace("_", " ").split()).casefold(): (key, value) for key, value in node.value}
    sought: dict[str, Any] = {}
    if "outcome" in entries:
        sought["outcome"] = after.outcome if after.outcome != before.outcome else None
    elif after.outcome != before.outcome:
        said = {"resting_on": (), "not_resting_on": ()} if "resting on" in entries else {}
        sought["that"] = sentence(after.model_copy(update=said))
    for word in ("resting on", "not resting on", "open questions", "response", "verdict", "duties"):
        field = word.replace(" ", "_")
        if getattr(after, field) != getattr(before, field):
            if word in entries:
                sought[word] = getattr(after, field)
            elif word in ("resting on", "not resting on"):  # said within the sentence
                sought["that"] = sentence(after)
    for word, value in sought.items():
        if value is None:
            continue
        key, old = entries[word]
        start, end = _extent(key, text)[1], _extent(old, text)[1]
        if value:
            yield start, end, ": " + _value(value, old)
        else:
            yield _without(node, key, text)


def _without(node: Any, key: Any, text: str) -> Span:
    """The stretch to leave out so that a slot is gone."""
    keys = [entry for entry, _ in node.value]
    number = keys.index(key)
    if number + 1 < len(keys):
        return key.start_mark.index, keys[number + 1].start_mark.index, ""
    before = node.value[number - 1][1]
    return _extent(before, text)[1], _extent(node.value[number][1], text)[1], ""


def _extent(node: Any, text: str) -> tuple[int, int]:
    """Where a value stands: a block ends with its last value, not with the blanks and comments behind it."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, ScalarNode) or node.flow_style:
        quoted = isinstance(node, ScalarNode) and node.style in ("'", '"')
        return start, end if quoted else start + len(text[start:end].rstrip())
    last = node.value[-1]
    return start, _extent(last[1] if isinstance(last, tuple) else last, text)[1]


def _value(value: Any, old: Any) -> str:
    if isinstance(value, str):
        return _written(value, old.style if isinstance(old, ScalarNode) else "'")
    return "[" + ", ".join(_flow(item) for item in value) + "]"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{slot}: {_flow(words)}" for slot, words in value.items()) + "}"
    return str(value) if re.fullmatch(r"[A-Za-z0-9][\w -]*", value) else _quoted(value)


def _written(words: str, style: str | None) -> str:
    plain = _PLAIN.match(words) or (style is None and not re.search(r": |\s#|:\Z|\A\W|[\[\]{}]", words))
    return words if plain else _quoted(words)


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'" if '"' in words else f'"{words}"'
