"""The contents of the index, between building and storing it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Compact:
    """What the index file holds.

    ``rows``; ``names`` (folded name to row numbers); ``levels`` (the cue a name needs); ``misread`` (readings
    "proclitic name" that are words of their own); ``starts`` (first word of names to the second words that may
    follow); ``ordinary`` (frequent words of the language, which no unknown place is called).
    """

    rows: list[list[object]] = field(default_factory=list)
    names: dict[str, int | list[int]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    misread: list[str] = field(default_factory=list)
    starts: dict[str, list[str]] = field(default_factory=dict)
    ordinary: list[str] = field(default_factory=list)
