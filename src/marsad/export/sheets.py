"""CSV as spreadsheets may safely open it: text that would be a formula is guarded.

A guarded cell opens with ``'``: ``=SUM(A1)`` is written ``'=SUM(A1)``, and ``unguard`` takes it off again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What spreadsheets take for a formula, behind any number of guards (so that unguard knows its own).
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text and text[0] in "=+-@\t\r'" and _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text as it was before ``guard``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class _Line:
    """What csv writes to: keeps the last line."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def iter_csv(heads: Sequence[Sequence[str]], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Heads and rows as lines of CSV (UTF-8, no byte order mark); text is guarded, numbers are not, None is empty."""
    line = _Line()
    write = csv.writer(line, lineterminator="\n").writerow
    for head in heads:
        write(head)
        yield line.text.encode()
    for row in rows:
        write([guard(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.text.encode()
