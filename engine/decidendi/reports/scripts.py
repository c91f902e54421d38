"""The script that a name is written in, so that a memo shows a name in its own script with the transliteration beside.

Which language a name is in cannot be told from its letters (Uyghur and Arabic share theirs), but the script can, and is
what a screen reader and a typesetter need: a tag such as `und-Hani` (RFC 5646, with the codes of ISO 15924).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

LATIN: Final = "Latn"
_CODES: Final = {
    "LATIN": LATIN,
    "CJK": "Hani",
    "ARABIC": "Arab",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "HANGUL": "Kore",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "THAI": "Thai",
    "LAO": "Laoo",
    "KHMER": "Khmr",
    "MYANMAR": "Mymr",
    "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "SINHALA": "Sinh",
    "ETHIOPIC": "Ethi",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
}


def script_of(text: str) -> str:
    """The code of the first script that a text has letters of; empty where it has none of those known here.

    >>> script_of("陈全国"), script_of("Chen Quanguo"), script_of("42")
    ('Hani', 'Latn', '')
    """
    words = (unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
    return next((_CODES[word] for word in words if word in _CODES), "")


def in_another_script(title: str, others: Iterable[str]) -> tuple[str, ...]:
    """Those of the other names of somebody that are the name in another script: one of the two is in Latin letters.

    >>> in_another_script("Chen Quanguo", ["XPSB", "陈全国"]), in_another_script("陈全国", ["Chen Quanguo"])
    (('陈全国',), ('Chen Quanguo',))
    """
    own = script_of(title)
    return tuple(name for name in others if script_of(name) not in ("", own) and LATIN in (own, script_of(name)))
