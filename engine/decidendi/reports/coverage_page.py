"""How far the law has been put to the test, beside its own text: a page of HTML that runs nothing and loads nothing."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from decidendi.determinations.coverage import ConditionCoverage, Coverage
from decidendi.reports.coverage_text import percent, said
from decidendi.reports.escaping import html
from decidendi.rules.provisions import Page
from decidendi.rules.rulebook import Rulebook

_STYLE: Final = (
    "body{font-family:sans-serif;margin:2em}td{padding:0 1em 0 0;vertical-align:top;white-space:pre-wrap}"
    ".text,.number{font-family:monospace}.number{color:#666;text-align:right}"
    ".whole{background:#e6f4e6}.part{background:#fdecc8}.none{background:#f8d7da}"
)

_Line = tuple[str, int]


def coverage_html(coverage: Coverage, rulebook: Rulebook) -> str:
    """The figures, then each provision with rules: its text line by line, and beside a condition what was seen of it.

    Where several alternatives share a line, it was seen so only where it was in each of them.
    """
    conditions: dict[_Line, list[ConditionCoverage]] = {}
    fired: dict[_Line, list[bool]] = {}
    for rule in coverage.rules:
        fired.setdefault((rule.file, rule.line), []).append(rule.fired)
        for condition in rule.conditions:
            conditions.setdefault((condition.file, condition.line), []).append(condition)
    covered = {rule.provision for rule in coverage.rules}
    figures = "".join(
        f"<tr><td>{html(name)}</td><td>{tally.seen} of {tally.wanted}</td><td>{percent(tally.share)} percent</td></tr>"
        for name, tally in {**coverage.tallies, "all": coverage.whole}.items()
    )
    pages = "".join(_page(page, rulebook, covered, conditions, fired) for page in rulebook.pages)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Coverage of the law</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Coverage of the law</h1>\n<p>{coverage.runs} runs.</p>\n"
        f"<table>\n{figures}\n</table>\n{pages}</body>\n</html>\n"
    )


def _page(
    page: Page,
    rulebook: Rulebook,
    covered: set[str],
    conditions: dict[_Line, list[ConditionCoverage]],
    fired: dict[_Line, list[bool]],
) -> Markup:
    file = rulebook.names.get(page.file, page.file)
    lines = page.text.split("\n")
    begins = [*(provision.place.line or 1 for provision in page.provisions), len(lines) + 1]
    shown = Markup()
    for provision, begin, end in zip(page.provisions, begins, begins[1:], strict=False):
        if provision.identifier not in covered:
            continue
        shown += Markup("<h3>Sec. {} {}</h3>\n<table>\n").format(html(provision.label), html(provision.title))
        for number in range(begin + 1, end):
            where = (file, number)
            shown += _row(number, lines[number - 1], conditions.get(where, []), fired.get(where, []))
        shown += Markup("</table>\n")
    return Markup("<h2>{}</h2>\n").format(html(file)) + shown if shown else shown


def _row(number: int, text: str, conditions: list[ConditionCoverage], fired: list[bool]) -> Markup:
    label, look = _label(conditions, fired)
    indent = len(text) - len(text.lstrip(" "))
    return Markup('<tr class="{}"><td class="number">{}</td><td class="text">{}{}</td><td>{}</td></tr>\n').format(
        look, number, "\N{NO-BREAK SPACE}" * indent, html(text), html(label)
    )


def _label(conditions: list[ConditionCoverage], fired: list[bool]) -> tuple[str, str]:
    """What stands beside a line, and how it looks: `whole`, `part` or `none` of what is to be seen, or nothing."""
    if conditions:
        wanted = dict.fromkeys(word for condition in conditions for word in condition.wanted)
        seen = [word for word in wanted if not any(word in condition.missing for condition in conditions)]
        label = ", ".join(f"{said(conditions[0], word)}: {'seen' if word in seen else 'NOT SEEN'}" for word in wanted)
        return label, "whole" if len(seen) == len(wanted) else "part" if seen else "none"
    if fired:
        label = "fired" if all(fired) else "never fired" if not any(fired) else "not every alternative fired"
        return label, "whole" if all(fired) else "part" if any(fired) else "none"
    return "", ""
