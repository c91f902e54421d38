"""What amended law changes, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from decidendi.determinations.reforming import Amended, Reform, Reformed, ReformedMatter
from decidendi.reports.outcomes import in_words
from decidendi.reports.text import safe


def reform_text(result: Reform) -> str:
    """The amendments, then each matter: the outcomes that change, or one line where none does."""
    lines = ["Amendments"]
    for item in result.amendments:
        lines += _amendment(item)
    lines.append("")
    for matter in result.matters:
        lines += _matter(matter, result.amendments)
    changed = sum(1 for matter in result.matters if matter.outcomes)
    lines += ["", f"{changed} of {len(result.matters)} matter{'' if len(result.matters) == 1 else 's'} changed."]
    if result.without_effect:
        lines.append(f"Without effect here: {', '.join(f'A{number}' for number in result.without_effect)}.")
    lines.append(f"Engines that agreed under both: {' and '.join(result.engines)}; the replays are the reference's.")
    return safe("\n".join(lines)) + "\n"


def _amendment(item: Amended) -> list[str]:
    lines = [f"  A{item.number}".ljust(6) + f"{item.what}, {item.instrument}  [{item.place}]"]
    return lines + [f"        - {text}" for text in item.old] + [f"        + {text}" for text in item.new]


def _matter(matter: ReformedMatter, amendments: Sequence[Amended]) -> list[str]:
    head = f"{matter.file} (as of {matter.as_of})"
    if not matter.outcomes:
        return [f"{head}: no outcome changes"]
    lines = [f"{head}: {matter.title}"]
    for outcome in matter.outcomes:
        lines += _outcome(outcome, amendments)
    return [*lines, f"  {matter.unchanged} more as before"]


def _outcome(item: Reformed, amendments: Sequence[Amended]) -> list[str]:
    about = f"{item.title}, criterion {item.provision}" if item.provision else item.title
    before, after = (in_words(item.kind, text) if text else "not asked" for text in (item.before, item.after))
    lines = [f"  {about} ({item.kind}): {before} -> {after}"]
    causes, joined = (item.alone, " or ") if item.alone else (item.together, " with ")
    told = joined.join(f"A{number}" for number in causes)
    lines.append(f"    through {told}{' alone' if item.alone else ', none of which can be spared'}")
    for number in causes:
        amendment = amendments[number - 1]
        words = amendment.new or amendment.old
        sign = "+" if amendment.new else "-"
        lines += [f"      {sign} {text}" for text in words[:3]] + (["      ..."] if len(words) > 3 else [])
    return lines
