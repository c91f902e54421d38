"""Each kind of input that a stranger may bring, and what has to be so of every one: an answer or a refusal.

`KINDS[name].inputs` makes inputs, `KINDS[name].examine` does with one what the commands do with it. An input is
*refused* in words that say where and how to mend it, or it is *answered*. Whatever else happens is a fault: another
error, an answer after a refusal, more computing than any such input needs.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Final
from unicodedata import category

from hypothesis import strategies as st

from decidendi.content import content_directory
from decidendi.determinations.determine import determine, options_of, report, run
from decidendi.determinations.replaying import read_receipt, verify
from decidendi.determinations.sweeping import sweep
from decidendi.facts.graph_files import load_blocked, load_holdings, register_from
from decidendi.facts.loading import load_fact_set, parse_fact_set
from decidendi.facts.nodes import read_text
from decidendi.facts.periods import BEGINNING, END, PeriodError, day_period, parse_day, parse_period
from decidendi.facts.scenario import load_scenario
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Refusal
from decidendi.reports.memo import memo_of
from decidendi.reports.model import Memo
from decidendi.reports.rendering import render_memo
from decidendi.rules.amending import amended, load_amendments
from decidendi.rules.regimes import load_regimes
from decidendi.rules.rulebook import find_pages, load_pages, load_rulebook
from tests.command import decidendi, shipped
from tests.golden.test_bad_cli import AMENDMENTS, MATTER, SCENARIOS, SOUND, TEMPLATES
from tests.hostile import mutating
from tests.hostile.mutating import mutated

SECONDS: Final = 20
"""Of computing, after which an input hangs. The largest matter that ships takes less than one."""

_SECONDS_OF_A_TEMPLATE: Final = 2
_MOST_STATEMENTS: Final = 150
_MOST_SCENARIOS: Final = 12
_BAD: Final = Path(__file__).parent.parent / "golden" / "bad"
_INTERNAL: Final = re.compile(r"<class|<[\w.]+ object at|\bNoneType\b|Traceback|\b[A-Z]\w+(?:Error|Exception)\b")
_REPRESENTED: Final = re.compile(r"(?:<|&lt;)[\w.]+ (?:object|[\w.<>&;]+) at 0x|(?:<|&lt;)bound method")

_UNPRINTED: Final = ("Cc", "Cs", "Zl", "Zp")
"""Categories of characters that steer a terminal or end a line."""

REFUSED, ANSWERED, EXCESSIVE = "refused", "answered", "stopped by its limits"


class Hang(AssertionError):
    """An input that takes more computing than any of its kind needs."""


@dataclass(frozen=True)
class Kind:
    """A kind of input: what makes inputs, the ending of its files, and what is done with one."""

    inputs: st.SearchStrategy[bytes]
    ending: str
    examine: Callable[[bytes], str]


@contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """End what computes for longer. The time is that of this process alone: others may be busy."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds} seconds of computing")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
        left, _ = signal.getitimer(signal.ITIMER_VIRTUAL)
        if not left:  # raised, and swallowed on its way
            raise Hang(f"more than {seconds} seconds of computing")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def assert_well_said(refusal: Refusal) -> None:
    """A refusal has a place and a way out, a line to each problem, and nothing of what the engine is made of."""
    assert refusal.problems, "a refusal without a problem"
    for problem in refusal.problems:
        said = str(problem)
        assert problem.place.file, f"a refusal without a place: {said}"
        assert problem.what.strip(), f"a refusal that says nothing: {said}"
        assert problem.mend.strip(), f"a refusal without a way out: {said}"
        assert len(said) < 5000, f"a refusal without end: {said[:500]}"
        assert not [mark for mark in said if category(mark) in _UNPRINTED], f"a message with a control: {said!r}"
        assert not _INTERNAL.search(re.sub(r"`[^`]*`", "", said)), f"a message of the engine's own parts: {said}"


def examined(kind: str, data: bytes) -> str:
    """What becomes of one input: refused in good words, or answered, in good time."""
    with limited():
        try:
            return KINDS[kind].examine(data)
        except Refusal as refusal:
            assert_well_said(refusal)
            return REFUSED


@contextmanager
def _file(data: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "matter.yaml").write_text(MATTER, encoding="utf-8")
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


@cache
def _reasoner() -> Reasoner:
    return Reasoner(shipped().program, ("reference",))


def _fact_set(data: bytes) -> str:
    with _file(data, "facts.yaml") as path:
        try:
            facts = load_fact_set(path)
        except Refusal:
            if sum(data) % 50 == 0:  # the command is slow, and says the same
                ran = decidendi("determine", path)
                assert (ran.code, ran.out) == (2, ""), "an answer from refused input"
            raise
    assert facts.text == data.decode("utf-8-sig")
    if len(facts.statements) > _MOST_STATEMENTS:
        return ANSWERED
    result = determine(facts, rulebook=shipped(), reasoner=_reasoner(), questions=False)
    memo = memo_of(result, facts, shipped())
    for form in ("md", "html"):
        assert render_memo(memo, form)
    return ANSWERED


@cache
def _matter_text() -> str:
    return MATTER.replace("2021-02-15", "2021-02-16")


def _page(data: bytes) -> str:
    with _file(data, "page.md") as path:
        rulebook = load_rulebook(path)
    facts = parse_fact_set(_matter_text(), "matter.yaml")
    determine(facts, rulebook=rulebook, reasoner=Reasoner(rulebook.program, ("reference",)), questions=False)
    return ANSWERED


@cache
def _shipped_pages() -> tuple[tuple[str, str], ...]:
    return tuple(find_pages([content_directory("rules")]))


def _page_among_others(data: bytes) -> str:
    """A page in the place of one that ships: the one with most of the same lines."""
    lines = set(data.split(b"\n"))
    pages = list(_shipped_pages())
    alike = [len(lines & set(text.encode().split(b"\n"))) for _, text in pages]
    index = alike.index(max(alike))
    with _file(data, "page.md") as path:
        pages[index] = (pages[index][0], read_text(path))
    rulebook = load_pages(pages)
    facts = parse_fact_set(_matter_text(), "matter.yaml")
    determine(facts, rulebook=rulebook, reasoner=Reasoner(rulebook.program, ("reference",)), questions=False)
    return ANSWERED


def _period(data: bytes) -> str:
    text = data.decode("utf-8", "surrogateescape")
    try:
        period = parse_period(text)
    except PeriodError as error:
        assert error.what
        assert error.expected
        day = None
        try:
            day = parse_day(text)
        except PeriodError:
            return REFUSED
        raise AssertionError(f"a day from what is no period: {day}") from None
    bounds = (period.earliest_begin, period.latest_begin, period.earliest_end, period.latest_end)
    assert all(BEGINNING <= bound <= END for bound in bounds), bounds
    assert period.earliest_begin <= min(period.latest_begin, period.earliest_end), bounds
    assert max(period.latest_begin, period.earliest_end) <= period.latest_end, bounds
    assert parse_period(period.text) == period
    if period.is_one_day:
        assert day_period(parse_day(text)).is_one_day
    return ANSWERED


@cache
def _memo() -> Memo:
    facts = parse_fact_set(MATTER, "matter.yaml")
    return memo_of(determine(facts, rulebook=shipped(), reasoner=_reasoner(), questions=False), facts, shipped())


def _template(data: bytes) -> str:
    """Rendered in a child of this process, within limits as `render_apart` sets them, and many times as fast."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "memo.md.jinja").write_bytes(data)
        _memo()
        read, write = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of the test runner, which the child leaves be
            child = os.fork()
        if not child:
            os.close(read)
            _render_and_exit(path, write)
        os.close(write)
        with os.fdopen(read, "rb") as stream:
            told = stream.read().decode("utf-8", "surrogateescape")
        _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        return EXCESSIVE
    outcome, _, text = told.partition("\n")
    assert outcome in (REFUSED, ANSWERED, EXCESSIVE), told or f"ended with {status}"
    assert outcome != ANSWERED or not _REPRESENTED.search(text), f"an object of the engine: {text[:200]}"
    return outcome


def _render_and_exit(templates: Path, write: int) -> None:
    told = "ended"
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_OF_A_TEMPLATE, _SECONDS_OF_A_TEMPLATE))
        resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, hard))
        try:
            told = f"{ANSWERED}\n{render_memo(_memo(), 'md', templates)}"
        except Refusal as refusal:
            assert_well_said(refusal)
            told = f"{REFUSED}\n{refusal}"
        except MemoryError:
            told = EXCESSIVE
    except BaseException as error:  # this process ends here whatever happens
        told = f"fault\n{type(error).__name__}: {error}"
    finally:
        with os.fdopen(write, "wb") as stream:
            try:
                stream.write(told.encode("utf-8"))
            except UnicodeEncodeError:
                stream.write(b"fault\na text that cannot be written")
        os._exit(0)


def _scenario(data: bytes) -> str:
    with _file(data, "scenario.yaml") as path:
        scenario = load_scenario(path)
        facts = load_fact_set(scenario.facts)
        count = 1
        for axis in scenario.axes:
            count *= len(axis.choices) or 3
        if count <= _MOST_SCENARIOS:
            sweep(run(facts, shipped(), _reasoner(), options_of(facts)), scenario)
    return ANSWERED


def _regimes(data: bytes) -> str:
    with _file(data, "ownership.yaml") as path:
        load_regimes(path).on(parse_day("2020-07-09"))
    return ANSWERED


def _holdings(data: bytes) -> str:
    """A table of holdings and, behind a line of `=`, a list of blocked parties."""
    table, _, blocked = data.partition(b"\n=\n")
    with _file(table, "holdings.csv") as path:
        listed = path.with_suffix(".txt")
        listed.write_bytes(blocked)
        register_from(load_holdings(path), load_blocked(listed))
    return ANSWERED


def _overlay(data: bytes) -> str:
    with _file(data, "overlay.md") as path:
        pages = load_amendments(path, shipped())
    amended(shipped(), pages, [item for page in pages for item in page.amendments])
    return ANSWERED


@cache
def _receipts() -> tuple[bytes, ...]:
    facts = parse_fact_set(MATTER, "matter.yaml")
    done = run(facts, shipped(), _reasoner(), options_of(facts))
    result = report(done, questions=False)
    whole = result.model_dump_json(indent=1).encode()
    return (result.receipt.model_dump_json(indent=1).encode(), whole)


def _receipt(data: bytes) -> str:
    with _file(data, "receipt.json") as path:
        recorded = read_receipt(read_text(path), str(path))
    verify(recorded, shipped(), _reasoner())
    return ANSWERED


def _files(folder: Path, pattern: str, most: int = 100_000) -> list[bytes]:
    files = sorted(folder.rglob(pattern), key=lambda file: (file.stat().st_size, file))
    return [file.read_bytes() for file in files if file.stat().st_size <= most]


def _texts(texts: dict[str, str]) -> list[bytes]:
    return [text.encode("utf-8") for text in texts.values()]


_NAMES = st.sampled_from(["huo", "acme", "payment-1", "title", "facts", "expect", "a b", "1", "on", "No", "é", "名"])
_PLAIN = st.one_of(_NAMES, st.sampled_from(mutating.YAML), st.text(max_size=12))


def _written(node: object) -> str:
    if isinstance(node, list):
        return f"[{', '.join(map(_written, node))}]"
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {_written(value)}" for key, value in node.items()) + "}"
    return str(node)


_TREES = st.recursive(
    _PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=4))
)
_SECTIONS = st.sampled_from(
    [
        "title",
        "as of",
        "parties",
        "facts",
        "expect",
        "sources",
        "complete",
        "dealings",
        "licenses",
        "property",
        "holding",
    ]
)
_FACT_SETS = st.dictionaries(_SECTIONS, _TREES, max_size=5).map(
    lambda sections: "".join(f"{key}: {_written(value)}\n" for key, value in sections.items()).encode(
        "utf-8", "surrogatepass"
    )
)
_DIGITS = st.sampled_from(["0", "1", "2", "9", "X", "-", "3"])
_DATES = st.one_of(
    st.sampled_from(mutating.DATES),
    st.builds(
        "-".join,
        st.lists(st.lists(_DIGITS, min_size=1, max_size=4).map("".join), min_size=1, max_size=3),
    ),
)
_MARKED = st.builds(
    lambda before, date, after: before + date + after,
    st.sampled_from(["", "?", "~", "%", "[", "{", "..", "-", "Y", " "]),
    _DATES,
    st.sampled_from(["", "?", "~", "%", "]", "}", "..", "S2", "E5", "T00:00:00", " "]),
)
_PERIODS = st.one_of(_MARKED, st.lists(_MARKED, min_size=2, max_size=3).map("/".join)).map(str.encode)
_FACTS = content_directory("facts")
_RULES = content_directory("rules")
_PAGES = [SOUND.encode(), *_files(_BAD / "rulebook", "*.md")]
_SCENARIO = (
    b"facts: matter.yaml\nask: [payment-1, acme]\naxes:\n  day: {days: [2020-07-09, 2021-03-01]}\n"
    b'  payer: {change: "payment-1 is from {value}", values: [acme, chen]}\n',
    b"facts: matter.yaml\nask: [payment-1 is prohibited]\naxes:\n"
    b'  share: {change: "holding: {owner: chen, entity: acme, share: {value}}", values: {from: 40, to: 60, by: 10}}\n'
    b"  form:\n    changes:\n      as it is:\n"
    b'      a branch: ["chen was a citizen of US"]\n',
    b"facts: matter.yaml\naxes:\n  day: {days: {from: 2020-01-01, to: 2020-06-01, every: month}}\n"
    b"  members: {reading: members}\n",
)
_OVERLAYS = (
    b"---\namends: E.O. 13818\nfrom: 2021-01-01\n---\n\n# Repeal Sec. 4(b)\n",
    b"---\namends: OFAC guidance\nfrom: 2021-01-01\nname: lower\n---\n\n# Change a parameter\n\n```parameter\n"
    b"the ownership threshold is 25 percent\n```\n",
    b"---\namends: E.O. 13818\nfrom: 2021-01-01\n---\n\n# Replace Sec. 5(b) Conspiracy\n\nAny plan.\n\n```rule\n"
    b'A dealing would breach "5(b)" if\n    the dealing is to a person,\n    the person is blocked on a day.\n```\n',
)

KINDS: Final[dict[str, Kind]] = {
    "facts": Kind(
        mutated(_files(_FACTS, "*.yaml", 6_000) + _files(_BAD / "facts", "*.yaml", 20_000), mutating.YAML, _FACT_SETS),
        ".yaml",
        _fact_set,
    ),
    "page": Kind(mutated(_PAGES, mutating.MARKDOWN), ".md", _page),
    "page-among-others": Kind(mutated(_files(_RULES, "*.md"), mutating.MARKDOWN, most=3), ".md", _page_among_others),
    "period": Kind(mutated([b"2020-07-09", b"2018/"], mutating.DATES, _PERIODS, most=3), ".txt", _period),
    "template": Kind(
        mutated(
            _texts(TEMPLATES) + _files(content_directory("reports"), "*.md.jinja"), mutating.TEMPLATE, st.just(b"x\n")
        ),
        ".jinja",
        _template,
    ),
    "scenario": Kind(mutated([*_SCENARIO, *_texts(SCENARIOS)], mutating.YAML), ".yaml", _scenario),
    "regimes": Kind(mutated([(_RULES / "ownership.yaml").read_bytes()], mutating.YAML), ".yaml", _regimes),
    "holdings": Kind(
        mutated(
            (
                b"owner,entity,share\nX,A,50\n=\nX\n",
                b"owner,entity,share,share_min,share_max,class,during,source\n"
                b"X,A,50,,,shares,2010/..,p. 1\nX,B,,25,50,,,\nA,C,1/3,,,,2010/2012,\n=\nX\t2018/..\nY\n",
            ),
            (*mutating.YAML, "owner", "share", "share_min", "during", "1/3", "\t2018/..", '"a,b"', "\n=\n"),
        ),
        ".csv",
        _holdings,
    ),
    "overlay": Kind(mutated([*_OVERLAYS, *_texts(AMENDMENTS)], mutating.MARKDOWN), ".md", _overlay),
    "receipt": Kind(
        st.deferred(lambda: mutated(_receipts(), mutating.JSON, most=3)),
        ".json",
        _receipt,
    ),
}
