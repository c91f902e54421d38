"""A picture in a Word document: the drawing as SVG, and its pixels for who cannot show that.

The pixels are the picture of the standard (ISO/IEC 29500, DrawingML); the drawing stands in an extension of it, which
Word reads since 2016 and who does not know it passes over. Needs `decidendi[word]`.
"""

from __future__ import annotations

import io
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Pt
from lxml import etree

from decidendi.reports.svg import Pixelled

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINKS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SVG: Final = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
_EXTENSION: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The name of the extension that holds a drawing as SVG ([MS-ODRAWXML], 2.3.1.34)."""

_BRACES: Final = str.maketrans({"{": "&#123;", "}": "&#125;"})


def run_with(part: Any, picture: Pixelled, room: tuple[float, float], title: str, alternative: str) -> str:
    """The run that shows a picture; its files become parts of the document.

    Args:
        part: the main part of the document.
        picture: what to show.
        room: how wide and how high it may be at most, in points.
        title: what it is called, as characters that XML may hold.
        alternative: what it shows in words, likewise.
    """
    width, height = picture.size
    fitted = min(width, room[0], room[1] * width / height)
    inline = part.new_pic_inline(io.BytesIO(picture.png), Pt(fitted), None)
    inline.docPr.set("descr", alternative)
    inline.docPr.set("title", title)
    package = part.package
    name = PackURI(package.next_partname("/word/media/drawing%d.svg"))
    drawing = Part(name, "image/svg+xml", picture.svg.encode(), package)
    link = part.relate_to(drawing, RELATIONSHIP_TYPE.IMAGE)
    for blip in inline.iter(f"{_DRAWING}blip"):
        extension = etree.SubElement(etree.SubElement(blip, f"{_DRAWING}extLst"), f"{_DRAWING}ext")
        extension.set("uri", _EXTENSION)
        etree.SubElement(extension, f"{_SVG}svgBlip", nsmap={"asvg": _SVG[1:-1]}).set(f"{_LINKS}embed", link)
    shown = etree.tostring(inline, encoding="unicode").translate(_BRACES)
    return f"<w:r><w:drawing>{shown}</w:drawing></w:r>"
