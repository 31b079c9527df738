"""Read distances from a place: ``على مسافة 30 كيلومتراً تقريباً إلى الجنوب الغربي من كركوك`` is 30 km, 225 degrees.

Example: ``12 كم شرق السخنة`` gives (12.0, 90.0).
"""

from __future__ import annotations

from .place_cursor import Cursor
from .place_mentions import PlaceMention

FARTHEST_KM = 200.0


def give_offset(cursor: Cursor, mention: PlaceMention) -> None:
    """Set ``mention.offset`` when a number, a word of distance and a bearing stand before the name."""
    vocabulary = cursor.vocabulary
    words = cursor.words[mention.cue_first : mention.first]
    at = next((n for n, word in enumerate(words) if word in vocabulary.distance_words), None)
    if at is None:
        return
    number = mention.cue_first + at - 1
    bearing = _bearing([vocabulary.bearings[w] for w in words[at:] if w in vocabulary.bearings])
    if bearing is None or number < cursor.first or not cursor.words[number][0].isdigit():
        return
    try:
        distance = float(cursor.words[number].replace(",", "."))
    except ValueError:
        return
    if 0 < distance <= FARTHEST_KM:
        mention.offset = (distance, bearing)
        mention.cue_first = mention.lead = number


def _bearing(degrees: list[int]) -> float | None:
    """Mean of one or two bearings; north and west are 315, not 135."""
    if not degrees:
        return None
    first, second = degrees[0], degrees[1] if len(degrees) > 1 else degrees[0]
    gap = abs(first - second)
    if gap == 180:
        return None
    return ((first + second) / 2 + (180 if gap > 180 else 0)) % 360
