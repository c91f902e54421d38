"""The pictures of a matter that its memo shows: the timeline, the ownership chart, and the proofs that matter most.

Each is read off the run that the memo tells of. Why the chart of holdings that are stated is not drawn is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from decidendi.content import content_directory
from decidendi.determinations.blocked_parties import blocked_in
from decidendi.determinations.determine import Run
from decidendi.determinations.model import Determinations
from decidendi.determinations.owning import WORDS, Owning, owning
from decidendi.facts.ownership import register_of
from decidendi.facts.vocabulary import Holding
from decidendi.reports.arguing import in_order
from decidendi.reports.chart_parts import parts_of
from decidendi.reports.languages import IN_ENGLISH, Language
from decidendi.reports.ownership_chart import chart_picture, relevant
from decidendi.reports.proof_tree import proof_tree
from decidendi.reports.svg import Picture
from decidendi.reports.timeline import timeline
from decidendi.rules.regimes import load_regimes

MOST_PROOFS: Final = 3
"""Proofs drawn in one memo: of the dealings, or else of what comes first."""

_STEPS_ON_A_PAGE: Final = 20
_MOST_CHARTED: Final = 120
"""Parties in the parts of an ownership chart; of a larger graph the part that is blocked or open comes first."""

_WIDEST_CHART: Final = 1000.0
"""Points; on a page, what is written in a wider chart is too small to read."""


@dataclass(frozen=True)
class Illustrations:
    """The pictures of a memo, in the order in which it shows them, and why one that belongs there is not drawn."""

    pictures: tuple[Picture, ...] = ()
    undrawn: str = ""


def illustrations_of(done: Run, result: Determinations, language: Language = IN_ENGLISH) -> Illustrations:
    """The pictures of one run, labelled in a language.

    Returns:
        The timeline, where something has a time; the ownership chart, where holdings are stated, in as many parts as
        can be read; up to `MOST_PROOFS` proofs.
    """
    found = in_order(result.determinations)
    proven = [item for item in found if item.kind == "dealing" and item.proof][:MOST_PROOFS]
    proven = proven or [item for item in found if item.proof][:1]
    owned, undrawn = _ownership(done, result, language)
    before = filter(None, (timeline(result, done.facts, language),))
    return Illustrations((*before, *owned, *(proof_tree(item, _STEPS_ON_A_PAGE, language) for item in proven)), undrawn)


def _ownership(done: Run, result: Determinations, language: Language) -> tuple[tuple[Picture, ...], str]:
    """The parts of the chart, or why there is none; neither where no holding is stated."""
    facts, day, known = done.facts, result.as_of, result.known
    if not any(isinstance(item.fact, Holding) for item in facts.facts):
        return (), ""
    read = load_regimes(content_directory("rules") / "ownership.yaml")
    owned = owning(register_of(facts, blocked_in(facts, done.rulebook, day, known)), read.on(day), day, known)
    titles = {party.name: party.title for party in facts.parties}
    names = relevant(owned, (), _MOST_CHARTED)
    if other := _contradicted(owned, names, result):
        return (), (
            f"the memo, which counts more than shares alone, does not say of {titles.get(other, other)} what the "
            "ownership test by itself does; `decidendi ownership` draws that"
        )
    try:
        return tuple(_charts(owned, titles, names, language)), ""
    except ImportError:
        return (), "what draws charts is not installed; install `decidendi[charts]`"


def _charts(owned: Owning, titles: dict[str, str], names: list[str], language: Language) -> Iterator[Picture]:
    parts = parts_of(names, owned.solution.graph.stakes)
    for number, part in enumerate(parts, 1):
        which = ""
        if len(parts) > 1:
            which = language.filled("part %(number)s of %(parts)s", number=str(number), parts=str(len(parts)))
        yield chart_picture(owned, titles, part, widest=_WIDEST_CHART, part=which, language=language)


def _contradicted(owned: Owning, names: list[str], result: Determinations) -> str:
    """A party of which the chart would say another status than the memo does."""
    told = {item.subject: item.outcome for item in result.determinations if item.kind == "status"}
    for name in names:
        said = WORDS[owned.solution.status(name)]
        if told.get(name, said) != said:
            return name
    return ""
