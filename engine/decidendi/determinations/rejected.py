"""Mutants that somebody found equivalent to the law, each with the reason, kept in a file for review.

4c1e0b52:
slip: '`A dealing moves property` whether or not ...'
because: 'no dealing is ever ...'
"""

from __future__ import annotations

from pathlib import Path

from decidendi.facts.nodes import Mapping, Scalar, read_nodes, read_text
from decidendi.refusal import Refusal


def load_rejected(path: Path) -> dict[str, tuple[str, str]]:
    """By identifier, the slip and the reason; nothing where there is no such file yet.

    Raises:
        Refusal: the file holds something else.
    """
    if not path.exists():
        return {}
    root = read_nodes(read_text(path), str(path))
    if isinstance(root, Scalar) and root.is_null:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for key, node in root.entries if isinstance(root, Mapping) else ((Scalar("", root.place), root),):
        slots = {inner.text: value for inner, value in node.entries} if isinstance(node, Mapping) else {}
        slip, because = slots.get("slip"), slots.get("because")
        if set(slots) != {"slip", "because"} or not isinstance(slip, Scalar) or not isinstance(because, Scalar):
            raise Refusal.at(
                node.place,
                "this does not say which mutant is equivalent, and why",
                expected="`IDENTIFIER:` with `slip: ` and `because: ` below it",
                mend="let `decidendi mutate ... --reject IDENTIFIER --because REASON` write it",
            )
        found[key.text] = (slip.text, because.text)
    return found


def rejected_text(rejected: dict[str, tuple[str, str]]) -> str:
    """The file that keeps them."""
    lines = ["# Mutants that are equivalent to the law, each with the reason. See docs/mutation.md."]
    for identifier, (slip, because) in rejected.items():
        lines += [f"'{identifier}':", f"  slip: {_quoted(slip)}", f"  because: {_quoted(because)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
