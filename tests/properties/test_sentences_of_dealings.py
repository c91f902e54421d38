"""Legal sentences about exemptions, licences, ranges and the first day of the order, over generated matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, find, given, settings
from hypothesis import strategies as st

import decidendi
from decidendi.content import content_directory
from decidendi.determinations.determine import Run, dealing_outcome, options_of, run
from decidendi.facts.periods import Truth, covers
from decidendi.rules.form import Program
from tests.properties.generated_facts import ENTITIES, PARTIES, Document, documents, facts_of

FEW = settings(max_examples=15, suppress_health_check=list(HealthCheck))
LAW = decidendi.load_rulebook(content_directory("rules"))
REASONER = decidendi.Reasoner(LAW.program, ("reference",))

EXEMPTING = {
    "letter": "nothing of value is transferred",
    "donation of articles": "the articles are intended to relieve human suffering",
    "publication": "the materials are fully created and in existence",
    "ticket": "the dealing is ordinarily incident to a person's travel to or from a country",
}
"""A form of dealing that an exemption speaks of, with a circumstance that it asks for."""
NOT_CONTROLLED = 'it is not the case that payment is such that "the materials are controlled for export"'
NOT_FOR_TRADE = 'it is not the case that payment is such that "goods are carried for trade"'
_LISTED = {"list": "SDN List", "programme": "GLOMAG", "measure": "block", "during": "2018-06-01/.."}
_FORMS = ("a lease", "a sale")
_CONDITION = "the rent goes into a blocked account"


def asked(document: Document, law: decidendi.Rulebook = LAW, reasoner: decidendi.Reasoner = REASONER) -> Run:
    try:
        facts = facts_of(document)
        return run(facts, law, reasoner, options_of(facts, consider=document["parties"]))
    except decidendi.Refusal:
        assume(False)
        raise


def rulebook_of(program: Program) -> tuple[decidendi.Rulebook, decidendi.Reasoner]:
    return replace(LAW, program=program), decidendi.Reasoner(program, ("reference",))


def without_exemptions(program: Program) -> Program:
    exempt = program.goals["exempt"]
    return replace(program, rules=tuple(rule for rule in program.rules if rule.head.predicate != exempt))


STRICT = rulebook_of(without_exemptions(LAW.program))


@st.composite
def exempt_matters(draw: st.DrawFn) -> Document:
    """A matter whose dealing has a form that an exemption speaks of, with some of what the exemption asks for."""
    document = draw(documents(least=1))
    form = draw(st.sampled_from(sorted(EXEMPTING)))
    payment = {**document["dealings"]["payment"], "form": form, "to": "chen", "in": "US"}
    facts = [*document["facts"], {"listing": {"party": "chen", **_LISTED}}]
    for circumstance in (EXEMPTING[form], "the materials are exported"):
        if draw(st.booleans()):
            facts.append(f'payment is such that "{circumstance}"')
    if draw(st.booleans()):
        facts.append(NOT_CONTROLLED)
    if draw(st.booleans()):
        facts.append(NOT_FOR_TRADE)
    return {**document, "dealings": {"payment": payment}, "facts": facts}


@FEW
@given(exempt_matters())
def test_an_exemption_never_creates_a_prohibition(document: Document) -> None:
    """What is prohibited, or may be, under the law with its exemptions is so under the law without them."""
    law, reasoner = STRICT
    prohibited = LAW.program.goals["prohibited"]
    with_them, without_them = asked(document).trace, asked(document, law, reasoner).trace
    assert with_them.must.get(prohibited, frozenset()) <= without_them.must.get(prohibited, frozenset())
    assert with_them.may.get(prohibited, frozenset()) <= without_them.may.get(prohibited, frozenset())


@st.composite
def licensed_matters(draw: st.DrawFn) -> Document:
    """Blocked persons, a specific licence of some terms, and a dealing that may or may not be within them."""
    blocked = draw(st.sets(st.sampled_from(["chen", "huo"]), min_size=1))
    persons = draw(st.sets(st.sampled_from(["chen", "huo"])))
    forms = draw(st.sets(st.sampled_from(_FORMS), min_size=0 if persons else 1))
    licence = {
        "kind": "specific",
        "number": "GLOMAG-1",
        "issued by": "OFAC",
        "during": draw(st.sampled_from(["2021-01-01/2021-03-31", "2019/2020", "2021-02/..", "2021-02-15"])),
        "authorizes": [*sorted(persons), *sorted(forms)],
    }
    if draw(st.booleans()):
        licence["conditions"] = [_CONDITION]
    payment: dict[str, Any] = {"kind": "contract", "from": "jane", "in": "US"}
    payment["to"] = sorted(draw(st.sets(st.sampled_from(["chen", "huo"]), min_size=1)))
    payment["on"] = draw(st.sampled_from(["2021-02-15", "2021-04-01", "2020-12-31", "2021-02"]))
    if draw(st.booleans()):
        payment["form"] = draw(st.sampled_from(_FORMS))
    facts: list[Any] = [{"listing": {"party": name, **_LISTED}} for name in sorted(blocked)]
    if draw(st.booleans()):
        said = f'payment is such that "{_CONDITION}"'
        facts.append(draw(st.sampled_from([said, f"it is not the case that {said}"])))
    return {
        "title": "A licence",
        "as of": "2021-06-01",
        "parties": {name: {kind: name} for name, kind in PARTIES.items()},
        "licenses": {"licence": licence},
        "dealings": {"payment": payment},
        "facts": facts,
    }


@settings(FEW, max_examples=40)
@given(licensed_matters())
def test_a_licence_never_reaches_beyond_its_terms(document: Document) -> None:
    """Whatever it authorizes is of a form, for the persons, on a day and under the conditions that it names."""
    payment, licence = document["dealings"]["payment"], document["licenses"]["licence"]
    if dealing_outcome(asked(document), "payment") != "authorized":
        return
    facts = facts_of(document)
    [day] = [item.on for item in facts.dealings]
    [period] = [item.arguments[1] for item in facts.statements if item.predicate == "license_during"]
    assert day is not None
    assert covers(period, day) is Truth.HOLDS
    terms = licence["authorizes"]
    persons, forms = {item for item in terms if item in PARTIES}, {item for item in terms if item in _FORMS}
    assert not forms or payment.get("form") in forms
    blocked = {fact["listing"]["party"] for fact in document["facts"] if isinstance(fact, dict)}
    assert not persons or blocked & {*payment["to"]} <= persons
    assert "conditions" not in licence or f'payment is such that "{_CONDITION}"' in document["facts"]


_RANGES = {"[25, 50)": ("25", "49"), "[40, 60]": ("40", "50", "60", "[40, 50)"), "unknown": ("0", "50", "[10, 30]")}


@st.composite
def held_in_ranges(draw: st.DrawFn) -> tuple[Document, Document]:
    """Chains of holdings below a listed person, and the same matter with one range narrowed."""
    holdings = []
    for place, entity in enumerate(ENTITIES):
        for owner in draw(st.sets(st.sampled_from(["chen", "huo", *ENTITIES[:place]]), min_size=1)):
            share = draw(st.sampled_from(["25", "50", "10", *_RANGES]))
            holdings.append({"owner": owner, "entity": entity, "share": share})
    wide = [item for item in holdings if item["share"] in _RANGES]
    assume(wide)
    chosen = draw(st.sampled_from(wide))
    narrow = {**chosen, "share": draw(st.sampled_from(_RANGES[chosen["share"]]))}

    def document(rows: list[dict[str, str]]) -> Document:
        return {
            "title": "Holdings",
            "as of": "2021-03-01",
            "parties": {name: {kind: name} for name, kind in PARTIES.items()},
            "dealings": {"payment": {"kind": "funds", "from": "jane", "to": "bank", "on": "2021-02-15", "in": "US"}},
            "facts": [{"listing": {"party": "chen", **_LISTED}}, *({"holding": row} for row in rows)],
        }

    return document(holdings), document([narrow if item is chosen else item for item in holdings])


@FEW
@given(held_in_ranges())
def test_narrowing_a_range_never_turns_blocked_into_not_blocked(matters: tuple[Document, Document]) -> None:
    """Under the rulebook, statuses and the dealing alike: what a range settles, each value within it settles alike."""
    wide, narrow = (asked(document) for document in matters)
    for name in PARTIES:
        row = (name, wide.trace.matter.day)
        before = wide.trace.truth(LAW.program.goals["blocked"], row)
        if before is not Truth.UNDETERMINED:
            assert narrow.trace.truth(LAW.program.goals["blocked"], row) is before, name
    if dealing_outcome(wide, "payment") != "undetermined":
        assert dealing_outcome(narrow, "payment") == dealing_outcome(wide, "payment")


@FEW
@given(documents(least=2), st.dates(min_value=date(2000, 1, 1), max_value=date(2017, 12, 20)))
def test_a_dealing_of_a_day_before_the_order_is_not_prohibited(document: Document, day: date) -> None:
    """Asked about later, an earlier dealing is still judged by the law of its own day."""
    payment = {**document["dealings"]["payment"], "on": day.isoformat()}
    payment.pop("agreed on", None)
    found = asked({**document, "dealings": {"payment": payment}})
    assert dealing_outcome(found, "payment") == "not prohibited"


WORDS = tuple(
    (key, word)
    for key in ("form", "purpose", "stage", "kind")
    for word in (*LAW.program.constants.get((f"dealing_{key}", 1), ()), "agreed")
)
"""Slots of a dealing with each word that a rule asks for there, and one that is asked for in some of them only."""


@pytest.mark.parametrize(("key", "word"), WORDS)
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(document=documents(least=1))
def test_an_unknown_word_decides_nothing_that_the_word_could_change(key: str, word: str, document: Document) -> None:
    """Where a word of a dealing is unknown, an answer given as certain is the answer under whatever the word is."""
    payment = document["dealings"]["payment"]
    known = asked({**document, "dealings": {"payment": {**payment, key: word}}})
    unknown = asked({**document, "dealings": {"payment": {**payment, key: "unknown"}}})
    prohibited = LAW.program.goals["prohibited"]
    for label in known.labels("prohibited"):
        truth = unknown.trace.truth(prohibited, ("payment", label))
        assert truth in (Truth.UNDETERMINED, known.trace.truth(prohibited, ("payment", label))), label


def test_the_generated_matters_reach_what_they_are_about() -> None:
    """Lest a property hold because nothing generated is ever exempt or authorized."""
    for form, circumstance in EXEMPTING.items():
        document: Document = {
            "title": "An exemption",
            "as of": "2021-06-01",
            "parties": {name: {kind: name} for name, kind in PARTIES.items()},
            "dealings": {"payment": {"kind": "services", "form": form, "from": "jane", "to": "chen", "in": "US"}},
            "facts": [{"listing": {"party": "chen", **_LISTED}}],
        }
        document["dealings"]["payment"]["on"] = "2021-02-15"
        document["facts"] += [f'payment is such that "{item}"' for item in (circumstance, "the materials are exported")]
        document["facts"] += [NOT_CONTROLLED, NOT_FOR_TRADE]
        expected = "prohibited" if form.startswith("donation") else "exempt"
        assert dealing_outcome(asked(document), "payment") == expected, form
    licensed = find(licensed_matters(), lambda item: dealing_outcome(asked(item), "payment") == "authorized")
    assert licensed["licenses"]
