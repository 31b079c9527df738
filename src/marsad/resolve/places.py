"""Resolve the place mentions of a whole report to locations: which candidate, how precise, in which units.

Example: in a report on Hama ``قرية الدوير`` is the Dweir of Hama, not the one of Deir ez-Zor, because the
other places of the report lie there.
"""

from __future__ import annotations

from typing import Protocol

from ..find.place_mentions import PlaceMention
from ..find.place_words import load_place_words
from ..model.places import Place
from ..model.records import Location
from ..text.folding import fold_word
from .place_antecedents import link_antecedents
from .place_doubts import plausible
from .place_locations import locate
from .place_scores import Scene, choose, kilometres

CITY_RADIUS_KM = 15.0


class PlaceIndex(Protocol):
    """The part of a gazetteer that resolving needs."""

    def candidates(self, folded: str) -> tuple[Place, ...]:
        """Places of a folded name."""
        ...


def resolve_places(mentions: list[PlaceMention], gazetteer: PlaceIndex, country_hint: str | None = None) -> None:
    """Set ``location`` (and the antecedent of anaphors) of every mention of a report, containers included.

    ``mentions`` are those of all sentences in their order; ``country_hint`` is an ISO code that decides ties.
    """
    if not mentions:
        return
    chains = [_chain(mention) if mention.container is not None else [mention] for mention in mentions]
    scene = Scene.of([mention for chain in chains for mention in chain], country_hint)
    link_antecedents(chains)
    _name_capitals(chains, scene, gazetteer)
    for chain in chains:
        for mention in reversed(chain):
            if mention.location is None:
                place = choose(mention, scene, plausible) if mention.candidates else None
                mention.location = locate(mention, place, scene, gazetteer)
        _stand_in(chain)


def _stand_in(chain: list[PlaceMention]) -> None:
    """المنطقة بريف إدلب الجنوبي، with nothing named before: it is known no nearer than what contains it."""
    mention = chain[0]
    outer = chain[1].location if len(chain) > 1 else None
    unknown = mention.location is None or (mention.location.lat is None and mention.location.gazetteer_id is None)
    if mention.anaphor and mention.antecedent is None and unknown and outer is not None:
        mention.location = outer


def _name_capitals(chains: list[list[PlaceMention]], scene: Scene, gazetteer: PlaceIndex) -> None:
    """``أما في العاصمة``: the capital of the country the report is about, unless it stands for one just named."""
    vocabulary = load_place_words()
    for chain in chains:
        for mention in chain:
            if not mention.anaphor or fold_word(mention.name) not in vocabulary.capital_words:
                continue
            name = vocabulary.capitals.get(scene.main_country() or "")
            found = gazetteer.candidates(name) if name else ()
            capitals = tuple(p for p in found if p.kind == "city" and p.country == scene.main_country())
            if capitals:
                mention.candidates, mention.anaphor, mention.antecedent = capitals[:1], False, None


def _chain(mention: PlaceMention) -> list[PlaceMention]:
    """The mention and what contains it, inside out."""
    chain = [mention]
    while chain[-1].container is not None and len(chain) < 6:
        chain.append(chain[-1].container)
    return chain


def country_of(mentions: list[PlaceMention]) -> str | None:
    """ISO code of the country most resolved places of a report lie in; None when there is none."""
    votes: dict[str, int] = {}
    for mention in mentions:
        location = mention.location
        if location is not None and location.country:
            votes[location.country] = votes.get(location.country, 0) + (1 if mention.role else 2)
    return max(sorted(votes), key=lambda code: votes[code]) if votes else None


def settlement(mention: PlaceMention) -> Location | None:
    """The location of an event at ``mention``: for a named spot in a settlement the settlement, the spot as ``site``.

    ``حي غويران بمدينة الحسكة`` gives الحسكة with the site ``حي غويران``.
    """
    location = mention.location
    if location is None or location.kind not in ("neighbourhood", "site"):
        return location
    outer = mention.container
    while outer is not None:
        if outer.location is not None and _holds(outer, outer.location, location):
            return _with_site(outer.location, mention.phrase or location.name)
        outer = outer.container
    return location


def _holds(outer: PlaceMention, around: Location, spot: Location) -> bool:
    """Whether the spot lies in that settlement, not just in some direction of it (مخيم الهول شرقي الحسكة)."""
    if around.kind not in ("city", "town", "village"):
        return False
    if spot.kind == "site" and (outer.near or (outer.direction is not None and "inside" not in outer.marks)):
        return False
    far = kilometres(around.lat, around.lon, spot.lat, spot.lon)
    return far is None or far <= CITY_RADIUS_KM


def _with_site(location: Location, site: str | None) -> Location:
    return Location(
        name=location.name, name_ar=location.name_ar, name_en=location.name_en, kind=location.kind,
        admin1=location.admin1, admin2=location.admin2, admin3=location.admin3, country=location.country,
        lat=location.lat, lon=location.lon, precision=location.precision, gazetteer_id=location.gazetteer_id, site=site,
    )  # fmt: skip
