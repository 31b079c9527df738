"""The queue of the review: what waits in which order, who is at what, and what was put off. Derived or passing.

Ranks are derived when something was coded, linked or decided since; ``queue_state`` says up to where. No row here is
evidence, so none has a hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    case,
    delete,
    distinct,
    func,
    insert,
    or_,
    select,
)

from ..model import Filter
from .decisions import subjects
from .incidents import find_linkage, members
from .projections import actors, events, reports, terms
from .queries import chunked, stream
from .selections import conditions
from .tables import custody, metadata

waiting = Table(
    "waiting", metadata,
    Column("event_id", Text, primary_key=True), Column("rank", Integer, nullable=False),
    Column("why", Text, nullable=False), Index("waiting_by_rank", "rank", "event_id"),
)  # fmt: skip

claims = Table(
    "claim", metadata,
    Column("event_id", Text, primary_key=True), Column("person", Text, nullable=False),
    Column("until", Text, nullable=False), Index("claim_by_person", "person"),
)  # fmt: skip

skips = Table(
    "skip", metadata,
    Column("event_id", Text, primary_key=True), Column("person", Text, primary_key=True),
    Column("at", Text, nullable=False),
)  # fmt: skip

# One row: what ranks were derived from, and the decision up to which they are right.
states = Table(
    "queue_state", metadata, Column("seen", Text, primary_key=True), Column("decision", Integer, nullable=False)
)

OPEN = ("unreviewed", "reopened")  # statuses of events that wait
_NO_CHANGE = ("decided", "wrote")  # lines of the log after which only the events decided on are ranked anew
_NOBODY = 10**9  # events of the rarest actor of an event that names none


class Candidate(NamedTuple):
    """What the rank of an event follows from. ``scarcest`` counts the events of its rarest actor."""

    event_id: str
    confidence: float
    status: str
    factuality: str
    killed: int
    scarcest: int
    reports: int
    differing: bool
    suspicious: bool


class Waiting(NamedTuple):
    """An event that waits, the smallest ``rank`` first; ``why`` is JSON: the names of what makes it matter."""

    event_id: str
    rank: int
    why: str


def find_state(connection: Connection) -> tuple[str, int]:
    """What ranks were derived from, and the decision up to which they are right."""
    row = connection.execute(select(states.c.seen, states.c.decision)).first()
    return ("", 0) if row is None else (row[0], row[1])


def write_state(connection: Connection, seen: str, decision: int) -> None:
    """Note what ranks are derived from."""
    connection.execute(delete(states))
    connection.execute(insert(states).values(seen=seen, decision=decision))


def last_change(connection: Connection) -> str:
    """Another text whenever anything but a decision was logged, or incidents were derived anew."""
    query = select(func.max(custody.c.number)).where(custody.c.action.not_in(_NO_CHANGE))
    _, linked = find_linkage(connection) or ("", 0)
    return f"{connection.execute(query).scalar() or 0}/{linked}"


def list_decided_since(connection: Connection, number: int) -> list[str]:
    """The events that decisions after this one are about."""
    query = select(distinct(subjects.c.subject)).where(subjects.c.number > number).order_by(subjects.c.subject)
    return list(connection.execute(query).scalars())


def iter_candidates(connection: Connection, event_ids: Sequence[str] | None = None) -> Iterator[Candidate]:
    """Current events that wait, those of copies left out; all of them, or these."""
    query = _candidates()
    if event_ids is None:
        yield from map(Candidate._make, stream(connection, query))
        return
    for part in chunked(event_ids):
        yield from map(Candidate._make, connection.execute(query.where(events.c.event_id.in_(part))))


def _candidates() -> Select[Any]:
    status, factuality, scarce, told = terms.alias(), terms.alias(), _scarce(), _told()
    joined = (
        events.join(status, events.c.status == status.c.id)
        .join(factuality, events.c.factuality == factuality.c.id)
        .join(reports, events.c.report == reports.c.id)
        .outerjoin(scarce, scarce.c.event == events.c.id)
        .outerjoin(members, members.c.event_id == events.c.event_id)
        .outerjoin(told, told.c.incident_id == members.c.incident_id)
    )
    return (
        select(
            events.c.event_id, events.c.confidence, status.c.value, factuality.c.value,
            func.coalesce(events.c.killed, events.c.killed_low, 0), func.coalesce(scarce.c.count, _NOBODY),
            func.coalesce(told.c.count, 0), func.coalesce(told.c.differing, False), reports.c.suspicious,
        )
        .select_from(joined)
        .where(events.c.copy.is_(False), status.c.value.in_(OPEN))
    )  # fmt: skip


def _scarce() -> Subquery:
    """By event, how many events its rarest actor has."""
    each = (
        select(actors.c.actor, func.count(distinct(actors.c.event)).label("count")).group_by(actors.c.actor).subquery()
    )
    joined = actors.join(each, each.c.actor == actors.c.actor)
    query = select(actors.c.event, func.min(each.c.count).label("count")).select_from(joined)
    return query.group_by(actors.c.event).subquery()


def _told() -> Subquery:
    """By incident, how many reports tell of it, and whether they differ in day, type or toll."""
    several = [
        func.count(distinct(column)) > 1 for column in (events.c.day_from, events.c.sub_event_type, events.c.killed)
    ]
    query = select(
        members.c.incident_id, func.count(distinct(events.c.report)).label("count"),
        case((or_(*several), True), else_=False).label("differing"),
    )  # fmt: skip
    joined = query.select_from(members.join(events, events.c.event_id == members.c.event_id))
    return joined.where(events.c.copy.is_(False)).group_by(members.c.incident_id).subquery()


def write_waiting(connection: Connection, rows: Iterable[Waiting], event_ids: Sequence[str] | None = None) -> None:
    """Write ranks over those of before: all of them, or those of these events."""
    if event_ids is None:
        connection.execute(delete(waiting))
    for part in chunked(event_ids or ()):
        connection.execute(delete(waiting).where(waiting.c.event_id.in_(part)))
    found = [row._asdict() for row in rows]
    if found:
        connection.execute(insert(waiting), found)


def find_waiting(
    connection: Connection, person: str, now: str, wanted: Filter, *, limit: int, skipped: bool = False
) -> list[Waiting]:
    """What waits for a person, the most urgent first; without what others are at, and what the person put off.

    With ``skipped`` only what was put off, the longest ago first.
    """
    status = terms.alias()
    joined = (
        waiting.join(events, events.c.event_id == waiting.c.event_id)
        .join(status, and_(events.c.status == status.c.id, status.c.value.in_(OPEN)))
        .outerjoin(
            claims, and_(claims.c.event_id == waiting.c.event_id, claims.c.until > now, claims.c.person != person)
        )
        .outerjoin(skips, and_(skips.c.event_id == waiting.c.event_id, skips.c.person == person))
    )
    query = select(waiting).select_from(joined).where(claims.c.event_id.is_(None), *conditions(connection, wanted))
    if skipped:
        query = query.where(skips.c.event_id.is_not(None)).order_by(skips.c.at, waiting.c.rank, waiting.c.event_id)
    else:
        query = query.where(skips.c.event_id.is_(None)).order_by(waiting.c.rank, waiting.c.event_id)
    return [Waiting._make(row) for row in connection.execute(query.limit(limit))]


def find_claimed(connection: Connection, person: str, now: str) -> list[str]:
    """The events that a person is at."""
    query = select(claims.c.event_id).where(claims.c.person == person, claims.c.until > now)
    return list(connection.execute(query.order_by(claims.c.until, claims.c.event_id)).scalars())


def write_claim(connection: Connection, event_id: str, person: str, until: str, now: str) -> None:
    """Hand an event to a person until a time; claims that ran out are swept."""
    connection.execute(delete(claims).where(or_(claims.c.event_id == event_id, claims.c.until <= now)))
    connection.execute(insert(claims).values(event_id=event_id, person=person, until=until))


def write_skip(connection: Connection, event_id: str, person: str, at: str) -> None:
    """Put an event off for a person, who lets go of it."""
    connection.execute(delete(skips).where(skips.c.event_id == event_id, skips.c.person == person))
    connection.execute(insert(skips).values(event_id=event_id, person=person, at=at))
    connection.execute(delete(claims).where(claims.c.event_id == event_id, claims.c.person == person))


def count_waiting(connection: Connection, wanted: Filter) -> int:
    """How many events wait."""
    status = terms.alias()
    joined = waiting.join(events, events.c.event_id == waiting.c.event_id).join(status, events.c.status == status.c.id)
    query = select(func.count()).select_from(joined)
    return int(connection.execute(query.where(status.c.value.in_(OPEN), *conditions(connection, wanted))).scalar() or 0)
