"""Where a fact comes from, and how strong that is."""

from __future__ import annotations

import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict

GRADES: Final = (
    "official determination",
    "official statement",
    "record",
    "testimony",
    "press",
    "allegation",
    "assumption",
)
"""Grades of evidence, strongest first. A hypothetical is an assumption."""


class Source(BaseModel):
    """A document or person that facts are taken from."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    grade: str
    date: datetime.date | None = None
    author: str = ""
    address: str = ""


class Evidence(BaseModel):
    """One source of one fact, the place in it, and the grade this fact has there."""

    model_config = ConfigDict(frozen=True)

    source: str
    where: str = ""
    grade: str


def weaker(one: str, other: str) -> str:
    """The weaker of two grades.

    >>> weaker("record", "press")
    'press'
    """
    return max(one, other, key=GRADES.index)


def stronger(one: str, other: str) -> str:
    """The stronger of two grades."""
    return min(one, other, key=GRADES.index)
