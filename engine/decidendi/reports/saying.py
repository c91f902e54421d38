"""What templates say in the language of the memo: `_("Short answer")`, days, numbers, and words of the law.

A message may emphasize: `*so*`, or `**so**` for what was decided. What is filled in is shown and never obeyed.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from jinja2 import Environment
from markupsafe import Markup

from decidendi.reports.escaping import html, markdown, plain, unmarked, word
from decidendi.reports.languages import Language, matched
from decidendi.reports.scripts import LATIN, script_of
from decidendi.reports.word_wording import BOLD, STAYS_ENGLISH
from decidendi.reports.words import (
    AND_MORE,
    AS_STATED,
    CAUTIONS,
    CROSSED,
    FURTHER,
    LEFT_OUT,
    QUESTION,
    RANGE,
    READ_AS,
    SETTLED_BY,
    applies,
)

_PARTS: Final = re.compile(r"%\((\w+)\)s|(\*\*?)")
_MARKS: Final = {
    ("md", "*"): ("**", "**"),
    ("md", "**"): ("**", "**"),
    ("html", "*"): ("<strong>", "</strong>"),
    ("html", "**"): ('<strong class="verdict">', "</strong>"),
    ("docx", "*"): BOLD,
    ("docx", "**"): BOLD,
}


class Named(Protocol):
    """Some names, and how many further ones are not named."""

    @property
    def names(self) -> Sequence[str]:
        """Those that are named."""
        ...

    @property
    def further(self) -> int:
        """How many are not."""
        ...


class Saying:
    """The wording of a memo in a language and a format, `md`, `html` or `docx`."""

    def __init__(self, language: Language, form: str) -> None:
        self._language = language
        self._form = form

    def install(self, environment: Environment) -> None:
        """Give templates `_`, `ngettext` and what `{% trans %}` needs, and the filters of a language."""
        environment.add_extension("jinja2.ext.i18n")
        environment.newstyle_gettext = True  # type: ignore[attr-defined]
        environment.globals.update(
            _=self.said, gettext=self.said, ngettext=self.said_of_many, language=self._language.tag
        )
        environment.filters.update(
            original=self.original,
            worded=self._language.worded,
            caution=self.caution,
            question=self.question,
            reading=self.reading,
            called=lambda text: self._one_of((AS_STATED,), text),
            crossed=lambda text: self._one_of(CROSSED, text),
            untried=lambda text: self._one_of(LEFT_OUT, text),
            document=lambda text: self._one_of(SETTLED_BY, text),
            differing=lambda text: self._one_of((FURTHER,), text),
            scripted=self.scripted,
            places=lambda text: self._one_of(RANGE, text) if " " in text else text,
            applies=lambda state, outcome: self._language.worded(applies(state, outcome)),
            number=self._language.number,
            named=self.named,
            ended=ended,
        )

    def said(self, message: str, /, **values: object) -> Markup:
        """A message of the frame, filled in."""
        return self._filled(self._language.text(message), values)

    def said_of_many(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        """A message of the frame for so many."""
        return self._filled(self._language.plural(one, many, count), values)

    def shown(self, value: object) -> object:
        """A value as it stands in the memo: escaped, a day or an amount in the form of the language."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, date):
            return self._written(self._language.day(value))
        if isinstance(value, Decimal):
            return self._written(self._language.number(value))
        if self._form == "docx":
            return word(value)
        return markdown(value) if self._form == "md" else plain(value)

    def original(self, text: str) -> str:
        """Words of the law, of the facts or of a source: in a memo in another language they are marked as English."""
        if self._language.is_english or not text or self._form == "md":
            return text
        if self._form == "docx":
            return Markup(word(text).join(STAYS_ENGLISH))
        return Markup(f'<span lang="en">{html(text)}</span>')

    def named(self, some: Named) -> str:
        """Names, and how many more there are."""
        names = ", ".join(some.names)
        return self.said(AND_MORE, names=names, count=self._language.number(some.further)) if some.further else names

    def scripted(self, name: str) -> str:
        """A name in the script that it is written in, told to what reads the page aloud and sets it."""
        script = script_of(name)
        if self._form != "html" or script in ("", LATIN):
            return name
        return Markup(f'<bdi lang="und-{script}">{html(name)}</bdi>')

    def labelled(self, drawing: str) -> str:
        """A drawing, which is labelled in English where it does not say otherwise."""
        head, _, _ = drawing.partition(">")
        return (
            drawing if self._language.is_english or " lang=" in head else drawing.replace("<svg ", '<svg lang="en" ', 1)
        )

    def caution(self, text: str) -> str:
        """A caution: of the engine in the language of the memo, of the law in the law's words."""
        return self._one_of(CAUTIONS, text)

    def question(self, text: str) -> str:
        """What is asked, with the statement in the words of the law."""
        return self._one_of(QUESTION, text)

    def reading(self, text: str) -> str:
        """The reading that a step uses, with the names that the law gives it."""
        return self._one_of(READ_AS, text)

    def _one_of(self, messages: tuple[str, ...], text: str) -> str:
        if not self._language.is_english:
            for message in messages:
                values = matched(text, message)
                if values is not None:
                    return self.said(message, **{name: self.original(value) for name, value in values.items()})
        return self.original(text)

    def _filled(self, message: str, values: dict[str, Any]) -> Markup:
        out: list[str] = []
        opened: list[str] = []
        end = 0
        for found in _PARTS.finditer(message):
            out.append(self._literal(message[end : found.start()]))
            end = found.end()
            if found[1]:
                out.append(str(markup_of(self.shown(values[found[1]]))))
            elif opened and opened[-1] == found[2]:
                out.append(_MARKS[self._form, opened.pop()][1])
            else:
                opened.append(found[2])
                out.append(_MARKS[self._form, found[2]][0])
        out.append(self._literal(message[end:]))
        return Markup("".join(out))

    def _written(self, text: str) -> Markup:
        return Markup(self._literal(text))

    def _literal(self, text: str) -> str:
        if self._form == "docx":
            return word(text, is_whole=False)
        return unmarked(text) if self._form == "md" else markup.escape(text, quote=False)


def ended(text: str) -> str:
    """Words at the end of a sentence: with one full stop, even where the last word has its own."""
    return text if text.endswith(".") else text + "."


def markup_of(value: object) -> Markup:
    """A value that is not yet markup as text of HTML."""
    return value if isinstance(value, Markup) else html(value)
