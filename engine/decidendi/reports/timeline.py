"""The timeline of a matter: tenures, activities, listings and dealings above one axis of years.

What is certain of a period is a full bar, what is only possible a hatched one; an arrow goes on, and a period of
which nothing is known is a row of dots. The blockings are those that the run determined, on the day asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from decidendi.determinations.model import Determinations, State
from decidendi.facts.fact_set import FactSet
from decidendi.facts.periods import BEGINNING, END, Period
from decidendi.facts.vocabulary import Fact
from decidendi.reports.escaping import html
from decidendi.reports.languages import IN_ENGLISH, Language
from decidendi.reports.svg import DASH, FILL, LINE, QUIET, Picture, extent, label, picture, wrapped
from decidendi.reports.words import SECTIONS

MOST_ROWS: Final = 60
"""Rows in one timeline; how many are left out is said."""

MOST_ALIKE: Final = 3
"""Rows of a section with the same bar that stand apart; more share one bar, with all their names beside it."""

_LINES_OF_NAMES: Final = 5

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 760.0, 290.0, 18.0, 24.0, 58.0
_SECTIONS: Final = {
    "leadership": "Tenures",
    "office": "Tenures",
    "membership": "Tenures",
    "agency": "Tenures",
    "conduct": "Activities",
    "support": "Activities",
    "support_of_activity": "Activities",
    "listing": "Listings and determinations",
    "property_listing": "Listings and determinations",
    "determination": "Listings and determinations",
    "holding": "Holdings",
    "divestment": "Holdings",
}


@dataclass(frozen=True)
class _Row:
    """One bar, and the names of all that it stands for."""

    section: str
    names: tuple[str, ...]
    period: Period
    said: str
    state: State = "holds"

    @property
    def told(self) -> str:
        return f"{', '.join(self.names)}: {self.said}"


def timeline(result: Determinations, facts: FactSet, language: Language = IN_ENGLISH) -> Picture | None:
    """The timeline of a run, or `None` where the facts state nothing that has a time."""
    everything = _rows(result, facts, language)
    rows = everything[:MOST_ROWS]
    if not rows:
        return None
    first, last = _span(rows, result.as_of)
    title = language.filled("Timeline: %(title)s", title=result.title)
    key = language.text("Full: certain. Hatched: possible. Dots: no date known. Arrow: goes on.")
    parts, top = [label(14, 24, title, size=14, bold=True), label(14, 42, key, fill=QUIET)], _TOP
    bars: list[str] = []
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            top += 22
            bars.append(label(14, top, language.text(section), bold=True))
            top += 8
        lines = _beside(row, language)
        height = _ROW + 12 * (len(lines) - 1)
        for number, line in enumerate(lines):
            bars.append(label(22, top + 14 + 12 * number, line, size=11))
        bars += _bar(row, top + height / 2 - 6, first, last, language)
        top += height
    left_out = len(everything) - len(rows)
    told = [row.told for row in rows]
    if left_out:
        top += 18
        undrawn = language.counted(
            "%(count)s further row is not drawn", "%(count)s further rows are not drawn", left_out
        )
        bars.append(label(14, top, f"{undrawn}.", fill=QUIET))
        told.append(undrawn)
    day = language.day(result.as_of)
    parts += _axis(first, last, _TOP, top + 6, result.as_of, language) + bars
    alternative = f"{language.filled('Timeline, asked about %(day)s.', day=day)} {'; '.join(told)}."
    return picture("timeline", title, alternative, _WIDTH, top + 42, parts, language)


def _rows(result: Determinations, facts: FactSet, language: Language) -> list[_Row]:
    found: dict[_Row, None] = {}
    for stated in facts.facts:
        section = _SECTIONS.get(stated.fact.record, "")
        hidden = result.known and stated.known_from and stated.known_from > result.known
        if section and not stated.denied and not hidden:
            for period in (value for _, value in stated.fact if isinstance(value, Period)):
                if (period.latest_begin, period.earliest_end) != (BEGINNING, END):
                    found[_Row(section, (_named(stated.fact, facts),), period, period.text)] = None
    for activity in facts.activities:
        if activity.during:
            row = _Row("Activities", (facts.title_of(activity.name),), activity.during, activity.during.text)
            found[row] = None
    for dealing in facts.dealings:
        if dealing.on:
            found[_Row("Dealings", (facts.title_of(dealing.name),), dealing.on, dealing.on.text)] = None
    day = Period(result.as_of.isoformat(), *[result.as_of.toordinal()] * 4)
    for item in result.determinations:
        if item.kind == "status" and item.outcome in ("blocked", "undetermined"):
            state: State = "holds" if item.outcome == "blocked" else "undetermined"
            on = language.day(result.as_of)
            said = (
                language.filled("blocked on %(day)s", day=on)
                if item.outcome == "blocked"
                else language.filled("undetermined on %(day)s", day=on)
            )
            found[_Row("Blockings", (item.title,), day, said, state)] = None
    return sorted(
        _together(found, language), key=lambda row: (SECTIONS.index(row.section), row.period.earliest_begin, row.names)
    )


def _together(rows: Iterable[_Row], language: Language) -> list[_Row]:
    """Those of a section that have the same bar as one row, where they are many."""
    alike: dict[tuple[str, Period | None, str, State], list[_Row]] = {}
    for row in rows:
        # What has no date is alike, however its source says so.
        is_undated = _is_undated(row.period)
        key = (row.section, None, "", row.state) if is_undated else (row.section, row.period, row.said, row.state)
        alike.setdefault(key, []).append(row)
    found: list[_Row] = []
    for group in alike.values():
        if len(group) <= MOST_ALIKE:
            found += group
        else:
            first = group[0]
            names = tuple(sorted(name for row in group for name in row.names))
            said = language.text("no date known") if _is_undated(first.period) else first.said
            found.append(_Row(first.section, names, first.period, said, first.state))
    return found


def _is_undated(period: Period) -> bool:
    return period.earliest_begin == BEGINNING and period.latest_begin == END


def _beside(row: _Row, language: Language) -> list[str]:
    """The lines beside a bar: the names that have room, and how many more there are."""
    said = f": {row.said}" if row.section == "Blockings" else ""
    most = _LINES_OF_NAMES if len(row.names) > 1 else 2
    for shown in range(len(row.names), 0, -1):
        further = len(row.names) - shown
        words = "; ".join(row.names[:shown]) + _further(further, language) + said
        lines = wrapped(words, _LEFT - 34, 11, most + 1)
        if len(lines) <= most:
            return lines
    return wrapped(words, _LEFT - 34, 11, most)


def _further(count: int, language: Language) -> str:
    return "; " + language.filled("and %(count)s more", count=language.number(count)) if count else ""


def _named(fact: Fact, facts: FactSet) -> str:
    """Who, and with whom or what: the parties and things that the fact names, in the order of its sentence."""
    names = [str(value) for _, value in fact if isinstance(value, str) and facts.kind_of(value)]
    words = ", ".join(dict.fromkeys(facts.title_of(name) for name in names))
    subject = str(getattr(fact, fact.subject, ""))
    start = facts.title_of(subject)
    rest = words if words.startswith(start) else f"{start}, {words}"
    extra = getattr(fact, "criterion", "") or getattr(fact, "list", "")
    return f"{rest} ({extra})" if extra else rest


def _span(rows: list[_Row], as_of: date) -> tuple[int, int]:
    days = [as_of.toordinal()]
    for row in rows:
        period = row.period
        bounds = (period.earliest_begin, period.latest_begin, period.earliest_end, period.latest_end)
        days += [day for day in bounds if day not in (BEGINNING, END)]
    first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
    return date(first.year, 1, 1).toordinal(), date(min(last.year + 1, 9999), 1, 1).toordinal()


def _place(day: int, first: int, last: int) -> float:
    part = (min(max(day, first), last) - first) / (last - first)
    return _LEFT + part * (_WIDTH - _RIGHT - _LEFT)


def _bar(row: _Row, y: float, first: int, last: int, language: Language) -> list[str]:
    period = row.period
    told = row.told
    starts, ends = _place(period.earliest_begin, first, last), _place(period.latest_end, first, last)
    if _is_undated(period):
        return [
            f'<line x1="{_LEFT:.1f}" y1="{y + 6:.1f}" x2="{_WIDTH - _RIGHT:.1f}" y2="{y + 6:.1f}" '
            f'stroke="{LINE["undetermined"]}" stroke-width="2" stroke-dasharray="1.5 5"/>',
            label(_LEFT + 4, y + 2, language.text("no date known"), size=9, fill=QUIET),
        ]
    sure = (_place(period.latest_begin, first, last), _place(period.earliest_end, first, last))
    parts = [_stripe(starts, ends, y, "undetermined", told)]
    if row.state == "holds" and sure[0] <= sure[1] and period.latest_begin <= period.earliest_end:
        parts.append(_stripe(sure[0], sure[1], y, "holds", told))
    if period.latest_end == END:
        tip = _WIDTH - _RIGHT
        state: State = "holds" if period.earliest_end == END else "undetermined"
        parts.append(
            f'<polygon points="{tip:.1f},{y - 1:.1f} {tip + 9:.1f},{y + 6:.1f} {tip:.1f},{y + 13:.1f}" '
            f'fill="{LINE[state]}"/>'
        )
    return parts


def _stripe(start: float, end: float, y: float, state: State, told: str) -> str:
    width = max(end - start, 5.0)
    left = min(start, _WIDTH - _RIGHT - width)
    fill = LINE["holds"] if state == "holds" else FILL[state]
    dash = f' stroke-dasharray="{DASH[state]}"' if DASH[state] else ""
    return (
        f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="12" rx="2" fill="{fill}" '
        f'stroke="{LINE[state]}" stroke-width="1.2"{dash}><title>{html(told)}</title></rect>'
    )


def _axis(first: int, last: int, top: float, bottom: float, as_of: date, language: Language) -> list[str]:
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    step = max(1, -(-len(years) // 12))
    parts = []
    for year in years[::step]:
        x = _place(date(year, 1, 1).toordinal(), first, last)
        parts.append(
            f'<line x1="{x:.1f}" y1="{top + 4:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="#d5dbe1" stroke-width="1"/>'
        )
        parts.append(label(x, top, str(year), size=10, anchor="middle", fill=QUIET))
    x = _place(as_of.toordinal(), first, last)
    parts.append(
        f'<line x1="{x:.1f}" y1="{top + 4:.1f}" x2="{x:.1f}" y2="{bottom + 6:.1f}" stroke="#000000" '
        'stroke-width="1.4" stroke-dasharray="7 3"/>'
    )
    asked = language.filled("asked about: %(day)s", day=language.day(as_of))
    anchor = "end" if x > _WIDTH - max(120, extent(asked, 10) * 1.1) else "start"
    parts.append(label(x, bottom + 20, asked, size=10, bold=True, anchor=anchor))
    return parts
