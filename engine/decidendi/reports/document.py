"""A memo as a document: title, sections, blocks and sentences, before any format.

Every format renders this one model with a few templates: one for each kind of block. A sentence carries what backs it,
so that a page shows it on hovering and paper in a footnote. Nothing here knows what a memo argues; builders do.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from decidendi.determinations.model import Frozen, State, Support

MemoKind = Literal["determination", "summary", "designation", "report-worksheet", "comparison", "portfolio"]
PictureKind = Literal["ownership chart", "timeline", "proof tree", "heat map"]
Style = Literal["plain", "strong", "soft", "code"]
Tone = Literal["plain", "lead", "note"]
Mark = Literal["", "holds", "undetermined", "fails", "stops", "added", "removed", "changed"]
"""What a row or an item is marked as: the state of a step, an outcome that stops a dealing, a difference."""


class TextRun(Frozen):
    """Text in one style.

    `to` is the anchor in the document that it leads to; `language` that of the text where it is not that of the
    document (a tag such as `zh`, or a script such as `und-Arab`).
    """

    text: str
    style: Style = "plain"
    to: str = ""
    language: str = ""


class Backing(Frozen):
    """What backs a sentence: an event of the trace, an entry of the fact set, or a provision.

    `statement` and `state` are those of the event, `rule` the place of its rule (`file:line`), `provision` the pinpoint
    cite with its instrument and `status` how far its text has been checked. `facts` are numbers of rows of the facts,
    `grade` the grade of the evidence, `sources` where it is.
    """

    kind: Literal["event", "outcome", "fact", "provision", "question", "duty", "caution", "reading", "receipt"]
    statement: str
    state: State = "holds"
    rule: str = ""
    provision: str = ""
    status: str = ""
    reading: str = ""
    facts: tuple[int, ...] = ()
    grade: str = ""
    sources: tuple[Support, ...] = ()


class Sentence(Frozen):
    """A sentence: its text in runs, and what backs it; nothing backs what claims nothing (`None is stated.`)."""

    runs: tuple[TextRun, ...]
    backing: tuple[Backing, ...] = ()

    @property
    def text(self) -> str:
        """The sentence without its styles."""
        return "".join(run.text for run in self.runs)


class Paragraph(Frozen):
    """Sentences in a row. `label` stands before them in bold (`Issue.`); `anchor` is what references lead to."""

    block: Literal["paragraph"] = "paragraph"
    sentences: tuple[Sentence, ...]
    label: str = ""
    tone: Tone = "plain"
    anchor: str = ""


class Column(Frozen):
    """A column of a table: its title, and its share of the width."""

    title: str
    weight: int = 1


class Cell(Frozen):
    """What stands in one cell."""

    sentences: tuple[Sentence, ...]


class TableRow(Frozen):
    """A row of a table, with as many cells as the table has columns."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    mark: Mark = ""


class Table(Frozen):
    """A table with a head. `caption` says what it shows, for those who do not see it too."""

    block: Literal["table"] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


class Entry(Frozen):
    """One entry of a list, and what stands below it."""

    sentences: tuple[Sentence, ...]
    mark: Mark = ""
    anchor: str = ""
    blocks: tuple[Block, ...] = ()


class Entries(Frozen):
    """A list, numbered or not. Of a proof (`is_proof`) the entries are steps, each below what it supports."""

    block: Literal["list"] = "list"
    entries: tuple[Entry, ...]
    is_numbered: bool = False
    is_proof: bool = False


class Picture(Frozen):
    """A place for a picture: its kind, what it is of, and the text that stands for it.

    `of` is a name in the fact set, or empty for the whole matter. A format that shows no pictures shows the text.
    """

    block: Literal["picture"] = "picture"
    picture: PictureKind
    of: str = ""
    title: str
    alternative: str


class Folded(Frozen):
    """Detail that a reader opens. Where nothing can be opened, as on paper, it stands there in full, in small type."""

    block: Literal["folded"] = "folded"
    summary: Sentence
    blocks: tuple[Block, ...]
    is_open: bool = False


Block = Annotated[Paragraph | Table | Entries | Picture | Folded, Field(discriminator="block")]


class Section(Frozen):
    """A section under a heading.

    `key` names it for templates (`short_answer`), `number` counts it where it is counted, and is its `anchor` then.
    """

    key: str
    title: str
    number: str = ""
    anchor: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


class Metadata(Frozen):
    """What a file says of itself: no clock and no machine in it, so that the same receipt makes the same bytes."""

    as_of: date
    known: date | None = None
    subject: str
    keywords: tuple[str, ...] = ()
    facts: str = ""
    result: str = ""
    versions: dict[str, str]


class Document(Frozen):
    """A memo of some kind, in a language: what every format renders."""

    kind: MemoKind
    language: str
    title: str
    lead: tuple[Sentence, ...] = ()
    metadata: Metadata
    sections: tuple[Section, ...]
    closing: tuple[Sentence, ...] = ()

    def section(self, key: str) -> Section | None:
        """The section with a key, wherever it stands; none where the memo has none."""
        todo = list(self.sections)
        while todo:
            found = todo.pop(0)
            if found.key == key:
                return found
            todo.extend(found.sections)
        return None


for model in (Entry, Entries, Folded, Section, Document):
    model.model_rebuild()
