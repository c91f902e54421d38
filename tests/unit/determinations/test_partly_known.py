"""Questions about stated facts of which a word or a date is known in part, and what a "no" leaves of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import decidendi
from decidendi.determinations.asking import OpenQuestion, matter_questions
from decidendi.determinations.determine import outcome_about, run
from decidendi.determinations.interview import Interview
from decidendi.facts.kinds import SOMETHING_ELSE, UNKNOWN
from decidendi.facts.periods import Truth, day_period, overlap, parse_period, without_days
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.ruling_out import SlotWords, left_of

HIENG = decidendi.content_directory("facts") / "designations" / "2018-06-12-cambodia-hing-bun-hieng.yaml"
LED = "Hing Bun Hieng was a leader or official of Prime Minister Bodyguard Unit during 2015-10-01"
DIRECT = "the conduct of Hing Bun Hieng in attacks was direct"


@pytest.fixture(scope="module")
def talk() -> Interview:
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    return Interview(run(decidendi.load_fact_set(HIENG), rulebook, Reasoner(rulebook.program)))


def asked(talk: Interview) -> dict[str, OpenQuestion]:
    return {question.fact: question for question in matter_questions(talk.run).questions}


def outcome(talk: Interview, criterion: str) -> str:
    return (
        decidendi.determine(talk.run.facts, rulebook=talk.run.rulebook, reasoner=talk.run.reasoner, questions=False)
        .of("hieng", criterion)
        .outcome
    )


def test_the_day_that_would_settle_a_tenure_of_unknown_beginning_is_asked_about(talk: Interview) -> None:
    question = asked(talk)[LED]
    assert (question.provision, question.if_yes, question.if_no) == ("1(a)(ii)(C)", "met", "undetermined")
    assert question.sentence == "hieng was a leader or official of unit during 2015-10-01" == question.denial
    assert outcome(talk.answered(question, True), "1(a)(ii)(C)(1)") == "met"
    later = talk.answered(question, False)
    assert outcome(later, "1(a)(ii)(C)(1)") == "undetermined"
    [(_, _, tenure)] = [row for row in later.run.trace.matter.stated["leadership"] if row[0] == "hieng"]
    assert tenure.earliest_begin == date(2015, 10, 2).toordinal()


def test_the_word_that_would_settle_how_someone_took_part_is_asked_about(talk: Interview) -> None:
    questions = asked(talk)
    words = ("responsible", "complicit", "direct", "indirect")
    for word in words:
        question = questions[DIRECT.replace("direct", word)]
        assert (question.provision, question.if_yes, question.if_no) == ("1(a)(ii)(A)", "met", "undetermined")
    assert outcome(talk.answered(questions[DIRECT], True), "1(a)(ii)(A)") == "met"
    for word in words:
        talk = talk.answered(questions[DIRECT.replace("direct", word)], False)
    # Of the attacks nothing is left but an attempt, which is another provision's.
    assert not [
        name
        for name in asked(talk)
        if name.startswith("the conduct of Hing Bun Hieng in attacks") and name != DIRECT.replace("direct", "attempted")
    ]


@pytest.mark.parametrize(
    ("period", "day", "left"),
    [
        ("/..", "2015-10-01", ("0001-01-01", False)),
        ("/..", "2015-10-01", ("2015-10-02", None)),
        ("2014/", "2015-10-01", ("2015-10-02", False)),
        ("2014/", "2015-10-01", ("2014-01-01/2014-12-31", True)),
    ],
)
def test_a_stretch_of_time_without_a_day_lies_on_one_side_of_it(
    period: str, day: str, left: tuple[str, bool | None]
) -> None:
    narrowed = without_days(parse_period(period), parse_period(day))
    truth = {True: Truth.HOLDS, False: Truth.FAILS, None: Truth.UNDETERMINED}[left[1]]
    assert overlap(narrowed, parse_period(left[0])) is truth
    assert overlap(narrowed, parse_period(day)) is Truth.FAILS


@pytest.mark.parametrize("period", ["unknown", "/", "2014/2016", "2010/2012"])
def test_nothing_is_ruled_out_of_a_time_that_may_lie_on_either_side_or_includes_the_day(period: str) -> None:
    assert without_days(parse_period(period), parse_period("2015-10-01")) == parse_period(period)


def test_what_is_left_of_an_unknown_word_are_the_words_that_are_not_denied() -> None:
    words = {("conduct", 1): SlotWords(("direct", "indirect"))}
    assert left_of("conduct", ("a", UNKNOWN), [("a", "direct")], words) == (
        ("a", SOMETHING_ELSE),
        (("a", "indirect"),),
    )
    assert left_of("conduct", ("a", UNKNOWN), [("b", "direct")], words) == (("a", UNKNOWN), ())


def test_an_unknown_word_that_a_rule_excludes_stays_unknown_until_it_is_denied() -> None:
    words = {("citizenship", 1): SlotWords(("US", "PR"), frozenset({"US", "PR"}))}
    one, other = ("a", "US"), ("a", "PR")
    assert left_of("citizenship", ("a", UNKNOWN), [one], words) == (("a", UNKNOWN), ())
    assert left_of("citizenship", ("a", UNKNOWN), [one, other], words) == (("a", SOMETHING_ELSE), ())
    carried = {("citizenship", 1): replace(words["citizenship", 1], carried=True)}
    assert left_of("citizenship", ("a", UNKNOWN), [one, other], carried) == (("a", UNKNOWN), ())


def test_a_denial_of_another_day_or_word_reaches_only_the_fact_that_it_speaks_of() -> None:
    tenure = parse_period("/..")
    row, denial = ("a", "unit", tenure), ("a", "other unit", day_period(date(2015, 1, 1)))
    assert left_of("leadership", row, [denial], {}) == (row, ())


CLEAR_BUT_FOR = """title: What is not known is one word and one date
as of: 2021-03-01
sources: {{note: {{title: A note, grade: official statement}}}}
source: note
complete: [conduct, member_conduct, leadership, office, membership, relation]
parties:
  ann: {{individual: Ann, country: DE}}
  unit: {{government entity: The Unit, country: DE}}
activities:
  torture: {{kind: serious human rights abuse, form: torture, during: 2015-10-01}}
facts:
  - foreign_person: {{party: ann}}
  - foreign_person: {{party: unit}}
{facts}"""


def question_of(talk: Interview, facts: str, words: str) -> OpenQuestion:
    text = CLEAR_BUT_FOR.format(facts=facts)
    asked_again = replace(talk, run=run(decidendi.parse_fact_set(text), talk.run.rulebook, talk.run.reasoner))
    [question] = [item for item in matter_questions(asked_again.run).questions if words in item.ask]
    for yes, outcome_then in ((True, question.if_yes), (False, question.if_no)):
        first = question.decides[0]
        answered = asked_again.answered(question, yes).run
        assert outcome_about(answered, first.kind, first.subject, first.provision) == outcome_then
    return question


def test_a_no_to_the_last_word_settles_that_the_criterion_is_not_met(talk: Interview) -> None:
    facts = "  - conduct: {party: ann, activity: torture, involvement: unknown}\n" + "".join(
        f"  - deny: the conduct of ann in torture was {word}\n" for word in ("responsible", "complicit", "indirect")
    )
    question = question_of(talk, facts, "torture was direct")
    assert (question.provision, question.if_yes, question.if_no) == ("1(a)(ii)(A)", "met", "not met")


def test_a_no_about_the_day_settles_that_the_criterion_is_not_met(talk: Interview) -> None:
    facts = (
        "  - conduct: {party: unit, activity: torture, involvement: direct}\n"
        "  - leadership: {person: ann, entity: unit, tenure: /..}\n"
    )
    question = question_of(talk, facts, "during 2015-10-01")
    assert (question.if_yes, question.if_no) == ("met", "not met")


PROGRAMME_UNKNOWN = """
title: A programme that nobody names
as of: 2021-03-01
parties: {nabah: {individual: Nabah}}
facts:
  - listing: {party: nabah, list: SDN List, programme: unknown, measure: block, during: 2018-06-01/..}
"""


def test_of_a_long_list_of_names_the_next_is_asked_once_one_is_denied_until_none_is_left() -> None:
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    talk = Interview(run(decidendi.parse_fact_set(PROGRAMME_UNKNOWN), rulebook, Reasoner(rulebook.program)))
    names = []
    while questions := [item for item in matter_questions(talk.run).questions if " under " in item.fact]:
        names.append(questions[0].fact.split(" under ")[1].split(" with ")[0])
        assert (questions[0].provision, questions[0].if_yes) == ("1(a)", "blocked")
        talk = talk.answered(questions[0], False)
    assert len(names) == len(set(names)) == 9
    assert names[:2] == ["GLOMAG", "[GLOMAG]"]
