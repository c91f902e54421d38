"""What a fact set expects, compared with what its run concluded: the outcome, the provisions, the response."""

from __future__ import annotations

from typing import Final

from decidendi.determinations.dealings import dealing_outcome, dealing_response
from decidendi.determinations.determine import Run
from decidendi.determinations.duties import duties_of
from decidendi.determinations.missing import Absence
from decidendi.determinations.model import Difference, Expected, ProofNode
from decidendi.determinations.proving import provisions_in
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.questions import open_facts
from decidendi.facts.fact_set import Expectation
from decidendi.facts.periods import Truth

NO_QUESTION: Final = "none"
OUTCOMES: Final = {Truth.HOLDS: "holds", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "fails"}


def check_expectations(done: Run) -> tuple[Expected, ...]:
    """Each expectation of the fact set, met or not.

    Raises:
        Refusal: an expectation is not a sentence of the rulebook, or names something unknown.
    """
    return tuple(_check(done, expectation) for expectation in done.facts.expect)


def _check(done: Run, expectation: Expectation) -> Expected:
    query = parse_query(expectation.sentence, done.rulebook.program, done.facts, expectation.place)
    truth = query.truth(done.trace)
    differences: list[tuple[str, str]] = []
    if OUTCOMES[truth] != expectation.outcome:
        differences.append((expectation.outcome, OUTCOMES[truth]))
    rested = labels_of(done, query)
    titles = {provision.title for provision in done.rulebook.provisions.values() if provision.label in rested}
    missing = [label for label in expectation.resting_on if label not in rested and label not in titles]
    if missing:
        differences.append((f"resting on {', '.join(missing)}", f"resting on {', '.join(rested) or 'nothing'}"))
    wrong = [label for label in expectation.not_resting_on if label in rested or label in titles]
    if wrong:
        differences.append((f"not resting on {', '.join(wrong)}", f"resting on {', '.join(rested)}"))
    differences += other_questions(done, query, expectation)
    if expectation.response:
        response = dealing_response(done, str(query.pattern[0]))
        if response != expectation.response:
            differences.append((f"the response {expectation.response}", f"the response {response}"))
    if expectation.verdict:
        verdict = dealing_outcome(done, str(query.pattern[0]))
        if verdict != expectation.verdict:
            differences.append((f"the verdict {expectation.verdict}", f"the verdict {verdict}"))
    if expectation.duties:
        differences += missing_duties(done, expectation.duties, str(query.pattern[0]))
    return Expected(
        sentence=expectation.sentence,
        met=not differences,
        expected="; ".join(expected for expected, _ in differences) or expectation.outcome,
        found="; ".join(found for _, found in differences) or OUTCOMES[truth],
        place=str(expectation.place),
        differences=tuple(Difference(expected=expected, found=found) for expected, found in differences),
    )


def other_questions(done: Run, query: Query, expectation: Expectation) -> list[tuple[str, str]]:
    """The questions that are expected to be open and are not, or any where none may be."""
    if not expectation.open_questions:
        return []
    found, left = open_facts(done, query)
    wanted = [_plain(text) for text in expectation.open_questions]
    if wanted == [NO_QUESTION]:
        missing = [NO_QUESTION] if found or left.anything else []
    else:
        known = {_plain(text) for texts in found for text in texts if text}
        missing = [text for text, words in zip(expectation.open_questions, wanted, strict=True) if words not in known]
    if not missing:
        return []
    told = [fact for fact, _ in found] + [f"not explored: {name}" for name in left.first]
    return [(f"open: {'; '.join(missing)}", f"open: {'; '.join(told) or NO_QUESTION}")]


def _plain(text: str) -> str:
    return " ".join(text.replace('"', "").split()).rstrip(".?").casefold()


def questions_found(done: Run, query: Query) -> tuple[str, ...]:
    """What is open about a query, as an expectation says it: sentences, or `none`."""
    return tuple(sentence or fact for fact, sentence in open_facts(done, query)[0]) or (NO_QUESTION,)


def missing_duties(done: Run, wanted: tuple[dict[str, str], ...], subject: str) -> list[tuple[str, str]]:
    """The expected duties that the subject does not carry; a duty is known by how its words begin."""
    found = duties_found(done, subject)
    return [
        (f"the duty {_told(duty)}", "; ".join(map(_told, found)) or "no duty")
        for duty in wanted
        if not any(
            other["duty"].startswith(duty.get("duty", ""))
            and all(other[slot] == value for slot, value in duty.items() if slot not in ("duty", "under"))
            and ("under" not in duty or duty["under"] in (other["under"], *titles_of(done, other["under"])))
            for other in found
        )
    ]


def duties_found(done: Run, subject: str) -> list[dict[str, str]]:
    """The duties of a subject in the slots of an expectation."""
    return [
        {"duty": duty.duty, "by": duty.who, "due": str(duty.due or ""), "under": duty.provision}
        for duty in duties_of(done, subject)
    ]


def _told(duty: dict[str, str]) -> str:
    return ", ".join(f"{slot} {value}" for slot, value in duty.items() if value)


def titles_of(done: Run, label: str) -> list[str]:
    """The titles of the provisions of a label, by which they may be named too."""
    return [item.title for item in done.rulebook.provisions.values() if item.label == label]


def proofs_of(
    done: Run, query: Query, depth: int = 8, *, thorough: bool = False, named: bool = False
) -> tuple[ProofNode, ...]:
    """The proofs of every row that fits a query; where none holds, what comes nearest, or what the facts name of it."""
    special = Absence(done.prover, thorough=thorough, named=named) if thorough or named else None
    absence = special or done.absence
    must, may = query.rows(done.trace)
    if must:
        return tuple(done.prover.proof(query.predicate, row) for row in must)
    if may:
        return tuple(absence.explain(query.predicate, row, depth) for row in may)
    return absence.explain_pattern(query.predicate, query.pattern, depth)


def labels_of(done: Run, query: Query) -> tuple[str, ...]:
    """The labels of the provisions that the answer to a query rests on."""
    identifiers = provisions_in(proofs_of(done, query))
    return tuple(dict.fromkeys(done.rulebook.provisions[name].label for name in identifiers))
