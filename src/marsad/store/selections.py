"""Asking for events by a filter: pages in an order, whole selections, counts.

Example: ``find_events(connection, Filter(event_type=("Battles",), admin1=("Deir ez-Zor",)), limit=50)``.
"""

from __future__ import annotations

import base64
from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, literal, or_, select, tuple_

from ..errors import FilterError
from ..model import Filter
from .backends import speech
from .outlines import NEVER, find_query
from .projections import actors, events, overlays, reports, terms
from .queries import chunked, stream
from .tables import events as coded
from .tables import inputs, texts
from .terms import find_terms

NAMED = (
    "event_type", "sub_event_type", "plover", "country", "admin1", "admin2", "admin3", "place", "outlet", "factuality",
    "status",
)  # fmt: skip
_LAST = "9999"  # after every day of publication


class Order(NamedTuple):
    """What events are sorted by, and whether the greatest comes first; equal ones by report and place in it."""

    key: ColumnElement[Any]
    down: bool = False


ORDERS = {
    "newest": Order(events.c.day_to, down=True),
    "oldest": Order(events.c.day_from),
    "published": Order(func.coalesce(events.c.published, _LAST)),
    "least-sure": Order(events.c.confidence),
    "most-killed": Order(func.coalesce(events.c.killed, -1), down=True),
}


class Listed(NamedTuple):
    """An event of a selection: the coded record and its report as JSON, and what people decided.

    ``decided`` is the record (JSON) as people left it, where it is not the coded one.
    """

    event_id: str
    event: str
    report: str
    text_id: str
    input_id: str
    copy: bool
    status: str
    decided: str | None


class Page(NamedTuple):
    """Some events in order; ``after`` asks for the next ones, None when these are the last."""

    events: list[Listed]
    after: str | None


def find_events(
    connection: Connection, wanted: Filter, *, order: str = "newest", after: str | None = None, limit: int = 50
) -> Page:
    """A page of events; ``after`` is that of the page before."""
    by = _order(order)
    query = select(events.c.id, by.key.label("key"), events.c.tie, events.c.number)
    query = query.where(*conditions(connection, wanted))
    if after is not None:
        query = query.where(_beyond(by, _parse_cursor(order, after)))
    rows = connection.execute(_sorted(query, by).limit(limit + 1)).all()
    more = _format_cursor(order, tuple(rows[limit - 1])) if len(rows) > limit else None
    return Page(find_numbered(connection, [row.id for row in rows[:limit]]), more)


def iter_filtered(
    connection: Connection, wanted: Filter, *, order: str = "published", limit: int | None = None
) -> Iterator[Listed]:
    """Every event of a selection, or the first ones, in order, in bounded memory (8 bytes an event)."""
    query = _sorted(select(events.c.id).where(*conditions(connection, wanted)), _order(order)).limit(limit)
    ids = array("q", (row.id for row in stream(connection, query)))
    for part in chunked(ids):
        yield from find_numbered(connection, part)


def iter_event_ids(connection: Connection, wanted: Filter) -> Iterator[str]:
    """The ids of the events of a selection, in no order."""
    query = select(events.c.event_id).where(*conditions(connection, wanted))
    yield from stream(connection, query).scalars()


def count_events(connection: Connection, wanted: Filter) -> int:
    """How many events fit."""
    query = select(func.count()).select_from(events).where(*conditions(connection, wanted))
    return connection.execute(query).scalar() or 0


def conditions(connection: Connection, wanted: Filter) -> list[ColumnElement[bool]]:
    """The filter as conditions on rows of ``current_event``."""
    found: list[ColumnElement[bool]] = [] if wanted.copies else [~events.c.copy]
    for kind in NAMED:
        if names := getattr(wanted, kind):
            found.append(_any_of(events.c[kind], find_terms(connection, kind, names)))
    found += _days(connection, wanted)
    found += _figures(wanted)
    found += _identities(wanted)
    if wanted.actor or wanted.side:
        found.append(_involves(connection, wanted))
    if wanted.bbox is not None:
        box = wanted.bbox
        found.append(events.c.id.in_(speech(connection).match_box(box)))
        found.append(and_(events.c.lat.between(box.south, box.north), events.c.lon.between(box.west, box.east)))
    if wanted.text is not None:
        words = find_query(wanted.text)
        if not words:
            remedy = "Give words, such as قصف, or beginnings of words, such as قص*"
            raise FilterError("text", wanted.text, remedy, code="filter.text")
        found.append(events.c.text.in_(speech(connection).match_words(words)))
    return found


def _any_of(column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    return column.in_(values) if values else false()


def _days(connection: Connection, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Spans that meet the days asked; no span is longer than the longest there is, which bounds the search."""
    at, undated = events.c, events.c.day_from == NEVER
    meets: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        since = date.fromisoformat(wanted.since).toordinal()
        longest = connection.execute(select(func.max(at.span))).scalar() or 0
        meets += [at.day_to >= since, at.day_from >= since - longest]
    if wanted.until is not None:
        meets.append(at.day_from <= date.fromisoformat(wanted.until).toordinal())
    if meets:
        yield or_(and_(*meets), undated) if wanted.undated else and_(*meets, at.day_from < NEVER)
    elif wanted.undated is False:
        yield at.day_from < NEVER


def _figures(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.background is not None:
        yield events.c.background.is_(wanted.background)
    if wanted.min_confidence is not None:
        yield events.c.confidence >= wanted.min_confidence
    if wanted.max_confidence is not None:
        yield events.c.confidence <= wanted.max_confidence
    if wanted.min_killed is not None:
        yield events.c.killed >= wanted.min_killed


def _identities(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.event_id:
        yield events.c.event_id.in_(wanted.event_id)
    if wanted.report_id:
        yield events.c.report.in_(select(reports.c.id).where(reports.c.report_id.in_(wanted.report_id)))


def _involves(connection: Connection, wanted: Filter) -> ColumnElement[bool]:
    """One actor of the event fits the names and the sides asked."""
    query = select(actors.c.event)
    if wanted.actor:
        query = query.where(_any_of(actors.c.actor, find_terms(connection, "actor", wanted.actor)))
    if wanted.side:
        query = query.where(actors.c.side.in_(wanted.side))
    return events.c.id.in_(query)


# -- order -------------------------------------------------------------------------------------------------


def _order(name: str) -> Order:
    if name not in ORDERS:
        raise FilterError("order", name, f"Choose from {', '.join(ORDERS)}")
    return ORDERS[name]


def _sorted(query: Select[*tuple[Any, ...]], by: Order) -> Select[*tuple[Any, ...]]:
    at = events.c
    return query.order_by(by.key.desc() if by.down else by.key, at.tie, at.number, at.id)


def _beyond(by: Order, last: tuple[Any, ...]) -> ColumnElement[bool]:
    """What comes after an event in the order; the first comparison alone lets an index jump there."""
    number, key, tie, place = last
    value = literal(key, by.key.type)
    at = events.c
    later = tuple_(at.tie, at.number, at.id) > tuple_(
        literal(tie, at.tie.type), literal(place, at.number.type), literal(number, at.id.type)
    )
    if by.down:
        return and_(by.key <= value, or_(by.key < value, later))
    return and_(by.key >= value, or_(by.key > value, later))


def _format_cursor(order: str, row: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([order, *row])).decode().rstrip("=")


def _parse_cursor(order: str, after: str) -> tuple[Any, ...]:
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        name, number, key, tie, place = msgspec.json.decode(raw, type=tuple[str, int, str | int | float, int, int])
    except (ValueError, msgspec.MsgspecError):
        name = ""
    if name != order:
        raise FilterError("after", after, "Give what the page before gave, in the same order")
    return number, key, tie, place


def find_numbered(connection: Connection, ids: Sequence[int]) -> list[Listed]:
    """Events by the numbers of their rows, in the order of the numbers."""
    at = events.c
    joined = (
        events.join(reports, at.report == reports.c.id)
        .join(inputs, inputs.c.id == reports.c.input_id)
        .join(coded, and_(coded.c.coding_id == reports.c.coding_id, coded.c.number == at.number))
        .join(texts, texts.c.id == inputs.c.text_id)
        .join(terms, terms.c.id == at.status)
        .outerjoin(overlays, overlays.c.event_id == at.event_id)
    )
    query = select(
        at.id, at.event_id, coded.c.event, texts.c.report, texts.c.id, inputs.c.id, at.copy, terms.c.value,
        overlays.c.event,
    ).select_from(joined)  # fmt: skip
    found: dict[int, Listed] = {}
    for part in chunked(ids):
        for number, *values in connection.execute(query.where(at.id.in_(part))):
            found[number] = Listed(*values)
    return [found[number] for number in ids]


def list_input_ids(connection: Connection, wanted: Filter) -> list[str]:
    """The inputs whose events fit."""
    query = select(reports.c.input_id).select_from(events.join(reports, events.c.report == reports.c.id))
    chosen = query.where(*conditions(connection, wanted)).distinct().order_by(reports.c.input_id)
    return list(connection.execute(chosen).scalars())


def iter_input_texts(connection: Connection, state: str) -> Iterator[tuple[str, str]]:
    """The current texts of inputs in a state, by input."""
    query = select(inputs.c.id, texts.c.text).select_from(inputs.join(texts, inputs.c.text_id == texts.c.id))
    for row in stream(connection, query.where(inputs.c.state == state).order_by(inputs.c.id)):
        yield row[0], row[1]
