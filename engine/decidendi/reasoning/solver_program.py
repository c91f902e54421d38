"""The intermediate form as answer-set programs.

Two translations, which share everything but what an unknown is:

* *Twofold*: each predicate twice, `m` for what must hold and `y` for what may. A negated condition must hold where
  its atom may not, and may hold where its atom need not. The program is stratified as the rules are, so that it has
  one answer set: both fixpoints of the reference evaluator.
* *Worlds*: each predicate once, `w`. What is unknown is chosen: each row that is only possible, each comparison that
  the known parts of its values leave open, each conclusion of a rule that speaks of what may be. An answer set is one
  way in which the unknowns may fall; the instances of open comparisons are those of the twofold program.

Rules that add up are not translated: what they conclude is given to the solver, as the built-in tests are.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Final, TypeGuard

from decidendi.facts.periods import Period, Truth
from decidendi.reasoning.solver_symbols import Symbols, plain
from decidendi.rules.form import Atom, Comparison, Condition, Constant, Literal, Program, Rule, Term, Variable

MUST, MAY, WORLD = "m", "y", "w"
_ALWAYS: Final = "../.."
_ASKED: Final = "asked(Asked)"


@dataclass(frozen=True, slots=True)
class _Names:
    """The words of one rule for the solver: its variables, its atoms."""

    variables: dict[Variable, str]
    bound: frozenset[Variable]


class Translator:
    """Writes one program for the solver. Predicates are numbered by the order of their names."""

    def __init__(self, program: Program, symbols: Symbols) -> None:
        self.program = program
        self.rules = tuple(rule for rule in program.rules if rule.sum is None)
        self.symbols = symbols
        named = {rule.head.predicate for rule in program.rules}
        named |= {c.atom.predicate for rule in program.rules for c in rule.body if isinstance(c, Literal)}
        self.predicates: list[str] = sorted({*named, *program.schemas})
        self._numbers = {name: number for number, name in enumerate(self.predicates)}

    def of_rules(self, rules: Iterable[Rule]) -> Translator:
        """The same translator for other rules about the same predicates."""
        other = copy(self)
        other.rules = tuple(rule for rule in rules if rule.sum is None)
        return other

    def for_matter(self) -> Translator:
        """The same translator with tables of its own, to which a matter may add its values."""
        other = copy(self)
        other.symbols = self.symbols.copy()
        other.predicates, other._numbers = self.predicates.copy(), self._numbers.copy()
        return other

    def atom(self, mode: str, predicate: str, arguments: str) -> str:
        """An atom. A predicate that no rule knows gets a number of its own when it is first named."""
        number = self._numbers.get(predicate)
        if number is None:
            number = self._numbers[predicate] = len(self.predicates)
            self.predicates.append(predicate)
        return f"{mode}{number}{arguments}"

    def day_asked(self, day: Period) -> str:
        """The fact that says which day is asked about: it decides which law is in force where nothing else does."""
        return f"asked({self.symbols.number(day)})."

    def twofold(self) -> list[str]:
        """The rules for what must and what may hold."""
        lines = []
        for rule in self.rules:
            for mode, other, least in ((MUST, MAY, Truth.HOLDS), (MAY, MUST, Truth.UNDETERMINED)):
                if rule.only_possible and mode == MUST:
                    continue
                names = _names(rule)
                body = [self._literal(c, mode, other, names) for c in rule.body if isinstance(c, Literal)]
                tests = self._tests(rule, names)
                body += [_ASKED] if _needs_day(rule) else []
                body += [self._certainty(test, arguments, negated, least) for test, arguments, negated, _ in tests]
                lines.append(_rule(self._written(mode, rule.head, names), body))
        return lines

    def worlds(self) -> list[str]:
        """The rules of one world, and the choices of the comparisons that are open."""
        lines = []
        for rule in self.rules:
            names = _names(rule)
            body = [self._literal(c, WORLD, WORLD, names) for c in rule.body if isinstance(c, Literal)]
            may = [self._literal(c, MAY, MUST, names) for c in rule.body if _is_positive(c)]
            if _needs_day(rule):
                body.append(_ASKED)
                may.append(_ASKED)
            for test, arguments, negated, origin in self._tests(rule, names):
                called, chosen = f"@test({test},{arguments})", f"t({test},{arguments}{origin})"
                lines.append(_rule(chosen, [*may, f"{called}=2"]))
                lines.append(_rule(f"{{{chosen}}}", [*may, f"{called}=1"]))
                # What is certain is settled here too, lest a circle stand on a row that is not even possible.
                body += [f"not {chosen}", f"{called}<2"] if negated else [chosen, f"{called}>0"]
            head = self._written(WORLD, rule.head, names)
            lines.append(_rule(f"{{{head}}}" if rule.only_possible else head, body))
        return list(dict.fromkeys(lines))

    def known(self, rule: Rule, head: str = "") -> str:
        """A rule where everything is known: each predicate once, as in a world, and each comparison certain.

        `head` stands in for the conclusion; `{}` in it for the arguments of the conclusion.
        """
        names = _names(rule)
        body = [self._literal(c, WORLD, WORLD, names) for c in rule.body if isinstance(c, Literal)]
        body += [_ASKED] if _needs_day(rule) else []
        for test, arguments, negated, _ in self._tests(rule, names):
            body.append(self._certainty(test, arguments, negated, Truth.HOLDS))
        terms = ",".join(self._term(term, names) for term in rule.head.arguments)
        written = f"({terms})" if terms else ""
        return _rule(head.replace("{}", written) if head else self.atom(WORLD, rule.head.predicate, written), body)

    def _tests(self, rule: Rule, names: _Names) -> list[tuple[int, str, bool, str]]:
        """The comparisons of a rule, and that its provision is in force.

        Each is a test, its arguments, whether it is negated, and the rows that its values come from: two facts may
        hold the same words, say `2018`, and yet not mean the same day.
        """
        found = []
        for condition in rule.body:
            if isinstance(condition, Comparison):
                name, negated = plain(condition)
                arguments = ",".join(self._term(term, names) for term in condition.arguments)
                origins = "".join(self._origin(term, rule, names) for term in condition.arguments)
                found.append((self.symbols.test_number(name), arguments, negated, origins))
        if rule.in_force.text != _ALWAYS:
            period, day, origin = self.symbols.number(rule.in_force), "Asked", ""
            if rule.day is not None:
                day, origin = names.variables[rule.day], self._origin(rule.day, rule, names)
            found.append((self.symbols.test_number("covers"), f"{period},{day}", False, origin))
        return found

    def _origin(self, term: Term, rule: Rule, names: _Names) -> str:
        if isinstance(term, Constant):
            return ""
        literal = next(c for c in rule.body if isinstance(c, Literal) and not c.negated and term in c.atom.arguments)
        return "," + self._written("from", literal.atom, names)

    @staticmethod
    def _certainty(test: int, arguments: str, negated: bool, least: Truth) -> str:
        """That a test holds as surely as is asked: for a negated one, that it fails so."""
        truth = f"@test({test},{arguments})"
        if negated:
            return f"{truth}<={2 - least.value}"
        return f"{truth}>={least.value}"

    def _literal(self, condition: Literal, mode: str, other: str, names: _Names) -> str:
        if condition.negated:
            return f"not {self._written(other, condition.atom, names)}"
        return self._written(mode, condition.atom, names)

    def _written(self, mode: str, atom: Atom, names: _Names) -> str:
        terms = ",".join(self._term(term, names) for term in atom.arguments)
        return self.atom(mode, atom.predicate, f"({terms})" if terms else "")

    def _term(self, term: Term, names: _Names) -> str:
        if isinstance(term, Constant):
            return str(self.symbols.number(term.value))
        # What no positive condition binds stands for anything at all.
        return names.variables[term] if term in names.bound else "_"


def _needs_day(rule: Rule) -> bool:
    return rule.day is None and rule.in_force.text != _ALWAYS


def _names(rule: Rule) -> _Names:
    bound = frozenset(
        variable for condition in rule.body if _is_positive(condition) for variable in condition.atom.variables()
    )
    ordered: Iterable[Variable] = sorted(bound, key=lambda variable: (variable.name, variable.kind))
    return _Names({variable: f"V{number}" for number, variable in enumerate(ordered)}, bound)


def _is_positive(condition: Condition) -> TypeGuard[Literal]:
    return isinstance(condition, Literal) and not condition.negated


def _rule(head: str, body: list[str]) -> str:
    return f"{head} :- {', '.join(body)}." if body else f"{head}."
