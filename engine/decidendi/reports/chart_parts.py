"""Which parties go into one ownership chart, where all of them in one could not be read on a page.

Each entity is drawn once with everyone who holds a part of it, so that every holding is in one of the charts. Entities
below the same ones stay together as far as there is room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from decidendi.reasoning.ownership.graph import Stake

MOST_ON_A_PAGE: Final = 20
"""Parties in a chart that can be read on a page."""


def parts_of(names: Sequence[str], stakes: Iterable[Stake], most: int = MOST_ON_A_PAGE) -> list[list[str]]:
    """The parties of each chart, in the order of their names; one chart where they are at most so many.

    A chart is larger only where one entity has more owners than that.
    """
    if len(names) <= most:
        return [list(names)]
    owners: dict[str, set[str]] = {name: set() for name in names}
    for stake in stakes:
        if stake.entity in owners and stake.owner in owners and stake.owner != stake.entity:
            owners[stake.entity].add(stake.owner)
    parts: list[set[str]] = []
    for group in _groups([name for name in names if owners[name]], owners, most):
        shown = _with_owners(group, owners)
        if parts and len(parts[-1] | shown) <= most:
            parts[-1] |= shown
        else:
            parts.append(shown)
    left = set(names).difference(*parts)
    if left:
        parts.append(left)
    return [[name for name in names if name in part] for part in parts]


def _groups(members: list[str], owners: dict[str, set[str]], most: int) -> Iterator[list[str]]:
    """Members by what stands above them all; a group that is too large falls into its top and what is below that."""
    home: dict[str, str] = {}
    inside = set(members)
    tops = [name for name in members if not owners[name] & inside]
    while len(home) < len(members):
        # Where entities own each other in a circle, nothing stands above: the first that is left then does.
        tops = tops or [next(name for name in members if name not in home)]
        home |= {top: top for top in tops}
        layer = tops
        while layer:
            above, layer = layer, []
            for name in members:
                if name not in home and (held_by := [top for top in above if top in owners[name]]):
                    home[name] = home[held_by[0]]
                    layer.append(name)
        tops = []
    for top in dict.fromkeys(home[name] for name in members):
        group = [name for name in members if home[name] == top]
        if len(group) > 1 and len(_with_owners(group, owners)) > most:
            yield [top]
            yield from _groups([name for name in group if name != top], owners, most)
        else:
            yield group


def _with_owners(group: Iterable[str], owners: dict[str, set[str]]) -> set[str]:
    return {party for name in group for party in (name, *owners[name])}
