"""The text of a sweep and of amended law: what is left out is said, and each change is put down to its own words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from decidendi.determinations.flips import Flip, Flips, SideEffect
from decidendi.determinations.reforming import Amended, Reform, Reformed, ReformedMatter
from decidendi.determinations.sweeping import Sweep, Swept, SweptAxis
from decidendi.reports.changes_text import flips_text
from decidendi.reports.heat_map import heat_map_html
from decidendi.reports.outcomes import NOT_REACHED, in_words
from decidendi.reports.reform_text import reform_text
from decidendi.reports.sweep_text import MOST_ROWS, sweep_text
from decidendi.reports.words import OUTCOMES, RESPONSES


def swept(outcomes: list[str]) -> Sweep:
    values = tuple(str(number) for number in range(len(outcomes)))
    return Sweep(
        title="A grid",
        asked=("payment-1",),
        called=("payment",),
        kinds=("dealing",),
        axes=(SweptAxis(name="share", values=values),),
        scenarios=tuple(
            Swept(values=(value,), outcomes=(outcome,)) for value, outcome in zip(values, outcomes, strict=True)
        ),
        counts=({"prohibited": outcomes.count("prohibited"), "not prohibited": outcomes.count("not prohibited")},),
    )


def test_of_a_large_grid_the_lines_at_which_the_outcome_changes_are_shown_and_the_rest_is_said_to_be_left_out() -> None:
    text = sweep_text(swept(["not prohibited"] * 50 + ["prohibited"] * 50))
    rows = [line.split() for line in text.splitlines() if line.startswith("  ") and line.split()[0].isdigit()]
    assert rows == [["0", *NOT_REACHED.split()], ["50", "prohibited"]]
    assert "Shown is where the outcomes differ from the line before; all are in `--format csv`." in text


def test_of_a_grid_that_changes_at_every_line_the_number_left_out_is_told() -> None:
    text = sweep_text(swept(["not prohibited", "prohibited"] * MOST_ROWS))
    assert f"Of these {2 * MOST_ROWS} lines the first {MOST_ROWS} are shown." in text


def test_a_small_grid_is_shown_whole_and_says_nothing_of_leaving_out() -> None:
    text = sweep_text(swept(["prohibited"] * MOST_ROWS))
    assert f"  {MOST_ROWS - 1} " in text
    assert "Shown is" not in text


def amendment(number: int, old: tuple[str, ...], new: tuple[str, ...]) -> Amended:
    return Amended(
        number=number, what=f"Replace Sec. {number}", instrument="E.O.", old=old, new=new, place=f"overlay.md:{number}"
    )


def test_each_outcome_that_changes_is_put_down_to_the_words_of_the_amendment_that_caused_it() -> None:
    amendments = (
        amendment(1, ("old one",), ("first", "second", "third", "fourth")),
        amendment(2, ("repealed words",), ()),
        amendment(3, (), ("no bearing",)),
    )
    alone = {"kind": "dealing", "provision": "", "before": "prohibited", "after": "not prohibited", "needed": ()}
    outcomes = (
        Reformed(subject="payment-1", title="payment", alone=(1,), together=(), **alone),
        Reformed(subject="gift-1", title="gift", alone=(), together=(1, 2), **alone),
    )
    matter = ReformedMatter(file="a.yaml", title="A", as_of=date(2021, 3, 1), outcomes=outcomes, unchanged=4)
    same = matter.model_copy(update={"file": "b.yaml", "outcomes": (), "unchanged": 6})
    text = reform_text(
        Reform(amendments=amendments, matters=(matter, same), without_effect=(3,), engines=("reference",))
    )
    payment, gift = text.split("payment (dealing)")[1].split("gift (dealing)")
    assert "through A1 alone" in payment
    assert [line.strip() for line in payment.splitlines()[2:6]] == ["+ first", "+ second", "+ third", "..."]
    assert "through A1 with A2, none of which can be spared" in gift
    assert "- repealed words" in gift
    assert "no bearing" not in payment + gift
    assert "b.yaml (as of 2021-03-01): no outcome changes" in text
    assert "1 of 2 matters changed." in text
    assert "Without effect here: A3." in text


@pytest.mark.parametrize("kind", ["dealing", "status", "criterion", "conclusion"])
@pytest.mark.parametrize("outcome", [*OUTCOMES, "holds", "fails", "not in force"])
@pytest.mark.parametrize("response", ["", *RESPONSES, "undetermined"])
def test_an_outcome_in_words_never_reads_as_leave_to_go_ahead(kind: str, outcome: str, response: str) -> None:
    words = in_words(kind, f"{outcome}, {response}" if response and kind == "dealing" else outcome)
    assert not re.search(r"not prohibited|permitted|allowed|cleared|lawful", words)
    if outcome == "undetermined":
        assert re.match("undetermined, which clears no(thing|body)", words)
    if outcome in ("not blocked", "not met", "fails"):
        assert "on what is stated" in words
    if (kind, response) in (("dealing", "block"), ("dealing", "reject")):
        assert f"(response: {response})" in words


def test_a_sweep_tells_what_is_asked_and_what_comes_out_in_words() -> None:
    grid = swept(["not prohibited, none", "prohibited, block", "undetermined, undetermined"])
    counts = {"not prohibited, none": 1, "prohibited, block": 1, "undetermined, undetermined": 1}
    grid = grid.model_copy(update={"counts": (counts,)})
    text = sweep_text(grid)
    assert "payment\n  no provision of this rulebook reaches it: 1 of 3\n" in text
    assert "  prohibited (response: block): 1 of 3\n  undetermined, which clears nothing: 1 of 3\n" in text
    page = heat_map_html(grid)
    for told in (text, page):
        assert "not prohibited" not in told
        assert "payment-1" not in told
    assert "undetermined, which clears nothing" in page


def test_what_a_least_change_moves_too_is_called_as_in_memos() -> None:
    effect = SideEffect(
        kind="dealing",
        subject="payment-2",
        title="a gift",
        provision="",
        before="prohibited",
        after="not prohibited",
        response="none",
    )
    flips = Flips(
        conclusion="chen is blocked on 2021-03-01",
        told="Chen Quanguo is blocked on 2021-03-01",
        as_of=date(2021, 3, 1),
        state="holds",
        flips=(Flip(changes=("one",), to="fails", whose_act=("anybody's",), cautions=(), effects=(effect,)),),
        considered=(),
        size=1,
        complete=True,
        not_explored=(),
    )
    text = flips_text(flips)
    assert text.startswith("Chen Quanguo is blocked on 2021-03-01: holds, as of 2021-03-01\n")
    assert "moves too: a gift: prohibited -> no provision of this rulebook reaches it\n" in text
    undetermined = flips_text(flips.model_copy(update={"state": "undetermined"}))
    assert "2021-03-01: undetermined, which clears nothing, as of" in undetermined
