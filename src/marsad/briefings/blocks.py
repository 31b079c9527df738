"""A briefing as a sequence of blocks, which HTML, DOCX and PDF each set in their own way."""

from __future__ import annotations

from typing import Any

import msgspec

from ..analyse import Language


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """A run of text; ``notes`` are numbers of footnotes at its end."""

    text: str
    notes: tuple[int, ...] = ()


class Heading(msgspec.Struct, frozen=True, tag=True):
    """The title of a section."""

    text: str


class Points(msgspec.Struct, frozen=True, tag=True):
    """A list of paragraphs."""

    items: list[Paragraph]


class Grid(msgspec.Struct, frozen=True, tag=True):
    """A table; the first column is text, the others are numbers or short texts."""

    head: list[str]
    rows: list[list[str]]


class Chart(msgspec.Struct, frozen=True, tag=True):
    """A Vega-Lite chart; its title is inside it, ``words`` say it in a sentence for who cannot see it."""

    spec: dict[str, Any]
    words: str


Block = Paragraph | Heading | Points | Grid | Chart


class Briefing(msgspec.Struct, frozen=True):
    """A whole briefing; ``notes`` are the footnotes in the order of their numbers, the first being 1."""

    language: Language
    title: str
    subtitle: str
    blocks: list[Block]
    notes: list[str]
