"""A briefing as one self-contained HTML page: charts inline, no script, nothing loaded, all escaped."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files

from ..analyse import render
from .blocks import Block, Briefing, Chart, Grid, Heading, Paragraph, Points
from .wordings import word

_HEAD = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
"""


def render_html(briefing: Briefing) -> bytes:
    """The page, in the direction of its language."""
    head = _HEAD.format(
        language=briefing.language,
        direction="rtl" if briefing.language == "ar" else "ltr",
        title=escape(f"{briefing.title} · {briefing.subtitle}"),
        style=(files("marsad.briefings") / "data" / "page.css").read_text(encoding="utf-8"),
    )
    body = [
        f"<h1>{escape(briefing.title)}</h1>",
        f'<p class="subtitle">{escape(briefing.subtitle)}</p>',
        *map(_block, briefing.blocks),
        *_notes(briefing),
    ]
    return (head + "\n".join(body) + "\n</body>\n</html>\n").encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h2>{escape(block.text)}</h2>"
    if isinstance(block, Paragraph):
        return f"<p>{_text(block)}</p>"
    if isinstance(block, Points):
        return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"
    return _figure(block) if isinstance(block, Chart) else _grid(block)


def _text(paragraph: Paragraph) -> str:
    marks = "".join(f'<sup><a href="#note-{n}" id="mark-{n}">{n}</a></sup>' for n in paragraph.notes)
    return escape(paragraph.text) + marks


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in grid.head)
    rows = "".join(
        "<tr>" + "".join(f"<td><bdi>{escape(cell)}</bdi></td>" for cell in row) + "</tr>" for row in grid.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _figure(chart: Chart) -> str:
    """A picture inside the page: an SVG would be set anew in the reader's fonts and direction."""
    drawn = b64encode(render(chart.spec, "png")).decode()
    return f'<figure><img src="data:image/png;base64,{drawn}" alt="{escape(chart.words)}"></figure>'


def _notes(briefing: Briefing) -> list[str]:
    if not briefing.notes:
        return []
    items = "".join(
        f'<li id="note-{at}"><bdi>{escape(note)}</bdi> <a href="#mark-{at}">↑</a></li>'
        for at, note in enumerate(briefing.notes, 1)
    )
    return [f"<h2>{escape(word('sources', briefing.language))}</h2>", f'<ol class="notes">{items}</ol>']
