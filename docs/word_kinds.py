"""Makes the templates in Word of the other kinds of memo: `python -m docs.word_kinds`.

Each is set down as `word_template.py` sets down that of the memo, with the same styles, lists and footer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from docs.word_template import (
    CAUTION_AT,
    REMOTE,
    STEP,
    bounded,
    checked,
    chosen,
    contents,
    criterion_of,
    day,
    document_with,
    either_way,
    facts_table,
    law,
    line,
    message,
    names_in_scripts,
    parts_of,
    proof,
    provision_of,
    run,
    sources,
    strong,
    table,
    tag,
    within,
    written,
)

REPORTS: Final = Path(__file__).resolve().parents[1] / "reports"

_BULLET: Final = "ListBullet"
_SIDE: Final = {"file": "side.heading.file", "facts": "side.facts", "result": "side.result"}

FURTHER_QUESTIONS: Final = (
    "%(count)s further open question: see the memo.",
    "%(count)s further open questions: see the memo.",
)
UNEXPLORED: Final = (
    "%(count)s unknown not put to the rules here: see the memo.",
    "%(count)s unknowns not put to the rules here: see the memo.",
)
FURTHER_DUTIES: Final = ("%(count)s further duty: see the memo.", "%(count)s further duties: see the memo.")
UNCHANGED: Final = (
    "%(count)s determination comes out alike.",
    "%(count)s determinations come out alike.",
)
_PORTFOLIO: Final = message(
    "Portfolio: %(count)s matter",
    "Portfolio: %(count)s matters",
    counting="portfolio.matters|length",
    count="portfolio.matters|length",
)

# --- What kinds share ----------------------------------------------------------------------------


def said(kind: str, outcome: str) -> str:
    """An outcome in words that claim no more than it."""
    return chosen(
        (
            f"{outcome} == 'undetermined'",
            chosen(
                (f"{kind} == 'dealing'", message("undetermined, which clears nothing")),
                otherwise=message("undetermined, which clears nobody"),
            ),
        ),
        (
            f"{outcome} == 'not prohibited'",
            message("reached by no provision of this rulebook, which is no finding that it may be done"),
        ),
        (f"{outcome} == 'not blocked'", message("not blocked on what is stated")),
        (f"{outcome} == 'not met'", message("not met on what is stated")),
        otherwise="{{ " + outcome + "|worded }}",
    )


def counted(counts: str, kind: str) -> str:
    return (
        "{% for count in " + counts + " if count.kind == '" + kind + "' %}{{ count.count|number }} "
        + said("'" + kind + "'", "count.outcome") + "{% if not loop.last %}; {% endif %}{% else %}" + message("none")
        + "{% endfor %}"
    )  # fmt: skip


def answers(of: str) -> list[str]:
    """The short answers of a summary, of a matter or of a side, what decides first."""
    rests = {"rests_on": "answer.rests_on|map('worded')|join(', ')"}
    cited = {"provisions": "answer.provisions.names|map('cited')|join(', ')"}
    on = f"{of}.heading.as_of"
    return [
        tag(f"for answer in {of}.answers"),
        tag("if answer.kind == 'dealing' and answer.outcome == 'prohibited'"),
        line(
            message(
                "*%(subjects)s: prohibited* under %(provisions)s. Response required: *%(response)s*. Rests on: "
                "%(rests_on)s.",
                subjects="answer.subjects|named",
                response="answer.response|worded",
                **cited,
                **rests,
            ),
            style=_BULLET,
        ),
        tag("elif answer.kind == 'dealing' and answer.outcome == 'undetermined'"),
        line(
            message("*%(subjects)s: undetermined.* This clears nothing.", subjects="answer.subjects|named")
            + "{% if answer.questions %} "
            + message(
                "What would settle it: question %(numbers)s.",
                "What would settle it: questions %(numbers)s.",
                counting="answer.questions|length",
                numbers="answer.questions|join(', ')",
            )
            + "{% endif %}",
            style=_BULLET,
        ),
        tag("elif answer.kind == 'dealing' and answer.outcome == 'not prohibited'"),
        line(
            message(
                "*%(subjects)s: no provision of this rulebook reaches it.* That is no finding that it may be done.",
                subjects="answer.subjects|named",
            ),
            style=_BULLET,
        ),
        tag("elif answer.kind == 'dealing' and answer.provisions.names"),
        line(
            message(
                "*%(subjects)s: %(outcome)s* under %(provisions)s. Rests on: %(rests_on)s.",
                subjects="answer.subjects|named",
                outcome="answer.outcome|worded",
                **cited,
                **rests,
            ),
            style=_BULLET,
        ),
        tag("elif answer.kind == 'dealing'"),
        line(
            message(
                "*%(subjects)s: %(outcome)s*. Rests on: %(rests_on)s.",
                subjects="answer.subjects|named",
                outcome="answer.outcome|worded",
                **rests,
            ),
            style=_BULLET,
        ),
        tag("elif answer.kind == 'status' and answer.outcome == 'blocked'"),
        line(
            message("*Blocked* on %(day)s: %(subjects)s Rests on: %(rests_on)s.", day=on, subjects="answer.subjects|named|ended", **rests),
            style=_BULLET,
        ),
        tag("elif answer.kind == 'status' and answer.outcome == 'undetermined'"),
        line(
            message(
                "*Undetermined* whether blocked on %(day)s, which clears nobody: %(subjects)s", day=on, subjects="answer.subjects|named|ended"
            ),
            style=_BULLET,
        ),
        tag("elif answer.kind == 'status'"),
        line(
            message("*Not blocked on what is stated*: %(subjects)s See the cautions.", subjects="answer.subjects|named|ended"),
            style=_BULLET,
        ),
        tag("elif answer.outcome == 'met'"),
        line(
            message(
                "*Criterion %(criterion)s met* on the facts stated: %(subjects)s Rests on: %(rests_on)s.",
                criterion="answer.provisions|named",
                subjects="answer.subjects|named|ended",
                **rests,
            )
            + " "
            + message("To meet a criterion blocks nobody; a determination by the authority does."),
            style=_BULLET,
        ),
        tag("elif answer.outcome == 'undetermined'"),
        line(
            message(
                "*Undetermined*, which clears nobody: whether %(subjects)s meets %(provisions)s.",
                "*Undetermined*, which clears nobody: whether %(subjects)s meet %(provisions)s.",
                counting="answer.subjects.names|length",
                subjects="answer.subjects|named",
                provisions="answer.provisions|named",
            ),
            style=_BULLET,
        ),
        tag("else"),
        line(
            message(
                "*Not met* on what is stated: %(provisions)s by %(subjects)s", provisions="answer.provisions|named", subjects="answer.subjects|named|ended"
            ),
            style=_BULLET,
        ),
        tag("endif"),
        tag("else"),
        tag(f"if not {of}.folded"),
        line(message("Nothing was asked, so nothing is answered.")),
        tag("endif"),
        tag("endfor"),
        tag(f"if {of}.folded"),
        line(
            message("and") + " {% for group in " + of + ".folded %}{% set outcome %}"
            + said("group.kind", "group.outcome") + "{% endset %}"
            + message("%(count)s more %(outcome)s", count="group.count|number", outcome="outcome")
            + "{% if not loop.last %}; {% endif %}{% endfor %}" + message(": see the memo."),
            style=_BULLET,
        ),
        tag("endif"),
    ]  # fmt: skip


def more(count: str) -> list[str]:
    said_so = message("and %(count)s more: see the memo.", count=f"{count}|number")
    return [tag(f"if {count}"), line(said_so, style=_BULLET), tag("endif")]


def duties(of: str) -> list[str]:
    return [
        tag(f"for duty in {of}.duties"),
        line(
            "{{ duty.subject }}: {{ duty.duty|original }} ({{ duty.provision|cited }}){% if duty.due %}, "
            + message("by *%(day)s*", day="duty.due")
            + "{% endif %}.",
            style=_BULLET,
        ),
    ]


def asked(effects: str = "") -> str:
    return (
        message("Question %(number)s:", number="unknown.number")
        + " {{ unknown.ask|question }} ({{ unknown.provisions|map('cited')|join(', ') }}) "
        + message("Settled by: %(document)s.", document="unknown.settled_by|document")
        + effects
    )


# --- The kinds -----------------------------------------------------------------------------------


def summary() -> list[str]:
    def head(title: str) -> str:
        return line(message(title), style="Heading2")

    effect = (
        "{% for effect in unknown.effects %} " + criterion_of("effect")
        + either_way(said("effect.kind", "effect.if_yes"), said("effect.kind", "effect.if_no"))
        + ".{% endfor %}{% if unknown.further_effects %} "
        + message("It bears on %(count)s more.", count="unknown.further_effects|number") + "{% endif %}"
    )  # fmt: skip
    values = {"of": "reading.of|original", "reading": "reading.reading|original"}
    reading = chosen(
        ("reading.is_default", message("%(of)s is read as %(reading)s (the default).", **values)),
        otherwise=message("%(of)s is read as %(reading)s (chosen for this memo).", **values),
    )
    return [
        line(message("Summary: %(title)s", title="summary.heading.title"), style="Title"),
        line(day("summary.heading") + " " + law("summary.heading")),
        head("Question"),
        line(
            chosen(
                ("summary.question", "{{ summary.question|original }}"),
                (
                    "summary.asked.dealings",
                    message(
                        "Is the dealing prohibited? And who is blocked?",
                        "Which dealings are prohibited? And who is blocked?",
                        counting="summary.asked.dealings|length",
                    ),
                ),
                ("summary.asked.parties", message("Who is blocked?")),
                otherwise=message("None: the facts name no party and no dealing."),
            )
        ),
        head("Short answer"),
        *answers("summary"),
        head("What it rests on"),
        tag("for row in summary.law"),
        line(
            provision_of("row") + ", {{ row.title|original }}: "
            + checked("row", "*not checked* against the official text (%(status)s)") + ".",
            style=_BULLET,
        ),
        tag("endfor"),
        *more("summary.further_law"),
        tag("for row in summary.facts"),
        line(
            message("Fact %(number)s:", number="row.number") + " {{ row.statement|original }} ({{ row.grade|worded }}; "
            + sources("no source stated") + ").",
            style=_BULLET,
        ),
        tag("endfor"),
        *more("summary.further_facts"),
        tag("for reading in summary.readings"),
        line(reading, style=_BULLET),
        tag("endfor"),
        *more("summary.further_readings"),
        tag("if not summary.law and not summary.facts"),
        line(message("Nothing was gone through.")),
        tag("endif"),
        head("What is unknown and matters"),
        tag("for unknown in summary.unknowns"),
        line(asked(effect), style=_BULLET),
        tag("else"),
        tag("if not summary.further_unknowns"),
        line(message("No single answer is known that would change what is said above."), style=_BULLET),
        tag("endif"),
        tag("endfor"),
        *more("summary.further_unknowns"),
        tag("if summary.remote_unknowns"),
        line(
            message(*REMOTE, counting="summary.remote_unknowns", count="summary.remote_unknowns|number"), style=_BULLET
        ),
        tag("endif"),
        tag("if summary.unexplored"),
        line(
            message(
                "The search for open questions stopped at its bounds: %(count)s place was not looked at.",
                "The search for open questions stopped at its bounds: %(count)s places were not looked at.",
                counting="summary.unexplored",
                count="summary.unexplored|number",
            ),
            style=_BULLET,
        ),
        tag("endif"),
        head("What is to be done"),
        *duties("summary"),
        tag("else"),
        tag("if not summary.further_duties"),
        line(message("No duty under this rulebook."), style=_BULLET),
        tag("endif"),
        tag("endfor"),
        *more("summary.further_duties"),
        head("Cautions"),
        tag("for caution in summary.cautions"),
        line(
            "{% if caution.subjects.names %}{{ caution.subjects|named }}: {% endif %}{{ caution.caution|caution }}"
            + CAUTION_AT,
            style=_BULLET,
        ),
        tag("else"),
        tag("if not summary.further_cautions"),
        line(message("None."), style=_BULLET),
        tag("endif"),
        tag("endfor"),
        *more("summary.further_cautions"),
        line(message("Signed:") + " ____________________ " + message("Date:") + " __________", style="Conclusion"),
        line(
            message(
                "This page sums up the memo on %(file)s (facts %(facts)s, result %(result)s), which alone sets out the "
                "analysis. It is not legal advice.",
                file="summary.heading.file",
                facts="summary.receipt.facts[:12]",
                result="summary.receipt.result[:12]",
            )
        ),
    ]  # fmt: skip


def portfolio() -> list[str]:
    known = "portfolio.heading.known"
    return [
        line(_PORTFOLIO, style="Title"),
        line(
            "{% if " + known + " %}" + message("On what was known on %(known)s.", known=known) + " {% endif %}"
            + law("portfolio.heading")
        ),
        *(
            line(message(title) + f" {counted('portfolio.counts', kind)}.", style=_BULLET)
            for title, kind in (
                ("Dealings:", "dealing"),
                ("Parties and property:", "status"),
                ("Criteria:", "criterion"),
            )
        ),
        line(
            message(
                "Undetermined clears nothing and nobody. The gravest come first. Where a matter has a dealing, its "
                "questions are those on dealings and on who is blocked; those on criteria stand in its memo. Of each "
                "matter, the first %(count)s unknowns are put to the rules; how many more there are stands with it.",
                count="portfolio.tried|number",
            )
        ),
        line(message("Matters at a glance"), style="Heading1"),
        table(
            (650, 2250, 1350, 1950, 1950, 1350),
            ("No.", "Matter", "As of", "Dealings", "Parties and property", "First due"),
            "portfolio.matters",
            (
                "{{ row.number }}",
                "{{ row.heading.title|original }}",
                "{{ row.heading.as_of }}",
                counted("row.counts", "dealing"),
                counted("row.counts", "status"),
                "{% if row.due %}{{ row.due }}{% else %}" + message("no day") + "{% endif %}",
            ),
        ),
        line(message("Matter by matter"), style="Heading1"),
        tag("for row in portfolio.matters"),
        line("{{ row.number }} {{ row.heading.title|original }}", style="Heading2"),
        line(day("row.heading") + "{% if row.question %} {{ row.question|original }}{% endif %}"),
        *answers("row"),
        tag("for unknown in row.unknowns"),
        line(asked(), style=_BULLET),
        tag("endfor"),
        *(
            each
            for count, texts in (
                ("row.further_unknowns", FURTHER_QUESTIONS),
                ("row.unexplored", UNEXPLORED),
            )
            for each in (
                tag(f"if {count}"),
                line(message(*texts, counting=count, count=f"{count}|number"), style=_BULLET),
                tag("endif"),
            )
        ),
        *duties("row"),
        tag("endfor"),
        tag("if row.further_duties"),
        line(message(*FURTHER_DUTIES, counting="row.further_duties", count="row.further_duties|number"), style=_BULLET),
        tag("endif"),
        line(
            message(
                "%(count)s caution in the memo on %(file)s (facts %(facts)s, result %(result)s).",
                "%(count)s cautions in the memo on %(file)s (facts %(facts)s, result %(result)s).",
                counting="row.cautions",
                count="row.cautions|number",
                file="row.heading.file",
                facts="row.facts[:12]",
                result="row.result[:12]",
            ),
            style=_BULLET,
        ),
        tag("endfor"),
        line(
            message(
                "This portfolio sums up what follows from the facts and rules of each matter, which its memo sets out. It "
                "is not legal advice."
            )
        ),
    ]  # fmt: skip


def comparison() -> list[str]:
    def told(side: str) -> str:
        held = "('prohibited', 'authorized', 'exempt', 'blocked')"
        return chosen(
            (f"not {side}.outcome", message("not part of this side")),
            otherwise=said("row.kind", f"{side}.outcome")
            + "{% if " + side + ".outcome == 'prohibited' %}"
            + message(", response required: %(response)s", response=f"{side}.response|worded")
            + "{% endif %}{% if " + side + ".outcome in " + held + " and " + side + ".provision %}"
            + message(", under %(provision)s", provision=f"{side}.provision|cited")
            + "{% endif %}{% if " + side + ".rests_on %}"
            + message(", resting on %(grade)s", grade=f"{side}.rests_on|worded") + "{% endif %}",
        )  # fmt: skip

    def numbers(some: str, joined: str) -> str:
        return (
            "{% for number in " + some + " %}D{{ number }}{% if not loop.last %}" + joined + "{% endif %}{% endfor %}"
        )

    def filled(joined: str, some: str, text: str) -> str:
        return "{% set numbers %}" + numbers(some, joined) + "{% endset %}" + message(text, numbers="numbers")

    def counted(side: int) -> str:
        return (
            "{% set outcomes %}{% for group in comparison.only[" + str(side) + "] %}{% set outcome %}"
            + said("group.kind", "group.outcome") + "{% endset %}"
            + message("%(count)s %(outcome)s", count="group.count|number", outcome="outcome")
            + "{% if not loop.last %}; {% endif %}{% endfor %}{% endset %}"
        )  # fmt: skip

    one, two = "comparison.sides[0]", "comparison.sides[1]"
    called = message(
        "Comparison: %(first)s and %(second)s", first=f"{one}.called|worded", second=f"{two}.called|worded"
    )
    return [
        line(called, style="Title"),
        line(law("comparison.heading")),
        line(message("What comes out otherwise"), style="Heading1"),
        tag("if comparison.outcomes"),
        table(
            (600, 2300, 2200, 2200, 2200),
            ("No.", "About", "First", "Second", "Caused by"),
            "comparison.outcomes",
            (
                "{{ row.number }}",
                "{{ row.title }}"
                + chosen(
                    ("row.criterion", ", " + message("criterion %(criterion)s", criterion="row.criterion")),
                    ("row.kind == 'status'", " (" + message("status") + ")"),
                ),
                told("row.first"),
                strong(told("row.second")),
                chosen(
                    ("row.alone", filled(" " + message("or") + " ", "row.alone", "%(numbers)s alone")),
                    otherwise=filled(
                        " " + message("with") + " ", "row.together", "%(numbers)s, none of which can be spared"
                    ),
                )
                + chosen(
                    ("row.needed and row.needed == row.alone", message(", and not so without it")),
                    ("row.needed", filled(", ", "row.needed", "; not so without %(numbers)s")),
                ),
            ),
        ),
        tag("else"),
        line(
            chosen(
                ("not comparison.only[0] and not comparison.only[1]", message("Nothing comes out otherwise.")),
                otherwise=message("Nothing that both sides have comes out otherwise."),
            )
        ),
        tag("endif"),
        tag("if comparison.only[0]"),
        line(counted(0) + message("Besides, what the first side alone has comes out so: %(outcomes)s.", outcomes="outcomes"), style="AfterTable"),
        tag("endif"),
        tag("if comparison.only[1]"),
        line(counted(1) + message("Besides, what the second side alone has comes out so: %(outcomes)s.", outcomes="outcomes"), style="AfterTable"),
        tag("endif"),
        line(
            message(*UNCHANGED, counting="comparison.unchanged", count="comparison.unchanged|number") + " "
            + message(
                "That two sides are alike is no finding that either is right: what is undetermined on both clears nothing."
            ),
            style="AfterTable",
        ),
        line(message("What differs"), style="Heading1"),
        tag("for item in comparison.differences"),
        line(
            strong("D{{ item.number }}"),
            chosen(
                ("item.kind == 'law'", " (" + message("the law") + ")"),
                ("item.kind == 'day'", " (" + message("the day") + ")"),
            )
            + chosen(
                (
                    "item.bears_on and item.bears_on_only",
                    message(
                        ", bears on %(numbers)s and on what one side alone has:", numbers="item.bears_on|join(', ')"
                    ),
                ),
                ("item.bears_on", message(", bears on %(numbers)s:", numbers="item.bears_on|join(', ')")),
                ("item.bears_on_only", message(", bears on what one side alone has:")),
                otherwise=message(", without effect on any outcome:"),
            ),
            style="Leading",
        ),
        tag("for text in item.first"),
        line(message("only first:") + " {{ text|differing }}", style=_BULLET),
        tag("endfor"),
        tag("for text in item.second"),
        line(strong(message("only second:")), " {{ text|differing }}", style=_BULLET),
        tag("endfor"),
        tag("else"),
        line(message("Nothing differs in facts or law.")),
        tag("endfor"),
        tag("for side in comparison.sides"),
        line(
            chosen(
                ("loop.first", message("First: %(called)s", called="side.called|called")),
                otherwise=message("Second: %(called)s", called="side.called|called"),
            ),
            style="Heading1",
        ),
        line(
            "{{ side.heading.title|original }}. " + day("side.heading")
            + "{% if side.question %} {{ side.question|original }}{% endif %}"
        ),
        *answers("side"),
        tag("endfor"),
        line(message("Receipt"), style="Heading1"),
        tag("for side in comparison.sides"),
        line(
            chosen(
                ("loop.first", message("First (%(file)s): facts %(facts)s, result %(result)s", **_SIDE)),
                otherwise=message("Second (%(file)s): facts %(facts)s, result %(result)s", **_SIDE),
            ),
            style=_BULLET,
        ),
        tag("endfor"),
        line(
            message(
                "Engines that agreed on both sides: %(engines)s; which difference causes which was replayed with one of "
                "them.",
                engines="comparison.engines|join(', ')",
            ),
            style=_BULLET,
        ),
        line(
            message("This comparison states what follows from the facts and rules named above. It is not legal advice.")
        ),
    ]  # fmt: skip


def concluded(item: str) -> str:
    """How a determination comes out, and what it rests on."""
    rests = message("Rests on: %(rests_on)s.", rests_on=f"{item}.rests_on|worded")
    under = {"outcome": f"{item}.outcome|worded|capitalize", "provision": f"{item}.provision|cited"}
    return chosen(
        (
            f"{item}.outcome == 'undetermined'",
            chosen(
                (f"{item}.kind == 'dealing'", message("**Undetermined**. This clears nothing.")),
                otherwise=message("**Undetermined**. This clears nobody."),
            ),
        ),
        (
            f"{item}.outcome == 'met'",
            message("**Met** on the facts stated. Rests on: %(rests_on)s.", rests_on=f"{item}.rests_on|worded"),
        ),
        (f"{item}.outcome == 'not met'", message("**Not met** on what is stated.")),
        (f"{item}.outcome == 'not blocked'", message("**Not blocked** on what is stated.")),
        (
            f"{item}.outcome == 'not prohibited'",
            message("**No provision of this rulebook reaches it.** That is no finding that it may be done."),
        ),
        otherwise=chosen(
            (
                f"{item}.kind == 'dealing' and {item}.provision and {item}.outcome == 'prohibited'",
                message(
                    "**%(outcome)s** under %(provision)s, response required: *%(response)s*.",
                    response=f"{item}.response|worded",
                    **under,
                ),
            ),
            (f"{item}.kind == 'dealing' and {item}.provision", message("**%(outcome)s** under %(provision)s.", **under)),
            otherwise=message("**%(outcome)s**.", outcome=under["outcome"]),
        )
        + "{% if " + item + ".rests_on %} " + rests + "{% endif %}",
    )  # fmt: skip


def designation() -> list[str]:
    party = "designation.party.title"
    of_reading = {"of": "reading.of|original", "reading": "reading.reading|original"}
    change = (
        "{% for label, before, after in change.changes %}{% set after %}" + said("'criterion'", "after")
        + "{% endset %}"
        + message(
            "%(criterion)s would be %(after)s instead of %(before)s",
            criterion="label",
            after="after",
            before="before|worded",
        )
        + "{% if not loop.last %}; {% endif %}{% endfor %}"
    )  # fmt: skip
    return [
        line(STEP, message("Designation analysis: %(party)s", party=party), style="Title"),
        line("{{ designation.heading.title|original }}. " + day("designation.heading") + " " + law("designation.heading")),
        line(
            "{{ PARTY.title }}: {{ PARTY.kind|worded }}{% if PARTY.also %}, ".replace("PARTY", "designation.party")
            + message("also known as %(names)s", names="designation.party.also|join(', ')")
            + "{% endif %}{% if PARTY.countries %}, {{ PARTY.countries|join(', ') }}{% endif %}{% if PARTY.ids %}, "
            "{{ PARTY.ids|join(', ') }}{% endif %}.".replace("PARTY", "designation.party")
        ),
        *contents(),
        line(message("Short answer"), style="Heading1"),
        tag("if designation.status"),
        line(
            message("Status on %(day)s:", day="designation.heading.as_of") + " " + concluded("designation.status"),
            style=_BULLET,
        ),
        tag("endif"),
        tag("for outcome in ('met', 'undetermined', 'not met')"),
        tag(
            "for outcome, group in designation.criteria|selectattr('item.outcome', 'equalto', outcome)|groupby('item.outcome')"
        ),
        line(
            "{% set outcome %}" + said("'criterion'", "outcome") + "{% endset %}"
            + message("Criteria %(outcome)s:", outcome="outcome")
            + " {% for row in group %}{{ row.item.provision }} (" + message("at %(place)s", place="row.item.at")
            + "){% if not loop.last %}, {% endif %}{% endfor %}.",
            style=_BULLET,
        ),
        tag("endfor"),
        tag("endfor"),
        line(message("To meet a criterion blocks nobody; a determination by the authority does."), style=_BULLET),
        line(message("Criteria"), style="Heading1"),
        tag("if designation.criteria"),
        table(
            (600, 3500, 2600, 1800, 1000),
            ("No.", "Criterion", "Outcome", "Rests on", "Open"),
            "designation.criteria",
            (
                "{{ row.item.at }}",
                "{{ row.item.provision|cited }}{% if row.provision %} {{ row.provision.title|original }}{% endif %}",
                said("'criterion'", "row.item.outcome"),
                "{% if row.item.rests_on %}{{ row.item.rests_on|worded }}{% else %}" + message("nothing proved")
                + "{% endif %}",
                "{{ row.missing|length }}",
            ),
        ),
        tag("else"),
        line(message("The rulebook has no criterion that is asked of a party.")),
        tag("endif"),
        tag("for row in designation.criteria"),
        line(
            "{{ row.item.at }} {% if row.provision %}{{ row.provision.title|original }} ({{ row.item.provision|cited }})"
            "{% else %}{{ row.item.provision|cited }}{% endif %}",
            style="Heading2",
        ),
        line(
            message("*Issue.*") + " " + message("Whether %(statement)s", statement="row.item.statement|original") + "."
        ),
        tag("if row.provision"),
        line(
            message("*Rule.*")
            + " {{ (row.provision.restatement or row.provision.title)|original }} ("
            + checked("row.provision", "not checked against the official text: %(status)s") + ")"
        ),
        tag("endif"),
        line(message("*Elements and evidence.*"), style="Leading"),
        *proof("row.item.application"),
        tag("if not row.item.application"),
        line(message("Nothing is stated that a rule could apply to.")),
        tag("endif"),
        tag("if row.missing"),
        line(message("*What is missing.*"), style="Leading"),
        tag("endif"),
        tag("for missing in row.missing"),
        line(
            "{{ missing.ask|question }} ({{ missing.provision|cited }}) {% set yes %}"
            + said("'criterion'", "missing.if_yes") + "{% endset %}{% set no %}" + said("'criterion'", "missing.if_no")
            + "{% endset %}" + message("If yes, %(yes)s; if no, %(no)s.", yes="yes", no="no") + " "
            + message("Settled by: %(document)s.", document="missing.settled_by|document"),
            style=_BULLET,
        ),
        tag("endfor"),
        line(message("*Conclusion.*") + " " + concluded("row.item"), style="Conclusion"),
        tag("endfor"),
        *bounded("designation.not_explored"),
        line(message("Status"), style="Heading1"),
        tag("if designation.status"),
        line(concluded("designation.status")),
        *proof("designation.status.application"),
        tag("else"),
        line(message("The rulebook gives no status to a party.")),
        tag("endif"),
        line(message("Ownership, property and dealings"), style="Heading1"),
        tag("for item in designation.follows"),
        line("{{ item.at }} {{ item.subject }}", style="Heading2"),
        line("{{ item.statement|original }}: " + concluded("item")),
        *proof("item.application"),
        tag("else"),
        line(
            message(
                "No determination about others in this matter goes through the status of %(party)s. That is no finding "
                "about what the facts do not name.",
                party=party,
            )
        ),
        tag("endfor"),
        tag("if designation.excused"),
        line(message("Exempt or authorized in this matter:"), style="Leading"),
        tag("endif"),
        tag("for item in designation.excused"),
        line("{{ item.subject }}: " + concluded("item"), style=_BULLET),
        tag("endfor"),
        line(message("Readings"), style="Heading1"),
        tag("for reading in designation.readings"),
        line(
            chosen(
                ("reading.is_default", message("*%(of)s* is read as %(reading)s (the default):", **of_reading)),
                otherwise=message("*%(of)s* is read as %(reading)s (chosen for this memo):", **of_reading),
            )
            + " {{ reading.because|original }}",
            style=_BULLET,
        ),
        tag("else"),
        line(message("Nothing above rests on a reading of an open term."), style=_BULLET),
        tag("endfor"),
        tag("for change in designation.reading_changes"),
        line(
            message(
                "If *%(of)s* were read as %(reading)s:", of="change.of|original", reading="change.reading|original"
            )
            + " " + change + ". {{ change.because|original }}",
            style=_BULLET,
        ),
        tag("else"),
        line(message("No other reading, alone, would decide a criterion otherwise."), style=_BULLET),
        tag("endfor"),
        line(message("Facts"), style="Heading1"),
        tag("if designation.facts"),
        facts_table("designation.facts"),
        tag("else"),
        line(message("None is stated about %(party)s.", party=party)),
        tag("endif"),
        line(message("Provisions"), style="Heading1"),
        tag("if designation.provisions"),
        table(
            (2800, 3700, 3000),
            ("Provision", "What it is about", "Its text was"),
            "designation.provisions",
            (provision_of("row"), "{{ row.title|original }}", checked("row")),
        ),
        tag("else"),
        line(message("No provision was gone through.")),
        tag("endif"),
        line(message("Cautions"), style="Heading1"),
        tag("for caution in designation.cautions"),
        line("{{ caution.caution|caution }}" + CAUTION_AT, style=_BULLET),
        tag("else"),
        line(message("None.")),
        tag("endfor"),
        line(message("Receipt"), style="Heading1"),
        line(
            message("Facts (%(file)s):", file="designation.heading.file") + " {{ designation.receipt.facts }}",
            style=_BULLET,
        ),
        line(message("Result:") + " {{ designation.receipt.result }}", style=_BULLET),
        line(
            message("This analysis states what follows from the facts and rules named above. It is not legal advice.")
        ),
    ]  # fmt: skip


def worksheet() -> list[str]:
    def behind(of: str) -> str:
        return within(f"for step in {of}.basis") + run("{{r step|footnote }}") + within("endfor")

    def title(*, on_a_new_page: bool = False) -> str:
        return line("{{ report.title|original }}: {{ report.subject }}", style="Heading1", on_a_new_page=on_a_new_page)

    provision = {"provision": "report.provision|cited"}
    reported = {"reporter": "report.reporter", **provision}
    filled = (
        within("if row.is_stated")
        + run("{{ row.value|original }}")
        + behind("row")
        + within("else")
        + run(message("*not stated in the facts*"))
        + within("endif")
    )
    status = chosen(
        ("row.before", message("%(status)s, before %(day)s", status="row.status|worded", day="row.before")),
        otherwise="{{ row.status|worded }}",
    )
    return [
        line(message("Worksheet for reports: %(title)s", title="worksheet.heading.title"), style="Title"),
        line(
            day("worksheet.heading") + " " + law("worksheet.heading") + "{% if language != 'en' %} "
            + message("So do the fields of a report, which is filed in English.") + "{% endif %}"
        ),
        line(
            message(
                "*A draft to be completed and checked before anything is filed.* What the facts do not give says so in bold."
            )
        ),
        *names_in_scripts("worksheet"),
        tag("for report in worksheet.reports"),
        tag("if loop.first"),
        title(),
        tag("else"),
        # Each report is filed by itself.
        title(on_a_new_page=True),
        tag("endif"),
        tag("if not report.reporter"),
        line(
            message(
                "This rulebook puts the duty of %(provision)s on nobody whom the facts name: who reports, and by when, is "
                "not stated in the facts.",
                **provision,
            )
        ),
        tag("elif report.due"),
        line(
            message("Reported by %(reporter)s under %(provision)s, due by *%(day)s*.", day="report.due", **reported)
            + "{% if report.is_past %} " + message("That day had passed on the day asked about.") + "{% endif %}",
            behind("report"),
        ),
        tag("elif report.within"),
        line(
            message(
                "Reported by %(reporter)s under %(provision)s, due within %(time)s; the day is not stated in the facts.",
                time="report.within|original",
                **reported,
            ),
            behind("report"),
        ),
        tag("else"),
        line(
            message(
                "Reported by %(reporter)s under %(provision)s, due on a day that this rulebook does not give.", **reported
            ),
            behind("report"),
        ),
        tag("endif"),
        table(
            (2500, 3050, 1850, 2100),
            ("Field", "From the facts", "Asked by", "Checked"),
            "report.fields",
            ("{{ row.ask|original }}", filled, "{{ row.provision|cited }}", status),
        ),
        tag("else"),
        line(message("No dealing is determined to be blocked or rejected. That is no finding that one may be done.")),
        tag("endfor"),
        tag("if worksheet.undetermined"),
        line(message("Undetermined"), style="Heading1"),
        line(message("Whether to block or to reject is not determined, which clears nothing:"), style="Leading"),
        tag("endif"),
        tag("for subject in worksheet.undetermined"),
        line("{{ subject }}", style=_BULLET),
        tag("endfor"),
        tag("if worksheet.facts"),
        line(message("Facts"), style="Heading1"),
        facts_table("worksheet.facts"),
        tag("endif"),
        line(message("Receipt"), style="Heading1"),
        line(
            message("Facts (%(file)s):", file="worksheet.heading.file") + " {{ worksheet.receipt.facts }}", style=_BULLET
        ),
        line(message("Result:") + " {{ worksheet.receipt.result }}", style=_BULLET),
        line(
            message("This worksheet states what follows from the facts and rules named above. It is not legal advice.")
        ),
    ]  # fmt: skip


KINDS: Final[Mapping[str, tuple[Callable[[], list[str]], str, str]]] = MappingProxyType(
    {
        "summary": (
            summary,
            message("Summary: %(title)s", title="summary.heading.title"),
            message("As of %(day)s", day="summary.heading.as_of"),
        ),
        "portfolio": (
            portfolio,
            _PORTFOLIO,
            _PORTFOLIO,
        ),
        "comparison": (
            comparison,
            message(
                "Comparison: %(first)s and %(second)s",
                first="comparison.sides[0].called|worded",
                second="comparison.sides[1].called|worded",
            ),
            chosen(
                (
                    "comparison.sides[0].heading.as_of == comparison.sides[1].heading.as_of",
                    message("As of %(day)s", day="comparison.heading.as_of"),
                ),
                otherwise=message(
                    "As of %(first)s and %(second)s",
                    first="comparison.sides[0].heading.as_of",
                    second="comparison.sides[1].heading.as_of",
                ),
            ),
        ),
        "designation": (
            designation,
            message("Designation analysis: %(party)s", party="designation.party.title"),
            message("As of %(day)s", day="designation.heading.as_of"),
        ),
        "worksheet": (
            worksheet,
            message("Worksheet for reports: %(title)s", title="worksheet.heading.title"),
            message("As of %(day)s", day="worksheet.heading.as_of"),
        ),
    }
)
"""The body of each kind, what the file is called, and what stands at the foot of its pages."""


def kind_parts(kind: str) -> dict[str, str]:
    """The parts of the template of a kind, in their order."""
    body, called, footing = KINDS[kind]
    return parts_of(document_with(body()), called, footing)


def main() -> None:
    for kind in KINDS:
        written(REPORTS / f"{kind}.docx", kind_parts(kind))


if __name__ == "__main__":
    main()
