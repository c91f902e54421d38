"""From a YAML file to a fact set: every name resolved, every date possible, nothing contradictory."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from decidendi.facts.entries import EntryReader, key_of
from decidendi.facts.evidence import GRADES, Source
from decidendi.facts.fact_set import Expectation, FactSet, Statement
from decidendi.facts.kinds import UNKNOWN
from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, read_nodes, read_text
from decidendi.facts.periods import Period, PeriodError, Truth, covers, parse_day
from decidendi.facts.slots import listed
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import FACT_CLASSES
from decidendi.refusal import Place, Problem, Refusal, nearest

SECTIONS: Final = {
    "parties": "party",
    "activities": "activity",
    "property": "property",
    "dealings": "dealing",
    "licenses": "license",
    "licences": "license",
}
PARTY_KINDS: Final = ("individual", "entity", "government entity", "party")
OTHER_KEYS: Final = (
    "title",
    "as of",
    "description",
    "question",
    "sources",
    "source",
    "facts",
    "complete",
    "expect",
)
_LONGEST_NAME = 100
_UNDETERMINED = "it is undetermined whether "
_NEGATED = "it is not the case that "
_OUTCOMES = ("holds", "fails", "undetermined")


def load_fact_set(path: Path | str) -> FactSet:
    """Read the fact set in a file.

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    path = Path(path)
    return parse_fact_set(read_text(path), str(path))


def parse_fact_set(text: str, file: str = "facts") -> FactSet:
    """Read a fact set from YAML text; `file` is the name that messages give.

    Raises:
        Refusal: with one problem for each thing that is wrong.
    """
    root = read_nodes(text, file)
    if not isinstance(root, Mapping):
        raise Refusal.at(
            root.place,
            "a fact set is a mapping",
            expected="keys such as `title`, `as of`, `parties`, `facts`",
            mend="begin with `title:` and `parties:`",
        )
    return _Reader(file).read(root, hashlib.sha256(text.encode()).hexdigest())


class _Reader:
    """Reads one file in the order: sources, names, things, facts, expectations; then looks for contradictions."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.kinds: dict[str, str] = {}
        self.places: dict[str, Place] = {}

    def read(self, root: Mapping, digest: str) -> FactSet:
        keys = {key_of(key): (key, value) for key, value in root.entries}
        self._check_keys(keys)
        sections = [
            (SECTIONS[key], value) for key, (_, value) in keys.items() if key in SECTIONS and not _is_null(value)
        ]
        for kind, value in sections:
            self._names(kind, value)
        sources = self._sources(keys["sources"][1]) if "sources" in keys else ()
        entries = EntryReader(self.kinds, {source.name: source for source in sources}, self.problems)
        if "source" in keys:
            entries.default_evidence = entries.evidence(keys["source"][1])
        things: dict[str, list[Any]] = {kind: [] for kind in ATTRIBUTES}
        for kind, value in sections:
            if isinstance(value, Mapping):
                for key, item in value.entries:
                    things[kind] += entries.thing(kind, key, item)
        facts = entries.facts(keys["facts"][1]) if "facts" in keys else []
        records = {fact_class.record.replace("_", " ") for fact_class in FACT_CLASSES}
        for name, (word, value) in keys.items():
            if name in records and not _is_null(value):
                for item in value.items if isinstance(value, Sequence) else (value,):
                    facts += entries.entry(Mapping(((word, item),), item.place))
        statements = tuple(entries.statements)
        self._contradictions(statements)
        result: dict[str, Any] = {
            "file": self.file,
            "digest": digest,
            "title": self._text(keys, "title") or Path(self.file).stem,
            "description": self._text(keys, "description"),
            "question": self._text(keys, "question"),
            "as_of": self._day(keys["as of"][1]) if "as of" in keys else None,
            "complete": self._complete(keys["complete"][1]) if "complete" in keys else (),
            "expect": self._expect(keys["expect"][1]) if "expect" in keys else (),
        }
        if self.problems:
            raise Refusal(*sorted(self.problems, key=lambda problem: problem.place))
        return FactSet(
            **result,
            sources=sources,
            parties=tuple(things["party"]),
            activities=tuple(things["activity"]),
            property=tuple(things["property"]),
            dealings=tuple(things["dealing"]),
            licenses=tuple(things["license"]),
            facts=tuple(facts),
            statements=statements,
            places=self.places,
        )

    def _refuse(self, place: Place, what: str, mend: str, expected: str = "", found: str = "") -> None:
        self.problems.append(Problem(place, what, mend, expected, found))

    def _check_keys(self, keys: dict[str, tuple[Scalar, Node]]) -> None:
        records = [fact_class.record.replace("_", " ") for fact_class in FACT_CLASSES]
        known = (*OTHER_KEYS, *SECTIONS, *records)
        for key, (scalar, _) in keys.items():
            if key not in known:
                close = nearest(key, known)
                self._refuse(
                    scalar.place,
                    f"unknown section `{scalar.text}`",
                    f"did you mean {close}" if close else "remove it, or write it as a fact",
                    expected="one of " + listed((*OTHER_KEYS, *dict.fromkeys(SECTIONS))),
                )

    def _names(self, kind: str, section: Node) -> None:
        if not isinstance(section, Mapping):
            self._refuse(section.place, "this section is not a mapping", "write `name: {...}` for each thing")
            return
        for key, value in section.entries:
            name = key.text
            if not name.strip() or len(name) > _LONGEST_NAME or name in (UNKNOWN, "any"):
                self._refuse(
                    key.place,
                    f"`{name[:40]}` cannot be a name",
                    "choose another name",
                    expected=f"a word of at most {_LONGEST_NAME} characters other than `unknown` and `any`",
                )
            elif name in self.kinds:
                self._refuse(
                    key.place,
                    f"`{name}` is defined twice",
                    "give one of the two another name, or remove it",
                    found=f"the first at line {self.places[name].line}",
                )
            else:
                self.kinds[name] = self._party_kind(key, value) if kind == "party" else kind
                self.places[name] = key.place

    def _party_kind(self, key: Scalar, value: Node) -> str:
        if isinstance(value, Mapping):
            kinds = [key_of(inner) for inner, _ in value.entries if key_of(inner) in PARTY_KINDS]
            if len(kinds) == 1:
                return kinds[0]
        self._refuse(
            key.place,
            f"it is not said what `{key.text}` is",
            f"write it as `{key.text}: {{individual: Full Name}}`",
            expected="exactly one of `individual`, `entity`, `government entity` (or `party` where it is unknown)",
        )
        return "party"

    def _sources(self, section: Node) -> tuple[Source, ...]:
        sources: list[Source] = []
        if not isinstance(section, Mapping):
            self._refuse(section.place, "`sources` is not a mapping", "write `name: {title: ..., grade: ...}`")
            return ()
        for key, value in section.entries:
            entries = (
                {key_of(k): v for k, v in value.entries}
                if isinstance(value, Mapping)
                else {"title": value, "grade": Scalar("assumption", value.place)}
            )
            words = {name: item for name, item in entries.items() if isinstance(item, Scalar)}
            for name, item in entries.items():
                if name not in ("title", "date", "grade", "author", "by", "address", "url"):
                    self._refuse(
                        item.place,
                        f"unknown slot `{name}` of a source",
                        "remove it, or put it in the title",
                        expected="`title`, `date`, `grade`, `author` or `address`",
                    )
            grade = words.get("grade")
            if grade is None or grade.text not in GRADES:
                self._refuse(
                    (grade or key).place,
                    f"the source `{key.text}` has no known grade",
                    "state the grade",
                    expected="one of " + listed(GRADES),
                    found=f"`{grade.text}`" if grade else "none",
                )
                continue
            sources.append(
                Source(
                    name=key.text,
                    title=words["title"].text if "title" in words else key.text,
                    grade=grade.text,
                    date=self._day(words["date"]) if "date" in words else None,
                    author=(words.get("author") or words.get("by") or Scalar("", key.place)).text,
                    address=(words.get("address") or words.get("url") or Scalar("", key.place)).text,
                )
            )
        return tuple(sources)

    def _day(self, node: Node) -> Any:
        text = node.text if isinstance(node, Scalar) else ""
        try:
            return parse_day(text)
        except PeriodError as error:
            self._refuse(
                node.place,
                error.what,
                "write one full day",
                expected="a full day such as `2020-07-09`",
                found=f"`{text}`",
            )
            return None

    def _text(self, keys: dict[str, tuple[Scalar, Node]], name: str) -> str:
        if name not in keys:
            return ""
        node = keys[name][1]
        if isinstance(node, Scalar):
            return " ".join(node.text.split())
        self._refuse(node.place, f"`{name}` is not a text", "write it as one text")
        return ""

    def _complete(self, node: Node) -> tuple[str, ...]:
        known = {fact_class.record.replace("_", " "): fact_class.record for fact_class in FACT_CLASSES}
        names = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            text = item.text if isinstance(item, Scalar) else ""
            record = known.get(text.replace("_", " "))
            if record is None:
                self._refuse(
                    item.place,
                    f"`{text}` is not a class of fact",
                    "name classes of fact that this fact set states in full",
                    expected="one of " + listed(known),
                )
            else:
                names.append(record)
        return tuple(names)

    def _expect(self, node: Node) -> tuple[Expectation, ...]:
        expectations = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Scalar) and not item.is_null:
                expectations.append(expectation(item.text, item.place))
            elif isinstance(item, Mapping):
                expectations += self._expectation(item)
            else:
                self._refuse(item.place, "this is not an expectation", "write a sentence of the rulebook")
        return tuple(expectations)

    def _expectation(self, item: Mapping) -> list[Expectation]:
        slots = {key_of(key): value for key, value in item.entries}
        known = ("that", "outcome", "resting on", "not resting on", "response", "reason")
        for key, value in item.entries:
            if key_of(key) not in known:
                self._refuse(
                    key.place,
                    f"unknown slot `{key.text}` of an expectation",
                    "remove it",
                    expected=listed(known),
                )
            elif key_of(key) not in ("resting on", "not resting on") and not isinstance(value, Scalar):
                self._refuse(value.place, f"`{key.text}` is not a text", "write it as one text")
        sentence = slots.get("that")
        if not isinstance(sentence, Scalar):
            self._refuse(item.place, "the expectation has no sentence", "add `that: ` and a sentence of the rulebook")
            return []
        read = expectation(sentence.text, item.place)
        outcome = slots.get("outcome")
        if isinstance(outcome, Scalar) and outcome.text not in _OUTCOMES:
            self._refuse(outcome.place, f"`{outcome.text}` is not an outcome", "correct it", expected=listed(_OUTCOMES))
        changes: dict[str, Any] = {
            name.replace(" ", "_"): slots[name].text  # type: ignore[union-attr]
            for name in ("outcome", "response", "reason")
            if isinstance(slots.get(name), Scalar)
        }
        for name in ("resting on", "not resting on"):
            if name in slots:
                value = slots[name]
                items = value.items if isinstance(value, Sequence) else (value,)
                changes[name.replace(" ", "_")] = tuple(x.text for x in items if isinstance(x, Scalar))
        return [read.model_copy(update=changes)]

    def _contradictions(self, statements: tuple[Statement, ...]) -> None:
        asserted: dict[str, list[Statement]] = {}
        for statement in statements:
            if not statement.denied:
                asserted.setdefault(statement.predicate, []).append(statement)
        for denial in statements:
            if denial.denied:
                for claim in asserted.get(denial.predicate, ()):
                    if denies(denial.arguments, claim.arguments):
                        self._refuse(
                            max(denial.place, claim.place),
                            "the facts contradict each other",
                            "keep the one that the better source supports, or give each its own dates",
                            expected=f"`{denial.predicate.replace('_', ' ')}` to be asserted or denied, not both",
                            found=f"asserted at line {claim.place.line} and denied at line {denial.place.line}",
                        )


def expectation(text: str, place: Place) -> Expectation:
    """Read an expectation written as one sentence.

    `SENTENCE`, `it is not the case that SENTENCE` or `it is undetermined whether SENTENCE`, each with
    `, resting on "1(a)", "4(a)"` behind it where the provisions are named.
    """
    sentence, _, provisions = text.strip().partition(", resting on ")
    outcome = "holds"
    if sentence.startswith(_NEGATED):
        outcome, sentence = "fails", sentence.removeprefix(_NEGATED)
    elif sentence.startswith(_UNDETERMINED):
        outcome, sentence = "undetermined", sentence.removeprefix(_UNDETERMINED)
    names = tuple(name.strip().strip('"') for name in provisions.replace(" and ", ", ").split(",") if name.strip())
    return Expectation(sentence=sentence, outcome=outcome, resting_on=names, place=place)


def denies(denied: tuple[Any, ...], claimed: tuple[Any, ...]) -> bool:
    """Whether a denial covers a claim: an unknown slot of the denial stands for anything."""
    return all(_denies(one, other) for one, other in zip(denied, claimed, strict=True))


def _denies(denied: Any, claimed: Any) -> bool:
    if denied in (claimed, UNKNOWN):
        return True
    if isinstance(denied, Period) and isinstance(claimed, Period):
        return denied.text == UNKNOWN or covers(denied, claimed) is Truth.HOLDS
    return False


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


__all__ = ["denies", "expectation", "load_fact_set", "parse_fact_set"]
