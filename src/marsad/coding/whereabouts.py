"""When and where a happening was, told in a sentence after it.

Example: ``اغتال مجهولون شابين. ووقعت الحادثة في بلدة طفس`` was in Tafas.
Source: codebook, ruling 1 (a sentence that continues the story).
"""

from __future__ import annotations

from dataclasses import dataclass

from ..find.date_mentions import DateMention
from ..find.places import PlaceMention
from ..lexicon.grammars import load_grammar
from .sentences import Sentence
from .wordings import bare

_NEAR = 3  # words between the verb and the deed, and from the deed to its verb


@dataclass(slots=True, frozen=True)
class Whereabouts:
    """The place and the day that a sentence tells of the deed before it."""

    place: PlaceMention | None
    date: DateMention | None


def find_whereabouts(sentence: Sentence) -> Whereabouts | None:
    """What the sentence says of ``الحادثة``: where it was and when; None when it says neither."""
    grammar, texts = load_grammar(), sentence.texts
    for at in range(sentence.first, sentence.last):
        if grammar.took_place.isdisjoint((texts[at], bare(texts[at]))):
            continue
        if sentence.before(at) in grammar.plain_relative:
            continue  # على خلفية الاشتباكات التي حصلت قبل أسبوع: another deed
        beside = texts[max(sentence.first, at - _NEAR) : min(sentence.last, at + 1 + _NEAR)]
        if grammar.the_deed.isdisjoint(beside) or not grammar.nth.isdisjoint(beside):
            continue  # ووقع الهجوم الأول في درعا: one of several
        place = next((m for m in sentence.places if m.first > at and _is_scene(m)), None)
        day = next((d for d in sentence.dates if d.dates), None)
        return Whereabouts(place, day) if place is not None or day is not None else None
    return None


def _is_scene(mention: PlaceMention) -> bool:
    """No home or road; a town is where it was though a source speaks: ذكرت مصادر أن الحادثة وقعت في جبلة."""
    return mention.role in ("", "outlet") and not mention.anaphor and mention.location is not None
