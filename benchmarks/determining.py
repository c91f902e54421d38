"""`determine` on the July 2020 matter, from a loaded rulebook and a loaded fact set to determinations with proofs."""

from __future__ import annotations

from benchmarks.by_hand import Conclusions
from benchmarks.subject import AS_OF, july_2020, july_2020_text
from benchmarks.timing import Stopwatch, Timing
from decidendi import Determinations, Reasoner, Rulebook, determine, parse_fact_set
from decidendi.reasoning.agreement import available_engines


def determining(rulebook: Rulebook, watch: Stopwatch, repetitions: int) -> list[Timing]:
    """With each engine and with both; with full proof, and with the questions that are open as well."""
    facts = july_2020()
    text = july_2020_text()
    found = [watch.measure("load the fact set from its text", lambda: parse_fact_set(text), repetitions)]
    choices = [(name,) for name in available_engines()]
    if len(choices) > 1:
        choices.append(available_engines())
    for engines in choices:
        reasoner = Reasoner(rulebook.program, engines)
        for questions in (False, True):
            what = f"determine with {' and '.join(engines)}, full proof{', and open questions' if questions else ''}"

            def run(reasoner: Reasoner = reasoner, questions: bool = questions) -> Determinations:
                return determine(facts, rulebook=rulebook, as_of=AS_OF, reasoner=reasoner, questions=questions)

            # Open questions cost ten times the rest: fewer runs tell as much.
            found.append(watch.measure(what, run, max(1, repetitions // 10) if questions else repetitions))
    return found


def conclusions(rulebook: Rulebook) -> Conclusions:
    """What the engine concludes of the matter, in the shape in which the function by hand answers."""
    return answers(determine(july_2020(), rulebook=rulebook, as_of=AS_OF, questions=False))


def answers(done: Determinations) -> Conclusions:
    """Determinations in the shape in which the function by hand answers."""
    return {
        (item.kind, item.subject, "" if item.kind == "status" else item.provision): (item.outcome, item.response)
        for item in done.determinations
    }
