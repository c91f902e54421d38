"""`decidendi schema NAME`: the JSON Schema of a format."""

from __future__ import annotations

import json

import click

from decidendi.cli.options import say
from decidendi.determinations.answers import Answer
from decidendi.determinations.asking import OpenQuestions
from decidendi.determinations.flips import Flips
from decidendi.determinations.model import Determinations
from decidendi.determinations.ownership import OwnershipDeterminations
from decidendi.determinations.what_if import WhatIf
from decidendi.facts.schema import fact_set_schema

_SCHEMAS = {
    "facts": fact_set_schema,
    "determinations": Determinations.model_json_schema,
    "why": Answer.model_json_schema,
    "ownership": OwnershipDeterminations.model_json_schema,
    "what-if": WhatIf.model_json_schema,
    "flips": Flips.model_json_schema,
    "questions": OpenQuestions.model_json_schema,
}


@click.command()
@click.argument("name", type=click.Choice(list(_SCHEMAS)))
def schema(name: str) -> None:
    """Print the JSON Schema of fact sets, of determinations, or of what another command answers."""
    say(json.dumps(_SCHEMAS[name](), indent=2, sort_keys=True))
