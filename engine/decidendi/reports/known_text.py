"""What would have been answered on two days, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from decidendi.determinations.comparing import OutcomeDiffering
from decidendi.determinations.knowing import Known
from decidendi.reports.outcomes import in_words
from decidendi.reports.text import safe


def known_text(result: Known) -> str:
    """What became known and mattered, then each answer that differs, with what made the difference."""
    first, second = result.known
    days = " and ".join(str(day) for day in dict.fromkeys(result.as_of))
    lines = [result.title, f"Asked about {days}; answered from what was known on {first} and on {second}.", ""]
    shown = [item for item in result.learnt if item.number not in result.without_effect]
    if shown:
        lines.append("What became known between, and mattered")
    for item in shown:
        place = f"  [{item.place}]" if item.place else ""
        lines.append(f"  {f'K{item.number}'.ljust(5)}{item.on}  {item.what}{place}")
    lines += [""] if shown else []
    for outcome in result.outcomes:
        lines += _outcome(outcome, (str(first), str(second)))
    same = len(result.answers) - len(result.outcomes)
    lines.append(f"{same} answer{' is' if same == 1 else 's are'} the same on both days.")
    if result.without_effect:
        lines.append(f"{len(result.without_effect)} of what became known made no difference.")
    lines.append(
        f"Engines that agreed on both answers: {' and '.join(result.engines)}; the replays are the reference's."
    )
    return safe("\n".join(lines)) + "\n"


def _outcome(item: OutcomeDiffering, days: tuple[str, str]) -> list[str]:
    about = f"{item.title}, criterion {item.provision}" if item.provision else item.title
    sides = (item.first, item.second)
    before, after = (in_words(item.kind, text) if text else "not part of the matter" for text in sides)
    lines = [f"{about} ({item.kind}): on {days[0]}, {before}; on {days[1]}, {after}"]
    if item.alone:
        lines.append(f"  the difference: {_numbers(item.alone, ' or ')} alone")
    else:
        lines.append(f"  the difference: {_numbers(item.together, ' with ')}, none of which can be spared")
    if item.needed and item.needed != item.alone:
        lines.append(f"  not so without: {_numbers(item.needed)}")
    return [*lines, ""]


def _numbers(numbers: Sequence[int], joined: str = ", ") -> str:
    return joined.join(f"K{number}" for number in numbers)
