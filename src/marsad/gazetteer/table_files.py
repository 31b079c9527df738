"""Open the tables users import: plain, gzip or zip; tab, comma or semicolon; UTF-8.

Example: ``open_table(Path("SY.zip"))`` reads ``SY.txt`` inside and not its ``readme.txt``.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from ..errors import GazetteerError

_TABLES = (".txt", ".tsv", ".csv")


@contextmanager
def open_table(path: Path) -> Iterator[TextIO]:
    """The text of a table, whatever packs it; problems are ``GazetteerError`` with the file and the remedy."""
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_table_in(archive, path)) as member:
                yield io.TextIOWrapper(member, encoding="utf-8-sig", newline="")
        elif path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as text:
                yield text
        else:
            with path.open(encoding="utf-8-sig", newline="") as text:
                yield text
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path}: not UTF-8 text ({error.reason}). Save the table as UTF-8.") from error
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path}: cannot be read ({error}). Check the path or fetch it again.") from error


def _table_in(archive: zipfile.ZipFile, path: Path) -> str:
    names = [name for name in archive.namelist() if not Path(name).name.lower().startswith("readme")]
    tables = [name for name in names if name.lower().endswith(_TABLES)]
    if not tables:
        raise GazetteerError(f"{path}: holds no .txt, .tsv or .csv table. Give the table itself.")
    return max(tables, key=lambda name: archive.getinfo(name).file_size)


def delimiter_of(header: str) -> str:
    """The separator of a header line: the one that occurs most."""
    return max("\t,;", key=header.count)


def read_records(text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a table with a header, as (line number, lower-case column to cell)."""
    header = text.readline()
    delimiter = delimiter_of(header)
    columns = [c.strip().strip('"').lower() for c in header.rstrip("\r\n").split(delimiter)]
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for cells in reader:
            if not cells:
                continue
            line = reader.line_num + 1
            if len(cells) != len(columns):
                raise GazetteerError(
                    f"{path}, line {line}: {len(cells)} cells where the header has {len(columns)}. Mend the line."
                )
            yield line, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        raise GazetteerError(f"{path}, line {reader.line_num + 1}: {error}. Mend the quotes of the line.") from error


def read_bare(text: TextIO, path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a tab-separated table without header and without quoting."""
    for line, row in enumerate(text, start=1):
        if not row.strip():
            continue
        cells = row.rstrip("\r\n").split("\t")
        if len(cells) != len(columns):
            raise GazetteerError(
                f"{path}, line {line}: {len(cells)} columns where a GeoNames table has {len(columns)}. "
                "Download the country file (XX.zip) from geonames.org again."
            )
        yield line, dict(zip(columns, cells, strict=True))
