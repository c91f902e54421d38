"""`interview`: asked in order, recomputed after each answer, saved with who answered and when."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

import decidendi
from decidendi.cli.main import commands

UNKNOWN_PAYER = decidendi.content_directory("facts") / "hypotheticals" / "payer-unknown-status.yaml"


def interviewed(*words: str, output: Path | None = None, options: tuple[str, ...] = ()):
    arguments = ["interview", str(UNKNOWN_PAYER), "--by", "A. Client: counsel", "--on", "2021-03-02", *options]
    if output is not None:
        arguments += ["-o", str(output)]
    lines = "\n".join(words) + "\n"
    result = CliRunner().invoke(commands, arguments, input=lines, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_what_is_answered_settles_the_matter_and_is_saved_with_its_source(tmp_path: Path) -> None:
    output = tmp_path / "completed.yaml"
    before = UNKNOWN_PAYER.read_bytes()
    interviewed("no", "no", "no", output=output)
    assert UNKNOWN_PAYER.read_bytes() == before
    facts = decidendi.load_fact_set(output)
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    assert decidendi.determine(facts, rulebook=rulebook).of("payment-1").outcome == "not prohibited"
    answers = [s for s in facts.statements if any(e.source == "interview" for e in s.evidence)]
    assert len(answers) == 3 and all(s.denied for s in answers)
    source = facts.source("interview")
    assert source is not None and (source.author, str(source.date)) == ("A. Client: counsel", "2021-03-02")


def test_one_yes_may_end_the_interview() -> None:
    result = interviewed("yes", "stop")
    assert result.stderr.count("yes, no, skip or stop") == 1
    assert "Nothing that can be asked with yes or no matters any more." in result.stderr


def test_an_interview_that_looked_at_a_part_says_so_at_its_end() -> None:
    result = interviewed("skip", "skip", "stop", options=("--deepest", "1"))
    assert "NOT EVERYTHING was explored: not everything looked for below" in result.stderr
    assert "Nothing of what was explored that can be asked with yes or no matters any more." in result.stderr
    assert "NOT EVERYTHING" not in interviewed("yes", "stop").stderr


def test_a_question_that_nobody_can_answer_is_not_asked_again() -> None:
    result = interviewed("skip", "skip", "skip", "stop")
    assert result.stderr.count("Is it so that Jane Roe was a citizen of US?") == 1
    assert "deny:" not in result.stdout and "- fact:" not in result.stdout


def test_a_word_that_is_no_answer_is_asked_for_again() -> None:
    assert "is not one of 'yes', 'no', 'skip', 'stop'" in interviewed("perhaps", "stop").stderr
