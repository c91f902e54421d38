"""The conclusions about the July 2020 matter as an engineer would write them in Python, without an engine.

It covers what that matter asks: who meets which criterion of section 1(a), in three states; who is blocked; and
whether a dealing is prohibited, under which provision, with which response. It reads the same fact set. It knows the
default readings only, no property, no steps, no licence with terms, no denial, no ownership, and gives no reasons;
where a matter needs these it refuses, so that its speed is not that of an answer it does not give.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from decidendi.facts.fact_set import FactSet
from decidendi.facts.periods import Period, Truth, overlap

Conclusions = dict[tuple[str, str, str], tuple[str, str]]
"""Kind, subject and provision to outcome and response; the provision of a status is left out."""

UNITED_STATES = {"US", "PR", "GU", "VI", "AS", "MP"}
COVERED = {"serious human rights abuse", "corruption", "transfer of proceeds of corruption"}
IN_FORCE = date(2017, 12, 21).toordinal()
PART = {"responsible", "complicit", "direct", "indirect"}
READ = {
    *("activity_during", "activity_form", "activity_kind", "activity_place", "blocking_basis", "conduct", "office"),
    *("dealing_country", "dealing_kind", "dealing_on", "dealing_origin", "dealing_to", "determination"),
    *("foreign_person", "leadership", "party_aka", "party_country", "relation"),
}


def by_hand(facts: FactSet, day: Period) -> Conclusions:  # noqa: PLR0915 (one plain function is the point)
    """Who meets what, who is blocked, what is prohibited, on a day."""
    said: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for statement in facts.statements:
        if statement.denied or statement.predicate not in READ:
            raise NotImplementedError(statement.predicate)
        said[statement.predicate].append(statement.arguments)
    if facts.complete or facts.licenses or facts.property:
        raise NotImplementedError("complete classes, licenses and property")

    countries = defaultdict(set)
    for party, country in said["party_country"]:
        countries[party].add(country)
    found_foreign = {party for (party,) in said["foreign_person"]}
    american = {party for party, where in countries.items() if where & UNITED_STATES}
    foreign = found_foreign | {p for p, where in countries.items() if where - UNITED_STATES and p not in american}
    certainly_not_foreign = american - found_foreign

    kind = dict(said["activity_kind"])
    when = dict(said["activity_during"])
    covered = {activity for activity, what in kind.items() if what in COVERED}
    implicated = {(party, activity) for party, activity, part, _ in said["conduct"] if part in PART}
    attempted = {(party, activity) for party, activity, part, _ in said["conduct"] if part == "attempted"}
    officials = {person for person, *_ in said["office"]}
    officials |= {p for p, entity, _ in said["leadership"] if facts.kind_of(entity) == "government entity"}
    tenures = defaultdict(list)
    for person, entity, tenure in said["leadership"]:
        tenures[person].append((entity, tenure))
    engaged = set(implicated)
    for person, held in tenures.items():  # those who lead a body belong to it
        for entity, tenure in held:
            for party, activity in implicated:
                if party == person and overlap(tenure, when[activity]) is Truth.HOLDS:
                    engaged.add((entity, activity))
    related = {(activity, person, entity) for activity, person, entity in said["relation"]}
    for person, held in tenures.items():
        for entity, tenure in held:
            related |= {(a, person, entity) for a, time in when.items() if overlap(tenure, time) is Truth.HOLDS}

    determined = {
        party: on
        for party, _, _, on in said["determination"]
        if on.latest_end <= day.earliest_begin  # on or before the day asked about
    }
    basis = {(entity, person) for entity, person in said["blocking_basis"]}

    result: Conclusions = {}
    spoken_of = ("foreign_person", "conduct", "leadership", "office", "determination", "relation", "blocking_basis")
    subjects = {party for name in spoken_of for row in said[name] for party in row if facts.kind_of(str(party))}
    for person in sorted(subjects & (set(determined) | found_foreign)):
        is_foreign = person in foreign
        mine = {activity for party, activity in implicated if party == person}
        kinds = {kind[activity] for activity in mine}
        leads = [entity for entity, _ in tenures[person]]
        met = {
            "1(a)(i)": False,
            "1(a)(ii)(A)": is_foreign and "serious human rights abuse" in kinds,
            "1(a)(ii)(B)(1)": is_foreign and person in officials and "corruption" in kinds,
            "1(a)(ii)(B)(2)": is_foreign and person in officials and "transfer of proceeds of corruption" in kinds,
            "1(a)(ii)(C)(1)": is_foreign
            and any(
                (entity, activity) in engaged and (activity, person, entity) in related
                for entity in leads
                for activity in covered
            ),
            "1(a)(ii)(C)(2)": is_foreign
            and any(
                entity in determined
                and (
                    (entity, person) in basis
                    or any((entity, a) in engaged and (a, person, entity) in related for a in covered)
                )
                for entity in leads
            ),
            "1(a)(ii)(D)": is_foreign and any((person, activity) in attempted for activity in covered),
            # Nothing that this function reads supports (iii): what no source states stays open.
            "1(a)(iii)(A)(1)": False,
            "1(a)(iii)(A)(2)": False,
            "1(a)(iii)(A)(3)": False,
            "1(a)(iii)(B)": False,
            "1(a)(iii)(C)": False,
        }
        for label, holds in met.items():
            # A listing is a public act, so that silence means no; a person who is not foreign is out of reach of (ii).
            closed = label == "1(a)(i)" or ("(ii)" in label and person in certainly_not_foreign)
            outcome = "met" if holds else "not met" if closed else "undetermined"
            result["criterion", person, label] = (outcome, "")
    for party in facts.parties:
        result["status", party.name, ""] = ("blocked" if party.name in determined else "not blocked", "")

    for dealing in facts.dealings:
        on = dealing.on
        if on is None or not on.is_one_day:
            raise NotImplementedError("a dealing without a day")
        in_force = on.earliest_begin >= IN_FORCE
        roles = {*dealing.origin, *dealing.to}
        touches = in_force and any(
            p in roles and since.latest_end <= on.earliest_begin for p, since in determined.items()
        )
        nexus = set(dealing.country) & UNITED_STATES or roles & american
        ties_settled = dealing.country and roles <= {*countries, *found_foreign}
        if touches and nexus:
            moves = set(dealing.kind) & {"funds", "goods", "transfer of property"}
            result["dealing", dealing.name, "4(a)"] = ("prohibited", "block" if moves else "reject")
        elif touches and not ties_settled:
            result["dealing", dealing.name, "4(a)"] = ("undetermined", "undetermined")
        else:
            result["dealing", dealing.name, ""] = ("not prohibited", "none")
    return result
