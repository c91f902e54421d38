"""How far the law has been put to the test, as plain text: the figures, then what was not seen, by file and line."""

from __future__ import annotations

from fractions import Fraction

from decidendi.determinations.coverage import ConditionCoverage, Coverage, RuleCoverage
from decidendi.reports.text import safe


def percent(share: Fraction) -> str:
    """A share in percent, cut after one digit, so that only the whole is ever shown as 100.

    >>> percent(Fraction(1999, 2000)), percent(Fraction(1))
    ('99.9', '100.0')
    """
    tenths = int(share * 1000)
    return f"{tenths // 10}.{tenths % 10}"


def coverage_text(coverage: Coverage) -> str:
    """The figures, then a line for each condition that was not seen in each way, and for each reading not used."""
    lines = [f"{coverage.runs} run{'' if coverage.runs == 1 else 's'}"]
    for name, tally in coverage.tallies.items():
        lines.append(f"  {name}: {tally.seen} of {tally.wanted} ({percent(tally.share)} percent)")
    missing = uncovered_lines(coverage)
    lines.append("Not covered:" if missing else "Nothing is left uncovered.")
    lines += [f"  {line}" for line in missing]
    whole = coverage.whole
    lines.append(f"Covered: {whole.seen} of {whole.wanted} ({percent(whole.share)} percent)")
    return safe("\n".join(lines)) + "\n"


def uncovered_lines(coverage: Coverage) -> list[str]:
    """A line for each condition that was not seen in each way that it can be, and for each reading not used."""
    lines: dict[str, None] = {}
    for rule in coverage.rules:
        if not rule.fired:
            lines[f"{rule.file}:{rule.line}: {_head(rule)} [Sec. {rule.label}]: never fired"] = None
        for condition in rule.conditions:
            ways = [said(condition, word) for word in condition.missing if rule.fired or word != "true"]
            if ways:
                where = f"{condition.file}:{condition.line}: {condition.text} [Sec. {rule.label}]"
                lines[f"{where}: never {', never '.join(ways)}"] = None
    for reading in coverage.readings:
        if not reading.used:
            lines[f"{reading.file}:{reading.line}: reading `{reading.name}` of `{reading.of}`: never used"] = None
    return list(lines)


def said(condition: ConditionCoverage, word: str) -> str:
    """How a way in which a condition comes out is put: of an exception, whether it was taken."""
    if not condition.exception:
        return word
    return {"true": "not taken", "false": "taken"}.get(word, word)


def _head(rule: RuleCoverage) -> str:
    """What a rule concludes, without the reason that may stand before it."""
    head = rule.text.split(" if\n", 1)[0].splitlines()
    return head[-1].strip() if head else ""
