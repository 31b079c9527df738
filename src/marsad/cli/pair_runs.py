"""Judging incidents: from the ids a person gives to the events that are held against each other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from ..errors import ReviewError
from ..review.proposals import Confirm, Dispute, Judge, Merge, Split
from ..store.incidents import find_ids, find_members, list_members
from .homes import require_home
from .incident_views import read_incidents
from .review_runs import person, reading, resolve_dossier, run_proposal


def judge_events(a: str, b: str, verdict: str, by: str | None, as_json: bool) -> None:
    """Hold two events against each other."""
    with reading() as connection:
        one, other = (resolve_dossier(connection, name).coded.event_id for name in (a, b))
    run_proposal(Judge(by=person(by), a=one, b=other, verdict=verdict), as_json)


def merge_incidents(names: Sequence[str], by: str | None, as_json: bool) -> None:
    """The incidents that these names mean are one."""
    require_home()
    with read_incidents() as connection:
        parts = {_incident(connection, name): name for name in names}
        if len(parts) < 2:
            raise ReviewError("they are one incident already. Name two or more: marsad incidents lists them.")
        events = [sorted(list_members(connection, [key])) for key in parts]
    run_proposal(Merge(by=person(by), parts=events), as_json)


def split_incident(names: Sequence[str], by: str | None, as_json: bool) -> None:
    """These events are another happening than the rest of their incident."""
    require_home()
    with read_incidents() as connection:
        taken = {resolve_dossier(connection, name).coded.event_id for name in names}
        homes = set(find_members(connection, taken).values())
        rest = sorted(list_members(connection, homes) - taken)
    if len(homes) != 1 or not rest:
        raise ReviewError("name some, not all, of the events of one incident: marsad incidents explain ID lists them.")
    run_proposal(Split(by=person(by), parts=[sorted(taken), rest]), as_json)


def decide_incident(
    kind: type[Confirm | Dispute], names: Sequence[str], words: str, by: str | None, as_json: bool
) -> None:  # fmt: skip
    """Say of the incident that these names mean whether it holds."""
    require_home()
    with read_incidents() as connection:
        keys = {_incident(connection, name) for name in names}
        if len(keys) != 1:
            raise ReviewError("these are several incidents. Name one: marsad incidents lists them.")
        events = sorted(list_members(connection, keys))
    run_proposal(kind(by=person(by), events=events, words=words), as_json)


def _incident(connection: Connection, name: str) -> str:
    """The incident whose id begins so, or that an event is in whose id begins so."""
    ids = find_ids(connection, name)
    if len(ids) != 1:
        found = f"it may be {', '.join(ids[:5])}; give more of the id" if ids else "there is no such incident"
        raise ReviewError(f"{name!r}: {found}. marsad incidents lists them with their ids.")
    return ids[0]
