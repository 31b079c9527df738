"""What the API answers, as types for its description at ``/api/openapi.json``; routes encode their answers themselves.

``tells(EventPage)`` is what a route says of its answers: ``@router.get("/events", responses=tells(EventPage))``.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..alerts.definitions import Language
from ..lexicon.aliases import Alias
from ..lexicon.entries import NewEntry
from ..model import Event, Incident
from ..review.drafts import Draft
from ..review.mentions import Mention
from ..review.overlays import Reviewed
from ..review.proposals import AnyProposal
from ..store.points import Points
from .reports import ReportFacts

Responses = dict[int | str, dict[str, Any]]


class Row(msgspec.Struct):
    """An event as it stands, with facts of its report and the incident it belongs to."""

    event: Event
    report: ReportFacts
    status: str
    incident_id: str | None


class EventPage(msgspec.Struct):
    """Events; ``next`` asks for the page behind (as ``after``)."""

    count: int
    items: list[Row]
    next: str | None


class ReportText(ReportFacts):
    """The same with the text."""

    text: str | None = None


class EventDetail(msgspec.Struct):
    """One event with the decisions on it, its report and the other events of that."""

    reviewed: Reviewed
    incident_id: str | None
    report: ReportText
    siblings: list[Row]


class Count(msgspec.Struct):
    """How many events have a value; actors of the registry with their names."""

    value: str
    names: dict[str, str | None] | None
    count: int


class IncidentPage(msgspec.Struct):
    """Incidents; ``next`` asks for the page behind (as ``after``)."""

    count: int
    items: list[Incident]
    next: str | None


class PairPage(msgspec.Struct):
    """Pairs of events that may be one happening, with their score."""

    count: int
    items: list[dict[str, Any]]
    next: None


class ReportPage(msgspec.Struct):
    """A report with its events, copies, codings and log."""

    report: ReportText
    events: list[Row]
    codings: list[dict[str, Any]]
    copies: list[dict[str, Any]]
    custody: list[dict[str, Any]]


class LeftOut(msgspec.Struct):
    """Why incidents are not in an export."""

    reason: str
    code: str
    count: int


class ExportCount(msgspec.Struct):
    """What an export would hold."""

    rows: int
    asked: int
    left_out: list[LeftOut]


class View(msgspec.Struct):
    """An alert or saved view: what people call it, the page and filter it opens, whether it is sent to anybody."""

    name: str
    title: str
    page: str
    filter: str
    language: Language
    feed: str
    sent: bool


class NewView(msgspec.Struct):
    """A view to save: a title and the state of the address."""

    title: str
    page: str = "explore"
    filter: str = ""
    language: Language = "ar"


class ViewTitle(msgspec.Struct):
    """What a view is to be called."""

    title: str


class Teaching(Alias, frozen=True, kw_only=True):
    """An alias to try or adopt; without a target it means the actor or place that is ``new``."""

    target: str = ""
    new: NewEntry | None = None


class Problem(msgspec.Struct):
    """What is wrong and what to do; ``code`` and ``values`` lead to the same in the reader's language."""

    detail: str
    code: str | None = None
    values: dict[str, str | int | float] = {}


Facets = dict[str, list[Count]]
_STRUCTS = (
    EventPage, EventDetail, Count, IncidentPage, PairPage, ReportPage, ExportCount, View, NewView, ViewTitle,
    Problem, Points, Mention, Teaching, Draft,
)  # fmt: skip
_TEMPLATE = "#/components/schemas/{name}"


def tells(kind: Any, *, content: str = "application/json", status: int = 200) -> Responses:
    """The answers of a route: ``kind`` on success."""
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=_TEMPLATE)
    return {status: {"description": "As asked", "content": {content: {"schema": schema}}}}


def holds(*kinds: str) -> Responses:
    """Answers that are files of these content types."""
    schemas: dict[str, Any] = {kind: {} if "json" in kind else {"schema": {"type": "string"}} for kind in kinds}
    return {200: {"description": "The file", "content": schemas}}


def takes(**names: Any) -> dict[str, Any]:
    """Query parameters that a route reads itself: names with their schemas."""
    told = [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in names.items()]
    return {"parameters": told}


def asks(kind: Any) -> dict[str, Any]:
    """The JSON body of a route that reads it itself."""
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=_TEMPLATE)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def list_schemas() -> dict[str, Any]:
    """The types that ``tells`` and ``asks`` refer to, as JSON Schema; who proposes is known to the server."""
    _, schemas = msgspec.json.schema_components((*_STRUCTS, AnyProposal), ref_template=_TEMPLATE)
    for one in schemas.values():
        if {"action", "by"} <= one["properties"].keys():
            del one["properties"]["by"]
            one["required"].remove("by")
    return schemas
