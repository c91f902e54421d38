"""Witnesses: matters, perhaps with one statement changed, that show what a rule does; kept in a file for review.

    'Sec. 1(a)(ii): A person is a foreign person [1]: fires':
      matter: blocked-property
      with: london belongs to GB -- left out

`matter` is the name of a fact set, `with` (or `after`) one of its variations, `stated in full: yes` says that silence
means no, `every dealing on` moves all dealings to a day, and `reading` chooses readings. With `expect`, an expectation
as a fact set has it, the matter is judged by that alone; else any conclusion that comes out otherwise counts. `then` is
for whoever keeps the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from decidendi.determinations.varying import in_full, moved, variations
from decidendi.facts import nodes
from decidendi.facts.amounts import parse_share
from decidendi.facts.entries import said
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.loading import read_fragment
from decidendi.facts.periods import parse_period
from decidendi.refusal import Place, Refusal, nearest
from decidendi.rules.rulebook import Rulebook

Readings = tuple[tuple[str, str], ...]
ADDED: Final = " -- added"
_KEYS: Final = ("matter", "with", "after", "stated in full", "every dealing on", "reading", "expect", "then")


@dataclass(frozen=True, slots=True)
class Witness:
    """A matter, perhaps with one statement changed, perhaps stated in full, under the default readings or another.

    Where `reverse`, the rule fires in the changed matter and the near miss is the matter as it stands.
    """

    matter: str
    change: str = ""
    full: bool = False
    readings: Readings = ()
    reverse: bool = False
    day: str = ""
    expect: str = ""

    def shown(self) -> dict[str, Any]:
        """The witness as the file holds it."""
        found: dict[str, Any] = {"matter": self.matter}
        if self.change:
            found["after" if self.reverse else "with"] = self.change
        if self.full:
            found["stated in full"] = "yes"
        if self.day:
            found["every dealing on"] = self.day
        if self.readings:
            found["reading"] = dict(self.readings)
        if self.expect:
            found["expect"] = self.expect
        return found


def witness_of(shown: Mapping[str, Any]) -> Witness:
    """The witness that an entry of the file describes."""
    return Witness(
        matter=shown["matter"],
        change=shown.get("after") or shown.get("with") or "",
        full="stated in full" in shown,
        readings=tuple((shown.get("reading") or {}).items()),
        reverse="after" in shown,
        day=shown.get("every dealing on", ""),
        expect=shown.get("expect", ""),
    )


def varied(
    facts: FactSet, rulebook: Rulebook, *, full: bool = False, day: str = "", near: Sequence[Any] = ()
) -> Iterator[tuple[str, FactSet]]:
    """A matter as it stands (under the empty name), then its variations, by what is changed in them."""
    base = moved(facts, parse_period(day)) if day else facts
    base = in_full(base, rulebook) if full else base
    yield "", base
    for variation in variations(base, rulebook, near):
        change = variation.change
        if variation.index < len(base.statements):
            change = f"{said(base.statements[variation.index])} -- {change}"
        yield change, variation.facts


def with_statements(facts: FactSet, statements: Sequence[Statement]) -> FactSet:
    """A matter that states something besides."""
    return facts.model_copy(update={"statements": (*facts.statements, *statements)})


def _statements(sentence: str, base: FactSet) -> tuple[Statement, ...]:
    place = Place(base.file)
    entry = nodes.Sequence((nodes.Scalar(sentence, place),), place)
    return read_fragment(nodes.Mapping(((nodes.Scalar("facts", place), entry),), place), base, base.file).statements


def side_of(witness: Witness, facts: FactSet, rulebook: Rulebook) -> FactSet | None:
    """The changed matter of a witness; nothing where there is no such change any more."""
    near = _values_in(witness.change)
    if witness.change.endswith(ADDED):
        _, base = next(varied(facts, rulebook, full=witness.full, day=witness.day))
        return with_statements(base, _statements(witness.change.removesuffix(ADDED), base))
    found = varied(facts, rulebook, full=witness.full, day=witness.day, near=near)
    return next((changed for change, changed in found if change == witness.change), None)


def _values_in(change: str) -> tuple[Any, ...]:
    """The day or the share that a change puts into a slot, which need not be one that every matter is tried with."""
    text = change.rpartition(": ")[2]
    found: list[Any] = []
    for parse in (parse_period, parse_share):
        with suppress(ValueError):
            found.append(parse(text.removesuffix(" percent")))
    return tuple(found)


def by_name(facts: Sequence[FactSet]) -> dict[str, FactSet]:
    """The fact sets by the names that witnesses give them: those of their files.

    Raises:
        Refusal: two files have one name, so that a witness could mean either.
    """
    found: dict[str, FactSet] = {}
    for item in facts:
        name = Path(item.file).stem
        other = found.setdefault(name, item)
        if other is not item:
            raise Refusal.at(
                Place(item.file),
                f"two fact sets are named {nodes.shown(name)}, and a witness could mean either",
                expected="fact sets whose files have different names",
                found=f"the other is {nodes.shown(other.file, 300)}",
                mend="rename one of them, or leave its folder out",
            )
    return found


def load_witnesses(path: Path, matters: Mapping[str, FactSet]) -> tuple[Witness, ...]:
    """The witnesses of a file; `matters` are the fact sets that it may name.

    Raises:
        Refusal: the file holds something else, or names a fact set that is not there.
    """
    root = nodes.read_nodes(nodes.read_text(path), str(path))
    if not isinstance(root, nodes.Mapping):
        raise Refusal.at(
            root.place,
            "these are no witnesses",
            expected="entries such as `'Sec. 4(a): fires': {matter: NAME OF A FACT SET}`",
            mend="name a file of witnesses",
        )
    found: dict[Witness, None] = {}
    for key, node in root.entries:
        slots = {inner.text: value for inner, value in node.entries} if isinstance(node, nodes.Mapping) else {}
        unknown = next((word for word in slots if word not in _KEYS), "")
        matter = slots.get("matter")
        if unknown or not isinstance(matter, nodes.Scalar):
            raise Refusal.at(
                node.place,
                f"{nodes.shown(unknown)} is no slot of a witness" if unknown else "the witness names no matter",
                expected=", ".join(f"`{word}`" for word in _KEYS),
                found=nodes.shown(key.text, 120),
                mend="write `matter: ` and the name of a fact set",
            )
        if matter.text not in matters:
            close = nearest(matter.text, matters)
            raise Refusal.at(
                matter.place,
                f"there is no fact set {nodes.shown(matter.text)} among those given",
                expected="the name of a file without `.yaml`",
                mend=f"did you mean {close}" if close else "give the folder that holds it",
            )
        shown = {word: _plain(value) for word, value in slots.items() if word != "then"}
        found[witness_of(shown)] = None
    return tuple(found)


def _plain(node: nodes.Node) -> Any:
    if isinstance(node, nodes.Mapping):
        return {key.text: " ".join(nodes.texts_of(value)) for key, value in node.entries}
    return node.text if isinstance(node, nodes.Scalar) else ""
