"""What the finder of places gives: mentions of places and of named spots, not yet resolved.

Example: in ``في محيط بلدة "أبو حمام" شرقي دير الزور`` the mention is أبو حمام, its ``kind_cue`` town, ``near``
true, and its container دير الزور.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.places import Place
from ..model.records import Location


@dataclass(slots=True)
class SiteMention:
    """A named spot (سوق الكوخ): words ``first``..``last`` of the phrase; ``place`` is a place named inside it."""

    first: int
    last: int
    name: str
    kind: str
    place: PlaceMention | None = None
    candidates: tuple[Place, ...] = ()


@dataclass(slots=True)
class PlaceMention:
    """One place as written; word numbers are inclusive and belong to the ``Words`` it was found in.

    ``first``..``last`` is the name alone, ``cue_first`` the first word of the whole phrase (kind and near words).
    ``role`` is empty for a place where things happen, else home, approach, hospital, road-end, flight, office,
    holder, outlet or site (only the name of a street or a mosque). ``phrase`` is the name with its kind word.
    ``location`` is set by ``resolve_places``.
    """

    first: int
    last: int
    cue_first: int
    name: str
    candidates: tuple[Place, ...] = ()
    kind_cue: str | None = None
    preposition: str = ""
    near: bool = False
    region: str | None = None
    direction: str | None = None
    container: PlaceMention | None = None
    coordinated: int | None = None
    role: str = ""
    unknown: bool = False
    anaphor: bool = False
    alias: str | None = None
    phrase: str | None = None
    # "30 km south-west of X": kilometres and degrees clockwise from north.
    offset: tuple[float, float] | None = None
    antecedent: PlaceMention | None = None
    location: Location | None = None
    # What the linking pass needs: proclitics of the first word, first word with its preposition, cue level.
    proclitics: str = ""
    lead: int = 0
    level: int = 0
    marks: set[str] = field(default_factory=set)
