"""The parts of an event that a person decides on one by one: type, date, place, each side, casualties and so on.

A slot is one or more fields of the record with the evidence that belongs to them. Confidence, coder and related events
belong to the coder and are in no slot.

Example: the slot ``actors.2`` of «قصفت قوات النظام بلدة التح» is the list of actors with side 2.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Record = dict[str, Any]
"""An event as JSON has it: the codebook's names, plain values."""


class Slot(NamedTuple):
    """``fields`` of the record; ``evidence`` are the fields that its evidence may be given for, the usual one first."""

    name: str
    fields: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    side: str | None = None  # of the actors that are meant


OUTCOMES = ("killed", "wounded", "captured", "abducted", "arrested", "missing", "displaced")
SLOTS = {
    slot.name: slot
    for slot in (
        Slot("event_type", ("event_type", "sub_event_type", "plover"), ("event_type",)),
        Slot("date", ("date", "date_end", "date_precision", "date_text"), ("date",)),
        Slot("location", ("location",), ("location", "location.site")),
        Slot("origin", ("origin",), ("origin",)),
        Slot("destination", ("destination",), ("destination",)),
        Slot("actors.1", ("actors",), ("actors[1]",), "1"),
        Slot("actors.2", ("actors",), ("actors[2]",), "2"),
        Slot("actors.other", ("actors",), ("actors[other]",), "other"),
        Slot("casualties", ("casualties",), tuple(f"casualties.{outcome}" for outcome in OUTCOMES)),
        Slot("weapons", ("weapons",), ("weapons",)),
        Slot("cause", ("cause",), ("cause",)),
        Slot("attribution", ("attribution",), ("attribution",)),
        Slot("factuality", ("factuality",)),
        Slot("background", ("background",)),
    )
}

_SIDES = ("1", "2", "other")
# What the registry and the gazetteer say of an id is theirs to mend: people decide which actor and which place.
# Wordings are compared as evidence.
_OF_THE_ACTOR = ("mention", "name_ar", "name_en", "kind", "country", "affiliation")
_OF_THE_PLACE = ("name", "name_ar", "name_en", "kind", "admin1", "admin2", "admin3", "country", "lat", "lon")
_PLACES = ("location", "origin", "destination")


def slot_value(record: Record, name: str) -> Record:
    """The fields of a slot; of the actors only those of its side."""
    slot = SLOTS[name]
    if slot.side is None:
        return {field: record[field] for field in slot.fields}
    return {"actors": [actor for actor in record["actors"] if actor["side"] == slot.side]}


def slot_evidence(record: Record, name: str) -> list[Record]:
    """The evidence of a slot."""
    fields = SLOTS[name].evidence
    return [one for one in record["evidence"] if one["field"] in fields]


def set_slot(record: Record, name: str, value: Record, evidence: list[Record] | None) -> None:
    """Put a value into the record, and its evidence over the former one; None leaves the evidence as it is."""
    slot = SLOTS[name]
    if slot.side is None:
        record.update(value)
    else:
        others = [actor for actor in record["actors"] if actor["side"] != slot.side]
        record["actors"] = sorted([*others, *value["actors"]], key=lambda actor: _SIDES.index(actor["side"]))
    if evidence is not None:
        record["evidence"] = [*(one for one in record["evidence"] if one["field"] not in slot.evidence), *evidence]


def core(record: Record, name: str) -> Record:
    """What of a slot a person decides on: ids rather than what is known of them, figures rather than wordings."""
    value = slot_value(record, name)
    if "date_text" in value:
        del value["date_text"]
    for field, content in value.items():
        if field == "actors":
            value[field] = [_without(actor, "actor_id", _OF_THE_ACTOR) for actor in content]
        elif field in _PLACES and content is not None:
            value[field] = _without(content, "gazetteer_id", _OF_THE_PLACE)
        elif field in ("casualties", "weapons"):
            value[field] = [{key: one for key, one in row.items() if key != "text"} for row in content]
    return value


def words(record: Record, name: str) -> list[str]:
    """The words that a slot rests on, wherever they stand."""
    return sorted(one["text"] for one in slot_evidence(record, name))


def with_value(record: Record, name: str, value: Record) -> Record:
    """A record like this one, with another value in one slot."""
    other = dict(record)
    set_slot(other, name, value, None)
    return other


def _without(value: Record, key: str, known: tuple[str, ...]) -> Record:
    return {name: one for name, one in value.items() if name not in known} if value.get(key) else value
