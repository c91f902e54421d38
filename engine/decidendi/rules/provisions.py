"""Provisions, and the pages that they stand on: how they are numbered, named and cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from decidendi.facts.periods import Period
from decidendi.refusal import Place

STATUSES: Final = (
    "checked",
    "two sources agree",
    "single source",
    "sister regulation, same wording expected",
    "recalled, unverified",
)
"""How far the text behind a provision has been checked, best first."""

NUMBERS: Final = ("confirmed", "inferred", "unverified")
"""How far the number of a provision has been checked, best first."""

_SEGMENT = re.compile(r"\(([^()]+)\)")
_SECTION = re.compile(r"\d(?!\d*-[a-z])")


def cited(label: str) -> str:
    """A provision as it is cited: a section by its number, a heading of another kind by its name.

    >>> cited("4(a)"), cited("licences"), cited("2014-guidance")
    ('Sec. 4(a)', 'licences', '2014-guidance')
    """
    return f"Sec. {label}" if _SECTION.match(label) else label


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its kind, what follows the kind in its first line, and its lines with their places."""

    kind: str
    options: str
    lines: tuple[tuple[int, str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of an instrument, as the page has it.

    `number` is as the instrument counts (`1(a)(ii)(C)(1)`); `label` is the same where no other instrument of the
    rulebook has a provision of that number. `identifier` is in the manner of USLM; a text that is no longer in force
    has its first day behind it (`@2018-06-29`). `status` says how far the text behind it is checked, `numbering` how
    far its number is. `published` is the first day on which the text could be known, `None` where the page does not say
    (then it always could). `not_encoded` is the reason why there is no rule, empty where there is one.
    """

    number: str
    label: str
    identifier: str
    title: str
    instrument: str
    citation: str
    in_force: Period
    status: str
    numbering: str
    not_encoded: str
    restatement: str
    depth: int
    blocks: tuple[Block, ...]
    place: Place
    published: date | None = None

    @property
    def cited_as(self) -> str:
        """How far the citation is checked: the text, and the number where that is not confirmed."""
        return self.status if self.numbering == NUMBERS[0] else f"{self.status}; section number {self.numbering}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: whose instrument it belongs to, its provisions, and the blocks outside any provision."""

    file: str
    instrument: str
    short: str
    citation: str
    identifier: str
    in_force: Period
    outline: tuple[str, ...]
    provisions: tuple[Provision, ...]
    blocks: tuple[Block, ...]
    readings: tuple[str, ...]
    text: str
    place: Place

    @property
    def edition(self) -> tuple[str, str]:
        """The instrument and the period for which this text of it is in force: what one outline is of."""
        return self.instrument, self.in_force.text

    @property
    def declares(self) -> bool:
        """Whether the page says what determinations are read from."""
        blocks = [*self.blocks, *(block for provision in self.provisions for block in provision.blocks)]
        return any(block.kind == "determination" for block in blocks)


def identifier_of(base: str, label: str) -> str:
    """The identifier of a provision in the manner of USLM, made from its label.

    >>> identifier_of("/us/eo/13818", "1(a)(ii)(C)(1)"), identifier_of("/us/cfr/t31", "583.411(a)")
    ('/us/eo/13818/1/a/ii/C/1', '/us/cfr/t31/s583.411/a')
    """
    head = label.split("(", 1)[0]
    segments = [f"s{head}" if "." in head else head, *_SEGMENT.findall(label)]
    return "/".join([base, *segments])


def dated(identifier: str, in_force: Period) -> str:
    """The identifier of a text, with its first day where it is no longer in force.

    >>> from decidendi.facts.periods import parse_period
    >>> dated("/us/cfr/t31/s583.406", parse_period("2018-06-29/2024-03-11"))
    '/us/cfr/t31/s583.406@2018-06-29'
    """
    begin, _, end = in_force.text.partition("/")
    return f"{identifier}@{begin}" if end not in ("", "..") else identifier


def unambiguous(pages: Sequence[Page]) -> list[Page]:
    """The pages with labels that name one provision each, texts of other days aside.

    Where two instruments count alike, the label of the one that declares the determinations stays as it is; before
    the others' stands the short name of their instrument.
    """
    principal = {page.identifier for page in pages if page.declares}
    owners: dict[str, set[str]] = {}
    for page in pages:
        for provision in page.provisions:
            owners.setdefault(provision.number, set()).add(page.identifier)
    return [
        page
        if page.identifier in principal
        else replace(
            page,
            provisions=tuple(
                replace(provision, label=f"{page.short} {provision.number}")
                if len(owners[provision.number]) > 1
                else provision
                for provision in page.provisions
            ),
        )
        for page in pages
    ]
