"""`decidendi coverage`: what it says of a rulebook small enough to say by hand what is seen."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from decidendi.determinations.coverage import provisions_under
from decidendi.refusal import Refusal
from decidendi.reports.coverage_text import percent
from tests.command import decidendi, shipped

ORDER = """---
instrument: Test Order
citation: T.O.
identifier: /test/order
in force: 2000-01-01/..
status: single source
outline: [1, 2]
---

## Sec. 1 Gifts

A gift <script>alert(1)</script> in the United States is caught, unless it is for aid.

```term
a dealing is caught
```

```rule
A dealing is caught if
    the dealing has the form "gift",
    the dealing takes place in "US",
    it is not the case that the dealing has the purpose of "aid".
```

## Sec. 2 Visits

```term
a dealing is a visit
```

```term
a dealing is noted under a label
```

```determination
prohibited: a dealing is noted under a label
```

```rule
A dealing is noted under "2" if
    the dealing is caught,
    the dealing is a visit.
```

```rule reading "narrow" of "visit" (default)
because: the word is used so.
A dealing is a visit if
    the dealing has the form "visit".
```

```rule reading "wide" of "visit"
because: a gift is handed over.
A dealing is a visit if
    the dealing has the form "gift".
```
"""

MATTER = """title: A dealing
as of: 2021-03-01
parties: {acme: {entity: Acme}, chen: {individual: Chen}}
dealings: {one: {kind: funds, from: acme, to: chen, on: 2021-02-15}}
facts:
"""
CAUGHT = MATTER + "  - one has the form gift\n  - one takes place in US\n"
AID = CAUGHT + "  - one has the purpose of aid\n"
ABROAD = MATTER + "  - one has the form gift\n  - one takes place in FR\n"
OPEN = CAUGHT.replace("  - one takes place in US\n", "  - one takes place in unknown\n")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "order.md").write_text(ORDER, encoding="utf-8")
    return tmp_path / "law"


def matters(folder: Path, **texts: str) -> Path:
    (folder / "facts").mkdir()
    for name, text in texts.items():
        (folder / "facts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "facts"


def shown(law: Path, facts: Path, *options: object) -> dict[str, list[str]]:
    """By condition of section 1, in its words, what was seen of it."""
    ran = decidendi("coverage", law, facts, "--under", "1", "--format", "json", *options)
    assert ran.code == 0, ran.err
    (rule,) = json.loads(ran.out)["rules"]
    return {condition["text"]: condition["seen"] for condition in rule["conditions"]}


FORM = 'the dealing has the form "gift"'
PLACE = 'the dealing takes place in "US"'
PURPOSE = 'it is not the case that the dealing has the purpose of "aid"'


def test_where_a_rule_fires_its_conditions_are_true_and_its_exception_is_not_taken(law: Path, tmp_path: Path) -> None:
    assert shown(law, matters(tmp_path, caught=CAUGHT)) == {FORM: ["true"], PLACE: ["true"], PURPOSE: ["true"]}


def test_a_condition_is_false_where_it_alone_fails(law: Path, tmp_path: Path) -> None:
    assert shown(law, matters(tmp_path, abroad=ABROAD)) == {FORM: [], PLACE: ["false"], PURPOSE: []}


def test_an_exception_is_taken_where_it_alone_keeps_the_rule_from_firing(law: Path, tmp_path: Path) -> None:
    assert shown(law, matters(tmp_path, aid=AID)) == {FORM: [], PLACE: [], PURPOSE: ["false"]}


def test_two_conditions_that_fail_together_show_nothing_of_either(law: Path, tmp_path: Path) -> None:
    both = ABROAD + "  - one has the purpose of aid\n"
    assert shown(law, matters(tmp_path, both=both)) == {FORM: [], PLACE: [], PURPOSE: []}


def test_a_condition_is_unknown_where_the_others_hold_and_it_is_open(law: Path, tmp_path: Path) -> None:
    assert shown(law, matters(tmp_path, open=OPEN)) == {FORM: [], PLACE: ["unknown"], PURPOSE: []}


def test_what_several_fact_sets_show_adds_up_in_any_order(law: Path, tmp_path: Path) -> None:
    facts = matters(tmp_path, a=CAUGHT, b=ABROAD, c=AID, d=OPEN)
    seen = shown(law, facts)
    assert seen == {FORM: ["true"], PLACE: ["true", "false", "unknown"], PURPOSE: ["true", "false"]}
    files = [facts / f"{name}.yaml" for name in "dcba"]
    one = decidendi("coverage", law, facts)
    assert decidendi("coverage", law, *files).out == one.out


def test_what_is_not_covered_is_named_by_file_and_line(law: Path, tmp_path: Path) -> None:
    ran = decidendi("coverage", law, matters(tmp_path, a=CAUGHT, b=ABROAD))
    assert ran.code == 0
    assert f"  order.md:20: {FORM} [Sec. 1]: never false, never unknown\n" in ran.out
    assert f"  order.md:21: {PLACE} [Sec. 1]: never unknown\n" in ran.out
    assert f"  order.md:22: {PURPOSE} [Sec. 1]: never taken, never unknown\n" in ran.out
    assert "  order.md:47: A dealing is a visit [Sec. 2]: never fired\n" in ran.out
    assert "  order.md:53: reading `wide` of `visit`: never used\n" in ran.out


def test_a_reading_is_used_where_a_rule_under_it_fires(law: Path, tmp_path: Path) -> None:
    facts = matters(tmp_path, a=CAUGHT)
    assert "readings used: 0 of 2" in decidendi("coverage", law, facts).out
    ran = decidendi("coverage", law, facts, "--every-reading")
    assert "readings used: 1 of 2" in ran.out
    assert ran.out.startswith("2 runs\n")


def test_less_than_the_least_ends_with_1_and_names_what_is_missing(law: Path, tmp_path: Path) -> None:
    facts = matters(tmp_path, a=CAUGHT, b=ABROAD)
    options = ("coverage", law, facts, "--under", "/test/order/1")
    assert "Covered: 4 of 9 (44.4 percent)\n" in decidendi(*options).out
    assert decidendi(*options, "--at-least", "44.4").code == 0
    ran = decidendi(*options, "--at-least", "44.5", "--format", "json")
    assert ran.code == 1
    assert "at least 44.5 is asked for" in ran.err
    assert f"order.md:21: {PLACE} [Sec. 1]: never unknown\n" in ran.err
    assert decidendi(*options, "--at-least", "44.5").code == 1


def test_the_page_shows_the_text_of_the_law_escaped_with_what_was_seen_beside_each_condition(
    law: Path, tmp_path: Path
) -> None:
    ran = decidendi("coverage", law, matters(tmp_path, a=CAUGHT, b=ABROAD), "--under", "1", "--format", "html")
    assert ran.code == 0
    rows = {line.split("</td>")[0].rsplit(">", 1)[1]: line for line in ran.out.splitlines() if 'class="number"' in line}
    assert "true: seen, false: seen, unknown: NOT SEEN" in rows["21"]
    assert "the dealing takes place in &#34;US&#34;" in rows["21"]
    assert "not taken: seen, taken: NOT SEEN, unknown: NOT SEEN" in rows["22"]
    assert "<td>fired</td>" in rows["19"]
    assert "A gift &lt;script&gt;" in ran.out
    assert "<script" not in ran.out
    assert "Visits" not in ran.out


def test_the_page_takes_a_page_of_the_law_that_has_no_provisions(law: Path, tmp_path: Path) -> None:
    words = ORDER.partition("## Sec. 1")[0].replace("outline: [1, 2]\n", "") + "# Words\n\nNothing is said here.\n"
    (law / "words.md").write_text(words, encoding="utf-8")
    ran = decidendi("coverage", law, matters(tmp_path, a=CAUGHT), "--format", "html")
    assert ran.code == 0, ran.err
    assert "<h2>order.md</h2>" in ran.out
    assert "words.md" not in ran.out


@pytest.mark.parametrize("name", ["/us/cfr/t31/s583", "583"])
def test_a_part_is_asked_about_with_all_its_sections_in_every_edition(name: str) -> None:
    found = provisions_under(shipped(), [name])
    assert {"/us/cfr/t31/s583.504", "/us/cfr/t31/s583.507/a/1", "/us/cfr/t31/s583.504@2018-06-29"} <= found
    assert all("/s583." in item for item in found)
    with pytest.raises(Refusal):
        provisions_under(shipped(), [name.removesuffix("3")])


def test_only_the_whole_is_shown_as_a_hundred_percent() -> None:
    assert (percent(Fraction(99_999, 100_000)), percent(Fraction(1))) == ("99.9", "100.0")
