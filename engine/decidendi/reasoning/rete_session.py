"""One run of a network: facts go in, matches come out, the host judges and concludes.

The engine is driven through its C functions only, in the one way that is known to be safe: a first fact whose only
use is that its rule fires, facts one by one, and the session deleted at the end whatever happened.

Rete runs once, over what may hold. The host gives each match a truth: it is the weakest of its guards, and a match
that holds makes its conclusion sure as soon as all its premises are. What must hold is therefore settled by counting
premises, with no second run. Since what must hold may hold too, no firing is missed.

A match of a higher stratum waits until the lower ones are finished: its guards may look at them only then.
"""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import Any, Final, Protocol

from decidendi.facts.periods import Truth, covers
from decidendi.reasoning.matter import Matter, Row
from decidendi.reasoning.rete_compiling import BEGIN, NAME_LENGTH, SID, CompiledRule, EngineLimit, Network, engine_hash
from decidendi.reasoning.rete_guards import Fact, Known
from decidendi.reasoning.rete_sums import Sums
from decidendi.reasoning.trace import Derivation, Trace
from decidendi.refusal import Place

MOST_FIRINGS: Final = 1_000_000

_HOLDS: Final = Truth.HOLDS.value
_POSSIBLE: Final = Truth.UNDETERMINED.value
_BEGIN_FACT: Final = f'{{"id":"{BEGIN}","sid":"{SID}","kind":"$begin"}}'
_OBSERVED: Final = 2
_ID_LENGTH: Final = 8
_RULE: Final = slice(2, 2 + NAME_LENGTH)  # a match reads {"r0012":{"c0":{"id":"f0000034", ...}, "c1": ...}}
_ID: Final = slice(0, _ID_LENGTH)
_MARK: Final = '"id":"'
_CODES: Final = {2: "a fact of this name was there before", 3: "the fact was put off"}


class EngineFault(Exception):
    """The rete engine did not do what it is known to do. No answer is given."""


class Engine(Protocol):
    """The functions of the C module that are used."""

    def create_ruleset(self, name: str, ruleset: str) -> int:
        """The handle of a new ruleset."""

    def delete_ruleset(self, handle: int) -> None:
        """Free a ruleset."""

    def assert_fact(self, handle: int, fact: str) -> tuple[int, int]:
        """A code (0 taken, 1 no condition looks at it) and the session's offset."""

    def start_action_for_state(self, handle: int, state: int) -> tuple[str, str] | None:
        """The first match."""

    def complete_and_start_action(self, handle: int, state: int) -> str | None:
        """The next match."""

    def abandon_action(self, handle: int, state: int) -> None:
        """Leave a match."""

    def delete_state(self, handle: int, sid: str) -> None:
        """End the session."""


class _Identifiers:
    """Names of facts that differ in the engine's hash, made when first needed and kept for all runs."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._hashes = {engine_hash(BEGIN), engine_hash(f"sid-{SID}")}
        self._numbers = count()
        self._lock = Lock()

    def more(self) -> None:
        """Make some more."""
        with self._lock:
            for number in self._numbers:
                name = f"f{number:0{_ID_LENGTH - 1}d}"
                if (code := engine_hash.__wrapped__(name)) not in self._hashes:
                    self._hashes.add(code)
                    self.names.append(name)
                    if len(self.names) % 256 == 0:
                        return


_IDENTIFIERS: Final = _Identifiers()


class _Codes(dict[Any, str]):
    """The word that stands for each value in a run. Equal values have one word, so that equality is a join."""

    def __missing__(self, value: Any) -> str:
        code = self[value] = f"v{len(self)}"
        return code


class Session:
    """One run. Made for a matter, used once, by one thread that holds the ruleset's lock."""

    def __init__(
        self, engine: Engine, handle: int, network: Network, matter: Matter, *, trace: bool, most_firings: int
    ) -> None:
        self.matter = matter
        self._engine = engine
        self._handle = handle
        self._network = network
        self._trace = trace
        self._left = most_firings
        self._most_firings = most_firings
        self._state = 0
        self._level = 0
        self._waiting: list[list[tuple[CompiledRule, list[Fact]]]] = [[] for _ in network.unconditional]
        self._known = Known(network.seen)
        self._codes = _Codes(network.codes)
        self._by_id: dict[str, Fact] = {}
        self._sums = Sums(network, matter)
        self._in_force = {
            item.number: min(
                _HOLDS if item.rule.day is not None else covers(item.rule.in_force, matter.day).value,
                _POSSIBLE if item.rule.only_possible else _HOLDS,
            )
            for item in network.rules
        }

    def run(self) -> Trace:
        """The conclusions of the matter."""
        self._open()
        try:
            self._state_rows()
            for level, unconditional in enumerate(self._network.unconditional):
                self._level = level
                for item in unconditional:
                    self._judge(item, [])
                waiting, self._waiting[level] = self._waiting[level], []
                for item, facts in waiting:
                    self._judge(item, facts)
                self._drain()
                while self._add_up(level):
                    self._drain()
        finally:
            self._engine.delete_state(self._handle, SID)
        return self._read()

    def _open(self) -> None:
        """Begin a session: from its first firing on, and not before, it can be deleted."""
        engine, handle = self._engine, self._handle
        code, self._state = engine.assert_fact(handle, _BEGIN_FACT)
        if code == _OBSERVED:  # an interrupted run left its session
            engine.start_action_for_state(handle, self._state)
            engine.delete_state(handle, SID)
            code, self._state = engine.assert_fact(handle, _BEGIN_FACT)
        started = engine.start_action_for_state(handle, self._state)
        if code != 0 or started is None:
            raise EngineFault(f"the session did not begin (code {code})")
        engine.complete_and_start_action(handle, self._state)

    def _state_rows(self) -> None:
        for rows_of, sure in ((self.matter.stated, True), (self.matter.possible, False)):
            for predicate, rows in rows_of.items():
                known = self._known.facts.get(predicate)
                if known is not None:
                    code = self._codes.__getitem__
                    for row in rows:
                        codes = tuple(map(code, row))
                        if codes not in known:
                            fact = known[codes] = Fact(row, codes, sure=sure)
                            self._sums.note(predicate, fact)
                            self._assert(predicate, fact)

    def _assert(self, predicate: str, fact: Fact) -> None:
        """Give a fact to the conditions that look at its predicate."""
        codes, by_id = fact.codes, self._by_id
        for kind in self._network.kinds.get(predicate, ()):
            if kind.same and any(codes[one] != codes[other] for one, other in kind.same):
                continue
            number = len(by_id)
            names = _IDENTIFIERS.names
            while number >= len(names):
                _IDENTIFIERS.more()
            name = names[number]
            by_id[name] = fact
            message = kind.message % (name, *[codes[position] for position in kind.positions])
            code, _ = self._engine.assert_fact(self._handle, message)
            if code > 1:
                raise EngineFault(f"the rete engine refused a fact: {_CODES.get(code, f'code {code}')}")

    def _drain(self) -> None:
        engine, handle, state = self._engine, self._handle, self._state
        complete = engine.complete_and_start_action
        by_name, by_id, level = self._network.by_name, self._by_id, self._level
        started = engine.start_action_for_state(handle, state)
        message = started[1] if started else None
        try:
            while message:
                begin, *matched = message.split(_MARK)
                item = by_name[begin[_RULE]]
                facts = [by_id[text[_ID]] for text in matched]
                if len(facts) != item.size or item.level < level:
                    raise EngineFault(f"the rete engine offered a match that cannot be: {message[:200]}")
                if item.level == level:
                    self._judge(item, facts)
                else:
                    self._waiting[item.level].append((item, facts))
                message = complete(handle, state)
        except BaseException:
            if message:
                engine.abandon_action(handle, state)
            raise

    def _judge(self, item: CompiledRule, facts: list[Fact]) -> None:
        """Fire a match as far as its guards allow."""
        truth = self._in_force[item.number]
        for guard in item.guards:
            if not truth:
                return
            found = guard(facts, self._known)
            truth = min(truth, found)
        if not truth:
            return
        self._left -= 1
        if self._left < 0:
            raise _too_many_firings(self._most_firings)
        codes = tuple([what if at < 0 else facts[at].codes[what] for at, what in item.head])
        known = self._known.facts[item.predicate]
        fact = known.get(codes)
        is_new = fact is None
        if fact is None:
            row = tuple([what if at < 0 else facts[at].row[what] for at, what in item.head_values])
            fact = known[codes] = Fact(row, codes, sure=False)
        if truth == _HOLDS:
            unsure = [premise for premise in facts if not premise.sure]
            firing = [len(unsure), fact, item, facts]
            if unsure:
                for premise in unsure:
                    premise.waiting.append(firing)
            else:
                self._settle(firing)
        if is_new:
            self._sums.note(item.predicate, fact)
            self._assert(item.predicate, fact)

    def _add_up(self, level: int) -> bool:
        """Conclude what sums of a stratum newly reach; whether anything was."""
        progress = False
        for total, group, sure in self._sums.reached(level):
            codes = tuple(map(self._codes.__getitem__, group))
            known = self._known.facts[total.head]
            fact = known.get(codes)
            if fact is None:
                progress = True
                fact = known[codes] = Fact(group, codes, sure=False)
                self._assert(total.head, fact)
            if sure and not fact.sure:
                progress = True
                self._settle_all(self._made_sure(fact))
        return progress

    def _settle(self, firing: list[Any]) -> None:
        """Note a firing whose premises all hold; its conclusion holds, and so may firings that waited for it."""
        self._settle_all([firing])

    def _settle_all(self, settled: list[list[Any]]) -> None:
        while settled:
            _, fact, item, facts = settled.pop()
            if self._trace:
                fact.derivations.append(Derivation(item.number, tuple([facts[at].row for at in item.premises])))
            if not fact.sure:
                settled += self._made_sure(fact)
                self._sums.note(item.predicate, fact)

    def _made_sure(self, fact: Fact) -> list[list[Any]]:
        """Make a fact sure; the firings that waited for it alone."""
        fact.sure = True
        ready = []
        for waiting in fact.waiting:
            waiting[0] -= 1
            if not waiting[0]:
                ready.append(waiting)
        fact.waiting = []
        return ready

    def _read(self) -> Trace:
        """What must and may hold, by predicate; a predicate that nothing speaks of is left out."""
        stated, possible = self.matter.stated, self.matter.possible
        must = {name: frozenset(rows) for name, rows in stated.items()}
        may = dict(must)
        for name, rows in possible.items():
            may[name] = may.get(name, frozenset()).union(rows)
        derivations: dict[tuple[str, Row], tuple[Derivation, ...]] = {}
        totals = {item.head: item for level in self._network.sums for item in level}
        for predicate in {item.predicate for item in self._network.rules} | totals.keys():
            facts = self._known.facts[predicate].values()
            if facts:
                may[predicate] = frozenset([fact.row for fact in facts])
                sure = [fact for fact in facts if fact.sure]
                if sure:
                    must[predicate] = frozenset([fact.row for fact in sure])
                for fact in sure:
                    if predicate in totals and self._trace:
                        fact.derivations = [totals[predicate].derivation(fact.row, self._sums.must)]
                    if fact.derivations:
                        derivations[predicate, fact.row] = tuple(fact.derivations)
        return Trace(matter=self.matter, must=must, may=may, derivations=derivations)


def _too_many_firings(most: int) -> Exception:
    return EngineLimit.at(
        Place("the rete engine"),
        "the matter leaves so much open that the rules never seem to end",
        expected=f"at most {most:,} firings",
        mend="name fewer things, or declare fewer classes of fact complete",
    )
