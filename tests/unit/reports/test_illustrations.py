"""The pictures of a memo: those of the run that it tells of, in every format, each told in words."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import pytest

from decidendi.content import content_directory
from decidendi.determinations.determine import Run, options_of, report, run
from decidendi.facts.loading import load_fact_set
from decidendi.reports import illustrating
from decidendi.reports.illustrating import Illustrations, illustrations_of
from decidendi.reports.memo import memo_of
from decidendi.reports.rendering import render_memo
from tests.command import decidendi, shipped

FACTS = content_directory("facts")
HALF_OF_A_HALF = "ofac/faq-401-example-1-half-of-a-half.yaml"


@cache
def done(name: str) -> Run:
    facts = load_fact_set(FACTS / name)
    return run(facts, shipped(), options=options_of(facts))


@cache
def illustrations(name: str) -> Illustrations:
    return illustrations_of(done(name), report(done(name)))


def test_holdings_are_drawn_and_the_chart_says_of_each_party_what_the_memo_says() -> None:
    [chart] = [item for item in illustrations(HALF_OF_A_HALF).pictures if item.kind == "ownership"]
    statuses = {
        item.title: item.outcome for item in report(done(HALF_OF_A_HALF)).determinations if item.kind == "status"
    }
    told = [title for title in statuses if f"{title}: " in chart.alternative]
    assert told
    for title in told:
        assert re.search(rf"{re.escape(title)}: {statuses[title]}\b", chart.alternative), title
    assert re.search(r" holds 50% of ", chart.alternative)
    assert f"<desc>{chart.alternative}</desc>" in chart.svg


def test_a_chart_that_would_say_another_status_than_the_memo_is_left_out_and_told() -> None:
    result = report(done(HALF_OF_A_HALF))
    [chart] = [item for item in illustrations(HALF_OF_A_HALF).pictures if item.kind == "ownership"]
    blocked = next(item for item in result.determinations if item.kind == "status" and item.title in chart.alternative)
    other = "undetermined" if blocked.outcome != "undetermined" else "blocked"
    changed = tuple(
        item.model_copy(update={"outcome": other}) if item is blocked else item for item in result.determinations
    )
    found = illustrations_of(done(HALF_OF_A_HALF), result.model_copy(update={"determinations": changed}))
    assert "ownership" not in [item.kind for item in found.pictures]
    assert blocked.title in found.undrawn


def test_a_chart_that_nothing_can_draw_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("fast_sugiyama")

    monkeypatch.setattr(illustrating, "chart_picture", missing)
    found = illustrations_of(done(HALF_OF_A_HALF), report(done(HALF_OF_A_HALF)))
    assert "ownership" not in [item.kind for item in found.pictures]
    assert "install `decidendi[charts]`" in found.undrawn


def test_a_page_shows_each_picture_with_its_title_and_words() -> None:
    facts, found = done(HALF_OF_A_HALF).facts, illustrations(HALF_OF_A_HALF).pictures
    memo = memo_of(report(done(HALF_OF_A_HALF)), facts, shipped())
    page = render_memo(memo, "html", pictures=found)
    for item in found:
        assert f"<title>{item.title}</title>\n<desc>{item.alternative}</desc>" in page
    assert page.count('role="img"') == page.count("<svg ") == page.count("<figcaption>") == len(found)
    names = re.findall(r'<pattern id="([^"]+)"', page)
    assert len(names) == len(set(names)) > 1
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(names)
    assert not re.search(r"<(?:script|image|foreignObject)|href=\"(?!#)", page)
    assert "Pictures" not in render_memo(memo, "md")


def test_markdown_in_a_file_holds_each_picture_with_its_words_and_a_terminal_names_them(tmp_path: Path) -> None:
    assert decidendi("memo", FACTS / HALF_OF_A_HALF, "-o", tmp_path / "memo.md").code == 0
    text = (tmp_path / "memo.md").read_text(encoding="utf-8")
    found = illustrations(HALF_OF_A_HALF).pictures
    held = re.findall(r"^\[\w+-(\d)\]: data:image/svg\+xml;base64,(\S+)$", text, re.MULTILINE)
    assert [int(number) for number, _ in held] == list(range(1, len(found) + 1))
    assert [base64.b64decode(data).decode() for _, data in held] == [item.svg for item in found]
    for number, item in enumerate(found, start=1):
        [told] = re.findall(rf"^!\[(.*)\]\[{item.kind}-{number}\]$", text, re.MULTILINE)
        assert re.sub(r"\\(.)", r"\1", told) == f"{item.title}. {item.alternative}"
    shown = decidendi("memo", FACTS / HALF_OF_A_HALF).out
    assert "Drawn in this memo where it is written to a file: " in shown
    assert "base64" not in shown


def test_pictures_can_be_left_out(tmp_path: Path) -> None:
    for form in ("md", "html", "pdf", "docx"):
        plain, drawn = tmp_path / f"plain.{form}", tmp_path / f"drawn.{form}"
        assert decidendi("memo", FACTS / "payment-to-chen.yaml", "--no-pictures", "-o", plain).code == 0
        assert decidendi("memo", FACTS / "payment-to-chen.yaml", "-o", drawn).code == 0
        assert plain.stat().st_size < drawn.stat().st_size, form


def test_templates_of_ones_own_may_place_pictures(tmp_path: Path) -> None:
    template = "{% for picture in pictures %}{{ picture.kind }} {{ picture|drawn }}{% endfor %}"
    (tmp_path / "memo.html.jinja").write_text(template, encoding="utf-8")
    ran = decidendi("memo", FACTS / "payment-to-chen.yaml", "--templates", tmp_path, "--format", "html")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("timeline <svg ")
    assert "proof <svg " in ran.out
