"""For whoever waits at a terminal: after two seconds, that the command is still at work, and for how long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

QUIET_SECONDS = 2.0


@contextmanager
def at_work(stream: TextIO, *, quiet: float = QUIET_SECONDS, every: float = 1.0) -> Iterator[None]:
    """Tell on a terminal that work goes on; the line is taken away at the end. Elsewhere nothing is written.

    Args:
        stream: the error output.
        quiet: seconds before anything is told.
        every: seconds from one telling to the next.
    """
    if not stream.isatty():
        yield
        return
    ended = threading.Event()
    started = time.monotonic()

    def tell() -> None:
        if ended.wait(quiet):
            return
        while True:
            stream.write(f"\rat work for {time.monotonic() - started:.0f} s")
            stream.flush()
            if ended.wait(every):
                stream.write("\r\x1b[K")
                stream.flush()
                return

    telling = threading.Thread(target=tell, daemon=True)
    telling.start()
    try:
        yield
    finally:
        ended.set()
        telling.join()
