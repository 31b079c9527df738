"""The tables of the room (``compare/data``): weights, likenesses, columns and names, all open to the reader's eye."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files
from pathlib import Path

from ..errors import LexiconError


@cache
def load_rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``compare/data/<name>.csv``; LexiconError when the file is missing or broken."""
    path = Path(str(files("marsad.compare") / "data" / f"{name}.csv"))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error}). Reinstall Marsad or restore the file.") from error
    rows = tuple(csv.DictReader(io.StringIO(text)))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise LexiconError(f"{path}, line {number}: not as many cells as headings. Quote cells that hold commas.")
    return rows


def load_pairs(name: str, key: str, value: str) -> dict[str, str]:
    """Two columns of a table as a mapping."""
    return {row[key]: row[value] for row in load_rows(name)}
