"""Memos in print: PDF through the typesetter typst and the template of their kind, such as `reports/memo.typ`.

What is printed reaches the typesetter as data, never as markup, in a folder that holds nothing else and that it
cannot leave. Only the fonts that come along, and those in a folder that a user names, are used, so that the same memo
gives the same bytes everywhere. The file is a tagged PDF (PDF/UA-1): with bookmarks, a language, a title and a
description of each picture. Needs `decidendi[print]`.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from decidendi.content import content_directory
from decidendi.determinations.model import Frozen
from decidendi.refusal import Place, Refusal
from decidendi.reports.documents import Document, stated_in
from decidendi.reports.escaping import ISOLATE, plain
from decidendi.reports.languages import ENGLISH, Language, NotTranslated, language_named
from decidendi.reports.model import FactRow, Step
from decidendi.reports.printing_templates import bring, failing
from decidendi.reports.printing_wording import TRANSLATE, catalogue_for_print, lacking
from decidendi.reports.resting import rests_on
from decidendi.reports.svg import Picture, Pixelled

_PAGE_WIDTH, _PAGE_HEIGHT = 538.0, 665.0
"""What a picture may fill of a page, in points."""

_PIXELS: Final = 200.0
"""Of a picture in pixels: how many an inch, before it is fitted to the page."""

_PIXELS_BESIDE_A_DRAWING: Final = 120.0

_LONGEST_WORD: Final = 40
_LONG_WORD = re.compile(rf"[!-~\u00a1-\u024f\u0370-\u052f]{{{_LONGEST_WORD},}}")
_BREAK: Final = "\u200b"
_NO_GLYPH = re.compile(r'the text `"((?:[^"\\`]|\\.)+)"` could not be displayed')
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")

PAPERS: Final = ("a4", "us-letter")

MOST_NAMED: Final = 12
"""Characters without a font that a refusal names."""


def render_pdf(
    made: Document,
    pictures: Iterable[Picture] = (),
    fonts: Path | None = None,
    paper: str = PAPERS[0],
    templates: Path | None = None,
    language: str = ENGLISH,
) -> bytes:
    """A document as PDF.

    Args:
        made: what to print; a template of its kind is there.
        pictures: what the template may place, each by its kind.
        fonts: a folder with further fonts (`.ttf`, `.otf`), for scripts that the fonts that come along lack.
        paper: the size of a page, one of `PAPERS`.
        templates: a folder whose files take the place of those of the same name; pictures in it may be placed.
        language: that of the frame; there is a catalogue for each but English.

    Raises:
        Refusal: what prints is not installed, the folder of fonts is missing, no font has a character of the memo, or a
            template or a catalogue cannot be used; it says in which line and why.
    """
    typst, folders = _typesetter()
    said_in = language_named(language, templates)
    if fonts is not None:
        if not fonts.is_dir():
            raise Refusal.at(
                Place(str(fonts)),
                "there is no folder of fonts here",
                expected="a folder with `.ttf` or `.otf` files",
                mend="name the folder that holds your fonts",
            )
        folders.append(fonts)
    with tempfile.TemporaryDirectory(prefix="decidendi-print-") as name:
        folder = Path(name)
        for template in content_directory("reports").glob("*.typ"):
            shutil.copyfile(template, folder / template.name)
        own = bring(templates, folder) if templates is not None else {}
        try:
            data = {**_data(made, said_in), "paper": paper}
        except NotTranslated as error:
            raise Refusal.at(Place("--language"), str(error), mend=TRANSLATE) from None
        data["catalogue"] = catalogue_for_print(said_in, data[made.template], sorted(folder.glob("*.typ")))
        set_in = typst.Fonts(include_system_fonts=False, font_paths=[str(each) for each in folders])
        press = _Press(typst, set_in, folder)
        data["pictures"] = list(_placed(pictures, press))
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        day = datetime.combine(made.heading.as_of, time(), UTC)
        try:
            return press.made(f"{made.template}.typ", format="pdf", pdf_standards="ua-1", timestamp=day)
        except typst.TypstError as error:
            said = f"{error}\n{error.diagnostic}"
            if untranslated := lacking(own, said):
                raise untranslated from None
            if failed := failing(own, said):
                raise failed from None
            raise _refusal(made.heading.file, said) from None


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF from `render_pdf` has."""
    found = _PAGES.search(pdf)
    return int(found[1]) if found else 0


@dataclass(frozen=True)
class _Press:
    """The typesetter, the fonts that it may use, and the folder that it works in and cannot leave."""

    typst: Any
    fonts: Any
    folder: Path

    def made(self, name: str, **options: Any) -> bytes:
        return bytes(self.compiler(name).compile(**options))

    def compiler(self, name: str) -> Any:
        return self.typst.Compiler(
            str(self.folder / name),
            root=str(self.folder),
            font_paths=self.fonts,
            ignore_system_fonts=True,
            # Where packages would lie, so that those of the user's machine are none of a memo's.
            package_path=str(self.folder / "packages"),
            package_cache_path=str(self.folder / "packages"),
        )


def _typesetter(
    wanted: str = "memos in PDF",
    mend: str = "install `decidendi[print]`, or choose `.html` and print it from a browser",
) -> tuple[Any, list[Path]]:
    """The typesetter, and the folders of the fonts that come along."""
    try:
        typst = import_module("typst")
        packages = [import_module(name) for name in ("pylopdf_fonts_zh_cn", "pylopdf_fonts_ar")]
    except ImportError as error:
        raise Refusal.at(
            Place("--format"),
            f"{wanted} need a typesetter and fonts that are not installed",
            found=f"no `{error.name}`",
            mend=mend,
        ) from None
    return typst, [Path(str(package.serif_path())).parent for package in packages]


def _data(made: Document, language: Language) -> dict[str, Any]:
    """What the template reads, each step with the number of the note that says what it rests on."""
    told = _shown(made.model_dump(), language)
    facts = {fact.number: fact for fact in stated_in(made)}
    notes: dict[tuple[str, ...], int] = {}
    for step, shown in _applied(made, told):
        _note(step, shown, facts, notes, language)
    names = [item["short"] for item in told["heading"]["instruments"]]
    notes_told = [list(note) for note in notes]
    return {made.template: told, "notes": notes_told, "keywords": names, "language": language.tag}


def _applied(made: object, told: Any) -> Iterator[tuple[Step, dict[str, Any]]]:
    """The roots of every application or basis that is printed, in order; those of answers stand elsewhere."""
    if isinstance(made, Frozen):
        for name in type(made).model_fields:
            if name in ("application", "basis"):
                yield from zip(getattr(made, name), told[name], strict=True)
            elif name != "answers":
                yield from _applied(getattr(made, name), told[name])
    elif isinstance(made, tuple):
        for each, shown in zip(made, told, strict=True):
            yield from _applied(each, shown)


def _note(
    step: Step,
    shown: dict[str, Any],
    facts: Mapping[int, FactRow],
    notes: dict[tuple[str, ...], int],
    language: Language,
) -> None:
    note = tuple(_shown(said, language) for said in rests_on(step, facts, language))
    shown["note_begins"] = bool(note) and note not in notes
    shown["note"] = notes.setdefault(note, len(notes)) if note else None
    for below, told in zip(step.steps, shown["steps"], strict=True):
        _note(below, told, facts, notes, language)


def _shown(value: Any, language: Language) -> Any:
    """The same data, with every text fit to stand in a line, and to be broken where a word is longer than a line.

    Days and numbers that are not whole have the form of the language.
    """
    if isinstance(value, str):
        return _LONG_WORD.sub(_broken, plain(value))
    if isinstance(value, dict):
        return {key: plain(each) if key == "address" else _shown(each, language) for key, each in value.items()}
    if isinstance(value, date):
        return language.day(value)
    if isinstance(value, Decimal):
        return language.number(value)
    return [_shown(each, language) for each in value] if isinstance(value, list | tuple) else value


def _broken(match: re.Match[str]) -> str:
    word = match[0]
    return _BREAK.join(word[start : start + 20] for start in range(0, len(word), 20))


def _placed(pictures: Iterable[Picture], press: _Press) -> Iterator[dict[str, Any]]:
    """Each picture as a file in the folder, and how the template places it."""
    for number, item in enumerate(pictures, start=1):
        file = f"picture-{number}.svg"
        (press.folder / file).write_text(item.svg, encoding="utf-8")
        width, height = item.size
        fitted = min(_PAGE_WIDTH, _PAGE_HEIGHT * width / height)
        if ISOLATE in item.svg:
            # Letters that are drawn as a body and its dots have no code of their own, and PDF/UA asks for one. In text
            # the typesetter states it besides; in a drawing it cannot, so such a drawing goes in as pixels.
            page = f'#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n#image("{file}", width: 100%)'
            (press.folder / "picture.typ").write_text(page, encoding="utf-8")
            file = f"picture-{number}.png"
            (press.folder / file).write_bytes(press.made("picture.typ", format="png", ppi=_PIXELS))
        said = {"kind": item.kind, "title": item.title, "alternative": item.alternative}
        yield {"file": file, "width": round(fitted, 1), **said}


def in_pixels(pictures: Sequence[Picture]) -> tuple[Pixelled, ...]:
    """Pictures for who cannot show a drawing, in the fonts that come along; the same picture gives the same bytes.

    Raises:
        Refusal: what prints is not installed.
    """
    if not pictures:
        return ()
    typst, folders = _typesetter("pictures in Word", "install `decidendi[word]`, or leave them out: `--no-pictures`")
    set_in = typst.Fonts(include_system_fonts=False, font_paths=[str(each) for each in folders])
    with tempfile.TemporaryDirectory(prefix="decidendi-print-") as name:
        press, pages = _Press(typst, set_in, Path(name)), []
        for number, item in enumerate(pictures, start=1):
            (press.folder / f"{number}.svg").write_text(item.svg, encoding="utf-8")
            width, height = item.size
            pages.append(
                f"#page(width: {width}pt, height: {height}pt, margin: 0pt, "
                f'image("{number}.svg", width: {width}pt, height: {height}pt))'
            )
        (press.folder / "pictures.typ").write_text("\n".join(pages), encoding="utf-8")
        made = press.compiler("pictures.typ").compile(format="png", ppi=_PIXELS_BESIDE_A_DRAWING)
    drawn = [made] if isinstance(made, bytes) else made
    return tuple(Pixelled(**item.model_dump(), png=bytes(png)) for item, png in zip(pictures, drawn, strict=True))


def _refusal(file: str, said: str) -> Refusal:
    missing = dict.fromkeys(match[1] for match in _NO_GLYPH.finditer(said))
    if missing:
        characters = [json.loads(f'"{_ESCAPE.sub(_unescaped, text)}"') for text in missing]
        return Refusal.at(
            Place(file),
            "the fonts lack characters of this memo",
            found=", ".join(_named(character) for character in characters[:MOST_NAMED])
            + (f" and {len(characters) - MOST_NAMED} more" if len(characters) > MOST_NAMED else ""),
            mend="name a folder of fonts that have them with `--fonts`, or choose `.html`",
        )
    return Refusal.at(
        Place(file),
        "the memo cannot be printed",
        found=" ".join(said.split())[:300],
        mend="choose `.html`, and print it from a browser",
    )


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _named(text: str) -> str:
    """Characters by their number and name, since who reads this may lack the font too."""
    return " ".join(f"U+{ord(each):04X} {unicodedata.name(each, '')}".strip() for each in text)
