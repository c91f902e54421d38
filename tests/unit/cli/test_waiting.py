"""Who waits at a terminal is told that work goes on; nothing is written elsewhere, and nothing stays behind."""

from __future__ import annotations

import io
import time

from decidendi.cli.waiting import at_work


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_after_a_while_a_terminal_is_told_and_the_line_is_taken_away() -> None:
    stream = Terminal()
    with at_work(stream, quiet=0.01, every=0.01):
        time.sleep(0.1)
    assert "at work for 0 s" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_what_is_done_before_that_says_nothing() -> None:
    stream = Terminal()
    with at_work(stream, quiet=60):
        pass
    assert stream.getvalue() == ""


def test_a_file_is_told_nothing() -> None:
    stream = io.StringIO()
    with at_work(stream, quiet=0, every=0.001):
        time.sleep(0.02)
    assert stream.getvalue() == ""
