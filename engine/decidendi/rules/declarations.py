"""What a rulebook declares before its rules: nouns, lists of words, parameters, terms, what answers are read from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from decidendi.facts.amounts import parse_money, parse_share
from decidendi.facts.entries import SCHEMAS
from decidendi.facts.kinds import KINDS, PredicateSchema, Silence, Slot
from decidendi.facts.periods import Period, PeriodError, Truth, overlap, parse_day, parse_period
from decidendi.refusal import Place, Problem, nearest
from decidendi.rules.form import Parameter
from decidendi.rules.phrases import NOUNS, Grammar, PhraseError
from decidendi.rules.provisions import Provision
from decidendi.rules.sentences import SentenceBook

_NOUN: Final = re.compile(r"an? (.+?) is an? (.+?)\.?\Z")
_PARAMETER: Final = re.compile(r"the (.+?) is (.+?) from (\S+?)(?: to (\S+?))?\.?\Z")
_LIST: Final = re.compile(r'an? ([a-z][^",]*?) is ("[^"]+"(?:, "[^"]+")*(?: or "[^"]+")?)\.?\Z')
_GOAL: Final = re.compile(r"([a-z][a-z ]*): (.+)\Z")
_KIND_NOUNS: Final = {"person": "party", "word": "text", "day": "period", "time": "period"}
_SHOWN_KINDS: Final = tuple({"party": "person", "text": "word", "period": "time"}.get(kind, kind) for kind in KINDS)

GOALS: Final = (
    "criterion",
    "blocked",
    "blocked owner",
    "blocked property",
    "prohibited",
    "on its face",
    "exempt",
    "authorized",
    "authorized under",
    "response",
    "duty",
    "deadline",
    "property deadline",
    "caution",
    "notice",
)
"""What a rulebook may say its determinations are read from, in `determination` blocks."""

Line = tuple[str, Place, Provision | None]
"""A line of a block: its text, its place, and the provision it stands under."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a rulebook declares."""

    schema: PredicateSchema
    place: Place


def read_nouns(lines: Iterable[Line], problems: list[Problem]) -> dict[str, str]:
    """The nouns and the kind of each, from lines such as `an official is a person`."""
    nouns: dict[str, str] = {}
    for text, place, _ in lines:
        match = _NOUN.match(text)
        kind = _KIND_NOUNS.get(match[2], match[2]) if match else ""
        if match is None or kind not in KINDS:
            problems.append(
                Problem(
                    place,
                    f"`{text}` does not introduce a noun",
                    "write it as in `an official is a person`",
                    expected="a noun and one of " + ", ".join(f"`{name}`" for name in _SHOWN_KINDS),
                )
            )
        elif match[1] in NOUNS or match[1] in nouns:
            problems.append(
                Problem(
                    place,
                    f"`{match[1]}` is a noun already",
                    "choose another noun, or remove this line",
                    expected="a new noun",
                    found="one that every rulebook knows" if match[1] in NOUNS else "one declared above",
                )
            )
        else:
            nouns[match[1]] = kind
    return nouns


def read_lists(lines: Iterable[Line], nouns: Iterable[str], problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """The lists of words by name, from lines such as `a blocking measure is "block", "blocked" or "blocking"`.

    A line that ends with a comma or with `or` goes on in the next.
    """
    lists: dict[str, tuple[str, ...]] = {}
    taken = {*NOUNS, *nouns}
    for text, place in _whole_lines(lines):
        match = _LIST.match(text)
        if match is None:
            problems.append(
                Problem(
                    place,
                    f"`{text}` is not a list of words",
                    'write it as in `a blocking measure is "block", "blocked" or "blocking"`',
                    expected="a name in small letters and quoted words",
                )
            )
        elif match[1] in taken or match[1] in lists:
            problems.append(
                Problem(
                    place,
                    f"`{match[1]}` is declared already",
                    "choose another name for the list, or join the two",
                    expected="a new name",
                    found="a noun" if match[1] in taken else "a list declared above",
                )
            )
        else:
            lists[match[1]] = tuple(dict.fromkeys(re.findall(r'"([^"]+)"', match[2])))
    return lists


def _whole_lines(lines: Iterable[Line]) -> list[tuple[str, Place]]:
    whole: list[tuple[str, Place]] = []
    for text, place, _ in lines:
        if whole and whole[-1][0].endswith((",", " or")):
            whole[-1] = (f"{whole[-1][0]} {text}", whole[-1][1])
        else:
            whole.append((text, place))
    return whole


def read_parameters(lines: Iterable[Line], problems: list[Problem]) -> list[Parameter]:
    """The parameters, from lines such as `the ownership threshold is 50 percent from 2014-08-13`."""
    found: list[Parameter] = []
    for text, place, provision in lines:
        match = _PARAMETER.match(text)
        value = _value(match[2]) if match else None
        if match is None or value is None:
            problems.append(
                Problem(
                    place,
                    f"`{text}` is not a parameter",
                    "write `the NAME is VALUE from DAY`, and ` to DAY` where it has ended",
                    expected="percent, an amount or a quoted word, as in "
                    "`the ownership threshold is 50 percent from 2014-08-13`",
                )
            )
            continue
        try:
            during = _dated(match[3], match[4])
        except PeriodError as error:
            problems.append(Problem(place, error.what, "correct the day", expected=error.expected, found=f"`{text}`"))
            continue
        parameter = Parameter(match[1], *value, during, provision.identifier if provision else "", place)
        for other in found:
            if other.name == parameter.name and other.kind != parameter.kind:
                problems.append(
                    Problem(
                        place,
                        f"`the {parameter.name}` has values of two kinds",
                        "give one of the two another name",
                        expected=f"a value like that at line {other.place.line}",
                        found=f"`{match[2]}`",
                    )
                )
            elif other.name == parameter.name and overlap(other.during, during) is not Truth.FAILS:
                problems.append(
                    Problem(
                        place,
                        f"`the {parameter.name}` has two values on one day",
                        "end the earlier one: write ` to DAY` behind it",
                        expected="one value at a time",
                        found=f"the other at line {other.place.line}",
                    )
                )
        found.append(parameter)
    return found


def _dated(begin: str, end: str | None) -> Period:
    parse_day(begin)
    if end:
        parse_day(end)
    return parse_period(f"{begin}/{end or '..'}")


def _value(text: str) -> tuple[Any, str] | None:
    if text.endswith(" percent"):
        try:
            return parse_share(text.removesuffix(" percent")), "share"
        except ValueError:
            return None
    try:
        return parse_money(text), "amount"
    except ValueError:
        return (text.strip('"'), "text") if re.fullmatch(r'"[^"]+"', text) else None


def read_terms(lines: Iterable[Line], grammar: Grammar, book: SentenceBook, problems: list[Problem]) -> list[Term]:
    """The terms, from lines such as `a person is a foreign person`; they are made known to the book."""
    terms: list[Term] = []
    for text, place, _ in lines:
        schema = _term(text.rstrip("."), grammar, book, place)
        if isinstance(schema, Problem):
            problems.append(schema)
        else:
            book.add(schema)
            terms.append(Term(schema, place))
    return terms


def _term(text: str, grammar: Grammar, book: SentenceBook, place: Place) -> PredicateSchema | Problem:
    try:
        sentence, phrases = grammar.split(text)
    except PhraseError as error:
        return Problem(place, error.what, "write the slots as nouns: `a person`", expected=error.expected)
    if book.is_given(sentence):
        return Problem(
            place,
            f"`{text}` is known already",
            "remove this line, or choose other words",
            expected="a sentence of its own",
            found="the sentence of a class of fact, or a comparison",
        )
    slots: list[Slot] = []
    for phrase in phrases:
        name = re.sub(r"\W", "_", phrase.variable)
        if not phrase.noun:
            return Problem(
                place,
                f"`{phrase.text}` cannot be a slot of a term",
                "write a noun in its place, such as `a label`",
                expected="a noun with its article",
                found=f"`{text}`",
            )
        if name in [slot.name for slot in slots]:
            return Problem(
                place,
                f"`{phrase.text}` stands twice in a term",
                f"write `another {phrase.noun}` for the second, as in `a person knows another person`",
                expected="a noun of its own for each slot",
                found=f"`{text}`",
            )
        slots.append(Slot(name, phrase.kind))
        sentence = sentence.replace("{}", f"{{{name}}}", 1)
    sentence = sentence[:1].lower() + sentence[1:]
    schema = PredicateSchema(
        name=re.sub(r"\{(\w+)\}", r"\1", sentence),
        slots=tuple(slots),
        sentences=(sentence,),
        silence=Silence.ABSENT,
        why="the rules say when it holds",
        subject=slots[0].name if slots else "",
    )
    if schema.name in book.schemas:
        return Problem(place, f"`{text}` is declared twice", "declare it once")
    return schema


def read_goals(lines: Iterable[Line], grammar: Grammar, book: SentenceBook, problems: list[Problem]) -> dict[str, str]:
    """From which term each kind of determination is read, from lines such as `criterion: a person meets ...`."""
    goals: dict[str, str] = {}
    for text, place, _ in lines:
        match = _GOAL.match(text)
        if match is None or match[1] not in GOALS:
            close = nearest(match[1], GOALS) if match else ""
            problems.append(
                Problem(
                    place,
                    f"`{match[1]}` is not a kind of determination" if match else f"`{text}` has no kind before it",
                    f"did you mean {close}" if close else "write a kind, a colon and the sentence of a term",
                    expected="one of " + ", ".join(f"`{goal}`" for goal in GOALS),
                )
            )
            continue
        if match[1] in goals:
            what = f"`{match[1]}` is read from two terms"
            problems.append(Problem(place, what, "keep one of the two", expected="one term for each kind"))
            continue
        sentence = book.match(match[2].rstrip("."), grammar, place)
        if isinstance(sentence, Problem):
            problems.append(sentence)
        elif sentence.pattern.schema is None or sentence.negated or sentence.mode:
            problems.append(
                Problem(
                    place,
                    f"no determination can be read from `{match[2]}`",
                    "write the sentence of a term, without `it is not the case that`",
                    expected="the sentence of a term",
                )
            )
        else:
            goals[match[1]] = sentence.pattern.schema.name
    return goals


def read_documents(lines: Iterable[Line], problems: list[Problem]) -> dict[str, str]:
    """Which document settles a class of fact or an attribute, from lines such as `citizenship: the passport`."""
    documents: dict[str, str] = {}
    for text, place, _ in lines:
        match = _GOAL.match(text)
        name = match[1].replace(" ", "_") if match else ""
        if match is None:
            problems.append(
                Problem(
                    place,
                    f"`{text}` names no document",
                    "write the record of a fact, a colon and the document",
                    expected="a line such as `citizenship: the passport`",
                )
            )
        elif name not in SCHEMAS:
            close = nearest(match[1], (known.replace("_", " ") for known in SCHEMAS))
            problems.append(
                Problem(
                    place,
                    f"there is no record `{match[1]}`",
                    f"did you mean {close}" if close else "use a name that `decidendi schema facts` lists",
                    expected="the record of a class of fact, or a thing and its attribute such as `dealing purpose`",
                )
            )
        elif name in documents:
            what = f"the document for `{match[1]}` is named twice"
            problems.append(Problem(place, what, "keep one of the two", expected="one line for each record"))
        else:
            documents[name] = match[2].rstrip(".")
    return documents
