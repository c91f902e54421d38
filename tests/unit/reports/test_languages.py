"""The frame of a memo in another language: nothing of it stays English, and nothing of the law is reworded.

After a change of a template, write the template of the catalogues anew, review the difference, and translate
what is new in `reports/languages/de/LC_MESSAGES/memo.po`:

    DECIDENDI_UPDATE_GOLDEN=1 python -m pytest tests/unit/reports/test_languages.py
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from decidendi import determine, parse_fact_set
from decidendi.content import content_directory
from decidendi.facts.evidence import GRADES
from decidendi.refusal import Refusal
from decidendi.reports.arguing import _OUTCOMES
from decidendi.reports.languages import Language, language_named, languages, placeholders
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.printing import render_pdf
from decidendi.reports.rendering import render_memo
from decidendi.reports.summary import Summary, summary_of
from decidendi.reports.word import render_docx
from decidendi.reports.wordings import PRINTED, template_of, templates_of
from decidendi.reports.words import OUTCOMES, WORDS
from tests.command import decidendi, shipped
from tests.unit.reports.test_memos_are_backed import MATTERS, memo_about

REPORTS = content_directory("reports")
TEMPLATE = REPORTS / "languages" / "memo.pot"
REPORTED = [file for file in templates_of(REPORTS) if file.suffix == ".jinja"]
CLEARED_IN_GERMAN = re.compile(
    r"(?<!keine )\b(erlaubt|zulässig|freigegeben|genehmigt|gestattet|rechtmäßig|unbedenklich|entlastet|ausgenommen)\b"
)


class Words(HTMLParser):
    """The words of a page, those that are marked as English apart."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: list[str] = []
        self.english: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self._open.append(dict(attrs).get("lang") == "en" or (bool(self._open) and self._open[-1]))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        (self.english if self._open and self._open[-1] else self.frame).append(data)


def read(page: str) -> tuple[str, str]:
    words = Words()
    words.feed(re.sub(r"<style>.*?</style>|<title>.*?</title>", "", page, flags=re.DOTALL))
    return "\n".join(words.frame), "\n".join(words.english)


def messages() -> list[tuple[str, ...]]:
    with TEMPLATE.open("rb") as stream:
        found = [message.id for message in read_po(stream) if message.id]
    return [tuple(each) if isinstance(each, list | tuple) else (each,) for each in found]


def test_the_template_of_catalogues_holds_every_message_of_the_frame() -> None:
    made = template_of(REPORTS)
    if os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1":
        TEMPLATE.write_text(made, encoding="utf-8")
    assert TEMPLATE.read_text(encoding="utf-8") == made


def test_german_translates_every_message_and_nothing_else() -> None:
    [file] = languages()["de"]
    with file.open("rb") as stream:
        translated = {message.id: message for message in read_po(stream, locale="de") if message.id}
    assert {each if isinstance(each, str) else tuple(each) for each in translated} == {
        each if len(each) > 1 else each[0] for each in messages()
    }
    assert [message.id for message in translated.values() if message.fuzzy] == []
    german = language_named("de")
    for each in messages():
        for count in (1, 2):
            said = german.plural(*each, count) if len(each) > 1 else german.text(each[0])
            assert said.strip()
            assert placeholders(said) == placeholders(each[-1])
            assert said.count("*") == each[-1].count("*")


def test_every_word_that_a_determination_is_told_in_is_among_the_messages() -> None:
    assert {outcome for outcomes in _OUTCOMES.values() for outcome in outcomes} == set(OUTCOMES)
    assert set(GRADES) <= set(WORDS)


@pytest.mark.parametrize("file", REPORTED, ids=lambda file: file.name)
def test_no_word_of_a_template_stands_outside_the_messages(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    plainly = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", " ", source, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", re.sub(r"<!?[a-z/][^>]*>", " ", plainly, flags=re.IGNORECASE)) == []
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
    chosen = [each for node in tree.find_all(nodes.CondExpr) for each in (node.expr1, node.expr2)]
    words = [each.value for each in chosen if isinstance(each, nodes.Const) and re.search("[A-Za-z]", str(each.value))]
    assert words == []


@pytest.mark.parametrize("matter", MATTERS)
def test_no_message_of_the_frame_stays_english_in_a_german_memo(matter: str) -> None:
    memo = memo_about(matter)
    frame, english = read(render_memo(memo, "html", language="de"))
    names = {item.subject for part in memo.analysis for item in part.items} | {part.title for part in memo.analysis}
    names |= {each.title for each in memo.named} | {each.author for each in memo.sources}
    names |= {each.citation for each in memo.heading.instruments}
    page, of_summary = read(render_memo(summary_of(memo), "html", language="de"))
    assert page.replace(memo.heading.title, "") != page
    frame += page
    english += of_summary
    for name in sorted(names - {""} | {memo.heading.title}, key=len, reverse=True):
        frame = frame.replace(name, "")
    for each in messages():
        for message in each:
            for part in re.split(r"%\(\w+\)s|\*+", message):
                if re.search(r"[a-z]{3,}\W+[a-z]{2,}", part):
                    assert part.strip() not in frame
    assert re.findall(r"\b(?:the|is|whether|under|prohibited|blocked|undetermined)\b", frame) == []
    assert len(english) > 100


@pytest.mark.parametrize("matter", MATTERS)
def test_what_the_law_and_the_facts_say_is_the_same_in_every_language_and_marked_as_english(matter: str) -> None:
    memo = memo_about(matter)
    page = render_memo(memo, "html", language="de")
    assert '<html lang="de">' in page
    _, english = read(page)
    shown = " ".join(english.replace("\u2068", "").replace("\u2069", "").split())
    for said in (
        *(fact.statement for fact in memo.facts),
        *(row.title for row in memo.provisions),
        *(unknown.ask.removeprefix("Is it so that ").removesuffix("?") for unknown in memo.unknowns),
    ):
        assert " ".join(said.split()) in shown


@pytest.mark.parametrize("matter", ["hypotheticals/place-unknown.yaml", "lawyers/legal-services.yaml"])
def test_an_undetermined_dealing_is_never_worded_as_a_clearance_in_german(matter: str) -> None:
    memo = memo_about(matter)
    text = render_memo(memo, "md", language="de")
    undetermined = [
        item
        for part in memo.analysis
        for item in part.items
        if (item.kind, item.outcome) == ("dealing", "undetermined")
    ]
    assert undetermined
    for item in undetermined:
        [answer] = re.findall(rf"^- \*\*{re.escape(item.subject)}:\*\* (.*)$", text, re.MULTILINE)
        [part] = re.findall(rf"^### {re.escape(item.at)} .*?(?=^##)", text, re.MULTILINE | re.DOTALL)
        [concluded] = re.findall(r"^\*\*Ergebnis.*$", part, re.MULTILINE)
        for said in (answer, concluded):
            assert "ungeklärt" in said.lower()
            assert "Damit ist nichts freigegeben." in said
            assert not CLEARED_IN_GERMAN.search(said.replace("Damit ist nichts freigegeben.", "").lower())


@pytest.mark.parametrize("matter", ["hypotheticals/place-unknown.yaml", "lawyers/legal-services.yaml"])
def test_an_undetermined_line_of_a_summary_is_never_worded_as_a_clearance_in_german(matter: str) -> None:
    summary = summary_of(memo_about(matter))
    lines = render_memo(summary, "md", language="de").split("## Worauf")[0].split("\n")
    open_ones = [line for line in lines if "ungeklärt" in line.lower()]
    assert len(open_ones) >= sum(answer.outcome == "undetermined" for answer in summary.answers) > 0
    for line in open_ones:
        assert re.search("nichts freigegeben|niemanden entlastet", line)


def in_print(document: Memo | Summary) -> str:
    """The text of a PDF in German, its breaks within words undone, and without the digests cut to their beginning."""
    pdf = render_pdf(document, language="de")
    assert b"<dc:language><rdf:Bag><rdf:li>de</rdf:li>" in pdf
    assert b"/Lang(en)" in pdf or isinstance(document, Summary)  # the words of the law and the facts
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)).replace(
        "\u200b", ""
    )
    # A cell whose last line has a hyphen at its break is read together with the cell beside it.
    text = text.replace("nicht am amtlichen Text", " nicht am amtlichen Text")
    return re.sub(r"\b[0-9a-f]{12}\b", "", text)


def texts(told: object) -> Iterator[str]:
    if isinstance(told, dict):
        for name, each in told.items():
            if name != "grounds":  # in the engine's words; the frame tells them from `exempt` and `authorized`
                yield from (str(name), *texts(each))
    elif isinstance(told, list | tuple):
        for each in told:
            yield from texts(each)
    else:
        yield str(told)


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text))


@pytest.mark.parametrize(
    "matter", ["payment-to-chen.yaml", "hypotheticals/place-unknown.yaml", "lawyers/legal-services.yaml"]
)
def test_every_word_in_german_print_is_of_the_catalogue_or_of_the_law_and_the_facts(matter: str) -> None:
    memo, german = memo_about(matter), language_named("de")
    said = {
        text
        for each in messages()
        for text in ({german.plural(*each, n) for n in (1, 2)} if len(each) > 1 else {german.text(each[0])})
    }
    for document in (memo, summary_of(memo, 25)):
        # What stays English, but for the words of the engine, which the frame is to translate.
        original = " ".join(texts(document.model_dump()))
        known = words(" ".join((*said, original)))
        months = german.day(document.heading.as_of) + " ".join(
            german.day(date(2020, month, 1)) for month in range(1, 13)
        )
        text = in_print(document)
        assert words(text) <= known | {word.capitalize() for word in known} | words(months) | {"Sec"}
        for each in messages():
            for part in re.split(r"%\(\w+\)s|\*+", each[-1]):
                if re.search(r"[a-z]{3,}\W+[a-z]{2,}", part) and part.strip() not in original:
                    assert part.strip() not in " ".join(text.split())
    undetermined = [answer for answer in summary_of(memo, 25).answers if answer.outcome == "undetermined"]
    assert text.count("freigegeben") + text.count("entlastet") >= len(undetermined)


@pytest.mark.parametrize("name", PRINTED)
def test_no_message_of_a_template_for_print_stands_outside_what_it_asks_the_catalogue_for(name: str) -> None:
    source = re.sub(r"^\s*//.*$", "", (REPORTS / f"{name}.typ").read_text(encoding="utf-8"), flags=re.MULTILINE)
    asked = re.sub(r'\bn?gettext\(\s*(?:"[^"]*"(?:,\s*)?)+', "gettext(", source)
    phrases = {text for text in re.findall(r'"([^"\n]*)"', asked) if re.search("[a-z]{2,} [a-z]{2,}|^ [a-z]+ $", text)}
    assert phrases <= {*OUTCOMES, "the catalogue of `", "` has no translation of `"}
    # In markup, what is no code: words after one another.
    markup = re.findall(r"[\[*\]] ?([A-Za-z]+ [a-z]+ [a-z]+)", asked)
    assert [text for text in markup if not text.startswith(("else if", "if "))] == []


def test_what_a_catalogue_lacks_is_refused_in_print_with_the_line_of_the_template_too(tmp_path: Path) -> None:
    catalogue(tmp_path, "fr", HEADER + 'msgid "Facts"\nmsgstr "Faits"\n')
    (tmp_path / "memo.typ").write_text(
        '#import "frame.typ": *\n#set document(title: "t")\n= #gettext("Facts")\n= #gettext("Short answer")\n',
        encoding="utf-8",
    )
    with pytest.raises(Refusal) as refused:
        render_pdf(memo_without_steps(), templates=tmp_path, language="fr")
    assert "memo.typ:4: the catalogue of `fr` has no translation of `Short answer`" in str(refused.value)
    with pytest.raises(Refusal, match=r"`fr` has no translation of `%\(provision\)s, rule at"):
        render_pdf(memo_about("payment-to-chen.yaml"), language="fr", templates=tmp_path)


def memo_without_steps() -> Memo:
    facts = parse_fact_set("title: A matter\nas of: 2021-03-01\nparties:\n  d: {individual: Dana}\n")
    memo = memo_of(determine(facts, rulebook=shipped()), facts, shipped())
    return memo.model_copy(update={"analysis": ()})


def test_a_status_that_is_open_clears_nobody_in_german() -> None:
    german = language_named("de")
    for each in messages():
        if re.search("undetermined.*clears", each[-1], re.IGNORECASE):
            said = german.plural(*each, 2) if len(each) > 1 else german.text(each[0])
            assert re.search("niemanden entlastet|entlastet niemanden|nichts freigegeben", said)
        if "no finding that it may be done" in each[-1]:
            assert re.search("keine Feststellung(?: ist)?, dass es vorgenommen werden darf", german.text(each[0]))


def test_days_numbers_and_amounts_have_the_form_of_the_language() -> None:
    german, english = language_named("de"), language_named("en")
    assert (german.day(date(2020, 7, 9)), english.day(date(2020, 7, 9))) == ("9. Juli 2020", "2020-07-09")
    assert (german.number(Decimal("1234567.50")), english.number(12345)) == ("1.234.567,50", "12345")
    assert german.money(Decimal("2500.00"), "USD") == "2.500,00\u00a0USD"
    assert german.money(Decimal("0.123456789012345678901234567890"), "USD").startswith(
        "0,12345678901234567890123456789"
    )
    assert english.money(Decimal("2500.00"), "USD") == "USD 2500.00"
    assert Language("nl", NullTranslations()).money(Decimal("2500.00"), "USD") == "USD\u00a02.500,00"
    assert (german.share(Fraction(4999, 100)), german.share(Fraction(50, 3))) == ("49,99", "50/3")
    text = render_memo(memo_about("payment-to-chen.yaml"), "md", language="de")
    assert "Stand: 1. März 2021." in text
    assert "bis zum 30. September 2021." in text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{ 7*7 }} %(day)s **x**", "[a](javascript:x) | d"])
def test_a_name_is_shown_as_it_is_and_never_obeyed_in_german(name: str) -> None:
    facts = parse_fact_set(f"title: A matter\nas of: 2021-03-01\nparties:\n  d: {{individual: '{name}'}}\n")
    memo = memo_of(determine(facts, rulebook=shipped()), facts, shipped())
    page = render_memo(memo, "html", language="de")
    assert "<script" not in page
    assert name in "".join(read(page)[0])


def catalogue(folder: Path, name: str, text: str) -> Path:
    file = folder / "languages" / name / "LC_MESSAGES" / "memo.po"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_a_firm_rewords_one_message_and_the_rest_comes_from_what_came_along(tmp_path: Path) -> None:
    catalogue(tmp_path, "de", HEADER + 'msgid "Short answer"\nmsgstr "In aller <b>Kürze</b>"\n')
    page = render_memo(memo_about("payment-to-chen.yaml"), "html", tmp_path, language="de")
    assert "<h2>In aller &lt;b&gt;Kürze&lt;/b&gt;</h2>" in page
    assert "<h2>Fragestellung</h2>" in page


def test_what_a_catalogue_lacks_is_refused_with_the_line_of_the_template_that_says_it(tmp_path: Path) -> None:
    catalogue(
        tmp_path, "fr", HEADER + 'msgid "Short answer"\nmsgstr "Réponse"\n\n#, fuzzy\nmsgid "Facts"\nmsgstr "F"\n'
    )
    with pytest.raises(Refusal) as refused:
        render_memo(memo_about("payment-to-chen.yaml"), "md", tmp_path, language="fr")
    said = str(refused.value)
    assert "memo.md.jinja:" in said
    assert "the catalogue of `fr` has no translation of `Memorandum: %(title)s`" in said


def test_what_a_catalogue_lacks_is_refused_in_word_and_in_pictures_too(tmp_path: Path) -> None:
    catalogue(tmp_path, "fr", HEADER + 'msgid "Short answer"\nmsgstr "Réponse"\n')
    with pytest.raises(Refusal, match=r"memo\.docx: the catalogue of `fr` has no translation of `Memorandum: %\(title"):
        render_docx(memo_without_steps(), tmp_path, language="fr")
    facts = content_directory("facts") / "payment-to-chen.yaml"
    ran = decidendi("memo", facts, "--language", "fr", "--templates", tmp_path, "-o", tmp_path / "memo.html")
    assert (ran.code, ran.out) == (2, "")
    assert "the catalogue of `fr` has no translation of `blocked on %(day)s`. Translate it in the catalogue" in ran.err
    assert not (tmp_path / "memo.html").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + 'msgid "As of %(day)s."\nmsgstr "Le %(jour)s."\n', ":4: a translation does not fill in what the"),
        (HEADER + 'msgid "Facts"\nmsgstr "Faits\n', "memo.po:5: the catalogue is not well-formed"),
        ("x" * 1_100_000, "the catalogue is too large"),
    ],
    ids=["placeholder", "malformed", "large"],
)
def test_a_catalogue_that_cannot_be_used_is_refused(tmp_path: Path, text: str, said: str) -> None:
    catalogue(tmp_path, "fr", text)
    with pytest.raises(Refusal, match=re.escape(said)):
        language_named("fr", tmp_path)


def test_a_folder_that_names_no_language_is_refused(tmp_path: Path) -> None:
    catalogue(tmp_path, "xx_nowhere", HEADER)
    with pytest.raises(Refusal, match="is not the name of a language"):
        language_named("xx_nowhere", tmp_path)


def test_the_command_writes_german_with_templates_of_ones_own_too(tmp_path: Path) -> None:
    (tmp_path / "memo.md.jinja").write_text(
        '{{ _("Short answer") }} {% trans day=memo.heading.as_of %}As of {{ day }}.{% endtrans %} {{ language }}\n',
        encoding="utf-8",
    )
    facts = content_directory("facts") / "payment-to-chen.yaml"
    ran = decidendi("memo", str(facts), "--language", "de", "--templates", str(tmp_path))
    assert (ran.code, ran.out) == (0, "Kurzantwort Stand: 1. März 2021. de\n")


def test_english_needs_no_catalogue() -> None:
    english = language_named("en")
    assert isinstance(english, Language)
    assert english.text("anything at all") == "anything at all"
    assert english.knows("anything at all")


@pytest.mark.parametrize(
    ("title", "other", "shown"),
    [
        ("Chen Quanguo", "陈全国", 'Chen Quanguo (<bdi lang="und-Hani">陈全国</bdi>)'),
        ("陈全国", "Chen Quanguo", '<bdi lang="und-Hani">陈全国</bdi> (Chen Quanguo)'),
        ("Tursun", "تۇرسۇن", 'Tursun (<bdi lang="und-Arab">\u2068تۇرسۇن\u2069</bdi>)'),
        ("Ivan Petrov", "Иван Петров", 'Ivan Petrov (<bdi lang="und-Cyrl">Иван Петров</bdi>)'),
    ],
)
def test_a_name_stands_in_its_own_script_with_the_transliteration_beside(title: str, other: str, shown: str) -> None:
    facts = parse_fact_set(
        f"title: A matter\nas of: 2021-03-01\nparties:\n  d: {{individual: {title}, aka: [{other}]}}\n"
    )
    memo = memo_of(determine(facts, rulebook=shipped()), facts, shipped())
    assert f"<p>Names, each in its script: {shown}.</p>" in render_memo(memo, "html")
    assert f"<p>Namen, jeweils in ihrer Schrift: {shown}.</p>" in render_memo(memo, "html", language="de")
    plainly = render_memo(memo, "md").replace("\u2068", "").replace("\u2069", "")
    assert f"Names, each in its script: {title} ({other}).\n" in plainly
