"""What a step of the analysis rests on, as a note to it: rule, facts, sources, grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from decidendi.determinations.model import Support
from decidendi.reports.languages import Language
from decidendi.reports.model import FactRow, Step
from decidendi.reports.words import BY_FACT, BY_RULE, ON_GRADE, READ_OFF, UNSETTLED, UNSOURCED
from decidendi.rules.provisions import cited


def rests_on(
    step: Step, facts: Mapping[int, FactRow], language: Language, original: Callable[[str], str] = str
) -> tuple[str, ...]:
    """The sentences of the note to a step; none where it has neither rule nor fact nor source.

    Args:
        step: a step of the analysis.
        facts: the facts of the memo by number.
        language: that of the memo.
        original: what is done to words of a source, which stay in its language.
    """
    said = [language.filled(BY_RULE, provision=cited(step.provision), rule=step.rule)] if step.rule else []
    if step.facts:
        for number in step.facts:
            sources = original(_sources(facts[number].sources)) or language.text(UNSOURCED)
            said.append(language.filled(BY_FACT, number=str(number), sources=sources))
    elif step.sources:
        said.append(f"{original(_sources(step.sources))}.")
    if step.grade and (step.facts or step.sources):
        said.append(language.filled(ON_GRADE, grade=language.worded(step.grade)))
    return tuple(said)


def unbacked(step: Step, language: Language) -> str:
    """What a note says of a step that `rests_on` nothing."""
    return language.text(UNSETTLED if step.state == "undetermined" else READ_OFF)


def _sources(sources: Iterable[Support]) -> str:
    return "; ".join(", ".join(filter(None, (item.title, item.where))) for item in sources)
