"""What the facts of a dealing give for the fields of a report on it, and what each value was read off.

What no fact states is empty. What the run may not use, since it was not known yet on the day of knowledge, is not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Any, Final

from decidendi.determinations.determine import Run
from decidendi.determinations.model import Determination, Determinations, ProofNode
from decidendi.facts.evidence import weaker
from decidendi.facts.kinds import UNKNOWN
from decidendi.reports.arguing import Provisions
from decidendi.reports.folding import told_reading
from decidendi.reports.model import FactRow, Instrument, Named, Step
from decidendi.reports.telling import Ledger

MOST_FACTS: Final = 8
"""Facts behind a conclusion that are named; where there are more, the memo of the matter sets them out."""

_ROLES: Final = {
    "from": "origin",
    "to": "to",
    "for the benefit of": "for_the_benefit_of",
    "through": "through",
    "signed by": "signed_by",
    "negotiated with": "negotiated_with",
}
"""How a report calls the parties to a dealing, and the attribute of the dealing that names them."""

Value = tuple[str, tuple[Step, ...]]
"""What fills a field, and what it was read off; empty text where the facts state nothing."""


class Filling:
    """The values of the fields of reports in one matter.

    Attributes:
        day: the day asked about.
    """

    def __init__(self, done: Run, result: Determinations) -> None:
        self._facts = done.facts
        self._wording = done.wording
        self.day = result.as_of
        self._ledger = Ledger(done.facts, done.wording, result.known)
        self._rows = {row.number: row for row in self._ledger.rows}
        self._provisions = Provisions(done.rulebook, result.receipt.provisions)
        self._dealings = {dealing.name: dealing for dealing in done.facts.dealings}
        self._property = {thing.name: thing for thing in done.facts.property}
        self._blocked = {
            item.subject: item for item in result.determinations if (item.kind, item.outcome) == ("status", "blocked")
        }

    def of(self, item: Determination, source: str) -> Value:
        """The value of a field about a dealing, by the name that the form gives it; empty for one filled by hand."""
        dealing = item.subject
        if source == "description":
            kinds, basis = self._told(dealing, "dealing_kind")
            return self._dealings[dealing].description or kinds, basis
        if source == "parties":
            found = [(role, self._told(dealing, f"dealing_{field}")) for role, field in _ROLES.items()]
            named = "; ".join(f"{role} {titles}" for role, (titles, _) in found if titles)
            return named, self._stated(number for _, (_, steps) in found for step in steps for number in step.facts)
        if source == "blocked parties":
            return self._blocked_in(dealing)
        if source == "property":
            return self._property_in(dealing)
        if source == "authority":
            return self._authority(item)
        if source == "place of the property":
            said = [pair for thing in self._things(dealing) for pair in self._said(thing, "property_location")]
            return ", ".join(dict.fromkeys(str(value) for value, _ in said)), self._stated(number for _, number in said)
        attributes = {"recipient": "to", "amount": "amount", "day": "on"}
        return self._told(dealing, f"dealing_{attributes[source]}") if source else ("", ())

    def concluded(self, proof: Sequence[ProofNode], rests_on: str) -> tuple[Step, ...]:
        """A conclusion as one step: its rule, with the facts at the ends of its proof.

        Args:
            proof: the proofs of it; the first that holds is told.
            rests_on: the grade that it rests on; empty for the weakest of its facts.
        """
        for node in proof:
            if node.state != "holds":
                continue
            short, status = self._provisions.status(node.identifier)
            if node.identifier:
                self._provisions.row(node.identifier)
            numbers = sorted(set(self._ends(node)))
            [behind] = self._stated(numbers) or (None,)
            few = behind if behind is not None and len(numbers) <= MOST_FACTS else None
            return (
                Step(
                    statement=node.statement,
                    state=node.state,
                    provision=node.provision,
                    identifier=node.identifier,
                    short=short,
                    status=status,
                    rule=node.rule,
                    reading=told_reading(node.reading),
                    grade=rests_on or (behind.grade if behind else ""),
                    sources=few.sources if few else (),
                    facts=few.facts if few else (),
                ),
            )
        return ()

    def used(self, steps: Iterable[Step]) -> tuple[FactRow, ...]:
        """The facts that some steps name, in their order."""
        numbers = {number for step in steps for number in step.facts}
        return tuple(row for row in self._ledger.rows if row.number in numbers)

    def named(self) -> tuple[Named, ...]:
        """The parties and things of the matter."""
        return self._ledger.named()

    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments whose provisions conclusions were told with; all of the rulebook where there is none."""
        return self._provisions.instruments()

    def _said(self, thing: str, predicate: str) -> Iterator[tuple[Any, int]]:
        """What is stated of a thing, each value with the number of its fact."""
        for item in self._facts.statements:
            if (item.predicate, item.arguments[0], item.denied) == (predicate, thing, False):
                for number in self._ledger.number_of(item):
                    if self._rows[number].used and item.arguments[1] != UNKNOWN:
                        yield item.arguments[1], number

    def _told(self, thing: str, predicate: str) -> Value:
        said = list(self._said(thing, predicate))
        slot = self._wording.schema(predicate).slots[1]
        titles = dict.fromkeys(self._wording.value(value, slot) for value, _ in said)
        return ", ".join(titles), self._stated(number for _, number in said)

    def _stated(self, numbers: Iterable[int]) -> tuple[Step, ...]:
        """Facts as one step; none where there is no fact."""
        rows = [self._rows[number] for number in sorted(set(numbers))]
        if not rows:
            return ()
        return (
            Step(
                statement="; ".join(row.statement for row in rows),
                state="holds",
                grade=reduce(weaker, (row.grade for row in rows)),
                sources=tuple(dict.fromkeys(source for row in rows for source in row.sources)),
                facts=tuple(row.number for row in rows),
            ),
        )

    def _ends(self, node: ProofNode) -> Iterator[int]:
        if not node.premises:
            yield from self._ledger.numbers(node.statement)
        for premise in node.premises:
            yield from self._ends(premise)

    def _things(self, dealing: str) -> list[str]:
        return [value for value, _ in self._said(dealing, "dealing_property") if value in self._property]

    def _property_in(self, dealing: str) -> Value:
        things = self._things(dealing)
        if not things:
            return self._told(dealing, "dealing_kind")
        named = ", ".join(self._property[name].description or name for name in things)
        return named, self._told(dealing, "dealing_property")[1]

    def _blocked_in(self, dealing: str) -> Value:
        # A status is that of the day asked about, and says so: that of the day of the dealing is in the memo.
        parties = [value for field in _ROLES.values() for value, _ in self._said(dealing, f"dealing_{field}")]
        blocked = [self._blocked[name] for name in dict.fromkeys(parties) if name in self._blocked]
        owner = ", ".join(item.title for item in blocked)
        basis = tuple(step for item in blocked for step in self.concluded(item.proof, item.rests_on))
        return owner and f"{owner} (a party to the dealing, blocked on {self.day})", basis

    def _authority(self, item: Determination) -> Value:
        cited = [each for each in item.citations if each.label == item.provision]
        named = "; ".join(f"{each.label} ({each.title}) of {each.instrument}" for each in cited)
        reaching = [node for root in item.proof for node in _within(root) if node.provision == item.provision]
        return named, self.concluded(reaching or item.proof, item.rests_on)


def _within(node: ProofNode) -> Iterator[ProofNode]:
    yield node
    for premise in node.premises:
        yield from _within(premise)
