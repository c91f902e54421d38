"""The shape of a rulebook as plain text for a terminal."""

from __future__ import annotations

from collections import Counter

from decidendi.determinations.shape import Finding, Shape
from decidendi.determinations.shape_questions import KINDS
from decidendi.reports.equivalence_text import days_told, first_line, matter_lines, universe_lines
from decidendi.reports.text import safe

_TITLES = {
    "dead rule": "Rules that no matter makes fire",
    "subsumed rule": "Rules that add nothing to another",
    "clash": "What one provision prohibits and another permits",
    "overlap": "What two provisions permit",
    "licence never used": "Exemptions and licences that never meet a prohibition",
    "gap": "Dealings that no provision speaks to",
}


def shape_text(result: Shape, *, whole: bool) -> str:
    """Each kind of finding, what was checked of the order of rules, and what was looked at."""
    lines = [f"{result.fired} of {result.rules} rules fire in a matter that was replayed."]
    for kind in KINDS:
        found = [item for item in result.findings if item.kind == kind]
        counts = Counter(item.settled for item in found)
        told = ", ".join(f"{count} {settled}" for settled, count in sorted(counts.items())) or "none"
        lines += ["", f"{_TITLES[kind]}: {told}"]
        for item in found:
            if kind != "overlap" or whole:
                lines += _finding(item, whole=whole)
    order = result.order
    lines += ["", "Order of the rules"]
    lines.append(
        f"  {order.matters} matters evaluated with the rules in {order.orders} other orders: "
        f"{order.differing} came out otherwise"
    )
    return safe("\n".join([*lines, *_looked_at(result)])) + "\n"


def _finding(item: Finding, *, whole: bool) -> list[str]:
    lines = [f"  {item.statement}: {item.settled}" + (f" ({item.verdict})" if item.verdict else "")]
    for rule in item.rules:
        first, *more = rule.words.strip().split("\n") if whole else [first_line(rule.words)]
        lines += [f"    {rule.provision} [{rule.place}] {first}", *(f"      {line}" for line in more)]
    if item.matter is not None and (whole or item.kind == "gap"):
        lines += matter_lines(item.matter)
    return lines


def _looked_at(result: Shape) -> list[str]:
    lines = universe_lines(result.things, result.days)
    if result.days_left:
        lines.append(f"  not settled within twice {result.seconds:g} s for a day: {days_told(result.days_left)}")
    if result.days_unasked:
        lines.append(f"  not asked, the law being out of force: {days_told(result.days_unasked)}")
    if result.outside:
        lines.append(f"  not asked about: {len(result.outside)} rules about silence, or about a changed matter")
    if result.unreplayed:
        lines.append(f"  {result.unreplayed} questions to which the solver proposed a matter that did not replay")
    return lines
