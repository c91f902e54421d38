"""`decidendi schema NAME`: the JSON Schema of a format."""

from __future__ import annotations

import json

import click

from decidendi.cli.options import say
from decidendi.determinations.answers import Answer
from decidendi.determinations.model import Determinations
from decidendi.determinations.ownership import OwnershipDeterminations
from decidendi.facts.schema import fact_set_schema


@click.command()
@click.argument("name", type=click.Choice(["facts", "determinations", "why", "ownership"]))
def schema(name: str) -> None:
    """Print the JSON Schema of fact sets, of determinations, or of what `why` and `ownership` answer."""
    schemas = {
        "facts": fact_set_schema,
        "determinations": Determinations.model_json_schema,
        "why": Answer.model_json_schema,
        "ownership": OwnershipDeterminations.model_json_schema,
    }
    say(json.dumps(schemas[name](), indent=2, sort_keys=True))
