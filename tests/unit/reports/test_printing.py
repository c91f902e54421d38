"""Memos in print: what a reader of the PDF sees, that names stay names, and the same bytes for the same input."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pypdfium2
import pytest

from decidendi.reports import apart
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


# --- Templates of one's own ----------------------------------------------------------------------

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="#123456"/></svg>'
)
OWN = """#let told = json("data.json")
#set document(title: "Ours")
#set text(lang: "en")
#title()
#image("logo.svg", alt: "The logo of the firm", width: 20pt)
Ours, on #told.memo.heading.as_of: #told.memo.heading.title
#for item in told.pictures { image(item.file, alt: item.alternative, width: 100pt) }
"""


def _by_own_templates(folder: Path, template: str) -> Ran:
    (folder / "own").mkdir()
    (folder / "own" / "memo.typ").write_text(template, encoding="utf-8")
    (folder / "own" / "logo.svg").write_text(LOGO, encoding="utf-8")
    (folder / "matter.yaml").write_text(_matter("Jane Roe"), encoding="utf-8")
    return decidendi("memo", folder / "matter.yaml", "--templates", folder / "own", "-o", folder / "memo.pdf")


def test_a_template_of_ones_own_takes_the_place_of_the_one_that_came_along(tmp_path: Path) -> None:
    ran = _by_own_templates(tmp_path, OWN)
    assert ran.code == 0, ran.err
    text = _text(pypdfium2.PdfDocument(tmp_path / "memo.pdf"))
    assert "Ours, on 2021-03-01: Payment of #panic() and $x$" in text
    assert "Short answer" not in text


def test_a_template_may_use_the_frame_that_came_along(tmp_path: Path) -> None:
    template = (
        '#import "frame.typ": *\n#let told = json("data.json")\n#show: frame.with(told, "Ours", "foot")\n#title()'
    )
    ran = _by_own_templates(tmp_path, template)
    assert ran.code == 0, ran.err
    assert "Ours foot 1 of 1" in _text(pypdfium2.PdfDocument(tmp_path / "memo.pdf"))


def test_a_template_that_computes_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS_IN_PRINT", 2)
    ran = _by_own_templates(tmp_path, "#for i in range(100000) { for j in range(100000) { let x = calc.sin(i * j) } }")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        f"{tmp_path / 'own'}: the templates take too long or too much memory; expected a memo within 2 "
    )
    assert not (tmp_path / "memo.pdf").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("picture-1.svg", LOGO, "the pictures of the matter have names such as this"),
        ("large.png", "x" * 5_000_001, "the picture is too large; expected at most 5,000,000 bytes"),
        ("other.typ", " " * 500_001, "the template is too large; expected at most 500,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_brought_is_refused(name: str, content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "matter.yaml").write_text(_matter("Jane Roe"), encoding="utf-8")
    ran = decidendi("memo", tmp_path / "matter.yaml", "--templates", tmp_path, "-o", tmp_path / "memo.pdf")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{tmp_path / name}: {said}")


def test_nothing_is_fetched_for_a_template_that_computes_the_name_of_a_package(tmp_path: Path) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listening.getsockname()[1]}")
            ran = _by_own_templates(tmp_path, '#import ("@pre" + "view/example:0.1.0"): add')
        with pytest.raises(TimeoutError):
            listening.accept()
    assert "the template loads a package" in ran.err
