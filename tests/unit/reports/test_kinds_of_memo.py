"""Memos of two matters and of many, and what every kind of memo has in common: names come out as text."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from decidendi.content import content_directory
from decidendi.reports.comparison import ComparisonMemo
from decidendi.reports.portfolio import Portfolio
from tests.command import decidendi

FACTS = content_directory("facts")
PAYMENT = FACTS / "payment-to-chen.yaml"
LICENSED = FACTS / "hypotheticals" / "licensed.yaml"
HOSTILE = '#panic("a") $x^2$ <script>x</script> {{ 7*7 }} =cmd|x @ref \u202egnol'
OVERLAY = "name: Jane is a citizen\nchanges:\n  - jane was a citizen of US\n"


def _matter(folder: Path) -> Path:
    file = folder / "odd.yaml"
    file.write_text(
        f"title: 'About {HOSTILE}'\nquestion: '{HOSTILE}?'\nas of: 2021-03-01\nparties:\n"
        f"  acme: {{entity: Acme Corp., country: US}}\n  payee: {{individual: '{HOSTILE}'}}\n"
        "dealings: {payment-1: {kind: funds, from: acme, to: payee, on: 2021-02-15, in: US}}\nfacts:\n"
        "  - determination: {party: payee, criterion: 1(a)(ii)(A), authority: Secretary of the Treasury,"
        " on: 2020-07-09}\n",
        encoding="utf-8",
    )
    return file


def _kinds(file: Path) -> dict[str, tuple[object, ...]]:
    return {
        "summary": (file,),
        "designation": (file, "--party", "payee"),
        "comparison": (file, PAYMENT),
        "portfolio": (file, PAYMENT),
        "report-worksheet": (file,),
    }


@pytest.mark.parametrize("kind", ["summary", "designation", "comparison", "portfolio", "report-worksheet"])
def test_a_name_comes_out_as_text_in_every_format(kind: str, tmp_path: Path) -> None:
    arguments = ("memo", "--kind", kind, *_kinds(_matter(tmp_path))[kind])
    page = decidendi(*arguments, "--format", "html").out
    assert "<script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt; {{ 7*7 }} =cmd|x @ref [U+202E]gnol" in page
    text = decidendi(*arguments, "--format", "md").out
    assert "\\<script\\>" in text
    assert "49" not in text.replace("2049", "")[:200]
    assert "\u202e" not in page + text
    printed = tmp_path / "odd.pdf"
    ran = decidendi(*arguments, "-o", printed)
    assert ran.code == 0, ran.err
    words = " ".join(" ".join(each.get_textpage().get_text_range().split()) for each in pypdfium2.PdfDocument(printed))
    assert '#panic("a") $x^2$ <script>x</script> {{ 7*7 }}' in words
    again = tmp_path / "again.pdf"
    decidendi(*arguments, "-o", again)
    assert again.read_bytes() == printed.read_bytes()


def test_a_scenario_under_an_overlay_is_compared_with_the_facts_as_stated(tmp_path: Path) -> None:
    (tmp_path / "citizen.yaml").write_text(OVERLAY, encoding="utf-8")
    arguments = ("memo", PAYMENT, "--overlay", tmp_path / "citizen.yaml", "--kind", "comparison")
    made = ComparisonMemo.model_validate_json(decidendi(*arguments, "--format", "json").out)
    assert [side.called for side in made.sides] == ["the facts as stated", "Jane is a citizen"]
    [changed] = [item for item in made.outcomes if item.kind == "dealing"]
    assert (changed.title, changed.first.outcome, changed.second.outcome) == ("payment-2", "undetermined", "prohibited")
    assert (changed.second.response, changed.second.provision, changed.alone) == ("block", "4(a)", (1,))
    [difference] = made.differences
    assert difference.second == ("Jane Roe was a citizen of US",)
    assert changed.number in difference.bears_on


def test_what_one_side_alone_has_is_counted_and_dealings_that_come_out_alike_stand_together() -> None:
    matters = (FACTS / "lawyers" / "legal-services.yaml", FACTS / "treasury-2020-07-09.yaml")
    arguments = ("memo", *matters, "--kind", "comparison")
    made = ComparisonMemo.model_validate_json(decidendi(*arguments, "--format", "json").out)
    assert {item.kind for item in made.outcomes if not (item.first.outcome and item.second.outcome)} <= {
        "dealing",
        "status",
    }
    licensed = next(item for item in made.outcomes if item.first.provision == "583.507")
    assert licensed.title.endswith("before the authority, defence in a court in New York")
    assert not made.only[0]
    counts = {(group.kind, group.outcome): group.count for group in made.only[1]}
    assert (counts["status", "blocked"], counts["criterion", "met"]) == (4, 7)
    assert all(
        item.bears_on or item.bears_on_only for item in made.differences if item.number not in made.without_effect
    )
    text = decidendi(*arguments, "--format", "md").out
    assert "Besides, what the second side alone has comes out so: 4 blocked; 7 met;" in text
    assert "undetermined, which clears nobody" in text


def test_the_gravest_matter_comes_first_and_a_folder_is_read_whole(tmp_path: Path) -> None:
    for name, file in (("a", LICENSED), ("b", PAYMENT), ("c", FACTS / "hypotheticals" / "place-unknown.yaml")):
        (tmp_path / f"{name}.yaml").write_bytes(file.read_bytes())
    made = Portfolio.model_validate_json(decidendi("memo", tmp_path, "--kind", "portfolio", "--format", "json").out)
    assert [row.heading.file for row in made.matters] == ["b.yaml", "c.yaml", "a.yaml"]
    assert [row.number for row in made.matters] == [1, 2, 3]
    assert str(made.matters[0].due) == "2021-03-01"
    counts = {(count.kind, count.outcome): count.count for count in made.counts}
    assert counts["dealing", "prohibited"] == 1
    assert counts["dealing", "authorized"] == 1
    assert counts["dealing", "undetermined"] >= 2
    text = decidendi("memo", tmp_path, "--kind", "portfolio").out
    assert text.index("| No. | Matter |") < text.index("## 1 ")
    assert "Undetermined clears nothing and nobody." in text


def test_a_portfolio_tells_every_matter_that_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("title: B\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_bytes(PAYMENT.read_bytes())
    ran = decidendi("memo", tmp_path, "--kind", "portfolio", "-o", tmp_path / "all.md")
    assert (ran.code, ran.out) == (2, "")
    refused = [line.partition(":")[0] for line in ran.err.splitlines()]
    assert refused == [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")]
    assert not (tmp_path / "all.md").exists()


def test_a_matter_among_many_says_how_many_unknowns_were_not_put_to_the_rules(tmp_path: Path) -> None:
    file = FACTS / "part-583" / "left-open-2024.yaml"
    made = Portfolio.model_validate_json(decidendi("memo", file, "--kind", "portfolio", "--format", "json").out)
    [row] = made.matters
    assert made.tried == 8
    assert row.unexplored > 100
    assert row.unknowns, "what decides of the first few is asked"
    told = f"{row.unexplored} unknowns not put to the rules here: see the memo."
    for form in ("md", "html"):
        assert told in decidendi("memo", file, "--kind", "portfolio", "--format", form).out
