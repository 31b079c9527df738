"""A briefing as a Word document: right to left in Arabic, real footnotes, charts as pictures."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from ..analyse import render
from .blocks import Block, Briefing, Chart, Grid, Heading, Paragraph, Points

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FONT = "IBM Plex Sans Arabic"
_WIDTH_CM = 14.0


def render_docx(briefing: Briefing) -> bytes:
    """The briefing as DOCX."""
    import docx

    document = docx.Document()
    setter = _Setter(document, briefing)
    setter.set_up()
    for block in briefing.blocks:
        setter.add(block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Setter:
    """Sets blocks into a document, one after the other."""

    def __init__(self, document: Any, briefing: Briefing) -> None:
        self._document = document
        self._briefing = briefing
        self._right = briefing.language == "ar"

    def set_up(self) -> None:
        """Fonts, direction of the sections, title, footnotes."""
        from docx.shared import Pt

        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(10.5)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(_qn(script), _FONT)
        if self._right:
            for section in self._document.sections:
                section._sectPr.append(_element("w:bidi"))
        self._document.core_properties.title = self._briefing.title
        self._document.core_properties.language = self._briefing.language
        if self._briefing.notes:
            self._add_footnotes()
        self._directed(self._document.add_heading(level=0), self._briefing.title)
        self._directed(self._document.add_paragraph(), self._briefing.subtitle)

    def add(self, block: Block) -> None:
        """Set one block."""
        if isinstance(block, Heading):
            self._directed(self._document.add_heading(level=1), block.text)
        elif isinstance(block, Paragraph):
            self._paragraph(self._document.add_paragraph(), block)
        elif isinstance(block, Points):
            for item in block.items:
                self._paragraph(self._document.add_paragraph(style="List Bullet"), item)
        elif isinstance(block, Chart):
            self._picture(block)
        else:
            self._grid(block)

    def _paragraph(self, paragraph: Any, block: Paragraph) -> None:
        self._directed(paragraph, block.text)
        for number in block.notes:
            run = paragraph.add_run()
            run.font.superscript = True
            run._r.append(_element("w:footnoteReference", {"w:id": str(number)}))

    def _directed(self, paragraph: Any, text: str) -> None:
        """A run of text in the direction of the briefing."""
        run = paragraph.add_run(text)
        if self._right:
            paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
            run._r.get_or_add_rPr().append(_element("w:rtl"))

    def _picture(self, chart: Chart) -> None:
        from docx.shared import Cm

        picture = self._document.add_picture(io.BytesIO(render(chart.spec, "png")), width=Cm(_WIDTH_CM))
        picture._inline.docPr.set("descr", chart.words)

    def _grid(self, grid: Grid) -> None:
        table = self._document.add_table(rows=0, cols=len(grid.head), style="Light Grid Accent 1")
        if self._right:
            table._tbl.tblPr.append(_element("w:bidiVisual"))
        for row in [grid.head, *grid.rows]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                self._directed(cell.paragraphs[0], text)

    def _add_footnotes(self) -> None:
        """The part of the document that holds the footnotes, which python-docx does not write by itself."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        part = self._document.part
        content = _footnotes(self._briefing.notes, self._right).encode()
        notes = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, content, part.package)
        part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)


def _footnotes(notes: list[str], right: bool) -> str:
    """Footnotes numbered from 1; Word wants two separators before them."""
    paragraph = f'<w:pPr>{"<w:bidi/>" if right else ""}<w:spacing w:after="0"/></w:pPr>'
    run = f'<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/>{"<w:rtl/>" if right else ""}</w:rPr>'
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    written = "".join(
        f'<w:footnote w:id="{at}"><w:p>{paragraph}{mark}<w:r>{run}'
        f'<w:t xml:space="preserve"> {escape(_clean(note))}</w:t></w:r></w:p></w:footnote>'
        for at, note in enumerate(notes, 1)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_W}">{separators}{written}'
        "</w:footnotes>"
    )


def _clean(text: str) -> str:
    """Without the control characters that XML refuses."""
    return "".join(char for char in text if char >= " ")


def _element(name: str, attributes: dict[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(name)
    for key, value in (attributes or {}).items():
        element.set(_qn(key), value)
    return element


def _qn(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
