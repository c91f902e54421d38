"""Templates for print that a user brings, with the pictures that they place: copied to where the typesetter works.

The typesetter cannot leave that folder. Packages are refused, since they would be fetched. What a template computes is
limited by who runs it, see `apart`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from decidendi.refusal import Place, Refusal
from decidendi.reports.rendering import refuse_unusable

PICTURES: Final = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")

LARGEST_PICTURE: Final = 5_000_000
"""Bytes."""

MOST_FILES: Final = 100

_PACKAGE = re.compile(r"@[\w-]+/[\w-]+:\d")
_AT = re.compile(r"([^\s/\\]+\.typ):(\d+):\d+")
_RESERVED = re.compile(r"picture(?:-\d+)?\.(?:svg|png|typ)")


def bring(templates: Path, folder: Path) -> dict[str, Path]:
    """Copy the templates and pictures of a user.

    Returns:
        Where each template came from, by its name.

    Raises:
        Refusal: the folder is missing, one of the files is too large, has a name that is taken, or loads a package.
    """
    refuse_unusable(templates)
    files = sorted(
        each for each in templates.iterdir() if each.suffix.lower() in (".typ", *PICTURES) and each.is_file()
    )
    if len(files) > MOST_FILES:
        raise Refusal.at(
            Place(str(templates)),
            "there are too many templates and pictures here",
            expected=f"at most {MOST_FILES}",
            found=str(len(files)),
            mend="keep those that memos use",
        )
    for file in files:
        if _RESERVED.fullmatch(file.name):
            raise Refusal.at(
                Place(str(file)),
                "the pictures of the matter have names such as this",
                expected="another name than `picture-1.svg` and so on",
                mend="rename it",
            )
        if file.suffix == ".typ":
            _refuse_packages(file)
        elif file.stat().st_size > LARGEST_PICTURE:
            raise Refusal.at(
                Place(str(file)),
                "the picture is too large",
                expected=f"at most {LARGEST_PICTURE:,} bytes",
                mend="make it smaller",
            )
        shutil.copyfile(file, folder / file.name)
    return {file.name: file for file in files if file.suffix == ".typ"}


def failing(own: Mapping[str, Path], said: str) -> Refusal | None:
    """The refusal of a template of the user, where what the typesetter says is about one."""
    for match in _AT.finditer(said):
        if match[1] in own and "failed to download package" in said:
            return _loads_a_package(own[match[1]], int(match[2]), "a package whose name is computed")
        if match[1] in own:
            return Refusal.at(
                Place(str(own[match[1]]), int(match[2])),
                "the template cannot be typeset",
                found=said.strip().splitlines()[0].removeprefix("error: ")[:200],
                mend="correct this line of the template",
            )
    return None


def _refuse_packages(file: Path) -> None:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise Refusal.at(
            Place(str(file)), "the template is no text", expected="UTF-8", mend="save it as UTF-8"
        ) from None
    for number, line in enumerate(lines, start=1):
        if found := _PACKAGE.search(line):
            raise _loads_a_package(file, number, line[found.start() :].split(":")[0])


def _loads_a_package(file: Path, line: int, found: str) -> Refusal:
    return Refusal.at(
        Place(str(file), line),
        "the template loads a package, and nothing is fetched for a memo",
        expected="imports from its own folder",
        found=found,
        mend="copy what you need of it into a `.typ` file beside this one",
    )
