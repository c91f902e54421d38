"""From a trace to determinations: what is met, who is blocked, what may be done, why, and what is open."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from datetime import date

from decidendi.determinations.cautions import cautions_of, criterion_cautions, matter_cautions, silences
from decidendi.determinations.dealings import dealing_outcome, determined_dealings
from decidendi.determinations.duties import duties_of
from decidendi.determinations.making import made
from decidendi.determinations.missing import Absence
from decidendi.determinations.model import (
    EVERY_KIND,
    Determination,
    Determinations,
    Kind,
    NotExplored,
    ReadingUsed,
)
from decidendi.determinations.proving import Prover
from decidendi.determinations.queries import Query, parse_query
from decidendi.determinations.questions import open_questions
from decidendi.determinations.receipts import receipt_of
from decidendi.determinations.unknowns import BOUNDS, Bounds
from decidendi.determinations.wording import Wording
from decidendi.facts.fact_set import FactSet
from decidendi.facts.kinds import is_kind
from decidendi.facts.periods import Truth, day_period
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.matter import Matter, Options, Row
from decidendi.reasoning.trace import Trace
from decidendi.reasoning.uses import reachable
from decidendi.refusal import Place, Refusal, nearest
from decidendi.rules.form import Constant
from decidendi.rules.rulebook import Rulebook

_OUTCOMES = {
    "criterion": {Truth.HOLDS: "met", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "not met"},
    "status": {Truth.HOLDS: "blocked", Truth.UNDETERMINED: "undetermined", Truth.FAILS: "not blocked"},
}


class Run:
    """One run over one matter: the trace, and what is read off it.

    Attributes:
        facts: the fact set.
        rulebook: the law.
        options: the day, the readings.
        trace: what must and may hold.
        engines: the engines that agreed on it.
    """

    def __init__(self, facts: FactSet, rulebook: Rulebook, reasoner: Reasoner, options: Options) -> None:
        self.facts = facts
        self.rulebook = rulebook
        self.reasoner = reasoner
        self.options = options
        self._read(reasoner.evaluate(reasoner.grounder.matter(facts, options)), reasoner.engines)

    def _read(self, trace: Trace, engines: tuple[str, ...]) -> None:
        self.trace = trace
        self.engines = engines
        self.wording = Wording(self.rulebook.program, self.facts)
        self.prover = Prover(self.rulebook, self.facts, self.trace, self.wording)
        self.absence = Absence(self.prover, plans=self.reasoner.plans)

    def again(self, matter: Matter) -> Run:
        """The same question about a changed matter, by the first engine alone and without proofs."""
        engines = self.reasoner.engines[:1]
        return self.with_trace(self.reasoner.evaluate(matter, trace=False, engines=engines))

    def with_trace(self, trace: Trace) -> Run:
        """The same question with what one engine concludes of a changed matter, and without proofs."""
        other = copy(self)
        other.engines = self.reasoner.engines[:1]
        other.trace = trace
        return other

    def explained(self, trace: Trace) -> Run:
        """The same question with what one engine concludes of a changed matter, and what can be read off that."""
        other = copy(self)
        other._read(trace, self.reasoner.engines[:1])
        return other

    def under(self, facts: FactSet) -> Run:
        """The same question about a changed fact set, by the first engine alone and without proofs."""
        options = considering(self.options, facts, self.trace.matter.subjects)
        other = self.again(self.reasoner.grounder.matter(facts, options))
        other.facts, other.options = facts, options
        return other

    def anew(self, facts: FactSet) -> Run:
        """The same question about a changed fact set, by every engine and with all that is read off the trace."""
        options = considering(self.options, facts, self.trace.matter.subjects)
        return Run(facts, self.rulebook, self.reasoner, options)

    @property
    def goals(self) -> dict[str, str]:
        """What the rulebook reads determinations from, by kind."""
        return self.rulebook.program.goals

    def rows(self, goal: str, subject: str) -> tuple[list[Row], list[Row]]:
        """The rows about a subject that hold, and those that may hold besides, for one kind of determination."""
        predicate = self.goals.get(goal)
        if predicate is None:
            return [], []
        schema = self.rulebook.program.schemas[predicate]
        index = schema.index_of(schema.subject)

        def about(rows: Iterable[Row]) -> list[Row]:
            return sorted((row for row in rows if row[index] == subject), key=lambda row: tuple(map(str, row)))

        must = self.trace.must.get(predicate, frozenset())
        may = self.trace.may.get(predicate, frozenset())
        return about(must), about(may - must)

    def labels(self, goal: str) -> tuple[str, ...]:
        """The labels that rules conclude for a kind of determination, in the order of the rulebook."""
        goals = ("on its face", goal) if goal == "prohibited" else (goal,)
        predicates = {self.goals.get(name) for name in goals}
        found: dict[str, None] = {}
        for rule in self.rulebook.program.rules:
            if rule.head.predicate in predicates:
                for term in rule.head.arguments:
                    if isinstance(term, Constant):
                        found[str(term.value)] = None
        order = [provision.label for provision in self.rulebook.provisions.values()]
        return tuple(sorted(found, key=lambda label: order.index(label) if label in order else len(order)))


def options_of(
    facts: FactSet,
    *,
    as_of: date | None = None,
    known: date | None = None,
    readings: Iterable[tuple[str, str]] = (),
    consider: Iterable[str] = (),
) -> Options:
    """The options of a run; the day is that of the fact set unless one is given.

    Raises:
        Refusal: no day is given at all, since the law of an unknown day cannot be applied; or a party to consider is
            not one of the fact set.
    """
    consider = tuple(consider)
    parties = [party.name for party in facts.parties]
    for name in consider:
        if name not in parties:
            close = nearest(name, parties)
            raise Refusal.at(
                Place(facts.file),
                f"there is no party `{name}` to consider",
                expected="the name of a party of this fact set",
                mend=f"did you mean {close}" if close else "use a name that stands under `parties`",
            )
    day = as_of or facts.as_of
    if day is None:
        raise Refusal.at(
            Place(facts.file),
            "the day asked about is not stated",
            expected="`as of: 2020-07-09` in the fact set, or the option `--as-of 2020-07-09`",
            mend="state the day",
        )
    return Options(as_of=day, known=known, readings=tuple(readings), consider=consider)


def considering(options: Options, facts: FactSet, parties: Iterable[str]) -> Options:
    """The options with which the designation of further parties is asked about, of those that the facts name.

    Two runs are compared over the same questions: of a party that is not asked about nothing open is looked for, and
    what is unknown of it would pass for a no.
    """
    asked = dict.fromkeys((*options.consider, *(name for name in parties if facts.kind_of(name) is not None)))
    return replace(options, consider=tuple(asked))


def asking_about(done: Run, queries: Iterable[Query]) -> Run:
    """The run in which the designation of each party that some conclusions name is asked about.

    Of a party of whom it is not asked nothing open is looked for, and what is unknown of it would pass for a no.
    """
    wanted: dict[str, None] = {}
    program = done.rulebook.program
    for query in queries:
        if done.reasoner.grounder.only_criteria.isdisjoint(reachable(program, [query.predicate])):
            continue
        for slot, value in zip(program.schemas[query.predicate].slots, query.pattern, strict=True):
            if is_kind(slot.kind, "party"):
                wanted.update(dict.fromkeys([party.name for party in done.facts.parties] if value is None else [value]))
    if wanted.keys() <= set(done.trace.matter.subjects):
        return done
    return Run(done.facts, done.rulebook, done.reasoner, considering(done.options, done.facts, wanted))


def run(facts: FactSet, rulebook: Rulebook, reasoner: Reasoner | None = None, options: Options | None = None) -> Run:
    """Evaluate a fact set under a rulebook.

    Raises:
        Refusal: the day asked about is not stated, or the law is not in force on it.
        Disagreement: the engines do not conclude the same; nothing is issued.
    """
    options = options or options_of(facts)
    rulebook.refuse_day_out_of_force(day_period(options.as_of), Place(facts.file))
    if options.known is not None:
        rulebook.refuse_unpublished(options.known, Place(facts.file))
        known = rulebook.known_on(options.known)
        if known is not rulebook:
            rulebook = known
            reasoner = Reasoner(known.program, reasoner.engines) if reasoner is not None else None
    wanted = dict.fromkeys((*options.consider, *_expected_subjects(facts, rulebook)))
    options = Options(options.as_of, options.known, options.readings, tuple(wanted))
    return Run(facts, rulebook, reasoner or Reasoner(rulebook.program), options)


def determine(
    facts: FactSet,
    *,
    rulebook: Rulebook,
    as_of: date | None = None,
    known: date | None = None,
    readings: Iterable[tuple[str, str]] = (),
    consider: Iterable[str] = (),
    reasoner: Reasoner | None = None,
    questions: bool = True,
) -> Determinations:
    """Determine a matter: each criterion, each status, each dealing, with proofs.

    Args:
        facts: the fact set, from `load_fact_set` or `parse_fact_set`.
        rulebook: the law, from `load_rulebook`.
        as_of: the day asked about; that of the fact set when left out.
        known: use only what was known on this day.
        readings: pairs of an open term and the reading chosen for it; the default readings otherwise.
        consider: names of further parties whose designation is asked about.
        reasoner: compiled engines of this rulebook, to be reused from run to run.
        questions: whether to work out which unknowns bear on each determination.

    Raises:
        Refusal: the input cannot be used; each problem says where and how to mend it.
        Disagreement: the engines do not conclude the same; nothing is issued.
    """
    options = options_of(facts, as_of=as_of, known=known, readings=readings, consider=consider)
    return report(run(facts, rulebook, reasoner, options), questions=questions)


def report(
    done: Run,
    *,
    questions: bool = True,
    bounds: Bounds = BOUNDS,
    about: frozenset[Kind] = EVERY_KIND,
) -> Determinations:
    """The determinations of a run.

    Args:
        done: the run.
        questions: whether open questions are looked for, which takes most of the time.
        bounds: how far they are looked for.
        about: the kinds of determination that they are looked for of.
    """
    left = NotExplored()
    found = [*_criteria(done), *_statuses(done), *determined_dealings(done)]
    if questions:
        asked = open_questions(done, found, outcome_of, bounds, about)
        left = asked.not_explored
        found = [
            item.model_copy(update={"questions": asked.questions[index]}) if asked.questions.get(index) else item
            for index, item in enumerate(found)
        ]
    chosen = dict(done.trace.matter.readings)
    used = tuple(
        ReadingUsed(of=item.of, reading=item.name, is_default=item.is_default, because=item.because)
        for item in done.rulebook.readings
        if chosen.get(item.of) == item.name
    )
    return Determinations(
        title=done.facts.title,
        as_of=done.options.as_of,
        known=done.options.known,
        determinations=tuple(found),
        cautions=matter_cautions(done),
        readings=used,
        not_explored=left,
        receipt=receipt_of(done.facts, done.rulebook, done.options, done.trace, found, done.engines, done.reasoner),
    )


def outcome_of(done: Run, item: Determination) -> str:
    """The outcome that another run gives to the question of a determination."""
    return outcome_about(done, item.kind, item.subject, item.provision)


def outcome_about(done: Run, kind: str, subject: str, provision: str) -> str:
    """The outcome about a subject; `provision` is the label of a criterion, and not looked at otherwise."""
    if kind == "criterion":
        truth = done.trace.truth(done.goals["criterion"], _criterion_row(done, subject, provision))
        # Where it was not asked, nothing open was looked for: that is no finding that the criterion is not met.
        is_asked = subject in done.trace.matter.subjects
        return _OUTCOMES["criterion"][truth if is_asked or truth is Truth.HOLDS else Truth.UNDETERMINED]
    if kind == "status":
        is_party = is_kind(done.facts.kind_of(subject) or "", "party")
        goal = done.goals["blocked" if is_party else "blocked property"]
        return _OUTCOMES["status"][done.trace.truth(goal, (subject, done.trace.matter.day))]
    return dealing_outcome(done, subject)


def asked_about(done: Run) -> tuple[tuple[Kind, str, str], ...]:
    """What a run determines: kind, subject and, for a criterion, its label."""
    found: list[tuple[Kind, str, str]] = []
    if "criterion" in done.goals:
        labels = done.labels("criterion")
        found += [("criterion", subject, label) for subject in done.trace.matter.subjects for label in labels]
    if "blocked" in done.goals:
        found += [("status", party.name, "") for party in done.facts.parties]
    if "blocked property" in done.goals:
        found += [("status", thing.name, "") for thing in done.facts.property]
    if "prohibited" in done.goals:
        found += [("dealing", dealing.name, "") for dealing in done.facts.dealings]
    return tuple(found)


def _criterion_row(done: Run, subject: str, label: str) -> Row:
    schema = done.rulebook.program.schemas[done.goals["criterion"]]
    index = schema.index_of(schema.subject)
    return (subject, label) if index == 0 else (label, subject)


def _criteria(done: Run) -> list[Determination]:
    if "criterion" not in done.goals:
        return []
    found = []
    predicate = done.goals["criterion"]
    for subject in done.trace.matter.subjects:
        for label in done.labels("criterion"):
            row = _criterion_row(done, subject, label)
            truth = done.trace.truth(predicate, row)
            proof = done.absence.explain(predicate, row, depth=3)
            found.append(
                made(
                    done,
                    [proof],
                    kind="criterion",
                    subject=subject,
                    title=done.facts.title_of(subject),
                    provision=label,
                    outcome=_OUTCOMES["criterion"][truth],
                    statement=done.wording.sentence(predicate, row),
                    cautions=criterion_cautions(truth),
                )
            )
    return found


def _statuses(done: Run) -> list[Determination]:
    found = []
    day = done.trace.matter.day
    subjects = [("blocked", party.name) for party in done.facts.parties]
    subjects += [("blocked property", thing.name) for thing in done.facts.property]
    for goal, subject in subjects:
        predicate = done.goals.get(goal)
        if predicate is None:
            continue
        row = (subject, day)
        truth = done.trace.truth(predicate, row)
        proof = done.absence.explain(predicate, row, depth=2)
        found.append(
            made(
                done,
                [proof],
                kind="status",
                subject=subject,
                title=done.facts.title_of(subject),
                provision=proof.provision,
                outcome=_OUTCOMES["status"][truth],
                statement=done.wording.sentence(predicate, row),
                duties=duties_of(done, subject) if goal == "blocked property" else (),
                cautions=(*cautions_of(done, "notice", subject), *silences(done, goal, subject, truth)),
            )
        )
    return found


def _expected_subjects(facts: FactSet, rulebook: Rulebook) -> list[str]:
    """The parties whose designation the expectations ask about."""
    predicate = rulebook.program.goals.get("criterion")
    found = []
    for expectation in facts.expect:
        query = parse_query(expectation.sentence, rulebook.program, facts, expectation.place)
        if query.predicate == predicate:
            schema = rulebook.program.schemas[predicate]
            subject = query.pattern[schema.index_of(schema.subject)]
            if subject is not None:
                found.append(str(subject))
    return found
