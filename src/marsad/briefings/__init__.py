"""Briefings of any period, in Arabic or English, as HTML, Word or PDF."""

from .blocks import Block, Briefing, Chart, Grid, Heading, Paragraph, Points
from .documents import render_docx
from .drafts import draft_briefing
from .incidents import Source
from .pages import render_html
from .prints import render_pdf
from .spans import Delta, Span, measure

__all__ = [
    "Block",
    "Briefing",
    "Chart",
    "Delta",
    "Grid",
    "Heading",
    "Paragraph",
    "Points",
    "Source",
    "Span",
    "draft_briefing",
    "measure",
    "render_docx",
    "render_html",
    "render_pdf",
]
