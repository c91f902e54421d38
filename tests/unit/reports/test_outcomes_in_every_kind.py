"""In every kind of memo: what is undetermined is said to clear nothing, what is excused is said with its provision."""

from __future__ import annotations

import re

import pytest

from decidendi.content import content_directory
from decidendi.reports.escaping import plain
from tests.command import decidendi

FACTS = content_directory("facts")
SERVICES = FACTS / "lawyers" / "legal-services.yaml"
BOOKS = FACTS / "lawyers" / "informational-materials.yaml"
PAYMENT = FACTS / "payment-to-chen.yaml"

OPEN = "advice whose aim nobody states"
KINDS: dict[str, tuple[object, ...]] = {
    "determination": (SERVICES,),
    "summary": (SERVICES,),
    "designation": (SERVICES, "--party", "chen"),
    "comparison": (SERVICES, PAYMENT),
    "portfolio": (SERVICES, BOOKS),
    "report-worksheet": (SERVICES,),
}
CLEARING = re.compile(r"\b(cleared|permitted|permissible|allowed|lawful|may proceed|may go ahead|not prohibited)\b")
QUESTION = re.compile(r"if yes, .*; if no, |^Question \d+: ")


def lines_of(kind: str, form: str) -> list[str]:
    ran = decidendi("memo", *KINDS[kind], "--kind", kind, "--format", form)
    assert ran.code == 0, ran.err
    text = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", ran.out, flags=re.DOTALL)
    text = re.sub(r"<(?!/?(?:li|p|td|tr|h\d|ul|section)\b)[^>]*>", "", text) if form == "html" else text
    pieces = re.split(r"<[^>]+>|\n", text) if form == "html" else text.splitlines()
    return [plain(line).replace("*", "").lstrip("- ").strip() for line in pieces if line.strip()]


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("kind", KINDS)
def test_undetermined_never_reads_as_clearance(kind: str, form: str) -> None:
    lines = lines_of(kind, form)
    said = [(number, line) for number, line in enumerate(lines) if re.search("undetermined", line, re.IGNORECASE)]
    assert said, "the matter has an undetermined dealing"
    for number, line in said:
        about = " ".join(lines[number : number + 2])  # a heading and what stands under it
        assert re.search("clears? n(othing|obody)", about) or QUESTION.search(line), line
    assert not [line for line in lines if CLEARING.search(line.lower()) and OPEN in line]


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("kind", ["determination", "summary", "designation", "comparison"])
def test_an_authorized_dealing_stands_with_its_provision(kind: str, form: str) -> None:
    wanted = re.compile(r"authorized,? under Sec\. 583\.507", re.IGNORECASE)
    assert any(wanted.search(line) for line in lines_of(kind, form))


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_portfolio_counts_what_is_authorized_and_what_is_exempt(form: str) -> None:
    lines = lines_of("portfolio", form)
    assert any(re.search(r"4 authorized; 3 exempt", line) for line in lines)


@pytest.mark.parametrize("form", ["md", "html"])
def test_no_report_is_drafted_on_what_is_authorized(form: str) -> None:
    text = "\n".join(lines_of("report-worksheet", form))
    assert "a petition for removal from the list" not in text
    assert OPEN in text


def test_an_exempt_dealing_stands_with_its_provision() -> None:
    for kind in ("determination", "summary", "designation"):
        party = ("--party", "chen") if kind == "designation" else ()
        ran = decidendi("memo", BOOKS, "--kind", kind, *party, "--format", "md")
        assert ran.code == 0, ran.err
        found = re.search(r"exempt\*{0,2} under Sec\. 1702\(b\)\(3\)", ran.out, re.IGNORECASE)
        assert found or "more exempt: see the memo" in ran.out or "more exempt;" in ran.out, kind
