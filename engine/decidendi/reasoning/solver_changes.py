"""Every smallest set of changes under which a conclusion comes out otherwise.

Each change takes rows of a matter away and adds others. The twofold program is grounded once with the changes as
choices; sets are then searched for by size, the smallest first, and no set is looked at that contains one already
found. So every set that is found is subset-minimal, and every subset-minimal set up to the size asked for is found.

A set counts only when `confirm` says so: that is the same question put to the reference evaluator about the changed
matter. Rules that add up are not translated: where a change touches what a sum looks at, the solver tries both
outcomes, and the confirmation decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from time import monotonic

import clingo

from decidendi.facts.periods import Truth
from decidendi.reasoning.changes import Goal, MatterChange, Search, rows_of
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.solver import Solver, control_for, ground
from decidendi.reasoning.solver_program import MAY, MUST, Translator
from decidendi.reasoning.summing import SumRule
from decidendi.reasoning.trace import Trace


def smallest_changes(
    solver: Solver,
    base: Trace,
    changes: Sequence[MatterChange],
    goal: Goal,
    *,
    exclusive: Sequence[tuple[int, int]] = (),
    confirm: Callable[[frozenset[int]], bool],
    most: int = 3,
    seconds: float = 20.0,
) -> Search:
    """Search for every subset-minimal set of up to `most` changes under which the goal comes out as it says.

    Args:
        solver: the translated program.
        base: the run on the unchanged matter.
        changes: the changes to choose from.
        goal: the conclusion and how it has to come out.
        exclusive: pairs of changes that cannot both be made.
        confirm: whether a set does what the solver says.
        most: the largest size that is searched.
        seconds: how long the search may take; `is_complete` says whether it was enough.
    """
    translator = solver.translator()
    control = control_for(["1"])
    lines = program_of_changes(solver, translator, base, changes, goal, exclusive)
    control.add("size", ["n"], "#external size(n). :- size(n), not n { ch(C) } n.")
    ground(control, lines, translator.symbols)
    literals = [_literal(control, number) for number in range(len(changes))]
    started = monotonic()
    found: list[frozenset[int]] = []
    refuted = 0
    for size in range(1, min(most, len(changes)) + 1):
        control.ground([("size", [clingo.Number(size)])])
        external = clingo.Function("size", [clingo.Number(size)])
        control.assign_external(external, True)
        while (chosen := _next(control)) is not None:
            if monotonic() - started > seconds:
                return Search(tuple(found), False, size - 1, refuted)
            is_flip = confirm(chosen)
            with control.backend() as backend:
                # A larger set that contains a smaller one is not minimal; a set that does nothing may still be part.
                if is_flip:
                    backend.add_rule([], [literals[number] for number in sorted(chosen)])
                else:
                    at_size = control.symbolic_atoms[external]
                    assert at_size is not None, "it has just been ground"
                    backend.add_rule([], [at_size.literal, *(literals[number] for number in sorted(chosen))])
            if is_flip:
                found.append(chosen)
            else:
                refuted += 1
        control.assign_external(external, False)
    return Search(tuple(found), True, most, refuted)


def program_of_changes(
    solver: Solver,
    translator: Translator,
    base: Trace,
    changes: Sequence[MatterChange],
    goal: Goal,
    exclusive: Sequence[tuple[int, int]] = (),
) -> list[str]:
    """The program whose answer sets are the sets of changes under which the goal comes out: `ch(N)` is change N."""
    return [
        *_matter(base.matter, changes, translator),
        *chain.from_iterable(_sum(item, base, translator) for item in solver.sums),
        *solver.twofold,
        *_goal(goal, translator),
        *(f":- ch({one}), ch({other})." for one, other in exclusive),
        f"{{ch(0..{len(changes) - 1})}}." if changes else "",
    ]


def _literal(control: clingo.Control, number: int) -> int:
    atom = control.symbolic_atoms[clingo.Function("ch", [clingo.Number(number)])]
    assert atom is not None, "every change is a choice"
    return atom.literal


def _next(control: clingo.Control) -> frozenset[int] | None:
    with control.solve(yield_=True) as handle:
        for model in handle:
            return frozenset(
                atom.arguments[0].number for atom in model.symbols(atoms=True) if atom.name == "ch" and atom.arguments
            )
    return None


def _matter(matter: Matter, changes: Sequence[MatterChange], translator: Translator) -> list[str]:
    """The rows of the matter, each on condition that no change takes it away, and those that changes add."""
    lines = [translator.day_asked(matter.day)]

    def write(mode: str, predicate: str, row: Row, conditions: list[str]) -> None:
        atom = translator.atom(mode, predicate, translator.symbols.arguments(row))
        lines.append(f"{atom} :- {', '.join(conditions)}." if conditions else f"{atom}.")

    for name, row in sorted(rows_of(matter.stated), key=str):
        without = [f"not ch({n})" for n, change in enumerate(changes) if (name, row) in change.no_longer_stated]
        for mode in (MUST, MAY):
            write(mode, name, row, without)
    for name, row in sorted(rows_of(matter.possible), key=str):
        without = [f"not ch({n})" for n, change in enumerate(changes) if (name, row) in change.no_longer_possible]
        write(MAY, name, row, without)
    for number, change in enumerate(changes):
        for name, row in sorted(change.stated, key=str):
            for mode in (MUST, MAY):
                write(mode, name, row, [f"ch({number})"])
        for name, row in sorted(change.possible, key=str):
            write(MAY, name, row, [f"ch({number})"])
    return lines


def _goal(goal: Goal, translator: Translator) -> list[str]:
    terms = ",".join("_" if value is None else str(translator.symbols.number(value)) for value in goal.pattern)
    must, may = (translator.atom(mode, goal.predicate, f"({terms})" if terms else "") for mode in (MUST, MAY))
    lines = [f"must :- {must}.", f"may :- {may}."]
    if goal.truth is Truth.HOLDS:
        return [*lines, ":- not must."]
    if goal.truth is Truth.FAILS:
        return [*lines, ":- may."]
    return [*lines, ":- must.", ":- not may."]


def _sum(total: SumRule, base: Trace, translator: Translator) -> list[str]:
    """A rule that adds up: as in the unchanged matter where nothing that it looks at changed, otherwise either way."""
    group = [f"G{number}" for number in range(total.sum.group)]
    groups = ",".join(group)
    changed = f"changed({total.number},{groups})" if group else f"changed({total.number})"
    lines = []

    def atom(mode: str, predicate: str, terms: str) -> str:
        return translator.atom(mode, predicate, f"({terms})" if terms else "")

    for predicate in filter(None, (total.table, total.counted, total.whole)):
        for mode, rows in ((MUST, base.must), (MAY, base.may)):
            known = sorted(rows.get(predicate, ()), key=str)
            lines += [atom(f"was{mode}", predicate, _numbers(row, translator)) + "." for row in known]
            others = [f"X{number}" for number in range(total.width(predicate) - len(group))]
            now, was = (atom(kind, predicate, ",".join([*group, *others])) for kind in (mode, f"was{mode}"))
            lines += [f"{changed} :- {now}, not {was}.", f"{changed} :- {was}, not {now}."]
    table = ",".join([*group, *("_" for _ in range(total.width(total.table) - len(group)))])
    may, must = atom(MAY, total.head, groups), atom(MUST, total.head, groups)
    lines += [f"{{{may}}} :- {atom(MAY, total.table, table)}.", f"{{{must}}} :- {may}."]
    for mode, now, rows in ((MUST, must, base.must), (MAY, may, base.may)):
        was = atom(f"was{mode}", total.head, groups)
        known = sorted(rows.get(total.head, ()), key=str)
        lines += [atom(f"was{mode}", total.head, _numbers(row, translator)) + "." for row in known]
        lines += [f":- {now}, not {was}, not {changed}.", f":- {was}, not {now}, not {changed}."]
    return lines


def _numbers(row: Row, translator: Translator) -> str:
    return ",".join(str(translator.symbols.number(value)) for value in row)
