"""The language of a memo's frame: its fixed wording, its dates, its numbers and its amounts of money.

The wording is English in the templates and is the message under which a catalogue of gettext,
`reports/languages/LANGUAGE/LC_MESSAGES/memo.po`, translates it. What a catalogue lacks is refused and never shown in
English in the midst of another language. The law, the facts and what is asked about them stay in the words in which
they were stated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from decidendi.content import content_directory
from decidendi.facts.amounts import shown_number
from decidendi.refusal import Place, Refusal
from decidendi.reports.words import WORDS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog as Read
    from babel.messages.catalog import Message

ENGLISH: Final = "en"
LARGEST_CATALOGUE: Final = 1_000_000
"""Bytes."""

CATALOGUE: Final = "LC_MESSAGES/memo.po"
"""The catalogue of a language, in its folder."""

_LINE = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)\s+)?"([^"\\]|\\.)*")?\s*')
_NUMBER = re.compile("[#0][#0,.]*")
_PLACE = re.compile(r"%\((\w+)\)s")


class NotTranslated(LookupError):
    """A template says what the catalogue of the language does not translate."""

    def __init__(self, language: str, message: str) -> None:
        super().__init__(f"the catalogue of `{language}` has no translation of `{message}`")


class _Refusing(NullTranslations):
    """What stands behind a catalogue: it translates nothing, and says so."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> str:
        raise NotTranslated(self._language, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise NotTranslated(self._language, msgid1)


@dataclass(frozen=True)
class Language:
    """A language, by its name in the standard (`de`, `pt_BR`), with the catalogue that translates into it."""

    name: str
    catalogue: NullTranslations

    @property
    def is_english(self) -> bool:
        """Whether the wording of the templates is shown as it stands, and days as `2020-07-09`."""
        return self.name == ENGLISH

    @property
    def tag(self) -> str:
        """The name as HTML and PDF write it: `pt-BR`."""
        return self.name.replace("_", "-")

    @property
    def locale(self) -> str:
        """The name with a country, as Word writes it: `de-DE`."""
        from babel.core import get_global, parse_locale

        language, territory, *_ = parse_locale(str(get_global("likely_subtags").get(self.name, self.name)))
        return f"{language}-{territory}" if territory else language

    def text(self, message: str) -> str:
        """The message in this language."""
        return self.catalogue.gettext(message) if message else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """The message for so many."""
        return self.catalogue.ngettext(one, many, count)

    def knows(self, message: str) -> bool:
        """Whether the catalogue translates a message; true of every one in English."""
        try:
            self.text(message)
        except NotTranslated:
            return False
        return True

    def filled(self, message: str, **values: str) -> str:
        """The message in this language, filled in, as plain text."""
        return _PLACE.sub(lambda found: values[found[1]], self.text(message))

    def retold(self, text: str, *messages: str) -> str:
        """A text of the engine in this language, where it is one of some messages filled in; as plain text."""
        for message in () if self.is_english else messages:
            values = matched(text, message)
            if values is not None:
                return self.filled(message, **values)
        return text

    def counted(self, one: str, many: str, count: int, **values: str) -> str:
        """The message for so many, filled in, with `%(count)s` as a number of this language; as plain text."""
        values["count"] = self.number(count)
        return _PLACE.sub(lambda found: values[found[1]], self.plural(one, many, count))

    def worded(self, words: str) -> str:
        """One of the fixed words of determinations: an outcome, a grade, how far a text was checked.

        Several stand one after the other, parted by a semicolon. What is none of them is the law's own.
        """
        if self.is_english:
            return words
        parts = words.split("; ")
        return "; ".join(map(self.text, parts)) if all(part in WORDS for part in parts) else words

    def day(self, day: date) -> str:
        """A day in prose, such as `9. Juli 2020`; in English as everywhere in Decidendi, `2020-07-09`."""
        if self.is_english:
            return day.isoformat()
        from babel.dates import format_date

        return format_date(day, format="long", locale=self.name)

    def number(self, number: Decimal | int) -> str:
        """A number, exactly: no digit is rounded away and none is added."""
        if self.is_english:
            return str(number)
        from babel.numbers import format_decimal

        exact = Decimal(number)
        with _exact(exact):
            return format_decimal(exact, format=_exactly(exact), locale=self.name)

    def share(self, number: Fraction) -> str:
        """A share as `shown_number` gives it, its decimals set off as in this language."""
        shown = shown_number(number)
        return shown if "/" in shown else self.number(Decimal(shown))

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with the code of its currency, exactly: `USD 2500.00`, `2.500,00 USD`."""
        if self.is_english:
            return f"{currency} {amount}"
        from babel.core import Locale
        from babel.numbers import format_currency

        # The place of the currency is that of the language, and the number as exact as any.
        placed = Locale.parse(self.name).currency_formats["standard"].pattern.partition(";")[0]
        pattern = _NUMBER.sub(_exactly(amount), placed).replace("\u00a4", "\u00a4\u00a4")
        pattern = re.sub("(?<=\u00a4)(?=[#0])|(?<=[#0])(?=\u00a4)", "\u00a0", pattern)
        with _exact(amount):
            return format_currency(amount, currency, format=pattern, locale=self.name, currency_digits=False)


IN_ENGLISH: Final = Language(ENGLISH, NullTranslations())
"""What drawings are labelled in by themselves."""


@contextmanager
def _exact(number: Decimal) -> Iterator[None]:
    """Babel rounds to what the context of decimals holds: here, all of a number."""
    with localcontext() as context:
        context.prec = len(number.as_tuple().digits) + abs(number.adjusted()) + 1
        yield


def _exactly(number: Decimal) -> str:
    """The pattern of a number with as many decimals as it has."""
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def placeholders(message: str) -> frozenset[str]:
    """The names of what is filled into a message.

    >>> sorted(placeholders("%(label)s of %(short)s"))
    ['label', 'short']
    """
    return frozenset(_PLACE.findall(message))


def languages(templates: Path | None = None) -> dict[str, tuple[Path, ...]]:
    """The languages that there are besides English, each with its catalogues, those of a user first.

    Args:
        templates: a folder of templates, which may hold `languages/` of its own.
    """
    found: dict[str, list[Path]] = {}
    for folder in (templates, content_directory("reports")):
        if folder is not None:
            for file in sorted((folder / "languages").glob(f"*/{CATALOGUE}")):
                found.setdefault(file.parents[1].name, []).append(file)
    return {name: tuple(files) for name, files in sorted(found.items()) if name != ENGLISH}


def language_named(name: str, templates: Path | None = None) -> Language:
    """The language, its catalogue read; what a user's catalogue lacks comes from the one that came along.

    Raises:
        Refusal: there is no such language, or a catalogue cannot be used.
    """
    if name == ENGLISH:
        return IN_ENGLISH
    there = languages(templates)
    if name not in there:
        raise Refusal.at(
            Place("--language"),
            f"there is no catalogue for the language `{name}`",
            expected="one of " + ", ".join(f"`{each}`" for each in (ENGLISH, *there)),
            mend="choose one of these, or put a catalogue under `languages/LANGUAGE/LC_MESSAGES/memo.po` in the folder"
            " of `--templates`",
        )
    catalogue: NullTranslations = _Refusing(name)
    for file in reversed(there[name]):
        read = _read(file, name)
        read.add_fallback(catalogue)
        catalogue = read
    return Language(name, catalogue)


def _read(file: Path, name: str) -> GNUTranslations:
    from babel.core import UnknownLocaleError
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    if file.stat().st_size > LARGEST_CATALOGUE:
        raise Refusal.at(
            Place(str(file)),
            "the catalogue is too large",
            expected=f"at most {LARGEST_CATALOGUE:,} bytes",
            mend="shorten it",
        )
    try:
        content = file.read_bytes()
        for number, line in enumerate(content.decode("utf-8-sig").splitlines(), start=1):
            if not _LINE.fullmatch(line):  # Babel would read `"Facts` as `Fact`
                raise PoFileError("malformed", Catalog(), line, number)
        catalogue = read_po(io.BytesIO(content), locale=name, charset="utf-8", abort_invalid=True)
        if catalogue.locale is None:
            raise UnknownLocaleError(name)
    except PoFileError as error:
        raise Refusal.at(
            Place(str(file), error.lineno),
            "the catalogue is not well-formed",
            found=error.line.strip()[:80],
            mend="correct this line, or write the file anew with an editor of catalogues",
        ) from None
    except UnicodeDecodeError:
        raise Refusal.at(Place(str(file)), "the catalogue is not UTF-8", mend="save it as UTF-8") from None
    except (UnknownLocaleError, ValueError, LookupError):
        raise Refusal.at(
            Place(str(file)),
            f"`{name}` is not the name of a language",
            expected="a name such as `fr` or `pt_BR`, and a catalogue of gettext",
            mend="name the folder by it",
        ) from None
    for message, problem in _problems(catalogue):
        raise Refusal.at(
            Place(str(file), message.lineno or 0),
            "a translation does not fill in what the English does",
            found=problem,
            mend="correct this entry of the catalogue",
        )
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _problems(catalogue: Read) -> Iterator[tuple[Message, str]]:
    for message in catalogue:
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
        asked = frozenset().union(*map(placeholders, ids))
        for string in strings if message.id else ():
            if string and placeholders(string) != asked:
                yield message, f"`{string}` for `{ids[-1]}`"


def matched(text: str, message: str) -> Mapping[str, str] | None:
    """What a text fills into a message, if it is one of its kind.

    >>> matched("complete as to a, b", "complete as to %(classes)s")
    {'classes': 'a, b'}
    """
    parts = _PLACE.split(message)
    pattern = "".join(re.escape(part) if place % 2 == 0 else f"(?P<{part}>.+)" for place, part in enumerate(parts))
    found = re.fullmatch(pattern, text, re.DOTALL)
    return found.groupdict() if found else None
