"""Names are numbered in the order in which they first stand, however a column is split into parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")
pytest.importorskip("pyarrow")

import pyarrow as arrow

from decidendi.facts import numbering
from decidendi.facts.numbering import Numbering, number_columns
from decidendi.refusal import Refusal

names = st.one_of(st.none(), st.sampled_from(["", "A", "AB", "ABC", "ABCDEFGH", "B", "Ä"]), st.text(max_size=9))


def by_hand(columns: list[list[str | None]]) -> tuple[list[str], list[list[int]]]:
    numbers: dict[str, int] = {}
    found = [[-1 if name is None else numbers.setdefault(name, len(numbers)) for name in column] for column in columns]
    return list(numbers), found


@settings(max_examples=150)
@given(st.lists(st.lists(names, max_size=30), min_size=1, max_size=3), st.data())
def test_names_are_numbered_as_they_first_stand_however_they_are_split(
    columns: list[list[str | None]], data: st.DataObject
) -> None:
    parts = []
    for column in columns:
        cut = data.draw(st.integers(0, len(column)))
        whole = arrow.array(column, arrow.string())
        parts.append([whole[:cut], whole[cut:]])
    found, numbers = number_columns("table.parquet", parts)
    found.validate(full=True)
    assert (found.to_pylist(), [part.tolist() for part in numbers]) == by_hand(columns)


def test_names_by_the_hundred_thousand_keep_their_numbers_as_the_table_grows() -> None:
    column = [f"P{number * 7919 % 150_000}" for number in range(200_000)]
    made = Numbering()
    found = [made.numbers(arrow.array(column[start : start + 9_000])) for start in range(0, 200_000, 9_000)]
    listed, (numbers,) = by_hand([column])
    assert made.names().to_pylist() == listed
    assert [number for part in found for number in part.tolist()] == numbers


def test_names_that_fall_into_one_place_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    number = numbering._number.py_func
    monkeypatch.setattr(numbering, "_hash", lambda letters, start, end: numbering.np.uint64(65_535))
    monkeypatch.setattr(numbering, "_number", number)
    found, numbers = number_columns("table.csv", [[arrow.array(["A", "B", "AB", "A", "BA", "B"])]])
    assert (found.to_pylist(), numbers[0].tolist()) == (["A", "B", "AB", "BA"], [0, 1, 2, 0, 3, 1])


def test_names_of_more_than_two_gigabytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many(self: Numbering, texts: object) -> None:
        self._make_room(1, 2**31)

    monkeypatch.setattr(Numbering, "numbers", too_many)
    with pytest.raises(Refusal, match="the different names make more than 2,147,483,647 bytes"):
        number_columns("table.parquet", [[arrow.array(["A"])]])
