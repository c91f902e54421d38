"""Proofs, why not, questions, queries and receipts of a small law of one page, read off the trace."""

from __future__ import annotations

from dataclasses import replace

import pytest

import decidendi
from decidendi.determinations.determine import Run, options_of, run
from decidendi.determinations.queries import parse_query
from decidendi.determinations.receipts import digest
from decidendi.determinations.searching import Search
from decidendi.facts.periods import Truth
from decidendi.refusal import Place
from decidendi.rules.rulebook import read_rulebook

PAGE = """---
instrument: Rules of the house
citation: Example 2
identifier: /house
in force: 2000-01-01/..
status: checked
outline: [1, 2, 3]
---

```nouns
a middleman is a person
```

```term
a person is blocked on a day
a person is near another person
a person is trusted
```

```determination
blocked: a person is blocked on a day
```

# Sec. 1 Listed

```rule
A person is blocked on a day if
    the person was listed on "the list" during a time,
    the time covers the day.
```

# Sec. 2 Near

```rule
A person is near another person if
    the person was a member of the other person during a time.
```

```rule
A person is near another person if
    the person is near a middleman,
    the middleman is near the other person.
```

```rule
A person is near another person if
    the person was a leader or official of the other person during a time.
```

# Sec. 3 Blocked for being near

```rule
A person is blocked on a day if
    the person is near another person,
    the other person is blocked on the day,
    it is not the case that the person is trusted.
```

```rule
A person is trusted if
    a source finds that the person is a foreign person.
```
"""
HEAD = """
title: The house
as of: 2020-07-09
sources:
  order: {title: An order, grade: official determination}
  paper: {title: A newspaper, grade: press}
parties:
  ann: {individual: Ann}
  bob: {individual: Bob}
  works: {entity: Works}
  firm: {entity: Firm}
  group: {entity: Group}
facts:
"""


@pytest.fixture(scope="module")
def law() -> decidendi.Rulebook:
    rulebook, problems = read_rulebook([("house.md", PAGE)])
    assert rulebook is not None
    assert not problems, [str(problem) for problem in problems]
    return rulebook


def asked(law: decidendi.Rulebook, *facts: str, head: str = HEAD) -> Run:
    text = head + "".join(f"  - {fact}\n" for fact in facts)
    return run(decidendi.parse_fact_set(text), law, decidendi.Reasoner(law.program, ("reference",)))


LISTED = "{listing: {party: group, list: the list}, source: order}"


def blocked(done: Run, name: str) -> Truth:
    return done.trace.truth(done.goals["blocked"], (name, done.trace.matter.day))


def test_the_best_proof_is_the_one_whose_weakest_evidence_is_strongest(law: decidendi.Rulebook) -> None:
    direct = "{membership: {person: ann, entity: group, during: 2018}, source: paper}"
    leads = "{leadership: {person: ann, entity: works, tenure: 2018}, source: order}"
    works = "{membership: {person: works, entity: group, during: 2018}, source: order}"
    not_foreign = "{foreign_person: {party: ann}, stated: denied, source: order}"
    weak = asked(law, LISTED, direct, not_foreign)
    row = ("ann", weak.trace.matter.day)
    predicate = weak.goals["blocked"]
    assert weak.prover.grade(predicate, row) == "press"
    strong = asked(law, LISTED, direct, leads, works, not_foreign)
    assert strong.prover.grade(predicate, row) == "official determination"
    text = strong.prover.proof(predicate, row).model_dump_json()
    assert "Works" in text
    assert "press" not in text, "the longer way, by better evidence, is the proof"


def test_no_proof_rests_on_itself(law: decidendi.Rulebook) -> None:
    done = asked(
        law,
        LISTED,
        "{membership: {person: works, entity: firm, during: 2018}}",
        "{membership: {person: firm, entity: works, during: 2018}}",
        "{membership: {person: firm, entity: group, during: 2018}}",
        *(f"{{foreign_person: {{party: {name}}}, stated: denied}}" for name in ("works", "firm")),
    )

    def check(node: decidendi.ProofNode, above: tuple[str, ...]) -> int:
        assert node.statement not in above
        return 1 + sum(check(premise, (*above, node.statement)) for premise in node.premises)

    predicate = done.goals["blocked"]
    for name in ("works", "firm"):
        assert blocked(done, name) is Truth.HOLDS
        assert check(done.prover.proof(predicate, (name, done.trace.matter.day)), ()) < 40


def test_why_not_names_the_condition_that_fails_and_the_one_that_is_unknown(law: decidendi.Rulebook) -> None:
    done = asked(law, LISTED, "{membership: {person: ann, entity: group, during: 2018}}")
    assert blocked(done, "ann") is Truth.UNDETERMINED
    node = done.absence.explain(done.goals["blocked"], ("ann", done.trace.matter.day))
    assert (node.state, node.provision) == ("undetermined", "3")
    states = [premise.state for premise in node.premises]
    assert states == ["holds", "holds", "undetermined"]

    trusted = asked(
        law, LISTED, "{membership: {person: ann, entity: group, during: 2018}}", "{foreign_person: {party: ann}}"
    )
    assert blocked(trusted, "ann") is Truth.FAILS
    near = Search(law.program.rules, trusted.trace).attempts(
        trusted.goals["blocked"], ("ann", trusted.trace.matter.day)
    )
    assert near[0].distance[0] == 1
    assert near[0].distance <= near[1].distance
    [failing] = [item for item in near[0].judged if item.truth is Truth.FAILS]
    assert failing.row == ("ann",)


def test_a_question_is_asked_where_its_answers_lead_apart_and_says_where(law: decidendi.Rulebook) -> None:
    text = HEAD + f"  - {LISTED}\n  - {{membership: {{person: ann, entity: group, during: 2018}}}}\n"
    found = decidendi.determine(decidendi.parse_fact_set(text), rulebook=law).of("ann")
    assert found.outcome == "undetermined"
    [question] = [item for item in found.questions if "Ann" in item.ask and "foreign person" in item.ask]
    assert (question.if_yes, question.if_no) == ("not blocked", "blocked")
    assert question.provision == "3"


def test_nothing_is_asked_of_what_is_settled(law: decidendi.Rulebook) -> None:
    text = HEAD + f"  - {LISTED}\n"
    assert not decidendi.determine(decidendi.parse_fact_set(text), rulebook=law).of("group").questions


def test_a_query_finds_rows_and_says_whether_they_hold(law: decidendi.Rulebook) -> None:
    done = asked(law, LISTED, "{membership: {person: ann, entity: group, during: 2018}}")
    place = Place("query", 1)
    query = parse_query("ann is near group", law.program, done.facts, place)
    assert query.truth(done.trace) is Truth.HOLDS
    assert query.rows(done.trace) == ([("ann", "group")], [])
    on_the_day = parse_query("group is blocked on 2020-07-09", law.program, done.facts, place)
    assert on_the_day.truth(done.trace) is Truth.HOLDS
    assert parse_query("group is near ann", law.program, done.facts, place).truth(done.trace) is not Truth.HOLDS


@pytest.mark.parametrize(
    ("sentence", "words"),
    [("anna is near group", "`anna` is not the name"), ("ann is neer group", "unknown sentence `ann is neer group`")],
)
def test_a_query_that_says_nothing_is_refused_with_what_is_near(
    law: decidendi.Rulebook, sentence: str, words: str
) -> None:
    done = asked(law, LISTED)
    with pytest.raises(decidendi.Refusal, match=words):
        parse_query(sentence, law.program, done.facts, Place("query", 1))


def test_a_receipt_changes_with_the_facts_the_law_and_the_options_and_with_nothing_else(
    law: decidendi.Rulebook,
) -> None:
    text = HEAD + f"  - {LISTED}\n"

    def receipt(text: str, law: decidendi.Rulebook, **options: object) -> decidendi.Receipt:
        return decidendi.determine(decidendi.parse_fact_set(text), rulebook=law, **options).receipt  # type: ignore[arg-type]

    first = receipt(text, law)
    assert receipt(text, law) == first
    other_law, _ = read_rulebook([("house.md", PAGE.replace('"the list"', '"that list"'))])
    assert other_law is not None
    changed = receipt(text, other_law)
    assert changed.result != first.result
    assert changed.pages != first.pages
    more = receipt(text + "  - {membership: {person: ann, entity: group, during: 2018}}\n", law)
    assert more.facts != first.facts
    assert "/house/1" in first.provisions
    assert first.options["as_of"] == "2020-07-09"
    assert receipt(text, law, as_of=options_of(decidendi.parse_fact_set(text)).as_of.replace(year=2021)) != first


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [2, "ü"]}) == digest({"b": [2, "ü"], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})


def test_a_changed_matter_is_answered_by_one_engine_and_without_proofs(law: decidendi.Rulebook) -> None:
    done = asked(law, LISTED)
    matter = done.trace.matter
    again = done.again(
        replace(matter, stated={name: rows for name, rows in matter.stated.items() if name != "listing"})
    )
    assert again.engines == ("reference",)
    assert not again.trace.derivations
    assert blocked(done, "group") is Truth.HOLDS
    assert blocked(again, "group") is not Truth.HOLDS
