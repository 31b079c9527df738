"""Which candidate of a name is meant: a readable table of weighted features over the whole report.

Example: طرابلس is Libya's when the report names مصراتة and Lebanon's when it names عكار.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from ..find.place_mentions import PlaceMention
from ..model.places import Place
from ..model.records import Location

KM_PER_DEGREE = 111.2
LAYER = {"own": 2.0, "user": 0.5, "geonames": 0.8}
IN_CONTAINER, NEAR_CONTAINER = 8.0, 6.0
OUT_OF_CONTAINER = -4.0
COUNTRY_SHARE, ADMIN_SHARE, HINT = 4.0, 3.0, 1.5
NEAR_OTHERS = 3.0
WIDE_WANTED = 2.5
# What a kind word says of the kinds of candidates; a kind not listed costs MISMATCH.
MISMATCH = -4.0
KIND_FITS: dict[str, dict[str, float]] = {
    "city": {"city": 3, "town": 2.5, "village": 0.5},
    "town": {"town": 3, "village": 2.5, "city": 1.5, "neighbourhood": 0.5},
    "village": {"village": 3, "town": 2, "neighbourhood": 0},
    "neighbourhood": {"neighbourhood": 5, "site": 1, "camp": 0, "town": -1, "village": -1},
    "district": {"district": 4, "subdistrict": 4, "town": 2, "city": 2, "neighbourhood": 2, "village": 1.5, "region": 2,
                 "desert": 1, "site": 1, "valley": 1, "mountain": 1, "governorate": 0},
    "governorate": {"governorate": 5, "region": 2, "city": 0},
    "country": {"country": 5},
    "camp": {"camp": 5, "site": 2, "neighbourhood": 2, "town": 2, "village": 2, "city": 0},
    "mountain": {"mountain": 5, "region": 3, "site": 2, "village": 0, "town": 0, "neighbourhood": 0},
    "hill": {"mountain": 3, "site": 3, "village": 2},
    "valley": {"valley": 5, "region": 4, "site": 2, "district": 2, "village": 1, "mountain": 1},
    "island": {"island": 5, "region": 2, "village": 1},
    "front": {"site": 3, "village": 2, "town": 2, "district": 1.5, "mountain": 2, "city": 1, "region": 2},
}  # fmt: skip
# Without a kind word a bare name is the city, then the country, then the unit of that name.
BARE = {
    "city": 1.5, "town": 1.2, "country": 1.2, "village": 0.8, "governorate": 0.7, "neighbourhood": 0.2, "site": 0.2,
    "camp": 0.2,
}  # fmt: skip
UNITS = frozenset(("governorate", "district", "subdistrict", "country", "region"))
_REGION_WANTS = {"governorate": 3.0, "desert": 2.0, "city": 0.5, "district": 0.5, "subdistrict": 0.5}
# The scores of the kinds of candidates as they are added up.
_OF_REGION = {kind: wanted * WIDE_WANTED for kind, wanted in _REGION_WANTS.items()}
_OF_CUE = {cue: {kind: fit * 1.5 for kind, fit in fits.items()} for cue, fits in KIND_FITS.items()}
_OF_BARE = {kind: score * 2 for kind, score in BARE.items()}
_OF_DIRECTION = _OF_BARE | {"governorate": WIDE_WANTED}


@dataclass(slots=True, frozen=True)
class Ballot:
    """What the readings of one name vote for, and what each is worth in any report.

    ``candidates`` keeps them alive, for ballots are filed by identity.
    """

    candidates: tuple[Place, ...]
    worths: tuple[float, ...]
    countries: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    governorates: tuple[Place, ...]


_BALLOTS: dict[int, Ballot] = {}


def _ballot(candidates: tuple[Place, ...]) -> Ballot:
    known = _BALLOTS.get(id(candidates))
    if known is not None:
        return known
    if len(_BALLOTS) > 50_000:
        _BALLOTS.clear()
    countries = dict.fromkeys(place.country for place in candidates)
    units = dict.fromkeys((place.country, place.admin1) for place in candidates if place.admin1)
    governorates = tuple(place for place in candidates if place.kind == "governorate")
    worths = tuple(LAYER.get(place.layer, 0.0) + math.log10(place.population + 10) / 6 for place in candidates)
    ballot = _BALLOTS[id(candidates)] = Ballot(candidates, worths, tuple(countries), tuple(units), governorates)
    return ballot


@dataclass(slots=True)
class Scene:
    """What the report says about where it plays: votes of countries and first-level units, sure coordinates.

    ``spots`` are the different points, each with the cosine of its latitude; ``chosen`` keeps the choice for a name
    that comes back in the same guise, ``scores`` how well places fit, ``main`` the country with most votes.
    """

    countries: dict[str, float] = field(default_factory=dict)
    admins: dict[tuple[str, str], float] = field(default_factory=dict)
    points: list[tuple[float, float, int]] = field(default_factory=list)
    spots: list[tuple[float, float, float]] = field(default_factory=list)
    hint: str | None = None
    units: dict[tuple[str, str], Place] = field(default_factory=dict)
    country_total: float = 1.0
    admin_total: float = 1.0
    chosen: dict[tuple[object, ...], Place | None] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    main: str | None = None

    @classmethod
    def of(cls, mentions: list[PlaceMention], hint: str | None) -> Scene:
        """The scene of a report's mentions; a name with one reading counts most."""
        scene = cls(hint=hint)
        for mention in mentions:
            if mention.candidates:
                scene._vote(mention)
        scene.country_total = sum(scene.countries.values()) or 1.0
        scene.admin_total = sum(scene.admins.values()) or 1.0
        votes = scene.countries
        scene.main = max(sorted(votes), key=votes.__getitem__) if votes else hint
        places = dict.fromkeys((lat, lon) for lat, lon, _ in scene.points)
        scene.spots = [(lat, lon, math.cos(math.radians(lat))) for lat, lon in places]
        return scene

    def _vote(self, mention: PlaceMention) -> None:
        candidates = mention.candidates
        weight = 0.4 if mention.role in ("holder", "outlet") else 1.0
        if len(candidates) == 1:
            self._vote_alone(mention, candidates[0], weight)
            return
        ballot, countries, admins = _ballot(candidates), self.countries, self.admins
        share = weight / len(ballot.countries) ** 2
        for country in ballot.countries:
            countries[country] = countries.get(country, 0.0) + share
        share = weight / len(ballot.units) ** 2 if ballot.units else 0.0
        for unit in ballot.units:
            admins[unit] = admins.get(unit, 0.0) + share
        for place in ballot.governorates:
            self.units.setdefault((place.country, place.name_en), place)

    def _vote_alone(self, mention: PlaceMention, place: Place, weight: float) -> None:
        self.countries[place.country] = self.countries.get(place.country, 0.0) + weight
        if place.admin1:
            key = (place.country, place.admin1)
            self.admins[key] = self.admins.get(key, 0.0) + weight
        if place.kind == "governorate":
            self.units.setdefault((place.country, place.name_en), place)
        if place.lat is not None and place.lon is not None and place.kind not in UNITS:
            self.points.append((place.lat, place.lon, id(mention)))

    def main_country(self) -> str | None:
        """The country with most votes, the hint when there are none."""
        return self.main

    def main_unit(self, country: str | None = None) -> tuple[str, str] | None:
        """The first-level unit with most votes, as (country, English name)."""
        keys = sorted(k for k in self.admins if country is None or k[0] == country)
        return max(keys, key=self.admins.__getitem__) if keys else None


Judge = Callable[[PlaceMention, Place, Scene], bool]


def choose(mention: PlaceMention, scene: Scene, plausible: Judge) -> Place | None:
    """The candidate meant, or None for an unknown name, an anaphor or one that is not ``plausible``."""
    candidates = mention.candidates
    if not candidates:
        return None
    outer = whereabouts(mention)
    if len(candidates) == 1:
        only = candidates[0]
        return only if plausible(mention, only, scene) and not _is_elsewhere(outer, only) else None
    key: tuple[object, ...] = ()
    if mention.container is None:
        key = (id(candidates), mention.kind_cue, mention.region, mention.direction is None, "at" in mention.marks)
        if key in scene.chosen:
            return scene.chosen[key]
    scores = _scores(mention, _ballot(candidates), scene, outer)
    best = candidates[scores.index(max(scores))]
    found = best if plausible(mention, best, scene) and not _is_elsewhere(outer, best) else None
    if key:
        scene.chosen[key] = found
    return found


def _scores(mention: PlaceMention, ballot: Ballot, scene: Scene, outer: Location | None) -> list[float]:
    """Sums of the features of each candidate; ``outer`` is where the container of the mention lies."""
    kinds, other = _kind_scores(mention)
    scores: list[float] = []
    for place, worth in zip(ballot.candidates, ballot.worths, strict=True):
        total = worth + kinds.get(place.kind, other)
        if outer is not None:
            total += _container_score(outer, place)
        known = scene.scores.get(place.id)
        scores.append(total + (known if known is not None else _scene_score(place, scene)))
    return scores


def _kind_scores(mention: PlaceMention) -> tuple[dict[str, float], float]:
    """What the wording says of the kinds of candidates, and the score of a kind it does not list."""
    if mention.region is not None and "whole" not in mention.marks:
        return _OF_REGION, 0.0
    if mention.kind_cue is not None and not (mention.kind_cue == "governorate" and "at" in mention.marks):
        return _OF_CUE.get(mention.kind_cue, {}), MISMATCH * 1.5
    return (_OF_DIRECTION if mention.direction is not None else _OF_BARE), 0.0


def whereabouts(mention: PlaceMention) -> Location | None:
    """Where the container lies; it is resolved first."""
    outer = mention.container.location if mention.container is not None else None
    return outer if outer is not None and outer.lat is not None else None


def _is_elsewhere(outer: Location | None, place: Place) -> bool:
    """على طريق المطار في مدينة أربيل: a namesake in another country is not meant."""
    return outer is not None and bool(outer.country) and bool(place.country) and outer.country != place.country


def _container_score(outer: Location, place: Place) -> float:
    if outer.country and place.country != outer.country:
        return OUT_OF_CONTAINER * 1.5
    if outer.kind == "country":
        return IN_CONTAINER / 2
    if outer.name_en and outer.name_en in (place.admin1, place.admin2, place.admin3):
        return IN_CONTAINER
    if outer.kind in UNITS and outer.admin1 and place.admin1 and outer.admin1 != place.admin1:
        return OUT_OF_CONTAINER
    far = _distance(place, outer.lat, outer.lon)
    return NEAR_CONTAINER * math.exp(-far / 60) if far is not None else 0.0


def _scene_score(place: Place, scene: Scene) -> float:
    """How well the place fits the report; only names of several readings are scored, and those give no points."""
    result = COUNTRY_SHARE * scene.countries.get(place.country, 0.0) / scene.country_total
    if place.country == scene.hint:
        result += HINT
    if place.admin1:
        result += ADMIN_SHARE * scene.admins.get((place.country, place.admin1), 0.0) / scene.admin_total
    lat, lon, hypot = place.lat, place.lon, math.hypot
    if scene.spots and lat is not None and lon is not None:
        nearest = KM_PER_DEGREE * min([hypot(lat - n, (lon - e) * cos) for n, e, cos in scene.spots])
        result += NEAR_OTHERS * math.exp(-nearest / 80)
    scene.scores[place.id] = result
    return result


def _distance(place: Place, lat: float | None, lon: float | None) -> float | None:
    return kilometres(place.lat, place.lon, lat, lon)


def kilometres(lat1: float | None, lon1: float | None, lat2: float | None, lon2: float | None) -> float | None:
    """Distance, flat-earth (good to a few per cent at this scale); None when a coordinate is missing."""
    if lat1 is None or lon1 is None or lat2 is None or lon2 is None:
        return None
    return KM_PER_DEGREE * math.hypot(lat1 - lat2, (lon1 - lon2) * math.cos(math.radians(lat2)))
