"""Whether two rulebooks differ, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from decidendi.determinations.equivalence import Differing, Equivalence, RuleShown
from decidendi.determinations.proposed_matters import Witness
from decidendi.reports.outcomes import in_words
from decidendi.reports.text import safe

_ANSWERS = {
    "the same rules": "They never differ: rule for rule and parameter for parameter they are the same.",
    "differ": "They differ.",
    "no difference found": "No matter of the bounded universe makes them differ.",
    "not settled": "Not settled: no difference was found, but not all was looked at.",
}
_MOST_RULES = 8


def equivalence_text(result: Equivalence, first: str, second: str) -> str:
    """The answer, the rules that differ, each matter with both answers side by side, and what was looked at."""
    answer = _ANSWERS[result.answer]
    if result.answer == "no difference found" and not result.conclusions:
        answer = "They never differ in a determination: none rests on the rules that are not the same."
    lines = [f"A: {first}", f"B: {second}", "", answer]
    if result.answer == "the same rules":
        return safe("\n".join(lines)) + "\n"
    lines += _rules("Only in A", result.only_first) + _rules("Only in B", result.only_second)
    if result.parameters:
        lines += ["", f"Parameters that differ: {', '.join(result.parameters)}"]
    for number, item in enumerate(result.differing, start=1):
        lines += ["", *_differing(number, item)]
    return safe("\n".join([*lines, *_looked_at(result)])) + "\n"


def _rules(title: str, rules: Sequence[RuleShown]) -> list[str]:
    lines = ["", f"{title}: {len(rules)} rule{'' if len(rules) == 1 else 's'}"]
    lines += [f"  [{rule.place}] {rule.provision}: {first_line(rule.words)}" for rule in rules[:_MOST_RULES]]
    return lines + ([f"  ... and {len(rules) - _MOST_RULES} more"] if len(rules) > _MOST_RULES else [])


def first_line(words: str) -> str:
    """The first line of a rule, with dots where there are more."""
    first, *more = words.strip().split("\n")
    return f"{first.strip()} ..." if more else first.strip()


def matter_lines(matter: Witness) -> list[str]:
    """A matter as it is told: its day, its facts, its readings, and whether there is one with fewer facts."""
    lines = [f"    as of {matter.as_of}, all else being stated in full:"]
    lines += [f"      {text}" for text in matter.told]
    lines += [f"      `{of}` is read as `{name}`" for of, name in matter.readings]
    if not matter.is_smallest:
        lines.append("      (a smaller matter may exist)")
    return lines


def _differing(number: int, item: Differing) -> list[str]:
    lines = [f"Matter {number}", *matter_lines(item.matter)]
    for conclusion in item.conclusions:
        lines.append(f"    {conclusion.conclusion}")
        lines.append(f"      A: {conclusion.first}".ljust(28) + f"B: {conclusion.second}")
        lines += [f"      by {rule.provision} [{rule.place}] {first_line(rule.words)}" for rule in conclusion.rules]
    for outcome in item.outcomes:
        about = f"{outcome.subject}, {outcome.provision}" if outcome.provision else outcome.subject
        lines.append(f"    {about} ({outcome.kind})")
        first, second = (
            in_words(outcome.kind, text) if text else "not asked" for text in (outcome.first, outcome.second)
        )
        lines.append(f"      A: {first}".ljust(26) + f"  B: {second}")
    return lines


def _looked_at(result: Equivalence) -> list[str]:
    lines = universe_lines(result.things, result.days)
    if result.days_left:
        lines.append(f"  not settled within {result.seconds:g} s: {days_told(result.days_left)}")
        lines.append(f"    whether these differ: {', '.join(result.conclusions_left) or 'none'}")
    if result.days_unasked:
        lines.append(f"  not asked, the law being out of force under one or both: {days_told(result.days_unasked)}")
    if result.unseen:
        lines.append(f"  not looked at: {len(result.unseen)} rules that differ in what silence means")
    if result.refuted:
        lines.append(f"  {result.refuted} matters that the solver proposed did not replay, and are not shown")
    return lines


def universe_lines(things: Collection[str], days: Collection[date]) -> list[str]:
    """The bounded universe in which matters were looked for: its things, what is stated of them, and its days."""
    return [
        "",
        "Looked at",
        f"  matters of at most {len(things)} things: {', '.join(things)}",
        "  with every class of fact stated in full, and times, shares, amounts and words that the rules name",
        f"  each on one of {len(days)} days, on which its dealing takes place: {days_told(days)}",
    ]


def days_told(days: Iterable[date]) -> str:
    """Days in a row."""
    return ", ".join(map(str, days)) or "none"
