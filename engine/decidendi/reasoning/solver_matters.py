"""The solver asked about all matters of a bounded universe: in which of them do some conditions hold together?

The facts of the universe are choices; the rules say what follows from them when everything is known. A question is a
list of conditions, as a rule has them. `sweep` goes through many questions at once, `smallest` looks for a matter with
few facts. Either is settled by a matter or by the proof that the universe has none; what the time is not enough for
stays open, and is said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from time import monotonic

import clingo

from decidendi.facts.amounts import WHOLE, Share
from decidendi.facts.periods import always
from decidendi.reasoning.bounded import Universe
from decidendi.reasoning.matter import Row
from decidendi.reasoning.solver import Context, control_for
from decidendi.reasoning.solver_program import WORLD, Translator
from decidendi.reasoning.solver_symbols import Symbols
from decidendi.reasoning.summing import SumRule
from decidendi.refusal import Place
from decidendi.rules.form import DENIED, KIND, READING, STATED, Atom, Condition, Constant, Program, Rule

Question = tuple[Condition, ...]
"""Conditions that are looked for together."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing that a matter names (`predicate` is empty), or a fact that it states or denies."""

    predicate: str
    row: Row
    denied: bool = False


Chosen = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """The questions, by number, that some matter answers, with one such matter each; whether the others have none."""

    found: dict[int, Chosen]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Smallest:
    """A matter, or `None`; whether the search is complete: there is none, or none with fewer things and facts."""

    chosen: Chosen | None
    is_complete: bool


class _Weights(Context):
    """The built-in tests, and the whole numbers that stand for shares."""

    def __init__(self, symbols: Symbols, scale: int) -> None:
        super().__init__(symbols)
        self._values, self._scale = symbols, scale

    def weight(self, number: clingo.Symbol) -> clingo.Symbol:
        (share,) = self._values.row((number.number,))
        return clingo.Number(int(share.lower * self._scale) if isinstance(share, Share) else 0)


class MatterSearch:
    """One program over one universe, ground once for a number of questions."""

    def __init__(self, program: Program, universe: Universe, questions: Sequence[Question]) -> None:
        """Translate and ground; this cannot be interrupted, and takes most of the time."""
        self.universe = universe
        self._translator = Translator(program, Symbols())
        self._scale = lcm(*(share.lower.denominator for share in _shares(program, universe)))
        self._questions = len(questions)
        self._choices: list[Choice] = []
        self._control = control_for(["1", "--heuristic=Domain"])
        lines = [self._translator.day_asked(universe.day), *self._facts(), *self._consistent()]
        lines += [self._translator.known(rule) for rule in program.rules if rule.sum is None]
        for number, rule in enumerate(program.rules):
            if rule.sum is not None:
                lines.append(self._sum(SumRule(number, rule)))
        for number, question in enumerate(questions):
            lines.append(self._translator.known(_asking(question), f"hit({number})"))
        lines += [
            f"#external seen(0..{len(questions) - 1}).",
            f"#external off(0..{len(questions) - 1}).",
            "#external sweeping.",
            "new :- hit(K), not seen(K).",
            ":- sweeping, not new.",
            ":- off(K), not hit(K).",
            "#heuristic c(N). [1@9,false]",
            "#show c/1. #show hit/1.",
        ]
        self._control.add("base", [], "\n".join(lines))
        self._control.ground([("base", [])], context=_Weights(self._translator.symbols, self._scale))

    def sweep(self, seconds: float, *, only_one: bool = False) -> Sweep:
        """Go through all questions, as far as the time allows; with `only_one` until a matter answers one of them."""
        ends = monotonic() + seconds
        found: dict[int, Chosen] = {}
        self._assign("sweeping", None, True)
        try:
            while True:
                model, is_settled = self._solve(ends)
                if model is None:
                    return Sweep(found, is_settled)
                chosen = self._chosen(model)
                for symbol in model:
                    if symbol.name == "hit":
                        number = symbol.arguments[0].number
                        found.setdefault(number, chosen)
                        self._assign("seen", number, True)
                if only_one:
                    return Sweep(found, len(found) == self._questions)
        finally:
            self._assign("sweeping", None, False)

    def smallest(self, question: int, seconds: float) -> Smallest:
        """The matter with the fewest things and facts in which a question's conditions hold."""
        ends = monotonic() + seconds
        best: Chosen | None = None
        self._assign("off", question, True)
        try:
            limit: int | None = None
            while True:
                bound = None if limit is None else self._at_most(limit)
                model, is_settled = self._solve(ends, bound)
                if model is None:
                    return Smallest(best, is_settled)
                best = self._chosen(model)
                limit = len(best) - 1
        finally:
            self._assign("off", question, False)

    def _at_most(self, count: int) -> clingo.Symbol:
        symbol = clingo.Function("most", [clingo.Number(count)])
        if self._control.symbolic_atoms[symbol] is None:
            name = f"most{count}"
            self._control.add(name, [], f"#external most({count}). :- most({count}), {count + 1} {{ c(N) }}.")
            self._control.ground([(name, [])])
        return symbol

    def _assign(self, name: str, number: int | None, value: bool) -> None:
        arguments = [] if number is None else [clingo.Number(number)]
        self._control.assign_external(clingo.Function(name, arguments), value)

    def _solve(self, ends: float, bound: clingo.Symbol | None = None) -> tuple[list[clingo.Symbol] | None, bool]:
        """A model, or that there is none; `False` where the time was not enough to tell."""
        left = ends - monotonic()
        if left <= 0:
            return None, False
        models: list[list[clingo.Symbol]] = []
        if bound is not None:
            self._control.assign_external(bound, True)
        try:
            with self._control.solve(
                on_model=lambda model: models.append(list(model.symbols(shown=True))), async_=True
            ) as handle:
                if not handle.wait(left):
                    handle.cancel()
                is_settled = bool(handle.get().satisfiable or handle.get().unsatisfiable)
        finally:
            if bound is not None:
                self._control.assign_external(bound, False)
        return (models[0], True) if models else (None, is_settled)

    def _chosen(self, model: Iterable[clingo.Symbol]) -> Chosen:
        numbers = sorted(symbol.arguments[0].number for symbol in model if symbol.name == "c")
        return tuple(self._choices[number] for number in numbers)

    def _atom(self, predicate: str, row: Row) -> str:
        return self._translator.atom(WORLD, predicate, self._translator.symbols.arguments(row))

    def _facts(self) -> list[str]:
        """Things and facts as choices; a fact speaks of things that are there."""
        lines, thing_numbers = [], {}
        for predicate, rows in self.universe.fixed.items():
            if not predicate.startswith(KIND) and predicate != READING:
                lines += [self._atom(predicate, row) + "." for row in rows]
        lines += self._readings()
        for name in self.universe.things:
            number = thing_numbers[name] = self._new(Choice("", (name,)))
            lines.append(f"{{c({number})}}.")
            others = [other for other, kind in self.universe.things.items() if kind == self.universe.things[name]]
            if others.index(name):  # of things alike the first are named first
                lines.append(f":- c({number}), not c({thing_numbers[others[others.index(name) - 1]]}).")
        for predicate, rows in self.universe.fixed.items():
            if predicate.startswith(KIND):
                lines += [f"{self._atom(predicate, row)} :- c({thing_numbers[row[0]]})." for row in rows]
        for denied, found in ((False, self.universe.choices), (True, self.universe.denials)):
            for predicate, rows in found.items():
                for row in rows:
                    number = self._new(Choice(predicate, row, denied))
                    there = ", ".join(f"c({thing_numbers[value]})" for value in row if value in thing_numbers)
                    lines.append(f"{{c({number})}} :- {there}." if there else f"{{c({number})}}.")
                    names = (DENIED + predicate,) if denied else (predicate, STATED + predicate)
                    lines += [f"{self._atom(name, row)} :- c({number})." for name in names]
        for predicate in self.universe.required:
            for name, number in thing_numbers.items():
                if any(row[0] == name for row in self.universe.choices.get(predicate, ())):
                    atom = self._translator.atom(WORLD, predicate, f"({self._translator.symbols.number(name)},_)")
                    lines.append(f":- c({number}), not {atom}.")
        return lines

    def _readings(self) -> list[str]:
        """One reading of each open term: the default one unless another is chosen."""
        lines: list[str] = []
        chosen: dict[str, list[str]] = {}
        for row in self.universe.readings:
            number = self._new(Choice(READING, row))
            lines += [f"{{c({number})}}.", f"{self._atom(READING, row)} :- c({number})."]
            chosen.setdefault(row[0], []).append(f"c({number})")
        for row in self.universe.fixed.get(READING, ()):
            others = chosen.get(row[0], [])
            body = ", ".join(f"not {other}" for other in others)
            lines.append(f"{self._atom(READING, row)} :- {body}." if body else self._atom(READING, row) + ".")
            lines += [f":- {one}, {other}." for one, other in combinations(others, 2)]
        return lines

    def _new(self, choice: Choice) -> int:
        self._choices.append(choice)
        return len(self._choices) - 1

    def _consistent(self) -> list[str]:
        """What no fact set may say, or no matter be like."""
        lines = []
        for predicate in self.universe.single:
            one, other = (self._translator.atom(WORLD, predicate, f"(T,{value})") for value in ("A", "B"))
            lines.append(f":- {one}, {other}, A < B.")
        for predicate, rows in self.universe.denials.items():
            if rows and predicate in self.universe.choices:
                terms = ["_" if not isinstance(v, str) else f"X{index}" for index, v in enumerate(rows[0])]
                atoms = [
                    self._translator.atom(WORLD, name, f"({','.join(terms)})")
                    for name in (predicate, DENIED + predicate)
                ]
                lines.append(f":- {', '.join(atoms)}.")
        if self.universe.choices.get("holding"):
            lines += self._holdings()
        return lines

    def _holdings(self) -> list[str]:
        """A share of an entity is stated once, and all of them are no more than the whole."""

        def holding(*terms: str) -> str:
            return self._translator.atom(WORLD, "holding", f"({','.join(terms)})")

        first = holding("O", "E", "S", "B", "C", "D")
        whole = int(WHOLE * self._scale)
        total = f"#sum{{@weight(S),O : {holding('O', 'E', 'S', 'B', 'C', '_')}}}"
        lines = [
            f":- {first}, {holding('O', 'E', 'S2', 'B', 'C', 'D2')}, S < S2.",
            f":- {first}, {holding('O', 'E', 'S2', 'B', 'C', 'D2')}, D < D2.",
            f":- {holding('_', 'E', '_', 'B', 'C', '_')}, {total} > {whole}.",
        ]
        if self.universe.choices.get("complete_holdings"):
            complete = self._translator.atom(WORLD, "complete_holdings", "(E)")
            lines += [
                f":- {complete}, {holding('_', 'E', '_', 'B', 'C', '_')}, {total} < {whole}.",
                f":- {complete}, not {holding('_', 'E', '_', '_', '_', '_')}.",
            ]
        return lines

    def _sum(self, total: SumRule) -> str:
        """A rule that adds up, over shares that are known exactly and all stated."""
        assert isinstance(total.sum.threshold, Constant), "thresholds are those of the day"
        group = [f"G{number}" for number in range(total.sum.group)]
        unit = [f"U{number}" for number in range(total.width(total.counted) - len(group))]

        def atom(predicate: str, terms: Sequence[str]) -> str:
            return self._translator.atom(WORLD, predicate, f"({','.join(terms)})" if terms else "")

        table, counted = atom(total.table, [*group, *unit, "S"]), atom(total.counted, [*group, *unit])
        named = atom(total.table, [*group, *("_" for _ in unit), "_"])
        least = int(total.sum.threshold.value.lower * self._scale)
        weight = ",".join(["@weight(S)", *unit])
        relation = ">" if total.sum.more_than else ">="
        return f"{atom(total.head, group)} :- {named}, #sum{{{weight} : {table}, {counted}}} {relation} {least}."


def _shares(program: Program, universe: Universe) -> list[Share]:
    rows: Mapping[str, tuple[Row, ...]] = universe.choices
    found = [value for name in ("holding", "divestment") for row in rows.get(name, ()) for value in row]
    found += [
        rule.sum.threshold.value for rule in program.rules if rule.sum and isinstance(rule.sum.threshold, Constant)
    ]
    return [Share(Fraction(0), WHOLE), *(value for value in found if isinstance(value, Share))]


def _asking(question: Question) -> Rule:
    """A question as a rule without a conclusion."""
    return Rule("", "", Atom("", ()), question, always(), None, None, False, "", Place(""))
