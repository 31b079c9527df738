"""What the first page and the pages of actors and places show of a selection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from .. import __version__
from ..analyse import chart_counts, count, draw_network, ego_of
from ..lexicon.actors import ActorEntry, load_registry
from ..lexicon.tables import lexicons_version
from ..model import Filter, Incident
from ..review.ignorings import Ignored, Kind, find_ignored, subject_of
from ..store.facets import count_facets
from ..store.incident_selections import count_incidents, list_incident_records
from ..store.queries import count_states
from ..store.rankings import rank_actors, rank_places
from ..store.selections import count_events
from .events import answer, tell_count
from .incidents import read_lately
from .problems import Refusal
from .readings import Here, Reading, Wanted
from .validators import ValidatedRoute

router = APIRouter(tags=["overview"], route_class=ValidatedRoute)
_CHARTED = 20_000  # incidents, the latest; charts of more say so
_RANKED = 500
_TIES = 150  # what a browser draws and a person reads
_incident = msgspec.json.Decoder(Incident)
Language = Literal["ar", "en"]


@router.get("/about")
def tell_about(connection: Reading, serving: Here) -> Response:
    """Versions, the data folder, who decides, how much there is."""
    everything = Filter()
    waiting = Filter(status=("unreviewed",))
    told = {
        "version": __version__, "lexicons": lexicons_version(), "home": str(serving.home), "user": serving.user,
        "counts": {
            "events": count_events(connection, everything), "incidents": count_incidents(connection, everything),
            "reports": count_states(connection)["accepted"], "queue": count_events(connection, waiting),
        },
    }  # fmt: skip
    return answer(told)


@router.get("/overview")
def show_overview(request: Request, wanted: Wanted, language: Language = "ar") -> Response:
    """Counts, tolls and charts of a selection, and what became of all inputs."""
    with read_lately(request) as connection:
        found = [_incident.decode(record) for _, _, record in list_incident_records(connection, wanted, None, _CHARTED)]
        facets = count_facets(connection, wanted, ("outlet",))
        states = count_states(connection)
        told = {
            "events": count_events(connection, wanted), "incidents": count_incidents(connection, wanted),
            "reports": states.pop("accepted"), "outlets": sum(one.value is not None for one in facets["outlet"]),
            "killed": _sum_tolls(found, "killed"), "wounded": _sum_tolls(found, "wounded"), "states": states,
            "charts": {"weeks": chart_counts(count(found, "week", "type"), language)} if found else {},
            "places": [
                tell_count("place", one.name, one.events, one.name_en) for one in rank_places(connection, wanted, 10)
            ],
            "actors": [tell_count("actor", one.name, one.events) for one in rank_actors(connection, wanted, 10)],
        }  # fmt: skip
    return answer(told)


def _sum_tolls(incidents: list[Incident], outcome: str) -> dict[str, int]:
    """The least and the most that the incidents add up to; a group without a figure counts as its lower bound."""
    tolls = [toll for one in incidents for toll in one.casualties if toll.outcome == outcome]
    low = sum(toll.low or toll.best or 0 for toll in tolls)
    high = sum(toll.high or toll.best or toll.low or 0 for toll in tolls)
    return {"low": low, "high": high}


@router.get("/actors")
def list_actors(connection: Reading, wanted: Wanted) -> Response:
    """Actors by number of events; those without ``actor_id`` are names that the registry does not know."""
    entries = load_registry().entries
    ranked = rank_actors(connection, wanted, _RANKED)
    ignored = find_ignored(connection)
    return answer([
        _actor_row(entries.get(one.name), one.name, one.kind, one.events) | _ignoring(ignored, "actor", one.name)
        for one in ranked
    ])  # fmt: skip


def _ignoring(ignored: Mapping[str, Ignored], kind: Kind, name: str) -> dict[str, int | None]:
    """The decision by which nobody need say what a name means."""
    found = ignored.get(subject_of(kind, name))
    return {"ignored": found.decision if found is not None else None}


def _is_class(name: str) -> bool:
    """Civilians, protesters, unknown gunmen: no organisations, but nobody need resolve them."""
    return name.isascii() and name.islower()


def _actor_row(entry: ActorEntry | None, name: str, kind: str, events: int) -> dict[str, Any]:
    return {
        "actor_id": name if entry is not None or _is_class(name) else None,
        "name_ar": entry.name_ar if entry is not None else name,
        "name_en": entry.name_en if entry is not None else None, "kind": kind,
        "country": entry.country if entry is not None else None, "events": events,
    }  # fmt: skip


@router.get("/actors/{actor_id}")
def show_actor(actor_id: str, request: Request, wanted: Wanted) -> Response:
    """An actor of the registry, whom it belongs to, and whom it stood against and beside in the selection."""
    registry = load_registry()
    entry = registry.entries.get(actor_id)
    if entry is None:
        raise Refusal(404, f"There is no actor {actor_id[:80]}.", "missing.actor", id=actor_id[:80])
    own = msgspec.structs.replace(wanted, actor=(actor_id,))
    with read_lately(request) as connection:
        row = _actor_row(entry, actor_id, entry.kind, count_events(connection, own))
        ties = _find_ties(connection, own, actor_id)
    groups = [
        {"to": to, **_names(registry.entries.get(to), to), "from": since, "until": until}
        for to, since, until in entry.affiliation
    ]
    return answer({**row, "affiliation": groups, "ties": ties})


def _names(entry: ActorEntry | None, otherwise: str) -> dict[str, str | None]:
    return {
        "name_ar": entry.name_ar if entry is not None else otherwise,
        "name_en": entry.name_en if entry is not None else None,
    }


def _find_ties(connection: Connection, wanted: Filter, actor_id: str) -> list[dict[str, Any]]:
    found = [_incident.decode(record) for _, _, record in list_incident_records(connection, wanted, None, _CHARTED)]
    ego = ego_of(draw_network(found), actor_id, _TIES)
    named = {node.actor.key: node.actor for node in ego.nodes}
    ties: dict[str, dict[str, int]] = {}
    for edge in ego.edges:
        if actor_id in (edge.one, edge.other):
            other = edge.other if edge.one == actor_id else edge.one
            way = "against" if edge.relation == "against" else "beside"
            ties.setdefault(other, {"against": 0, "beside": 0})[way] += edge.events
    known = load_registry().entries
    rows = [
        {
            "actor_id": other if other in known else None, "name_ar": named[other].ar, "name_en": named[other].en,
            **numbers,
        }
        for other, numbers in ties.items() if other in named
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row["against"] - row["beside"], row["name_ar"]))


@router.get("/places")
def list_places(connection: Reading, wanted: Wanted) -> Response:
    """Places by number of events, ``known`` to the gazetteer or not."""
    ignored = find_ignored(connection)
    return answer([
        one._asdict() | _ignoring(ignored, "place", one.name) for one in rank_places(connection, wanted, _RANKED)
    ])  # fmt: skip
