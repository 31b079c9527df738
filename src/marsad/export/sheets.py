"""CSV as spreadsheets may safely open it: text that would be a formula is guarded.

A guarded cell opens with ``'``: ``=SUM(A1)`` is written ``'=SUM(A1)``, and ``unguard`` takes it off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

# What spreadsheets take for a formula, behind any number of guards (so that unguard knows its own).
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_OPENERS = frozenset("=+-@\t\r'")
_MANY = 200  # rows made into text at a time


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _OPENERS and _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text as it was before ``guard``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def iter_csv(heads: Sequence[Sequence[str]], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Heads and rows as lines of CSV (UTF-8, no byte order mark), many at a time; None is empty.

    Text is guarded, numbers are not.
    """
    waiting = chain(heads, map(_guard_cells, rows))
    while part := list(islice(waiting, _MANY)):
        lines = io.StringIO(newline="")
        csv.writer(lines, lineterminator="\n").writerows(part)
        yield lines.getvalue().encode()


def _guard_cells(row: Iterable[Any]) -> list[Any]:
    return [guard(cell) if isinstance(cell, str) and cell[:1] in _OPENERS else cell for cell in row]
