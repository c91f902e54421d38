"""What the command line says of bad input: exit code 2, one line for each problem, nothing printed, nothing written.

`bad/cli/NAME.txt` holds the exact words. After a change of wording, write them anew and review the difference:

    DECIDENDI_UPDATE_GOLDEN=1 python -m pytest tests/golden/test_bad_cli.py
"""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from decidendi.cli import options
from docs import word_template
from tests.command import decidendi

GOLDEN = Path(__file__).parent / "bad" / "cli"
UPDATING = os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1"

MATTER = """title: A payment
as of: 2021-03-01
parties: {acme: {entity: Acme Corp., country: US}, chen: {individual: Chen Quanguo}}
dealings: {payment-1: {kind: funds, from: acme, to: chen, on: 2021-02-15, in: US}}
"""
RULEBOOK = """---
instrument: Test Order
citation: T.O.
identifier: /test/order
in force: 2000-01-01/..
status: single source
outline: [1]
---

## Sec. 1 Blocking

What is blocked.

```term
a person is blocked on a day
```

```rule
A person is blocked on a day if
    the person was seen by another person.
```
"""
SOUND = (
    RULEBOOK.replace("the person was seen by another person", "a source finds that the person is a foreign person")
    + "\n```determination\nblocked: a person is blocked on a day\n```\n"
)

FACTS = {
    "malformed-yaml": "title: A payment\nparties: [\n",
    "unknown-party": MATTER.replace("to: chen", "to: chem"),
    "unknown-sentence": MATTER + "facts:\n  - chen was a leader of acme since 2017\n",
    "contradictory-facts": MATTER
    + "facts:\n  - chen was a citizen of US\n  - it is not the case that chen was a citizen"
    " of US\n",
    "impossible-date": MATTER.replace("2021-02-15", "2021-02-30"),
    "impossible-share": MATTER + "facts:\n  - holding: {owner: chen, entity: acme, share: 150}\n",
    "no-day": MATTER.replace("as of: 2021-03-01\n", ""),
    "not-in-force": MATTER.replace("as of: 2021-03-01", "as of: 2016-03-01"),
    "deep-nesting": "title: " + "[" * 300 + "]" * 300 + "\n",
    "alias-bomb": "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ),
}
TEMPLATES = {
    "template-with-an-undefined-name": "# {{ memo.heading.title }}\n\n{{ memo.verdict }}\n",
    "template-with-a-name-of-its-own": "{{ verdict }}\n",
    "template-that-is-malformed": "line one\n{% if %}\n",
    "template-that-escapes": "{{ ''.__class__.__mro__[1].__subclasses__() }}\n",
    "template-that-reaches-into-a-method": "{{ memo.model_dump.__globals__ }}\n",
    "template-with-an-endless-range": "{% for i in range(10**9) %}{% endfor %}\n",
    "template-that-calls-itself": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}\n",
    "template-that-includes-another-file": '{% include "../matter.yaml" %}\n',
    "template-that-prints-a-method": "{{ memo.model_dump }}\n",
    "template-that-prints-half-a-character": "{{ '\\ud800' }}\n",
    "template-that-is-nested-too-deeply": "{% for x in [1] %}" * 25 + "{% endfor %}" * 25 + "\n",
    "template-that-divides-by-zero": "{{ 1 / 0 }}\n",
}
PRINT_TEMPLATES = {
    "of-an-undefined-name": '#let memo = json("data.json").memo\n#memo.verdict\n',
    "that-is-malformed": "= Memo\n#if true {\n",
    "that-loads-a-package": '= Memo\n#import "@preview/example:0.1.0": add\n',
    "that-computes-the-name-of-a-package": '#import ("@pre" + "view/example:0.1.0"): add\n',
    "that-reads-another-file": '#read("../../../../etc/passwd")\n',
    "that-never-ends": "#let f(n) = f(n + 1)\n#f(0)\n",
}
WORD_TEMPLATES: dict[str, tuple[str, str, str]] = {
    "of-an-undefined-name": ("word/document.xml", '>{{ _("Short answer") }}<', ">In short: {{ memo.verdict }}<"),
    "that-is-malformed": ("word/document.xml", '>{{ _("Short answer") }}<', ">In short: {% if %}<"),
    "that-opens-and-never-closes": (
        "word/document.xml",
        '>{{ _("Short answer") }}<',
        ">In short: {% if memo.facts %}<",
    ),
    "that-fetches": ("word/footer1.xml", "NUMPAGES", 'INCLUDETEXT "C:/other.docx"'),
    "of-another-kind": ("[Content_Types].xml", "wordprocessingml.document.main", "wordprocessingml.other"),
}
"""The part of the template that is changed, what stands there, and what takes its place."""

SCENARIOS = {
    "is-no-scenario": "- one\n",
    "names-no-axis": "facts: matter.yaml\n",
    "with-an-unknown-section": "facts: matter.yaml\naxis: {day: {days: [2021-03-01]}}\n",
    "without-its-facts": "facts: none.yaml\naxes: {day: {days: [2021-03-01]}}\n",
    "with-an-axis-of-nothing": "facts: matter.yaml\naxes:\n  payer: {values: [acme]}\n",
    "with-an-impossible-day": "facts: matter.yaml\naxes:\n  day: {days: [2021-02-30]}\n",
    "with-an-endless-range": 'facts: matter.yaml\naxes:\n  share: {change: "chen owned {value} percent of acme",'
    " values: {from: 0, to: 1, by: 0}}\n",
    "with-a-change-that-never-varies": "facts: matter.yaml\naxes:\n"
    "  payer: {change: payment-1 is from acme, values: [acme, chen]}\n",
    "with-a-value-that-is-not-there": "facts: matter.yaml\naxes:\n"
    '  payer: {change: "payment-1 is from {value}", values: [acme, chem]}\n',
    "with-an-unknown-term": "facts: matter.yaml\naxes:\n  reading: {reading: member}\n",
    "with-an-unknown-conclusion": "facts: matter.yaml\nask: [chem is blocked]\naxes: {day: {days: [2021-03-01]}}\n",
    "that-is-too-large": "facts: matter.yaml\naxes:\n"
    "  day: {days: {from: 1800-01-01, to: 2021-01-01, every: day}}\n"
    '  place: {change: "payment-1 takes place in {value}",'
    " values: [US, CH, DE]}\n",
}
_AMENDS = "---\namends: E.O. 13818\nfrom: 2021-01-01\n---\n\n"
AMENDMENTS = {
    "has-no-front-matter": "# Repeal Sec. 4(b)\n",
    "amends-nothing": _AMENDS,
    "amends-no-known-instrument": _AMENDS.replace("13818", "13819") + "# Repeal Sec. 4(b)\n",
    "repeals-what-is-not-there": _AMENDS + "# Repeal Sec. 4(z)\n",
    "adds-what-is-there": _AMENDS + "# Add Sec. 4(b) Receipt\n",
    "has-a-heading-that-amends-nothing": _AMENDS + "# Abolish Sec. 4(b)\n",
    "amends-a-provision-twice": _AMENDS + "# Repeal Sec. 4(b)\n\n# Repeal Sec. 4(b)\n",
    "changes-an-unknown-parameter": _AMENDS.replace("E.O. 13818", "OFAC guidance")
    + "# Change a parameter\n\n```parameter\nthe ownership treshold is 25 percent\n```\n",
    "has-a-rule-that-cannot-be-read": _AMENDS
    + '# Replace Sec. 5(b) Conspiracy\n\n```rule\nA dealing would breach "5(b)" if\n    the dealing is odd.\n```\n',
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "missing-facts": ("determine", "no-such.yaml"),
    "facts-are-a-folder": ("determine", "."),
    "as-of-is-no-day": ("determine", "matter.yaml", "--as-of", "2021-02-30"),
    "known-is-no-day": ("determine", "matter.yaml", "--known", "yesterday"),
    "reading-without-a-name": ("determine", "matter.yaml", "--reading", "official"),
    "reading-that-is-not-there": ("determine", "matter.yaml", "--reading", "official=none"),
    "party-to-consider-unknown": ("determine", "matter.yaml", "--consider", "chem"),
    "rulebook-missing": ("determine", "matter.yaml", "--rules", "no-rules"),
    "rulebook-that-does-not-check": ("determine", "matter.yaml", "--rules", "rules"),
    "check-a-rulebook-that-does-not-check": ("check", "rules"),
    "why-an-unknown-party": ("why", "matter.yaml", "chem is blocked"),
    "test-an-empty-folder": ("test", "empty"),
    "coverage-of-no-facts": ("coverage", "sound-rules", "empty"),
    "coverage-under-an-unknown-provision": ("coverage", "sound-rules", "matter.yaml", "--under", "1(b)"),
    "coverage-of-more-than-all": ("coverage", "sound-rules", "matter.yaml", "--at-least", "101"),
    "mutate-of-no-facts": ("mutate", "sound-rules", "empty"),
    "mutate-under-an-unknown-provision": ("mutate", "sound-rules", "matter.yaml", "--under", "1(b)"),
    "mutate-for-more-than-all": ("mutate", "sound-rules", "matter.yaml", "--at-least", "101"),
    "mutate-an-unknown-mutant": ("mutate", "sound-rules", "matter.yaml", "--only", "0000000x"),
    "mutate-and-accept-into-nothing": ("mutate", "sound-rules", "matter.yaml", "--accept", "00000000"),
    "mutate-and-reject-without-a-reason": ("mutate", "sound-rules", "matter.yaml", "--reject", "00000000"),
    "mutate-with-witnesses-of-no-matter": ("mutate", "sound-rules", "matter.yaml", "--witnesses", "witnesses.yaml"),
    "mutate-with-witnesses-of-either-of-two-matters": (
        "mutate",
        "sound-rules",
        "matter.yaml",
        "twice",
        "--witnesses",
        "witnesses.yaml",
    ),
    "mutate-with-witnesses-that-are-none": ("mutate", "sound-rules", "matter.yaml", "--witnesses", "malformed.yaml"),
    "mutate-with-rejections-without-reasons": ("mutate", "sound-rules", "matter.yaml", "--rejected", "witnesses.yaml"),
    "coverage-without-facts": ("coverage", "sound-rules"),
    "memo-in-an-unknown-format": ("memo", "matter.yaml", "-o", "memo.rtf"),
    "memo-of-an-unknown-kind": ("memo", "matter.yaml", "--kind", "letter"),
    "memo-of-two-matters": ("memo", "matter.yaml", "matter.yaml"),
    "designation-of-no-party": ("memo", "matter.yaml", "--kind", "designation"),
    "designation-of-an-unknown-party": ("memo", "matter.yaml", "--kind", "designation", "--party", "chem"),
    "memo-about-one-party": ("memo", "matter.yaml", "--party", "chen"),
    "comparison-of-one-matter": ("memo", "matter.yaml", "--kind", "comparison"),
    "comparison-of-two-matters-and-an-overlay": (
        *("memo", "matter.yaml", "matter.yaml"),
        *("--kind", "comparison", "--overlay", "matter.yaml"),
    ),
    "memo-with-an-overlay": ("memo", "matter.yaml", "--overlay", "matter.yaml"),
    "summary-with-a-matrix": ("memo", "matter.yaml", "--kind", "summary", "--matrix"),
    "portfolio-of-an-empty-folder": ("memo", "empty", "--kind", "portfolio"),
    "portfolio-with-a-matter-that-is-refused": ("memo", "matter.yaml", "no-day.yaml", "--kind", "portfolio"),
    "memo-in-an-unknown-language": ("memo", "matter.yaml", "--language", "tlh"),
    "memo-in-a-language-that-is-a-path": ("memo", "matter.yaml", "--language", "../de"),
    "memo-as-data-in-another-language": ("memo", "matter.yaml", "--format", "json", "--language", "de"),
    "memo-without-an-ending": ("memo", "matter.yaml", "-o", "memo"),
    "memo-in-a-folder-that-is-missing": ("memo", "matter.yaml", "-o", "missing/memo.md"),
    "memo-over-a-folder": ("memo", "matter.yaml", "-o", "empty", "--format", "md"),
    "memo-in-word-on-the-terminal": ("memo", "matter.yaml", "--format", "docx"),
    "memo-in-word-without-the-extra": ("memo", "matter.yaml", "-o", "memo.docx"),
    "memo-in-word-with-templates-missing": ("memo", "matter.yaml", "-o", "memo.docx", "--templates", "no-templates"),
    **{
        f"memo-in-word-with-a-template-{name}": (
            "memo",
            "matter.yaml",
            "-o",
            "memo.docx",
            "--templates",
            f"word-{name}",
        )
        for name in WORD_TEMPLATES
    },
    "memo-in-pdf-on-the-terminal": ("memo", "matter.yaml", "--format", "pdf"),
    **{
        f"memo-in-pdf-with-a-template-{name}": ("memo", "matter.yaml", "-o", "memo.pdf", "--templates", f"print-{name}")
        for name in PRINT_TEMPLATES
    },
    "memo-in-pdf-with-fonts-that-are-missing": ("memo", "matter.yaml", "-o", "memo.pdf", "--fonts", "no-fonts"),
    "memo-in-pdf-without-the-extra": ("memo", "matter.yaml", "-o", "memo.pdf"),
    "templates-missing": ("memo", "matter.yaml", "--templates", "no-templates"),
    "no-such-option": ("determine", "matter.yaml", "--as-off", "2021-01-01"),
    "no-facts": ("determine",),
    "compare-one-side": ("compare", "matter.yaml"),
    "compare-three-sides": ("compare", "matter.yaml", "matter.yaml", "matter.yaml"),
    "compare-with-a-matter-of-no-day": ("compare", "matter.yaml", "no-day.yaml"),
    "depth-below-one": ("why", "matter.yaml", "chen is blocked", "--depth", "0"),
    "picture-in-an-unknown-format": ("picture", "matter.yaml", "--kind", "proof", "-o", "proof.gif"),
    "picture-about-nobody": ("picture", "matter.yaml", "--kind", "proof", "--about", "chem", "-o", "proof.svg"),
    "reform-of-no-facts": ("reform", "reform-amends-nothing.md", "empty"),
    **{f"reform-{name}": ("reform", f"reform-{name}.md", "matter.yaml") for name in AMENDMENTS},
    "shape-of-a-rulebook-that-is-missing": ("shape", "no-rules"),
    "shape-under-an-unknown-provision": ("shape", "sound-rules", "--under", "9(z)"),
    "equivalent-to-a-rulebook-that-is-missing": ("equivalent", "sound-rules", "no-rules"),
    "equivalent-to-a-rulebook-that-does-not-check": ("equivalent", "sound-rules", "rules"),
    "equivalent-under-an-unknown-label": ("equivalent", "sound-rules", "later-rules", "--under", "1(b)"),
    "equivalent-within-no-time": ("equivalent", "sound-rules", "sound-rules", "--budget", "0"),
    "sweep-to-an-unknown-format": ("sweep", "sweep-names-no-axis.yaml", "-o", "map.png"),
    **{f"sweep-{name}": ("sweep", f"sweep-{name}.yaml", "-o", "map.svg") for name in SCENARIOS},
    **{f"facts-{name}": ("memo", f"{name}.yaml", "-o", "memo.md") for name in FACTS},
    **{name: ("memo", "matter.yaml", "--templates", name, "-o", "memo.md") for name in TEMPLATES},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "matter.yaml").write_text(MATTER, encoding="utf-8")
    for name, text in FACTS.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name, text in AMENDMENTS.items():
        (tmp_path / f"reform-{name}.md").write_text(text, encoding="utf-8")
    for name, text in SCENARIOS.items():
        (tmp_path / f"sweep-{name}.yaml").write_text(text, encoding="utf-8")
    for name, text in TEMPLATES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "memo.md.jinja").write_text(text, encoding="utf-8")
    for name, text in PRINT_TEMPLATES.items():
        (tmp_path / f"print-{name}").mkdir()
        (tmp_path / f"print-{name}" / "memo.typ").write_text(text, encoding="utf-8")
    for name, (part, old, new) in WORD_TEMPLATES.items():
        (tmp_path / f"word-{name}").mkdir()
        with zipfile.ZipFile(tmp_path / f"word-{name}" / "memo.docx", "w") as package:
            for each, text in word_template.parts().items():
                package.writestr(each, text.replace(old, new, 1) if each == part else text)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "order.md").write_text(RULEBOOK, encoding="utf-8")
    (tmp_path / "sound-rules").mkdir()
    (tmp_path / "sound-rules" / "order.md").write_text(SOUND, encoding="utf-8")
    (tmp_path / "later-rules").mkdir()
    later = SOUND.replace("in force: 2000-01-01/..", "in force: 2001-01-01/..")
    (tmp_path / "later-rules" / "order.md").write_text(later, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "twice").mkdir()
    (tmp_path / "twice" / "matter.yaml").write_text(MATTER, encoding="utf-8")
    (tmp_path / "witnesses.yaml").write_text("one: {matter: mater}\n", encoding="utf-8")
    (tmp_path / "malformed.yaml").write_text("one: {matters: matter}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_a_refusal_is_said_in_exactly_these_words_and_leaves_nothing_behind(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name.endswith("-without-the-extra"):
        monkeypatch.setitem(sys.modules, "typst", None)
        monkeypatch.setitem(sys.modules, "docxtpl", None)
        monkeypatch.delitem(sys.modules, "decidendi.reports.word_document", raising=False)
    before = sorted(folder.rglob("*"))
    ran = decidendi(*COMMANDS[name])
    golden = GOLDEN / f"{name}.txt"
    if UPDATING:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(ran.err, encoding="utf-8")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == golden.read_text(encoding="utf-8")
    assert "Traceback" not in ran.err
    assert " object" not in ran.err
    assert ran.err.count("\n") == 1
    assert sorted(folder.rglob("*")) == before


def test_every_text_has_its_command() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(COMMANDS)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            ("why", "matter.yaml", "chen is fine"),
            "CONCLUSION: unknown sentence `chen is fine`; expected a sentence of ",
        ),
        (("determine", "matter.yaml", "--reading", "nothing=broad"), "--reading: no open term is called `nothing`; "),
        (("schema", "verdicts"), "decidendi schema: Invalid value for "),
        (("test", "expecting.yaml"), "expecting.yaml:6: unknown sentence `chen is blokked`; expected a sentence of "),
    ],
    ids=["why", "reading", "schema", "expect"],
)
def test_what_the_rulebook_does_not_know_is_refused_with_what_it_knows(
    command: tuple[str, ...], said: str, folder: Path
) -> None:
    (folder / "expecting.yaml").write_text(MATTER + "expect:\n  - chen is blokked\n", encoding="utf-8")
    ran = decidendi(*command)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith(said)


def test_a_file_of_100_megabytes_is_refused_unread(folder: Path) -> None:
    with (folder / "large.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    ran = decidendi("determine", "large.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("large.yaml: the file is too large; expected at most 2,000,000 bytes; ")
    assert ran.err.count("\n") == 1


def test_a_template_of_many_megabytes_is_refused_unread(folder: Path) -> None:
    (folder / "empty" / "memo.md.jinja").write_text("x" * 600_000, encoding="utf-8")
    ran = decidendi("memo", "matter.yaml", "--templates", "empty")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("empty/memo.md.jinja: the template is too large; expected at most 500,000 bytes. Shorten it.\n")


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        '{{ "x" * 10 ** 11 }}',
    ],
    ids=["time", "memory"],
)
def test_a_template_that_takes_too_much_is_ended(template: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from decidendi.cli import memo
    from decidendi.reports import apart

    limited = apart.render_apart

    def briefly(*given: object, language: str) -> object:
        return limited(*given, seconds=2, language=language)

    monkeypatch.setattr(memo, "render_apart", briefly)
    (folder / "empty" / "memo.md.jinja").write_text(template, encoding="utf-8")
    ran = decidendi("memo", "matter.yaml", "--templates", "empty", "-o", "memo.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "empty: the templates take too long or too much memory; expected a memo within 2 seconds and 1000 MB. "
        "Look for a loop or a repetition that grows without end.\n"
    )
    assert not (folder / "memo.md").exists()


def test_a_memo_that_cannot_replace_a_file_leaves_it_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from decidendi.reports import rendering

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (folder / "memo.md").write_text("signed", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(rendering.os, "replace", full)
    ran = decidendi("memo", "matter.yaml", "-o", "memo.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("memo.md: the file cannot be written; found no space left on device. ")
    assert (folder / "memo.md").read_text(encoding="utf-8") == "signed"
    assert sorted(folder.rglob("*")) == before


def test_what_a_refusal_quotes_is_never_obeyed_by_a_terminal(folder: Path) -> None:
    (folder / "odd.yaml").write_text(MATTER.replace("to: chen", 'to: "\\e[31mchen\\u202e"'), encoding="utf-8")
    ran = decidendi("determine", "odd.yaml")
    assert ran.code == options.REFUSED
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
