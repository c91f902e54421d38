"""The table of real designations: what was stated as the ground of each, and what the rulebook derives.

`python -m tests.legal.designation_table` writes docs/designations.md; a test compares the page with what would be
written, so that the page cannot drift from the law and the facts.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import decidendi
from decidendi.determinations.determine import Run, options_of, run
from decidendi.facts.fact_set import FactSet, Statement
from decidendi.facts.periods import Truth

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "designations.md"
CASES = Path(__file__).parent / "designations.csv"
WORDINGS = {"A": "in full", "B": "quoted", "C": "paraphrase"}
AGREES, OTHER, UNDETERMINED, DISAGREES = "yes", "yes, the other", "undetermined", "NO"
ABOUT = """\
# Real designations

What sources state as the ground of each designation, and what the rulebook derives from the conduct that they state.
Written by `python -m tests.legal.designation_table`; do not edit.

* *Stated*: the criterion that a source gives as the ground. "or" names another that the same words support as well.
* *Wording*: how the ground reaches us. *In full*: the sentence of the order in a text of the government or a reprint;
  *quoted*: words of the government in somebody else's text; *paraphrase*: somebody else's words, or official words
  that name the conduct and not the whole formula. This is about the ground and is not the grade of the evidence.
* *Derived*: every criterion that the facts satisfy. The authority chooses one ground; that others fit is no error.
* *Agrees*: whether the stated criterion is among those derived. It is the same when the determination and the list
  entry of the person are left out of the facts, so that no ground is derived from itself. Those of others stay: a
  person whom somebody supports, owns or acts for must be blocked.
* *Rests on*: the weakest evidence on the best proof.
* A name marked + is inferred: the ground is stated for a counted group, and the list links the name to one blocked.
* A criterion is undetermined where a source says "involved" or "role" and states no act, or leaves a date or a person
  open. A verdict of the authority is not restated as conduct.
* "Owned or controlled by", "acting for" and "related to his tenure" are ground and fact in one: where a source says no
  more, agreement shows that the rulebook reads the words and closes the chain to a blocked person, and nothing else.
"""


@dataclass(frozen=True)
class Case:
    """One designation as it is stated; `stated` is empty for a removal from the list."""

    facts: str
    party: str
    stated: str
    also: str
    wording: str
    limb: str
    inferred: bool


@dataclass(frozen=True)
class Row:
    """A case and what became of it.

    `alone` is the outcome without the determination of the party itself, `then` on what was known on the day.
    """

    case: Case
    matter: str
    name: str
    derived: tuple[str, ...]
    agrees: str
    alone: str
    then: str
    rests_on: str
    why: str


def cases() -> list[Case]:
    with CASES.open(encoding="utf-8") as file:
        return [
            Case(
                item["fact set"],
                item["party"],
                item["stated"],
                item["also possible"],
                item["wording"],
                item["limb"],
                item["name inferred"] == "yes",
            )
            for item in csv.DictReader(file)
        ]


def load(name: str) -> FactSet:
    folder = ROOT / "facts"
    return decidendi.load_fact_set(
        folder / f"{name}.yaml" if name.startswith("treasury") else folder / "designations" / f"{name}.yaml"
    )


def without_the_verdict(facts: FactSet, party: str) -> FactSet:
    """The facts without what the authority decided about a party; the Annex stays, since it is law and no verdict."""

    def is_verdict(item: Statement) -> bool:
        if item.predicate not in ("determination", "listing") or item.arguments[0] != party:
            return False
        return item.predicate == "determination" or item.arguments[1] != "Annex"

    kept = tuple(item for item in facts.statements if not is_verdict(item))
    return facts.model_copy(update={"statements": kept, "expect": ()})


def rows(rulebook: decidendi.Rulebook, reasoner: decidendi.Reasoner) -> list[Row]:
    found = []
    for name in dict.fromkeys(case.facts for case in cases()):
        facts = load(name)
        done = run(facts, rulebook, reasoner)
        for case in (case for case in cases() if case.facts == name):
            options = options_of(facts, consider=(case.party,))
            alone = done.again(reasoner.grounder.matter(without_the_verdict(facts, case.party), options))
            earlier = done.again(reasoner.grounder.matter(facts, replace(options, known=facts.as_of)))
            agrees = verdict(case, criteria(done, case.party))
            found.append(
                Row(
                    case=case,
                    matter=facts.title,
                    name=facts.title_of(case.party),
                    derived=met(criteria(done, case.party)),
                    agrees=agrees,
                    alone=verdict(case, criteria(alone, case.party)),
                    then=verdict(case, criteria(earlier, case.party)),
                    rests_on=grade(done, case),
                    why=reason(facts, case) if agrees == UNDETERMINED else "",
                )
            )
    return found


def criteria(done: Run, party: str) -> dict[str, Truth]:
    return {label: done.trace.truth(done.goals["criterion"], (party, label)) for label in done.labels("criterion")}


def met(outcomes: dict[str, Truth]) -> tuple[str, ...]:
    return tuple(label for label, truth in outcomes.items() if truth is Truth.HOLDS)


def verdict(case: Case, outcomes: dict[str, Truth]) -> str:
    if not case.stated:
        return ""
    if outcomes[case.stated] is Truth.HOLDS:
        return AGREES
    if any(outcomes[label] is Truth.HOLDS for label in case.also.split()):
        return OTHER
    return UNDETERMINED if outcomes[case.stated] is Truth.UNDETERMINED else DISAGREES


def grade(done: Run, case: Case) -> str:
    labels = [label for label in (case.stated, *case.also.split()) if label in met(criteria(done, case.party))]
    return done.prover.proof(done.goals["criterion"], (case.party, labels[0])).grade if labels else ""


def reason(facts: FactSet, case: Case) -> str:
    sentence = f'{case.party} meets criterion "{case.stated}"'
    return next(item.reason for item in facts.expect if item.sentence == sentence)


def counts(found: list[Row]) -> list[str]:
    lines = [
        "| stated criterion | wording | cases | agree | undetermined | disagree |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        if row.case.stated:
            limb = f", {row.case.limb}" if row.case.limb else ""
            groups.setdefault((row.case.stated + limb, row.case.wording), []).append(row)
    for (stated, wording), group in sorted(groups.items()):
        lines.append(f"| {stated} | {WORDINGS[wording]} | {tally(group)} |")
    lines.append(f"| all | | {tally([row for row in found if row.case.stated])} |")
    return lines


def tally(group: list[Row]) -> str:
    got = Counter("yes" if row.agrees.startswith("yes") else row.agrees for row in group)
    return " | ".join(str(number) for number in (len(group), got["yes"], got[UNDETERMINED], got[DISAGREES]))


def page(found: list[Row]) -> str:
    people = len({(row.case.facts, row.case.party) for row in found})
    lines = [
        ABOUT,
        f"## Counts\n\n{people} persons and bodies in {len({row.case.facts for row in found})} actions; one of ",
    ]
    lines[-1] += "them under two criteria, one removed from the list.\n"
    lines += counts(found)
    then = Counter(row.then for row in found if row.case.stated)
    more = then[UNDETERMINED] - sum(row.agrees == UNDETERMINED for row in found)
    lines += [
        "",
        f"On what was published by the day of the action alone, {then[AGREES] + then[OTHER]} agree.",
        f"The {more} others want a nationality, which a later copy of the list states, or a release of the day after.",
    ]
    for name in dict.fromkeys(row.case.facts for row in found):
        group = [row for row in found if row.case.facts == name]
        where = f"{name}.yaml" if name.startswith("treasury") else f"designations/{name}.yaml"
        lines += [
            "",
            f"## [{group[0].matter}](../facts/{where})",
            "",
            "| who | stated | wording | derived | agrees | rests on | why undetermined |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for row in group:
            stated = row.case.stated or "removal from the list"
            stated += f" or {row.case.also.replace(' ', ', ')}" if row.case.also else ""
            lines.append(
                f"| {row.name}{' +' if row.case.inferred else ''} | {stated} | {WORDINGS[row.case.wording]} "
                f"| {', '.join(row.derived) or '-'} | {row.agrees or '-'} | {row.rests_on or '-'} | {row.why or '-'} |"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    rulebook = decidendi.load_rulebook(ROOT / "rules")
    PAGE.write_text(page(rows(rulebook, decidendi.Reasoner(rulebook.program))), encoding="utf-8")


if __name__ == "__main__":
    main()
