"""XLSX: a sheet of incidents, and a README sheet that says what they are and what is not among them.

Text that a spreadsheet would take for a formula stays text, also when its cell is edited (Excel's quote prefix).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..contracts import Job, Profile
from ..entries import Entry
from ..flat_rows import Column, load_table, make_row
from ..sheets import guard

_LIMIT = 1_048_575  # rows of a sheet, less the head
_LONGEST = 32_767  # characters of a cell
_OLDEST = date(1900, 3, 1)  # Excel counts days before wrongly
_WIDTHS = {"text": 18, "day": 11, "whole": 8, "number": 10, "yes": 8}
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # of a file that does not say when it was made


def fill(entries: Iterable[Entry], job: Job, path: Path) -> None:
    """Write the workbook, row by row."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": path.parent}
    with Workbook(str(path), options) as book:
        made = datetime.fromisoformat(job.facts.made) if job.facts.made else _NO_TIME
        book.set_properties({"title": "Marsad incidents", "created": made.replace(tzinfo=None)})
        readme, sheet = book.add_worksheet("README"), book.add_worksheet("Incidents")
        digest = _Writer(book, sheet).write(entries)
        _write_readme(book, readme, _iter_readme(job, digest))
        sheet.activate()


class _Writer:
    """Writes the rows of the sheet of incidents."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self._sheet, self._columns = sheet, load_table()
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._quoted = book.add_format({"quote_prefix": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._puts: dict[str, Callable[[int, int, Any], object]] = {
            "text": self._put_text, "day": self._put_day, "whole": sheet.write_number, "number": sheet.write_number,
            "yes": sheet.write_boolean,
        }  # fmt: skip

    def write(self, entries: Iterable[Entry]) -> str:
        """Write all rows; the SHA-256 of their values, each row as a JSON array with a line end."""
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, _WIDTHS[column.kind])
            self._sheet.write_string(0, at, column.name, self._head)
        self._sheet.freeze_panes(1, 0)
        puts, digest, number = [self._puts[column.kind] for column in self._columns], hashlib.sha256(), 0
        for number, entry in enumerate(entries, 1):
            row = make_row(entry)
            digest.update(orjson.dumps(row) + b"\n")
            for at, value in enumerate(row):
                if value is not None:
                    puts[at](number, at, value)
        self._sheet.autofilter(0, 0, number, len(self._columns) - 1)
        return digest.hexdigest()

    def _put_text(self, row: int, at: int, value: str) -> None:
        value = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
        self._sheet.write_string(row, at, value, self._quoted if guard(value) is not value else None)

    def _put_day(self, row: int, at: int, value: str) -> None:
        day = date.fromisoformat(value)
        if day < _OLDEST:
            self._put_text(row, at, value)
        else:
            self._sheet.write_datetime(row, at, day, self._day)


def _write_readme(book: Workbook, sheet: Worksheet, lines: Iterator[tuple[str, str]]) -> None:
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, value[:_LONGEST], wrapped)


def _iter_readme(job: Job, digest: str) -> Iterator[tuple[str, str]]:
    """Names and values, in the order they are read."""
    yield "Marsad incidents", f"{job.rows:,} of the {job.asked:,} incidents that fit the filter, one a row"
    yield "Filter", unquote(job.facts.filter) or "none: everything"
    yield "Version", f"marsad {job.facts.version}, lexicons {job.facts.lexicons}"
    if job.facts.made:
        yield "Made", job.facts.made
    yield "SHA-256 of the rows", f"{digest} (each row as a JSON array and a line end)"
    yield "Fatalities", "lowest, best and highest figure told are columns of their own; nothing was chosen among them"
    yield "Withheld in incidents", _list(job.withheld) or "nothing had to be"
    yield "Disclosed on request", ", ".join(sorted(job.choices.disclose)) or "nothing"
    yield "Not exported, and why", _list(job.left_out) or "nothing"
    yield "Cannot be held here", PROFILE.lacks
    yield "", ""
    yield from (_tell_column(column) for column in load_table())


def _tell_column(column: Column) -> tuple[str, str]:
    return column.name, column.holds


def _list(counts: Mapping[str, int]) -> str:
    return "\n".join(f"{count:,} {name}" for name, count in sorted(counts.items()) if count)


PROFILE = Profile(
    "xlsx", ".xlsx", "Excel and LibreOffice, with a README sheet",
    "evidence, the figures of each report, rival values (it names the fields in dispute); cells over 32,767 characters",
    fill=fill, limit=_LIMIT, members=False,
)  # fmt: skip
