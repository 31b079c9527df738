"""Cells of a reference file to values; what is wrong is said with the column and the remedy.

Example: ``2016.0`` is the number 2016, ``31 December 2019`` and ``2019-12-31 00:00:00.000`` are the same day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_NAMED = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3})[a-z]*[ -]([0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: .*)?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MAX_DEATHS = 10_000_000


class CellError(Exception):
    """One cell cannot be read: column, problem and remedy. Caught by the reader, which knows the line."""

    def __init__(self, column: str, problem: str, remedy: str) -> None:
        """Keep the parts; the reader makes a complaint of them."""
        super().__init__(problem)
        self.column, self.problem, self.remedy = column, problem, remedy


class Cells:
    """One row by field, with the column names of the file for messages."""

    def __init__(self, row: Mapping[str, str], columns: Mapping[str, str], day_first: bool | None) -> None:
        """``day_first``: the order of dates with slashes in this file, None when nothing tells."""
        self._row, self._columns, self._day_first = row, columns, day_first
        self.notes: list[CellError] = []

    def text(self, field: str) -> str | None:
        """The cell without spaces around it; None when empty or ``NA``."""
        value = self._row.get(field, "").strip()
        return None if value in ("", "NA", "NULL") else value

    def code(self, field: str) -> str | None:
        """A coded value: ``1.0`` is ``1``."""
        return whole(self.text(field))

    def required(self, field: str) -> str:
        """A cell that must be filled."""
        value = self.code(field)
        if value is None:
            raise CellError(self._columns[field], "the cell is empty", "Fill it or delete the row")
        return value

    def day(self, field: str) -> str | None:
        """An ISO day; CellError when it is none."""
        value = self.text(field)
        if value is None:
            return None
        found = parse_day(value, self._day_first)
        if found is None:
            raise CellError(self._columns[field], f"«{value}» is no date", "Write it as 2019-12-31")
        return found

    def count(self, field: str) -> int | None:
        """A number of people."""
        value = self._number(field)
        if value is None:
            return None
        if not 0 <= value <= _MAX_DEATHS or value != int(value):
            raise CellError(self._columns[field], f"«{self.text(field)}» is no number of people", "Give 0, 1, 2 …")
        return int(value)

    def degrees(self, field: str, limit: int) -> float | None:
        """Latitude (``limit`` 90) or longitude (180)."""
        value = self._number(field)
        if value is not None and not -limit <= value <= limit:
            problem = f"{value:g} is not between -{limit} and {limit}"
            raise CellError(self._columns[field], problem, "Give decimal degrees; are lat and lon swapped?")
        return value

    def note(self, field: str, problem: str, remedy: str) -> None:
        """Say what was put right in a row that is kept."""
        self.notes.append(CellError(self._columns.get(field, field), problem, remedy))

    def _number(self, field: str) -> float | None:
        value = self.text(field)
        if value is None:
            return None
        if not _NUMBER.fullmatch(value):
            raise CellError(self._columns[field], f"«{value}» is no number", "Write it in digits, with a point")
        return float(value)


def whole(value: str | None) -> str | None:
    """``214797.0`` as ``214797``: tables that passed through R or pandas write whole numbers so."""
    return value[:-2] if value is not None and re.fullmatch(r"[0-9]+\.0", value) else value


def parse_day(value: str, day_first: bool | None = None) -> str | None:
    """An ISO day from the forms these datasets use, None when it is no day."""
    year, month, day = _parts(value.strip(), day_first)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _parts(value: str, day_first: bool | None) -> tuple[int, int, int]:
    if match := _ISO.fullmatch(value):
        return int(match[1]), int(match[2]), int(match[3])
    if (match := _NAMED.fullmatch(value)) and match[2].lower() in _MONTHS:
        return int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])
    if (match := _SLASHED.fullmatch(value)) and day_first is not None:
        first, second = int(match[1]), int(match[2])
        return (int(match[3]), second, first) if day_first else (int(match[3]), first, second)
    return 0, 0, 0


def day_comes_first(values: Iterable[str]) -> bool | None:
    """Whether dates with slashes are day/month: any number over 12 tells; None when nothing does."""
    for value in values:
        match = _SLASHED.fullmatch(value.strip())
        if match and int(match[1]) > 12:
            return True
        if match and int(match[2]) > 12:
            return False
    return None
