"""The read endpoint of ACLED over our incidents: what reads ACLED reads Marsad.

Example: ``GET /api/acled/read?country=Syria&event_date=2021-03-01|2021-03-07&event_date_where=BETWEEN&limit=500``.
Parameters as ACLED documents them: values joined by ``|`` or ``:OR:``; ``<column>_where`` is one of ``=``, ``>``,
``<``, ``>=``, ``<=``, ``LIKE`` and ``BETWEEN``; ``fields`` joined by ``|``; the client's key is the token of the run.
Private people are withheld.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ..export.profiles.acled import COLUMNS
from ..export.sheets import iter_csv
from .answers import holds, takes, tells
from .publications import Row, publication_of
from .validators import ValidatedRoute

router = APIRouter(tags=["acled"], route_class=ValidatedRoute)
_OWN = frozenset(("key", "email", "token", "_format", "fields", "limit", "page", "export_type", "terms"))
_MOST = 5000  # rows of a page when nobody says how many
_NUMBERS = frozenset(
    ("year", "time_precision", "iso", "latitude", "longitude", "geo_precision", "fatalities", "timestamp")
)
# Text columns in which ACLED looks for a part; in the others values are compared whole.
_PARTS = frozenset(("actor1", "actor2", "assoc_actor_1", "assoc_actor_2", "source", "notes", "tags", "location"))
_ASKED = takes(
    limit={"type": "integer", "minimum": 0}, page={"type": "integer", "minimum": 1}, fields={"type": "string"},
    _format={"type": "string", "enum": ["json", "csv"]}, event_date={"type": "string"}, country={"type": "string"},
    event_type={"type": "string"}, fatalities={"type": "integer"}, fatalities_where={"type": "string"},
)  # fmt: skip
_ROWS = tells(dict[str, Any]) | {400: tells(dict[str, Any], status=400)[400]}
_ROWS[200]["content"] |= holds("text/csv; charset=utf-8")[200]["content"]
Test = Callable[[Row], bool]


@router.get("/acled/read", responses=_ROWS, openapi_extra=_ASKED, response_class=Response)
def read(request: Request) -> Response:
    """Incidents as ACLED's rows, by day."""
    return _respond(request, publication_of(request).current().rows, COLUMNS)


@router.get("/deleted/read", responses=_ROWS, response_class=Response)
def read_deleted(request: Request) -> Response:
    """Numbers that no longer stand for an incident."""
    edition = publication_of(request).current()
    rows = [{"event_id_cnty": number, "deleted_timestamp": 0} for number in edition.retired]
    return _respond(request, rows, ("event_id_cnty", "deleted_timestamp"))


def _respond(request: Request, rows: Iterable[Row], columns: tuple[str, ...]) -> Response:
    query = dict(request.query_params)
    try:
        tests = _parse_tests(query, columns)
        fields = _parse_fields(query.get("fields", ""), columns)
        limit, page = _parse_count(query, "limit", _MOST), max(1, _parse_count(query, "page", 1))
    except ValueError as error:
        told = {"status": 400, "success": False, "error": [{"id": 400, "message": str(error)}], "data": []}
        return JSONResponse(told, 400)
    found = [row for row in rows if all(test(row) for test in tests)]
    chosen = found[(page - 1) * limit : page * limit] if limit else found
    data = [{name: row[name] for name in fields} for row in chosen]
    if query.get("_format") == "csv":
        lines = iter_csv([fields], (list(row.values()) for row in data))
        return PlainTextResponse(b"".join(lines), media_type="text/csv")
    told = {"status": 200, "success": True, "last_update": 0, "count": len(data), "messages": [], "data": data}
    return JSONResponse({**told, "filename": ""})


def _parse_fields(text: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(name for name in re.split(r"[|,]", text) if name)
    unknown = [name for name in wanted if name not in columns]
    if unknown:
        raise ValueError(f"fields {unknown[0]!r}: there is no such column. Choose from {', '.join(columns)}.")
    return wanted or columns


def _parse_count(query: dict[str, str], name: str, otherwise: int) -> int:
    text = query.get(name, "")
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"{name} {text!r}: give a whole number.")
    return int(text) if text else otherwise


def _parse_tests(query: dict[str, str], columns: tuple[str, ...]) -> list[Test]:
    tests: list[Test] = []
    for name, value in query.items():
        if name in _OWN or name.endswith("_where"):
            continue
        if name not in columns:
            raise ValueError(f"{name!r}: there is no such column. Choose from {', '.join(columns)}.")
        where = query.get(f"{name}_where", "LIKE" if name in _PARTS else "=").strip().upper()
        tests.append(_parse_test(name, where, value))
    return tests


def _parse_test(name: str, where: str, value: str) -> Test:
    values = [_as(name, part) for part in re.split(r"\||:OR:", value)]
    if where == "BETWEEN":
        if len(values) != 2:
            raise ValueError(f"{name} {value!r}: give two values joined by |.")
        low, high = sorted(values)
        return lambda row: row[name] is not None and low <= row[name] <= high
    if where == "LIKE":
        parts = [str(one).replace("%", "").lower() for one in values]
        return lambda row: any(part in str(row[name] or "").lower() for part in parts)
    if where in _COMPARE:
        compare = _COMPARE[where]
        return lambda row: row[name] is not None and any(compare(row[name], one) for one in values)
    raise ValueError(f"{name}_where {where!r}: choose from =, >, <, >=, <=, LIKE, BETWEEN.")


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b), ">": lambda a, b: bool(a > b), "<": lambda a, b: bool(a < b),
    ">=": lambda a, b: bool(a >= b), "<=": lambda a, b: bool(a <= b),
}  # fmt: skip


def _as(name: str, text: str) -> Any:
    """A value as its column holds it."""
    if name not in _NUMBERS:
        return text
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name} {text!r}: give a number.") from None
