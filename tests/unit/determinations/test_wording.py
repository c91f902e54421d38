"""Conditions are told in English: with what they compare, never with the words that stand for it."""

from __future__ import annotations

import pytest

from decidendi import parse_fact_set
from decidendi.determinations.wording import Wording
from decidendi.facts.kinds import Slot
from decidendi.facts.periods import parse_period
from decidendi.refusal import Place
from decidendi.rules.form import DENIED, STATED, Comparison, Constant, Program, Variable

FACTS = parse_fact_set(
    """
title: A matter
as of: 2021-03-01
parties: {chen: {individual: Chen Quanguo}, odd: {entity: the activity of the person}}
activities: {program: {kind: corruption, description: a programme of surveillance}}
dealings: {payment-1: {kind: funds, to: chen, on: 2021-02-15, in: US}}
"""
)
PLACE = Place("rules.md", 1)
PERSON = Variable("person", "party")
OTHER = Variable("other person", "party")
ACTIVITY = Variable("activity", "activity")
DAY, LATER = Variable("day", "period"), Variable("other day", "period")
LABEL = Variable("label", "text")


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(Program({}, (), ()), FACTS)


def one_of(text: str, variable: Variable, *words: str, negated: bool = False) -> Comparison:
    return Comparison("one of", (variable, *(Constant(word, "text") for word in words)), negated, text, PLACE)


@pytest.mark.parametrize(
    ("name", "negated", "told"),
    [
        ("on or after", False, "2021-02-15 is on or after 2020-07-09"),
        ("on or after", True, "2021-02-15 is before 2020-07-09"),
        ("before", False, "2021-02-15 is before 2020-07-09"),
        ("overlaps", False, "2021-02-15 overlaps 2020-07-09"),
        ("overlaps", True, "2021-02-15 does not overlap 2020-07-09"),
        ("same", False, "2021-02-15 is 2020-07-09"),
        ("differs", False, "2021-02-15 is not 2020-07-09"),
        ("differs", True, "2021-02-15 is 2020-07-09"),
    ],
)
def test_a_comparison_is_told_with_its_values(wording: Wording, name: str, negated: bool, told: str) -> None:
    days = {DAY: parse_period("2021-02-15"), LATER: parse_period("2020-07-09")}
    condition = Comparison(name, (DAY, LATER), negated, "the words of the rule", PLACE)
    assert wording.comparison(condition, days) == told


def test_what_nothing_is_known_of_is_told_by_its_noun(wording: Wording) -> None:
    condition = Comparison("before", (DAY, LATER), False, "the day is before the other day", PLACE)
    assert wording.comparison(condition, {}) == "the day is before the other day"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("the dealing has the form a form of charity", "the dealing has a form of charity"),
        ("the dealing has the form an informational form", "the dealing has the form of an informational form"),
        ("the activity is of kind a kind of transfer", "the activity is of a kind of transfer"),
        ("the dealing has the purpose of a purpose of evasion", "the dealing has a purpose of evasion"),
        ('the dealing has the form "payment"', 'the dealing has the form "payment"'),
    ],
)
def test_the_name_of_a_list_that_stands_in_a_slot_reads_as_english(wording: Wording, written: str, told: str) -> None:
    assert wording.told(written, {}) == told


def test_a_word_of_a_list_is_told_by_the_name_of_the_list(wording: Wording) -> None:
    condition = one_of("the label is a criterion for foreign persons", LABEL, "1(a)", "1(b)")
    assert wording.comparison(condition, {LABEL: "1(a)"}) == "1(a) is a criterion for foreign persons"


def test_a_long_list_without_a_name_is_not_written_out(wording: Wording) -> None:
    labels = [f"1({letter})" for letter in "abcdefg"]
    text = "the label is " + ", ".join(f'"{label}"' for label in labels)
    assert wording.comparison(one_of(text, LABEL, *labels), {LABEL: "1(a)"}) == (
        "1(a) is one of the labels that the rule names"
    )
    assert wording.comparison(one_of(text, LABEL, *labels, negated=True), {LABEL: "2"}) == (
        "2 is not one of the labels that the rule names"
    )


def test_a_short_list_is_written_out(wording: Wording) -> None:
    condition = one_of('the label is "1(a)" or "1(b)"', LABEL, "1(a)", "1(b)")
    assert wording.comparison(condition, {LABEL: "2"}) == '2 is one of "1(a)" or "1(b)"'
    assert wording.comparison(one_of('the label is "1(a)"', LABEL, "1(a)"), {LABEL: "2"}) == '2 is "1(a)"'


def test_a_list_inside_a_sentence_keeps_the_sentence(wording: Wording) -> None:
    involvement = Variable("_1", "text")
    condition = one_of(
        'the conduct of the person in the activity was "direct" or "indirect"', involvement, "direct", "indirect"
    )
    found = wording.comparison(condition, {PERSON: "chen", ACTIVITY: "program", involvement: "attempted"})
    assert found == (
        'the conduct of Chen Quanguo in a programme of surveillance was "direct" or "indirect" (attempted)'
    )


def test_an_exception_that_looks_for_a_word_is_told_as_a_denial(wording: Wording) -> None:
    condition = one_of("unless the label is a closed list", LABEL, "1(a)", negated=True)
    assert wording.comparison(condition, {LABEL: "2"}) == "it is not the case that 2 is a closed list"


def test_nouns_are_replaced_once_and_never_in_a_name(wording: Wording) -> None:
    told = wording.told("the person paid another person for an activity", {PERSON: "odd", OTHER: "chen"})
    assert told == "the activity of the person paid Chen Quanguo for an activity"


def test_a_thing_is_called_by_its_description(wording: Wording) -> None:
    assert wording.titles["program"] == "a programme of surveillance"
    assert wording.titles["payment-1"] == "payment-1"


def test_a_denial_that_nobody_made_is_told_without_a_double_negative() -> None:
    from decidendi import content_directory, load_rulebook

    wording = Wording(load_rulebook(content_directory("rules")).program, FACTS)
    row = ("chen",)
    assert wording.clause(f"{DENIED}foreign_person", row, negated=True) == (
        "no source denies that Chen Quanguo is a foreign person"
    )
    assert wording.clause(f"{STATED}foreign_person", row, negated=True) == (
        "no source states that Chen Quanguo is a foreign person"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2018", "2018"),
        ("2017-03/2018", "2017-03 to 2018"),
        ("2016/..", "the time from 2016"),
        ("../2016", "the time up to 2016"),
        ("/..", "the time from an unknown day"),
        ("../", "the time up to an unknown day"),
        ("2016/", "2016 to an unknown day"),
        ("/2016", "an unknown day to 2016"),
        ("../..", "all the time concerned"),
    ],
)
def test_a_time_is_told_with_what_is_unknown_of_it(wording: Wording, text: str, told: str) -> None:
    assert wording.value(parse_period(text), Slot("time", "period")) == told
