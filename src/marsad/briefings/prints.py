"""A briefing as PDF, set by Typst without the network, with the fonts that come with Marsad.

The PDF is tagged, its footnotes stand on the page of their mark, and the same briefing gives the same bytes.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from ..analyse import font_folders, render
from .blocks import Block, Briefing, Chart, Grid, Heading, Paragraph, Points

_SET = """#set document(title: {title})
#set page(paper: "a4", margin: 2.2cm, numbering: "1")
#set text(font: ("IBM Plex Sans Arabic", "IBM Plex Sans"), size: 10.5pt, lang: "{language}", dir: {direction})
#set par(leading: 0.75em, spacing: 1em)
#show heading: set block(above: 1.4em, below: 0.7em)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(200)), inset: 5pt, align: start)
#text(size: 18pt, weight: "bold")[#{title}]
#linebreak()
#text(fill: luma(90))[#{subtitle}]
"""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def render_pdf(briefing: Briefing) -> bytes:
    """The briefing as PDF."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "briefing.typ"
        source.write_text(_source(briefing, Path(folder)), encoding="utf-8")
        return bytes(
            typst.compile(
                str(source),
                root=folder,
                font_paths=[str(path) for path in font_folders()],
                ignore_system_fonts=True,
                timestamp=int(_LONG_AGO.timestamp()),
            )
        )


def _source(briefing: Briefing, folder: Path) -> str:
    head = _SET.format(
        title=_quoted(briefing.title),
        subtitle=_quoted(briefing.subtitle),
        language=briefing.language,
        direction="rtl" if briefing.language == "ar" else "ltr",
    )
    return head + "\n".join(_block(block, briefing, folder, at) for at, block in enumerate(briefing.blocks))


def _block(block: Block, briefing: Briefing, folder: Path, at: int) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: 1, {_quoted(block.text)})"
    if isinstance(block, Paragraph):
        return f"#par[{_text(block, briefing)}]"
    if isinstance(block, Points):
        return "\n".join(f"#list.item[{_text(item, briefing)}]" for item in block.items) + "\n"
    if isinstance(block, Chart):
        name = f"chart-{at}.svg"
        (folder / name).write_bytes(render(block.spec, "svg"))
        size = 'width: 100%, height: 8.4cm, fit: "contain"'
        return f"#align(center, image({_quoted(name)}, {size}, alt: {_quoted(block.words)}))"
    return _grid(block)


def _grid(grid: Grid) -> str:
    head = ", ".join(f"strong({_quoted(cell)})" for cell in grid.head)
    cells = ", ".join(_quoted(cell) for row in grid.rows for cell in row)
    columns = ", ".join(["1fr", *["auto"] * (len(grid.head) - 1)])
    return f"#table(columns: ({columns},), table.header({head}), {cells})"


def _text(paragraph: Paragraph, briefing: Briefing) -> str:
    notes = "".join(f"#footnote[#{_quoted(briefing.notes[number - 1])}]" for number in paragraph.notes)
    return f"#{_quoted(paragraph.text)}{notes}"


def _quoted(text: str) -> str:
    """A Typst string: nothing in it is markup."""
    cleaned = "".join(char for char in text if char >= " ")
    return '"' + cleaned.replace("\\", "\\\\").replace('"', '\\"') + '"'
