"""The rule of the rulebook, run by its engines, and the ownership kernel answer the same on small graphs."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from decidendi.content import content_directory
from decidendi.determinations.blocked_parties import blocked_in
from decidendi.determinations.determine import options_of, run
from decidendi.determinations.owning import owning
from decidendi.facts.loading import parse_fact_set
from decidendi.facts.ownership import register_of
from decidendi.facts.periods import Truth
from decidendi.reasoning.agreement import Reasoner
from decidendi.reasoning.ownership.cautions import Kind
from decidendi.refusal import Refusal
from decidendi.rules.regimes import load_regimes
from decidendi.rules.rulebook import load_rulebook
from tests.properties.ownership_worlds import complete_tables, graphs

DAY = date(2021, 3, 1)
RULEBOOK = load_rulebook(content_directory("rules"))
REASONER = Reasoner(RULEBOOK.program)
REGIME = load_regimes(content_directory("rules") / "ownership.yaml").on(DAY)
LISTED = "{{party: {name}, list: SDN List, programme: {programme}, measure: block, during: 2020-07-09/{end}}}"
programmes = st.sampled_from(["GLOMAG", "GLOMAG", "SYRIA", "ETHIOPIA-EO14046"])
"""This order twice, another with the rule of half, and one without."""


@st.composite
def fact_sets(draw: st.DrawFn) -> str:
    """A fact set with holdings as intervals, classes, complete tables, and listings that may have ended."""
    graph = draw(st.one_of(graphs(most_owners=4), complete_tables()))
    lines = ["title: Generated", f"as of: {DAY}", "parties:"]
    individuals = {"X", "Y", "Z"} | graph.individuals
    for name in sorted({*graph.names(), "X"}):
        lines.append(f"  {name}: {{{'individual' if name in individuals else 'entity'}: {name}}}")
    lines.append("facts:")
    for name in sorted(graph.certain_seeds & set(graph.names()) | {"X"}):
        lines.append(f"  - listing: {LISTED.format(name=name, end='..', programme=draw(programmes))}")
    for name in sorted((graph.possible_seeds - graph.certain_seeds) & set(graph.names())):
        lines.append(f"  - listing: {LISTED.format(name=name, end='2021-03', programme=draw(programmes))}")
    entities = {stake.entity for stake in graph.stakes} - individuals
    for position, stake in enumerate(graph.stakes):
        if stake.entity in entities:
            share = str(stake.share).removesuffix(" percent")
            text = f'"{share}"' if share[0] in "[(" else share
            kind = draw(st.sampled_from(["", "", f", class: class {position}"]))
            lines.append(f"  - holding: {{owner: {stake.owner}, entity: {stake.entity}, share: {text}{kind}}}")
    lines += [f"  - complete holdings: {{entity: {name}}}" for name in sorted(graph.complete & entities)]
    return "\n".join(lines) + "\n"


@st.composite
def fact_sets_with_sales(draw: st.DrawFn) -> str:
    """A fact set in which listed persons gave up holdings, before or after they were listed: with a sale or without."""
    lines = ["title: Generated", f"as of: {DAY}", "parties:"]
    lines += [f"  {name}: {{individual: {name}}}" for name in "XYZ"] + [
        f"  {name}: {{entity: {name}}}" for name in "ABC"
    ]
    lines += ["facts:", f"  - listing: {LISTED.format(name='X', end='..', programme=draw(programmes))}"]
    if draw(st.booleans()):
        end = draw(st.sampled_from(["..", "2020-10-01"]))
        lines.append(f"  - listing: {LISTED.format(name='Y', end=end, programme=draw(programmes))}")
    answers = st.sampled_from(["yes", "no", "unknown"])
    for seller, buyer, entity in draw(st.sampled_from([("XZA",), ("XZA", "YZB"), ("XYA",), ("XZA", "YZC")])):
        sold = draw(st.sampled_from([25, 50, 60]))
        end = draw(st.sampled_from(["2020-05-01", "2020-09-01", "2020-12-01"]))
        held = f"owner: {seller}, entity: {entity}, share: {sold}, during: 2019-01-01/{end}"
        lines.append(f"  - holding: {{{held}}}")
        if draw(st.booleans()):
            following = end[:-1] + "2"
            bought = f"owner: {buyer}, entity: {entity}, share: {sold}, during: {following}/.."
            lines.append(f"  - holding: {{{bought}}}")
        if draw(st.booleans()):
            conditions = f"outside united states jurisdiction: {draw(answers)}, genuine: {draw(answers)}"
            to = draw(st.sampled_from([f"buyer: {buyer}, ", ""]))
            sale = f"seller: {seller}, {to}entity: {entity}, share: {sold}, on: {end}, {conditions}"
            lines.append(f"  - divestment: {{{sale}}}")
    for owner, entity in draw(st.lists(st.sampled_from([("A", "B"), ("A", "C"), ("B", "C")]), unique=True, max_size=2)):
        lines.append(f"  - holding: {{owner: {owner}, entity: {entity}, share: {draw(st.sampled_from([25, 40]))}}}")
    return "\n".join(lines) + "\n"


@st.composite
def fact_sets_with_sellers_that_are_owned(draw: st.DrawFn) -> str:
    """A fact set in which entities that others own sold what they held, one after the other or in a ring."""
    lines = ["title: Generated", f"as of: {DAY}", "parties:", "  X: {individual: X}", "  Z: {individual: Z}"]
    entities = "ABCD"
    lines += [f"  {name}: {{entity: {name}}}" for name in entities]
    begin = draw(st.sampled_from(["2020-01-09", "2020-05-01", "2020-05-02", "2020-09-01"]))
    end = draw(st.sampled_from(["..", "..", "2020-10-01"]))
    programme = draw(programmes)
    listed = f"party: X, list: SDN List, programme: {programme}, measure: block, during: {begin}/{end}"
    lines += ["facts:", f"  - listing: {{{listed}}}"]
    answers = st.sampled_from(["yes", "yes", "no", "unknown"])
    pairs = [(one, other) for one in "X" + entities for other in entities if one != other]
    ends = ["2020-05-01", "2020-05-02", "2020-09-01", "2020-12-01"]
    for owner, entity in draw(st.lists(st.sampled_from(pairs), unique=True, min_size=2, max_size=5)):
        share = draw(st.sampled_from(["60", "50", "25", '"[40, 60]"']))
        start = draw(st.sampled_from(["2019-01-01", "2019-01-01", "2020-05-01", "2020-05-02"]))
        last = draw(st.sampled_from(["..", *ends]))
        if last <= start:
            last = ".."
        lines.append(f"  - holding: {{owner: {owner}, entity: {entity}, share: {share}, during: {start}/{last}}}")
        if last != ".." and draw(st.booleans()):
            conditions = f"outside united states jurisdiction: {draw(answers)}, genuine: {draw(answers)}"
            buyer = draw(st.sampled_from(["", *(f"buyer: {name}, " for name in "ZZAD" if name not in (owner, entity))]))
            on = draw(st.sampled_from([last, last[:-1] + str(int(last[-1]) + 1)]))
            sale = f"seller: {owner}, {buyer}entity: {entity}, share: {share}, on: {on}, {conditions}"
            lines.append(f"  - divestment: {{{sale}}}")
    return "\n".join(lines) + "\n"


def agree(text: str) -> None:
    """Both answer the same of everyone: who counts as a blocked owner, and who is blocked under the order itself."""
    facts = parse_fact_set(text)
    try:
        done = owning(register_of(facts, blocked_in(facts, RULEBOOK, DAY, None)), REGIME, DAY)
    except Refusal:
        assume(False)
        raise
    solution = done.solution
    assume(not any(table.overfull for table in solution.tables.values()))
    made = run(facts, RULEBOOK, REASONER, options_of(facts))
    elsewhere = {caution.entity for caution in done.cautions if caution.kind is Kind.OTHERWISE}
    for party in facts.parties:
        row = (party.name, made.trace.matter.day)
        assert made.trace.truth(made.goals["blocked owner"], row) is solution.status(party.name), party.name
        under_the_order = Truth.FAILS if party.name in elsewhere else solution.status(party.name)
        assert made.trace.truth(made.goals["blocked"], row) is under_the_order, party.name


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(fact_sets(), fact_sets_with_sales(), fact_sets_with_sellers_that_are_owned()))
def test_the_rule_and_the_kernel_agree_on_who_is_blocked(text: str) -> None:
    agree(text)
