"""Which reading of each open term a run takes: the one chosen, else the default."""

from __future__ import annotations

from collections.abc import Iterable

from decidendi.refusal import Place, Problem, Refusal, nearest
from decidendi.rules.form import Program


def chosen_readings(program: Program, chosen: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The reading of each open term: the one chosen, else the default.

    Raises:
        Refusal: there is no such term or reading.
    """
    known: dict[str, list[str]] = {}
    result: dict[str, str] = {}
    for reading in program.readings:
        known.setdefault(reading.of, []).append(reading.name)
        if reading.is_default:
            result[reading.of] = reading.name
    for of, name in chosen:
        if name not in known.get(of, ()):
            options = known.get(of) or known
            close = nearest(name if of in known else of, options)
            raise Refusal(
                Problem(
                    Place("--reading"),
                    f"there is no reading `{name}` of `{of}`" if of in known else f"no open term is called `{of}`",
                    f"did you mean {close}" if close else "choose one of these",
                    expected=", ".join(f"`{option}`" for option in options),
                )
            )
        result[of] = name
    return tuple(sorted(result.items()))
