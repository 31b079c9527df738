"""Finds the date wordings of a sentence; what they mean is asked of ``marsad.resolve.dates``.

Example: ``اندلعت أمس الثلاثاء اشتباكات`` gives one mention, ``أمس الثلاثاء``.
"""

from __future__ import annotations

from ..text.words import Words
from .date_cursor import DateCursor
from .date_lexicon import DateWord, date_lexicon
from .date_mentions import DateMention
from .date_phrases import read_phrase
from .date_spans import READERS
from .tags import DATE, tagged

__all__ = ["DateMention", "find_dates"]


def find_dates(words: Words, first: int, last: int) -> list[DateMention]:
    """Date mentions among words ``first`` ≤ i < ``last`` (one sentence), in order, never overlapping."""
    lexicon = date_lexicon()
    ordinals, counted = lexicon.ordinals, lexicon.counted
    tokens, gaps = words.words, words.gaps
    mentions: list[DateMention] = []
    cursor: DateCursor | None = None
    resume = first
    for i in tagged(words, DATE, first, last):
        if i < resume:
            continue
        token = tokens[i]
        # A bare number that no month follows; numbers are many, dates few.
        bare = i + 1 < last and (token in ordinals or token.isdigit())
        if bare and tokens[i + 1] not in counted and gaps[i + 1] == " ":
            continue
        if cursor is None:
            cursor = DateCursor(tokens, gaps, first, last)
        mention = _read_at(cursor, i)
        if mention is not None:
            mention.text = words.raw(mention.first, mention.last)
            mentions.append(mention)
            resume = mention.last + 1
    return mentions


def _read_at(cursor: DateCursor, at: int) -> DateMention | None:
    """The mention that starts at word ``at``, if any; the longest wording is tried first."""
    cursor.at = at
    fitting = cursor.readings()
    plain = not fitting or cursor.words[at] not in date_lexicon().prepositions
    for entry in () if plain else fitting:
        reader = READERS.get(entry.role)
        if reader is None:
            plain = True
            if not entry.tail:
                continue
            break
        cursor.start(at)
        cursor.at = at + 1 + len(entry.tail)
        if reader(cursor, entry):
            return _finish(cursor)
    if not plain:
        return None
    cursor.start(at)
    if read_phrase(cursor) or _read_alone(cursor, at, fitting):
        return _finish(cursor)
    return None


def _read_alone(cursor: DateCursor, at: int, fitting: tuple[DateWord, ...]) -> bool:
    """A time without a day: ``الساعة الخامسة مساء``, ``صباحا``, ``في وقت سابق``."""
    if cursor.found.clock:
        return True
    definite = cursor.words[at].startswith("ال")
    for entry in fitting:
        if entry.role == "vague" or (entry.role == "todadv" and not definite):
            cursor.start(at)
            cursor.at = at + 1 + len(entry.tail)
            found = cursor.found
            found.vague = entry.role == "vague"
            found.clock = not found.vague
            found.kind = "vague" if found.vague else "clock"
            return True
    return False


def _finish(cursor: DateCursor) -> DateMention:
    found = cursor.found
    found.last = cursor.at - 1
    if cursor.word(-1) == "من" and found.last > found.first:
        found.last -= 1
    dated = found.offset is not None or found.weekday is not None or found.month is not None
    if dated or found.unit is not None or found.year is not None:
        found.clock = False
    if not found.kind:
        found.kind = _kind_of(found)
    return found


def _kind_of(found: DateMention) -> str:
    if found.clock:
        return "clock"
    if (found.offset or 0) > 0 or (found.relation or 0) > 0 or (found.unit is not None and found.unit_offset > 0):
        return "future"
    if found.offset is not None:
        return "day-offset"
    if found.day is not None or found.month is not None or found.year is not None:
        return "absolute"
    if found.weekday is not None:
        return "weekday"
    return "relative-span"
