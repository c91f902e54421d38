"""The command line: `decidendi COMMAND`. Exit codes: 0 answered, 1 an expectation failed, 2 the input was refused."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Final

import click

from decidendi.cli.check import check
from decidendi.cli.compare import compare
from decidendi.cli.coverage import coverage
from decidendi.cli.determine import determine
from decidendi.cli.equivalent import equivalent
from decidendi.cli.interview import interview
from decidendi.cli.known import known
from decidendi.cli.matrix import matrix
from decidendi.cli.memo import memo
from decidendi.cli.mutate import mutate
from decidendi.cli.options import REFUSED, refuse
from decidendi.cli.ownership import ownership
from decidendi.cli.picture import picture
from decidendi.cli.questions import questions
from decidendi.cli.receipt_key import receipt_key
from decidendi.cli.reform import reform
from decidendi.cli.replay import replay
from decidendi.cli.schema import schema
from decidendi.cli.shape import shape
from decidendi.cli.sweep import sweep
from decidendi.cli.templates import templates
from decidendi.cli.test import test
from decidendi.cli.verify import verify
from decidendi.cli.waiting import at_work
from decidendi.cli.what_if import what_if
from decidendi.cli.why import why
from decidendi.reasoning.agreement import Disagreement
from decidendi.refusal import Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="decidendi")
@click.option("--cache", type=click.Path(path_type=Path), help="Keep the compiled rulebook in this folder.")
def commands(cache: Path | None) -> None:
    """The facts of a matter and the law as text that runs: what follows, why, and what is still unknown."""


for command in (
    determine,
    why,
    questions,
    interview,
    what_if,
    matrix,
    compare,
    known,
    sweep,
    reform,
    equivalent,
    memo,
    templates,
    picture,
    ownership,
    check,
    shape,
    test,
    coverage,
    mutate,
    schema,
    replay,
    verify,
    receipt_key,
):
    commands.add_command(command)


_TELL_THEMSELVES: Final = frozenset(
    {"test", "coverage", "mutate", "sweep", "reform", "equivalent", "shape", "ownership", "interview"}
)
"""Commands that tell how far they are, or that ask."""


def main() -> None:
    """Run one command; a refusal ends with one line for each problem and never with a traceback."""
    waits = at_work(sys.stderr) if _TELL_THEMSELVES.isdisjoint(sys.argv[1:]) else nullcontext()
    try:
        with waits:
            code = commands.main(prog_name="decidendi", standalone_mode=False)
    except Refusal as refusal:
        code = refuse(refusal)
    except Disagreement as disagreement:
        click.echo(f"The engines disagree, so nothing is issued. {disagreement}. Please report this case:", err=True)
        click.echo(disagreement.case.to_text(), err=True, nl=False)
        code = REFUSED
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "decidendi"
        click.echo(f"{command}: {' '.join(error.format_message().split())} See `{command} --help`.", err=True)
        code = REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        code = 130
    except BrokenPipeError:
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
