"""Which event of a new coding is which of the old one, though its id changed.

An id follows from type, day, place and trigger, so an event that is coded as another type has another id. It is the
same event when the sum of weighted likenesses (``likeness.csv``) is enough: انفجار coded as a mine and now as a shell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from ..model import Event, Evidence

Pair = tuple[Event | None, Event | None]  # before, after

_ENOUGH = "enough"


def pair_events(before: Sequence[Event], after: Sequence[Event]) -> list[Pair]:
    """Every event once: those with one id, then the likest, in the order of the new coding; what is gone comes last."""
    old, new = {event.event_id: event for event in before}, {event.event_id: event for event in after}
    partner = {key: key for key in new if key in old}
    lost, fresh = [old[key] for key in old if key not in new], [new[key] for key in new if key not in old]
    partner |= {b.event_id: a.event_id for a, b in _likest(lost, fresh)}
    pairs: list[Pair] = [(old.get(partner.get(key, "")), event) for key, event in new.items()]
    taken = set(partner.values())
    return pairs + [(event, None) for event in lost if event.event_id not in taken]


def _likest(lost: Sequence[Event], fresh: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Pairs that are like enough, the likest first, each event in one."""
    enough = _weights()[_ENOUGH]
    scored = [(likeness(a, b), -i, -j) for i, a in enumerate(lost) for j, b in enumerate(fresh)]
    pairs: list[tuple[Event, Event]] = []
    used: set[str] = set()
    for score, i, j in sorted(scored, reverse=True):
        a, b = lost[-i], fresh[-j]
        if score >= enough and not used & {f"before {a.event_id}", f"after {b.event_id}"}:
            used |= {f"before {a.event_id}", f"after {b.event_id}"}
            pairs.append((a, b))
    return pairs


def likeness(a: Event, b: Event) -> float:
    """The sum of the weights of what two records have in common; what neither says counts for nothing."""
    weights = _weights()
    shares = {
        "trigger": _same_trigger(a, b),
        "place": _place(a) is not None and _place(a) == _place(b),
        "actors": _share({x.actor_id or x.name_ar for x in a.actors}, {x.actor_id or x.name_ar for x in b.actors}),
        "words": _share({span.text for span in a.evidence}, {span.text for span in b.evidence}),
        "type": a.event_type == b.event_type,
        "date": a.date is not None and a.date == b.date,
        "sub_type": a.sub_event_type == b.sub_event_type,
    }
    return sum(weights[feature] * share for feature, share in shares.items())


@cache
def _weights() -> dict[str, float]:
    text = (files("marsad") / "custody" / "likeness.csv").read_text(encoding="utf-8")
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(io.StringIO(text))}


def _same_trigger(a: Event, b: Event) -> float:
    """1 when the trigger stands at the same place, longer or shorter; half when only the word is the same."""
    best = 0.0
    for one in _triggers(a):
        for other in _triggers(b):
            within = one.text in other.text or other.text in one.text
            if within and one.start < other.end and other.start < one.end:
                return 1.0
            best = max(best, 0.5 * (one.text == other.text))
    return best


def _triggers(event: Event) -> list[Evidence]:
    return [span for span in event.evidence if span.field == "event_type"]


def _place(event: Event) -> str | None:
    place = event.location
    return None if place is None else place.gazetteer_id or place.name


def _share(one: Iterable[str], other: Iterable[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first | second else 0.0
