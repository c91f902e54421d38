"""A matrix as a page of HTML that needs nothing else: each outcome by its word as well as by its filling."""

from __future__ import annotations

from typing import Final

from decidendi.determinations.matrix import Matrix, Table
from decidendi.reports.escaping import html
from decidendi.reports.matrix_picture import matrix_picture
from decidendi.reports.outcomes import filling, ink_on, told

_STYLE: Final = (
    "body{font-family:sans-serif;max-width:70em;margin:1em auto}table{border-collapse:collapse;margin:1em 0}"
    "td,th{border:1px solid #767676;padding:.2em .6em;text-align:left;vertical-align:top}svg{max-width:100%}"
)


def matrix_html(result: Matrix) -> str:
    """The page: for each conclusion what it turns on, what was left out, the heat map, and every combination."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html(result.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{html(result.title)}</h1>\n<p>as of {result.as_of}</p>\n"
        + "".join(_section(table) for table in result.tables)
        + "</body>\n</html>\n"
    )


def _section(table: Table) -> str:
    total = len(table.cells)
    said = [
        f"{told(outcome)} under {'all' if n == total else f'{n} of {total}'}" for outcome, n in table.outcomes.items()
    ]
    said += [f"turns on: {name}" for name in table.decide]
    said += [f"not tried: {text}" for text in table.left_out]
    items = "".join(f"<li>{html(text)}</li>\n" for text in said)
    return f"<h2>{html(table.about)}</h2>\n<ul>\n{items}</ul>\n{matrix_picture(table).svg}\n{_cells(table)}"


def _cells(table: Table) -> str:
    """A row for each answer to the unknowns, a column for each combination of readings."""
    heads = "".join(f'<th scope="col">{html(name)}</th>' for name in table.unknowns)
    for number in range(len(table.readings)):
        heads += f'<th scope="col">{html(table.departure(number))}</th>'
    places = {outcome: number for number, outcome in enumerate(table.outcomes)}
    rows: dict[tuple[str, ...], list[str]] = {}
    for cell in table.cells:
        rows.setdefault(tuple(cell.facts.values()), []).append(cell.outcome)
    body = ""
    for answers, outcomes in rows.items():
        body += "<tr>" + "".join(f"<td>{html(answer)}</td>" for answer in answers)
        for outcome in outcomes:
            colour = filling(outcome, places[outcome])
            body += f'<td style="background:{colour};color:{ink_on(colour)}">{html(told(outcome))}</td>'
        body += "</tr>\n"
    return f"<table>\n<tr>{heads}</tr>\n{body}</table>\n"
