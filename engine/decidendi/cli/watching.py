"""Running something again whenever a file changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.5


def whenever_changed(
    paths: Sequence[Path], run: Callable[[], None], *, rounds: int | None = None, seconds: float = SECONDS_BETWEEN_LOOKS
) -> None:
    """Run once, and again after each change of a file below some paths.

    Args:
        paths: files and folders.
        run: what to run.
        rounds: how often to run in all; without end when left out.
        seconds: how long to wait between two looks at the files.
    """
    done = 0
    seen: object = None
    while rounds is None or done < rounds:
        now = _seen(paths)
        if now != seen:
            run()
            done += 1
            seen = _seen(paths)  # what the run itself wrote, as rewritten expectations, does not start another
        else:
            time.sleep(seconds)


def _seen(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Time and size of each page and fact set; a file that vanishes meanwhile is not there."""
    found = {}
    for path in paths:
        files = [file for ending in ("*.yaml", "*.md") for file in path.rglob(ending)] if path.is_dir() else [path]
        for file in files:
            try:
                told = file.stat()
            except OSError:
                continue
            found[file] = (told.st_mtime_ns, told.st_size)
    return found
