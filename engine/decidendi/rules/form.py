"""The typed intermediate form that rules compile to: Datalog with named, typed arguments.

Positive and negated atoms, comparisons, no function symbols: evaluation always ends. Negation is stratified
(Apt, Blair and Walker, 1988). Each rule keeps the provision it comes from, the period for which that provision
is in force, the reading it belongs to, and its place in the Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from decidendi.facts.kinds import PredicateSchema
from decidendi.facts.periods import Period
from decidendi.refusal import Place

DAY_ASKED: Final = "day asked"
DAY: Final = "day"
READING: Final = "reading"
PARAMETER: Final = "parameter"
DENIED: Final = "denied: "
STATED: Final = "stated: "
SUPPOSED: Final = "supposed: "
WITHDRAWN: Final = "withdrawn: "
POSSIBLE: Final = "possible: "
SETTLED: Final = "settled: "
KIND: Final = "kind: "
OPPOSITE: Final = "opposite: "
EXCEPTION: Final = "exception: "
SUPPOSED_OF_CIRCLE: Final = "of a circle: "


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, named by its noun phrase ("person", "other entity"); `_1` and the like are anonymous."""

    name: str
    kind: str

    @property
    def is_anonymous(self) -> bool:
        """Whether no word of the rule refers to it."""
        return self.name.startswith("_")


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the rule states: a word, a period, an amount or a share."""

    value: Any
    kind: str


Term = Variable | Constant


@dataclass(frozen=True, slots=True)
class Atom:
    """A predicate with its arguments, in the order of its slots."""

    predicate: str
    arguments: tuple[Term, ...]

    def variables(self) -> tuple[Variable, ...]:
        """The variables among the arguments, in order."""
        return tuple(term for term in self.arguments if isinstance(term, Variable))


@dataclass(frozen=True, slots=True)
class Literal:
    """An atom, asserted or negated, as one condition of a rule; `text` is how the rule puts it."""

    atom: Atom
    negated: bool
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Comparison:
    """A built-in test of bound values. `name` is a key of `decidendi.rules.comparisons.COMPARISONS`."""

    name: str
    arguments: tuple[Term, ...]
    negated: bool
    text: str
    place: Place


Condition = Literal | Comparison


@dataclass(frozen=True, slots=True)
class Reading:
    """One defensible reading of an open term. `because` is the reason that the rulebook gives."""

    of: str
    name: str
    is_default: bool
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sum:
    """How a rule adds up shares: it concludes once for each group whose counted shares reach a threshold.

    Such a rule has two or three conditions. The first, the table, holds `group` arguments that say for what shares are
    added up, further ones that say whose share it is (a unit), and the share. The second holds the same without the
    share: the units that count. The third holds the group alone: its table makes up the whole. The threshold is a
    share, or the parameter of that name. `undisclosed`: what the table leaves of the whole may count too.
    """

    group: int
    threshold: Constant | str
    more_than: bool
    undisclosed: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, or one alternative of it.

    `identifier` is unique in the program. `provision` is the identifier of the provision it restates. `day` is the
    variable whose day decides whether the provision is in force; without one it is the day asked about. A rule with
    `only_possible` speaks of what may be, never of what must be: it is how silence is written.
    """

    identifier: str
    provision: str
    head: Atom
    body: tuple[Condition, ...]
    in_force: Period
    day: Variable | None
    reading: tuple[str, str] | None
    only_possible: bool
    text: str
    place: Place
    sum: Sum | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of the law with the period for which it applies."""

    name: str
    value: Any
    kind: str
    during: Period
    provision: str
    place: Place


@dataclass(frozen=True, slots=True)
class Program:
    """A rulebook as the evaluators take it.

    `strata` groups the predicates that rules conclude, lowest first; a rule is evaluated with the stratum of its
    head. `schemas` holds every predicate, those of facts included. `constants` are the words that rules compare a
    slot with: predicate name and slot index to words. `documents` says which document settles a class of fact.
    `looking_back` are the predicates whose negation closes a circle that looks back in time (`rules.strata`).
    """

    schemas: dict[str, PredicateSchema]
    rules: tuple[Rule, ...]
    strata: tuple[tuple[str, ...], ...]
    parameters: tuple[Parameter, ...] = ()
    readings: tuple[Reading, ...] = ()
    constants: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    goals: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    looking_back: tuple[str, ...] = ()


def schema_of_predicate(schemas: dict[str, PredicateSchema], predicate: str) -> PredicateSchema:
    """The schema of a predicate; the stated and denied forms of a fact share that of the fact."""
    if predicate in schemas:
        return schemas[predicate]
    return schemas[predicate.split(": ", 1)[1]]
