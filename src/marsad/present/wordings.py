"""Fields of an event in words: what the record says on one side, the Arabic words it rests on on the other."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Actor, Casualty, Event, Evidence, Location, Report

_PRECISIONS = {1: "the place itself", 2: "near it", 3: "its governorate"}
_SIDES = {"1": "side 1", "2": "side 2", "other": "other"}
_SENTENCE_END = re.compile(r"[.!؟\n]")
_QUOTE = 240


class Row(NamedTuple):
    """A field: its name, what was coded, the words of the report."""

    name: str
    coded: str
    words: str


def rows_of(event: Event, report: Report) -> list[Row]:
    """The filled fields of an event, in the order a person asks for them, and last its sentence."""
    rows = [Row("what", f"{event.event_type} / {event.sub_event_type} ({event.plover})", _found(event, "event_type"))]
    rows.append(Row("when", when(event), event.date_text or ""))
    for name, place in (("where", event.location), ("from", event.origin), ("to", event.destination)):
        if place is not None:
            rows.append(Row(name, where(place), _place_words(place)))
    rows += [
        Row(_SIDES[side], who(actor), actor.mention) for side in _SIDES for actor in event.actors if actor.side == side
    ]
    rows += [Row(toll.outcome, count(toll, event), toll.text) for toll in event.casualties]
    rows += [Row("weapon", weapon.category, weapon.text) for weapon in event.weapons]
    if event.cause is not None:
        rows.append(Row("why", event.cause.category, event.cause.text))
    if event.attribution is not None and (event.attribution.kind or event.attribution.source):
        rows.append(Row("says", event.attribution.kind or "", event.attribution.source or ""))
    told = ", told as background" if event.background else ""
    rows.append(Row("sure", f"{event.factuality}{told}; confidence {event.confidence:.2f}", quote(event, report)))
    return rows


def when(event: Event) -> str:
    """``2021-03-09``; a span, a coarse precision and an unknown date say so."""
    if event.date is None:
        return "not known"
    span = f" to {event.date_end}" if event.date_end else ""
    return f"{event.date}{span}" + ("" if event.date_precision == "day" else f" ({event.date_precision})")


def where(place: Location) -> str:
    """``Al-Asharah, Deir ez-Zor, SY (34.921, 40.560)``, with the precision when it is not the place itself."""
    names = dict.fromkeys(name for name in (place.name_en, place.admin1, place.country) if name)
    text = ", ".join(names) or "not in the gazetteer"
    if place.lat is not None and place.lon is not None:
        text += f" ({place.lat:.3f}, {place.lon:.3f})"
    if place.precision is not None and place.precision > 1:
        text += f", {_PRECISIONS.get(place.precision, place.precision)}"
    return text


def _place_words(place: Location) -> str:
    return "، ".join(part for part in (place.site, place.name or place.name_ar) if part)


def who(actor: Actor) -> str:
    """``National Defence Forces (political-militia)``; what the registry does not know has only its kind."""
    name = f"{actor.name_en} ({actor.kind})" if actor.name_en else actor.kind
    extra = " alongside" if actor.associated else ""
    people = ", ".join(f"{p.name} ({p.role})" if p.role else p.name for p in actor.persons)
    return name + extra + (f": {people}" if people else "")


def count(toll: Casualty, event: Event) -> str:
    """``2``, ``2 or more``, ``3 to 5, best 4``, and of whom."""
    low, best, high = toll.low, toll.best, toll.high
    if best is not None and low in (best, None) and high in (best, None):
        text = str(best)
    elif high is not None:
        text = f"{low or 0} to {high}" + (f", best {best}" if best is not None else "")
    else:
        text = f"{low or 0} or more" if best is None else f"{best}, at least {low or 0}"
    parts = [f"{n} {name}" for n, name in ((toll.children, "children"), (toll.women, "women")) if n]
    return f"{text} {_group(toll.group, event)}" + (f" (among them {', '.join(parts)})" if parts else "")


def _group(group: str, event: Event) -> str:
    """The name of the actor hit, where the registry has one."""
    names = {actor.actor_id: actor.name_en for actor in event.actors if actor.actor_id and actor.name_en}
    return "of " + (names.get(group) or group) if group not in ("unknown", "civilians") else f"({group})"


def _found(event: Event, field: str) -> str:
    evidence = find_evidence(event, field)
    return evidence.text if evidence else ""


def find_evidence(event: Event, field: str) -> Evidence | None:
    """The first words a field rests on."""
    return next((evidence for evidence in event.evidence if evidence.field == field), None)


def quote(event: Event, report: Report) -> str:
    """The sentence that announces the event, at most 240 characters around its trigger."""
    evidence = find_evidence(event, "event_type") or (event.evidence[0] if event.evidence else None)
    if evidence is None:
        return ""
    text = report.text
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, evidence.start)), default=0)
    stop = _SENTENCE_END.search(text, evidence.end)
    end = stop.start() if stop else len(text)
    room = max(0, _QUOTE - (evidence.end - evidence.start)) // 2
    low, high = max(start, evidence.start - room), min(end, evidence.end + room)
    low = low if low == start else text.find(" ", low, evidence.start) + 1 or evidence.start
    high = high if high == end else max(text.rfind(" ", evidence.end, high), evidence.end)
    before, after = "… " if low > start else "", " …" if high < end else ""
    return before + text[low:high].strip() + after
