"""What a rulebook holds: for each instrument, provisions encoded and not, and how far citations are checked."""

from __future__ import annotations

from decidendi.determinations.model import Frozen
from decidendi.rules.provisions import NUMBERS, STATUSES, cited
from decidendi.rules.rulebook import Rulebook


class ProvisionSummary(Frozen):
    """One provision: whether it is encoded or the reason why not, and how far its text and number are checked."""

    label: str
    identifier: str
    title: str
    encoded: bool
    not_encoded: str
    status: str
    numbering: str

    @property
    def is_unverified(self) -> bool:
        """Whether its citation is not confirmed, in text or number."""
        return self.status in STATUSES[-2:] or self.numbering != NUMBERS[0]


class InstrumentSummary(Frozen):
    """One instrument. `not_encoded` pairs a label with the reason; `statuses` counts provisions by status.

    `coverage` has every provision, `unverified_numbers` the labels of those whose number is not confirmed.
    """

    instrument: str
    citation: str
    in_force: str
    provisions: int
    encoded: int
    not_encoded: tuple[tuple[str, str], ...]
    statuses: dict[str, int]
    unverified_numbers: tuple[str, ...]
    coverage: tuple[ProvisionSummary, ...]


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
    for edition in dict.fromkeys(page.edition for page in rulebook.pages):
        pages = [page for page in rulebook.pages if page.edition == edition]
        provisions = [provision for page in pages for provision in page.provisions]
        statuses: dict[str, int] = {}
        for provision in provisions:
            statuses[provision.status] = statuses.get(provision.status, 0) + 1
        instruments.append(
            InstrumentSummary(
                instrument=pages[0].instrument,
                citation=pages[0].citation,
                in_force=str(pages[0].in_force),
                provisions=len(provisions),
                encoded=sum(not provision.not_encoded for provision in provisions),
                not_encoded=tuple((p.label, p.not_encoded) for p in provisions if p.not_encoded),
                statuses=statuses,
                unverified_numbers=tuple(p.label for p in provisions if p.numbering != NUMBERS[0]),
                coverage=tuple(
                    ProvisionSummary(
                        label=p.label,
                        identifier=p.identifier,
                        title=p.title,
                        encoded=not p.not_encoded,
                        not_encoded=p.not_encoded,
                        status=p.status,
                        numbering=p.numbering,
                    )
                    for p in provisions
                ),
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


def summary_text(summary: RulebookSummary, *, whole: bool = False) -> str:
    """The summary for a terminal; the `whole` has a line for each provision."""
    lines = []
    for item in summary.instruments:
        lines.append(f"{item.instrument} ({item.citation}), in force {item.in_force}")
        lines.append(f"  {item.provisions} provisions: {item.encoded} encoded, {len(item.not_encoded)} not encoded")
        if whole:
            lines += [f"    {line}" for provision in item.coverage for line in _coverage(provision)]
        else:
            lines += [f"    {cited(label)}: {reason}" for label, reason in item.not_encoded]
        if item.unverified_numbers:
            lines.append(f"  section numbers not confirmed: {', '.join(item.unverified_numbers)}")
        lines += [f"  text {status}: {count}" for status, count in item.statuses.items()]
    lines.append(f"{summary.rules} rules in {summary.strata} strata")
    lines += [f"reading of `{of}`: {', '.join(names)}" for of, names in summary.readings.items()]
    lines.append("No problem found.")
    return "\n".join(lines) + "\n"


def _coverage(provision: ProvisionSummary) -> list[str]:
    said = "encoded" if provision.encoded else f"not encoded: {provision.not_encoded}"
    lines = [f"{cited(provision.label)} {provision.title}: {said}"]
    if provision.is_unverified:
        number = "" if provision.numbering == NUMBERS[0] else f"; number {provision.numbering}"
        lines.append(f"  citation not verified: {provision.status}{number}")
    return lines
