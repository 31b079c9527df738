"""Running the commands of the review: which event is meant, the decision, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC

import msgspec
from sqlalchemy import Connection

from ..custody import open_record
from ..errors import ReviewError
from ..folders import current_user
from ..review import Dossier, decide, find_dossiers
from ..review.decisions import Decision
from ..review.offers import find_offers
from ..review.proposals import AnyProposal
from ..review.ratings import list_disputes
from ..store import Store, open_store
from ..store.event_versions import find_event_ids
from ..store.queues import find_claimed
from .endings import put, say_waiting
from .homes import require_home
from .review_views import describe, describe_offer

Make = Callable[[Dossier, str], AnyProposal]
"""The proposal of a person on an event."""


def person(by: str | None) -> str:
    """Who decides."""
    return by or current_user()


@contextmanager
def reading() -> Iterator[Connection]:
    """The store, for looking only."""
    with open_store(require_home()) as store, store.transaction() as connection:
        yield connection


@contextmanager
def writing(by: str | None) -> Iterator[Store]:
    """The store, for deciding; a signed checkpoint closes the run."""
    with open_record(require_home(), on_wait=say_waiting, by=person(by)) as store:
        yield store


def resolve_dossier(connection: Connection, name: str) -> Dossier:
    """The event whose id is this or begins so; ReviewError when there is none, or several."""
    ids = find_event_ids(connection, name)
    found = find_dossiers(connection, [name] if name in ids else ids)
    meant = {dossier.coded.event_id: dossier for dossier in found.values()}
    if not meant:
        raise ReviewError(f"event {name}: there is no such event. marsad queue lists what waits, marsad events all.")
    if len(meant) > 1:
        raise ReviewError(f"event {name}: it may be {', '.join(sorted(meant))}. Give more of the id.")
    return next(iter(meant.values()))


def resolve_handed(connection: Connection, store: Store, by: str) -> Dossier:
    """The event that was handed out to a person."""
    held = find_claimed(connection, by, store.clock().astimezone(UTC).isoformat(timespec="milliseconds"))
    if held is None:
        raise ReviewError(f"no event is handed out to {by}. Give the id of one, or run marsad review next.")
    return resolve_dossier(connection, held.event_id)


def run_on_event(name: str | None, by: str | None, as_json: bool, make: Make) -> None:
    """Decide on one event, and say so."""
    who = person(by)
    with writing(by) as store:
        with store.transaction() as connection:
            dossier = resolve_dossier(connection, name) if name else resolve_handed(connection, store, who)
        run(store, make(dossier, who), as_json)


def run_proposal(proposal: AnyProposal, as_json: bool) -> None:
    """Take any other decision, and say so."""
    with writing(proposal.by) as store:
        run(store, proposal, as_json)


def run(store: Store, proposal: AnyProposal, as_json: bool) -> None:
    """Decide, and say what was decided and what can be done next."""
    decision = decide(store, proposal)
    if as_json:
        put(encode(decision) + "\n")
        return
    put("".join(describe_offer(offer) for offer in find_offers(decision)))
    put(f"{describe(decision)}\nNext: marsad review next · marsad review undo · marsad review log\n")


def encode(decision: Decision) -> str:
    """A decision as JSON, without the coded record it was based on."""
    told = msgspec.to_builtins(decision)
    coded = told.pop("coded")
    told["event_hash"] = coded["event_hash"] if coded else None
    told["offers"] = msgspec.to_builtins(find_offers(decision))
    return msgspec.json.encode(told).decode()


def disputed_codings(dossier: Dossier) -> list[int]:
    """The decisions in which coders differ on an event, for an adjudication to name."""
    with reading() as connection:
        ratings = list_disputes(connection).get(dossier.coded.event_id, [])
    if not ratings:
        raise ReviewError(f"event {dossier.coded.event_id}: no coders differ on it. Leave out --settle.")
    return [one.decision for one in ratings if one.decision is not None]
