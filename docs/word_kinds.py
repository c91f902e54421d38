"""Makes the templates in Word of the other kinds of memo: `python -m docs.word_kinds`.

Each is set down as `word_template.py` sets down that of the memo, with the same styles, lists and footer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from docs.word_template import (
    SOURCES,
    STEP,
    document_with,
    facts_table,
    field,
    line,
    parts_of,
    proof,
    run,
    runs,
    table,
    tag,
    within,
    written,
)

REPORTS: Final = Path(__file__).resolve().parents[1] / "reports"

_BULLET: Final = "ListBullet"
_READING: Final = "({{ 'the default' if reading.is_default else 'chosen for this memo' }})"
_CHECKED: Final = (
    "{% if row.is_checked %}checked against the official text{% else %}**not checked** against the official text: "
    "{{ row.status }}{% endif %}"
)
# --- What kinds share ----------------------------------------------------------------------------


def names(some: str) -> str:
    return (
        "{{ "
        + some
        + ".names|join(', ') }}{% if "
        + some
        + ".further %} and {{ "
        + some
        + ".further }} more{% endif %}"
    )


def ended(some: str) -> str:
    """Names at the end of a sentence, with one full stop even where the last ends in its own."""
    return names(some) + "{% if " + some + ".further or not (" + some + ".names|last).endswith('.') %}.{% endif %}"


def said(kind: str, outcome: str) -> str:
    """An outcome in words that claim no more than it."""
    return (
        "{% if " + outcome + " == 'undetermined' %}undetermined, which clears {{ 'nothing' if " + kind + " == 'dealing' "
        "else 'nobody' }}{% elif " + outcome + " == 'not prohibited' %}reached by no provision of this rulebook, which is "
        "no finding that it may be done{% elif " + outcome + " == 'not blocked' %}not blocked on what is stated{% elif "
        + outcome + " == 'not met' %}not met on what is stated{% else %}{{ " + outcome + " }}{% endif %}"
    )  # fmt: skip


def law(kind: str) -> str:
    return (
        "Law applied: {% for item in " + kind + ".heading.instruments %}{{ item.name }} ({{ item.citation }})"
        "{% if not loop.last %}; {% endif %}{% endfor %}."
    )


def day(heading: str) -> str:
    return (
        "As of {{ "
        + heading
        + ".as_of }}{% if "
        + heading
        + ".known %}, on what was known on {{ "
        + heading
        + ".known }}"
        "{% endif %}."
    )


def counted(counts: str, kind: str) -> str:
    return (
        "{% for count in " + counts + " if count.kind == '" + kind + "' %}{{ count.count }} "
        + said("'" + kind + "'", "count.outcome")
        + "{% if not loop.last %}; {% endif %}{% else %}none{% endfor %}"
    )  # fmt: skip


def answers(of: str) -> list[str]:
    """The short answers of a summary, of a matter or of a side, what decides first."""
    who, under = names("answer.subjects"), names("answer.provisions")
    whole = ended("answer.subjects")
    rests = " Rests on: {{ answer.rests_on|join(', ') }}."
    cited = "{{ answer.provisions.names|map('cited')|join(', ') }}"
    on = "{{ " + of + ".heading.as_of }}"
    return [
        tag(f"for answer in {of}.answers"),
        tag("if answer.kind == 'dealing' and answer.outcome == 'prohibited'"),
        line(
            f"**{who}: prohibited** under {cited}. Response required: **{{{{ answer.response }}}}**.{rests}",
            style=_BULLET,
        ),
        tag("elif answer.kind == 'dealing' and answer.outcome == 'undetermined'"),
        line(
            f"**{who}: undetermined.** This clears nothing.{{% if answer.questions %}} What would settle it: question "
            "{{ answer.questions|join(', ') }}.{% endif %}",
            style=_BULLET,
        ),
        tag("elif answer.kind == 'dealing' and answer.outcome == 'not prohibited'"),
        line(
            f"**{who}: no provision of this rulebook reaches it.** That is no finding that it may be done.",
            style=_BULLET,
        ),
        tag("elif answer.kind == 'dealing'"),
        line(
            f"**{who}: {{{{ answer.outcome }}}}**{{% if answer.provisions.names %}} under {cited}{{% endif %}}.{rests}",
            style=_BULLET,
        ),
        tag("elif answer.kind == 'status' and answer.outcome == 'blocked'"),
        line(f"**Blocked** on {on}: {whole}{rests}", style=_BULLET),
        tag("elif answer.kind == 'status' and answer.outcome == 'undetermined'"),
        line(f"**Undetermined** whether blocked on {on}, which clears nobody: {whole}", style=_BULLET),
        tag("elif answer.kind == 'status'"),
        line(f"**Not blocked on what is stated**: {whole} See the cautions.", style=_BULLET),
        tag("elif answer.outcome == 'met'"),
        line(
            f"**Criterion {under} met** on the facts stated: {whole}{rests} To meet a criterion blocks nobody; a "
            "determination by the authority does.",
            style=_BULLET,
        ),
        tag("elif answer.outcome == 'undetermined'"),
        line(
            f"**Undetermined**, which clears nobody: whether {who} {{{{ 'meet' if answer.subjects.names|length > 1 else "
            f"'meets' }}}} {under}.",
            style=_BULLET,
        ),
        tag("else"),
        line(f"**Not met** on what is stated: {under} by {whole}", style=_BULLET),
        tag("endif"),
        tag("else"),
        tag(f"if not {of}.folded"),
        line("Nothing was asked, so nothing is answered."),
        tag("endif"),
        tag("endfor"),
        tag(f"if {of}.folded"),
        line(
            "and {% for group in "
            + of
            + ".folded %}{{ group.count }} more "
            + said("group.kind", "group.outcome")
            + "{% if not loop.last %}; {% endif %}{% endfor %}: see the memo.",
            style=_BULLET,
        ),
        tag("endif"),
    ]


def more(count: str) -> list[str]:
    return [tag(f"if {count}"), line("and {{ " + count + " }} more: see the memo.", style=_BULLET), tag("endif")]


def duties(of: str) -> list[str]:
    return [
        tag(f"for duty in {of}.duties"),
        line(
            "{{ duty.subject }}: {{ duty.duty }} ({{ duty.provision|cited }}){% if duty.due %}, by **{{ duty.due }}**"
            "{% endif %}.",
            style=_BULLET,
        ),
    ]


def asked(effects: str = "") -> str:
    return (
        "Question {{ unknown.number }}: {{ unknown.ask }} ({{ unknown.provisions|map('cited')|join(', ') }}) Settled by: "
        "{{ unknown.settled_by }}." + effects
    )


# --- The kinds -----------------------------------------------------------------------------------


def summary() -> list[str]:
    def head(title: str) -> str:
        return line(title, style="Heading2")

    effect = (
        "{% for effect in unknown.effects %} {{ effect.subject }}{% if effect.provision and effect.kind == 'criterion' %}, "
        "criterion {{ effect.provision }}{% endif %}: if yes, " + said("effect.kind", "effect.if_yes") + "; if no, "
        + said("effect.kind", "effect.if_no") + ".{% endfor %}{% if unknown.further_effects %} It bears on "
        "{{ unknown.further_effects }} more.{% endif %}"
    )  # fmt: skip
    return [
        line("Summary: {{ summary.heading.title }}", style="Title"),
        line(day("summary.heading") + " " + law("summary")),
        head("Question"),
        line(
            "{% if summary.question %}{{ summary.question }}{% elif summary.asked.dealings %}"
            "{{ 'Which dealings are prohibited' if summary.asked.dealings|length > 1 else 'Is the dealing prohibited' }}? And "
            "who is blocked?{% elif summary.asked.parties %}Who is blocked?{% else %}None: the facts name no party and no "
            "dealing.{% endif %}"
        ),
        head("Short answer"),
        *answers("summary"),
        head("What it rests on"),
        tag("for row in summary.law"),
        line(
            "{{ row.label|cited }} of {{ row.short }}, {{ row.title }}: "
            + _CHECKED.replace(": {{ row.status }}", " ({{ row.status }})")
            + ".",
            style=_BULLET,
        ),
        tag("endfor"),
        *more("summary.further_law"),
        tag("for row in summary.facts"),
        line("Fact {{ row.number }}: {{ row.statement }} ({{ row.grade }}; " + SOURCES + ").", style=_BULLET),
        tag("endfor"),
        *more("summary.further_facts"),
        tag("for reading in summary.readings"),
        line("{{ reading.of }} is read as {{ reading.reading }} " + _READING + ".", style=_BULLET),
        tag("endfor"),
        *more("summary.further_readings"),
        tag("if not summary.law and not summary.facts"),
        line("Nothing was gone through."),
        tag("endif"),
        head("What is unknown and matters"),
        tag("for unknown in summary.unknowns"),
        line(asked(effect), style=_BULLET),
        tag("else"),
        tag("if not summary.further_unknowns"),
        line("No single answer is known that would change what is said above.", style=_BULLET),
        tag("endif"),
        tag("endfor"),
        *more("summary.further_unknowns"),
        tag("if summary.remote_unknowns"),
        line(
            "{{ summary.remote_unknowns }} further {{ 'unknown bears' if summary.remote_unknowns == 1 else 'unknowns bear' }} "
            "only on criteria about which nothing is stated.",
            style=_BULLET,
        ),
        tag("endif"),
        tag("if summary.unexplored"),
        line(
            "The search for open questions stopped at its bounds: {{ summary.unexplored }} "
            "{{ 'place was' if summary.unexplored == 1 else 'places were' }} not looked at.",
            style=_BULLET,
        ),
        tag("endif"),
        head("What is to be done"),
        *duties("summary"),
        tag("else"),
        tag("if not summary.further_duties"),
        line("No duty under this rulebook.", style=_BULLET),
        tag("endif"),
        tag("endfor"),
        *more("summary.further_duties"),
        head("Cautions"),
        tag("for caution in summary.cautions"),
        line(
            "{% if caution.subjects.names %}" + names("caution.subjects") + ": {% endif %}{{ caution.caution }}.",
            style=_BULLET,
        ),
        tag("else"),
        tag("if not summary.further_cautions"),
        line("None.", style=_BULLET),
        tag("endif"),
        tag("endfor"),
        *more("summary.further_cautions"),
        line("Signed: ____________________ Date: __________", style="Conclusion"),
        line(
            "This page sums up the memo on {{ summary.heading.file }} (facts {{ summary.receipt.facts[:12] }}, result "
            "{{ summary.receipt.result[:12] }}), which alone sets out the analysis. It is not legal advice."
        ),
    ]


def portfolio() -> list[str]:
    return [
        line("Portfolio: {{ portfolio.heading.title }}", style="Title"),
        line(
            "{% if portfolio.heading.known %}On what was known on {{ portfolio.heading.known }}. {% endif %}"
            + law("portfolio")
        ),
        *(
            line(f"{title}: {counted('portfolio.counts', kind)}.", style=_BULLET)
            for title, kind in (("Dealings", "dealing"), ("Parties and property", "status"), ("Criteria", "criterion"))
        ),
        line(
            "Undetermined clears nothing and nobody. The gravest come first. Where a matter has a dealing, its questions "
            "are those on dealings and on who is blocked; those on criteria stand in its memo. Of each matter, the first "
            "{{ portfolio.tried }} unknowns are put to the rules; how many more there are stands with it."
        ),
        line("Overview", style="Heading1"),
        table(
            (600, 2700, 1200, 1950, 1950, 1100),
            ("No.", "Matter", "As of", "Dealings", "Parties and property", "First due"),
            "portfolio.matters",
            (
                "{{ row.number }}",
                "{{ row.heading.title }}",
                "{{ row.heading.as_of }}",
                counted("row.counts", "dealing"),
                counted("row.counts", "status"),
                "{{ row.due or 'no day' }}",
            ),
        ),
        line("Matters", style="Heading1"),
        tag("for row in portfolio.matters"),
        line("{{ row.number }} {{ row.heading.title }}", style="Heading2"),
        line(day("row.heading") + "{% if row.question %} {{ row.question }}{% endif %}"),
        *answers("row"),
        tag("for unknown in row.unknowns"),
        line(asked(), style=_BULLET),
        tag("endfor"),
        tag("if row.further_unknowns"),
        line(
            "{{ row.further_unknowns }} further open {{ 'question' if row.further_unknowns == 1 else 'questions' }}: see the "
            "memo.",
            style=_BULLET,
        ),
        tag("endif"),
        tag("if row.unexplored"),
        line(
            "{{ row.unexplored }} {{ 'unknown' if row.unexplored == 1 else 'unknowns' }} not put to the rules here: see the "
            "memo.",
            style=_BULLET,
        ),
        tag("endif"),
        *duties("row"),
        tag("endfor"),
        tag("if row.further_duties"),
        line(
            "{{ row.further_duties }} further {{ 'duty' if row.further_duties == 1 else 'duties' }}: see the memo.",
            style=_BULLET,
        ),
        tag("endif"),
        line(
            "{{ row.cautions }} {{ 'caution' if row.cautions == 1 else 'cautions' }} in the memo on {{ row.heading.file }} "
            "(facts {{ row.facts[:12] }}, result {{ row.result[:12] }}).",
            style=_BULLET,
        ),
        tag("endfor"),
        line(
            "This portfolio sums up what follows from the facts and rules of each matter, which its memo sets out. It is "
            "not legal advice."
        ),
    ]


def comparison() -> list[str]:
    def told(side: str) -> str:
        held = "('prohibited', 'authorized', 'exempt', 'blocked')"
        return (
            "{% if not " + side + ".outcome %}not part of this side{% else %}" + said("row.kind", side + ".outcome")
            + "{% if " + side + ".outcome == 'prohibited' %}, response required: {{ " + side + ".response }}{% endif %}"
            "{% if " + side + ".outcome in " + held + " and " + side + ".provision %}, under {{ " + side
            + ".provision|cited }}{% endif %}{% if " + side + ".rests_on %}, resting on {{ " + side
            + ".rests_on }}{% endif %}{% endif %}"
        )  # fmt: skip

    def numbers(some: str, joined: str) -> str:
        return (
            "{% for number in " + some + " %}D{{ number }}{% if not loop.last %}" + joined + "{% endif %}{% endfor %}"
        )

    return [
        line("Comparison: {{ comparison.sides[0].called }} and {{ comparison.sides[1].called }}", style="Title"),
        line(law("comparison")),
        line("What comes out otherwise", style="Heading1"),
        tag("if comparison.outcomes"),
        table(
            (600, 2300, 2200, 2200, 2200),
            ("No.", "About", "First", "Second", "Caused by"),
            "comparison.outcomes",
            (
                "{{ row.number }}",
                "{{ row.title }}{% if row.criterion %}, criterion {{ row.criterion }}{% elif row.kind == 'status' %} (status)"
                "{% endif %}",
                told("row.first"),
                f"**{told('row.second')}**",
                "{% if row.alone %}"
                + numbers("row.alone", " or ")
                + " alone{% else %}"
                + numbers("row.together", " with ")
                + ", none of which can be spared{% endif %}{% if row.needed %}; not so without "
                + numbers("row.needed", ", ")
                + "{% endif %}",
            ),
        ),
        tag("else"),
        line("Nothing comes out otherwise."),
        tag("endif"),
        line(
            "{{ comparison.unchanged }} {{ 'determination comes' if comparison.unchanged == 1 else 'determinations come' }} "
            "out alike. That two sides are alike is no finding that either is right: what is undetermined on both clears "
            "nothing."
        ),
        line("What differs", style="Heading1"),
        tag("for item in comparison.differences"),
        line(
            "**D{{ item.number }}**{% if item.kind == 'law' %} (the law){% elif item.kind == 'day' %} (the day){% endif %}"
            "{% if item.bears_on %}, bears on {{ item.bears_on|join(', ') }}{% else %}, without effect on any outcome"
            "{% endif %}:",
            style="Leading",
        ),
        tag("for text in item.first"),
        line("only first: {{ text }}", style=_BULLET),
        tag("endfor"),
        tag("for text in item.second"),
        line("only second: {{ text }}", style=_BULLET),
        tag("endfor"),
        tag("else"),
        line("Nothing differs in facts or law."),
        tag("endfor"),
        tag("for side in comparison.sides"),
        line("{{ 'First' if loop.first else 'Second' }}: {{ side.called }}", style="Heading1"),
        line(
            "{{ side.heading.title }}, "
            + day("side.heading").replace("As", "as", 1)
            + "{% if side.question %} {{ side.question }}{% endif %}"
        ),
        *answers("side"),
        tag("endfor"),
        line("Receipt", style="Heading1"),
        tag("for side in comparison.sides"),
        line(
            "{{ 'First' if loop.first else 'Second' }} ({{ side.heading.file }}): facts {{ side.facts }}, result "
            "{{ side.result }}",
            style=_BULLET,
        ),
        tag("endfor"),
        line(
            "Engines that agreed on both sides: {{ comparison.engines|join(', ') }}; which difference causes which was "
            "replayed with one of them.",
            style=_BULLET,
        ),
        line("This comparison states what follows from the facts and rules named above. It is not legal advice."),
    ]


def designation() -> list[str]:
    def concluded(item: str) -> str:
        return (
            "{% if ITEM.outcome == 'undetermined' %}**Undetermined**. This clears {{ 'nothing' if ITEM.kind == 'dealing' else "
            "'nobody' }}.{% elif ITEM.outcome == 'met' %}**Met** on the facts stated. Rests on: {{ ITEM.rests_on }}."
            "{% elif ITEM.outcome == 'not met' %}**Not met** on what is stated.{% elif ITEM.outcome == 'not blocked' %}"
            "**Not blocked** on what is stated.{% elif ITEM.outcome == 'not prohibited' %}**No provision of this rulebook "
            "reaches it.** That is no finding that it may be done.{% else %}**{{ ITEM.outcome|capitalize }}**"
            "{% if ITEM.kind == 'dealing' and ITEM.provision %} under {{ ITEM.provision|cited }}{% if ITEM.outcome == "
            "'prohibited' %}, response required: {{ ITEM.response }}{% endif %}{% endif %}.{% if ITEM.rests_on %} Rests on: "
            "{{ ITEM.rests_on }}.{% endif %}{% endif %}"
        ).replace("ITEM", item)

    party = "designation.party"
    return [
        line(STEP, "Designation analysis: {{ designation.party.title }}", style="Title"),
        line("{{ designation.heading.title }}. " + day("designation.heading") + " " + law("designation")),
        line(
            "{{ PARTY.title }}: {{ PARTY.kind }}{% if PARTY.also %}, also known as {{ PARTY.also|join(', ') }}{% endif %}"
            "{% if PARTY.countries %}, {{ PARTY.countries|join(', ') }}{% endif %}{% if PARTY.ids %}, "
            "{{ PARTY.ids|join(', ') }}{% endif %}.".replace("PARTY", party)
        ),
        line("Contents", style="TOCHeading"),
        line(field(r'TOC \o "1-2" \n \h \z \u', "The headings of this analysis stand here."), style="TOC1"),
        line("Short answer", style="Heading1"),
        tag("if designation.status"),
        line("Status on {{ designation.heading.as_of }}: " + concluded("designation.status"), style=_BULLET),
        tag("endif"),
        tag("for outcome in ('met', 'undetermined', 'not met')"),
        tag(
            "for outcome, group in designation.criteria|selectattr('item.outcome', 'equalto', outcome)|groupby('item.outcome')"
        ),
        line(
            f"Criteria {said(repr('criterion'), 'outcome')}: {{% for row in group %}}{{{{ row.item.provision }}}} (at "
            "{{ row.item.at }}){% if not loop.last %}, {% endif %}{% endfor %}.",
            style=_BULLET,
        ),
        tag("endfor"),
        tag("endfor"),
        line("To meet a criterion blocks nobody; a determination by the authority does.", style=_BULLET),
        line("Criteria", style="Heading1"),
        tag("if designation.criteria"),
        table(
            (600, 3500, 2600, 1800, 1000),
            ("No.", "Criterion", "Outcome", "Rests on", "Open questions"),
            "designation.criteria",
            (
                "{{ row.item.at }}",
                "{{ row.item.provision|cited }}{% if row.provision %} {{ row.provision.title }}{% endif %}",
                said("'criterion'", "row.item.outcome"),
                "{{ row.item.rests_on or 'nothing proved' }}",
                "{{ row.missing|length }}",
            ),
        ),
        tag("else"),
        line("The rulebook has no criterion that is asked of a party."),
        tag("endif"),
        tag("for row in designation.criteria"),
        line(
            "{{ row.item.at }} {% if row.provision %}{{ row.provision.title }} ({{ row.item.provision|cited }}){% else %}"
            "{{ row.item.provision|cited }}{% endif %}",
            style="Heading2",
        ),
        line("**Issue.** Whether {{ row.item.statement }}."),
        tag("if row.provision"),
        line(
            "**Rule.** {{ row.provision.restatement or row.provision.title }} ({% if row.provision.is_checked %}checked "
            "against the official text{% else %}not checked against the official text: {{ row.provision.status }}{% endif %})"
        ),
        tag("endif"),
        line("**Elements and evidence.**", style="Leading"),
        *proof("row.item.application"),
        tag("if not row.item.application"),
        line("Nothing is stated that a rule could apply to."),
        tag("endif"),
        tag("if row.missing"),
        line("**What is missing.**", style="Leading"),
        tag("endif"),
        tag("for missing in row.missing"),
        line(
            f"{{{{ missing.ask }}}} ({{{{ missing.provision|cited }}}}) If yes, {said(repr('criterion'), 'missing.if_yes')}; "
            f"if no, {said(repr('criterion'), 'missing.if_no')}. Settled by: {{{{ missing.settled_by }}}}.",
            style=_BULLET,
        ),
        tag("endfor"),
        line("**Conclusion.** " + concluded("row.item"), style="Conclusion"),
        tag("endfor"),
        tag("if designation.not_explored.unknowns or designation.not_explored.conclusions"),
        line(
            "The search for open questions stopped at its bounds: {{ designation.not_explored.unknowns }} unknowns and what "
            "lies below {{ designation.not_explored.conclusions }} open conclusions were not looked at."
        ),
        tag("endif"),
        line("Status", style="Heading1"),
        tag("if designation.status"),
        line(concluded("designation.status")),
        *proof("designation.status.application"),
        tag("else"),
        line("The rulebook gives no status to a party."),
        tag("endif"),
        line("Ownership, property and dealings", style="Heading1"),
        tag("for item in designation.follows"),
        line("{{ item.at }} {{ item.subject }}", style="Heading2"),
        line("{{ item.statement }}: " + concluded("item")),
        *proof("item.application"),
        tag("else"),
        line(
            "No determination about others in this matter goes through the status of {{ designation.party.title }}. That is "
            "no finding about what the facts do not name."
        ),
        tag("endfor"),
        line("Readings", style="Heading1"),
        tag("for reading in designation.readings"),
        line(
            "**{{ reading.of }}** is read as {{ reading.reading }} " + _READING + ": {{ reading.because }}",
            style=_BULLET,
        ),
        tag("else"),
        line("Nothing above rests on a reading of an open term.", style=_BULLET),
        tag("endfor"),
        tag("for change in designation.reading_changes"),
        line(
            "If **{{ change.of }}** were read as {{ change.reading }}: {% for label, before, after in change.changes %}"
            "{{ label }} would be " + said("'criterion'", "after") + " instead of {{ before }}{% if not loop.last %}; "
            "{% endif %}{% endfor %}. {{ change.because }}",
            style=_BULLET,
        ),
        tag("else"),
        line("No other reading, alone, would decide a criterion otherwise.", style=_BULLET),
        tag("endfor"),
        line("Facts", style="Heading1"),
        tag("if designation.facts"),
        facts_table("designation.facts"),
        tag("else"),
        line("None is stated about {{ designation.party.title }}."),
        tag("endif"),
        line("Provisions", style="Heading1"),
        tag("if designation.provisions"),
        table(
            (2800, 3700, 3000),
            ("Provision", "What it is about", "Its text was"),
            "designation.provisions",
            ("{{ row.label|cited }} of {{ row.short }}", "{{ row.title }}", _CHECKED),
        ),
        tag("else"),
        line("No provision was gone through."),
        tag("endif"),
        line("Cautions", style="Heading1"),
        tag("for caution in designation.cautions"),
        line("{{ caution.caution }}.", style=_BULLET),
        tag("else"),
        line("None."),
        tag("endfor"),
        line("Receipt", style="Heading1"),
        line("Facts ({{ designation.heading.file }}): {{ designation.receipt.facts }}", style=_BULLET),
        line("Result: {{ designation.receipt.result }}", style=_BULLET),
        line("This analysis states what follows from the facts and rules named above. It is not legal advice."),
    ]


def worksheet() -> list[str]:
    def behind(of: str) -> str:
        return within(f"for step in {of}.basis") + run("{{r step|footnote }}") + within("endfor")

    provision = "{{ report.provision|cited }}"
    filled = (
        within("if row.is_stated")
        + run("{{ row.value }}")
        + behind("row")
        + within("else")
        + run("not stated in the facts", "Strong")
        + within("endif")
    )
    reported = f"Reported by {{{{ report.reporter }}}} under {provision}, due "
    return [
        line("Worksheet for reports: {{ worksheet.heading.title }}", style="Title"),
        line(day("worksheet.heading") + " " + law("worksheet")),
        line(
            "**A draft to be completed and checked before anything is filed.** What the facts do not give says so in bold."
        ),
        tag("for each in worksheet.named if each.beside"),
        tag("if loop.first"),
        line(
            "Names, each in its script: {% for each in worksheet.named if each.beside %}{{ each.title }} "
            "({{ each.beside|join(', ') }}){% if not loop.last %}, {% endif %}{% endfor %}."
        ),
        tag("endif"),
        tag("endfor"),
        tag("for report in worksheet.reports"),
        tag("if loop.first"),
        line("{{ report.title }}: {{ report.subject }}", style="Heading1"),
        tag("else"),
        # Each report is filed by itself.
        line("{{ report.title }}: {{ report.subject }}", style="Heading1", on_a_new_page=True),
        tag("endif"),
        tag("if not report.reporter"),
        line(
            f"This rulebook puts the duty of {provision} on nobody whom the facts name: who reports, and by when, is not "
            "stated in the facts."
        ),
        tag("elif report.due"),
        line(
            runs(
                reported + "by **{{ report.due }}**.{% if report.is_past %} That day had passed on the day asked about."
                "{% endif %}"
            ),
            behind("report"),
        ),
        tag("elif report.within"),
        line(runs(reported + "within {{ report.within }}; the day is not stated in the facts."), behind("report")),
        tag("else"),
        line(runs(reported + "on a day that this rulebook does not give."), behind("report")),
        tag("endif"),
        table(
            (2800, 3250, 1750, 1700),
            ("Field", "From the facts", "Asked by", "Checked"),
            "report.fields",
            (
                "{{ row.ask }}",
                filled,
                "{{ row.provision|cited }}",
                "{{ row.status }}{% if row.before %}, before {{ row.before }}{% endif %}",
            ),
        ),
        tag("else"),
        line("No dealing is determined to be blocked or rejected. That is no finding that one may be done."),
        tag("endfor"),
        tag("if worksheet.undetermined"),
        line("Undetermined", style="Heading1"),
        line("Whether to block or to reject is not determined, which clears nothing:", style="Leading"),
        tag("endif"),
        tag("for subject in worksheet.undetermined"),
        line("{{ subject }}", style=_BULLET),
        tag("endfor"),
        tag("if worksheet.facts"),
        line("Facts", style="Heading1"),
        facts_table("worksheet.facts"),
        tag("endif"),
        line("Receipt", style="Heading1"),
        line("Facts ({{ worksheet.heading.file }}): {{ worksheet.receipt.facts }}", style=_BULLET),
        line("Result: {{ worksheet.receipt.result }}", style=_BULLET),
        line("This worksheet states what follows from the facts and rules named above. It is not legal advice."),
    ]


KINDS: Final[Mapping[str, tuple[Callable[[], list[str]], str, str]]] = MappingProxyType(
    {
        "summary": (summary, "Summary: {{ summary.heading.title }}", "As of {{ summary.heading.as_of }}"),
        "portfolio": (portfolio, "Portfolio: {{ portfolio.heading.title }}", "{{ portfolio.heading.title }}"),
        "comparison": (
            comparison,
            "Comparison: {{ comparison.sides[0].called }} and {{ comparison.sides[1].called }}",
            "As of {{ comparison.sides[0].heading.as_of }} and {{ comparison.sides[1].heading.as_of }}",
        ),
        "designation": (
            designation,
            "Designation analysis: {{ designation.party.title }}",
            "As of {{ designation.heading.as_of }}",
        ),
        "worksheet": (
            worksheet,
            "Worksheet for reports: {{ worksheet.heading.title }}",
            "As of {{ worksheet.heading.as_of }}",
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
