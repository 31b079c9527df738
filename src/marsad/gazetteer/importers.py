"""Import a user's own place tables into the user layer, with an account of every row.

Example: ``import_table("SY.zip")`` gives a summary such as 11,034 read, 9,962 imported, 1,072 without Arabic name.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from ..errors import GazetteerError
from ..text.folding import fold_word
from .formats import GEONAMES_COLUMNS, READERS, RowReader
from .index import refresh_gazetteer
from .own import own_rows
from .records import Row
from .table_files import delimiter_of, open_table, read_bare, read_records
from .user import save_rows

FORMATS = ("auto", *READERS)
_UNIT_NOISE = frozenset((
    "governorate", "province", "muhafazat", "state", "wilayat", "region", "district",
    "al", "ar", "as", "ad", "at", "az", "an", "el",
))  # fmt: skip


@dataclass(slots=True)
class ImportSummary:
    """What became of a table: rows read and imported, those left out by reason, and the lines of the first of each."""

    path: Path
    format: str
    rows: int = 0
    imported: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    first_lines: dict[str, int] = field(default_factory=dict)

    def skip(self, reason: str, line: int) -> None:
        """Count a row that is left out."""
        self.skipped[reason] += 1
        self.first_lines.setdefault(reason, line)


def import_table(path: str | Path, format: str = "auto", country: str | None = None) -> ImportSummary:
    """Import a table (.txt, .tsv, .csv, .gz, .zip) into the user layer; importing it again changes nothing.

    ``format`` is auto, geonames, ocha or wof; ``country`` (ISO code) fills rows that name none. Raises
    ``GazetteerError`` that names file, line and remedy; then nothing of the table is kept.
    """
    path = Path(path)
    if format not in FORMATS:
        raise GazetteerError(f"{format}: no such format. Choose one of {', '.join(FORMATS)}.")
    if format == "auto":
        format = detect_format(path)
    summary = ImportSummary(path, format)
    rows = {row.id: row for row in _read(summary, READERS[format], country)}
    summary.imported = len(rows)
    doubles = summary.rows - summary.imported - sum(summary.skipped.values())
    if doubles:
        summary.skipped["same id as another row"] += doubles
    _name_units(list(rows.values()))
    save_rows(rows.values(), source=f"{format}:{path.name}")
    refresh_gazetteer()
    return summary


def detect_format(path: Path) -> str:
    """The format of a table, from its header or, without one, from its columns."""
    with open_table(path) as text:
        first = text.readline()
    cells = [cell.strip().strip('"').lower() for cell in first.rstrip("\r\n").split(delimiter_of(first))]
    if "wof_id" in cells:
        return "wof"
    if len(cells) == len(GEONAMES_COLUMNS) and cells[0].isdigit():
        return "geonames"
    if any("pcode" in cell for cell in cells):
        return "ocha"
    raise GazetteerError(
        f"{path}, line 1: neither a GeoNames dump, nor an OCHA table (a column with pcode), nor a Who's On First table "
        f"(wof_id). Name the format: {', '.join(READERS)}."
    )


def _read(summary: ImportSummary, reader: RowReader, country: str | None) -> Iterator[Row]:
    with open_table(summary.path) as text:
        for line, record in _records(text, summary):
            summary.rows += 1
            try:
                row = reader(record)
            except KeyError as error:
                raise GazetteerError(
                    f"{summary.path}, line {line}: the column {error} is missing. Is the format {summary.format} right?"
                ) from error
            if isinstance(row, str):
                summary.skip(row, line)
                continue
            row.country = row.country or (country or "").upper()
            if not row.country:
                summary.skip("no country (give one)", line)
            elif row.lat is None or row.lon is None or abs(row.lat) > 90 or abs(row.lon) > 180:
                summary.skip("coordinates outside the globe", line)
            else:
                yield row


def _records(text: TextIO, summary: ImportSummary) -> Iterator[tuple[int, dict[str, str]]]:
    if summary.format == "geonames":
        return read_bare(text, summary.path, GEONAMES_COLUMNS)
    return read_records(text, summary.path)


def _name_units(rows: list[Row]) -> None:
    """Give units the English names of the own tables where they mean the same, so that filters find both."""
    known: dict[tuple[str, str, str], str] = {}
    for row in own_rows():
        if row.kind in ("governorate", "district", "subdistrict"):
            for key in (*row.folded(), unit_key(row.name_en)):
                known.setdefault((row.country, row.kind, key), row.name_en)
    for row in rows:
        row.admin1 = _named(known, row.country, "governorate", row.admin1)
        row.admin2 = _named(known, row.country, "district", row.admin2)
        row.admin3 = _named(known, row.country, "subdistrict", row.admin3)


def _named(known: dict[tuple[str, str, str], str], country: str, kind: str, name: str | None) -> str | None:
    if name is None or name.startswith("#"):
        return name
    for key in (unit_key(name), fold_word(name)):
        if found := known.get((country, kind, key)):
            return found
    return name


def unit_key(name: str) -> str:
    """A Latin unit name without accents, article, and words such as governorate: ``Ar-Raqqah Governorate`` is raqqa."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if c.isalpha() or c in " -")
    words = [w for w in plain.replace("-", " ").split() if w not in _UNIT_NOISE]
    return "".join(words).rstrip("h").replace("ee", "i").replace("ou", "u")
