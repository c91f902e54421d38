"""What a rulebook holds: for each instrument, provisions encoded and not, and how far citations are checked."""

from __future__ import annotations

from decidendi.determinations.model import Frozen
from decidendi.reports.folding import cited
from decidendi.rules.rulebook import Rulebook


class InstrumentSummary(Frozen):
    """One instrument. `not_encoded` pairs a label with the reason; `statuses` counts provisions by status."""

    instrument: str
    citation: str
    in_force: str
    provisions: int
    encoded: int
    not_encoded: tuple[tuple[str, str], ...]
    statuses: dict[str, int]


class RulebookSummary(Frozen):
    """A whole rulebook."""

    instruments: tuple[InstrumentSummary, ...]
    rules: int
    terms: tuple[str, ...]
    readings: dict[str, tuple[str, ...]]
    strata: int


def rulebook_summary(rulebook: Rulebook) -> RulebookSummary:
    """Sum up a rulebook."""
    instruments = []
    for name in dict.fromkeys(page.instrument for page in rulebook.pages):
        pages = [page for page in rulebook.pages if page.instrument == name]
        provisions = [provision for page in pages for provision in page.provisions]
        statuses: dict[str, int] = {}
        for provision in provisions:
            statuses[provision.status] = statuses.get(provision.status, 0) + 1
        instruments.append(
            InstrumentSummary(
                instrument=name,
                citation=pages[0].citation,
                in_force=str(pages[0].in_force),
                provisions=len(provisions),
                encoded=sum(not provision.not_encoded for provision in provisions),
                not_encoded=tuple((p.label, p.not_encoded) for p in provisions if p.not_encoded),
                statuses=statuses,
            )
        )
    readings: dict[str, tuple[str, ...]] = {}
    for reading in rulebook.readings:
        name = f"{reading.name} (default)" if reading.is_default else reading.name
        readings[reading.of] = (*readings.get(reading.of, ()), name)
    heads = dict.fromkeys(rule.head.predicate for rule in rulebook.program.rules if ": " not in rule.head.predicate)
    return RulebookSummary(
        instruments=tuple(instruments),
        rules=len(rulebook.program.rules),
        terms=tuple(heads),
        readings=readings,
        strata=len(rulebook.program.strata),
    )


def summary_text(summary: RulebookSummary) -> str:
    """The summary for a terminal."""
    lines = []
    for item in summary.instruments:
        lines.append(f"{item.instrument} ({item.citation}), in force {item.in_force}")
        lines.append(f"  {item.provisions} provisions: {item.encoded} encoded, {len(item.not_encoded)} not encoded")
        lines += [f"    {cited(label)}: {reason}" for label, reason in item.not_encoded]
        lines += [f"  text {status}: {count}" for status, count in item.statuses.items()]
    lines.append(f"{summary.rules} rules in {summary.strata} strata")
    lines += [f"reading of `{of}`: {', '.join(names)}" for of, names in summary.readings.items()]
    lines.append("No problem found.")
    return "\n".join(lines) + "\n"
