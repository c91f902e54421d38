"""Mutation of a law: how many slips its scenarios notice, and of each that they do not, a matter that would tell.

The mutants are shared out among processes; each reports its verdicts one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Final
from typing import Literal as Word

from pydantic import computed_field

from decidendi.determinations.model import Frozen
from decidendi.determinations.mutants import OPERATORS, Mutant
from decidendi.determinations.near_misses import NearMiss, NearMisses, Sought
from decidendi.determinations.trials import Scenario, Trial, Verdict
from decidendi.facts.fact_set import FactSet
from decidendi.rules.rulebook import Rulebook

Outcome = Word["killed", "survived", "equivalent"]

FEWEST_IN_PARALLEL: Final = 40
"""Mutants from which on further processes are worth starting: each has to settle the scenarios first."""


class TriedMutant(Frozen):
    """A mutant and what became of it.

    `killed_by` names the scenario that noticed it, `how` says what came out otherwise there. Of one that none noticed,
    `near_miss` is a matter that would; without one, `tried` matters were looked at in vain. `because` is the reason
    for which one was rejected as equivalent, where somebody gave one.
    """

    identifier: str
    operator: str
    provision: str
    label: str
    text: str
    file: str
    line: int
    outcome: Outcome
    killed_by: str = ""
    how: str = ""
    touching: int = 0
    near_miss: NearMiss | None = None
    tried: int = 0
    because: str = ""


class Score(Frozen):
    """How many of how many mutants were killed; `equivalent` ones were rejected with a reason, and do not count."""

    killed: int
    total: int
    equivalent: int = 0

    @property
    def share(self) -> Fraction:
        """The share that was killed of those that count; of nothing, all."""
        counted = self.total - self.equivalent
        return Fraction(self.killed, counted) if counted else Fraction(1)


class Mutation(Frozen):
    """What became of every mutant of a rulebook, or of the provisions asked about."""

    scenarios: int
    mutants: tuple[TriedMutant, ...]

    def score(self, operator: str = "") -> Score:
        """The score of one operator, or of all."""
        found = [item.outcome for item in self.mutants if operator in ("", item.operator)]
        return Score(killed=found.count("killed"), total=len(found), equivalent=found.count("equivalent"))

    @computed_field  # type: ignore[prop-decorator]
    @property
    def scores(self) -> dict[str, Score]:
        """The scores by operator, of those that made a mutant."""
        found = {name: self.score(name) for name in OPERATORS}
        return {name: score for name, score in found.items() if score.total}

    @property
    def survivors(self) -> tuple[TriedMutant, ...]:
        """The mutants that no scenario noticed and nobody rejected."""
        return tuple(item for item in self.mutants if item.outcome == "survived")


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant with its verdict and, where it survived, what a search for a near miss came to."""

    mutant: Mutant
    verdict: Verdict
    sought: Sought | None


def judge_each(
    mutants: Sequence[Mutant],
    rulebook: Rulebook,
    scenarios: Sequence[Scenario],
    facts: Sequence[FactSet],
    *,
    most: int,
    processes: int = 1,
) -> Iterator[tuple[int, Judged]]:
    """What becomes of each mutant, with its number, as soon as it is known.

    Args:
        mutants: from `mutants_of`.
        rulebook: the law.
        scenarios: from `scenarios_of`.
        facts: the fact sets whose variations are tried for near misses.
        most: how many matters to try for one survivor; 0 looks for none.
        processes: how many work at once.
    """
    if processes < 2:
        yield from enumerate(_judged(mutants, rulebook, scenarios, facts, most))
        return
    context = get_context("spawn")
    told: dict[Connection, tuple[int, int]] = {}
    workers = []
    for share in range(processes):
        receiving, sending = context.Pipe(duplex=False)
        given = (sending, mutants[share::processes], rulebook, scenarios, facts, most)
        worker = context.Process(target=_work, args=given, daemon=True)
        worker.start()
        sending.close()
        workers.append(worker)
        told[receiving] = (share, 0)
    try:
        while told:
            ready = wait(list(told))
            for connection in [item for item in told if item in ready]:
                share, count = told[connection]
                try:
                    judged: Judged = connection.recv()
                except EOFError:
                    del told[connection]
                    if count < len(mutants[share::processes]):
                        raise RuntimeError("a process ended before it had put every mutant on trial") from None
                    continue
                told[connection] = (share, count + 1)
                yield share + count * processes, judged
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _judged(
    mutants: Sequence[Mutant],
    rulebook: Rulebook,
    scenarios: Sequence[Scenario],
    facts: Sequence[FactSet],
    most: int,
) -> Iterator[Judged]:
    trial = Trial(rulebook, scenarios)
    misses = NearMisses(trial, facts, most)
    for mutant in mutants:
        verdict = trial.verdict(mutant)
        sought = None if verdict.killed_by or not most else misses.look(trial.changed(mutant))
        yield Judged(mutant, verdict, sought)


def _work(
    connection: Connection,
    mutants: Sequence[Mutant],
    rulebook: Rulebook,
    scenarios: Sequence[Scenario],
    facts: Sequence[FactSet],
    most: int,
) -> None:
    """What a process of its own does: judge its share, and tell."""
    for judged in _judged(mutants, rulebook, scenarios, facts, most):
        connection.send(judged)
    connection.close()


def mutation_of(judged: Sequence[Judged], rulebook: Rulebook, scenarios: int, rejected: Mapping[str, str]) -> Mutation:
    """What became of the mutants; `rejected` gives the reason for those that somebody found equivalent."""
    return Mutation(scenarios=scenarios, mutants=tuple(_told(item, rulebook, rejected) for item in judged))


def _told(item: Judged, rulebook: Rulebook, rejected: Mapping[str, str]) -> TriedMutant:
    mutant, verdict, sought = item.mutant, item.verdict, item.sought
    because = rejected.get(mutant.identifier, "")
    outcome: Outcome = "killed" if verdict.killed_by else "equivalent" if because else "survived"
    return TriedMutant(
        identifier=mutant.identifier,
        operator=mutant.operator,
        provision=mutant.provision,
        label=rulebook.provisions[mutant.provision].label,
        text=mutant.text,
        file=rulebook.names.get(mutant.place.file, mutant.place.file),
        line=mutant.place.line or 0,
        outcome=outcome,
        killed_by=verdict.killed_by,
        how=verdict.how,
        touching=verdict.tried,
        near_miss=sought.near_miss if sought is not None else None,
        tried=sought.tried if sought is not None else 0,
        because=because if outcome == "equivalent" else "",
    )
