"""Hostile input made from sound input: real files with bytes flipped, lines moved, keys doubled, depths blown up.

An input is a sound file, or one of the small ones that a grammar makes, and a few changes to it. Hypothesis shrinks
the changes first, so that what is left of a fault is a sound file with one thing wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hypothesis import strategies as st

LARGEST: Final = 200_000
"""Bytes of what is made: more is refused unread, and costs time to write."""

ODD: Final = (
    "",
    " ",
    "\t",
    "\r",
    "\n\n",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202e",
    "\ufeff",
    "\ufffe",
    "\ufdd0",
    "\u00ad",
    "\u0130",
    "\u00df",
    "e\u0301",
    "\U0001f9ff",
    "\U000e0041",
    "\uff15\uff10",
    "\uff12\uff10\uff12\uff10-\uff10\uff17-\uff10\uff19",
    "\u0665\u0660",
    "\u00bd",
    "\u00b2",
    "-1",
    "0",
    "1e999",
    "1e-999",
    "-0.0",
    "0x10",
    "1_000",
    "1/0",
    "1/3",
    "nan",
    "inf",
    ".inf",
    "9" * 30,
    "9" * 5000,
    "0." + "3" * 5000,
    "100.0000000000000000001",
    "unknown",
    "null",
    "~",
    "true",
    "NO",
    "another party",
    "any",
    "it is not the case that ",
    "{value}",
    "{}",
    "{x}",
    "%s",
    "`",
    "'",
    '"',
    "\\",
    "<script>",
    "a" * 300,
)
DATES: Final = (
    "2020-07-09",
    "2020-02-30",
    "0000",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31/..",
    "../..",
    "/",
    "//",
    "..",
    "2018/",
    "/2018",
    "2018/2017",
    "2016?",
    "2016~",
    "2016%",
    "201X",
    "2XXX",
    "XXXX",
    "2018-XX",
    "2018-XX-31",
    "2018-02-XX",
    "XXXX-02-30",
    "2018-21",
    "2018-33",
    "2018-41",
    "-2018",
    "-0001",
    "Y17E8",
    "Y-170000002",
    "1950S2",
    "[1667,1668..1672]",
    "{1960,1961-12}",
    "2004-06-(01)~/2004-06-(20)~",
    "?2004-06-~11",
    "2020-07-09T12:00:00Z",
    "2020-W28",
    "2020-191",
    "20200709",
    "2020-7-9",
    "unknown/2018",
    "2018/open",
    "2018/unknown",
    "2018-05-31/2018-05",
)
YAML: Final = (
    *ODD,
    *DATES,
    "&a ",
    "*a",
    "*b",
    "&a [*a]",
    "<<: *a\n",
    "<<: {title: x}\n",
    "!!python/object/apply:os.system [id]",
    "!!binary aGk=",
    "!!str ",
    "! ",
    "!x ",
    "? ",
    "- ",
    "- - - ",
    ": ",
    ":\n",
    "#",
    "|\n  ",
    ">-\n  ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "@",
    "%YAML 1.1\n---\n",
    "%TAG ! tag:x,2000:\n---\n",
    "---\n",
    "...\n",
    "{a: b}",
    "[a, b]",
    "[]",
    "{{}}",
    '"\\x00"',
    '"\\ud800"',
    '"\\u2029"',
    '"\\e[31m"',
    "source: {made-up: page 2}",
    "expect:\n  - huo is blocked\n",
    "known from: 2020-01-01",
)
MARKDOWN: Final = (
    *ODD,
    *DATES,
    "---\n",
    "```\n",
    "```rule\n",
    "```term\n",
    "```nouns\n",
    "```words\n",
    "```parameter\n",
    "```determination\n",
    "```documents\n",
    "~~~\n",
    "    ",
    "# ",
    "## Sec. 1 ",
    "####### ",
    "## Sec. 1(a)(b)(c)(d)(e)(f)(g) x\n",
    "## Sec. (((\n",
    "## Sec. ../../x y\n",
    "- ",
    "> ",
    "<!--",
    "<script>alert(1)</script>",
    "[x](javascript:x)",
    "not encoded: ",
    "not encoded: because\n\n",
    "status: checked\n",
    "in force: 2018/2017\n",
    "Reading: ",
    " if\n",
    " unless\n",
    "either\n",
    "or\n",
    "    it is not the case that\n",
    "    the person is a person,\n",
    "A person is blocked if\n",
    "exception to 1(a)",
    "the ownership threshold is 50 percent\n",
    "in total",
    ".",
    ",",
    ":",
)
JSON: Final = (
    *ODD,
    *DATES,
    "\\ud800",
    "\\u0000",
    "\\u001b[31m",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "NaN",
    "1e400",
    '"\\ud800"',
    '"\\u0000"',
    "[" * 2000,
)
TEMPLATE: Final = (
    *ODD,
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{ memo }}",
    "{{ '\\ud800' }}",
    "{{ memo.heading }}",
    "{{ memo.model_dump }}",
    "{{ memo.model_dump() }}",
    "{{ memo.__class__ }}",
    "{{ self }}",
    "{{ loop }}",
    "{{ caller() }}",
    "{{ namespace() }}",
    "{{ cycler }}",
    "{{ joiner(1)() }}",
    "{{ lipsum(n=100) }}",
    "{{ dict(a=1).items() }}",
    "{{ range(10**9) }}",
    "{{ range(99999)|list }}",
    "{{ 9**9**9 }}",
    "{{ 2**100000 }}",
    "{{ 1/0 }}",
    "{{ 'a'*10**9 }}",
    "{{ 'a'.format }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '%s'|format(memo) }}",
    "{{ '%d'|format('x') }}",
    "{{ ''|attr('__class__') }}",
    "{{ memo|map(attribute='x')|list }}",
    "{{ [3,'a']|sort }}",
    "{{ memo|tojson }}",
    "{{ memo|pprint }}",
    "{{ memo|xmlattr }}",
    "{{ [1,2]|random }}",
    "{{ 'x'|indent(10**9) }}",
    "{{ 'x'|center(10**9) }}",
    "{{ 'x y'|wordwrap(0) }}",
    "{{ 1|filesizeformat }}",
    "{{ [1]|batch(0)|list }}",
    "{{ [1]|slice(0)|list }}",
    "{{ 'a' is divisibleby 0 }}",
    "{{ 1 is divisibleby 0 }}",
    "{{ x is defined }}",
    "{{ ''|nosuch }}",
    "{{ ''|safe }}",
    "{% if %}",
    "{% if 1 %}",
    "{% endif %}",
    "{% for x in memo %}",
    "{% for x in range(9999) %}",
    "{% for a, b in [1] %}{% endfor %}",
    "{% for x in [1] recursive %}{{ loop(x) }}{% endfor %}",
    "{% endfor %}",
    "{% set x = 1 %}",
    "{% set memo = 1 %}",
    "{% set a.b = 1 %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(a=b, b=a) %}{% endmacro %}{{ m() }}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{% endautoescape %}",
    '{% include "memo.md.jinja" %}',
    '{% include "/etc/hosts" %}',
    '{% include "../x" %}',
    "{% include memo %}",
    "{% include [] %}",
    '{% extends "memo.md.jinja" %}',
    "{% extends 1 %}",
    '{% import "memo.md.jinja" as x %}',
    "{% block x %}{% endblock %}",
    "{% block x required %}{% endblock %}",
    "{% raw %}",
    "{% do 1 %}",
    "{% break %}",
    "{% with a=a %}{{ a }}{% endwith %}",
    "{% trans %}x{% endtrans %}",
    "{% for x in [1] %}" * 25 + "{% endfor %}" * 25,
    "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
    "{{ " + "not " * 3000 + "1 }}",
    "{{ " + "[" * 500 + "]" * 500 + " }}",
    "{{ " + "1+" * 5000 + "1 }}",
    "{{ 'x'" + "~'x'" * 3000 + " }}",
    "{{ a" + ".a" * 3000 + " }}",
)

Change = Callable[[bytes], bytes]


def _at(length: int, of_1000: int) -> int:
    return min(length, of_1000 * (length + 1) // 1000)


def _insert(data: bytes, at: int, words: bytes) -> bytes:
    place = _at(len(data), at)
    return data[:place] + words + data[place:]


def _overwrite(data: bytes, at: int, words: bytes) -> bytes:
    place = _at(len(data), at)
    return data[:place] + words + data[place + len(words) :]


def _cut(data: bytes, at: int, count: int) -> bytes:
    place = _at(len(data), at)
    return data[:place] + data[place + count :]


def _flip(data: bytes, at: int, bit: int) -> bytes:
    place = _at(len(data) - 1, at)
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :] if data else data


def _lines(data: bytes, at: int, count: int) -> tuple[list[bytes], int, int]:
    lines = data.split(b"\n")
    start = _at(len(lines) - 1, at)
    return lines, start, min(len(lines), start + count)


def _move(data: bytes, at: int, count: int, to: int) -> bytes:
    lines, start, end = _lines(data, at, count)
    moved, rest = lines[start:end], lines[:start] + lines[end:]
    place = _at(len(rest), to)
    return b"\n".join(rest[:place] + moved + rest[place:])


def _double(data: bytes, at: int, count: int, times: int) -> bytes:
    lines, start, end = _lines(data, at, count)
    return b"\n".join(lines[:end] + lines[start:end] * times + lines[end:])


def _drop(data: bytes, at: int, count: int) -> bytes:
    lines, start, end = _lines(data, at, count)
    return b"\n".join(lines[:start] + lines[end:])


def _indent(data: bytes, at: int, count: int, by: int) -> bytes:
    lines, start, end = _lines(data, at, count)
    shifted = [b" " * by + line if by > 0 else line[-by:] for line in lines[start:end]]
    return b"\n".join(lines[:start] + shifted + lines[end:])


def _value(data: bytes, at: int, words: bytes) -> bytes:
    """What stands behind a colon becomes something else."""
    lines, start, _ = _lines(data, at, 1)
    head, colon, _ = lines[start].partition(b":")
    lines[start] = head + colon + b" " + words if colon else words
    return b"\n".join(lines)


def _word(data: bytes, at: int, which: int, words: bytes) -> bytes:
    """One word of a line becomes something else."""
    lines, start, _ = _lines(data, at, 1)
    parts = lines[start].split(b" ")
    parts[which % len(parts)] = words
    lines[start] = b" ".join(parts)
    return b"\n".join(lines)


def _nest(data: bytes, at: int, depth: int, brackets: bytes) -> bytes:
    lines, start, _ = _lines(data, at, 1)
    head, colon, tail = lines[start].partition(b":")
    inner = brackets[:1] * depth + (tail if colon else head) + brackets[-1:] * depth
    lines[start] = head + colon + b" " + inner if colon else inner
    return b"\n".join(lines)


def _anchor_bomb(data: bytes, levels: int, width: int) -> bytes:
    made = [b"bomb: &l0 [x]"]
    for level in range(levels):
        made.append(b"bomb%d: &l%d [%s]" % (level, level + 1, b", ".join([b"*l%d" % level] * width)))
    return data + b"\n" + b"\n".join(made) + b"\n"


def _splice(data: bytes, at: int, other: bytes, start: int, count: int) -> bytes:
    lines, place, _ = _lines(data, at, 1)
    borrowed, begin, end = _lines(other, start, count)
    return b"\n".join(lines[:place] + borrowed[begin:end] + lines[place:])


def _changes(words: Sequence[str], sound: Sequence[bytes]) -> st.SearchStrategy[Change]:
    at = st.integers(0, 1000)
    few, some = st.integers(1, 3), st.integers(1, 12)
    word = st.sampled_from(words).map(lambda text: text.encode("utf-8"))

    def of(change: Callable[..., bytes], *drawn: st.SearchStrategy[object]) -> st.SearchStrategy[Change]:
        return st.tuples(*drawn).map(lambda made: lambda data: change(data, *made))

    return st.one_of(
        of(_value, at, word),
        of(_word, at, st.integers(0, 12), word),
        of(_insert, at, word),
        of(_overwrite, at, word),
        of(_drop, at, few),
        of(_cut, at, some),
        of(_flip, at, st.integers(0, 7)),
        of(_move, at, few, at),
        of(_double, at, few, st.sampled_from((1, 2, 30))),
        of(_indent, at, few, st.sampled_from((-4, -2, -1, 1, 2, 4))),
        of(_splice, at, st.sampled_from(sound), at, some),
        of(_nest, at, st.sampled_from((1, 3, 23, 24, 25, 200, 5000)), st.sampled_from((b"[]", b"{}", b"()", b"''"))),
        of(_insert, at, st.binary(min_size=1, max_size=8)),
        of(_insert, at, st.text(max_size=8).map(lambda text: text.encode("utf-8", "surrogatepass"))),
        of(_anchor_bomb, st.integers(1, 12), st.sampled_from((2, 10))),
        of(lambda data: data.replace(b"\n", b"\r\n")),
        of(lambda data, place: data[: _at(len(data), place)], at),
    )


def mutated(
    sound: Sequence[bytes], words: Sequence[str], made: st.SearchStrategy[bytes] | None = None, most: int = 5
) -> st.SearchStrategy[bytes]:
    """Sound input, or input of a grammar, with up to `most` changes.

    Args:
        sound: the files to begin from, the simplest first.
        words: what to put where something else was.
        made: input that a grammar makes; also begun from where given.
        most: how many changes.
    """
    begun = st.sampled_from(sound) if made is None else st.one_of(st.sampled_from(sound), made)

    def apply(data: bytes, changes: list[Change]) -> bytes:
        for change in changes:
            data = change(data)[:LARGEST]
        return data

    return st.builds(apply, begun, st.lists(_changes(words, sound), max_size=most))
