"""Rows of tables to reports, for CSV and workbooks. ``raw`` is the canonical JSON of the row: keys sorted, UTF-8.

Example: ``{"التاريخ": "2021-03-10", "المحتوى": "قُتل شاب …"}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from ...errors import InputError
from ..columns import Columns, match_columns
from ..limits import MAX_COLUMNS
from .contracts import Blob, Item, Refused, inside
from .jsonlines import read_fields

_MEND = "Mend the row in the table and give it again"


def match_header(cells: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Columns of a heading row; :class:`Refused` when the text has none or there are too many columns."""
    if len(cells) > MAX_COLUMNS:
        problem = f"the table has {len(cells):,} columns, at most {MAX_COLUMNS:,} are read"
        raise Refused("too-large", problem, "Keep the columns of the reports and give the table again")
    try:
        columns = match_columns([name for name in cells if name], given)
    except InputError as error:
        raise Refused("columns", error.problem, error.remedy) from None
    if columns.missing:
        raise Refused("columns", *columns.explain_missing(), columns=tuple(name for name in cells if name))
    return columns


def read_row(cells: Mapping[str, Any], columns: Columns, blob: Blob, locator: str) -> Item:
    """A report from one row, or why it is none."""
    raw = orjson.dumps(cells, option=orjson.OPT_SORT_KEYS)
    place = blob.place(locator)
    values = {field: cells.get(column) for field, column in columns.found.items()}
    if not str(values.get("text") or "").strip():
        problem = f"the row has no text in the column «{columns.found['text']}»"
        return inside(Refused("no-text", problem, _MEND).at(place), blob, locator, raw)
    values["text"] = str(values["text"])
    item = read_fields({name: value for name, value in values.items() if value not in (None, "")}, raw, place)
    return inside(item, blob, locator, raw)
