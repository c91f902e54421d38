"""A template of Word filled in with a memo, through docxtpl and python-docx. Needs `decidendi[word]`.

Templates run sandboxed with undefined names refused. Every value is escaped, braces too, so that no text of others is
markup of the document or a tag of the template. docxtpl by itself repairs what is not well-formed by leaving text out;
here such a document is refused.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from decidendi.refusal import Place, Refusal
from decidendi.reports.documents import Document, stated_in
from decidendi.reports.escaping import characters, plain
from decidendi.reports.languages import Language, NotTranslated
from decidendi.reports.model import Step
from decidendi.reports.printing_wording import TRANSLATE
from decidendi.reports.rendering import refuse_unprintable
from decidendi.reports.resting import rests_on, unbacked
from decidendi.reports.saying import Saying
from decidendi.reports.svg import Pixelled
from decidendi.reports.template_errors import FAILURES, expected_by, found_by, wrong_with
from decidendi.reports.word_contents import fill_contents
from decidendi.reports.word_footnotes import Footnotes
from decidendi.reports.word_pictures import run_with
from decidendi.reports.word_scripts import set_directions
from decidendi.reports.word_wording import STAYS_ENGLISH, set_language, set_wording
from decidendi.rules.provisions import cited

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLOCK_TAGS = re.compile(
    r"(</w:(?:p|tr|tbl|tc)>|</w:(?:tbl|tr|tc)Pr>|</w:tblGrid>)((?:\s*\{%(?:(?!%\}).)*%\})+)", re.DOTALL
)
_TAG = re.compile(r"\{%(?:(?!%\}).)*%\}", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")
_PROPERTIES: Final = ("title", "subject", "author", "keywords", "comments", "category")
_LONGEST_PROPERTY: Final = 255
_SHOWN: Final = 90
"""Characters of a paragraph that a refusal quotes."""


@dataclass(frozen=True)
class Levelled:
    """A step of an analysis, and how deep it stands in the proof: 1 at its root."""

    step: Step
    level: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.step, name)


class _Template(DocxTemplate):  # type: ignore[misc]
    """The template, with its paragraphs in lines of their own, so that a failure can be told with its paragraph."""

    lines: tuple[str, ...] = ()

    def patch_xml(self, src_xml: str) -> str:
        def parted(match: re.Match[str]) -> str:
            return match[1] + "".join(f"\n{tag}" for tag in _TAG.findall(match[2])) + "\n"

        return _BLOCK_TAGS.sub(parted, super().patch_xml(src_xml))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.lines = tuple(re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).split("\n"))
        made = super().render_xml_part(src_xml, part, context, jinja_env)
        etree.fromstring(made.encode())  # what follows would leave out what is not well-formed
        return str(made)

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        about = self.docx.core_properties
        for name in _PROPERTIES:
            stated = getattr(about, name)
            self.lines = (stated,)
            shown = html.unescape(jinja_env.from_string(stated).render(context))
            setattr(about, name, shown[:_LONGEST_PROPERTY])


def filled(file: Path, template: bytes, memo: Document, pictures: Iterable[Pixelled], language: Language) -> bytes:
    """The document, as python-docx writes it: with the time of writing in the file.

    Args:
        file: the template, for what a refusal says.
        template: its bytes, known to be harmless.
        memo: what to write; the name of its model is that under which the template sees it.
        pictures: what the template may place.
        language: that of the frame.

    Raises:
        Refusal: the template cannot be used; it says in which paragraph and why.
    """
    document = _Template(io.BytesIO(template))
    try:
        document.init_docx()
    except Exception:  # whatever python-docx meets in a package that is none
        raise _refused(
            file,
            "the template is no Word document",
            expected="a file that Word saved as `.docx`",
            mend="save it from Word once more",
        ) from None
    try:
        return _filled(file, document, memo, tuple(pictures), language)
    except etree.LxmlError:
        raise _refused(
            file,
            "the template gives a document that is not well-formed",
            expected="each tag that opens to close in the same paragraph, or tags with `p` or `tr` that open and close"
            " between paragraphs or rows",
            mend="look for a tag that opens in one paragraph or cell and closes in another",
        ) from None
    except SyntaxError:  # of the Python that a template becomes
        raise _refused(
            file,
            "the template is nested too deeply",
            expected="at most 20 loops within one another",
            mend="put the inner ones into a macro",
        ) from None
    except UnicodeEncodeError as error:
        raise Refusal.at(
            Place(str(file)),
            "the template prints what is no text",
            found=f"the half character U+{ord(error.object[error.start]):04X}",
            mend="remove the escape that makes it",
        ) from None
    except FAILURES as error:
        raise _refusal(file, document.lines, memo.template, error) from None


def _refused(file: Path, what: str, *, expected: str, mend: str) -> Refusal:
    return Refusal.at(Place(str(file)), what, expected=expected, mend=mend)


def _filled(
    file: Path, template: _Template, memo: Document, pictures: tuple[Pixelled, ...], language: Language
) -> bytes:
    document = template.get_docx()
    part = document.part
    package = part.package
    styles = part.styles.element
    body = document.element
    marks = [int(mark.get(f"{_W}id", "0")) for mark in body.iter(f"{_W}bookmarkStart")]
    before = _footnotes_of(part)
    notes = Footnotes(
        before.blob if before is not None else None,
        _style(styles, "character", "footnote reference"),
        _style(styles, "paragraph", "footnote text"),
        max([0, *marks]) + 1,
    )
    context = {memo.template: memo, "pictures": pictures}
    template.render(context, _environment(memo, notes, document, language))
    strong = _style(styles, "character", "strong")
    english = "" if language.is_english else set_language(styles, language.locale)
    body = document.element.body
    numbering = next((each.element for each in package.parts if each.partname == "/word/numbering.xml"), None)
    refuse_unprintable("\n".join(text.text or "" for text in body.iter(f"{_W}t")), memo, file)
    _tidy(body)
    set_wording(body, strong, english)
    notes.count(body)
    fill_contents(body, styles, numbering, notes.next_bookmark)
    set_directions(body)
    for relation in part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            set_wording(relation.target_part.element, strong, english)
            set_directions(relation.target_part.element)
    after = _footnotes_of(part)
    root = notes.written(after.blob if after is not None else None)
    set_wording(root, strong, english)
    set_directions(root)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if after is None:
        after = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, written, package)
        part.relate_to(after, RELATIONSHIP_TYPE.FOOTNOTES)
    else:
        after._blob = written
    _describe(document.core_properties, memo)
    if not language.is_english:
        document.core_properties.language = language.tag
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _tidy(body: Any) -> None:
    """Take out the runs that only held a tag."""
    for text in list(body.iter(f"{_W}t")):
        run = text.getparent()
        if not text.text and all(item is text or item.tag == f"{_W}rPr" for item in run):
            run.getparent().remove(run)


def _footnotes_of(part: Any) -> Any:
    return next((item.target_part for item in part.rels.values() if item.reltype == RELATIONSHIP_TYPE.FOOTNOTES), None)


def _style(styles: Any, kind: str, name: str) -> str:
    """The identifier of a style by the name that Word gives it in every language; empty where there is none."""
    for style in styles.iter(f"{_W}style"):
        called = style.find(f"{_W}name")
        if style.get(f"{_W}type") == kind and called is not None and called.get(f"{_W}val", "").lower() == name:
            return str(style.get(f"{_W}styleId"))
    return ""


def _describe(about: Any, memo: Document) -> None:
    day = datetime.combine(memo.heading.as_of, time(), UTC)
    about.created = about.modified = day
    about.revision = 1
    if not about.keywords:
        about.keywords = ", ".join(item.short for item in memo.heading.instruments)[:_LONGEST_PROPERTY]


def _environment(memo: Document, notes: Footnotes, document: Any, language: Language) -> ImmutableSandboxedEnvironment:
    facts = {fact.number: fact for fact in stated_in(memo)}

    def footnote(step: Step | Levelled) -> Markup:
        inner = step.step if isinstance(step, Levelled) else step
        said = rests_on(inner, facts, language, english) or (unbacked(inner, language),)
        return Markup(notes.refer(said))

    def english(text: str) -> str:
        return text if language.is_english or not text else characters(text).join(STAYS_ENGLISH)

    room = _room(document)

    def drawn(picture: Pixelled) -> Markup:
        said = (characters(picture.title), characters(picture.alternative))
        return Markup(run_with(document.part, picture, room, *said))

    saying = Saying(language, "docx")
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=saying.shown)
    saying.install(environment)
    environment.filters.update(cited=cited, steps=lambda steps: list(_levelled(steps)), footnote=footnote, drawn=drawn)
    return environment


def _room(document: Any) -> tuple[float, float]:
    """What a picture may fill of a page, in points: its text, less a line or two for what is said of the picture."""
    page = document.sections[-1]
    sides = (
        page.page_width,
        page.left_margin,
        page.right_margin,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
    )
    width, left, right, height, top, bottom = (side.pt if side is not None else 72.0 for side in sides)
    return max(width - left - right, 72.0), max(height - top - bottom - 72.0, 72.0)


def _levelled(steps: Iterable[Step], level: int = 1) -> Iterator[Levelled]:
    for step in steps:
        yield Levelled(step, level)
        yield from _levelled(step.steps, level + 1)


def _line_of(error: BaseException) -> int:
    """The line of the template in which an error arose; nothing where it arose elsewhere."""
    trace, found = error.__traceback__, getattr(error, "lineno", None) or 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            found = trace.tb_lineno
        trace = trace.tb_next
    return int(found)


def _refusal(file: Path, lines: tuple[str, ...], seen: str, error: BaseException) -> Refusal:
    number = _line_of(error)
    quoted, mend = "", "correct this paragraph of the template"
    if "Unexpected end of template" in str(error):
        mend = "look for a tag that opens and never closes"
    elif 0 < number <= len(lines):
        shown = plain(html.unescape(_MARKUP.sub("", lines[number - 1])))
        quoted = f" in the paragraph `{shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '…'}`"
    lacks = isinstance(error, NotTranslated)
    return Refusal.at(
        Place(str(file)),
        str(error) if lacks else wrong_with(error),
        expected=expected_by(error, seen),
        found=quoted.removeprefix(" in ") if lacks else f"{found_by(error)}{quoted}",
        mend=TRANSLATE if lacks else mend,
    )
