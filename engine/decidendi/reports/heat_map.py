"""A sweep as a heat map: two axes across and down, a panel for each conclusion and each combination of the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from decidendi.determinations.sweeping import Sweep, Swept
from decidendi.reports.escaping import html
from decidendi.reports.outcomes import filling, in_words, ink_on, letter

_CELL, _LEFT, _LINE, _MOST_WIDE = 18, 150, 16, 24


def heat_map_html(result: Sweep) -> str:
    """The heat map as a page of its own, with the counts as a table."""
    rows = "".join(
        f"<tr><td>{html(about)}</td><td>{html(in_words(kind, outcome))}</td><td>{count}</td></tr>\n"
        for about, kind, counts in zip(result.called, result.kinds, result.counts, strict=True)
        for outcome, count in counts.items()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html(result.title)}</title>\n<style>body{{font-family:sans-serif}}td,th{{padding:0 1em 0 0;"
        "text-align:left}</style>\n</head>\n<body>\n"
        f"<h1>{html(result.title)}</h1>\n<p>{len(result.scenarios)} scenarios, by the reference evaluator.</p>\n"
        f"<table>\n<tr><th>Conclusion</th><th>Outcome</th><th>Scenarios</th></tr>\n{rows}</table>\n"
        f"{heat_map_svg(result)}</body>\n</html>\n"
    )


def heat_map_svg(result: Sweep) -> str:
    """The heat map as SVG. Each cell carries its values and its outcome as a title, and a letter for the outcome."""
    words = {
        outcome: in_words(kind, outcome)
        for kind, counts in zip(reversed(result.kinds), reversed(result.counts), strict=True)
        for outcome in counts
    }
    outcomes = list(dict.fromkeys(outcome for counts in result.counts for outcome in counts))
    across, down = _two_longest(result)
    columns = result.axes[across].values
    rows = result.axes[down].values if down is not None else ("",)
    parts: list[str] = []
    top = 20
    for number, outcome in enumerate(outcomes):
        parts.append(_square(10, top - 12, filling(outcome, number), letter(number), words[outcome]))
        parts.append(_text(34, top + 2, words[outcome]))
        top += 22
    by_values = {item.values: item for item in result.scenarios}
    for about, fixed in product(range(len(result.asked)), _combinations(result, (across, down))):
        top += _LINE
        where = "; ".join(f"{result.axes[axis].name}: {value}" for axis, value in fixed.items())
        parts.append(_text(10, top, result.called[about] + (f" ({where})" if where else ""), weight="bold"))
        top += _LINE
        head = f"across: {result.axes[across].name}, {columns[0]} to {columns[-1]}"
        head += f"; down: {result.axes[down].name}" if down is not None else ""
        parts.append(_text(10, top, head))
        top += 6
        for row in rows:
            parts.append(_text(_LEFT - 6, top + 13, row[:_MOST_WIDE], anchor="end"))
            for number, column in enumerate(columns):
                values = {**fixed, across: column, **({down: row} if down is not None else {})}
                item = by_values[tuple(values[axis] for axis in range(len(result.axes)))]
                kind = outcomes.index(item.outcomes[about])
                place = _LEFT + number * _CELL
                parts.append(
                    _square(place, top, filling(outcomes[kind], kind), letter(kind), _told(result, item, about))
                )
            top += _CELL
        top += 6
    width = max(_LEFT + len(columns) * _CELL + 20, 640)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top + 10}" viewBox="0 0 {width} {top + 10}"'
        f' font-family="sans-serif" font-size="12" role="img">\n<title>{html(result.title)}</title>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _two_longest(result: Sweep) -> tuple[int, int | None]:
    order = sorted(range(len(result.axes)), key=lambda axis: -len(result.axes[axis].values))
    return order[0], order[1] if len(order) > 1 else None


def _combinations(result: Sweep, drawn: tuple[int, int | None]) -> Iterator[dict[int, str]]:
    others = [axis for axis in range(len(result.axes)) if axis not in drawn]
    for values in product(*(result.axes[axis].values for axis in others)):
        yield dict(zip(others, values, strict=True))


def _told(result: Sweep, item: Swept, about: int) -> str:
    values = [f"{axis.name}: {value}" for axis, value in zip(result.axes, item.values, strict=True)]
    return "; ".join([*values, in_words(result.kinds[about], item.outcomes[about])])


def _square(left: int, top: int, colour: str, mark: str, title: str) -> str:
    return (
        f'<g><title>{html(title)}</title><rect x="{left}" y="{top}" width="{_CELL - 1}" height="{_CELL - 1}" '
        f'fill="{colour}"/><text x="{left + 5}" y="{top + 13}" font-size="10" fill="{ink_on(colour)}">{mark}</text></g>'
    )


def _text(left: int, top: int, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{left}" y="{top}" text-anchor="{anchor}" font-weight="{weight}">{html(text)}</text>'
