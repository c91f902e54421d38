"""No kind of memo, in no format, has a word of its frame in English when it is written in another language.

Nor has a picture. Every message is translated into letters of which English has none. What is left of Latin letters is
then the law's, the facts' or a source's own: in HTML and Word it has to be marked as such, and everywhere it has to
stand in what the memo is made from, the fixed words of the engine apart.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from decidendi.content import content_directory
from decidendi.determinations.determine import Run, options_of, report, run
from decidendi.determinations.model import ProofNode
from decidendi.facts.loading import load_fact_set
from decidendi.reports.crossing import crossed_pictures, crossing_of
from decidendi.reports.documents import DOCUMENTS, Document
from decidendi.reports.illustrating import illustrations_of
from decidendi.reports.languages import language_named, matched, placeholders
from decidendi.reports.memo import memo_of
from decidendi.reports.printing import render_pdf
from decidendi.reports.rendering import render_memo
from decidendi.reports.word import render_docx
from decidendi.reports.words import (
    AS_STATED,
    CAUTIONS,
    CROSSED,
    FURTHER,
    LEFT_OUT,
    QUESTION,
    RANGE,
    READ_AS,
    SETTLED_BY,
    WORDS,
)
from tests.command import decidendi, shipped
from tests.unit.reports.test_languages import CLEARED_IN_GERMAN, messages, read

FACTS = content_directory("facts")
PAYMENT, LICENSED = FACTS / "payment-to-chen.yaml", FACTS / "hypotheticals" / "licensed.yaml"
ASKED: dict[str, tuple[object, ...]] = {
    "determination": (PAYMENT, "--matrix"),
    "summary": (PAYMENT,),
    "designation": (PAYMENT, "--party", "chen"),
    "comparison": (PAYMENT, "--overlay", "OVERLAY"),
    "portfolio": (PAYMENT, LICENSED),
    "report-worksheet": (PAYMENT,),
}
CYRILLIC = {ord(a) + place: ord(other) + place for a, other in (("a", "а"), ("A", "А")) for place in range(26)}
RETOLD = (*CAUTIONS, *QUESTION, *READ_AS, *RANGE, *LEFT_OUT, *SETTLED_BY, *CROSSED, AS_STATED, FURTHER)
OWN = {"Sec", "pdf", "Decidendi", "CFR", "FR", "EO", "part", "Doc"}
"""Words that are no message: how provisions and texts of the law are cited."""


@cache
def made(kind: str, folder: Path) -> Document:
    (folder / "citizen.yaml").write_text("name: Jane\nchanges:\n  - jane was a citizen of US\n", encoding="utf-8")
    asked = [str(each).replace("OVERLAY", str(folder / "citizen.yaml")) for each in ASKED[kind]]
    ran = decidendi("memo", *asked, "--kind", kind, "--format", "json")
    assert ran.code == 0, ran.err
    model = DOCUMENTS[{"determination": "memo", "report-worksheet": "worksheet"}.get(kind, kind)]
    return model.model_validate_json(ran.out)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a catalogue that has letters for every message."""
    made_at = tmp_path_factory.mktemp("catalogue")
    file = made_at / "languages" / "ru" / "LC_MESSAGES" / "memo.po"
    file.parent.mkdir(parents=True)
    plural = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    entries = [f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: {plural}\\n"\n']
    for each in messages():
        said = [f'"{strange(text)}"' for text in each]
        if len(each) > 1:
            forms = "\n".join(f"msgstr[{form}] {said[-1]}" for form in range(3))
            entries.append(f'msgid "{each[0]}"\nmsgid_plural "{each[1]}"\n{forms}\n')
        else:
            entries.append(f'msgid "{each[0]}"\nmsgstr {said[0]}\n')
    file.write_text("\n".join(entries), encoding="utf-8")
    return made_at


def strange(message: str) -> str:
    """The message in letters of another script, with what is filled in as it was."""
    parts = re.split(r"(%\(\w+\)s)", message)
    said = "".join(part if part.startswith("%(") else part.translate(CYRILLIC) for part in parts)
    assert placeholders(said) == placeholders(message)
    return said


def latin(text: str) -> set[str]:
    """The words in Latin letters; parts of digests, which are cut or broken where a line ends, are none."""
    found = set(re.findall(r"[A-Za-z]{2,}", re.sub("[\u200b\u00ad]", "", text)))
    return {word for word in found if not re.fullmatch("[a-f]+", word)}


def texts(told: object) -> Iterator[str]:
    """Every text of a document, without what the engine says around it or in its place."""
    if isinstance(told, dict):
        for name, each in told.items():
            if name not in ("grounds", "versions"):
                yield from texts(each)
        yield from (f"{name} {version}" for name, version in told.get("versions", {}).items())
    elif isinstance(told, list | tuple):
        for each in told:
            yield from texts(each)
    elif not all(part in WORDS for part in str(told).split("; ")):
        for message in RETOLD:
            values = matched(str(told), message)
            if values is not None:
                yield from values.values()
                return
        yield str(told)


def known(document: Document) -> set[str]:
    return latin(" ".join(texts(document.model_dump(mode="json")))) | OWN


def named(document: Document) -> set[str]:
    """Words of names, citations and references, which are no language's: those that stay unmarked."""
    told: list[str] = []

    def gather(name: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                gather(key, each)
            if name == "versions":
                told.extend(value)
        elif isinstance(value, list):
            for each in value:
                gather(name, each)
        elif name in NAMING and value is not None:
            told.append(str(value))

    gather("", document.model_dump(mode="json"))
    return latin(" ".join(told)) | OWN


NAMING = {
    *("subject", "subjects", "names", "title", "beside", "also", "name", "dealings", "parties", "countries", "ids"),
    *(
        "citation",
        "short",
        "label",
        "provision",
        "provisions",
        "ground",
        "criterion",
        "file",
        "rule",
        "author",
        "address",
    ),
    *("facts", "result", "digest", "engines", "versions", "called", "places", "used_at", "at"),
}


@pytest.mark.parametrize("kind", ASKED)
def test_no_word_of_the_frame_stays_english_in_html(kind: str, folder: Path) -> None:
    document = made(kind, folder)
    frame, english = read(render_memo(document, "html", folder, language="ru"))
    assert latin(frame) - named(document) == set()
    assert latin(english) - known(document) == set()
    assert len(re.findall("[а-я]{3,}", frame)) > 50


@pytest.mark.parametrize("kind", ASKED)
def test_no_word_of_the_frame_stays_english_in_markdown(kind: str, folder: Path) -> None:
    document = made(kind, folder)
    assert latin(render_memo(document, "md", folder, language="ru")) - known(document) == set()


@pytest.mark.parametrize("kind", ASKED)
def test_no_word_of_the_frame_stays_english_in_print(kind: str, folder: Path) -> None:
    document = made(kind, folder)
    pages = pypdfium2.PdfDocument(render_pdf(document, templates=folder, language="ru"))
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    title = pages.get_metadata_value("Title")
    assert latin(f"{text} {title}") - known(document) == set()
    assert re.search("[а-я]{3,}", title)


@pytest.mark.parametrize("kind", ASKED)
def test_no_word_of_the_frame_stays_english_in_word(kind: str, folder: Path) -> None:
    document = made(kind, folder)
    file = docx.Document(io.BytesIO(render_docx(document, folder, language="ru")))
    styles = file.styles.element
    assert [item.get(qn("w:val")) for item in styles.iter(qn("w:lang"))] == ["ru-RU"]
    assert file.core_properties.language == "ru"
    assert latin(file.core_properties.title) - named(document) == set()
    foot = file.sections[0].footer._element
    notes = [part for part in file.part.package.parts if part.partname == "/word/footnotes.xml"]
    written = io.BytesIO()
    file.save(written)
    assert len(notes) == 1
    frame, english = [], []
    for root in (file.element, foot, docx.oxml.parse_xml(notes[0].blob)):
        for each in root.iter(qn("w:r")):
            style = each.find(f"../../{qn('w:pPr')}/{qn('w:pStyle')}")
            if style is not None and style.get(qn("w:val")).startswith("TOC"):
                continue  # the headings again, which Word sets anew
            tag = each.find(f"{qn('w:rPr')}/{qn('w:lang')}")
            text = "".join(item.text or "" for item in each.iter(qn("w:t")))
            (frame if tag is None else english).append(text)
            assert tag is None or tag.get(qn("w:val")) == "en-GB"
    assert latin("\n".join(frame)) - named(document) == set()
    assert latin("\n".join(english)) - known(document) == set()
    assert not re.search("[\ufdd0-\ufdef]", "".join((*frame, *english)))
    assert len(re.findall("[а-я]{3,}", " ".join(frame))) > 50


PICTURED = (
    ("payment-to-chen.yaml", {"timeline", "proof", "matrix"}),
    ("ofac/faq-399-shares-are-added-up.yaml", {"timeline", "ownership", "proof", "matrix"}),
    ("hypotheticals/licensed.yaml", {"timeline", "proof"}),
)


@pytest.mark.parametrize(("matter", "kinds"), PICTURED)
def test_no_label_and_no_description_of_a_picture_stays_english(matter: str, kinds: set[str], folder: Path) -> None:
    done = asked_of(matter)
    result, said_in = report(done), language_named("ru", folder)
    drawn = illustrations_of(done, result, said_in).pictures + crossed_pictures(crossing_of(done, result), said_in)
    assert {each.kind for each in drawn} == kinds
    memo = memo_of(result, done.facts, done.rulebook)
    regime = (content_directory("rules") / "ownership.yaml").read_text(encoding="utf-8")
    proofs = " ".join(statements(node) for item in result.determinations for node in item.proof)
    table = " ".join(f"{each.decide} {each.unknowns} {each.readings}" for each in crossing_of(done, result).tables)
    sources = " ".join(f"{source.title} {source.where}" for fact in memo.facts for source in fact.sources)
    own = known(memo) | latin(f"{regime} {proofs} {table} {sources} {matter} {done.facts.title}")
    for each in drawn:
        shown = re.sub(r"<[^>]+>", " ", each.svg.replace(each.alternative, ""))
        for text in (each.title, each.alternative, html.unescape(shown)):
            assert latin(text) - own == set(), each.kind
            assert re.search("[а-я]{3,}", text)
        assert '<svg xmlns="http://www.w3.org/2000/svg" lang="ru"' in each.svg


def statements(node: ProofNode) -> str:
    return " ".join((node.statement, *map(statements, node.premises)))


def asked_of(matter: str) -> Run:
    facts = load_fact_set(FACTS / matter)
    return run(facts, shipped(), options=options_of(facts))


@pytest.mark.parametrize("kind", ["summary", "designation", "comparison", "portfolio"])
def test_what_is_undetermined_never_reads_as_a_clearance_in_german(kind: str, folder: Path) -> None:
    text = render_memo(made(kind, folder), "md", language="de")
    cells = [cell for line in text.split("\n") for cell in (line.split(" | ") if line.startswith("|") else [line])]
    unclear = [cell for cell in cells if "ungeklärt" in cell.lower()]
    assert unclear
    assert [cell for cell in unclear if not re.search(DENIED, cell)] == []
    # Beside it, how many others are authorized may be counted.
    rest = [re.sub(rf"{DENIED}|\d+ genehmigt", "", cell).lower() for cell in unclear]
    assert [cell for cell in rest if CLEARED_IN_GERMAN.search(cell)] == []


DENIED = "nichts freigegeben(?: ist)?|niemanden entlastet|entlastet niemanden"
