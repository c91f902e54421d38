"""What a run answers: determinations with their proofs, questions and cautions, and the receipt that goes with them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["criterion", "status", "dealing"]
State = Literal["holds", "undetermined", "fails"]

EVERY_KIND: Final[frozenset[Kind]] = frozenset({"criterion", "status", "dealing"})


class Frozen(BaseModel):
    """A value that never changes once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(Frozen):
    """A provision as it is cited: `label` as the instrument counts, and how far its text has been checked."""

    label: str
    identifier: str
    title: str
    instrument: str
    citation: str
    status: str


class Support(Frozen):
    """One source behind a fact: its name in the fact set, its title, the place in it, and the grade."""

    source: str
    title: str
    where: str
    grade: str


class ProofNode(Frozen):
    """One step of a proof.

    `statement` is the English of the conclusion or fact. A conclusion names its `provision` (a label) and the place
    of its rule; a fact names its sources. `premises` are the steps that it rests on, in the order of the rule.
    """

    statement: str
    state: State
    predicate: str
    provision: str = ""
    identifier: str = ""
    rule: str = ""
    reading: str = ""
    grade: str = ""
    sources: tuple[Support, ...] = ()
    premises: tuple[ProofNode, ...] = ()


class Question(Frozen):
    """An unknown that bears on a determination, and the outcome either way.

    `sentence` is how a fact set would state it, `denial` what it would deny for a no, which may be more: that a party
    was in any of the countries that a rule names. Both are empty where the unknown is of a thing without a name.
    `settled_by` is the document that would settle it, as the rulebook names it for the class of fact.
    """

    ask: str
    fact: str
    provision: str
    if_yes: str
    if_no: str
    sentence: str = ""
    denial: str = ""
    settled_by: str = "any record that states it"


class NotExplored(Frozen):
    """What lies beyond the bounds of a search for open questions; all zero where the search was complete.

    `unknowns` counts the unknown facts that were not put to the evaluator, `conclusions` the open conclusions below
    which nothing, or not everything, was looked for. `first` names a few of either, as sentences.
    """

    unknowns: int = 0
    conclusions: int = 0
    first: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything that was not explored."""
        return bool(self.unknowns or self.conclusions)


class Duty(Frozen):
    """Something that has to be done.

    `who` has to do it: a party's name in the fact set, empty where whoever deals has to. `due` is the day by which,
    where the law sets one and the day from which it counts is known; `within` is how the law puts it. `provision` is
    the label of the provision that sets it, `identifier` the provision itself.
    """

    duty: str
    provision: str
    identifier: str = ""
    due: date | None = None
    who: str = ""
    within: str = ""


class GroundCondition(Frozen):
    """One condition of a ground: `met`, `failed` or `unknown`."""

    condition: str
    state: Literal["met", "failed", "unknown"]


class Ground(Frozen):
    """A prohibition, exemption or licence that bears on a dealing.

    `ground` is the label of the provision, or the name of a license of the fact set. `state` says whether it applies;
    `conditions` are those of the rule that says so, or that comes nearest.
    """

    ground: str
    identifier: str
    title: str
    status: str
    state: State
    conditions: tuple[GroundCondition, ...] = ()


class Grounds(Frozen):
    """The order of the answer about a dealing: what forbids it on its face, what exempts it, what authorizes it."""

    on_its_face: tuple[Ground, ...] = ()
    exempt: tuple[Ground, ...] = ()
    authorized: tuple[Ground, ...] = ()


class Caution(Frozen):
    """Something to look at that is no part of the verdict, and the provision that says so where it is the law's own."""

    caution: str
    provision: str = ""
    identifier: str = ""


class ReadingUsed(Frozen):
    """A reading of an open term on which a determination rests."""

    of: str
    reading: str
    is_default: bool
    because: str


class Determination(Frozen):
    """The answer to one question about one subject.

    `kind` is `criterion` (a party and a criterion), `status` (a party or property on the day asked about) or
    `dealing`. `subject` is the name in the fact set; `provision` the label that the question is about, for a dealing
    the first provision that reaches it. `outcome` is in the words of the kind. `rests_on` is the weakest grade of
    evidence on the best proof, empty where nothing is proved. `provisions` are the labels that the proof goes
    through. For a dealing, `response` is `block`, `reject`, `none` or `undetermined`, and `grounds`
    says in order what forbids, exempts and authorizes it.
    """

    kind: Kind
    subject: str
    title: str
    provision: str
    outcome: str
    statement: str
    rests_on: str
    provisions: tuple[str, ...]
    citations: tuple[Citation, ...]
    proof: tuple[ProofNode, ...]
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingUsed, ...] = ()
    response: str = ""
    duties: tuple[Duty, ...] = ()
    grounds: Grounds | None = None
    cautions: tuple[Caution, ...] = ()


class FactSetText(Frozen):
    """The fact set of a run as it was read: the name of its file, and its text."""

    file: str
    text: str


class Receipt(Frozen):
    """What a run was made from: hashes (SHA-256), versions, options, and the engines that agreed.

    `facts` is the hash of the fact set, whose text goes along so that the run can be made again from the receipt
    alone. `provisions` are those that the answers rest on, `pages` all of the rulebook, `packages` the code of what
    decides.
    """

    facts: str
    fact_set: FactSetText
    provisions: dict[str, str]
    pages: dict[str, str]
    versions: dict[str, str]
    packages: dict[str, str] = {}
    options: dict[str, Any]
    engines: tuple[str, ...]
    result: str = ""


class Determinations(Frozen):
    """Everything that one run answers; `not_explored` says where open questions were not looked for."""

    title: str
    as_of: date
    known: date | None = None
    determinations: tuple[Determination, ...]
    cautions: tuple[Caution, ...] = ()
    readings: tuple[ReadingUsed, ...] = ()
    not_explored: NotExplored = NotExplored()
    receipt: Receipt

    def of(self, subject: str, provision: str = "") -> Determination:
        """The determination about a subject (and provision). Raises `KeyError` when there is none."""
        for determination in self.determinations:
            if determination.subject == subject and provision in ("", determination.provision):
                return determination
        raise KeyError((subject, provision))


class Difference(Frozen):
    """One thing that is not as expected."""

    expected: str
    found: str


class Expected(Frozen):
    """What came of one expectation: whether it was met, and if not, what was expected and what was found.

    `differences` has each thing that is not as expected; `expected` and `found` sum them up.
    """

    sentence: str
    met: bool
    expected: str
    found: str
    place: str
    differences: tuple[Difference, ...] = ()


ProofNode.model_rebuild()
