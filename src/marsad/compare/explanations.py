"""Why a match is only partial, in words: what differs and by how much.

Example: ``عندنا بعد 1 يوم؛ بينهما 4 كم؛ القتلى 3 مقابل 5``.
"""

from __future__ import annotations

from collections.abc import Iterable

from .cards import Card, Entry
from .comparisons import ready
from .matches import Match
from .parties import Party, relate
from .tallies import days_between, km_between
from .wordings import Language, word

_STOPS: dict[Language, str] = {"en": "; ", "ar": "؛ "}


def explain(match: Match, ours: Entry, theirs: Entry, language: Language) -> str:
    """What differs between the two, feature by feature; empty when nothing does."""
    told = [_EXPLAIN[name](ours, theirs, language) for name in match.differs]
    told += [f"{word(name, language)}: {word('unknown', language)}" for name in match.unknown]
    return _STOPS[language].join(told)


def _type(ours: Entry, theirs: Entry, language: Language) -> str:
    types = (word(entry.card.type, language) for entry in (ours, theirs))
    return word("type_against", language, **dict(zip(("ours", "theirs"), types, strict=True)))


def _date(ours: Entry, theirs: Entry, language: Language) -> str:
    days = days_between(ready(ours).when, ready(theirs).when)
    key = "days_later" if days > 0 else "days_earlier" if days < 0 else "coarse_date"
    return word(key, language, n=abs(days))


def _place(ours: Entry, theirs: Entry, language: Language) -> str:
    km = km_between(ours.card, theirs.card)
    return word("coarse_place", language) if km is None or km < 1 else word("km_away", language, n=round(km))


def _deaths(ours: Entry, theirs: Entry, language: Language) -> str:
    return word("toll_against", language, ours=toll_of(ours.card), theirs=toll_of(theirs.card))


def _actors(ours: Entry, theirs: Entry, language: Language) -> str:
    """The least alike of the actors, with its nearest on the other side."""
    found = []
    for mine in _all(ready(ours).sides):
        nearest = max(_all(ready(theirs).sides), key=lambda other: relate(mine, other).value, default=None)
        if nearest is not None:
            found.append((relate(mine, nearest), mine.name, nearest.name))
    if not found:
        return f"{word('actors', language)}: {word('unknown', language)}"
    relation, one, other = min(found, key=lambda pair: pair[0].value)
    return word("actors_against", language, ours=one, theirs=other, relation=word(relation.name, language))


_EXPLAIN = {"type": _type, "date": _date, "place": _place, "actors": _actors, "deaths": _deaths}


def _all(sides: Iterable[tuple[Party, ...]]) -> list[Party]:
    return [party for side in sides for party in side]


def toll_of(card: Card) -> str:
    """``4``, or ``4 (2-6)`` when the bounds differ, ``≥ 20`` when only the least is known, ``?`` when nothing is."""
    if card.best is None:
        return "?" if card.low is None else f"≥ {card.low}"
    bounds = (card.low, card.high)
    if None in bounds or bounds == (card.best, card.best):
        return str(card.best)
    return f"{card.best} ({card.low}-{card.high})"
