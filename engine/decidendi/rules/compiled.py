"""A compiled rulebook kept in a folder, so that the next start need not compile the same text again.

What is kept is found by a hash of all that it was made from: the text of every page, the code that compiles it, and
the version of Python. Whatever does not fit, or cannot be read, is compiled again. Only the rulebook's own classes are
read back; keep the folder where nobody else writes all the same.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from decidendi.refusal import Place, Refusal
from decidendi.rules.rulebook import Rulebook, find_pages, load_pages

_OTHERS: Final = frozenset({("fractions", "Fraction"), ("decimal", "Decimal"), ("datetime", "date")})
_DIGEST: Final = hashlib.sha256().digest_size


class _Reader(pickle.Unpickler):
    """Reads the classes of rulebooks and their values, and nothing else."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        if module_name.startswith("decidendi.") or (module_name, global_name) in _OTHERS:
            found = super().find_class(module_name, global_name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is not part of a rulebook")


def load_kept_rulebook(*paths: Path | str, cache: Path) -> Rulebook:
    """The rulebook of `load_rulebook`, compiled now or taken from a folder where it was kept.

    Raises:
        Refusal: with one problem for each thing that is wrong with the rulebook, or where the folder cannot be used.
    """
    pages = find_pages(paths)
    file = cache / f"{_key(pages)}.rulebook"
    kept = _kept(file)
    if kept is not None:
        return kept
    rulebook = load_pages(pages)
    _keep(file, rulebook)
    return rulebook


def _key(pages: Sequence[tuple[str, str]]) -> str:
    found = hashlib.sha256()
    package = Path(__file__).parent.parent
    code = [
        file.read_text(encoding="utf-8") for part in ("facts", "rules") for file in sorted(package.glob(f"{part}/*.py"))
    ]
    for part in (sys.version, *code, *(text for page in pages for text in page)):
        found.update(len(part.encode()).to_bytes(8, "big") + part.encode())
    return found.hexdigest()


def _kept(file: Path) -> Rulebook | None:
    try:
        content = file.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        found = _Reader(io.BytesIO(content[_DIGEST:])).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError, ValueError):
        return None
    return found if isinstance(found, Rulebook) else None


def _keep(file: Path, rulebook: Rulebook) -> None:
    content = pickle.dumps(rulebook, protocol=5)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=".", delete=False) as stream:
            stream.write(hashlib.sha256(content).digest() + content)
        os.replace(stream.name, file)  # noqa: PTH105 - the one call that replaces a file at once
    except OSError as error:
        raise Refusal.at(
            Place(str(file.parent)),
            "the compiled rulebook cannot be kept here",
            found=(error.strerror or "unwritable").lower(),
            mend="name a folder that you may write to",
        ) from None
