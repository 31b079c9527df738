"""``link_tellings``: event records of any number of reports to incidents, the same for any order of the records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..model import Attribution, Incident, Telling
from . import values
from .blocks import iter_pairs
from .chains import relate
from .clusters import form_clusters
from .judgements import Judgements, pair_of
from .origins import find_origins
from .parties import key_of
from .scores import weigh
from .sketches import Sketch, sketch
from .tables import load_thresholds
from .tolls import find_timeline, merge_tolls
from .unions import unite_actors

_PARTY = "party-to-conflict"
NO_JUDGEMENTS: Judgements = {}


class Pair(NamedTuple):
    """Two events, the smaller id first, and the probability that they are one happening."""

    a: str
    b: str
    p: float


def link_tellings(tellings: Sequence[Telling], judgements: Judgements = NO_JUDGEMENTS) -> list[Incident]:
    """All incidents that tellings tell, by day; every telling is in exactly one."""
    by_id = {telling.event.event_id: telling for telling in tellings}
    sketches = [sketch(by_id[name]) for name in sorted(by_id)]
    clusters = cluster(sketches, find_pairs(sketches), judgements)
    incidents = [merge_tellings([by_id[name] for name in members]) for members in clusters]
    incidents.sort(key=order)
    return relate(incidents, {name: telling.event.related for name, telling in by_id.items() if telling.event.related})


def order(incident: Incident) -> tuple[str, str]:
    """Incidents by day, those without one last."""
    return incident.date or "9999", incident.incident_id


def find_pairs(sketches: Sequence[Sketch]) -> list[Pair]:
    """Pairs that may be one happening: at least as likely as is worth a person's look."""
    least = load_thresholds().suggest
    found: list[Pair] = []
    for one, other in iter_pairs(sketches):
        a, b = sketches[one], sketches[other]
        p = weigh(a, b)
        if p >= least:
            found.append(Pair(*pair_of(a.event_id, b.event_id), p))
    return found


def cluster(sketches: Iterable[Sketch], pairs: Iterable[Pair], judgements: Judgements) -> list[list[str]]:
    """Groups of event ids from pairs and judgements."""
    thresholds = load_thresholds()
    by_id = {item.event_id: item for item in sketches}
    links = {(pair.a, pair.b): pair.p for pair in pairs if pair.p >= thresholds.link}
    return form_clusters(by_id, links, lambda a, b: weigh(by_id[a], by_id[b]), judgements, thresholds.mean)


def merge_tellings(members: Iterable[Telling]) -> Incident:
    """One incident of its members, whatever their order. Rejected members stay listed and support no value."""
    listed = sorted(members, key=lambda telling: (telling.published or "9999", telling.event.event_id))
    heard = [telling for telling in listed if telling.status != "rejected"] or listed
    origins = find_origins(heard)
    told = [values.Told(telling, origin) for telling, origin in zip(heard, origins, strict=True)]
    (event_type, sub, plover), disputed = values.choose_types(told)
    (date, date_end, precision), dates = values.choose_dates(told)
    location, places = values.choose_place(told)
    origin, _ = values.choose_place(told, "origin")
    destination, _ = values.choose_place(told, "destination")
    cause, causes = values.choose_cause(told)
    factuality, doubts = values.choose_factuality(told)
    actors = unite_actors(heard)
    attributions = values.unite_attributions(told)
    sides = {key: actor.side for actor in actors for key in (actor.actor_id, actor.name_ar, key_of(actor)) if key}
    rivals = {**disputed, **dates, **places, **values.find_side_rivals(told), **causes, **doubts}
    independent = len(set(origins))
    return Incident(
        incident_id=_id_of(listed[0].event.event_id),
        events=[telling.event.event_id for telling in listed],
        reports=list(dict.fromkeys(telling.event.report_id for telling in listed)),
        event_type=event_type, sub_event_type=sub, plover=plover,
        date=date, date_end=date_end, date_precision=precision,
        location=location, origin=origin, destination=destination, actors=actors,
        casualties=merge_tolls(heard, origins, sides), weapons=values.unite_weapons(told), cause=cause,
        attributions=attributions,
        outlets=list(dict.fromkeys(telling.outlet for telling in listed if telling.outlet)),
        factuality=factuality, background=all(telling.event.background for telling in heard),
        origins=independent, one_source=independent == 1, party_only=_is_party_only(attributions),
        disagreements={field: said for field, said in rivals.items() if said},
        timeline=find_timeline(heard), confidence=values.find_confidence(told), status=_status_of(listed),
    )  # fmt: skip


def _id_of(first: str) -> str:
    return "i" + hashlib.sha256(f"incident\0{first}".encode()).hexdigest()[:15]


def _is_party_only(attributions: Sequence[Attribution]) -> bool:
    return bool(attributions) and all(said.kind == _PARTY for said in attributions)


def _status_of(listed: Sequence[Telling]) -> str:
    """confirmed when people accepted some and rejected none, rejected when they rejected all, disputed in between."""
    found = {telling.status for telling in listed}
    if found == {"rejected"}:
        return "rejected"
    accepted = bool(found & {"accepted", "edited"})
    if accepted and "rejected" in found:
        return "disputed"
    return "confirmed" if accepted else "unreviewed"
