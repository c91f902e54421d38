"""What decides: the packages that an answer depends on, their versions, and hashes of their code."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

_OWN: Final = "decidendi"
_OTHERS: Final = (
    "clingo",
    "durable_rules",
    "edtf",
    "holidays",
    "markdown-it-py",
    "pydantic",
    "rfc8785",
    "ruamel.yaml",
)
_DECIDING: Final = ("facts", "rules", "reasoning", "determinations")
"""The parts of the engine that decide; reports and the command line only show what they find."""


def versions() -> dict[str, str]:
    """The versions of the packages that decide, of those that are installed."""
    found = {}
    for name in (_OWN, *_OTHERS):
        try:
            found[name] = distribution(name).version
        except PackageNotFoundError:
            continue
    return dict(sorted(found.items()))


def package_digests() -> dict[str, str]:
    """The SHA-256 of the code of each package that decides.

    Of this engine it is that of its source files as they are; of another package, that of the hashes which its
    installer recorded, so that one version built for two platforms has two.
    """
    found = {_OWN: _own_digest(Path(__file__).parent.parent)}
    for name in _OTHERS:
        try:
            recorded = distribution(name).read_text("RECORD") or ""
        except PackageNotFoundError:
            continue
        found[name] = _recorded_digest(recorded)
    return dict(sorted(found.items()))


def _own_digest(package: Path) -> str:
    files = [*package.glob("*.py"), *(file for part in _DECIDING for file in (package / part).rglob("*.py"))]
    found = hashlib.sha256()
    for name, file in sorted((file.relative_to(package).as_posix(), file) for file in files):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{name}\n{len(content)}\n".encode() + content)
    return found.hexdigest()


def _recorded_digest(record: str) -> str:
    """What was installed, by its hashes; not what an installer notes of itself, nor what Python compiles later."""
    lines = [line for line in record.splitlines() if ".dist-info/" not in line and ",sha256=" in line]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
