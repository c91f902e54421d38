"""A comparison as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from decidendi.determinations.comparing import Comparison, Differing, OutcomeDiffering
from decidendi.reports.outcomes import in_words
from decidendi.reports.text import safe


def comparison_text(result: Comparison) -> str:
    """What differs, then each outcome that does, with the differences that cause it."""
    lines = [
        f"first:  {result.first}, as of {result.as_of[0]}",
        f"second: {result.second}, as of {result.as_of[1]}",
        "",
    ]
    lines.append("What differs" if result.differences else "Nothing differs in facts or law.")
    for item in result.differences:
        lines += _difference(item)
    lines.append("")
    for outcome in result.outcomes:
        lines += _outcome(outcome)
    one = result.unchanged == 1
    lines.append(f"{result.unchanged} determination{'' if one else 's'} come{'s' if one else ''} out alike.")
    if result.without_effect:
        lines.append(f"Without effect: {_numbers(result.without_effect)}.")
    lines.append(f"Engines that agreed on both sides: {' and '.join(result.engines)}; the replays are the reference's.")
    return safe("\n".join(lines)) + "\n"


def _difference(item: Differing) -> list[str]:
    texts = [f"- {text}" for text in item.first] + [f"+ {text}" for text in item.second]
    head = f"D{item.number}".ljust(5)
    if item.kind == "law":
        texts.insert(0, "the law: the provisions that are not the same")
    lines = [f"  {head if number == 0 else ' ' * 5}{text}" for number, text in enumerate(texts)]
    if item.place:
        lines[-1] += f"  [{item.place}]"
    return lines


def _outcome(item: OutcomeDiffering) -> list[str]:
    about = f"{item.title}, criterion {item.provision}" if item.provision else item.title
    sides = (item.first, item.second)
    before, after = (in_words(item.kind, text) if text else "not part of the matter" for text in sides)
    lines = [f"{about} ({item.kind}): {before} -> {after}"]
    if item.alone:
        lines.append(f"  caused by: {_numbers(item.alone, ' or ')} alone")
    else:
        lines.append(f"  caused by: {_numbers(item.together, ' with ')}, none of which can be spared")
    if item.needed:
        lines.append(f"  not so on the second side without: {_numbers(item.needed)}")
    return [*lines, ""]


def _numbers(numbers: Sequence[int], joined: str = ", ") -> str:
    return joined.join(f"D{number}" for number in numbers)
