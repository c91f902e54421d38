"""Where the content that a lawyer edits is kept: rulebooks, fact sets, report templates.

A wheel carries the content inside the package. In a checkout (and so in an editable install) it lies at the
top level, beside `engine/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def content_directory(name: Literal["rules", "facts", "reports"]) -> Path:
    """The folder of rulebooks, fact sets or report templates that came with this installation.

    >>> content_directory("rules").name
    'rules'

    Raises:
        FileNotFoundError: The folder is neither in the package nor in a checkout around it.
    """
    package = Path(__file__).resolve().parent
    packaged = package / "_content" / name
    checkout = package.parent.parent / name
    for directory in (packaged, checkout):
        if directory.is_dir():
            return directory
    raise FileNotFoundError(
        f"The folder `{name}` that comes with Decidendi is missing. Looked for {packaged} and {checkout}. "
        "Install Decidendi again, or, in a checkout, restore the folder with version control."
    )
