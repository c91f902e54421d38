"""What is wrong with a template that fails, in the words of a refusal."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError

FAILURES: Final = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
)
"""What a template can end in."""

_SAID: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (TemplateSyntaxError, "the template is not well-formed"),
    (TemplateNotFound, "the template includes a file that is not there"),
    (UndefinedError, "the template uses an undefined name"),
    (SecurityError, "the template reaches for what it may not use"),
)
_ATTRIBUTE = re.compile(
    r"'[\w. ]+ object' has no attribute '(\w+)'|access to attribute '(\w+)' of '[\w. ]+' object is unsafe"
)


def wrong_with(error: BaseException) -> str:
    """What a failure of a template is called."""
    return next((said for kind, said in _SAID if isinstance(error, kind)), "the template fails")


def expected_by(error: BaseException, schema: str) -> str:
    """What was expected in place of a name that cannot be used, of a model by its schema; empty for other failures."""
    return f"what `decidendi schema {schema}` names" if isinstance(error, UndefinedError | SecurityError) else ""


def found_by(error: BaseException) -> str:
    """What the failure names, in one line and without types of Python."""
    line = " ".join(str(error).split())
    return _ATTRIBUTE.sub(lambda match: f"`{match[1] or match[2]}`", line)[:200].rstrip(".")
