"""The sums of a run on the rete engine: a join cannot add, so the host adds up what the engine has concluded."""

from __future__ import annotations

from collections.abc import Iterator

from decidendi.facts.amounts import Share
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.rete_compiling import Network
from decidendi.reasoning.rete_guards import Fact
from decidendi.reasoning.summing import SumRule


class Sums:
    """Keeps the facts that sums look at by their groups, and which groups have to be added up again."""

    def __init__(self, network: Network, matter: Matter) -> None:
        self._levels: list[list[tuple[SumRule, Share]]] = [
            [(item, threshold) for item in level if (threshold := item.threshold(matter)) is not None]
            for level in network.sums
        ]
        self._looking: dict[str, list[SumRule]] = {}
        for level in self._levels:
            for item, _ in level:
                self._looking.setdefault(item.table, []).append(item)
                self._looking.setdefault(item.counted, []).append(item)
                if item.whole:
                    self._looking.setdefault(item.whole, []).append(item)
        self._facts: dict[str, dict[Row, dict[Row, Fact]]] = {predicate: {} for predicate in self._looking}
        self._changed: dict[int, dict[Row, None]] = {}

    def note(self, predicate: str, fact: Fact) -> None:
        """A fact is new, or has become sure."""
        for item in self._looking.get(predicate, ()):
            group = item.group_of(fact.row)
            self._facts[predicate].setdefault(group, {})[fact.row] = fact
            self._changed.setdefault(item.number, {})[group] = None

    def must(self, predicate: str, group: Row) -> list[Row]:
        """The rows of a group that certainly hold."""
        return [row for row, fact in self._facts[predicate].get(group, {}).items() if fact.sure]

    def may(self, predicate: str, group: Row) -> list[Row]:
        """The rows of a group that possibly hold."""
        return list(self._facts[predicate].get(group, ()))

    def reached(self, level: int) -> Iterator[tuple[SumRule, Row, bool]]:
        """The groups of a stratum that changed and reach their threshold, and whether certainly."""
        for item, threshold in self._levels[level]:
            for group in self._changed.pop(item.number, {}):
                if item.reaches(group, threshold, self.must, self.may, sure=False):
                    yield item, group, item.reaches(group, threshold, self.must, self.may, sure=True)
