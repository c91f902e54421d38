"""A fact set completed with the answers of an interview, as YAML that keeps what the file said and how."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML

SOURCE: Final = "interview"


def completed(text: str, answers: Iterable[tuple[str, bool]], *, by: str, on: date) -> str:
    """The text of a fact set with answers added to its facts, each with who answered and when as its source.

    What the fact set expected is left out: it was expected of what was unknown.

    Args:
        text: the fact set.
        answers: sentences, each with whether it is so.
        by: who answered.
        on: the day of the answers.
    """
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    data: Any = yaml.load(text)
    sources = data.setdefault("sources", {})
    name = next(name for name in _names() if name not in sources)
    sources[name] = {"title": "Answers in an interview", "author": by, "date": on.isoformat(), "grade": "testimony"}
    facts = data.setdefault("facts", [])
    if facts is None:
        facts = data["facts"] = []
    for sentence, yes in answers:
        facts.append({"fact" if yes else "deny": sentence, "source": name})
    data.pop("expect", None)
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _names() -> Iterable[str]:
    yield SOURCE
    number = 2
    while True:
        yield f"{SOURCE}-{number}"
        number += 1
