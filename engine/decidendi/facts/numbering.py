"""Names numbered in the order in which they first stand, millions of them, part by part.

Only the different names stay in memory, and a table of their numbers by hash: the texts of a column are many times
that. Two names are the same where every byte is. Needs numba (`decidendi[ownership]`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as arrow
from numba import njit

from decidendi.facts.holding_columns import Numbers
from decidendi.refusal import Place, Refusal


def number_columns(file: str, columns: Iterable[Iterable[Any]]) -> tuple[Any, list[Numbers]]:
    """The different names of columns of texts, in the order in which they first stand; and the number of each row's.

    Args:
        file: where they are from.
        columns: columns of which each is read part by part, as Arrow arrays of texts.

    Raises:
        Refusal: the different names make more than 2,147,483,647 bytes.
    """
    numbering = Numbering()
    try:
        found = [[np.zeros(0, np.int32), *map(numbering.numbers, parts)] for parts in columns]
    except OverflowError as error:
        raise Refusal.at(Place(file), str(error), mend="shorten the names, or split the table") from None
    return numbering.names(), [np.concatenate(parts) for parts in found]


class Numbering:
    """The different names so far.

    Attributes:
        count: how many there are.
    """

    def __init__(self) -> None:
        self.count = 0
        self._places = np.full(1 << 16, -1, np.int32)
        self._ends = np.zeros(1 << 15, np.int32)
        self._letters = np.empty(1 << 18, np.uint8)

    def numbers(self, texts: Any) -> Numbers:
        """The number of each text of an Arrow array of texts, new ones numbered on; -1 where none is written.

        Raises:
            OverflowError: the different names make more than 2,147,483,647 bytes.
        """
        if not len(texts):
            return np.zeros(0, np.int32)
        _, offsets, letters = texts.buffers()
        ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
        written = np.frombuffer(letters, np.uint8) if letters is not None and letters.size else np.zeros(1, np.uint8)
        self._make_room(len(texts), int(ends[-1]) - int(ends[0]))
        found = np.empty(len(texts), np.int32)
        there = texts.is_valid().to_numpy(zero_copy_only=False)
        self.count = _number(written, ends, there, self._places, self._ends, self._letters, self.count, found)
        return found

    def names(self) -> Any:
        """The different names by number, as an Arrow array."""
        ends = arrow.py_buffer(self._ends[: self.count + 1].copy())
        letters = arrow.py_buffer(self._letters[: self._ends[self.count]].copy())
        return arrow.Array.from_buffers(arrow.string(), self.count, [None, ends, letters])

    def _make_room(self, more: int, letters: int) -> None:
        """Room for so many more names of so many bytes, should all be new."""
        used = int(self._ends[self.count])
        if used + letters > np.iinfo(np.int32).max:
            raise OverflowError("the different names make more than 2,147,483,647 bytes")
        if self.count + more + 1 > self._ends.size:
            self._ends = _longer(self._ends, self.count + 1, self.count + more + 1)
        if used + letters > self._letters.size:
            self._letters = _longer(self._letters, used, used + letters)
        slots = self._places.size
        while 2 * (self.count + more) > slots * 1.5:
            slots *= 2
        if slots > self._places.size:
            del self._places
            self._places = np.full(slots, -1, np.int32)
            _place_all(self._places, self._ends, self._letters, self.count)


def _longer(values: Numbers, used: int, needed: int) -> Numbers:
    made = np.empty(max(needed, values.size * 3 // 2), values.dtype)
    made[:used] = values[:used]
    return made


@njit(cache=True, nogil=True)
def _hash(letters, start, end):  # type: ignore[no-untyped-def]
    """Spreads names over the table (FNV-1a with the mixing of MurmurHash3); equality never rests on it."""
    found = np.uint64(14695981039346656037)
    for position in range(start, end):
        found = (found ^ np.uint64(letters[position])) * np.uint64(1099511628211)
    found ^= found >> np.uint64(33)
    found *= np.uint64(0xFF51AFD7ED558CCD)
    return found ^ (found >> np.uint64(33))


@njit(cache=True, nogil=True)
def _place_all(places, ends, letters, count):  # type: ignore[no-untyped-def]
    last = np.uint64(places.size - 1)
    for number in range(count):
        place = _hash(letters, ends[number], ends[number + 1]) & last
        while places[place] >= 0:
            place = (place + np.uint64(1)) & last
        places[place] = number


@njit(cache=True, nogil=True)
def _number(written, text_ends, there, places, ends, letters, count, found):  # type: ignore[no-untyped-def]
    last = np.uint64(places.size - 1)
    first = np.empty(found.size, np.uint32)  # all at once, so that the look-ups need not wait for each other
    for row in range(found.size):
        first[row] = _hash(written, text_ends[row], text_ends[row + 1]) & last
    for row in range(found.size):
        if not there[row]:
            found[row] = -1
            continue
        start, end = text_ends[row], text_ends[row + 1]
        place = np.uint64(first[row])
        while True:
            number = places[place]
            if number < 0:
                places[place] = number = count
                used = ends[count]
                for letter in range(end - start):
                    letters[used + letter] = written[start + letter]
                count += 1
                ends[count] = used + end - start
                break
            begin = ends[number]
            if ends[number + 1] - begin == end - start:
                same = True
                for letter in range(end - start):
                    if letters[begin + letter] != written[start + letter]:
                        same = False
                        break
                if same:
                    break
            place = (place + np.uint64(1)) & last
        found[row] = number
    return count
