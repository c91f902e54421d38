"""Makes `reports/memo.docx`, the template of memos in Word: `python docs/word_template.py`.

A firm changes the template in Word. This is where the one that comes along was set down, part by part, so that a change
to it can be read. The Jinja tags are those of docxtpl: `{%p ... %}` takes the place of its paragraph, `{%tr ... %}` of
its table row, `{%r ... %}` and `{{r ... }}` of their run.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

TEMPLATE = Path(__file__).resolve().parents[1] / "reports" / "memo.docx"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"

STEPS = 9
"""Levels of a proof that have a style of their own, as many as Word has levels of a list."""


# --- Runs, paragraphs, tables --------------------------------------------------------------------


def run(text: str, style: str = "") -> str:
    form = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def line(*parts: str, style: str = "", on_a_new_page: bool = False) -> str:
    """A paragraph of runs and of words, each of which becomes a run; tags of runs stand in runs of their own."""
    breaks = "<w:pageBreakBefore/>" if on_a_new_page else ""
    form = f'<w:pPr><w:pStyle w:val="{style}"/>{breaks}</w:pPr>' if style else ""
    return f"<w:p>{form}{''.join(part if part.startswith('<w:') else run(part) for part in parts if part)}</w:p>"


def strong(text: str) -> str:
    return run(text, "Strong")


def message(*texts: str, counting: str = "", **values: str) -> str:
    """What the frame says in the language of the memo, filled in by expressions; of two texts, that for so many."""
    filled = [f"{name}={value}" for name, value in values.items()]
    arguments = [*(f'"{text}"' for text in texts), *([counting] if counting else []), *filled]
    return "{{ " + ("ngettext" if counting else "_") + "(" + ", ".join(arguments) + ") }}"


def chosen(*cases: tuple[str, str], otherwise: str = "") -> str:
    """The text of the first condition that holds."""
    tags = [f"{{% {'elif' if number else 'if'} {when} %}}{then}" for number, (when, then) in enumerate(cases)]
    return "".join(tags) + (f"{{% else %}}{otherwise}" if otherwise else "") + "{% endif %}"


CAUTION_AT: Final = "{% if caution.provision %} ({{ caution.provision|cited }}){% endif %}."
"""The provision that a caution rests on, where it is the law's own."""


def tag(code: str) -> str:
    return line("{%p " + code + " %}")


def within(code: str) -> str:
    return run("{%r " + code + " %}")


def table(widths: tuple[int, ...], heads: tuple[str, ...], each: str, cells: tuple[str, ...]) -> str:
    def row(inner: str, form: str = "") -> str:
        return f"<w:tr><w:trPr><w:cantSplit/>{form}</w:trPr>{inner}</w:tr>"

    def cell(width: int, inner: str) -> str:
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'

    def whole(code: str) -> str:
        first = cell(widths[0], line("{%tr " + code + " %}"))
        return row(first + "".join(cell(width, line()) for width in widths[1:]))

    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        cell(width, line(strong(message(name)), style="TableText")) for width, name in zip(widths, heads, strict=True)
    )
    body = "".join(cell(width, line(text, style="TableText")) for width, text in zip(widths, cells, strict=True))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="MemoTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{row(head, '<w:tblHeader/>')}{whole('for row in ' + each)}{row(body)}{whole('endfor')}</w:tbl>"
    )


def pictures(kind: str, caption: str, only: str = "") -> list[str]:
    """Every picture of a kind, or a part of them, each above what it shows."""
    found = f"(pictures|selectattr('kind', 'equalto', '{kind}')|list)[{only}]"
    return [
        tag(f"for picture in {found}" if only else f"for picture in pictures if picture.kind == '{kind}'"),
        line("{{r picture|drawn }}", style="Picture"),
        line(caption, style="Caption"),
        tag("endfor"),
    ]


# --- The text ------------------------------------------------------------------------------------

_AS_OF: Final = "As of %(day)s."
_ENGLISH: Final = "The law, the facts and the questions stand in English, in the words in which they were stated."
NOTHING_REACHES_IT: Final = "No provision of this rulebook reaches it. That is no finding that it may be done."
UNTABULATED: Final = ("%(count)s more is not tabulated.", "%(count)s more are not tabulated.")
REMOTE: Final = (
    "%(count)s further unknown bears only on criteria about which nothing is stated.",
    "%(count)s further unknowns bear only on criteria about which nothing is stated.",
)

STEP = (
    within("macro told(step)")
    + within("if step.state == 'undetermined'")
    + run(message("*Unknown:*") + " ")
    + within("elif step.state == 'fails'")
    + run(message("*Not so:*") + " ")
    + within("endif")
    + run(
        "{{ step.statement|original }}{% if step.provision %} ({{ step.provision|cited }}{% if step.reading %}, "
        "{{ step.reading|reading }}{% endif %}){% endif %}{% if step.shown_at %} ("
        + message("shown at %(place)s", place="step.shown_at")
        + "){% endif %}"
    )
    + run("{{r step|footnote }}")
    + within("endmacro")
)


def day(heading: str) -> str:
    """The day asked about, and the day of knowledge."""
    return chosen(
        (
            f"{heading}.known",
            message("As of %(day)s, on what was known on %(known)s.", day=f"{heading}.as_of", known=f"{heading}.known"),
        ),
        otherwise=message(_AS_OF, day=f"{heading}.as_of"),
    )


def law(heading: str) -> str:
    """The law applied, and what stays English."""
    return (
        message("Law applied:") + " {% for item in " + heading + ".instruments %}{{ item.name|original }} "
        "({{ item.citation }}){% if not loop.last %}; {% endif %}{% endfor %}.{% if language != 'en' %} "
        + message(_ENGLISH) + "{% endif %}"
    )  # fmt: skip


def said(outcome: str) -> str:
    """An outcome in the table of a question or of readings."""
    return chosen(
        (f"{outcome} == 'not prohibited'", message("no provision of this rulebook reaches it")),
        (f"{outcome} == 'undetermined'", message("still undetermined")),
        (f"{outcome} == 'not blocked'", message("not blocked on what is stated")),
        (f"{outcome} == 'not met'", message("not met on what is stated")),
        otherwise="{{ " + outcome + "|worded }}",
    )


def provision_of(row: str) -> str:
    return message("%(provision)s of %(instrument)s", provision=f"{row}.label|cited", instrument=f"{row}.short")


def checked(row: str, unchecked: str = "*not checked* against the official text: %(status)s") -> str:
    """How far the text of a provision was checked."""
    return chosen(
        (f"{row}.is_checked", message("checked against the official text")),
        otherwise=message(unchecked, status=f"{row}.status|worded"),
    )


def answers() -> list[str]:
    bullet = "ListBullet"
    who = "group|map(attribute='subject')|join(', ')"
    rests = "group|map(attribute='rests_on')|unique|map('worded')|join(', ')"
    ended = " (" + message("Analysis, %(at)s", at="item.at") + ")"
    subject = strong("{{ item.subject }}:")
    of_item = {"provision": "item.provision|cited", "rests_on": "item.rests_on|worded"}
    as_of = "memo.heading.as_of"
    return [
        tag("for answers in memo.answers"),
        tag("for outcome in answers.items|map(attribute='outcome')|unique"),
        tag("set found = answers.items|selectattr('outcome', 'equalto', outcome)|list"),
        tag("if answers.kind == 'dealing'"),
        tag("for item in found"),
        tag("if outcome == 'prohibited'"),
        line(
            subject,
            " "
            + message(
                "**prohibited** under %(provision)s. Response required: *%(response)s*. Rests on: %(rests_on)s.",
                response="item.response|worded",
                **of_item,
            )
            + ended,
            style=bullet,
        ),
        tag("elif outcome == 'undetermined'"),
        line(
            subject,
            " "
            + message("**undetermined**. This clears nothing.")
            + "{% if item.open_questions %} "
            + message(
                "What would settle it: question %(numbers)s below.",
                "What would settle it: questions %(numbers)s below.",
                counting="item.open_questions|length",
                numbers="item.open_questions|join(', ')",
            )
            + "{% endif %}"
            + ended,
            style=bullet,
        ),
        tag("elif outcome == 'not prohibited'"),
        line(
            subject,
            " "
            + message("**no provision of this rulebook reaches it.** That is no finding that it may be done.")
            + ended,
            style=bullet,
        ),
        tag("else"),
        line(
            subject,
            " "
            + message(
                "**%(outcome)s** under %(provision)s. Rests on: %(rests_on)s.", outcome="outcome|worded", **of_item
            )
            + ended,
            style=bullet,
        ),
        tag("endif"),
        tag("endfor"),
        tag("elif answers.kind == 'status'"),
        tag("set group = found"),
        tag("if outcome == 'undetermined'"),
        line(
            message(
                "**Undetermined** whether blocked on %(day)s, which clears nobody: %(subjects)s.",
                day=as_of,
                subjects=who,
            ),
            style=bullet,
        ),
        tag("else"),
        line(
            message(
                "**Blocked** on %(day)s: %(subjects)s. Rests on: %(rests_on)s.",
                day=as_of,
                subjects=who,
                rests_on=rests,
            ),
            style=bullet,
        ),
        tag("endif"),
        tag("else"),
        tag("for provision, group in found|groupby('provision')"),
        tag("if outcome == 'met'"),
        line(
            message(
                "**Criterion %(criterion)s met** on the facts stated: %(subjects)s. Rests on: %(rests_on)s.",
                criterion="provision",
                subjects=who,
                rests_on=rests,
            ),
            style=bullet,
        ),
        tag("else"),
        line(
            message(
                "**Undetermined** whether criterion %(criterion)s is met, which clears nobody: %(subjects)s.",
                criterion="provision",
                subjects=who,
            ),
            style=bullet,
        ),
        tag("endif"),
        tag("endfor"),
        tag("if outcome == 'met'"),
        line(message("To meet a criterion blocks nobody; a determination by the authority does."), style=bullet),
        tag("endif"),
        tag("endif"),
        tag("endfor"),
        tag("for group in answers.summed"),
        tag("if group.kind == 'status'"),
        line(
            message(
                "**Not blocked on what is stated**: %(subjects)s. See the cautions.",
                subjects="group.subjects|join(', ')",
            ),
            style=bullet,
        ),
        tag("elif group.outcome == 'undetermined'"),
        line(
            message(
                "**Undetermined**, for want of facts, which clears nobody: whether %(subjects)s meets %(provisions)s.",
                "**Undetermined**, for want of facts, which clears nobody: whether %(subjects)s meet %(provisions)s.",
                counting="group.subjects|length",
                subjects="group.subjects|join(', ')",
                provisions="group.provisions|join(', ')",
            ),
            style=bullet,
        ),
        tag("else"),
        line(
            message(
                "**Not met** on what is stated: %(provisions)s by %(subjects)s.",
                provisions="group.provisions|join(', ')",
                subjects="group.subjects|join(', ')",
            ),
            style=bullet,
        ),
        tag("endif"),
        tag("endfor"),
        tag("else"),
        line(message("Nothing was asked, so nothing is answered.")),
        tag("endfor"),
    ]


def sources(none: str) -> str:
    """The sources of a fact, or that there is none."""
    return (
        "{% for source in row.sources %}{{ source.title|original }}{% if source.where %}, {{ source.where|original }}"
        "{% endif %}{% if not loop.last %}; {% endif %}{% else %}" + message(none) + "{% endfor %}"
    )


def facts_table(rows: str) -> str:
    """Facts with their sources and grades, of whatever document has them."""
    return table(
        (600, 4300, 2900, 1700),
        ("No.", "Fact", "Source", "Grade"),
        rows,
        (
            "{{ row.number }}",
            "{{ row.statement|original }}{% if not row.used %} ("
            + message("left out: known only from %(day)s", day="row.known_from")
            + "){% endif %}",
            sources("none stated"),
            "{{ row.grade|worded }}",
        ),
    )


def names_in_scripts(of: str) -> list[str]:
    named = f"{of}.named|selectattr('beside')"
    return [
        tag(f"if {named}|list"),
        line(
            message("Names, each in its script:") + " {% for each in " + named + " %}{{ each.title }} "
            "({{ each.beside|join(', ') }}){% if not loop.last %}, {% endif %}{% endfor %}."
        ),
        tag("endif"),
    ]  # fmt: skip


def facts() -> list[str]:
    return [
        *names_in_scripts("memo"),
        tag("if memo.facts"),
        facts_table("memo.facts"),
        tag("else"),
        line(message("None is stated.")),
        tag("endif"),
        tag("for source in memo.sources if source.author or source.date or source.address"),
        tag("if loop.first"),
        line(message("Sources:"), style="Leading"),
        tag("endif"),
        line(
            "{{ source.title|original }}{% if source.author %}, {{ source.author }}{% endif %}{% if source.date %}, "
            "{{ source.date }}{% endif %}{% if source.address %}, {{ source.address }}{% endif %}"
            "{% if not source.facts %} (" + message("no fact cites it") + "){% endif %}",
            style="ListBullet",
        ),
        tag("endfor"),
        tag("if memo.complete"),
        line(
            message(
                "The fact set claims to state in full: %(classes)s. Silence about these was taken as no.",
                classes="memo.complete|map('original')|join(', ')",
            )
        ),
        tag("endif"),
        *pictures("timeline", message("The time of each fact, asked about %(day)s.", day="memo.heading.as_of")),
        *pictures(
            "ownership",
            message("Who holds what, and who is blocked through it, on %(day)s.", day="memo.heading.as_of"),
        ),
    ]


def provisions() -> list[str]:
    return [
        tag("if memo.provisions"),
        table(
            (2400, 2800, 2550, 1750),
            ("Provision", "What it is about", "Its text was", "Rules"),
            "memo.provisions",
            (
                provision_of("row"),
                "{{ row.title|original }}",
                checked("row"),
                "{% if row.digest %}{{ row.digest[:12] }}{% else %}" + message("none") + "{% endif %}",
            ),
        ),
        tag("else"),
        line(message("No provision was gone through.")),
        tag("endif"),
    ]


def proof(of: str) -> list[str]:
    """The steps of a proof, each in the style of its level; `STEP` stands before them in the document."""
    levels: list[str] = []
    for level in range(1, STEPS + 1):
        last = level == STEPS
        levels.append(tag("else" if last else f"{'elif' if level > 1 else 'if'} step.level == {level}"))
        levels.append(line("{{r told(step) }}", style=f"Step{level}"))
    return [tag(f"for step in {of}|steps"), *levels, tag("endif"), tag("endfor")]


def issue() -> str:
    """What a part of the analysis asks."""
    asked = "part.asked|original"
    of_all = chosen(
        (
            "part.items|length > 8",
            message(
                "Whether each of the %(count)s taken up at %(first)s to %(last)s %(asked)s",
                count="part.items|length",
                first="part.items[0].at",
                last="part.items[-1].at",
                asked=asked,
            ),
        ),
        otherwise=message(
            "Whether each of %(subjects)s %(asked)s",
            subjects="part.items|map(attribute='subject')|join(', ')",
            asked=asked,
        ),
    )

    def of_one(whether: str) -> str:
        return chosen(
            ("item.kind == 'dealing'", message(f"{whether} %(subject)s is prohibited", subject="item.subject")),
            otherwise=message(f"{whether} %(statement)s", statement="item.statement|original"),
        )

    of_each = (
        "{% for item in part.items %}{% if loop.first %}" + of_one("Whether") + "{% else %}" + of_one("whether")
        + "{% endif %}{% if not loop.last %}; {% endif %}{% endfor %}"
    )  # fmt: skip
    return message("*Issue.*") + " " + chosen(("part.asked", of_all), otherwise=of_each) + "."


def grounds(found: str, kind: str) -> str:
    """Whether an exemption or a licence applies, and each of its conditions, those that decide first."""
    values = {"provision": "found.ground|cited", "applies": "found.state|applies(item.outcome)"}
    conditions = (
        ".{% for state in ('failed', 'unknown', 'met') %}{% for condition in found.conditions|selectattr('state', 'equalto', "
        "state) %}{% if loop.first %} {{ state|worded|capitalize }}: {% endif %}{{ condition.condition|original }}"
        "{% if loop.last %}.{% else %}; {% endif %}{% endfor %}{% endfor %}"
    )
    return (
        chosen(
            (
                f"{found}.title",
                message(f"{kind} under %(provision)s (%(title)s): %(applies)s", title="found.title|original", **values),
            ),
            otherwise=message(f"{kind} under %(provision)s: %(applies)s", **values),
        )
        + chosen(
            (
                "item.outcome in ('exempt', 'authorized') and item.provision == found.ground",
                message(", as applied above."),
            ),
            otherwise=conditions,
        )
    )  # fmt: skip


def conclusion() -> str:
    several = "part.items|length > 1"
    dealing = chosen(
        (
            "item.provision",
            message(
                "%(outcome)s under %(provision)s.",
                outcome="item.outcome|worded|capitalize",
                provision="item.provision|cited",
            ),
        ),
        otherwise="{{ item.outcome|worded|capitalize }}.",
    )
    see = message(
        "See question %(numbers)s.",
        "See questions %(numbers)s.",
        counting="item.open_questions|length",
        numbers="item.open_questions|join(', ')",
    )
    return (
        chosen(
            (several, message("*Conclusion on %(subject)s.*", subject="item.subject")),
            otherwise=message("*Conclusion.*"),
        )
        + " "
        + chosen(
            ("item.outcome == 'not prohibited'", message(NOTHING_REACHES_IT)),
            (
                "item.outcome == 'undetermined'",
                chosen(
                    ("item.kind == 'dealing'", message("Undetermined. This clears nothing.")),
                    otherwise=message("Undetermined. This clears nobody."),
                )
                + "{% if item.open_questions %} " + see + "{% endif %}",
            ),
            (
                "item.kind == 'dealing'",
                dealing + " " + message("Response required: %(response)s.", response="item.response|worded"),
            ),
            otherwise="{{ item.outcome|worded|capitalize }}.",
        )
    )  # fmt: skip


def analysis() -> list[str]:
    return [
        tag("for part in memo.analysis"),
        line(
            "{{ part.at }} {% if part.provision %}{{ part.title|original }} ({{ part.provision.label|cited }}){% else %}"
            "{{ part.title }}{% endif %}",
            style="Heading2",
        ),
        line(issue()),
        line(message("*Rule.*"), style="Leading"),
        tag("for rule in part.rules"),
        line(
            strong("{{ rule.label|cited }}"),
            " {{ rule.title|original }}. {{ rule.restatement|original }}",
            style="ListBullet",
        ),
        tag("endfor"),
        tag("if part.rules_before"),
        line(
            message("Set out before:") + " {% for rule in part.rules_before %}{{ rule.label|cited }} ("
            + message("at %(place)s", place="rule.at") + "){% if not loop.last %}, {% endif %}{% endfor %}.",
            style="ListBullet",
        ),
        tag("endif"),
        tag("for item in part.items"),
        line(
            chosen(
                (
                    "part.items|length > 1",
                    message("*Application to %(subject)s (%(at)s).*", subject="item.subject", at="item.at"),
                ),
                otherwise=message("*Application.*"),
            )
            + "{% if item.outcome == 'not prohibited' and item.application %} "
            + message("What comes nearest:") + "{% endif %}{% if not item.application %} "
            + message("Nothing is stated that a rule could apply to.") + "{% endif %}",
            style="Leading",
        ),
        *proof("item.application"),
        tag("if item.grounds"),
        line(message("*Exemptions and licences.*"), style="Leading"),
        tag("for found in item.exempt"),
        line(grounds("found", "Exempt"), style="ListBullet"),
        tag("endfor"),
        tag("for found in item.authorized"),
        line(grounds("found", "Authorized"), style="ListBullet"),
        tag("endfor"),
        tag("endif"),
        line(conclusion(), style="Conclusion"),
        tag("endfor"),
        tag("else"),
        line(message("Nothing above needs one.")),
        tag("endfor"),
    ]  # fmt: skip


def bounded(unexplored: str) -> list[str]:
    """That the search for open questions stopped at its bounds."""
    return [
        tag(f"if {unexplored}.unknowns or {unexplored}.conclusions"),
        line(
            message(
                "The search for open questions stopped at its bounds: %(unknowns)s unknowns and what lies below "
                "%(conclusions)s open conclusions were not looked at.",
                unknowns=f"{unexplored}.unknowns|number",
                conclusions=f"{unexplored}.conclusions|number",
            )
        ),
        tag("endif"),
    ]


def criterion_of(effect: str) -> str:
    return (
        "{{ " + effect + ".subject }}{% if " + effect + ".provision and " + effect + ".kind == 'criterion' %}, "
        + message("criterion %(criterion)s", criterion=f"{effect}.provision") + "{% endif %}: "
    )  # fmt: skip


def either_way(yes: str, no: str) -> str:
    """What follows from either answer; the arguments are templates of outcomes."""
    return (
        "{% set yes %}" + yes + "{% endset %}{% set no %}" + no + "{% endset %}"
        + message("if yes, %(yes)s; if no, %(no)s", yes="yes", no="no")
    )  # fmt: skip


def unknown() -> list[str]:
    return [
        tag("for unknown in memo.unknowns"),
        line(
            strong("{{ unknown.number }}."),
            " {{ unknown.ask|question }} ({{ unknown.provisions|map('cited')|join(', ') }})",
            style="Question",
        ),
        tag("for effect in unknown.effects"),
        line(
            criterion_of("effect") + either_way(said("effect.if_yes"), said("effect.if_no")),
            style="Step2",
        ),
        tag("endfor"),
        line(message("Settled by: %(document)s.", document="unknown.settled_by|document"), style="Step2"),
        tag("else"),
        line(message("No single answer is known that would change what is said above.")),
        tag("endfor"),
        tag("if memo.further_unknowns"),
        line(message(*REMOTE, counting="memo.further_unknowns", count="memo.further_unknowns|number")),
        tag("endif"),
        *bounded("memo.not_explored"),
    ]


def crossed() -> list[str]:
    answered = (
        "{% for answer in row.answers %}F{{ loop.index }} {{ answer|worded }}{% if not loop.last %}, {% endif %}"
        "{% else %}" + message("none") + "{% endfor %}"
    )
    outcomes = (
        "{% for outcome in row.outcomes %}{% if table.columns|length > 1 %}R{{ loop.index }}: {% endif %}"
        f"{said('outcome')}{{% if not loop.last %}}; {{% endif %}}{{% endfor %}}"
    )
    tallied = (
        "{% for tally in table.outcomes %}{% set outcome %}" + said("tally.outcome") + "{% endset %}"
        + chosen(
            ("tally.count == table.total", message("%(outcome)s under all", outcome="outcome")),
            otherwise=message("%(outcome)s under %(count)s", outcome="outcome", count="tally.count|number"),
        )
        + "{% if not loop.last %}, {% endif %}{% endfor %}."
    )  # fmt: skip
    return [
        tag("if memo.crossed is not none"),
        line(message("Readings and unknowns together"), style="Heading1"),
        tag("for table in memo.crossed"),
        line(
            message(
                "*%(subject)s* comes out, under %(total)s combinations of readings and answers:",
                subject="table.about|crossed",
                total="table.total|number",
            )
            + f" {tallied}{{% if table.turns_on %}} "
            + message("It turns on: %(what)s.", what="table.turns_on|map('original')|join('; ')")
            + "{% endif %}{% if table.left_out %} "
            + message("Not tried: %(what)s.", what="table.left_out|map('untried')|join('; ')")
            + "{% endif %}",
            style="Leading",
        ),
        tag("if table.picture"),
        *pictures(
            "matrix",
            message("Readings down, answers across: each cell is one combination, and its letter and colour the outcome."),
            "table.picture - 1:table.picture",
        ),
        tag("endif"),
        tag("if table.rows"),
        tag("for unknown in table.unknowns"),
        line("F{{ loop.index }}: {{ unknown|original }}", style="ListBullet"),
        tag("endfor"),
        tag("if table.columns|length > 1"),
        tag("for column in table.columns"),
        line(
            "R{{ loop.index }}: {% for reading in column.readings %}{{ reading|crossed }}{% if not loop.last %}; "
            + message("or") + " {% endif %}{% endfor %}",
            style="ListBullet",
        ),
        tag("endfor"),
        tag("endif"),
        table((3500, 6000), ("Answers", "Outcome"), "table.rows", (answered, outcomes)),
        tag("endif"),
        tag("else"),
        line(message("No dealing is stated, and nothing is undetermined or rests on a reading.")),
        tag("endfor"),
        tag("if memo.further_crossed"),
        line(message(*UNTABULATED, counting="memo.further_crossed", count="memo.further_crossed|number")),
        tag("endif"),
        tag("endif"),
    ]  # fmt: skip


def reading_used() -> str:
    values = {
        "of": "reading.of|original",
        "reading": "reading.reading|original",
        "places": "reading.used_at|map('places')|join(', ')",
    }
    return chosen(
        ("reading.is_default", message("*%(of)s* is read as %(reading)s (the default), at %(places)s:", **values)),
        otherwise=message("*%(of)s* is read as %(reading)s (chosen for this memo), at %(places)s:", **values),
    )


def rest() -> list[str]:
    return [
        line(message("Duties"), style="Heading1"),
        tag("for duty in memo.duties"),
        line(
            "{{ duty.subject }}: {{ duty.duty|original }} ({{ duty.provision|cited }}){% if duty.due %}, "
            + message("by %(day)s", day="duty.due")
            + "{% endif %}.",
            style="ListBullet",
        ),
        tag("else"),
        line(message("None under this rulebook.")),
        tag("endfor"),
        line(message("Cautions"), style="Heading1"),
        tag("for row in memo.cautions"),
        tag("if row.subjects and row.cautions|length > 1"),
        line("{{ row.subjects|join(', ') }}:", style="ListBullet"),
        tag("for caution in row.cautions"),
        line("{{ caution.caution|caution }}" + CAUTION_AT, style="Step2"),
        tag("endfor"),
        tag("else"),
        tag("for caution in row.cautions"),
        line(
            "{% if row.subjects %}{{ row.subjects|join(', ') }}: {% endif %}{{ caution.caution|caution }}" + CAUTION_AT,
            style="ListBullet",
        ),
        tag("endfor"),
        tag("endif"),
        tag("else"),
        line(message("None.")),
        tag("endfor"),
        line(message("Readings used"), style="Heading1"),
        tag("for reading in memo.readings if reading.used_at"),
        line(reading_used() + " {{ reading.because|original }}", style="ListBullet"),
        tag("else"),
        line(message("No conclusion above rests on a reading of an open term.")),
        tag("endfor"),
        tag("if memo.readings|rejectattr('used_at')|list"),
        line(
            message("In force, with nothing above resting on them:")
            + " {% for reading in memo.readings if not reading.used_at %}"
            "{{ reading.of|original }} ({{ reading.reading|original }}{% if not reading.is_default %}, "
            + message("chosen")
            + "{% endif %}){% if not loop.last %}, {% endif %}{% endfor %}."
        ),
        tag("endif"),
        tag("if pictures|selectattr('kind', 'equalto', 'proof')|list"),
        line(message("Proofs in pictures"), style="Heading1"),
        tag("endif"),
        *pictures("proof", message("What carries the conclusion; what fails or is unknown comes first.")),
        line(message("Receipt"), style="Heading1"),
        line(message("Facts (%(file)s):", file="memo.heading.file") + " {{ memo.receipt.facts }}", style="ListBullet"),
        line(message("Result:") + " {{ memo.receipt.result }}", style="ListBullet"),
        line(
            chosen(
                (
                    "memo.receipt.engines|length > 1",
                    message("Engines that agreed: %(engines)s", engines="memo.receipt.engines|join(', ')"),
                ),
                otherwise=message("One engine decided alone: %(engine)s", engine="memo.receipt.engines|join"),
            ),
            style="ListBullet",
        ),
        line(
            message("Versions:") + " {% for name, version in memo.receipt.versions.items() %}{{ name }} {{ version }}"
            "{% if not loop.last %}, {% endif %}{% endfor %}",
            style="ListBullet",
        ),
        line(message("This memo states what follows from the facts and rules named above. It is not legal advice.")),
    ]


def contents() -> list[str]:
    """The table of contents, to be filled in."""
    return [
        line(message("Contents"), style="TOCHeading"),
        line(field(r'TOC \o "1-2" \n \h \z \u', "…"), style="TOC1"),
    ]


def document() -> str:
    dealings = "memo.asked.dealings"
    body = [
        line(STEP, message("Memorandum: %(title)s", title="memo.heading.title|original"), style="Title"),
        line(day("memo.heading") + " " + law("memo.heading")),
        tag("if memo.description"),
        line("{{ memo.description|original }}"),
        tag("endif"),
        *contents(),
        line(message("Question presented"), style="Heading1"),
        line(
            chosen(
                ("memo.question", "{{ memo.question|original }}"),
                (
                    dealings,
                    message(
                        "Is the dealing prohibited: %(subjects)s? And who is blocked?",
                        "Which dealings are prohibited: %(subjects)s? And who is blocked?",
                        counting=f"{dealings}|length",
                        subjects=f"{dealings}|join(', ')",
                    ),
                ),
                (
                    "memo.asked.parties",
                    message("Who is blocked: %(subjects)s?", subjects="memo.asked.parties|join(', ')"),
                ),
                otherwise=message("None: the facts name no party and no dealing."),
            )
        ),
        line(message("Short answer"), style="Heading1"),
        *answers(),
        line(message("Facts"), style="Heading1"),
        *facts(),
        line(message("Provisions"), style="Heading1"),
        *provisions(),
        line(message("Analysis"), style="Heading1"),
        *analysis(),
        line(message("What is unknown"), style="Heading1"),
        *unknown(),
        *crossed(),
        *rest(),
    ]
    return document_with(body)


def document_with(body: list[str]) -> str:
    """The main part, on a page of A4."""
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304"'
        ' w:right="1203" w:bottom="1361" w:left="1203" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_W} {_R}><w:body>{''.join(body)}{page}</w:body></w:document>"


def footer(said: str) -> str:
    # Word sets the two numbers, the one before and the other after what stands between them.
    between = run(message("%(page)s of %(pages)s", page="''", pages="''"))
    pages = field("PAGE", "1") + between + field("NUMPAGES", "1")
    return f"{_HEAD}<w:ftr {_W} {_R}>" + line(said, "<w:r><w:tab/></w:r>", pages, style="Footer") + "</w:ftr>"


# --- Styles, lists, settings ---------------------------------------------------------------------


def paragraph_style(
    identifier: str, name: str, form: str = "", letters: str = "", *, based: str = "Normal", then: str = ""
) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        + (f'<w:next w:val="{then}"/>' if then else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{form}</w:pPr>" if form else "")
        + (f"<w:rPr>{letters}</w:rPr>" if letters else "")
        + "</w:style>"
    )


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def bold() -> str:
    return "<w:b/><w:bCs/>"


def numbered(list_number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_number}"/></w:numPr>'


def spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def styles() -> str:
    kept = "<w:keepNext/>"
    all_of_them = [
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:eastAsia="SimSun" w:cs="Times New Roman"/>'
        f'{size(21)}<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        paragraph_style("Title", "Title", spacing(0, 160), bold() + size(34), then="Normal"),
        paragraph_style(
            "Heading1",
            "heading 1",
            f'{kept}<w:keepLines/>{numbered(1, 0)}{spacing(320, 120)}<w:outlineLvl w:val="0"/>',
            bold() + size(28),
            then="Normal",
        ),
        paragraph_style(
            "Heading2",
            "heading 2",
            f'{kept}<w:keepLines/>{spacing(240, 100)}<w:outlineLvl w:val="1"/>',
            bold() + size(23),
            then="Normal",
        ),
        paragraph_style("TOCHeading", "TOC Heading", kept + spacing(240, 80), bold() + size(24), then="Normal"),
        paragraph_style("TOC1", "toc 1", spacing(40, 20)),
        paragraph_style("TOC2", "toc 2", f'{spacing(0, 0)}<w:ind w:left="360"/>'),
        paragraph_style("Leading", "Leading", kept + spacing(120, 80), then="Normal"),
        paragraph_style("Conclusion", "Conclusion", spacing(120, 120)),
        paragraph_style("ListBullet", "List Bullet", f"{numbered(2, 0)}{spacing(0, 80)}"),
        paragraph_style("Question", "Question", f'{kept}{spacing(120, 60)}<w:ind w:left="360" w:hanging="360"/>'),
        *(
            paragraph_style(f"Step{level}", f"Step {level}", f"{numbered(3, level - 1)}{spacing(0, 60)}")
            for level in range(1, STEPS + 1)
        ),
        paragraph_style("TableText", "Table Text", spacing(30, 30), size(18)),
        paragraph_style("AfterTable", "After Table", spacing(160, 120)),
        paragraph_style("Picture", "Picture", f'{kept}{spacing(200, 60)}<w:jc w:val="center"/>'),
        paragraph_style("Caption", "caption", f'{spacing(0, 200)}<w:jc w:val="center"/>', size(18)),
        paragraph_style("Footer", "footer", '<w:tabs><w:tab w:val="right" w:pos="9500"/></w:tabs>', size(17)),
        paragraph_style(
            "FootnoteText", "footnote text", '<w:spacing w:after="20" w:line="240" w:lineRule="auto"/>', size(17)
        ),
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
        f"<w:rPr>{bold()}</w:rPr></w:style>",
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
        '<w:style w:type="table" w:styleId="MemoTable"><w:name w:val="Memo Table"/><w:basedOn w:val="TableNormal"/>'
        "<w:tblPr><w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        'w:fill="F0F0F0"/></w:tcPr></w:tblStylePr></w:style>',
    ]
    return f"{_HEAD}<w:styles {_W}>{''.join(all_of_them)}</w:styles>"


def numbering() -> str:
    # In a style, Word takes the level of a list from the link of that level to the style, and from nothing else.
    def level(number: int, form: str, text: str, left: int, hanging: int, style: str) -> str:
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/>'
            "</w:pPr></w:lvl>"
        )

    marks = "•–▪"
    kinds = (
        level(0, "upperRoman", "%1.", 800, 800, "Heading1"),
        level(0, "bullet", marks[0], 280, 280, "ListBullet"),
        "".join(
            level(number, "bullet", marks[number % 3], 280 * (number + 1), 280, f"Step{number + 1}")
            for number in range(STEPS)
        ),
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for number, levels in enumerate(kinds)
    )
    used = "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(len(kinds))
    )
    return f"{_HEAD}<w:numbering {_W}>{lists}{used}</w:numbering>"


def footnotes() -> str:
    def separator(number: int, kind: str, mark: str) -> str:
        return (
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
            f'w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        )

    return (
        f"{_HEAD}<w:footnotes {_W} {_R}>{separator(-1, 'separator', 'separator')}"
        f"{separator(0, 'continuationSeparator', 'continuationSeparator')}</w:footnotes>"
    )


def settings() -> str:
    return (
        f'{_HEAD}<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    )


def core(called: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>'
        f"{called}</dc:title>"
        "<dc:creator>Decidendi</dc:creator><cp:lastModifiedBy>Decidendi</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified>'
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def parts() -> dict[str, str]:
    """The parts of the template of the memo, in their order."""
    called = message("Memorandum: %(title)s", title="memo.heading.title")
    return parts_of(document(), called, message("As of %(day)s", day="memo.heading.as_of"))


def parts_of(main_part: str, called: str, footing: str) -> dict[str, str]:
    """The parts of a template.

    Args:
        main_part: from `document_with`.
        called: the title in the metadata of the file.
        footing: what stands at the foot of each page, before its number.
    """
    linked = ("styles", "numbering", "settings", "footer1", "footnotes")
    kinds = {name: "footer" if name == "footer1" else name for name in linked}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(kinds.items(), start=1)
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": main_part,
        "word/_rels/document.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        ),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/footer1.xml": footer(footing),
        "word/footnotes.xml": footnotes(),
        "docProps/core.xml": core(called),
    }


def main() -> None:
    written(TEMPLATE, parts())


def written(file: Path, made: dict[str, str]) -> None:
    """Write a template."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in made.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text)


if __name__ == "__main__":
    main()
