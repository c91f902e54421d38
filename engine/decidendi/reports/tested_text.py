"""What came of expectations: as text for a terminal, and as a JUnit file for whatever shows the results of tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from decidendi.determinations.model import Expected
from decidendi.determinations.testing import EnginesCompared, Refused, Tested
from decidendi.reports.text import safe


def tested_text(results: Iterable[Tested]) -> str:
    """What came of the expectations: failures in full, then the counts."""
    lines: list[str] = []
    sets = passed = expectations = met = 0
    for result in results:
        sets += 1
        passed += result.passed
        for item in result.expected:
            expectations += 1
            met += item.met
            if not item.met:
                lines.append(f"FAILED {item.place}: {item.sentence}")
                lines += difference_lines(item)
    lines.append(f"{passed} of {sets} fact sets passed, {met} of {expectations} expectations met")
    return safe("\n".join(lines)) + "\n"


def engines_text(results: Sequence[EnginesCompared]) -> str:
    """The engines compared: each disagreement, then the counts over all fact sets."""
    lines = [f"DISAGREEMENT in {result.file}: {told}" for result in results for told in result.disagreements]
    conclusions, cautious, brave = (
        sum(counts) for counts in zip((0, 0, 0), *((r.conclusions, r.cautious, r.brave) for r in results), strict=True)
    )
    engines = ", ".join(dict.fromkeys(name for result in results for name in result.engines))
    lines += [
        f"{len(results)} fact sets, {conclusions:,} conclusions that hold or may hold, compared by: {engines}",
        f"must hold = holds however the unknowns fall (cautious): {cautious:,} of {conclusions:,}",
        f"may hold = holds if the unknowns fall so (brave): {brave:,} of {conclusions:,}",
    ]
    if cautious < conclusions or brave < conclusions:
        lines.append("The others depend on an unknown that both supports and defeats them, and stay open.")
    lines.append(f"{sum(len(result.disagreements) for result in results)} disagreements")
    return safe("\n".join(lines)) + "\n"


def difference_lines(item: Expected) -> list[str]:
    """Each thing that is not as expected, the two sides below one another."""
    return [
        line
        for difference in item.differences
        for line in (f"  expected: {difference.expected}", f"  found:    {difference.found}")
    ]


def junit_text(results: Sequence[Tested | Refused]) -> str:
    """The results as JUnit XML: a suite for each fact set, a case for each expectation, an error where refused."""
    suites = ElementTree.Element("testsuites", name="decidendi")
    for result in results:
        refused = isinstance(result, Refused)
        expected = () if isinstance(result, Refused) else result.expected
        suite = ElementTree.SubElement(
            suites,
            "testsuite",
            name=safe(result.file),
            tests=str(len(expected) or int(refused)),
            failures=str(sum(not item.met for item in expected)),
            errors=str(int(refused)),
        )
        if isinstance(result, Refused):
            case = ElementTree.SubElement(suite, "testcase", classname=safe(result.file), name="the fact set is read")
            error = ElementTree.SubElement(case, "error", message="refused")
            error.text = safe("\n".join(map(str, result.problems)))
        for item in expected:
            case = ElementTree.SubElement(
                suite, "testcase", classname=safe(result.file), name=safe(item.sentence), file=safe(item.place)
            )
            if not item.met:
                failure = ElementTree.SubElement(case, "failure", message=safe(f"{item.found}, not {item.expected}"))
                failure.text = safe("\n".join((item.place, *difference_lines(item))))
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"
