"""CSV and TSV: one report a row. The delimiter is told from the heading row; bad rows are named, the rest is read.

Example: a first line ``التاريخ;المصدر;المحتوى``. Comma, semicolon, tab, bar and their Arabic forms are known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from ..columns import Columns, is_known_header
from ..decoding import decode
from ..limits import MAX_LINE_BYTES, MAX_ROW_LINES, MEGABYTE
from ..records import InputProblem, RawReport
from .contracts import Blob, Item, Reader, Reading, Refused, inside
from .rows import match_header, read_row

SUFFIXES = frozenset((".csv", ".tsv", ".tab"))
_DELIMITERS = ",;\t|،؛"
_MEND = "Mend the row (quotes, number of cells) and give the table again"


def claims(blob: Blob) -> bool:
    """A name that says so, or a first line whose cells are known headings."""
    if blob.suffix in SUFFIXES:
        return not blob.head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"))
    if blob.head[:1] in (b"{", b"[", b"<") or b"\x00" in blob.head[:1024]:
        return False
    line = blob.head.split(b"\n", 1)[0][:4096].decode("utf-8", "replace").strip()
    delimiter = _delimiter(line)
    return delimiter in line and is_known_header([cell.strip(' "') for cell in line.split(delimiter)])


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """One report a row, in order."""
    csv.field_size_limit(MAX_LINE_BYTES)
    encoding, warning = _encoding(blob)
    blob.stream.seek(0)
    text = io.TextIOWrapper(io.BufferedReader(_Kept(blob.stream)), encoding, errors="surrogateescape", newline="")
    lines = _Lines(text)
    first = next(lines, "")
    lines.back(first)
    delimiter = "\t" if blob.suffix in (".tsv", ".tab") else _delimiter(first)
    rows = _iter_rows(lines, delimiter)
    _, header, _ = next(rows, (1, [], ""))
    if isinstance(header, Refused):
        raise header
    if not header:
        raise Refused("empty", "the table is empty", "Give a table with a heading row and reports")
    names = _unique(header)
    columns = match_header(names, reading.columns)
    count = 0
    for number, cells, written in rows:
        count += 1
        item = _read_cells(cells, names, columns, blob, f"line {number}")
        if isinstance(item, InputProblem):
            item = inside(replace(item, line=number), blob, f"line {number}", _encode(written, encoding))
        if warning and isinstance(item, RawReport):
            item.warnings.append(warning)
        yield item
    if not count:
        raise Refused("empty", "the table has a heading row and no others", "Give a table with reports")


def _read_cells(cells: list[str] | Refused, names: list[str], columns: Columns, blob: Blob, locator: str) -> Item:
    if isinstance(cells, Refused):
        return cells.at(blob.source)
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        problem = f"the row has {len(cells)} cells, the heading {len(names)}; cells would end in the wrong columns"
        return Refused("bad-row", problem, _MEND).at(blob.source)
    try:
        "".join(cells).encode("utf-8")
    except UnicodeEncodeError:
        problem = "some bytes of the row are not in the table's encoding"
        return Refused("encoding", problem, "Save the table again as UTF-8").at(blob.source)
    item = read_row(dict(zip(names, cells, strict=False)), columns, blob, locator)
    return replace(item, source=blob.source) if isinstance(item, InputProblem) else item


def _encode(written: str, encoding: str) -> bytes:
    """The bytes of a row as the file has them (without a mark at its start)."""
    return written.encode("utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig"), "surrogateescape")


def _delimiter(line: str) -> str:
    """The delimiter that the heading row uses most; a comma when none."""
    return max(_DELIMITERS, key=lambda sign: (line.count(sign), sign == ","))


def _unique(header: list[str]) -> list[str]:
    """Headings without outer blanks, empty ones numbered, repeated ones told apart."""
    names: list[str] = []
    seen: set[str] = set()
    for number, cell in enumerate(header, 1):
        name = cell.encode("utf-8", "replace").decode().strip().removeprefix("\ufeff").strip('"') or f"column {number}"
        while name in seen:
            name = f"{name} ({number})"
        seen.add(name)
        names.append(name)
    return names


def _encoding(blob: Blob) -> tuple[str, str]:
    """Encoding by mark, else UTF-8, else what Arabic spreadsheets save (Windows-1256), from the first megabyte."""
    blob.stream.seek(0)
    sample = blob.stream.read(MEGABYTE)
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if sample.startswith(mark):
            return name, ""
    if b"\x00" in sample:
        raise Refused("binary", "the file holds NUL bytes, so it is no table", "Save the table as CSV in UTF-8")
    decoded = decode(sample[: sample.rfind(b"\n") + 1] or sample)
    if decoded.warnings and "Windows-1256" in " ".join(decoded.warnings):
        return "windows-1256", "encoding: not UTF-8, read as Windows-1256; check the letters"
    return "utf-8", ""


class _Kept(io.RawIOBase):
    """A stream that outlives the text layer over it."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


class _Lines:
    """Lines with their number; those of the row being read are kept, to go back to when its quotes do not close."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._again: list[str] = []
        self.row: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.row) >= MAX_ROW_LINES:
            raise csv.Error(f"a quote opened here is not closed within {MAX_ROW_LINES} lines")
        line = self._again.pop() if self._again else self._text.readline(MAX_LINE_BYTES)
        if not line:
            raise StopIteration
        self.number += 1
        self.row.append(line)
        return line

    def back(self, *lines: str) -> None:
        """Read ``lines`` again next."""
        self._again.extend(reversed(lines))
        self.number -= len(lines)
        self.row.clear()


def _iter_rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | Refused, str]]:
    """Rows with the line they begin in, and as written; one whose quotes do not close is refused, the next is read."""
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.row.clear()
        begin = lines.number + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            refusal = Refused("bad-row", f"the row cannot be read ({str(error)[:80]})", _MEND)
            yield begin, refusal, lines.row[0] if lines.row else ""
            lines.back(*lines.row[1:])
            rows = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if any(cell.strip() for cell in cells):
            yield begin, cells, "".join(lines.row)


READER = Reader("csv", claims, read)
