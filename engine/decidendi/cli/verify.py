"""`decidendi verify RECEIPT`: what has changed since, and whether it changes an outcome."""

from __future__ import annotations

from pathlib import Path

import click

from decidendi.cli.options import ANSWERED, EXPECTATION_FAILED, rulebook_at, say, stop
from decidendi.determinations.replaying import read_receipt
from decidendi.determinations.replaying import verify as verified
from decidendi.determinations.signing import refuse_unsigned
from decidendi.facts.loading import load_fact_set
from decidendi.facts.nodes import read_text
from decidendi.reasoning.agreement import Reasoner
from decidendi.reports.text import verified_text


@click.command()
@click.argument("receipt", type=click.Path(path_type=Path))
@click.option("--facts", type=click.Path(path_type=Path), help="Facts of today in place of those of the receipt.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--rules", type=click.Path(path_type=Path), help="Another rulebook than the one that came along.")
@click.option("--key", type=click.Path(path_type=Path), help="Check its signature with this public key (PEM) first.")
def verify(receipt: Path, facts: Path | None, form: str, rules: Path | None, key: Path | None) -> None:
    """Say what has changed since a receipt was made, and whether that changes an outcome (then the exit code is 1).

    RECEIPT is what `determine` printed or kept. With `--key`, one that this key did not sign as it is gets refused.
    """
    recorded = read_receipt(read_text(receipt), str(receipt))
    signer = ""
    if key is not None:
        signer = refuse_unsigned(recorded.content, recorded.signature, str(receipt), read_text(key), str(key))
    rulebook = rulebook_at(rules)
    result = verified(
        recorded, rulebook, Reasoner(rulebook.program), load_fact_set(facts) if facts is not None else None
    )
    result = result.model_copy(update={"signed_by": signer})
    say(result.model_dump_json(indent=2) if form == "json" else verified_text(result))
    stop(ANSWERED if result.same_result else EXPECTATION_FAILED)
