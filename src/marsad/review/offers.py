"""What a correction may teach: an alias for the words that were read wrongly, in one report, an area, or everywhere.

Nothing is learned by itself: an offer becomes an alias once a person has seen what it would change and adopts it.

Example: the place «الحسينية» was corrected to the one of Deir ez-Zor: here, in SY/Deir ez-Zor, or everywhere?
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..lexicon.aliases import DISTRICT, EVERYWHERE, REPORT, Alias
from .decisions import Decision
from .slots import Record, slot_evidence


class Offer(msgspec.Struct, frozen=True):
    """A wording and what it was corrected to, with its names; ``choices`` are the aliases that it may become."""

    kind: str
    wording: str
    target: str
    name_ar: str
    name_en: str | None
    choices: list[Alias]


def find_offers(decision: Decision) -> list[Offer]:
    """What an edit offers: none when it names no wording that could be read otherwise."""
    if decision.action != "edit" or decision.coded is None:
        return []
    before, slots = decision.coded.record, decision.detail["slots"]
    found = [*_of_place(before, slots.get("location"))]
    for name in ("actors.1", "actors.2", "actors.other"):
        found += _of_actors(before, name, slots.get(name))
    place = slots["location"]["value"]["location"] if "location" in slots else before["location"]
    return [
        Offer(kind, wording, target, *names, list(_choices(decision, kind, wording, target, place)))
        for kind, wording, target, names in found
    ]


Found = tuple[str, str, str, tuple[str, str | None]]  # kind, wording, target, its names


def _of_place(before: Record, slot: Record | None) -> Iterator[Found]:
    after = slot["value"]["location"] if slot is not None else None
    if slot is None or after is None or not after["gazetteer_id"]:
        return
    coded = before["location"] or {}
    wording = next((one["text"] for one in slot["evidence"] if one["field"] == "location"), coded.get("name"))
    if wording and coded.get("gazetteer_id") != after["gazetteer_id"]:
        yield "place", wording, after["gazetteer_id"], (after["name_ar"] or after["name"], after["name_en"])


def _of_actors(before: Record, name: str, slot: Record | None) -> Iterator[Found]:
    """An actor that came in place of one, or that words were selected for."""
    if slot is None:
        return
    side = name.partition(".")[2]
    old = {one["mention"]: one["actor_id"] for one in before["actors"] if one["side"] == side}
    fresh = [one for one in slot["value"]["actors"] if one["actor_id"] and one["actor_id"] not in old.values()]
    kept = {one["actor_id"] for one in slot["value"]["actors"]}
    gone = [mention for mention, actor_id in old.items() if actor_id not in kept]
    words = [one["text"] for one in slot["evidence"]] if slot["evidence"] != slot_evidence(before, name) else []
    wordings = words or gone
    if len(fresh) == 1 and len(wordings) == 1:
        yield "actor", wordings[0], fresh[0]["actor_id"], (fresh[0]["name_ar"], fresh[0]["name_en"])


def _choices(decision: Decision, kind: str, wording: str, target: str, place: Record | None) -> Iterator[Alias]:
    """Here, in the district and the governorate of the event, everywhere."""
    assert decision.coded is not None
    said = {"kind": kind, "wording": wording, "target": target, "decision": str(decision.number)}
    yield Alias(**said, scope=REPORT, area=str(decision.coded.record["report_id"]))
    units = [place[name] for name in ("country", "admin1", "admin2")] if place is not None else []
    known = units[: units.index(None)] if None in units else units
    for depth in (3, 2):
        if len(known) >= depth:
            yield Alias(**said, scope=DISTRICT, area="/".join(known[:depth]))
    yield Alias(**said, scope=EVERYWHERE)
