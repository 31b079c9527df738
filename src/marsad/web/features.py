"""Incidents as OGC API Features (Part 1, core, GeoJSON): QGIS and GDAL connect to ``/api/ogc``.

Example: ``GET /api/ogc/collections/incidents/items?bbox=38.5,34.5,41.5,36.5&datetime=2021-03-01/..``. Private people
are withheld. Source: OGC 17-069r4.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from ..errors import FilterError
from ..model import Filter
from .answers import takes, tells
from .problems import Refusal
from .publications import Row, publication_of
from .validators import ValidatedRoute

router = APIRouter(prefix="/ogc", tags=["features"], route_class=ValidatedRoute)
_LIMIT, _MOST = 100, 10_000
_CLASSES = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
]
_GEOJSON = "application/geo+json"
_OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_FEATURES = tells(dict[str, Any], content=_GEOJSON)
_ASKED = takes(
    limit={"type": "integer", "minimum": 1, "maximum": _MOST}, offset={"type": "integer", "minimum": 0},
    bbox={"type": "string", "example": "38.5,34.5,41.5,36.5"}, datetime={"type": "string", "example": "2021-03-01/.."},
)  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@router.get("")
@router.get("/", include_in_schema=False)
def land(request: Request) -> Response:
    """What there is."""
    base = _base(request)
    links = [
        _link(base, "self", "application/json", "This document"),
        _link(f"{base}/conformance", "conformance", "application/json", "Conformance classes"),
        _link(f"{base}/collections", "data", "application/json", "Collections"),
        _link(base.removesuffix("/ogc") + "/openapi.json", "service-desc", _OPENAPI, "The API"),
    ]
    return JSONResponse({"title": "Marsad", "description": "Incidents of Arabic conflict reports", "links": links})


@router.get("/conformance")
def tell_conformance() -> Response:
    """The classes of the standard that hold here."""
    return JSONResponse({"conformsTo": _CLASSES})


@router.get("/collections")
def list_collections(request: Request) -> Response:
    """The one collection."""
    base = _base(request)
    links = [_link(f"{base}/collections", "self", "application/json", "Collections")]
    return JSONResponse({"links": links, "collections": [_collection(request)]})


@router.get("/collections/incidents")
def show_collection(request: Request) -> Response:
    """Incidents: where and when they are, and where their features lie."""
    return JSONResponse(_collection(request))


@router.get("/collections/incidents/items", responses=_FEATURES, openapi_extra=_ASKED, response_class=Response)
def list_items(request: Request) -> Response:
    """Features within a box and a time, page by page."""
    query = dict(request.query_params)
    limit, offset = _count(query, "limit", _LIMIT, 1), _count(query, "offset", 0, 0)
    limit = min(limit, _MOST)
    tests = [_box_test(query["bbox"])] if query.get("bbox") else []
    tests += [_time_test(query["datetime"])] if query.get("datetime") else []
    found = [one for one in publication_of(request).current().features if all(test(one) for test in tests)]
    page = found[offset : offset + limit]
    own = str(request.url.include_query_params(limit=limit, offset=offset))
    links = [_link(own, "self", _GEOJSON, "This page")]
    if offset + limit < len(found):
        following = str(request.url.include_query_params(limit=limit, offset=offset + limit))
        links.append(_link(following, "next", _GEOJSON, "Next page"))
    told = {
        "type": "FeatureCollection", "features": page, "numberMatched": len(found), "numberReturned": len(page),
        "links": links,
    }  # fmt: skip
    return JSONResponse(told, media_type=_GEOJSON)


@router.get("/collections/incidents/items/{incident_id}", responses=_FEATURES, response_class=Response)
def show_item(incident_id: str, request: Request) -> Response:
    """One feature."""
    found = next((one for one in publication_of(request).current().features if one["id"] == incident_id), None)
    if found is None:
        raise Refusal(404, f"There is no incident {incident_id[:80]}.", "missing.incident", id=incident_id[:80])
    here = _link(str(request.url), "self", _GEOJSON, "This feature")
    home = _link(f"{_base(request)}/collections/incidents", "collection", "application/json", "Incidents")
    return JSONResponse({**found, "links": [here, home]}, media_type=_GEOJSON)


def _collection(request: Request) -> dict[str, Any]:
    features = publication_of(request).current().features
    points = [one["geometry"]["coordinates"] for one in features if one["geometry"] is not None]
    days = sorted(one["properties"]["date"] for one in features if one["properties"]["date"])
    extent: dict[str, Any] = {}
    if points:
        lons, lats = zip(*points, strict=True)
        crs = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
        extent["spatial"] = {"bbox": [[min(lons), min(lats), max(lons), max(lats)]], "crs": crs}
    if days:
        extent["temporal"] = {"interval": [[f"{days[0]}T00:00:00Z", f"{days[-1]}T23:59:59Z"]]}
    here = f"{_base(request)}/collections/incidents"
    links = [
        _link(here, "self", "application/json", "Incidents"), _link(f"{here}/items", "items", _GEOJSON, "Features")
    ]  # fmt: skip
    return {"id": "incidents", "title": "Incidents", "itemType": "feature", "extent": extent, "links": links}


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/api/ogc"


def _link(address: str, relation: str, kind: str, title: str) -> dict[str, str]:
    return {"href": address, "rel": relation, "type": kind, "title": title}


def _count(query: dict[str, str], name: str, otherwise: int, least: int) -> int:
    text = query.get(name, "")
    if text and (not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < least):
        raise FilterError(name, text, f"Give a whole number from {least}")
    return int(text) if text else otherwise


def _box_test(text: str) -> Callable[[Row], bool]:
    parts = text.split(",")
    box = Filter.parse([("bbox", ",".join((*parts[:2], *parts[3:5]) if len(parts) == 6 else parts))]).bbox
    assert box is not None

    def is_inside(feature: Row) -> bool:
        if feature["geometry"] is None:
            return False
        lon, lat = feature["geometry"]["coordinates"]
        return bool(box.west <= lon <= box.east and box.south <= lat <= box.north)

    return is_inside


def _time_test(text: str) -> Callable[[Row], bool]:
    """An instant, or two joined by ``/``, of which one may be ``..`` or empty."""
    first, _, last = text.partition("/")
    ends = [_parse_end(text, end) for end in ((first, last) if "/" in text else (first, first))]
    low, high = ends[0] or "0000", ends[1] or "9999"

    def is_within(feature: Row) -> bool:
        day = feature["properties"]["date"]
        return bool(day and (feature["properties"].get("date_end") or day) >= low and day <= high)

    return is_within


def _parse_end(text: str, end: str) -> str | None:
    if end in ("", ".."):
        return None
    try:
        return date.fromisoformat(end[:10]).isoformat() if _DAY.match(end) else _refuse(text)
    except ValueError:
        return _refuse(text)


def _refuse(text: str) -> str:
    raise FilterError("datetime", text, "Give a day, or two as 2021-03-01/2021-03-31, one of which may be ..")
