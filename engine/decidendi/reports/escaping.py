"""Text of others, made fit to stand in a page: it comes out as text, whatever it holds.

Names, statements and places in sources are written by others. Whatever they hold, they are shown and never obeyed:

* Markup characters of Markdown and HTML are escaped; white space, line breaks included, becomes one space.
* Characters that cannot be seen but change how others are read (control characters, marks and overrides of writing
  direction, tags, lone surrogates) are shown by number, as `[U+202E]`. The joiners U+200C and U+200D stay: several
  scripts need them.
* Words written from right to left stay as they are, set between U+2068 and U+2069 (first strong isolate), so that
  they never reorder what stands around them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup, escape

ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_JOINERS: Final = "\u200c\u200d"
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RIGHT_TO_LEFT_RUN = re.compile(rf"[{_RIGHT_TO_LEFT}{_JOINERS}]*[{_RIGHT_TO_LEFT}](?:[ \-'’.,]*[{_RIGHT_TO_LEFT}])*")
_SEEN_FORMATS: Final = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Characters that Unicode calls formats and that are nevertheless seen."""
_ISOLATED = re.compile(rf"{ISOLATE}({_RIGHT_TO_LEFT_RUN.pattern}){_END_OF_ISOLATE}")
"""What has been made fit before: to make it fit once more changes nothing."""

_MARKDOWN = re.compile(
    r"[\\`*\[\]<>|~{}$@]"  # marks wherever they stand
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore at the edge of a word
    r"|&(?=#|\w+;)"  # the beginning of an entity
    r"|:(?=//)|(?<=\bwww)\.(?=\S)",  # what some readers turn into a link of its own accord
    re.IGNORECASE,
)
_NO_CHARACTER: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_BRACES: Final = str.maketrans({"{": "&#123;", "}": "&#125;", "%": "&#37;", "#": "&#35;"})
_AT_THE_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)|([-+#=])")


def plain(text: object) -> str:
    r"""The text in one line, with nothing in it that is unseen or reorders what stands around it.

    >>> plain("a\u202eb\n c")
    'a[U+202E]b c'
    """
    line = _ISOLATED.sub(r"\1", " ".join(str(text).split()))
    if line.isascii() and line.isprintable():
        return line
    shown = "".join(f"[U+{ord(character):04X}]" if _is_unseen(character) else character for character in line)
    return _RIGHT_TO_LEFT_RUN.sub(rf"{ISOLATE}\g<0>{_END_OF_ISOLATE}", shown)


def _is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character not in _JOINERS and character not in _SEEN_FORMATS
    return category in ("Cc", "Cs")


def markdown(text: object) -> Markup:
    r"""The text as Markdown (CommonMark and tables) that reads as the text.

    >>> print(markdown("*x* {{ 7*7 }} [a](b)"))
    \*x\* \{\{ 7\*7 \}\} \[a\](b)
    """
    if isinstance(text, Markup):
        return text
    marked = _MARKDOWN.sub(r"\\\g<0>", plain(text))
    if start := _AT_THE_START.match(marked):
        cut = start.end() - 1
        marked = f"{marked[:cut]}\\{marked[cut:]}"
    return Markup(marked)


def unmarked(text: str) -> str:
    r"""Words in the midst of a line of Markdown, their marks escaped and their spaces kept.

    >>> print(unmarked("see [1] "))
    see \[1\]
    """
    return _MARKDOWN.sub(r"\\\g<0>", text)


def characters(text: object) -> str:
    """The text in one line, of characters that XML may hold and that stand for something."""
    return _NO_CHARACTER.sub(lambda match: f"[U+{ord(match[0]):04X}]", plain(text))


def word(text: object, *, is_whole: bool = True) -> Markup:
    """The text as a part of a document of Word, in which nothing is a tag of a template either.

    Args:
        text: what to show.
        is_whole: whether white space at its edges is none of it; a part of a line keeps its own.

    >>> print(word("{{ a & b }}"))
    &#123;&#123; a &amp; b &#125;&#125;
    """
    if isinstance(text, Markup):
        return text
    said = characters(text)
    if not is_whole:
        said = f"{' ' if str(text)[:1].isspace() else ''}{said}{' ' if said and str(text)[-1:].isspace() else ''}"
    shown = str(escape(said)).replace("&#34;", "&quot;").replace("&#39;", "&apos;")
    return Markup(shown.translate(_BRACES))


def html(text: object) -> Markup:
    """The text as HTML, for contents and for quoted attributes.

    >>> print(html('<script>"x"</script>'))
    &lt;script&gt;&#34;x&#34;&lt;/script&gt;
    """
    return text if isinstance(text, Markup) else escape(plain(text))
