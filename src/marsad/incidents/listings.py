"""Incidents of the store, with what they have to do with one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import msgspec
from sqlalchemy import Connection

from ..errors import MarsadError
from ..link.chains import relate
from ..model import Incident, Related
from ..review.judgements import review_incidents
from ..store.incidents import find_ids, find_members, find_related, iter_doubtful, iter_incidents


class Doubtful(msgspec.Struct, frozen=True):
    """Two events of two incidents, and the probability that they are one happening."""

    a: str
    b: str
    p: float
    incident_a: str
    incident_b: str


_incident = msgspec.json.Decoder(Incident)
_UNDECIDED = "unreviewed"
_related = msgspec.json.Decoder(list[Related])


def list_incidents(connection: Connection, since: str | None = None) -> list[Incident]:
    """Incidents by day; with ``since`` (ISO day) those that lasted until then or later, and those without a day.

    What people say of the incident itself counts more than what they said of its events.
    """
    told = {event: _related.decode(links) for event, links in find_related(connection).items()}
    found = relate([_incident.decode(record) for record in iter_incidents(connection)], told)
    reviews = review_incidents(connection, found)
    for one in found:
        decided = reviews[one.incident_id].status
        one.status = one.status if decided == _UNDECIDED else decided
    return [one for one in found if since is None or one.date is None or (one.date_end or one.date) >= since]


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
