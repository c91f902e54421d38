"""What memos and pictures look like, page for page, against small images of them, with a tolerance.

After a change of a template, of a picture or of the law that moves words, look at the pages, and draw the images anew:

    DECIDENDI_UPDATE_GOLDEN=1 python -m pytest tests/golden/test_images.py

Nothing is drawn with the fonts of the machine: print has its own, and pictures are drawn with one of them. What still
differs between machines is how edges are smoothed, which the tolerance allows for; a margin, a colour, a box or a line
of text in another place it does not.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("typst")
pytest.importorskip("resvg_py")
pytest.importorskip("fast_sugiyama")

import pylopdf_fonts_zh_cn
import pypdfium2
import resvg_py
from PIL import Image, ImageChops, ImageFilter, ImageStat

from decidendi.content import content_directory
from tests.command import decidendi

IMAGES = Path(__file__).parent / "images"
FACTS = content_directory("facts")
UPDATING = os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1"

DOTS_AN_INCH = 45
FAR = 60
"""How far apart two values of a colour, of 255, are seen to differ."""
MEAN_AT_MOST = 1.5
"""Mean difference of the values of a page, of 255."""
SHARE_AT_MOST = 0.001
"""Share of the points of a page that are seen to differ."""

JULY, CHEN, LEGAL, SIXTY = (
    FACTS / name
    for name in (
        "treasury-2020-07-09.yaml",
        "payment-to-chen.yaml",
        "lawyers/legal-services.yaml",
        "ownership/sixty-entities.yaml",
    )
)


@dataclass(frozen=True)
class Seen:
    """A document, as it is made, and which of its pages are looked at, from 1; from the end where below 0."""

    arguments: tuple[object, ...]
    pages: tuple[int, ...] = (1,)


DOCUMENTS = {
    "memo-of-the-july-action": Seen((JULY,), (1, 4)),
    "memo-of-an-undetermined-payment": Seen((CHEN,), (1, 3, -2)),
    "memo-with-a-matrix": Seen((FACTS / "hypotheticals/payer-unknown-status.yaml", "--matrix"), (4,)),
    "memo-of-sixty-entities": Seen((SIXTY,), (8,)),
    "summary-of-legal-services": Seen((LEGAL, "--kind", "summary")),
    "summary-of-sixty-entities": Seen((SIXTY, "--kind", "summary")),
    "designation-of-chen": Seen((JULY, "--kind", "designation", "--party", "chen")),
    "comparison": Seen((CHEN, "--kind", "comparison", "--overlay", "OVERLAY")),
    "worksheet": Seen((FACTS / "lawyers/wires.yaml", "--kind", "report-worksheet")),
    "portfolio": Seen((CHEN, LEGAL, "--kind", "portfolio")),
}
OVERLAY = "name: Jane is a citizen\nchanges:\n  - jane was a citizen of US\n"

PICTURES: dict[str, tuple[object, ...]] = {
    "timeline": ("picture", SIXTY, "--kind", "timeline", "-o"),
    "proof": ("picture", CHEN, "--kind", "proof", "--about", "payment-2", "-o"),
    "ownership-chart": ("ownership", SIXTY, "--entity", "west-recycling", "--chart"),
}


def told_apart(name: str, seen: Image.Image, kept: Image.Image) -> str:
    """What differs between a page and the image kept of it, and where; nothing within the tolerance."""
    if seen.size != kept.size:
        return f"{name} is {seen.width} by {seen.height} points, and was {kept.width} by {kept.height}"
    apart = ImageChops.difference(seen, kept)
    mean = sum(ImageStat.Stat(apart).mean) / 3
    far = apart.convert("RGB").split()
    highest = ImageChops.lighter(ImageChops.lighter(far[0], far[1]), far[2]).point(lambda value: 255 * (value > FAR))
    share = ImageStat.Stat(highest).mean[0] / 255
    if mean <= MEAN_AT_MOST and share <= SHARE_AT_MOST:
        return ""
    left, top, right, bottom = highest.getbbox() or (0, 0, *seen.size)
    return (
        f"{name}: {share:.2%} of its points differ (at most {SHARE_AT_MOST:.2%}), on average by {mean:.2f} of 255 "
        f"(at most {MEAN_AT_MOST}), from {left} to {right} points of {seen.width} across and from {top} to {bottom} of "
        f"{seen.height} down"
    )


def compare(name: str, seen: Image.Image, folder: Path) -> str:
    file = IMAGES / f"{name}.png"
    # A palette that is always the same, so that a colour stays what it is whatever else is on the page.
    small = seen.convert("RGB").convert("P", dither=Image.Dither.NONE, palette=Image.Palette.WEB)
    if UPDATING:
        IMAGES.mkdir(exist_ok=True)
        small.save(file, optimize=True)
    with Image.open(file) as kept:
        said = told_apart(name, small.convert("RGB"), kept.convert("RGB"))
    if said:
        seen.save(folder / f"{name}.png")
        said += f"; as it is now: {folder / name}.png"
    return said


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pages_look_as_they_did(name: str, tmp_path: Path) -> None:
    file, overlay = tmp_path / "made.pdf", tmp_path / "overlay.yaml"
    overlay.write_text(OVERLAY, encoding="utf-8")
    arguments = [overlay if each == "OVERLAY" else each for each in DOCUMENTS[name].arguments]
    ran = decidendi("memo", *arguments, "-o", file)
    assert ran.code == 0, ran.err
    pages = pypdfium2.PdfDocument(file)
    said = []
    for number in DOCUMENTS[name].pages:
        page = pages[number - 1 if number > 0 else len(pages) + number]
        image = page.render(scale=DOTS_AN_INCH / 72).to_pil()
        said.append(compare(f"{name}-page-{number if number > 0 else f'last-but-{-number - 1}'}", image, tmp_path))
    assert not any(said), "\n".join(filter(None, said))


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_look_as_they_did(name: str, tmp_path: Path) -> None:
    file = tmp_path / "made.svg"
    ran = decidendi(*PICTURES[name], file)
    assert ran.code == 0, ran.err
    said = compare(name, drawn(file.read_text(encoding="utf-8")), tmp_path)
    assert not said, said


def drawn(svg: str) -> Image.Image:
    content = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=420,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(pylopdf_fonts_zh_cn.serif_path())],
        font_family="Noto Serif SC",
        sans_serif_family="Noto Serif SC",
    )
    return Image.open(io.BytesIO(bytes(content)))


def test_another_colour_and_another_margin_are_seen() -> None:
    page = Image.open(IMAGES / "memo-of-an-undetermined-payment-page-1.png").convert("RGB")
    assert not told_apart("the same", page, page)
    moved = ImageChops.offset(page, 2, 0)
    assert "the margin" in told_apart("the margin", moved, page)
    picture = Image.open(IMAGES / "memo-of-the-july-action-page-4.png").convert("RGB")
    red, green, blue = picture.split()
    assert "the colour" in told_apart("the colour", Image.merge("RGB", (blue, green, red)), picture)
    blurred = page.filter(ImageFilter.GaussianBlur(0.3))
    assert not told_apart("smoothed otherwise", blurred, page)
