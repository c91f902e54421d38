"""A matrix as a heat map: readings down, answers to the unknowns across, the outcome by letter and by filling."""

from __future__ import annotations

from decidendi.determinations.matrix import Table
from decidendi.reports.escaping import html
from decidendi.reports.languages import IN_ENGLISH, Language
from decidendi.reports.outcomes import filling, ink_on, letter, told
from decidendi.reports.svg import INK, QUIET, Picture, label, picture, wrapped
from decidendi.reports.words import CROSSED, LEFT_OUT, READ_AS

_LEFT, _LEAST_CELL, _MOST_CELL, _WIDTH = 300.0, 7.0, 42.0, 760.0


def matrix_picture(table: Table, *, alone: bool = True, language: Language = IN_ENGLISH) -> Picture:
    """The heat map of one conclusion.

    Args:
        table: the conclusion under every combination.
        alone: whether the picture itself says what the conclusion turns on and what was left out, since no text beside
            it does. What it shows in words says so in any case.
        language: that of its labels.
    """

    def outcome_in_words(outcome: str) -> str:
        return language.text(told(outcome))

    about = language.retold(table.about, *CROSSED)
    title = language.filled("Readings and unknowns: %(about)s", about=about)
    outcomes = list(table.outcomes)
    columns = list(dict.fromkeys(tuple(cell.facts.items()) for cell in table.cells))
    outcome_at = {(tuple(cell.readings.items()), tuple(cell.facts.items())): cell.outcome for cell in table.cells}
    cell = max(_LEAST_CELL, min(_MOST_CELL, (_WIDTH - _LEFT - 14) / max(len(columns), 1)))
    parts, top = [], 26.0
    for line in wrapped(title, _WIDTH - 30, 14, 2):
        parts.append(label(14, top, line, size=14, bold=True))
        top += 18
    for number, outcome in enumerate(outcomes):
        parts += _square(14, top, 15, letter(number), filling(outcome, number), outcome_in_words(outcome))
        counted = language.filled(
            "%(outcome)s: %(count)s of %(total)s",
            outcome=outcome_in_words(outcome),
            count=language.number(table.outcomes[outcome]),
            total=language.number(len(table.cells)),
        )
        parts.append(label(36, top + 12, counted))
        top += 20
    top += 8
    for number, name in enumerate(table.unknowns):
        rows = wrapped(name, _LEFT - 26, 10.5, 3)
        for row, text in enumerate(rows):
            parts.append(label(_LEFT - 8, top + 11 + 12 * row, text, size=10.5, anchor="end"))
        height = 12.0 * len(rows) + 4
        for place, facts in enumerate(columns):
            yes = facts[number][1] == "yes"
            x = _LEFT + place * cell
            parts.append(
                f'<rect x="{x:.1f}" y="{top + 1:.1f}" width="{cell - 0.8:.1f}" height="{height - 2:.1f}" '
                f'fill="{INK if yes else "#ffffff"}" stroke="{QUIET}" stroke-width="0.6">'
                f"<title>{html(f'{name}: {language.text(facts[number][1])}')}</title></rect>"
            )
            if cell >= 20:
                word = language.text(facts[number][1])
                fill = "#ffffff" if yes else INK
                parts.append(label(x + cell / 2, top + height / 2 + 4, word, size=10, anchor="middle", fill=fill))
        top += height
    if table.unknowns:
        parts.append(label(_LEFT, top + 12, language.text("dark: yes; white: no"), size=10, fill=QUIET))
        top += 20
    for readings in table.readings:
        read_as = (language.filled(READ_AS[0], of=of, reading=name) for of, name in readings.items())
        reading = "; ".join(read_as) or language.text("the readings in force")
        departs = "; ".join(f"{of}: {name}" for of, name in readings.items() if table.readings[0][of] != name)
        rows = wrapped(departs or language.text("the readings in force"), _LEFT - 26, 10.5, 3)
        for row, text in enumerate(rows):
            parts.append(label(_LEFT - 8, top + 13 + 12 * row, text, size=10.5, anchor="end"))
        height = max(20.0, 12.0 * len(rows) + 6)
        for place, facts in enumerate(columns):
            outcome = outcome_at[tuple(readings.items()), facts]
            number = outcomes.index(outcome)
            said = "; ".join(
                [reading, *(f"{name}: {language.text(answer)}" for name, answer in facts), outcome_in_words(outcome)]
            )
            parts += _square(_LEFT + place * cell, top, cell, letter(number), filling(outcome, number), said, height)
        top += height
    notes = [language.filled("It turns on: %(what)s.", what="; ".join(table.decide))] if table.decide else []
    notes += [language.filled("Left out: %(what)s.", what=language.retold(item, *LEFT_OUT)) for item in table.left_out]
    for note in notes if alone else ():
        for line in wrapped(note, _WIDTH - 30, 11, 4):
            top += 15
            parts.append(label(14, top + 4, line, size=11))
    counts = "; ".join(
        language.filled(
            "%(outcome)s in %(count)s of %(total)s cells",
            outcome=outcome_in_words(outcome),
            count=language.number(count),
            total=language.number(len(table.cells)),
        )
        for outcome, count in table.outcomes.items()
    )
    outcomes_told = language.filled("Outcomes: %(counts)s.", counts=counts)
    return picture("matrix", title, " ".join([f"{title}.", outcomes_told, *notes]), _WIDTH, top + 20, parts, language)


def _square(
    x: float, y: float, width: float, mark: str, fill: str, title: str, height: float | None = None
) -> list[str]:
    tall = height or width
    return [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width - 0.8:.1f}" height="{tall - 0.8:.1f}" fill="{fill}" '
        f'stroke="{QUIET}" stroke-width="0.6"><title>{html(title)}</title></rect>',
        label(x + width / 2, y + tall / 2 + 4, mark, size=min(11, width * 1.1), anchor="middle", fill=ink_on(fill)),
    ]
