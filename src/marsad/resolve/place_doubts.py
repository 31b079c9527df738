"""Whether the place chosen for a name can be meant at all: not the only far-off place that some table happens to hold.

Example: ``في حي المطار`` in a report on مليط is not the quarter of that name in Daraa, 1,500 km away.
"""

from __future__ import annotations

from ..find.place_mentions import PlaceMention
from ..model.places import Place
from .place_scores import UNITS, Scene, kilometres, whereabouts

SPOT_KM, TOWN_KM = 40.0, 20.0
FAR_UNIT_KM, AREA_KM = 80.0, 150.0
SPOT_SHARE = 0.4
_SPOTS = frozenset(("site", "neighbourhood"))
_SETTLEMENTS = frozenset(("city", "town", "village"))
_SMALL = frozenset(("village", "neighbourhood", "site"))


def plausible(mention: PlaceMention, place: Place, scene: Scene) -> bool:
    """A village that a kind word names is not the only far-off place of that name that a table happens to hold."""
    if _is_misplaced(mention, place, scene):
        return False
    if mention.kind_cue not in ("village", "neighbourhood", "camp", "hill"):
        return True
    if place.kind in ("governorate", "country") and mention.kind_cue != "neighbourhood":
        return False
    outer = whereabouts(mention)
    if outer is None:
        main = scene.main_country()
        return place.layer == "own" or main is None or place.country == main or scene.countries[main] < 2
    if outer.country and place.country != outer.country:
        return False
    far = _far(place, outer.lat, outer.lon)
    if outer.admin1 and place.admin1 and outer.admin1 != place.admin1:
        return far is None or far < FAR_UNIT_KM
    return far is None or far < (300 if outer.kind in UNITS else 120)


def _is_misplaced(mention: PlaceMention, place: Place, scene: Scene) -> bool:
    """Whether the report's places, or the one named around it, speak against this one."""
    if mention.kind_cue == "district" and place.layer == "geonames" and scene.main not in (None, place.country):
        return True  # منطقة الخمس in a report on Maysan is not Al Khums in Libya
    if mention.container is not None:
        spot = place.kind in _SPOTS and _is_elsewhere(mention, place)
        return spot or (mention.kind_cue == "district" and _is_of_other_unit(mention, place))
    spot = place.kind in _SPOTS or mention.kind_cue == "neighbourhood"
    if spot and not _in_scene(mention, place, scene):
        return True
    return mention.kind_cue is None and mention.region is None and _is_stray(mention, place, scene)


def _is_of_other_unit(mention: PlaceMention, place: Place) -> bool:
    """منطقة تل شهاب ... في ريف حمص is not the town of that name in Daraa."""
    outer = whereabouts(mention)
    if outer is None or outer.kind not in UNITS or place.kind not in _SETTLEMENTS:
        return False
    far = _far(place, outer.lat, outer.lon)
    return bool(outer.admin1 and place.admin1) and outer.admin1 != place.admin1 and (far or 0.0) >= AREA_KM


def _in_scene(mention: PlaceMention, place: Place, scene: Scene) -> bool:
    """A spot (ساحة الكرامة, حي الصناعة) is that of the town in the report, not one 100 km off."""
    here = (place.lat, place.lon)
    others = [(lat, lon) for lat, lon, who in scene.points if who != id(mention) and (lat, lon) != here]
    distances = [far for lat, lon in others if (far := _far(place, lat, lon)) is not None]
    if distances and min(distances) < SPOT_KM:
        return True
    alone = len(mention.candidates) == 1 and place.country == scene.main
    quarter = place.layer == "own" and place.kind == mention.kind_cue == "neighbourhood"  # حي غويران is Hasakah's
    if alone and (quarter or _is_round_up(place, scene)):
        return True
    own = 1.0 / len({(p.country, p.admin1) for p in mention.candidates}) ** 2
    share = scene.admins.get((place.country, place.admin1 or ""), 0.0) - own
    if share > 0.0 and share >= SPOT_SHARE * max(scene.admins.values()):
        return True
    return not distances and (scene.main is None or place.country == scene.main)


def _is_round_up(place: Place, scene: Scene) -> bool:
    """Places of two other governorates: one more, of a name that only it bears, is no wonder."""
    here = (place.country, place.admin1 or "")
    return sum(country == place.country and (country, admin1) != here for country, admin1 in scene.admins) >= 2


def _is_stray(mention: PlaceMention, place: Place, scene: Scene) -> bool:
    """A bare small name, or a common word, that only one far country has (كرمه, الوادي) is no place in this report."""
    main = scene.main
    if main is None or place.country == main or place.kind in UNITS or scene.countries.get(main, 0.0) < 2:
        return False
    alone = scene.countries.get(place.country, 0.0) <= 1.0
    small = place.kind in _SMALL or (place.layer == "geonames" and place.kind != "city")
    return alone and (mention.level > 0 or small)


def _is_elsewhere(mention: PlaceMention, place: Place) -> bool:
    """المسجد العمري في نوى is not the mosque of that name in Daraa."""
    outer = mention.container.location if mention.container is not None else None
    if outer is None or outer.kind not in _SETTLEMENTS:
        return False
    far = _far(place, outer.lat, outer.lon)
    return far is not None and far > TOWN_KM


def _far(place: Place, lat: float | None, lon: float | None) -> float | None:
    return kilometres(place.lat, place.lon, lat, lon)
