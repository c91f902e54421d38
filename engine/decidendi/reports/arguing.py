"""The analysis of a memo: which determinations are set out and which are summed up, and their proofs as steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final

from decidendi.determinations.model import Determination, Kind, ProofNode, ReadingUsed
from decidendi.determinations.proving import provisions_in
from decidendi.determinations.wording import UNNAMED
from decidendi.reports.folding import folded, size, told_reading
from decidendi.reports.grounds import told_grounds
from decidendi.reports.model import (
    Answers,
    Effect,
    Instrument,
    Item,
    Part,
    ProvisionRow,
    ReadingRow,
    Reference,
    Step,
    Summed,
    Unknown,
)
from decidendi.reports.telling import Ledger
from decidendi.rules.rulebook import Rulebook

KINDS: Final[tuple[Kind, ...]] = ("dealing", "status", "criterion")
"""What decides most comes first."""

_OUTCOMES: Final = {
    "dealing": ("prohibited", "undetermined", "authorized", "exempt", "not prohibited"),
    "status": ("blocked", "undetermined", "not blocked"),
    "criterion": ("met", "undetermined", "not met"),
}
_CHECKED: Final = "checked"
_WORTH_A_REFERENCE: Final = 2
_WORTH_A_RANGE: Final = 3


def in_order(found: Iterable[Determination]) -> list[Determination]:
    """Determinations in the order of a memo: dealings, statuses, criteria, and in each what decides first."""
    return sorted(found, key=lambda item: (KINDS.index(item.kind), _OUTCOMES[item.kind].index(item.outcome)))


def is_set_out(item: Determination) -> bool:
    """Whether the memo sets a determination out; the others are named and summed up.

    An undetermined criterion is set out when one answer would fulfil it, or when what is missing is about parties
    and things that the facts name. Everybody may have done something of which no source speaks.
    """
    if item.kind == "dealing":
        return True
    if item.outcome != "undetermined":
        return item.outcome in ("blocked", "met")
    if item.kind == "status":
        return True
    decisive = [question for question in item.questions if question.if_yes == "met"]
    named = any(not is_about_unnamed(question.ask) for question in decisive)
    return named or not any(map(_speaks_of_unnamed, item.proof))


def _speaks_of_unnamed(node: ProofNode) -> bool:
    if node.state == "undetermined" and is_about_unnamed(node.statement):
        return True
    return any(map(_speaks_of_unnamed, node.premises))


def is_about_unnamed(statement: str) -> bool:
    """Whether a statement speaks of a party or thing that the facts do not name."""
    return any(words in statement for words in UNNAMED.values())


class Provisions:
    """The provisions that a memo cites, numbered in the order in which they are met."""

    def __init__(self, rulebook: Rulebook, digests: Mapping[str, str]) -> None:
        self._rulebook = rulebook
        self._digests = digests
        self._pages = {page.instrument: page for page in rulebook.pages}
        self._rows: dict[str, ProvisionRow] = {}

    def status(self, identifier: str) -> tuple[str, str]:
        """The instrument of a provision as it is called in short, and how far the text of the provision was checked."""
        if not identifier:
            return "", ""
        provision = self._rulebook.provision(identifier)
        return self._pages[provision.instrument].short, provision.cited_as

    def row(self, identifier: str) -> ProvisionRow:
        """The row of a provision, new or known."""
        if identifier not in self._rows:
            provision = self._rulebook.provision(identifier)
            self._rows[identifier] = ProvisionRow(
                number=len(self._rows) + 1,
                label=provision.label,
                identifier=identifier,
                short=self._pages[provision.instrument].short,
                title=provision.title,
                restatement=provision.restatement,
                is_checked=provision.cited_as == _CHECKED,
                status=provision.cited_as,
                digest=self._digests.get(identifier, ""),
            )
        return self._rows[identifier]

    def cite(self, *identifiers: str) -> None:
        """Name provisions among the others; the empty identifier is that of a caution which is not the law's."""
        for identifier in filter(None, identifiers):
            self.row(identifier)

    def rows(self) -> tuple[ProvisionRow, ...]:
        """All of them, in order."""
        return tuple(self._rows.values())

    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments that they belong to; all of the rulebook where none is cited."""
        names = dict.fromkeys(self._rulebook.provision(identifier).instrument for identifier in self._rows)
        return tuple(
            Instrument(name=page.instrument, short=page.short, citation=page.citation)
            for page in self._pages.values()
            if not names or page.instrument in names
        )


class Steps:
    """Turns proofs into steps; what has been set out before is referred to."""

    def __init__(self, ledger: Ledger, provisions: Provisions) -> None:
        self._ledger = ledger
        self._provisions = provisions
        self._shown: dict[ProofNode, str] = {}

    def of(self, nodes: Sequence[ProofNode], at: str) -> tuple[Step, ...]:
        """The proofs of one item, whole at their roots."""
        return tuple(self._step(node, at, root=True) for node in folded(nodes))

    def _step(self, node: ProofNode, at: str, *, root: bool = False) -> Step:
        before = self._shown.get(node, "")
        if size(node) > _WORTH_A_REFERENCE:
            self._shown.setdefault(node, at)
        is_left_out = bool(before) and not root
        short, status = self._provisions.status(node.identifier)
        return Step(
            statement=node.statement,
            state=node.state,
            provision=node.provision,
            identifier=node.identifier,
            short=short,
            status=status,
            rule=node.rule,
            reading=told_reading(node.reading),
            grade=node.grade,
            sources=node.sources,
            facts=() if node.provision else self._ledger.numbers(node.statement),
            shown_at=before if is_left_out else "",
            steps=() if is_left_out else tuple(self._step(premise, at) for premise in node.premises),
        )


def parts_of(
    found: Sequence[Determination], unknowns: Sequence[Unknown], provisions: Provisions, ledger: Ledger
) -> tuple[Part, ...]:
    """One part for each dealing, then one for each provision that statuses or criteria rest on."""
    groups: dict[tuple[str, str], list[Determination]] = {}
    for item in filter(is_set_out, found):
        about = item.subject if item.kind == "dealing" else item.proof[0].identifier if item.proof else ""
        groups.setdefault((item.kind, about), []).append(item)
    steps = Steps(ledger, provisions)
    parts: list[Part] = []
    set_out: dict[str, str] = {}
    for number, ((_, about), members) in enumerate(groups.items(), start=1):
        first = members[0]
        items = []
        for place, member in enumerate(members, start=1):
            at = f"{number}.{place}" if len(members) > 1 else str(number)
            items.append(item_of(member, at, steps.of(member.proof, at), unknowns, provisions))
        decisive = None if first.kind == "dealing" or not about else provisions.row(about)
        title = first.title if decisive is None else decisive.title
        gone_through = dict.fromkeys(row for item in items for row in (*item.rules, *item.further))
        parts.append(
            Part(
                at=str(number),
                kind=first.kind,
                title=_headed(title),
                provision=decisive,
                rules=tuple(row for row in gone_through if row.identifier not in set_out),
                rules_before=tuple(
                    Reference(label=row.label, at=set_out[row.identifier])
                    for row in gone_through
                    if row.identifier in set_out
                ),
                items=tuple(items),
                asked=_asked_alike(items),
            )
        )
        for row in gone_through:
            set_out.setdefault(row.identifier, str(number))
    return tuple(parts)


def _asked_alike(items: Sequence[Item]) -> str:
    """What is asked of several subjects, where each statement is its subject and the same words after it."""
    asked = {
        item.statement.removeprefix(item.subject).strip() if item.statement.startswith(item.subject) else ""
        for item in items
    }
    return asked.pop() if len(asked) == 1 and len(items) > 1 else ""


def _headed(title: str) -> str:
    """A title as a heading: with a capital, but for the name of a dealing in the fact set, which is one word."""
    return title[:1].upper() + title[1:] if " " in title else title


def item_of(
    item: Determination, at: str, steps: tuple[Step, ...], unknowns: Sequence[Unknown], provisions: Provisions
) -> Item:
    """One determination as the memo sets it out, its proof as steps."""
    decisive = tuple(dict.fromkeys(node.identifier for node in item.proof if node.identifier))
    all_of_them = provisions_in(item.proof)
    return Item(
        at=at,
        kind=item.kind,
        name=item.subject,
        subject=item.title,
        provision=item.provision,
        outcome=item.outcome,
        statement=item.statement,
        rests_on=item.rests_on,
        response=item.response,
        rules=tuple(map(provisions.row, decisive)),
        further=tuple(provisions.row(identifier) for identifier in all_of_them if identifier not in decisive),
        application=steps,
        readings=item.readings,
        duties=item.duties,
        grounds=tuple(told_grounds(item)),
        exempt=item.grounds.exempt if item.grounds else (),
        authorized=item.grounds.authorized if item.grounds else (),
        open_questions=tuple(
            unknown.number for unknown in unknowns if any(_is_about(effect, item) for effect in unknown.effects)
        ),
    )


def _is_about(effect: Effect, item: Determination) -> bool:
    return (effect.kind, effect.subject, effect.provision) == (item.kind, item.title, item.provision)


def summed_up(found: Iterable[Determination]) -> tuple[Summed, ...]:
    """The determinations that are not set out, those with the same outcome together."""
    single: dict[tuple[Kind, str, str], list[str]] = {}
    for item in found:
        if not is_set_out(item):
            labels = single.setdefault((item.kind, item.outcome, item.title), [])
            if item.kind == "criterion":
                labels.append(item.provision)
    groups: dict[tuple[Kind, str, tuple[str, ...]], list[str]] = {}
    for (kind, outcome, title), labels in single.items():
        groups.setdefault((kind, outcome, tuple(labels)), []).append(title)
    return tuple(
        Summed(kind=kind, outcome=outcome, subjects=tuple(titles), provisions=labels)
        for (kind, outcome, labels), titles in groups.items()
    )


def answers_of(parts: Iterable[Part], summed: Iterable[Summed]) -> tuple[Answers, ...]:
    """What the short answer says, by kind."""
    items = [item for part in parts for item in part.items]
    summed = tuple(summed)
    answers = (
        Answers(
            kind=kind,
            items=tuple(
                sorted(
                    (item for item in items if item.kind == kind),
                    key=lambda item: _OUTCOMES[item.kind].index(item.outcome),
                )
            ),
            summed=tuple(group for group in summed if group.kind == kind),
        )
        for kind in KINDS
    )
    return tuple(answer for answer in answers if answer.items or answer.summed)


def unknowns_of(found: Sequence[Determination]) -> tuple[tuple[Unknown, ...], int]:
    """The open questions, what decides most first, and how many more there are.

    Left out, and only counted, are questions about parties and things that the facts do not name, where a "no" only
    rules out a criterion.
    """
    asked: dict[str, list[tuple[str, Effect]]] = {}
    settled_by: dict[str, str] = {}
    for item in found:
        for question in item.questions:
            effect = Effect(
                kind=item.kind,
                subject=item.title,
                provision=item.provision,
                if_yes=question.if_yes,
                if_no=question.if_no,
            )
            asked.setdefault(question.ask, []).append((question.provision, effect))
            settled_by.setdefault(question.ask, question.settled_by)
    kept = {ask: effects for ask, effects in asked.items() if not _is_remote(ask, effects)}

    def rank(ask: str) -> tuple[int, bool, int]:
        effects = [effect for _, effect in kept[ask]]
        return min(KINDS.index(effect.kind) for effect in effects), not _decides(effects), -len(effects)

    unknowns = tuple(
        Unknown(
            number=number,
            ask=ask,
            provisions=tuple(dict.fromkeys(label for label, _ in kept[ask])),
            decides=_decides([effect for _, effect in kept[ask]]),
            settled_by=settled_by[ask],
            effects=tuple(dict.fromkeys(effect for _, effect in kept[ask])),
        )
        for number, ask in enumerate(sorted(kept, key=rank), start=1)
    )
    return unknowns, len(asked) - len(kept)


def _decides(effects: Iterable[Effect]) -> bool:
    return any("undetermined" not in (effect.if_yes, effect.if_no) or effect.if_yes == "met" for effect in effects)


def _is_remote(ask: str, effects: Iterable[tuple[str, Effect]]) -> bool:
    return is_about_unnamed(ask) and all(
        effect.kind == "criterion" and effect.if_no == "not met" for _, effect in effects
    )


def readings_of(chosen: Iterable[ReadingUsed], parts: Iterable[Part]) -> tuple[ReadingRow, ...]:
    """The readings of the run, those that something rests on first."""
    items = [item for part in parts for item in part.items]
    rows = [
        ReadingRow(
            of=reading.of,
            reading=reading.reading,
            is_default=reading.is_default,
            because=reading.because,
            used_at=_places([item.at for item in items], {item.at for item in items if reading in item.readings}),
        )
        for reading in chosen
    ]
    return tuple(sorted(rows, key=lambda row: not row.used_at))


def _places(order: Sequence[str], used: Set[str]) -> tuple[str, ...]:
    """Places of the analysis in order, many in a row as one.

    >>> _places(["1", "2.1", "2.2", "2.3", "3"], {"1", "2.1", "2.2", "2.3"})
    ('1 to 2.3',)
    """
    runs: list[list[str]] = [[]]
    for at in order:
        if at in used:
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    found: list[str] = []
    for places in runs:
        found += [f"{places[0]} to {places[-1]}"] if len(places) > _WORTH_A_RANGE else places
    return tuple(found)
