"""Which conclusions an unknown both supports and defeats, read off the ground program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import clingo


class Polarity(clingo.Observer):
    """Watches the ground rules, and finds the atoms that some chosen atom reaches with both signs."""

    def __init__(self) -> None:
        self._chosen: set[int] = set()
        self._reaches: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        """From an atom to the heads of the rules that it stands in, and whether it stands there unnegated."""

    def rule(self, choice: bool, head: Sequence[int], body: Sequence[int]) -> None:
        """A ground rule."""
        if choice:
            self._chosen.update(head)
        for literal in body:
            for atom in head:
                self._reaches[abs(literal)].append((atom, literal > 0))

    def mixed(self) -> frozenset[int]:
        """The atoms that depend on some choice through an even number of negations and through an odd one too."""
        found: set[int] = set()
        for chosen in self._chosen:
            seen = {(chosen, True)}
            queue = [(chosen, True)]
            while queue:
                atom, sign = queue.pop()
                for head, positive in self._reaches.get(atom, ()):
                    reached = (head, sign == positive)
                    if reached not in seen:
                        seen.add(reached)
                        queue.append(reached)
            found.update(atom for atom, sign in seen if sign and (atom, False) in seen)
        return frozenset(found)
