"""The solver: the same program as an answer-set program (clingo), for questions about sets of facts.

`evaluate` gives what must and what may hold, as the other evaluators do, without firings. `consequences` gives what
holds in every and in some way in which the unknowns may fall. The two fixpoints are an approximation of these, and a
sound one: what must hold, holds in every world, and what holds in some world, may hold. They are equal for every
conclusion that depends on each unknown in one direction only, through an even number of negations or through an odd
one; where an unknown both supports and defeats a conclusion, the fixpoints may leave open what no world leaves open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import clingo

from decidendi.facts.amounts import Share
from decidendi.reasoning.circles import settled_trace, supposing, without_circles
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.planning import components
from decidendi.reasoning.solver_polarity import Polarity
from decidendi.reasoning.solver_program import MAY, MUST, WORLD, Translator
from decidendi.reasoning.solver_symbols import Symbols
from decidendi.reasoning.summing import RowsOfGroup, SumRule
from decidendi.reasoning.trace import Trace
from decidendi.rules.form import Program

Conclusions = dict[str, frozenset[Row]]
"""Rows by predicate."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What holds in every world and in some world; `mixed` are the rows that an unknown both supports and defeats."""

    every: Conclusions
    some: Conclusions
    mixed: Conclusions


class Context:
    """The built-in tests, called by the solver while it grounds."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols

    def test(self, test: clingo.Symbol, *numbers: clingo.Symbol) -> clingo.Symbol:
        """What a test says: 0 fails, 1 is open, 2 holds."""
        truth = self._symbols.truth(test.number, tuple(number.number for number in numbers))
        return clingo.Number(truth.value)


class Solver:
    """Translates one program; used for any number of matters.

    Attributes:
        twofold: the rules for what must and what may hold, as the solver takes them.
        sums: the rules that add up, which are not among them.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        plain = without_circles(program)
        self._translator = Translator(plain, Symbols())
        # Worlds and changes settle the circles themselves: in each of them a circle is as any other rule.
        whole = self._translator.of_rules(program.rules)
        self.twofold = whole.twofold()
        self._worlds = whole.worlds()
        self._plain = self._translator.twofold()
        self._levels = _levels(plain)
        self.sums = tuple(item for level in self._levels for item in level)

    def translator(self) -> Translator:
        """The names and numbers of the program, to which a matter may add its values."""
        return self._translator.for_matter()

    def evaluate(self, matter: Matter, *, trace: bool = True) -> Trace:
        """Both fixpoints; firings are never kept, whatever `trace` says."""
        del trace

        def once(given: Matter) -> Trace:
            found = self._settled(given)
            return Trace(given, found.get(MUST, {}), found.get(MAY, {}), {})

        return settled_trace(matter, self.program.looking_back, once)

    def _settled(self, matter: Matter) -> dict[str, Conclusions]:
        """Both fixpoints by mode. Sums are added up outside, stratum by stratum, until no group newly reaches one."""
        reached: dict[str, dict[str, set[Row]]] = {MUST: {}, MAY: {}}
        found = self._twofold_of(matter, reached)
        for sums in self._levels:
            while _add_reached(matter, sums, found, reached):
                found = self._twofold_of(matter, reached)
        return found

    def _twofold_of(self, matter: Matter, reached: dict[str, dict[str, set[Row]]]) -> dict[str, Conclusions]:
        translator = self.translator()
        control = control_for(["0"])
        lines = [*facts_of(matter, translator), *given(reached, translator), *self._plain]
        ground(control, lines, translator.symbols)
        return _read(translator, [atom.symbol for atom in control.symbolic_atoms if atom.is_fact])

    def consequences(self, matter: Matter) -> Consequences:
        """What holds in every world and in some world of a matter.

        Whether a sum that may reach its threshold does, is an unknown of its own.
        """
        standing = self.evaluate(matter, trace=False) if self.sums or self.program.looking_back else None
        modes = {MUST: standing.must, MAY: standing.may} if standing else {}
        heads = {item.head for item in self.sums}
        reached = {mode: {name: set(found.get(name, ())) for name in heads} for mode, found in modes.items()}
        translator = self.translator()
        given_rows = supposing(matter, self.program.looking_back, standing) if standing else matter
        lines = [*facts_of(given_rows, translator), *given(reached, translator), *self._plain]
        lines += [*worlds_of(matter, translator), *_open_sums(reached, translator), *self._worlds]
        control, polarity = control_for(["0"]), Polarity()
        control.register_observer(polarity)
        ground(control, lines, translator.symbols)
        every, some = (_read(translator, _last(control, mode)).get(WORLD, {}) for mode in ("cautious", "brave"))
        mixed = polarity.mixed()
        both = [atom.symbol for atom in control.symbolic_atoms if atom.literal in mixed]
        return Consequences(every, some, _read(translator, both).get(WORLD, {}))


def _levels(program: Program) -> list[list[SumRule]]:
    """The rules that add up, by the groups of predicates that are settled together, dependencies first."""
    levels = [
        [
            SumRule(number, rule)
            for number, rule in enumerate(program.rules)
            if rule.sum and rule.head.predicate in names
        ]
        for stratum in program.strata
        for names, _ in components(stratum, program.rules)
    ]
    return [level for level in levels if level]


def _add_reached(
    matter: Matter, sums: list[SumRule], found: dict[str, Conclusions], reached: dict[str, dict[str, set[Row]]]
) -> bool:
    """Note the groups that newly reach a sum; whether there are any."""
    is_any = False
    for total in sums:
        threshold = total.threshold(matter)
        if threshold is None:
            continue
        for mode in (MUST, MAY):
            known = reached[mode].setdefault(total.head, set())
            fresh = _reaching(total, threshold, found, mode) - known
            known |= fresh
            is_any = is_any or bool(fresh)
    return is_any


def _reaching(total: SumRule, threshold: Share, found: dict[str, Conclusions], mode: str) -> set[Row]:
    """The groups that certainly or possibly reach a sum, on the rows found so far."""

    def of(name: str) -> RowsOfGroup:
        return lambda predicate, group: [
            row for row in found.get(name, {}).get(predicate, ()) if row[: len(group)] == group
        ]

    groups = {total.group_of(row) for row in found.get(mode, {}).get(total.table, ())}
    sure = mode == MUST
    return {group for group in groups if total.reaches(group, threshold, of(MUST), of(MAY), sure=sure)}


def given(reached: dict[str, dict[str, set[Row]]], translator: Translator) -> list[str]:
    """What rules that add up conclude, as facts of the twofold program."""
    return [
        translator.atom(mode, name, translator.symbols.arguments(row)) + "."
        for mode, by_name in reached.items()
        for name, rows in sorted(by_name.items())
        for row in sorted(rows, key=str)
    ]


def _open_sums(reached: dict[str, dict[str, set[Row]]], translator: Translator) -> list[str]:
    lines = []
    for name, rows in sorted(reached.get(MAY, {}).items()):
        for row in sorted(rows, key=str):
            atom = translator.atom(WORLD, name, translator.symbols.arguments(row))
            lines.append(f"{atom}." if row in reached[MUST].get(name, ()) else f"{{{atom}}}.")
    return lines


def _last(control: clingo.Control, mode: str) -> list[clingo.Symbol]:
    """What is left when every answer set has been taken into account."""
    # The settings of the solver are attributes that it makes as they are asked for.
    solving: Any = control.configuration.solve
    solving.enum_mode = mode
    shown: list[clingo.Symbol] = []
    with control.solve(yield_=True) as handle:
        for model in handle:
            shown = list(model.symbols(atoms=True))
    return shown


def control_for(arguments: list[str]) -> clingo.Control:
    """A solver without output of its own."""
    # What the solver would print goes nowhere: an atom without a rule is no mistake here.
    return clingo.Control([*arguments, "--warn=none"], logger=lambda code, text: None)


def ground(control: clingo.Control, lines: list[str], symbols: Symbols) -> None:
    """Give a program to the solver, with the built-in tests."""
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])], context=Context(symbols))


def facts_of(matter: Matter, translator: Translator) -> list[str]:
    """The rows of a matter for the twofold program."""
    lines = [translator.day_asked(matter.day)]
    for predicate, rows in matter.stated.items():
        for row in rows:
            arguments = translator.symbols.arguments(row)
            lines += [translator.atom(mode, predicate, arguments) + "." for mode in (MUST, MAY)]
    for predicate, rows in matter.possible.items():
        lines += [translator.atom(MAY, predicate, translator.symbols.arguments(row)) + "." for row in rows]
    return lines


def worlds_of(matter: Matter, translator: Translator) -> list[str]:
    """The rows of a matter for the worlds: what is stated holds, what is only possible is chosen."""
    lines = []
    for predicate, rows in matter.stated.items():
        lines += [translator.atom(WORLD, predicate, translator.symbols.arguments(row)) + "." for row in rows]
    for predicate, rows in matter.possible.items():
        stated = set(matter.stated.get(predicate, ()))
        for row in rows:
            if row not in stated:
                lines.append(f"{{{translator.atom(WORLD, predicate, translator.symbols.arguments(row))}}}.")
    return lines


def _read(translator: Translator, atoms: list[clingo.Symbol]) -> dict[str, Conclusions]:
    """Atoms of the solver as rows, by mode and predicate."""
    found: dict[str, dict[str, set[Row]]] = {}
    for atom in atoms:
        mode = atom.name[0]
        if mode in (MUST, MAY, WORLD):
            row = translator.symbols.row(tuple(argument.number for argument in atom.arguments))
            found.setdefault(mode, {}).setdefault(translator.predicates[int(atom.name[1:])], set()).add(row)
    return {mode: {name: frozenset(rows) for name, rows in by_name.items()} for mode, by_name in found.items()}
