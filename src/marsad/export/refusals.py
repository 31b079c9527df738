"""Reasons why a format cannot hold an incident; each says what to do with it."""

from __future__ import annotations

from .entries import Entry

DENIED = "denied or rejected: the format has no place to say so (xlsx, geojson and jsonl have)"
UNDATED = "no day, week or month is known, and the format needs a date (xlsx, geojson and jsonl take it)"
UNPLACED = "no place with coordinates is known, and the format needs one (xlsx, geojson and jsonl take it)"
UNNUMBERED = "its country is unknown, so it has no number"
NOT_LETHAL = "no deaths are told, and UCDP holds lethal events only"
CODES = {
    DENIED: "denied", UNDATED: "undated", UNPLACED: "unplaced", UNNUMBERED: "unnumbered", NOT_LETHAL: "not-lethal",
}  # fmt: skip


def is_doubted(entry: Entry) -> bool:
    """Whether it is said not to have happened, or people rejected it."""
    return entry.incident.factuality == "denied" or entry.incident.status == "rejected"


def is_placed(entry: Entry) -> bool:
    """Whether it has coordinates."""
    place = entry.incident.location
    return place is not None and place.lat is not None and place.lon is not None
