"""XLSX: one report a row of every sheet that has a text column. Parsed in a limited process; nothing is computed.

The values last computed are read; formulas and links to other files are named in a warning, never followed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import orjson

from ..limits import MAX_ARCHIVE_ITEMS, MAX_COLUMNS, MAX_ITEM_BYTES, MEGABYTE
from ..records import RawReport
from .contracts import Blob, Budget, Item, Reader, Reading, Refused, inside, skip, whole
from .jsonlines import canonical
from .rows import match_header, read_row
from .zips import copy_member, is_zip, member_names, open_archive

_FORMULA = re.compile(rb"<f[ >]")
_MEND = "Give every column a heading and give the workbook again"
_SAVE = "Save the sheet as CSV in UTF-8 and give that"


def claims(blob: Blob) -> bool:
    """A ZIP with a workbook in it."""
    return is_zip(blob) and "xl/workbook.xml" in member_names(blob)


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Rows of every sheet, in order."""
    options = {"columns": orjson.dumps(dict(reading.columns)).decode()}
    for item in reading.parse("workbook", blob.read_all(), blob.source, options):
        yield item if item.locator else whole(item, blob)


def parse(raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
    """The job of :func:`read`."""
    blob = Blob.from_bytes(raw, source, "workbook.xlsx")
    warnings = _check_parts(blob)
    try:
        yield from _read_sheets(blob, orjson.loads(options.get("columns", "{}")), warnings)
    except Refused:
        raise
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML makes it stumble on
        reason = f"the workbook is damaged ({type(error).__name__}: {str(error)[:80]})"
        raise Refused("damaged", reason, _SAVE) from None


def _check_parts(blob: Blob) -> list[str]:
    """Warnings of formulas and links; every part is inflated once under the caps before anything parses it."""
    budget = Budget.of(blob.size)
    formulas = links = False
    with open_archive(blob) as archive:
        for info in archive.infolist():
            if not info.filename.endswith((".xml", ".rels")):
                continue
            part = io.BytesIO()
            if copy_member(archive, info, budget, part) > MAX_ITEM_BYTES:
                raise Refused("too-large", f"a sheet is larger than {MAX_ITEM_BYTES // MEGABYTE} MB", _SAVE)
            content = part.getvalue()
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise Refused("hostile-xml", "the workbook declares entities, which no program writes", _SAVE)
            formulas = formulas or (info.filename.startswith("xl/worksheets/") and _FORMULA.search(content) is not None)
            links = links or "externalLink" in info.filename
    return [
        *(["formulas: the workbook holds formulas; the values last computed were read"] if formulas else []),
        *(["links: the workbook points at other files; they were not opened"] if links else []),
    ]


def _read_sheets(blob: Blob, given: Mapping[str, str], warnings: list[str]) -> Iterator[Item]:
    from openpyxl import load_workbook  # slow to import; only workbooks need it

    blob.stream.seek(0)
    book = load_workbook(blob.stream, read_only=True, data_only=True, keep_links=False)
    refusals: list[tuple[str, Refused]] = []
    good = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file claims of its size is not trusted
        try:
            for item in _read_rows(sheet.iter_rows(values_only=True), sheet.title, blob, given):
                if isinstance(item, RawReport):
                    item.warnings.extend(warnings)
                good += 1
                yield item
        except Refused as refusal:
            refusals.append((sheet.title, refusal))
    if not good:
        raise refusals[0][1] if refusals else Refused("empty", "the workbook holds no sheets", "Give one with reports")
    for title, why in refusals:
        yield skip(blob, f"sheet {title[:60]}", f"the sheet was not read: {why.problem}", why.remedy)


def _read_rows(rows: Iterator[tuple[Any, ...]], title: str, blob: Blob, given: Mapping[str, str]) -> Iterator[Item]:
    names: list[str] = []
    columns = None
    for number, row in enumerate(rows, 1):
        if number > MAX_ARCHIVE_ITEMS * 10:
            raise Refused("too-large", "a sheet has more than a million rows", _SAVE)
        if len(row) > MAX_COLUMNS and columns is None:
            match_header([""] * len(row), given)
        cells = [_plain(cell) for cell in row]
        if not any(str(cell).strip() for cell in cells if cell is not None):
            continue
        if columns is None:
            names = [str(cell).strip() if cell is not None else f"column {n}" for n, cell in enumerate(cells, 1)]
            columns = match_header(names, given)
            continue
        if any(cell not in (None, "") for cell in cells[len(names) :]):
            problem = "the row has more cells than the heading row; they would be lost"
            locator = f"sheet {title[:60]}, row {number}"
            yield inside(Refused("bad-row", problem, _MEND).at(blob.place(locator)), blob, locator, canonical(cells))
            continue
        filled = {name: cell for name, cell in zip(names, cells, strict=False) if cell is not None}
        yield read_row(filled, columns, blob, f"sheet {title[:60]}, row {number}")
    if columns is None:
        raise Refused("empty", "the sheet is empty", "Give a sheet with a heading row and reports")


def _plain(cell: Any) -> Any:
    """A cell as JSON knows it: dates as ISO, whole numbers without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    return str(cell).encode("utf-8", "replace").decode("utf-8")


READER = Reader("xlsx", claims, read)
