"""A grid of scenarios: the outcomes of some conclusions for every combination of the values on all axes.

Each combination of a day and readings is evaluated once in full; within it only what differs is settled again, by the
reference evaluator, and without proofs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Final

from decidendi.determinations.comparing import told_outcome
from decidendi.determinations.determine import Run, asking_about
from decidendi.determinations.model import Frozen
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.wording import told_query
from decidendi.facts.fact_set import FactSet
from decidendi.facts.overlays import Overlay, with_overlay
from decidendi.facts.periods import Period, Truth, day_period
from decidendi.facts.scenario import Axis, Choice, Scenario
from decidendi.reasoning.matter import Matter, Options
from decidendi.reasoning.readings import chosen_readings
from decidendi.reasoning.variations import Variations
from decidendi.refusal import Place, Refusal
from decidendi.rules.form import DAY, READING

OUT_OF_FORCE = "not in force"
"""The outcome on a day on which the law asked about is not in force."""

_MOST_KEPT: Final = 200
"""Days and readings of which the conclusions are kept at a time."""

_MOST_CHANGED: Final = 2_000
"""Changed fact sets that are kept at a time."""

NOT_ASKED = "another day is asked about"
"""The outcome of a conclusion about a day that is neither the day asked about nor that of a dealing."""

_STATES = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}


class SweptAxis(Frozen):
    """An axis: its name and its values in order."""

    name: str
    values: tuple[str, ...]


class Swept(Frozen):
    """One scenario: a value for each axis, and an outcome for each conclusion."""

    values: tuple[str, ...]
    outcomes: tuple[str, ...]


class Sweep(Frozen):
    """Every scenario of a grid, the last axis varying fastest.

    `called` is what is asked with things as they are called in prose, and `kinds` what each is: a `dealing`, a `status`
    or a `conclusion`. `counts` holds, for each, how often what.
    """

    title: str
    asked: tuple[str, ...]
    called: tuple[str, ...]
    kinds: tuple[str, ...]
    axes: tuple[SweptAxis, ...]
    scenarios: tuple[Swept, ...]
    counts: tuple[dict[str, int], ...]
    engine: str = "reference"


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    query: Query | None

    def called(self, done: Run) -> str:
        if self.query is None:
            return done.facts.title_of(self.text)
        return told_query(self.query, self.text, done.wording)

    def kind(self, done: Run) -> str:
        if self.query is not None:
            return "conclusion"
        return "dealing" if any(dealing.name == self.text for dealing in done.facts.dealings) else "status"

    def outcome(self, done: Run) -> str:
        if self.query is None:
            return told_outcome(done, (self.kind(done), self.text, ""))
        slots = done.rulebook.program.schemas[self.query.predicate].slots
        days = done.trace.matter.stated.get(DAY, ())
        for slot, value in zip(slots, self.query.pattern, strict=True):
            if slot.name == "day" and isinstance(value, Period) and (value,) not in days:
                return NOT_ASKED
        return _STATES[self.query.truth(done.trace)]


Follow = Callable[[Sequence[tuple[Choice, ...]]], Iterator[tuple[Choice, ...]]]


def sweep(base: Run, scenario: Scenario, follow: Follow = iter) -> Sweep:
    """Run the grid of a scenario over its fact set.

    Args:
        base: the run of the fact set as it is, on its own day.
        scenario: the axes.
        follow: passes the combinations on, and may tell how far they are.

    Raises:
        Refusal: a conclusion or a change cannot be read, or a term or a reading is unknown.
    """
    asked = _asked(base, scenario)
    base = asking_about(base, [item.query for item in asked if item.query is not None])
    axes = [_with_readings(axis, base) for axis in scenario.axes]
    grid = _Grid(base)
    scenarios = tuple(
        Swept(values=tuple(choice.name for choice in choices), outcomes=grid.outcomes(asked, axes, choices))
        for choices in follow(list(product(*(axis.choices for axis in axes))))
    )
    counts = []
    for number in range(len(asked)):
        found = [item.outcomes[number] for item in scenarios]
        counts.append({outcome: found.count(outcome) for outcome in sorted(set(found))})
    return Sweep(
        title=base.facts.title,
        asked=tuple(item.text for item in asked),
        called=tuple(item.called(base) for item in asked),
        kinds=tuple(item.kind(base) for item in asked),
        axes=tuple(SweptAxis(name=axis.name, values=tuple(c.name for c in axis.choices)) for axis in axes),
        scenarios=scenarios,
        counts=tuple(counts),
    )


def _asked(base: Run, scenario: Scenario) -> list[_Asked]:
    found = []
    for text, place in scenario.ask:
        if any(thing.name == text for thing in (*base.facts.dealings, *base.facts.parties, *base.facts.property)):
            found.append(_Asked(text, None))
        else:
            found.append(_Asked(text, parse_query(text, base.rulebook.program, base.facts, place)))
    if not scenario.ask:
        found = [_Asked(dealing.name, None) for dealing in base.facts.dealings]
    if not found:
        raise Refusal.at(
            Place(scenario.file),
            "there is nothing to ask",
            expected="a dealing in the fact set, or under `ask` names of parties or conclusions",
            mend="add a line such as `ask: [chen]`",
        )
    return found


def _with_readings(axis: Axis, base: Run) -> Axis:
    """An axis with every reading of its term, where it names none."""
    if not axis.term:
        return axis
    names = [choice.reading for choice in axis.choices] or [
        item.name for item in base.rulebook.readings if item.of == axis.term
    ]
    for name in names or [""]:
        try:
            chosen_readings(base.rulebook.program, [(axis.term, name)])
        except Refusal as refusal:
            raise Refusal(*(replace(problem, place=axis.place) for problem in refusal.problems)) from None
    return replace(axis, choices=tuple(Choice(name, reading=name) for name in names))


_Conditions = tuple[date, tuple[tuple[str, str], ...]]


class _Grid:
    """Keeps what neighbouring scenarios share: changed fact sets, and what follows on a day under some readings."""

    def __init__(self, base: Run) -> None:
        self.base = base
        self.changed: dict[tuple[Overlay, ...], FactSet] = {}
        self.grounded: dict[tuple[tuple[Overlay, ...], date], Matter] = {}
        self.settled: dict[_Conditions, Variations | None] = {}

    def outcomes(self, asked: Sequence[_Asked], axes: Sequence[Axis], choices: Sequence[Choice]) -> tuple[str, ...]:
        options = self._options(axes, choices)
        overlays = tuple(choice.overlay for choice in choices if choice.overlay is not None)
        facts = self._facts(overlays)
        variations = self._variations(options)
        if variations is None:
            return (OUT_OF_FORCE,) * len(asked)
        trace = variations.evaluate(self._matter(overlays, facts, options))
        done = self.base.with_trace(trace)
        done.facts, done.options = facts, options
        return tuple(item.outcome(done) for item in asked)

    def _options(self, axes: Sequence[Axis], choices: Sequence[Choice]) -> Options:
        options = self.base.options
        readings = dict(options.readings)
        day = options.as_of
        for axis, choice in zip(axes, choices, strict=True):
            if choice.reading:
                readings[axis.term] = choice.reading
            day = choice.day or day
        return replace(options, as_of=day, readings=tuple(sorted(readings.items())))

    def _matter(self, overlays: tuple[Overlay, ...], facts: FactSet, options: Options) -> Matter:
        """The matter of a fact set; under other readings it has the same rows but for these."""
        key = (overlays, options.as_of)
        if key not in self.grounded:
            if len(self.grounded) >= _MOST_CHANGED:
                self.grounded.clear()
            self.grounded[key] = self.base.reasoner.grounder.matter(facts, options)
        found = self.grounded[key]
        readings = chosen_readings(self.base.rulebook.program, options.readings)
        if found.readings == readings:
            return found
        stated = {**found.stated, READING: readings} if READING in found.stated else found.stated
        return replace(found, stated=stated, readings=readings)

    def _facts(self, overlays: tuple[Overlay, ...]) -> FactSet:
        """The fact set under the overlays, one on top of the other."""
        if not overlays:
            return self.base.facts
        if overlays not in self.changed:
            if len(self.changed) >= _MOST_CHANGED:
                self.changed.clear()
            self.changed[overlays] = with_overlay(self._facts(overlays[:-1]), overlays[-1]).facts
        return self.changed[overlays]

    def _variations(self, options: Options) -> Variations | None:
        key = (options.as_of, options.readings)
        if key not in self.settled:
            if len(self.settled) >= _MOST_KEPT:
                self.settled.clear()
            try:
                self.base.rulebook.refuse_day_out_of_force(day_period(options.as_of), Place(self.base.facts.file))
            except Refusal:
                self.settled[key] = None
            else:
                matter = self.base.reasoner.grounder.matter(self.base.facts, options)
                self.settled[key] = self.base.reasoner.variations(matter)
        return self.settled[key]
