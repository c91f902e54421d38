"""Several instruments in one rulebook: their days, their numbers, and the duties with a day by which they are due."""

from __future__ import annotations

from datetime import date

import pytest

import decidendi
from decidendi.determinations.deadlines import due_date
from decidendi.facts.spans import parse_span
from decidendi.rules.rulebook import read_rulebook

ORDER = """---
instrument: The order
citation: Order 1
identifier: /example/order
in force: 2017-12-21/..
status: checked
outline: [1, 2]
---

```term
a dealing is within the prohibition of a label
a dealing is prohibited under a label
a dealing is exempt under a label
a dealing puts on a person the duty a word within a span of a day
```

```determination
prohibited: a dealing is prohibited under a label
exempt: a dealing is exempt under a label
on its face: a dealing is within the prohibition of a label
deadline: a dealing puts on a person the duty a word within a span of a day
```

# Sec. 1 Prohibited

```rule
A dealing is within the prohibition of this provision if
    the dealing has the form "trade".
```

```rule
A dealing is prohibited under a label if
    the dealing is within the prohibition of the label,
unless
    the dealing is exempt under "Statute 2".
```

# Sec. 2 Nothing

not encoded: it says nothing.
"""

STATUTE = """---
instrument: The statute
short: Statute
citation: Statute 1
identifier: /example/statute
in force: 1977-12-28/..
status: checked
outline: [2]
---

# Sec. 2 Letters

```rule
A dealing is exempt under this provision if
    the dealing has the form "trade",
    the dealing is such that "nothing of value is transferred".
```
"""


def regulation(period: str, number: str, span: str) -> str:
    return f"""---
instrument: The regulation
citation: Regulation 1
identifier: /example/t31
in force: {period}
status: recalled, unverified
numbers: unverified
outline: [Report]
---

# Sec. {number} Report

```rule
A dealing puts on a person the duty "report" within {span} of a day if
    the dealing has the form "trade",
    the dealing goes through the person,
    the dealing takes place on the day.
```
"""


OLD = regulation("2018-06-29/2024-03-11", "583.4", "10 business days")
NEW = regulation("2024-03-12/..", "583.5", "5 years")

FACTS = """
title: A trade
as of: {as_of}
sources: {{s: {{title: The client, grade: assumption}}}}
source: s
parties: {{bank: {{entity: Bank}}}}
dealings:
  trade: {{kind: goods, form: trade, through: bank, on: {on}}}
facts: [{facts}]
"""


@pytest.fixture(scope="module")
def rulebook():
    found, problems = read_rulebook([("new.md", NEW), ("old.md", OLD), ("order.md", ORDER), ("statute.md", STATUTE)])
    assert not problems, problems
    return found


def determined(rulebook, on: str = "2020-11-16", as_of: str = "2025-01-01", facts: str = ""):
    fact_set = decidendi.parse_fact_set(FACTS.format(on=on, as_of=as_of, facts=facts))
    return decidendi.determine(fact_set, rulebook=rulebook).of("trade")


def test_an_older_statute_does_not_bring_the_order_into_force(rulebook) -> None:
    with pytest.raises(decidendi.Refusal, match="The order is not yet in force on 2017-12-20"):
        determined(rulebook, as_of="2017-12-20")


def test_two_texts_of_one_instrument_have_identifiers_of_their_own(rulebook) -> None:
    assert [name for name in rulebook.provisions if "t31" in name] == [
        "/example/t31/s583.5",
        "/example/t31/s583.4@2018-06-29",
    ]


def test_a_number_that_two_instruments_have_stays_the_label_of_the_order(rulebook) -> None:
    assert rulebook.provision("/example/order/2").label == "2"
    assert rulebook.provision("/example/statute/2").label == "Statute 2"


@pytest.mark.parametrize(
    ("on", "provision", "due"),
    [
        ("2020-11-16", "583.4", date(2020, 12, 1)),  # across Thanksgiving
        ("2024-03-11", "583.4", date(2024, 3, 25)),
        ("2024-03-12", "583.5", date(2029, 3, 12)),
    ],
)
def test_a_duty_is_that_of_the_text_in_force_on_the_day_of_the_dealing(rulebook, on, provision, due) -> None:
    (duty,) = determined(rulebook, on=on).duties
    assert (duty.provision, duty.due, duty.who) == (provision, due, "bank")


def test_a_duty_from_a_day_that_is_not_known_has_no_day(rulebook) -> None:
    (duty,) = determined(rulebook, on="2020-11").duties
    assert (duty.due, duty.within) == (None, "10 business days of 2020-11")


def test_an_exemption_whose_condition_is_unknown_is_undetermined_and_asked_about(rulebook) -> None:
    found = determined(rulebook)
    assert found.outcome == "undetermined"
    assert [question.if_yes for question in found.questions] == ["exempt"]
    (exemption,) = found.grounds.exempt
    assert [(item.condition, item.state) for item in exemption.conditions[:2]] == [
        ("trade has the form trade", "met"),
        ("trade is such that nothing of value is transferred", "unknown"),
    ]


@pytest.mark.parametrize(
    ("fact", "outcome"),
    [
        ('trade is such that "nothing of value is transferred"', "exempt"),
        ('it is not the case that trade is such that "nothing of value is transferred"', "prohibited"),
    ],
)
def test_an_exemption_is_given_when_its_condition_is_met_and_not_when_it_fails(rulebook, fact, outcome) -> None:
    assert determined(rulebook, facts=f"'{fact}'").outcome == outcome


def test_an_outline_may_name_a_provision_by_its_title_alone() -> None:
    _, problems = read_rulebook([("new.md", NEW.replace("[Report]", "[Reports]")), ("order.md", ORDER)])
    assert any("Sec. Reports of the outline has no heading" in str(problem) for problem in problems)


def test_two_texts_in_force_on_one_day_are_refused() -> None:
    both = OLD.replace("583.4", "583.5").replace("2024-03-11", "2024-03-12")
    _, problems = read_rulebook([("new.md", NEW), ("old.md", both), ("order.md", ORDER), ("statute.md", STATUTE)])
    assert any("has two headings" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("span", "day", "due"),
    [
        ("10 business days", date(2021, 6, 14), date(2021, 6, 29)),  # Juneteenth is observed on the Friday before
        ("10 business days", date(2020, 6, 15), date(2020, 6, 29)),  # and was no holiday in the year before
        ("10 business days", date(2021, 12, 27), date(2022, 1, 11)),  # New Year's Day is observed on 31 December
        ("10 years", date(2020, 2, 29), date(2030, 3, 1)),
        ("5 years", date(2019, 3, 1), date(2024, 3, 1)),
        ("1 month", date(2020, 12, 31), date(2021, 1, 31)),
        ("the 30 September after the next 30 June", date(2020, 6, 30), date(2020, 9, 30)),
        ("the 30 September after the next 30 June", date(2020, 7, 1), date(2021, 9, 30)),
    ],
)
def test_a_span_ends_on_the_day_that_the_calendar_says(span, day, due) -> None:
    assert due_date(parse_span(span), day) == due
