"""A reference file to its events: bad rows are named with line, column and remedy, and never take good ones down."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

import msgspec

from ..errors import InputError
from .cells import CellError, Cells, day_comes_first
from .layouts import Layout, find_layout
from .references import Complaint, ReferenceEvent, ReferenceFile
from .rows import EVENT_OF

_GZIP = b"\x1f\x8b"
_MAX_CHARACTERS = 2_000_000_000  # the whole of UCDP GED is a tenth of it
_MAX_LINE = 1_000_000
_PEEK = 4  # rows looked at to tell the layout
_SAMPLE = 500  # rows looked at to tell day/month from month/day
_Row = tuple[int, list[str]]


def load_reference(path: Path) -> ReferenceFile:
    """Read an ACLED-shaped, UCDP GED or HXL table (CSV, also gzipped). InputError when it is none of them."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    with cast("IO[bytes]", gzip.open(path) if packed else path.open("rb")) as stream:
        try:
            return parse_reference(stream, path.name)
        except (OSError, EOFError) as error:
            if not packed:
                raise
            raise InputError(str(path), f"the gzip is damaged ({error})", "Fetch the file again") from error


def parse_reference(stream: IO[bytes], name: str) -> ReferenceFile:
    """The events of a table given as bytes; ``name`` stands in messages."""
    rows = _iter_rows(stream, name)
    head = list(islice(rows, _SAMPLE))
    layout = find_layout([cells for _, cells in head[:_PEEK]], name)
    at = layout.columns["date"]
    day_first = day_comes_first(cells[at] for _, cells in head[layout.skip :] if at < len(cells))
    events: list[ReferenceEvent] = []
    complaints: list[Complaint] = []
    seen: dict[str, int] = {}
    for line, cells in chain(head[layout.skip :], rows):
        try:
            events.append(_check_id(_read_row(line, cells, layout, day_first, complaints), seen))
        except CellError as error:
            complaints.append(Complaint(line, error.column, error.problem, error.remedy))
    if not events and not complaints:
        raise InputError(name, "the table has no rows", "Give a file with events")
    return ReferenceFile(name, layout.dataset, events, complaints)


def _read_row(
    line: int, cells: list[str], layout: Layout, day_first: bool | None, notes: list[Complaint]
) -> ReferenceEvent:
    if len(cells) != layout.width:
        problem = f"{len(cells)} cells where the header has {layout.width}"
        raise CellError("the row", problem, "Put cells that hold commas or line breaks in quotes")
    row = Cells({field: cells[at] for field, at in layout.columns.items()}, layout.headings, day_first)
    event = EVENT_OF[layout.dataset](row, line)
    notes += [Complaint(line, note.column, note.problem, note.remedy, kept=True) for note in row.notes]
    return event


def _check_id(event: ReferenceEvent, seen: dict[str, int]) -> ReferenceEvent:
    """Ids are the event's own; a table without them gets ids from its content, numbered when rows repeat."""
    if event.id:
        first = seen.setdefault(event.id, event.line)
        if first != event.line:
            raise CellError("id", f"{event.id} is on line {first} too", "Keep one of the two rows")
        return event
    content = msgspec.json.encode(msgspec.structs.replace(event, line=0))
    key = hashlib.sha256(content).hexdigest()[:12]
    seen[key] = seen.get(key, 0) + 1
    return msgspec.structs.replace(event, id=f"{event.dataset}-{key}-{seen[key]}")


def _iter_rows(stream: IO[bytes], name: str) -> Iterator[_Row]:
    """Line number and cells of each row that is not blank."""
    csv.field_size_limit(_MAX_LINE)
    lines = _iter_lines(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""), name)
    first = next(lines, "")
    reader = csv.reader(chain([first], lines), delimiter=_delimiter(first))
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}, line {line}", f"no table ({error})", "Save it again as CSV") from error


def _iter_lines(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    """Lines in bounded memory: a small gzip may inflate without end."""
    size = 0
    try:
        while line := text.readline(_MAX_LINE):
            size += len(line)
            if size > _MAX_CHARACTERS or len(line) == _MAX_LINE:
                raise InputError(name, "the table is over 2 GB, or one line of it over 1 MB", "Split it by year")
            yield line.replace("\0", "")
    except UnicodeDecodeError as error:
        raise InputError(name, "the file is not UTF-8", "Save it again as CSV UTF-8") from error


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)
