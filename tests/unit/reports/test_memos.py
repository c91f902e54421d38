"""Memos and texts of odd matters: whatever names hold is shown and never obeyed, and silence is never a clearance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from decidendi import FactSet, determine, parse_fact_set
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Step
from decidendi.reports.rendering import render_memo
from decidendi.reports.text import determinations_text
from decidendi.rules.provisions import cited
from tests.command import shipped

DESIGNATED = """
facts:
  - determination: {party: d, criterion: 1(a)(ii)(A), authority: Secretary of the Treasury, on: 2020-07-09}
"""


def facts_of(parties: str, more: str = "") -> FactSet:
    return parse_fact_set(f"title: A matter\nas of: 2021-03-01\nparties:\n{parties}\n{more}")


def rendered(facts: FactSet) -> tuple[str, str, str]:
    """The text, the Markdown and the HTML."""
    result = determine(facts, rulebook=shipped())
    memo = memo_of(result, facts, shipped())
    return determinations_text(result), render_memo(memo, "md"), render_memo(memo, "html")


class Read(HTMLParser):
    """What a browser would see of a page: its elements and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Read:
    page = Read()
    page.feed(html)
    assert page.open == []
    return page


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }} {% for x in y %}",
        "=cmd|' /C calc'!A0",
        "</li><img src=x onerror=alert(1)>",
        "[a](javascript:alert(1)) `b` *c* | d",
        "陈全国",
        "محمد بن سلمان",
        "Ærøskøbing Ǆ ﬁ 𝔘",
        "# heading",
        "1. list",
    ],
)
def test_a_name_is_shown_as_it_is_and_never_obeyed(name: str) -> None:
    quoted = name.replace("'", "''")
    facts = facts_of(
        f"  d: {{individual: '{quoted}'}}\n  acme: {{entity: Acme Corp., country: US}}",
        "dealings: {p: {kind: funds, from: acme, to: d, on: 2021-02-15, in: US}}" + DESIGNATED,
    )
    text, markdown, html = rendered(facts)
    assert f"p is to {name}" in text
    page = read(html)
    words = "".join(page.words).replace("\u2068", "").replace("\u2069", "")
    assert f"p is to {name}" in words
    assert "script" not in page.elements
    assert "img" not in page.elements
    shown = read(MarkdownIt("commonmark").enable("table").render(markdown))
    assert f"p is to {name}" in "".join(shown.words).replace("\u2068", "").replace("\u2069", "")
    assert not {"script", "img", "a", "code"} & set(shown.elements)


def test_what_reorders_a_line_is_shown_by_number() -> None:
    text, markdown, html = rendered(facts_of('  a: {individual: "x\\u202egpj.exe"}'))
    assert "\u202e" not in text + markdown + html
    assert "x\\u202egpj.exe" in text
    assert "x[U+202E]gpj.exe" in html


def test_a_matter_without_parties_and_dealings_says_so() -> None:
    facts = parse_fact_set("title: Nothing\nas of: 2021-03-01\n")
    text, markdown, html = rendered(facts)
    assert "Nothing is answered: the facts name no party, no property and no dealing." in text
    for memo in (markdown, html):
        assert "Nothing was asked, so nothing is answered." in memo
    read(html)


def test_every_section_says_something_even_of_an_empty_matter() -> None:
    _, markdown, _ = rendered(parse_fact_set("title: Nothing\nas of: 2021-03-01\n"))
    sections = re.split(r"^## .*$", markdown, flags=re.MULTILINE)[1:]
    assert len(sections) == 10
    assert all(section.strip() for section in sections)


def test_not_blocked_says_on_what() -> None:
    text, markdown, html = rendered(facts_of("  a: {individual: A}\n  b: {entity: B}\n  c: {party: C}"))
    assert "NOT BLOCKED on what is stated: a (A)\n  no listing and no determination is stated: check the list" in text
    owners = "no listing, no determination and no ownership is stated: check the list and the owners"
    assert f"NOT BLOCKED on what is stated: b (B), c (C)\n  {owners}" in text
    for memo in (markdown, html):
        assert "Not blocked on what is stated" in memo
        assert f"B, C: {owners}." in memo


def test_of_a_party_whose_ownership_is_stated_it_is_not_said_that_none_is() -> None:
    facts = facts_of(
        "  a: {individual: A}\n  b: {entity: B}", "facts:\n  - holding: {owner: a, entity: b, share: 10}\n"
    )
    found = determine(facts, rulebook=shipped()).determinations
    [status] = [item for item in found if (item.kind, item.subject) == ("status", "b")]
    assert [caution.caution for caution in status.cautions] == [
        "no listing and no determination is stated: check the list"
    ]


def test_a_hundred_parties_of_whom_the_same_is_said_are_one_line() -> None:
    text, markdown, _ = rendered(facts_of("\n".join(f"  p{n}: {{entity: Company {n}}}" for n in range(100))))
    assert text.count("NOT BLOCKED") == 1
    assert len(text.splitlines()) < 20
    assert len(markdown.splitlines()) < 80


def test_a_dealing_that_nothing_reaches_is_never_said_to_be_allowed() -> None:
    facts = facts_of(
        "  a: {entity: A, country: US}\n  b: {entity: B, country: DE}",
        "dealings: {p: {kind: funds, from: a, to: b, on: 2021-02-15, in: US}}",
    )
    for said in rendered(facts):
        assert "no provision of this rulebook reaches it" in said.lower()
        assert "no finding that it may be done" in said
        assert not re.search(r"\b(lawful|permitted|allowed)\b", said)


def test_a_fact_known_too_late_is_marked_as_left_out() -> None:
    facts = facts_of("  d: {individual: D}", DESIGNATED.replace("}\n", "}\n    known from: 2020-07-10\n", 1))
    from datetime import date

    result = determine(facts, rulebook=shipped(), known=date(2020, 7, 9))
    memo = memo_of(result, facts, shipped())
    for form in ("md", "html"):
        shown = render_memo(memo, form)
        assert "on what was known on 2020-07-09" in shown
        assert "(left out: known only from 2020-07-10)" in shown


def test_completeness_is_named_in_the_memo() -> None:
    facts = facts_of("  d: {individual: D}", "complete: [leadership]")
    for said in rendered(facts)[1:]:
        assert "claims to state in full: leadership. Silence about these was taken as no." in said


def test_a_repeated_proof_is_shown_once_and_referred_to() -> None:
    facts = facts_of(
        "  d: {individual: D}\n  acme: {entity: Acme Corp., country: US}",
        "dealings:\n"
        + "".join(f"  p{n}: {{kind: funds, from: acme, to: d, on: 2021-02-15, in: US}}\n" for n in range(2))
        + DESIGNATED,
    )
    _, markdown, html = rendered(facts)
    assert "(Sec. 1(a)(ii)) (shown at 1)" in markdown
    for place in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{place}"' in html


def test_the_page_stands_alone() -> None:
    _, _, html = rendered(facts_of("  d: {individual: D}"))
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", html)
    assert "url(" not in html


def all_steps(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from all_steps(step.steps)


def test_each_step_of_a_page_shows_its_rule_its_provision_and_its_sources_on_hovering_and_focus() -> None:
    facts = facts_of(
        "  d: {individual: D}\n  acme: {entity: Acme Corp., country: US}",
        "sources:\n  wire: {title: 'A \"wire\" <b>', grade: official statement}\n"
        "dealings: {p: {kind: funds, from: acme, to: d, on: 2021-02-15, in: US}}"
        + DESIGNATED
        + "    source: {wire: 'p. \"1\" <i>'}\n",
    )
    memo = memo_of(determine(facts, rulebook=shipped()), facts, shipped())
    html = render_memo(memo, "html")
    steps = list(all_steps(step for part in memo.analysis for item in part.items for step in item.application))
    assert html.count('<span class="backing" tabindex="0">') == len(steps)
    concluded = [step for step in steps if step.provision]
    for step in concluded:
        assert re.fullmatch(r"[\w/.-]+\.md:\d+", step.rule)
        assert f"<span>Rule: <code>{step.rule}</code></span>" in html
        [row] = [row for row in memo.provisions if row.identifier == step.identifier]
        assert (step.short, step.status) == (row.short, row.status)
        how = "checked against" if row.is_checked else "not checked against"
        assert f"<span>Provision: {cited(step.provision)} of {row.short}, {how} the official text" in html
    assert {step.provision for step in concluded} >= {"4(a)", "1(a)"}
    assert "<span>Source: A &#34;wire&#34; &lt;b&gt;, p. &#34;1&#34; &lt;i&gt; (official statement)</span>" in html
    assert not {"b", "i"} & set(read(html).elements)
    assert ".backing:focus > .basis" in html
    assert ".backing:hover > .basis" in html
