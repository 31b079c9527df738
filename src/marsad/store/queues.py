"""The queue of the review: what waits in which order, who is at what, and what was put off. Derived or passing.

Ranks are derived when something was coded, linked or decided since; ``queue_state`` says up to where. No row here is
evidence, so none has a hash. People stand in them as commitments, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
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
    true,
)

from ..model import Filter
from .commitments import PERSON, commit_person
from .decisions import subjects
from .incidents import find_linkage, members
from .projections import actors, events, reports, terms
from .queries import chunked, stream
from .selections import conditions
from .tables import custody, metadata, private

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
Condition = ColumnElement[bool]
_NOBODY = 10**9  # events of the rarest actor of an event that names none


class Candidate(NamedTuple):
    """What the rank of an event follows from. ``scarcest`` counts the events of its rarest actor that is somebody."""

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
    query = select(custody.c.number).where(custody.c.action.not_in(_NO_CHANGE)).order_by(custody.c.number.desc())
    _, linked = find_linkage(connection) or ("", 0)
    return f"{connection.execute(query.limit(1)).scalar() or 0}/{linked}"


def list_decided_since(connection: Connection, number: int) -> list[str]:
    """The events that decisions after this one are about."""
    query = select(subjects.c.subject).where(subjects.c.number > number).distinct()
    return list(connection.execute(query.order_by(subjects.c.subject)).scalars())


def list_naming(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """The events that name one of these actors (terms)."""
    joined = events.join(actors, actors.c.event == events.c.id)
    query = select(events.c.event_id).select_from(joined).where(actors.c.actor.in_(numbers)).distinct()
    return list(connection.execute(query).scalars())


def iter_candidates(
    connection: Connection, event_ids: Sequence[str] | None = None, nobody: Sequence[int] = ()
) -> Iterator[Candidate]:
    """Current events that wait, those of copies left out; all of them, or these.

    ``nobody`` are actors (terms) that are no one in particular, so none of them is rare.
    """
    somebody = actors.c.actor.not_in(nobody)
    if event_ids is None:
        yield from map(Candidate._make, stream(connection, _candidates(true(), somebody, true())))
        return
    for part in chunked(event_ids):
        mine = events.c.event_id.in_(part)
        rows = select(events.c.id).where(mine)
        own = actors.c.actor.in_(select(actors.c.actor).where(actors.c.event.in_(rows)))
        shared = members.c.incident_id.in_(select(members.c.incident_id).where(members.c.event_id.in_(part)))
        yield from map(Candidate._make, connection.execute(_candidates(mine, and_(own, somebody), shared)))


def _candidates(mine: Condition, own: Condition, shared: Condition) -> Select[Any]:
    """Events that are ``mine``, with figures of the actors that are their ``own`` and of the incidents they share."""
    status, factuality, scarce, told = terms.alias(), terms.alias(), _scarce(own), _told(shared)
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
        .where(mine, events.c.copy.is_(False), status.c.value.in_(OPEN))
    )  # fmt: skip


def _scarce(own: Condition) -> Subquery:
    """By event, how many events its rarest actor has."""
    each = select(actors.c.actor, func.count(distinct(actors.c.event)).label("count")).where(own)
    tally = each.group_by(actors.c.actor).subquery()
    joined = actors.join(tally, tally.c.actor == actors.c.actor)
    query = select(actors.c.event, func.min(tally.c.count).label("count")).select_from(joined)
    return query.where(own).group_by(actors.c.event).subquery()


def _told(shared: Condition) -> Subquery:
    """By incident, how many reports tell of it, and whether they differ in day, type or toll."""
    told = (events.c.day_from, events.c.sub_event_type, events.c.killed)
    several = or_(*(func.count(distinct(column)) > 1 for column in told))
    query = select(
        members.c.incident_id, func.count(distinct(events.c.report)).label("count"),
        case((several, True), else_=False).label("differing"),
    )  # fmt: skip
    joined = query.select_from(members.join(events, events.c.event_id == members.c.event_id))
    return joined.where(shared, events.c.copy.is_(False)).group_by(members.c.incident_id).subquery()


def write_waiting(connection: Connection, rows: Iterable[Waiting], event_ids: Sequence[str] | None = None) -> None:
    """Write ranks over those of before: all of them, or those of these events. What waits no more is not put off."""
    found = [row._asdict() for row in rows]
    if event_ids is None:
        connection.execute(delete(waiting))
    for part in chunked(event_ids or ()):
        connection.execute(delete(waiting).where(waiting.c.event_id.in_(part)))
    if found:
        connection.execute(insert(waiting), found)
    for part in chunked(sorted(set(event_ids or ()) - {row["event_id"] for row in found})):
        connection.execute(delete(skips).where(skips.c.event_id.in_(part)))


def find_waiting(
    connection: Connection, person: str, now: str, wanted: Filter, *, limit: int, skipped: bool = False
) -> list[Waiting]:
    """What waits for a person, the most urgent first; without what others are at, and what the person put off.

    With ``skipped`` only what was put off, the longest ago first.
    """
    me = _commitment(person)
    mine = and_(skips.c.event_id == waiting.c.event_id, skips.c.person == me)
    taken = and_(claims.c.event_id == waiting.c.event_id, claims.c.until > now, claims.c.person != me)
    query = _fitting(connection, select(waiting), wanted).where(~select(claims).where(taken).exists())
    if skipped:
        query = query.join(skips, mine).order_by(skips.c.at, waiting.c.rank, waiting.c.event_id)
    else:
        query = query.where(~select(skips).where(mine).exists()).order_by(waiting.c.rank, waiting.c.event_id)
    return [Waiting._make(row) for row in connection.execute(query.limit(limit))]


def _commitment(person: str) -> ColumnElement[str]:
    """The commitment to a name, as far as there is one."""
    known = select(private.c.id).where(private.c.kind == PERSON, private.c.content == person)
    return func.coalesce(known.scalar_subquery(), "")


def _fitting(connection: Connection, query: Select[Any], wanted: Filter) -> Select[Any]:
    """Without a filter the order of ranks is read off, and nothing but the first rows is looked at."""
    if wanted == Filter():
        return query
    return query.join(events, events.c.event_id == waiting.c.event_id).where(*conditions(connection, wanted))


def find_claimed(connection: Connection, person: str, now: str) -> Waiting | None:
    """The event that a person is at, as long as it waits."""
    query = select(waiting).join(claims, claims.c.event_id == waiting.c.event_id)
    mine = query.where(claims.c.person == _commitment(person), claims.c.until > now)
    row = connection.execute(mine.order_by(claims.c.until, claims.c.event_id).limit(1)).first()
    return None if row is None else Waiting._make(row)


def write_claim(connection: Connection, event_id: str, person: str, until: str, now: str) -> None:
    """Hand an event to a person until a time; claims that ran out are swept."""
    connection.execute(delete(claims).where(or_(claims.c.event_id == event_id, claims.c.until <= now)))
    connection.execute(insert(claims).values(event_id=event_id, person=commit_person(connection, person), until=until))


def write_skip(connection: Connection, event_id: str, person: str, at: str) -> None:
    """Put an event off for a person, who lets go of it."""
    me = commit_person(connection, person)
    connection.execute(delete(skips).where(skips.c.event_id == event_id, skips.c.person == me))
    connection.execute(insert(skips).values(event_id=event_id, person=me, at=at))
    connection.execute(delete(claims).where(claims.c.event_id == event_id, claims.c.person == me))


def count_waiting(connection: Connection, wanted: Filter) -> int:
    """How many events wait."""
    query = _fitting(connection, select(func.count()).select_from(waiting), wanted)
    return int(connection.execute(query).scalar() or 0)
