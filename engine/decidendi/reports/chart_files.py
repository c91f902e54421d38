"""An ownership chart to a file: SVG, or PNG drawn from it. It is written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from decidendi.determinations.owning import Owning
from decidendi.refusal import Place, Refusal
from decidendi.reports.ownership_chart import chart_svg, relevant
from decidendi.reports.rendering import write_whole


def write_chart(path: Path, done: Owning, titles: Mapping[str, str], entities: Sequence[str]) -> int:
    """Draw a chart to an `.svg` or `.png` file; returns how many parties are drawn.

    Raises:
        Refusal: the ending is another one, or what draws is not installed.
    """
    suffix = path.suffix.lower()
    if suffix not in (".svg", ".png"):
        raise Refusal.at(
            Place(str(path)),
            f"`{path.suffix}` is not a format of charts",
            expected="a name that ends in `.svg` or `.png`",
            mend="choose one of these endings",
        )
    try:
        names = relevant(done, entities)
        text = chart_svg(done, titles, names)
        if suffix == ".svg":
            write_whole(path, text)
        else:
            import resvg_py

            _write_bytes(path, bytes(resvg_py.svg_to_bytes(svg_string=text, zoom=2, background="#ffffff")))
    except ImportError:
        raise Refusal.at(
            Place(str(path)), "what draws charts is not installed", mend="install `decidendi[charts]`"
        ) from None
    return len(names)


def _write_bytes(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = (error.strerror or "not writable").lower()
        raise Refusal.at(
            Place(str(path)), "the file cannot be written", found=reason, mend="choose another place"
        ) from None
