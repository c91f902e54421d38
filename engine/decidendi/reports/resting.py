"""What a step of the analysis rests on, as a note to it: rule, facts, sources, grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decidendi.determinations.model import Support
from decidendi.reports.folding import cited
from decidendi.reports.model import FactRow, Step


def rests_on(step: Step, facts: Mapping[int, FactRow]) -> tuple[str, ...]:
    """The sentences of the note to a step; none where it has neither rule nor fact nor source.

    Args:
        step: a step of the analysis.
        facts: the facts of the memo by number.
    """
    said = [f"{cited(step.provision)}, rule at {step.rule}."] if step.rule else []
    if step.facts:
        said += [f"Fact {number}: {_sources(facts[number].sources) or 'no source stated'}." for number in step.facts]
    elif step.sources:
        said.append(f"{_sources(step.sources)}.")
    if step.grade and (step.facts or step.sources):
        said.append(f"On {step.grade}.")
    return tuple(said)


def _sources(sources: Iterable[Support]) -> str:
    return "; ".join(", ".join(filter(None, (item.title, item.where))) for item in sources)
