"""A matter of 20 parties and 10 dealings under the whole law, and a compiled rulebook taken from where it was kept."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import decidendi
from benchmarks.timing import Stopwatch, Timing
from decidendi.facts.fact_set import FactSet
from decidendi.reasoning.agreement import available_engines

_FORMS = ("", ", form: legal services", ", form: travel", ", form: informational materials", ", form: retainer")


def twenty_parties_ten_dealings() -> FactSet:
    """Four blocked persons, eight companies abroad, four of the United States, four persons of whom little is known."""
    lines = ["title: Twenty parties and ten dealings", "as of: 2025-06-02", "parties:"]
    lines += [f"  blocked-{n}: {{individual: Blocked {n}, country: CN}}" for n in range(4)]
    lines += [f"  abroad-{n}: {{entity: Abroad {n}, country: DE}}" for n in range(8)]
    lines += [f"  bank-{n}: {{entity: Bank {n}, country: US}}" for n in range(4)]
    lines += [f"  person-{n}: {{individual: Person {n}}}" for n in range(4)]
    lines.append("dealings:")
    for n in range(10):
        origin = f"bank-{n % 4}" if n % 2 else f"person-{n % 4}"
        to = f"blocked-{n % 4}" if n % 3 else f"abroad-{n % 8}"
        kind = "services" if n % 4 == 1 else "funds"
        lines.append(
            f"  dealing-{n}: {{kind: {kind}{_FORMS[n % 5]}, from: {origin}, to: {to}, on: 2025-05-{n + 10}, in: US}}"
        )
    lines.append("facts:")
    for n in range(4):
        lines.append(f"  - determination: {{party: blocked-{n}, criterion: 1(a)(ii)(A), on: 2020-07-09}}")
        lines.append(f"  - holding: {{owner: blocked-{n}, entity: abroad-{n}, share: {20 * (n + 1)}}}")
        lines.append(f"  - holding: {{owner: abroad-{n}, entity: abroad-{n + 4}, share: 50}}")
    return decidendi.parse_fact_set("\n".join(lines) + "\n", "twenty-parties")


def larger(rulebook: decidendi.Rulebook, watch: Stopwatch, repetitions: int) -> list[Timing]:
    """The determination with the reference evaluator and with all engines, and the rulebook from where it was kept."""
    facts = twenty_parties_ten_dealings()
    found = []
    for engines in dict.fromkeys((("reference",), available_engines())):
        reasoner = decidendi.Reasoner(rulebook.program, engines)

        def run(reasoner: decidendi.Reasoner = reasoner) -> decidendi.Determinations:
            return decidendi.determine(facts, rulebook=rulebook, reasoner=reasoner, questions=False)

        what = f"20 parties, 10 dealings: determine with {' and '.join(engines)}"
        found.append(watch.measure(what, run, repetitions))
    with TemporaryDirectory() as folder:
        law, cache = decidendi.content_directory("rules"), Path(folder)
        decidendi.load_kept_rulebook(law, cache=cache)
        found.append(
            watch.measure(
                "compiled rulebook from where it was kept",
                lambda: decidendi.load_kept_rulebook(law, cache=cache),
                repetitions,
            )
        )
    return found
