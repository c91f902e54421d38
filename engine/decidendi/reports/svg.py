"""What every picture is drawn with: text that comes out as text, colours told apart without colour, one frame.

The hues are those of Okabe and Ito, which readers who see colours differently can tell apart. No state is told by hue
alone: each has a line and a filling of its own, and stands in words, so that a print in black and white reads the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from pydantic import ConfigDict

from decidendi.determinations.model import Frozen, State
from decidendi.reports.escaping import html, plain
from decidendi.reports.languages import IN_ENGLISH, Language

INK: Final = "#1f2933"
QUIET: Final = "#52606d"
LINE: Final[dict[State, str]] = {"holds": "#0072b2", "undetermined": "#a35a00", "fails": "#52606d"}
FILL: Final[dict[State, str]] = {"holds": "#dbeaf5", "undetermined": "url(#open)", "fails": "#ffffff"}
DASH: Final[dict[State, str]] = {"holds": "", "undetermined": "6 3", "fails": "1.5 3"}
STATE_WORDS: Final[dict[State, str]] = {"holds": "so", "undetermined": "unknown", "fails": "not so"}

_FONTS: Final = "'Noto Serif', 'Libertinus Serif', 'DejaVu Sans', 'Noto Serif SC', 'Noto Naskh Arabic', sans-serif"
_SIZE: Final = re.compile(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"')
_PATTERNS: Final = (
    '<defs><pattern id="open" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#fff6e3"/><rect width="1.6" height="7" fill="#efc36b"/></pattern></defs>'
)


class Picture(Frozen):
    """A picture: its kind, its heading, what it shows in words for who does not see it, and the drawing as SVG."""

    kind: str
    title: str
    alternative: str
    svg: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, in points."""
        found = _SIZE.search(self.svg)
        if found is None:
            raise ValueError("a drawing that does not say how large it is")
        return float(found[1]), float(found[2])


class Pixelled(Picture):
    """A picture together with its pixels, as PNG, for who cannot show the drawing."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    png: bytes


def picture(
    kind: str,
    title: str,
    alternative: str,
    width: float,
    height: float,
    parts: Iterable[str],
    language: Language = IN_ENGLISH,
) -> Picture:
    """A drawing in its frame, with its title and its description for screen readers, in a language."""
    body = "\n".join(parts)
    shown, told = plain(title), plain(alternative)
    return Picture(
        kind=kind,
        title=shown,
        alternative=told,
        svg=(
            f'<svg xmlns="http://www.w3.org/2000/svg"{said_in(language)} viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" font-family="{_FONTS}" font-size="12" '
            f'fill="{INK}" role="img">\n'
            f"<title>{html(shown)}</title>\n<desc>{html(told)}</desc>\n{_PATTERNS}\n"
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>\n{body}\n</svg>\n'
        ),
    )


def said_in(language: Language) -> str:
    """The attribute of a drawing that says its language; none in English."""
    return "" if language.is_english else f' lang="{language.tag}"'


def label(
    x: float, y: float, words: str, *, size: float = 12, bold: bool = False, anchor: str = "start", fill: str = INK
) -> str:
    """One line of text; `x` and `y` are the start of its base line, in points."""
    weight = ' font-weight="bold"' if bold else ""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{at} fill="{fill}">{html(words)}</text>'


def box(x: float, y: float, width: float, height: float, state: State, told: str = "") -> str:
    """A box in the filling and line of a state; `told` is what a reader who points at it sees."""
    dash = f' stroke-dasharray="{DASH[state]}"' if DASH[state] else ""
    inner = f"<title>{html(told)}</title>" if told else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" fill="{FILL[state]}" '
        f'stroke="{LINE[state]}" stroke-width="1.4"{dash}>{inner}</rect>'
    )


def states_legend(x: float, y: float, states: Iterable[State], language: Language = IN_ENGLISH) -> list[str]:
    """The states that a picture uses, side by side."""
    parts = []
    for state in states:
        word = language.text(STATE_WORDS[state])
        parts += [box(x, y, 22, 13, state), label(x + 28, y + 11, word, size=11)]
        x += max(100, extent(word, 11) + 50)
    return parts


def extent(text: str, size: float) -> float:
    """About how wide a text is, in points: wide characters count double, marks on others nothing."""
    units = 0.0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            continue
        units += 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.66 if character.isupper() else 0.53
    return units * size


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in lines of at most a width in points; what does not fit into `most` lines ends in an ellipsis."""
    rows: list[str] = [""]
    for word in plain(text).split():
        for piece in _pieces(word, width, size):
            joined = f"{rows[-1]} {piece}".strip()
            if extent(joined, size) <= width or not rows[-1]:
                rows[-1] = joined
            else:
                rows.append(piece)
    if len(rows) > most:
        rows = rows[:most]
        while rows[-1] and extent(rows[-1] + " …", size) > width:
            rows[-1] = rows[-1][:-1].rstrip()
        rows[-1] += " …"
    return rows


def _pieces(word: str, width: float, size: float) -> list[str]:
    if extent(word, size) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if extent(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
