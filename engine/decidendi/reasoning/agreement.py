"""The engines of a program, run together: what they do not agree on is not issued."""

from __future__ import annotations

from decidendi.reasoning.matter import Matter
from decidendi.reasoning.reference import Reference
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import Program


class Disagreement(Exception):
    """The engines conclude different things from the same law and facts; nothing is issued."""


class Reasoner:
    """The compiled engines of one program."""

    engines: tuple[str, ...] = ("reference",)

    def __init__(self, program: Program) -> None:
        self._reference = Reference(program)

    def evaluate(self, matter: Matter, *, trace: bool = True, engines: tuple[str, ...] | None = None) -> Trace:
        """What must and may hold."""
        return self._reference.evaluate(matter, trace=trace)
