"""The ownership chart as SVG: blocked in one hue, open in another, shares and dates on the lines.

The status also stands in words in each box, so that the chart can be read without colours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import escape
from math import inf
from typing import Final

from decidendi.determinations.owning import WORDS, Owning
from decidendi.facts.amounts import Share
from decidendi.facts.periods import Truth
from decidendi.reasoning.ownership.graph import Stake
from decidendi.reports.chart_lines import along, overlap, spread
from decidendi.reports.drawing import HEIGHT, MARGIN, WIDTH, Drawing, Point, drawn
from decidendi.reports.escaping import plain
from decidendi.reports.languages import IN_ENGLISH, Language
from decidendi.reports.svg import Picture, said_in, wrapped
from decidendi.reports.words import NOT_IN_THIS_WAY, NOT_THROUGH_OWNERSHIP, OWNERSHIP_TESTS, RANGE

MOST_DRAWN: Final = 60
"""Parties in one chart; of a larger graph the part nearest to those asked about is drawn."""

_INK, _QUIET = "#1f2933", "#7b8794"
_LINE: Final = {Truth.HOLDS: "#8e1b16", Truth.UNDETERMINED: "#a66300", Truth.FAILS: "#7b8794"}
_FILL: Final = {Truth.HOLDS: "#fbe4e1", Truth.UNDETERMINED: "#fff1cf", Truth.FAILS: "#ffffff"}
_LEGEND: Final = 64.0
_TITLE: Final = 52.0
_NARROW: Final = 1.2
"""How much more goes into a line of small letters than `extent` reckons with."""
_FONTS: Final = "DejaVu Sans, Helvetica, Arial, 'Libertinus Serif', 'Noto Serif SC', 'Noto Naskh Arabic', sans-serif"


def relevant(done: Owning, entities: Sequence[str], most: int = MOST_DRAWN) -> list[str]:
    """The parties to draw: all, or those nearest to the ones asked about, owners before what they own.

    Where nobody is asked about, those who are blocked or open come first, through ownership before on their own.
    """
    solution = done.solution
    stakes = solution.graph.stakes
    everyone = [name for name in solution.names() if name in _held_or_holding(stakes) or name in entities]
    if len(everyone) <= most and not entities:
        return everyone
    near: dict[str, list[str]] = {name: [] for name in everyone}
    for stake in sorted(stakes, key=lambda item: (-item.share.upper, item.owner)):
        near[stake.entity].append(stake.owner)
    if entities:
        queue = list(dict.fromkeys(entities))
    else:
        reached = [name for name in everyone if solution.may.get(name)]
        queue = sorted(reached, key=lambda name: (solution.may[name], name))[: most // 2] or everyone[:most]
    seen = set(queue)
    for name in queue:
        for owner in near.get(name, ()):
            if owner not in seen and len(queue) < most:
                seen.add(owner)
                queue.append(owner)
    return sorted(queue[:most])


def _held_or_holding(stakes: Sequence[Stake]) -> set[str]:
    return {stake.owner for stake in stakes} | {stake.entity for stake in stakes}


def chart_svg(done: Owning, titles: Mapping[str, str], names: list[str]) -> str:
    """The chart of some parties as SVG text; the same input gives the same text.

    Raises:
        ImportError: fast-sugiyama is not installed.
    """
    return chart_picture(done, titles, names).svg


def chart_picture(
    done: Owning,
    titles: Mapping[str, str],
    names: list[str],
    *,
    widest: float = inf,
    part: str = "",
    language: Language = IN_ENGLISH,
) -> Picture:
    """The chart of some parties, with who is what and who holds what of whom in words.

    Args:
        done: what the test of ownership found.
        titles: what parties are called.
        names: the parties to draw.
        widest: a chart that would be wider runs from left to right, not from the top down; in points.
        part: which part of the parties they are, such as `part 1 of 4`; by itself, those nearest to the question.
        language: that of its labels.

    Raises:
        ImportError: fast-sugiyama is not installed.
    """
    chosen = set(names)
    pairs: dict[tuple[str, str], list[Stake]] = {}
    for stake in done.solution.graph.stakes:
        if stake.owner in chosen and stake.entity in chosen:
            pairs.setdefault((stake.owner, stake.entity), []).append(stake)
    drawing = drawn(names, list(pairs))
    if drawing.width > widest:
        drawing = drawn(names, list(pairs), sideways=True)
    chart = _Chart(done, titles, drawing, language)
    lines = [chart.line(pair, stakes) for pair, stakes in sorted(pairs.items()) if pair[0] != pair[1]]
    boxes = [chart.box(name, pairs.get((name, name), [])) for name in names]
    labels = [chart.label(pair, stakes) for pair, stakes in sorted(pairs.items()) if pair[0] != pair[1]]
    width = max(drawing.width, 640.0)
    height = drawing.height + _LEGEND + _TITLE
    total = len(_held_or_holding(done.solution.graph.stakes))
    title, told = chart.title(part), chart.told(names, pairs)
    svg = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg"{said_in(language)} viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" font-family="{_FONTS}" fill="{_INK}" role="img">',
            f"<title>{_safe(title)}</title>\n<desc>{_safe(told)}</desc>",
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
            *chart.heading(len(names), total, part),
            f'<g transform="translate(0 {_TITLE:.0f})">',
            *lines,
            *boxes,
            *labels,
            "</g>",
            *_legend(drawing.height + _TITLE, width, language),
            "</svg>",
            "",
        ]
    )
    return Picture(kind="ownership", title=plain(title), alternative=plain(told), svg=svg)


class _Chart:
    def __init__(self, done: Owning, titles: Mapping[str, str], drawing: Drawing, language: Language) -> None:
        self.done = done
        self.language = language
        self.solution = done.solution
        self.titles = titles
        self.drawing = drawing
        turned = {pair: self._turned(points) for pair, points in drawing.lines.items()}
        # Half of a box from layer to layer, and how much of its edge lines may leave from.
        self.half, edge = (WIDTH / 2, HEIGHT * 0.6) if drawing.is_sideways else (HEIGHT / 2, WIDTH * 0.8)
        self.leaving = spread(turned, edge, of=0, toward=1)
        self.arriving = spread(turned, edge, of=-1, toward=-2)
        self.taken = [
            (x - WIDTH / 2, y - HEIGHT / 2, x + WIDTH / 2, y + HEIGHT / 2) for x, y in drawing.centres.values()
        ]

    def title(self, part: str) -> str:
        said = self.language
        told = [self.solution.regime.title]
        told.append(
            said.filled("on %(day)s", day=said.day(self.done.on)) if self.done.on else said.text("without dates")
        )
        if self.done.known:
            told.append(said.filled("as known on %(day)s", day=said.day(self.done.known)))
        return ", ".join([*told, *([part] if part else [])])

    def told(self, names: Sequence[str], pairs: Mapping[tuple[str, str], list[Stake]]) -> str:
        """The chart in words, for who does not see it."""
        statuses = [f"{self.titles.get(name, name)}: {self.word(name)}" for name in names]
        held = [
            " ".join(
                (
                    self.language.filled(
                        "%(owner)s holds %(share)s of %(entity)s",
                        owner=self.titles.get(owner, owner),
                        share=_share(stakes, self.language),
                        entity=self.titles.get(entity, entity),
                    ),
                    *(f"({dates})" for dates in self._dates(stakes)),
                )
            )
            for (owner, entity), stakes in sorted(pairs.items())
        ]
        nothing = self.language.text("No holding is stated")
        return f"{self.language.text('Ownership chart.')} {'; '.join(statuses)}. {'; '.join(held) or nothing}."

    def heading(self, shown: int, total: int, part: str) -> list[str]:
        count = {"shown": self.language.number(shown), "total": self.language.number(total)}
        said = ""
        if shown < total and part:
            said = "; " + self.language.filled("%(shown)s of %(total)s parties", **count)
        elif shown < total:
            said = "; " + self.language.filled("%(shown)s of %(total)s parties, those nearest to the question", **count)
        return [
            f'<text x="{MARGIN:.0f}" y="26" font-size="15" font-weight="bold">{_safe(self.title(part))}</text>',
            f'<text x="{MARGIN:.0f}" y="44" font-size="11" fill="{_QUIET}">'
            f"{_safe(self.language.retold(self.solution.regime.test, *OWNERSHIP_TESTS))}{_safe(said)}</text>",
        ]

    def word(self, name: str) -> str:
        """What is said of a party: its status, and the share that blocked parties hold of it."""
        if name in self.solution.graph.certain_seeds:
            return self.language.text("blocked on its own")
        word = _words(self.language)[self.solution.status(name)]
        if name in self.solution.tables:
            least, most = map(self.language.share, self._shares(name))
            share = least if least == most else self.language.filled(RANGE[0], first=least, last=most)
            word += ", " + self.language.filled("%(number)s%", number=share)
        return word

    def box(self, name: str, own: list[Stake]) -> str:
        x, y = self.drawing.centres[name]
        truth = self.solution.status(name)
        title = self.titles.get(name, name)
        rows = _title_rows(title)
        word = self.word(name)
        small = 10 if len(word) < 28 else 9 if len(word) < 36 else 7.5
        individual = name in self.solution.graph.individuals
        lines = [
            f"<g><title>{_safe(title)}: {_safe(word)}</title>",
            f'<rect x="{x - WIDTH / 2:.1f}" y="{y - HEIGHT / 2:.1f}" width="{WIDTH:.0f}" height="{HEIGHT:.0f}" '
            f'rx="{28 if individual else 5}" fill="{_FILL[truth]}" stroke="{_LINE[truth]}" '
            f'stroke-width="{2 if truth is not Truth.FAILS else 1.2}"/>',
        ]
        top, step, size = {1: (y - 4, 14.0, "12"), 2: (y - 12, 14.0, "12")}.get(len(rows), (y - 17, 12.0, "10.5"))
        for position, row in enumerate(rows):
            lines.append(
                f'<text x="{x:.1f}" y="{top + step * position:.1f}" font-size="{size}" font-weight="bold" '
                f'text-anchor="middle">{_safe(row)}</text>'
            )
        lines.append(
            f'<text x="{x:.1f}" y="{y + (19 if len(rows) < 3 else 22):.1f}" font-size="{small:g}" '
            f'text-anchor="middle" fill="{_LINE[truth]}">'
            f"{_safe(word)}</text></g>"
        )
        if own:
            lines.append(
                f'<text x="{x:.1f}" y="{y + HEIGHT / 2 + 11:.1f}" font-size="8.5" text-anchor="middle" '
                f'fill="{_QUIET}">'
                + _safe(self.language.filled("holds %(share)s of itself", share=_share(own, self.language)))
                + "</text>"
            )
        return "\n".join(lines)

    def _shares(self, name: str) -> tuple[Fraction, Fraction]:
        return self.solution.share_must(name), self.solution.share_may(name)

    def line(self, pair: tuple[str, str], stakes: list[Stake]) -> str:
        points = self._ends(pair)
        colour = _LINE[self.solution.status(pair[0])]
        sure = all(stake.certain and stake.share.lower == stake.share.upper for stake in stakes)
        dash = "" if sure else ' stroke-dasharray="5 4"'
        path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        return (
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4"{dash} stroke-linejoin="round"/>'
            f"{_arrow(points[-2], points[-1], colour)}"
        )

    def _ends(self, pair: tuple[str, str]) -> list[Point]:
        """The bends of a line, from the lower edge of the owner's box to the upper edge of the entity's.

        Between layers it runs freely; past a layer it runs straight down, so that it crosses no box. Sideways, read
        right for down.
        """
        points = self._turned(self.drawing.lines[pair])
        half = self.half if points[-1][1] >= points[0][1] else -self.half
        start = (points[0][0] + self.leaving[pair], points[0][1] + half)
        end = (points[-1][0] + self.arriving[pair], points[-1][1] - half)
        bends = [bend for x, y in points[1:-1] for bend in ((x, y - half), (x, y + half))]
        return list(self._turned((start, *bends, end)))

    def _turned(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Points with their layers from the top down, or back again."""
        return tuple(point[::-1] for point in points) if self.drawing.is_sideways else points

    def label(self, pair: tuple[str, str], stakes: list[Stake]) -> str:
        rows = [_share(stakes, self.language), *self._dates(stakes)]
        width = max(len(row) for row in rows) * 5.6 + 6
        height = 12.0 * len(rows) + 2
        x, y = self._free(self._ends(pair), width, height)
        colour = _LINE[self.solution.status(pair[0])]
        lines = [
            f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" '
            'fill="#ffffff" fill-opacity="0.9"/>'
        ]
        for position, row in enumerate(rows):
            size = 10 if position == 0 else 8.5
            lines.append(
                f'<text x="{x:.1f}" y="{y - height / 2 + 10 + 12 * position:.1f}" font-size="{size}" '
                f'text-anchor="middle" fill="{colour}">{_safe(row)}</text>'
            )
        return "\n".join(lines)

    def _dates(self, stakes: list[Stake]) -> list[str]:
        records = self.done.registered.own.holdings
        texts = dict.fromkeys(records[index].during.text for stake in stakes for index in stake.records)
        dated = [text for text in texts if text != "../.."]
        said = "; ".join(dated)
        return [said if len(said) <= 34 else said[:33] + "…"] if dated else []

    def _free(self, points: list[Point], width: float, height: float) -> Point:
        """A place along a line where a label covers neither a box nor another label, as far as there is one."""
        best, least = points[0], float("inf")
        for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85):
            x, y = along(points, part)
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            covered = sum(overlap(box, other) for other in self.taken)
            if covered < least:
                best, least = (x, y), covered
            if not covered:
                break
        x, y = best
        self.taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
        return best


def _words(language: Language) -> dict[Truth, str]:
    """What the test by itself finds of a party, which says nothing of whether it is blocked on another ground."""
    return {
        Truth.HOLDS: language.text("blocked"),
        Truth.UNDETERMINED: language.text("undetermined"),
        Truth.FAILS: WORDS[Truth.FAILS] if language.is_english else language.text(NOT_IN_THIS_WAY),
    }


def _share(stakes: Sequence[Stake], language: Language) -> str:
    texts = []
    for stake in stakes:
        held = stake.held if not stake.certain else stake.share
        if held.lower == 0 and held.upper == 100 and held.lower_closed and held.upper_closed:
            text = language.text("unknown")
        else:
            text = language.filled("%(number)s%", number=_ends_of(held, language))
        texts.append(text if stake.certain else f"{text}?")
    return " + ".join(texts)


def _ends_of(held: Share, language: Language) -> str:
    """A share by its ends, one that it does not reach marked: `40 to 55`, `>25 to 50`."""
    if held.lower == held.upper:
        return language.share(held.lower)
    first = f"{'' if held.lower_closed else '>'}{language.share(held.lower)}"
    last = f"{'' if held.upper_closed else '<'}{language.share(held.upper)}"
    return language.filled(RANGE[0], first=first, last=last)


def _safe(text: str) -> str:
    return escape("".join(character for character in str(plain(text)) if character.isprintable()), quote=True)


def _title_rows(title: str) -> list[str]:
    """A name in up to three rows; of a longer one both ends, since names of a group often differ in the last words."""
    rows = _wrapped(title, 20)
    if len(rows) > 2:
        rows = _wrapped(title, 22)
    return rows if len(rows) <= 3 else [rows[0], rows[1][:20] + " …", rows[-1]]


def _wrapped(text: str, width: int) -> list[str]:
    rows = [""]
    for word in text.split() or [text]:
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return [row if len(row) <= width else row[: width - 1] + "…" for row in rows]


def _arrow(start: Point, end: Point, colour: str) -> str:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    left = (end[0] - 8 * ux - 3.5 * uy, end[1] - 8 * uy + 3.5 * ux)
    right = (end[0] - 8 * ux + 3.5 * uy, end[1] - 8 * uy - 3.5 * ux)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (end, left, right))
    return f'<polygon points="{points}" fill="{colour}"/>'


def _legend(top: float, width: float, language: Language) -> list[str]:
    entries = [
        (Truth.HOLDS, language.text("blocked")),
        (Truth.UNDETERMINED, language.text("undetermined")),
        (Truth.FAILS, language.text(NOT_THROUGH_OWNERSHIP)),
    ]
    lines = []
    x = MARGIN
    for truth, text in entries:
        lines.append(
            f'<rect x="{x:.0f}" y="{top + 14:.0f}" width="22" height="14" rx="3" fill="{_FILL[truth]}" '
            f'stroke="{_LINE[truth]}" stroke-width="1.6"/>'
            f'<text x="{x + 30:.0f}" y="{top + 25:.0f}" font-size="11">{_safe(text)}</text>'
        )
        x += 60 + 6.4 * len(text)
    key = language.text(
        "A line runs from an owner to what it owns. Dashed: a range, or dates that leave the holding open. "
        "Round: an individual."
    )
    for number, row in enumerate(wrapped(key, (width - 2 * MARGIN) * _NARROW, 10, 2)):
        lines.append(
            f'<text x="{MARGIN:.0f}" y="{top + 48 + 12 * number:.0f}" font-size="10" '
            f'fill="{_QUIET}">{_safe(row)}</text>'
        )
    return lines
