"""The rete evaluator: the same program through durable_rules 2.0.28, as a second and independent witness.

The two evaluators share the plan of a rule and the built-in tests, and nothing else. Rete joins and chains;
negation, comparisons and the law in force are guards that the host checks on each match (`rete_compiling`). The
engine is driven in one safe way (`rete_session`): large parts of its language and of its Python layer give wrong
answers or end the process, and none of these is used.

The whole program is one ruleset. Its strata are kept by the host: a match is judged when the lower strata are
finished, so that a row goes to the engine once and not once a stratum.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from threading import Lock
from types import TracebackType
from typing import Any, Final
from weakref import finalize

from decidendi.reasoning.circles import around_circles, concludes_nothing, settled_trace, without_circles
from decidendi.reasoning.matter import Matter
from decidendi.reasoning.rete_compiling import EngineLimit, compile_network
from decidendi.reasoning.rete_session import MOST_FIRINGS, Engine, EngineFault, Session
from decidendi.reasoning.trace import Trace
from decidendi.refusal import Place
from decidendi.rules.form import Program

__all__ = ["EngineFault", "EngineLimit", "Rete", "rete_is_available"]

_CODE: Final = re.compile(r"error code: (\d+)")
_LIMITS: Final = {
    101: "its memory is used up",
    106: "there are too many rules",
    108: "too many rules share one condition",
    112: "too many rulesets are open",
    113: "a condition has too many tests",
    302: "a fact has too many slots",
    303: "one fact meets too many conditions at once",
    304: "a rule has too many conditions",
}
_FAULTS: Final = {
    102: "it met a value of a kind that it does not take",
    104: "it met a value that it does not take",
    105: "it met a name that it does not know",
    109: "a rule has no conditions",
    111: "the ruleset is closed",
    201: "it cannot read a value",
    202: "it cannot read a text, or does not know an operator",
    203: "it cannot read a number",
    204: "it cannot read an object",
    205: "it cannot read a list",
    305: "it has lost a fact",
    306: "it has lost its place",
    307: "what it was asked about is gone",
    308: "a match is still being worked on",
    309: "there is no such session",
    310: "there is nothing to do",
    311: "a fact lacks a slot that a condition looks at",
    312: "it does not support a test",
}


@cache
def _engine() -> Any:
    """The C module, or nothing: it cannot be imported on Python 3.13 and later, though it installs."""
    try:
        import durable_rules_engine
    except ImportError:
        return None
    return durable_rules_engine


def rete_is_available() -> bool:
    """Whether the engine can be used here."""
    return _engine() is not None


class Rete:
    """Evaluates one program on durable_rules. Compiled once, used for any number of matters, by any threads.

    Threads take turns: all runs share one ruleset, and the engine holds the interpreter lock anyway. Close it, or use
    it as a context manager, when it is no longer needed; what is forgotten is freed with the object.

    Attributes:
        program: the program.
    """

    def __init__(self, program: Program, *, most_firings: int = MOST_FIRINGS) -> None:
        """Compile a program.

        Raises:
            EngineLimit: the program is larger than the engine takes.
            EngineFault: the engine does not take the program for another reason, or is not installed.
        """
        engine = _engine()
        if engine is None:
            raise EngineFault("durable_rules cannot be imported here")
        self.program = program
        plain = without_circles(program)
        self._network = compile_network(plain)
        self._around: Rete | None = None
        self._most_firings = most_firings
        self._engine: Engine = engine
        self._lock = Lock()
        self._errors: tuple[type[Exception], ...] = (engine.error, MemoryError)
        try:
            self._handle = self._engine.create_ruleset("program", self._network.ruleset)
        except self._errors as error:
            raise _in_words(error) from error
        self._close = finalize(self, self._engine.delete_ruleset, self._handle)

    def __enter__(self) -> Rete:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _settling_circles(self, matter: Matter) -> Trace:
        """What the circles of the program rest on, by a ruleset of its own that is made when it is first needed."""
        if self._around is None:
            plain = around_circles(without_circles(self.program))
            self._around = Rete(replace(plain, looking_back=()), most_firings=self._most_firings)
        return self._around.evaluate(matter, trace=False)

    def close(self) -> None:
        """Give the engine's memory back. A closed evaluator answers nothing; closing twice does no harm."""
        with self._lock:
            self._close()
            if self._around is not None:
                self._around.close()

    def evaluate(self, matter: Matter, *, trace: bool = True) -> Trace:
        """What must and may hold, as the reference evaluator gives it. Without `trace`, firings are not kept.

        Raises:
            EngineLimit: the matter is larger than the engine takes.
            EngineFault: the engine failed.
        """

        def once(given: Matter) -> Trace:
            return Session(
                self._engine, self._handle, self._network, given, trace=trace, most_firings=self._most_firings
            ).run()

        with self._lock:
            if not self._close.alive:
                raise EngineFault(_FAULTS[111])
            try:
                found = once(matter)
                if concludes_nothing(found, self.program.looking_back):
                    return found
                return settled_trace(matter, self.program.looking_back, once, self._settling_circles)
            except self._errors as error:
                raise _in_words(error) from error


def _in_words(error: Exception) -> EngineFault | EngineLimit:
    """What an error number of the engine means."""
    found = _CODE.search(str(error))
    code = int(found[1]) if found else 101 if isinstance(error, MemoryError) else 0
    if code in _LIMITS:
        return EngineLimit(
            *EngineLimit.at(
                Place("the rete engine"),
                f"the matter or the rulebook is too large: {_LIMITS[code]}",
                mend="name fewer things, or use fewer conditions in a rule",
            ).problems
        )
    return EngineFault(f"the rete engine failed: {_FAULTS.get(code, str(error))}")
