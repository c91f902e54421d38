"""A run made again from its receipt: what has changed since, and whether the answers have."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from decidendi.determinations.determine import determine
from decidendi.determinations.model import Determinations, Frozen, Receipt
from decidendi.determinations.receipts import provision_digest
from decidendi.determinations.signing import SIGNATURE, Signature
from decidendi.facts.fact_set import FactSet
from decidendi.facts.loading import parse_fact_set
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Place, Refusal
from decidendi.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Recorded:
    """A receipt as it was kept: alone, or with the determinations that it came with.

    `content` is the object as read, without the signature: what `signature` signs.
    """

    receipt: Receipt
    whole: Determinations | None
    file: str
    content: dict[str, Any]
    signature: Signature | None


class RecordedOptions(Frozen):
    """What was asked, as a receipt keeps it: the days, the readings chosen, and the parties to consider."""

    as_of: date
    known: date | None
    readings: dict[str, str]
    consider: tuple[str, ...]


class Change(Frozen):
    """One thing that is not as it was.

    `kind` is `facts`, `page`, `provision`, `package` (its version), `code` (of a package) or `engines`.
    """

    kind: str
    name: str
    then: str
    now: str

    def __str__(self) -> str:
        if not self.then or not self.now:
            return f"{self.kind} {self.name}: {'new' if self.now else 'gone'}"
        return f"{self.kind} {self.name}: {self.then[:12]} then, {self.now[:12]} now"


class OutcomeChange(Frozen):
    """A determination whose outcome is not what it was; an empty outcome means that there was, or is, none."""

    subject: str
    provision: str
    then: str
    now: str


class Verified(Frozen):
    """What has changed since a receipt was made, and whether it changes an outcome.

    `outcomes` is empty where none changed; where the receipt was kept without its determinations, `same_result` alone
    says so. `signed_by` is the SHA-256 of the key with which the signature was checked, empty where none was.
    """

    changes: tuple[Change, ...]
    same_result: bool
    outcomes: tuple[OutcomeChange, ...]
    signed_by: str = ""


def read_receipt(text: str, file: str) -> Recorded:
    """Read a receipt, alone or within what `determine --format json` printed.

    Raises:
        Refusal: the text is no receipt.
    """
    try:
        found: Any = json.loads(text, object_pairs_hook=_object)
        _refuse_half_characters(found)
        content = dict(found) if isinstance(found, dict) else {}
        signature = Signature.model_validate(content.pop(SIGNATURE)) if SIGNATURE in content else None
        whole = Determinations.model_validate(content) if "receipt" in content else None
        receipt = whole.receipt if whole is not None else Receipt.model_validate(content)
        RecordedOptions.model_validate(receipt.options)
        return Recorded(receipt, whole, file, content, signature)
    except (ValueError, RecursionError, ValidationError) as error:
        first = str(error).split("\n")[0]
        if isinstance(error, ValidationError):
            wrong = error.errors(include_url=False, include_context=False)[0]
            first = f"{'.'.join(map(str, wrong['loc'])) or 'the whole'}: {wrong['msg'].lower()}"
        raise Refusal.at(
            Place(file),
            "this is not a receipt",
            expected="what `decidendi determine FACTS --format json` printed, or the `receipt` in it",
            found=first[:100],
            mend="name the file that holds it, unchanged",
        ) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which no member is named twice: two readers would take it for two receipts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member that is named twice")
    return found


def _refuse_half_characters(found: Any) -> None:
    """JSON can write half of a character, which no text in UTF-8 holds: no receipt was ever made of it."""
    json.dumps(found, ensure_ascii=False).encode()


def changes_since(recorded: Recorded, rulebook: Rulebook, reasoner: Reasoner) -> tuple[Change, ...]:
    """What is not as it was when the receipt was made: facts within it, law, packages, engines."""
    receipt = recorded.receipt
    found: list[Change] = []
    told = parse_fact_set(receipt.fact_set.text, receipt.fact_set.file).digest
    if told != receipt.facts:
        found.append(Change(kind="facts", name=receipt.fact_set.file, then=receipt.facts, now=told))
    provisions = {name: provision_digest(item) for name, item in rulebook.provisions.items()}
    for kind, then, now in (
        ("provision", receipt.provisions, {name: provisions.get(name, "") for name in receipt.provisions}),
        ("page", receipt.pages, rulebook.digests),
        ("package", receipt.versions, reasoner.versions),
        ("code", receipt.packages, reasoner.packages),
    ):
        found += [
            Change(kind=kind, name=name, then=then.get(name, ""), now=now.get(name, ""))
            for name in sorted({*then, *now})
            if then.get(name, "") != now.get(name, "")
        ]
    if receipt.engines != reasoner.engines:
        found.append(Change(kind="engines", name="", then=", ".join(receipt.engines), now=", ".join(reasoner.engines)))
    return tuple(found)


def made_again(
    recorded: Recorded, rulebook: Rulebook, reasoner: Reasoner, facts: FactSet | None = None
) -> Determinations:
    """The run of a receipt under the rulebook at hand, with the facts it holds or others."""
    receipt = recorded.receipt
    options = RecordedOptions.model_validate(receipt.options)
    return determine(
        facts or parse_fact_set(receipt.fact_set.text, receipt.fact_set.file),
        rulebook=rulebook,
        reasoner=reasoner,
        as_of=options.as_of,
        known=options.known,
        readings=tuple(options.readings.items()),
        consider=options.consider,
    )


def replay(recorded: Recorded, rulebook: Rulebook, reasoner: Reasoner) -> Determinations:
    """The determinations of a receipt, made again and the same.

    Raises:
        Refusal: the law or the engine is not the one that the receipt was made with, or the answers differ.
    """
    telling = [
        change
        for change in changes_since(recorded, rulebook, reasoner)
        if change.kind in ("facts", "page", "provision") or change.name == "decidendi"
    ]
    if telling:
        raise Refusal.at(
            Place(recorded.file),
            "the receipt was made from something else than what is here",
            expected="the facts, the pages of law and the version of the engine that it names",
            found="; ".join(map(str, telling[:4])) + ("" if len(telling) <= 4 else f"; and {len(telling) - 4} more"),
            mend="restore them, or see with `decidendi verify` whether an outcome changes",
        )
    result = made_again(recorded, rulebook, reasoner)
    if result.receipt.result != recorded.receipt.result or recorded.whole not in (None, result):
        raise Refusal.at(
            Place(recorded.file),
            "the answers are not those of the receipt, though law and facts are",
            expected=f"the result {recorded.receipt.result[:12]}",
            found=result.receipt.result[:12],
            mend="see with `decidendi verify` what differs; the receipt may have been altered",
        )
    return result


def verify(recorded: Recorded, rulebook: Rulebook, reasoner: Reasoner, facts: FactSet | None = None) -> Verified:
    """What has changed since a receipt was made, `facts` taking the place of those it holds."""
    changes = list(changes_since(recorded, rulebook, reasoner))
    if facts is not None and facts.digest != recorded.receipt.facts:
        changes.insert(0, Change(kind="facts", name=facts.file, then=recorded.receipt.facts, now=facts.digest))
    result = made_again(recorded, rulebook, reasoner, facts)
    return Verified(
        changes=tuple(changes),
        same_result=result.receipt.result == recorded.receipt.result,
        outcomes=_outcomes(recorded.whole, result) if recorded.whole is not None else (),
    )


def _outcomes(then: Determinations, now: Determinations) -> tuple[OutcomeChange, ...]:
    before, after = _by_question(then), _by_question(now)
    return tuple(
        OutcomeChange(subject=key[1], provision=key[2], then=before.get(key, ""), now=after.get(key, ""))
        for key in dict.fromkeys([*before, *after])
        if before.get(key, "") != after.get(key, "")
    )


def _by_question(result: Determinations) -> dict[tuple[str, str, str], str]:
    """The outcome of each question; that of a dealing with the response."""
    return {
        (item.kind, item.subject, item.provision if item.kind == "criterion" else ""): ", ".join(
            part for part in (item.outcome, item.response) if part
        )
        for item in result.determinations
    }
