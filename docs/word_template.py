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
    """A paragraph. `**words**` in a part is strong; tags of runs stand in runs of their own."""
    breaks = "<w:pageBreakBefore/>" if on_a_new_page else ""
    form = f'<w:pPr><w:pStyle w:val="{style}"/>{breaks}</w:pPr>' if style else ""
    return f"<w:p>{form}{''.join(part if part.startswith('<w:') else runs(part) for part in parts)}</w:p>"


def runs(text: str) -> str:
    return "".join(run(words, "Strong" if number % 2 else "") for number, words in enumerate(text.split("**")) if words)


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
        cell(width, line(f"**{name}**", style="TableText")) for width, name in zip(widths, heads, strict=True)
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

STEP = (
    within("macro told(step)")
    + within("if step.state == 'undetermined'")
    + run("Unknown: ", "Strong")
    + within("elif step.state == 'fails'")
    + run("Not so: ", "Strong")
    + within("endif")
    + run(
        "{{ step.statement }}{% if step.provision %} ({{ step.provision|cited }}{% if step.reading %}, {{ step.reading }}"
    )
    + run("{% endif %}){% endif %}{% if step.shown_at %} (shown at {{ step.shown_at }}){% endif %}")
    + run("{{r step|footnote }}")
    + within("endmacro")
)
_SAID = (
    "{% if outcome == 'not prohibited' %}no provision of this rulebook reaches it{% elif outcome == 'undetermined' %}"
    "still undetermined{% else %}{{ outcome }}{% endif %}"
)
_SUBJECTS = "{{ group|map(attribute='subject')|join(', ') }}"
_RESTS = "{{ group|map(attribute='rests_on')|unique|join(', ') }}"


def answers() -> list[str]:
    bullet = "ListBullet"
    return [
        tag("for answers in memo.answers"),
        tag("for outcome in answers.items|map(attribute='outcome')|unique"),
        tag("set found = answers.items|selectattr('outcome', 'equalto', outcome)|list"),
        tag("if answers.kind == 'dealing'"),
        tag("for item in found"),
        tag("if outcome == 'prohibited'"),
        line(
            "**{{ item.subject }}:** **prohibited** under {{ item.provision|cited }}. Response required: "
            "**{{ item.response }}**. Rests on: {{ item.rests_on }}. (Analysis, {{ item.at }})",
            style=bullet,
        ),
        tag("elif outcome == 'undetermined'"),
        line(
            "**{{ item.subject }}:** **undetermined**. This clears nothing.{% if item.open_questions %} What would "
            "settle it: question {{ item.open_questions|join(', ') }} below.{% endif %} (Analysis, {{ item.at }})",
            style=bullet,
        ),
        tag("elif outcome == 'not prohibited'"),
        line(
            "**{{ item.subject }}:** **no provision of this rulebook reaches it.** That is no finding that it may be "
            "done. (Analysis, {{ item.at }})",
            style=bullet,
        ),
        tag("else"),
        line(
            "**{{ item.subject }}:** **{{ outcome }}** under {{ item.provision|cited }}. Rests on: {{ item.rests_on }}. "
            "(Analysis, {{ item.at }})",
            style=bullet,
        ),
        tag("endif"),
        tag("endfor"),
        tag("elif answers.kind == 'status'"),
        tag("set group = found"),
        tag("if outcome == 'undetermined'"),
        line(
            "**Undetermined** whether blocked on {{ memo.heading.as_of }}, which clears nobody: " + _SUBJECTS + ".",
            style=bullet,
        ),
        tag("else"),
        line(
            "**Blocked** on {{ memo.heading.as_of }}: " + _SUBJECTS + ". Rests on: " + _RESTS + ".",
            style=bullet,
        ),
        tag("endif"),
        tag("else"),
        tag("for provision, group in found|groupby('provision')"),
        tag("if outcome == 'met'"),
        line(
            "**Criterion {{ provision }} met** on the facts stated: " + _SUBJECTS + ". Rests on: " + _RESTS + ".",
            style=bullet,
        ),
        tag("else"),
        line(
            "**Undetermined** whether criterion {{ provision }} is met, which clears nobody: " + _SUBJECTS + ".",
            style=bullet,
        ),
        tag("endif"),
        tag("endfor"),
        tag("if outcome == 'met'"),
        line("To meet a criterion blocks nobody; a determination by the authority does.", style=bullet),
        tag("endif"),
        tag("endif"),
        tag("endfor"),
        tag("for group in answers.summed"),
        tag("if group.kind == 'status'"),
        line("**Not blocked on what is stated**: {{ group.subjects|join(', ') }}. See the cautions.", style=bullet),
        tag("elif group.outcome == 'undetermined'"),
        line(
            "**Undetermined**, for want of facts, which clears nobody: whether {{ group.subjects|join(', ') }} "
            "{{ 'meet' if group.subjects|length > 1 else 'meets' }} {{ group.provisions|join(', ') }}.",
            style=bullet,
        ),
        tag("else"),
        line(
            "**Not met** on what is stated: {{ group.provisions|join(', ') }} by {{ group.subjects|join(', ') }}.",
            style=bullet,
        ),
        tag("endif"),
        tag("endfor"),
        tag("else"),
        line("Nothing was asked, so nothing is answered."),
        tag("endfor"),
    ]


SOURCES: Final = (
    "{% for source in row.sources %}{{ source.title }}{% if source.where %}, {{ source.where }}{% endif %}"
    "{% if not loop.last %}; {% endif %}{% else %}none stated{% endfor %}"
)


def facts_table(rows: str) -> str:
    """Facts with their sources and grades, of whatever document has them."""
    return table(
        (600, 4300, 2900, 1700),
        ("No.", "Fact", "Source", "Grade"),
        rows,
        (
            "{{ row.number }}",
            "{{ row.statement }}{% if not row.used %} (left out: known only from {{ row.known_from }}){% endif %}",
            SOURCES,
            "{{ row.grade }}",
        ),
    )


def facts() -> list[str]:
    return [
        tag("if memo.facts"),
        facts_table("memo.facts"),
        tag("else"),
        line("None is stated."),
        tag("endif"),
        tag("for source in memo.sources if source.author or source.date or source.address"),
        tag("if loop.first"),
        line("Sources:", style="Leading"),
        tag("endif"),
        line(
            "{{ source.title }}{% if source.author %}, {{ source.author }}{% endif %}{% if source.date %}, "
            "{{ source.date }}{% endif %}{% if source.address %}, {{ source.address }}{% endif %}"
            "{% if not source.facts %} (no fact cites it){% endif %}",
            style="ListBullet",
        ),
        tag("endfor"),
        tag("if memo.complete"),
        line(
            "The fact set claims to state in full: {{ memo.complete|join(', ') }}. Silence about these was taken as no."
        ),
        tag("endif"),
        *pictures("timeline", "The time of each fact, asked about {{ memo.heading.as_of }}."),
        *pictures("ownership", "Who holds what, and who is blocked through it, on {{ memo.heading.as_of }}."),
    ]


def provisions() -> list[str]:
    return [
        tag("if memo.provisions"),
        table(
            (2400, 2800, 2550, 1750),
            ("Provision", "What it is about", "Its text was", "Rules"),
            "memo.provisions",
            (
                "{{ row.label|cited }} of {{ row.short }}",
                "{{ row.title }}",
                "{% if row.is_checked %}checked against the official text{% else %}not checked against the official "
                "text: {{ row.status }}{% endif %}",
                "{{ row.digest[:12] or 'none' }}",
            ),
        ),
        tag("else"),
        line("No provision was gone through."),
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


def analysis() -> list[str]:
    return [
        tag("for part in memo.analysis"),
        line(
            "{{ part.at }} {{ part.title }}{% if part.provision %} ({{ part.provision.label|cited }}){% endif %}",
            style="Heading2",
        ),
        line(
            "**Issue.** {% if part.asked %}Whether each of {% if part.items|length > 8 %}the {{ part.items|length }} taken up "
            "at {{ part.items[0].at }} to {{ part.items[-1].at }}{% else %}"
            "{{ part.items|map(attribute='subject')|join(', ') }}{% endif %} {{ part.asked }}{% else %}"
            "{% for item in part.items %}{{ 'Whether' if loop.first else 'whether' }} "
            "{% if item.kind == 'dealing' %}{{ item.subject }} is prohibited{% else %}{{ item.statement }}{% endif %}"
            "{% if not loop.last %}; {% endif %}{% endfor %}{% endif %}."
        ),
        line("**Rule.**", style="Leading"),
        tag("for rule in part.rules"),
        line("**{{ rule.label|cited }}** {{ rule.title }}. {{ rule.restatement }}", style="ListBullet"),
        tag("endfor"),
        tag("if part.rules_before"),
        line(
            "Set out before: {% for rule in part.rules_before %}{{ rule.label|cited }} (at {{ rule.at }})"
            "{% if not loop.last %}, {% endif %}{% endfor %}.",
            style="ListBullet",
        ),
        tag("endif"),
        tag("for item in part.items"),
        line(
            "**Application{% if part.items|length > 1 %} to {{ item.subject }} ({{ item.at }}){% endif %}.**"
            "{% if item.outcome == 'not prohibited' and item.application %} What comes nearest:{% endif %}"
            "{% if not item.application %} Nothing is stated that a rule could apply to.{% endif %}",
            style="Leading",
        ),
        *proof("item.application"),
        tag("if item.grounds"),
        line("**Exemptions and licences.**", style="Leading"),
        tag("for ground in item.grounds"),
        line("{{ ground }}", style="ListBullet"),
        tag("endfor"),
        tag("endif"),
        line(
            "**Conclusion{% if part.items|length > 1 %} on {{ item.subject }}{% endif %}.** "
            "{% if item.outcome == 'not prohibited' %}No provision of this rulebook reaches it. That is no finding that "
            "it may be done.{% elif item.outcome == 'undetermined' %}Undetermined. This clears "
            "{{ 'nothing' if item.kind == 'dealing' else 'nobody' }}.{% if item.open_questions %} See question "
            "{{ item.open_questions|join(', ') }}.{% endif %}{% elif item.kind == 'dealing' %}"
            "{{ item.outcome|capitalize }}{% if item.provision %} under {{ item.provision|cited }}{% endif %}. Response "
            "required: {{ item.response }}.{% else %}{{ item.outcome|capitalize }}.{% endif %}",
            style="Conclusion",
        ),
        tag("endfor"),
        tag("else"),
        line("Nothing above needs one."),
        tag("endfor"),
    ]


def unknown() -> list[str]:
    return [
        tag("for unknown in memo.unknowns"),
        line(
            "**{{ unknown.number }}.** {{ unknown.ask }} ({{ unknown.provisions|map('cited')|join(', ') }})",
            style="Question",
        ),
        tag("for effect in unknown.effects"),
        line(
            "{{ effect.subject }}{% if effect.provision and effect.kind == 'criterion' %}, criterion "
            "{{ effect.provision }}{% endif %}: if yes, "
            f"{_SAID.replace('outcome', 'effect.if_yes')}; if no, {_SAID.replace('outcome', 'effect.if_no')}",
            style="Step2",
        ),
        tag("endfor"),
        line("Settled by: {{ unknown.settled_by }}.", style="Step2"),
        tag("else"),
        line("No single answer is known that would change what is said above."),
        tag("endfor"),
        tag("if memo.further_unknowns"),
        line(
            "{{ memo.further_unknowns }} further {{ 'unknown bears' if memo.further_unknowns == 1 else 'unknowns bear' }}"
            " only on criteria about which nothing is stated."
        ),
        tag("endif"),
        tag("if memo.not_explored.unknowns or memo.not_explored.conclusions"),
        line(
            "The search for open questions stopped at its bounds: {{ memo.not_explored.unknowns }} unknowns and what lies"
            " below {{ memo.not_explored.conclusions }} open conclusions were not looked at."
        ),
        tag("endif"),
    ]


def crossed() -> list[str]:
    answered = (
        "{% for answer in row.answers %}F{{ loop.index }} {{ answer }}{% if not loop.last %}, {% endif %}"
        "{% else %}none{% endfor %}"
    )
    outcomes = (
        "{% for outcome in row.outcomes %}{% if table.columns|length > 1 %}R{{ loop.index }}: {% endif %}"
        f"{_SAID}{{% if not loop.last %}}; {{% endif %}}{{% endfor %}}"
    )
    return [
        tag("if memo.crossed is not none"),
        line("Readings and unknowns together", style="Heading1"),
        tag("for table in memo.crossed"),
        line(
            "**{{ table.about }}** comes out, under {{ table.total }} combinations of readings and answers: "
            f"{{% for tally in table.outcomes %}}{_SAID.replace('outcome', 'tally.outcome')} under "
            "{{ 'all' if tally.count == table.total else tally.count }}{% if not loop.last %}, {% endif %}{% endfor %}."
            "{% if table.turns_on %} It turns on: {{ table.turns_on|join('; ') }}.{% endif %}"
            "{% if table.left_out %} Not tried: {{ table.left_out|join('; ') }}.{% endif %}"
        ),
        tag("if table.picture"),
        *pictures(
            "matrix",
            "Readings down, answers across: each cell is one combination, and its letter and colour the outcome.",
            "table.picture - 1:table.picture",
        ),
        tag("endif"),
        tag("if table.rows"),
        tag("for unknown in table.unknowns"),
        line("F{{ loop.index }}: {{ unknown }}", style="ListBullet"),
        tag("endfor"),
        tag("if table.columns|length > 1"),
        tag("for column in table.columns"),
        line("R{{ loop.index }}: {{ column.readings|join('; or ') }}", style="ListBullet"),
        tag("endfor"),
        tag("endif"),
        table((3500, 6000), ("Answers", "Outcome"), "table.rows", (answered, outcomes)),
        tag("endif"),
        tag("else"),
        line("No dealing is stated, and nothing is undetermined or rests on a reading."),
        tag("endfor"),
        tag("if memo.further_crossed"),
        line("{{ memo.further_crossed }} more {{ 'is' if memo.further_crossed == 1 else 'are' }} not tabulated."),
        tag("endif"),
        tag("endif"),
    ]


def rest() -> list[str]:
    return [
        line("Duties", style="Heading1"),
        tag("for duty in memo.duties"),
        line(
            "{{ duty.subject }}: {{ duty.duty }} ({{ duty.provision|cited }}){% if duty.due %}, by {{ duty.due }}"
            "{% endif %}.",
            style="ListBullet",
        ),
        tag("else"),
        line("None under this rulebook."),
        tag("endfor"),
        line("Cautions", style="Heading1"),
        tag("for caution in memo.cautions"),
        line(
            "{% if caution.subjects %}{{ caution.subjects|join(', ') }}: {% endif %}{{ caution.caution }}.",
            style="ListBullet",
        ),
        tag("else"),
        line("None."),
        tag("endfor"),
        line("Readings used", style="Heading1"),
        tag("for reading in memo.readings if reading.used_at"),
        line(
            "**{{ reading.of }}** is read as {{ reading.reading }} "
            "({{ 'the default' if reading.is_default else 'chosen for this memo' }}), at "
            "{{ reading.used_at|join(', ') }}: {{ reading.because }}",
            style="ListBullet",
        ),
        tag("else"),
        line("No conclusion above rests on a reading of an open term."),
        tag("endfor"),
        tag("if memo.readings|rejectattr('used_at')|list"),
        line(
            "In force, with nothing above resting on them: {% for reading in memo.readings if not reading.used_at %}"
            "{{ reading.of }} ({{ reading.reading }}{% if not reading.is_default %}, chosen{% endif %})"
            "{% if not loop.last %}, {% endif %}{% endfor %}."
        ),
        tag("endif"),
        tag("if pictures|selectattr('kind', 'equalto', 'proof')|list"),
        line("Proofs in pictures", style="Heading1"),
        tag("endif"),
        *pictures("proof", "What carries the conclusion; what fails or is unknown comes first."),
        line("Receipt", style="Heading1"),
        line("Facts ({{ memo.heading.file }}): {{ memo.receipt.facts }}", style="ListBullet"),
        line("Result: {{ memo.receipt.result }}", style="ListBullet"),
        line(
            "{% if memo.receipt.engines|length > 1 %}Engines that agreed: {{ memo.receipt.engines|join(', ') }}"
            "{% else %}One engine decided alone: {{ memo.receipt.engines|join }}{% endif %}",
            style="ListBullet",
        ),
        line(
            "Versions: {% for name, version in memo.receipt.versions.items() %}{{ name }} {{ version }}"
            "{% if not loop.last %}, {% endif %}{% endfor %}",
            style="ListBullet",
        ),
        line("This memo states what follows from the facts and rules named above. It is not legal advice."),
    ]


def document() -> str:
    body = [
        line(STEP, "Memorandum: {{ memo.heading.title }}", style="Title"),
        line(
            "As of {{ memo.heading.as_of }}{% if memo.heading.known %}, on what was known on {{ memo.heading.known }}"
            "{% endif %}. Law applied: {% for item in memo.heading.instruments %}{{ item.name }} ({{ item.citation }})"
            "{% if not loop.last %}; {% endif %}{% endfor %}."
        ),
        tag("if memo.description"),
        line("{{ memo.description }}"),
        tag("endif"),
        line("Contents", style="TOCHeading"),
        line(field(r'TOC \o "1-2" \n \h \z \u', "The headings of this memo stand here."), style="TOC1"),
        line("Question presented", style="Heading1"),
        line(
            "{% if memo.question %}{{ memo.question }}{% elif memo.asked.dealings %}"
            "{{ 'Which dealings are prohibited' if memo.asked.dealings|length > 1 else 'Is the dealing prohibited' }}: "
            "{{ memo.asked.dealings|join(', ') }}? And who is blocked?{% elif memo.asked.parties %}Who is blocked: "
            "{{ memo.asked.parties|join(', ') }}?{% else %}None: the facts name no party and no dealing.{% endif %}"
        ),
        line("Short answer", style="Heading1"),
        *answers(),
        line("Facts", style="Heading1"),
        *facts(),
        line("Provisions", style="Heading1"),
        *provisions(),
        line("Analysis", style="Heading1"),
        *analysis(),
        line("What is unknown", style="Heading1"),
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
    pages = field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
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
    return parts_of(document(), "Memorandum: {{ memo.heading.title }}", "As of {{ memo.heading.as_of }}")


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
