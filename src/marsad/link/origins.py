"""Independent origins of an incident: who told it first-hand (codebook section 7).

Copies and near copies of one text are one origin, and so is everything that quotes one named source: an outlet that
writes "بحسب المرصد السوري" adds nothing to the report of the Observatory itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..model import Telling
from ..text.folding import fold_word
from .tables import load_words

_NAMED = frozenset(("named-organisation", "official", "other-media", "party-to-conflict"))


def find_origins(tellings: Sequence[Telling]) -> list[int]:
    """For each telling the number of its origin, counted from 0 in the order given."""
    found: list[int] = []
    for number, telling in enumerate(tellings):
        same = [found[i] for i in range(number) if _share(tellings[i], telling)]
        found.append(min(same, default=number))
        joined = set(same)
        found = [found[number] if origin in joined else origin for origin in found]
    order = {origin: number for number, origin in enumerate(dict.fromkeys(found))}
    return [order[origin] for origin in found]


def _share(a: Telling, b: Telling) -> bool:
    """Whether two tellings come from one text, one report, or one named source."""
    if a.event.report_id == b.event.report_id or (a.origin is not None and a.origin == b.origin):
        return True
    return _same_name(source_of(a), source_of(b))


def source_of(telling: Telling) -> str | None:
    """Who is behind a telling: the source it names, else its outlet; None when neither is known."""
    attribution = telling.event.attribution
    if attribution is not None and attribution.source and attribution.kind in _NAMED and _names(attribution.source):
        return attribution.source
    return telling.outlet or (attribution.outlet if attribution is not None else None)


@lru_cache(maxsize=20_000)
def _names(source: str) -> frozenset[str]:
    """Words that tell a source from others: none for مصدر عسكري, {سانا} for وكالة «سانا»."""
    words = [word.removeprefix("ال") for word in fold_word(source.replace('"', " ")).split()]
    known = load_words()
    if words and words[0] in known.speakers:
        return frozenset()
    return frozenset(word for word in words if word not in known.titles and any(c.isalnum() for c in word))


def _same_name(a: str | None, b: str | None) -> bool:
    """المرصد السوري is المرصد السوري لحقوق الإنسان: all words of the shorter name stand in the longer."""
    if a is None or b is None:
        return False
    one, other = _names(a), _names(b)
    return bool(one and other) and (one <= other or other <= one)
