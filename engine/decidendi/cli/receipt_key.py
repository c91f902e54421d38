"""`decidendi receipt-key NAME`: a pair of keys with which receipts are signed and checked."""

from __future__ import annotations

from pathlib import Path

import click

from decidendi.cli.options import say
from decidendi.determinations.signing import KeyPair, new_key_pair
from decidendi.refusal import Place, Refusal
from decidendi.reports.rendering import write_whole


@click.command()
@click.argument("name", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def receipt_key(name: Path, form: str) -> None:
    """Make NAME.pem, which signs and which nobody else may read, and NAME.pub.pem, which checks.

    No file is written over.
    """
    private, public = (name.with_name(f"{name.name}{ending}") for ending in (".pem", ".pub.pem"))
    for file in (private, public):
        if file.exists():
            raise Refusal.at(
                Place(str(file)),
                "there is a file of this name",
                expected="a name for a new pair of keys",
                mend="choose another name: what an old key signed can be checked with the old key alone",
            )
    signs, checks = new_key_pair()
    write_whole(private, signs, mode=0o600)
    write_whole(public, checks)
    if form == "json":
        say(KeyPair(signs=str(private), checks=str(public)).model_dump_json(indent=2))
        return
    say(f"Wrote {private}, which signs: keep it to yourself. Wrote {public}, which checks: give it to your readers.")
