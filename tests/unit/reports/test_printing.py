"""Memos in print: what a reader of the PDF sees, that names stay names, and the same bytes for the same input."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
import pytest

from decidendi.reports.escaping import plain
from tests.command import Ran, decidendi

UYGHUR = "شۆھرەت زاكىر"
HOSTILE = '#panic("a") $x^2$ #include "/etc/passwd" <script>x</script> {{ 7*7 }} // c /* d */ @ref --- \u202egnol'
SHOWN = HOSTILE.replace("\u202e", "[U+202E]")


def _matter(payee: str) -> str:
    quoted = payee.replace("'", "''")
    return f"""title: 'Payment of #panic() and $x$'
question: 'May <script> {{{{ x }}}} be paid?'
as of: 2021-03-01
sources: {{letter: {{title: 'Letter of *counsel* #panic()', grade: official statement, address: "https://a.example/\\u202egnol"}}}}
source: letter
parties:
  acme: {{entity: Acme Corp., country: US}}
  payee: {{individual: '{quoted}'}}
  chen: {{individual: 陈全国}}
dealings: {{payment-1: {{kind: funds, from: acme, to: payee, on: 2021-02-15, in: US}}}}
facts:
  - determination: {{party: payee, criterion: 1(a)(ii)(C)(1), authority: Secretary of the Treasury, on: 2020-07-09}}
  - leadership: {{person: chen, entity: acme, tenure: 2017/2019}}
"""


def _printed(folder: Path, payee: str, name: str = "memo") -> tuple[Ran, Path]:
    (folder / "matter.yaml").write_text(_matter(payee), encoding="utf-8")
    return decidendi("memo", folder / "matter.yaml", "-o", folder / f"{name}.pdf"), folder / f"{name}.pdf"


def _text(document: pypdfium2.PdfDocument) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("print")


@pytest.fixture(scope="module")
def hostile(folder: Path) -> pypdfium2.PdfDocument:
    ran, file = _printed(folder, HOSTILE, "hostile")
    assert ran.code == 0, ran.err
    return pypdfium2.PdfDocument(file)


def test_names_that_are_markup_come_out_as_text(hostile: pypdfium2.PdfDocument) -> None:
    text = _text(hostile)
    assert SHOWN in text
    assert "Memorandum: Payment of #panic() and $x$" in text
    assert "May <script> {{ x }} be paid?" in text
    assert "\u202e" not in text
    whole = text.replace(" ", "")
    assert 5 < whole.count("gnol") == whole.count("[U+202E]gnol")


def test_the_conclusion_its_provision_and_what_each_step_rests_on_are_in_print(
    hostile: pypdfium2.PdfDocument,
) -> None:
    text = _text(hostile)
    assert "payment-1: prohibited under Sec. 4(a). Response required: block." in text
    assert "Sec. 4(a), rule at eo-13818/2-to-5-prohibitions.md:" in text
    assert "Letter of *counsel* #panic(). On official statement." in text


def test_bookmarks_pages_title_and_day_are_in_the_file(hostile: pypdfium2.PdfDocument) -> None:
    bookmarks = [(each.level, each.get_title()) for each in hostile.get_toc()]
    assert [title for level, title in bookmarks if level == 0] == [
        "Question presented",
        "Short answer",
        "Facts",
        "Provisions",
        "Analysis",
        "What is unknown",
        "Duties",
        "Cautions",
        "Readings used",
        "Proofs in pictures",
        "Receipt",
    ]
    assert (1, "1 payment-1") in bookmarks
    about = hostile.get_metadata_dict()
    assert about["Title"] == "Memorandum: Payment of #panic() and $x$"
    assert about["CreationDate"] == "D:20210301000000Z"
    assert f"1 of {len(hostile)}" in _text(hostile)


def test_names_in_chinese_and_uyghur_are_set_and_the_same_facts_give_the_same_bytes(folder: Path) -> None:
    ran, first = _printed(folder, UYGHUR, "first")
    assert ran.code == 0, ran.err
    _, second = _printed(folder, UYGHUR, "second")
    assert first.read_bytes() == second.read_bytes()
    text = _text(pypdfium2.PdfDocument(first))
    assert "陈全国" in text
    # Readers part a letter from its dots, and so order the letters anew; none is missing.
    assert set(UYGHUR) <= set(text)
    assert "\ufffd" not in text
    assert "[U+2068]" not in text


def test_to_make_text_fit_twice_is_to_make_it_fit_once() -> None:
    assert plain(plain(f"a {UYGHUR}, b")) == plain(f"a {UYGHUR}, b") == f"a \u2068{UYGHUR}\u2069, b"
    assert plain("\u2068x\u2069") == "[U+2068]x[U+2069]"


def test_characters_that_no_font_has_are_named_and_nothing_is_written(folder: Path) -> None:
    ran, file = _printed(folder, "བ 😀", "tibetan")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "matter.yaml: the fonts lack characters of this memo; found U+0F56 TIBETAN LETTER BA, U+1F600 GRINNING FACE. "
        "Name a folder of fonts that have them with `--fonts`, or choose `.html`.\n"
    )
    assert not file.exists()


@pytest.mark.parametrize("package", ["typst", "pylopdf_fonts_zh_cn"])
def test_what_prints_and_is_not_installed_is_named(package: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    ran, file = _printed(folder, "Jane Roe", "without")
    assert (ran.code, ran.out) == (2, "")
    assert f"found no `{package}`. Install `decidendi[print]`, " in ran.err
    assert not file.exists()
