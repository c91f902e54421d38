"""Memos in Word: what the document says and rests on, that names stay names, and that a template can do no harm."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from decidendi import determine, parse_fact_set
from decidendi.content import content_directory
from decidendi.refusal import Refusal
from decidendi.reports import word_package
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.printing import in_pixels
from decidendi.reports.svg import picture
from decidendi.reports.word import render_docx
from docs import word_template
from tests.command import decidendi, shipped

UYGHUR = "شۆھرەت زاكىر"
HOSTILE = "<script>x</script> {{ 7*7 }} {% if %} {_{ a }_} {# c #} =cmd|' /C calc'!A0 & \u202egnol"
SHOWN = HOSTILE.replace("\u202e", "[U+202E]")
LINKS = "word/_rels/document.xml.rels"
SECTIONS = [
    "Question presented",
    "Short answer",
    "Facts",
    "Provisions",
    "Analysis",
    "What is unknown",
    "Duties",
    "Cautions",
    "Readings used",
    "Receipt",
]


def matter(payee: str) -> str:
    quoted = payee.replace("\\", "\\\\").replace('"', '\\"')
    return f"""title: 'Payment & {{{{ x }}}} <b>'
question: 'May <script> {{{{ x }}}} be paid?'
as of: 2021-03-01
sources: {{letter: {{title: 'Letter of {{{{ counsel }}}}', grade: official statement, address: "https://a.example/"}}}}
source: letter
parties:
  acme: {{entity: Acme Corp., country: US}}
  payee: {{individual: "{quoted}"}}
  chen: {{individual: 陈全国}}
dealings: {{payment-1: {{kind: funds, from: acme, to: payee, on: 2021-02-15, in: US}}}}
facts:
  - determination: {{party: payee, criterion: 1(a)(ii)(C)(1), authority: Secretary of the Treasury, on: 2020-07-09}}
  - leadership: {{person: chen, entity: acme, tenure: 2017/2019}}
"""


@cache
def memo_about(payee: str) -> Memo:
    facts = parse_fact_set(matter(payee))
    return memo_of(determine(facts, rulebook=shipped()), facts, shipped())


@cache
def written(payee: str) -> bytes:
    return render_docx(memo_about(payee))


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, Any]:
    """Each part of the file, read without any repair."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def basis(body: Any) -> Iterator[int]:
    """The number of the note of each step, as Word shows it, in order."""
    numbers = {item: place for place, item in enumerate(body.iter(qn("w:footnoteReference")), start=1)}
    for paragraph in body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None or not style.get(qn("w:val")).startswith("Step"):
            continue
        for item in paragraph.iter(qn("w:footnoteReference"), qn("w:instrText")):
            if item in numbers:
                yield numbers[item]
            else:
                yield int("".join(words(run) for run in item.getparent().itersiblings() if words(run)))


def test_the_sections_stand_under_headings_of_word_and_in_the_contents() -> None:
    document = opened(written("Jane Roe"))
    headings = [item.text for item in document.paragraphs if item.style.name == "Heading 1"]
    assert headings == SECTIONS
    entries = [words(item._p) for item in document.paragraphs if item.style.name == "toc 1"]
    numbers = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
    assert entries == [f"{number}. {title}" for number, title in zip(numbers, SECTIONS, strict=True)]
    assert "1 payment-1" in [words(item._p) for item in document.paragraphs if item.style.name == "toc 2"]
    anchors = {item.get(qn("w:anchor")) for item in document.element.iter(qn("w:hyperlink"))}
    marks = {item.get(qn("w:name")) for item in document.element.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert anchors <= marks


def test_the_conclusion_its_provision_and_its_response_are_in_the_document() -> None:
    text = [item.text for item in opened(written("Jane Roe")).paragraphs]
    assert (
        "payment-1: prohibited under Sec. 4(a). Response required: block. Rests on: official statement. (Analysis, 1)"
        in text
    )
    assert "This memo states what follows from the facts and rules named above. It is not legal advice." in text


def test_what_word_asks_of_a_file_holds() -> None:
    found = parts(written(UYGHUR))
    types = found["[Content_Types].xml"]
    named = {item.get("PartName") for item in types if item.get("PartName")}
    assert named <= {f"/{name}" for name in found}
    for name, root in found.items():
        if name.endswith(".rels"):
            assert not [item for item in root if item.get("TargetMode")], name
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for item in root:
                assert f"{folder}/{item.get('Target')}".lstrip("/") in found
    body = found["word/document.xml"]
    bookmarks = [item.get(qn("w:id")) for item in body.iter(qn("w:bookmarkStart"))]
    assert len(bookmarks) == len(set(bookmarks)) > 0
    assert sorted(bookmarks) == sorted(item.get(qn("w:id")) for item in body.iter(qn("w:bookmarkEnd")))
    notes = [item.get(qn("w:id")) for item in found["word/footnotes.xml"]]
    assert len(notes) == len(set(notes))
    referred = [item.get(qn("w:id")) for item in body.iter(qn("w:footnoteReference"))]
    assert referred == [note for note in notes if int(note) > 0]
    styles = {item.get(qn("w:styleId")) for item in found["word/styles.xml"].iter(qn("w:style"))}
    for root in (body, found["word/footnotes.xml"], found["word/footer1.xml"]):
        for kind in ("w:pStyle", "w:rStyle", "w:tblStyle"):
            assert {item.get(qn("w:val")) for item in root.iter(qn(kind))} <= styles
        depth = [item.get(qn("w:fldCharType")) for item in root.iter(qn("w:fldChar"))]
        assert depth.count("begin") == depth.count("separate") == depth.count("end")


def test_names_that_are_markup_come_out_as_text() -> None:
    found = parts(written(HOSTILE))
    body = words(found["word/document.xml"])
    assert SHOWN in body
    assert "Memorandum: Payment & {{ x }} <b>" in body
    assert "May <script> {{ x }} be paid?" in body
    assert "Letter of {{ counsel }}." in words(found["word/footnotes.xml"])
    assert opened(written(HOSTILE)).core_properties.title == "Memorandum: Payment & {{ x }} <b>"
    assert not [item for item in found["word/document.xml"].iter() if etree.QName(item).localname == "script"]


def test_a_character_that_no_xml_may_hold_is_shown_by_number() -> None:
    memo = memo_about("Jane Roe").model_copy(update={"question": "May \ufffe be paid?"})
    assert "May [U+FFFE] be paid?" in [item.text for item in opened(render_docx(memo)).paragraphs]


def test_words_from_right_to_left_are_runs_that_say_so() -> None:
    body = parts(written(UYGHUR))["word/document.xml"]
    runs = [run for run in body.iter(qn("w:r")) if UYGHUR in words(run)]
    assert len(runs) > 5
    for run in runs:
        assert words(run) == UYGHUR
        assert run.find(qn("w:rPr")).find(qn("w:rtl")) is not None
    assert "\u2068" not in words(body)
    assert f"Fact{UYGHUR}" not in words(body)
    assert "陈全国" in words(body)
    fonts = parts(written(UYGHUR))["word/styles.xml"].find(f".//{qn('w:rFonts')}")
    assert {qn("w:eastAsia"), qn("w:cs")} <= set(fonts.keys())


def test_rows_of_heads_repeat_and_pages_are_numbered_by_fields() -> None:
    found = parts(written("Jane Roe"))
    for table in found["word/document.xml"].iter(qn("w:tbl")):
        [first, *others] = table.iter(qn("w:tr"))
        assert first.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert others
    fields = [item.text.strip() for item in found["word/footer1.xml"].iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert words(found["word/footer1.xml"]).startswith("As of 2021-03-01")


def test_the_same_memo_gives_the_same_bytes_and_tells_the_day_asked_about() -> None:
    assert render_docx(memo_about("Jane Roe")) == written("Jane Roe")
    about = opened(written("Jane Roe")).core_properties
    assert about.title == "Memorandum: Payment & {{ x }} <b>"
    assert about.created.isoformat() == about.modified.isoformat() == "2021-03-01T00:00:00+00:00"
    assert about.keywords == "31 CFR part 501, 31 CFR part 583, IEEPA, E.O. 13818"
    with zipfile.ZipFile(io.BytesIO(written("Jane Roe"))) as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_template_that_comes_along_is_the_one_set_down() -> None:
    with zipfile.ZipFile(content_directory("reports") / "memo.docx") as package:
        assert {name: package.read(name).decode() for name in package.namelist()} == word_template.parts()


def test_a_picture_is_a_drawing_with_its_pixels_beside_and_what_it_shows_in_words() -> None:
    drawn = [picture("timeline", f"About {HOSTILE}", f"It shows {HOSTILE}", 900, 300, ["<circle r='9'/>"])]
    made = render_docx(memo_about(UYGHUR), pictures=in_pixels(drawn))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        links = {item.get("Id"): item.get("Target") for item in etree.fromstring(package.read(LINKS))}
        files = {name: package.read(name) for name in package.namelist()}
    [blip] = [item for item in body.iter() if etree.QName(item).localname == "blip"]
    [drawing] = [item for item in blip.iter() if etree.QName(item).localname == "svgBlip"]
    assert files[f"word/{links[blip.get(qn('r:embed'))]}"].startswith(b"\x89PNG")
    assert files[f"word/{links[drawing.get(qn('r:embed'))]}"].decode() == drawn[0].svg
    [said] = body.iter(qn("wp:docPr"))
    assert (said.get("title"), said.get("descr")) == (f"About {SHOWN}", f"It shows {SHOWN}")
    [extent] = body.iter(qn("wp:extent"))
    assert int(extent.get("cx")) / 12_700 == pytest.approx(475, abs=1)  # the text of the page, as in the template
    assert int(extent.get("cx")) / int(extent.get("cy")) == pytest.approx(3, abs=0.01)
    assert made == render_docx(memo_about(UYGHUR), pictures=in_pixels(drawn))


def test_a_memo_without_pictures_says_nothing_of_them() -> None:
    assert "Proofs in pictures" not in words(parts(written("Jane Roe"))["word/document.xml"])


# --- Templates of a firm's own -------------------------------------------------------------------


def changed(folder: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A folder with the template that comes along, changed part by part."""
    found = {name: text.encode() for name, text in word_template.parts().items()}
    change(found)
    with zipfile.ZipFile(folder / "memo.docx", "w") as package:
        for name, part in found.items():
            package.writestr(name, part)
    return folder


def replaced(folder: Path, old: str, new: str, name: str = "word/document.xml") -> Path:
    def change(found: dict[str, bytes]) -> None:
        assert old.encode() in found[name]
        found[name] = found[name].replace(old.encode(), new.encode(), 1)

    return changed(folder, change)


def test_a_template_of_a_firm_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "matter.yaml").write_text(matter(UYGHUR), encoding="utf-8")
    replaced(tmp_path, '>{{ _("Short answer") }}<', ">In short, {{ memo.heading.as_of }}<")
    ran = decidendi("memo", tmp_path / "matter.yaml", "-o", tmp_path / "memo-1.docx", "--templates", tmp_path)
    assert ran.code == 0, ran.err
    headings = [item.text for item in docx.Document(tmp_path / "memo-1.docx").paragraphs]
    assert "In short, 2021-03-01" in headings
    assert "II. In short, 2021-03-01" in headings


def test_a_template_without_footnotes_and_styles_for_them_gets_them(tmp_path: Path) -> None:
    def change(found: dict[str, bytes]) -> None:
        del found["word/footnotes.xml"]
        for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
            found[name] = re.sub(rb"<(?:Override|Relationship) [^>]*footnotes[^>]*/>", b"", found[name])
        found["word/styles.xml"] = found["word/styles.xml"].replace(b'w:val="footnote ', b'w:val="other ')

    found = parts(render_docx(memo_about("Jane Roe"), changed(tmp_path, change)))
    notes = [item.get(qn("w:id")) for item in found["word/footnotes.xml"]]
    assert notes[:3] == ["-1", "0", "1"]
    assert len(notes) > 5


def test_what_points_to_a_note_has_its_number_where_the_template_has_notes_of_its_own(tmp_path: Path) -> None:
    own = '<w:footnote w:id="7"><w:p><w:r><w:t>Privileged, {{ memo.heading.as_of }}.</w:t></w:r></w:p></w:footnote>'

    def change(found: dict[str, bytes]) -> None:
        for name, old, new in (
            (
                "word/document.xml",
                '>{{ _("Question presented") }}</w:t></w:r>',
                'OLD<w:r><w:footnoteReference w:id="7"/></w:r>',
            ),
            ("word/footnotes.xml", "</w:footnotes>", own + "OLD"),
        ):
            found[name] = found[name].replace(old.encode(), new.replace("OLD", old).encode(), 1)

    found = parts(render_docx(memo_about("Jane Roe"), changed(tmp_path, change)))
    assert "Privileged, 2021-03-01." in words(found["word/footnotes.xml"])
    body = found["word/document.xml"]
    referred = [item.get(qn("w:id")) for item in body.iter(qn("w:footnoteReference"))]
    assert referred[:2] == ["7", "8"]
    alone = list(basis(parts(written("Jane Roe"))["word/document.xml"]))
    assert len(alone) > len(set(alone))
    assert list(basis(body)) == [number + 1 for number in alone]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ memo.verdict }}", "uses an undefined name; expected what `decidendi schema memo` names; found `verdict`"),
        ("{{ verdict }}", "uses an undefined name; expected what `decidendi schema memo` names; found 'verdict' is "),
        ("{% if %}", "is not well-formed; found Expected an expression, got 'end of statement block'"),
        ("{{ memo.__class__ }}", "reaches for what it may not use; expected what `decidendi schema memo` names; "),
        ("{{ 1 / 0 }}", "fails; found division by zero"),
    ],
)
def test_a_template_that_fails_is_told_with_its_paragraph(tag: str, said: str, tmp_path: Path) -> None:
    replaced(tmp_path, '>{{ _("Short answer") }}<', f">In short: {tag}<")
    with pytest.raises(Refusal) as refused:
        render_docx(memo_about("Jane Roe"), tmp_path)
    [problem] = refused.value.problems
    assert str(problem).startswith(f"{tmp_path / 'memo.docx'}: the template {said}")
    assert f" in the paragraph `In short: {tag}`. Correct this paragraph of the template." in str(problem)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{% for a in [1] %}" * 40 + "{% endfor %}" * 40, "nested too deeply; expected at most 20 loops"),
        ("{{ memo.model_dump }}", "prints what is no text; found a method"),
        ("{{ '\\ud800' }}", "prints what is no text; found the half character U\\+D800"),
    ],
    ids=["nested", "method", "half-a-character"],
)
def test_a_template_that_prints_what_is_no_text_or_nests_too_deeply_is_refused(
    tag: str, said: str, tmp_path: Path
) -> None:
    replaced(tmp_path, '>{{ _("Short answer") }}<', f">In short: {tag}<")
    with pytest.raises(Refusal, match=said):
        render_docx(memo_about("Jane Roe"), tmp_path)


def test_a_tag_in_a_paragraph_of_its_own_is_the_one_that_is_told(tmp_path: Path) -> None:
    replaced(tmp_path, "{%p for duty in memo.duties %}", "{%p for duty in memo.duty %}")
    with pytest.raises(Refusal, match=r"found `duty` in the paragraph `\{% for duty in memo.duty %\}`"):
        render_docx(memo_about("Jane Roe"), tmp_path)


def test_a_document_that_is_not_well_formed_is_not_repaired(tmp_path: Path) -> None:
    replaced(tmp_path, '>{{ _("Short answer") }}<', ">{% if true %}</w:t></w:r></w:p><w:p><w:r><w:t>x{% endif %}<")
    render_docx(memo_about("Jane Roe"), tmp_path)
    replaced(tmp_path, '>{{ _("Short answer") }}<', ">{% if false %}</w:t></w:r></w:p><w:tbl><w:tr>x{% endif %}<")
    with pytest.raises(Refusal, match="the template"):
        render_docx(memo_about("Jane Roe"), tmp_path)


def unsafe(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(found: dict[str, bytes]) -> None:
        assert old in found[name]
        found[name] = found[name].replace(old, new, 1)

    return change


OUTSIDE = (
    b'<Relationship Id="rId9" Type="http://x/attachedTemplate" Target="http://a.example/x.dotm" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            unsafe("word/_rels/document.xml.rels", b"</Relationships>", OUTSIDE + b"</Relationships>"),
            "the template makes Word fetch something when a memo is opened",
        ),
        (
            unsafe("word/footer1.xml", b"NUMPAGES", b'INCLUDEPICTURE "http://a.example/x.png"'),
            "the template makes Word fetch something when a memo is opened",
        ),
        (lambda found: found.update({"word/vbaProject.bin": b"x"}), "the template carries code or an embedded object"),
        (lambda found: found.pop("word/document.xml"), "the template is no Word document"),
        (unsafe("word/styles.xml", b"<w:styles", b'<!DOCTYPE x [<!ENTITY a "b">]><w:styles'), "a document type"),
        (
            lambda found: found.update({"word/media/bomb.bin": b"\0" * (word_package.LARGEST_UNPACKED + 1)}),
            "the template is too large when unpacked",
        ),
        (
            lambda found: found.update({f"word/{n}.xml": b"<a/>" for n in range(word_package.MOST_PARTS)}),
            "the template has too many parts",
        ),
    ],
    ids=["attached", "field", "macros", "empty", "entities", "bomb", "parts"],
)
def test_a_template_that_does_harm_is_refused(
    change: Callable[[dict[str, bytes]], None], said: str, tmp_path: Path
) -> None:
    found = {name: text.encode() for name, text in word_template.parts().items()}
    change(found)
    with zipfile.ZipFile(tmp_path / "memo.docx", "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in found.items():
            package.writestr(name, part)
    with pytest.raises(Refusal, match=said):
        render_docx(memo_about("Jane Roe"), tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100, b"\xd0\xcf\x11\xe0"])
def test_a_template_that_is_no_zip_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "memo.docx").write_bytes(content)
    with pytest.raises(Refusal, match="the template is no Word document"):
        render_docx(memo_about("Jane Roe"), tmp_path)


def test_a_template_of_many_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "memo.docx").open("wb") as stream:
        stream.truncate(word_package.LARGEST_FILE + 1)
    with pytest.raises(Refusal, match="too large; expected at most 5,000,000 bytes"):
        render_docx(memo_about("Jane Roe"), tmp_path)


@pytest.mark.parametrize("package", ["docxtpl", "lxml"])
def test_what_writes_word_and_is_not_installed_is_named(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("decidendi.reports.word_")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "matter.yaml").write_text(matter("Jane Roe"), encoding="utf-8")
    ran = decidendi("memo", tmp_path / "matter.yaml", "-o", tmp_path / "memo.docx")
    assert (ran.code, ran.out) == (2, "")
    assert f"found no `{package}`. Install `decidendi[word]`, " in ran.err
    assert not (tmp_path / "memo.docx").exists()


def test_a_template_with_two_parts_of_one_name_is_refused(tmp_path: Path) -> None:
    changed(tmp_path, lambda found: None)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(tmp_path / "memo.docx", "a") as package:
        package.writestr("word/document.xml", "<other/>")
    with pytest.raises(Refusal, match=r"the template is no Word document.*two parts of one name"):
        render_docx(memo_about("Jane Roe"), tmp_path)
