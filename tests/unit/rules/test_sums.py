"""Sums of shares: the rule text, both engines, and what the sum is said to rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

import decidendi
from decidendi.determinations.answers import answer
from decidendi.determinations.determine import options_of, run

PAGE = """---
instrument: Rules of ownership
citation: Example 1
identifier: /example
in force: 2000-01-01/..
status: checked
outline: [1, 2]
---

```nouns
an owner is a person
a class is a word
```

```term
a person is blocked on a day
an owner holds a share of an entity in a class on a day
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

# Sec. 2 Owned

```parameter
the ownership threshold is 50 percent from 2014-08-13
```

```rule
An owner holds a share of an entity in a class on a day if
    the owner held the share of the "equity" of the entity in the class during a time,
    the time covers the day.
```

```rule
An entity is blocked on a day if
    the shares add up to {comparison} the ownership threshold{undisclosed}, one for each owner and class, where
        an owner holds a share of the entity in a class on the day,
    counting those where
        the owner is blocked on the day,
    making up the whole where
        the holdings stated of the entity are all there are.
```
"""


def reasoner(tmp_path: Path, comparison: str = "at least", undisclosed: str = ""):
    page = tmp_path / "ownership.md"
    page.write_text(PAGE.format(comparison=comparison, undisclosed=undisclosed), encoding="utf-8")
    rulebook = decidendi.load_rulebook(page)
    return rulebook, decidendi.Reasoner(rulebook.program)


def matter(*facts: str, day: str = "2021-03-01") -> decidendi.FactSet:
    lines = ["title: Ownership", f"as of: {day}", "parties:"]
    lines += [f"  {name}: {{individual: {name.upper()}}}" for name in ("x", "y", "z")]
    lines += [f"  {name}: {{entity: {name.upper()}}}" for name in ("a", "b", "c")]
    lines += ["facts:", "  - listing: {party: [x, y], list: the list}", *(f"  - {fact}" for fact in facts)]
    return decidendi.parse_fact_set("\n".join(lines) + "\n")


def outcomes(law, facts: decidendi.FactSet) -> str:
    rulebook, engines = law
    result = decidendi.determine(facts, rulebook=rulebook, reasoner=engines, questions=False)
    return " ".join(
        {"blocked": "blocked", "not blocked": "free", "undetermined": "open"}[result.of(name).outcome]
        for name in ("a", "b", "c")
    )


def holds(owner: str, entity: str, share: str, **more: str) -> str:
    slots = {"owner": owner, "entity": entity, "share": f'"{share}"', **more}
    return "holding: {" + ", ".join(f"{name}: {value}" for name, value in slots.items()) + "}"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((holds("x", "a", "50"), holds("a", "b", "50"), holds("b", "c", "49.999")), "blocked blocked free"),
        ((holds("x", "a", "25"), holds("y", "a", "25")), "blocked free free"),
        ((holds("x", "a", "1/6"), holds("y", "a", "1/3")), "blocked free free"),
        ((holds("x", "a", "[25, 50)"),), "free free free"),
        ((holds("x", "a", "[25, 50]"),), "open free free"),
        ((holds("x", "a", "unknown"), holds("z", "a", "55")), "free free free"),
        ((holds("x", "a", "unknown"), holds("z", "a", "50")), "open free free"),
        ((holds("a", "b", "60"), holds("b", "a", "60")), "free free free"),
        ((holds("x", "a", "40"), holds("a", "b", "60"), holds("b", "a", "60")), "free free free"),
        ((holds("x", "a", "60"), holds("z", "a", "60")), "open free free"),
        ((holds("x", "a", "90"), holds("z", "a", "30")), "blocked free free"),
        ((holds("x", "a", "60", during="2019/2020"),), "free free free"),
        ((holds("x", "a", "60", during='"2019/"'),), "open free free"),
        ((holds("x", "a", "60", basis="votes"),), "free free free"),
        ((holds("x", "a", "30"), holds("x", "a", "20", **{"class": "preferred"})), "blocked free free"),
        ((holds("unknown", "a", "60"),), "open free free"),
        ((holds("x", "a", "unknown"), holds("z", "a", "30"), "complete_holdings: {entity: a}"), "blocked free free"),
        ((holds("x", "a", "unknown"), holds("z", "a", "30")), "open free free"),
        # All there are, and less than the whole: the facts contradict each other, and nothing is sure.
        ((holds("x", "a", "25"), "complete_holdings: {entity: a}"), "open free free"),
    ],
)
def test_what_counts_is_added_up_exactly(tmp_path: Path, facts: tuple[str, ...], expected: str) -> None:
    assert outcomes(reasoner(tmp_path), matter(*facts)) == expected


def test_the_rule_text_says_whether_the_threshold_itself_is_enough(tmp_path: Path) -> None:
    facts = matter(holds("x", "a", "50"), holds("x", "b", "50.01"), holds("x", "c", "(50, 60]"))
    assert outcomes(reasoner(tmp_path, "more than"), facts) == "free blocked blocked"
    assert outcomes(reasoner(tmp_path, "at least"), facts) == "blocked blocked blocked"


def test_what_nobody_discloses_counts_where_the_rule_text_says_so(tmp_path: Path) -> None:
    facts = matter(holds("x", "a", "30"), holds("z", "b", "51"), holds("x", "c", "50"))
    assert outcomes(reasoner(tmp_path), facts) == "free free blocked"
    assert outcomes(reasoner(tmp_path, undisclosed=", undisclosed ones included"), facts) == "open free blocked"


def test_before_the_parameter_has_a_value_no_sum_is_compared(tmp_path: Path) -> None:
    assert outcomes(reasoner(tmp_path), matter(holds("x", "a", "50"), day="2014-08-12")) == "free free free"


def test_a_proof_names_no_share_that_can_be_dropped_and_is_not_circular(tmp_path: Path) -> None:
    rulebook, engines = reasoner(tmp_path)
    facts = matter(
        holds("x", "a", "40"),
        holds("y", "a", "15"),
        holds("b", "a", "30"),
        holds("a", "b", "60"),
        holds("z", "a", "5"),
    )
    done = run(facts, rulebook, engines, options_of(facts))
    (proof,) = answer(done, "b is blocked on 2021-03-01").proof
    told: list[str] = []

    def tell(node) -> None:
        told.append(node.statement)
        for premise in node.premises:
            tell(premise)

    tell(proof)
    assert [text for text in told if " held " in text] == [
        "A held 60 percent of B",
        "X held 40 percent of A",
        "Y held 15 percent of A",
    ]
    assert any("add up to 55 percent" in text for text in told)


def told(node) -> list[str]:
    return [node.statement, *(text for premise in node.premises for text in told(premise))]


def test_where_a_sum_falls_short_the_proof_says_what_was_added_up_and_who_does_not_count(tmp_path: Path) -> None:
    rulebook, engines = reasoner(tmp_path)
    facts = matter(holds("x", "a", "unknown"), holds("z", "a", "55"))
    (proof,) = answer(run(facts, rulebook, engines, options_of(facts)), "a is blocked on 2021-03-01").proof
    text = "\n".join(told(proof))
    assert proof.state == "fails"
    assert "the shares that count add up to at most 45 percent, and at least 50 percent is asked" in text
    assert "Z held 55 percent of A" in text
    assert "Z is blocked on 2021-03-01" in text


def test_an_entity_of_which_no_holding_is_stated_is_not_reached_and_the_proof_says_so(tmp_path: Path) -> None:
    rulebook, engines = reasoner(tmp_path)
    facts = matter()
    (proof,) = answer(run(facts, rulebook, engines, options_of(facts)), "a is blocked on 2021-03-01").proof
    assert "no share that could count is stated, and at least 50 percent is asked" in told(proof)
