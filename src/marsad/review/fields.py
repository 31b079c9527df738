"""The fields of an event that a reviewer may set, and how an edit becomes decided slots with their evidence.

A whole field takes its evidence along: the words that the reviewer selected, or none, and then it is the reviewer who
says so. A detail (the end of a span of days, the site in a town) leaves the words of its field as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from ..errors import ReviewError
from .proposals import FieldEdit
from .slots import OUTCOMES, SLOTS, Record, set_slot, slot_evidence, slot_value
from .values import (
    FACTUALITIES,
    check_dates,
    one_of,
    parse_actors,
    parse_attribution,
    parse_background,
    parse_casualties,
    parse_cause,
    parse_date,
    parse_location,
    parse_type,
    parse_weapons,
    refuse,
)
from .wordings import read_wording


class Field(NamedTuple):
    """A field: the slot it is in, how its value is read, and whether it is a detail of that slot."""

    slot: str
    parse: Callable[[str, Any, Record], Record]
    detail: bool = False


def _set_actors(field: str, value: Any, record: Record) -> Record:
    side = field.partition(".")[2]
    others = [actor for actor in record["actors"] if actor["side"] != side]
    return {"actors": [*others, *parse_actors(field, value, side, record["date"])]}


def _set_casualties(field: str, value: Any, record: Record) -> Record:
    outcome = field.partition(".")[2]
    others = [toll for toll in record["casualties"] if outcome and toll["outcome"] != outcome]
    return {"casualties": [*others, *parse_casualties(field, value)]}


def _set_date_detail(field: str, value: Any, record: Record) -> Record:
    dates = {**slot_value(record, "date"), field: value or None}
    return check_dates(field, dates)


def _set_place_detail(field: str, value: Any, record: Record) -> Record:
    if record["location"] is None:
        raise refuse(field, value, "Set location first", "value.placeless")
    name = field.partition(".")[2]
    if name == "precision":
        value = int(one_of(field, str(value), ("1", "2", "3")))
    return {"location": {**record["location"], name: value or None}}


FIELDS: dict[str, Field] = {
    "event_type": Field("event_type", parse_type, detail=True),  # its word announces the event, whatever it is called
    "sub_event_type": Field("event_type", parse_type, detail=True),
    "plover": Field("event_type", parse_type, detail=True),
    "date": Field("date", lambda field, value, record: parse_date(field, value)),
    "date_end": Field("date", _set_date_detail, detail=True),
    "date_precision": Field("date", _set_date_detail, detail=True),
    "location": Field("location", lambda field, value, record: {"location": parse_location(field, value)}),
    "location.site": Field("location", _set_place_detail, detail=True),
    "location.precision": Field("location", _set_place_detail, detail=True),
    "origin": Field("origin", lambda field, value, record: {"origin": parse_location(field, value)}),
    "destination": Field("destination", lambda field, value, record: {"destination": parse_location(field, value)}),
    "actors.1": Field("actors.1", _set_actors),
    "actors.2": Field("actors.2", _set_actors),
    "actors.other": Field("actors.other", _set_actors),
    "casualties": Field("casualties", _set_casualties),
    **{f"casualties.{outcome}": Field("casualties", _set_casualties, detail=True) for outcome in OUTCOMES},
    "weapons": Field("weapons", lambda field, value, record: {"weapons": parse_weapons(field, value)}),
    "cause": Field("cause", lambda field, value, record: {"cause": parse_cause(field, value)}),
    "attribution": Field(
        "attribution", lambda field, value, record: {"attribution": parse_attribution(field, value, record)}
    ),
    "factuality": Field("factuality", lambda field, value, record: {"factuality": one_of(field, value, FACTUALITIES)}),
    "background": Field("background", lambda field, value, record: {"background": parse_background(field, value)}),
}
# What people call them at the keys of the workbench, and what evidence is filed under.
_ALSO = {
    "type": "sub_event_type", "place": "location", "side1": "actors.1", "side2": "actors.2", "source": "attribution",
    "actors[1]": "actors.1", "actors[2]": "actors.2", "actors[other]": "actors.other",
}  # fmt: skip


def parse_edits(
    edits: Sequence[FieldEdit], event: Record, text: str, published: str | None
) -> dict[str, Record]:  # fmt: skip
    """Decided slots by name: ``value``, and ``evidence`` in the report's text; ReviewError names field and remedy.

    ``published`` reads relative dates.
    """
    if not edits:
        raise ReviewError(f"no field is named. Give one of {', '.join(FIELDS)} and its value.", "fields.none")
    record = dict(event)
    touched: list[str] = []
    for edit in edits:
        name = _ALSO.get(edit.field, edit.field)
        field = FIELDS.get(name)
        if field is None:
            message = f"{edit.field!r} is no field that can be set. Choose from {', '.join(FIELDS)}."
            raise ReviewError(message, "field.unknown", field=edit.field)
        quote = _quote(name, edit, text)
        value = edit.value
        if value is msgspec.UNSET:
            value = read_wording(name, _selected(edit, quote), published)
        record.update(field.parse(name, value, record))
        if quote is not None:
            _set_wording(record, name, field, str(quote["text"]))
        _set_evidence(record, name, field, quote)
        touched.append(field.slot)
    return {
        slot: {"value": slot_value(record, slot), "evidence": slot_evidence(record, slot)} for slot in SLOTS
        if slot in touched
    }  # fmt: skip


def _quote(name: str, edit: FieldEdit, text: str) -> Record | None:
    """The selected words as evidence."""
    if edit.start is None and edit.end is None:
        return None
    start, end = edit.start or 0, edit.end or 0
    if not 0 <= start < end <= len(text):
        raise refuse(name, f"{start}:{end}", f"Select words of the text, from 0 to {len(text)}")
    return {"field": name, "start": start, "end": end, "text": text[start:end]}


def _selected(edit: FieldEdit, quote: Record | None) -> str:
    if quote is None:
        message = f"{edit.field}: there is neither a value nor words. Give one of the two."
        raise ReviewError(message, "field.empty", field=edit.field)
    return str(quote["text"])


def _set_wording(record: Record, name: str, field: Field, words: str) -> None:
    """The selected words are how the report writes the value; what has words of its own keeps them."""
    slot, side = SLOTS[field.slot], SLOTS[field.slot].side
    key = slot.fields[0]
    if name == "date":
        record["date_text"] = words
    elif name in ("location", "origin", "destination") and record[key] is not None:
        record[key] = {**record[key], "name": words}
    elif side is not None and sum(one["side"] == side for one in record[key]) == 1:
        record[key] = [{**one, "mention": words} if one["side"] == side else one for one in record[key]]
    elif key in ("casualties", "weapons"):
        record[key] = [{**one, "text": one["text"] or words} for one in record[key]]
    elif key == "cause" and record[key] is not None:
        record[key] = {**record[key], "text": record[key]["text"] or words}


def _set_evidence(record: Record, name: str, field: Field, quote: Record | None) -> None:
    """Whole fields give up their former words; details keep them, but for those filed under their own name."""
    slot = SLOTS[field.slot]
    file = name if name in slot.evidence else next(iter(slot.evidence), None)
    if file is None or (field.detail and quote is None and file != name):
        return
    kept = [one for one in slot_evidence(record, slot.name) if field.detail and one["field"] != file]
    found = [{**quote, "field": file}] if quote is not None else []
    set_slot(record, slot.name, slot_value(record, slot.name), [*kept, *found])
