"""What a fact set expects to follow: what makes it a test."""

from __future__ import annotations

from typing import Any, Final

from decidendi.facts.fact_set import Expectation
from decidendi.facts.nodes import Mapping, Node, Scalar, Sequence, keyed, shown
from decidendi.facts.slots import listed
from decidendi.refusal import Place, Problem, nearest

_UNDETERMINED: Final = "it is undetermined whether "
_NEGATED: Final = "it is not the case that "
_RESTING: Final = ", resting on "
_NOT_RESTING: Final = ", not resting on "
_OUTCOMES: Final = ("holds", "fails", "undetermined")
_TEXTS: Final = ("that", "outcome", "response", "verdict", "reason")
_LISTS: Final = ("resting on", "not resting on", "open questions")
_SENTENCES: Final = "open questions"
_DUTIES: Final = "duties"
VERDICTS: Final = ("prohibited", "exempt", "authorized", "not prohibited", "undetermined")
"""What can be said of a dealing as a whole."""
DUTY_SLOTS: Final = ("duty", "by", "due", "under")
"""What an expectation may say of a duty: what has to be done, by whom, by which day, under which provision."""


def expectations(node: Node, problems: list[Problem]) -> tuple[Expectation, ...]:
    """The expectations of a fact set; what cannot be read is noted in `problems`."""
    found = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and not item.is_null and item.text.strip():
            found.append(expectation(item.text, item.place))
        elif isinstance(item, Mapping):
            read = _expectation(item, problems)
            if read is not None:
                found.append(read)
        else:
            problems.append(
                Problem(
                    item.place,
                    "this is not an expectation",
                    "write one sentence, or `that: ` and one sentence",
                    expected="a sentence of the rulebook",
                )
            )
    return tuple(found)


def expectation(text: str, place: Place) -> Expectation:
    """Read an expectation written as one sentence.

    `SENTENCE`, `it is not the case that SENTENCE` or `it is undetermined whether SENTENCE`, each with
    `, resting on "1(a)", "4(a)"` behind it where the provisions are named, and `, not resting on "4(b)"` behind that.
    """
    sentence, _, excluded = " ".join(text.split()).partition(_NOT_RESTING)
    sentence, _, provisions = sentence.partition(_RESTING)
    lowered = sentence[:1].lower() + sentence[1:]
    outcome = "holds"
    if lowered.startswith(_NEGATED):
        outcome, sentence = "fails", lowered.removeprefix(_NEGATED)
    elif lowered.startswith(_UNDETERMINED):
        outcome, sentence = "undetermined", lowered.removeprefix(_UNDETERMINED)
    return Expectation(
        sentence=sentence, outcome=outcome, resting_on=_named(provisions), not_resting_on=_named(excluded), place=place
    )


def _named(provisions: str) -> tuple[str, ...]:
    return tuple(name.strip().strip('"') for name in provisions.replace(" and ", ", ").split(",") if name.strip())


def _expectation(item: Mapping, problems: list[Problem]) -> Expectation | None:
    count = len(problems)
    slots = {word: value for word, (_, value) in keyed(item, problems).items()}
    for word, (key, value) in keyed(item, []).items():
        if word in _TEXTS:
            if not isinstance(value, Scalar) or not value.text.strip():
                problems.append(Problem(value.place, f"`{word}` is not one text", "write it as one text"))
        elif word in _LISTS:
            parts = value.items if isinstance(value, Sequence) else (value,)
            if not parts or not all(isinstance(part, Scalar) and part.text.strip() for part in parts):
                problems.append(
                    Problem(
                        value.place,
                        "`open questions` is no list of sentences",
                        "write a list of sentences, or `none` where no question is open",
                        expected="what is unknown and decides it, as sentences",
                    )
                    if word == _SENTENCES
                    else Problem(
                        value.place,
                        f"`{word}` does not name provisions",
                        "write a label, or a list of labels",
                        expected='labels of provisions, such as ["1(a)(ii)(A)", "4(a)"]',
                    )
                )
        elif word != _DUTIES:
            close = nearest(word, (*_TEXTS, *_LISTS, _DUTIES))
            problems.append(
                Problem(
                    key.place,
                    f"unknown slot {shown(key.text)} of an expectation",
                    f"did you mean {close}" if close else "remove it",
                    expected="one of " + listed((*_TEXTS, *_LISTS, _DUTIES)),
                )
            )
    if "that" not in slots:
        problems.append(
            Problem(item.place, "the expectation has no sentence", "add `that: ` and a sentence of the rulebook")
        )
    texts = {word: slots[word].text for word in _TEXTS if isinstance(slots.get(word), Scalar)}  # type: ignore[union-attr]
    outcome = texts.get("outcome", "")
    if outcome and outcome not in _OUTCOMES:
        problems.append(
            Problem(
                slots["outcome"].place,
                f"{shown(outcome)} is not an outcome",
                "write one of these words",
                expected="one of " + listed(_OUTCOMES),
            )
        )
    verdict = texts.get("verdict", "")
    if verdict and verdict not in VERDICTS:
        problems.append(
            Problem(
                slots["verdict"].place,
                f"{shown(verdict)} is not a verdict on a dealing",
                "write one of these words",
                expected="one of " + listed(VERDICTS),
            )
        )
    duties = _duties(slots[_DUTIES], problems) if _DUTIES in slots else ()
    if len(problems) > count:
        return None
    read = expectation(texts["that"], item.place)
    if outcome and read.outcome != "holds":
        problems.append(
            Problem(
                slots["outcome"].place,
                "the outcome is stated twice",
                "leave out `outcome`, or the first words of the sentence",
                expected="the sentence alone beside `outcome`",
                found=shown(texts["that"], 120),
            )
        )
        return None
    changes: dict[str, Any] = {
        word: texts[word] for word in ("outcome", "response", "verdict", "reason") if word in texts
    }
    changes["duties"] = duties
    for word in _LISTS:
        if word in slots:
            value = slots[word]
            parts = value.items if isinstance(value, Sequence) else (value,)
            changes[word.replace(" ", "_")] = tuple(part.text.strip() for part in parts if isinstance(part, Scalar))
    return read.model_copy(update=changes)


def _duties(node: Node, problems: list[Problem]) -> tuple[dict[str, str], ...]:
    found: list[dict[str, str]] = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        slots = keyed(item, problems) if isinstance(item, Mapping) else {}
        unknown = [
            word for word, (_, value) in slots.items() if word not in DUTY_SLOTS or not isinstance(value, Scalar)
        ]
        if not slots or unknown:
            problems.append(
                Problem(
                    item.place,
                    f"{shown(unknown[0])} cannot stand in an expected duty" if unknown else "this is not a duty",
                    'write it as in `{duty: report, by: bank, due: 2020-12-01, under: "501.603(b)(1)"}`',
                    expected="one or more of " + listed(DUTY_SLOTS),
                )
            )
            continue
        found.append({word: value.text.strip() for word, (_, value) in slots.items() if isinstance(value, Scalar)})
    return tuple(found)
