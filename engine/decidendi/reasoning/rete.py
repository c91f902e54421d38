"""The rete evaluator: the same program through durable_rules 2.0.28, as a second and independent witness.

Only the safe part of its rule language is used: positive conditions with equality joins to earlier ones, each
closed by a padding test, in one ruleset a stratum, driven through the C functions. Rete does joins and chaining;
negation, comparisons and the law in force are guards that the host evaluates on each match. Each run is a session
of its own that is deleted at the end; a lock keeps runs of different threads apart.

Where the extension cannot be imported (Python 3.13 and later) `rete_is_available` says so.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

from decidendi.facts.periods import Truth, covers
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.planning import plan, positive_conditions
from decidendi.reasoning.trace import Derivation, Trace
from decidendi.rules.comparisons import TESTS, negation
from decidendi.rules.form import Comparison, Constant, Literal, Program, Rule, Variable

MOST_CONDITIONS: Final = 15
MOST_FIRINGS: Final = 200_000

_SID: Final = "0"
_PAD: Final = {"$and": [{"$ex": {"kind": 1}}]}  # keeps the scan for the end inside the expression
_BEGIN_RULE: Final = {"all": [{"c0": {"$and": [{"kind": "begin"}, _PAD]}}]}
_BEGIN_FACT: Final = json.dumps({"kind": "begin", "id": "begin", "sid": _SID})
_MATCHED = re.compile(r'"c(\d+)":\s*\{[^{}]*?"id":\s*"(f\d+)"')
_RULE_NAME = re.compile(r'\{\s*"(\w+)"')
_FAULTS: Final = {2: "an identifier was used twice", 3: "the fact was put off"}


class EngineFault(RuntimeError):
    """The rete engine refused a rule or a fact, or a bound of this evaluator was passed."""


def rete_is_available() -> bool:
    """Whether the extension can be imported here."""
    if find_spec("durable_rules_engine") is None:
        return False
    try:
        import durable_rules_engine  # noqa: F401
    except ImportError:
        return False
    return True


def _hash(text: str) -> int:
    """FNV-1a of 32 bits: the engine compares identifiers by it and by nothing else."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def _identifiers() -> Iterator[str]:
    used = {_hash("begin")}
    number = 0
    while True:
        name = f"f{number}"
        number += 1
        if (code := _hash(name)) not in used:
            used.add(code)
            yield name


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule with its plan: which planned condition each premise is, and the guards to check on a match."""

    number: int
    rule: Rule
    positives: tuple[Literal, ...]
    premise_order: tuple[int, ...]
    guards: tuple[Literal | Comparison, ...]


class _Stratum:
    """One stratum's ruleset. `wanted` are the predicates that its conditions look at."""

    def __init__(self, rules: list[_Compiled], kinds: dict[str, str], codes: dict[Any, str]) -> None:
        import durable_rules_engine as engine

        self.rules = rules
        self.by_name = {f"r{item.number}": item for item in rules if item.positives}
        self.unconditional = [item for item in rules if not item.positives]
        self.wanted = frozenset(literal.atom.predicate for item in rules for literal in item.positives)
        program = {name: _rule_json(item, kinds, codes) for name, item in self.by_name.items()}
        program["begin"] = _BEGIN_RULE
        self._engine = engine
        self._handle = engine.create_ruleset("stratum", json.dumps(program))
        self._lock = threading.Lock()

    def close(self) -> None:
        self._engine.delete_ruleset(self._handle)

    def saturate(self, run: _Run) -> None:
        """Assert what is known, fire until nothing is left, and forget the session."""
        engine, handle = self._engine, self._handle
        with self._lock:
            _, state = engine.assert_fact(handle, _BEGIN_FACT)
            try:
                self._drain(state, run)  # fires the begin rule: from here on the session can be deleted
                for predicate in self.wanted:
                    for row in list(run.rows.get(predicate, ())):
                        self._assert(predicate, row, run)
                for item in self.unconditional:
                    run.fire(item, {}, ())
                self._drain(state, run)
            finally:
                engine.delete_state(handle, _SID)

    def _assert(self, predicate: str, row: Row, run: _Run) -> None:
        code, _ = self._engine.assert_fact(self._handle, run.message(predicate, row))
        if code not in (0, 1):
            raise EngineFault(f"the rete engine refused a fact: {_FAULTS.get(code, f'code {code}')}")

    def _drain(self, state: int, run: _Run) -> None:
        engine, handle = self._engine, self._handle
        started = engine.start_action_for_state(handle, state)
        message = started[1] if started else None
        while message:
            name = _RULE_NAME.match(message)
            item = self.by_name.get(name[1]) if name else None
            if item is not None:
                try:
                    for predicate, row in self._fire(item, message, run):
                        if predicate in self.wanted:
                            self._assert(predicate, row, run)
                except BaseException:
                    engine.abandon_action(handle, state)
                    raise
            message = engine.complete_and_start_action(handle, state)

    def _fire(self, item: _Compiled, message: str, run: _Run) -> list[tuple[str, Row]]:
        found = {int(index): run.row_of[identifier] for index, identifier in _MATCHED.findall(message)}
        if len(found) != len(item.positives):
            raise EngineFault(f"the rete engine gave a match that cannot be read: {message[:200]}")
        matched = [found[index] for index in range(len(item.positives))]
        bindings: dict[Variable, Any] = {}
        for literal, row in zip(item.positives, matched, strict=True):
            for term, value in zip(literal.atom.arguments, row, strict=True):
                if isinstance(term, Variable) and bindings.setdefault(term, value) != value:
                    return []  # a variable twice within one condition is the host's to check
        return run.fire(item, bindings, tuple(matched[index] for index in item.premise_order))


def _rule_json(item: _Compiled, kinds: dict[str, str], codes: dict[Any, str]) -> dict[str, Any]:
    if len(item.positives) > MOST_CONDITIONS:
        raise EngineFault(f"the rule at {item.rule.place} has more than {MOST_CONDITIONS} conditions")
    first: dict[Variable, tuple[int, int]] = {}
    conditions = []
    for index, literal in enumerate(item.positives):
        tests: list[dict[str, Any]] = [{"kind": kinds[literal.atom.predicate]}]
        here: dict[Variable, tuple[int, int]] = {}
        for position, term in enumerate(literal.atom.arguments):
            if isinstance(term, Constant):
                tests.append({f"a{position}": codes.setdefault(term.value, f"k{len(codes)}")})
            elif term in first:
                earlier, place = first[term]
                tests.append({f"a{position}": {f"c{earlier}": f"a{place}"}})
            else:
                here.setdefault(term, (index, position))
        first.update(here)
        conditions.append({f"c{index}": {"$and": [*tests, _PAD]}})
    return {"all": conditions, "dist": 0}


class _Run:
    """One fixpoint of one matter: rows, guards and firings."""

    def __init__(
        self,
        session: _Session,
        rows: dict[str, dict[Row, None]],
        against: dict[str, dict[Row, None]],
        least: Truth,
        derivations: dict[tuple[str, Row], dict[Derivation, None]] | None,
    ) -> None:
        self.session = session
        self.rows = rows
        self.against = against
        self.least = least.value
        self.derivations = derivations
        self.row_of: dict[str, Row] = {}
        self._identifiers = _identifiers()
        self.firings = 0

    def message(self, predicate: str, row: Row) -> str:
        """The fact as the engine takes it."""
        identifier = next(self._identifiers)
        self.row_of[identifier] = row
        code = self.session.code
        arguments = "".join(f',"a{index}":"{code(value)}"' for index, value in enumerate(row))
        return f'{{"kind":"{self.session.kinds[predicate]}","id":"{identifier}","sid":"{_SID}"{arguments}}}'

    def fire(self, item: _Compiled, bindings: dict[Variable, Any], premises: tuple[Row, ...]) -> list[tuple[str, Row]]:
        """The new conclusion of a match, if its guards hold."""
        self.firings += 1
        if self.firings > MOST_FIRINGS:
            raise EngineFault(f"more than {MOST_FIRINGS:,} firings")
        rule = item.rule
        if rule.only_possible and self.least == Truth.HOLDS.value:
            return []
        day = self.session.matter.day if rule.day is None else bindings[rule.day]
        if covers(rule.in_force, day).value < self.least:
            return []
        if not all(self._holds(guard, bindings) for guard in item.guards):
            return []
        row = tuple(term.value if isinstance(term, Constant) else bindings[term] for term in rule.head.arguments)
        predicate = rule.head.predicate
        if self.derivations is not None:
            self.derivations.setdefault((predicate, row), {})[Derivation(item.number, premises)] = None
        known = self.rows.setdefault(predicate, {})
        if row in known:
            return []
        known[row] = None
        return [(predicate, row)]

    def _holds(self, guard: Literal | Comparison, bindings: dict[Variable, Any]) -> bool:
        if isinstance(guard, Comparison):
            values = [term.value if isinstance(term, Constant) else bindings[term] for term in guard.arguments]
            truth = TESTS[guard.name](*values)
            return (negation(truth) if guard.negated else truth).value >= self.least
        wanted = [term.value if isinstance(term, Constant) else bindings.get(term) for term in guard.atom.arguments]
        open_ = [isinstance(term, Variable) and term not in bindings for term in guard.atom.arguments]
        return not any(
            all(free or one == two for free, one, two in zip(open_, wanted, row, strict=True))
            for row in self.against.get(guard.atom.predicate, ())
        )


@dataclass(slots=True)
class _Session:
    """What the two fixpoints of a run share."""

    matter: Matter
    kinds: dict[str, str]
    codes: dict[Any, str]

    def code(self, value: Any) -> str:
        """The word that stands for a value."""
        found = self.codes.get(value)
        if found is None:
            found = self.codes[value] = f"v{len(self.codes)}"
        return found


class Rete:
    """Evaluates one program on durable_rules. Compiled once; close it when it is no longer needed."""

    def __init__(self, program: Program) -> None:
        self.program = program
        predicates = sorted(
            {
                *(rule.head.predicate for rule in program.rules),
                *(c.atom.predicate for rule in program.rules for c in rule.body if isinstance(c, Literal)),
            }
        )
        self._kinds = {predicate: f"p{index}" for index, predicate in enumerate(predicates)}
        self._codes: dict[Any, str] = {}
        compiled = [_compile(number, rule) for number, rule in enumerate(program.rules)]
        self._strata = [
            _Stratum([item for item in compiled if item.rule.head.predicate in group], self._kinds, self._codes)
            for group in map(frozenset, program.strata)
        ]

    def close(self) -> None:
        """Give the engine's memory back."""
        strata, self._strata = self._strata, []
        for stratum in strata:
            stratum.close()

    def __del__(self) -> None:
        self.close()

    def evaluate(self, matter: Matter, *, trace: bool = True) -> Trace:
        """Both fixpoints, stratum by stratum, as the reference evaluator has them.

        Raises:
            EngineFault: the engine refused something; no answer is given.
        """
        session = _Session(matter, self._kinds, dict(self._codes))
        must = {name: dict.fromkeys(rows) for name, rows in matter.stated.items()}
        may = {name: dict.fromkeys(rows) for name, rows in matter.stated.items()}
        for name, rows in matter.possible.items():
            may.setdefault(name, {}).update(dict.fromkeys(rows))
        derivations: dict[tuple[str, Row], dict[Derivation, None]] = {}
        for stratum in self._strata:
            stratum.saturate(_Run(session, must, may, Truth.HOLDS, derivations if trace else None))
            stratum.saturate(_Run(session, may, must, Truth.UNDETERMINED, None))
        return Trace(
            matter=matter,
            must={name: frozenset(rows) for name, rows in must.items()},
            may={name: frozenset(rows) for name, rows in may.items()},
            derivations={key: tuple(found) for key, found in derivations.items()},
        )


def _compile(number: int, rule: Rule) -> _Compiled:
    ordered = plan(rule)
    positives = tuple(c for c in ordered if isinstance(c, Literal) and not c.negated)
    index = {id(literal): place for place, literal in enumerate(positives)}
    return _Compiled(
        number=number,
        rule=rule,
        positives=positives,
        premise_order=tuple(index[id(literal)] for literal in positive_conditions(rule)),
        guards=tuple(c for c in ordered if isinstance(c, Comparison) or c.negated),
    )
