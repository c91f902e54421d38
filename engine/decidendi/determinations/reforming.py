"""Which answers change under amended law, and through which amendment: found by replay, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from decidendi.determinations.comparing import Outcomes, caused, told_outcome
from decidendi.determinations.determine import Run, asked_about, considering, run
from decidendi.determinations.model import Frozen
from decidendi.facts.fact_set import FactSet
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Options
from decidendi.refusal import Refusal
from decidendi.rules.amending import AmendingPage, amended
from decidendi.rules.rulebook import Rulebook

_CANNOT_STAND: Final = "cannot stand"
"""What takes the place of an outcome under amendments that do not check without the others."""


class Amended(Frozen):
    """An amendment: what it does, the words that go and those that come, and where the overlay has it."""

    number: int
    what: str
    instrument: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    place: str


class Reformed(Frozen):
    """An outcome that changes. `alone` numbers the amendments of which each by itself changes it so.

    `needed` numbers those without which it would not come out so, `together` one set of which none can be spared.
    """

    kind: str
    subject: str
    title: str
    provision: str
    before: str
    after: str
    alone: tuple[int, ...]
    needed: tuple[int, ...]
    together: tuple[int, ...]


class ReformedMatter(Frozen):
    """One matter: the outcomes that change, and how many do not."""

    file: str
    title: str
    as_of: date
    outcomes: tuple[Reformed, ...]
    unchanged: int


class Reform(Frozen):
    """Amended law over a number of matters. `without_effect` numbers the amendments that change no outcome."""

    amendments: tuple[Amended, ...]
    matters: tuple[ReformedMatter, ...]
    without_effect: tuple[int, ...]
    engines: tuple[str, ...]


def reform(
    matters: Iterable[tuple[FactSet, Options]], rulebook: Rulebook, pages: Sequence[AmendingPage], reasoner: Reasoner
) -> Reform:
    """Determine matters under the law as it is and as it would be.

    Raises:
        Refusal: the amended law does not check, or a matter cannot be determined.
        Disagreement: the engines do not conclude the same, under either.
    """
    laws = _Laws(rulebook, pages, reasoner)
    numbers = tuple(range(1, len(laws.amendments) + 1))
    every = frozenset(numbers)
    found = []
    for facts, options in matters:
        replays = _Replays(laws, facts, options)
        before, after = replays.agreed(frozenset()), replays.agreed(every)
        if before.trace.matter.subjects != after.trace.matter.subjects:
            # Amended words may ask about further parties, or about fewer: both laws are asked about all of them.
            subjects = (*before.trace.matter.subjects, *after.trace.matter.subjects)
            replays = _Replays(laws, facts, considering(options, facts, subjects))
            before, after = replays.agreed(frozenset()), replays.agreed(every)
        asked = tuple(dict.fromkeys((*asked_about(after), *asked_about(before))))
        changed = [question for question in asked if told_outcome(before, question) != told_outcome(after, question)]
        outcomes = []
        for question in changed:
            cause = caused(question, numbers, replays.outcomes, facts.title_of(question[1]))
            outcomes.append(
                Reformed(
                    kind=cause.kind,
                    subject=cause.subject,
                    title=cause.title,
                    provision=cause.provision,
                    before=cause.first,
                    after=cause.second,
                    alone=cause.alone,
                    needed=cause.needed,
                    together=cause.together,
                )
            )
        found.append(
            ReformedMatter(
                file=facts.file,
                title=facts.title,
                as_of=options.as_of,
                outcomes=tuple(outcomes),
                unchanged=len(asked) - len(outcomes),
            )
        )
    acting = {n for item in found for one in item.outcomes for n in (*one.alone, *one.needed, *one.together)}
    return Reform(
        amendments=tuple(
            Amended(
                number=number,
                what=str(item),
                instrument=item.instrument,
                old=item.old,
                new=item.new,
                place=str(item.place),
            )
            for number, item in enumerate(laws.amendments, start=1)
        ),
        matters=tuple(found),
        without_effect=tuple(number for number in numbers if number not in acting),
        engines=reasoner.engines,
    )


class _Laws:
    """The rulebook under each set of amendments that is asked for; nothing for a set that cannot stand by itself."""

    def __init__(self, rulebook: Rulebook, pages: Sequence[AmendingPage], reasoner: Reasoner) -> None:
        self.rulebook = rulebook
        self.pages = pages
        self.amendments = [item for page in pages for item in page.amendments]
        whole = amended(rulebook, pages, self.amendments)
        every = frozenset(range(1, len(self.amendments) + 1))
        self.known: dict[frozenset[int], tuple[Rulebook, Reasoner] | None] = {
            frozenset(): (rulebook, reasoner),
            every: (whole, Reasoner(whole.program, reasoner.engines)),
        }

    def under(self, numbers: frozenset[int]) -> tuple[Rulebook, Reasoner] | None:
        if numbers not in self.known:
            chosen = [item for number, item in enumerate(self.amendments, start=1) if number in numbers]
            try:
                law = amended(self.rulebook, self.pages, chosen)
            except Refusal:
                self.known[numbers] = None
            else:
                self.known[numbers] = (law, Reasoner(law.program, ("reference",)))
        return self.known[numbers]


class _Replays:
    """One matter under each set of amendments; each set is evaluated once."""

    def __init__(self, laws: _Laws, facts: FactSet, options: Options) -> None:
        self.laws = laws
        self.facts = facts
        self.options = options
        self.runs: dict[frozenset[int], Run | None] = {}

    def agreed(self, numbers: frozenset[int]) -> Run:
        found = self._run(numbers)
        assert found is not None, "the law as it is and as it would be can both stand"
        return found

    def outcomes(self, numbers: frozenset[int]) -> Outcomes:
        found = self._run(numbers)
        return lambda question: _CANNOT_STAND if found is None else told_outcome(found, question)

    def _run(self, numbers: frozenset[int]) -> Run | None:
        if numbers not in self.runs:
            law = self.laws.under(numbers)
            self.runs[numbers] = None if law is None else run(self.facts, law[0], law[1], self.options)
        return self.runs[numbers]
