"""The table of properties in tests/README.md names every property, and no property that does not exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parent / "README.md"
_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


def functions() -> list[str]:
    """The names of the tests in this folder, without `test_`."""
    found: list[str] = []
    for file in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.append(node.name.removeprefix("test_"))
    return found


def test_the_table_names_every_property_and_no_other() -> None:
    listed = _ROW.findall(TABLE.read_text(encoding="utf-8").split("## Properties")[1])
    assert sorted(set(functions()) - set(listed)) == [], "say in tests/README.md what each of these rules out"
    assert sorted(set(listed) - set(functions())) == [], "tests/README.md lists these, and no test has the name"
    assert len(listed) == len(set(listed)), "listed twice"
