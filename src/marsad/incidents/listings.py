"""Incidents of the store, with what they have to do with one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec
from sqlalchemy import Connection

from ..errors import MarsadError
from ..link.chains import Fights, tie
from ..model import Incident, Related
from ..review.judgements import list_reviewed, review_incidents
from ..store.incidents import find_ids, find_members, find_related, iter_doubtful, iter_incidents


class Doubtful(msgspec.Struct, frozen=True):
    """Two events of two incidents, and the probability that they are one happening."""

    a: str
    b: str
    p: float
    incident_a: str
    incident_b: str


_incident = msgspec.json.Decoder(Incident)
_MANY = 500  # incidents
_UNDECIDED = "unreviewed"
_related = msgspec.json.Decoder(list[Related])


def list_incidents(connection: Connection, since: str | None = None) -> list[Incident]:
    """Incidents by day; with ``since`` (ISO day) those that lasted until then or later, and those without a day."""
    found = iter_listed(connection)
    return [one for one in found if since is None or one.date is None or (one.date_end or one.date) >= since]


def iter_listed(connection: Connection) -> Iterator[Incident]:
    """Incidents by day, some hundreds in memory at a time.

    What people say of the incident itself counts more than what they said of its events.
    """
    decided, fights = _find_decided(connection), Fights()
    for part in iter_days(map(_incident.decode, iter_incidents(connection))):
        fights.add(part)
        related = find_related(connection, [event for one in part for event in one.events])
        told = {event: _related.decode(links) for event, links in related.items()}
        home = find_members(connection, (link.event_id for links in told.values() for link in links))
        for one in part:
            tied = tie(one, told, home, fights)
            tied.status = decided.get(one.incident_id, one.status)
            yield tied
        fights.forget_before(part[-1].date)


def iter_days(incidents: Iterable[Incident]) -> Iterator[list[Incident]]:
    """Incidents that come by day in parts of some hundreds: those of one day are never apart, unless it is unknown."""
    part: list[Incident] = []
    for one in incidents:
        if len(part) >= _MANY and (one.date is None or one.date != part[-1].date):
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _find_decided(connection: Connection) -> dict[str, str]:
    """What people said of incidents themselves, by incident id."""
    ids = sorted(set(find_members(connection, list_reviewed(connection)).values()))
    reviews = review_incidents(connection, map(_incident.decode, iter_incidents(connection, ids)))
    return {key: review.status for key, review in reviews.items() if review.status != _UNDECIDED}


def list_doubtful(connection: Connection, limit: int) -> list[Doubtful]:
    """Pairs of events in two incidents that may be one, the likeliest first: for people to judge."""
    found = list(islice(iter_doubtful(connection), limit))
    homes = find_members(connection, (event for a, b, _ in found for event in (a, b)))
    return [Doubtful(a, b, round(p, 3), homes[a], homes[b]) for a, b, p in found]


def find_incident(incidents: Sequence[Incident], connection: Connection, name: str) -> Incident:
    """The incident whose id, or one of whose events' ids, begins with ``name``; MarsadError for none or several."""
    ids = find_ids(connection, name) if name else []
    if len(ids) != 1:
        found = f"{len(ids)} incidents are meant: {', '.join(ids[:5])}" if ids else "there is no such incident"
        remedy = "Give more of the id" if ids else "marsad incidents lists them with their ids"
        raise MarsadError(f"{name!r}: {found}. {remedy}.")
    return next(one for one in incidents if one.incident_id == ids[0])
