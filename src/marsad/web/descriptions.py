"""The description of the API: FastAPI's, and what it cannot know: filters, the token, refusals that all share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ..model import Filter
from ..model.filters import FACTUALITIES, SIDES, STATUSES
from .answers import list_schemas
from .readings import filter_of

Json = dict[str, Any]
_PROBLEM: Json = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_SHARED = {
    "400": "It cannot be asked so", "401": "The token is missing or wrong", "413": "Too large",
    "421": "This host is not served here", "503": "The store, or something the machine lacks, cannot be used",
}  # fmt: skip
_SCHEMES: Json = {
    "header": {"type": "http", "scheme": "bearer"},
    "parameter": {"type": "apiKey", "in": "query", "name": "token"},
}
_YES: Json = {"type": "string", "enum": ["yes", "no"]}
_SINGLE: dict[str, Json] = {
    "since": {"type": "string", "format": "date"}, "until": {"type": "string", "format": "date"}, "undated": _YES,
    "bbox": {"type": "string", "example": "38.5,34.5,41.5,36.5"}, "background": _YES, "copies": _YES,
    "min_confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "max_confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "min_killed": {"type": "integer", "minimum": 0, "maximum": 10**9}, "text": {"type": "string", "example": "قصف*"},
}  # fmt: skip
_CLOSED = {"side": SIDES, "factuality": FACTUALITIES, "status": STATUSES}


def describe(app: FastAPI, routers: Iterable[APIRouter], prefix: str) -> Json:
    """The OpenAPI document, made once; ``routers`` are those of the API, under ``prefix``."""
    if app.openapi_schema is None:
        told = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        for route in (one for router in routers for one in router.routes):
            if isinstance(route, APIRoute) and route.include_in_schema:
                for operation in told["paths"][prefix + route.path_format].values():
                    _complete(route, operation)
        parts = told["components"]
        parts["schemas"] |= list_schemas()
        parts["securitySchemes"] = _SCHEMES
        told["security"] = [{name: []} for name in _SCHEMES]
        app.openapi_schema = told
    return app.openapi_schema


def _complete(route: APIRoute, operation: Json) -> None:
    refusals = dict(_SHARED)
    if not (route.methods or set()) <= {"GET"}:
        refusals["403"] = "Asked from another site"
    if "{" in route.path_format:
        refusals["404"] = "There is no such thing"
    for status, words in refusals.items():
        operation["responses"].setdefault(status, {"description": words, "content": _PROBLEM})
    if any(one.call is filter_of for one in route.dependant.dependencies):
        operation["parameters"] = [*operation.get("parameters", []), *_list_filters()]


def _list_filters() -> list[Json]:
    return [
        {"name": name, "in": "query", "required": False, "schema": _schema_of(name)}
        for name in Filter.__struct_fields__
    ]  # fmt: skip


def _schema_of(name: str) -> Json:
    if name in _SINGLE:
        return _SINGLE[name]
    values: Json = {"enum": list(_CLOSED[name])} if name in _CLOSED else {}
    return {"type": "array", "items": {"type": "string", **values}}
