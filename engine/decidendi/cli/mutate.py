"""`decidendi mutate RULES FACTS...`: whether the fact sets would notice a slip in the law."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from decidendi.cli.coverage import Percent
from decidendi.cli.options import EXPECTATION_FAILED, rulebook_at, say, stop, with_progress
from decidendi.determinations.coverage import provisions_under
from decidendi.determinations.determine import run
from decidendi.determinations.mutants import Mutant, mutants_of
from decidendi.determinations.mutation import FEWEST_IN_PARALLEL, Judged, judge_each, mutation_of
from decidendi.determinations.near_misses import with_expectation
from decidendi.determinations.rejected import load_rejected, rejected_text
from decidendi.determinations.testing import compared, fact_set_files
from decidendi.determinations.trials import ENGINES, scenarios_of
from decidendi.determinations.witnesses import Witness, by_name, load_witnesses
from decidendi.facts.loading import load_fact_set, parse_fact_set
from decidendi.facts.writing import fact_set_text
from decidendi.reasoning.agreement import Reasoner
from decidendi.refusal import Place, Refusal, nearest
from decidendi.reports.coverage_text import percent
from decidendi.reports.mutation_text import killed_line, mutation_text, near_misses_text, survivor_line
from decidendi.reports.rendering import write_whole
from decidendi.reports.text import safe
from decidendi.rules.rulebook import Rulebook


@click.command()
@click.argument("rules", type=click.Path(path_type=Path))
@click.argument("facts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--under", multiple=True, metavar="PROVISION", help="Only what stands under this label or identifier.")
@click.option("--witnesses", multiple=True, type=click.Path(path_type=Path), help="Further scenarios: witnesses.")
@click.option("--rejected", type=click.Path(path_type=Path), help="The file with mutants found equivalent, and why.")
@click.option("--only", multiple=True, metavar="ID", help="Only this mutant.")
@click.option("--accept", metavar="ID", help="Save the near miss of this mutant as a fact set: -o FILE.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The fact set that --accept writes.")
@click.option("--reject", metavar="ID", help="Keep this mutant in the file of --rejected: it is no slip at all.")
@click.option("--because", help="Why a near miss is accepted, or a mutant rejected.")
@click.option("--near-misses", type=click.Path(path_type=Path), help="Write all that are found here, as witnesses.")
@click.option("--matters", type=click.IntRange(min=0), default=400, show_default=True, help="To try for a survivor.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes that work at once; by default one a processor.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--at-least", type=Percent(), help="End with exit code 1 where fewer are killed, and name the survivors.")
def mutate(
    rules: Path,
    facts: tuple[Path, ...],
    under: tuple[str, ...],
    witnesses: tuple[Path, ...],
    rejected: Path | None,
    only: tuple[str, ...],
    accept: str | None,
    output: Path | None,
    reject: str | None,
    because: str | None,
    near_misses: Path | None,
    matters: int,
    jobs: int | None,
    form: str,
    at_least: Fraction | None,
) -> None:
    """Make slips in the law, one at a time, and see whether any fact set below FACTS notices."""
    _refuse_half(accept, output, reject, rejected, because)
    rulebook = rulebook_at(rules)
    mutants = mutants_of(rulebook, provisions_under(rulebook, under))
    chosen = (*only, *(name for name in (accept, reject) if name))
    if chosen:
        mutants = _chosen(mutants, chosen)
    files = fact_set_files(facts)
    fact_sets = [load_fact_set(file) for file in files]
    known = load_rejected(rejected) if rejected is not None else {}
    if reject is not None:
        assert rejected is not None and because is not None
        [mutant] = [item for item in mutants if item.identifier == reject]
        write_whole(rejected, rejected_text({**known, reject: (mutant.text, because)}))
        click.echo(f"Kept {reject} in {rejected}: {safe(mutant.text)}", err=True)
        return
    named = by_name(fact_sets) if witnesses else {}
    shown: list[Witness] = [item for file in witnesses for item in load_witnesses(file, named)]
    scenarios = scenarios_of(fact_sets, shown, rulebook, named)
    processes = jobs or (os.cpu_count() or 1 if len(mutants) >= FEWEST_IN_PARALLEL else 1)
    judging = judge_each(
        mutants, rulebook, scenarios, fact_sets, most=matters, processes=max(1, min(processes, len(mutants)))
    )
    judged: dict[int, Judged] = {}
    for _, (number, item) in zip(with_progress(mutants, "mutants"), judging, strict=True):
        judged[number] = item
    in_order = [judged[number] for number in range(len(mutants))]
    if accept is not None:
        assert output is not None
        _accept(next(item for item in in_order if item.mutant.identifier == accept), rulebook, output, because or "")
        return
    found = mutation_of(in_order, rulebook, len(scenarios), {name: reason for name, (_, reason) in known.items()})
    if near_misses is not None:
        write_whole(near_misses, near_misses_text(found.survivors))
        click.echo(f"Wrote {near_misses}; review what it expects, then give it with `--witnesses`.", err=True)
    say(found.model_dump_json(indent=2) if form == "json" else mutation_text(found))
    if at_least is None or found.score().share >= at_least:
        return
    click.echo(f"{killed_line(found)}; at least {percent(at_least)} percent is asked for.", err=True)
    if form != "text":
        for survivor in found.survivors:
            click.echo(safe(survivor_line(survivor)), err=True)
    stop(EXPECTATION_FAILED)


def _refuse_half(
    accept: str | None, output: Path | None, reject: str | None, rejected: Path | None, because: str | None
) -> None:
    if (accept is None) is not (output is None):
        raise Refusal.at(
            Place("--accept"),
            "a near miss is accepted into a file",
            expected="`--accept ID -o FILE`",
            mend="write both",
        )
    if reject is not None and (rejected is None or not because):
        raise Refusal.at(
            Place("--reject"),
            "a mutant is rejected with a reason, into a file",
            expected="`--reject ID --because REASON --rejected FILE`",
            mend="write all three",
        )


def _chosen(mutants: Sequence[Mutant], names: Sequence[str]) -> tuple[Mutant, ...]:
    known = [item.identifier for item in mutants]
    for name in names:
        if name not in known:
            close = nearest(name, known)
            raise Refusal.at(
                Place("--only"),
                f"there is no mutant `{name}`",
                expected="the identifier of a mutant, eight letters and digits",
                mend=f"did you mean {close}" if close else "take one from the list of survivors",
            )
    return tuple(item for item in mutants if item.identifier in names)


def _accept(item: Judged, rulebook: Rulebook, output: Path, because: str) -> None:
    """Write the near miss of a survivor as a fact set that expects what the law answers, once the law answers it."""
    if item.verdict.killed_by:
        raise Refusal.at(
            Place("--accept"),
            f"the mutant `{item.mutant.identifier}` is noticed already",
            found=safe(item.verdict.killed_by),
            mend="there is nothing to add",
        )
    if item.sought is None or item.sought.near_miss is None or item.sought.facts is None:
        raise Refusal.at(
            Place("--accept"),
            f"no matter was found that tells the mutant `{item.mutant.identifier}` from the law",
            found=f"{item.sought.tried if item.sought is not None else 0} matters tried",
            mend="write a matter by hand, or try more with `--matters`",
        )
    miss = item.sought.near_miss
    facts = with_expectation(item.sought.facts, miss.sentence, miss.law)
    text = fact_set_text(facts, f"Near miss: {facts.title}", because or f"a slip would be: {item.mutant.text}")
    again = compared(run(parse_fact_set(text, str(output)), rulebook, Reasoner(rulebook.program, ENGINES)))
    for expected in again.expected:
        if not expected.met:
            raise Refusal.at(
                Place(str(output)),
                "the near miss, written down and run again, is not answered as it was",
                expected=safe(f"{expected.sentence}: {expected.expected}"),
                found=safe(expected.found),
                mend="nothing was written; write the matter by hand",
            )
    write_whole(output, text)
    click.echo(f"Wrote {output}", err=True)
