"""The first steps of both fixpoints for all entities at once, where very many are blocked on their own.

Holdings lie by entity: a column has one holding of each, its ends side by side in one long whole number, 64 bits for
each entity. What reached owners hold is then added for all entities in a few operations on long numbers: a column is
masked, and added. Every sum is exact. Once few parties are reached in a step, `solving` goes on holding by holding.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from struct import pack, unpack
from typing import Final

FEWEST_ENTITIES: Final = 10_000
"""The sums of fewer entities lie near the processor, so that their holdings are soon looked at one by one."""
MOST_COLUMNS: Final = 32
"""An entity with more holdings is summed by itself, so that a crowd in one makes no columns of a single holding."""
_ONE_IN: Final = 20
"""Steps are taken for all entities at once while as many are reached in one as one in so many of all entities.

Nobody is reached twice, so there are no more such steps than this."""
_TOP: Final = 1 << 63
_MUST, _MAY = 1, 2
_IS_MUST, _IS_MAY, _HAS_TOP, _IS_OPEN = (
    bytes(map(is_so, range(256)))
    for is_so in (lambda byte: byte & 1, lambda byte: byte >> 1 & 1, lambda byte: byte >> 7, lambda byte: not byte)
)

Stakes = Sequence[tuple[int, int, int]]
Flags = Callable[[bytearray], tuple[int, ...]]


@dataclass(slots=True)
class Standing:
    """Where one fixpoint stands, for the loops to take it up.

    Attributes:
        steps: the step at which each party is reached, below 0 where it is not.
        queue: who is reached and whose holdings are not counted yet, in the order of steps.
        missing: by entity that is not reached, what a sum of ends lacks of the goal.
        barred: by such an entity, what lower ends must still make for the others to leave enough.
    """

    steps: list[int]
    queue: list[int]
    missing: list[int]
    barred: list[int]


@dataclass(frozen=True, slots=True)
class Column:
    """One holding of each of the first entities: how the flags of the owners are read, and both ends, 64 bits each."""

    flags: Flags
    lows: int
    highs: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """All holdings of an entity that has many: how the flags of the owners are read, and both ends of each."""

    flags: Flags
    lows: Sequence[int]
    highs: Sequence[int]


@dataclass(frozen=True, slots=True)
class ByEntity:
    """Holdings by entity.

    Attributes:
        entities: the entities in the order of their places: those in columns by falling number of holdings, then those
            with a crowd.
        flags: how the flags of the entities themselves are read.
        columns: the holdings of the former.
        crowds: the holdings of the latter.
        goals: by place, 2 to the power of 63 less what a sum of ends must come up to.
        rooms: by place, the same less what lower ends must make for the others to leave enough.
    """

    entities: Sequence[int]
    flags: Flags
    columns: Sequence[Column]
    crowds: Sequence[Crowd]
    goals: int
    rooms: int


def by_entity(held: Mapping[int, Stakes], goals: Sequence[int], barred: Sequence[int], seeds: int) -> ByEntity | None:
    """Holdings laid out by entity; `None` where that is not worth it, or sums could leave 63 bits.

    Args:
        held: the holdings in each entity: the owner and both ends.
        goals: what a sum of ends must come up to, by entity.
        barred: what lower ends must make for the others to leave enough, by entity.
        seeds: how many are or may be blocked on their own.
    """
    if len(held) < FEWEST_ENTITIES or seeds * _ONE_IN < len(held):
        return None
    return laid_by_entity(held, goals, barred)


def laid_by_entity(
    held: Mapping[int, Stakes], goals: Sequence[int], barred: Sequence[int], most_columns: int = MOST_COLUMNS
) -> ByEntity | None:
    """Holdings laid out by entity, however few; `None` where sums could leave 63 bits, or come to nothing at once."""
    most = max((sum(max(low, high) for _, low, high in stakes) for stakes in held.values()), default=0)
    far = max((abs(value) for entity in held for value in (goals[entity], barred[entity])), default=0)
    if not held or most + far >= _TOP or min(goals[entity] for entity in held) <= 0:
        return None
    few = sorted(entity for entity in held if len(held[entity]) <= most_columns)
    few.sort(key=lambda entity: -len(held[entity]))
    crowded = sorted(entity for entity in held if len(held[entity]) > most_columns)
    columns = []
    for position in range(len(held[few[0]]) if few else 0):
        owners, lows, highs = zip(*(held[one][position] for one in few if position < len(held[one])), strict=True)
        columns.append(Column(_flags_of(owners), _long(lows), _long(highs)))
    crowds = []
    for entity in crowded:
        owners, lows, highs = zip(*held[entity], strict=True)
        crowds.append(Crowd(_flags_of(owners), lows, highs))
    entities = few + crowded
    return ByEntity(
        _side_by_side(entities),
        _flags_of(entities),
        columns,
        crowds,
        _long([_TOP - goals[entity] for entity in entities]),
        _long([_TOP - barred[entity] for entity in entities]),
    )


def first_steps(
    laid: ByEntity, goals: Sequence[int], barred: Sequence[int], certain: Sequence[int], possible: Sequence[int]
) -> tuple[Standing, Standing]:
    """Where what must and what may be reached stand after the first steps.

    Args:
        laid: the holdings by entity.
        goals: what a sum of ends must come up to, by party.
        barred: what lower ends must make for the others to leave enough, by party.
        certain: who certainly is blocked on their own.
        possible: who may be, the certain ones among them.
    """
    flags = bytearray(len(goals))
    must, may = [-1] * len(goals), [-1] * len(goals)
    last_must, last_may = certain, possible
    certainly = possibly = b""
    step = 0
    while True:
        for party in last_may:
            flags[party], may[party] = _MAY, step
        for party in last_must:  # who must be reached may be too, and no later
            flags[party], must[party] = _MAY | _MUST, step
        if step and len(last_may) * _ONE_IN < len(laid.entities):
            break
        if not step:
            there = _read(laid.flags, flags)
            certainly, possibly = there.translate(_IS_MUST), there.translate(_IS_MAY)
        step += 1
        least, most, room = _sums(laid, flags)
        last_must, certainly = _fresh(laid, certainly, least + laid.goals)
        last_may, possibly = _fresh(laid, possibly, most + laid.goals, room + laid.rooms)
    return (
        Standing(must, list(last_must), _less(laid, certainly, goals, least), []),
        Standing(may, list(last_may), _less(laid, possibly, goals, most), _less(laid, possibly, barred, room)),
    )


def _sums(laid: ByEntity, flags: bytearray) -> tuple[int, int, int]:
    """By place: the lower ends of those who must be reached; the upper and the lower ends of those who may."""
    least = most = room = 0
    for column in reversed(laid.columns):  # the short ones first, so that long numbers are added least often
        counted = _read(column.flags, flags)
        is_must, is_may = counted.translate(_IS_MUST), counted.translate(_IS_MAY)
        certain = _mask(is_must)
        possible = certain if is_may == is_must else _mask(is_may)
        least += column.lows & certain
        most += column.highs & possible
        room += column.lows & possible
    lows_must, highs_may, lows_may = [], [], []
    for crowd in laid.crowds:
        counted = _read(crowd.flags, flags)
        is_may = counted.translate(_IS_MAY)
        lows_must.append(sum(compress(crowd.lows, counted.translate(_IS_MUST))))
        highs_may.append(sum(compress(crowd.highs, is_may)))
        lows_may.append(sum(compress(crowd.lows, is_may)))
    behind = 64 * (len(laid.entities) - len(laid.crowds))
    return least + (_long(lows_must) << behind), most + (_long(highs_may) << behind), room + (_long(lows_may) << behind)


def _fresh(laid: ByEntity, before: bytes, *sums: int) -> tuple[list[int], bytes]:
    """Entities that all sums now carry to their top bit and that were not reached before; and where all these are."""
    places = len(laid.entities)
    now = 0
    for number, amount in enumerate(sums):
        tops = int.from_bytes(amount.to_bytes(8 * places, "little")[7::8].translate(_HAS_TOP), "little")
        now = now & tops if number else tops
    reached = int.from_bytes(before, "little")
    fresh = (now & ~reached).to_bytes(places, "little")
    return sorted(compress(laid.entities, fresh)), (now | reached).to_bytes(places, "little")


def _less(laid: ByEntity, reached: bytes, ends: Sequence[int], sums: int) -> list[int]:
    """What is left of ends, by party, once the sums are taken from those of the entities that are not reached."""
    places = len(laid.entities)
    is_open = reached.translate(_IS_OPEN)
    amounts = compress(unpack(f"<{places}q", sums.to_bytes(8 * places, "little")), is_open)
    left = list(ends)
    for entity, amount in zip(compress(laid.entities, is_open), amounts, strict=True):
        left[entity] -= amount
    return left


def _mask(counted: bytes) -> int:
    """Every bit of the places that are counted."""
    spread = bytearray(8 * len(counted))
    spread[::8] = counted
    ones = int.from_bytes(spread, "little")
    return (ones << 64) - ones


def _read(flags_of: Flags, flags: bytearray) -> bytes:
    return bytes(flags_of(flags))[:-1]


def _flags_of(parties: Sequence[int]) -> Flags:
    """Reads the flags of parties; one more is read behind them, since of a single one no tuple would be made."""
    flags: Flags = itemgetter(*_side_by_side(parties), 0)
    return flags


def _side_by_side(numbers: Sequence[int]) -> list[int]:
    """The same numbers, made one after the other, so that to read them in their order is to read memory in order."""
    return array("q", numbers).tolist()


def _long(values: Sequence[int]) -> int:
    return int.from_bytes(pack(f"<{len(values)}Q", *values), "little")
