"""`decidendi what-if FACTS CHANGE...`: the outcome after a change; with `--flip`, the least change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from decidendi.cli.options import asked, asking, say
from decidendi.determinations.flips import least_changes
from decidendi.determinations.what_if import under
from decidendi.determinations.what_if import what_if as put
from decidendi.facts.overlays import Overlay, load_overlay
from decidendi.facts.periods import Truth
from decidendi.refusal import Place, Refusal
from decidendi.reports.changes_text import flips_text, what_if_text

_OUTCOMES = {"holds": Truth.HOLDS, "fails": Truth.FAILS}


@click.command("what-if")
@click.argument("facts", type=click.Path(path_type=Path))
@click.argument("changes", nargs=-1, metavar="[CHANGE]...")
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), help="A file with changes.")
@click.option("--name", default="what if", show_default=True, help="How the changes on the command line are called.")
@click.option("--flip", metavar="CONCLUSION", help="Find every smallest set of changes that flips this conclusion.")
@click.option(
    "--to", "outcome", type=click.Choice(sorted(_OUTCOMES)), help="How the flipped conclusion should come out."
)
@click.option("--most", type=click.IntRange(1, 6), default=3, show_default=True, help="The largest set to look for.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=20.0, show_default=True, help="How long to look.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@asking
def what_if(
    facts: Path,
    changes: tuple[str, ...],
    overlays: tuple[Path, ...],
    name: str,
    flip: str | None,
    outcome: str | None,
    most: int,
    seconds: float,
    form: str,
    **asking_options: Any,
) -> None:
    """Suppose each CHANGE ("acme is a branch of bank", "deny: ...", "drop: ...") and show only what differs.

    Overlays in files come first, one on top of the other, then the changes on the command line. FACTS never changes.
    """
    stacked = [load_overlay(path) for path in overlays]
    if changes:
        stacked.append(Overlay(name, changes))
    done = asked(facts, **asking_options)
    if flip is not None:
        to = _OUTCOMES[outcome] if outcome else None
        found = least_changes(under(done, stacked), flip, to=to, most=most, seconds=seconds)
        say(found.model_dump_json(indent=2) if form == "json" else flips_text(found))
        return
    if not stacked:
        raise Refusal.at(
            Place("what-if"),
            "no change is given",
            expected='a sentence such as "acme is a branch of bank", `--overlay FILE` or `--flip CONCLUSION`',
            mend="say what to suppose",
        )
    result = put(done, stacked)
    say(result.model_dump_json(indent=2) if form == "json" else what_if_text(result))
