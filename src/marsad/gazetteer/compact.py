"""The contents of the index, between building and storing it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Compact:
    """What the index file holds.

    Rows, names (folded name to row numbers), cue levels, vetoed readings, the second words that follow each first word of a longer name, and the frequent words of the language, which no unknown place is called."""

    rows: list[list[object]] = field(default_factory=list)
    names: dict[str, int | list[int]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    misread: list[str] = field(default_factory=list)
    starts: dict[str, list[str]] = field(default_factory=dict)
    ordinary: list[str] = field(default_factory=list)
