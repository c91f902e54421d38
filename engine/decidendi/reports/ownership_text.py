"""Ownership as plain text for a terminal."""

from __future__ import annotations

from decidendi.determinations.ownership import (
    HoldingCited,
    OpenFactAsked,
    OwnershipDeterminations,
    OwnershipStatus,
    RecordCounts,
    Timeline,
)
from decidendi.facts.amounts import share_in_words
from decidendi.reports.text import safe

MOST_SHOWN = 60
"""Statuses that are told in full; beyond, a file or `--entity` gives the rest."""


def ownership_text(result: OwnershipDeterminations) -> str:
    """Who is blocked through ownership, why, why not and what is open."""
    lines = [*_head(result), ""]
    order = {"blocked": 0, "undetermined": 1, "not blocked": 2}
    statuses = sorted(result.statuses, key=lambda item: (order[item.status], item.entity))
    for item in statuses[:MOST_SHOWN]:
        lines += status_lines(item)
    if len(statuses) > MOST_SHOWN:
        lines.append(
            f"{len(statuses) - MOST_SHOWN} more are not shown; `-o FILE` writes all, `--entity NAME` shows one"
        )
        lines.append("")
    lines += [f"flag: {flag}" for flag in result.flags[:MOST_SHOWN]]
    if len(result.flags) > MOST_SHOWN:
        lines.append(f"flag: {len(result.flags) - MOST_SHOWN} more")
    lines += [counts_line(result.counts), records_line(result.records)]
    return safe("\n".join(lines)) + "\n"


def _head(result: OwnershipDeterminations) -> list[str]:
    asked = f"as of {result.on}" if result.on else "without dates"
    known = f", as known on {result.known}" if result.known else ""
    readings = f"undisclosed shares: {result.undisclosed_shares}; divestment: {result.divestment}"
    return [f"{result.title}: {result.test}", f"{asked}{known}", f"readings: {readings}"]


def counts_line(counts: dict[str, int]) -> str:
    """How many have which status.

    >>> counts_line({"blocked": 2, "not blocked": 1, "undetermined": 0})
    'Parties: 2 blocked, 0 undetermined, 1 not blocked'
    """
    return "Parties: " + ", ".join(f"{counts[word]:,} {word}" for word in ("blocked", "undetermined", "not blocked"))


def records_line(records: RecordCounts) -> str:
    """What became of the records.

    >>> records_line(RecordCounts(read=3, used=1, merged=1, set_aside={"not held on the day": 1}))
    'Records: 3 read, 1 used, 1 merged, 1 set aside (not held on the day 1)'
    """
    aside = sum(records.set_aside.values())
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in records.set_aside.items())
    return f"Records: {records.read:,} read, {records.used:,} used, {records.merged:,} merged, {aside:,} set aside" + (
        f" ({reasons})" if reasons else ""
    )


def refused_line(read: int) -> str:
    """What became of the records of an input that is refused: none of them was used.

    >>> refused_line(3)
    'Records: 3 read, 0 used, 0 merged, 3 set aside (the input is refused 3)'
    """
    aside = {"the input is refused": read} if read else {}
    return records_line(RecordCounts(read=read, used=0, merged=0, set_aside=aside))


def status_lines(item: OwnershipStatus) -> list[str]:
    """One status with its reasons."""
    lines = [f"{item.entity}: {item.status.upper()}", f"  {item.statement}" + _cited(item.provision)]
    for step in item.support:
        lines.append(f"  {step.rank}. {step.statement}{_cited(step.provision)}")
        lines += [f"     {_holding(holding)}" for holding in step.holdings]
        lines += [f"     beside: {_holding(holding)}" for holding in step.others]
    if item.why_not is not None and item.ground != "listed":
        reasons = item.why_not
        if reasons.counted or reasons.not_counted:
            lines.append(f"  counted: at most {reasons.most} percent; missing: {reasons.margin} percent")
        lines += [f"    counts: {_holding(holding)}" for holding in reasons.counted]
        lines += [f"    does not count: {_holding(left.holding)}; {left.because}" for left in reasons.not_counted]
        if reasons.cut:
            cut = ", ".join(f"{below.entity} (at most {below.most})" for below in reasons.cut[:MOST_SHOWN])
            lines.append(f"  upstream, each below the threshold: {cut}")
    shown = set()
    for fact in item.fewest:
        lines.append(f"  settled by: {_asked(fact)}")
        shown.add(fact.ask)
    lines += [f"  bears on it: {_asked(fact)}" for fact in item.bearing if fact.ask not in shown]
    for caution in item.cautions:
        records = f" ({', '.join(caution.records)})" if caution.records else ""
        lines.append(f"  caution, {caution.kind}: {caution.caution}{records}{_cited(caution.provision)}")
    return [*lines, ""]


def timeline_text(result: Timeline) -> str:
    """The status of one entity over its history, a stretch a line."""
    known = f", as known on {result.known}" if result.known else ""
    lines = [f"{result.title}{known}", result.test, records_line(result.records), ""]
    for stretch in result.stretches:
        begins = stretch.begins.isoformat() if stretch.begins else "always"
        ends = stretch.ends.isoformat() if stretch.ends else "on"
        stays = "; property blocked before stays blocked" if stretch.property_stays_blocked else ""
        share = (
            stretch.share_must
            if stretch.share_must == stretch.share_may
            else f"{stretch.share_must} to {stretch.share_may}"
        )
        lines.append(
            f"{begins} .. {ends}: {stretch.status.upper()}, {share} percent{stays}  {stretch.because}".rstrip()
        )
    return safe("\n".join(lines)) + "\n"


def _cited(provision: str) -> str:
    return f"  [{provision}]" if provision else ""


def _holding(holding: HoldingCited) -> str:
    text = f"{holding.owner} holds {share_in_words(holding.share)} of {holding.entity}"
    if holding.during:
        text += f" during {holding.during}"
    behind = [part for part in (holding.source, ", ".join(holding.places)) if part]
    return text + (f"  [{'; '.join(behind)}]" if behind else "")


def _asked(fact: OpenFactAsked) -> str:
    cases = "; ".join(f"{case.case}: {case.status}" for case in fact.cases)
    return f"{fact.ask} {cases}."
