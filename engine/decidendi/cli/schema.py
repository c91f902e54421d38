"""`decidendi schema NAME`: the JSON Schema of a format."""

from __future__ import annotations

import json
from typing import Any

import click
from pydantic import TypeAdapter

from decidendi.cli.options import say
from decidendi.determinations.answers import Answer
from decidendi.determinations.asking import OpenQuestions
from decidendi.determinations.comparing import Comparison
from decidendi.determinations.equivalence import Equivalence
from decidendi.determinations.flips import Flips
from decidendi.determinations.interview import Interviewed
from decidendi.determinations.knowing import Known
from decidendi.determinations.matrix import Matrix
from decidendi.determinations.model import Determinations
from decidendi.determinations.ownership import OwnershipDeterminations, Timeline
from decidendi.determinations.reforming import Reform
from decidendi.determinations.replaying import Verified
from decidendi.determinations.shape import Shape
from decidendi.determinations.signing import KeyPair
from decidendi.determinations.sweeping import Sweep
from decidendi.determinations.testing import Tested
from decidendi.determinations.what_if import WhatIf
from decidendi.facts.schema import fact_set_schema
from decidendi.reports.comparison import ComparisonMemo
from decidendi.reports.coverage import RulebookSummary
from decidendi.reports.designation import DesignationAnalysis
from decidendi.reports.model import Memo
from decidendi.reports.portfolio import Portfolio
from decidendi.reports.summary import Summary
from decidendi.reports.svg import Picture
from decidendi.reports.worksheet import Worksheet

_PRINTED: dict[str, Any] = {
    "determinations": Determinations,
    "determine": Determinations,
    "why": Answer,
    "memo": Memo,
    "report-worksheet": Worksheet,
    "summary": Summary,
    "designation": DesignationAnalysis,
    "comparison": ComparisonMemo,
    "portfolio": Portfolio,
    "picture": Picture,
    "ownership": OwnershipDeterminations,
    "ownership-timeline": Timeline,
    "check": RulebookSummary,
    "shape": Shape,
    "test": tuple[Tested, ...],
    "replay": Determinations,
    "verify": Verified,
    "receipt-key": KeyPair,
    "what-if": WhatIf,
    "flips": Flips,
    "matrix": Matrix,
    "compare": Comparison,
    "known": Known,
    "sweep": Sweep,
    "reform": Reform,
    "equivalent": Equivalence,
    "questions": OpenQuestions,
    "interview": Interviewed,
}
"""What each command prints with `--format json`."""


@click.command()
@click.argument("name", type=click.Choice(["facts", *_PRINTED]))
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True)
def schema(name: str, form: str) -> None:
    """Print the JSON Schema of fact sets, or of what a command prints with `--format json`."""
    found = fact_set_schema() if name == "facts" else TypeAdapter(_PRINTED[name]).json_schema(mode="serialization")
    say(json.dumps(found, indent=2, sort_keys=True))
